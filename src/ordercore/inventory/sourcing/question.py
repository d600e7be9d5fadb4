"""The question that the shipped policies answer: read once, and the same in whatever order."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

import attrs

from ordercore.errors import InvalidValue
from ordercore.inventory.sourcing.offers import PoolOffer
from ordercore.inventory.sourcing.policy import SourcingTerms
from ordercore.inventory.sourcing.supply import Supply, supply_of
from ordercore.inventory.sourcing.wanted import Wanted, summed

Rank = tuple[Any, ...]
"""What pools are compared by; the least comes first."""


@attrs.frozen
class Question:
    """What is wanted, who offers it in which rank, and on which terms."""

    offers: Sequence[PoolOffer]
    supply: Supply
    terms: SourcingTerms

    @property
    def order(self) -> tuple[str, ...]:
        """The pools in their rank."""
        return tuple([offer.pool for offer in self.offers])

    @property
    def giving(self) -> frozenset[str]:
        """The pools that can give anything of what is wanted."""
        return frozenset(pool for pool in self.order if self.supply.could_give(pool))

    @property
    def shipping(self) -> frozenset[str]:
        """The pools from which a parcel leaves anyway."""
        return frozenset(offer.pool for offer in self.offers if offer.ships_anyway)

    @property
    def free(self) -> frozenset[str]:
        """The pools that can give something without a parcel more."""
        return self.giving & self.shipping

    @property
    def spare(self) -> list[str]:
        """The pools that can give something for a parcel more, in their rank."""
        costing = self.giving - self.shipping
        return [pool for pool in self.order if pool in costing]

    @property
    def most(self) -> int:
        """How many parcels more there may be."""
        if self.terms.most_parcels is None:
            return len(self.spare)
        return max(0, min(self.terms.most_parcels - len(self.shipping), len(self.spare)))


def question(
    wanted: Iterable[Wanted],
    offers: Iterable[PoolOffer],
    rank: Callable[[PoolOffer], Rank],
    terms: SourcingTerms,
) -> Question:
    """Read a question.

    Raises:
        InvalidValue: when two offers are of one pool.
    """
    ranked = sorted(offers, key=lambda offer: (*rank(offer), offer.pool))
    for pool, following in pairwise(sorted(offer.pool for offer in ranked)):
        if pool == following:
            raise InvalidValue("offers", pool, "one offer of each pool")
    supply = supply_of(summed(wanted), ranked, backorder=terms.backorder)
    return Question(ranked, supply, terms)


def by_priority(offer: PoolOffer) -> Rank:
    """Rank a pool by its priority."""
    return (offer.priority,)
