"""Records, asked for and written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from ordercore.adapters.sql.asking import Ask, Query, SqlRow, Statement, each
from ordercore.adapters.sql.derived_statements import clear
from ordercore.adapters.sql.rows import TABLES, event_row, recorded, rewritten_row
from ordercore.adapters.sql.statements import (
    COLUMNS,
    EVENTS,
    INSERT,
    INSERT_EVENT,
    INSERT_EVENT_AT,
    LOCK,
    LOCK_ONE,
    LOOK,
    LOOK_AT_ONE,
    PROMISE,
    REWRITE_EVENT,
    STREAMS,
    UPDATE,
)
from ordercore.orders.state import Order
from ordercore.ports.dossiers import Dossier
from ordercore.ports.records import Key, Recorded
from ordercore.ports.store import Commit, Row
from ordercore.service import derived
from ordercore.service.codec import encode
from ordercore.service.snapshots import refolded

LAST = 2**62
"""A place that no stream reaches."""

NO_ROW = Row(None, 0)

T = TypeVar("T")


def listed(texts: Iterable[str]) -> str:
    """Write several texts as the one parameter that they are."""
    return encode(list(texts)).decode()


def load(seller: str, keys: Collection[Key]) -> Ask[Mapping[Key, Row]]:
    """Give records as they stand, missing ones as rows without a value."""
    return _load(seller, keys, LOOK, LOOK_AT_ONE)


def lock(seller: str, keys: Collection[Key]) -> Ask[Mapping[Key, Row]]:
    """Give records, and let nobody else write those that are there until the transaction ends."""
    return _load(seller, keys, LOCK, LOCK_ONE)


def _load(
    seller: str,
    keys: Collection[Key],
    several: Mapping[str, Statement],
    one: Mapping[str, Statement],
) -> Ask[Mapping[Key, Row]]:
    by_kind: dict[str, list[str]] = {}
    for kind, id in dict.fromkeys(keys):
        by_kind.setdefault(kind, []).append(id)
    kinds = [kind for kind in COLUMNS if kind in by_kind]

    def read(answers: list[Any]) -> Mapping[Key, Row] | Ask[Mapping[Key, Row]]:
        rows = dict.fromkeys(keys, NO_ROW)
        old: list[tuple[Key, int]] = []
        for kind, found in zip(kinds, answers, strict=True):
            value = TABLES[kind].value
            for id, version, *columns in found:
                known = value(id, *columns)
                rows[Key(kind, id)] = Row(known, version)
                if known is None:
                    old.append((Key(kind, id), version))
        return _with_refolded(seller, rows, old) if old else rows

    queries = [
        Query(several[kind], (seller, listed(ids)))
        if len(ids := by_kind[kind]) > 1
        else Query(one[kind], (seller, ids[0]))
        for kind in kinds
    ]
    return Ask(queries, read)


def _with_refolded(
    seller: str, rows: dict[Key, Row], old: Sequence[tuple[Key, int]]
) -> Ask[Mapping[Key, Row]]:
    def read(values: Sequence[Order | Dossier]) -> Mapping[Key, Row]:
        for value, (key, version) in zip(values, old, strict=True):
            rows[key] = Row(value, version)
        return rows

    return refold(seller, old, read)


def refold(
    seller: str, old: Sequence[tuple[Key, int]], read: Callable[[Sequence[Any]], T | Ask[T]]
) -> Ask[T]:
    """Fold records from their events, since their snapshots are of another shape."""

    def fold(answers: list[Any]) -> T | Ask[T]:
        return read([_refolded(some, rows) for some, rows in zip(old, answers, strict=True)])

    queries = [Query(EVENTS, (seller, *key, 0, version)) for key, version in old]
    return Ask(queries, fold)


def _refolded(old: tuple[Key, int], rows: Sequence[SqlRow]) -> Order | Dossier:
    key, version = old
    return refolded(key, version, [recorded(key, row) for row in rows])


def write(
    seller: str, commit: Commit, *, after: int = 0
) -> tuple[list[Query], list[tuple[int, int]]]:
    """Give what writes the records and events of a commit, and how many rows each must change.

    The second are places among the queries, ``after`` so many, with what their answers must be.
    """
    new: dict[str, list[SqlRow]] = {}
    changed: dict[str, list[SqlRow]] = {}
    for (kind, id), (row, was) in commit.writes.items():
        columns = (row.version, *TABLES[kind].columns(row.value), seller, id)
        if was:
            changed.setdefault(kind, []).append((*columns, was))
        else:
            new.setdefault(kind, []).append(columns)
    queries = [each(INSERT[kind], rows) for kind, rows in new.items()]
    first = after + len(queries)
    queries += [each(UPDATE[kind], rows) for kind, rows in changed.items()]
    expected = [(first + n, len(rows)) for n, rows in enumerate(changed.values())]
    seen = [event_row(seller, some) for some in commit.events if some.stream not in commit.unseen]
    if seen:
        queries.append(each(INSERT_EVENT, seen))
    if commit.rewritten:
        expected.append((after + len(queries), len(commit.rewritten)))
        anew = sorted(rewritten_row(seller, some) for some in commit.rewritten)
        queries.append(each(REWRITE_EVENT, anew))
        # Their rows may repeat what goes blank; as their orders are written, they are made again.
        orders = listed(sorted(id for kind, id in commit.writes if kind == "order"))
        queries += [Query(clear(table), (seller, orders)) for table in derived.DERIVED]
    return queries, expected


def promise(seller: str, commit: Commit) -> tuple[list[Query], list[Key]]:
    """Give what promises units of stock that nobody looked at, and of which stock each is.

    The answers to the first queries are the rows as they then are. In one order for everybody:
    each holds its stock until the transaction ends.
    """
    first, rest, keys = dict[Key, SqlRow](), list[SqlRow](), sorted(commit.unseen)
    for some in commit.events if keys else ():
        told = commit.unseen.get(some.stream)
        if told is None:
            continue
        row = event_row(seller, some)
        before_the_end = told.events - some.seq
        if some.seq == 1:
            first[some.stream] = (*row[:3], before_the_end, *row[4:])
        else:
            rest.append((*row[:3], seller, some.stream.id, before_the_end, *row[4:]))
    queries = []
    for key in keys:
        units, count = commit.unseen[key]
        bound = (count, units, seller, key.id, units, units, *first[key])
        queries.append(Query(PROMISE, bound))
    return [*queries, *([each(INSERT_EVENT_AT, rest)] if rest else ())], keys


def promised(key: Key, rows: Sequence[SqlRow]) -> Row:
    """Read the row of stock that was promised of."""
    version, *columns = rows[0]
    return Row(TABLES[key.kind].value(key.id, *columns), version)


def events(
    seller: str, stream: Key, *, after: int = 0, upto: int | None = None
) -> Ask[tuple[Recorded, ...]]:
    """Give the events of a stream in order, beyond one place in it and up to another."""
    bound = (seller, *stream, after, LAST if upto is None else upto)
    return Ask(
        [Query(EVENTS, bound)], lambda found: tuple(recorded(stream, row) for row in found[0])
    )


def streams(seller: str, *, after: Key | None = None, limit: int = 500) -> Ask[tuple[Key, ...]]:
    """Give a page of the streams that have events, by kind and then by id."""
    query = Query(STREAMS[after is not None], (seller, *(after or ()), limit))
    return Ask([query], lambda found: tuple(Key(kind, id) for kind, id in found[0]))
