"""Fewest parcels: as few pools as can be."""

from collections.abc import Iterable

import attrs

from ordercore.inventory.sourcing.answering import Chosen, answer
from ordercore.inventory.sourcing.offers import Place, PoolOffer
from ordercore.inventory.sourcing.policy import ANY_WAY, SourcingTerms
from ordercore.inventory.sourcing.question import by_priority, question
from ordercore.inventory.sourcing.searching import fewest
from ordercore.inventory.sourcing.sourced import Sourced, Sourcing
from ordercore.inventory.sourcing.wanted import Wanted
from ordercore.kernel.clauses import Clause


@attrs.frozen
class FewestParcels:
    """Source an order from as few pools as can be; of equally few, from those of best priority.

    As many units as possible, then as few backordered as possible, come before that.
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
        found = fewest(asked.supply, asked.free, asked.spare, asked.most)
        rank = asked.order.index
        pools = min(found.sets, key=lambda some: sorted(map(rank, some)))

        def objection(pool: str) -> Clause | None:
            if not found.exact or any(pool in some for some in found.sets):
                return None
            return Clause("needs_more_parcels", {"pool": pool, "parcels": len(pools)})

        return answer(asked, Chosen(pools, found, Sourcing.PRIORITY, objection))
