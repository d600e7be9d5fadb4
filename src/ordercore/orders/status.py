"""The status of an order: derived, never stored. The first row that holds is the status."""

from collections.abc import Callable
from enum import Enum

import attrs

from ordercore.kernel.lifecycle import Lifecycle


class OrderStatus(Enum):
    """How far an order has come, in the words of the marketplace."""

    PENDING_AVAILABILITY = "pending_availability"
    PENDING = "pending"
    UNSHIPPED = "unshipped"
    PARTIALLY_SHIPPED = "partially_shipped"
    INVOICE_UNCONFIRMED = "invoice_unconfirmed"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"
    UNFULFILLABLE = "unfulfillable"

    @property
    def is_over(self) -> bool:
        """Whether nothing of the order will ever be shipped."""
        return self in (OrderStatus.CANCELLED, OrderStatus.UNFULFILLABLE)

    @property
    def is_all_sent(self) -> bool:
        """Whether everything that was not cancelled has been shipped."""
        return self in (OrderStatus.SHIPPED, OrderStatus.INVOICE_UNCONFIRMED)

    @property
    def rank(self) -> int:
        """How far along it is; a report of a lower rank tells of the past."""
        return _RANKS[self]


_RANKS = {status: rank for rank, status in enumerate(OrderStatus)}


@attrs.frozen
class Situation:
    """The facts that a status hangs on."""

    awaiting: int
    shipped: int
    paid: bool
    """Whether what is due is secured: captured, authorised, or promised on delivery."""
    reported: OrderStatus | None
    available: bool = True
    """Whether it is no pre-order that still waits for its release."""


STATUS_TABLE: tuple[tuple[OrderStatus, Callable[[Situation], bool]], ...] = (
    (
        OrderStatus.UNFULFILLABLE,
        lambda s: not s.awaiting and not s.shipped and s.reported is OrderStatus.UNFULFILLABLE,
    ),
    (OrderStatus.CANCELLED, lambda s: not s.awaiting and not s.shipped),
    (
        OrderStatus.PENDING_AVAILABILITY,
        lambda s: (
            not s.paid
            and not s.shipped
            and (not s.available or s.reported is OrderStatus.PENDING_AVAILABILITY)
        ),
    ),
    (OrderStatus.PENDING, lambda s: not s.paid and not s.shipped),
    (OrderStatus.UNSHIPPED, lambda s: not s.shipped),
    (OrderStatus.PARTIALLY_SHIPPED, lambda s: s.awaiting > 0),
    (
        OrderStatus.INVOICE_UNCONFIRMED,
        lambda s: s.reported is OrderStatus.INVOICE_UNCONFIRMED,
    ),
    (OrderStatus.SHIPPED, lambda _: True),
)


def status_of(situation: Situation) -> OrderStatus:
    """Give the first status whose row holds; the last row always does."""
    return next(status for status, holds in STATUS_TABLE if holds(situation))


_SHIP = ("ConfirmShipment",)
_CANCEL = ("CancelUnits", "RequestCancellation", "AcceptCancellation")
_CANCEL_PAID = (*_CANCEL, "CancelOverdue")
_FILL = ("RecordUnfillable",)
_PAY = ("ConfirmPayment", "AuthorisePayment")
_UNPAY = ("FailPayment", "ExpirePayment", "VoidPayment", "AmendOrder")

ORDER_LIFECYCLE = Lifecycle(
    name="order",
    starts=frozenset(
        {
            OrderStatus.PENDING,
            OrderStatus.PENDING_AVAILABILITY,
            OrderStatus.CANCELLED,
            OrderStatus.UNFULFILLABLE,
        }
    ),
    edges={
        OrderStatus.PENDING_AVAILABILITY: {
            OrderStatus.PENDING: ("ReleasePreorder", "RecordReport"),
            OrderStatus.CANCELLED: _CANCEL,
            OrderStatus.UNFULFILLABLE: (*_CANCEL, *_FILL),
        },
        OrderStatus.PENDING: {
            OrderStatus.UNSHIPPED: (*_PAY, *_CANCEL, *_FILL, "AmendOrder", "FailRefund"),
            OrderStatus.CANCELLED: _CANCEL,
            OrderStatus.UNFULFILLABLE: (*_CANCEL, *_FILL),
        },
        OrderStatus.UNSHIPPED: {
            OrderStatus.PENDING: _UNPAY,
            OrderStatus.PARTIALLY_SHIPPED: _SHIP,
            OrderStatus.SHIPPED: _SHIP,
            OrderStatus.INVOICE_UNCONFIRMED: _SHIP,
            OrderStatus.CANCELLED: _CANCEL_PAID,
            OrderStatus.UNFULFILLABLE: (*_CANCEL_PAID, *_FILL),
        },
        OrderStatus.PARTIALLY_SHIPPED: {
            OrderStatus.SHIPPED: (*_SHIP, *_CANCEL_PAID, *_FILL),
            OrderStatus.INVOICE_UNCONFIRMED: (*_SHIP, *_CANCEL_PAID, *_FILL),
        },
        OrderStatus.INVOICE_UNCONFIRMED: {OrderStatus.SHIPPED: ("RecordReport",)},
        OrderStatus.SHIPPED: {},
        OrderStatus.CANCELLED: {},
        OrderStatus.UNFULFILLABLE: {},
    },
)
"""``CANCELLED`` and ``UNFULFILLABLE`` are starts as well: a report may tell of an order that was
cancelled unit by unit before we heard of it, and then has no units left at all."""
