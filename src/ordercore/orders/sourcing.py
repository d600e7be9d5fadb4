"""Sourcing: from which pools an order's units come, and again when a pool fails."""

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import LineId
from ordercore.kernel.replace import replace
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    happened,
    placing_comes_first,
    pool_is_of_order,
)
from ordercore.orders.sources import (
    Source,
    SourcingReason,
    awaiting_stock,
    by_line,
    by_pool,
    sources_with,
)
from ordercore.orders.state import Order
from ordercore.orders.world import World

# Commands


@attrs.frozen(kw_only=True)
class RecordSourcing(OrderCommand):
    """Record from which pools units come, as the world's policy answered.

    ``lines`` are those that it was asked for as a whole; ``given_up`` are sources that count no
    more, because ``failed``, a pool, cannot ship them, or because their promises have run out.
    """

    lines: tuple[LineId, ...]
    sources: tuple[Source, ...]
    because: tuple[SourcingReason, ...] = ()
    given_up: tuple[Source, ...] = ()
    failed: str = ""


@attrs.frozen(kw_only=True)
class ReallocateUnits(OrderCommand):
    """Source again, among the other pools, all that a pool was to ship; all of it, or nothing."""

    pool: str


# Events


@attrs.frozen(kw_only=True)
class UnitsSourced(OrderEvent):
    """Units were found pools to come from; lines that not enough was found for are short."""

    lines: tuple[LineId, ...]
    sources: tuple[Source, ...]
    because: tuple[SourcingReason, ...]
    given_up: tuple[Source, ...] = ()
    failed: str = ""
    short: tuple[LineId, ...] = ()


@attrs.frozen(kw_only=True)
class UnitsReallocated(OrderEvent):
    """What a pool was to ship is to come from others."""

    pool: str


# Rules


@rule("sourcing_is_not_told", instead=("by",))
def sourcing_is_found_by_policy(order: Order, command: RecordSourcing, _: World) -> Facts | None:
    """Only the system says where units come from, because it has asked the policy and stock."""
    return None if command.by is Actor.SYSTEM else {"order": order.id}


@rule("sourced_beyond_awaiting", instead=("sources",))
def sources_are_awaited(order: Order, command: RecordSourcing, _: World) -> Facts | None:
    """No more units are sourced than a line still waits for, and in a single pool only if short."""
    awaiting, pool = awaiting_stock(order), order.terms.pool
    for (line, sku), sourced in by_line(_after(order, command)).items():
        waits = 0 if pool and line not in order.short else awaiting.get((line, sku), 0)
        if sourced > waits:
            return {"line": line, "sku": sku, "sourced": sourced, "awaiting": waits}
    return None


@rule("sourced_from_other_pools", instead=("sources",))
def sources_are_pools_of_order(order: Order, command: RecordSourcing, _: World) -> Facts | None:
    """Units come from the pools that the order was placed on."""
    pools = order.terms.kept_pools
    others = sorted({some.pool for some in command.sources}.difference(pools))
    return {"others": others, "pools": list(pools)} if others else None


@rule("pool_ships_nothing", instead=("pool",))
def pool_ships_something(order: Order, command: ReallocateUnits, _: World) -> Facts | None:
    """Only what a pool was to ship can come from another."""
    if order.terms.pools and any(some.pool == command.pool for some in order.sources):
        return None
    return {"pool": command.pool, "order": order.id}


@rule("units_not_sourced", instead=("lines",))
def units_are_sourced(order: Order, command: RecordSourcing, _: World) -> Facts | None:
    """Something is sourced, and all of it that a failed pool was to ship.

    Whether a part will do where there is no more, the world's policy has said by its answer.
    """
    skus = _lacking_skus(order, command)
    if not skus or (command.sources and not command.failed):
        return None
    return {
        "order": order.id,
        "skus": skus,
        "pools": [pool for pool in order.terms.kept_pools if pool != command.failed],
        "because": [str(reason) for reason in command.because],
    }


# Outcomes


def _after(order: Order, command: RecordSourcing) -> tuple[Source, ...]:
    return sources_with(order.sources, command.sources, command.given_up)


def _lacking(order: Order, command: RecordSourcing) -> dict[tuple[LineId, str], int]:
    """Give what the lines that were asked for still lack, by line and SKU."""
    sourced, awaiting = by_line(_after(order, command)), awaiting_stock(order)
    return {
        (line, sku): waits - sourced.get((line, sku), 0)
        for (line, sku), waits in awaiting.items()
        if line in command.lines and waits > sourced.get((line, sku), 0)
    }


def _lacking_skus(order: Order, command: RecordSourcing) -> list[str]:
    if not command.failed:
        return sorted({sku for _, sku in _lacking(order, command)})
    found = by_line(command.sources)
    lost = by_line(command.given_up)
    return sorted({sku for (line, sku), units in lost.items() if units > found.get((line, sku), 0)})


def record_sourcing(order: Order, command: RecordSourcing, _: World) -> tuple[OrderEvent, ...]:
    """Note where units come from, and which lines are short of some."""
    lacking = {line for line, _ in _lacking(order, command)}
    return happened(
        UnitsSourced,
        command,
        lines=command.lines,
        sources=command.sources,
        because=command.because,
        given_up=command.given_up,
        failed=command.failed,
        short=tuple([line for line in command.lines if line in lacking]),
    )


def reallocate(_: Order, command: ReallocateUnits, __: World) -> tuple[OrderEvent, ...]:
    """Have other pools asked."""
    return happened(UnitsReallocated, command, pool=command.pool)


# Offers


def offer_reallocations(order: Order, at: Instant, _: World) -> tuple[ReallocateUnits, ...]:
    """Offer to source again what each pool is to ship."""
    pools = dict.fromkeys(pool for pool, _ in by_pool(order.sources))
    return tuple([ReallocateUnits(order_id=order.id, at=at, pool=pool) for pool in pools])


# Folds


def fold_sourced(order: Order, event: UnitsSourced) -> Order:
    """Keep where units come from, and which lines are short.

    In a single pool, only of short lines: others are promised all that they wait for.
    """
    sources = sources_with(order.sources, event.sources, event.given_up)
    apart = [line for line in order.short if line not in event.lines]
    short = (*apart, *event.short)
    if order.terms.pool is not None:
        sources = tuple([some for some in sources if some.line in short])
    return replace(order, sources=sources, short=short)


def fold_reallocated(order: Order, _: UnitsReallocated) -> Order:
    """Leave everything: where units come from now, the sourcing that follows says."""
    return order


# The table

DECISIONS: Decisions = (
    Decision(
        command=RecordSourcing,
        rules=(
            placing_comes_first,
            sourcing_is_found_by_policy,
            sources_are_pools_of_order,
            sources_are_awaited,
            units_are_sourced,
        ),
        outcome=record_sourcing,
    ),
    Decision(
        command=ReallocateUnits,
        rules=(placing_comes_first, pool_is_of_order, pool_ships_something),
        outcome=reallocate,
        offers=offer_reallocations,
    ),
)

FOLDS: Folds = {
    UnitsSourced: fold_sourced,
    UnitsReallocated: fold_reallocated,
}
