"""A label book in a file of SQLite's: several processes of one machine may use it."""

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from ordercore.errors import StoreError

BUSY_SECONDS = 30.0
"""How long one waits until somebody else has closed the book."""

TABLES = """
CREATE TABLE IF NOT EXISTS label_book (
    shelf TEXT NOT NULL, key TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (shelf, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS label_count (
    name TEXT PRIMARY KEY, number INTEGER NOT NULL
) WITHOUT ROWID;
"""


class SqliteLabelBook:
    """Keeps entries in a file of its own, apart from the store of orders."""

    def __init__(self, path: str | Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
        """Open a file, which is made if it is not there.

        Raises:
            StoreError: when it cannot be opened, or is no database.
        """
        self._file = str(path)
        self._busy_seconds = busy_seconds
        try:
            with closing(self._connection()) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(TABLES)
        except sqlite3.Error as error:
            raise StoreError(self._file, str(error)) from error

    def _connection(self) -> sqlite3.Connection:
        return sqlite3.connect(self._file, timeout=self._busy_seconds, isolation_level=None)

    @contextmanager
    def page(self) -> Generator["SqliteLabelPage", None, None]:
        """Open it when nobody else has it open."""
        try:
            with closing(self._connection()) as connection:
                connection.execute("BEGIN IMMEDIATE")
                yield SqliteLabelPage(connection)
                connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise StoreError(self._file, str(error)) from error


class SqliteLabelPage:
    """The book while it is open; a connection that is closed before it commits is undone."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute

    def read(self, shelf: str, key: str) -> bytes | None:
        """Give an entry; under a key with half a character there is none."""
        try:
            found = self._run(
                "SELECT data FROM label_book WHERE shelf = ? AND key = ?", (shelf, key)
            ).fetchone()
        except UnicodeEncodeError:
            return None
        return None if found is None else bytes(found[0])

    def write(self, shelf: str, key: str, data: bytes) -> None:
        """Write an entry."""
        self._run("INSERT OR REPLACE INTO label_book VALUES (?, ?, ?)", (shelf, key, data))

    def drop(self, shelf: str, key: str) -> None:
        """Take an entry out."""
        self._run("DELETE FROM label_book WHERE shelf = ? AND key = ?", (shelf, key))

    def count(self, name: str) -> int:
        """Count up."""
        found = self._run(
            "INSERT INTO label_count VALUES (?, 1)"
            " ON CONFLICT (name) DO UPDATE SET number = number + 1 RETURNING number",
            (name,),
        ).fetchone()
        return int(found[0])

    def forget(self, first: str, last: str) -> None:
        """Take shelves out."""
        self._run("DELETE FROM label_book WHERE shelf >= ? AND shelf < ?", (first, last))
