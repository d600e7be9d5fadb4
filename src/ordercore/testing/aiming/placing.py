"""Placing once more, and what becomes of pre-orders."""

from ordercore.kernel.time import Instant
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.parts import Preorder
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.releasing import ReleasePreorder, ReschedulePreorder
from ordercore.orders.state import Order
from ordercore.testing.aiming.choosing import Maker, Pick, Wild, any_moment, soon


def _waiting(order: Order) -> Preorder | None:
    soon = order.preorder
    waits = soon is not None and soon.released_at is None and not order.status.is_over
    return soon if waits else None


def _release(order: Order, _: Pick, at: Instant) -> OrderCommand | None:
    waiting = _waiting(order)
    if waiting is None or at < waiting.available_at:
        return None
    return ReleasePreorder(order_id=order.id, at=at)


def _reschedule(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    if _waiting(order) is None:
        return None
    return ReschedulePreorder(order_id=order.id, at=at, available_at=soon(at, pick))


MAKERS: tuple[Maker, ...] = (_reschedule, _release)

WILDEST: tuple[Wild, ...] = (
    (PlaceOrder, lambda *_: {"channel": "FBA", "lines": (Line("Z", 1, price="1 EUR"),)}),
    (ReleasePreorder, lambda *_: {}),
    (ReschedulePreorder, lambda _, pick, at: {"available_at": any_moment(at, pick)}),
)
