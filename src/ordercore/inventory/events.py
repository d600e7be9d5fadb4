"""What happened to stock. The class names are the storage format."""

import attrs

from ordercore.kernel.ids import OrderId
from ordercore.kernel.time import Instant


@attrs.frozen(kw_only=True)
class StockEvent:
    """Something that happened to units of one SKU in one pool."""

    quantity: int
    at: Instant


@attrs.frozen(kw_only=True)
class StockReceived(StockEvent):
    """New units arrived."""


@attrs.frozen(kw_only=True)
class OrderedStockEvent(StockEvent):
    """Something that happened to stock for an order."""

    order_id: OrderId


@attrs.frozen(kw_only=True)
class UnitsReserved(OrderedStockEvent):
    """Units were promised to an order."""


@attrs.frozen(kw_only=True)
class ReservedReleased(OrderedStockEvent):
    """Promised units were given back."""


@attrs.frozen(kw_only=True)
class UnitsLeft(OrderedStockEvent):
    """Units left.

    ``missing`` of them were not on hand by our books, so the books were wrong by that much.
    """

    missing: int


@attrs.frozen(kw_only=True)
class ReservedConsumed(UnitsLeft):
    """Promised units left."""


@attrs.frozen(kw_only=True)
class UnreservedTaken(UnitsLeft):
    """Units left that had not been promised."""


@attrs.frozen(kw_only=True)
class UnitsRestocked(OrderedStockEvent):
    """Returned units became sellable again."""


EVENTS: tuple[type[StockEvent], ...] = (
    StockReceived,
    UnitsReserved,
    ReservedReleased,
    ReservedConsumed,
    UnreservedTaken,
    UnitsRestocked,
)
