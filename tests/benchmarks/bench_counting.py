"""Catching up: how many orders a second get their derived rows, against reading them.

    python tests/benchmarks/bench_counting.py [--orders N] [--page N] [--url URL]

Placed orders of three lines are counted, page by page; then they are read, page by page, since
that is what a question about all of them would cost without derived rows. Last, a question is
asked of the rows. Without a URL of a PostgreSQL database, it is about a SQLite file.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bulk_orders import IDENTITY, place_by_batches, stock_a_cell, three_of_a_cell

import ordercore
from ordercore import OrderDesk
from ordercore.metrics.counting import Question, Sum
from ordercore.metrics.standing import STANDING

QUESTION = Question(table=STANDING, sums=[Sum(number="count")], by=["name", "state"])


def spent(work: Callable[[], object]) -> float:
    """Give the seconds that something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def counted(desk: OrderDesk, page: int) -> int:
    """Catch up, so many orders at a time, and give how many they were."""
    total = 0
    while found := desk.store.catch_up(limit=page):
        total += found
    return total


def main() -> None:
    """Print rates."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--orders", type=int, default=20_000)
    options.add_argument("--page", type=int, default=200)
    options.add_argument("--url")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        url = given.url or f"sqlite:///{Path(name) / 'shop.db'}"
        with ordercore.open(url) as desk:
            stock_a_cell(desk)
            wanted = [(IDENTITY.order_id(), three_of_a_cell(n)) for n in range(given.orders)]
            place_by_batches(desk, wanted)
            catching_up = spent(lambda: counted(desk, given.page))
            reading = spent(desk.report)
            asking = spent(lambda: desk.ask(QUESTION))
    print(f"caught up with {given.orders / catching_up:.0f} orders a second")
    print(f"  reading and adding up takes {reading / catching_up:.2f} x as long")
    print(f"  asking the rows takes {asking * 1000:.1f} ms, {reading / asking:.0f} x as fast")


if __name__ == "__main__":
    main()
