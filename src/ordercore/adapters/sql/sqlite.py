"""SQLite through the standard library: the embedded default."""

import sqlite3
from pathlib import Path
from time import sleep

from ordercore.adapters.sql.statements import SQLITE
from ordercore.adapters.sql.store import SqlStore
from ordercore.adapters.sql.transaction import Driver
from ordercore.errors import StoreError

BUSY_SECONDS = 30.0
"""How long a writer waits for another one to finish."""


def open_sqlite(path: str | Path) -> SqlStore:
    """Open a store in a file, which is made if it is not there.

    The file is in WAL mode, so that readers and the one writer do not wait for each other.

    Raises:
        StoreError: when the folder does not exist, or the file is no store of ours.
    """
    file = Path(path)
    if not file.parent.is_dir():
        raise StoreError(str(file), "there is no such folder")

    def connect() -> sqlite3.Connection:
        # Each thread has its own; only close() reaches into them from another one.
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

    return SqlStore(
        Driver(
            name=str(file),
            dialect=SQLITE,
            connect=connect,
            overtaken=_is_overtaken,
            failure=sqlite3.Error,
        )
    )


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


def _is_overtaken(error: Exception) -> bool:
    return getattr(error, "sqlite_errorcode", 0) in OVERTAKEN
