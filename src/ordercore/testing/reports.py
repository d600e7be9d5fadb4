"""Order reports to be shown: made up, without chance, so that they are the same each time.

For tests of whatever shows reports, and for looking at pages.
"""

import datetime as dt
from collections.abc import Iterator

from ordercore.metrics.reporting.report import Group, OrderReport, Period
from ordercore.metrics.reporting.totals import NOTHING, Totals

FIRST = dt.date(2026, 1, 1)

HARD = "<script>alert('x')</script> & \"MUG\""
"""A SKU that is text, and nothing else."""


def totals(number: int, *, currencies: tuple[str, ...] = ("EUR",)) -> Totals:
    """Give what a day came to: the how manieth it is tells everything."""
    season = abs((number + 60) % 365 - 182) // 6
    orders = 40 + season + (number * 7) % 11 + 12 * (number % 7 in (5, 6))
    units = orders + (number * 5) % 17
    sent, arrived = orders - 3, orders - 5
    back = (number * 3) % 6
    amounts = {
        currency: orders * (2349 + 9 * (number % 31)) // (place + 1)
        for place, currency in enumerate(currencies)
    }
    return Totals(
        orders=orders,
        units=units,
        item_value=amounts,
        tax={currency: value // 5 for currency, value in amounts.items()},
        shipping_value=dict.fromkeys(currencies, orders * 390),
        orders_by_currency=dict.fromkeys(currencies, orders),
        cancelled=(number * 11) % 5,
        cancelled_by_buyer=(number * 11) % 3,
        cancelled_units=(number * 11) % 7,
        parcels=sent,
        shipped_units=units - 3,
        shipping_seconds=sent * (60_000 + 900 * (number % 19)),
        costed_parcels=sent,
        shipping_cost=dict.fromkeys(currencies, sent * 330 + 70 * (number % 13)),
        shipping_earned=dict.fromkeys(currencies, sent * 380),
        delivered=arrived,
        delivery_seconds=arrived * (260_000 + 2_000 * (number % 11)),
        transit_seconds=arrived * 190_000,
        returns=back,
        returned_units=back + number % 2,
        returns_by_reason={"DEFECTIVE": back, "UNWANTED_ITEM": back // 2} if back else {},
        received_units=back,
        refunds=back,
        refunded=dict.fromkeys(currencies, back * 2500) if back else {},
    )


def days(
    count: int, *, compared: bool = True, currencies: tuple[str, ...] = ("EUR",)
) -> Iterator[Period]:
    """Give days in a row, each with the one before."""
    for number in range(count):
        day = FIRST + dt.timedelta(days=number)
        yield Period(
            begins=day,
            ends=day,
            totals=totals(number, currencies=currencies),
            before=totals(number + 40, currencies=currencies) if compared else None,
        )


def by_day(
    count: int = 14, *, compared: bool = True, currencies: tuple[str, ...] = ("EUR",)
) -> OrderReport:
    """Give a report by day."""
    periods = tuple(days(count, compared=compared, currencies=currencies))
    before = sum((period.before or NOTHING for period in periods), NOTHING)
    return OrderReport(
        by="day",
        zone="Europe/Berlin",
        first=FIRST,
        last=FIRST + dt.timedelta(days=count - 1),
        periods=periods,
        totals=sum((period.totals for period in periods), NOTHING),
        before=before if compared else None,
    )


def by_group(group: str, names: tuple[str, ...], *, months: int = 0) -> OrderReport:
    """Give a report by a dimension, over the whole time or by month."""
    groups = tuple([Group(name=name, totals=totals(at)) for at, name in enumerate(names)])
    whole = sum((one.totals for one in groups), NOTHING)
    periods = [
        Period(
            begins=dt.date(2026, month, 1),
            ends=dt.date(2026, month, 28),
            totals=whole,
            groups=tuple(
                [
                    Group(name=name, totals=totals(9 * month + 31 * at))
                    for at, name in enumerate(names)
                ]
            ),
        )
        for month in range(1, months + 1)
    ]
    return OrderReport(
        by="month" if months else None,
        group=group,
        zone="UTC",
        first=FIRST,
        last=dt.date(2026, max(months, 1), 28),
        periods=tuple(periods),
        groups=groups,
        totals=whole,
    )


NO_ORDERS = OrderReport(by="week")
