"""One transaction on a connection, and what a connection must be able to do."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import attrs

from ordercore.adapters.sql.rows import (
    TABLES,
    SqlRow,
    answer,
    answer_row,
    event_row,
    outbox_row,
    recorded,
)
from ordercore.adapters.sql.statements import SCHEMA_VERSION, Dialect
from ordercore.errors import Conflict
from ordercore.orders.state import Order
from ordercore.ports.store import Answered, Commit, Key, Row
from ordercore.service.snapshots import refolded

KEYS_AT_ONCE = 500
"""Keys in one ``IN`` list; SQLite before 3.32 takes at most 999 parameters."""

LAST = 2**62
"""A place that no stream reaches."""


@attrs.frozen(kw_only=True)
class Driver:
    """A way to a database: how to connect, what its errors mean, and what it speaks."""

    name: str
    dialect: Dialect
    connect: Callable[[], Any]
    overtaken: Callable[[Exception], bool]
    """Tells an error that means "somebody else was faster, try again" from one that does not."""
    failure: type[Exception]
    """Every error of the driver."""


class SqlTransaction:
    """A transaction on a connection."""

    def __init__(self, connection: Any, driver: Driver) -> None:
        self._connection = connection
        self._driver = driver
        self._sql = driver.dialect

    def make_tables(self) -> None:
        """Make the tables, unless somebody else has meanwhile."""
        for statement in self._sql.schema:
            self._connection.execute(statement)
        if self._connection.execute(self._sql.select_version).fetchone()[0] is None:
            self._connection.execute(self._sql.insert_version, (SCHEMA_VERSION,))

    def load(self, keys: Collection[Key]) -> Mapping[Key, Row]:
        """Give every record asked for, missing ones as rows without a value."""
        rows = dict.fromkeys(keys, Row(None, 0))
        by_kind: dict[str, list[str]] = {}
        for key in rows:
            by_kind.setdefault(key.kind, []).append(key.id)
        for kind, ids in by_kind.items():
            value = TABLES[kind].value
            for start in range(0, len(ids), KEYS_AT_ONCE):
                some = ids[start : start + KEYS_AT_ONCE]
                statement = self._sql.select[kind] % ",".join("?" * len(some))
                for id_, version, *columns in self._connection.execute(statement, some).fetchall():
                    found = value(*columns)
                    if found is None:
                        found = self.refolded(id_, version)
                    rows[Key(kind, id_)] = Row(found, version)
        return rows

    def refolded(self, order_id: str, version: int) -> Order:
        """Fold an order from its events, since its snapshot is of another shape.

        Raises:
            StoreError: when some of its events are not there.
        """
        key = Key("order", order_id)
        rows = self._connection.execute(self._sql.select_events, (*key, version)).fetchall()
        return refolded(key, version, [recorded(key, row) for row in rows])

    def renew(self, old: Iterable[tuple[str, int]]) -> int:
        """Write snapshots of orders anew at their versions, but for those that moved on."""
        rows: list[SqlRow] = []
        for id_, version in old:
            columns = TABLES["order"].columns(self.refolded(id_, version))
            rows.append((version, *columns, id_, version))
        written: int = self._connection.executemany(self._sql.update["order"], rows).rowcount
        return written

    def answered(self, command_id: str) -> Answered | None:
        """Give what is known of a command id."""
        row = self._connection.execute(self._sql.select_answer, (command_id,)).fetchone()
        return answer(row) if row else None

    def write(self, commit: Commit) -> None:
        """Write everything of a commit.

        Raises:
            Conflict: when a record no longer has the version that the commit replaces.
        """
        new: dict[str, list[SqlRow]] = {}
        changed: dict[str, list[SqlRow]] = {}
        for (kind, id_), (row, was) in commit.writes.items():
            columns = (row.version, *TABLES[kind].columns(row.value), id_)
            if was:
                changed.setdefault(kind, []).append((*columns, was))
            else:
                new.setdefault(kind, []).append(columns)
        many = self._connection.executemany
        for kind, rows in new.items():
            many(self._sql.insert[kind], rows)
        for kind, rows in changed.items():
            if many(self._sql.update[kind], rows).rowcount != len(rows):
                raise Conflict(tuple(map(str, commit.writes)))
        many(self._sql.insert_event, [event_row(event) for event in commit.events])
        many(self._sql.insert_outbox, [outbox_row(entry) for entry in commit.outbox])
        many(self._sql.insert_answer, [answer_row(some) for some in commit.answered])
