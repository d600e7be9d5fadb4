"""Which units of an order may be replaced, what has to come back first, and what never does."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ordercore.kernel.ids import LineId, ParcelId, ReturnId
from ordercore.kernel.time import Instant, instant
from ordercore.kernel.units import total_by_line
from ordercore.orders.replacement import SentWhen
from ordercore.orders.settled import (
    come_otherwise,
    free_of_place,
    is_made_good,
    left_of_parcel,
    refunded_units,
    replaced_units,
    settled_under,
    settled_units,
)
from ordercore.returns import Return

if TYPE_CHECKING:
    from ordercore.orders.replacement import Replacement
    from ordercore.orders.state import Order


def replaceable_units(
    order: "Order", return_id: ReturnId | None, parcel_id: ParcelId | None
) -> dict[LineId, int]:
    """Give the units of each line that may be replaced: neither paid back for nor replaced yet.

    Those that the buyer may send back under a return, whether they have come or not, or that did
    not reach the buyer in a parcel. What replaced units of another order, and is back here, is
    paid back for or replaced there.
    """
    if return_id is not None:
        units, here = _let_in(order, return_id), seen_under(order, return_id)
    else:
        units, here = left_of_parcel(order, parcel_id), came_back(order, parcel_id)
    settled = settled_under(order, return_id, parcel_id)
    left: dict[LineId, int] = {}
    for line, number in units.items():
        done = settled.get(line, 0)
        given_up = max(0, here.get(line, 0) - done) if order.terms.replaces is not None else 0
        left[line] = number - done - given_up
    return {line: number for line, number in left.items() if number > 0}


def _let_in(order: "Order", return_id: ReturnId) -> dict[LineId, int]:
    """Give the units that may come, or came and were not rejected, but those settled otherwise."""
    rma = order.return_(return_id)
    counts: dict[LineId, int] = {}
    if rma is None or not rma.is_authorised or is_made_good(order, rma):
        return counts
    for parcel_id, line in rma.places:
        number = rma.taken_back(parcel_id, line) + rma.outstanding(parcel_id, line)
        counts[line] = counts.get(line, 0) + min(number, free_of_place(order, rma, parcel_id, line))
    return counts


def is_lost(order: "Order", return_id: ReturnId) -> bool:
    """Tell whether a return was closed as lost on its way back."""
    rma = order.return_(return_id)
    return rma is not None and rma.is_lost


def came_back(order: "Order", parcel_id: ParcelId | None) -> dict[LineId, int]:
    """Give the units of each line of a parcel that came back undelivered."""
    parcel = order.parcel(parcel_id) if parcel_id is not None else None
    return total_by_line([some.units for some in parcel.came_back]) if parcel else {}


def received_under(order: "Order", return_id: ReturnId | None) -> dict[LineId, int]:
    """Give the units of each line that came back under a return, and were not rejected."""
    return _of_return(order, return_id, Return.taken_back)


def seen_under(order: "Order", return_id: ReturnId | None) -> dict[LineId, int]:
    """Give those of them that somebody has looked at: the others may be rejected yet."""
    return _of_return(
        order,
        return_id,
        lambda rma, parcel, line: rma.taken_back(parcel, line) - rma.ungraded(parcel, line),
    )


def _of_return(
    order: "Order", return_id: ReturnId | None, counts: Callable[[Return, ParcelId, LineId], int]
) -> dict[LineId, int]:
    rma = order.return_(return_id) if return_id is not None else None
    totals: dict[LineId, int] = {}
    if rma is not None:
        for parcel_id, line in rma.places:
            totals[line] = totals.get(line, 0) + counts(rma, parcel_id, line)
    return totals


def rejectable_units(order: "Order", return_id: ReturnId) -> dict[LineId, int]:
    """Give the units of each line that came and may be rejected.

    Not those that were paid back for, or for which something was sent, once they had come; where
    that was done ahead, the buyer simply has not sent back what was promised.
    """
    if order.terms.replaces is not None and is_lost(order, return_id):
        return {}  # What it replaced has been free to be paid back for since.
    sent = [
        settled_units(order, some)
        for some in order.replacements
        if some.return_id == return_id and some.sent_at and some.when is SentWhen.ON_RECEIPT
    ]
    paid = refunded_units(order, return_id, None, but_ahead=True)
    return _less(received_under(order, return_id), (paid, *sent))


def _less(units: dict[LineId, int], taken: Iterable[dict[LineId, int]]) -> dict[LineId, int]:
    left = dict(units)
    for counts in taken:
        for line, number in counts.items():
            left[line] = left.get(line, 0) - number
    return left


def may_be_sent(order: "Order", some: "Replacement") -> bool:
    """Tell whether enough came back for a replacement that is sent on receipt.

    What came back answers for what was paid back and sent before; what has still to be looked at
    for nothing, since it may be rejected.
    """
    sent = [
        settled_units(order, other)
        for other in order.replacements
        if other.return_id == some.return_id and other.sent_at and other.id != some.id
    ]
    paid = refunded_units(order, some.return_id, None)
    left = _less(seen_under(order, some.return_id), (paid, *sent))
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
    """Give the replacements sent in advance whose old units are not all back in time.

    What came back of a return and was not paid back for answers for what was sent first, and so
    does what came under a later return.

    Raises:
        InvalidValue: when ``at`` is no instant.
    """
    at, late = instant(at), []
    came: dict[ReturnId, dict[LineId, int]] = {}
    for some in order.replacements:
        if some.due_back is None or some.return_id is None:
            continue
        rma = order.return_(some.return_id)
        if rma is not None and rma.id not in came:
            paid = refunded_units(order, rma.id, None)
            came[rma.id] = _less(received_under(order, rma.id), (paid,))
            for line, number in come_otherwise(order, rma).items():
                came[rma.id][line] = came[rma.id].get(line, 0) + number
        left = came[some.return_id]
        missing = False
        for line, number in some.standing.items():
            left[line] = left.get(line, 0) - number
            missing = missing or left[line] < 0
        if missing and at >= some.due_back:
            late.append(some)
    return tuple(late)
