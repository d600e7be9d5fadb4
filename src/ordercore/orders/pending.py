"""Why an order does not go on to its shipping yet."""

from enum import Enum
from typing import TYPE_CHECKING

import attrs

from ordercore.kernel.time import Instant
from ordercore.orders.money import is_secured
from ordercore.orders.payment import PaymentStatus
from ordercore.orders.stations import has_awaiting
from ordercore.orders.status import OrderStatus

if TYPE_CHECKING:
    from ordercore.orders.state import Order


class PendingReason(Enum):
    """What an order waits for."""

    RELEASE = "release"
    """It was ordered ahead, and is not to be had yet."""
    PAYMENT = "payment"
    """No payment was tried yet, or the marketplace has not released it."""
    REST_OF_PAYMENT = "rest_of_payment"
    """A part of what is due is secured."""
    ANOTHER_PAYMENT = "another_payment"
    """The last payment failed, ran out or was given back."""
    HOLD = "hold"


@attrs.frozen
class Pending:
    """One reason, with what it hangs on: a date, or the kind of a hold."""

    reason: PendingReason
    until: Instant | None = None
    hold_kind: str = ""


def pending(order: "Order", at: Instant) -> tuple[Pending, ...]:
    """Give everything that an order waits for at a moment; nothing where nothing awaits."""
    if not has_awaiting(order):
        return ()
    held = tuple(
        Pending(PendingReason.HOLD, hold.expires_at, hold.kind) for hold in order.open_holds(at)
    )
    return (*_before_payment(order, at), *held)


def _before_payment(order: "Order", at: Instant) -> tuple[Pending, ...]:
    if order.status is OrderStatus.PENDING_AVAILABILITY:
        soon = order.preorder.available_at if order.preorder else None
        return (Pending(PendingReason.RELEASE, soon),)
    if is_secured(order, at):
        return ()
    if any(payment.stands(at) for payment in order.payments):
        return (Pending(PendingReason.REST_OF_PAYMENT),)
    ended = {PaymentStatus.FAILED, PaymentStatus.EXPIRED, PaymentStatus.VOIDED}
    tried = any(payment.status in ended or payment.has_expired(at) for payment in order.payments)
    return (Pending(PendingReason.ANOTHER_PAYMENT if tried else PendingReason.PAYMENT),)
