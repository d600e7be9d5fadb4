"""Faults that users of other order systems reported: here the rules make each impossible."""

import pytest
from order_stories import (
    ONE_B,
    TWO_A,
    accepts,
    amend,
    ask_back,
    ask_to_cancel,
    authorise,
    bounced,
    came_back,
    cancel,
    capture,
    deliver,
    given,
    imported,
    later,
    nothing_happens,
    part,
    pay,
    place,
    receive,
    refund,
    refusals,
    send_to,
    ship,
    shortage,
    stranded,
    then,
    void,
    went_out,
)

from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.orders.address import Address
from ordercore.orders.decider import allowed
from ordercore.orders.line import Line
from ordercore.orders.money import captured, due, refundable, refunded, refunded_by_payment
from ordercore.orders.payment import PaymentStatus
from ordercore.orders.pricing import promoted
from ordercore.orders.state import Order
from ordercore.orders.stations import Stations
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import SubStatus, World
from ordercore.shipping import Trouble
from ordercore.testing import LAWS_OF_AN_ORDER, no_dead_ends


def eur(minor: int) -> Money:
    """Make euros."""
    return Money(minor, "EUR")


def lawful(order: Order) -> Order:
    """Give an order that keeps every law, and is stuck nowhere."""
    for law in LAWS_OF_AN_ORDER:
        law(order)
    no_dead_ends(order)
    return order


# Compensation


def test_r19_a_refund_and_a_cancellation_bring_no_unit_back() -> None:
    """Units move by what happens to them, never by money: law 1, each is in one station."""
    order = given(
        place(TWO_A), pay(), ship(("1", 1)), refund(part("1", item=500), reason="goodwill")
    )
    order = then(lawful(order), cancel(days=11))

    assert order.stations["1"] == Stations(cancelled=1, shipped=1)
    assert "units_not_awaiting" in refusals(order, cancel(("1", 1), days=12))
    lawful(order)


def test_r19_a_cancelled_order_is_not_left_again() -> None:
    """No command leads out of cancelled: law 8, the lifecycle has no such move."""
    order = lawful(given(place(TWO_A), pay(), cancel(days=1)))

    assert order.status is OrderStatus.CANCELLED
    assert "nothing_awaits_shipment" in refusals(order, ship(days=2))
    assert "order_is_over" in refusals(order, amend(ONE_B, at=later(2)))
    for command in allowed(order, later(2)):
        assert then(order, command).status is OrderStatus.CANCELLED


# Refunds


def test_r21_two_refunds_in_parallel_stay_within_the_capture() -> None:
    """A refund on its way counts as one that went out: law 2, per payment."""
    order = given(place(TWO_A), pay(), refund(amount=eur(1500), reason="goodwill"))

    beyond = part("1", item=501)
    assert "refund_exceeds_payment" in refusals(order, refund(beyond, reason="goodwill"))
    assert "refund_misses_amount" in refusals(order, refund(amount=eur(501), reason="goodwill"))
    assert refundable(order) == 500

    order = then(order, refund(amount=eur(500), reason="goodwill"))
    assert (captured(order), refunded(order)) == (2000, 2000)
    lawful(order)


def test_r21_a_failed_refund_frees_its_money_once() -> None:
    """Failing gives back what was on its way, and no more: laws 2 and 8."""
    order = given(place(TWO_A), pay(), refund(amount=eur(2000), reason="goodwill"), bounced())

    again = then(order, refund(amount=eur(2000), reason="goodwill", days=12))
    assert refusals(again, refund(amount=eur(1), reason="goodwill", days=13))
    assert nothing_happens(again, bounced())
    assert "refund_settled_otherwise" in refusals(order, went_out())
    lawful(again)


def test_r21_a_negative_refund_takes_no_money() -> None:
    """Neither a part nor a sum may be below nothing, nor hide in another line: law 2."""
    order = given(place(TWO_A, ONE_B), pay())

    assert "nothing_to_refund" in refusals(order, refund(part("1", item=-1)))
    assert "nothing_to_refund" in refusals(order, refund(part("1", item=300), part("2", item=-1)))
    assert "nothing_to_refund" in refusals(order, refund(amount=eur(-1), reason="goodwill"))
    assert "nothing_to_refund" in refusals(order, refund(amount=eur(0), reason="goodwill"))


def test_r22_two_steps_do_not_refund_more_than_one() -> None:
    """Charges are used up line by line, component by component: law 2."""
    taxed = Line("A", 2, charges=Charges("EUR", item=2000, tax=380))
    order = given(place(taxed, ONE_B), pay(), refund(part("1", item=1500, tax=380)))

    assert "refund_exceeds_charges" in refusals(order, refund(part("1", item=501)))
    assert "refund_exceeds_charges" in refusals(order, refund(part("1", item=1, tax=1)))
    assert "refund_exceeds_charges" in refusals(
        order, refund(part("1", item=300), part("1", item=300))
    )
    assert refunded(lawful(then(order, refund(part("1", item=500))))) == 2380


def test_r22_a_return_is_refunded_once() -> None:
    """The same refund again is harmless, and another one finds nothing left: laws 2 and 4."""
    order = given(
        place(TWO_A), pay(), ship(), deliver(), ask_back(("P1", "1", 1)),
        receive(("P1", "1", 1)), refund(return_id="R1", refund_id="F1"),
    )  # fmt: skip

    assert nothing_happens(order, refund(return_id="R1", refund_id="F1"))
    assert "nothing_to_refund" in refusals(order, refund(return_id="R1"))
    assert "refunded_units_not_due" in refusals(
        order, refund(part("1", 1, item=1000), return_id="R1")
    )
    assert refunded(lawful(order)) == 1000


def test_r22_a_lost_parcel_that_turns_up_is_not_refunded_twice() -> None:
    """Its units were paid for as lost; coming back under a return they are not again: law 2."""
    order = given(
        place(TWO_A), pay(), ship(("1", 1)), ship(("1", 1)), deliver("P2"),
        stranded(Trouble.LOST, days=4), refund(parcel_id="P1", reason="lost"),
        deliver("P1", days=11), ask_back(("P1", "1", 1), days=12), receive(("P1", "1", 1), days=13),
    )  # fmt: skip

    assert "nothing_to_refund" in refusals(order, refund(return_id="R1", days=14))
    assert refunded(lawful(order)) == 1000


@pytest.mark.parametrize("currency", ["JPY", "EUR", "KWD"])
def test_r23_unit_by_unit_refunds_come_to_the_last_minor_unit(currency: str) -> None:
    """Money is whole minor units, and portions of a line add up to it: law 2."""
    charges = Charges(currency, item=1000, tax=191, shipping=100, gift_wrap=50, discount=7)
    order = given(place(Line("A", 3, charges=charges)), pay(), ship(), deliver())
    for n in range(1, 4):
        order = then(
            order, ask_back(("P1", "1", 1)), receive(("P1", "1", 1), return_id=f"R{n}"),
            refund(return_id=f"R{n}"),
        )  # fmt: skip

    assert refunded(order) == 1000 + 191 - 7
    assert refundable(lawful(order)) == 150


def test_r24_what_is_owed_after_an_edit_is_the_new_sum_less_what_was_paid() -> None:
    """Nothing is stored that an edit could forget; sums are folded from the lines: law 2."""
    order = given(place(TWO_A), pay())
    grown = then(order, amend(Line("B", 1, price="7.00 EUR"), at=later(1)))
    assert (due(grown), captured(grown)) == (2700, 2000)
    assert captured(then(grown, pay(days=2))) == 2700

    smaller = then(grown, amend(take=(("1", 2),), at=later(2)))
    assert (due(smaller), captured(smaller)) == (700, 2000)
    paid_back = then(smaller, refund(reason="units_cancelled"))
    assert (due(paid_back), refundable(paid_back)) == (700, 700)
    lawful(paid_back)


def test_r24_an_edit_of_unpaid_units_owes_nothing_back() -> None:
    """Units that nobody paid for are not refunded when they are taken out: law 2."""
    order = given(place(TWO_A, ONE_B), amend(take=(("1", 1),)), pay())

    assert captured(order) == 1500
    assert "nothing_to_refund" in refusals(order, refund(reason="units_cancelled"))
    lawful(order)


def test_r25_a_refund_minds_the_discount_of_the_whole_order() -> None:
    """What a line was spared is not given back: law 2, per component."""
    lines = promoted((TWO_A, ONE_B), eur(500))
    order = given(place(*lines), pay(), ship(), deliver(), ask_back(("P1", "1", 2)))
    order = then(order, receive(("P1", "1", 2)), refund(return_id="R1"))

    assert captured(order) == 2000
    assert refunded(order) == 1600
    assert "refund_exceeds_charges" in refusals(order, refund(part("1", item=1)))
    lawful(order)


def test_r26_a_refund_over_two_payments_is_one_refund_in_two_shares() -> None:
    """Each payment gives back what it took, and no line is given back twice: law 2, per payment."""
    order = given(place(TWO_A), pay(amount=eur(1500)), pay(amount=eur(500)))

    order = then(order, refund(amount=eur(1700), reason="goodwill"))
    assert refunded_by_payment(order) == {"PAY1": 1500, "PAY2": 200}
    order = then(order, refund(amount=eur(300), reason="goodwill"))
    assert refunded_by_payment(order) == {"PAY1": 1500, "PAY2": 500}
    lawful(order)


def test_r26_a_second_partial_refund_of_a_line_goes_out() -> None:
    """What is left of a line can still be given back, to the last of it: law 8, money."""
    order = given(place(TWO_A), pay(), ship(), deliver(), ask_back(("P1", "1", 2)))
    order = then(order, receive(("P1", "1", 1)), refund(return_id="R1"))
    order = then(order, receive(("P1", "1", 1)), refund(return_id="R1", days=12))

    assert refunded(lawful(order)) == 2000


def test_r26_no_money_is_returned_when_none_is_due() -> None:
    """Authorised money was never taken; it is given back by voiding it: law 2."""
    order = given(place(TWO_A), authorise(), cancel(days=1))

    assert "nothing_to_refund" in refusals(order, refund(reason="units_cancelled"))
    order = then(order, void(days=2))
    assert order.payments[0].status is PaymentStatus.VOIDED
    lawful(order)


def test_r26_what_came_back_and_was_paid_back_is_not_paid_for_again() -> None:
    """Of a marketplace's order little was told to be paid; all of it came back, and so did that."""
    order = given(
        imported(TWO_A), pay(amount=eur(8)), ship(), stranded(Trouble.LOST), came_back(days=4),
        refund(parcel_id="P1", reason="lost"),
    )  # fmt: skip

    assert "nothing_is_due" in refusals(order, pay(days=12))


def test_r26_what_is_no_longer_asked_for_is_asked_for_again_when_the_refund_fails() -> None:
    """What is waived hangs on the refund; a line that is put in later is due as any other."""
    sent = given(imported(TWO_A), pay(amount=eur(800)), ship())
    lost = then(sent, stranded(Trouble.LOST), refund(parcel_id="P1"))
    assert (due(lost), captured(lost), refunded(lost)) == (800, 800, 800)

    failed = then(lost, bounced())
    assert (due(failed), refunded(failed)) == (2000, 0)
    lawful(failed)


def test_r26_units_cancelled_apart_are_given_back_to_the_last_of_it() -> None:
    """Two of three were paid for, and one pays for what came instead; 100 has no third part."""
    uneven = Line("A", 3, charges=Charges("JPY", item=100, tax=100))
    order = given(place(uneven), pay(), amend(take=(("1", 2),)))
    order = then(order, refund(reason="units_cancelled"))
    more = Line("B", 1, price="500 JPY")
    order = then(order, amend(more, take=(("1", 1),), at=later(11)), pay(days=12))

    order = then(order, bounced(days=13), refund(reason="units_cancelled", days=14))

    assert captured(order) - refunded(order) == due(order) == 500
    lawful(order)


def test_r26_a_returned_unit_that_was_half_paid_is_settled_by_its_goods() -> None:
    """What stays with the buyer is still due: of 20.00 for two, 15.00 were paid and one is back."""
    order = given(
        imported(TWO_A), pay(amount=eur(1500)), ship(), deliver(), ask_back(("P1", "1", 1))
    )
    order = then(order, receive(("P1", "1", 1)), refund(return_id="R1"))

    assert (refunded(order), due(order)) == (500, 1500)
    assert "nothing_is_due" in refusals(order, pay(days=12))
    lawful(order)


def test_r26_cash_at_the_door_is_not_taken_for_what_came_back() -> None:
    """Of 25.00 only 8.00 were paid; what cost 20.00 is back, so 5.00 stay due, and are paid."""
    order = given(
        imported(), authorise(on_delivery=True), ship(), deliver(), capture("8.00 EUR", days=4),
        ask_back(("P1", "1", 2)), receive(("P1", "1", 2)), refund(return_id="R1"),
    )  # fmt: skip

    assert (captured(order), refunded(order), due(order)) == (800, 300, 800)
    assert "capture_not_due" in refusals(order, capture("0.01 EUR", days=12))
    lawful(order)


def test_r26_a_shipment_takes_nothing_for_what_came_back() -> None:
    """Of 20.00 for a lost parcel 8.00 were paid, and go back; the next one costs 5.00."""
    order = given(
        imported(), pay(amount=eur(800)), ship(("1", 2)), authorise("17.00 EUR", days=2),
        stranded(Trouble.LOST), refund(parcel_id="P1"), ship(("2", 1), days=11),
    )  # fmt: skip

    assert (captured(order), refunded(order), due(order)) == (1300, 800, 1300)
    lawful(order)


def test_r26_what_is_kept_for_restocking_is_not_let_off_the_rest() -> None:
    """16.00 of 20.00 go back for a return, and what is still to come costs what it did."""
    order = given(
        imported(), authorise(), ship(("1", 2)), deliver(), ask_back(("P1", "1", 2)),
        receive(("P1", "1", 2)), refund(part("1", units=2, item=1600), return_id="R1"),
    )  # fmt: skip

    assert (captured(order), due(order)) == (2000, 2500)
    lawful(order)


def test_r26_a_remedy_was_paid_before_and_is_no_debt() -> None:
    """5.00 of 20.00 went back to please, then the parcel was lost: the rest goes, nothing else."""
    order = given(
        imported(), authorise(), ship(("1", 2)), refund(part("1", item=500), reason="goodwill"),
        stranded(Trouble.LOST, days=11), refund(parcel_id="P1", days=12),
    )  # fmt: skip

    assert (captured(order), refunded(order), due(order)) == (2000, 2000, 2500)
    lawful(order)


def test_r27_a_repeated_notice_takes_no_money_twice() -> None:
    """A payment and a capture are known by their ids: law 4; and captures stop at due: law 2."""
    order = given(place(TWO_A), pay(payment_id="pi_1"))
    assert nothing_happens(order, pay(payment_id="pi_1"))
    assert "nothing_is_due" in refusals(order, pay(payment_id="pi_2"))

    order = given(place(TWO_A), authorise(payment_id="pi_1"), capture("20.00 EUR", capture_id="ch"))
    assert nothing_happens(order, capture("20.00 EUR", capture_id="ch"))
    assert refusals(order, capture("20.00 EUR", capture_id="ch_2", payment_id="pi_1"))
    assert (captured(order), refunded(order)) == (2000, 0)
    lawful(order)


def test_r27_a_notice_that_says_more_than_before_is_not_taken_for_it() -> None:
    """A payment that failed, or was only promised, is not known to be paid: law 4."""
    failed = given(place(TWO_A), authorise(payment_id="pi_1"), void(payment_id="pi_1"))
    promised = given(place(TWO_A), authorise(payment_id="pi_1"))

    assert "payment_already_exists" in refusals(failed, pay(payment_id="pi_1"))
    assert "payment_already_exists" in refusals(promised, pay(payment_id="pi_1"))


@pytest.mark.parametrize("currency", ["JPY", "EUR", "KWD"])
def test_r29_the_last_minor_unit_can_be_given_back(currency: str) -> None:
    """A sum is dealt over lines without rest, down to one minor unit: law 2."""
    third = Line("A", 1, charges=Charges(currency, item=33, tax=1))
    order = given(place(third, third, third), pay())
    order = then(order, refund(amount=Money(101, currency), reason="goodwill"))
    assert [refundable(order), captured(order)] == [1, 102]

    order = then(order, refund(amount=Money(1, currency), reason="goodwill"))
    assert refundable(lawful(order)) == 0


# Stuck orders


def test_r30_cancelling_takes_what_waits_and_the_rest_ships() -> None:
    """Shipped units are in a parcel and nowhere else: law 1; nothing gets stuck: law 8."""
    order = given(place(Line("A", 3, price="1.00 EUR")), pay(), ship(("1", 1)))
    order = lawful(then(order, cancel(("1", 1), days=2)))
    assert order.stations["1"] == Stations(awaiting=1, cancelled=1, shipped=1)

    order = then(order, ship(days=3))
    assert order.status is OrderStatus.SHIPPED


def test_r30_after_two_of_three_units_the_third_ships() -> None:
    """Partially shipped is a status on the way: law 8."""
    order = given(place(Line("A", 3, price="1.00 EUR")), pay(), ship(("1", 2)))

    assert lawful(order).status is OrderStatus.PARTIALLY_SHIPPED
    assert then(order, ship(days=2)).status is OrderStatus.SHIPPED


def test_r31_an_edited_order_is_paid_shipped_and_cancelled_like_any_other() -> None:
    """There is no state of being modified to be stuck in; an edit is one event: law 8."""
    order = given(place(TWO_A), pay())
    order = lawful(then(order, amend(ONE_B, take=(("1", 1),), at=later(1))))
    assert order.status is OrderStatus.UNSHIPPED

    assert then(order, ship(days=2)).status is OrderStatus.SHIPPED
    assert then(order, cancel(days=2)).status is OrderStatus.CANCELLED


def test_r31_an_order_is_cancelled_whatever_became_of_its_product() -> None:
    """An order holds its lines itself, and asks no catalogue: law 9, arguments alone."""
    gone = Line("a product that was deleted", 1, price="1.00 EUR")

    assert given(place(gone), pay(), cancel(days=1)).status is OrderStatus.CANCELLED


def test_r32_a_word_of_the_hosts_own_takes_no_command_away() -> None:
    """Sub-statuses name situations; what is permitted hangs on properties: law 8."""
    engraving = SubStatus(name="engraving", of=OrderStatus.UNSHIPPED, holds=lambda _: True)
    world = World(substatuses=(engraving,))
    order = given(place(TWO_A), pay(), world=world)

    assert world.substatus(order) == "engraving"
    assert allowed(order, later(1), world) == allowed(order, later(1))
    assert accepts(order, cancel(days=1), world)
    assert accepts(order, ship(), world)
    no_dead_ends(order, world)


def test_r33_a_loop_of_cancellations_is_refused_and_changes_nothing() -> None:
    """What is cancelled awaits no more, so counts never fall below zero: laws 1 and 3."""
    order = given(place(TWO_A), pay(), ship(("1", 1)), cancel(("1", 1), days=2))
    for _ in range(50):
        assert "units_not_awaiting" in refusals(order, cancel(("1", 1), days=3))
        assert nothing_happens(order, cancel(days=3))

    assert lawful(order).stations["1"] == Stations(cancelled=1, shipped=1)


def test_r33_a_parcel_comes_back_once_however_often_it_is_said() -> None:
    """Coming back is bounded by what left: law 1."""
    order = given(place(TWO_A), pay(), ship(), stranded(Trouble.REFUSED), came_back(days=6))
    for _ in range(50):
        assert "units_not_missing" in refusals(order, came_back(days=7))

    assert lawful(order).stations["1"] == Stations(returned=2)


def test_r34_a_partial_shipment_is_no_pending_one() -> None:
    """The status is derived from where the units are, so it cannot lag behind: law 1."""
    order = given(place(TWO_A, ONE_B), pay(), ship(("1", 2)))

    assert order.status is OrderStatus.PARTIALLY_SHIPPED
    assert [parcel.status.value for parcel in order.parcels] == ["shipped"]
    lawful(order)


def test_r34_cancelling_an_item_ships_nothing() -> None:
    """A cancelled unit is in no parcel; the last one cancelled ends the order so: law 1."""
    order = given(place(TWO_A, ONE_B), pay(), cancel(("1", 2), days=1))
    assert (order.status, order.parcels) == (OrderStatus.UNSHIPPED, ())

    order = then(order, cancel(("2", 1), days=2))
    assert (order.status, order.parcels) == (OrderStatus.CANCELLED, ())
    lawful(order)


def test_r36_a_line_is_cancelled_by_itself() -> None:
    """Units are cancelled line by line, by the buyer's wish too; the rest goes on: law 8."""
    order = given(place(TWO_A, ONE_B), pay(), cancel(("2", 1), days=1))
    assert order.status is OrderStatus.UNSHIPPED

    asked = then(order, ask_to_cancel(("1", 1), days=1))
    assert asked.stations["1"] == Stations(awaiting=2)
    assert then(asked, ship(days=2)).status is OrderStatus.SHIPPED
    lawful(asked)


def test_r36_what_was_short_when_it_was_ordered_ships_when_it_is_there() -> None:
    """A shortage is noted beside the line and holds nothing up in the order: law 8."""
    order = given(imported(TWO_A), shortage("1"), pay())

    assert order.short == ("1",)
    assert then(lawful(order), ship()).status is OrderStatus.SHIPPED


def test_r36_nothing_of_an_order_is_changed_once_it_has_left() -> None:
    """Edits and addresses end with the first parcel; returns take over: law 3, with a reason."""
    order = given(place(TWO_A), pay(), ship(("1", 1)), deliver())

    elsewhere = send_to(Address(line1="elsewhere"), days=4)
    assert "already_shipped" in refusals(order, elsewhere)
    assert "already_shipped" in refusals(order, amend(ONE_B, at=later(4)))
    assert accepts(order, ask_back(("P1", "1", 1)))
