"""Filters: one meaning, asked of an order in memory or by a store in its own language."""

import attrs

from ordercore.kernel.time import Instant
from ordercore.orders.state import Order
from ordercore.orders.stations import status
from ordercore.orders.status import OrderStatus


@attrs.frozen(kw_only=True)
class OrderFilter:
    """Orders that meet every condition that is given.

    ``placed_from`` is inclusive and ``placed_until`` is not.
    """

    statuses: frozenset[OrderStatus] | None = None
    channels: frozenset[str] | None = None
    placed_from: Instant | None = None
    placed_until: Instant | None = None

    def holds(self, order: Order) -> bool:
        """Tell whether an order is meant."""
        placed = order.terms.placed_at
        return (
            (self.statuses is None or status(order) in self.statuses)
            and (self.channels is None or order.terms.channel in self.channels)
            and (self.placed_from is None or placed >= self.placed_from)
            and (self.placed_until is None or placed < self.placed_until)
        )


EVERY_ORDER = OrderFilter()
