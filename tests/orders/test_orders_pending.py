"""Why an order waits."""

from typing import Any

import pytest
from order_stories import ONE_B, TWO_A, given, imported, later, pay, place, ship

from ordercore.kernel.money import Money
from ordercore.orders.ending import ExpirePayment, FailPayment, VoidPayment
from ordercore.orders.holding import PlaceHold, ReleaseHold
from ordercore.orders.message import OrderCommand
from ordercore.orders.paying import AuthorisePayment
from ordercore.orders.pending import Pending, PendingReason
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.releasing import ReleasePreorder
from ordercore.orders.status import OrderStatus

TEN = Money(1000, "EUR")

R = PendingReason


def command(of: type[OrderCommand], days: float = 0, **content: Any) -> OrderCommand:
    """Make a command about the order of the stories."""
    return of(order_id="O-1", at=later(days), **content)


def preorder() -> PlaceOrder:
    """Order ahead what is to be had in 30 days."""
    return place(TWO_A, ONE_B, available_at=later(30))


HOLD = command(PlaceHold, kind="fraud", owner="risk", expires_at=later(21))


@pytest.mark.parametrize(
    ("commands", "days", "expected"),
    [
        ((place(),), 0, (Pending(R.PAYMENT),)),
        ((imported(),), 0, (Pending(R.PAYMENT),)),
        ((place(), pay(amount=TEN)), 0, (Pending(R.REST_OF_PAYMENT),)),
        ((place(), command(FailPayment)), 0, (Pending(R.ANOTHER_PAYMENT),)),
        (
            (place(), command(AuthorisePayment), command(VoidPayment)),
            0,
            (Pending(R.ANOTHER_PAYMENT),),
        ),
        (
            (
                place(),
                command(AuthorisePayment, expires_at=later(7)),
                command(ExpirePayment, 7),
            ),
            8,
            (Pending(R.ANOTHER_PAYMENT),),
        ),
        ((place(), command(AuthorisePayment, expires_at=later(7))), 6.9, ()),
        (
            (place(), command(AuthorisePayment, expires_at=later(7))),
            7,
            (Pending(R.ANOTHER_PAYMENT),),
        ),
        ((preorder(),), 0, (Pending(R.RELEASE, later(30)),)),
        ((preorder(), command(ReleasePreorder, 30)), 30, (Pending(R.PAYMENT),)),
        (
            (imported(word=OrderStatus.PENDING_AVAILABILITY),),
            0,
            (Pending(R.RELEASE),),
        ),
        ((place(), pay(), HOLD), 20.9, (Pending(R.HOLD, later(21), "fraud"),)),
        ((place(), pay(), HOLD), 21, ()),
        ((place(), pay(), HOLD, command(ReleaseHold, 1)), 1, ()),
        (
            (place(), HOLD),
            0,
            (Pending(R.PAYMENT), Pending(R.HOLD, later(21), "fraud")),
        ),
        ((place(), pay()), 0, ()),
        ((place(), pay(), ship()), 2, ()),
    ],
)
def test_an_order_says_what_it_waits_for(
    commands: tuple[OrderCommand, ...], days: float, expected: tuple[Pending, ...]
) -> None:
    """Release, payment and holds, each with the date it hangs on."""
    assert given(*commands).pending(later(days)) == expected
