"""The notice table: event → who is told, and of what kind the message is.

Words are not made here: a notice is a kind and an audience, and i18n knows the sentences.
"""

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from ordercore.inventory.events import StockEvent, StockRanLow, StockRanOut
from ordercore.kernel.ids import LineId
from ordercore.notices.audience import Audience
from ordercore.orders.asking import CancellationAnswered, CancellationRequested
from ordercore.orders.authorising import ReturnDeclined, ReturnWithdrawn
from ordercore.orders.cancelling import UnitsCancelled
from ordercore.orders.claiming import ClaimHeard
from ordercore.orders.closing import ReturnClosed
from ordercore.orders.delivering import ParcelDelivered
from ordercore.orders.editing import OrderAmended
from ordercore.orders.ending import PaymentDeclined, PaymentEnded
from ordercore.orders.grading import ReturnGraded
from ordercore.orders.holding import HoldPlaced, HoldReleased
from ordercore.orders.labelling import ReturnLabelIssued, ReturnLabelVoided
from ordercore.orders.message import OrderEvent
from ordercore.orders.money import is_secured
from ordercore.orders.noting import TrackingNoted
from ordercore.orders.paying import PaymentAuthorised, PaymentConfirmed
from ordercore.orders.payment import PaymentStatus
from ordercore.orders.placing import OrderPlaced
from ordercore.orders.promised import short_units
from ordercore.orders.questioning import ReturnInformationAsked, ReturnInformationGiven
from ordercore.orders.receiving import ReturnReceived
from ordercore.orders.recharging import RefundRecharged
from ordercore.orders.recovering import UndeliveredRetracted
from ordercore.orders.refunding import RefundIssued
from ordercore.orders.rejecting import ReturnSentBack, ReturnUnitsFound
from ordercore.orders.releasing import PreorderRescheduled
from ordercore.orders.reopening import ReplacementEnded
from ordercore.orders.replacement import SentWhen
from ordercore.orders.replacing import ReplacementPromised
from ordercore.orders.retracting import DeliveryRetracted
from ordercore.orders.returning import ReturnAuthorised, ReturnRequested
from ordercore.orders.scanning import ReturnScanned
from ordercore.orders.sending import ReplacementSent
from ordercore.orders.settling import RefundFailed
from ordercore.orders.shipping import ShipmentConfirmed
from ordercore.orders.shortage import ShortageFilled, ShortageRecorded
from ordercore.orders.state import Order
from ordercore.orders.stations import awaiting_units
from ordercore.orders.status import OrderStatus
from ordercore.orders.stranding import ParcelUndelivered
from ordercore.returns import ReturnEnd, ReturnScan
from ordercore.shipping import WayStatus


@attrs.frozen
class Notice:
    """A kind of message for an audience; ``when`` says of which orders and events, if not all.

    How it is sent, the terms say: :data:`ordercore.notices.terms.NOTICE_TERMS`.
    """

    kind: str
    audience: Audience
    when: Callable[[Order, Any], bool] | None = attrs.field(default=None, eq=False, repr=False)


def _may_ship(order: Order, event: OrderEvent) -> bool:
    """Tell whether something waits that is paid, and nothing holds it."""
    waits = order.status in (OrderStatus.UNSHIPPED, OrderStatus.PARTIALLY_SHIPPED)
    return waits and is_secured(order, event.at) and not order.open_holds(event.at)


def _has_some_to_ship(order: Order, event: OrderEvent) -> bool:
    """Tell whether it may ship, and is not short of all that waits."""
    if not _may_ship(order, event):
        return False
    return not order.short or short_units(order) != _all_that_waits(order)


def _all_that_waits(order: Order) -> dict[LineId, int]:
    return {line: number for line, number in awaiting_units(order).items() if number}


def _has_come_free(_: Order, event: UnitsCancelled | OrderAmended) -> bool:
    """Tell whether the change itself made the order one that may ship."""
    return event.ship_by is not None


def _unwanted(_: Order, event: PaymentEnded) -> bool:
    """Tell whether a payment ended against our will."""
    return event.status is not PaymentStatus.VOIDED


def _is_not_there(order: Order, event: DeliveryRetracted) -> bool:
    """Tell whether the buyer does not have the parcel."""
    parcel = order.parcel(event.parcel_id)
    return parcel is None or not parcel.is_with_buyer


def _is_waited_for(_: Order, event: ReplacementPromised) -> bool:
    """Tell whether the old goods come back first."""
    return event.replacement.when is SentWhen.ON_RECEIPT


def _is_no_replacement(order: Order, _: OrderPlaced) -> bool:
    """Tell whether the buyer ordered it; what is sent in place of something was told already."""
    return order.terms.replacement is None


def _has_arrived(_: Order, event: ReturnScanned) -> bool:
    """Tell whether there is something to open, of which nobody was told before."""
    return event.scan is ReturnScan.ARRIVED and not event.corrects


def _waits_for_answer(_: Order, event: ClaimHeard) -> bool:
    """Tell whether the seller has still to answer a claim."""
    return event.claim.answer_due is not None


def _is_rejected(_: Order, event: ReturnGraded) -> bool:
    """Tell whether the buyer is not paid for some of it."""
    return any(some.disposition.rejects for some in event.graded)


def _never_came(_: Order, event: ReturnClosed) -> bool:
    """Tell whether it ended without all of it."""
    return event.end in (ReturnEnd.NEVER_SENT, ReturnEnd.LOST_IN_TRANSIT)


def _says(status: WayStatus) -> Callable[[Order, TrackingNoted], bool]:
    """Give the question whether a word on the way says this, and it is news."""
    return lambda _, event: event.is_news and event.status is status


def _is_moved_alone(_: Order, event: TrackingNoted) -> bool:
    """Tell whether the day of arrival is all that is news."""
    return event.is_moved and not event.is_news


ORDER_TO_SHIP = Notice("order_to_ship", Audience.SELLER, _has_some_to_ship)

STOCK_HAS_COME = Notice("order_to_ship", Audience.SELLER, _may_ship)
"""Of a shortage that was filled, in whole or in part."""


def _gives_money(_: Order, event: RefundIssued) -> bool:
    """Tell whether anything goes back; a refund may let off alone what was not paid."""
    return any(part.charges.total for part in event.refund.parts)


NOTICE_UNDELIVERED = Notice("notice_undelivered", Audience.OPERATOR)
"""That something reached nobody; told of notices to others than the operator himself."""

NOTICES: Mapping[type[OrderEvent], tuple[Notice, ...]] = {
    OrderPlaced: (Notice("order_received", Audience.BUYER, _is_no_replacement),),
    PreorderRescheduled: (Notice("preorder_rescheduled", Audience.BUYER),),
    PaymentConfirmed: (ORDER_TO_SHIP,),
    PaymentAuthorised: (ORDER_TO_SHIP,),
    HoldReleased: (ORDER_TO_SHIP,),
    PaymentDeclined: (Notice("payment_problem", Audience.BUYER),),
    PaymentEnded: (Notice("payment_problem", Audience.BUYER, _unwanted),),
    HoldPlaced: (Notice("order_held", Audience.SELLER),),
    OrderAmended: (
        Notice("order_amended", Audience.BUYER),
        Notice("order_to_ship", Audience.SELLER, _has_come_free),
    ),
    CancellationRequested: (Notice("cancellation_requested", Audience.SELLER),),
    CancellationAnswered: (Notice("cancellation_answered", Audience.BUYER),),
    UnitsCancelled: (
        Notice("units_cancelled", Audience.BUYER),
        Notice("order_to_ship", Audience.SELLER, _has_come_free),
    ),
    ShortageRecorded: (Notice("stock_missing", Audience.SELLER),),
    ShortageFilled: (STOCK_HAS_COME,),
    ShipmentConfirmed: (Notice("parcel_shipped", Audience.BUYER),),
    TrackingNoted: (
        Notice("parcel_delayed", Audience.BUYER, _says(WayStatus.DELAYED)),
        Notice("out_for_delivery", Audience.BUYER, _says(WayStatus.OUT_FOR_DELIVERY)),
        Notice("delivery_attempted", Audience.BUYER, _says(WayStatus.ATTEMPTED)),
        Notice("ready_for_pickup", Audience.BUYER, _says(WayStatus.AVAILABLE_FOR_PICKUP)),
        Notice("delivery_estimate_changed", Audience.BUYER, _is_moved_alone),
    ),
    ParcelDelivered: (Notice("parcel_delivered", Audience.BUYER),),
    ParcelUndelivered: (
        Notice("parcel_undelivered", Audience.BUYER),
        Notice("parcel_stranded", Audience.SELLER),
    ),
    DeliveryRetracted: (Notice("delivery_retracted", Audience.BUYER, _is_not_there),),
    UndeliveredRetracted: (
        Notice("parcel_found", Audience.BUYER),
        Notice("stranded_no_more", Audience.SELLER),
    ),
    ReturnAuthorised: (
        Notice("return_authorised", Audience.BUYER),
        Notice("return_coming", Audience.SELLER),
    ),
    ReturnRequested: (
        Notice("return_requested", Audience.BUYER),
        Notice("return_to_answer", Audience.SELLER),
    ),
    ReturnInformationAsked: (Notice("return_information_asked", Audience.BUYER),),
    ReturnInformationGiven: (Notice("return_to_answer", Audience.SELLER),),
    ReturnDeclined: (Notice("return_declined", Audience.BUYER),),
    ReturnWithdrawn: (Notice("return_withdrawn", Audience.SELLER),),
    ReturnLabelIssued: (Notice("return_label_issued", Audience.BUYER),),
    ReturnLabelVoided: (Notice("return_label_voided", Audience.BUYER),),
    ReturnScanned: (Notice("return_arrived", Audience.SELLER, _has_arrived),),
    ReturnReceived: (Notice("return_received", Audience.BUYER),),
    ReplacementPromised: (Notice("replacement_promised", Audience.BUYER, _is_waited_for),),
    ReplacementSent: (Notice("replacement_sent", Audience.BUYER),),
    ReplacementEnded: (Notice("replacement_ended", Audience.SELLER),),
    ReturnUnitsFound: (Notice("return_units_found", Audience.BUYER),),
    ReturnGraded: (Notice("return_rejected", Audience.BUYER, _is_rejected),),
    ReturnSentBack: (Notice("return_sent_back", Audience.BUYER),),
    ReturnClosed: (Notice("return_never_came", Audience.BUYER, _never_came),),
    RefundIssued: (Notice("refund_issued", Audience.BUYER, _gives_money),),
    RefundRecharged: (Notice("refund_recharged", Audience.BUYER),),
    RefundFailed: (Notice("refund_failed", Audience.SELLER),),
    ClaimHeard: (Notice("claim_to_answer", Audience.SELLER, _waits_for_answer),),
}


STOCK_NOTICES: Mapping[type[StockEvent], tuple[Notice, ...]] = {
    StockRanLow: (Notice("low_stock", Audience.SELLER),),
    StockRanOut: (Notice("out_of_stock", Audience.SELLER),),
}
"""What is told of stock: that it crossed a line, once each time that it does."""


def notices_of_stock(event: StockEvent) -> tuple[Notice, ...]:
    """Give the notices that an event of stock calls for."""
    return STOCK_NOTICES.get(type(event), ())


def notices_of(order: Order, event: OrderEvent) -> tuple[Notice, ...]:
    """Give the notices that an event calls for, of the order after it.

    An imported event calls for none: the marketplace has told its buyer itself, and what it
    reports may long be history.
    """
    if event.imported:
        return ()
    rows = NOTICES.get(type(event), ())
    return tuple([row for row in rows if row.when is None or row.when(order, event)])
