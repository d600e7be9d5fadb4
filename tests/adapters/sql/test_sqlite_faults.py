"""What goes wrong around a SQLite file, and what people reported of others' stores."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import attrs
import pytest

from ordercore.adapters.sql import open_sqlite
from ordercore.adapters.sql.sqlite import is_overtaken
from ordercore.adapters.sql.statements import page_of_orders
from ordercore.errors import StoreError
from ordercore.ports.outbox import OutboxState
from ordercore.ports.records import Key
from ordercore.testing.store.samples import contents, whole_commit


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give the path of a shop that is not there yet."""
    return tmp_path / "shop.db"


def test_r49_listing_orders_walks_an_index_and_sorts_nothing(file: Path) -> None:
    """R50: a page of a million orders costs as much as a page of a hundred."""
    open_sqlite(file).close()
    connection = sqlite3.connect(file)
    text = page_of_orders(("statuses", "after")).sqlite
    marks = [None] * text.count("?")
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {text}", marks)]
    connection.close()

    assert any("orders_by_placement" in step for step in plan), plan
    assert not any("TEMP B-TREE" in step for step in plan), plan


# The file system


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder nobody can write to")
def test_a_folder_that_cannot_be_written_to_is_an_error_of_the_store() -> None:
    """The path is named, and why it cannot be opened."""
    with pytest.raises(StoreError, match="unable to open database file") as caught:
        open_sqlite("/proc/self/shop.db")

    assert caught.value.store == "/proc/self/shop.db"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_an_error_of_the_store(tmp_path: Path) -> None:
    """A file that is there may not be written beside."""
    open_sqlite(tmp_path / "shop.db").close()
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StoreError):
            open_sqlite(tmp_path / "shop.db").close()
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize("action", ["transaction", "load", "orders"])
def test_a_thread_that_cannot_connect_is_told_as_a_store_error(tmp_path: Path, action: str) -> None:
    """The folder is gone when another thread first asks; the driver's error does not leak."""
    folder = tmp_path / "shop"
    folder.mkdir()
    store = open_sqlite(folder / "shop.db")
    folder.rename(tmp_path / "moved")
    caught: list[BaseException] = []

    def ask() -> None:
        try:
            if action == "transaction":
                with store.transaction():
                    pass
            elif action == "load":
                store.load((Key("order", "x"),))
            else:
                store.outbox(OutboxState.WAITING, limit=1)
        except Exception as error:  # noqa: BLE001
            caught.append(error)

    thread = Thread(target=ask)
    thread.start()
    thread.join()

    assert [type(error) for error in caught] == [StoreError]
    assert str(folder / "shop.db") in str(caught[0])
    store.close()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files in /proc")
@pytest.mark.parametrize("content", [b"no database at all, but long enough " * 99, None])
def test_a_store_that_could_not_be_opened_leaves_no_file_open(
    file: Path, content: bytes | None
) -> None:
    """Neither the connection nor a lock outlives the error, though the error is kept."""
    if content is None:
        open_sqlite(file).close()
        with sqlite3.connect(file) as connection:
            connection.execute("UPDATE ordercore_schema SET version = 99")
        connection.close()
    else:
        file.write_bytes(content)

    with pytest.raises(StoreError) as caught:
        open_sqlite(file)

    assert [path for path in _open_files() if path.startswith(str(file))] == []
    assert caught.value.store == str(file)


def _open_files() -> Iterator[str]:
    for name in Path("/proc/self/fd").iterdir():
        try:
            yield str(name.readlink())
        except OSError:  # the folder's own descriptor
            continue


# The meaning of errors


@pytest.mark.parametrize(
    ("code", "overtaken"),
    [
        (sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, True),
        (sqlite3.SQLITE_CONSTRAINT_UNIQUE, True),
        (sqlite3.SQLITE_BUSY_RECOVERY, True),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, True),
        (sqlite3.SQLITE_BUSY, False),
        (sqlite3.SQLITE_LOCKED, False),
        (sqlite3.SQLITE_CONSTRAINT_NOTNULL, False),
        (sqlite3.SQLITE_FULL, False),
        (sqlite3.SQLITE_READONLY, False),
        (sqlite3.SQLITE_IOERR_WRITE, False),
        (sqlite3.SQLITE_CORRUPT, False),
        (None, False),
    ],
)
def test_overtaken_is_told_from_broken(code: int | None, overtaken: bool) -> None:
    """Where somebody else was faster, trying again helps; after waiting for a lock it does not."""
    error = sqlite3.OperationalError("…")
    if code is not None:
        error.sqlite_errorcode = code

    assert is_overtaken(error) is overtaken


def test_a_full_disk_undoes_the_whole_transaction(file: Path) -> None:
    """The error is the store's, nothing is half-written, and the store works on."""
    store = open_sqlite(file)
    whole = whole_commit()
    before = contents(store, whole)
    connection: sqlite3.Connection = store._links.lend().connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    many = tuple(attrs.evolve(whole.events[0], seq=number) for number in range(1, 400))

    with pytest.raises(StoreError, match="full"), store.transaction() as transaction:
        transaction.write(attrs.evolve(whole, events=many))

    assert contents(store, whole) == before
    connection.execute("PRAGMA max_page_count = 100000")
    with store.transaction() as transaction:
        transaction.write(whole)
    assert store.events(Key("order", "O-1")) == whole.events
    store.close()


def test_a_transaction_inside_another_is_an_error_and_loses_neither(file: Path) -> None:
    """One thread has one transaction; the inner one is refused, and the outer one is undone."""
    store = open_sqlite(file)
    whole = whole_commit()
    before = contents(store, whole)

    def nest() -> None:
        with store.transaction() as outer:
            outer.load(tuple(whole.writes))
            outer.write(whole)
            with store.transaction() as inner:
                inner.load(tuple(whole.writes))

    with pytest.raises(StoreError, match="within a transaction"):
        nest()

    assert contents(store, whole) == before
    with store.transaction() as transaction:
        transaction.write(whole)
    store.close()
