"""Of which SKUs stock is kept for an order's units, which lines share any, and what is asked."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ordercore.inventory import InventoryCommand
from ordercore.kernel.ids import Sku
from ordercore.kernel.replace import completed
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.orders.state import Order


def kept_units(order: Order, units: Iterable[Units]) -> dict[Sku, int]:
    """Add up units by the SKUs of which stock is kept, those of bundles by their components.

    SKUs are in sorted order, in which every plan takes stock rows.
    """
    lines = {line.id: line for line in order.lines}
    totals: dict[Sku, int] = {}
    for some in units:
        for sku, quantity in lines[some.line].stock_units(some.quantity):
            totals[sku] = totals.get(sku, 0) + quantity
    return dict(sorted(totals.items()))


def groups(order: Order, units: Iterable[Units]) -> tuple[tuple[Units, ...], ...]:
    """Part units so that those whose lines share a SKU are together.

    What an order was promised is kept by SKU, so of such lines none is promised without the others.
    Groups are sorted by their first SKU.
    """
    found: list[tuple[set[Sku], list[Units]]] = []
    for some in units:
        skus, together = set(kept_units(order, (some,))), [some]
        apart: list[tuple[set[Sku], list[Units]]] = []
        for group in found:
            if skus.isdisjoint(group[0]):
                apart.append(group)
            else:
                skus, together = skus | group[0], [*group[1], *together]
        found = [*apart, (skus, together)]
    found.sort(key=lambda group: min(group[0]))
    return tuple([tuple(together) for _, together in found])


def stock_commands(
    kind: Callable[..., InventoryCommand],
    order: Order,
    totals: Mapping[Sku, int],
    pool: str,
    at: Instant,
    **said: Any,
) -> tuple[InventoryCommand, ...]:
    """Make a command for each SKU: they differ in what the order has checked already."""
    commands: list[InventoryCommand] = []
    for sku, quantity in totals.items():
        if commands:
            commands.append(completed(commands[0], sku=sku, quantity=quantity))
        else:
            commands.append(
                kind(owner=order.id, sku=sku, pool=pool, quantity=quantity, at=at, **said)
            )
    return tuple(commands)
