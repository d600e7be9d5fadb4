"""The reaction table: event of an order → attempts at stock.

A reaction is decided in the same plan as its event and committed with it, or not at all: so it
happens once, as its event does.
An order holds its units from the moment it is placed; they are committed when it is secured, and
until then they may expire where the host has settled so. What an order cannot know is whether its
hold has expired, so what it gives back or ships is what is still promised of it.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any

from ordercore.flows.attempt import Attempt, promises, unpaid_until
from ordercore.flows.kept import groups, kept_units
from ordercore.flows.pools import POOL_REACTIONS
from ordercore.inventory import (
    ConsumeReserved,
    InventoryCommand,
    ReleaseReserved,
    ReserveUnits,
    RestockUnits,
    TakeUnreserved,
    UncommitReserved,
)
from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import LineId
from ordercore.kernel.replace import completed
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.orders.cancelling import UnitsCancelled
from ordercore.orders.editing import OrderAmended
from ordercore.orders.ending import PaymentEnded
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.money import is_secured
from ordercore.orders.paying import PaymentAuthorised, PaymentConfirmed
from ordercore.orders.placing import OrderPlaced
from ordercore.orders.receiving import ReturnReceived
from ordercore.orders.reporting import LinesAdopted, RecordShortage, ShortageRecorded
from ordercore.orders.shipping import ShipmentConfirmed
from ordercore.orders.state import Order
from ordercore.orders.stations import awaiting_units
from ordercore.orders.stranding import UndeliveredReceived
from ordercore.orders.world import WORLD, World

Reaction = Callable[[Order, Any, str, World], tuple[Attempt, ...]]
"""From the order *after* the event, the event, the pool that we keep for its channel, the world."""


def _stock_commands(
    kind: Callable[..., InventoryCommand],
    order: Order,
    units: Iterable[Units],
    pool: str,
    at: Instant,
    **said: Any,
) -> tuple[InventoryCommand, ...]:
    """Make a command for each SKU: they differ in what the order has checked already."""
    commands: list[InventoryCommand] = []
    for sku, quantity in kept_units(order, units).items():
        if commands:
            commands.append(completed(commands[0], sku=sku, quantity=quantity))
        else:
            commands.append(
                kind(owner=order.id, sku=sku, pool=pool, quantity=quantity, at=at, **said)
            )
    return tuple(commands)


def _reserve(
    order: Order, lines: tuple[Line, ...], pool: str, at: Instant, world: World, using: str = ""
) -> Attempt:
    units = [Units(line.id, line.quantity) for line in lines if line.quantity]
    said = promises(order, at, world)
    short = RecordShortage(
        order_id=order.id,
        at=at,
        by=Actor.SYSTEM,
        imported=True,
        lines=tuple(some.line for some in units),
    )
    return Attempt(
        all_of=_stock_commands(ReserveUnits, order, units, pool, at, using=using, **said),
        otherwise=(short,) if order.terms.imported else None,
    )


def _parted(order: Order, units: tuple[Units, ...]) -> tuple[tuple[Units, ...], tuple[Units, ...]]:
    """Part units into those of reserved lines and those of lines that were short."""
    short = set[LineId](order.short)
    if not short:
        return units, ()
    reserved = tuple(some for some in units if some.line not in short)
    return reserved, tuple(some for some in units if some.line in short)


def reserve_ordered_units(
    order: Order, event: OrderPlaced, pool: str, world: World
) -> tuple[Attempt, ...]:
    """A placed order reserves all its units, or none; what its basket held becomes its own.

    What was held under its own id before, for a draft, counts as well.
    """
    using = event.basket or order.id
    return (_reserve(order, order.lines, pool, event.at, world, using),)


def reserve_or_take_adopted_units(
    order: Order, event: LinesAdopted, pool: str, world: World
) -> tuple[Attempt, ...]:
    """Lines that became known late reserve their units; of a shipped order they are gone."""
    if event.parcel is not None:
        taken = _stock_commands(TakeUnreserved, order, event.parcel.units, pool, event.at)
        return (Attempt(all_of=taken),)
    gone = {some.line for some in event.cancellation.units} if event.cancellation else set[LineId]()
    awaiting = tuple(line for line in event.lines if line.id not in gone)
    return (_reserve(order, awaiting, pool, event.at, world),) if awaiting else ()


def commit_secured_units(
    order: Order, event: OrderEvent, pool: str, world: World
) -> tuple[Attempt, ...]:
    """The units of an order that is secured no longer expire.

    What has expired before is reserved anew. Where stock has gone meanwhile, the lines that it
    lacks are recorded as short, with all that share a SKU with them, and what is still held of
    those is given back: the payment is a fact, and is never refused.
    """
    if not is_secured(order, event.at):
        return ()
    awaiting = awaiting_units(order)
    units, _ = _parted(order, tuple([Units(id, n) for id, n in awaiting.items() if n]))
    said = {**promises(order, event.at, world), "using": order.id}
    return tuple(
        [
            Attempt(
                all_of=_stock_commands(ReserveUnits, order, group, pool, event.at, **said),
                otherwise=_short(order, group, event.at),
            )
            for group in groups(order, units)
        ]
    )


def _short(order: Order, units: tuple[Units, ...], at: Instant) -> tuple[OrderCommand, ...]:
    short = RecordShortage(
        order_id=order.id,
        at=at,
        by=Actor.SYSTEM,
        imported=order.terms.imported,
        lines=tuple([some.line for some in units]),
    )
    return (short,)


def uncommit_unsecured_units(
    order: Order, event: PaymentEnded, pool: str, world: World
) -> tuple[Attempt, ...]:
    """What a payment had secured that is gone may expire again, as if nobody had paid."""
    ends = unpaid_until(order, event.at, world)
    if ends is None or is_secured(order, event.at):
        return ()
    awaiting = [Units(line, n) for line, n in awaiting_units(order).items() if n]
    again = [
        UncommitReserved(owner=order.id, sku=sku, pool=pool, at=event.at, expires_at=ends)
        for sku in kept_units(order, awaiting)
    ]
    return (Attempt(all_of=tuple(again)),)


def release_units_that_are_short(
    order: Order, event: ShortageRecorded, pool: str, _: World
) -> tuple[Attempt, ...]:
    """Of short lines nothing stays promised; what other lines need of the same SKU does."""
    told = set(event.lines)
    return (Attempt(all_of=_surplus(order, told, pool, event.at)),)


def _lines(units: Iterable[Units]) -> set[LineId]:
    return {some.line for some in units}


def _surplus(
    order: Order,
    lines: Container[LineId],
    pool: str,
    at: Instant,
    new: Iterable[LineId] = (),
) -> tuple[InventoryCommand, ...]:
    """Give back what is promised of the SKUs of some lines beyond what the order needs of them.

    What is short is promised nothing, and neither are new lines yet.
    """
    awaiting, apart = awaiting_units(order).items(), {*order.short, *new}
    needed = kept_units(order, [Units(id, n) for id, n in awaiting if n and id not in apart])
    skus = kept_units(order, [Units(line.id, 1) for line in order.lines if line.id in lines])
    return tuple(
        [
            ReleaseReserved(owner=order.id, sku=sku, pool=pool, at=at, keep=needed.get(sku, 0))
            for sku in skus
        ]
    )


def release_cancelled_units(
    order: Order, event: UnitsCancelled, pool: str, world: World
) -> tuple[Attempt, ...]:
    """Cancelled units are no longer promised; what is left may be secured by that."""
    released = _surplus(order, _lines(event.cancellation.units), pool, event.at)
    return (Attempt(all_of=released), *_secured_by_now(order, event, pool, world))


def exchange_amended_units(
    order: Order, event: OrderAmended, pool: str, world: World
) -> tuple[Attempt, ...]:
    """A changed order releases what was taken out, and reserves what was put in, or neither."""
    out = _lines(event.cancellation.units) if event.cancellation else set[LineId]()
    back = _surplus(order, out, pool, event.at, new={line.id for line in event.added})
    gone = (Attempt(all_of=back),) if back else ()
    put_in = (_reserve(order, event.added, pool, event.at, world),) if event.added else ()
    return (*gone, *put_in, *_secured_by_now(order, event, pool, world))


def _secured_by_now(
    order: Order, event: OrderEvent, pool: str, world: World
) -> tuple[Attempt, ...]:
    """Commit what is left of an order that was paid in part, and owes no more since."""
    if not order.payments or order.terms.imported:
        return ()
    return commit_secured_units(order, event, pool, world)


def consume_shipped_units(
    order: Order, event: ShipmentConfirmed, pool: str, _: World
) -> tuple[Attempt, ...]:
    """Shipped units leave stock, whether they had been promised or not."""
    reserved, short = _parted(order, event.parcel.units)
    at = event.at
    return (
        Attempt(
            all_of=(
                *_stock_commands(ConsumeReserved, order, reserved, pool, at, else_unreserved=True),
                *_stock_commands(TakeUnreserved, order, short, pool, at),
            )
        ),
    )


def restock_sellable_units(
    order: Order, event: ReturnReceived, pool: str, _: World
) -> tuple[Attempt, ...]:
    """Returned units that can be sold again go back on hand."""
    into = event.pool or pool
    sellable = tuple(
        Units(received.units.line, received.units.quantity)
        for received in event.received
        if received.sellable
    )
    return (Attempt(all_of=_stock_commands(RestockUnits, order, sellable, into, event.at)),)


def restock_undelivered_units(
    order: Order, event: UndeliveredReceived, pool: str, _: World
) -> tuple[Attempt, ...]:
    """Units of an undelivered parcel that can be sold again go back on hand."""
    sellable = tuple(some.units for some in event.came_back if some.sellable)
    into = event.pool or pool
    return (Attempt(all_of=_stock_commands(RestockUnits, order, sellable, into, event.at)),)


REACTIONS: Mapping[type[OrderEvent], Reaction] = {
    OrderPlaced: reserve_ordered_units,
    LinesAdopted: reserve_or_take_adopted_units,
    PaymentAuthorised: commit_secured_units,
    PaymentConfirmed: commit_secured_units,
    PaymentEnded: uncommit_unsecured_units,
    ShortageRecorded: release_units_that_are_short,
    UnitsCancelled: release_cancelled_units,
    OrderAmended: exchange_amended_units,
    ShipmentConfirmed: consume_shipped_units,
    UndeliveredReceived: restock_undelivered_units,
    ReturnReceived: restock_sellable_units,
}


def reactions_to(
    order: Order, event: OrderEvent, world: World = WORLD, before: Order | None = None
) -> tuple[Attempt, ...]:
    """Give the attempts that an event calls for; none where we do not keep the order's stock.

    ``before`` is the order before the event, without which nobody can tell what an order of
    several pools no longer gets from each.
    """
    pool = order.terms.pool
    if pool is not None:
        reaction = REACTIONS.get(type(event))
        return () if reaction is None else reaction(order, event, pool, world)
    over_pools = POOL_REACTIONS.get(type(event)) if order.terms.pools else None
    return () if over_pools is None else over_pools(order, event, before, world)
