"""Filters: one meaning, asked of an order in memory or by a store in its own language."""

from collections.abc import Iterable
from typing import Protocol, cast

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.time import Instant, instant
from ordercore.orders.axes import status
from ordercore.orders.promised import short_units
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus


def _several(given: object, field: str) -> frozenset[object]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise InvalidValue(field, given, "several values, such as a set or a list")
    return frozenset(cast("Iterable[object]", given))


def _statuses(given: Iterable[OrderStatus | str] | None) -> frozenset[OrderStatus] | None:
    if given is None:
        return None
    try:
        return frozenset(OrderStatus(some) for some in _several(given, "statuses"))
    except ValueError:
        known = ", ".join(status.value for status in OrderStatus)
        raise InvalidValue("statuses", given, f"several of {known}") from None


def _channels(given: Iterable[str] | None) -> frozenset[str] | None:
    return None if given is None else frozenset(str(some) for some in _several(given, "channels"))


def _placed_from(given: object) -> Instant | None:
    return None if given is None else instant(given, "placed_from")


def _placed_until(given: object) -> Instant | None:
    return None if given is None else instant(given, "placed_until")


def _yes_or_no(given: object) -> bool:
    if not isinstance(given, bool):
        raise InvalidValue("short", given, "True or False")
    return given


class Meaning(Protocol):
    """Whatever else tells whether an order is meant."""

    def holds(self, order: Order, /) -> bool:
        """Tell whether an order is meant."""
        ...


@attrs.frozen(kw_only=True)
class OrderFilter:
    """Orders that meet every condition that is given.

    ``placed_from`` is inclusive and ``placed_until`` is not. ``short`` means those that lack units
    which still wait to be shipped. ``meets`` is any further condition; of a
    :class:`ordercore.queries.filtering.Meant`, which is an expression as it is seen at a moment,
    stores find the orders without asking all of them.
    """

    statuses: frozenset[OrderStatus] | None = attrs.field(default=None, converter=_statuses)
    channels: frozenset[str] | None = attrs.field(default=None, converter=_channels)
    placed_from: Instant | None = attrs.field(default=None, converter=_placed_from)
    placed_until: Instant | None = attrs.field(default=None, converter=_placed_until)
    short: bool = attrs.field(default=False, converter=_yes_or_no)
    meets: Meaning | None = None

    def holds(self, order: Order) -> bool:
        """Tell whether an order is meant."""
        placed = order.terms.placed_at
        return (
            (self.statuses is None or status(order) in self.statuses)
            and (self.channels is None or order.terms.channel in self.channels)
            and (self.placed_from is None or placed >= self.placed_from)
            and (self.placed_until is None or placed < self.placed_until)
            and (not self.short or bool(short_units(order)))
            and (self.meets is None or self.meets.holds(order))
        )


EVERY_ORDER = OrderFilter()
