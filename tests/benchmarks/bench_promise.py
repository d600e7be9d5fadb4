"""Promises with all their steps, against numpy counting the ship-by day of the same orders.

    python tests/benchmarks/bench_promise.py [--rounds N] [--orders N]

Ours is asked once per order: the rows in force, the cut-off, handling, transit, both deadlines in
their zones, and every step told.
numpy is asked once per order for one business day on a calendar made beforehand: no zones, no
cut-offs, no words.
"""

import argparse
import datetime as dt
import random
from collections.abc import Callable

import numpy as np
from ratios import ratios, seconds

from ordercore.channels import MFN, SFP, Calendars, promise
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.time import Instant, instant

HOLIDAYS = frozenset(
    dt.date(2026, month, day)
    for month, day in ((1, 1), (1, 19), (5, 25), (6, 19), (7, 3), (9, 7), (11, 26), (12, 25))
)

CALENDARS = Calendars(
    seller=OperatingCalendar(zone="America/Los_Angeles", closed=HOLIDAYS),
    carrier=OperatingCalendar(zone="America/Los_Angeles", closed=HOLIDAYS),
    destination_zone="America/New_York",
)


def purchases(orders: int) -> list[Instant]:
    """Choose moments all over a year."""
    chance = random.Random(7)
    begin = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    year = 365 * 24 * 3600
    return [instant(begin + dt.timedelta(seconds=chance.randrange(year))) for _ in range(orders)]


def ours(bought: list[Instant]) -> Callable[[], None]:
    """Promise each order, half of them Prime."""
    kinds = ((MFN, "standard"), (SFP, "two_day"))

    def work() -> None:
        for number, placed in enumerate(bought):
            channel, service = kinds[number % 2]
            promise(
                placed=placed,
                channel=channel,
                calendars=CALENDARS,
                service=service,
                marketplace="US",
            )

    return work


def with_numpy(bought: list[Instant]) -> Callable[[], None]:
    """Count one business day from each day."""
    calendar = np.busdaycalendar(holidays=sorted(HOLIDAYS))
    days = [np.datetime64(placed.date()) for placed in bought]

    def work() -> None:
        for day in days:
            np.busday_offset(day, 1, roll="backward", busdaycal=calendar)

    return work


def main() -> None:
    """Print the rate and the ratio."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--orders", type=int, default=5000)
    given = options.parse_args()
    bought = purchases(given.orders)
    work = ours(bought)
    work()
    best = min(seconds(work, 1) for _ in range(given.rounds))
    found = ratios(work, {"numpy": with_numpy(bought)}, rounds=given.rounds, times=1)
    print(f"promising {given.orders} orders, each step told")
    print(f"  {given.orders / best:9,.0f} a second")
    print(f"  {1 / found['numpy']:9.1f} times as long as one business day of numpy's takes")


if __name__ == "__main__":
    main()
