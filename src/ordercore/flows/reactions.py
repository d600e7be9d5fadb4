"""The reaction table: event of an order → attempts at stock.

A reaction is decided in the same plan as its event and committed with it, or not at all: so it
happens once, as its event does.
"""

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from ordercore.inventory import (
    ConsumeReserved,
    InventoryCommand,
    ReleaseReserved,
    ReserveUnits,
    RestockUnits,
    TakeUnreserved,
)
from ordercore.kernel.ids import LineId, Sku
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.orders.cancelling import UnitsCancelled
from ordercore.orders.editing import OrderAmended
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.placing import OrderPlaced
from ordercore.orders.receiving import ReturnReceived
from ordercore.orders.reporting import LinesAdopted, RecordShortage
from ordercore.orders.shipping import ShipmentConfirmed
from ordercore.orders.state import Order
from ordercore.orders.stranding import UndeliveredReceived


@attrs.frozen(kw_only=True)
class Attempt:
    """All of these commands, or none.

    Where one is refused, ``otherwise`` is done instead; where that is ``None``, the refusal
    refuses the order's command too (own shop: no stock, no order).
    """

    all_of: tuple[InventoryCommand, ...]
    otherwise: tuple[OrderCommand, ...] | None = None


Reaction = Callable[[Order, Any, str], tuple[Attempt, ...]]
"""From the order *after* the event, the event, and the pool that we keep for its channel."""


def _by_sku(order: Order, units: tuple[Units, ...]) -> dict[Sku, int]:
    """Add up units by SKU; SKUs in sorted order, in which every plan takes stock rows."""
    skus = {line.id: line.sku for line in order.lines}
    totals: dict[Sku, int] = {}
    for some in units:
        sku = skus[some.line]
        totals[sku] = totals.get(sku, 0) + some.quantity
    return dict(sorted(totals.items()))


def _stock_commands(
    kind: Callable[..., InventoryCommand],
    order: Order,
    units: tuple[Units, ...],
    pool: str,
    at: Instant,
) -> tuple[InventoryCommand, ...]:
    return tuple(
        [
            kind(order_id=order.id, sku=sku, pool=pool, quantity=quantity, at=at)
            for sku, quantity in _by_sku(order, units).items()
        ]
    )


def _reserve(order: Order, lines: tuple[Line, ...], pool: str, at: Instant) -> Attempt:
    units = tuple([Units(line.id, line.quantity) for line in lines if line.quantity])
    short = RecordShortage(
        order_id=order.id, at=at, imported=True, lines=tuple(line.id for line in lines)
    )
    return Attempt(
        all_of=_stock_commands(ReserveUnits, order, units, pool, at),
        otherwise=(short,) if order.terms.imported else None,
    )


def _parted(order: Order, units: tuple[Units, ...]) -> tuple[tuple[Units, ...], tuple[Units, ...]]:
    """Part units into those of reserved lines and those of lines that were short."""
    short = set[LineId](order.short)
    if not short:
        return units, ()
    reserved = tuple(some for some in units if some.line not in short)
    return reserved, tuple(some for some in units if some.line in short)


def reserve_ordered_units(order: Order, event: OrderPlaced, pool: str) -> tuple[Attempt, ...]:
    """A placed order reserves all its units, or none."""
    return (_reserve(order, order.lines, pool, event.at),)


def reserve_or_take_adopted_units(
    order: Order, event: LinesAdopted, pool: str
) -> tuple[Attempt, ...]:
    """Lines that became known late reserve their units; of a shipped order they are gone."""
    if event.parcel is not None:
        taken = _stock_commands(TakeUnreserved, order, event.parcel.units, pool, event.at)
        return (Attempt(all_of=taken),)
    gone = {some.line for some in event.cancellation.units} if event.cancellation else set[LineId]()
    awaiting = tuple(line for line in event.lines if line.id not in gone)
    return (_reserve(order, awaiting, pool, event.at),) if awaiting else ()


def release_cancelled_units(order: Order, event: UnitsCancelled, pool: str) -> tuple[Attempt, ...]:
    """Cancelled units are no longer promised."""
    reserved, _ = _parted(order, event.cancellation.units)
    return (Attempt(all_of=_stock_commands(ReleaseReserved, order, reserved, pool, event.at)),)


def exchange_amended_units(order: Order, event: OrderAmended, pool: str) -> tuple[Attempt, ...]:
    """A changed order releases what was taken out, and reserves what was put in, or neither."""
    reserved, _ = _parted(order, event.cancellation.units if event.cancellation else ())
    added = tuple([Units(line.id, line.quantity) for line in event.added])
    return (
        Attempt(
            all_of=(
                *_stock_commands(ReleaseReserved, order, reserved, pool, event.at),
                *_stock_commands(ReserveUnits, order, added, pool, event.at),
            )
        ),
    )


def consume_shipped_units(order: Order, event: ShipmentConfirmed, pool: str) -> tuple[Attempt, ...]:
    """Shipped units leave stock, whether they had been promised or not."""
    reserved, short = _parted(order, event.parcel.units)
    return (
        Attempt(
            all_of=(
                *_stock_commands(ConsumeReserved, order, reserved, pool, event.at),
                *_stock_commands(TakeUnreserved, order, short, pool, event.at),
            )
        ),
    )


def restock_sellable_units(order: Order, event: ReturnReceived, pool: str) -> tuple[Attempt, ...]:
    """Returned units that can be sold again go back on hand."""
    sellable = tuple(
        Units(received.units.line, received.units.quantity)
        for received in event.received
        if received.sellable
    )
    return (Attempt(all_of=_stock_commands(RestockUnits, order, sellable, pool, event.at)),)


def restock_undelivered_units(
    order: Order, event: UndeliveredReceived, pool: str
) -> tuple[Attempt, ...]:
    """Units of an undelivered parcel that can be sold again go back on hand."""
    sellable = tuple(some.units for some in event.came_back if some.sellable)
    return (Attempt(all_of=_stock_commands(RestockUnits, order, sellable, pool, event.at)),)


REACTIONS: Mapping[type[OrderEvent], Reaction] = {
    OrderPlaced: reserve_ordered_units,
    LinesAdopted: reserve_or_take_adopted_units,
    UnitsCancelled: release_cancelled_units,
    OrderAmended: exchange_amended_units,
    ShipmentConfirmed: consume_shipped_units,
    UndeliveredReceived: restock_undelivered_units,
    ReturnReceived: restock_sellable_units,
}


def reactions_to(order: Order, event: OrderEvent) -> tuple[Attempt, ...]:
    """Give the attempts that an event calls for; none where we do not keep the order's stock."""
    reaction = REACTIONS.get(type(event))
    pool = order.terms.pool
    return () if reaction is None or pool is None else reaction(order, event, pool)
