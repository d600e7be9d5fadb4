"""What is known of stock beside its totals: terms, unsellable units, and units on their way."""

from collections.abc import Mapping

import attrs

from ordercore.inventory.conditions import Condition
from ordercore.kernel.time import Instant


@attrs.frozen
class Inbound:
    """Units that are on their way to a pool: what is still open of one shipment or order.

    ``expected`` is when they should be on hand, where anybody knows.
    """

    ref: str
    quantity: int
    expected: Instant | None = None


@attrs.frozen
class Mirrored:
    """The last summary of a pool's keeper that was taken over: its moment, and its number."""

    at: Instant
    sequence: int | None = None


def _none() -> Mapping[Condition, int]:
    return {}


@attrs.frozen(kw_only=True, hash=False)
class StockDetails:
    """What most stock does without.

    ``safety`` units on hand are never promised; ``backorder_limit`` and ``preorder_limit`` say how
    many may be promised beyond those on hand; at or below ``low_at`` what is available is low.
    ``unsellable`` are units by condition, and ``researching`` are units that are being looked for.
    ``inbound`` is what is open of units on their way, by its reference.
    ``elsewhere`` are units that the keeper of a mirrored pool holds for itself, or for orders that
    we do not know, and ``mirrored`` is its last summary.
    """

    safety: int = 0
    backorder_limit: int = 0
    preorder_limit: int = 0
    low_at: int | None = None
    unsellable: Mapping[Condition, int] = attrs.field(factory=_none)
    researching: int = 0
    inbound: tuple[Inbound, ...] = ()
    elsewhere: int = 0
    mirrored: Mirrored | None = None

    @property
    def line(self) -> int:
        """How many must be on hand and not promised, and one more, for nothing to be told."""
        return self.safety + (self.low_at or 0)

    def open_inbound(self, ref: str) -> Inbound | None:
        """Find what is open of units on their way, by reference."""
        return next((some for some in self.inbound if some.ref == ref), None)


NO_DETAILS = StockDetails()
"""Nothing set, nothing unsellable, nothing on its way."""
