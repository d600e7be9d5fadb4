"""Sources: from which pools the units of an order come."""

from collections.abc import Iterable, Mapping
from itertools import product
from typing import TYPE_CHECKING

import attrs

from ordercore.kernel.checking import check_types
from ordercore.kernel.ids import LineId, Sku, checked
from ordercore.kernel.units import Units, checked_quantity
from ordercore.orders.stations import cancelled_units, shipped_units

if TYPE_CHECKING:
    from ordercore.orders.state import Order


@attrs.frozen(kw_only=True)
class Source:
    """So many units of a SKU for a line, from a pool; of a bundle, of one of its components.

    Raises:
        InvalidValue: when a name is blank, or the quantity is no whole number of 1 or more.
    """

    line: LineId
    sku: Sku
    pool: str
    quantity: int

    def __attrs_post_init__(self) -> None:
        """Refuse what no pool can give."""
        check_types(self)
        checked(self.sku, "sku")
        checked(self.pool, "pool")
        checked_quantity(self.quantity)


@attrs.frozen(kw_only=True)
class SourcingReason:
    """Why units come from where they do: the code of a clause, and the pool that it is about."""

    code: str
    pool: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)

    def __str__(self) -> str:
        """Write it as ``east: pool_lacks_all``."""
        return f"{self.pool}: {self.code}" if self.pool else self.code


Cell = tuple[LineId, Sku, str]
"""A line, a SKU and a pool."""


def by_pool(sources: Iterable[Source]) -> dict[tuple[str, Sku], int]:
    """Add up sources by pool and SKU, in sorted order."""
    totals: dict[tuple[str, Sku], int] = {}
    for some in sources:
        key = (some.pool, some.sku)
        totals[key] = totals.get(key, 0) + some.quantity
    return dict(sorted(totals.items()))


def by_line(sources: Iterable[Source]) -> dict[tuple[LineId, Sku], int]:
    """Add up sources by line and SKU."""
    totals: dict[tuple[LineId, Sku], int] = {}
    for some in sources:
        key = (some.line, some.sku)
        totals[key] = totals.get(key, 0) + some.quantity
    return totals


def awaiting_stock(order: "Order") -> dict[tuple[LineId, Sku], int]:
    """Give how many units of each SKU each line still waits for."""
    cancelled, shipped = cancelled_units(order), shipped_units(order)
    awaiting: dict[tuple[LineId, Sku], int] = {}
    for line in order.lines:
        left = line.quantity - cancelled.get(line.id, 0) - shipped.get(line.id, 0)
        awaiting |= {(line.id, sku): units for sku, units in line.stock_units(left) if units > 0}
    return awaiting


def sources_with(
    sources: Iterable[Source], added: Iterable[Source], given_up: Iterable[Source]
) -> tuple[Source, ...]:
    """Give sources without some and with others, each line, SKU and pool once."""
    cells = _cells(sources)
    for some in given_up:
        key = (some.line, some.sku, some.pool)
        cells[key] = cells.get(key, 0) - some.quantity
    for some in added:
        key = (some.line, some.sku, some.pool)
        cells[key] = cells.get(key, 0) + some.quantity
    return _sources(cells)


def sources_awaiting(order: "Order") -> tuple[Source, ...]:
    """Give the sources of an order without what no longer awaits: it was cancelled.

    What has no source is given up first, and then what comes from the last pool.
    """
    awaiting = awaiting_stock(order)
    lost = {
        key: quantity - awaiting.get(key, 0)
        for key, quantity in by_line(order.sources).items()
        if quantity > awaiting.get(key, 0)
    }
    return _without(order, lost, "") if lost else order.sources


def sources_after_leaving(order: "Order", units: Iterable[Units], pool: str) -> tuple[Source, ...]:
    """Give the sources of an order without units that left from a pool.

    Where other units were to leave from there, theirs is what these would have had elsewhere;
    without a pool, units left from where they came from, the last pool first.
    """
    sourced = by_line(order.sources)
    left = _stock_units(order, units)
    lost = {key: min(quantity, sourced.get(key, 0)) for key, quantity in left.items()}
    return _without(order, lost, pool)


def pool_of(order: "Order", units: Iterable[Units]) -> str:
    """Give the first pool from which all of some units can leave; blank where there is none."""
    wanted: dict[Sku, int] = {}
    for (_, sku), quantity in _stock_units(order, units).items():
        wanted[sku] = wanted.get(sku, 0) + quantity
    had = by_pool(order.sources)
    for pool in order.terms.pools:
        if all(had.get((pool, sku), 0) >= quantity for sku, quantity in wanted.items()):
            return pool
    return ""


def _stock_units(order: "Order", units: Iterable[Units]) -> dict[tuple[LineId, Sku], int]:
    """Give what units are of, as far as the order knows their lines."""
    lines = {line.id: line for line in order.lines}
    totals: dict[tuple[LineId, Sku], int] = {}
    for some in units:
        line = lines.get(some.line)
        for sku, quantity in line.stock_units(some.quantity) if line else ():
            totals[some.line, sku] = totals.get((some.line, sku), 0) + quantity
    return totals


def _without(
    order: "Order", lost: Mapping[tuple[LineId, Sku], int], pool: str
) -> tuple[Source, ...]:
    cells, left = _cells(order.sources), dict(lost)
    if pool:
        for (line, sku), units in lost.items():
            left[line, sku] -= _taken(cells, (line, sku, pool), units)
        _exchange(order, cells, left, pool)
    for (line, sku), quantity in left.items():
        rest = quantity
        for other in reversed(order.terms.kept_pools):
            rest -= _taken(cells, (line, sku, other), rest)
    return _sources(cells)


def _exchange(
    order: "Order", cells: dict[Cell, int], left: dict[tuple[LineId, Sku], int], pool: str
) -> None:
    """Let what leaves have what other lines had in its pool, and those what it had elsewhere."""
    elsewhere = [other for other in reversed(order.terms.pools) if other != pool]
    for line, sku in tuple(left):
        for other, away in product(order.lines, elsewhere):
            here, there = (other.id, sku, pool), (line, sku, away)
            units = _taken(cells, here, min(left[line, sku], cells.get(there, 0)))
            if units:
                _taken(cells, there, units)
                cells[other.id, sku, away] = cells.get((other.id, sku, away), 0) + units
                left[line, sku] -= units


def _taken(cells: dict[Cell, int], cell: Cell, most: int) -> int:
    units = min(most, cells.get(cell, 0))
    if units:
        cells[cell] -= units
    return units


def _cells(sources: Iterable[Source]) -> dict[Cell, int]:
    cells: dict[Cell, int] = {}
    for some in sources:
        key = (some.line, some.sku, some.pool)
        cells[key] = cells.get(key, 0) + some.quantity
    return cells


def _sources(cells: Mapping[Cell, int]) -> tuple[Source, ...]:
    return tuple(
        [
            Source(line=line, sku=sku, pool=pool, quantity=quantity)
            for (line, sku, pool), quantity in cells.items()
            if quantity > 0
        ]
    )
