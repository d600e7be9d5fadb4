"""Which units are settled: each is paid back for or replaced, once, however it came to that.

It may be under a return, or for a parcel that did not arrive; and what was settled while its parcel
seemed lost, or under one return, is not settled again under another.
"""

from typing import TYPE_CHECKING

from ordercore.kernel.ids import LineId, OrderId, ParcelId, ReturnId
from ordercore.kernel.units import total_by_line
from ordercore.orders.parts import Refund
from ordercore.returns import Return, ReturnEnd

if TYPE_CHECKING:
    from ordercore.orders.replacement import Replacement
    from ordercore.orders.state import Order


MADE_GOOD = (ReturnEnd.REPLACED, ReturnEnd.EXCHANGED)
"""Ends of a return by which another order takes the place of the money."""


def is_made_good(order: "Order", rma: Return) -> bool:
    """Tell whether a return was closed as made good by an order that this one knows nothing of."""
    closing = rma.closing
    if closing is None or closing.end not in MADE_GOOD:
        return False
    return order.replacement(closing.reference) is None


def refunds_of_difference(order: "Order", id: OrderId) -> tuple[Refund, ...]:
    """Give the refunds that count of what was worth more than what replaced it."""
    return tuple([some for some in order.refunds if some.counts and some.replaced_by == id])


def settled_units(order: "Order", some: "Replacement") -> dict[LineId, int]:
    """Give the units of each line that a replacement settles: those that it stands for.

    Of an exchange of which something was paid back already it is all of them, also once it is
    over, as long as their return has them or waits for them: what is left of their worth is paid
    back as of the exchange.
    """
    if not some.is_over or not refunds_of_difference(order, some.id):
        return some.standing
    units = total_by_line(some.units)
    rma = order.return_(some.return_id) if some.return_id is not None else None
    if rma is None:
        return units
    let_in: dict[LineId, int] = {}
    for parcel_id, line in rma.places:
        here = rma.taken_back(parcel_id, line) + rma.outstanding(parcel_id, line)
        let_in[line] = let_in.get(line, 0) + here
    return {line: min(number, let_in.get(line, 0)) for line, number in units.items()}


def replaced_units(
    order: "Order", return_id: ReturnId | None, parcel_id: ParcelId | None, but: OrderId = ""
) -> dict[LineId, int]:
    """Give the units of each line of a return or a parcel that are replaced, ``but`` by one."""
    counts: dict[LineId, int] = {}
    for some in order.replacements:
        if (some.return_id, some.parcel_id) == (return_id, parcel_id) and some.id != but:
            for line, units in settled_units(order, some).items():
                counts[line] = counts.get(line, 0) + units
    return counts


def refunded_units(
    order: "Order",
    return_id: ReturnId | None,
    parcel_id: ParcelId | None,
    *,
    but_ahead: bool = False,
) -> dict[LineId, int]:
    """Give the units of each line of a return or a parcel that were paid back for.

    With ``but_ahead`` only those that had come by then.
    """
    counts: dict[LineId, int] = {}
    for refund in order.refunds:
        if not refund.counts or (but_ahead and refund.ahead):
            continue
        if (refund.return_id, refund.parcel_id) == (return_id, parcel_id):
            for part in refund.net:
                counts[part.line] = counts.get(part.line, 0) + part.units
    return counts


def settled_under(
    order: "Order", return_id: ReturnId | None, parcel_id: ParcelId | None
) -> dict[LineId, int]:
    """Give the units of each line of a return or a parcel that were paid back for or replaced."""
    counts = refunded_units(order, return_id, parcel_id)
    if order.replacements:
        for line, number in replaced_units(order, return_id, parcel_id).items():
            counts[line] = counts.get(line, 0) + number
    return counts


def free_of_place(order: "Order", rma: Return, parcel_id: ParcelId, line: LineId) -> int:
    """Tell how many units of a line from a parcel may be settled under a return at all.

    Not those that were settled while the parcel seemed lost, and not what other returns settled.
    """
    parcel = order.parcel(parcel_id)
    free = parcel.holds(line) if parcel else 0
    if order.refunds or order.replacements:
        free -= settled_under(order, None, parcel_id).get(line, 0)
        most = max(0, free)
        for other in order.returns:
            if other.id != rma.id:
                free -= min(most, _settled_at(order, other, parcel_id, line))
    return max(0, free)


def come_otherwise(order: "Order", rma: Return) -> dict[LineId, int]:
    """Give the units of each line that came under other returns for what was settled under this.

    They are from the same parcels, and nothing may be settled for them there.
    """
    counts: dict[LineId, int] = {}
    for other in order.returns:
        for place, line in other.places if other.id != rma.id else ():
            if (place, line) in rma.places:
                came = other.taken_back(place, line)
                more = came - min(came, free_of_place(order, other, place, line))
                counts[line] = counts.get(line, 0) + more
    return counts


def left_of_parcel(order: "Order", parcel_id: ParcelId | None) -> dict[LineId, int]:
    """Give the units of each line of a parcel that did not arrive, less those settled in returns.

    Those had been paid for ahead, or replaced in advance, while they seemed to be with the buyer.
    """
    parcel = order.parcel(parcel_id) if parcel_id is not None else None
    if parcel is None or not parcel.is_stranded:
        return {}
    left = total_by_line(parcel.units)
    for rma in order.returns:
        for place, line in rma.places:
            if place == parcel.id:
                left[line] -= min(left[line], _settled_at(order, rma, place, line))
    return left


def _settled_at(order: "Order", rma: Return, parcel_id: ParcelId, line: LineId) -> int:
    """Tell how many units from a parcel were settled under a return.

    Of a return from several parcels it is not known of which: first those are taken that came,
    then those that were replaced in advance.
    """
    places = [place for place in rma.places if place[1] == line]
    settled = settled_under(order, rma.id, None).get(line, 0)
    taken = 0
    for counts in (Return.taken_back, _not_taken_back):
        for place in places:
            here = min(settled, counts(rma, *place))
            settled -= here
            if place[0] == parcel_id:
                taken += here
    return taken


def _not_taken_back(rma: Return, parcel_id: ParcelId, line: LineId) -> int:
    return rma.asked(parcel_id, line) - rma.taken_back(parcel_id, line)
