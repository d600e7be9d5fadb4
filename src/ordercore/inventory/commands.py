"""What one may ask of stock."""

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types
from ordercore.kernel.ids import OrderId, Sku, checked
from ordercore.kernel.time import Instant, instant
from ordercore.kernel.units import checked_quantity


@attrs.frozen(kw_only=True)
class InventoryCommand:
    """Something to do with units of one SKU in one pool."""

    sku: Sku
    pool: str
    quantity: int
    at: Instant = attrs.field(converter=instant)

    def __attrs_post_init__(self) -> None:
        """Refuse what is no number of units, and SKUs and pools that cannot be kept."""
        check_types(self)
        checked(self.sku, "sku")
        checked_quantity(self.quantity)
        if not self.pool or "/" in self.pool:
            raise InvalidValue("pool", self.pool, "a pool name without slashes")


@attrs.frozen(kw_only=True)
class ReceiveStock(InventoryCommand):
    """Put newly arrived units on hand."""


@attrs.frozen(kw_only=True)
class OrderedStockCommand(InventoryCommand):
    """Something to do with stock for an order."""

    order_id: OrderId


@attrs.frozen(kw_only=True)
class ReserveUnits(OrderedStockCommand):
    """Promise units to an order."""


@attrs.frozen(kw_only=True)
class ReleaseReserved(OrderedStockCommand):
    """Give back units that were promised to an order."""


@attrs.frozen(kw_only=True)
class ConsumeReserved(OrderedStockCommand):
    """Take promised units out of stock, because they were shipped."""


@attrs.frozen(kw_only=True)
class TakeUnreserved(OrderedStockCommand):
    """Take units out of stock that were shipped without ever being promised.

    So it is with an order that was imported when stock was short.
    """


@attrs.frozen(kw_only=True)
class RestockUnits(OrderedStockCommand):
    """Put units on hand that came back sellable."""
