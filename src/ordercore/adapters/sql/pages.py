"""Pages of orders, dossiers, stock, reservations and causes, and snapshots renewed page by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from ordercore.adapters.sql.asking import Ask, Query, SqlRow, Statement, each
from ordercore.adapters.sql.decoding import OrderRow, decoded
from ordercore.adapters.sql.finding import found
from ordercore.adapters.sql.records import listed, refold
from ordercore.adapters.sql.rows import TABLES, microseconds
from ordercore.adapters.sql.statements import (
    UPDATE,
    page_of_causes,
    page_of_dossiers,
    page_of_orders,
    page_of_reservations,
    page_of_stocks,
)
from ordercore.inventory import Caused, Reservation, Stock
from ordercore.kernel.time import Instant
from ordercore.orders.state import Order
from ordercore.ports.dossiers import D
from ordercore.ports.records import Key
from ordercore.queries import EVERY_ORDER, OrderFilter, ReservationFilter
from ordercore.queries.filtering import Meant
from ordercore.service.dossiers import kind_kept
from ordercore.service.keys import cause_key, order_key, reservation_key, stock_key
from ordercore.service.snapshots import read_dossier, read_snapshot

ROWS_AT_ONCE = 500
"""Rows fetched at a time: a page neither fills the memory, nor holds anybody up who writes."""

T = TypeVar("T")

Conditions = dict[str, tuple[Any, ...]]
"""Condition → its parameters."""

Place = tuple[int, str]
"""Where an order stands: its placement, and its id."""


def _asked(conditions: Conditions) -> tuple[tuple[str, ...], list[Any]]:
    return tuple(conditions), [value for bound in conditions.values() for value in bound]


# Orders


def orders(
    seller: str, wanted: OrderFilter, *, after: Order | None = None, limit: int = ROWS_AT_ONCE
) -> Ask[tuple[Order, ...]]:
    """Give a page of the orders that a filter means, by placement and then by id."""
    place = None if after is None else (microseconds(after.terms.placed_at), after.id)
    if isinstance(wanted.meets, Meant) and limit > 0:

        def otherwise(start: Place, met: tuple[Order, ...]) -> Ask[tuple[Order, ...]]:
            return _page(seller, wanted, start, limit, met)

        return found(seller, wanted, wanted.meets, place, limit, otherwise)
    return _page(seller, wanted, place, limit, ())


def _page(
    seller: str, wanted: OrderFilter, after: Place | None, limit: int, met: tuple[Order, ...]
) -> Ask[tuple[Order, ...]]:
    names, bound = _asked(_order_conditions(wanted, after))

    missing = limit - len(met)

    def read(answers: list[Any]) -> tuple[Order, ...] | Ask[tuple[Order, ...]]:
        rows = [OrderRow(*row) for row in answers[0]]
        return decoded(seller, rows, lambda orders: go_on(rows, orders))

    def go_on(
        rows: Sequence[OrderRow], orders: Sequence[Order]
    ) -> tuple[Order, ...] | Ask[tuple[Order, ...]]:
        # The columns of an old row may be as old as its snapshot, so they have no last word.
        now = (*met, *(order for order in orders if wanted.holds(order)))
        if len(rows) == missing and len(now) < limit:
            return _page(seller, wanted, (rows[-1].placed_at, rows[-1].id), limit, now)
        return now

    return Ask([Query(page_of_orders(names), (seller, *bound, missing))], read)


def _order_conditions(wanted: OrderFilter, after: Place | None) -> Conditions:
    conditions: Conditions = {}
    if wanted.statuses is not None:
        conditions["statuses"] = (listed(sorted(some.value for some in wanted.statuses)),)
    if wanted.channels is not None:
        conditions["channels"] = (listed(sorted(wanted.channels)),)
    if wanted.placed_from is not None:
        conditions["placed_from"] = (microseconds(wanted.placed_from),)
    if wanted.placed_until is not None:
        conditions["placed_until"] = (microseconds(wanted.placed_until),)
    if wanted.short:
        conditions["short"] = ()
    if after is not None:
        conditions["after"] = after
    return conditions


def renew(seller: str) -> Ask[int]:
    """Write every snapshot of an order anew that is of another shape, and tell how many.

    Nothing has to be renewed to be read.
    But a filter looks at columns first, and those of an old row say what the release that wrote
    it thought: so renew once where a release changes how statuses come about.
    """
    return _renewed(seller, None, 0)


def _renewed(seller: str, after: Place | None, count: int) -> Ask[int]:
    names, bound = _asked(_order_conditions(EVERY_ORDER, after))

    def read(answers: list[Any]) -> int | Ask[int]:
        rows: list[SqlRow] = answers[0]
        old = [
            (order_key(id), version) for id, version, body, _ in rows if read_snapshot(body) is None
        ]
        if old:
            return refold(seller, old, lambda folded: replaced(rows, old, folded))
        return onwards(rows, count)

    def replaced(
        rows: list[SqlRow], old: list[tuple[Key, int]], folded: Sequence[Order]
    ) -> Ask[int]:
        row = TABLES["order"].columns
        new = [
            (version, *row(order), seller, key.id, version)
            for order, (key, version) in zip(folded, old, strict=True)
        ]
        return Ask([each(UPDATE["order"], new)], lambda changed: onwards(rows, count + changed[0]))

    def onwards(rows: list[SqlRow], so_far: int) -> int | Ask[int]:
        if not rows:
            return so_far
        id, _, _, placed_at = rows[-1]
        return _renewed(seller, (placed_at, id), so_far)

    return Ask([Query(page_of_orders(names), (seller, *bound, ROWS_AT_ONCE))], read)


# Stock, reservations and causes


def stocks(
    seller: str,
    *,
    pool: str | None = None,
    after: Stock | None = None,
    limit: int = ROWS_AT_ONCE,
) -> Ask[tuple[Stock, ...]]:
    """Give a page of the stock that there is, by pool and SKU."""
    conditions: Conditions = {}
    if pool is not None:
        conditions["within"] = _within(f"{pool}/")
    if after is not None:
        conditions["after"] = (stock_key(after.pool, after.sku).id,)
    names, bound = _asked(conditions)
    return _values("stock", page_of_stocks(names), (seller, *bound, limit))


def reservations(
    seller: str,
    wanted: ReservationFilter,
    *,
    after: Reservation | None = None,
    limit: int = ROWS_AT_ONCE,
) -> Ask[tuple[Reservation, ...]]:
    """Give a page of the reservations that a filter means, by pool, SKU and owner."""
    conditions: Conditions = {}
    if wanted.pool is not None:
        sku = wanted.sku
        prefix = f"{wanted.pool}/" if sku is None else reservation_key(wanted.pool, sku, "").id
        conditions["within"] = _within(prefix)
    elif wanted.sku is not None:
        part = reservation_key("", wanted.sku, "").id
        conditions["of_sku"] = (part, part)
    if wanted.expired_by is not None:
        conditions["expired_by"] = (microseconds(wanted.expired_by),)
    if wanted.backordered:
        conditions["backordered"] = ()
    if after is not None:
        conditions["after"] = (reservation_key(after.pool, after.sku, after.owner).id,)
    names, bound = _asked(conditions)
    return _values("reservation", page_of_reservations(names), (seller, *bound, limit))


def causes(
    seller: str, *, after: Caused | None = None, limit: int = ROWS_AT_ONCE
) -> Ask[tuple[Caused, ...]]:
    """Give a page of the causes that are kept, by pool, SKU and cause."""
    conditions: Conditions = {}
    if after is not None:
        conditions["after"] = (cause_key(after.pool, after.sku, after.cause).id,)
    names, bound = _asked(conditions)
    return _values("cause", page_of_causes(names), (seller, *bound, limit))


def dossiers(
    seller: str,
    kind: type[D],
    *,
    due_by: Instant | None = None,
    after: D | None = None,
    limit: int = ROWS_AT_ONCE,
) -> Ask[tuple[D, ...]]:
    """Give a page of the dossiers of a class that are kept, by id."""
    row = kind_kept(kind)
    conditions: Conditions = {}
    if due_by is not None:
        conditions["due_by"] = (microseconds(due_by),)
    if after is not None:
        conditions["after"] = (after.id,)
    names, bound = _asked(conditions)

    def read(answers: list[Any]) -> tuple[D, ...] | Ask[tuple[D, ...]]:
        rows: list[SqlRow] = answers[0]
        known = [read_dossier(kind, body) for _, _, body in rows]
        old = [
            (row.key(id), version)
            for (id, version, _), dossier in zip(rows, known, strict=True)
            if dossier is None
        ]

        def completed(folded: Sequence[D]) -> tuple[D, ...]:
            others = iter(folded)
            return tuple([dossier or next(others) for dossier in known])

        return refold(seller, old, completed) if old else completed(())

    return Ask([Query(page_of_dossiers(row.name, names), (seller, *bound, limit))], read)


def _within(prefix: str) -> tuple[str, str]:
    """Give the bounds between which the ids lie that begin with a text that ends on a slash."""
    return prefix, prefix[:-1] + chr(ord("/") + 1)


def _values(kind: str, statement: Statement, bound: tuple[Any, ...]) -> Ask[tuple[Any, ...]]:
    value = TABLES[kind].value

    def read(answers: list[Any]) -> tuple[Any, ...]:
        return tuple(value(id, *columns) for id, _, *columns in answers[0])

    return Ask([Query(statement, bound)], read)
