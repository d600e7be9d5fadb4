"""A store on the host's own connection: it writes there, and commits nothing."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ordercore import Line, OrderDesk, Refused, World
from ordercore.adapters.memory import CountingIdentity, FixedClock
from ordercore.adapters.sql import SqlStore, ddl, open_on, open_postgres
from ordercore.errors import InvalidValue, StoreError
from ordercore.ports.records import Key
from ordercore.testing import StoreConformance
from ordercore.testing.store.samples import commit, placed


def desk_on(connection: Any, dialect: str) -> OrderDesk:
    """Open a desk on a connection."""
    return OrderDesk(
        open_on(connection, dialect),
        world=World(pools={"MFN": "main"}),
        clock=FixedClock("2026-03-02T09:30:00Z"),
        identity=CountingIdentity(),
    )


class OnHost(StoreConformance):
    """What the contract needs of a host: one connection, which it keeps to itself."""

    durable = False
    threads = False
    dialect = "sqlite"
    connection: Any

    def make_store(self, where: Path) -> SqlStore:
        """Open a store on the connection."""
        return open_on(self.connection, self.dialect)

    def make_store_of(self, seller: str, where: Path) -> SqlStore:
        """Open another one, for a seller."""
        return open_on(self.connection, self.dialect, seller=seller)


class TestSqliteHost(OnHost):
    """The whole contract, inside one transaction of ``sqlite3``."""

    @pytest.fixture(autouse=True)
    def connected(self, tmp_path: Path) -> Iterator[None]:
        """Connect as a host does."""
        with closing(sqlite3.connect(tmp_path / "host.db")) as self.connection:
            self.connection.execute("PRAGMA synchronous = OFF")
            self.connection.executescript(ddl("sqlite"))
            yield


class TestPostgresHost(OnHost):
    """The whole contract, inside one transaction of psycopg."""

    dialect = "postgresql"

    @pytest.fixture(autouse=True)
    def connected(self, empty_postgres: str) -> Iterator[None]:
        """Connect as a host does, and roll everything back afterwards."""
        import psycopg

        open_postgres(empty_postgres).close()
        with closing(psycopg.connect(empty_postgres)) as self.connection:
            yield


Connected = tuple[Any, str]


@pytest.fixture(params=["sqlite", "postgresql"])
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connected]:
    """Give a host's connection and its dialect; the host has a table ``carts`` of its own."""
    if request.param == "sqlite":
        connection: Any = sqlite3.connect(tmp_path / "host.db")
        connection.executescript(ddl("sqlite"))
    else:
        import psycopg

        url = request.getfixturevalue("empty_postgres")
        open_postgres(url).close()
        connection = psycopg.connect(url)
        connection.execute("DROP TABLE IF EXISTS carts")
    connection.execute("CREATE TABLE carts (id TEXT PRIMARY KEY)")
    connection.commit()
    yield connection, request.param
    connection.rollback()
    connection.execute("DROP TABLE carts")
    connection.commit()
    connection.close()


def carts(connection: Any) -> list[Any]:
    """Read the host's own table."""
    return list(connection.execute("SELECT id FROM carts").fetchall())


def test_the_host_commits_both_or_neither(host: Connected) -> None:
    """Rolled back, our order is gone with the host's row; committed, both are there."""
    connection, dialect = host
    desk = desk_on(connection, dialect)
    desk.receive("A", 5)
    connection.commit()

    for end in (connection.rollback, connection.commit):
        connection.execute("INSERT INTO carts VALUES ('c')")
        desk.place(channel="MFN", lines=[Line("A", 1, price="5 EUR")], order_id="O-1")
        assert desk.stock("A").reserved == 1
        end()
        found = (carts(connection), [order.id for order in desk.find()], desk.stock("A").reserved)
        there = end == connection.commit
        assert found == (([("c",)], ["O-1"], 1) if there else ([], [], 0))
        connection.commit()


def test_a_refused_command_leaves_the_hosts_writes_alone(host: Connected) -> None:
    """It is undone to where it began, and the host goes on and commits."""
    connection, dialect = host
    desk = desk_on(connection, dialect)
    connection.execute("INSERT INTO carts VALUES ('c')")

    with pytest.raises(Refused):
        desk.place(channel="MFN", lines=[Line("A", 1, price="5 EUR")], order_id="O-1")

    connection.commit()
    assert carts(connection) == [("c",)]
    assert desk.find() == ()
    connection.rollback()


def test_a_conflict_leaves_the_hosts_writes_alone(host: Connected) -> None:
    """Also one that the database itself reports, which on PostgreSQL would end a transaction."""
    connection, dialect = host
    store = open_on(connection, dialect)
    connection.execute("INSERT INTO carts VALUES ('c')")
    with store.transaction() as transaction:
        transaction.write(commit(placed("O-1")))

    with pytest.raises(Exception, match="written by somebody else"), store.transaction() as again:
        again.write(commit(placed("O-2"), placed("O-1")))

    connection.commit()
    rows = store.load([Key("order", "O-1"), Key("order", "O-2")])
    assert [row.version for row in rows.values()] == [1, 0]
    assert carts(connection) == [("c",)]
    connection.rollback()


def test_a_connection_that_commits_by_itself_is_refused(host: Connected) -> None:
    """Without a transaction of the host, the end of a savepoint would be a commit."""
    connection, dialect = host
    if dialect == "sqlite":
        connection.isolation_level = None
    else:
        connection.autocommit = True
    store = open_on(connection, dialect)

    with pytest.raises(StoreError, match="has not begun a transaction"):
        store.load([Key("order", "O-1")])

    connection.execute("BEGIN")
    assert store.load([Key("order", "O-1")])[Key("order", "O-1")].version == 0
    connection.execute("ROLLBACK")


def test_closing_the_store_leaves_the_connection_open(host: Connected) -> None:
    """It belongs to the host."""
    connection, dialect = host
    open_on(connection, dialect).close()

    assert carts(connection) == []


def test_a_dialect_must_be_known(host: Connected) -> None:
    """The two that there are are named."""
    with pytest.raises(InvalidValue, match="sqlite, postgresql"):
        open_on(host[0], "oracle")


def as_dict(cursor: Any, row: Any) -> Any:
    """Give a row of ``sqlite3`` as hosts like to have it."""
    return dict(zip([column[0] for column in cursor.description], row, strict=True))


def factories(dialect: str) -> list[Any]:
    """Give what hosts have rows made by."""
    if dialect == "sqlite":
        return [as_dict, sqlite3.Row]
    from psycopg.rows import dict_row, namedtuple_row

    return [dict_row, namedtuple_row]


def test_rows_are_read_whatever_the_hosts_rows_are(host: Connected) -> None:
    """A connection whose rows are dicts keeps making them for the host, and tuples for us."""
    connection, dialect = host
    for number, factory in enumerate(factories(dialect), start=1):
        connection.row_factory = factory
        desk = desk_on(connection, dialect)
        desk.receive("A", 5)
        desk.place(channel="MFN", lines=[Line("A", 1, price="5 EUR")], order_id=f"O-{number}")
        connection.commit()

        stock = desk.stock("A")
        assert (stock.on_hand, stock.reserved) == (5 * number, number)
        assert len(list(desk.find())) == number
        assert connection.row_factory is factory
        connection.commit()
