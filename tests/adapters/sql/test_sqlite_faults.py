"""What goes wrong around a SQLite file, and what people reported of others' stores."""

import os
import random
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from threading import Thread

import attrs
import pytest
from sql_workers import desk_on

from ordercore.adapters.sql import open_sqlite
from ordercore.adapters.sql.sqlite import _is_overtaken
from ordercore.adapters.sql.statements import SQLITE, Dialect
from ordercore.errors import Refused, StoreError
from ordercore.inventory import Reservation
from ordercore.orders.line import Line
from ordercore.ports.store import Key, Row
from ordercore.service.desk import OrderDesk
from ordercore.testing import live_equals_replay, stock_is_never_promised_twice
from ordercore.testing.store.samples import contents, whole_commit

PROCESSES = 3


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give the path of a shop that is not there yet."""
    return tmp_path / "shop.db"


def trade(file: Path, trader: int, seed: int) -> dict[str, int]:
    """Buy A and B in either order, then ship, cancel or leave it; count units by what became."""
    desk, dice = desk_on(file), random.Random(seed)  # noqa: S311
    done = {"shipped": 0, "cancelled": 0, "open": 0, "refused": 0}
    for number in range(12):
        id = f"{trader}-{number}"
        skus = dice.sample(["A", "B"], 2)
        try:
            desk.place(
                channel="MFN", lines=[Line(sku, 1, price="5 EUR") for sku in skus], order_id=id
            )
        except Refused:
            done["refused"] += 1
            continue
        fate = dice.choice(["shipped", "cancelled", "open"])
        if fate == "shipped":
            desk.confirm_payment(id)
            desk.confirm_shipment(id)
        elif fate == "cancelled":
            desk.cancel(id, reason="pricing_error")
        done[fate] += 1
    desk.close()
    return done


def hold_the_books_to_their_laws(desk: OrderDesk) -> None:
    """Check stock, promises, and the replay of everything."""
    orders = desk.find()
    for sku in ("A", "B"):
        keys = [Key("reservation", f"main/{sku}/{order.id}") for order in orders]
        values = [row.value for row in _load(desk, keys).values()]
        holds = [value for value in values if isinstance(value, Reservation)]
        stock_is_never_promised_twice(desk.stock(sku), holds)
    stocks = [Key("stock", "main/A"), Key("stock", "main/B")]
    live_equals_replay(desk.store, [*stocks, *(Key("order", order.id) for order in orders)])


def _load(desk: OrderDesk, keys: list[Key]) -> dict[Key, Row]:
    with desk.store.transaction() as transaction:
        return dict(transaction.load(keys))


def test_r02_lines_in_any_order_neither_block_nor_lose_an_update(file: Path) -> None:
    """R05, R07, R13: processes take A and B in both orders, ship and cancel; all adds up."""
    desk = desk_on(file)
    desk.receive("A", 20)
    desk.receive("B", 20)

    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        asked = [pool.submit(trade, file, n, 100 + n) for n in range(PROCESSES)]
        counts = [future.result(timeout=60) for future in asked]

    total = {fate: sum(count[fate] for count in counts) for fate in counts[0]}
    assert sum(total.values()) == PROCESSES * 12
    for sku in ("A", "B"):
        stock = desk.stock(sku)
        assert (stock.on_hand, stock.reserved) == (20 - total["shipped"], total["open"])
    assert len(desk.find()) == PROCESSES * 12 - total["refused"]
    hold_the_books_to_their_laws(desk)
    desk.close()


def test_r49_listing_orders_walks_an_index_and_sorts_nothing(file: Path) -> None:
    """R50: a page of a million orders costs as much as a page of a hundred."""
    open_sqlite(file).close()
    connection = sqlite3.connect(file)
    number = SQLITE.select_orders.count("?")
    plan = [
        row[3]
        for row in connection.execute(f"EXPLAIN QUERY PLAN {SQLITE.select_orders}", [None] * number)
    ]
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
                store.undelivered(1)
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

    assert _is_overtaken(error) is overtaken


def test_a_full_disk_undoes_the_whole_transaction(file: Path) -> None:
    """The error is the store's, nothing is half-written, and the store works on."""
    store = open_sqlite(file)
    whole = whole_commit()
    before = contents(store, whole)
    connection = store._connection()
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
            outer.write(whole)
            with store.transaction():
                raise AssertionError("never reached")

    with pytest.raises(StoreError, match="within a transaction"):
        nest()

    assert contents(store, whole) == before
    with store.transaction() as transaction:
        transaction.write(whole)
    store.close()


# Statements


@pytest.mark.parametrize("dialect", [SQLITE], ids=lambda dialect: dialect.name)
def test_every_dialect_has_every_statement(dialect: Dialect) -> None:
    """Each kind of record can be selected, inserted and updated, and nothing is blank."""
    kinds = {"order", "stock", "reservation"}
    for table in (dialect.insert, dialect.update, dialect.select):
        assert set(table) == kinds
        assert all(text.strip() for text in table.values())
    for field in attrs.fields(Dialect):
        assert getattr(dialect, field.name), field.name


def test_an_insert_and_an_update_of_a_kind_name_the_same_columns() -> None:
    """The row types give their columns in one order for both."""
    for kind, insert in SQLITE.insert.items():
        inserted = insert.partition("(")[2].partition(")")[0].split(", ")
        update = SQLITE.update[kind].partition(" SET ")[2].partition(" WHERE ")[0]
        updated = [" ".join(part.split()).removesuffix(" = ?") for part in update.split(",")]

        assert [name.strip() for name in inserted] == [*updated, "id"]
        assert insert.count("?") == len(inserted)
        assert SQLITE.update[kind].count("?") == len(updated) + 2
