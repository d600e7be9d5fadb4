"""What a return comes to by the policy, of what the order knows of it."""

from typing import Any

import attrs
import pytest
from order_stories import (
    accepts,
    ask_back,
    authorise_return,
    close,
    decline_return,
    deliver,
    given,
    grade,
    imported,
    issue_label,
    later,
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
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.parts import RefundPart
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.settlement import ReturnSettlement, override_of, return_settlement
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD, World
from ordercore.returns import (
    Disposition,
    RestockingFee,
    ReturnEnd,
    ReturnPolicy,
    Wear,
    Window,
)
from ordercore.testing import LAWS_OF_AN_ORDER

CHARGES = Charges("EUR", item=3000, tax=570, shipping=490, discount=300)

THREE = place(Line("A", 3, charges=CHARGES))

WITH_BUYER = given(THREE, pay(), ship(days=1), deliver(days=3))
"""Three units, of 10.00 less 1.00 and 1.90 of tax each, and their shipping."""

RAW: dict[str, Any] = {"sellable": None}


def settled(order: Order, world: World = WORLD) -> ReturnSettlement:
    """Settle the first return."""
    return return_settlement(order, "R1", world)


def refunded(order: Order, settlement: ReturnSettlement) -> Order:
    """Pay back what a settlement says; the order keeps to its laws."""
    command = IssueRefund(
        order_id=order.id,
        at=later(20),
        reason="customer_return",
        return_id="R1",
        parts=settlement.parts,
    )
    after = then(order, command)
    for law in LAWS_OF_AN_ORDER:
        law(after)
    return after


def test_what_came_back_as_it_was_is_paid_for_whole() -> None:
    """The goods with their tax and discount; shipping stays for a change of mind."""
    order = then(WITH_BUYER, ask_back(("P1", "1", 2)), receive(("P1", "1", 2)))
    found = settled(order)

    goods = Charges("EUR", item=2000, tax=380, discount=200)
    assert found.parts == (RefundPart("1", goods, 2),)
    assert (found.kept_as_fees, found.kept_for_labels) == (Money(0, "EUR"), Money(0, "EUR"))
    assert settled(refunded(order, found)).parts == ()


def test_at_the_fault_of_the_seller_the_way_out_comes_back() -> None:
    """With the share of the units in it."""
    order = then(WITH_BUYER, ask_back(("P1", "1", 3), reason="DEFECTIVE"), receive(("P1", "1", 3)))

    (part,) = settled(order).parts
    assert part == RefundPart("1", CHARGES, 3)


def test_each_unit_is_judged_as_it_came_back() -> None:
    """One is damaged by the buyer, one as it was; the third has still to be looked at."""
    order = then(
        WITH_BUYER,
        ask_back(("P1", "1", 3)),
        receive(("P1", "1", 3), **RAW),
        grade(("P1", "1", 1), grade="customer_damaged"),
        grade(("P1", "1", 1), grade="sellable"),
    )
    found = settled(order)

    assert [one.wear for one in found.units] == [Wear.ORIGINAL, Wear.DAMAGED]
    # Half of 9.00 is kept of the second; tax goes back whole.
    assert found.kept_as_fees == Money(450, "EUR")
    (part,) = found.parts
    assert part.units == 2
    assert part.charges.total == 2 * 1090 - 450
    after = refunded(order, found)
    assert settled(after).parts == ()
    rest = then(after, grade(("P1", "1", 1), grade="sellable", days=21))
    assert [part.charges.total for part in settled(rest).parts] == [1090]


BY_THEM: dict[str, Any] = {"by": Actor.MARKETPLACE, "imported": True}


@pytest.mark.parametrize(
    "let_in",
    [
        (ask_back(("P1", "1", 1), days=90, **BY_THEM),),
        (
            ask_back(("P1", "1", 1), days=90, ask_first=True),
            authorise_return(days=91, by=Actor.SYSTEM, imported=True),
        ),
    ],
)
def test_what_a_marketplace_let_in_is_paid_for_outside_our_window(
    let_in: tuple[OrderCommand, ...],
) -> None:
    """It overrules the policy, as staff may, and the clauses say so."""
    order = then(WITH_BUYER, *let_in, receive(("P1", "1", 1), days=95))
    found = settled(order)

    # Two parts in ten of 9.00 are kept, since it comes late.
    assert [part.charges.total for part in found.parts] == [1090 - 180]
    because = {clause.code: clause.facts for clause in found.units[0].verdict.because}
    assert "window_closed" in because
    assert because["let_in_by_staff"] == {"by": "marketplace", "why": "imported"}


def test_an_answer_alone_overrules_nothing() -> None:
    """Staff let in what the policy accepts, and a marketplace declines as well."""
    asked = then(WITH_BUYER, ask_back(("P1", "1", 1), ask_first=True))
    by_hand = then(asked, authorise_return())
    declined = then(asked, decline_return(**BY_THEM))

    assert [override_of(order.returns[0]) for order in (asked, by_hand, declined)] == [None] * 3


def test_what_was_rejected_is_not_paid_for() -> None:
    """It goes back to the buyer."""
    order = then(
        WITH_BUYER,
        ask_back(("P1", "1", 1)),
        receive(("P1", "1", 1), **RAW),
        grade(("P1", "1", 1), grade="wrong_item", disposition=Disposition.SEND_BACK),
    )

    assert settled(order) == ReturnSettlement(
        parts=(), units=(), kept_as_fees=None, kept_for_labels=None
    )


def test_a_grade_that_the_host_has_dropped_counts_as_not_looked_at() -> None:
    """What was graded under it is paid for."""
    order = then(
        WITH_BUYER,
        ask_back(("P1", "1", 1)),
        receive(("P1", "1", 1), **RAW),
        grade(("P1", "1", 1), grade="customer_damaged"),
    )
    (one,) = settled(order, World(return_grades={})).units

    assert one.wear is None


def test_what_comes_late_costs_a_fee() -> None:
    """Fifteen days after the window of thirty there is no grace left."""
    late = then(WITH_BUYER, ask_back(("P1", "1", 1), days=30), receive(("P1", "1", 1), days=60))

    assert settled(late).kept_as_fees == Money(180, "EUR")


def test_the_label_is_deducted_once_where_the_buyer_pays_the_way() -> None:
    """Of a change of mind; of a defect nothing is."""
    for reason, kept in (("UNWANTED_ITEM", 700), ("DEFECTIVE", 0)):
        order = then(
            WITH_BUYER,
            ask_back(("P1", "1", 2), reason=reason),
            issue_label(payer=Actor.BUYER, cost=Money(700, "EUR"), carrier="UPS"),
            receive(("P1", "1", 1)),
            receive(("P1", "1", 1)),
        )
        found = settled(order)
        assert found.kept_for_labels == Money(kept, "EUR")
        assert refunded(order, found).refunds[0].parts == found.parts


def test_what_was_lost_on_its_way_back_is_paid_for() -> None:
    """Nobody has seen it, and the buyer had handed it over."""
    order = then(
        WITH_BUYER,
        ask_back(("P1", "1", 1)),
        scan(),
        close(ReturnEnd.LOST_IN_TRANSIT),
    )
    (one,) = settled(order).units

    assert (one.wear, one.units.quantity) == (None, 1)
    assert settled(order).parts[0].charges.total == 1090


def test_what_staff_let_in_is_settled_as_let_in() -> None:
    """Late as it was asked for, with the clause that says by whom, and the fee for lateness."""
    order = then(
        WITH_BUYER,
        ask_back(("P1", "1", 1), days=50, ask_first=True),
        authorise_return(override="a good customer", days=51),
        receive(("P1", "1", 1), days=55),
    )
    (one,) = settled(order).units

    assert "let_in_by_staff" in [clause.code for clause in one.verdict.because]
    assert settled(order).kept_as_fees == Money(180, "EUR")


def test_no_more_goes_back_than_was_taken() -> None:
    """An earlier remedy is taken off, whatever the policy says."""
    order = then(
        WITH_BUYER,
        refund(amount=Money(3500, "EUR"), reason="goodwill", days=4),
        ask_back(("P1", "1", 3)),
        receive(("P1", "1", 3)),
    )
    found = settled(order)

    assert sum(part.charges.total for part in found.parts) <= CHARGES.total - 3500
    refunded(order, found)


def test_a_policy_that_keeps_everything_gives_nothing_back() -> None:
    """No part of nothing, which no refund could pay."""
    world = World(
        returns=ReturnPolicy(
            name="hard",
            windows=(Window(days=30),),
            fees=(RestockingFee(situation="any", rate="100"),),
        )
    )
    plain = given(place(Line("A", 1, price="5.00 EUR")), pay(), ship(days=1), deliver(days=3))
    order = then(plain, ask_back(("P1", "1", 1)), receive(("P1", "1", 1)))

    assert settled(order, world).parts == ()
    assert settled(order, world).kept_as_fees == Money(500, "EUR")


@pytest.mark.parametrize("units", [1, 2, 3])
def test_the_refunds_of_all_units_add_up(units: int) -> None:
    """In however many receipts they come."""
    order = then(WITH_BUYER, ask_back(("P1", "1", 3)))
    total = 0
    for day, number in enumerate((units, 3 - units)):
        if number:
            order = then(order, receive(("P1", "1", number), days=9 + day))
            found = settled(order)
            total += sum(part.charges.total for part in found.parts)
            order = refunded(order, found) if not day else then(order)

    assert total == 3 * 1090
    assert accepts(order, refund(amount=Money(1, "EUR"), reason="goodwill", days=30))


def test_a_return_that_is_not_there_comes_to_nothing() -> None:
    """There is nothing to judge."""
    assert return_settlement(WITH_BUYER, "R9", WORLD).units == ()


def test_units_whose_price_nobody_knows_have_no_money() -> None:
    """They are judged all the same."""
    unpriced = given(imported(Line("A", 1)), pay(), ship(days=1), deliver(days=3))
    order = then(unpriced, ask_back(("P1", "1", 1)), receive(("P1", "1", 1)))
    found = settled(order)

    assert (len(found.units), found.parts, found.kept_as_fees) == (1, (), None)


def test_a_label_is_deducted_with_the_first_refund_alone() -> None:
    """Whatever comes later of the same return; and never one that the seller bears."""
    asked = then(WITH_BUYER, ask_back(("P1", "1", 2)))
    for payer, kept in ((Actor.BUYER, 400), (Actor.SELLER, 0)):
        order = then(
            asked,
            issue_label(payer=payer, cost=Money(400, "EUR"), carrier="UPS"),
            receive(("P1", "1", 1)),
        )
        first = settled(order)
        assert first.kept_for_labels == Money(kept, "EUR")
        order = then(refunded(order, first), receive(("P1", "1", 1), days=21))
        assert settled(order).kept_for_labels == Money(0, "EUR")


def test_a_label_in_another_currency_is_for_somebody_to_settle() -> None:
    """One that a marketplace tells of: it blocks nothing, and is never added to the others."""
    told = issue_label(payer=Actor.BUYER, cost=Money(400, "JPY"), carrier="UPS", days=6.2)
    order = then(
        WITH_BUYER,
        ask_back(("P1", "1", 1)),
        issue_label(payer=Actor.BUYER, cost=Money(400, "EUR"), carrier="UPS"),
        attrs.evolve(told, by=Actor.MARKETPLACE, imported=True),
        receive(("P1", "1", 1)),
    )

    assert settled(order).kept_for_labels == Money(400, "EUR")


def test_whoever_waits_for_an_answer_is_not_late_by_it() -> None:
    """The days of the way back begin when the return is let in."""
    order = then(
        WITH_BUYER,
        ask_back(("P1", "1", 1), days=30, ask_first=True),
        authorise_return(days=60),
        receive(("P1", "1", 1), days=70),
    )

    assert settled(order).kept_as_fees == Money(0, "EUR")
