"""The SQL store keeps the contract of stores."""

from pathlib import Path

from ordercore.adapters.sql import SqlStore, open_sqlite
from ordercore.testing import StoreConformance


class TestSqliteStore(StoreConformance):
    """The whole contract, on SQLite."""

    def make_store(self, where: Path) -> SqlStore:
        """Open a file in the folder."""
        return open_sqlite(where / "shop.db")
