"""Taking and settling entries of an outbox in which many wait, against one in which few do.

    python tests/benchmarks/bench_outbox.py [--waiting N] [--url URL]

Twice: many streams with one entry each, and one stream with all of them behind each other.
Without a URL of a PostgreSQL database, which is emptied, it is about SQLite files.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from ordercore.adapters.sql import SqlStore, open_postgres, open_sqlite
from ordercore.ports.outbox import Lane, OutboxEntry, Outcome, Settled
from ordercore.ports.records import Key
from ordercore.testing.store.samples import AT, telling, write

FEW = 200


def fill(store: SqlStore, entries: Sequence[OutboxEntry]) -> None:
    """Let entries wait."""
    for start in range(0, len(entries), 1000):
        write(store, telling(*entries[start : start + 1000]))


def rounds(store: SqlStore, times: int, limit: int) -> float:
    """Take and settle so many times; give the median of a round in milliseconds."""
    spent: list[float] = []
    until = AT.add(minutes=1)
    for _ in range(times):
        begun = time.perf_counter()
        taken = store.take(Lane.EVENTS, limit=limit, at=AT, until=until)
        done = Outcome.DELIVERED
        store.settle(Settled(entry=t.entry, outcome=done, at=AT, tries=t.tries) for t in taken)
        spent.append(time.perf_counter() - begun)
    return 1000 * statistics.median(spent)


def main() -> None:
    """Print how long a round takes."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--waiting", type=int, default=100_000)
    options.add_argument("--url")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for number in (FEW, given.waiting):
            for what, one in (("streams of one", False), ("in one stream", True)):
                seller = f"{what}-{number}-{time.time()}"
                file = Path(name) / f"{what}-{number}.db"
                store = (
                    open_postgres(given.url, seller=seller)
                    if given.url
                    else open_sqlite(file, seller=seller)
                )
                keys = [Key("order", "O" if one else f"O-{n:06}") for n in range(number)]
                fill(store, [OutboxEntry(key, n) for n, key in enumerate(keys, 1)])
                limit = 1 if one else 10
                median = rounds(store, 15, limit)
                print(f"{number:>7} {what}: {median:.2f} ms to take and settle {limit}")
                store.close()


if __name__ == "__main__":
    main()
