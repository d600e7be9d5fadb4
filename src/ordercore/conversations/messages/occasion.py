"""The occasion of a message: plain facts of an order, which a host can give without one."""

from collections.abc import Iterable

import attrs

from ordercore.conversations.messages.parties import OrderStage, Venue
from ordercore.kernel.checking import check_types, several
from ordercore.kernel.time import Instant, instant, named_zone


def _moment(value: object, field: str) -> Instant | None:
    return None if value is None else instant(value, field)


# A converter is told no field, so each has its own; a wrong time is named in the error.


def _placed(value: object) -> Instant | None:
    return _moment(value, "placed")


def _shipped(value: object) -> Instant | None:
    return _moment(value, "shipped")


def _delivered(value: object) -> Instant | None:
    return _moment(value, "delivered")


def _cancelled(value: object) -> Instant | None:
    return _moment(value, "cancelled")


def _completed(value: object) -> Instant | None:
    return _moment(value, "completed")


def _contacted(value: object) -> Instant | None:
    return _moment(value, "contacted")


def _sent(values: Iterable[str]) -> tuple[str, ...]:
    return several(values, "sent")


def _offered(values: Iterable[str] | None) -> frozenset[str] | None:
    return None if values is None else frozenset(several(values, "offered"))


@attrs.frozen(kw_only=True)
class MessageOccasion:
    """What is known of an order when a message about it is to be sent.

    Attributes:
        venue: where the buyer reads it.
        marketplace: a country code.
        zone: in whose days the window is counted: of the marketplace.
        placed: when it was ordered; ``None`` where there is no order.
        shipped: when something of it first left.
        delivered: when all that is to come had arrived.
        cancelled: when all of it had been cancelled.
        completed: from when on the window for writing unasked is counted; ``None`` while the order
            is not completed.
        language: the buyer's, as a tag; blank where nobody knows.
        wants_none: whether the buyer wants no messages but critical ones.
        contacted: when the buyer first wrote, in a message that the conversation does not have.
        sent: the kinds of messages that were sent and that the conversation does not have.
        offered: the kinds that the marketplace itself says may be sent now; ``None`` where it was
            not asked.

    Raises:
        InvalidValue: when a field is of another type, a time is naive, or there is no such zone.
    """

    venue: Venue = Venue.MARKETPLACE
    marketplace: str
    zone: str = attrs.field(validator=named_zone)
    placed: Instant | None = attrs.field(default=None, converter=_placed)
    shipped: Instant | None = attrs.field(default=None, converter=_shipped)
    delivered: Instant | None = attrs.field(default=None, converter=_delivered)
    cancelled: Instant | None = attrs.field(default=None, converter=_cancelled)
    completed: Instant | None = attrs.field(default=None, converter=_completed)
    language: str = ""
    wants_none: bool = False
    contacted: Instant | None = attrs.field(default=None, converter=_contacted)
    sent: tuple[str, ...] = attrs.field(default=(), converter=_sent)
    offered: frozenset[str] | None = attrs.field(default=None, converter=_offered)

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type."""
        check_types(self)

    @property
    def stage(self) -> OrderStage:
        """How far the order has come."""
        if self.placed is None:
            return OrderStage.NO_ORDER
        if self.cancelled is not None:
            return OrderStage.CANCELLED
        if self.delivered is not None:
            return OrderStage.DELIVERED
        return OrderStage.PLACED if self.shipped is None else OrderStage.SHIPPED
