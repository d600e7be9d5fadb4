"""The SQL store, over DB-API connections of a dialect it has statements for."""

import json
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import local
from typing import Any
from weakref import WeakSet

import attrs

from ordercore.adapters.sql.rows import (
    TABLES,
    SqlRow,
    answer,
    answer_row,
    event_row,
    microseconds,
    outbox_entry,
    outbox_row,
    recorded,
)
from ordercore.adapters.sql.statements import SCHEMA_VERSION, VERSION_TABLE, Dialect
from ordercore.errors import Conflict, StoreError
from ordercore.kernel.time import Instant
from ordercore.orders.state import Order
from ordercore.ports.store import Answered, Commit, Key, OutboxEntry, Recorded, Row
from ordercore.queries import OrderFilter
from ordercore.service.codec import decode

KEYS_AT_ONCE = 500
"""Keys in one ``IN`` list; SQLite before 3.32 takes at most 999 parameters."""

ROWS_AT_ONCE = 500
"""Orders fetched at a time: a page neither fills the memory, nor holds anybody up who writes."""

FIRST = (-(2**62), "")
"""A place before every order."""

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


class Held:
    """A connection for as long as its thread lives."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def __del__(self) -> None:
        """Close it, so that a thread that ends leaves nothing open."""
        self.connection.close()


class SqlStore:
    """Keeps everything in tables; each thread has a connection of its own."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._sql = driver.dialect
        self._threads = local()
        self._held = WeakSet[Held]()
        try:
            with self._errors():
                self._prepare()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def transaction(self) -> Generator["SqlTransaction", None, None]:
        """Open a transaction that no other writer can slip into."""
        with self._errors():
            connection = self._connection()
            connection.execute(self._sql.begin)
            try:
                yield SqlTransaction(connection, self._driver)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def load(self, keys: Collection[Key]) -> Mapping[Key, Row]:
        """Give records as they stand, without waiting for anybody who writes."""
        with self._errors():
            return SqlTransaction(self._connection(), self._driver).load(keys)

    def orders(self, wanted: OrderFilter) -> Iterator[Order]:
        """Give the orders that a filter means, by placement and then by id."""
        statuses = _json(None if wanted.statuses is None else [s.value for s in wanted.statuses])
        channels = _json(wanted.channels)
        begin = None if wanted.placed_from is None else microseconds(wanted.placed_from)
        end = None if wanted.placed_until is None else microseconds(wanted.placed_until)
        bound = [value for value in (statuses, channels, begin, end) for _ in range(2)]
        after = FIRST
        while rows := self._select("select_orders", (*bound, *after, ROWS_AT_ONCE)):
            for placed_at, id, body in rows:
                after = (placed_at, id)
                yield decode(Order, body)

    def events(self, stream: Key, upto: int | None = None) -> tuple[Recorded, ...]:
        """Give the events of a stream in order."""
        bound = (*stream, LAST if upto is None else upto)
        return tuple(recorded(stream, row) for row in self._select("select_events", bound))

    def undelivered(self, limit: int) -> tuple[OutboxEntry, ...]:
        """Give the oldest entries of the outbox that were not delivered."""
        return tuple(outbox_entry(row) for row in self._select("select_undelivered", (limit,)))

    def mark_tried(self, entries: Iterable[OutboxEntry]) -> None:
        """Count one more try that failed."""
        rows = [outbox_row(entry) for entry in entries]
        with self._errors():
            self._connection().executemany(self._sql.mark_tried, rows)

    def mark_delivered(self, entries: Iterable[OutboxEntry], at: Instant) -> None:
        """Take entries out of the queue."""
        rows = [(microseconds(at), *outbox_row(entry)) for entry in entries]
        with self._errors():
            self._connection().executemany(self._sql.mark_delivered, rows)

    def close(self) -> None:
        """Close the connections of all threads."""
        for held in tuple(self._held):
            held.connection.close()
        self._threads = local()

    def _prepare(self) -> None:
        """Make the tables of a new store, or check those of one; an old one is only looked at."""
        if not self._tables():
            with self.transaction() as transaction:
                transaction.make_tables()
        tables = self._tables()
        if VERSION_TABLE not in tables:
            raise StoreError(self._driver.name, "it holds the tables of another program")
        version = self._select("select_version", ())[0][0]
        if version != SCHEMA_VERSION:
            detail = f"its schema has version {version}, and this ordercore knows {SCHEMA_VERSION}"
            raise StoreError(self._driver.name, detail)

    def _tables(self) -> set[str]:
        return {name for (name,) in self._select("select_tables", ())}

    def _connection(self) -> Any:
        held: Held | None = getattr(self._threads, "held", None)
        if held is None:
            held = self._threads.held = Held(self._driver.connect())
            self._held.add(held)
        return held.connection

    def _select(self, statement: str, bound: tuple[Any, ...]) -> list[SqlRow]:
        with self._errors():
            rows: list[SqlRow] = (
                self._connection().execute(getattr(self._sql, statement), bound).fetchall()
            )
            return rows

    @contextmanager
    def _errors(self) -> Generator[None, None, None]:
        """Say what the driver's errors mean."""
        try:
            yield
        except self._driver.failure as error:
            if self._driver.overtaken(error):
                raise Conflict((self._driver.name,)) from error
            raise StoreError(self._driver.name, str(error)) from error


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
                for id_, version, *columns in self._connection.execute(statement, some):
                    rows[Key(kind, id_)] = Row(value(*columns), version)
        return rows

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


def _json(values: Iterable[str] | None) -> str | None:
    return None if values is None else json.dumps(sorted(values))
