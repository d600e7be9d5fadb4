"""Single pool first: everything from one pool if any has it, else split by priority."""

from collections.abc import Iterable

import attrs

from ordercore.inventory.sourcing.answering import Chosen, answer
from ordercore.inventory.sourcing.offers import Place, PoolOffer
from ordercore.inventory.sourcing.policy import ANY_WAY, SourcingTerms
from ordercore.inventory.sourcing.question import Question, by_priority, question
from ordercore.inventory.sourcing.searching import fullest
from ordercore.inventory.sourcing.sourced import Sourced, Sourcing
from ordercore.inventory.sourcing.wanted import Wanted
from ordercore.kernel.clauses import Clause


@attrs.frozen
class SinglePoolFirst:
    """Source all of an order from one pool where any can, by priority; else split it by priority.

    As many units as possible, then as few backordered as possible, come before both.
    Of a split, the pool of the best priority gives all that it can, then the next.
    Pools of which a parcel leaves anyway are asked first, since they need none more.
    """

    terms: SourcingTerms = ANY_WAY

    def __call__(
        self, wanted: Iterable[Wanted], offers: Iterable[PoolOffer], _to: Place, /
    ) -> Sourced:
        """Source what is wanted.

        Raises:
            InvalidValue: when two offers are of one pool.
        """
        asked = question(wanted, offers, by_priority, self.terms)
        supply = asked.supply
        found = fullest(supply, asked.free, asked.spare, asked.most)
        best = supply.cover(found.sets[0])
        pool = _alone(asked, best)
        if pool is None:
            enough = asked.free if supply.cover(asked.free) == best else None
            pools = enough or min(found.sets, key=lambda some: _shares(asked, some))
            return answer(asked, Chosen(pools, found, Sourcing.PRIORITY, lambda _: None))

        def objection(other: str) -> Clause | None:
            if supply.cover({other}) == best:
                return None
            short = tuple(
                [
                    sku
                    for sku, units in supply.wanted.items()
                    if min(supply.at_hand[other].get(sku, 0), units)
                    < min(supply.at_hand[pool].get(sku, 0), units)
                    or supply.could_give(other).get(sku, 0) < supply.could_give(pool).get(sku, 0)
                ]
            )
            return Clause("pool_cannot_serve_all", {"pool": other, "skus": short, "by": pool})

        return answer(asked, Chosen(frozenset({pool}), found, Sourcing.PRIORITY, objection))


def _alone(asked: Question, best: tuple[int, int]) -> str | None:
    """Give the first pool that does alone what all that may ship do together, if any does."""
    spare = asked.spare if asked.most else []
    shipping_first = [*(pool for pool in asked.order if pool in asked.free), *spare]
    return next((pool for pool in shipping_first if asked.supply.cover({pool}) == best), None)


def _shares(asked: Question, pools: frozenset[str]) -> tuple[int, ...]:
    """Give what each pool gives, in their rank; the least is where the first gives most."""
    gives = dict.fromkeys(asked.order, 0)
    for some in asked.supply.filled([pool for pool in asked.order if pool in pools]):
        gives[some.pool] -= some.quantity
    return tuple(gives.values())
