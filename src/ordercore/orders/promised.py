"""What an order is promised, and what it lacks: derived, by line and SKU.

A line that was recorded as short is promised what its sources name, and nothing else; any other
line is promised all that it waits for.
"""

from typing import TYPE_CHECKING

from ordercore.kernel.ids import LineId, Sku
from ordercore.kernel.time import Instant
from ordercore.orders.sources import awaiting_stock, by_line
from ordercore.orders.stations import awaiting_units

if TYPE_CHECKING:
    from ordercore.orders.state import Order


def promised_stock(order: "Order") -> dict[tuple[LineId, Sku], int]:
    """Give how many units of each SKU are to be promised for each line; none that we do not keep.

    Of a promise that has expired meanwhile an order does not know.
    """
    sourced = by_line(order.sources)
    if order.terms.pool is None:
        return sourced
    awaiting = awaiting_stock(order).items()
    return {**{cell: units for cell, units in awaiting if cell[0] not in order.short}, **sourced}


def promised_by_sku(order: "Order") -> dict[Sku, int]:
    """Add up what is to be promised by SKU, in sorted order."""
    totals: dict[Sku, int] = {}
    for (_, sku), units in promised_stock(order).items():
        totals[sku] = totals.get(sku, 0) + units
    return dict(sorted(totals.items()))


def short_units(order: "Order") -> dict[LineId, int]:
    """Give how many units each line is short of that still wait to be shipped.

    A unit of a bundle counts as promised once all its components are.
    """
    if not order.short:
        return {}
    awaiting, sourced = awaiting_units(order), by_line(order.sources)
    short: dict[LineId, int] = {}
    for line in order.lines:
        if line.id in order.short:
            parts = line.stock_units(1)
            whole = min([sourced.get((line.id, sku), 0) // each for sku, each in parts])
            if awaiting[line.id] > whole:
                short[line.id] = awaiting[line.id] - whole
    return short


def short_since(order: "Order") -> Instant:
    """Give since when an order waits for what it is short of: its place in line.

    That is since the first payment that still counts, which found its units gone; an order that
    was accepted elsewhere waits since it was placed there.
    """
    placed = order.terms.placed_at
    if order.terms.imported:
        return placed
    counting = [some for some in order.payments if some.end is None or some.captures]
    return min([payment.at for payment in counting], default=placed)
