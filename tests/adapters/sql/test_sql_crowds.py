"""Crowds of processes on the SQL store, in every dialect and at the levels that hosts use."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from ordercore.adapters.sql import Isolation, open_postgres, open_sqlite
from ordercore.testing import CrowdConformance
from ordercore.testing.crowds import Opener, crowd, desk_on, failures
from ordercore.testing.crowds.works import buy_one_sku


class TestSqliteCrowds(CrowdConformance):
    """R01, R02, R03, R05, R09, R10, R12, R14 with real processes, on a file."""

    def opener(self, where: Path) -> Opener:
        """Open a file in the folder."""
        return partial(open_sqlite, where / "shop.db")


class TestPostgresCrowds(CrowdConformance):
    """The same on PostgreSQL, where it also ends without a single deadlock."""

    isolation = Isolation.READ_COMMITTED

    @pytest.fixture(autouse=True)
    def database(self, request: pytest.FixtureRequest, empty_postgres: str) -> Iterator[None]:
        """Use the database of this worker, and see that nobody deadlocked in it."""
        import psycopg

        self.url = empty_postgres
        count = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        with psycopg.connect(self.url, autocommit=True) as connection:
            before = connection.execute(count).fetchone()
            yield
            connection.execute("SELECT pg_stat_clear_snapshot()")
            # An imported order that lacks units may need stock that nobody can foresee.
            if "random" not in request.node.name:
                assert connection.execute(count).fetchone() == before

    def opener(self, where: Path) -> Opener:
        """Open the database, whatever the folder."""
        return partial(open_postgres, self.url, isolation=self.isolation, connections=2)


class TestSerializablePostgresCrowds(TestPostgresCrowds):
    """The same where transactions look as if they ran one after the other."""

    isolation = Isolation.SERIALIZABLE


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_many_processes_may_make_one_store(
    request: pytest.FixtureRequest, tmp_path: Path, dialect: str
) -> None:
    """Opening what is not there yet at the same moment is no error for anybody."""
    opener: Opener = partial(open_sqlite, tmp_path / "shop.db")
    if dialect == "postgresql":
        opener = partial(open_postgres, request.getfixturevalue("bare_postgres"), connections=2)

    accounts = crowd(opener, buy_one_sku)

    assert failures(accounts) == []
    with desk_on(opener()) as desk:
        assert desk.find() == ()
