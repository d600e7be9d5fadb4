"""The SQL store keeps the contract of stores, in every dialect and by every driver."""

from pathlib import Path

import pytest

from ordercore.adapters.sql import (
    Isolation,
    SqlStore,
    open_postgres,
    open_postgres_async,
    open_sqlite,
)
from ordercore.ports.store import Store
from ordercore.testing import StoreConformance
from ordercore.testing.blocking import blocking


class TestSqliteStore(StoreConformance):
    """The whole contract, on SQLite."""

    def make_store(self, where: Path) -> SqlStore:
        """Open a file in the folder."""
        return open_sqlite(where / "shop.db")

    def make_store_of(self, seller: str, where: Path) -> SqlStore:
        """Open the same file for a seller."""
        return open_sqlite(where / "shop.db", seller=seller)


class OnPostgres(StoreConformance):
    """What the contract needs on a server: a database whose tables are empty for each test."""

    @pytest.fixture(autouse=True)
    def database(self, empty_postgres: str) -> None:
        """Use the database of this worker."""
        self.url = empty_postgres


class TestPostgresStore(OnPostgres):
    """The whole contract, on PostgreSQL."""

    isolation = Isolation.READ_COMMITTED

    def make_store(self, where: Path) -> SqlStore:
        """Open the database, whatever the folder."""
        return open_postgres(self.url, isolation=self.isolation)

    def make_store_of(self, seller: str, where: Path) -> SqlStore:
        """Open it for a seller."""
        return open_postgres(self.url, seller=seller, isolation=self.isolation)


class TestSerializablePostgresStore(TestPostgresStore):
    """The whole contract, where transactions look as if they ran one after the other."""

    isolation = Isolation.SERIALIZABLE


class TestAsyncPostgresStore(OnPostgres):
    """The whole contract, awaited."""

    def make_store(self, where: Path) -> Store:
        """Open the database in a loop of its own."""
        return blocking(lambda: open_postgres_async(self.url))

    def make_store_of(self, seller: str, where: Path) -> Store:
        """Open it for a seller."""
        return blocking(lambda: open_postgres_async(self.url, seller=seller))
