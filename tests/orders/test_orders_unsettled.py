"""What of a return is still to be paid for: which units, what of their money is left, by when."""

import itertools
from typing import Any

import attrs
import pytest
from hypothesis import given as whatever
from hypothesis import settings
from hypothesis import strategies as st
from order_stories import (
    ask_back,
    authorise,
    authorise_return,
    cancel,
    capture,
    close,
    deliver,
    given,
    grade,
    instead,
    issue_label,
    later,
    part,
    pay,
    place,
    receive,
    refund,
    scan,
    ship,
    then,
)

from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.kernel.time import instant
from ordercore.orders.backtesting import return_cases
from ordercore.orders.judging import purchase_of, return_verdict
from ordercore.orders.line import Line
from ordercore.orders.settlement import ReturnSettlement, return_settlement
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD, World
from ordercore.returns import (
    POLICIES,
    ReturnEnd,
    ReturnPolicy,
    ReturnUnits,
    Task,
    Wear,
    Window,
    verdict,
)
from ordercore.testing import LAWS_OF_AN_ORDER

RAW: dict[str, Any] = {"sellable": None}

DAMAGED, SELLABLE = "customer_damaged", "sellable"

SHIPPED = (pay(), ship(days=1), deliver(days=3))


def of(units: int, **charges: int) -> Line:
    """Give a line of so many units at these charges."""
    return Line("A", units, charges=Charges("EUR", **charges))


def unseen(order: Order, units: int, **changes: Any) -> Order:
    """Have units come back that nobody has looked at."""
    some = ("P1", "1", units)
    return then(order, ask_back(some, **changes), receive(some, **RAW))


def looked_at(order: Order, *grades: str, days: float = 10) -> Order:
    """Grade units one by one, in this order."""
    graded = [grade(("P1", "1", 1), grade=one, days=days + n / 100) for n, one in enumerate(grades)]
    return then(order, *graded)


def settled(order: Order, world: World = WORLD) -> ReturnSettlement:
    """Settle the first return."""
    return return_settlement(order, "R1", world)


def paid(order: Order, days: float = 12) -> tuple[Order, int, int]:
    """Pay what a settlement says; give the order, what went back, and what was kept as a fee."""
    found = settled(order)
    if found.parts:
        order = then(order, refund(*found.parts, return_id="R1", days=days))
    for law in LAWS_OF_AN_ORDER:
        law(order)
    fees = found.kept_as_fees.minor if found.kept_as_fees else 0
    return order, sum(part.charges.total for part in found.parts), fees


def goodwill(minor: int, days: float = 4) -> Any:
    """Give money back as a remedy."""
    return refund(amount=Money(minor, "EUR"), reason="goodwill", days=days)


# What of the money is left


def test_a_fee_is_of_what_may_still_go_back() -> None:
    """Of 20.00, 5.00 went back as a remedy: half of 15.00 is kept, at once or one by one."""
    asked = unseen(given(place(of(2, item=2000)), *SHIPPED, goodwill(500)), 2)
    at_once = looked_at(asked, DAMAGED, DAMAGED)
    assert paid(at_once)[1:] == (750, 750)

    first, back, fee = paid(looked_at(asked, DAMAGED), days=10.5)
    _, more_back, more_fee = paid(looked_at(first, DAMAGED, days=11))
    assert (back, fee, more_back, more_fee) == (500, 500, 250, 250)


def test_what_was_cancelled_unpaid_was_never_charged() -> None:
    """Of two units one was paid for; half of what is left of it after a remedy is the fee."""
    order = given(place(of(2, item=2000)), cancel(("1", 1)), *SHIPPED)
    told = return_verdict(order, ReturnUnits("P1", "1", 1), "too_small", later(4), WORLD)
    assert told.settlement is not None
    assert (told.settlement.charged.total, told.settlement.kept.total) == (1000, 0)

    order = then(order, goodwill(500))
    told = return_verdict(order, ReturnUnits("P1", "1", 1), "too_small", later(5), WORLD)
    assert told.refund is not None
    assert told.refund.total == 500
    assert paid(looked_at(unseen(order, 1), DAMAGED))[1:] == (250, 250)


@pytest.mark.parametrize(("taken", "back"), [(2500, 500), (2000, 375), (1500, 125), (500, 0)])
def test_a_fee_is_of_what_was_paid_at_the_door(taken: int, back: int) -> None:
    """What the buyer keeps is paid for first; of the rest half goes back and half is kept."""
    order = given(
        place(of(2, item=2000, shipping=500)),
        authorise(on_delivery=True),
        ship(days=1),
        deliver(days=3),
        capture(f"{taken / 100:.2f} EUR", days=3),
    )

    assert paid(looked_at(unseen(order, 1), DAMAGED))[1:] == (back, back)


def test_what_was_exchanged_took_its_share() -> None:
    """Of three for 10.00 one is exchanged at 3.33; the others are paid back with 6.67."""
    order = given(place(of(3, item=1000)), *SHIPPED)
    order = then(
        order,
        ask_back(("P1", "1", 3)),
        instead(("1", 1), lines=[Line("B", 1, price="3.33 EUR")], days=6),
        receive(("P1", "1", 3)),
    )

    assert purchase_of(order, ReturnUnits("P1", "1", 1), WORLD).refunded_units == 1
    assert settled(order).parts == (part("1", units=2, item=667),)
    assert paid(order)[1] == 667


def test_what_was_given_back_and_cancelled_since_had_been_charged() -> None:
    """A remedy of everything, and then a unit is cancelled that was never paid for."""
    order = given(
        place(of(2, item=1000), Line("B", 1, price="40.00 EUR")),
        authorise("50.00 EUR"),
        capture("40.00 EUR"),
        ship(("2", 1)),
        refund(amount=Money(4000, "EUR"), reason="goodwill", days=1),
        cancel(("1", 2), days=2),
    )
    purchase = purchase_of(order, ReturnUnits("P1", "1", 1), WORLD)

    assert purchase.charged is not None
    assert purchase.refunded is not None
    assert not (purchase.charged - purchase.refunded).negative()


@settings(max_examples=40)
@whatever(st.data())
def test_law_what_goes_back_and_what_is_kept_is_what_was_charged(data: st.DataObject) -> None:
    """However units are graded and paid, with remedies before that, nothing counts twice.

    Of each component refund, fee, label and earlier refunds are no more than the charges.
    """
    units = data.draw(st.integers(1, 4))
    charges = Charges(
        "EUR",
        item=data.draw(st.integers(1, 3000)),
        tax=data.draw(st.integers(0, 500)),
        shipping=data.draw(st.integers(0, 500)),
    )
    reason = data.draw(st.sampled_from(["UNWANTED_ITEM", "DEFECTIVE"]))
    order = given(place(Line("A", units, charges=charges)), *SHIPPED)
    order = unseen(order, units, reason=reason)
    label = issue_label(payer=Actor.BUYER, cost=Money(150, "EUR"), carrier="UPS")
    order = then(order, attrs.evolve(label, imported=True))
    kept = Charges("EUR")
    for n in range(units):
        day = 10 + n
        order = looked_at(order, data.draw(st.sampled_from([DAMAGED, SELLABLE])), days=day)
        remedy = data.draw(st.integers(0, 400))
        # A remedy may give back what was kept: that is no fee any more.
        if order.balance and 0 < remedy <= order.balance.minor and not kept.total:
            order = then(order, goodwill(remedy, days=day + 0.2))
        if n == units - 1 or data.draw(st.booleans()):
            for one in settled(order).units:
                if one.verdict.settlement and one.verdict.settlement.back.total:
                    kept = kept + one.verdict.settlement.fee + one.verdict.settlement.label
            order, _, _ = paid(order, days=day + 0.4)
    given_back = sum(
        (part.charges for some in order.refunds for part in some.parts), Charges("EUR")
    )
    assert not (kept + given_back).exceeds(charges)
    assert settled(order).parts == ()


# Which units


@pytest.mark.parametrize("grades", set(itertools.permutations([DAMAGED, SELLABLE, SELLABLE])))
@pytest.mark.parametrize("between", [False, True], ids=("at once", "one by one"))
def test_a_replacement_takes_what_comes_to_least(grades: tuple[str, ...], between: bool) -> None:
    """Of three units one is replaced: the other two are paid whole, in whatever order graded."""
    order = unseen(given(place(of(3, item=3000)), *SHIPPED), 3, reason="UNWANTED_ITEM")
    order = then(order, instead(("1", 1), days=9.5))
    total = 0
    for n, one in enumerate(grades):
        order = looked_at(order, one, days=10 + n)
        if between or n == 2:
            order, back, _ = paid(order, days=10.5 + n)
            total += back

    assert total == 2000
    assert settled(order).units == ()


@pytest.mark.parametrize("grades", [(DAMAGED, SELLABLE), (SELLABLE, DAMAGED)])
def test_what_staff_let_in_is_paid_best_first_too(grades: tuple[str, ...]) -> None:
    """Late as it was asked for: the fifth of 10.00 for lateness is kept, and not the half."""
    some = ("P1", "1", 2)
    order = then(
        given(place(of(2, item=2000)), *SHIPPED),
        ask_back(some, days=50, ask_first=True),
        authorise_return(override="a good customer", days=51),
        receive(some, days=55, **RAW),
        instead(("1", 1), days=55.5),
    )

    assert paid(looked_at(order, *grades, days=56), days=57)[1:] == (800, 200)


@pytest.mark.parametrize("grades", [(DAMAGED, SELLABLE), (SELLABLE, DAMAGED)])
def test_what_is_left_of_a_remedy_falls_to_what_comes_to_most(grades: tuple[str, ...]) -> None:
    """Of 20.00, 15.00 may go back: 10.00 for one, and half of the 5.00 that are left."""
    order = unseen(given(place(of(2, item=2000)), *SHIPPED, goodwill(500)), 2)

    assert paid(looked_at(order, *grades))[1:] == (1250, 250)


def test_what_was_paid_unseen_is_not_paid_again() -> None:
    """One of two was paid for before anybody looked; the other comes to what it comes to."""
    order = unseen(given(place(of(2, item=2000)), *SHIPPED), 2)
    order = then(
        order,
        refund(
            part("1", units=1, item=1000),
            return_id="R1",
            days=9.5,
        ),
    )
    order = looked_at(order, DAMAGED, SELLABLE)

    (one,) = settled(order).units
    assert (one.wear, one.units.quantity) == (Wear.DAMAGED, 1)


# When they arrived


def test_units_are_graded_first_in_first_out() -> None:
    """The one that came in time costs nothing; the one that came after its grace does."""
    one = ("P1", "1", 1)
    order = given(place(of(2, item=2000)), *SHIPPED)
    order = then(
        order,
        ask_back(("P1", "1", 2)),
        receive(one, days=20, **RAW),
        receive(one, days=60, **RAW),
        grade(("P1", "1", 2), days=61),
    )
    in_time, late = settled(order).units

    assert [one.verdict.fee for one in (in_time, late)] == [Money(0, "EUR"), Money(200, "EUR")]
    assert [one.units.quantity for one in (in_time, late)] == [1, 1]


# By when


def test_a_settlement_says_by_when_it_is_due() -> None:
    """Four days after the receipt, as the policy has it, until it is paid."""
    one = ("P1", "1", 1)
    order = given(place(of(2, item=2000)), *SHIPPED)
    asked = then(order, ask_back(("P1", "1", 2)))
    assert settled(asked).due == ()

    came = then(asked, receive(one, days=9, **RAW), receive(one, days=20, **RAW))
    assert [(due.task, due.until) for due in settled(came).due] == [
        (Task.REFUND, instant("2026-03-16T00:00:00Z")),
        (Task.REFUND_AT_LAST, instant("2026-04-11T00:00:00Z")),
    ]
    half, _, _ = paid(looked_at(came, SELLABLE, days=20), days=21)
    assert settled(half).due[0].until == instant("2026-03-27T00:00:00Z")
    whole, _, _ = paid(looked_at(half, SELLABLE, days=22), days=23)
    assert settled(whole).due == ()


def test_what_was_lost_is_due_by_no_receipt() -> None:
    """It never came: only a clock that began with the request or the scan runs."""
    order = given(place(of(1, item=2000)), *SHIPPED)
    lost = then(order, ask_back(("P1", "1", 1)), scan(), close(ReturnEnd.LOST_IN_TRANSIT))
    assert settled(lost).due == ()

    world = World(returns=POLICIES["eu_withdrawal"])
    (due,) = settled(lost, world).due
    assert (due.task, due.until) == (Task.REFUND, instant("2026-03-22T00:00:00Z"))


def test_a_policy_without_deadlines_sets_none() -> None:
    """Nothing is due by any moment."""
    world = World(returns=ReturnPolicy(name="ours", windows=(Window(days=30),)))
    order = unseen(given(place(of(1, item=2000)), *SHIPPED), 1)

    assert settled(order, world).due == ()


# What is judged anew


def test_a_case_of_a_back_test_has_all_of_its_money() -> None:
    """What was paid and kept since is left out: a policy is to judge it anew."""
    order, _, _ = paid(looked_at(unseen(given(place(of(2, item=2000)), *SHIPPED), 2), DAMAGED))
    refunds = [
        verdict(case.purchase, WORLD.returns, case.at, wish=case.wish).refund
        for case in return_cases(order)
    ]

    # Half of the unit that was looked at, and the other one whole.
    assert [back.total for back in refunds if back is not None] == [500, 1000]
