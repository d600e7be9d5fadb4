"""Placing orders of three lines on SQLite, against the raw driver writing the very same rows.

    python tests/benchmarks/bench_place.py [--rounds N] [--orders N]

Ours decides by every rule, reserves three stocks out of fifty, and commits order, reservations,
stock, events, outbox and command id: one order per transaction.
The raw driver gets the rows ready made and only writes them, in transactions of the same size.
"""

import argparse
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs

from ordercore import Address, Line, OrderDesk, World
from ordercore.adapters.sql import SqlStore, open_sqlite
from ordercore.adapters.system import SystemClock, UuidIdentity

SKUS = 50
ADDRESS = Address("Ada Byron", "12 Pine St", "Austin", "TX", "78701", "US")

Writes = list[tuple[str, list[tuple[Any, ...]]]]


class Recorder:
    """A connection that also writes down what is written, transaction by transaction."""

    def __init__(self, connection: sqlite3.Connection, transactions: list[Writes]) -> None:
        self._connection = connection
        self._transactions = transactions

    def execute(self, statement: str, bound: Iterable[Any] = ()) -> sqlite3.Cursor:
        """Pass on; a beginning opens a new page."""
        if statement.startswith("BEGIN"):
            self._transactions.append([])
        return self._connection.execute(statement, tuple(bound))

    def executemany(self, statement: str, rows: list[tuple[Any, ...]]) -> sqlite3.Cursor:
        """Pass on, and write down."""
        self._transactions[-1].append((statement, rows))
        return self._connection.executemany(statement, rows)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def desk_on(store: SqlStore) -> OrderDesk:
    """Open a desk with plenty of stock."""
    desk = OrderDesk(
        store, world=World(pools={"MFN": "main"}), clock=SystemClock(), identity=UuidIdentity()
    )
    for number in range(SKUS):
        desk.receive(f"SKU-{number:02}", 10_000_000)
    return desk


def baskets(orders: int) -> list[tuple[Line, ...]]:
    """Choose three products for each order."""
    chance = random.Random(7)
    return [
        tuple(
            Line(f"SKU-{number:02}", chance.randint(1, 3), price="12.50 USD")
            for number in chance.sample(range(SKUS), 3)
        )
        for _ in range(orders)
    ]


def place_all(desk: OrderDesk, chosen: list[tuple[Line, ...]], run: str) -> float:
    """Place the orders, one transaction each, and give the seconds it took."""
    begun = time.perf_counter()
    for number, lines in enumerate(chosen):
        desk.place(
            channel="MFN",
            marketplace="US",
            lines=lines,
            ship_to=ADDRESS,
            command_id=f"{run}-{number}",
        )
    return time.perf_counter() - begun


def recorded_writes(folder: Path, orders: int) -> list[Writes]:
    """Place orders once, to learn which rows that writes."""
    transactions: list[Writes] = []
    store = open_sqlite(folder / "recorded.db")
    driver = store._driver
    store.close()
    recording = attrs.evolve(driver, connect=lambda: Recorder(driver.connect(), transactions))
    store = SqlStore(recording)
    desk = desk_on(store)
    before = len(transactions)
    place_all(desk, baskets(orders), "recorded")
    desk.close()
    return transactions[before:]


def write_raw(path: Path, transactions: list[Writes], stocked: Path) -> float:
    """Write the same rows through the driver alone, and give the seconds it took."""
    path.write_bytes(stocked.read_bytes())
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    begun = time.perf_counter()
    for writes in transactions:
        connection.execute("BEGIN IMMEDIATE")
        for statement, rows in writes:
            connection.executemany(statement, rows)
        connection.execute("COMMIT")
    spent = time.perf_counter() - begun
    connection.close()
    return spent


def main() -> None:
    """Print the ratio."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--orders", type=int, default=2000)
    given = options.parse_args()
    found: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        transactions = recorded_writes(folder, given.orders)
        stocked = folder / "stocked.db"
        desk_on(open_sqlite(stocked)).close()
        for number in range(given.rounds):
            desk = desk_on(open_sqlite(folder / f"ours-{number}.db"))
            ours = place_all(desk, baskets(given.orders), str(number))
            desk.close()
            raw = write_raw(folder / f"raw-{number}.db", transactions, stocked)
            found.append(raw / ours)
    rows = sum(len(rows) for writes in transactions for _, rows in writes) / given.orders
    print(f"placing an order of 3 lines ({rows:.0f} rows), one per transaction, on SQLite")
    print(f"  {statistics.median(found):.0%} of the rate of the raw driver writing the same rows")


if __name__ == "__main__":
    main()
