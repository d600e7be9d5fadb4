"""Decoding rows of orders: from their snapshots, and from their events where those are old."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from ordercore.adapters.sql.asking import Ask
from ordercore.adapters.sql.records import refold
from ordercore.orders.state import Order
from ordercore.service.keys import order_key
from ordercore.service.snapshots import read_snapshot

T = TypeVar("T")


class OrderRow(NamedTuple):
    """What is read of an order for a page."""

    id: str
    version: int
    body: bytes
    placed_at: int


def decoded(
    seller: str, rows: Sequence[OrderRow], go_on: Callable[[Sequence[Order]], T | Ask[T]]
) -> T | Ask[T]:
    """Give the orders of rows, and go on with them."""
    known = [read_snapshot(row.body) for row in rows]
    old = [
        (order_key(row.id), row.version)
        for row, order in zip(rows, known, strict=True)
        if order is None
    ]

    def completed(folded: Sequence[Order]) -> T | Ask[T]:
        others = iter(folded)
        return go_on([order or next(others) for order in known])

    return refold(seller, old, completed) if old else completed(())
