"""Past returns of an order as cases of a back-test: with the facts that their settlement knows."""

from typing import Any

import attrs
import pytest
from hypothesis import given as whatever
from hypothesis import settings
from hypothesis import strategies as st
from order_stories import (
    ask_back,
    authorise_return,
    close,
    decline_return,
    deliver,
    given,
    grade,
    issue_label,
    later,
    pay,
    place,
    receive,
    refund,
    scan,
    ship,
    then,
    withdraw,
)

from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.orders.backtesting import return_cases
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.settlement import return_settlement
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD
from ordercore.returns import POLICIES, RECEIPT, Override, ReturnEnd, ReturnScan, Wear
from ordercore.returns.backtest import BackTest, Case, back_test

THREE = Line("A", 3, charges=Charges("EUR", item=3000, tax=570, shipping=490))

HERE = given(place(THREE), pay(), ship(days=1), deliver(days=3))

ONE, TWO, ALL = ("P1", "1", 1), ("P1", "1", 2), ("P1", "1", 3)

RAW: dict[str, Any] = {"sellable": None}

FREE = attrs.evolve(RECEIPT, name="free", fees=())

LABEL: dict[str, Any] = {"payer": Actor.BUYER, "cost": Money(400, "EUR")}


def cases(*story: OrderCommand) -> tuple[Case, ...]:
    """Give the cases of an order of three units that the buyer has."""
    return tuple(return_cases(then(HERE, *story)))


def without_fees(*story: OrderCommand) -> BackTest:
    """Test what would have become without fees."""
    return back_test(cases(*story), RECEIPT, FREE)


def test_units_that_came_back_alike_are_one_case() -> None:
    """By their grade; what was not graded yet counts as it was sold."""
    found = cases(
        ask_back(ALL),
        receive(ALL, **RAW),
        grade(ONE, grade="customer_damaged"),
        grade(ONE, grade="sellable"),
    )

    assert [(case.wish.units, case.wish.wear, case.taken_back) for case in found] == [
        (1, Wear.ORIGINAL, True),
        (1, Wear.DAMAGED, True),
        (1, None, True),
    ]
    assert {case.wish.arrived_at for case in found} == {later(9)}
    assert {(case.of, case.under) for case in found} == {("O-1/1", "O-1/R1")}


def test_a_policy_without_a_fee_is_told_from_one_that_has_it() -> None:
    """What the buyer damaged is paid for less half of its price."""
    found = without_fees(ask_back(TWO), receive(TWO, **RAW), grade(TWO, grade="customer_damaged"))

    assert (found.before.fees, found.after.fees) == ({"EUR": 1000}, {"EUR": 0})
    assert found.after.refunds["EUR"] - found.before.refunds["EUR"] == 1000
    assert found.changed == 1


def test_a_parcel_that_came_late_is_late_in_the_test_as_well() -> None:
    """By when it was posted or arrived, and from when on it might be sent."""
    late = (ask_back(ONE, days=30), receive(ONE, days=80))
    slow = (
        ask_back(ONE, days=30, ask_first=True),
        authorise_return(days=75),
        receive(ONE, days=80),
    )

    assert without_fees(*late).before.fees == {"EUR": 200}
    assert without_fees(*slow).before.fees == {"EUR": 0}
    (case,) = cases(*slow[:2], scan(ReturnScan.IN_TRANSIT, days=76), slow[2])
    assert (case.wish.posted_at, case.wish.arrived_at) == (later(76), later(80))
    assert case.wish.authorised_at == later(75)


def test_what_was_let_in_against_the_policy_stays_so() -> None:
    """By staff, or by a marketplace: another policy is overruled by it as well."""
    by_staff = (
        ask_back(ONE, days=80, ask_first=True),
        authorise_return("a good customer", days=81),
        receive(ONE, days=85),
    )
    by_them = (ask_back(ONE, days=80, imported=True), receive(ONE, days=85))

    (first,), (second,) = cases(*by_staff), cases(*by_them)

    assert first.override == Override(by="seller", why="a good customer")
    assert second.override == Override(by="marketplace", why="imported")
    found = back_test((first, second), POLICIES["eu_withdrawal"], FREE)
    assert (found.before.let_in, found.after.let_in) == (2, 2)


def test_what_the_labels_cost_is_deducted_once() -> None:
    """Under each policy, of whatever of the units comes first, as far as that goes."""
    found = without_fees(
        ask_back(ALL),
        issue_label(**LABEL),
        receive(ALL, **RAW),
        grade(ONE, grade="sellable"),
        grade(TWO, grade="customer_damaged"),
    )

    assert (found.before.cases, found.before.labels) == (2, {"EUR": 400})
    assert found.after.labels == {"EUR": 400}


@pytest.mark.parametrize(
    "end",
    [
        (withdraw(),),
        (decline_return(),),
    ],
)
def test_what_was_taken_back_or_never_let_in_is_no_case(end: tuple[OrderCommand, ...]) -> None:
    """The buyer asks once more, and that is what a policy is to judge."""
    again = ask_back(ALL, days=8, return_id="R2")
    (case,) = cases(ask_back(ALL, ask_first=True), *end, again)

    assert (case.under, case.at) == ("O-1/R2", later(8))
    assert back_test([case], RECEIPT, FREE).before.refunds == {"EUR": 3570}


def test_what_never_came_is_judged_and_not_paid_for() -> None:
    """It is with the buyer, and may be asked for again, for all of its money."""
    found = back_test(
        cases(
            ask_back(ALL),
            close(ReturnEnd.NEVER_SENT, days=60),
            ask_back(TWO, days=20, return_id="R2"),
        ),
        RECEIPT,
        POLICIES["eu_withdrawal"],
    )

    assert (found.before.cases, found.before.let_in) == (2, 2)
    assert found.before.refunds == {"EUR": 2380}
    # Fourteen days would have refused the second.
    assert (found.after.let_in, found.after.refunds) == (1, {})


@pytest.mark.parametrize(
    ("rest", "paid"),
    [
        # A damaged unit is rejected; the others have still to come, or never will.
        ((), [(2, True), (1, False)]),
        ((close(ReturnEnd.REJECTED),), [(3, False)]),
        ((receive(TWO, days=11), close(ReturnEnd.REJECTED)), [(2, True), (1, False)]),
        ((scan(days=11), close(ReturnEnd.LOST_IN_TRANSIT)), [(2, True), (1, False)]),
        # Made good by another order.
        ((receive(TWO, days=11), close(ReturnEnd.REPLACED, reference="X")), [(3, False)]),
    ],
)
def test_what_was_not_taken_back_is_told_apart(
    rest: tuple[OrderCommand, ...], paid: list[tuple[int, bool]]
) -> None:
    """Each unit is in one case, whatever became of it."""
    story = (ask_back(ALL), receive(ONE, **RAW), grade(ONE, grade="empty_box"), *rest)

    found = cases(*story)

    assert [(case.wish.units, case.taken_back) for case in found] == paid


def test_what_was_paid_back_then_is_left_out() -> None:
    """The policy judges it anew, from the whole charge."""
    story = (ask_back(ONE), issue_label(**LABEL), receive(ONE))
    paid = (refund(return_id="R1", amount=Money(100, "EUR")),)

    assert cases(*story, *paid) == cases(*story)


@whatever(
    st.lists(
        st.tuples(
            st.sampled_from(["sellable", "customer_damaged", "carrier_damaged"]), st.integers(9, 60)
        ),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from([None, 250, 1500]),
    st.sampled_from(["UNWANTED_ITEM", "DEFECTIVE"]),
    st.sampled_from(["receipt", "retail", "eu_withdrawal"]),
)
@settings(max_examples=40, deadline=None)
def test_law_a_back_test_comes_to_what_settlements_do(
    units: list[tuple[str, int]], label: int | None, reason: str, policy: str
) -> None:
    """Under the policy of the world: refunds, fees and labels, to the cent."""
    world = attrs.evolve(WORLD, returns=POLICIES[policy])
    order: Order = then(HERE, ask_back(("P1", "1", len(units)), days=10, reason=reason))
    if label is not None:
        order = then(order, issue_label(days=11, payer=Actor.BUYER, cost=Money(label, "EUR")))
    for code, days in units:
        order = then(order, receive(ONE, days=20 + days, **RAW))
        order = then(order, grade(ONE, grade=code, days=90))

    made = back_test(return_cases(order, world), world.returns, FREE).before
    settled = return_settlement(order, "R1", world)

    assert made.refunds.get("EUR", 0) == sum(part.charges.total for part in settled.parts)
    assert settled.kept_as_fees == Money(made.fees.get("EUR", 0), "EUR")
    assert settled.kept_for_labels == Money(made.labels.get("EUR", 0), "EUR")
