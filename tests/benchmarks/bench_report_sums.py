"""Reports of many orders: what an order takes to be counted, and how much memory all of them.

    python tests/benchmarks/bench_report_sums.py [--orders N]

Orders in the middle of their lives go by one at a time, as from a store, and are let go (R49, R50).
The yardstick is the plain fold that adds up orders and units by month in a dictionary, with no
other figure. Memory is what is held at the most beside the orders; it must not grow with them.
An update is an order that changes, in a tally that is kept: its facts before off, those after on.
"""

import argparse
import time
import tracemalloc
from collections.abc import Iterator
from random import Random

from ordercore.kernel.time import local_date
from ordercore.metrics import order_report
from ordercore.metrics.counting import tally_of
from ordercore.metrics.reporting import SALES
from ordercore.orders.derived import Subject
from ordercore.orders.state import Order
from ordercore.testing.situations import live_order

random = Random(1)
KINDS = [live_order(random.randrange, 12) for _ in range(200)]


def orders(count: int) -> Iterator[Order]:
    """Give so many orders, one after the other."""
    for number in range(count):
        yield KINDS[number % len(KINDS)]


def plain(count: int) -> dict[object, list[int]]:
    """Add up orders and units by month, and nothing else."""
    sums: dict[object, list[int]] = {}
    for order in orders(count):
        month = local_date(order.terms.placed_at, "UTC").replace(day=1)
        of = sums.setdefault(month, [0, 0])
        of[0] += 1
        of[1] += sum(line.quantity for line in order.lines)
    return sums


def held(count: int) -> int:
    """Tell how many bytes a report of so many orders holds at the most."""
    tracemalloc.start()
    order_report(orders(count), by="month", group="sku")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=20_000)
    count = parser.parse_args().orders
    plain(200)
    begun = time.process_time()
    plain(count)
    bare = time.process_time() - begun
    for by, group in (("month", None), ("month", "channel"), ("month", "sku")):
        begun = time.process_time()
        order_report(orders(count), by=by, group=group)
        spent = time.process_time() - begun
        each, ratio = spent / count * 1e6, spent / bare
        print(f"by {by}, {group or 'no group':<9}{each:8.1f} µs an order, {ratio:5.1f} times plain")
    tally = tally_of(SALES, [])
    facts = [list(SALES.facts(Subject(order=order))) for order in KINDS]
    begun = time.process_time()
    for number in range(count):
        tally.change(facts[number % 200], facts[(number + 1) % 200])
    each = (time.process_time() - begun) / count * 1e6
    print(f"update of a tally     {each:8.1f} µs an order, facts known")
    few, many = held(count // 20), held(count // 2)
    print(f"memory                {few / 1024:8.0f} KiB for {count // 20} orders, "
          f"{many / 1024:.0f} KiB for {count // 2}")  # fmt: skip


if __name__ == "__main__":
    main()
