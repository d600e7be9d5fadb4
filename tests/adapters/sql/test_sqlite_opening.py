"""Opening SQLite files: what is no store says so."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from ordercore.adapters.sql import ddl, open_sqlite
from ordercore.adapters.sql.schema import VERSION
from ordercore.adapters.sql.sqlite import turn_to_wal
from ordercore.errors import InvalidValue, StoreError
from ordercore.opening import open as open_desk
from ordercore.orders.line import Line
from ordercore.ports.records import Key


def test_a_new_file_is_made(tmp_path: Path) -> None:
    """In write-ahead mode, with the version of its schema."""
    file = tmp_path / "new.db"

    open_sqlite(file).close()

    with sqlite3.connect(file) as connection:
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
        versions = connection.execute("SELECT version FROM ordercore_schema").fetchall()
    connection.close()
    assert (mode, versions) == ("wal", [(VERSION,)])


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    """The version is written once."""
    for _ in range(3):
        open_sqlite(str(tmp_path / "same.db")).close()

    connection = sqlite3.connect(tmp_path / "same.db")
    assert connection.execute("SELECT count(*) FROM ordercore_schema").fetchone() == (1,)
    connection.close()


def test_a_folder_must_be_there(tmp_path: Path) -> None:
    """A misspelt path makes no folders."""
    with pytest.raises(StoreError, match="there is no such folder") as caught:
        open_sqlite(tmp_path / "nowhere" / "shop.db")

    assert caught.value.store.endswith("shop.db")
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """The path of a folder cannot be a store."""
    with pytest.raises(StoreError):
        open_sqlite(tmp_path)


def test_what_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    """A text file stays as it is."""
    file = tmp_path / "notes.txt"
    file.write_text("These are my notes, and they are longer than a header. " * 20)
    before = file.read_bytes()

    with pytest.raises(StoreError, match="not a database"):
        open_sqlite(file)

    assert file.read_bytes() == before


@pytest.mark.parametrize("version", [VERSION + 1, 0])
def test_another_version_of_the_schema_is_refused(tmp_path: Path, version: int) -> None:
    """Both versions are named."""
    file = tmp_path / "other.db"
    open_sqlite(file).close()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE ordercore_schema SET version = ?", (version,))
    connection.close()

    with pytest.raises(StoreError, match=f"version {version}.*knows {VERSION}"):
        open_sqlite(file)


def test_tables_of_another_program_are_left_alone(tmp_path: Path) -> None:
    """Nothing is put beside them unasked, whatever they are called."""
    for name in ("orders", "ordercore_orders"):
        file = tmp_path / f"{name}.db"
        with sqlite3.connect(file) as connection:
            connection.execute(f"CREATE TABLE {name} (whatever TEXT)")
        connection.close()

        with pytest.raises(StoreError, match=r"tables of another program.*schema"):
            open_sqlite(file)

        connection = sqlite3.connect(file)
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (1,)
        connection.close()


def test_a_program_may_make_our_tables_beside_its_own(tmp_path: Path) -> None:
    """From the printed DDL; the file is then a store, and its own tables stay what they are."""
    file = tmp_path / "shared.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE orders (whatever TEXT)")
        connection.execute("INSERT INTO orders VALUES ('mine')")
        connection.executescript(ddl("sqlite"))
    connection.close()

    desk = open_desk(f"sqlite:///{file}", migrate=False)
    desk.receive("A", 5)
    desk.close()

    connection = sqlite3.connect(file)
    assert connection.execute("SELECT * FROM orders").fetchall() == [("mine",)]
    connection.close()


def test_a_database_that_breaks_later_says_so(tmp_path: Path) -> None:
    """A table that is gone in the middle of the work."""
    store = open_sqlite(tmp_path / "shop.db")
    connection = sqlite3.connect(tmp_path / "shop.db")
    connection.execute("DROP TABLE ordercore_answers")
    connection.close()

    with pytest.raises(StoreError, match="answers"), store.transaction() as transaction:
        transaction.load([Key("answer", "c-1")])
    store.close()


def test_a_url_names_a_store(tmp_path: Path) -> None:
    """Three slashes and a path, or nothing for a store in memory."""
    file = tmp_path / "shop.db"
    desk = open_desk(f"sqlite:///{file}")
    desk.receive("A", 5)
    order = desk.place(channel="MFN", lines=[Line("A", 1, price="5 EUR")])
    desk.close()

    again = open_desk(f"sqlite:///{file}", must_exist=True)
    assert again.order(order.id) == order
    assert again.stock("A").reserved == 1
    again.close()
    assert open_desk().find() == ()


@pytest.mark.parametrize("url", ["", "shop.db", "sqlite://shop.db", "sqlite:///", "mysql://x/y"])
def test_what_is_no_url_of_a_store_is_refused(url: str) -> None:
    """An example is given."""
    with pytest.raises(InvalidValue, match=r"sqlite:///shop\.db"):
        open_desk(url)


def test_a_file_that_must_exist_is_not_made(tmp_path: Path) -> None:
    """A misspelt name is no new shop."""
    with pytest.raises(StoreError, match="there is no such file"):
        open_desk(f"sqlite:///{tmp_path / 'missing.db'}", must_exist=True)

    assert list(tmp_path.iterdir()) == []


class Busy:
    """A connection to a file that others hold for a while."""

    def __init__(self, times: int, code: int = sqlite3.SQLITE_BUSY) -> None:
        self.left, self.code = times, code

    def execute(self, _: str) -> None:
        """Answer busy so many times."""
        if self.left:
            self.left -= 1
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = self.code
            raise error


def test_a_file_that_others_turn_to_wal_is_waited_for() -> None:
    """SQLite itself does not wait here; we do, for a while, and for nothing else."""
    held: Any = Busy(2)
    turn_to_wal(held, tries=3, wait=0)
    assert held.left == 0

    for stuck in (Busy(3), Busy(1, sqlite3.SQLITE_READONLY)):
        connection: Any = stuck
        with pytest.raises(sqlite3.OperationalError):
            turn_to_wal(connection, tries=3, wait=0)


def test_a_closed_store_does_not_open_its_file_again(tmp_path: Path) -> None:
    """Nobody would close it a second time; closing twice is harmless."""
    store = open_sqlite(tmp_path / "shop.db")
    store.close()
    store.close()

    with pytest.raises(StoreError, match="it was closed"):
        store.load([Key("order", "O-1")])
