"""Commands about stock, and walks of them over one shelf per order."""

from collections.abc import Callable

from ordercore.inventory import (
    ConsumeReserved,
    InventoryCommand,
    ReceiveStock,
    ReleaseReserved,
    ReserveUnits,
    RestockUnits,
    TakeUnreserved,
)
from ordercore.kernel.time import Instant

ORDERED: tuple[Callable[..., InventoryCommand], ...] = (
    ReserveUnits,
    ReleaseReserved,
    ConsumeReserved,
    TakeUnreserved,
    RestockUnits,
)


def next_command(
    pick: Callable[[int], int], at: Instant, *, sku: str = "A", pool: str = "main", orders: int = 3
) -> InventoryCommand:
    """Make a command about one SKU in one pool, of up to five units."""
    quantity = 1 + pick(5)
    kind = pick(len(ORDERED) + 1)
    if kind == len(ORDERED):
        return ReceiveStock(sku=sku, pool=pool, quantity=quantity, at=at)
    order = f"O-{pick(orders)}"
    return ORDERED[kind](sku=sku, pool=pool, quantity=quantity, at=at, order_id=order)
