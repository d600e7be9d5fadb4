"""The money of an order: what is due, paid, refunded and still refundable."""

from collections.abc import Container
from typing import TYPE_CHECKING

from ordercore.kernel.charges import Charges
from ordercore.kernel.ids import LineId
from ordercore.kernel.money import Money
from ordercore.orders.line import Line
from ordercore.orders.parts import RefundPart
from ordercore.orders.stations import cancelled_units
from ordercore.returns.rma import Return

if TYPE_CHECKING:
    from ordercore.orders.state import Order

GOODS = frozenset({"item", "tax", "discount"})
"""Components that come back with the goods. Outbound shipping and wrapping do not, unless the
seller is at fault; that belongs to the return policy."""


def kept_charges(line: Line, cancelled: int) -> Charges | None:
    """Give what a line costs without its cancelled units, which are its last ones."""
    if line.charges is None or not cancelled or not line.quantity:
        return line.charges if line.quantity else None
    return line.charges.portion(line.quantity, 0, line.quantity - cancelled)


def due(order: "Order") -> int:
    """Give what the buyer owes for everything not cancelled, in minor units."""
    cancelled = cancelled_units(order)
    charges = (kept_charges(line, cancelled.get(line.id, 0)) for line in order.lines)
    return sum(some.total for some in charges if some is not None)


def paid(order: "Order") -> int:
    """Give what the buyer paid, in minor units."""
    return sum([payment.amount.minor for payment in order.payments if payment.amount])


def refunded(order: "Order") -> int:
    """Give what was given back, in minor units."""
    return sum([part.charges.total for refund in order.refunds for part in refund.parts])


def balance(order: "Order") -> Money | None:
    """Give what we hold of the buyer's money; ``None`` while no price is known."""
    if order.currency is None:
        return None
    return Money(paid(order) - refunded(order), order.currency)


def refunded_by_line(order: "Order") -> dict[LineId, Charges]:
    """Give what was given back of each line, component by component."""
    totals: dict[LineId, Charges] = {}
    for refund in order.refunds:
        for part in refund.parts:
            before = totals.get(part.line)
            totals[part.line] = part.charges if before is None else before + part.charges
    return totals


def refundable_charges(order: "Order", wanted: Container[LineId]) -> dict[LineId, Charges]:
    """Give what may still be given back of lines: what was charged for them, less refunds.

    Units that were cancelled before anything was paid were never charged.
    """
    never_paid = cancelled_units(order, paid=False)
    back = refunded_by_line(order)
    left: dict[LineId, Charges] = {}
    for line in order.lines:
        if line.id not in wanted:
            continue
        charged = kept_charges(line, never_paid.get(line.id, 0))
        if charged is not None:
            refunds = back.get(line.id)
            left[line.id] = charged if refunds is None else charged - refunds
    return left


def unrefunded_units(order: "Order", rma: Return) -> dict[LineId, int]:
    """Give the units of each line that came back under a return and were not refunded yet."""
    units: dict[LineId, int] = {}
    for received in rma.received:
        line = received.units.line
        units[line] = units.get(line, 0) + received.units.quantity
    for refund in order.refunds:
        if refund.return_id == rma.id:
            for part in refund.parts:
                units[part.line] = units.get(part.line, 0) - part.units
    return units


def refund_for(order: "Order", rma: Return) -> tuple[RefundPart, ...]:
    """Give what the units received under a return are worth: goods, their tax and discount.

    Units already refunded are not counted again, and of a line from which money was given back
    for another reason no more than the rest.
    Shares are cut in the order in which units are refunded, so that however a line is taken
    apart, the refunds of all its units add up to its charges.
    """
    before: dict[LineId, int] = {}
    for refund in order.refunds:
        for part in refund.parts:
            before[part.line] = before.get(part.line, 0) + part.units
    unrefunded = unrefunded_units(order, rma)
    limits = refundable_charges(order, unrefunded)
    parts: list[RefundPart] = []
    for line_id, units in unrefunded.items():
        line = order.line(line_id)
        if line.charges is not None and units:
            share = line.charges.portion(line.quantity, before.get(line_id, 0), units, GOODS)
            parts.append(RefundPart(line_id, share.capped(limits[line_id]), units))
    return tuple(parts)
