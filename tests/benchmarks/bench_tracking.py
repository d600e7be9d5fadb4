"""Tracking feeds reduced, against sorting the same events and looking for a delivery among them.

    python tests/benchmarks/bench_tracking.py [--rounds N] [--parcels N]

Each parcel has some twelve events, shuffled, a third of them told twice; every fifth feed has times
without a zone.
The other way keeps no milestones, drops no repeats, and knows no corrections and no returns.
"""

import argparse
import datetime as dt
import random
from collections.abc import Callable

from ratios import ratios, seconds

from ordercore.kernel.time import instant
from ordercore.shipping.tracking import (
    Interval,
    Tracking,
    TrackingEvent,
    TrackingStatus,
    When,
    reduce,
)
from ordercore.shipping.tracking.times import earliest

BEGIN = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)

WAY = (
    TrackingStatus.PRE_TRANSIT,
    *[TrackingStatus.IN_TRANSIT] * 8,
    TrackingStatus.OUT_FOR_DELIVERY,
    TrackingStatus.ATTEMPTED,
    TrackingStatus.OUT_FOR_DELIVERY,
    TrackingStatus.DELIVERED,
)

Feed = list[TrackingEvent]


def moment(hours: int, *, zoned: bool) -> When:
    """Give an instant, or the interval of its wall time."""
    at = BEGIN + dt.timedelta(hours=hours)
    return instant(at) if zoned else Interval.of_wall_time(at.replace(tzinfo=None))


def feeds(parcels: int) -> list[Feed]:
    """Make the events of each parcel."""
    chance = random.Random(11)
    made: list[Feed] = []
    for parcel in range(parcels):
        feed = [
            TrackingEvent(
                status=status,
                when=moment(7 * step + chance.randrange(6), zoned=bool(parcel % 5)),
                place=f"Hub {step // 3}",
                carrier="USPS",
                source="bench",
                source_id=f"{parcel}-{step}",
                text="Scanned",
            )
            for step, status in enumerate(WAY[: chance.randrange(8, len(WAY) + 1)])
        ]
        feed += chance.sample(feed, len(feed) // 3)
        chance.shuffle(feed)
        made.append(feed)
    return made


def ours(given: list[Feed]) -> Callable[[], list[Tracking]]:
    """Reduce each."""
    return lambda: [reduce(feed) for feed in given]


def sorted_only(given: list[Feed]) -> Callable[[], list[TrackingStatus]]:
    """Sort each by time and go through it: delivered stays, else the last word counts."""

    def work() -> list[TrackingStatus]:
        found: list[TrackingStatus] = []
        for feed in given:
            status = TrackingStatus.UNKNOWN
            for event in sorted(feed, key=lambda event: earliest(event.when)):
                if status is not TrackingStatus.DELIVERED:
                    status = event.status
            found.append(status)
        return found

    return work


def main() -> None:
    """Print the rate and the ratio."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--parcels", type=int, default=2000)
    asked = options.parse_args()
    given = feeds(asked.parcels)
    events = sum(map(len, given))
    work = ours(given)
    work()
    best = min(seconds(work, 1) for _ in range(asked.rounds))
    found = ratios(work, {"sorting": sorted_only(given)}, rounds=asked.rounds, times=1)
    print(f"reducing {events:,} events of {asked.parcels:,} parcels")
    print(f"  {events / best:11,.0f} a second")
    print(f"  {events / best * 60:11,.0f} a minute")
    print(f"  {1 / found['sorting']:11.1f} times as long as sorting and scanning")


if __name__ == "__main__":
    main()
