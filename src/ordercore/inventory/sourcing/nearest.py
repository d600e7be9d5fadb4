"""Nearest: each unit from the nearest pool that has it."""

from collections.abc import Iterable

import attrs

from ordercore.inventory.sourcing.answering import Chosen, answer
from ordercore.inventory.sourcing.distances import Measure, great_circle
from ordercore.inventory.sourcing.offers import Place, PoolOffer
from ordercore.inventory.sourcing.policy import ANY_WAY, SourcingTerms
from ordercore.inventory.sourcing.question import Rank, question
from ordercore.inventory.sourcing.searching import fullest
from ordercore.inventory.sourcing.sourced import Sourced, Sourcing
from ordercore.inventory.sourcing.wanted import Wanted


@attrs.frozen
class Nearest:
    """Source each unit from the nearest pool that has it; of equally near, by priority.

    As many units as possible, then as few backordered as possible, come before that; with a limit
    of parcels, the pools that may ship are those from which all units together have the least way.
    A pool of which the distance is not known comes after every other.
    """

    measure: Measure = great_circle
    terms: SourcingTerms = ANY_WAY

    def __call__(
        self, wanted: Iterable[Wanted], offers: Iterable[PoolOffer], to: Place, /
    ) -> Sourced:
        """Source what is wanted.

        Raises:
            InvalidValue: when two offers are of one pool.
        """
        known = tuple(offers)
        away = {offer.pool: self.measure(offer.place, to) for offer in known}

        def rank(offer: PoolOffer) -> Rank:
            distance = away[offer.pool]
            return (distance is None, distance or 0, offer.priority)

        asked = question(wanted, known, rank, self.terms)

        def way(pools: frozenset[str]) -> tuple[int, int, list[int]]:
            taken = asked.supply.filled([pool for pool in asked.order if pool in pools])
            lost = sum(some.quantity for some in taken if away[some.pool] is None)
            metres = sum(some.quantity * (away[some.pool] or 0) for some in taken)
            return lost, metres, sorted({asked.order.index(some.pool) for some in taken})

        found = fullest(asked.supply, asked.free, asked.spare, asked.most)
        pools = min(found.sets, key=way)
        unknown = frozenset(pool for pool, distance in away.items() if distance is None)
        return answer(asked, Chosen(pools, found, Sourcing.DISTANCE, lambda _: None, unknown))
