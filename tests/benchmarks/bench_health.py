"""Account health: how long its facts take to follow an event, and a report to read them off.

    python tests/benchmarks/bench_health.py [--rounds N]

An event takes the facts of an order off a tally and puts those of the order after it in their
place. The aim is 25 µs for all metrics together. Beside it stands the fold of the event itself.
"""

import argparse
import datetime as dt
import statistics
from random import Random

from ratios import seconds

from ordercore.kernel.time import instant
from ordercore.metrics.counting import Answer, Fact, Question, Tally, answer
from ordercore.metrics.health import HEALTH, health
from ordercore.orders.decider import evolve
from ordercore.orders.derived import Subject
from ordercore.orders.message import OrderEvent
from ordercore.orders.state import Order
from ordercore.testing.situations import walk

WALKS = 80


def changes() -> list[tuple[Order, tuple[OrderEvent, ...], Order]]:
    """Give steps of orders through their lives, each with the order before and after it."""
    steps = [step for seed in range(WALKS) for step in walk(Random(seed).randrange, 14)]
    return [
        (step.before, step.events, step.after)
        for step in steps
        if step.before is not None and step.after is not None and step.events
    ]


def year_of_sums() -> Tally:
    """Give the sums of a year: three marketplaces, three channels, two categories, each day."""
    tally, at = Tally(HEALTH), instant("2026-01-01T00:00:00Z")
    for day in range(365):
        for place in ("US", "DE", "JP"):
            for channel in ("FBA", "SFP", "MFN"):
                for category in ("", "toys"):
                    on = dt.date(2026, 1, 1) + dt.timedelta(days=day)
                    numbers = tuple([1] * len(HEALTH.numbers))
                    tally.add([Fact(at, on, (place, channel, category), numbers)])
    return tally


def main() -> None:
    """Print the times."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=15)
    rounds = options.parse_args().rounds
    steps = changes()
    subjects = [Subject(order=after) for _, _, after in steps]
    known = [list(HEALTH.facts(Subject(order=before))) for before, _, _ in steps]
    events = sum(len(events) for _, events, _ in steps)

    def follow() -> None:
        tally = Tally(HEALTH)
        for facts, subject in zip(known, subjects, strict=True):
            tally.change(facts, HEALTH.facts(subject))

    def fold() -> None:
        for before, some, _ in steps:
            order: Order | None = before
            for event in some:
                order = evolve(order, event)

    took = [(seconds(follow, 1), seconds(fold, 1)) for _ in range(rounds)]
    facts, folds = ([some[place] / events * 1e6 for some in took] for place in (0, 1))
    ratio = statistics.median(one / other for one, other in took)
    print(f"{events} events: µs per event, median and best")
    print(f"  facts of all metrics follow   {statistics.median(facts):5.1f}  {min(facts):5.1f}")
    print(f"  the event itself is folded    {statistics.median(folds):5.1f}  {min(folds):5.1f}")
    print(f"  the one takes {ratio:.2f} times as long as the other")
    tally = year_of_sums()

    def ask(question: Question) -> Answer:
        return answer(question, tally)

    reading = [
        seconds(lambda: health(ask, at="2026-12-20T00:00:00Z", marketplace="US"), 1)
        for _ in range(rounds)
    ]
    print(f"a report of {len(tally)} groups takes {statistics.median(reading) * 1000:.1f} ms")


if __name__ == "__main__":
    main()
