"""The reaction table: event of an order → attempts at stock.

A reaction is decided in the same plan as its event and committed with it, or not at all: so it
happens once, as its event does.
An order holds its units from the moment it is placed; they are committed when it is secured, and
until then they may expire where the host has settled so. What an order cannot know is whether its
hold has expired, so what it gives back or ships is what is still promised of it.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any

from ordercore.flows.attempt import Attempt, promises, restocking
from ordercore.flows.filling import promise_short_units
from ordercore.flows.grading import shelve_graded_units
from ordercore.flows.kept import kept_units, stock_commands
from ordercore.flows.linking import ORDER_REACTIONS
from ordercore.flows.pools import POOL_REACTIONS
from ordercore.flows.securing import (
    commit_secured_units,
    secured_by_now,
    uncommit_unsecured_units,
)
from ordercore.inventory import (
    ConsumeReserved,
    InventoryCommand,
    ReleaseReserved,
    ReserveUnits,
    RestockUnits,
    TakeUnreserved,
)
from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import LineId, Sku
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.orders.cancelling import UnitsCancelled
from ordercore.orders.editing import OrderAmended
from ordercore.orders.ending import PaymentEnded
from ordercore.orders.grading import ReturnGraded
from ordercore.orders.line import Line
from ordercore.orders.message import OrderEvent
from ordercore.orders.paying import PaymentAuthorised, PaymentConfirmed
from ordercore.orders.placing import OrderPlaced
from ordercore.orders.promised import promised_by_sku, promised_stock
from ordercore.orders.receiving import ReturnReceived
from ordercore.orders.reporting import LinesAdopted
from ordercore.orders.shipping import ShipmentConfirmed
from ordercore.orders.shortage import RecordShortage, ShortageFilled, ShortageRecorded
from ordercore.orders.state import Order
from ordercore.orders.stranding import UndeliveredReceived
from ordercore.orders.world import WORLD, World

Reaction = Callable[[Order, Any, Order | None, str, World], tuple[Attempt, ...]]
"""From the order *after* the event, the event, the order *before* it, its pool, and the world."""


def _reserve(
    order: Order, lines: tuple[Line, ...], pool: str, at: Instant, world: World, using: str = ""
) -> Attempt:
    units = [Units(line.id, line.quantity) for line in lines if line.quantity]
    said = promises(order, at, world)
    return Attempt(
        all_of=stock_commands(
            ReserveUnits, order, kept_units(order, units), pool, at, using=using, **said
        ),
        otherwise=(_short(order, units, at),) if order.terms.imported else None,
    )


def _short(order: Order, units: Iterable[Units], at: Instant) -> RecordShortage:
    return RecordShortage(
        order_id=order.id,
        at=at,
        by=Actor.SYSTEM,
        imported=True,
        lines=tuple([some.line for some in units]),
    )


def reserve_ordered_units(
    order: Order, event: OrderPlaced, _: Order | None, pool: str, world: World
) -> tuple[Attempt, ...]:
    """A placed order reserves all its units, or none; what its basket held becomes its own.

    What was held under its own id before, for a draft, counts as well.
    """
    using = event.basket or order.id
    return (_reserve(order, order.lines, pool, event.at, world, using),)


def reserve_or_take_adopted_units(
    order: Order, event: LinesAdopted, _: Order | None, pool: str, world: World
) -> tuple[Attempt, ...]:
    """Lines that became known late reserve their units; of a shipped order they are gone."""
    if event.parcel is not None:
        gone_units = kept_units(order, event.parcel.units)
        taken = stock_commands(TakeUnreserved, order, gone_units, pool, event.at)
        return (Attempt(all_of=taken),)
    gone = {some.line for some in event.cancellation.units} if event.cancellation else set[LineId]()
    awaiting = tuple(line for line in event.lines if line.id not in gone)
    return (_reserve(order, awaiting, pool, event.at, world),) if awaiting else ()


def release_units_that_are_short(
    order: Order, event: ShortageRecorded, _: Order | None, pool: str, __: World
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

    New lines are promised nothing yet.
    """
    apart, needed = set(new), dict[Sku, int]()
    for (line, sku), units in promised_stock(order).items():
        needed[sku] = needed.get(sku, 0) + (units if line not in apart else 0)
    skus = kept_units(order, [Units(line.id, 1) for line in order.lines if line.id in lines])
    return tuple(
        [
            ReleaseReserved(owner=order.id, sku=sku, pool=pool, at=at, keep=needed.get(sku, 0))
            for sku in skus
        ]
    )


def release_cancelled_units(
    order: Order, event: UnitsCancelled, before: Order | None, pool: str, world: World
) -> tuple[Attempt, ...]:
    """Cancelled units are no longer promised; what is left may be secured by that."""
    released = _surplus(order, _lines(event.cancellation.units), pool, event.at)
    return (Attempt(all_of=released), *secured_by_now(order, event, before, pool, world))


def exchange_amended_units(
    order: Order, event: OrderAmended, before: Order | None, pool: str, world: World
) -> tuple[Attempt, ...]:
    """A changed order releases what was taken out, and reserves what was put in, or neither."""
    out = _lines(event.cancellation.units) if event.cancellation else set[LineId]()
    back = _surplus(order, out, pool, event.at, new={line.id for line in event.added})
    gone = (Attempt(all_of=back),) if back else ()
    put_in = (_reserve(order, event.added, pool, event.at, world),) if event.added else ()
    return (*gone, *put_in, *secured_by_now(order, event, before, pool, world))


def consume_shipped_units(
    order: Order, event: ShipmentConfirmed, before: Order | None, pool: str, __: World
) -> tuple[Attempt, ...]:
    """Shipped units leave stock, whether they had been promised or not."""
    at, sent = event.at, kept_units(order, event.parcel.units)
    promised = sent if not order.short else _promised_no_longer(order, before, sent)
    held = {sku: units for sku, units in promised.items() if units}
    rest = {sku: units - promised[sku] for sku, units in sent.items() if units > promised[sku]}
    return (
        Attempt(
            all_of=(
                *stock_commands(ConsumeReserved, order, held, pool, at, else_unreserved=True),
                *stock_commands(TakeUnreserved, order, rest, pool, at),
            )
        ),
    )


def _promised_no_longer(
    order: Order, before: Order | None, skus: Iterable[Sku]
) -> Mapping[Sku, int]:
    now, had = promised_by_sku(order), promised_by_sku(before) if before else {}
    return {sku: had.get(sku, 0) - now.get(sku, 0) for sku in skus}


def restock_sellable_units(
    order: Order, event: ReturnReceived, _: Order | None, pool: str, __: World
) -> tuple[Attempt, ...]:
    """Returned units that can be sold again go back on hand."""
    into = event.pool or pool
    sellable = tuple(
        Units(received.units.line, received.units.quantity)
        for received in event.received
        if received.sellable
    )
    return restocking(
        stock_commands(RestockUnits, order, kept_units(order, sellable), into, event.at)
    )


def restock_undelivered_units(
    order: Order, event: UndeliveredReceived, _: Order | None, pool: str, __: World
) -> tuple[Attempt, ...]:
    """Units of an undelivered parcel that can be sold again go back on hand."""
    sellable = tuple(some.units for some in event.came_back if some.sellable)
    into = event.pool or pool
    return restocking(
        stock_commands(RestockUnits, order, kept_units(order, sellable), into, event.at)
    )


REACTIONS: Mapping[type[OrderEvent], Reaction] = {
    OrderPlaced: reserve_ordered_units,
    LinesAdopted: reserve_or_take_adopted_units,
    PaymentAuthorised: commit_secured_units,
    PaymentConfirmed: commit_secured_units,
    PaymentEnded: uncommit_unsecured_units,
    ShortageRecorded: release_units_that_are_short,
    ShortageFilled: promise_short_units,
    UnitsCancelled: release_cancelled_units,
    OrderAmended: exchange_amended_units,
    ShipmentConfirmed: consume_shipped_units,
    UndeliveredReceived: restock_undelivered_units,
    ReturnReceived: restock_sellable_units,
    ReturnGraded: shelve_graded_units,
}


def reactions_to(
    order: Order, event: OrderEvent, world: World = WORLD, before: Order | None = None
) -> tuple[Attempt, ...]:
    """Give the attempts that an event calls for: at stock that we keep, then at linked orders.

    ``before`` is the order before the event, without which nobody can tell what an order of
    several pools no longer gets from each.
    """
    linked = ORDER_REACTIONS.get(type(event))
    at_stock = _at_stock(order, event, world, before)
    return at_stock if linked is None else (*at_stock, *linked(order, event))


def _at_stock(
    order: Order, event: OrderEvent, world: World, before: Order | None
) -> tuple[Attempt, ...]:
    pool = order.terms.pool
    if pool is not None:
        reaction = REACTIONS.get(type(event))
        return () if reaction is None else reaction(order, event, before, pool, world)
    over_pools = POOL_REACTIONS.get(type(event)) if order.terms.pools else None
    return () if over_pools is None else over_pools(order, event, before, world)
