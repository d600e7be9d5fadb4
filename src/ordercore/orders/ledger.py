"""The ledger of an order: its money by line component and by payment, as plain values."""

from typing import TYPE_CHECKING

import attrs

from ordercore.kernel.charges import Charges
from ordercore.kernel.ids import LineId, PaymentId
from ordercore.orders.money import (
    balance,
    counted_refunds,
    due,
    kept_charges,
    refundable_charges,
    refunded_by_line,
)
from ordercore.orders.parts import RefundStatus
from ordercore.orders.payment import PaymentStatus
from ordercore.orders.stations import cancelled_units

if TYPE_CHECKING:
    from ordercore.kernel.money import Money
    from ordercore.orders.state import Order


@attrs.frozen(kw_only=True)
class LineAccount:
    """The money of one line, component by component; ``None`` while no price is known."""

    line: LineId
    charged: Charges | None
    """As ordered."""
    kept: Charges | None
    """Without what was cancelled; ``None`` also where nothing is left."""
    refunded: Charges | None
    """Given back, or on its way; ``None`` where nothing is."""
    refundable: Charges | None
    """What may still be given back of it, as far as it was taken."""


@attrs.frozen(kw_only=True)
class PaymentAccount:
    """The money of one payment, in minor units."""

    payment: PaymentId
    status: PaymentStatus
    authorised: int | None
    """``None``: the marketplace does not tell."""
    captured: int
    open: int
    """What may still be taken."""
    in_flight: int
    """On its way back."""
    refunded: int
    """Gone back."""


@attrs.frozen(kw_only=True)
class Ledger:
    """Everything that was charged, taken and given back."""

    due: int
    balance: "Money | None"
    """What we hold; ``None`` while no price is known."""
    lines: tuple[LineAccount, ...]
    payments: tuple[PaymentAccount, ...]


def ledger(order: "Order") -> Ledger:
    """Draw up the ledger of an order."""
    return Ledger(
        due=due(order),
        balance=balance(order),
        lines=_lines(order),
        payments=_payments(order),
    )


def _lines(order: "Order") -> tuple[LineAccount, ...]:
    cancelled, back = cancelled_units(order), refunded_by_line(order)
    left = refundable_charges(order, {line.id for line in order.lines})
    return tuple(
        LineAccount(
            line=line.id,
            charged=line.charges,
            kept=kept_charges(line, cancelled.get(line.id, 0)),
            refunded=back.get(line.id),
            refundable=left.get(line.id),
        )
        for line in order.lines
    )


def _payments(order: "Order") -> tuple[PaymentAccount, ...]:
    back: dict[tuple[PaymentId, RefundStatus], int] = {}
    for refund in counted_refunds(order):
        for share in refund.shares:
            key = (share.payment, refund.status)
            back[key] = back.get(key, 0) + share.minor
    return tuple(
        PaymentAccount(
            payment=payment.id,
            status=payment.status,
            authorised=payment.amount.minor if payment.amount else None,
            captured=payment.captured,
            open=payment.open,
            in_flight=back.get((payment.id, RefundStatus.IN_FLIGHT), 0),
            refunded=back.get((payment.id, RefundStatus.SUCCEEDED), 0),
        )
        for payment in order.payments
    )
