"""Supply: what pools can give of what is wanted, and how far some of them cover it.

Units at hand come before units to come, whatever the policy: nothing is backordered as long as
another pool that may ship has it.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import attrs

from ordercore.inventory.sourcing.offers import PoolOffer
from ordercore.inventory.sourcing.sourced import Allocation
from ordercore.kernel.ids import Sku

Units = Mapping[Sku, int]


class Cover(NamedTuple):
    """What is left over, and what has to be waited for; the lesser the better, in this order.

    Another pool never makes it worse.
    """

    unsourced: int
    backordered: int


@attrs.frozen
class Supply:
    """What is wanted, and what each pool has of it, at hand and to come."""

    wanted: Units
    at_hand: Mapping[str, Units]
    to_come: Mapping[str, Units]

    def could_give(self, pool: str) -> Units:
        """Give what a pool can ship of what is wanted, by SKU."""
        return {
            sku: units
            for sku, wanted in self.wanted.items()
            if (units := min(self._has(pool, sku) + self._awaits(pool, sku), wanted))
        }

    def cover(self, pools: Collection[str]) -> Cover:
        """Tell how far some pools together cover what is wanted."""
        unsourced = backordered = 0
        for sku, wanted in self.wanted.items():
            now = min(sum(self._has(pool, sku) for pool in pools), wanted)
            ever = min(now + sum(self._awaits(pool, sku) for pool in pools), wanted)
            unsourced += wanted - ever
            backordered += ever - now
        return Cover(unsourced, backordered)

    def filled(self, pools: Iterable[str]) -> tuple[Allocation, ...]:
        """Take what is wanted from pools, the first of them first: at hand, and then to come."""
        ordered = tuple(pools)
        left, taken = dict(self.wanted), dict[tuple[str, bool, Sku], int]()
        for backordered, having in ((False, self._has), (True, self._awaits)):
            for pool in ordered:
                for sku in self.wanted:
                    if units := min(having(pool, sku), left[sku]):
                        taken[pool, backordered, sku] = units
                        left[sku] -= units
        return tuple(
            [
                Allocation(pool=pool, sku=sku, quantity=units, backordered=backordered)
                for (pool, backordered, sku), units in sorted(
                    taken.items(), key=lambda item: (ordered.index(item[0][0]), item[0])
                )
            ]
        )

    def _has(self, pool: str, sku: Sku) -> int:
        return self.at_hand[pool].get(sku, 0)

    def _awaits(self, pool: str, sku: Sku) -> int:
        return self.to_come[pool].get(sku, 0)


def supply_of(wanted: Units, offers: Iterable[PoolOffer], *, backorder: bool) -> Supply:
    """Give what open pools have; what has been promised twice already counts as nothing."""
    at_hand: dict[str, Units] = {}
    to_come: dict[str, Units] = {}
    for offer in offers:
        at_hand[offer.pool] = _of(offer.available, wanted) if offer.open else {}
        to_come[offer.pool] = _of(offer.backorder, wanted) if offer.open and backorder else {}
    ordered = {sku: wanted[sku] for sku in sorted(wanted)}
    return Supply(wanted=ordered, at_hand=at_hand, to_come=to_come)


def _of(units: Units, wanted: Units) -> Units:
    return {sku: units[sku] for sku in wanted if units.get(sku, 0) > 0}
