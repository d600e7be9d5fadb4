"""SQLite through the standard library: the embedded default."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from threading import local
from time import sleep
from typing import Any
from weakref import WeakSet

from ordercore.adapters.sql.asking import Query
from ordercore.adapters.sql.drivers import Driver, plain
from ordercore.adapters.sql.store import SqlStore
from ordercore.errors import StoreError

BUSY_SECONDS = 30.0
"""How long a writer waits for another one to finish."""


def open_sqlite(path: str | Path, *, seller: str = "", migrate: bool = True) -> SqlStore:
    """Open a store in a file, which is made if it is not there.

    The file is in WAL mode, so that readers and the one writer do not wait for each other.
    ``migrate`` makes the tables, and brings those of an older version up to date.

    Raises:
        StoreError: when the folder does not exist, the file is no store of ours, or its tables are
            not up to date and shall stay as they are.
    """
    file = Path(path)
    if not file.parent.is_dir():
        raise StoreError(str(file), "there is no such folder")
    driver = Driver(
        name=str(file),
        dialect="sqlite",
        begin=plain(sqlite="BEGIN IMMEDIATE", postgresql="BEGIN"),
        begin_briefly=plain(sqlite="BEGIN IMMEDIATE", postgresql="BEGIN"),
        commit=plain(sqlite="COMMIT", postgresql="COMMIT"),
        patient=True,
        failure=sqlite3.Error,
        overtaken=is_overtaken,
    )
    store = SqlStore(driver, ThreadLinks(file), seller)
    try:
        store.prepare(migrate=migrate)
    except BaseException:
        store.close()
        raise
    return store


class SqliteLink:
    """A connection for as long as its thread lives."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def ask(self, queries: Sequence[Query]) -> list[Any]:
        """Run queries one after the other: there is nobody to wait for on the way."""
        one, many = self.connection.execute, self.connection.executemany
        return [
            many(statement.sqlite, bound).rowcount
            if is_many
            else one(statement.sqlite, bound).fetchall()
            for statement, bound, is_many in queries
        ]

    def undo(self) -> None:
        """Roll back, if anything was begun."""
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    def __del__(self) -> None:
        """Close it, so that a thread that ends leaves nothing open."""
        self.connection.close()


class ThreadLinks:
    """Each thread has a connection of its own; only ``close`` reaches into them from another."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._threads = local()
        self._links = WeakSet[SqliteLink]()
        self._is_closed = False

    def lend(self) -> SqliteLink:
        """Give the connection of this thread.

        Raises:
            StoreError: when all were closed; it would open the file again, and nobody close it.
        """
        if self._is_closed:
            raise StoreError(str(self._file), "it was closed")
        link: SqliteLink | None = getattr(self._threads, "link", None)
        if link is None:
            link = self._threads.link = SqliteLink(connect(self._file))
            self._links.add(link)
        return link

    def take_back(self, link: SqliteLink) -> None:
        """Leave it to the thread."""

    def close(self) -> None:
        """Close the connections of all threads."""
        self._is_closed = True
        for link in tuple(self._links):
            link.connection.close()
        self._threads = local()


def connect(file: Path) -> sqlite3.Connection:
    """Connect to a file, in WAL mode."""
    connection = sqlite3.connect(
        file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        turn_to_wal(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def turn_to_wal(connection: sqlite3.Connection, *, tries: int = 300, wait: float = 0.1) -> None:
    """Put the file into WAL mode, while others may be doing the same to a new one.

    SQLite answers "busy" to that at once, however long it was told to wait.
    """
    for left in reversed(range(tries)):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or not left:
                raise
            sleep(wait)
        else:
            return


OVERTAKEN = frozenset(
    {
        sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
        sqlite3.SQLITE_CONSTRAINT_UNIQUE,
        sqlite3.SQLITE_BUSY_SNAPSHOT,
        sqlite3.SQLITE_BUSY_RECOVERY,
    }
)
"""A key that must be new is there already, or the file moved on while it was looked at.

Plain ``SQLITE_BUSY`` is not among them: it comes after waiting for ``BUSY_SECONDS``, and waiting
as long again and again would only hide that somebody holds the file.
"""


def is_overtaken(error: Exception) -> bool:
    """Tell whether somebody else was faster."""
    return getattr(error, "sqlite_errorcode", 0) in OVERTAKEN
