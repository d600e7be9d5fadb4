"""What all tests share: how long Hypothesis may search, and a PostgreSQL."""

import os
from collections.abc import Iterator
from importlib.util import find_spec

import pytest
from hypothesis import HealthCheck, settings

from ordercore.errors import StoreError
from ordercore.testing.postgres import database, find_binaries, postgres

pytest.register_assert_rewrite("ordercore.testing.store")

settings.register_profile("dev", max_examples=40, stateful_step_count=25, deadline=None)
settings.register_profile(
    "ci",
    max_examples=200,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
# For mutation testing, where many short searches find more than a few long ones.
settings.register_profile("mutants", max_examples=8, stateful_step_count=10, deadline=None)

# Where pytest finds itself in CI it writes whole differences, also of what the tests of our suites
# expect to fail, and takes minutes for each. So it is told no more, and workers are told by us.
_TOLD = [os.environ.pop(name, "") for name in ("CI", "BUILD_NUMBER", "ORDERCORE_IN_CI")]
IN_CI = any(_TOLD)
if IN_CI:
    os.environ["ORDERCORE_IN_CI"] = "1"

settings.load_profile("ci" if IN_CI else "dev")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Give the URL of a server: one for each worker, or the one that ORDERCORE_PG_URL names."""
    if (lacking := _lacks_postgres()) is not None:
        if IN_CI:
            pytest.fail(lacking)
        pytest.skip(lacking)
    with postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str) -> Iterator[str]:
    """Give a database that this worker has for itself; whoever uses it cleans its tables."""
    with database(postgres_server) as url:
        yield url


@pytest.fixture
def bare_postgres(postgres_url: str) -> str:
    """Give a database without any table of ours."""
    import psycopg

    with psycopg.connect(postgres_url, autocommit=True) as connection:
        found = connection.execute(
            "SELECT tablename FROM pg_tables WHERE tablename LIKE 'ordercore%'"
        )
        for (name,) in found.fetchall():
            connection.execute(f"DROP TABLE {name}")
    return postgres_url


@pytest.fixture
def empty_postgres(postgres_url: str) -> str:
    """Give a database whose tables, if there are any, are empty."""
    import psycopg

    with psycopg.connect(postgres_url, autocommit=True) as connection:
        found = connection.execute(
            "SELECT tablename FROM pg_tables WHERE tablename LIKE 'ordercore%'"
            " AND tablename <> 'ordercore_schema'"
        )
        for (name,) in found.fetchall():
            connection.execute(f"DELETE FROM {name}")  # noqa: S608
    return postgres_url


def _lacks_postgres() -> str | None:
    """Say why there is no PostgreSQL to test on, if so."""
    if find_spec("psycopg") is None:
        return "psycopg is not installed; the extra 'dev' brings it"
    if os.environ.get("ORDERCORE_PG_URL"):
        return None
    try:
        find_binaries()
    except StoreError as error:
        return str(error)
    return None
