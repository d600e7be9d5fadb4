"""When stock may do what is asked."""

from typing import Any

from ordercore.inventory.commands import InventoryCommand
from ordercore.inventory.state import Shelf
from ordercore.kernel.rules import Facts, rule


@rule("stock_is_short", first=("ReceiveStock",), instead=("quantity",))
def stock_covers_the_promise(shelf: Shelf, command: InventoryCommand, _world: Any) -> Facts | None:
    """Only units that are on hand and not promised may be promised."""
    available = shelf.stock.available
    if command.quantity <= available:
        return None
    return {
        "sku": command.sku,
        "pool": command.pool,
        "asked": command.quantity,
        "available": available,
    }


@rule("not_reserved", instead=("quantity",))
def units_are_promised(shelf: Shelf, command: InventoryCommand, _world: Any) -> Facts | None:
    """Only units that are still promised to the order may be consumed or released."""
    held = shelf.reservation.held if shelf.reservation else 0
    if command.quantity <= held:
        return None
    return {"sku": command.sku, "pool": command.pool, "asked": command.quantity, "held": held}
