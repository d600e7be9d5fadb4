"""The reactions between orders: event of an order → commands about the one that it is linked to.

What replaces units is an order of its own. It is placed in the plan in which its sending is
decided, and when it is cancelled or its units come back, the order whose units it replaced hears of
it in that plan: all of it is kept, or none.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ordercore.flows.attempt import Attempt
from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import LineId, ParcelId, ReturnId
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Counted, Units, total_by_line
from ordercore.orders.cancelling import UnitsCancelled
from ordercore.orders.closing import ReturnClosed
from ordercore.orders.editing import OrderAmended
from ordercore.orders.grading import ReturnGraded
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.parts import ReplacementKind
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.receiving import ReturnReceived
from ordercore.orders.recharging import RefundRecharged
from ordercore.orders.reopening import EndReplacement, ReplacementEnded
from ordercore.orders.replaced import came_back, is_lost, may_be_sent, seen_under
from ordercore.orders.replacement import ReplacementEnd
from ordercore.orders.returned import counted, returns_named
from ordercore.orders.sending import ReplacementSent, SendReplacement, replacement_order
from ordercore.orders.settled import replaced_units, settled_units
from ordercore.orders.state import Order
from ordercore.orders.stations import stations
from ordercore.orders.stranding import UndeliveredReceived
from ordercore.returns import Return

OrderReaction = Callable[[Order, Any], tuple[Attempt, ...]]
"""From the order *after* the event, and the event."""

PAID_BY = "replacement"
"""The method by which an order is paid that replaces units of another and owes nothing."""


def place_replacement(order: Order, event: ReplacementSent) -> tuple[Attempt, ...]:
    """What is sent in place of units is placed as an order, and paid for where it owes nothing.

    Where it is refused, for want of stock say, it is not sent. What a marketplace reports to have
    sent it has placed itself, and reports too.
    """
    some = order.replacement(event.replacement_id)
    if some is None or event.imported:
        return ()
    placed = replacement_order(order, some, event)
    commands: tuple[OrderCommand, ...] = (placed,)
    if not sum([line.charges.total for line in some.lines if line.charges]):
        paid = ConfirmPayment(order_id=some.id, at=event.at, by=Actor.SYSTEM, method=PAID_BY)
        commands = (placed, paid)
    return (Attempt(all_of=commands),)


def send_what_was_waited_for(
    order: Order, event: ReturnReceived | ReturnGraded
) -> tuple[Attempt, ...]:
    """What was promised for when the old units are back is sent; where it cannot be, it waits."""
    return _waiting(order, event.return_id, event.at)


def _waiting(order: Order, return_id: ReturnId, at: Instant) -> tuple[Attempt, ...]:
    return tuple(
        [
            Attempt(
                all_of=(
                    SendReplacement(
                        order_id=order.id, at=at, by=Actor.SYSTEM, replacement_id=some.id
                    ),
                ),
                otherwise=(),
            )
            for some in order.replacements
            if some.return_id == return_id
            and some.sent_at is None
            and not some.is_over
            and may_be_sent(order, some)
        ]
    )


def end_what_was_taken_out(order: Order, event: OrderAmended) -> tuple[Attempt, ...]:
    """Units whose replacement was taken out of its order may be paid back for, or replaced."""
    gone = total_by_line(event.cancellation.units) if event.cancellation else {}
    return _ended(order, gone, ReplacementEnd.CANCELLED, event.at)


def end_what_was_cancelled(order: Order, event: UnitsCancelled) -> tuple[Attempt, ...]:
    """Units whose replacement was cancelled may be paid back for, or replaced, again."""
    gone = total_by_line(event.cancellation.units)
    return _ended(order, gone, ReplacementEnd.CANCELLED, event.at)


def end_what_came_back(order: Order, event: ReturnReceived) -> tuple[Attempt, ...]:
    """Units whose replacement was sent back may be paid back for, or replaced, again.

    What has still to be looked at may yet be rejected; what was lost and turns up was free before.
    """
    if is_lost(order, event.return_id):
        return ()
    back = [some.units for some in event.received if some.sellable is not None]
    return _come(order, event.return_id, None, back, event.at)


def end_what_was_kept(order: Order, event: ReturnGraded) -> tuple[Attempt, ...]:
    """So may those whose replacement was looked at, and not rejected."""
    if is_lost(order, event.return_id):
        return ()
    kept = [some.units for some in event.graded if not some.disposition.rejects]
    return _come(order, event.return_id, None, kept, event.at)


def end_what_got_lost(order: Order, event: ReturnClosed) -> tuple[Attempt, ...]:
    """So may those whose replacement was lost on its way back: that is ours to bear."""
    if not is_lost(order, event.return_id):
        return ()
    (rma,) = returns_named(order, event.return_id)
    return _come(order, rma.id, None, counted(rma, Return.lost), event.at)


def end_what_never_arrived(order: Order, event: UndeliveredReceived) -> tuple[Attempt, ...]:
    """Units whose replacement came back undelivered may be paid back for, or replaced, again."""
    back = [some.units for some in event.came_back]
    return _come(order, None, event.parcel_id, back, event.at)


def end_what_it_stood_for(order: Order, event: ReplacementEnded) -> tuple[Attempt, ...]:
    """What was here and replaced in its turn is so no longer: so is what it had been sent for."""
    some = order.replacement(event.replacement_id)
    if some is None or order.terms.replaces is None:
        return ()
    here = _here(order, some.return_id, some.parcel_id)
    replaced = replaced_units(order, some.return_id, some.parcel_id)
    freed = total_by_line(event.units)
    if some.kind is ReplacementKind.EXCHANGE:
        freed = _more(total_by_line(some.units), settled_units(order, some))
    before = {line: replaced.get(line, 0) + freed.get(line, 0) for line in here}
    gone = _more(_beyond(here, replaced), _beyond(here, before))
    return _ended(order, gone, _because(some.parcel_id), event.at)


def _come(
    order: Order,
    return_id: ReturnId | None,
    parcel_id: ParcelId | None,
    units: Iterable[Counted],
    at: Instant,
) -> tuple[Attempt, ...]:
    """End what came, but for as many units as are replaced in their turn."""
    if order.terms.replaces is None:
        return ()
    now, came = _here(order, return_id, parcel_id), total_by_line(units)
    replaced = replaced_units(order, return_id, parcel_id)
    before = {line: number - came.get(line, 0) for line, number in now.items()}
    gone = _more(_beyond(now, replaced), _beyond(before, replaced))
    return _ended(order, gone, _because(parcel_id), at)


def _here(
    order: Order, return_id: ReturnId | None, parcel_id: ParcelId | None
) -> dict[LineId, int]:
    if return_id is not None:
        return seen_under(order, return_id)
    return came_back(order, parcel_id)


def _beyond(here: dict[LineId, int], replaced: dict[LineId, int]) -> dict[LineId, int]:
    return {line: max(0, number - replaced.get(line, 0)) for line, number in here.items()}


def _more(now: dict[LineId, int], before: dict[LineId, int]) -> dict[LineId, int]:
    more = {line: number - before.get(line, 0) for line, number in now.items()}
    return {line: number for line, number in more.items() if number}


def _because(parcel_id: ParcelId | None) -> ReplacementEnd:
    return ReplacementEnd.RETURNED if parcel_id is None else ReplacementEnd.UNDELIVERED


def _ended(
    order: Order, units: dict[LineId, int], because: ReplacementEnd, at: Instant
) -> tuple[Attempt, ...]:
    """End as many units as are gone, line by line as they were placed.

    The order of a marketplace has lines of its own, and ends once all of it is gone.
    """
    if order.terms.replaces is None or not units:
        return ()
    ended = tuple([Units(line, number) for line, number in units.items()])
    if order.terms.imported:
        if any(some.cancelled + some.returned < some.total for some in stations(order).values()):
            return ()
        ended = ()
    end = EndReplacement(
        order_id=order.terms.replaces,
        at=at,
        by=Actor.SYSTEM,
        replacement_id=order.id,
        units=ended,
        because=because,
        up_to=True,
    )
    return (Attempt(all_of=(end,), otherwise=()),)


def follow_a_receipt(order: Order, event: ReturnReceived) -> tuple[Attempt, ...]:
    """What was waited for is sent; what replaced units of another order replaces them no more."""
    return (*end_what_came_back(order, event), *send_what_was_waited_for(order, event))


def follow_a_look(order: Order, event: ReturnGraded) -> tuple[Attempt, ...]:
    """The same, once units were looked at."""
    return (*end_what_was_kept(order, event), *send_what_was_waited_for(order, event))


def follow_a_recharge(order: Order, event: RefundRecharged) -> tuple[Attempt, ...]:
    """What was not paid for after all may be what a replacement waits for."""
    refund = order.refund(event.refund_id)
    return _waiting(order, refund.return_id, event.at) if refund and refund.return_id else ()


ORDER_REACTIONS: Mapping[type[OrderEvent], OrderReaction] = {
    ReplacementSent: place_replacement,
    ReturnReceived: follow_a_receipt,
    ReturnGraded: follow_a_look,
    OrderAmended: end_what_was_taken_out,
    UnitsCancelled: end_what_was_cancelled,
    ReturnClosed: end_what_got_lost,
    UndeliveredReceived: end_what_never_arrived,
    ReplacementEnded: end_what_it_stood_for,
    RefundRecharged: follow_a_recharge,
}
"""Whoever keeps the stock of an order, these happen."""
