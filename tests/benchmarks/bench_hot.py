"""Processes that reserve one SKU on PostgreSQL, against bare loops that lock the same one row.

    python tests/benchmarks/bench_hot.py [--rounds N] [--seconds S] [--url URL]

Ours decides by every rule and keeps the reservation, the stock and the event. The bare loops read
the row with ``SELECT … FOR UPDATE``, count in Python, write it and one more row, and commit: one
of them statement by statement, the other sends all that follows the lock at once, as ours does.
A third way needs no lock that is held over a round trip: one conditional statement that counts
and inserts, which can decide nothing but whether there are enough.

Without a URL of a PostgreSQL database, which is emptied, a server is started for it.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from functools import partial
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from typing import Any

from ordercore import OrderDesk, World
from ordercore.adapters.sql import open_postgres
from ordercore.adapters.system import SystemClock, UuidIdentity
from ordercore.testing.postgres import database, postgres

SKU = "HOT"

TABLES = """DROP TABLE IF EXISTS bare_stock, bare_holds;
CREATE TABLE bare_stock (sku text PRIMARY KEY, on_hand bigint, reserved bigint)
WITH (fillfactor = 50);
CREATE TABLE bare_holds (sku text, owner text, quantity bigint, PRIMARY KEY (sku, owner));
INSERT INTO bare_stock VALUES ('HOT', 1000000000, 0)"""

LOCK = "SELECT on_hand, reserved FROM bare_stock WHERE sku = %s FOR UPDATE"
COUNT = "UPDATE bare_stock SET reserved = %s WHERE sku = %s"
KEEP = "INSERT INTO bare_holds VALUES (%s, %s, 1)"
CONDITIONAL = """WITH taken AS (UPDATE bare_stock SET reserved = reserved + 1
WHERE sku = %s AND on_hand - reserved >= 1 RETURNING sku)
INSERT INTO bare_holds SELECT sku, %s, 1 FROM taken"""

Loop = Callable[[str], Callable[[str], object]]
"""From a URL, what reserves one unit for an owner."""


def ours(url: str) -> Callable[[str], object]:
    """Reserve by a desk."""
    desk = OrderDesk(
        open_postgres(url, connections=1),
        world=World(pools={"MFN": "main"}),
        clock=SystemClock(),
        identity=UuidIdentity(),
    )
    return lambda owner: desk.reserve(SKU, 1, owner=owner)


def _connected(url: str) -> Any:
    import psycopg

    return psycopg.connect(url, autocommit=True)


def by_statements(url: str) -> Callable[[str], object]:
    """Lock, count and keep, statement by statement."""
    connection = _connected(url)

    def reserve(owner: str) -> None:
        with connection.transaction():
            on_hand, reserved = connection.execute(LOCK, (SKU,)).fetchone()
            if reserved >= on_hand:
                raise SystemExit("sold out")
            connection.execute(COUNT, (reserved + 1, SKU))
            connection.execute(KEEP, (SKU, owner))

    return reserve


def at_once(url: str) -> Callable[[str], object]:
    """Lock, and send the rest together."""
    connection = _connected(url)

    def reserve(owner: str) -> None:
        with connection.pipeline():
            connection.execute("BEGIN")
            row = connection.execute(LOCK, (SKU,), prepare=True)
        on_hand, reserved = row.fetchone()
        if reserved >= on_hand:
            raise SystemExit("sold out")
        with connection.pipeline():
            connection.execute(COUNT, (reserved + 1, SKU), prepare=True)
            connection.execute(KEEP, (SKU, owner), prepare=True)
            connection.execute("COMMIT")

    return reserve


def conditionally(url: str) -> Callable[[str], object]:
    """Count and keep in one statement."""
    connection = _connected(url)
    return lambda owner: connection.execute(CONDITIONAL, (SKU, owner), prepare=True)


LOOPS: dict[str, Loop] = {
    "ours": ours,
    "FOR UPDATE, statement by statement": by_statements,
    "FOR UPDATE, the rest at once": at_once,
    "one conditional statement": conditionally,
}


def work(url: str, name: str, run: str, seconds: float, start: Barrier, done: Any) -> None:
    """Reserve for so long, from when all are ready."""
    reserve = LOOPS[name](url)
    for number in range(20):
        reserve(f"warm-{run}-{number}")
    start.wait()
    number, ends = 0, time.monotonic() + seconds
    while time.monotonic() < ends:
        reserve(f"{run}-{number}")
        number += 1
    done.put(number)


def rate(url: str, name: str, processes: int, seconds: float, run: str) -> float:
    """Give the reservations per second of so many processes."""
    context = get_context("spawn")
    start, done = context.Barrier(processes), context.Queue()
    workers = [
        context.Process(target=work, args=(url, name, f"{run}-{n}", seconds, start, done))
        for n in range(processes)
    ]
    for worker in workers:
        worker.start()
    total = sum(done.get() for _ in workers)
    for worker in workers:
        worker.join()
    return float(total / seconds)


def measure(url: str, rounds: int, seconds: float) -> None:
    """Print the rates and ratios of 1, 2 and 8 processes."""
    with _connected(url) as connection:
        connection.execute(TABLES)
    desk = OrderDesk(
        open_postgres(url), world=World(), clock=SystemClock(), identity=UuidIdentity()
    )
    desk.receive(SKU, 1_000_000_000)
    desk.close()
    for processes in (1, 2, 8):
        found: dict[str, list[float]] = {name: [] for name in LOOPS}
        for number in range(rounds):
            for name, rates in found.items():
                run = f"{processes}-{number}-{time.time_ns()}"
                rates.append(rate(url, name, processes, seconds, run))
        print(f"{processes} processes reserving one SKU")
        for name, rates in found.items():
            share = statistics.median(
                mine / other for mine, other in zip(found["ours"], rates, strict=True)
            )
            print(f"  {name:36} {statistics.median(rates):6.0f}/s   ours {share:.0%} of it")


def main() -> None:
    """Print what one hot SKU costs."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=2.0)
    options.add_argument("--url")
    given = options.parse_args()
    told = partial(measure, rounds=given.rounds, seconds=given.seconds)
    if given.url:
        told(given.url)
        return
    with postgres() as server, database(server) as url:
        told(url)


if __name__ == "__main__":
    main()
