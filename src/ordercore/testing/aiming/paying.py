"""Payments: confirmed, promised, taken, and ended."""

from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.orders.capturing import CapturePayment
from ordercore.orders.ending import ExpirePayment, FailPayment, VoidPayment
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import due, owed_for, secured
from ordercore.orders.paying import AuthorisePayment, ConfirmPayment, PayCommand, order_is_available
from ordercore.orders.payment import Payment
from ordercore.orders.state import Order
from ordercore.orders.stations import has_awaiting
from ordercore.orders.world import WORLD
from ordercore.testing.aiming.choosing import Maker, Pick, Wild, any_moment, one_of, soon

METHODS = ("card", "transfer", "voucher")


def _owed(order: Order, pick: Pick) -> Money | None:
    """Pick all or a part of what is not secured yet; nothing to name where no price is known."""
    owed = due(order) - secured(order)
    if order.currency is None or owed < 2 or pick(3):
        return None
    return Money(1 + pick(owed), order.currency)


def _payable(order: Order, at: Instant) -> bool:
    if order_is_available.check(order, PayCommand(order_id=order.id, at=at), WORLD) is not None:
        return False
    if any(payment.stands() for payment in order.payments):
        return due(order) > secured(order)
    return bool(order.parcels) or has_awaiting(order)


def _confirm(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    if not _payable(order, at):
        return None
    return ConfirmPayment(
        order_id=order.id, at=at, amount=_owed(order, pick), method=one_of(pick, METHODS)
    )


def _authorise(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    if not _payable(order, at):
        return None
    return AuthorisePayment(
        order_id=order.id,
        at=at,
        amount=_owed(order, pick),
        on_delivery=not pick(4),
        expires_at=soon(at, pick) if not pick(3) else None,
    )


def _open(order: Order) -> list[Payment]:
    return [payment for payment in order.payments if payment.open > 0]


def _capture(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    arrived = any(parcel.is_with_buyer for parcel in order.parcels)
    ready = [
        payment
        for payment in _open(order)
        if not payment.has_expired(at)
        and (arrived or not payment.on_delivery)
        and owed_for(order, payment) > 0
    ]
    if not ready or any(hold.kind == "fraud" for hold in order.open_holds(at)):
        return None
    payment = one_of(pick, ready)
    some = 1 + pick(owed_for(order, payment))
    amount = Money(some, payment.amount.currency) if payment.amount and not pick(3) else None
    return CapturePayment(order_id=order.id, at=at, payment_id=payment.id, amount=amount)


def _fail(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    ids = [payment.id for payment in _open(order)]
    if _payable(order, at):
        ids.append("")
    if not ids or pick(4):
        return None
    return FailPayment(order_id=order.id, at=at, payment_id=one_of(pick, ids), reason="declined")


def _expire(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    over = [payment for payment in _open(order) if payment.has_expired(at)]
    if not over:
        return None
    return ExpirePayment(order_id=order.id, at=at, payment_id=one_of(pick, over).id)


def _void(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    if not _open(order) or pick(4):
        return None
    return VoidPayment(order_id=order.id, at=at, reason="no longer needed")


MAKERS: tuple[Maker, ...] = (_confirm, _authorise, _confirm, _capture, _fail, _expire, _void)


def _any_money(order: Order, pick: Pick) -> Money | None:
    currency = order.currency or "EUR" if pick(5) else "USD"
    return Money(pick(3_000) - 100, currency) if pick(3) else None


def _any_payment(_: Order, pick: Pick, __: Instant) -> dict[str, str]:
    return {"payment_id": one_of(pick, ("", "PAY1", "PAY2", "nobody's"))}


WILDEST: tuple[Wild, ...] = (
    (
        ConfirmPayment,
        lambda order, pick, at: {
            **_any_payment(order, pick, at),
            "amount": _any_money(order, pick),
        },
    ),
    (
        AuthorisePayment,
        lambda order, pick, at: {
            **_any_payment(order, pick, at),
            "amount": _any_money(order, pick),
            "expires_at": any_moment(at, pick) if pick(2) else None,
        },
    ),
    (
        CapturePayment,
        lambda order, pick, at: {
            **_any_payment(order, pick, at),
            "amount": _any_money(order, pick),
        },
    ),
    (
        FailPayment,
        lambda order, pick, at: {
            **_any_payment(order, pick, at),
            "amount": _any_money(order, pick),
        },
    ),
    (ExpirePayment, _any_payment),
    (VoidPayment, _any_payment),
)
