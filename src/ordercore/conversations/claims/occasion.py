"""The occasion of a claim: plain facts, which a host can give without an order."""

from collections.abc import Iterable

import attrs

from ordercore.conversations.claims.parties import ClaimMoment
from ordercore.conversations.claims.terms import ANYBODY
from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types, several
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, instant, named_zone


@attrs.frozen
class EarlierClaim:
    """Another claim about the same order: its kind, and for how much.

    Raises:
        InvalidValue: when a field is of another type.
    """

    kind: str
    claimed: Money

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type."""
        check_types(self)


def _moment(value: object, field: str) -> Instant | None:
    return None if value is None else instant(value, field)


# A converter is told no field, so each has its own; a wrong time is named in the error.


def _ordered(value: object) -> Instant:
    return instant(value, "ordered")


def _charged(value: object) -> Instant | None:
    return _moment(value, "charged")


def _shipped(value: object) -> Instant | None:
    return _moment(value, "shipped")


def _latest_estimate(value: object) -> Instant | None:
    return _moment(value, "latest_estimate")


def _delivered(value: object) -> Instant | None:
    return _moment(value, "delivered")


def _last_scan(value: object) -> Instant | None:
    return _moment(value, "last_scan")


def _sent_back(value: object) -> Instant | None:
    return _moment(value, "sent_back")


def _return_received(value: object) -> Instant | None:
    return _moment(value, "return_received")


def _refunded(value: object) -> Instant | None:
    return _moment(value, "refunded")


def _contacted(value: object) -> Instant | None:
    return _moment(value, "contacted")


def _circumstances(values: Iterable[str]) -> frozenset[str]:
    return frozenset(several(values, "circumstances"))


def _earlier(values: Iterable[EarlierClaim]) -> tuple[EarlierClaim, ...]:
    return several(values, "earlier")


@attrs.frozen(kw_only=True)
class Occasion:
    """What is known of an order when a claim about it is opened.

    Attributes:
        marketplace: a country code.
        zone: in whose days windows are counted: of the marketplace, as its people are told.
        provider: the carrier, by the code that tracking numbers have too, or the card scheme; ``*``
            where it does not matter.
        total: what the buyer was charged; ``None`` where nobody knows.
        circumstances: what else is the case, by code: ``"refused"``, ``"protected_label"``.
        earlier: other claims about the order, however they ended.
        contacted: when the buyer first wrote to the seller about it.

    The others are moments; see :class:`ClaimMoment`.

    Raises:
        InvalidValue: when a field is of another type, a time is naive, or there is no such zone.
    """

    marketplace: str
    zone: str = attrs.field(validator=named_zone)
    provider: str = ANYBODY
    ordered: Instant = attrs.field(converter=_ordered)
    charged: Instant | None = attrs.field(default=None, converter=_charged)
    shipped: Instant | None = attrs.field(default=None, converter=_shipped)
    latest_estimate: Instant | None = attrs.field(default=None, converter=_latest_estimate)
    delivered: Instant | None = attrs.field(default=None, converter=_delivered)
    last_scan: Instant | None = attrs.field(default=None, converter=_last_scan)
    sent_back: Instant | None = attrs.field(default=None, converter=_sent_back)
    return_received: Instant | None = attrs.field(default=None, converter=_return_received)
    refunded: Instant | None = attrs.field(default=None, converter=_refunded)
    contacted: Instant | None = attrs.field(default=None, converter=_contacted)
    total: Money | None = None
    circumstances: frozenset[str] = attrs.field(default=frozenset[str](), converter=_circumstances)
    earlier: tuple[EarlierClaim, ...] = attrs.field(default=(), converter=_earlier)

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type, and a total below 0."""
        check_types(self)
        if self.total is not None and self.total.minor < 0:
            raise InvalidValue("total", str(self.total), "an amount of 0 or more")

    def latest(self, moments: Iterable[ClaimMoment]) -> Instant | None:
        """Give the latest of some moments that is known; ``None`` where none is."""
        told: list[Instant | None] = [getattr(self, moment.value) for moment in moments]
        return max((some for some in told if some is not None), default=None)
