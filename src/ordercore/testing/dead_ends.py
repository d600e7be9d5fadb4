"""The law that nothing gets stuck: from wherever an order is, all of it can come to an end."""

from collections.abc import Iterator

from ordercore.orders.claimed import claimed_money
from ordercore.orders.money import captured, due, refunded
from ordercore.orders.parts import RefundStatus
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import WORLD, World
from ordercore.shipping import ParcelStatus
from ordercore.testing.ending import (
    cancelled_to_the_end,
    end_of,
    paid_back_to_the_end,
    shipped_to_the_end,
)
from ordercore.testing.laws import LAWS_OF_AN_ORDER

ENDS = (OrderStatus.CANCELLED, OrderStatus.UNFULFILLABLE, OrderStatus.SHIPPED)


def no_dead_ends(order: Order, world: World = WORLD) -> None:
    """Everything can be brought to an end: units, parcels, returns, requests, holds and money.

    Tried twice: what waits is cancelled, or shipped. Nothing is kept then that is not due, and
    all money that is left can be given back.
    """
    at = end_of(order)
    for end in (cancelled_to_the_end(order, world), shipped_to_the_end(order, world)):
        kept = captured(end) - refunded(end)
        # A remedy that failed may be given again, or not; nothing is owed for it. What claims gave
        # the buyer may be all that was owed for some units, or a part, and more is a remedy.
        failed = any(refund.status is RefundStatus.FAILED for refund in end.refunds)
        if kept > due(end) and not failed and not _by_claims(end):
            raise AssertionError(f"of {due(end)} due there is kept: {kept}")
        paid_back = paid_back_to_the_end(end, world)
        left = [*_unended(paid_back), *paid_back.open_holds(at)]
        if left:
            raise AssertionError(f"a dead end, for this is left: {left}")
        for law in LAWS_OF_AN_ORDER:
            law(paid_back)


def _by_claims(order: Order) -> int:
    """Give what the buyer has got by claims."""
    money = claimed_money(order)
    return money.by_claims.minor if money else 0


def _unended(order: Order) -> Iterator[object]:
    """Give every part of an order that is not over."""
    if order.status not in ENDS:
        yield order.status
    if refunded(order) < captured(order) - _by_claims(order):
        yield order.balance
    yield from (
        parcel
        for parcel in order.parcels
        if not parcel.is_with_buyer and parcel.status is not ParcelStatus.BACK
    )
    yield from (rma for rma in order.returns if not rma.status.is_over)
    yield from (payment for payment in order.payments if payment.open)
    yield from (refund for refund in order.refunds if refund.status is RefundStatus.IN_FLIGHT)
    yield from (request for request in order.cancel_requests if request.accepted is None)
