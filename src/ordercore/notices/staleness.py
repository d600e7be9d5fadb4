"""Staleness: what a notice would say that is no longer so; then it is not sent.

Each row is asked of the order as it stands when the notice is about to leave, and of the event
that it tells; what is told by time alone has no event.
"""

from collections.abc import Callable, Mapping

from ordercore.inventory import Stock
from ordercore.notices.audience import Audience
from ordercore.orders.asking import CancellationRequested
from ordercore.orders.claiming import ClaimHeard
from ordercore.orders.holding import HoldPlaced
from ordercore.orders.labelling import ReturnLabelIssued
from ordercore.orders.message import OrderEvent
from ordercore.orders.money import is_secured
from ordercore.orders.promised import short_units
from ordercore.orders.questioning import ReturnInformationGiven
from ordercore.orders.returning import ReturnRequested
from ordercore.orders.shipping import ShipmentConfirmed
from ordercore.orders.state import Order
from ordercore.orders.stations import has_awaiting
from ordercore.shipping import Parcel

Stale = Callable[[Order, OrderEvent | None], bool]


def about_of(event: OrderEvent | None) -> str:
    """Give which part of an order an event is about, where it is one parcel; else nothing."""
    if isinstance(event, ShipmentConfirmed):
        return event.parcel.id
    id: object = getattr(event, "parcel_id", "")
    return id if isinstance(id, str) else ""


def _parcel(order: Order, event: OrderEvent | None) -> Parcel | None:
    return order.parcel(about_of(event))


def _has_ended(order: Order, event: OrderEvent | None) -> bool:
    """Tell whether the parcel arrived, or will not: its way is of no more interest."""
    parcel = _parcel(order, event)
    return parcel is not None and (parcel.is_with_buyer or parcel.undelivered is not None)


def _is_with_buyer(order: Order, event: OrderEvent | None) -> bool:
    parcel = _parcel(order, event)
    return parcel is not None and parcel.is_with_buyer


def _is_not_with_buyer(order: Order, event: OrderEvent | None) -> bool:
    return not _is_with_buyer(order, event)


def _is_paid_or_over(order: Order, _: OrderEvent | None) -> bool:
    return is_secured(order) or order.status.is_over


def _has_none_to_ship(order: Order, _: OrderEvent | None) -> bool:
    return not has_awaiting(order)


def _has_left_or_is_over(order: Order, _: OrderEvent | None) -> bool:
    return bool(order.parcels) or order.status.is_over


def _lacks_nothing(order: Order, _: OrderEvent | None) -> bool:
    return not short_units(order)


def _hold_is_released(order: Order, event: OrderEvent | None) -> bool:
    hold = order.hold(event.hold.id) if isinstance(event, HoldPlaced) else None
    return hold is not None and hold.released_at is not None


def _request_is_answered(order: Order, event: OrderEvent | None) -> bool:
    if not isinstance(event, CancellationRequested):
        return False
    request = order.cancel_request(event.request.id)
    return request is not None and request.accepted is not None


def _return_is_answered(order: Order, event: OrderEvent | None) -> bool:
    id = ""
    if isinstance(event, ReturnRequested):
        id = event.rma.id
    elif isinstance(event, ReturnInformationGiven):
        id = event.return_id
    rma = order.return_(id)
    return rma is not None and (rma.answer is not None or rma.is_ended)


def _label_is_voided(order: Order, event: OrderEvent | None) -> bool:
    if not isinstance(event, ReturnLabelIssued):
        return False
    rma = order.return_(event.return_id)
    return rma is not None and event.label.id not in [label.id for label in rma.live_labels]


def _claim_is_answered(order: Order, event: OrderEvent | None) -> bool:
    note = order.claim(event.claim.id) if isinstance(event, ClaimHeard) else None
    return note is not None and note.answer_due is None


_B, _S = Audience.BUYER, Audience.SELLER

STALE: Mapping[tuple[Audience, str], Stale] = {
    (_B, "payment_problem"): _is_paid_or_over,
    (_B, "order_preparing"): _has_left_or_is_over,
    (_B, "parcel_shipped"): _has_ended,
    (_B, "delivery_estimate_changed"): _has_ended,
    (_B, "parcel_delayed"): _has_ended,
    (_B, "out_for_delivery"): _has_ended,
    (_B, "delivery_attempted"): _has_ended,
    (_B, "ready_for_pickup"): _has_ended,
    (_B, "parcel_delivered"): _is_not_with_buyer,
    (_B, "parcel_undelivered"): _is_with_buyer,
    (_B, "delivery_retracted"): _is_with_buyer,
    (_B, "return_label_issued"): _label_is_voided,
    (_S, "order_to_ship"): _has_none_to_ship,
    (_S, "ship_by_soon"): _has_none_to_ship,
    (_S, "stock_missing"): _lacks_nothing,
    (_S, "order_held"): _hold_is_released,
    (_S, "cancellation_requested"): _request_is_answered,
    (_S, "return_to_answer"): _return_is_answered,
    (_S, "claim_to_answer"): _claim_is_answered,
    (_S, "parcel_stranded"): _is_with_buyer,
}
"""When a notice of a kind says nothing that is still so; others stay true, and only grow old."""


STALE_STOCK: Mapping[tuple[Audience, str], Callable[[Stock], bool]] = {
    (_S, "low_stock"): lambda stock: not stock.low or not stock.sellable,
    (_S, "out_of_stock"): lambda stock: stock.sellable,
}
"""When a notice of stock is no longer so: there is more again, or nothing at all."""


def is_stale_of_stock(audience: Audience, kind: str, stock: Stock) -> bool:
    """Tell whether what a notice would say of stock is no longer so."""
    stale = STALE_STOCK.get((audience, kind))
    return stale is not None and stale(stock)


def is_stale(audience: Audience, kind: str, order: Order, event: OrderEvent | None = None) -> bool:
    """Tell whether what a notice would say is no longer so."""
    stale = STALE.get((audience, kind))
    return stale is not None and stale(order, event)
