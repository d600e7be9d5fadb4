"""The money of an order: what is due, secured, taken, given back, and may still be given back.

Amounts are in minor units of the order's one currency.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ordercore.kernel.charges import Charges
from ordercore.kernel.ids import LineId, ParcelId, PaymentId, ReturnId
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units, total_by_line
from ordercore.orders.carried import carried_by_line
from ordercore.orders.line import Line
from ordercore.orders.parts import Refund
from ordercore.orders.payment import Payment
from ordercore.orders.settled import (
    free_of_place,
    is_made_good,
    left_of_parcel,
    settled_under,
)
from ordercore.orders.stations import cancelled_units
from ordercore.shipping.parcel import Parcel

if TYPE_CHECKING:
    from ordercore.orders.state import Order

# What is owed, promised and taken


def kept_charges(line: Line, cancelled: int) -> Charges | None:
    """Give what a line costs without its cancelled units, which are its last ones."""
    if line.charges is None or not cancelled or not line.quantity:
        return line.charges if line.quantity else None
    return line.charges.portion(line.quantity, 0, line.quantity - cancelled)


def charged_for(order: "Order", line: Line) -> Charges | None:
    """Give what was charged for a line: not for units cancelled before anything was taken for them.

    Each cancellation takes the last units there are, so what was given back for some of them and
    what was never taken for the others add up.
    """
    if line.charges is None or not line.quantity:
        return None
    left, end = line.charges, line.quantity
    for gone in order.cancellations:
        for some in gone.units:
            if some.line == line.id:
                end -= some.quantity
                if not gone.paid:
                    left = left - line.charges.portion(line.quantity, end, some.quantity)
    return left


def due(order: "Order") -> int:
    """Give what the buyer owes for everything not cancelled, and not back before it was paid."""
    return due_without(order, ())


def due_without(order: "Order", units: tuple[Units, ...]) -> int:
    """Give what the buyer would owe if further units were cancelled."""
    if not order.cancellations and not units:
        total = sum([line.charges.total for line in order.lines if line.charges and line.quantity])
        return total - _waived(order) if order.refunds else total
    cancelled = cancelled_units(order)
    for some in units:
        cancelled[some.line] = cancelled.get(some.line, 0) + some.quantity
    charges = [kept_charges(line, cancelled.get(line.id, 0)) for line in order.lines]
    return sum([some.total for some in charges if some is not None]) - _waived(order)


def _waived(order: "Order") -> int:
    return sum([refund.waived for refund in counted_refunds(order)])


def due_for(order: "Order", parcels: Iterable[Parcel]) -> int:
    """Give what the buyer owes for the units in some parcels."""
    return due_for_units(
        order, total_by_line([some for parcel in parcels for some in parcel.units])
    )


def due_for_units(order: "Order", units: Mapping[LineId, int]) -> int:
    """Give what the buyer owes for so many units of each line, the first ones of it."""
    return sum(
        [
            line.charges.portion(line.quantity, 0, units[line.id]).total
            for line in order.lines
            if line.charges is not None and units.get(line.id)
        ]
    )


def owed_for(order: "Order", payment: Payment) -> int:
    """Give what may be taken by a payment: all that is due; at the door, of what arrived."""
    owed = due(order)
    if payment.on_delivery:
        with_buyer = [parcel for parcel in order.parcels if parcel.is_with_buyer]
        owed = min(owed, due_for(order, with_buyer))
    return max(0, min(payment.open, owed - held(order)))


def secured(order: "Order", at: Instant | None = None) -> int:
    """Give what is held or may still be taken; at a moment, without what has run out by then."""
    promised = [
        payment.captured if payment.has_expired(at) else payment.secured
        for payment in order.payments
    ]
    return sum(promised) - (_no_longer_held(order) if order.refunds else 0)


def is_secured(order: "Order", at: Instant | None = None) -> bool:
    """Tell whether an order is paid for, or will be.

    Of an imported order this is a fact and not a sum: the marketplace releases it, whatever
    prices it tells of.
    """
    if not any(payment.stands(at) for payment in order.payments):
        return False
    return order.terms.imported or secured(order, at) >= due(order)


def captured(order: "Order") -> int:
    """Give what was taken from the buyer."""
    return sum([payment.captured for payment in order.payments])


def held(order: "Order") -> int:
    """Give what was taken and pays for the order as it is now.

    What went back of a surplus does not, nor what is charged again; what went back for goods that
    were sent, or as a remedy, had been paid for.
    """
    return captured(order) - _no_longer_held(order)


def _no_longer_held(order: "Order") -> int:
    return sum(
        [
            refund.surplus + sum([part.charges.total for part in refund.recharged])
            for refund in counted_refunds(order)
        ]
    )


def surplus(order: "Order") -> int:
    """Give what is held beyond what is due: after a cancellation, or a change to fewer units."""
    return max(0, held(order) - due(order))


def is_taken(order: "Order") -> bool:
    """Tell whether all that is due was taken, or will be at the door."""
    at_the_door = sum([payment.open for payment in order.payments if payment.on_delivery])
    return order.terms.imported or held(order) + at_the_door >= due(order)


# What was given back


def counted_refunds(order: "Order") -> Iterator[Refund]:
    """Give the refunds whose money is gone or on its way."""
    return (refund for refund in order.refunds if refund.counts)


def refunded(order: "Order") -> int:
    """Give what was given back, or is on its way."""
    return sum([part.charges.total for refund in counted_refunds(order) for part in refund.parts])


def balance(order: "Order") -> Money | None:
    """Give what we hold of the buyer's money; ``None`` while no price is known."""
    if order.currency is None:
        return None
    return Money(captured(order) - refunded(order), order.currency)


def refunded_by_line(order: "Order") -> dict[LineId, Charges]:
    """Give what was given back of each line and not charged again, component by component."""
    totals: dict[LineId, Charges] = {}
    for refund in counted_refunds(order):
        for part in refund.net:
            before = totals.get(part.line)
            totals[part.line] = part.charges if before is None else before + part.charges
    return totals


def refunded_by_payment(order: "Order") -> dict[PaymentId, int]:
    """Give what went back by each payment, or is on its way."""
    totals: dict[PaymentId, int] = {}
    for refund in counted_refunds(order):
        for share in refund.shares:
            totals[share.payment] = totals.get(share.payment, 0) + share.minor
    return totals


# What may still be given back


def refundable_charges(order: "Order", wanted: Container[LineId]) -> dict[LineId, Charges]:
    """Give what may still be given back of lines: what was charged for them, less refunds.

    Units that were cancelled before anything was taken for them were never charged, and what pays
    for the goods of an exchange does not go back.
    """
    back = refunded_by_line(order)
    if order.replacements:
        for line_id, carried in carried_by_line(order).items():
            back[line_id] = back[line_id] + carried if line_id in back else carried
    left: dict[LineId, Charges] = {}
    for line in order.lines:
        if line.id not in wanted:
            continue
        charged = charged_for(order, line)
        if charged is not None:
            refunds = back.get(line.id)
            # Units may have been cancelled after more was given back than the rest is worth.
            left[line.id] = charged if refunds is None else (charged - refunds).floored()
    return left


def refundable(order: "Order") -> int:
    """Give how much of the buyer's money may still go back: not what pays for exchanged goods."""
    left = captured(order) - refunded(order)
    return left - carried(order) if order.replacements else left


def carried(order: "Order") -> int:
    """Give what was taken with this order and pays for the goods of exchanges."""
    return sum([charges.total for charges in carried_by_line(order).values()])


def unrefunded_units(
    order: "Order", return_id: ReturnId | None, parcel_id: ParcelId | None
) -> dict[LineId, int]:
    """Give the units of each line that are still to be paid back for.

    Those that came back under a return, or did not reach the buyer in a parcel; without either,
    those that were cancelled after money was taken for them.
    """
    units = dict(_units_to_refund(order, return_id, parcel_id))
    for line, number in settled_under(order, return_id, parcel_id).items():
        units[line] = units.get(line, 0) - number
    return units


def _units_to_refund(
    order: "Order", return_id: ReturnId | None, parcel_id: ParcelId | None
) -> dict[LineId, int]:
    if return_id is not None:
        return _received_and_owed(order, return_id)
    if parcel_id is not None:
        return left_of_parcel(order, parcel_id)
    return cancelled_units(order, paid=True)


def _received_and_owed(order: "Order", return_id: ReturnId) -> dict[LineId, int]:
    """Give the units taken back under a return, but those settled otherwise.

    Rejected units are not paid for, and neither is what was made good by another order.
    """
    rma = order.return_(return_id)
    counts: dict[LineId, int] = {}
    if rma is None or is_made_good(order, rma):
        return counts
    for parcel_id, line in rma.places:
        taken = rma.taken_back(parcel_id, line)
        counts[line] = counts.get(line, 0) + min(taken, free_of_place(order, rma, parcel_id, line))
    return counts
