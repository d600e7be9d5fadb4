"""Verdicts on returns: explained, by a warm policy, against counting the days alone.

    python tests/benchmarks/bench_returns.py [--purchases N] [--rounds N]

Ours judges purchases of many days, marketplaces and categories by the default policy: window,
season, exclusions, authorisation, the way back, remedies and, where charges are known, the refund
to the last minor unit, each with its clauses.
The other adds thirty days to the date of delivery and compares: what is left when nothing else is
asked and nothing is said.
"""

import argparse
import datetime as dt
import random
from collections.abc import Callable

from ratios import ratios, seconds

from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, instant
from ordercore.returns import RECEIPT, Product, Purchase, Wear, Wish, verdict

START = instant("2025-09-01T00:00:00Z")

ZONES = {"US": "America/Los_Angeles", "DE": "Europe/Berlin", "JP": "Asia/Tokyo", "": "UTC"}

CATEGORIES = ("", "electronics", "apple", "books", "baby", "garden")

CHARGES = Charges("USD", item=2997, tax=240, shipping=599, discount=300)

Case = tuple[Purchase, Instant]


def cases(count: int, *, priced: bool) -> list[Case]:
    """Make purchases of half a year, most of which may come back."""
    chance = random.Random(1)
    made: list[Case] = []
    for _ in range(count):
        marketplace = chance.choice(list(ZONES))
        bought = START + dt.timedelta(seconds=chance.randrange(180 * 86400))
        delivered = bought + dt.timedelta(days=chance.randint(1, 6))
        purchase = Purchase(
            bought=bought,
            delivered=delivered if chance.random() < 0.9 else None,
            latest_estimate=bought + dt.timedelta(days=7),
            zone=ZONES[marketplace],
            marketplace=marketplace,
            channel=chance.choice(("MFN", "FBA", "SHOP")),
            product=Product(category=chance.choice(CATEGORIES)),
            quantity=3,
            charges=CHARGES if priced else None,
        )
        made.append((purchase, delivered + dt.timedelta(days=chance.randint(0, 30))))
    return made


WISHES = {
    "a change of mind": Wish(reason="UNWANTED_ITEM"),
    "a defect": Wish(reason="CR-DEFECTIVE", units=2),
    "damaged, with a label": Wish(
        reason="UNWANTED_ITEM", units=2, wear=Wear.DAMAGED, label_cost=Money(499, "USD")
    ),
}


def judging(some: list[Case], wish: Wish) -> Callable[[], object]:
    """Judge them all."""
    return lambda: [verdict(purchase, RECEIPT, at, wish=wish) for purchase, at in some]


def _day(at: Instant) -> dt.date:
    return dt.date(at.year, at.month, at.day)


def counting(some: list[Case]) -> Callable[[], object]:
    """Count the days of them all."""
    month = dt.timedelta(days=30)
    dates = [(_day(purchase.delivered or at), _day(at)) for purchase, at in some]
    return lambda: [asked <= delivered + month for delivered, asked in dates]


def main() -> None:
    """Print how many verdicts come out of a second, and as many times as counting."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--purchases", type=int, default=500)
    options.add_argument("--rounds", type=int, default=15)
    given = options.parse_args()
    for priced in (False, True):
        some = cases(given.purchases, priced=priced)
        for name, wish in WISHES.items():
            judge = judging(some, wish)
            judge()
            best = min(seconds(judge, 1) for _ in range(given.rounds)) / len(some)
            found = ratios(judge, {"counting": counting(some)}, rounds=given.rounds, times=1)
            what = f"{name}, {'with its refund' if priced else 'without money'}"
            print(f"{what:<40} {1 / best:>8,.0f} verdicts a second", end=", ")
            print(f"{1 / found['counting']:.0f} times as long as counting days")


if __name__ == "__main__":
    main()
