"""The lifecycles of the axes payment, delivery and returns: which word may follow which.

The fourth axis, the status, has its own beside its words.
An order may rest on almost any word of these axes; what is open is open in a payment, a parcel or
a return, and their lifecycles say so.
"""

from ordercore.kernel.lifecycle import Lifecycle
from ordercore.orders.axes import DeliveryAxis, PaymentAxis, ReturnsAxis

_TAKE = ("CapturePayment", "ConfirmShipment")
_PAY = ("ConfirmPayment",)
_PROMISE = ("AuthorisePayment",)
_END = ("FailPayment", "ExpirePayment", "VoidPayment")
_REFUND = ("IssueRefund",)
_BOUNCE = ("FailRefund",)

PAYMENT_AXIS_LIFECYCLE = Lifecycle(
    name="money",
    starts=frozenset({PaymentAxis.UNPAID}),
    edges={
        PaymentAxis.UNPAID: {
            PaymentAxis.AUTHORISED: _PROMISE,
            PaymentAxis.CAPTURED: _PAY,
            PaymentAxis.FAILED: ("FailPayment",),
            PaymentAxis.FREE: (*_PROMISE, *_PAY),
        },
        PaymentAxis.FAILED: {
            PaymentAxis.AUTHORISED: _PROMISE,
            PaymentAxis.CAPTURED: _PAY,
            PaymentAxis.FREE: (*_PROMISE, *_PAY),
        },
        PaymentAxis.FREE: {
            PaymentAxis.AUTHORISED: _PROMISE,
            PaymentAxis.CAPTURED: _PAY,
        },
        PaymentAxis.AUTHORISED: {
            PaymentAxis.PARTIALLY_CAPTURED: (*_TAKE, *_PAY),
            PaymentAxis.CAPTURED: _TAKE,
            PaymentAxis.FAILED: _END,
            PaymentAxis.FREE: _END,
        },
        PaymentAxis.PARTIALLY_CAPTURED: {
            PaymentAxis.CAPTURED: (*_TAKE, *_END),
            PaymentAxis.PARTIALLY_REFUNDED: _REFUND,
            PaymentAxis.REFUNDED: _REFUND,
        },
        PaymentAxis.CAPTURED: {
            PaymentAxis.PARTIALLY_CAPTURED: _PROMISE,
            PaymentAxis.PARTIALLY_REFUNDED: _REFUND,
            PaymentAxis.REFUNDED: _REFUND,
        },
        PaymentAxis.PARTIALLY_REFUNDED: {
            PaymentAxis.REFUNDED: _REFUND,
            PaymentAxis.CAPTURED: _BOUNCE,
            PaymentAxis.PARTIALLY_CAPTURED: _BOUNCE,
        },
        PaymentAxis.REFUNDED: {
            PaymentAxis.PARTIALLY_REFUNDED: (*_BOUNCE, *_TAKE, *_PAY),
            PaymentAxis.CAPTURED: _BOUNCE,
            PaymentAxis.PARTIALLY_CAPTURED: _BOUNCE,
        },
    },
    rests=frozenset(PaymentAxis) - {PaymentAxis.AUTHORISED, PaymentAxis.PARTIALLY_CAPTURED},
)
"""Money may be promised again after it was taken, for lines that were added; so may it be for an
order that was free."""

_SEND = ("ConfirmShipment", "AdoptLines")
_ARRIVE = ("RecordDelivery",)
_STRAND = ("RecordUndelivered",)
_NOT_THERE = ("RetractDelivery",)
_NOT_LOST = ("RetractUndelivered",)

DELIVERY_LIFECYCLE = Lifecycle(
    name="delivery",
    starts=frozenset({DeliveryAxis.NONE}),
    edges={
        DeliveryAxis.NONE: {DeliveryAxis.UNDERWAY: ("ConfirmShipment",)},
        DeliveryAxis.UNDERWAY: {
            DeliveryAxis.PARTIALLY_DELIVERED: (*_ARRIVE, *_NOT_LOST),
            DeliveryAxis.DELIVERED: _ARRIVE,
            DeliveryAxis.UNDELIVERED: (*_STRAND, "ReceiveUndelivered"),
        },
        DeliveryAxis.PARTIALLY_DELIVERED: {
            DeliveryAxis.UNDERWAY: (*_STRAND, *_NOT_THERE),
            DeliveryAxis.DELIVERED: (*_ARRIVE, *_NOT_LOST),
            DeliveryAxis.UNDELIVERED: (*_STRAND, *_NOT_THERE),
        },
        DeliveryAxis.DELIVERED: {
            DeliveryAxis.UNDERWAY: _NOT_THERE,
            DeliveryAxis.PARTIALLY_DELIVERED: (*_SEND, *_STRAND, *_NOT_THERE),
            DeliveryAxis.UNDELIVERED: (*_STRAND, *_NOT_THERE),
        },
        DeliveryAxis.UNDELIVERED: {
            DeliveryAxis.UNDERWAY: (*_SEND, *_NOT_LOST),
            DeliveryAxis.PARTIALLY_DELIVERED: (*_ARRIVE, *_NOT_LOST),
            DeliveryAxis.DELIVERED: (*_ARRIVE, *_NOT_LOST),
        },
    },
    rests=frozenset(DeliveryAxis) - {DeliveryAxis.UNDERWAY},
)
"""A delivery may be followed by trouble, and trouble by a delivery; either may be taken back."""

_HERE = ("ReceiveReturn", "GradeReturn", "SendBackReturn")

_NOTHING_COMES = ("DeclineReturn", "WithdrawReturn", "CloseReturn")
"""Of several returns, one may be over without anything while another came."""

RETURNS_LIFECYCLE = Lifecycle(
    name="returns",
    starts=frozenset({ReturnsAxis.NONE}),
    edges={
        # What was lost on its way back may turn up once nothing is open any more.
        ReturnsAxis.NONE: {
            ReturnsAxis.OPEN: ("RequestReturn",),
            ReturnsAxis.RECEIVED: ("ReceiveReturn",),
        },
        ReturnsAxis.OPEN: {
            ReturnsAxis.NONE: _NOTHING_COMES,
            ReturnsAxis.RECEIVED: (*_HERE, *_NOTHING_COMES),
        },
        ReturnsAxis.RECEIVED: {ReturnsAxis.OPEN: ("RequestReturn",)},
    },
    rests=frozenset({ReturnsAxis.NONE, ReturnsAxis.RECEIVED}),
)
