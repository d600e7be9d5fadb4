"""Moves of money: promised, taken, ended, and given back."""

import datetime as dt
from collections.abc import Iterator

from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.orders.capturing import CapturePayment
from ordercore.orders.ending import ExpirePayment, FailPayment, VoidPayment
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import counted_refunds, due, refundable, secured
from ordercore.orders.parts import RefundStatus
from ordercore.orders.paying import AuthorisePayment, ConfirmPayment
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.settling import ConfirmRefund, FailRefund
from ordercore.orders.state import Order
from ordercore.testing.sweep.moves.scope import Scope

UNIT = 200
"""What one unit costs in every sweep, in minor units; also the only part of a sum that is given."""

LASTS = dt.timedelta(days=10)
"""How long authorisations and holds last that run out by themselves."""


def _amounts(order: Order, most: int) -> tuple[Money | None, ...]:
    """Give all that is due, and the price of one unit where that is less."""
    part = order.currency is not None and most > UNIT
    return (None, Money(UNIT, order.currency or "EUR")) if part else (None,)


def securing(order: Order, at: Instant, scope: Scope) -> Iterator[OrderCommand]:
    """Pay, promise or fail to pay what is due, in whole or in part."""
    live = [payment for payment in order.payments if payment.stands()]
    if len(live) < scope.payments:
        for amount in _amounts(order, due(order) - secured(order)):
            yield ConfirmPayment(order_id=order.id, at=at, amount=amount)
            yield AuthorisePayment(order_id=order.id, at=at, amount=amount)
        yield FailPayment(order_id=order.id, at=at)


def at_the_door(order: Order, at: Instant, scope: Scope) -> Iterator[OrderCommand]:
    """Promise to pay at the door what is due, in whole or in part."""
    if sum(payment.stands() for payment in order.payments) < scope.payments:
        for amount in _amounts(order, due(order) - secured(order)):
            yield AuthorisePayment(order_id=order.id, at=at, amount=amount, on_delivery=True)


def lapsing(order: Order, at: Instant, scope: Scope) -> Iterator[OrderCommand]:
    """Promise what is due for a while."""
    if sum(payment.stands(at) for payment in order.payments) < scope.payments:
        until = at + LASTS
        yield AuthorisePayment(order_id=order.id, at=at, expires_at=until)
        yield AuthorisePayment(order_id=order.id, at=at, expires_at=until, on_delivery=True)


def ending(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Take every payment, in whole and in part, and end it in every way."""
    for payment in order.payments:
        for amount in _amounts(order, payment.open):
            yield CapturePayment(order_id=order.id, at=at, payment_id=payment.id, amount=amount)
        yield FailPayment(order_id=order.id, at=at, payment_id=payment.id)
        yield ExpirePayment(order_id=order.id, at=at, payment_id=payment.id)
        yield VoidPayment(order_id=order.id, at=at, payment_id=payment.id)


def refunding(order: Order, at: Instant, scope: Scope) -> Iterator[OrderCommand]:
    """Give back what is owed for everything, and a sum or all that is left as a remedy."""
    id = order.id
    yield IssueRefund(order_id=id, at=at, reason="units_cancelled")
    for rma in order.returns:
        yield IssueRefund(order_id=id, at=at, reason="customer_return", return_id=rma.id)
    for parcel in order.parcels:
        yield IssueRefund(order_id=id, at=at, reason="undeliverable", parcel_id=parcel.id)
    remedies = [some for some in counted_refunds(order) if some.reason == "goodwill"]
    left = refundable(order)
    if len(remedies) < scope.remedies and left > 0 and order.currency:
        for minor in dict.fromkeys((scope.remedy, left)):
            amount = Money(minor, order.currency)
            yield IssueRefund(order_id=id, at=at, reason="goodwill", amount=amount)


def settling(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Let every refund go out, and fail."""
    for refund in order.refunds:
        if refund.status is not RefundStatus.FAILED or refund is order.refunds[-1]:
            yield ConfirmRefund(order_id=order.id, at=at, refund_id=refund.id)
            yield FailRefund(order_id=order.id, at=at, refund_id=refund.id)


def money(order: Order, at: Instant, scope: Scope) -> Iterator[OrderCommand]:
    """Give all moves of money."""
    for moves in (securing, at_the_door, lapsing, ending, refunding, settling):
        yield from moves(order, at, scope)


def paid_at_once(order: Order, at: Instant, _: Scope) -> Iterator[OrderCommand]:
    """Pay all that is due."""
    if not order.payments:
        yield ConfirmPayment(order_id=order.id, at=at)
