"""The axes of an order: status, payment, delivery and returns, each a function of the value alone.

Holds are the fifth axis, and depend on the moment that is asked about: see ``Order.open_holds``.
"""

from enum import Enum
from typing import TYPE_CHECKING

from ordercore.orders.money import captured, is_secured, refunded
from ordercore.orders.status import OrderStatus, Situation, status_of

if TYPE_CHECKING:
    from ordercore.orders.state import Order


class PaymentAxis(Enum):
    """How far the money of an order has come."""

    UNPAID = "unpaid"
    FAILED = "failed"
    """Unpaid, and the last try failed or ran out."""
    FREE = "free"
    """Released, and nothing is to be taken for it."""
    AUTHORISED = "authorised"
    PARTIALLY_CAPTURED = "partially_captured"
    CAPTURED = "captured"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"


class DeliveryAxis(Enum):
    """How far the parcels of an order have come."""

    NONE = "none"
    UNDERWAY = "underway"
    PARTIALLY_DELIVERED = "partially_delivered"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    """No parcel is underway any more, and none is with the buyer."""


class ReturnsAxis(Enum):
    """How far what comes back has come."""

    NONE = "none"
    OPEN = "open"
    RECEIVED = "received"


def status(order: "Order") -> OrderStatus:
    """Give the status of an order."""
    shipped = sum([units.quantity for parcel in order.parcels for units in parcel.units])
    cancelled = sum([units.quantity for some in order.cancellations for units in some.units])
    ordered = sum([line.quantity for line in order.lines])
    return status_of(
        Situation(
            awaiting=ordered - cancelled - shipped,
            shipped=shipped,
            paid=is_secured(order),
            available=order.preorder is None or order.preorder.released_at is not None,
            reported=order.report.status if order.report else None,
        )
    )


def payment(order: "Order") -> PaymentAxis:
    """Tell how far the money has come."""
    if not any(payment.stands() for payment in order.payments):
        return PaymentAxis.FAILED if order.payments else PaymentAxis.UNPAID
    taken, back = captured(order), refunded(order)
    if back:
        return PaymentAxis.REFUNDED if back == taken else PaymentAxis.PARTIALLY_REFUNDED
    # Of what the marketplace took, it may not tell how much.
    any_taken = bool(taken) or any(
        payment.amount is None and payment.stands() for payment in order.payments
    )
    if any(payment.open for payment in order.payments):
        return PaymentAxis.PARTIALLY_CAPTURED if any_taken else PaymentAxis.AUTHORISED
    return PaymentAxis.CAPTURED if any_taken else PaymentAxis.FREE


def delivery(order: "Order") -> DeliveryAxis:
    """Tell how far the parcels have come."""
    if not order.parcels:
        return DeliveryAxis.NONE
    arrived = sum([parcel.is_with_buyer for parcel in order.parcels])
    if arrived == len(order.parcels):
        return DeliveryAxis.DELIVERED
    if arrived:
        return DeliveryAxis.PARTIALLY_DELIVERED
    underway = any(parcel.is_underway for parcel in order.parcels)
    return DeliveryAxis.UNDERWAY if underway else DeliveryAxis.UNDELIVERED


def returns(order: "Order") -> ReturnsAxis:
    """Tell how far what comes back has come; of what was only asked for, nothing did."""
    if not order.returns:
        return ReturnsAxis.NONE
    if not all(rma.status.is_over for rma in order.returns):
        return ReturnsAxis.OPEN
    return ReturnsAxis.RECEIVED if any(rma.received for rma in order.returns) else ReturnsAxis.NONE
