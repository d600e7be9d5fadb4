"""Confirming shipments."""

from typing import Protocol

import attrs

from ordercore.channels import SELLER, CaptureMoment
from ordercore.kernel.actors import Actor
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import ParcelId, numbered
from ordercore.kernel.money import Money
from ordercore.kernel.replace import completed, replace
from ordercore.kernel.rules import Facts, rule
from ordercore.orders.cancelling import all_awaiting, something_awaits, units_are_awaiting
from ordercore.orders.capturing import captures_at_confirmation
from ordercore.orders.holding import no_hold_stands
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderEvent,
    UnitsCommand,
    happened,
    offered,
    placing_comes_first,
    pool_is_of_order,
)
from ordercore.orders.money import due, due_for, is_taken
from ordercore.orders.paying import order_is_available, order_is_paid
from ordercore.orders.sources import pool_of, sources_after_leaving
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.shipping import Parcel
from ordercore.shipping.parcel import check_label_cost

# Commands


@attrs.frozen(kw_only=True)
class ConfirmShipment(UnitsCommand):
    """Confirm that units left in a parcel; without ``units``, all that still wait.

    ``parcel_id`` left empty numbers the parcel.
    ``pool`` is where it left; left empty for an order of several pools, the first of them from
    which all its units were to come, or where there is none, from wherever each was.
    ``label_cost`` is what its label cost, in whichever currency; reports of orders add it up.
    """

    parcel_id: ParcelId = ""
    carrier: str = ""
    tracking: str = ""
    pool: str = ""
    label_cost: Money | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be, and a cost below nothing.

        Raises:
            InvalidValue: when there are any.
        """
        super().__attrs_post_init__()
        check_label_cost(self.label_cost)


# Events


@attrs.frozen(kw_only=True)
class ShipmentConfirmed(OrderEvent):
    """Units left in a parcel."""

    parcel: Parcel


# Rules


@rule("not_captured", first=("CapturePayment",))
def money_is_taken_first(order: Order, _: ConfirmShipment, world: World) -> Facts | None:
    """Where the seller takes the money at placement, nothing ships before it was taken."""
    channel = world.channels.get(order.terms.channel)
    at_placement = channel is not None and channel.capture is CaptureMoment.AT_PLACEMENT
    return {"order": order.id} if at_placement and not is_taken(order) else None


class OfCarrier(Protocol):
    """A command that names a carrier."""

    @property
    def by(self) -> Actor:
        """Who gives it."""
        ...

    @property
    def carrier(self) -> str:
        """Which one; blank where none is named."""
        ...


@rule("carrier_not_allowed", instead=("carrier",))
def channel_lets_them_choose(order: Order, command: OfCarrier, world: World) -> Facts | None:
    """A seller ships with a carrier that the channel lets it choose."""
    channel = world.channels.get(order.terms.channel)
    allowed = channel.carriers if channel else None
    if allowed is None or command.carrier in allowed or not command.carrier:
        return None
    if command.by not in SELLER:
        return None
    return {"carrier": command.carrier, "allowed": sorted(allowed)}


@rule("parcel_already_exists", instead=("parcel_id",))
def parcel_is_new(order: Order, command: ConfirmShipment, _: World) -> Facts | None:
    """A parcel is confirmed once; another one needs another id."""
    return {"parcel": command.parcel_id} if order.parcel(command.parcel_id) else None


SHIPMENT_RULES = (
    order_is_available,
    order_is_paid,
    money_is_taken_first,
    no_hold_stands,
    channel_lets_them_choose,
    something_awaits,
    units_are_awaiting,
    parcel_is_new,
    pool_is_of_order,
)


# Outcomes


def ship_all_awaiting(order: Order, command: ConfirmShipment, _: World) -> ConfirmShipment:
    """Take a parcel without units for all that still await shipment, number it, and place it."""
    placed = command.pool or not order.sources
    if command.units and command.parcel_id and placed:
        return command
    units = command.units or all_awaiting(order)
    return completed(
        command,
        units=units,
        parcel_id=command.parcel_id or numbered("P", [parcel.id for parcel in order.parcels]),
        pool=command.pool if placed else pool_of(order, units),
    )


def already_confirmed(order: Order, command: ConfirmShipment) -> bool:
    """Tell whether this very parcel was confirmed before."""
    parcel = order.parcel(command.parcel_id) if command.parcel_id else None
    return (
        parcel is not None
        and command.units in ((), parcel.units)
        and (command.carrier, command.tracking) == (parcel.carrier, parcel.tracking)
        and command.pool in ("", parcel.pool)
        and command.label_cost in (None, parcel.label_cost)
    )


def confirm_shipment(
    order: Order, command: ConfirmShipment, world: World
) -> tuple[OrderEvent, ...]:
    """Put the units named into a parcel on its way, and charge for them where that is due."""
    parcel = Parcel(
        id=command.parcel_id,
        units=command.units,
        shipped_at=command.at,
        carrier=command.carrier,
        tracking=command.tracking,
        pool=command.pool,
        label_cost=command.label_cost,
    )
    sent = happened(ShipmentConfirmed, command, parcel=parcel)
    if not any(payment.open for payment in order.payments):
        return sent
    owed = min(due(order), due_for(order, (*order.parcels, parcel)))
    return (*sent, *captures_at_confirmation(order, owed, command, world))


# Folds


def fold_shipment(order: Order, event: ShipmentConfirmed) -> Order:
    """Keep the parcel."""
    after = replace(order, parcels=(*order.parcels, event.parcel))
    if not order.sources:
        return after
    left = sources_after_leaving(order, event.parcel.units, event.parcel.pool)
    return replace(after, sources=left)


# The table

DECISIONS: Decisions = (
    Decision(
        command=ConfirmShipment,
        settled=already_confirmed,
        complete=ship_all_awaiting,
        rules=(placing_comes_first, *SHIPMENT_RULES),
        outcome=confirm_shipment,
        offers=offered(ConfirmShipment),
    ),
)

FOLDS: Folds = {
    ShipmentConfirmed: fold_shipment,
}
