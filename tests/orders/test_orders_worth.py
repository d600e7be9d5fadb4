"""What is given back for what: returned, undelivered and cancelled units, or a sum of money."""

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from order_stories import (
    O1,
    ask_back,
    cancel,
    comes_to,
    deliver,
    given,
    imported,
    later,
    part,
    pay,
    place,
    receive,
    refund,
    ship,
    stranded,
    then,
)

from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.kernel.units import Units
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import (
    balance,
    due,
    refundable_charges,
    refunded,
    unrefunded_units,
)
from ordercore.orders.parts import RefundPart
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.state import Order
from ordercore.orders.worth import refund_for, spread
from ordercore.shipping import Trouble
from ordercore.testing import conservation_of_money
from ordercore.testing.strategies import charges, lines

FULL = Charges(
    "EUR", item=1000, tax=190, shipping=500, shipping_tax=95, gift_wrap=100, discount=200
)
"""16.85 for a line: 18.85 added, 2.00 taken off."""


@pytest.mark.parametrize(
    ("minor", "out_of_it"),
    [
        (0, Charges("EUR")),
        (1, Charges("EUR", item=1)),
        (
            377,
            Charges("EUR", item=200, tax=38, shipping=100, shipping_tax=19, gift_wrap=20),
        ),
        (
            1684,
            Charges("EUR", item=893, tax=170, shipping=447, shipping_tax=85, gift_wrap=89),
        ),
        (1685, FULL),
        (9999, FULL),
    ],
)
def test_a_sum_out_of_charges_takes_of_each_its_share(minor: int, out_of_it: Charges) -> None:
    """With the largest remainders first; the discount only with everything else."""
    assert FULL.cut_to(minor) == out_of_it


@for_all(charges(), st.integers(0, 10_000))
def test_a_sum_out_of_charges_is_that_sum(some: Charges, minor: int) -> None:
    """To the last minor unit, and of no component more than there is."""
    given_back = some.cut_to(minor)

    assert given_back.total == min(minor, some.total)
    assert not given_back.exceeds(some)


# Returns, parcels, cancellations


THREE = Line("A", 3, charges=Charges("EUR", item=1000, tax=190, shipping=301, discount=100))
"""Three units for 13.91, which cannot be parted evenly."""


def sent(*parcels: int) -> Order:
    """Give an order of three units that left in parcels of so many each."""
    return given(place(THREE), pay(), *(ship(("1", number)) for number in parcels))


def owed(order: Order, **which: str) -> tuple[RefundPart, ...]:
    """Give what is owed for a return, a parcel, or what was cancelled."""
    return comes_to(order, **which) if "return_id" in which else refund_for(order, **which)


@pytest.mark.parametrize(
    ("order", "which", "expected"),
    [
        # A return gives back the goods, with tax and discount.
        (
            then(sent(3), deliver(), ask_back(("P1", "1", 3)), receive(("P1", "1", 1))),
            {"return_id": "R1"},
            part("1", units=1, item=333, tax=63, discount=33),
        ),
        (
            then(sent(3), deliver(), ask_back(("P1", "1", 3)), receive(("P1", "1", 3))),
            {"return_id": "R1"},
            part("1", units=3, item=1000, tax=190, discount=100),
        ),
        # What did not arrive, or was cancelled, gives back everything.
        (
            then(sent(1, 2), stranded(Trouble.LOST, "P2")),
            {"parcel_id": "P2"},
            part("1", units=2, item=666, tax=126, shipping=200, discount=66),
        ),
        (
            then(sent(2), cancel(days=2)),
            {},
            part("1", units=1, item=334, tax=64, shipping=101, discount=34),
        ),
    ],
    ids=["returned", "all returned", "lost", "cancelled"],
)
def test_what_is_owed_for_what(order: Order, which: dict[str, str], expected: object) -> None:
    """Unit by unit, in the order in which units are paid back for."""
    assert owed(order, **which) == (expected,)


@pytest.mark.parametrize(
    "which", [{"return_id": "R9"}, {"parcel_id": "P9"}, {"parcel_id": "P1"}, {}]
)
def test_nothing_is_owed_for_nothing(which: dict[str, str]) -> None:
    """No such return, no such parcel, a parcel underway, nothing cancelled."""
    assert owed(sent(3), **which) == ()


def test_of_what_was_never_paid_nothing_is_owed() -> None:
    """A unit cancelled before payment was never charged."""
    order = given(place(THREE), cancel(("1", 1)), pay(), cancel(("1", 1)))

    assert refund_for(order) == (part("1", units=1, item=333, tax=63, shipping=100, discount=33),)
    assert refundable_charges(order, {"1"})["1"] == Charges(
        "EUR", item=666, tax=126, shipping=200, discount=66
    )


def test_of_unknown_charges_nothing_is_owed() -> None:
    """Neither cancelled, nor lost; a sum is spread over nothing."""
    order = given(imported(Line("A", 2)), pay(), ship(("1", 1)), cancel(days=2))
    lost = then(order, stranded(Trouble.LOST))

    assert refund_for(order) == refund_for(lost, parcel_id="P1") == spread(order, 5) == ()


def test_of_a_line_with_unknown_charges_beside_others_nothing_is_owed() -> None:
    """The others are paid back."""
    order = given(imported(THREE, Line("B", 1)), pay(), ship(), stranded(Trouble.LOST))

    assert [some.line for some in refund_for(order, parcel_id="P1")] == ["1"]


def test_of_an_order_paid_in_part_no_more_is_owed_than_was_taken() -> None:
    """The first lines whole, then what is left."""
    order = given(place(), pay(amount=Money(2200, "EUR")), cancel())

    assert [some.charges.total for some in refund_for(order)] == [2000, 200]


def test_a_discount_that_is_left_alone_owes_nothing() -> None:
    """All that the line was worth was given back out of its price; it bears no return of it."""
    order = given(
        place(Line("A", 1, charges=Charges("EUR", item=5000, discount=4000)),
              Line("B", 1, price="5 EUR")),
        pay(), ship(), deliver(), refund(part("1", item=1000), reason="late_delivery"),
        ask_back(("P1", "1", 1), ("P1", "2", 1)), receive(("P1", "1", 1), ("P1", "2", 1)),
    )  # fmt: skip

    order = then(order, refund(return_id="R1"))

    assert balance(order) == Money(0, "EUR")
    assert [some.charges.total for some in order.refunds[1].parts] == [0, 500]


def test_each_cancellation_is_paid_back_for_by_itself() -> None:
    """What went back before is not owed again, and what is kept is not owed at all."""
    order = given(place(Line("A", 4, price="10 EUR"), Line("B", 1, price="5 EUR")), pay())
    for _ in range(2):
        order = then(order, cancel(("1", 1)))
        assert refund_for(order) == (part("1", units=1, item=1000),)
        order = then(order, refund(reason="units_cancelled"))

    order = then(order, cancel(("2", 1)))
    assert refund_for(order) == (part("2", units=1, item=500),)

    order = then(order, cancel(("1", 1)))
    assert refund_for(order) == (part("1", units=1, item=1000), part("2", units=1, item=500))


def test_of_a_lost_parcel_that_turns_up_nothing_more_is_owed() -> None:
    """It was paid back for, and is no longer to be."""
    lost = given(place(), pay(), ship(), stranded(Trouble.LOST, days=3))
    order = then(lost, refund(parcel_id="P1", reason="lost", days=4), deliver(days=5))

    assert refund_for(order, parcel_id="P1") == ()
    assert unrefunded_units(order, None, "P1") == {"1": -2, "2": -1}


def test_of_an_order_paid_in_part_each_cancellation_owes_what_is_over() -> None:
    """3.00 were never paid: 7.00 of the first 10.00 are owed, and all of the next."""
    order = given(place(), pay(amount=Money(2200, "EUR")), cancel(("1", 1)))
    assert refund_for(order) == (part("1", units=1, item=700),)

    order = then(order, refund(reason="units_cancelled"), cancel(("1", 1)))

    assert refund_for(order) == (part("1", units=1, item=1000),)


# Sums


@for_all(st.lists(lines("KWD"), min_size=1, max_size=4), st.integers(1, 3_000))
def test_a_sum_is_spread_to_the_last_minor_unit(ordered: list[Line], minor: int) -> None:
    """In proportion to what is left of each line: within one minor unit of its share."""
    order = given(place(*ordered), pay())
    total = due(order)
    asked = min(minor, total)

    parts = {some.line: some.charges.total for some in spread(order, asked)} if asked else {}

    assert sum(parts.values()) == asked
    for line in order.lines:
        worth_of_line = line.charges.total if line.charges else 0
        assert abs(parts.get(line.id, 0) * total - asked * worth_of_line) < max(1, total)


def test_the_last_minor_unit_of_a_line_is_spread_too() -> None:
    """A line of one cent gives it back."""
    order = given(place(Line("A", 1, price="0.01 EUR")), pay())

    assert spread(order, 1) == (part("1", item=1),)


# However an order is taken apart


@for_all(
    st.lists(lines("EUR"), min_size=1, max_size=3),
    st.lists(st.tuples(st.booleans(), st.integers(0, 2), st.integers(1, 3)), max_size=9),
    st.randoms(use_true_random=False),
)
def test_law_2_lost_and_cancelled_units_are_paid_back_to_the_last_unit(
    ordered: list[Line], steps: list[tuple[bool, int, int]], shuffled: object
) -> None:
    """In whatever parcels they were lost, and in whatever order refunds are asked for."""
    order = given(place(*ordered), pay())
    for send, which, number in [*steps, *((True, n, 9) for n in range(3))]:
        line = order.lines[which % len(order.lines)]
        if not (waiting := order.stations[line.id].awaiting):
            continue
        units = (Units(line.id, min(number, waiting)),)
        command: OrderCommand = CancelUnits(
            order_id=O1, at=later(1), units=units, reason="no_inventory"
        )
        if send:
            command = ConfirmShipment(order_id=O1, at=later(1), units=units)
        order = then(order, command)
    for parcel in order.parcels:
        order = then(order, stranded(Trouble.LOST, parcel.id))
    wishes: list[str | None] = [None, *(parcel.id for parcel in order.parcels)]
    shuffled.shuffle(wishes)  # type: ignore[attr-defined]
    for parcel_id in wishes:
        if any(some.charges.total for some in refund_for(order, parcel_id=parcel_id)):
            reason = "lost" if parcel_id else "units_cancelled"
            order = then(order, refund(parcel_id=parcel_id, reason=reason))
            conservation_of_money(order)

    assert balance(order) in (Money(0, "EUR"), None)


@for_all(st.lists(st.integers(1, 3), min_size=1, max_size=4), charges("EUR"))
def test_law_2_returns_of_all_units_add_up_to_the_goods(
    receipts: list[int], charged: Charges
) -> None:
    """In as many receipts as it takes, each paid back for by itself."""
    order = given(place(Line("A", 4, charges=charged)), pay(), ship(), deliver())
    order = then(order, ask_back(("P1", "1", 4)))
    left = 4
    for number in (*receipts, 4):
        if units := min(number, left):
            order = then(order, receive(("P1", "1", units)))
            left -= units
            if any(some.charges.total for some in comes_to(order)):
                order = then(order, refund(return_id="R1"))

    goods = charged.item + charged.tax - charged.discount
    assert refunded(order) == goods


def test_what_is_paid_back_already_is_no_part_of_the_rest() -> None:
    """Of two lines that came back, one was paid for by hand."""
    order = given(
        place(),
        pay(),
        ship(),
        deliver(),
        ask_back(("P1", "1", 1), ("P1", "2", 1)),
        receive(("P1", "1", 1), ("P1", "2", 1)),
        refund(part("1", units=1, item=1000), return_id="R1"),
    )

    assert comes_to(order) == (part("2", units=1, item=500),)


def test_one_return_out_of_two_parcels_pays_for_both() -> None:
    """Units of a line are added up over the parcels they came in."""
    order = given(
        place(),
        pay(),
        ship(("1", 1)),
        ship(("1", 1)),
        deliver("P1"),
        deliver("P2"),
        ask_back(("P1", "1", 1), ("P2", "1", 1)),
        receive(("P1", "1", 1), ("P2", "1", 1)),
    )
    some_back = then(order, refund(part("2", item=100), reason="goodwill"))

    for each in (order, some_back):
        assert comes_to(each) == (part("1", units=2, item=2000),)


def test_what_was_paid_for_while_it_seemed_lost_is_not_paid_for_as_returned() -> None:
    """One A of two was; the other one and the B were not."""
    order = given(
        place(),
        pay(),
        ship(),
        stranded(Trouble.LOST, days=3),
        refund(part("1", units=1, item=1000), parcel_id="P1", reason="lost", days=4),
        deliver(days=5),
        ask_back(("P1", "1", 2), ("P1", "2", 1), days=6),
        receive(("P1", "1", 2), ("P1", "2", 1)),
    )

    assert comes_to(order) == (
        part("1", units=1, item=1000),
        part("2", units=1, item=500),
    )
