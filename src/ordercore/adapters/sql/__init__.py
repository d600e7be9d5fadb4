"""The SQL store: one set of statements, a column per dialect."""

from ordercore.adapters.sql.sqlite import open_sqlite
from ordercore.adapters.sql.store import SqlStore

__all__ = ["SqlStore", "open_sqlite"]
