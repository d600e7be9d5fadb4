"""The reactions of an order of several pools: event → attempts at the stock of each.

From which pool units come, the order's sources say; what leaves them is given back or shipped
there, as far as it is still promised, and what enters is searched for.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ordercore.flows.attempt import Attempt, promises
from ordercore.flows.filling import source_short_units
from ordercore.flows.grading import restocked, shelve_graded_units_of_pools
from ordercore.flows.kept import kept_units
from ordercore.flows.searching import PoolSearch, needs_of, released
from ordercore.flows.securing_pools import (
    commit_sourced_units,
    secured_sources_by_now,
    uncommit_sourced_units,
)
from ordercore.inventory import (
    ConsumeReserved,
    InventoryCommand,
    OwnedStockCommand,
    TakeUnreserved,
)
from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import Sku
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.orders.cancelling import UnitsCancelled
from ordercore.orders.editing import OrderAmended
from ordercore.orders.ending import PaymentEnded
from ordercore.orders.grading import ReturnGraded
from ordercore.orders.message import OrderEvent
from ordercore.orders.paying import PaymentAuthorised, PaymentConfirmed
from ordercore.orders.placing import OrderPlaced
from ordercore.orders.receiving import ReturnReceived
from ordercore.orders.reporting import LinesAdopted
from ordercore.orders.shipping import ShipmentConfirmed
from ordercore.orders.shortage import RecordShortage, ShortageFilled, ShortageRecorded
from ordercore.orders.sources import by_pool
from ordercore.orders.sourcing import UnitsReallocated
from ordercore.orders.state import Order
from ordercore.orders.stranding import UndeliveredReceived
from ordercore.orders.world import World

PoolReaction = Callable[[Order, Any, Order | None, World], tuple[Attempt, ...]]
"""From the order *after* the event, the event, the order *before* it, and the world."""


def _search(
    order: Order, units: Iterable[Units], at: Instant, world: World, using: str = ""
) -> tuple[PoolSearch, ...]:
    lines = {line.id: line for line in order.lines}
    needs = [
        (some.line, sku, quantity)
        for some in units
        if some.quantity
        for sku, quantity in lines[some.line].stock_units(some.quantity)
    ]
    if not needs:
        return ()
    said = promises(order, at, world)
    return (PoolSearch(order=order, needs=tuple(needs), at=at, said=said, using=using),)


def _attempt(search: tuple[PoolSearch, ...], at: Instant) -> tuple[Attempt, ...]:
    """Search; what an imported order finds no pools for is recorded as short."""
    if not search:
        return ()
    order, lines = search[0].order, dict.fromkeys(line for line, _, _ in search[0].needs)
    short = RecordShortage(
        order_id=order.id, at=at, by=Actor.SYSTEM, imported=True, lines=tuple(lines)
    )
    return (Attempt(all_of=search, otherwise=(short,) if order.terms.imported else None),)


def source_ordered_units(
    order: Order, event: OrderPlaced, _: Order | None, world: World
) -> tuple[Attempt, ...]:
    """A placed order finds pools for its units; what its basket held becomes its own."""
    units = [Units(line.id, line.quantity) for line in order.lines if line.quantity]
    using = event.basket or order.id
    return _attempt(_search(order, units, event.at, world, using), event.at)


def source_or_take_adopted_units(
    order: Order, event: LinesAdopted, _: Order | None, world: World
) -> tuple[Attempt, ...]:
    """Lines that became known late find pools; of a shipped order their units are gone."""
    if event.parcel is not None:
        kept = kept_units(order, event.parcel.units)
        pool, at = order.terms.pools[0], event.at
        taken = [
            TakeUnreserved(owner=order.id, pool=pool, sku=sku, quantity=units, at=at)
            for sku, units in kept.items()
        ]
        return (Attempt(all_of=tuple(taken)),)
    gone = {some.line for some in event.cancellation.units} if event.cancellation else set[str]()
    units = [
        Units(line.id, line.quantity)
        for line in event.lines
        if line.quantity and line.id not in gone
    ]
    return _attempt(_search(order, units, event.at, world), event.at)


def _given_up(order: Order, before: Order | None, at: Instant) -> tuple[InventoryCommand, ...]:
    """Give back what the order was to get from each pool and no longer is."""
    lost = _lost(order, before)
    return tuple([released(order.id, pool, sku, n, at) for (pool, sku), n in lost.items()])


def _lost(order: Order, before: Order | None) -> dict[tuple[str, Sku], int]:
    now = by_pool(order.sources)
    had = by_pool(before.sources) if before else {}
    lost = {place: units - now.get(place, 0) for place, units in had.items()}
    return {place: units for place, units in lost.items() if units > 0}


def release_sources_of_short_units(
    order: Order, event: ShortageRecorded, before: Order | None, _: World
) -> tuple[Attempt, ...]:
    """Of short lines nothing stays promised, in any pool."""
    return (Attempt(all_of=_given_up(order, before, event.at)),)


def release_sourced_units(
    order: Order, event: UnitsCancelled, before: Order | None, world: World
) -> tuple[Attempt, ...]:
    """Cancelled units are no longer promised in any pool; what is left may be secured by that."""
    back = _given_up(order, before, event.at)
    return (Attempt(all_of=back), *secured_sources_by_now(order, event, before, world))


def exchange_sourced_units(
    order: Order, event: OrderAmended, before: Order | None, world: World
) -> tuple[Attempt, ...]:
    """A changed order gives back what was taken out and finds pools for what was put in."""
    added = [Units(line.id, line.quantity) for line in event.added]
    search = _search(order, added, event.at, world)
    gone = Attempt(all_of=_given_up(order, before, event.at))
    return (gone, *_attempt(search, event.at), *secured_sources_by_now(order, event, before, world))


def consume_sourced_units(
    order: Order, event: ShipmentConfirmed, before: Order | None, _: World
) -> tuple[Attempt, ...]:
    """Shipped units leave the pool of their parcel, whether they had been promised there or not.

    What had been promised for them in other pools is given back there.
    """
    at, lost = event.at, _lost(order, before)
    sent = kept_units(order, event.parcel.units)
    stock: list[OwnedStockCommand] = []
    for (pool, sku), units in lost.items():
        if event.parcel.pool in ("", pool):
            stock.append(_consumed(order, pool, sku, units, at))
            sent[sku] -= units
        else:
            stock.append(released(order.id, pool, sku, units, at))
    left_from = event.parcel.pool or order.terms.pools[0]
    stock += [
        TakeUnreserved(owner=order.id, pool=left_from, sku=sku, quantity=units, at=at)
        for sku, units in sent.items()
        if units
    ]
    stock.sort(key=lambda some: (some.pool, some.sku))
    return (Attempt(all_of=tuple(stock)),)


def _consumed(order: Order, pool: str, sku: Sku, units: int, at: Instant) -> ConsumeReserved:
    return ConsumeReserved(
        owner=order.id, pool=pool, sku=sku, quantity=units, at=at, else_unreserved=True
    )


def reallocate_units(
    order: Order, event: UnitsReallocated, _: Order | None, world: World
) -> tuple[Attempt, ...]:
    """What a pool was to ship finds other pools, or stays there."""
    lost = tuple([some for some in order.sources if some.pool == event.pool])
    search = PoolSearch(
        order=order,
        needs=needs_of(lost),
        at=event.at,
        said=promises(order, event.at, world),
        given_up=lost,
        failed=event.pool,
    )
    return (Attempt(all_of=(search,)),)


def restock_returned_units(
    order: Order, event: ReturnReceived, _: Order | None, __: World
) -> tuple[Attempt, ...]:
    """Returned units that can be sold again go back where they arrived."""
    sellable = [
        (some.units.parcel, Units(some.units.line, some.units.quantity))
        for some in event.received
        if some.sellable
    ]
    return restocked(order, sellable, event.pool, event.at)


def restock_stranded_units(
    order: Order, event: UndeliveredReceived, _: Order | None, __: World
) -> tuple[Attempt, ...]:
    """Units of an undelivered parcel that can be sold again go back where they came back."""
    sellable = [(event.parcel_id, some.units) for some in event.came_back if some.sellable]
    return restocked(order, sellable, event.pool, event.at)


POOL_REACTIONS: Mapping[type[OrderEvent], PoolReaction] = {
    OrderPlaced: source_ordered_units,
    LinesAdopted: source_or_take_adopted_units,
    PaymentAuthorised: commit_sourced_units,
    PaymentConfirmed: commit_sourced_units,
    PaymentEnded: uncommit_sourced_units,
    ShortageRecorded: release_sources_of_short_units,
    ShortageFilled: source_short_units,
    UnitsCancelled: release_sourced_units,
    OrderAmended: exchange_sourced_units,
    UnitsReallocated: reallocate_units,
    ShipmentConfirmed: consume_sourced_units,
    UndeliveredReceived: restock_stranded_units,
    ReturnReceived: restock_returned_units,
    ReturnGraded: shelve_graded_units_of_pools,
}
