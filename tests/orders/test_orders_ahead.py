"""Money that goes back before the goods do, and what of it is charged again."""

from typing import Any

import attrs
import pytest
from order_stories import (
    ask_back,
    bounced,
    close,
    comes_to,
    deliver,
    given,
    grade,
    imported,
    instead,
    later,
    not_delivered,
    part,
    pay,
    place,
    receive,
    refund,
    refusals,
    scan,
    ship,
    stranded,
    then,
    went_out,
    withdraw,
)

from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.orders.ahead import overpaid
from ordercore.orders.decider import allowed
from ordercore.orders.line import Line
from ordercore.orders.money import balance, due, held, refundable_charges
from ordercore.orders.parts import RefundPart
from ordercore.orders.recharging import RechargeRefund
from ordercore.orders.replaced import replaceable_units
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD, World
from ordercore.orders.worth import refund_for
from ordercore.returns import RECEIPT, Advance, ReturnEnd, Trigger
from ordercore.shipping import Trouble
from ordercore.testing.laws import LAWS_OF_AN_ORDER


def advancing(trigger: Trigger, **of: Any) -> World:
    """Give a world whose policy pays ahead of the goods."""
    policy = attrs.evolve(RECEIPT, advances=(Advance(trigger=trigger, **of),))
    return attrs.evolve(WORLD, returns=policy)


INSTANT, AT_SCAN = advancing(Trigger.ASKED), advancing(Trigger.SCANNED)
HERE = given(place(), pay(), ship(), deliver())
TWO, ONE = ("P1", "1", 2), ("P1", "1", 1)
ASKED = then(HERE, ask_back(TWO))
AHEAD = refund(return_id="R1", ahead=True, days=8)
NEVER = close(ReturnEnd.NEVER_SENT, days=90)


def recharge(*parts: RefundPart, days: float = 95, **changes: Any) -> RechargeRefund:
    """Charge again what was paid ahead."""
    asked = {"order_id": "O-1", "at": later(days), "refund_id": "F1", "parts": parts}
    return RechargeRefund(**{**asked, **changes})


def ahead(*commands: Any, order: Order = ASKED) -> Order:
    """Give an order whose return was paid ahead, after some more."""
    after = then(then(order, AHEAD, went_out(days=8), world=INSTANT), *commands, world=INSTANT)
    for law in LAWS_OF_AN_ORDER:
        law(after)
    return after


@pytest.mark.parametrize(
    ("order", "world", "may"),
    [
        # Without a row of the policy money waits for the goods.
        (ASKED, WORLD, False),
        (ASKED, INSTANT, True),
        (ASKED, AT_SCAN, False),
        (then(ASKED, scan()), AT_SCAN, True),
        (then(ASKED, scan()), WORLD, False),
        # Of what is not let in, or no longer, nothing is paid ahead.
        (then(HERE, ask_back(TWO, ask_first=True)), INSTANT, False),
        (then(ASKED, withdraw()), INSTANT, False),
        # A row for another channel does not hold.
        (ASKED, advancing(Trigger.ASKED, channel="FBA"), False),
        (HERE, INSTANT, False),
        # What was paid ahead is paid ahead once.
        (ahead(), INSTANT, False),
        (then(then(ASKED, AHEAD, world=INSTANT), bounced()), INSTANT, True),
    ],
)
def test_money_goes_ahead_where_the_policy_has_it(order: Order, world: World, may: bool) -> None:
    """As soon as it is asked for, or once a carrier has it; a marketplace has done it (R22)."""
    if may:
        paid = then(order, AHEAD, world=world).refunds[-1]
        assert (paid.ahead, paid.parts) == (True, (part("1", units=2, item=2000),))
    else:
        assert "refund_before_receipt" in refusals(order, AHEAD, world)


def test_what_a_marketplace_paid_ahead_it_has_paid() -> None:
    """Whatever our own policy says (facts §4.7: a refund at the first scan)."""
    asked = then(given(imported(), pay(imported=True), ship(), deliver()), ask_back(TWO))

    told = refund(return_id="R1", ahead=True, imported=True, by=Actor.MARKETPLACE)

    assert then(asked, told).refunds[0].ahead


def test_goods_that_come_after_their_money_owe_and_are_owed_nothing() -> None:
    """Nothing is paid twice, and nothing charged again."""
    after = ahead(receive(TWO, days=20))

    assert comes_to(after) == () == overpaid(after, "R1", INSTANT)
    assert balance(after) == Money(500, "EUR")
    assert set(refusals(after, recharge(), INSTANT)) == {"nothing_to_recharge"}
    assert set(refusals(after, recharge(part("1", item=1)), INSTANT)) == {"recharge_exceeds"}


@pytest.mark.parametrize(
    ("commands", "again"),
    [
        # Of what never came, all of it.
        ((NEVER,), part("1", units=2, item=2000)),
        ((withdraw(days=9),), part("1", units=2, item=2000)),
        ((receive(ONE), NEVER), part("1", units=1, item=1000)),
        # Of what is rejected, too; it is no longer paid for.
        (
            (receive(TWO, sellable=None), grade(TWO, grade="empty_box")),
            part("1", units=2, item=2000),
        ),
        # Of what came worn, the fee that the policy keeps (facts §4.7: 50 % of the price).
        (
            (receive(TWO, sellable=None), grade(TWO, grade="customer_damaged")),
            part("1", item=1000),
        ),
        # What was lost on its way back is ours to bear.
        ((scan(days=9), close(ReturnEnd.LOST_IN_TRANSIT)), None),
    ],
)
def test_what_was_too_much_is_owed_again(
    commands: tuple[Any, ...], again: RefundPart | None
) -> None:
    """It is what the refund gave beyond what the return came to, and it is taken as a payment."""
    after = ahead(*commands)

    assert overpaid(after, "R1", INSTANT) == (() if again is None else (again,))
    if again is None:
        return
    charged = ahead(*commands, recharge())
    assert due(charged) - held(charged) == again.charges.total
    assert "recharge_exceeds" in refusals(charged, recharge(again), INSTANT)
    assert set(refusals(charged, recharge(), INSTANT)) == {"nothing_to_recharge"}
    paid = ahead(*commands, recharge(), pay(days=96))
    assert held(paid) == due(paid) == 2500
    left = refundable_charges(paid, {"1"})["1"].total
    assert left == again.charges.total


def test_nothing_is_charged_again_while_it_may_come() -> None:
    """Or has still to be looked at."""
    assert "recharge_undecided" in refusals(ahead(), recharge(days=9), INSTANT)
    seen = ahead(receive(TWO, sellable=None))
    assert "recharge_undecided" in refusals(seen, recharge(days=11), INSTANT)
    assert "refund_not_ahead" in refusals(HERE, recharge())
    late = then(ASKED, receive(TWO), refund(return_id="R1"))
    assert set(refusals(late, recharge())) == {"refund_not_ahead", "nothing_to_recharge"}


def test_a_part_of_it_may_be_charged_again() -> None:
    """And the rest later, but never more."""
    some = ahead(NEVER, recharge(part("1", units=1, item=1000)))

    assert overpaid(some, "R1", INSTANT) == (part("1", units=1, item=1000),)
    assert set(refusals(some, recharge(part("1", units=2, item=1000)), INSTANT)) == {
        "recharge_exceeds"
    }
    assert due(then(some, recharge(), world=INSTANT)) == 2500


def test_what_was_charged_again_may_come_and_be_paid_for_again() -> None:
    """The buyer kept the goods, paid for them, and sends them after all (R37)."""
    paid = ahead(withdraw(days=9), recharge(days=9.5), pay(days=10))
    assert balance(paid) == Money(2500, "EUR")

    came = then(paid, ask_back(TWO, days=11), receive(TWO, days=13, return_id="R2"), world=INSTANT)
    gone = then(came, refund(return_id="R2", days=14), world=INSTANT)

    assert balance(gone) == Money(500, "EUR")
    for law in LAWS_OF_AN_ORDER:
        law(gone)


@pytest.mark.parametrize("settle", [AHEAD, instead(days=8)])
def test_what_was_settled_ahead_is_not_settled_again_as_lost(settle: Any) -> None:
    """The buyer never sent it, and it was never delivered after all (R26)."""
    kept = then(then(ASKED, settle, world=INSTANT), close(ReturnEnd.NEVER_SENT, days=90))
    lost = then(kept, not_delivered(days=91), stranded(Trouble.LOST, days=92))

    (part_,) = refund_for(lost, parcel_id="P1")
    assert (part_.line, part_.units) == ("2", 1)
    assert replaceable_units(lost, None, "P1") == {"2": 1}
    for law in LAWS_OF_AN_ORDER:
        law(then(lost, refund(parcel_id="P1", days=93)))


def test_units_that_cost_nothing_are_charged_again_beside_others() -> None:
    """They are no longer paid for, and may be paid for as they are lost."""
    free = given(
        place(Line("A", 1, price="10 EUR"), Line("B", 1, price="0 EUR")), pay(), ship(), deliver()
    )
    asked = then(free, ask_back(("P1", "1", 1), ("P1", "2", 1)))
    owing = ahead(withdraw(days=9), recharge(days=9.5), order=asked)

    assert owing.refunds[0].recharged == (part("1", units=1, item=1000), part("2", units=1))
    assert overpaid(owing, "R1", INSTANT) == ()


def two_ahead(*commands: Any) -> Order:
    """Two units in a return each, both of which were paid ahead."""
    asked = (ask_back(ONE), ask_back(ONE, return_id="R2"))
    paid = (AHEAD, refund(return_id="R2", ahead=True, days=8), went_out(), went_out("F2"))
    after = then(HERE, *asked, *paid, *commands, world=INSTANT)
    for law in LAWS_OF_AN_ORDER:
        law(after)
    return after


def test_what_is_owed_for_one_unit_charges_no_other_again() -> None:
    """One never came and is owed for; the other came, and was rightly paid for."""
    owing = two_ahead(receive(ONE, days=20, return_id="R2"), NEVER, recharge())

    assert overpaid(owing, "R2", INSTANT) == ()
    assert "nothing_to_recharge" in refusals(owing, recharge(refund_id="F2"), INSTANT)


@pytest.mark.parametrize("price", ["10 EUR", "4 EUR"])
def test_what_is_owed_for_one_unit_takes_nothing_from_another(price: str) -> None:
    """The other came, and is exchanged or paid back for as if nothing were owed."""
    both = then(HERE, ask_back(ONE), ask_back(ONE, return_id="R2"))
    asked = then(both, AHEAD, went_out(), world=INSTANT)
    owing = then(asked, receive(ONE, days=20, return_id="R2"), NEVER, recharge(), world=INSTANT)
    bowl = (Line("C", 1, price=price),)

    swapped = then(owing, instead(("1", 1), return_id="R2", lines=bowl, days=96), world=INSTANT)

    (new,) = swapped.replacements
    assert sum(part.charges.total for part in new.worth) == 1000
    assert comes_to(owing, "R2") == (part("1", units=1, item=1000),)


@pytest.mark.parametrize("recharged", [True, False])
def test_what_is_owed_for_goods_that_came_after_all_is_let_off(recharged: bool) -> None:
    """Under another return: nobody is charged for what is here, and the return has an end (R37)."""
    kept = ahead(withdraw(days=9), *((recharge(days=9.5),) if recharged else ()))
    came = then(kept, ask_back(TWO, days=10), receive(TWO, days=12, return_id="R2"), world=INSTANT)

    if recharged:
        came = then(came, refund(return_id="R2", days=13), world=INSTANT)
        assert (came.refunds[1].parts, came.refunds[1].waived) == ((part("1", units=2),), 2000)
    else:
        assert overpaid(came, "R1", INSTANT) == ()
        assert "nothing_to_refund" in refusals(came, refund(return_id="R2", days=13), INSTANT)

    assert due(came) == held(came)
    assert balance(came) == Money(500, "EUR")
    closed = then(came, close(ReturnEnd.REFUNDED, return_id="R2", days=14), world=INSTANT)
    for law in LAWS_OF_AN_ORDER:
        law(closed)


def test_what_has_not_gone_out_is_not_charged_again() -> None:
    """It may still fail, and then nothing was paid."""
    underway = then(then(ASKED, AHEAD, world=INSTANT), withdraw(days=9))

    assert "refund_not_ahead" in refusals(underway, recharge(), INSTANT)


def test_what_may_be_charged_again_is_offered() -> None:
    """Where there is anything."""

    def offered(order: Order) -> list[Any]:
        return [
            some for some in allowed(order, later(95), INSTANT) if isinstance(some, RechargeRefund)
        ]

    assert offered(ahead()) == offered(ASKED) == []
    assert offered(ahead(NEVER)) == [recharge(part("1", units=2, item=2000))]
