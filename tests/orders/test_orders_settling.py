"""What a payment provider answers to a refund."""

import pytest
from order_stories import (
    bounced,
    given,
    later,
    nothing_happens,
    pay,
    place,
    refund,
    refusals,
    then,
    went_out,
    when,
)

from ordercore.kernel.money import Money
from ordercore.orders.axes import PaymentAxis
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import balance, refundable
from ordercore.orders.parts import RefundStatus
from ordercore.orders.settling import (
    REFUND_LIFECYCLE,
    ConfirmRefund,
    FailRefund,
    RefundConfirmed,
    RefundFailed,
    offer_answers,
)
from ordercore.orders.world import WORLD

ALL = refund(amount=Money(2500, "EUR"), reason="goodwill")

ASKED = given(place(), pay(), ALL)
"""25.00 are on their way back to the buyer."""


def test_money_on_its_way_is_gone_until_it_fails() -> None:
    """Nothing more can be given back meanwhile."""
    assert ASKED.refunds[0].status is RefundStatus.IN_FLIGHT
    assert (refundable(ASKED), ASKED.payment_axis) == (0, PaymentAxis.REFUNDED)
    assert refusals(ASKED, refund(amount=Money(1, "EUR"), reason="goodwill"))


def test_a_refund_goes_out() -> None:
    """Once; told again, it is nothing new."""
    event = when(ASKED, went_out())
    assert isinstance(event, RefundConfirmed)
    assert event.refund_id == "F1"
    order = then(ASKED, went_out())

    assert order.refunds[0].status is RefundStatus.SUCCEEDED
    assert balance(order) == Money(0, "EUR")
    assert nothing_happens(order, went_out(days=12))


def test_a_refund_fails_and_is_tried_again() -> None:
    """Its money is the buyer's still, and goes back by another refund with a key of its own."""
    event = when(ASKED, bounced(reason="account_closed"))
    assert isinstance(event, RefundFailed)
    assert (event.refund_id, event.reason) == ("F1", "account_closed")
    failed = then(ASKED, bounced(reason="account_closed"))
    assert (failed.refunds[0].status, failed.refunds[0].failure) == (
        RefundStatus.FAILED, "account_closed",
    )  # fmt: skip
    assert (refundable(failed), failed.payment_axis) == (2500, PaymentAxis.CAPTURED)
    assert nothing_happens(failed, bounced(days=12))

    order = then(failed, refund(amount=Money(2500, "EUR"), reason="goodwill", days=12))

    assert [(some.id, some.key) for some in order.refunds] == [("F1", "O-1/F1"), ("F2", "O-1/F2")]
    assert then(order, went_out("F2", days=13)).payment_axis is PaymentAxis.REFUNDED


def test_a_refund_that_failed_is_not_asked_for_again_under_its_id() -> None:
    """Its key has been used up; the same wish under it would never be fulfilled."""
    order = given(
        place(), pay(), refund(amount=Money(5, "EUR"), reason="goodwill", refund_id="f"),
        bounced("f"),
    )  # fmt: skip

    again = refund(amount=Money(5, "EUR"), reason="goodwill", refund_id="f", days=12)

    assert refusals(order, again) == {"refund_already_exists": {"refund": "f"}}


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [(went_out(), bounced(days=12), "succeeded"), (bounced(), went_out(days=12), "failed")],
    ids=["went out", "failed"],
)
def test_the_first_answer_stands(first: OrderCommand, second: OrderCommand, status: str) -> None:
    """A refund goes out or fails once."""
    assert refusals(then(ASKED, first), second) == {
        "refund_settled_otherwise": {"refund": "F1", "status": status}
    }


@pytest.mark.parametrize("command", [went_out("F9"), bounced("F9")], ids=["went out", "failed"])
def test_only_a_refund_that_there_is_is_answered(command: OrderCommand) -> None:
    """Of this order."""
    assert refusals(ASKED, command) == {"refund_unknown": {"refund": "F9"}}


def test_other_refunds_stay_as_they_are() -> None:
    """An answer is to one of them."""
    order = given(
        place(), pay(), refund(amount=Money(5, "EUR"), reason="goodwill"),
        refund(amount=Money(6, "EUR"), reason="goodwill"),
    )  # fmt: skip

    after = then(order, went_out("F2"))

    assert after.refunds[0] is order.refunds[0]
    assert after.refunds[1].status is RefundStatus.SUCCEEDED


def test_both_answers_are_offered_to_what_is_on_its_way() -> None:
    """And to nothing else."""
    for kind in (ConfirmRefund, FailRefund):
        assert [
            getattr(some, "refund_id", "") for some in offer_answers(kind)(ASKED, later(11), WORLD)
        ] == ["F1"]
        assert offer_answers(kind)(then(ASKED, went_out()), later(12), WORLD) == ()


def test_what_went_out_or_failed_stays_so() -> None:
    """Both are ends; what a marketplace reports begins as the first."""
    assert REFUND_LIFECYCLE.terminal == {RefundStatus.SUCCEEDED, RefundStatus.FAILED}
    assert REFUND_LIFECYCLE.starts == {RefundStatus.IN_FLIGHT, RefundStatus.SUCCEEDED}
