"""PostgreSQL through psycopg 3, for callers that wait and for those that await."""

from enum import Enum
from typing import Any

from ordercore.adapters.sql.async_store import AsyncSqlStore
from ordercore.adapters.sql.drivers import Driver, plain
from ordercore.adapters.sql.store import SqlStore
from ordercore.adapters.sql.urls import is_clear, without_password
from ordercore.errors import ExtraMissing, InvalidValue

PREFIXES = ("postgresql://", "postgres://")

READABLE = (
    "a URL such as postgresql://user@host/database, "
    "where @, / and % in a password are written as %40, %2F and %25"
)

CONNECTIONS = 10
"""How many connections a pool has at most."""

OVERTAKEN = frozenset({"40001", "40P01", "23505"})
"""SQLSTATE: could not serialize, deadlock, and a key that must be new is there already."""

NO_VALUE = "23502"
"""SQLSTATE: a column has no value that must have one."""


class Isolation(Enum):
    """How much a transaction sees of others; the store is right under each."""

    READ_COMMITTED = "READ COMMITTED"
    REPEATABLE_READ = "REPEATABLE READ"
    SERIALIZABLE = "SERIALIZABLE"


def open_postgres(
    url: str,
    *,
    seller: str = "",
    migrate: bool = True,
    isolation: Isolation = Isolation.READ_COMMITTED,
    connections: int = CONNECTIONS,
) -> SqlStore:
    """Open a store in a database of a server; ``url`` is one of libpq's.

    ``migrate`` makes the tables, and brings those of an older version up to date.
    Threads share a pool of at most so many ``connections``.

    Raises:
        ExtraMissing: when psycopg is not installed.
        InvalidValue: when the URL is of another kind, or cannot be read.
        StoreError: when the server cannot be reached, or its tables are not up to date and shall
            stay as they are.
    """
    driver = driver_for(url, isolation)
    from ordercore.adapters.sql.psycopg_links import PooledLinks

    with driver.errors():
        links = PooledLinks(url, connections)
    store = SqlStore(driver, links, seller)
    try:
        store.prepare(migrate=migrate)
    except BaseException:
        store.close()
        raise
    return store


async def open_postgres_async(
    url: str,
    *,
    seller: str = "",
    migrate: bool = True,
    isolation: Isolation = Isolation.READ_COMMITTED,
    connections: int = CONNECTIONS,
) -> AsyncSqlStore:
    """Open the same store for an event loop, in which alone it is then used.

    Raises:
        ExtraMissing: when psycopg is not installed.
        InvalidValue: when the URL is of another kind, or cannot be read.
        StoreError: when the server cannot be reached, or its tables are not up to date and shall
            stay as they are.
    """
    driver = driver_for(url, isolation)
    from ordercore.adapters.sql.psycopg_links import AsyncPooledLinks

    links = AsyncPooledLinks(url, connections)
    with driver.errors():
        await links.open()
    store = AsyncSqlStore(driver, links, seller)
    try:
        await store.prepare(migrate=migrate)
    except BaseException:
        await store.close()
        raise
    return store


def driver_for(url: str, isolation: Isolation = Isolation.READ_COMMITTED) -> Driver:
    """Say how to speak to the database that a URL names.

    Raises:
        ExtraMissing: when psycopg is not installed.
        InvalidValue: when the URL is of another kind, or cannot be read.
    """
    if not url.startswith(PREFIXES):
        told = without_password(url)
        raise InvalidValue("store", told, "a URL such as postgresql://user@host/database")
    try:
        import psycopg
        import psycopg_pool  # noqa: F401 - it is needed too, and asked for here
    except ImportError as error:
        raise ExtraMissing("postgres", "psycopg with its pool") from error
    if not _is_readable(url):
        # What libpq says of such a URL repeats parts of it, and so of the password.
        raise InvalidValue("store", without_password(url), READABLE)
    return Driver(
        name=without_password(url),
        dialect="postgresql",
        begin=plain(sqlite="BEGIN", postgresql=f"BEGIN ISOLATION LEVEL {isolation.value}"),
        begin_briefly=plain(sqlite="BEGIN", postgresql="BEGIN ISOLATION LEVEL READ COMMITTED"),
        commit=plain(sqlite="COMMIT", postgresql="COMMIT"),
        patient=True,
        failure=psycopg.Error,
        overtaken=is_overtaken,
        promises_unseen=True,
    )


def _is_readable(url: str) -> bool:
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        conninfo_to_dict(url)
    except ProgrammingError:
        return False
    return is_clear(url)


def is_overtaken(error: Exception) -> bool:
    """Tell whether somebody else was faster, or has left no plenty of stock."""
    state = getattr(error, "sqlstate", None)
    return state in OVERTAKEN or (state == NO_VALUE and _has_no_place(error))


def _has_no_place(error: Any) -> bool:
    """Tell whether it is an event of stock that was not promised of."""
    return (error.diag.table_name, error.diag.column_name) == ("ordercore_events", "seq")
