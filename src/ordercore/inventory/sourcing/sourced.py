"""The answer of sourcing: allocations, what is left over, and why."""

from collections.abc import Mapping
from enum import Enum

import attrs

from ordercore.inventory.sourcing.wanted import Wanted
from ordercore.kernel.clauses import Clause
from ordercore.kernel.ids import Sku, checked
from ordercore.kernel.units import checked_quantity

SOURCING_CLAUSES: Mapping[str, tuple[str, ...]] = {
    "distance_unknown": ("pool",),
    "ships_from_stock": ("pool", "sku", "units", "available"),
    "ships_on_backorder": ("pool", "sku", "units", "limit"),
    "pool_closed": ("pool",),
    "pool_lacks_all": ("pool",),
    "backorder_not_allowed": ("pool",),
    "backorder_not_needed": ("pool",),
    "pool_not_enough": ("pool", "units", "wanted"),
    "pool_cannot_serve_all": ("pool", "skus", "by"),
    "needs_more_parcels": ("pool", "parcels"),
    "parcel_limit_reached": ("pool", "most"),
    "pool_comes_later": ("pool", "by", "sourcing"),
    "pool_not_needed": ("pool", "by"),
    "one_pool_ships_all": ("pool",),
    "split_over_pools": ("pools", "parcels"),
    "found_step_by_step": ("pools", "most"),
    "all_or_nothing": ("skus",),
    "parcels_too_few": ("most", "units"),
    "not_sourced": ("sku", "wanted", "left"),
    "no_pool_offered": (),
    "nothing_wanted": (),
    "pool_keeps": ("pool", "sku", "units"),
    "pool_failed": ("pool", "units"),
}
"""Code → the facts that it gives."""


class Sourcing(Enum):
    """By what a shipped policy ranks pools."""

    PRIORITY = "priority"
    DISTANCE = "distance"


@attrs.frozen(kw_only=True)
class Allocation:
    """So many units of a SKU from a pool: of those at hand, or promised beyond them.

    Raises:
        InvalidValue: when a name is blank, or the quantity is no whole number of 1 or more.
    """

    pool: str
    sku: Sku
    quantity: int
    backordered: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse what no pool can give."""
        checked(self.pool, "pool")
        checked(self.sku, "sku")
        checked_quantity(self.quantity)


@attrs.frozen(kw_only=True)
class Sourced:
    """Which pool ships what, and what no pool does.

    ``because`` has a clause per decision, in order: pool by pool, each either with what it ships or
    with why it ships nothing, under the fact ``pool``; then the order as a whole.
    """

    allocations: tuple[Allocation, ...]
    unsourced: tuple[Wanted, ...]
    because: tuple[Clause, ...]

    @property
    def pools(self) -> tuple[str, ...]:
        """The pools that ship something, each once."""
        return tuple(dict.fromkeys(some.pool for some in self.allocations))

    @property
    def complete(self) -> bool:
        """Whether everything that was wanted has a pool."""
        return not self.unsourced
