"""The SQL store, over DB-API connections of a dialect it has statements for."""

import json
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import local
from typing import Any
from weakref import WeakSet

from ordercore.adapters.sql.rows import SqlRow, microseconds, outbox_entry, outbox_row, recorded
from ordercore.adapters.sql.statements import SCHEMA_VERSION, VERSION_TABLE
from ordercore.adapters.sql.transaction import LAST, Driver, SqlTransaction
from ordercore.errors import Conflict, StoreError
from ordercore.kernel.time import Instant
from ordercore.orders.state import Order
from ordercore.ports.store import Key, OutboxEntry, Recorded, Row
from ordercore.queries import EVERY_ORDER, OrderFilter
from ordercore.service.snapshots import read_snapshot

ROWS_AT_ONCE = 500
"""Orders fetched at a time: a page neither fills the memory, nor holds anybody up who writes."""

FIRST = (-(2**62), "")
"""A place before every order."""


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
        for page in self._pages(wanted):
            for _, id, version, body in page:
                order = read_snapshot(body)
                if order is not None:
                    yield order
                elif wanted.holds(order := self._refolded(id, version)):
                    # Its columns may be as old as its snapshot, so they have no last word.
                    yield order

    def renew(self) -> int:
        """Write every snapshot anew that is of another shape, and tell how many there were.

        Nothing has to be renewed to be read.
        But a filter looks at columns first, and those of an old row say what the release that
        wrote it thought: so renew once where a release changes how statuses come about.
        """
        renewed = 0
        for page in self._pages(EVERY_ORDER):
            old = [(id, version) for _, id, version, body in page if read_snapshot(body) is None]
            if old:
                with self.transaction() as transaction:
                    renewed += transaction.renew(old)
        return renewed

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

    def _pages(self, wanted: OrderFilter) -> Iterator[list[SqlRow]]:
        statuses = _json(None if wanted.statuses is None else [s.value for s in wanted.statuses])
        channels = _json(wanted.channels)
        begin = None if wanted.placed_from is None else microseconds(wanted.placed_from)
        end = None if wanted.placed_until is None else microseconds(wanted.placed_until)
        bound = [value for value in (statuses, channels, begin, end) for _ in range(2)]
        after = FIRST
        while rows := self._select("select_orders", (*bound, *after, ROWS_AT_ONCE)):
            yield rows
            after = rows[-1][:2]

    def _refolded(self, id: str, version: int) -> Order:
        with self._errors():
            return SqlTransaction(self._connection(), self._driver).refolded(id, version)

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


def _json(values: Iterable[str] | None) -> str | None:
    return None if values is None else json.dumps(sorted(values))
