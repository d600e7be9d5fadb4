"""Confirming shipments and recording deliveries."""

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import ParcelId, numbered
from ordercore.kernel.replace import replace
from ordercore.kernel.rules import Facts, rule
from ordercore.orders.cancelling import all_awaiting, something_awaits, units_are_awaiting
from ordercore.orders.message import OrderCommand, OrderEvent, UnitsCommand, happened
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.shipping import Parcel

# Commands


@attrs.frozen(kw_only=True)
class ConfirmShipment(UnitsCommand):
    """Confirm that units left in a parcel; without ``units``, all that still wait.

    ``parcel_id`` left empty numbers the parcel.
    """

    parcel_id: ParcelId = ""
    carrier: str = ""
    tracking: str = ""


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
class ShipmentConfirmed(OrderEvent):
    """Units left in a parcel."""

    parcel: Parcel


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


@rule("not_paid")
def order_is_paid(order: Order, _: ConfirmShipment, __: World) -> Facts | None:
    """Only a paid order ships."""
    return None if order.payments else {"order": order.id}


@rule("actor_may_not_confirm")
def channel_lets_them_confirm(order: Order, command: ConfirmShipment, world: World) -> Facts | None:
    """The channel says who confirms a shipment: Amazon for FBA, the seller for SFP and MFN."""
    channel = world.channels.get(order.terms.channel)
    confirmed_by = channel.confirmed_by if channel else frozenset[Actor]()
    if command.by in confirmed_by:
        return None
    allowed = sorted(actor.value for actor in confirmed_by)
    return {"actor": command.by.value, "channel": order.terms.channel, "allowed": allowed}


@rule("parcel_already_exists")
def parcel_is_new(order: Order, command: ConfirmShipment, _: World) -> Facts | None:
    """A parcel is confirmed once; another one needs another id."""
    return {"parcel": command.parcel_id} if order.parcel(command.parcel_id) else None


SHIPMENT_RULES = (
    order_is_paid,
    channel_lets_them_confirm,
    something_awaits,
    units_are_awaiting,
    parcel_is_new,
)


@rule("parcel_unknown")
def parcel_is_known(
    order: Order, command: RecordDelivery | CorrectTracking, _: World
) -> Facts | None:
    """Only a parcel of this order can be delivered or tracked."""
    return None if order.parcel(command.parcel_id) else {"parcel": command.parcel_id}


@rule("delivered_at_another_time")
def delivery_is_the_first(order: Order, command: RecordDelivery, _: World) -> Facts | None:
    """A parcel is delivered once; a second delivery at another time contradicts the first."""
    parcel = order.parcel(command.parcel_id)
    if parcel is None or parcel.delivered_at is None:
        return None
    return {"parcel": parcel.id, "delivered": parcel.delivered_at, "reported": command.at}


@rule("delivered_before_shipped")
def delivery_follows_shipping(order: Order, command: RecordDelivery, _: World) -> Facts | None:
    """A parcel arrives after it left."""
    parcel = order.parcel(command.parcel_id)
    if parcel is None or command.at >= parcel.shipped_at:
        return None
    return {"parcel": parcel.id, "shipped": parcel.shipped_at, "delivered": command.at}


DELIVERY_RULES = (parcel_is_known, delivery_is_the_first, delivery_follows_shipping)


# Outcomes


def ship_all_awaiting(order: Order, command: ConfirmShipment) -> ConfirmShipment:
    """Take a parcel without units for all that still await shipment, and number it."""
    if command.units and command.parcel_id:
        return command
    return replace(
        command,
        units=command.units or all_awaiting(order),
        parcel_id=command.parcel_id or numbered("P", [parcel.id for parcel in order.parcels]),
    )


def already_confirmed(order: Order, command: ConfirmShipment) -> bool:
    """Tell whether this very parcel was confirmed before."""
    parcel = order.parcel(command.parcel_id) if command.parcel_id else None
    return (
        parcel is not None
        and command.units in ((), parcel.units)
        and (command.carrier, command.tracking) == (parcel.carrier, parcel.tracking)
    )


def confirm_shipment(_: Order, command: ConfirmShipment, __: World) -> tuple[OrderEvent, ...]:
    """Put the units named into a parcel on its way."""
    parcel = Parcel(
        id=command.parcel_id,
        units=command.units,
        shipped_at=command.at,
        carrier=command.carrier,
        tracking=command.tracking,
    )
    return happened(ShipmentConfirmed, command, parcel=parcel)


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
    return parcel is not None and parcel.delivered_at == command.at


def record_delivery(_: Order, command: RecordDelivery, __: World) -> tuple[OrderEvent, ...]:
    """Note when the parcel arrived."""
    return happened(ParcelDelivered, command, parcel_id=command.parcel_id)


# Folds


def fold_shipment(order: Order, event: ShipmentConfirmed) -> Order:
    """Keep the parcel."""
    return replace(order, parcels=(*order.parcels, event.parcel))


def fold_tracking(order: Order, event: TrackingCorrected) -> Order:
    """Note carrier and tracking number on their parcel."""
    return _with_parcel(order, event.parcel_id, carrier=event.carrier, tracking=event.tracking)


def fold_delivered(order: Order, event: ParcelDelivered) -> Order:
    """Note the delivery on its parcel."""
    return _with_parcel(order, event.parcel_id, delivered_at=event.at)


def _with_parcel(order: Order, id: ParcelId, **changes: object) -> Order:
    parcels = tuple(
        replace(parcel, **changes) if parcel.id == id else parcel for parcel in order.parcels
    )
    return replace(order, parcels=parcels)
