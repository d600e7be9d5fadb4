"""The search for pools: which stock it looks at, and what is asked of stock by its answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from ordercore.inventory import (
    Allocation,
    InventoryCommand,
    ReleaseReserved,
    Reservation,
    ReserveUnits,
    Shelf,
    Sourced,
    Wanted,
    offers_of,
    promisable,
    resourced,
)
from ordercore.kernel.actors import Actor
from ordercore.kernel.clauses import Clause
from ordercore.kernel.ids import LineId, Sku
from ordercore.kernel.time import Instant
from ordercore.orders.message import OrderCommand
from ordercore.orders.sources import Source, SourcingReason, by_pool
from ordercore.orders.sourcing import RecordSourcing
from ordercore.orders.state import Order
from ordercore.orders.world import World

Need = tuple[LineId, Sku, int]
"""A line, a SKU that stock is kept of for it, and how many units of that."""

Place = tuple[str, Sku]
"""A pool, and a SKU in it."""


@attrs.frozen(kw_only=True, eq=False)
class PoolSearch:
    """Units of an order for which pools are to be found.

    ``said`` is how they are promised, and ``using`` whose promise counts for theirs.
    ``given_up`` are sources that the answer replaces; where a pool has ``failed``, they are
    given back there, and its promise lasts no longer elsewhere than it would have.
    """

    order: Order
    needs: tuple[Need, ...]
    at: Instant
    said: Mapping[str, Any]
    using: str = ""
    given_up: tuple[Source, ...] = ()
    failed: str = ""

    def probes(self) -> tuple[ReserveUnits, ...]:
        """Give commands on whose rows the answer is decided: one for each pool and SKU."""
        return tuple(
            [
                self._reserve(pool, sku, quantity, {})
                for pool in self.order.terms.kept_pools
                for sku, quantity in self._wanted().items()
            ]
        )

    def commands(
        self, shelves: Iterable[Shelf], world: World
    ) -> tuple[OrderCommand | InventoryCommand, ...]:
        """Ask the policy, and give what it comes to: first what is known, then what is promised."""
        seen = {(shelf.stock.pool, shelf.stock.sku): shelf for shelf in shelves}
        sourced = self._sourced(seen, world)
        sources = dealt(self.needs, self._new(sourced.allocations))
        record = RecordSourcing(
            order_id=self.order.id,
            at=self.at,
            by=Actor.SYSTEM,
            lines=() if self.failed else tuple(dict.fromkeys(line for line, _, _ in self.needs)),
            sources=sources,
            because=reasons(sourced.because),
            given_up=self.given_up,
            failed=self.failed,
        )
        stock: list[InventoryCommand] = [
            *self._given_back(),
            *self._left_elsewhere(seen, by_pool(sources)),
            *self._reserved(seen, sourced, by_pool(sources)),
        ]
        stock.sort(key=lambda some: (some.pool, some.sku))
        return record, *stock

    def _wanted(self) -> dict[Sku, int]:
        totals: dict[Sku, int] = {}
        for _, sku, quantity in self.needs:
            totals[sku] = totals.get(sku, 0) + quantity
        return dict(sorted(totals.items()))

    def _reserve(self, pool: str, sku: Sku, quantity: int, more: Mapping[str, Any]) -> ReserveUnits:
        said = {"owner": self.order.id, "at": self.at, "using": self.using, **self.said, **more}
        return ReserveUnits(pool=pool, sku=sku, quantity=quantity, **said)

    def _sourced(self, seen: Mapping[Place, Shelf], world: World) -> Sourced:
        pools = self.order.terms.pools
        figures = {place: self._promisable(shelf) for place, shelf in seen.items()}
        kept = self._kept()
        offers = offers_of(pools, figures, world.pool_terms, {pool for pool, _ in kept})
        to = world.destination(self.order.ship_to)
        if self.failed:
            current = [
                Allocation(pool=pool, sku=sku, quantity=units)
                for (pool, sku), units in by_pool(self.order.sources).items()
            ]
            return resourced(current, self.failed, offers, to, world.sourcing)
        wanted = [Wanted(sku=sku, quantity=units) for sku, units in self._wanted().items()]
        return world.sourcing(wanted, offers, to)

    def _promisable(self, shelf: Shelf) -> tuple[int, int]:
        preorder = bool(self.said.get("preorder"))
        return promisable(shelf.stock, self._counting(shelf), preorder=preorder)

    def _counting(self, shelf: Shelf) -> Reservation | None:
        if not self.using:
            return None
        return shelf.reservation if self.using == self.order.id else shelf.other

    def _kept(self) -> dict[Place, int]:
        """Give what the order is to get from pools that it keeps getting."""
        given_up = by_pool(self.given_up)
        left = {
            place: units - given_up.get(place, 0)
            for place, units in by_pool(self.order.sources).items()
        }
        return {place: units for place, units in left.items() if units}

    def _new(self, allocations: Sequence[Allocation]) -> Iterator[tuple[Place, int]]:
        """Give what is allocated beside what is kept, in the order of the allocations."""
        kept = self._kept() if self.failed else {}
        for some in allocations:
            place = (some.pool, some.sku)
            known = min(some.quantity, kept.get(place, 0))
            if known:
                kept[place] -= known
            if some.quantity > known:
                yield place, some.quantity - known

    def _given_back(self) -> Iterator[InventoryCommand]:
        if self.failed:
            for (pool, sku), units in by_pool(self.given_up).items():
                yield released(self.order.id, pool, sku, units, self.at)

    def _left_elsewhere(
        self, seen: Mapping[Place, Shelf], taken: Mapping[Place, int]
    ) -> Iterator[InventoryCommand]:
        """Give back what counted for these units in pools that they do not come from after all."""
        for sku, wanted in self._wanted().items() if self.using else ():
            counts = {
                pool: counting.promised
                for pool in self.order.terms.pools
                if (counting := self._counting(seen[pool, sku])) is not None
            }
            own = {pool: min(n, taken.get((pool, sku), 0)) for pool, n in counts.items()}
            left = wanted - sum(own.values())
            for pool in reversed(counts):
                units = min(left, counts[pool] - own[pool])
                left -= units
                if units > 0:
                    yield released(self.using, pool, sku, units, self.at)

    def _reserved(
        self, seen: Mapping[Place, Shelf], sourced: Sourced, taken: Mapping[Place, int]
    ) -> Iterator[InventoryCommand]:
        waits = {(some.pool, some.sku) for some in sourced.allocations if some.backordered}
        for (pool, sku), units in taken.items():
            said: dict[str, Any] = {"backorder": (pool, sku) in waits}
            lost = seen[self.failed, sku].reservation if self.failed else None
            ends = lost.expires_at if lost is not None else None
            if ends is not None and ends > self.at and "expires_at" in self.said:
                said["expires_at"] = ends
            yield self._reserve(pool, sku, units, said)


def dealt(needs: Iterable[Need], found: Iterable[tuple[Place, int]]) -> tuple[Source, ...]:
    """Deal what pools give to the lines that need it, first come, first served."""
    left: dict[tuple[LineId, Sku], int] = {}
    for line, sku, units in needs:
        left[line, sku] = left.get((line, sku), 0) + units
    sources: list[Source] = []
    for (pool, sku), quantity in found:
        rest = quantity
        for (line, wanted), units in left.items():
            given = min(rest, units) if wanted == sku else 0
            if given:
                sources.append(Source(line=line, sku=sku, pool=pool, quantity=given))
                left[line, wanted] -= given
                rest -= given
    place = {line: number for number, (line, _) in enumerate(left)}
    return tuple(sorted(sources, key=lambda some: place[some.line]))


def needs_of(sources: Iterable[Source]) -> tuple[Need, ...]:
    """Add up what sources give to each line, from whatever pools."""
    totals: dict[tuple[str, Sku], int] = {}
    for some in sources:
        totals[some.line, some.sku] = totals.get((some.line, some.sku), 0) + some.quantity
    return tuple([(line, sku, units) for (line, sku), units in totals.items()])


def reasons(because: Iterable[Clause]) -> tuple[SourcingReason, ...]:
    """Give the codes of clauses, each with the pool that it is about."""
    return tuple(
        [SourcingReason(code=some.code, pool=str(some.facts.get("pool", ""))) for some in because]
    )


def released(owner: str, pool: str, sku: Sku, quantity: int, at: Instant) -> ReleaseReserved:
    """Give back so many units as far as they are still promised."""
    return ReleaseReserved(owner=owner, pool=pool, sku=sku, quantity=quantity, at=at, up_to=True)
