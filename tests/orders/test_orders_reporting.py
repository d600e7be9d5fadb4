"""What a marketplace reports of an order that is known already."""

import attrs
import pytest
from order_stories import (
    ONE_B,
    TWO_A,
    adopt,
    cancel,
    deliver,
    given,
    imported,
    later,
    nothing_happens,
    pay,
    place,
    price,
    refusals,
    report,
    said,
    ship,
    shortage,
    some,
    then,
    when,
)

from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.orders.axes import status
from ordercore.orders.decider import explain
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.parts import Cancellation, Preorder
from ordercore.orders.reporting import AdoptLines, LinesAdopted, PriceLines
from ordercore.orders.stations import Stations, stations
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import WORLD
from ordercore.shipping import Parcel

LATE = Line("C", 2, price="1 EUR", id="9")


def test_the_newest_report_is_kept() -> None:
    """In the marketplace's own word."""
    order = given(imported(TWO_A), report(OrderStatus.UNSHIPPED))

    assert order.report == said(OrderStatus.UNSHIPPED, 1)
    assert status(order) is OrderStatus.PENDING


def test_of_two_reports_of_one_moment_the_later_status_counts() -> None:
    """Clocks of marketplaces are coarse."""
    order = given(imported(TWO_A), report(OrderStatus.PENDING, 1), report(OrderStatus.UNSHIPPED, 1))

    assert order.report == said(OrderStatus.UNSHIPPED, 1)


def test_a_report_beyond_availability_releases_a_preorder() -> None:
    """The first one that is; whatever is said after that."""
    soon = imported(TWO_A, word=OrderStatus.PENDING_AVAILABILITY, available_at=later(9))

    waiting = given(soon, report(OrderStatus.PENDING_AVAILABILITY, 1))
    released = then(waiting, report(OrderStatus.PENDING, 2))
    later_on = then(released, report(OrderStatus.UNSHIPPED, 3))

    assert waiting.preorder == Preorder(available_at=later(9))
    for order in (released, later_on):
        assert order.preorder == Preorder(available_at=later(9), released_at=later(2))


def test_the_same_report_twice_is_one() -> None:
    """Reading a file again is harmless."""
    order = given(imported(TWO_A), report(OrderStatus.UNSHIPPED))

    assert nothing_happens(order, report(OrderStatus.UNSHIPPED))


@pytest.mark.parametrize(
    ("before", "command"),
    [
        ((pay(), ship()), report(OrderStatus.UNSHIPPED)),
        ((pay(), ship(("1", 1))), report(OrderStatus.PENDING)),
        ((report(OrderStatus.PENDING, 2),), report(OrderStatus.UNSHIPPED, 1)),
    ],
    ids=["shipped", "partly shipped", "an older report"],
)
def test_a_report_never_moves_an_order_backward(
    before: tuple[OrderCommand, ...], command: OrderCommand
) -> None:
    """Neither to an earlier status, nor to an earlier report."""
    order = given(imported(TWO_A, ONE_B), *before)

    assert list(refusals(order, command)) == ["report_is_behind"]


def test_a_refused_report_tells_both_statuses() -> None:
    """Where the order is, and where it is said to be."""
    order = given(imported(TWO_A), pay(), ship())

    assert refusals(order, report(OrderStatus.PENDING)) == {
        "report_is_behind": {"status": "shipped", "reported": "pending"}
    }


def test_an_order_that_was_never_reported_takes_a_first_report() -> None:
    """An imported order may come without one."""
    order = given(place(imported=True), report(OrderStatus.UNSHIPPED))

    assert order.report is not None


@pytest.mark.parametrize(
    "command",
    [report(OrderStatus.UNSHIPPED), price(("1", Charges("EUR", item=1))), adopt(LATE)],
    ids=["report", "prices", "lines"],
)
def test_only_orders_of_a_marketplace_are_amended(command: OrderCommand) -> None:
    """An order of the own shop is what the shop says it is."""
    refused = refusals(given(place()), command)

    assert refused["order_not_imported"] == {"order": "O-1"}


def test_prices_become_known_later() -> None:
    """Lines that had none get theirs, and others keep theirs."""
    order = given(imported(Line("A", 2), ONE_B), price(("1", Charges("EUR", item=900))))

    assert [line.charges for line in order.lines] == [
        Charges("EUR", item=900),
        Charges("EUR", item=500),
    ]


@pytest.mark.parametrize(
    ("command", "facts"),
    [
        (price(("2", Charges("EUR", item=1))), {"line": "2", "currency": "EUR"}),
        (price(("9", Charges("EUR", item=1))), {"line": "9", "currency": "EUR"}),
        (price(("1", Charges("JPY", item=1))), {"line": "1", "currency": "EUR"}),
    ],
    ids=["known already", "no such line", "another currency"],
)
def test_prices_are_told_once(command: PriceLines, facts: dict[str, str]) -> None:
    """Only unknown charges become known, in the order's one currency."""
    order = given(imported(Line("A", 2), ONE_B))

    assert refusals(order, command) == {"charges_already_known": facts}


def test_prices_told_together_are_of_one_currency() -> None:
    """An order without prices gets one currency, not two."""
    order = given(imported(Line("A", 2), Line("B", 1)))

    assert refusals(order, price(("1", Charges("EUR", item=1)), ("2", Charges("JPY", item=1))))


def test_a_price_below_zero_is_refused() -> None:
    """What is decided can be folded."""
    order = given(imported(Line("A", 2)))

    assert refusals(order, price(("1", Charges("EUR", item=-1)))) == {
        "charges_negative": {"line": "1", "components": ("item",)}
    }


@pytest.mark.parametrize(
    ("before", "expected", "after"),
    [
        ((), Stations(awaiting=2), OrderStatus.PENDING),
        ((pay(),), Stations(awaiting=2), OrderStatus.UNSHIPPED),
        ((pay(), ship(("1", 1))), Stations(awaiting=2), OrderStatus.PARTIALLY_SHIPPED),
        ((pay(), ship()), Stations(shipped=2), OrderStatus.SHIPPED),
        ((pay(), ship(), deliver()), Stations(shipped=2), OrderStatus.SHIPPED),
        ((cancel(by=Actor.MARKETPLACE),), Stations(cancelled=2), OrderStatus.CANCELLED),
    ],
    ids=["pending", "unshipped", "partly shipped", "shipped", "delivered", "cancelled"],
)
def test_lines_that_become_known_late_are_where_the_order_is(
    before: tuple[OrderCommand, ...], expected: Stations, after: OrderStatus
) -> None:
    """Of a shipped order shipped, of a cancelled one cancelled, else awaiting."""
    order = given(imported(TWO_A), *before, adopt(LATE))

    assert stations(order)["9"] == expected
    assert status(order) is after


def test_late_lines_of_a_shipped_order_are_in_a_parcel_of_their_own() -> None:
    """Its number follows, and it left when it was reported."""
    event = when(given(imported(TWO_A), pay(), ship()), adopt(LATE, days=4))

    assert isinstance(event, LinesAdopted)
    assert event.parcel == Parcel(id="P2", units=some(("9", 2)), shipped_at=later(4))
    assert event.cancellation is None


def test_late_lines_of_a_cancelled_order_are_cancelled_unpaid() -> None:
    """By who told of them, at that moment; nothing was taken for them."""
    gone = given(imported(TWO_A), cancel(by=Actor.MARKETPLACE))

    event = when(gone, adopt(LATE, days=4))

    assert isinstance(event, LinesAdopted)
    assert event.parcel is None
    assert event.cancellation == Cancellation(
        units=some(("9", 2)), reason="reported_late", at=later(4), by=Actor.SELLER, paid=False
    )


def test_late_lines_of_a_waiting_order_wait() -> None:
    """They are neither sent nor cancelled."""
    event = when(given(imported(TWO_A)), adopt(LATE))

    assert isinstance(event, LinesAdopted)
    assert (event.parcel, event.cancellation) == (None, None)


def test_late_lines_may_be_cancelled_themselves() -> None:
    """A cancelled line of a shipped order was not shipped; one without units is nowhere."""
    order = given(
        imported(TWO_A), pay(), ship(), adopt(LATE, Line("D", 0, id="10"), cancelled=("9",))
    )

    assert stations(order)["9"] == Stations(cancelled=2)
    assert stations(order)["10"] == Stations()
    assert len(order.parcels) == 1


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        (Line("C", 1, price="1 EUR", id="1"), {"line": "1", "sku": "C"}),
        (Line("C", 1, price="1 EUR"), {"line": "", "sku": "C"}),
        (Line("C", 1, price="1 JPY", id="9"), {"line": "9", "sku": "C"}),
    ],
    ids=["known already", "without id", "another currency"],
)
def test_late_lines_are_new(line: Line, facts: dict[str, str]) -> None:
    """Each has an id that the order does not have, and the order's currency."""
    assert refusals(given(imported(TWO_A)), adopt(line)) == {"line_already_known": facts}


def test_late_lines_without_prices_are_taken() -> None:
    """Their charges may become known later still."""
    order = given(imported(Line("A", 1)), adopt(Line("C", 1, id="9")))

    assert [line.charges for line in order.lines] == [None, None]


@pytest.mark.parametrize(
    "command",
    [adopt(LATE, LATE), adopt(LATE, Line("D", 1, price="1 JPY", id="10"))],
    ids=["one id", "two currencies"],
)
def test_late_lines_agree_with_each_other(command: AdoptLines) -> None:
    """Two of one id, or of two currencies, cannot both be added."""
    assert refusals(given(imported(Line("A", 1))), command)


def test_late_lines_of_a_shipped_order_find_a_free_parcel() -> None:
    """A parcel that was called P2 from the start is not delivered with the new one."""
    order = given(imported(TWO_A), pay(), ship(parcel_id="P2"), adopt(LATE))

    assert len({parcel.id for parcel in order.parcels}) == 2


def test_a_shortage_is_kept() -> None:
    """The lines for which nothing is reserved."""
    assert given(imported(TWO_A, ONE_B), shortage("2")).short == ("2",)


def test_only_lines_of_the_order_can_be_short() -> None:
    """Unknown ones are named."""
    assert refusals(given(imported(TWO_A)), shortage("1", "8", "9")) == {
        "line_unknown": {"lines": ["8", "9"]}
    }


def test_a_shortage_is_recorded_once() -> None:
    """A short line is not short twice."""
    assert nothing_happens(given(imported(TWO_A), shortage("1")), shortage("1"))


def test_an_order_of_the_own_shop_is_never_short() -> None:
    """It reserved its units, or was not accepted; only the system finds that they are gone."""
    by_hand, found = shortage("1"), attrs.evolve(shortage("1"), by=Actor.SYSTEM)

    assert refusals(given(place()), by_hand) == {"shortage_is_not_told": {"order": "O-1"}}
    assert explain(given(place()), found, WORLD) == ()
