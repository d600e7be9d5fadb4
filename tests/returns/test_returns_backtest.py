"""Back-tests: the same returns under two policies, to the cent."""

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.errors import InvalidValue
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.kernel.time import instant
from ordercore.returns import (
    RECEIPT,
    Approval,
    Override,
    Product,
    Purchase,
    RestockingFee,
    ReturnPolicy,
    Wear,
    Window,
    Wish,
)
from ordercore.returns.backtest import BackTest, Case, Moved, back_test

BOUGHT = instant("2026-03-02T09:00:00Z")


def policy(days: int, name: str = "", **tables: Any) -> ReturnPolicy:
    """Make a policy of so many days from delivery."""
    return ReturnPolicy(name=name or f"{days} days", windows=(Window(days=days),), **tables)


def case(day: float, units: int = 1, *, of: str = "", currency: str = "EUR", **told: Any) -> Case:
    """Ask for units of a line of three, of 10.00 in all, so many days after they came."""
    traits = told.pop("traits", ())
    return Case(
        of=of,
        at=BOUGHT + dt.timedelta(days=day),
        purchase=Purchase(
            bought=BOUGHT,
            delivered=BOUGHT,
            zone="Europe/Berlin",
            quantity=3,
            charges=Charges(currency, item=1000, tax=190, shipping=490),
            product=Product(traits=traits),
        ),
        wish=Wish(units=units, **told),
    )


def test_a_shorter_policy_lets_in_less_and_pays_less() -> None:
    """The difference in units, money and verdicts."""
    cases = [case(5), case(20, 2), case(29), case(40)]
    found = back_test(cases, policy(30), policy(14))

    assert found.policies == ("30 days", "14 days")
    assert (found.before.cases, found.before.units) == (4, 5)
    assert (found.before.let_in, found.before.units_let_in) == (3, 4)
    assert (found.after.let_in, found.after.units_let_in) == (1, 1)
    assert found.before.refunds == {"EUR": 396 + 792 + 396}
    assert found.after.refunds == {"EUR": 396}
    assert found.moves == (
        Moved(
            before="authorised_at_once",
            after="window_closed",
            cases=2,
            units=3,
            more={"EUR": -792 - 396},
        ),
        Moved(
            before="authorised_at_once",
            after="authorised_at_once",
            cases=1,
            units=1,
            more={"EUR": 0},
        ),
        Moved(before="window_closed", after="window_closed", cases=1, units=1, more={}),
    )
    assert found.changed == 2
    assert [some.case for some in found.changes] == cases[1:3]
    assert not found.changes[0].after.eligible


def test_fees_and_labels_are_counted_and_so_is_who_has_to_look() -> None:
    """Money that is kept, by currency, and returns that somebody has to authorise."""
    worn = policy(
        30,
        name="careful",
        fees=(RestockingFee(situation="used", rate="50", wear=Wear.USED),),
        approvals=(Approval(trait="dear", automatic=False),),
    )
    cases = [case(1, wear=Wear.USED), case(2, traits=["dear"]), case(3, currency="JPY")]
    found = back_test(cases, policy(30), worn)

    assert found.after.fees == {"EUR": 167, "JPY": 0}
    assert found.after.by_hand == 1
    assert found.before.fees == {"EUR": 0, "JPY": 0}
    assert {(move.before, move.after): move.cases for move in found.moves} == {
        ("authorised_at_once", "authorised_at_once"): 2,
        ("authorised_at_once", "authorised_by_hand"): 1,
    }
    # Another answer, or the same with other money.
    assert found.changed == 2


def test_what_a_policy_gave_back_of_a_line_it_does_not_give_back_again() -> None:
    """Three returns of one line add up to it under each policy, whatever the other one did."""
    cases = [case(20, of="O-1/1"), case(5, of="O-1/1"), case(6, of="O-1/1")]
    found = back_test(cases, policy(30), policy(14))

    assert found.before.refunds == {"EUR": 1190}
    assert found.after.refunds == {"EUR": 396 + 396}
    assert back_test([*cases, case(7, of="O-1/1")], policy(30), policy(14)).moves[-1] == Moved(
        before="units_exceed",
        after="authorised_at_once",
        cases=1,
        units=1,
        more={"EUR": 398},
    )


WORN = (RestockingFee(situation="used", rate="50", wear=Wear.USED),)


def test_what_a_policy_kept_of_a_line_it_does_not_give_back_with_the_rest() -> None:
    """A fee was taken of one unit; the units after it come to their own shares."""
    cases = [case(day, of="O-1/1", wear=wear) for day, wear in ((5, Wear.USED), (6, None))]
    found = back_test(cases, policy(30, fees=WORN), policy(30))

    assert found.before.refunds == {"EUR": 396 + 396 - 167}
    assert found.before.fees == {"EUR": 167}


@pytest.mark.parametrize(
    ("cost", "unders", "labels"),
    [
        # One unit is worth 3.96: what it cannot bear, the next one does, and no other return.
        (500, ("R1", "R1"), 500),
        (300, ("R1", "R1"), 300),
        (300, ("R1", "R2"), 600),
        (300, ("", ""), 600),
    ],
)
def test_the_labels_of_a_return_are_deducted_once(
    cost: int, unders: tuple[str, str], labels: int
) -> None:
    """From its cases, one after the other, under each policy by itself."""
    told: dict[str, Any] = {
        "of": "O-1/1",
        "label_cost": Money(cost, "EUR"),
        "reason": "UNWANTED_ITEM",
    }
    cases = [attrs.evolve(case(5, **told), under=under) for under in unders]

    found = back_test(cases, policy(30), policy(14))

    assert (found.before.labels, found.after.labels) == ({"EUR": labels}, {"EUR": labels})
    assert found.before.refunds == {"EUR": 396 + 396 - labels}


def test_what_staff_let_in_is_let_in_under_any_policy() -> None:
    """Somebody answered for it."""
    late = attrs.evolve(case(40), override=Override(by="seller", why="a good customer"))
    found = back_test([late, case(40)], policy(30), policy(14))

    assert (found.before.let_in, found.after.let_in) == (1, 1)
    assert found.before.by_hand == 1


def test_what_was_not_taken_back_is_judged_and_costs_nothing() -> None:
    """Its units are the buyer's, and come back later for all of their money."""
    gone = attrs.evolve(case(5, 3, of="O-1/1"), taken_back=False)
    found = back_test([gone, case(6, 3, of="O-1/1")], policy(30), policy(3))

    assert (found.before.let_in, found.before.units_let_in) == (2, 6)
    assert found.before.refunds == {"EUR": 1190}
    assert [move.more for move in found.moves] == [{"EUR": -1190}]


def test_a_line_without_charges_has_no_money() -> None:
    """It is judged all the same."""
    free = Case(at=BOUGHT, purchase=Purchase(bought=BOUGHT, delivered=BOUGHT, zone="UTC"), of="x")
    found = back_test([free], policy(30), policy(14))

    assert (found.before.let_in, found.before.refunds) == (1, {})


def test_only_so_many_changes_are_kept() -> None:
    """All are counted."""
    found = back_test([case(20)] * 5, policy(30), policy(14), keep=2)

    assert (found.changed, len(found.changes)) == (5, 2)


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (([], RECEIPT, None), "after"),
        (([], "receipt", RECEIPT), "before"),
        (([5], RECEIPT, RECEIPT), "cases"),
    ],
)
def test_what_is_no_case_or_policy_is_refused(arguments: Any, field: str) -> None:
    """By name."""
    with pytest.raises(InvalidValue) as error:
        back_test(*arguments)
    assert error.value.field == field


@pytest.mark.parametrize("keep", [-1, True, "all"])
def test_what_is_no_number_of_changes_is_refused(keep: Any) -> None:
    """By name, too."""
    with pytest.raises(InvalidValue) as error:
        back_test([], RECEIPT, RECEIPT, keep=keep)
    assert error.value.field == "keep"


def test_a_case_has_a_time_with_a_zone() -> None:
    """Times without one are refused."""
    with pytest.raises(InvalidValue) as error:
        Case(purchase=case(1).purchase, at="2026-03-05T09:00:00")
    assert error.value.field == "at"


CASES = st.lists(
    st.builds(
        case,
        st.integers(0, 60),
        st.integers(1, 2),
        of=st.sampled_from(["", "O-1/1", "O-2/1"]),
        currency=st.just("EUR"),
    ),
    max_size=12,
)


@given(CASES, st.integers(0, 60))
def test_law_a_policy_against_itself_changes_nothing(cases: list[Case], days: int) -> None:
    """Every move is from an answer to the same, for the same money."""
    found = back_test(cases, policy(days), policy(days))

    assert found.changed == 0
    assert found.before == found.after
    assert all(move.before == move.after and not any(move.more.values()) for move in found.moves)


@given(CASES, st.integers(0, 60), st.integers(0, 60))
def test_law_moves_account_for_every_case_and_cent(
    cases: list[Case], days: int, others: int
) -> None:
    """Cases, units and money of the moves are those of the policies."""
    found: BackTest = back_test(cases, policy(days), policy(others))

    assert sum(move.cases for move in found.moves) == found.before.cases == len(cases)
    assert sum(move.units for move in found.moves) == found.before.units
    more = sum(move.more.get("EUR", 0) for move in found.moves)
    assert more == found.after.refunds.get("EUR", 0) - found.before.refunds.get("EUR", 0)
    assert all(refund <= 1190 * 12 for refund in found.after.refunds.values())
