"""The SQL store: one set of statements, a column per dialect, for callers that wait or await."""

from ordercore.adapters.sql.async_store import AsyncSqlStore
from ordercore.adapters.sql.host import open_on
from ordercore.adapters.sql.postgres import Isolation, open_postgres, open_postgres_async
from ordercore.adapters.sql.schema import ddl
from ordercore.adapters.sql.sqlite import open_sqlite
from ordercore.adapters.sql.store import SqlStore

__all__ = [
    "AsyncSqlStore",
    "Isolation",
    "SqlStore",
    "ddl",
    "open_on",
    "open_postgres",
    "open_postgres_async",
    "open_sqlite",
]
