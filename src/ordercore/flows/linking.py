"""The reactions between orders: event of an order → commands about the one that it is linked to.

What replaces units is an order of its own. It is placed in the plan in which its sending is
decided, and when it is cancelled or its units come back, the order whose units it replaced hears of
it in that plan: all of it is kept, or none.
"""

from collections.abc import Callable, Mapping
from typing import Any

from ordercore.flows.attempt import Attempt
from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import LineId
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units, total_by_line
from ordercore.orders.cancelling import UnitsCancelled
from ordercore.orders.editing import OrderAmended
from ordercore.orders.grading import ReturnGraded
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.parts import ReplacementKind
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.receiving import ReturnReceived
from ordercore.orders.reopening import EndReplacement
from ordercore.orders.replaced import may_be_sent
from ordercore.orders.replacement import ReplacementEnd
from ordercore.orders.sending import ReplacementSent, SendReplacement, replacement_order
from ordercore.orders.state import Order
from ordercore.orders.stations import stations
from ordercore.orders.stranding import UndeliveredReceived

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
    return tuple(
        [
            Attempt(
                all_of=(
                    SendReplacement(
                        order_id=order.id, at=event.at, by=Actor.SYSTEM, replacement_id=some.id
                    ),
                ),
                otherwise=(),
            )
            for some in order.replacements
            if some.return_id == event.return_id
            and some.sent_at is None
            and not some.is_over
            and may_be_sent(order, some)
        ]
    )


def end_what_was_taken_out(order: Order, event: OrderAmended) -> tuple[Attempt, ...]:
    """Units whose replacement was taken out of its order may be paid back for, or replaced."""
    gone = total_by_line(event.cancellation.units) if event.cancellation else {}
    return _ended(order, gone, ReplacementEnd.CANCELLED, event.at) if gone else ()


def end_what_was_cancelled(order: Order, event: UnitsCancelled) -> tuple[Attempt, ...]:
    """Units whose replacement was cancelled may be paid back for, or replaced, again."""
    gone = total_by_line(event.cancellation.units)
    return _ended(order, gone, ReplacementEnd.CANCELLED, event.at)


def end_what_came_back(order: Order, event: ReturnReceived) -> tuple[Attempt, ...]:
    """Units whose replacement was sent back may be paid back for, or replaced, again.

    What has still to be looked at may yet be rejected.
    """
    back = total_by_line([some.units for some in event.received if some.sellable is not None])
    return _ended(order, back, ReplacementEnd.RETURNED, event.at) if back else ()


def end_what_was_kept(order: Order, event: ReturnGraded) -> tuple[Attempt, ...]:
    """So may those whose replacement was looked at, and not rejected."""
    kept = [some.units for some in event.graded if not some.disposition.rejects]
    return _ended(order, total_by_line(kept), ReplacementEnd.RETURNED, event.at) if kept else ()


def end_what_never_arrived(order: Order, event: UndeliveredReceived) -> tuple[Attempt, ...]:
    """Units whose replacement came back undelivered may be paid back for, or replaced, again."""
    back = total_by_line([some.units for some in event.came_back])
    return _ended(order, back, ReplacementEnd.UNDELIVERED, event.at)


def _ended(
    order: Order, units: dict[LineId, int], because: ReplacementEnd, at: Instant
) -> tuple[Attempt, ...]:
    """End as many units as are gone, line by line as they were placed.

    What has lines of its own, an exchange or an order of a marketplace, ends once all of it is.
    """
    if order.terms.replaces is None:
        return ()
    ended = tuple([Units(line, number) for line, number in units.items()])
    if order.terms.imported or order.terms.replacement is ReplacementKind.EXCHANGE:
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


ORDER_REACTIONS: Mapping[type[OrderEvent], OrderReaction] = {
    ReplacementSent: place_replacement,
    ReturnReceived: follow_a_receipt,
    ReturnGraded: follow_a_look,
    OrderAmended: end_what_was_taken_out,
    UnitsCancelled: end_what_was_cancelled,
    UndeliveredReceived: end_what_never_arrived,
}
"""Whoever keeps the stock of an order, these happen."""
