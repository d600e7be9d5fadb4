"""Editing an order before anything of it has left: lines and units added and taken away."""

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from order_stories import (
    AT,
    O1,
    ONE_B,
    TWO_A,
    accepts,
    amend,
    authorise,
    cancel,
    given,
    hold,
    imported,
    later,
    pay,
    place,
    refund,
    refusals,
    ship,
    some,
    then,
    when,
)

from ordercore.errors import InvalidValue, NotFound
from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.orders.editing import AmendOrder, OrderAmended, quantities_to
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import balance, captured, due, refunded
from ordercore.orders.parts import Cancellation
from ordercore.orders.stations import Stations
from ordercore.orders.status import OrderStatus
from ordercore.orders.worth import refund_for
from ordercore.testing import conservation_of_money, conservation_of_units
from ordercore.testing.strategies import lines

PAID = given(place(), pay())
"""25.00 are paid for two A at 10.00 and one B at 5.00."""


def eur_item(minor: int) -> Charges:
    """Charge goods alone."""
    return Charges("EUR", item=minor)


def C(price: str, quantity: int = 1, id: str = "") -> Line:  # noqa: N802 - the third product
    """Make a line of C."""
    return Line("C", quantity, price=f"{price} EUR", id=id)


def test_lines_are_put_in_and_units_taken_out_at_once() -> None:
    """One event says both; added lines without an id get one that is free."""
    event = when(PAID, amend(C("3"), C("4", id="x"), C("5"), take=(("1", 1),)))

    assert isinstance(event, OrderAmended)
    ids = [line.id for line in event.added]
    assert ids[1] == "x"
    assert len({"1", "2", *ids}) == 5
    assert event.cancellation == Cancellation(
        units=some(("1", 1)), reason="order_amended", at=AT, by=Actor.SELLER, paid=False
    )


@pytest.mark.parametrize(("price", "paid"), [("9", True), ("10", False), ("11", False)])
def test_what_is_taken_out_is_owed_back_unless_as_much_is_put_in(price: str, paid: bool) -> None:
    """Whatever is put in counts first."""
    event = when(PAID, amend(C(price), take=(("1", 1),)))

    assert isinstance(event, OrderAmended)
    assert event.cancellation is not None
    assert event.cancellation.paid is paid


def test_where_nothing_is_taken_out_nothing_is_cancelled() -> None:
    """Lines are only put in."""
    event = when(PAID, amend(C("1")))

    assert isinstance(event, OrderAmended)
    assert event.cancellation is None


def test_numbers_of_added_lines_go_around_those_that_were_named() -> None:
    """And around each other."""
    event = when(PAID, amend(C("1"), C("2"), C("3", id="4")))

    assert isinstance(event, OrderAmended)
    assert [line.id for line in event.added] == ["5", "6", "4"]


@pytest.mark.parametrize(
    ("change", "owed", "status", "refund_due"),
    [
        # As much in as out: nothing is owed either way.
        (amend(C("10"), take=(("1", 1),)), 2500, OrderStatus.UNSHIPPED, 0),
        # Less in than out: the difference goes back.
        (amend(C("4"), take=(("1", 1),)), 1900, OrderStatus.UNSHIPPED, 600),
        (amend(take=(("1", 1),)), 1500, OrderStatus.UNSHIPPED, 1000),
        (amend(take=(("1", 2),)), 500, OrderStatus.UNSHIPPED, 2000),
        # More in than out: the order waits for the difference.
        (amend(C("12"), take=(("1", 1),)), 2700, OrderStatus.PENDING, 0),
        (amend(C("3", 2)), 3100, OrderStatus.PENDING, 0),
        # What is free changes no money.
        (amend(C("0")), 2500, OrderStatus.UNSHIPPED, 0),
    ],
)
def test_a_change_of_a_paid_order_is_a_change_of_what_is_due(
    change: AmendOrder, owed: int, status: OrderStatus, refund_due: int
) -> None:
    """More is asked for, or the difference is owed back, to the last minor unit."""
    order = then(PAID, change)

    assert (due(order), order.status) == (owed, status)
    assert sum(part.charges.total for part in refund_for(order)) == refund_due
    if refund_due:
        order = then(order, refund(reason="units_cancelled"))
        assert balance(order) == Money(owed, "EUR")
    if status is OrderStatus.PENDING:
        assert refusals(order, ship()) == {"not_paid": {"order": "O-1"}}
        order = then(order, pay(days=1))
        assert captured(order) == owed
    assert then(order, ship(days=2)).status is OrderStatus.SHIPPED


def test_of_a_promised_order_less_is_taken() -> None:
    """Nothing is owed back of what was never taken."""
    order = given(place(), authorise(), amend(take=(("1", 1),)))
    assert (order.status, refund_for(order)) == (OrderStatus.UNSHIPPED, ())

    order = then(order, ship())

    assert captured(order) == 1500


def test_a_promised_order_that_shrinks_may_be_secured_by_that() -> None:
    """15.00 were promised of 25.00; without one A that is enough, and the clock starts."""
    order = given(place(), authorise("15 EUR"), amend(take=(("1", 1),), at=later(1)))

    assert order.status is OrderStatus.UNSHIPPED
    assert str(order.ship_by) == "2026-03-04 23:59:59.999999+00:00"


def test_a_deadline_starts_anew_with_what_is_due() -> None:
    """A buyer who orders more, and pays for it a day later, gets all of it a day later."""
    order = then(PAID, amend(C("3")), pay(days=1))

    assert str(PAID.ship_by) == "2026-03-03 23:59:59.999999+00:00"
    assert then(PAID, amend(C("3"))).ship_by is None
    assert str(order.ship_by) == "2026-03-04 23:59:59.999999+00:00"


def test_a_deadline_that_was_promised_stays() -> None:
    """Whatever is changed later."""
    order = given(place(ship_by=later(5)), pay(), amend(C("3")), pay(days=1))

    assert order.ship_by == later(5)


@pytest.mark.parametrize(
    ("before", "command", "code", "facts"),
    [
        ((), amend(), "nothing_to_amend", {}),
        (
            (),
            amend(C("1"), take=(("1", 3),)),
            "units_not_awaiting",
            {"line": "1", "asked": 3, "awaiting": 2},
        ),
        ((), amend(take=(("1", 2), ("2", 1))), "nothing_would_be_left", {"order": "O-1"}),
        ((), amend(C("1", id="2")), "added_line_unusable", {"line": "2", "sku": "C"}),
        (
            (),
            amend(C("1", id="9"), C("1", id="9")),
            "added_line_unusable",
            {"line": "9", "sku": "C"},
        ),
        ((), amend(C("1", 0)), "added_line_unusable", {"line": "3", "sku": "C"}),
        ((), amend(Line("C", 1)), "added_line_unusable", {"line": "3", "sku": "C"}),
        (
            (),
            amend(Line("C", 1, price="1 USD")),
            "added_line_unusable",
            {"line": "3", "sku": "C"},
        ),
        ((pay(), ship(("1", 1))), amend(C("1"), at=later(2)), "already_shipped", {"parcels": 1}),
        ((cancel(),), amend(C("1")), "order_is_over", {"status": "cancelled"}),
    ],
    ids=[
        "nothing", "too many", "all", "id", "ids", "no units", "no price", "currency", "left",
        "over",
    ],
)  # fmt: skip
def test_changes_are_refused(
    before: tuple[OrderCommand, ...],
    command: AmendOrder,
    code: str,
    facts: dict[str, object],
) -> None:
    """Each rule refuses with its code and its facts."""
    assert refusals(given(place(), *before), command) == {code: facts}


def test_everything_may_go_where_something_comes() -> None:
    """The order keeps what was put in."""
    order = then(PAID, amend(C("30"), take=(("1", 2), ("2", 1))))

    assert [order.stations[id] for id in ("1", "2", "3")] == [
        Stations(cancelled=2),
        Stations(cancelled=1),
        Stations(awaiting=1),
    ]


def test_a_marketplaces_order_is_changed_by_the_marketplace_alone() -> None:
    """Which says so in a report."""
    order = given(imported(marketplace="DE"))

    assert refusals(order, amend(C("1"))) == {
        "marketplace_amends": {"order": "O-1", "marketplace": "DE"}
    }
    assert accepts(order, amend(C("1"), imported=True))


def test_an_order_without_prices_takes_no_lines() -> None:
    """In which currency would they be?"""
    order = given(imported(Line("A", 1)))

    assert "added_line_unusable" in refusals(order, amend(C("1"), imported=True))


def test_a_held_order_may_be_changed() -> None:
    """Perhaps that is what it is held for."""
    assert accepts(then(PAID, hold()), amend(C("1")))


def test_a_buyer_changes_an_order_alone_for_thirty_minutes() -> None:
    """Putting in is no harm; taking out is cancelling, for which a buyer has to ask later."""
    assert accepts(PAID, amend(take=(("1", 1),), by=Actor.BUYER))
    assert accepts(PAID, amend(take=(("1", 1),), at=later(1)))


def test_a_buyer_takes_nothing_out_alone_later() -> None:
    """As buyers do not cancel alone then."""
    assert "buyer_must_ask" in refusals(PAID, amend(take=(("1", 1),), by=Actor.BUYER, at=later(1)))


# Quantities


@pytest.mark.parametrize(
    ("wished", "units", "added"),
    [
        ({}, (), ()),
        ({"1": 2, "2": 1}, (), ()),
        ({"1": 0}, some(("1", 2)), ()),
        ({"1": 1}, some(("1", 1)), ()),
        ({"1": 3}, (), (Line("A", 1, price="10 EUR", adds_to="1"),)),
        ({"2": 4, "1": 1}, some(("1", 1)), (Line("B", 3, price="5 EUR", adds_to="2"),)),
    ],
)
def test_a_wished_quantity_is_a_change(
    wished: dict[str, int], units: object, added: tuple[Line, ...]
) -> None:
    """More of a line is a line of its own, at the same price per unit."""
    assert quantities_to(PAID, wished) == (units, added)


def test_a_quantity_is_counted_from_what_still_awaits() -> None:
    """Cancelled units are not there any more."""
    order = then(PAID, cancel(("1", 1)))

    assert quantities_to(order, {"1": 2}) == ((), (Line("A", 1, price="10 EUR", adds_to="1"),))


def test_quantities_that_cannot_be_are_refused() -> None:
    """Below zero, of no line, or more of what has no price."""
    with pytest.raises(InvalidValue) as caught:
        quantities_to(PAID, {"1": -1})
    assert str(caught.value) == "quantity: -1 is not a number of units of a line with a price"
    with pytest.raises(NotFound):
        quantities_to(PAID, {"9": 1})
    unpriced = given(imported(Line("A", 2)))
    with pytest.raises(InvalidValue, match="quantity"):
        quantities_to(unpriced, {"1": 3})
    assert quantities_to(unpriced, {"1": 1}) == (some(("1", 1)), ())
    assert quantities_to(unpriced, {"1": 2}) == ((), ())


def test_more_of_a_line_is_not_the_line_that_a_marketplace_names() -> None:
    """The marketplace knows the first one by its own reference."""
    order = given(place(Line("A", 1, price="10 EUR", ref="item-7")))

    assert quantities_to(order, {"1": 3}) == ((), (Line("A", 2, price="10 EUR", adds_to="1"),))


MORE_A = Line("A", 3, price="10 EUR", id="3", adds_to="1")
"""Further units of the first line, which were added later."""


@pytest.mark.parametrize(
    ("wished", "units", "added"),
    [
        ({"1": 5}, (), ()),
        ({"1": 6}, (), (Line("A", 1, price="10 EUR", adds_to="1"),)),
        ({"1": 4}, some(("3", 1)), ()),
        ({"1": 1}, some(("3", 3), ("1", 1)), ()),
        ({"1": 1, "3": 4}, some(("1", 1)), (Line("A", 1, price="10 EUR", adds_to="3"),)),
        ({"3": 0}, some(("3", 3)), ()),
    ],
)
def test_a_quantity_counts_what_was_added_before(
    wished: dict[str, int], units: object, added: tuple[Line, ...]
) -> None:
    """So a wish that has come about changes nothing more; what came last goes first."""
    assert quantities_to(then(PAID, amend(MORE_A)), wished) == (units, added)


def test_what_was_added_to_an_addition_counts_as_well() -> None:
    """To the third line one was added, and both to the first."""
    more = replace(MORE_A, id="4", quantity=1, charges=eur_item(1000), adds_to="3")
    order = then(PAID, amend(MORE_A, more))

    assert quantities_to(order, {"1": 6}) == quantities_to(order, {"3": 4}) == ((), ())


@for_all(
    st.lists(lines("EUR"), min_size=1, max_size=3),
    st.lists(st.integers(0, 5), min_size=3, max_size=3),
    st.booleans(),
)
def test_whatever_is_wished_comes_about(ordered: list[Line], wished: list[int], paid: bool) -> None:
    """After the change the quantities are those wished, and what is due follows, to and fro."""
    order = given(place(*ordered), *([pay()] if paid else []))
    before = due(order)
    to = {line.id: number for line, number in zip(order.lines, wished, strict=False)}
    units, added = quantities_to(order, to)
    command = AmendOrder(order_id=O1, at=AT, units=units, add=added)
    if not any(to.values()) or not (units or added):
        assert refusals(order, command)
        return

    order = then(order, command)

    left = dict.fromkeys("ABC", 0)
    for line in order.lines:
        left[line.sku] += order.stations[line.id].awaiting
    asked = dict.fromkeys("ABC", 0)
    for line, number in zip(ordered, to.values(), strict=True):
        asked[line.sku] += number
    assert left == asked
    conservation_of_units(order)
    if paid:
        parts = refund_for(order)
        owed_back = sum(part.charges.total for part in parts)
        assert owed_back == max(0, before - due(order))
        if owed_back:
            order = then(order, refund(reason="units_cancelled"))
        assert captured(order) - refunded(order) <= max(before, due(order))
        conservation_of_money(order)


def test_the_stories_prices_are_those() -> None:
    """The tables count on them."""
    assert (TWO_A.charges, ONE_B.charges) == (Charges("EUR", item=2000), Charges("EUR", item=500))
