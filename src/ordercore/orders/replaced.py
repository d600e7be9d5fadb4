"""Which units of an order are replaced, and which may be: each is refunded or replaced, once."""

from typing import TYPE_CHECKING

from ordercore.kernel.ids import LineId, OrderId, ParcelId, ReturnId
from ordercore.kernel.time import Instant
from ordercore.kernel.units import total_by_line
from ordercore.orders.parts import Refund

if TYPE_CHECKING:
    from ordercore.orders.replacement import Replacement
    from ordercore.orders.state import Order


def refunds_of_difference(order: "Order", id: OrderId) -> tuple[Refund, ...]:
    """Give the refunds that count of what was worth more than what replaced it."""
    return tuple([some for some in order.refunds if some.counts and some.replaced_by == id])


def settled_units(order: "Order", some: "Replacement") -> dict[LineId, int]:
    """Give the units of each line that a replacement settles.

    Those that it stands for; of an exchange of which a difference was paid back all of them, also
    once it is over: what is left of their worth is paid back as of the exchange.
    """
    if some.ended and refunds_of_difference(order, some.id):
        return total_by_line(some.units)
    return some.standing


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


def promised_units(order: "Order", return_id: ReturnId) -> dict[LineId, int]:
    """Give the units of each line of a return whose replacement has still to be sent."""
    counts: dict[LineId, int] = {}
    for some in order.replacements:
        if some.return_id == return_id and some.sent_at is None:
            for line, units in settled_units(order, some).items():
                counts[line] = counts.get(line, 0) + units
    return counts


def refunded_units(
    order: "Order", return_id: ReturnId | None, parcel_id: ParcelId | None
) -> dict[LineId, int]:
    """Give the units of each line of a return or a parcel that were paid back for."""
    counts: dict[LineId, int] = {}
    for refund in order.refunds:
        if refund.counts and (refund.return_id, refund.parcel_id) == (return_id, parcel_id):
            for part in refund.parts:
                counts[part.line] = counts.get(part.line, 0) + part.units
    return counts


def settled_of_parcel(order: "Order", parcel_id: ParcelId, line: LineId) -> int:
    """Tell how many units of a line were paid for or replaced while their parcel seemed lost."""
    paid_for = refunded_units(order, None, parcel_id).get(line, 0)
    return paid_for + replaced_units(order, None, parcel_id).get(line, 0)


def replaceable_units(
    order: "Order", return_id: ReturnId | None, parcel_id: ParcelId | None
) -> dict[LineId, int]:
    """Give the units of each line that may be replaced: neither paid back for nor replaced yet.

    Those that the buyer may send back under a return, whether they have come or not, or that did
    not reach the buyer in a parcel.
    """
    units = _let_in(order, return_id) if return_id is not None else _stranded(order, parcel_id)
    for counts in (
        refunded_units(order, return_id, parcel_id),
        replaced_units(order, return_id, parcel_id),
    ):
        for line, number in counts.items():
            units[line] = units.get(line, 0) - number
    return {line: number for line, number in units.items() if number > 0}


def _let_in(order: "Order", return_id: ReturnId) -> dict[LineId, int]:
    """Give the units that may come, or came and were not rejected, but those settled before."""
    rma = order.return_(return_id)
    counts: dict[LineId, int] = {}
    if rma is None or not rma.is_authorised:
        return counts
    for parcel_id, line in rma.places:
        number = rma.taken_back(parcel_id, line) + rma.outstanding(parcel_id, line)
        parcel = order.parcel(parcel_id)
        held = parcel.holds(line) if parcel else 0
        free = max(0, min(number, held - settled_of_parcel(order, parcel_id, line)))
        counts[line] = counts.get(line, 0) + free
    return counts


def _stranded(order: "Order", parcel_id: ParcelId | None) -> dict[LineId, int]:
    parcel = order.parcel(parcel_id) if parcel_id is not None else None
    return total_by_line(parcel.units) if parcel and parcel.is_stranded else {}


def received_under(order: "Order", return_id: ReturnId | None) -> dict[LineId, int]:
    """Give the units of each line that came back under a return, and were not rejected."""
    rma = order.return_(return_id) if return_id is not None else None
    counts: dict[LineId, int] = {}
    if rma is not None:
        for parcel_id, line in rma.places:
            counts[line] = counts.get(line, 0) + rma.taken_back(parcel_id, line)
    return counts


def may_be_sent(order: "Order", some: "Replacement") -> bool:
    """Tell whether enough came back for a replacement that is sent on receipt.

    What came back answers for what was paid back and sent before; what has still to be looked at
    for nothing, since it may be rejected.
    """
    left = received_under(order, some.return_id)
    unseen = [
        (line, rma.ungraded(parcel_id, line))
        for rma in order.returns
        if rma.id == some.return_id
        for parcel_id, line in rma.places
    ]
    for line, number in unseen:
        left[line] -= number
    for line, number in refunded_units(order, some.return_id, None).items():
        left[line] = left.get(line, 0) - number
    for other in order.replacements:
        sent = other.id != some.id and other.sent_at is not None
        if sent and other.return_id == some.return_id:
            for line, number in settled_units(order, other).items():
                left[line] = left.get(line, 0) - number
    return all(left.get(line, 0) >= number for line, number in some.standing.items())


def away_and_replaced(order: "Order") -> dict[LineId, int]:
    """Give the units of each line that the buyer has no longer, but something else for them."""
    counts: dict[LineId, int] = {}
    for rma in order.returns:
        _add(counts, replaced_units(order, rma.id, None), received_under(order, rma.id))
    for parcel in order.parcels:
        back = {
            line.id: sum([rma.back(parcel.id, line.id) for rma in order.returns])
            for line in order.lines
        }
        gone = total_by_line(parcel.units) if parcel.is_stranded else back
        _add(counts, replaced_units(order, None, parcel.id), gone)
    return counts


def _add(counts: dict[LineId, int], replaced: dict[LineId, int], gone: dict[LineId, int]) -> None:
    for line, number in replaced.items():
        counts[line] = counts.get(line, 0) + min(number, gone.get(line, 0))


def kept_beyond(order: "Order", at: Instant) -> tuple["Replacement", ...]:
    """Give the replacements sent in advance whose old units are not all back in time."""
    return tuple(
        [
            some
            for some in order.replacements
            if some.due_back is not None
            and at >= some.due_back
            and any(
                received_under(order, some.return_id).get(line, 0) < number
                for line, number in replaced_units(order, some.return_id, None).items()
                if line in some.standing
            )
        ]
    )
