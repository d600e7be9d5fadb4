"""Derived rows against the orders of which they were made."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from ordercore.orders.derived import DerivedTable
from ordercore.ports.derived import DerivedRow
from ordercore.ports.store import Store
from ordercore.service import derived
from ordercore.service.auditing.difference import Difference
from ordercore.service.keys import order_key
from ordercore.service.subjects import every_subject, rows_made

NOTHING = hash(())

ALL = 2**31


def derived_differences(store: Store) -> Iterator[Difference]:
    """Compare the rows of every order that is counted with those that it makes.

    Nothing is caught up with for this. Of each order a number stands for its rows meanwhile.
    """
    tables = derived.DERIVED
    kept = {table.name: _numbers(_rows(store, table)) for table in tables}
    uncounted = frozenset(store.uncounted(limit=ALL))
    for subject in every_subject(store):
        id = subject.order.id
        for table in tables:
            found = kept[table.name].pop(id, NOTHING)
            if id in uncounted:
                continue
            made = rows_made(table, subject)
            if found != _number(made):
                yield _difference(store, table, id, made)
    for table in tables:
        for id in kept[table.name]:
            yield _difference(store, table, id, ())


def _rows(store: Store, table: DerivedTable) -> Iterator[DerivedRow]:
    last: DerivedRow | None = None
    while page := store.derived(table, after=last):
        yield from page
        last = page[-1]


def _numbers(rows: Iterable[DerivedRow]) -> dict[str, int]:
    return {id: _number(some) for id, some in groupby(rows, lambda row: row.order_id)}


def _number(rows: Iterable[DerivedRow]) -> int:
    return hash(tuple([(row.n, row.cells) for row in rows]))


def _difference(
    store: Store, table: DerivedTable, id: str, made: Iterable[DerivedRow]
) -> Difference:
    told = [row.cells for row in made]
    page = store.derived(table, after=DerivedRow(id, -1, ()), limit=len(told) + 10)
    kept = [row.cells for row in page if row.order_id == id]
    return Difference("rows_differ", order_key(id), f"{table.name} {kept}", f"{table.name} {told}")
