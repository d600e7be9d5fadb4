"""One SQLite file under several threads and stores of one process."""

import sqlite3
from pathlib import Path
from threading import Thread

import pytest

from ordercore.adapters.sql import open_sqlite
from ordercore.errors import Refused, StoreError
from ordercore.orders.line import Line
from ordercore.queries import EVERY_ORDER
from ordercore.service.desk import OrderDesk
from ordercore.testing.crowds import desk_on
from ordercore.testing.crowds.works import buy


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give the path of a shop that is not there yet."""
    return tmp_path / "shop.db"


def desk_at(file: Path) -> OrderDesk:
    """Open a desk on a file."""
    return desk_on(open_sqlite(file))


def buy_many(file: Path, number: int) -> None:
    """Place orders for one A each."""
    with desk_at(file) as desk:
        for id in range(number):
            buy(desk, f"w-{id}")


def test_a_reader_sees_whole_commits_while_another_writes(file: Path) -> None:
    """What is found at any moment adds up to what is promised at that moment, or later."""
    desk = desk_at(file)
    desk.receive("A", 1000)
    writer = Thread(target=buy_many, args=(file, 150))
    writer.start()
    while writer.is_alive():
        found = len(desk.find())
        promised = desk.stock("A").reserved
        assert found <= promised
    writer.join()

    assert len(desk.find()) == 150
    desk.close()


def test_a_store_is_used_from_threads_of_which_each_has_its_connection(file: Path) -> None:
    """Closing it closes them all."""
    desk = desk_at(file)
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
    desk = desk_at(file)
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
    desk = desk_at(file)
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
    desk, other = desk_at(file), desk_at(file)
    desk.receive("A", 2_000)
    for number in range(600):
        desk.place(channel="MFN", lines=[Line("A", 1, price="5 EUR")], order_id=f"{number:04}")

    changed = 0
    for order in desk.find():
        other.receive("A", 1)
        desk.confirm_payment(order.id)
        changed += 1

    assert changed == 600
    desk.close()
    other.close()


def test_r09_a_last_unit_is_sold_once(file: Path) -> None:
    """R09 magento/magento2#6363: of two desks on one file, the second is told how much there is."""
    first, second = desk_at(file), desk_at(file)
    first.receive("A", 1)
    first.place(channel="MFN", lines=[Line("A", 1, price="5 EUR")], order_id="x")

    with pytest.raises(Refused) as caught:
        second.place(channel="MFN", lines=[Line("A", 1, price="5 EUR")], order_id="y")

    (refusal,) = caught.value.refusals
    assert (refusal.code, refusal.facts["available"]) == ("stock_is_short", 0)
    assert second.find(EVERY_ORDER) == first.find(EVERY_ORDER)
    first.close()
    second.close()
