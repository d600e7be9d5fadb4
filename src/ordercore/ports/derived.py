"""Derived rows as stores give them."""

from typing import NamedTuple

from ordercore.orders.derived import Cells


class DerivedRow(NamedTuple):
    """A row of a derived table: of which order it is, which of its rows, and what it says."""

    order_id: str
    n: int
    cells: Cells
