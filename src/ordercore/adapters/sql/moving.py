"""Moving house: everything that a SQLite file keeps, copied into PostgreSQL."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from ordercore.adapters.sql.postgres import open_postgres
from ordercore.adapters.sql.sqlite import connect, open_sqlite
from ordercore.adapters.sql.urls import without_password
from ordercore.errors import StoreError

ROWS_AT_ONCE = 1000
"""Rows that are in memory at a time."""

_TABLES = """SELECT name FROM sqlite_master
    WHERE type = 'table' AND name LIKE 'ordercore\\_%' ESCAPE '\\' AND name <> 'ordercore_schema'
    ORDER BY name"""


def copy_to_postgres(file: str | Path, url: str) -> Mapping[str, int]:
    """Copy all that a SQLite file keeps, of every seller, into PostgreSQL; give rows by table.

    Records, events, the outbox, answers and derived rows are the same afterwards, versions and
    all, so that every desk goes on as before. Copy while nobody writes: the file is read as it
    was when the copying began. It happens whole, in one transaction, or not at all.

    Raises:
        ExtraMissing: when psycopg is not installed.
        InvalidValue: when the URL is of another kind, or cannot be read.
        StoreError: when the file is no store, the server cannot be reached, or something is kept
            there already.
    """
    path = Path(file)
    if not path.is_file():
        raise StoreError(str(path), "there is no such file")
    open_sqlite(path).close()
    open_postgres(url).close()
    import psycopg

    with closing(connect(path)) as kept, psycopg.connect(url) as there:
        kept.execute("BEGIN")
        names = [name for (name,) in kept.execute(_TABLES)]
        for name in names:
            if _keeps_anything(there, name):
                raise StoreError(without_password(url), f"something is kept in {name} already")
        return {name: _copied(kept, there, name) for name in names}


def _keeps_anything(there: Any, name: str) -> bool:
    # Nobody who writes begins before the copying has ended.
    there.execute(f"LOCK TABLE {name} IN EXCLUSIVE MODE")
    found: tuple[bool] = there.execute(f"SELECT EXISTS (SELECT FROM {name})").fetchone()  # noqa: S608
    return found[0]


def _copied(kept: sqlite3.Connection, there: Any, name: str) -> int:
    rows = kept.execute(f"SELECT * FROM {name}")  # noqa: S608
    columns = ", ".join([column for column, *_ in rows.description])
    count = 0
    with there.cursor().copy(f"COPY {name} ({columns}) FROM STDIN") as copy:
        while page := rows.fetchmany(ROWS_AT_ONCE):
            for row in page:
                copy.write_row(row)
            count += len(page)
    return count
