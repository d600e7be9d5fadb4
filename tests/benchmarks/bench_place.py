"""Placing orders of three lines, against the raw driver writing the very same rows.

    python tests/benchmarks/bench_place.py [--rounds N] [--orders N] [--batch N] [--url URL]

Ours decides by every rule, reserves three stocks out of fifty, and commits order, reservations,
stock, events, outbox and command id: one order per transaction, or as many as ``--batch`` says.
The raw driver gets the rows ready made and only writes them, in transactions of the same size.
Without a URL of a PostgreSQL database, which is emptied, it is about SQLite files.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ordercore import Address, Line, OrderDesk, PlaceOrder, World
from ordercore.adapters.sql import SqlStore, open_postgres, open_sqlite
from ordercore.adapters.sql.asking import Query, each
from ordercore.adapters.sql.drivers import Link
from ordercore.adapters.sql.sqlite import connect
from ordercore.adapters.system import SystemClock, UuidIdentity
from ordercore.service.asked import Asked

SKUS = 50
ADDRESS = Address("Ada Byron", "12 Pine St", "Austin", "TX", "78701", "US")

Writes = list[Query]


class Recorder:
    """Links that also write down what is written, transaction by transaction."""

    def __init__(self, links: Any) -> None:
        self.links = links
        self.transactions: list[Writes] = []

    def lend(self) -> "RecordingLink":
        """Lend a link that is looked over the shoulder."""
        return RecordingLink(self.links.lend(), self.transactions)

    def take_back(self, link: Any) -> None:
        """Take it back."""
        self.links.take_back(link.link)

    def close(self) -> None:
        """Close them all."""
        self.links.close()


class RecordingLink:
    """A link, and the writes that go over it."""

    def __init__(self, link: Link, transactions: list[Writes]) -> None:
        self.link, self.transactions = link, transactions

    def ask(self, queries: Sequence[Query]) -> list[Any]:
        """Pass on, and write down; a beginning opens a new page."""
        for query in queries:
            if query.statement.sqlite.startswith("BEGIN"):
                self.transactions.append([])
            elif query.many:
                self.transactions[-1].append(query)
            elif query.bound and not query.statement.postgresql.startswith("SELECT"):
                self.transactions[-1].append(each(query.statement, [query.bound]))
        return self.link.ask(queries)

    def undo(self) -> None:
        """Pass on."""
        self.link.undo()


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


def place_all(desk: OrderDesk, chosen: list[tuple[Line, ...]], run: str, batch: int = 1) -> float:
    """Place the orders, so many per transaction, and give the seconds it took."""
    asked = [
        {"channel": "MFN", "marketplace": "US", "lines": lines, "ship_to": ADDRESS}
        for lines in chosen
    ]
    begun = time.perf_counter()
    if batch == 1:
        for number, some in enumerate(asked):
            desk.place(**some, command_id=f"{run}-{number}")  # type: ignore[arg-type]
    else:
        at = SystemClock().now()
        commands = [
            Asked(PlaceOrder(order_id=f"{run}-{number:08}", at=at, **some), f"{run}-{number}")  # type: ignore[arg-type]
            for number, some in enumerate(asked)
        ]
        desk.handle_many(commands, per_transaction=batch)
    return time.perf_counter() - begun


def recorded_writes(store: SqlStore, orders: int, batch: int) -> list[Writes]:
    """Place orders once, to learn which rows that writes."""
    recorder = Recorder(store._links)
    store._links = recorder
    desk = desk_on(store)
    before = len(recorder.transactions)
    place_all(desk, baskets(orders), "recorded", batch)
    desk.close()
    return [writes for writes in recorder.transactions[before:] if writes]


def on_sqlite(folder: Path, batch: int, orders: int) -> Callable[[int], float]:
    """Measure on files of a folder: give the ratio of a round."""
    transactions = recorded_writes(open_sqlite(folder / "recorded.db"), orders, batch)
    stocked = folder / "stocked.db"
    desk_on(open_sqlite(stocked)).close()

    def measure(number: int) -> float:
        desk = desk_on(open_sqlite(folder / f"ours-{number}.db"))
        ours = place_all(desk, baskets(orders), str(number), batch)
        desk.close()
        path = folder / f"raw-{number}.db"
        path.write_bytes(stocked.read_bytes())
        connection = connect(path)
        begun = time.perf_counter()
        for writes in transactions:
            connection.execute("BEGIN IMMEDIATE")
            for query in writes:
                connection.executemany(query.statement.sqlite, query.bound)
            connection.execute("COMMIT")
        spent = time.perf_counter() - begun
        connection.close()
        print(f"  {orders / ours:.0f}/s of {orders / spent:.0f}/s")
        return spent / ours

    return measure


def on_postgres(url: str, batch: int, orders: int) -> Callable[[int], float]:
    """Measure in a database: give the ratio of a round."""
    import psycopg

    def emptied() -> SqlStore:
        store = open_postgres(url)
        with psycopg.connect(url) as connection:
            names = connection.execute(
                "SELECT string_agg(tablename, ', ') FROM pg_tables"
                " WHERE tablename LIKE 'ordercore%' AND tablename <> 'ordercore_schema'"
            ).fetchone()
            connection.execute(f"TRUNCATE {names[0]}".encode() if names else b"")
        return store

    transactions = recorded_writes(emptied(), orders, batch)

    def measure(number: int) -> float:
        desk = desk_on(emptied())
        ours = place_all(desk, baskets(orders), str(number), batch)
        desk.close()
        desk_on(emptied()).close()
        with psycopg.connect(url, autocommit=True) as connection:
            begun = time.perf_counter()
            for writes in transactions:
                with connection.pipeline():
                    connection.execute("BEGIN")
                    for query in writes:
                        connection.cursor().executemany(query.statement.postgresql, query.bound)
                    connection.execute("COMMIT")
            spent = time.perf_counter() - begun
        print(f"  {orders / ours:.0f}/s of {orders / spent:.0f}/s")
        return spent / ours

    return measure


def main() -> None:
    """Print the ratio."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--orders", type=int, default=2000)
    options.add_argument("--batch", type=int, default=1)
    options.add_argument("--url")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measure = (
            on_postgres(given.url, given.batch, given.orders)
            if given.url
            else on_sqlite(Path(name), given.batch, given.orders)
        )
        found = [measure(number) for number in range(given.rounds)]
    print(f"placing orders of 3 lines, {given.batch} per transaction")
    print(f"  {statistics.median(found):.0%} of the rate of the raw driver writing the same rows")


if __name__ == "__main__":
    main()
