# ruff: noqa: S608 - every name in a statement is a constant of this file
"""How fast orders are found among very many: first pages, later pages, and counts by facet.

    python tests/benchmarks/bench_finding.py [--orders N] [--file PATH] [--rounds N]

Against a query that somebody wrote by hand for the very filter, on the bare driver, over the same
tables and with the index that suits it. What shops are reported to need seconds for: R49 (a filter
over orders, a count of a quarter of a million) and R50 (a million orders).

The file is kept where ``--file`` names one, and filled once: a few real orders give the bodies,
and the rows of a search are varied as if they had been placed through a year.
"""

import argparse
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ordercore as oc
from ordercore.adapters.memory import FixedClock
from ordercore.adapters.sql.decoding import OrderRow, decoded
from ordercore.kernel.time import instant
from ordercore.orders.derived import DerivedTable
from ordercore.orders.state import Order
from ordercore.queries import EVERY_ORDER, OrderFilter
from ordercore.queries.filtering import Meant, Viewpoint, parse
from ordercore.queries.searching import SEARCH, SEARCH_NUMBERS, SEARCH_WORDS

DAY = 86_400_000_000

BEGIN = 1_700_000_000_000_000

SPAN = 365 * DAY

AT = instant("2024-11-13T22:13:20Z")
"""The end of that year, when everything is asked."""

PAGE = 50

Row = tuple[Any, ...]


def placed_at(number: int, orders: int) -> int:
    """Spread orders evenly over the year."""
    return BEGIN + SPAN * number // orders


def searched(orders: int, sample: dict[str, Any]) -> Iterator[Row]:
    """Vary the row of an order: late ones wait, few go to Iceland, few are large."""
    chance = random.Random(1)
    names = [column.name for column in SEARCH.columns]
    for number in range(orders):
        at = placed_at(number, orders)
        waits = number > orders * 0.985 and chance.random() < 0.7
        done = "cancelled" if chance.random() < 0.03 else "shipped"
        row = {
            **sample,
            "placed_at": at,
            "ship_by": at + 2 * DAY,
            "deliver_by": at + 5 * DAY,
            "status": chance.choice(("unshipped", "pending")) if waits else done,
            "channel": chance.choices(("MFN", "FBA", "SFP"), (60, 38, 2))[0],
            "country": chance.choices(("US", "CA", "IS"), (90, 10, 0.01))[0],
            "buyer": f"B-{chance.randrange(orders // 3 + 1)}",
            "total": chance.randrange(500, 20_000) if chance.random() < 0.9999 else 500_000,
            "total_currency": "USD",
            "folded": f"o-{number:07}\x1fb-1\x1fmug\x1fa blue mug\x1f1z{number:016}",
        }
        yield ("", f"O-{number:07}", 0, *(row[name] for name in names))


def worded(orders: int) -> Iterator[Row]:
    """Give each order a SKU, some often sold and most seldom, and a carrier."""
    chance = random.Random(2)
    for number in range(orders):
        at, id = placed_at(number, orders), f"O-{number:07}"
        rank = min(int(chance.paretovariate(0.7)), 200_000)
        yield ("", id, 0, "sku", f"MUG-{rank}", at)
        yield ("", id, 1, "carrier", chance.choice(("UPS", "USPS", "FEDEX")), at)
        if number > orders * 0.99:
            yield ("", id, 2, "is", "waiting", at)


def numbered(orders: int) -> Iterator[Row]:
    """Have all but the last orders shipped and delivered."""
    for number in range(orders * 99 // 100):
        at, id = placed_at(number, orders), f"O-{number:07}"
        yield ("", id, 0, "shipped", at + DAY, at)
        yield ("", id, 1, "delivered", at + 4 * DAY, at)


def fill(file: Path, orders: int) -> None:
    """Place an order, and write it and its rows so many times."""
    with oc.open(f"sqlite:///{file}", clock=FixedClock(AT), world=oc.World()) as desk:
        line = oc.Line("MUG", 1, price="12.50 USD", title="A blue mug")
        desk.place(channel="MFN", marketplace="US", lines=[line], order_id="O-SAMPLE")
        desk.catch_up()
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -500000")
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    columns = ", ".join(column.name for column in SEARCH.columns)
    (kept,) = connection.execute(f"SELECT {columns} FROM ordercore_search").fetchall()
    sample = dict(zip([column.name for column in SEARCH.columns], kept, strict=True))
    for table, rows in (
        (SEARCH, searched(orders, sample)),
        (SEARCH_WORDS, worded(orders)),
        (SEARCH_NUMBERS, numbered(orders)),
    ):
        _write(connection, table, rows)
    names = [row[1] for row in connection.execute("PRAGMA table_info(ordercore_orders)")]
    others = ", ".join(name for name in names if name not in ("id", "placed_at", "body"))
    connection.execute(
        f"""INSERT INTO ordercore_orders (id, placed_at, body, {others})
        SELECT s.order_id, s.placed_at,
        CAST(replace(replace(CAST(o.body AS TEXT), 'O-SAMPLE', s.order_id), ?,
            strftime('%Y-%m-%dT%H:%M:%S', s.placed_at / 1000000, 'unixepoch') ||
            printf('.%06d+00:00', s.placed_at % 1000000)) AS BLOB),
        {", ".join(f"o.{name}" for name in others.split(", "))}
        FROM ordercore_search AS s CROSS JOIN ordercore_orders AS o
        WHERE o.id = 'O-SAMPLE' AND s.order_id <> 'O-SAMPLE'""",
        (AT.isoformat(),),
    )
    for _, text in indexes:
        connection.execute(text)
    connection.commit()
    connection.close()


def _write(connection: sqlite3.Connection, table: DerivedTable, rows: Iterator[Row]) -> None:
    name = f"ordercore_{table.name}"
    connection.execute(f"DELETE FROM {name}")
    marks = ", ".join("?" * (len(table.columns) + 3))
    connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)


class Trusted(Meant):
    """What rows say is taken for true, since all bodies are of one order; asking is timed apart."""

    def holds(self, _: Order) -> bool:
        """Believe it."""
        return True


BY_HAND = {
    "status:unshipped": "s.status = 'unshipped'",
    "status:unshipped channel:SFP": "s.status = 'unshipped' AND s.channel = 'SFP'",
    "status:shipped": "s.status = 'shipped'",
    "country:IS": "s.country = 'IS'",
    "buyer:B-77": "s.buyer = 'B-77'",
    "total>4000.00USD": "s.total_currency = 'USD' AND s.total > 400000",
    "sku:MUG-5000": "s.order_id IN (SELECT w.order_id FROM ordercore_search_words AS w "
    "WHERE w.seller = '' AND w.field = 'sku' AND w.word = 'MUG-5000')",
}
"""Filter → what a person would write for it."""

OURS_ALONE = (
    "is:late",
    "status:unshipped ship_by<tomorrow",
    "sku:MUG-1 buyer:B-77",
    "ship_by:today",
    "delivered:yesterday",
    "channel:SFP status:cancelled",
    "status:pending | country:IS",
    "placed>=today-7d carrier:UPS",
)


def timed(work: Callable[[], object], rounds: int) -> float:
    """Give the median of some rounds, in microseconds."""
    spent = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    return statistics.median(spent) * 1e6


def later(store: Any, wanted: Any, pages: int) -> list[float]:
    """Go from page to page, and give how long each took, in microseconds."""
    spent: list[float] = []
    last = None
    while len(spent) < pages:
        begun = time.perf_counter()
        page = store.orders(wanted, after=last, limit=PAGE)
        spent.append((time.perf_counter() - begun) * 1e6)
        if len(page) < PAGE:
            break
        last = page[-1]
    return spent


def bare(connection: sqlite3.Connection, limit: int) -> Callable[[str], Callable[[], object]]:
    """Give queries by hand, which read the bodies and decode none."""

    def of(condition: str) -> Callable[[], object]:
        text = f"""SELECT o.id, o.version, o.body FROM ordercore_search AS s
            JOIN ordercore_orders AS o ON o.seller = s.seller AND o.id = s.order_id
            WHERE s.seller = '' AND {condition}
            ORDER BY s.placed_at, s.order_id LIMIT {limit}"""
        return lambda: connection.execute(text).fetchall()

    return of


def main() -> None:
    """Fill a file where there is none yet, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--file", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = arguments.file or Path(folder) / "shop.db"
        if not file.exists():
            fill(file, arguments.orders)
        measure(file, arguments.rounds)


def measure(file: Path, rounds: int) -> None:
    """Print how long pages and counts take."""
    connected = sqlite3.connect(file)
    by_hand = bare(connected, PAGE)
    with oc.open(f"sqlite:///{file}", clock=FixedClock(AT), world=oc.World()) as desk:
        store = desk.store
        asked = connected.execute(f"SELECT id, version, body FROM ordercore_orders LIMIT {PAGE}")
        rows = [OrderRow(id, version, body, 0) for id, version, body in asked]
        decoding = timed(lambda: decoded("", rows, lambda orders: orders), rounds)
        print(f"decoding {PAGE} orders {decoding:8.0f} µs, within every page below")
        orders = store.orders(EVERY_ORDER, limit=PAGE)
        late = Meant(parse("status:unshipped ship_by<tomorrow -is:held"), Viewpoint(AT))
        asking = timed(lambda: [late.holds(order) for order in orders], rounds)
        print(f"asking {PAGE} orders {asking:8.0f} µs, which comes to it")
        print(f"{'filter':34} {'first page':>10} {'by hand':>9} {'later':>9} {'worst':>9} pages")
        for text in (*BY_HAND, *OURS_ALONE):
            wanted = OrderFilter(meets=Trusted(parse(text), Viewpoint(AT)))
            ours = timed(lambda asked=wanted: store.orders(asked, limit=PAGE), rounds)  # type: ignore[misc]
            hand = timed(by_hand(BY_HAND[text]), rounds) if text in BY_HAND else 0.0
            told = f"{hand:8.0f} " if hand else "       - "
            pages = later(store, wanted, 200)
            print(
                f"{text:34} {ours:10.0f} {told} {statistics.median(pages):8.0f} "
                f"{max(pages):9.0f} {len(pages):5}"
            )
        for text in ("status:unshipped", "channel:SFP", ""):
            spent = timed(lambda asked=text: desk.facets(asked, by=("status", "country")), 3)  # type: ignore[misc]
            print(f"facets of {text or 'all':24} {spent / 1000:8.1f} ms")


if __name__ == "__main__":
    main()
