"""The attempt: what an event asks of stock, or of another order, all of it or none."""

from collections.abc import Iterable
from typing import Any

import attrs

from ordercore.flows.searching import PoolSearch
from ordercore.inventory import InventoryCommand
from ordercore.kernel.time import Instant, instant
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import is_secured
from ordercore.orders.state import Order
from ordercore.orders.world import World


@attrs.frozen(kw_only=True)
class Attempt:
    """All of these commands, or none.

    A search becomes the commands that it finds, in view of the rows that it asks for.
    Where one is refused, ``otherwise`` is done instead; where that is ``None``, the refusal
    refuses the order's command too (own shop: no stock, no order).
    """

    all_of: "tuple[InventoryCommand | PoolSearch | OrderCommand, ...]"
    otherwise: "tuple[OrderCommand | Attempt, ...] | None" = None


def promises(order: Order, at: Instant, world: World) -> dict[str, Any]:
    """Give how an order's units are promised: for how long, or for good where it is secured."""
    ahead: dict[str, Any] = {} if order.preorder is None else {"preorder": True}
    if order.payments and is_secured(order, at):
        return {**ahead, "commit": True}
    ends = unpaid_until(order, at, world)
    return ahead if ends is None else {"expires_at": ends}


def unpaid_until(order: Order, at: Instant, world: World) -> Instant | None:
    """Give until when units are held for an order that is not paid; ``None`` where for good.

    A pre-order cannot be paid before it is released, so nobody is late with it.
    """
    time = world.hold_unpaid_for.get(order.terms.channel)
    if time is None or order.preorder is not None or order.terms.imported:
        return None
    return instant(at + time)


def restocking(stock: Iterable[InventoryCommand]) -> tuple[Attempt, ...]:
    """Put units back on hand, each SKU where that is ours to say.

    What came back to a mirrored pool its keeper tells: the return stands all the same.
    """
    return tuple([Attempt(all_of=(command,), otherwise=()) for command in stock])
