"""The order report: each figure on its own day, told apart by time and by dimension."""

import datetime as dt
from fractions import Fraction

import attrs
import pytest

from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.kernel.time import instant
from ordercore.kernel.units import Units
from ordercore.metrics import OrderReport, Totals, order_report
from ordercore.metrics.reporting import (
    FIGURES,
    Change,
    Figure,
    changes,
    counted,
    figure_named,
    report_of,
    report_wish,
)
from ordercore.orders.address import Address
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.delivering import RecordDelivery
from ordercore.orders.labelling import IssueReturnLabel
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.parts import ReplacementKind, Report
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.returning import RequestReturn
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.returns import ReturnUnits
from ordercore.returns.labels import ReturnLabel
from ordercore.testing import taken

MUGS = Line("MUG", 2, charges=Charges("EUR", item=2000, tax=380, shipping=500, discount=200))
SPOON = Line("SPOON", 1, charges=Charges("EUR", item=300, tax=57, shipping=101))


def day(number: int) -> dt.date:
    """Give a day of March."""
    return dt.date(2026, 3, number)


def order(
    *lines: Line,
    at: str = "2026-03-02T10:00:00Z",
    then: tuple[OrderCommand, ...] = (),
    **said: object,
) -> Order:
    """Make an order of a shop that was paid when it was placed."""
    asked = {"channel": "SHOP", "lines": lines or (MUGS, SPOON), **said}
    made: Order | None = None
    paid = ConfirmPayment(order_id="O-1", at=instant(at))
    for command in (PlaceOrder(order_id="O-1", at=instant(at), **asked), paid, *then):  # type: ignore[arg-type]
        step = taken(made, command)
        assert step.refused is None, step.refused
        made = step.after
    assert made is not None
    return made


def ship(at: str, *units: tuple[str, int], **said: object) -> ConfirmShipment:
    """Send a parcel."""
    gone = tuple(Units(line, number) for line, number in units)
    return ConfirmShipment(order_id="O-1", at=instant(at), units=gone, **said)  # type: ignore[arg-type]


STORY = order(
    service="express",
    ship_to=Address(country="AT"),
    then=(
        ship(
            "2026-03-03T10:00:00.5Z",
            ("1", 1),
            ("2", 1),
            carrier="DHL",
            label_cost=Money(400, "EUR"),
        ),
        CancelUnits(
            order_id="O-1", at=instant("2026-03-04T08:00:00Z"), reason="no_inventory",
            units=(Units("1", 1),),
        ),
        RecordDelivery(order_id="O-1", at=instant("2026-03-05T10:00:00Z"), parcel_id="P1"),
        RequestReturn(
            order_id="O-1", at=instant("2026-03-06T10:00:00Z"), by=Actor.SELLER,
            units=(ReturnUnits("P1", "1", 1),), reason="DEFECTIVE", return_id="R1",
        ),
        IssueReturnLabel(
            order_id="O-1", at=instant("2026-03-07T10:00:00Z"), return_id="R1",
            label=ReturnLabel(cost=Money(350, "EUR")),
        ),
        ReceiveReturn(
            order_id="O-1", at=instant("2026-03-08T10:00:00Z"), return_id="R1",
            units=(ReturnUnits("P1", "1", 1),),
        ),
        IssueRefund(
            order_id="O-1", at=instant("2026-03-09T10:00:00Z"), reason="customer_return",
            return_id="R1",
        ),
    ),
)  # fmt: skip
"""Two mugs and a spoon: one mug is cancelled, and the other comes back."""


def test_each_figure_counts_on_the_day_it_is_about() -> None:
    """Sold on Monday, sent on Tuesday, delivered, asked back, labelled, received, refunded."""
    report = order_report([STORY])

    told = {period.begins.day: period.totals for period in report.periods}
    assert told == {
        2: Totals(
            orders=1,
            units=3,
            item_value={"EUR": 2300},
            tax={"EUR": 437},
            shipping_value={"EUR": 601},
            gift_wrap_value={"EUR": 0},
            discounts={"EUR": 200},
            orders_by_currency={"EUR": 1},
            cancelled_units=1,
        ),
        # Of the shipping of two mugs half is for the first; the half second does not count.
        3: Totals(
            parcels=1,
            shipped_units=2,
            shipping_seconds=24 * 3600,
            costed_parcels=1,
            shipping_cost={"EUR": 400},
            shipping_earned={"EUR": 250 + 101},
        ),
        4: Totals(),
        5: Totals(delivered=1, delivery_seconds=72 * 3600, transit_seconds=48 * 3600 - 1),
        6: Totals(returns=1, returned_units=1, returns_by_reason={"DEFECTIVE": 1}),
        7: Totals(return_cost={"EUR": 350}),
        8: Totals(received_units=1),
        9: Totals(refunds=1, refunded={"EUR": 1340}, refunded_tax={"EUR": 190}),
    }
    assert (report.first, report.last) == (day(2), day(9))
    assert report.totals == sum(told.values(), Totals())


def test_rates_and_means_are_exact() -> None:
    """Averages are rounded once, shares and times are not."""
    totals = order_report([STORY]).totals

    assert totals.average_order_value == {"EUR": 2300}
    assert totals.shipping_margin == {"EUR": 351 - 400}
    assert totals.cancellation_share == 0
    assert totals.mean_time_to_ship == dt.timedelta(days=1)
    assert totals.mean_time_to_deliver == dt.timedelta(days=3)
    assert totals.mean_time_in_transit == dt.timedelta(days=2, seconds=-1)
    three = Totals(orders_by_currency={"EUR": 3, "": 1}, item_value={"EUR": 500}, orders=4)
    assert three.average_order_value == {"EUR": 167}
    assert replace(three, cancelled=1).cancellation_share == Fraction(1, 4)


def test_nothing_has_no_means() -> None:
    """No data is not zero."""
    totals = Totals()

    assert totals.average_order_value == {}
    assert totals.cancellation_share is None
    assert totals.mean_time_to_ship is None
    assert totals.mean_time_to_deliver is None
    assert totals.mean_time_in_transit is None


def test_orders_by_sku_count_in_each_and_in_the_total_once() -> None:
    """An order of a mug and a spoon is one of either; its values are parted without rest."""
    report = order_report([STORY, order(SPOON)], by="sku")

    mug, spoon = report.groups
    assert (mug.name, spoon.name, report.by) == ("MUG", "SPOON", None)
    assert (mug.totals.orders, spoon.totals.orders, report.totals.orders) == (1, 2, 2)
    assert (mug.totals.parcels, spoon.totals.parcels, report.totals.parcels) == (1, 1, 1)
    assert (mug.totals.units, spoon.totals.units, report.totals.units) == (2, 2, 4)
    assert mug.totals.item_value == {"EUR": 2000}
    assert spoon.totals.item_value == {"EUR": 600}
    assert (mug.totals.returned_units, spoon.totals.returned_units) == (1, 0)
    assert (mug.totals.refunds, spoon.totals.refunds) == (1, 0)
    assert mug.totals.shipping_cost == {}
    (period,) = report.periods
    assert (period.begins, period.ends) == (day(1), day(31))
    assert (period.groups, period.totals) == (report.groups, report.totals)


def test_a_carrier_has_its_parcels_and_a_reason_its_returns() -> None:
    """And nothing that is no matter of either; a parcel of no carrier stands under a blank."""
    nobody = order(then=(ship("2026-03-04T10:00:00Z"),))

    carriers = order_report([STORY, nobody], by="carrier")
    reasons = order_report([STORY, nobody], by="month", group="reason")

    assert [(group.name, group.totals.parcels) for group in carriers.groups] == [
        ("", 1),
        ("DHL", 1),
    ]
    assert all(group.totals.orders == 0 for group in carriers.groups)
    assert carriers.groups[1].totals.shipping_margin == {"EUR": -49}
    assert carriers.totals.orders == 2
    assert "orders" not in [figure.name for figure in carriers.figures]
    (period,) = reasons.periods
    (group,) = period.groups
    assert (group.name, group.totals.returns, group.totals.refunded) == (
        "DEFECTIVE",
        1,
        {"EUR": 1340},
    )
    assert period.group("WRONG").totals == Totals()
    assert period.group("DEFECTIVE") == group


@pytest.mark.parametrize(
    ("dimension", "name"),
    [("channel", "SHOP"), ("marketplace", ""), ("service", "express"), ("country", "AT")],
)
def test_an_order_has_one_of_every_other_dimension(dimension: str, name: str) -> None:
    """So its group has everything."""
    report = order_report([STORY], by=dimension)

    assert [(group.name, group.totals) for group in report.groups] == [(name, report.totals)]
    assert report.group == dimension


def test_what_is_sent_in_place_of_something_is_no_sale() -> None:
    """It stands apart with what was due for it; cancelled it counts (facts §12.37)."""
    gone = CancelUnits(order_id="O-1", at=instant("2026-03-03T00:00:00Z"), reason="no_inventory")
    sold = order(MUGS)
    free = order(Line("MUG", 2, price="0 EUR"), then=(gone,))
    exchanged = order(Line("POT", 1, price="2 EUR"))

    def linked(some: Order, kind: ReplacementKind) -> Order:
        return replace(some, terms=replace(some.terms, replacement=kind))

    totals = order_report(
        [
            sold,
            linked(free, ReplacementKind.REPLACEMENT),
            linked(exchanged, ReplacementKind.EXCHANGE),
        ]
    ).totals

    assert (totals.orders, totals.units, totals.item_value) == (1, 2, {"EUR": 2000})
    assert (totals.replacements, totals.replacement_units) == (2, 3)
    assert totals.replacement_value == {"EUR": 200}
    assert (totals.cancelled, totals.all_orders) == (1, 3)


def test_who_cancelled_is_told_by_the_last_cancellation() -> None:
    """Of orders of which nothing is left; what a buyer asked for is the buyer's."""
    at = instant("2026-03-02T10:01:00Z")
    by = [
        CancelUnits(order_id="O-1", at=at, reason="no_inventory"),
        CancelUnits(order_id="O-1", at=at, reason="buyer_cancelled"),
        CancelUnits(order_id="O-1", at=at, reason="buyer_cancelled", by=Actor.BUYER),
        CancelUnits(order_id="O-1", at=at, reason="no_inventory", by=Actor.MARKETPLACE),
    ]

    sold = [
        order(then=(one,), channel="FBA" if one.by is Actor.MARKETPLACE else "SHOP") for one in by
    ]
    totals = order_report(sold).totals

    assert (totals.cancelled, totals.cancelled_by_buyer, totals.cancelled_by_seller) == (4, 2, 1)
    assert (totals.cancelled_units, totals.cancellation_share) == (12, Fraction(1))
    empty = PlaceOrder(
        order_id="O-1",
        at=at,
        channel="MFN",
        lines=(Line("A", 0),),
        imported=True,
        report=Report("Canceled", OrderStatus.CANCELLED, at),
    )
    told = taken(None, empty).after
    assert told is not None
    nobodys = order_report([told]).totals
    assert (nobodys.cancelled, nobodys.cancelled_by_buyer, nobodys.cancelled_by_seller) == (1, 0, 0)


def test_currencies_stand_apart_and_a_label_has_its_own() -> None:
    """What is not priced is counted all the same."""
    abroad = order(then=(ship("2026-03-02T11:00:00Z", label_cost=Money(700, "USD")),))
    unknown = order(Line("A", 1), imported=True)

    totals = order_report([abroad, order(Line("A", 3, price="100 JPY")), unknown]).totals

    assert totals.item_value == {"EUR": 2300, "JPY": 300}
    assert totals.orders_by_currency == {"": 1, "EUR": 1, "JPY": 1}
    assert totals.shipping_cost == {"USD": 700}
    assert totals.shipping_earned == {"EUR": 601, "USD": 0}
    assert totals.shipping_margin == {"EUR": 601, "USD": -700}
    assert (totals.orders, totals.parcels, totals.costed_parcels) == (3, 1, 1)


def test_a_label_that_the_buyer_pays_for_or_that_was_voided_costs_nothing() -> None:
    """Nor does one of which nobody knows what it cost."""
    rma = STORY.returns[0]
    label = rma.labels[0]
    for changed in (
        attrs.evolve(label, payer=Actor.BUYER),
        attrs.evolve(label, voided_at=instant("2026-03-08T10:00:00Z")),
        attrs.evolve(label, cost=None),
    ):
        other = attrs.evolve(STORY, returns=(attrs.evolve(rma, labels=(changed,)),))
        assert order_report([other]).totals.return_cost == {}
    undated = attrs.evolve(label, issued_at=None)
    other = attrs.evolve(STORY, returns=(attrs.evolve(rma, labels=(undated,)),))
    assert order_report([other], first=day(6), last=day(6)).totals.return_cost == {"EUR": 350}


# Time


@pytest.mark.parametrize(
    ("by", "zone", "begins"),
    [
        ("day", "UTC", "2026-03-01"),
        ("day", "Europe/Berlin", "2026-03-02"),
        ("week", "UTC", "2026-02-23"),
        ("week", "Europe/Berlin", "2026-03-02"),
        ("month", "UTC", "2026-03-01"),
        ("month", "America/Los_Angeles", "2026-03-01"),
        ("day", None, "2026-03-01"),
    ],
)
def test_r39_periods_are_those_of_a_zone(by: str, zone: str | None, begins: str) -> None:
    """Late on Sunday in UTC is Monday in Berlin, and so another week."""
    (period,) = order_report([order(at="2026-03-01T23:30:00Z")], by=by, zone=zone).periods

    assert period.begins.isoformat() == begins


@pytest.mark.parametrize(
    ("zone", "begins", "ends", "hours"),
    [
        ("Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 23),
        ("Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 25),
        ("America/Los_Angeles", "2026-03-08T08:00:00Z", "2026-03-09T07:00:00Z", 23),
    ],
)
def test_r39_a_day_has_as_many_hours_as_it_has(
    zone: str, begins: str, ends: str, hours: int
) -> None:
    """Days of 23 and 25 hours begin at midnight and end with the next one."""
    first, end = instant(begins), instant(ends)
    assert (end - first).total_hours() == hours
    instants = [first.subtract(microseconds=1), first, end.subtract(microseconds=1), end]

    report = order_report([order(at=at.isoformat()) for at in instants], zone=zone)

    assert [period.totals.orders for period in report.periods] == [1, 2, 1]


def test_without_a_zone_days_are_those_of_each_marketplace() -> None:
    """Eight in the evening in Los Angeles is the next day in Berlin, and in UTC."""
    at = "2026-03-02T04:00:00Z"
    sold = [order(at=at, channel="MFN", marketplace=code) for code in ("US", "DE", "")]

    report = order_report(sold)

    assert [(p.begins.day, p.totals.orders) for p in report.periods] == [(1, 1), (2, 2)]


def test_periods_with_nothing_in_them_are_there_within_the_days_and_only_there() -> None:
    """Asked for or not."""
    orders = [order(at=f"2026-03-0{number}T10:00:00Z") for number in (3, 5)]

    def told(report: OrderReport) -> list[tuple[int, int, int]]:
        return [(p.begins.day, p.ends.day, p.totals.orders) for p in report.periods]

    assert told(order_report(orders)) == [(3, 3, 1), (4, 4, 0), (5, 5, 1)]
    assert told(order_report(orders, first=day(2), last=day(4))) == [
        (2, 2, 0),
        (3, 3, 1),
        (4, 4, 0),
    ]
    assert told(order_report(orders, by="week", first=day(4), last=day(9))) == [
        (4, 8, 1),
        (9, 9, 0),
    ]
    assert told(order_report(orders, by="month", last=day(4))) == [(1, 4, 1)]
    assert told(order_report(orders, by="week", first=day(4))) == [(4, 8, 1)]
    assert told(order_report([], first=day(4))) == []
    assert told(order_report([], first=day(4), last=day(5))) == [(4, 4, 0), (5, 5, 0)]
    assert order_report([]) == OrderReport(by="day")
    assert order_report([], by="sku").periods == ()


# Comparing


def test_each_period_stands_beside_the_one_before_and_the_whole_beside_as_much() -> None:
    """What fell to nothing is told as well; of nothing there are no percent."""
    sold = [order(at=f"2026-0{month}-0{number}T10:00:00Z") for month, number in
            [(2, 1), (2, 2), (2, 9), (3, 1), (3, 2), (3, 3)]]  # fmt: skip

    months = order_report(
        sold, by="month", group="channel", first=dt.date(2026, 2, 1), last=day(31), compare=True
    )
    weeks = order_report(sold, by="week", first=day(2), last=day(8), compare=True)
    since_ever = order_report(sold, by="month", compare=True)

    assert [(p.totals.orders, p.before and p.before.orders) for p in months.periods] == [
        (3, 0),
        (3, 3),
    ]
    assert months.before == Totals()
    (group,) = months.groups
    assert (group.name, group.before) == ("SHOP", Totals())
    (week,) = weeks.periods
    assert (week.totals.orders, week.before and week.before.orders) == (2, 1)
    assert weeks.before is not None
    assert weeks.before.orders == 1
    assert since_ever.before == Totals()
    assert [p.before and p.before.orders for p in since_ever.periods] == [0, 3]
    gone = order_report(sold, by="month", group="sku", first=dt.date(2026, 4, 1),
                        last=dt.date(2026, 4, 30), compare=True)  # fmt: skip
    assert [(g.name, g.totals.orders, g.before and g.before.orders) for g in gone.groups] == [
        ("MUG", 0, 3),
        ("SPOON", 0, 3),
    ]
    assert gone.periods[0].group("POT").before == Totals()


def test_a_change_says_how_much_and_how_many_percent() -> None:
    """Of sums what is missing is 0; of means it is no data."""
    now = Totals(orders=3, item_value={"EUR": 500}, parcels=2, shipping_seconds=100)
    before = Totals(orders=2, item_value={"USD": 100})

    (orders,) = changes(figure_named("orders"), now, before).values()
    assert (orders.difference, orders.percent) == (Fraction(1), Fraction(50))
    values = changes(figure_named("item_value"), now, before)
    assert (values["EUR"].difference, values["EUR"].percent) == (Fraction(500), None)
    assert (values["USD"].difference, values["USD"].percent) == (Fraction(-100), Fraction(-100))
    (time,) = changes(figure_named("time_to_ship"), now, before).values()
    assert time == Change(Fraction(50), None)
    assert (time.difference, time.percent) == (None, None)
    assert changes(figure_named("cancellation_share"), Totals(), Totals()) == {}


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_every_figure_can_be_read_of_totals(figure: Figure) -> None:
    """Under currencies where it is money, and by the totals of its name."""
    values = figure.read(order_report([STORY]).totals)

    amounts = figure.kind.value in ("amount", "average")
    assert set(values) <= ({"EUR"} if amounts else {""})
    assert figure.told_by >= figure.overlaps
    assert figure_named(figure.name) is figure


# Refused


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"by": "year"}, "one of day, week, month, channel"),
        ({"by": []}, "one of day, week, month, channel"),
        ({"by": "sku", "group": "channel"}, "one of day, week, month$"),
        ({"group": "colour"}, "one of channel"),
        ({"group": 5}, "one of channel"),
        ({"zone": "Europe/Atlantis"}, "zone"),
        ({"zone": 5}, "zone"),
        ({"first": "2026-03-01"}, "first"),
        ({"first": day(2), "last": day(1)}, "a day from 2026-03-02 on"),
        ({"first": dt.date(1, 1, 1)}, "1900"),
        ({"first": dt.date(1900, 1, 1), "last": dt.date(2900, 1, 1)}, "100000 days"),
        ({"first": day(2), "compare": True}, "a last day"),
        ({"compare": 1}, "compare"),
        ({"rates": {"USD": 1}}, "rates"),
    ],
)
def test_what_cannot_be_shown_is_refused(said: dict[str, object], why: str) -> None:
    """Before anything is counted."""
    with pytest.raises(InvalidValue, match=why):
        order_report([], **said)  # type: ignore[arg-type]


def test_answers_are_those_of_the_questions() -> None:
    """No more, and no fewer; and no figure has another's name."""
    wish = report_wish(by="sku")
    with pytest.raises(InvalidValue, match="as many as questions: 2"):
        report_of(wish, counted([], wish.questions)[:1])
    with pytest.raises(InvalidValue, match="one of orders"):
        figure_named("profit")


def test_a_label_never_costs_less_than_nothing() -> None:
    """Nor anything but money."""
    for cost in (Money(-1, "EUR"), "5 EUR"):
        with pytest.raises(InvalidValue, match="label_cost"):
            ship("2026-03-03T10:00:00Z", label_cost=cost)
