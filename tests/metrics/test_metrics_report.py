"""The order report: each order once, in the period of its placement."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.errors import InvalidValue
from ordercore.kernel.charges import Charges
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant, instant, local_date
from ordercore.metrics import OrderReport, Period, Totals, order_report
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.line import Line
from ordercore.orders.parts import ReplacementKind
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.state import Order
from ordercore.testing import taken
from ordercore.testing.strategies import instants, orders, zones

LATE_SUNDAY = instant("2026-03-01T23:30:00Z")


def order(*lines: Line, at: Instant = LATE_SUNDAY, cancelled: bool = False) -> Order:
    """Make an order."""
    made = taken(
        None, PlaceOrder(order_id="O-1", at=at, channel="MFN", lines=lines, imported=True)
    ).after
    if cancelled:
        gone = CancelUnits(order_id="O-1", at=at, reason="no_inventory", imported=True)
        made = taken(made, gone).after
    assert made
    return made


ONE = Line("A", 2, charges=Charges("EUR", item=1000, tax=190, shipping=300, discount=100))


def test_an_order_counts_its_units_and_values() -> None:
    """Item prices and shipping as they were ordered, by currency."""
    report = order_report(
        [
            order(ONE, Line("B", 1, price="5 EUR")),
            order(Line("A", 3, price="100 JPY")),
            order(Line("A", 4), Line("B", 0)),
            order(ONE, cancelled=True),
        ]
    )

    assert report.totals == Totals(
        orders=4,
        units=12,
        item_value={"EUR": 2500, "JPY": 300},
        shipping_value={"EUR": 600, "JPY": 0},
        cancelled=1,
    )
    assert report.periods == (Period(dt.date(2026, 3, 1), report.totals),)
    assert (report.by, report.zone) == ("day", "UTC")


def test_what_is_sent_in_place_of_something_is_no_sale() -> None:
    """It stands apart with what was due for it; cancelled it counts (facts §12.37)."""
    sold, free = order(ONE), order(Line("A", 2, price="0 EUR"), cancelled=True)
    exchanged = order(Line("B", 1, price="2 EUR"))

    def linked(some: Order, kind: ReplacementKind) -> Order:
        return replace(some, terms=replace(some.terms, replacement=kind))

    totals = order_report(
        [
            sold,
            linked(free, ReplacementKind.REPLACEMENT),
            linked(exchanged, ReplacementKind.EXCHANGE),
        ]
    ).totals

    assert totals == Totals(
        orders=1,
        units=2,
        item_value={"EUR": 1000},
        shipping_value={"EUR": 300},
        cancelled=1,
        replacements=2,
        replacement_units=3,
        replacement_value={"EUR": 200},
    )
    assert totals.all_orders == 3


@pytest.mark.parametrize(
    ("by", "zone", "begins"),
    [
        ("day", "UTC", "2026-03-01"),
        ("day", "Europe/Berlin", "2026-03-02"),
        ("week", "UTC", "2026-02-23"),
        ("week", "Europe/Berlin", "2026-03-02"),
        ("month", "UTC", "2026-03-01"),
        ("month", "America/Los_Angeles", "2026-03-01"),
        ("month", "Asia/Tokyo", "2026-03-01"),
    ],
)
def test_r39_periods_are_those_of_a_zone(by: str, zone: str, begins: str) -> None:
    """Late on Sunday in UTC is Monday in Berlin, and so another week."""
    (period,) = order_report([order(ONE)], by=by, zone=zone).periods

    assert period.begins.isoformat() == begins


def test_periods_come_in_order_and_empty_ones_not_at_all() -> None:
    """However the orders come."""
    days = ["2026-03-05T00:00:00Z", "2026-01-05T00:00:00Z", "2026-03-05T23:59:59Z"]

    report = order_report(order(ONE, at=instant(day)) for day in days)

    assert [(p.begins.isoformat(), p.totals.orders) for p in report.periods] == [
        ("2026-01-05", 1),
        ("2026-03-05", 2),
    ]


def test_no_orders_add_up_to_nothing() -> None:
    """An empty report is one."""
    assert order_report([]) == OrderReport(by="day", zone="UTC", periods=(), totals=Totals())


def test_what_is_no_period_or_no_zone_is_refused() -> None:
    """Before anything is counted."""
    with pytest.raises(InvalidValue, match="one of day, week, month"):
        order_report([], by="year")
    with pytest.raises(InvalidValue, match="zone"):
        order_report([order(ONE)], zone="Europe/Atlantis")


def _merged(*reports: OrderReport) -> dict[dt.date, Totals]:
    periods: dict[dt.date, Totals] = {}
    for report in reports:
        for period in report.periods:
            periods[period.begins] = periods.get(period.begins, Totals()) + period.totals
    return periods


@given(
    st.lists(orders(steps=5), max_size=8),
    st.lists(st.integers(0, 2), min_size=8, max_size=8),
    st.sampled_from(["day", "week", "month"]),
    zones(),
)
def test_law_6_any_split_merges_to_the_whole(
    known: list[Order], parts: list[int], by: str, zone: str
) -> None:
    """Computed in three parts and added up, a report is the same as computed at once."""
    whole = order_report(known, by=by, zone=zone)

    split = [
        order_report([o for o, n in zip(known, parts, strict=False) if n == part], by=by, zone=zone)
        for part in range(3)
    ]

    assert _merged(*split) == _merged(whole)
    assert sum((report.totals for report in split), Totals()) == whole.totals
    assert whole.totals.orders == len(known)
    assert order_report(reversed(known), by=by, zone=zone) == whole


@given(instants(), zones())
def test_a_period_holds_the_day_of_placement(at: Instant, zone: str) -> None:
    """Days, weeks and months begin on or before it, and the next one after."""
    day = local_date(at, zone)
    placed = order(ONE, at=at)

    begins = {by: order_report([placed], by=by, zone=zone).periods[0].begins for by in
              ("day", "week", "month")}  # fmt: skip

    assert begins["day"] == day
    assert begins["week"].weekday() == 0
    assert 0 <= (day - begins["week"]).days < 7
    assert (begins["month"].day, begins["month"].month) == (1, day.month)
