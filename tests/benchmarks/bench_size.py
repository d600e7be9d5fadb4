"""How large stores are, and whether they grow slow: bytes of an order, a hot SKU, a million orders.

    python tests/benchmarks/bench_size.py [--orders N] [--holds N] [--rounds N] [--folder PATH]

- Bytes on disk of a placed order of three lines, by table and index.
- Reserving a SKU that very many orders hold, against one that nobody holds.
- Placing and loading in a store of very many orders, of products and orders from all over it,
  against a store of a hundred.

The store of a million takes minutes to fill and several gigabytes; ``--orders`` asks for less.
"""

import argparse
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from bulk_orders import (
    IDENTITY,
    PLENTY,
    SKUS,
    copy_cells,
    order_id,
    place_a_cell,
    place_by_batches,
    sku,
    stock_a_cell,
    three_of_a_cell,
)

import ordercore
from ordercore import Line, OrderDesk

CELL = 1000
"""Orders of a cell, which share fifty products."""

FEW = 100
"""Orders of the small store: enough to load another each time."""

PIECES = 20
"""Pieces of work of each, by turns, so that a machine whose speed drifts is fair to both."""


def open_desk(file: Path) -> OrderDesk:
    """Open a store."""
    return ordercore.open(f"sqlite:///{file}")


def ratio(
    first: Callable[[], object], second: Callable[[], object], *, rounds: int, times: int
) -> float:
    """Give how many times as long as the second the first takes: the median of rounds."""
    found = []
    for number in range(rounds):
        spent = [0.0, 0.0]
        for piece in range(2 * PIECES):
            turn = (piece + number) % 2
            begun = time.perf_counter()
            for _ in range(times):
                (first, second)[turn]()
            spent[turn] += time.perf_counter() - begun
        found.append(spent[0] / spent[1])
    return statistics.median(found)


def sizes(file: Path) -> Mapping[str, int]:
    """Give the bytes of each table and index, when the log is written into the file."""
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    rows = connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name").fetchall()
    connection.close()
    return dict(rows)


def bytes_of_an_order(folder: Path) -> None:
    """Print what a placed order takes."""
    file = folder / "cell.db"
    orders = 10 * CELL
    with open_desk(file) as desk:
        stock_a_cell(desk)
    empty = sizes(file)
    wanted = [(IDENTITY.order_id(), three_of_a_cell(number)) for number in range(orders)]
    with open_desk(file) as desk:
        place_by_batches(desk, wanted)
    full = sizes(file)
    each = {name: (size - empty.get(name, 0)) / orders for name, size in full.items()}
    print(f"a placed order of 3 lines takes {sum(each.values()):.0f} bytes (aim 5000 at most)")
    for name, size in sorted(each.items(), key=lambda row: -row[1]):
        if size >= 1:
            print(f"  {size:6.0f}  {name}")


def hot_sku(folder: Path, holds: int, rounds: int) -> None:
    """Print what live reservations of a SKU cost the next one."""
    with open_desk(folder / "hot.db") as desk:
        desk.receive("HOT", PLENTY)
        place_by_batches(desk, [(f"H-{number}", ("HOT",)) for number in range(holds)])
        colds = (f"COLD-{number}" for number in range(1_000_000))
        cold = next(colds)

        def place_hot() -> None:
            desk.place(channel="MFN", marketplace="US", lines=[Line("HOT", 1, price="5 USD")])

        def place_cold() -> None:
            desk.place(channel="MFN", marketplace="US", lines=[Line(cold, 1, price="5 USD")])

        found = []
        for _ in range(rounds):
            cold = next(colds)
            desk.receive(cold, PLENTY)
            found.append(ratio(place_hot, place_cold, rounds=1, times=10))
    slower = statistics.median(found)
    print(f"reserving a SKU with {holds} live reservations: {slower:.2f} x (aim 1.15 x at most)")


def many_orders(folder: Path, orders: int, rounds: int) -> None:
    """Print what a store of many orders costs the next one, and a look at one of them."""
    file, other = folder / "many.db", folder / "few.db"
    cells = orders // CELL
    begun = time.perf_counter()
    with open_desk(file) as desk:
        place_a_cell(desk, CELL)
    copy_cells(file, cells)
    filled = time.perf_counter() - begun
    print(f"{cells * CELL} orders, {file.stat().st_size / 1e9:.1f} GB, filled in {filled:.0f} s")
    chance = random.Random(7)
    with open_desk(file) as many, open_desk(other) as few:
        place_a_cell(few, FEW)
        last = order_id(cells - 1, CELL - 1)
        if many.order(last).id != last:
            raise SystemExit("the copied orders are not what they should be")

        def place(desk: OrderDesk, cells: int) -> None:
            cell = chance.randrange(cells)
            chosen = [sku(cell, number) for number in chance.sample(range(SKUS), 3)]
            lines = [Line(each, 1, price="12.50 USD") for each in chosen]
            desk.place(channel="MFN", marketplace="US", lines=lines)

        slower = ratio(lambda: place(many, cells), lambda: place(few, 1), rounds=rounds, times=10)
        print(f"  placing an order: {slower:.2f} x (aim 1.5 x at most)")

        def load(desk: OrderDesk, cells: int, orders: int) -> None:
            desk.order(order_id(chance.randrange(cells), chance.randrange(orders)))

        slower = ratio(
            lambda: load(many, cells, CELL), lambda: load(few, 1, FEW), rounds=rounds, times=100
        )
        print(f"  loading an order: {slower:.2f} x (aim 1.5 x at most)")


def main() -> None:
    """Print sizes and ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--orders", type=int, default=1_000_000)
    options.add_argument("--holds", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--folder", type=Path, help="where there is room for the stores")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        bytes_of_an_order(folder)
        hot_sku(folder, given.holds, given.rounds)
        many_orders(folder, max(CELL, given.orders), given.rounds)


if __name__ == "__main__":
    main()
