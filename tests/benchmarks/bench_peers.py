"""Placing orders of three lines, against other order engines for Python, on fresh SQLite files.

    python tests/benchmarks/bench_peers.py [--rounds N] [--orders N] [--filled N] [--oscar PYTHON]

`stateset-embedded` (the extra ``bench``) is timed with and without its reservations, and again
when there are orders in the file already. `django-oscar` lives in an environment of its own,
because its pins and ours need not agree; ``--oscar`` names that environment's interpreter.

All keep their files in WAL mode with synchronous = NORMAL (stateset's own setting; django-oscar
is set to it). What differs:

- Ours keeps order, reservations, stock, events and outbox in one transaction; all lines are
  reserved or there is no order.
- stateset-embedded, written in Rust, keeps the order, its lines and a full-text index. It reserves
  lines of products that it keeps stock of, with an outbox entry for each, and takes an order of
  more than there is all the same. Its call for a reservation comes on top of that: what is
  created and then reserved by calls is reserved twice. It has no call for several orders, so its
  orders one at a time stand beside our batches too.
- django-oscar fills a basket, prices it and allocates the stock, in one transaction.

Rounds take turns in small pieces, so that a machine whose speed drifts is fair to all.
"""

import argparse
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from peer_shops import (
    BATCH,
    Basket,
    Ours,
    OursInBatches,
    Shop,
    Stateset,
    StatesetReserving,
    StatesetReservingByCalls,
    baskets,
)

OURS: Mapping[str, Callable[[Path], Shop]] = {
    "one at a time": Ours,
    f"in batches of {BATCH}": OursInBatches,
}
STATESET: Mapping[str, Callable[[Path], Shop]] = {
    "stateset-embedded": Stateset,
    "stateset-embedded, reserving": StatesetReserving,
    "stateset-embedded, reserving twice": StatesetReservingByCalls,
}
AIMS = {
    ("one at a time", "stateset-embedded"): 1.7,
    ("one at a time", "stateset-embedded, reserving"): 3.3,
    (f"in batches of {BATCH}", "stateset-embedded"): 3.3,
    (f"in batches of {BATCH}", "stateset-embedded, reserving"): 6.0,
    ("one at a time", "django-oscar"): 15.0,
}
"""How many times as many orders per second as theirs ours are meant to be."""

Seconds = dict[str, float]


def open_all(folder: Path, filled: int) -> dict[str, Shop]:
    """Open a shop of each kind, with so many orders in it."""
    shops: dict[str, Shop] = {}
    for number, (name, kind) in enumerate({**OURS, **STATESET}.items()):
        place = folder / str(number)
        place.mkdir()
        shops[name] = kind(place)
        shops[name].place(baskets(filled, seed=1))
    return shops


def take_turns(shops: Mapping[str, Shop], chosen: Sequence[Basket]) -> Seconds:
    """Place the same baskets in every shop, by turns, and give the seconds of each."""
    spent = dict.fromkeys(shops, 0.0)
    for start in range(0, len(chosen), BATCH):
        for name, shop in shops.items():
            begun = time.perf_counter()
            shop.place(chosen[start : start + BATCH])
            spent[name] += time.perf_counter() - begun
    return spent


def check(shops: Mapping[str, Shop], placed: Sequence[Basket]) -> None:
    """See that each shop did what it says: so much reserved, no more and no less."""
    units = sum(quantity for basket in placed for _, quantity in basket)
    for name, shop in shops.items():
        expected = units * shop.reserves
        if shop.promised() != expected:
            raise SystemExit(f"{name} has {shop.promised()} units reserved, not {expected}")


def rounds_of(rounds: int, orders: int, filled: int) -> list[Seconds]:
    """Time rounds, each on files of its own."""
    found = []
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as name:
            shops = open_all(Path(name), filled)
            chosen = baskets(orders, seed=100 + number)
            found.append(take_turns(shops, chosen))
            check(shops, [*baskets(filled, seed=1), *chosen])
            for shop in shops.values():
                shop.close()
    return found


def rounds_with_oscar(python: str, rounds: int, orders: int) -> list[Seconds]:
    """Time rounds in one file of django-oscar and one of ours."""
    script = Path(__file__).with_name("oscar_orders.py")
    with tempfile.TemporaryDirectory() as name:
        command = [python, "-W", "ignore", str(script), name]
        oscar = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        if oscar.stdin is None or oscar.stdout is None or oscar.stdout.readline() != "ready\n":
            raise SystemExit(f"{python} does not run {script.name}")
        ours = Ours(Path(name))
        found = []
        for number in range(rounds):
            oscar.stdin.write(f"{orders}\n")
            theirs = float(oscar.stdout.readline())
            mine = take_turns({"one at a time": ours}, baskets(orders, seed=number))
            found.append({**mine, "django-oscar": theirs})
        ours.close()
        oscar.communicate()
    return found


def tell(title: str, found: Sequence[Seconds], orders: int) -> None:
    """Print the rates for context, and the ratios with what they are meant to be."""
    print(title)
    for name in found[0]:
        rate = statistics.median(orders / round_[name] for round_ in found)
        print(f"  {name:36} {rate:8.0f} orders a second")
    for ours in sorted(found[0].keys() & OURS.keys()):
        for theirs in sorted(found[0].keys() - OURS.keys()):
            ratio = statistics.median(round_[theirs] / round_[ours] for round_ in found)
            aim = AIMS.get((ours, theirs))
            print(f"  ours {ours} / {theirs}: {ratio:.2f} x{f' (aim {aim} x)' if aim else ''}")


def main() -> None:
    """Print the ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--orders", type=int, default=500)
    options.add_argument("--filled", type=int, default=5000)
    options.add_argument("--oscar", help="an interpreter that has django-oscar")
    given = options.parse_args()
    if find_spec("stateset_embedded") is None:
        print("skipped: stateset-embedded is not installed; the extra 'bench' brings it")
    else:
        for filled in (0, given.filled):
            found = rounds_of(given.rounds, given.orders, filled)
            tell(f"{given.orders} orders in a file of {filled}", found, given.orders)
    if given.oscar is None:
        print("skipped: no interpreter with django-oscar was named by --oscar")
    else:
        found = rounds_with_oscar(given.oscar, given.rounds, given.orders // 5)
        tell("beside django-oscar", found, given.orders // 5)


if __name__ == "__main__":
    main()
