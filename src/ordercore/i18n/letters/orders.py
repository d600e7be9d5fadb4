"""What letters tell of an order itself: its lines, payments, holds, cancellations and claims."""

from collections.abc import Callable, Mapping
from typing import Any

from ordercore.i18n.letters.content import (
    Content,
    Item,
    Word,
    items_by_line,
    items_of,
    priced_items,
    total_of,
)
from ordercore.orders.asking import CancellationAnswered, CancellationRequested
from ordercore.orders.cancelling import UnitsCancelled
from ordercore.orders.claiming import ClaimHeard
from ordercore.orders.editing import OrderAmended
from ordercore.orders.holding import HoldPlaced
from ordercore.orders.message import OrderEvent
from ordercore.orders.releasing import PreorderRescheduled
from ordercore.orders.shortage import ShortageRecorded
from ordercore.orders.state import Order
from ordercore.orders.stations import awaiting_units, cancelled_units

Told = Callable[[Order, Any], Content]
"""Gives the content of a kind, of the order as it is and the event as it was."""


def received(order: Order, _: object) -> Content:
    """Tell all lines and what they cost."""
    items = priced_items(order.lines)
    return Content(items=items, total=total_of(items))


def amended(order: Order, _: OrderAmended) -> Content:
    """Tell what the order contains now."""
    gone = cancelled_units(order)
    left = [line for line in order.lines if line.quantity > gone.get(line.id, 0)]
    if any(gone.get(line.id) for line in left):
        # What is left of a line has no price of its own, so none of them is told.
        return Content(items=_left(order, gone))
    items = priced_items(left)
    return Content(items=items, total=total_of(items))


def _left(order: Order, gone: Mapping[str, int]) -> tuple[Item, ...]:
    return items_by_line(
        order, {line.id: line.quantity - gone.get(line.id, 0) for line in order.lines}
    )


def awaiting(order: Order, _: object) -> Content:
    """Tell what is still to be shipped, and by when."""
    facts = {"ship_by": order.ship_by, "moment": order.ship_by}
    return Content(facts=facts, items=items_by_line(order, awaiting_units(order)))


def rescheduled(order: Order, event: PreorderRescheduled) -> Content:
    """Tell what comes later, and when."""
    waiting = items_by_line(order, awaiting_units(order))
    return Content(facts={"day": event.available_at}, items=waiting)


def held(_: Order, event: HoldPlaced) -> Content:
    """Tell why it is held."""
    hold = event.hold
    return Content(facts={"reason": Word("hold", hold.kind), "note": hold.reason})


def cancelled(order: Order, event: UnitsCancelled) -> Content:
    """Tell what was cancelled, and why."""
    units = event.cancellation.units
    reason = Word("reason", event.cancellation.reason)
    return Content(facts={"reason": reason}, items=items_of(order, units))


def asked_to_cancel(order: Order, event: CancellationRequested) -> Content:
    """Tell what is to be cancelled, and why."""
    request = event.request
    return Content(facts={"note": request.reason}, items=items_of(order, request.units))


def cancellation_answered(order: Order, event: CancellationAnswered) -> Content:
    """Tell what was answered, and to what."""
    request = order.cancel_request(event.request_id)
    return Content(
        variant="accepted" if event.accepted else "declined",
        items=items_of(order, request.units if request else ()),
    )


def short(order: Order, event: ShortageRecorded) -> Content:
    """Tell of which lines there is not enough."""
    lines = {line: order.line(line).quantity for line in event.lines}
    facts = {"ship_by": order.ship_by}
    return Content(facts=facts, items=items_by_line(order, order.short_units or lines))


def claimed(_: Order, event: ClaimHeard) -> Content:
    """Tell how much is claimed, and until when it can be answered."""
    return Content(facts={"moment": event.claim.answer_due, "claimed": event.claim.claimed})


def itself(_: Order, __: OrderEvent) -> Content:
    """Tell of an order by its number alone."""
    return Content()


OF_ORDERS: Mapping[str, Told] = {
    "order_received": received,
    "order_preparing": awaiting,
    "order_to_ship": awaiting,
    "ship_by_soon": awaiting,
    "preorder_rescheduled": rescheduled,
    "payment_problem": itself,
    "order_held": held,
    "order_amended": amended,
    "units_cancelled": cancelled,
    "cancellation_requested": asked_to_cancel,
    "cancellation_answered": cancellation_answered,
    "stock_missing": short,
    "claim_to_answer": claimed,
    "message_from_seller": itself,
    "message_to_answer": itself,
    "review_request": itself,
    "feedback_negative": itself,
}
