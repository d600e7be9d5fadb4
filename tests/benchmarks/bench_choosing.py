"""Choosing among fifty quotes, against sorting their prices alone.

    python tests/benchmarks/bench_choosing.py [--quotes N] [--rounds N]

Ours asks thirteen rules of each quote, ranks those that serve, and says why of every one.
The other takes the prices out and sorts them: what is left when nothing is asked or said.
"""

import argparse
import random

from ratios import ratios, seconds

from ordercore.kernel.money import Money
from ordercore.kernel.time import instant
from ordercore.shipping.choosing import (
    Cheapest,
    Consignment,
    DestinationKind,
    Fastest,
    Greenest,
    Quote,
    RankingPolicy,
    choose_service,
)
from ordercore.shipping.measures import Dimensions, Weight

NOW = instant("2026-11-22T12:00:00Z")

PARCEL = Consignment(
    at=NOW,
    weight=Weight.of(5, "lb"),
    size=Dimensions.parse("12 x 9 x 7 in"),
    deliver_by=NOW.add(days=3),
    places=[DestinationKind.PO_BOX],
    tracked=True,
)

POLICIES: tuple[RankingPolicy, ...] = (Cheapest(), Fastest(Money(4000, "USD")), Greenest())


def quotes(count: int) -> list[Quote]:
    """Make quotes of which about half serve."""
    chance = random.Random(1)
    return [
        Quote(
            id=f"Q{number}",
            carrier=chance.choice(("FedEx", "UPS", "USPS")),
            service=f"S{number}",
            price=Money(chance.randint(400, 9000), "USD"),
            deliver_by=NOW.add(days=chance.randint(1, 4)),
            carbon_grams=chance.randint(0, 4000),
            refuses=[DestinationKind.PO_BOX] if chance.random() < 0.2 else [],
            most_weight=Weight.of(chance.choice((4, 70, 150)), "lb"),
            tracked=chance.random() < 0.9,
        )
        for number in range(count)
    ]


def main() -> None:
    """Print how long a choice takes, and as many times as sorting."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quotes", type=int, default=50)
    options.add_argument("--rounds", type=int, default=15)
    given = options.parse_args()
    some = quotes(given.quotes)
    for policy in POLICIES:

        def choose(by: RankingPolicy = policy) -> object:
            return choose_service(some, PARCEL, by)

        choose()
        best = min(seconds(choose, 20) for _ in range(given.rounds)) / 20
        others = {"sorting": lambda: sorted(quote.price.minor for quote in some)}
        found = ratios(choose, others, rounds=given.rounds, times=20)
        name = type(policy).__name__
        print(f"{name:<9} among {given.quotes} quotes: {best * 1000:.3f} ms", end=", ")
        print(f"{1 / found['sorting']:.0f} times as long as sorting their prices")


if __name__ == "__main__":
    main()
