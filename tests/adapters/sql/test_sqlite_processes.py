"""One SQLite file under several processes and threads, some of which die."""

import os
import signal
import sqlite3
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from threading import Thread

import pytest
from sql_workers import (
    buy,
    desk_on,
    die_inside_a_transaction,
    open_only,
    place_until_killed,
)

from ordercore.adapters.sql import open_sqlite
from ordercore.errors import Refused, StoreError
from ordercore.inventory import Reservation
from ordercore.orders.line import Line
from ordercore.ports.store import Key
from ordercore.queries import EVERY_ORDER
from ordercore.testing import live_equals_replay, stock_is_never_promised_twice
from ordercore.testing.store.samples import contents, whole_commit

SPAWN = get_context("spawn")

BUYERS = 8


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give the path of a shop that is not there yet."""
    return tmp_path / "shop.db"


def _books_agree(file: Path) -> int:
    """Check that stock, promises and events agree, and count the orders."""
    desk = desk_on(file)
    orders = desk.find()
    stocks = [Key("stock", "main/A")]
    live_equals_replay(desk.store, [*(Key("order", order.id) for order in orders), *stocks])
    holds = [Key("reservation", f"main/A/{order.id}") for order in orders]
    with desk.store.transaction() as transaction:
        rows = [row.value for row in transaction.load(holds).values()]
    promised = [hold for hold in rows if isinstance(hold, Reservation)]
    assert len(promised) == len(orders)
    stock_is_never_promised_twice(desk.stock("A"), promised)
    desk.close()
    return len(orders)


def test_r01_two_processes_sell_exactly_what_there_is(file: Path) -> None:
    """R01, R05, R09, R12: eight buyers in two processes want 80 of 50 units and get 50."""
    desk = desk_on(file)
    desk.receive("A", 50)
    desk.close()

    with ProcessPoolExecutor(2, mp_context=SPAWN) as pool:
        asked = [pool.submit(buy, file, f"buyer{n}", 10) for n in range(BUYERS)]
        sold = sum(future.result() for future in asked)

    assert sold == 50
    assert _books_agree(file) == 50


def test_two_processes_may_make_one_file(file: Path) -> None:
    """Opening a new file at the same moment is no error for either."""
    with ProcessPoolExecutor(2, mp_context=SPAWN) as pool:
        opened = [future.result() for future in [pool.submit(open_only, file) for _ in range(8)]]

    assert opened == [0] * 8


def test_a_writer_that_dies_leaves_nothing_half_written(file: Path) -> None:
    """Killed after writing and before the end of the transaction: nothing of it is there."""
    whole = whole_commit()
    store = open_sqlite(file)
    before = contents(store, whole)
    store.close()

    with ProcessPoolExecutor(1, mp_context=SPAWN) as pool:
        killed = pool.submit(die_inside_a_transaction, file)
        with pytest.raises(BrokenProcessPool):
            killed.result()

    again = open_sqlite(file)
    assert contents(again, whole) == before
    again.close()


def test_a_process_that_is_killed_at_any_moment_leaves_whole_orders(file: Path) -> None:
    """Every order that is there has its stock, promises, events, notices and answers."""
    desk = desk_on(file)
    desk.receive("A", 100_000)
    desk.receive("B", 200_000)
    desk.close()
    ready = file.parent / "ready"
    process = SPAWN.Process(target=place_until_killed, args=(file, ready))
    process.start()
    deadline = time.monotonic() + 60
    while not ready.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join()

    count = _books_agree(file)

    desk = desk_on(file)
    assert count >= 20
    assert desk.stock("A").reserved == count
    assert desk.stock("B").reserved == 2 * count
    assert len(desk.store.undelivered(10_000)) == count
    with desk.store.transaction() as transaction:
        answered = [transaction.answered(f"c-{number}") for number in range(count + 1)]
    assert [bool(answer) for answer in answered] == [True] * count + [False]
    desk.close()


def test_a_reader_sees_whole_commits_while_another_writes(file: Path) -> None:
    """What is found at any moment adds up to what is promised at that moment, or later."""
    desk = desk_on(file)
    desk.receive("A", 1000)
    writer = Thread(target=buy, args=(file, "w", 150))
    writer.start()
    while writer.is_alive():
        found = len(desk.find())
        promised = desk.stock("A").reserved
        assert found <= promised
    writer.join()

    assert len(list(desk.store.orders(EVERY_ORDER))) == 150
    desk.close()


def test_a_store_is_used_from_threads_of_which_each_has_its_connection(file: Path) -> None:
    """Closing it closes them all."""
    desk = desk_on(file)
    desk.receive("A", 10)
    seen: list[int] = []
    threads = [Thread(target=lambda: seen.append(desk.stock("A").on_hand)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    desk.close()

    assert seen == [10] * 5


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files in /proc")
def test_threads_that_ended_leave_no_connections_open(file: Path) -> None:
    """A host with a thread per request does not run out of files."""
    desk = desk_on(file)
    desk.receive("A", 10)

    def open_files() -> int:
        links = [fd for fd in Path("/proc/self/fd").iterdir() if fd.is_symlink()]
        return sum("shop.db" in str(link.readlink()) for link in links)

    before = open_files()
    for _ in range(20):
        thread = Thread(target=desk.stock, args=("A",))
        thread.start()
        thread.join()
    after = open_files()
    desk.close()

    assert after <= before + 6


def test_a_store_that_stays_locked_says_so_after_one_wait(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program holds the file: waiting again and again would only hide that."""
    monkeypatch.setattr("ordercore.adapters.sql.sqlite.BUSY_SECONDS", 0.01)
    desk = desk_on(file)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreError, match="locked"):
        desk.receive("A", 1)

    other.execute("ROLLBACK")
    other.close()
    assert desk.receive("A", 1).on_hand == 1
    desk.close()


def test_orders_can_be_changed_while_they_are_read(file: Path) -> None:
    """A host that walks over many orders may change each, also when another one writes too."""
    desk, other = desk_on(file), desk_on(file)
    desk.receive("A", 2_000)
    for number in range(600):
        desk.place(channel="MFN", lines=[Line("A", 1, price="5 EUR")], order_id=f"{number:04}")

    changed = 0
    for order in desk.store.orders(EVERY_ORDER):
        other.receive("A", 1)
        desk.confirm_payment(order.id)
        changed += 1

    assert changed == 600
    desk.close()
    other.close()


def test_r14_a_last_unit_is_sold_once(file: Path) -> None:
    """Of two desks on one file, the second is told how much there is."""
    first, second = desk_on(file), desk_on(file)
    first.receive("A", 1)
    first.place(channel="MFN", lines=[Line("A", 1, price="5 EUR")], order_id="x")

    with pytest.raises(Refused) as caught:
        second.place(channel="MFN", lines=[Line("A", 1, price="5 EUR")], order_id="y")

    (refusal,) = caught.value.refusals
    assert (refusal.code, refusal.facts["available"]) == ("stock_is_short", 0)
    assert second.find(EVERY_ORDER) == first.find(EVERY_ORDER)
    first.close()
    second.close()
