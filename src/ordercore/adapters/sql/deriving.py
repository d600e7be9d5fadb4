"""Catching up: derived rows of the orders that have changed since theirs were made.

Orders are read and their rows made while nobody waits. Then, in one transaction, the orders are
held, and whatever has moved on meanwhile is left for the next time: so rows never go back to what
an order once was, however many do this at once, and nothing is marked as counted that is not.
Dossiers are marked before orders are held, as everybody goes from a dossier to its order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from ordercore.adapters.sql.asking import Ask, Query, SqlRow, each, same, then
from ordercore.adapters.sql.derived_schema import PREFIX
from ordercore.adapters.sql.derived_statements import (
    COUNTED,
    COUNTED_BESIDE,
    HOLD_ORDERS,
    LOOK_BESIDE,
    PENDING,
    VERSIONS_BESIDE,
    clear,
    fill,
    page,
)
from ordercore.adapters.sql.preparing import NOTED
from ordercore.adapters.sql.records import listed, refold
from ordercore.adapters.sql.statements import LOOK
from ordercore.errors import Conflict, StoreError
from ordercore.metrics.counting import Answer, Question, asked, read
from ordercore.orders.derived import DerivedTable
from ordercore.orders.state import Order
from ordercore.ports.derived import DerivedRow
from ordercore.ports.dossiers import Dossier
from ordercore.ports.records import Key
from ordercore.service import derived
from ordercore.service.keys import order_key
from ordercore.service.snapshots import read_dossier, read_snapshot

ORDERS_AT_ONCE = 200
"""Orders counted in a transaction: whoever wants to write one of them waits for so many."""

OTHERS = "its derived tables are those of another release of ordercore"

Place = tuple[str, str, int]
"""Where a dossier stands: its kind, its id, and its version."""


@attrs.frozen
class Seen:
    """A dossier that was read, and of which version the rows of its order were last made."""

    kind: str
    id: str
    version: int
    counted: int
    order_id: str


@attrs.frozen
class Found:
    """Orders as they were read, with what stood beside them."""

    versions: Mapping[str, int]
    """Order → its version."""
    beside: Sequence[Seen]
    rows: Sequence[tuple[DerivedTable, str, list[SqlRow]]]
    """Table, order and the rows that it makes."""


def _places(beside: Iterable[tuple[str, Place]]) -> dict[str, set[Place]]:
    """Give what stands beside each order that has anything there."""
    found: dict[str, set[Place]] = {}
    for order_id, place in beside:
        found.setdefault(order_id, set()).add(place)
    return found


def catch_up(seller: str, *, limit: int = ORDERS_AT_ONCE) -> Ask[int]:
    """Make the rows of orders that have changed, a page of them, and tell of how many.

    Raises:
        Conflict: when every one of them has moved on meanwhile.
        StoreError: when the tables are those of another release.
    """
    return then(uncounted(seller, limit=limit), lambda ids: _looked(seller, ids) if ids else 0)


def _looked(seller: str, ids: Sequence[str]) -> Ask[int]:
    """Read orders and what stands beside them."""
    among = (seller, listed(ids))
    queries = [Query(some, among) for some in (LOOK["order"], *LOOK_BESIDE.values())]

    def read(answers: list[Any]) -> int | Ask[int]:
        orders: list[SqlRow] = answers[0]
        seen = [
            (Seen(kind.name, id, version, counted, order_id), read_dossier(kind.value, body))
            for kind, rows in zip(derived.BESIDE, answers[1:], strict=True)
            for id, version, counted, order_id, body in rows
        ]
        known: list[Any] = [read_snapshot(body) for _, _, body in orders]
        known += [dossier for _, dossier in seen]
        keys = [(order_key(id), version) for id, version, _ in orders]
        keys += [(Key(some.kind, some.id), some.version) for some, _ in seen]
        old = [key for key, value in zip(keys, known, strict=True) if value is None]

        def completed(folded: Sequence[Any]) -> Ask[int]:
            others = iter(folded)
            values = [next(others) if value is None else value for value in known]
            found = _found(orders, [some for some, _ in seen], values)
            return _held(seller, ids, found)

        return refold(seller, old, completed) if old else completed(())

    return Ask(queries, read)


def _found(orders: Sequence[SqlRow], seen: Sequence[Seen], values: Sequence[Any]) -> Found:
    """Make the rows of orders."""
    count = len(orders)
    beside: dict[str, list[Dossier]] = {}
    for some, dossier in zip(seen, values[count:], strict=True):
        beside.setdefault(some.order_id, []).append(dossier)
    rows: list[tuple[DerivedTable, str, list[SqlRow]]] = []
    for order in values[:count]:
        made = _rows(order, beside.get(order.id, ()))
        rows += [(table, order.id, cells) for table, cells in made]
    return Found({id: version for id, version, _ in orders}, seen, rows)


def _rows(order: Order, beside: Sequence[Dossier]) -> list[tuple[DerivedTable, list[SqlRow]]]:
    subject = derived.subject_of(order, beside)
    return [
        (
            table,
            [(order.id, n, *cells) for n, cells in enumerate(derived.rows_of(table, subject))],
        )
        for table in derived.DERIVED
    ]


def _held(seller: str, ids: Sequence[str], found: Found) -> Ask[int]:
    """Hold the orders, and go on with those that are as they were read."""
    among = (seller, listed(ids))
    queries = [Query(NOTED)]
    for kind, statement in COUNTED_BESIDE.items():
        marked = sorted(
            (seller, some.id, some.version)
            for some in found.beside
            if some.kind == kind and some.counted != some.version
        )
        queries += [each(statement, marked)] if marked else []
    first = len(queries)
    queries += [Query(HOLD_ORDERS, among)]
    queries += [Query(statement, among) for statement in VERSIONS_BESIDE.values()]

    def read(answers: list[Any]) -> int | Ask[int]:
        if answers[0][0][0] != derived.note_of(derived.DERIVED):
            raise StoreError("derived tables", OTHERS)
        versions = dict(answers[first])
        was = _places((some.order_id, (some.kind, some.id, some.version)) for some in found.beside)
        now = _places(
            (order_id, (kind, id, version))
            for kind, rows in zip(VERSIONS_BESIDE, answers[first + 1 :], strict=True)
            for order_id, id, version in rows
        )
        same_yet = [
            id
            for id, version in found.versions.items()
            if versions.get(id) == version and now.get(id) == was.get(id)
        ]
        if found.versions and not same_yet:
            raise Conflict(tuple(str(order_key(id)) for id in ids))
        # Of an order that is not there, what stands beside it is noted all the same.
        gone = len(ids) - len(found.versions)
        return _replaced(seller, frozenset(same_yet), found, gone) if same_yet else gone

    return Ask(queries, read, whole=True)


def _replaced(seller: str, ids: frozenset[str], found: Found, gone: int) -> Ask[int]:
    """Put rows in place of those that were there."""
    among = (seller, listed(sorted(ids)))
    queries = [Query(clear(table), among) for table in derived.DERIVED]
    for table in derived.DERIVED:
        rows = [
            (seller, *row)
            for of, id, made in found.rows
            if of is table and id in ids
            for row in made
        ]
        queries += [each(fill(table), rows)] if rows else []
    queries.append(Query(COUNTED, among))
    return Ask(queries, lambda _: len(ids) + gone)


# Asking


def uncounted(seller: str, *, limit: int = ORDERS_AT_ONCE) -> Ask[tuple[str, ...]]:
    """Give orders that have changed since their rows were made, by id."""
    queries = [Query(statement, (seller, limit)) for statement in PENDING.values()]

    def read(answers: list[Any]) -> tuple[str, ...]:
        return tuple(sorted({id for rows in answers for (id,) in rows})[:limit])

    return Ask(queries, read)


def derived_rows(
    seller: str, table: DerivedTable, *, after: DerivedRow | None = None, limit: int = 5000
) -> Ask[tuple[DerivedRow, ...]]:
    """Give a page of the rows of a table as they are kept, by order and then as they were made.

    Raises:
        InvalidValue: when no such table is kept.
    """
    kept = derived.known_table(table)
    last = () if after is None else (after.order_id, after.n)
    query = Query(page(kept, onwards=after is not None), (seller, *last, limit))

    def read(answers: list[Any]) -> tuple[DerivedRow, ...]:
        return tuple([DerivedRow(id, n, tuple(cells)) for id, n, *cells in answers[0]])

    return Ask([query], read)


def ask(seller: str, question: Question) -> Ask[Answer]:
    """Answer a question about the facts of orders that are counted.

    Raises:
        InvalidValue: when no such facts are kept.
    """
    name = derived.known_table(question.table.table).name
    some = asked(question, source=f"{PREFIX}{name}", seller=seller)
    return Ask([Query(same(some.text), some.bound)], lambda found: read(question, found[0]))
