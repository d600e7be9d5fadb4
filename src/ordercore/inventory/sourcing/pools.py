"""What a host has settled of its pools, and what those offer by it."""

from collections.abc import Iterable, Mapping, Sequence

import attrs

from ordercore.inventory.reservation import Reservation
from ordercore.inventory.sourcing.offers import SOMEWHERE, Place, PoolOffer
from ordercore.inventory.state import Stock
from ordercore.kernel.checking import check_types
from ordercore.kernel.ids import Sku


@attrs.frozen(kw_only=True)
class PoolTerms:
    """Where a pool is, in which turn it comes (the lesser first), and whether it ships at all."""

    place: Place = SOMEWHERE
    priority: int = 0
    open: bool = True

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type."""
        check_types(self)


AS_NAMED = PoolTerms()
"""The terms of a pool of which a host has settled nothing."""


def promisable(
    stock: Stock, counts: Reservation | None = None, *, preorder: bool = False
) -> tuple[int, int]:
    """Give how many units stock could promise: of those on hand, and beyond them.

    ``counts`` is a promise that counts for the new one; a pre-order has a limit of its own.
    """
    details = stock.details
    limit = details.preorder_limit if preorder else details.backorder_limit
    here, beyond = max(0, stock.available), max(0, limit - stock.backordered)
    if counts is None:
        return here, beyond
    return here + counts.held, beyond + counts.backordered


def offers_of(
    pools: Sequence[str],
    figures: Mapping[tuple[str, Sku], tuple[int, int]],
    terms: Mapping[str, PoolTerms],
    shipping: Iterable[str] = (),
) -> tuple[PoolOffer, ...]:
    """Give what pools offer, by what each could promise on hand and beyond.

    Of pools of one priority, the one named first comes first.
    A parcel of the order leaves from those in ``shipping`` in any case.
    """
    rank = sorted(pools, key=lambda pool: terms.get(pool, AS_NAMED).priority)
    anyway = frozenset(shipping)
    return tuple(
        [
            PoolOffer(
                pool=pool,
                available={sku: here for (at, sku), (here, _) in figures.items() if at == pool},
                backorder={sku: more for (at, sku), (_, more) in figures.items() if at == pool},
                place=terms.get(pool, AS_NAMED).place,
                priority=rank.index(pool),
                open=terms.get(pool, AS_NAMED).open,
                ships_anyway=pool in anyway,
            )
            for pool in pools
        ]
    )
