"""Answering: the pools that a policy chose become allocations, each decision with its clause."""

from collections.abc import Callable, Iterator

import attrs

from ordercore.inventory.sourcing.offers import PoolOffer
from ordercore.inventory.sourcing.question import Question
from ordercore.inventory.sourcing.searching import Found
from ordercore.inventory.sourcing.sourced import Allocation, Sourced, Sourcing
from ordercore.inventory.sourcing.supply import Cover
from ordercore.inventory.sourcing.wanted import Wanted
from ordercore.kernel.clauses import Clause


@attrs.frozen
class Chosen:
    """The pools that a policy chose, by what it sources, and among which sets it chose.

    ``objection`` is what the policy alone has against a pool that it could have taken.
    """

    pools: frozenset[str]
    found: Found
    sourcing: Sourcing
    objection: Callable[[str], Clause | None]
    unknown: frozenset[str] = frozenset()


def answer(asked: Question, chosen: Chosen) -> Sourced:
    """Allocate from the chosen pools, in their rank, and say why from these and no others."""
    supply = asked.supply
    allocations = supply.filled([pool for pool in asked.order if pool in chosen.pools])
    cover = supply.cover({some.pool for some in allocations})
    if cover.unsourced and not asked.terms.partial:
        allocations = ()
    given = dict.fromkeys(supply.wanted, 0)
    for some in allocations:
        given[some.sku] += some.quantity
    left = {
        sku: wanted - given[sku] for sku, wanted in supply.wanted.items() if wanted > given[sku]
    }
    told = _Told(asked, chosen, allocations, cover)
    return Sourced(
        allocations=allocations,
        unsourced=tuple([Wanted(sku=sku, quantity=units) for sku, units in left.items()]),
        because=(*told.pool_by_pool(), *told.of_the_whole(), *told.of_what_is_left(left)),
    )


@attrs.frozen
class _Told:
    """An answer, clause by clause."""

    asked: Question
    chosen: Chosen
    allocations: tuple[Allocation, ...]
    cover: Cover

    @property
    def _taken(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(some.pool for some in self.allocations))

    def pool_by_pool(self) -> Iterator[Clause]:
        for offer in self.asked.offers:
            if offer.pool in self.chosen.unknown:
                yield Clause("distance_unknown", {"pool": offer.pool})
            own = [some for some in self.allocations if some.pool == offer.pool]
            for some in own:
                yield _ships(some, offer)
            if not own:
                yield self._why_not(offer)

    def of_the_whole(self) -> Iterator[Clause]:
        supply, taken = self.asked.supply, self._taken
        if not supply.wanted:
            yield Clause("nothing_wanted", {})
        elif not self.asked.offers:
            yield Clause("no_pool_offered", {})
        if len(taken) == 1 and not self.cover.unsourced:
            yield Clause("one_pool_ships_all", {"pool": taken[0]})
        elif len(taken) > 1:
            yield Clause("split_over_pools", {"pools": taken, "parcels": len(taken)})
        if not self.chosen.found.exact:
            facts = {"pools": len(self.asked.spare), "most": self.asked.terms.most_parcels}
            yield Clause("found_step_by_step", facts)
        if more := self.cover.unsourced - supply.cover(self.asked.giving).unsourced:
            yield Clause("parcels_too_few", {"most": self.asked.terms.most_parcels, "units": more})
        if self.cover.unsourced and not self.asked.terms.partial:
            yield Clause("all_or_nothing", {"skus": self._short()})

    def of_what_is_left(self, left: dict[str, int]) -> Iterator[Clause]:
        for sku, units in left.items():
            wanted = self.asked.supply.wanted[sku]
            yield Clause("not_sourced", {"sku": sku, "wanted": wanted, "left": units})

    def _short(self) -> tuple[str, ...]:
        """Give the SKUs of which the chosen pools have too little."""
        supply = self.asked.supply
        had = supply.filled(self.chosen.pools)
        return tuple(
            [
                sku
                for sku, wanted in supply.wanted.items()
                if sum(some.quantity for some in had if some.sku == sku) < wanted
            ]
        )

    def _why_not(self, offer: PoolOffer) -> Clause:
        pool, supply, taken = offer.pool, self.asked.supply, self._taken
        could = supply.could_give(pool)
        if not offer.open:
            return Clause("pool_closed", {"pool": pool})
        if not could:
            waits = any(offer.backorder.get(sku, 0) > 0 for sku in supply.wanted)
            code = "backorder_not_allowed" if waits else "pool_lacks_all"
            return Clause(code, {"pool": pool})
        if not taken and not self.asked.terms.partial and self.cover.unsourced:
            units = {"units": sum(could.values()), "wanted": sum(supply.wanted.values())}
            return Clause("pool_not_enough", {"pool": pool, **units})
        if supply.cover({*taken, pool}) < self.cover:
            return self._too_many(pool)
        if not self.cover.backordered and not supply.at_hand[pool]:
            return Clause("backorder_not_needed", {"pool": pool})
        return self.chosen.objection(pool) or self._outranked(pool)

    def _outranked(self, pool: str) -> Clause:
        """Say who ships what a pool could, which came first or was at hand."""
        could, rank = self.asked.supply.could_give(pool), self.asked.order.index
        by = tuple(dict.fromkeys(some.pool for some in self.allocations if some.sku in could))
        if all(rank(other) < rank(pool) for other in by):
            facts = {"pool": pool, "by": by, "sourcing": self.chosen.sourcing.value}
            return Clause("pool_comes_later", facts)
        most = self.asked.terms.most_parcels
        if most is not None and len(self.asked.shipping.union(self._taken)) >= most:
            return self._too_many(pool)
        return Clause("pool_not_needed", {"pool": pool, "by": by})

    def _too_many(self, pool: str) -> Clause:
        most = self.asked.terms.most_parcels
        return Clause("parcel_limit_reached", {"pool": pool, "most": most})


def _ships(some: Allocation, offer: PoolOffer) -> Clause:
    facts = {"pool": some.pool, "sku": some.sku, "units": some.quantity}
    if some.backordered:
        return Clause("ships_on_backorder", {**facts, "limit": offer.backorder[some.sku]})
    return Clause("ships_from_stock", {**facts, "available": offer.available[some.sku]})
