"""What becomes of a parcel on its way: its tracking number, and its delivery."""

from typing import Protocol

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import ParcelId
from ordercore.kernel.replace import completed, replace, with_changed
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    happened,
    placing_comes_first,
)
from ordercore.orders.shipping import channel_lets_them_choose
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.shipping import Estimate, Parcel, WayNote

# Commands


@attrs.frozen(kw_only=True)
class RecordDelivery(OrderCommand):
    """Record that a parcel reached the buyer; ``at`` is when it did."""

    parcel_id: ParcelId


@attrs.frozen(kw_only=True)
class CorrectTracking(OrderCommand):
    """Give a parcel another carrier or tracking number, or its first one."""

    parcel_id: ParcelId
    carrier: str
    tracking: str


# Events


@attrs.frozen(kw_only=True)
class TrackingCorrected(OrderEvent):
    """A parcel goes by another carrier or tracking number."""

    parcel_id: ParcelId
    carrier: str
    tracking: str


@attrs.frozen(kw_only=True)
class ParcelDelivered(OrderEvent):
    """A parcel reached the buyer."""

    parcel_id: ParcelId


# Rules


class OfParcel(Protocol):
    """A command about a parcel."""

    @property
    def parcel_id(self) -> ParcelId:
        """Which one."""
        ...


@rule("parcel_unknown", first=("ConfirmShipment",), instead=("parcel_id",))
def parcel_is_known(order: Order, command: OfParcel, _: World) -> Facts | None:
    """What is delivered, tracked, stranded, taken back or received is a parcel of this order."""
    return None if order.parcel(command.parcel_id) else {"parcel": command.parcel_id}


@rule("parcel_came_back", instead=("parcel_id",))
def parcel_stayed_away(order: Order, command: RecordDelivery, _: World) -> Facts | None:
    """What came back to the sender does not reach the buyer after that."""
    parcel = order.parcel(command.parcel_id)
    if parcel is None or not parcel.came_back or command.at <= parcel.came_back[0].at:
        return None
    return {"parcel": parcel.id}


@rule("delivered_before_shipped", instead=("at",))
def delivery_follows_shipping(order: Order, command: RecordDelivery, _: World) -> Facts | None:
    """A parcel arrives after it left."""
    parcel = order.parcel(command.parcel_id)
    if parcel is None or command.at >= parcel.shipped_at:
        return None
    return {"parcel": parcel.id, "shipped": parcel.shipped_at, "delivered": command.at}


DELIVERY_RULES = (
    parcel_is_known,
    parcel_stayed_away,
    delivery_follows_shipping,
)


# Outcomes


def already_tracked(order: Order, command: CorrectTracking) -> bool:
    """Tell whether the parcel goes by just this."""
    parcel = order.parcel(command.parcel_id)
    told = (command.carrier, command.tracking)
    return parcel is not None and (parcel.carrier, parcel.tracking) == told


def correct_tracking(_: Order, command: CorrectTracking, __: World) -> tuple[OrderEvent, ...]:
    """Note by what the parcel goes."""
    return happened(
        TrackingCorrected,
        command,
        parcel_id=command.parcel_id,
        carrier=command.carrier,
        tracking=command.tracking,
    )


def already_delivered(order: Order, command: RecordDelivery) -> bool:
    """Tell whether this very delivery is known."""
    parcel = order.parcel(command.parcel_id)
    return parcel is not None and command.at in parcel.deliveries


def record_delivery(_: Order, command: RecordDelivery, __: World) -> tuple[OrderEvent, ...]:
    """Note when the parcel arrived."""
    return happened(ParcelDelivered, command, parcel_id=command.parcel_id)


# Offers


def offer_deliveries(order: Order, at: Instant, _: World) -> tuple[RecordDelivery, ...]:
    """Offer the delivery of every parcel that is not with the buyer."""
    return tuple(
        RecordDelivery(order_id=order.id, at=at, by=Actor.CARRIER, parcel_id=parcel.id)
        for parcel in order.parcels
        if not parcel.is_with_buyer
    )


def offer_tracking(order: Order, at: Instant, world: World) -> tuple[CorrectTracking, ...]:
    """Offer a tracking number to every parcel that has none."""
    channel = world.channels.get(order.terms.channel)
    carrier = min(channel.carriers, default="other") if channel and channel.carriers else "other"
    return tuple(
        CorrectTracking(
            order_id=order.id, at=at, parcel_id=parcel.id, carrier=carrier, tracking="1"
        )
        for parcel in order.parcels
        if not parcel.tracking
    )


# Folds


def fold_tracking(order: Order, event: TrackingCorrected) -> Order:
    """Note carrier and tracking number on their parcel."""
    return with_parcel(order, event.parcel_id, carrier=event.carrier, tracking=event.tracking)


def fold_delivered(order: Order, event: ParcelDelivered) -> Order:
    """Note the delivery on its parcel; one that was taken back is so no more."""
    order = way_ended(order, event.parcel_id)
    parcel = order.parcel(event.parcel_id)
    known = parcel.deliveries if parcel else ()
    deliveries = tuple(sorted((*known, event.at)))
    if parcel is None or not parcel.retractions:
        return with_parcel(order, event.parcel_id, deliveries=deliveries)
    left = [some for some in parcel.retractions if some.trouble or some.said != event.at]
    return with_parcel(order, event.parcel_id, deliveries=deliveries, retractions=tuple(left))


def way_ended(order: Order, id: ParcelId) -> Order:
    """Give the order with nothing noted of the way of one of its parcels."""
    parcel = order.parcel(id)
    if parcel is None or (parcel.way is None and parcel.estimate is None):
        return order
    return with_parcel(order, id, way=None, estimate=None)


def way_anew(parcel: Parcel, at: Instant) -> Parcel:
    """Give a parcel, if it is underway again, as one of whose way nothing before counts."""
    if not parcel.is_underway:
        return parcel
    return completed(parcel, way=WayNote(None, at), estimate=Estimate(None, at))


def with_parcel(order: Order, id: ParcelId, **changes: object) -> Order:
    """Give the order with one of its parcels changed; what was decided is not checked again."""
    return replace(
        order, parcels=with_changed(order.parcels, id, lambda parcel: completed(parcel, **changes))
    )


# The table

DECISIONS: Decisions = (
    Decision(
        command=CorrectTracking,
        settled=already_tracked,
        rules=(placing_comes_first, parcel_is_known, channel_lets_them_choose),
        outcome=correct_tracking,
        offers=offer_tracking,
    ),
    Decision(
        command=RecordDelivery,
        settled=already_delivered,
        rules=(placing_comes_first, *DELIVERY_RULES),
        outcome=record_delivery,
        offers=offer_deliveries,
    ),
)

FOLDS: Folds = {
    TrackingCorrected: fold_tracking,
    ParcelDelivered: fold_delivered,
}
