"""The host's own connection: ordercore writes in the transaction of the host, and commits nothing.

Whatever we do stands between a savepoint and its release, so that a refusal or a conflict leaves
the host's own writes alone. It is the host that commits ours with its own, or rolls both back.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any

from ordercore.adapters.sql.asking import Query
from ordercore.adapters.sql.drivers import Driver, plain
from ordercore.adapters.sql.migrations import FIRST
from ordercore.adapters.sql.postgres import is_overtaken as is_overtaken_on_postgres
from ordercore.adapters.sql.sqlite import is_overtaken as is_overtaken_on_sqlite
from ordercore.adapters.sql.store import SqlStore
from ordercore.errors import InvalidValue, StoreError

SAVEPOINT = "SAVEPOINT ordercore"
RELEASE = "RELEASE SAVEPOINT ordercore"
ROLLBACK = "ROLLBACK TO SAVEPOINT ordercore"

NO_TRANSACTION = "the host has not begun a transaction on it, which would commit what is written"


def open_on(connection: Any, dialect: str, *, seller: str = "") -> SqlStore:
    """Open a store on a DB-API connection of the host's, for as long as the host's transaction.

    ``dialect`` is ``sqlite`` or ``postgresql``; the connection is one of ``sqlite3`` or psycopg
    (``connection.connection`` of Django, ``session.connection().connection.dbapi_connection`` of
    SQLAlchemy), and a transaction must have begun on it.
    The tables must be there: :func:`ordercore.adapters.sql.ddl` prints them for the migrations
    of the host. Closing the store leaves the connection as it is.

    Raises:
        InvalidValue: when there is no such dialect.
    """
    if dialect not in FIRST:
        raise InvalidValue("dialect", dialect, f"one of {', '.join(FIRST)}")
    on_sqlite = dialect == "sqlite"
    driver = Driver(
        name=f"{dialect} (connection of the host)",
        dialect=dialect,
        begin=plain(SAVEPOINT, SAVEPOINT),
        begin_briefly=plain(SAVEPOINT, SAVEPOINT),
        commit=plain(RELEASE, RELEASE),
        patient=False,
        failure=connection.Error,
        overtaken=is_overtaken_on_sqlite if on_sqlite else is_overtaken_on_postgres,
        attempts=1,  # only the host can begin its transaction anew
    )
    return SqlStore(driver, HostLinks(connection, driver), seller)


class HostLink:
    """The host's connection at work."""

    def __init__(self, connection: Any, dialect: str) -> None:
        self._connection = connection
        self._dialect = dialect
        self._depth = 0

    def ask(self, queries: Sequence[Query]) -> list[Any]:
        """Run queries one after the other, on cursors that give rows as tuples."""
        return [self._run(query) for query in queries]

    def _run(self, query: Query) -> Any:
        text = getattr(query.statement, self._dialect)
        cursor = self._cursor()
        try:
            if query.many:
                cursor.executemany(text, query.bound)
                return cursor.rowcount
            cursor.execute(text, query.bound)
            self._depth += {SAVEPOINT: 1, RELEASE: -1}.get(text, 0)
            return cursor.fetchall() if cursor.description else []
        finally:
            cursor.close()

    def _cursor(self) -> Any:
        """Make a cursor that gives rows as we read them, whatever the host's give."""
        if self._dialect == "sqlite":
            cursor = self._connection.cursor()
            cursor.row_factory = None
            return cursor
        from psycopg.rows import tuple_row

        return self._connection.cursor(row_factory=tuple_row)

    def undo(self) -> None:
        """Go back to where we began, if we did."""
        if self._depth:
            self._run(plain(ROLLBACK, ROLLBACK))
            self._run(plain(RELEASE, RELEASE))


class HostLinks:
    """One connection, which belongs to somebody else."""

    def __init__(self, connection: Any, driver: Driver) -> None:
        self._connection = connection
        self._driver = driver

    def lend(self) -> HostLink:
        """Work on the connection.

        Raises:
            StoreError: when no transaction has begun on it.
        """
        if not is_begun(self._connection):
            raise StoreError(self._driver.name, NO_TRANSACTION)
        return HostLink(self._connection, self._driver.dialect)

    def take_back(self, link: HostLink) -> None:
        """Leave it to the host."""

    def close(self) -> None:
        """Leave it to the host."""


def is_begun(connection: Any) -> bool:
    """Tell whether a transaction is open, or begin the one that the host's driver would begin.

    A driver that begins transactions by itself does so before the first statement that needs one;
    a savepoint is none to ``sqlite3``, which would let its release commit.
    """
    if isinstance(connection, sqlite3.Connection):
        # From Python 3.12 on a connection may commit each statement, and its commit() do nothing.
        if getattr(connection, "autocommit", None) is True:
            return False
        if not connection.in_transaction and connection.isolation_level is not None:
            connection.execute("BEGIN")
        return connection.in_transaction
    return not connection.autocommit or connection.info.transaction_status != 0
