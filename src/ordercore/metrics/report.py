"""The order report: orders, units and value by period.

A pure fold over orders, each counted once, in the period of its placement in a given zone.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.time import local_date
from ordercore.orders.axes import status
from ordercore.orders.state import Order

PERIODS: Mapping[str, Callable[[dt.date], dt.date]] = {
    "day": lambda day: day,
    # ISO 8601: a week begins on Monday.
    "week": lambda day: day - dt.timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
}
"""Kind of period → the first day of the one that a day is in."""

Amounts = Mapping[str, int]
"""Minor units by currency; currencies are never added up."""


def _plus(one: Amounts, other: Amounts) -> Amounts:
    currencies = sorted({*one, *other})
    return {currency: one.get(currency, 0) + other.get(currency, 0) for currency in currencies}


@attrs.frozen(kw_only=True)
class Totals:
    """What some orders add up to; totals can be merged in any order.

    ``orders``, ``units`` and the values count what was sold, every line as it was ordered,
    cancelled ones included; so ``item_value`` by ``orders`` is the value of an average sale.
    What is sent in place of units of another order was sold with that one: it stands apart, with
    the differences that were due in exchanges.
    ``cancelled`` counts orders of which nothing is left, replacements among them, since cancelling
    one counts in the cancellation rate like any other (Seller Central 9675EJHNZ2ZE3M5).
    """

    orders: int = 0
    units: int = 0
    item_value: Amounts = attrs.field(factory=dict[str, int])
    shipping_value: Amounts = attrs.field(factory=dict[str, int])
    cancelled: int = 0
    replacements: int = 0
    replacement_units: int = 0
    replacement_value: Amounts = attrs.field(factory=dict[str, int])

    @property
    def all_orders(self) -> int:
        """All orders, sold or sent in place of another: what ``cancelled`` is a part of."""
        return self.orders + self.replacements

    def __add__(self, other: "Totals") -> "Totals":
        """Merge."""
        return Totals(
            orders=self.orders + other.orders,
            units=self.units + other.units,
            item_value=_plus(self.item_value, other.item_value),
            shipping_value=_plus(self.shipping_value, other.shipping_value),
            cancelled=self.cancelled + other.cancelled,
            replacements=self.replacements + other.replacements,
            replacement_units=self.replacement_units + other.replacement_units,
            replacement_value=_plus(self.replacement_value, other.replacement_value),
        )


@attrs.frozen
class Period:
    """One day, week or month, named by its first day."""

    begins: dt.date
    totals: Totals


@attrs.frozen(kw_only=True)
class OrderReport:
    """Periods in order, those without orders left out, and their totals."""

    by: str
    zone: str
    periods: tuple[Period, ...]
    totals: Totals


def totals_of(order: Order) -> Totals:
    """Count one order."""
    items: dict[str, int] = {}
    shipping: dict[str, int] = {}
    for line in order.lines:
        if line.charges is not None:
            currency = line.charges.currency
            items[currency] = items.get(currency, 0) + line.charges.item
            shipping[currency] = shipping.get(currency, 0) + line.charges.shipping
    units = sum(line.quantity for line in order.lines)
    if order.terms.replacement is not None:
        return Totals(
            cancelled=int(status(order).is_over),
            replacements=1,
            replacement_units=units,
            replacement_value=items,
        )
    return Totals(
        orders=1,
        units=units,
        item_value=items,
        shipping_value=shipping,
        cancelled=int(status(order).is_over),
    )


def order_report(orders: Iterable[Order], *, by: str = "day", zone: str = "UTC") -> OrderReport:
    """Add orders up by the day, week or month of their placement, on the zone's calendar.

    Raises:
        InvalidValue: when ``by`` is no period, or there is no such zone.
    """
    begin = PERIODS.get(by)
    if begin is None:
        raise InvalidValue("by", by, f"one of {', '.join(PERIODS)}")
    periods: dict[dt.date, Totals] = {}
    for order in orders:
        begins = begin(local_date(order.terms.placed_at, zone))
        periods[begins] = periods.get(begins, Totals()) + totals_of(order)
    rows = tuple(Period(begins, periods[begins]) for begins in sorted(periods))
    return OrderReport(
        by=by, zone=zone, periods=rows, totals=sum((r.totals for r in rows), Totals())
    )
