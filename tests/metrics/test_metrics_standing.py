# ruff: noqa: S311 - lives that can be repeated
"""How things stand: units by station, and cases open or closed, on the marketplace's day."""

import datetime as dt
from collections import Counter
from random import Random

import attrs
import pytest

from ordercore.conversations import feedback as f
from ordercore.conversations import messages as m
from ordercore.conversations.claims import Closing, Outcome, Party
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.kernel.time import instant
from ordercore.metrics.counting import tally_of
from ordercore.metrics.standing import STANDING
from ordercore.orders.derived import Subject
from ordercore.testing.situations import live_order
from ordercore.testing.store.claim_happenings import some_claim
from ordercore.testing.store.feedback_happenings import some_feedback
from ordercore.testing.store.message_happenings import some_conversation, some_message
from ordercore.testing.store.samples import AT, placed

LATE = instant("2026-03-02T07:30:00Z")
"""Half past eleven in the evening of the first, in Los Angeles."""


def facts(subject: Subject) -> list[tuple[object, ...]]:
    """Give what is told and counted of an order."""
    return [(*some.words, *some.numbers) for some in STANDING.facts(subject)]


def test_units_are_counted_by_station() -> None:
    """Of every order, whatever has become of it, all its units and no other."""
    for seed in range(60):
        order = live_order(Random(seed).randrange, seed % 25)
        expected = Counter[tuple[str, str]]()
        for line in order.lines:
            for station, units in attrs.asdict(order.stations[line.id]).items():
                expected[line.sku, station] += units

        found = Counter[tuple[str, str]]()
        for _, sku, where, count in facts(Subject(order=order)):
            found[str(sku), str(where)] += int(str(count))

        assert +found == +expected
        assert found.total() == sum(line.quantity for line in order.lines)


@pytest.mark.parametrize(
    ("marketplace", "day"), [("US", 1), ("JP", 2), ("DE", 2), ("", 2), ("eBay", 2)]
)
def test_days_are_those_of_the_marketplace(marketplace: str, day: int) -> None:
    """Of an order without one, or of one that is not Amazon's, they are those of UTC."""
    order = placed("O-1", at=LATE)
    order = replace(order, terms=replace(order.terms, marketplace=marketplace))

    (fact,) = STANDING.facts(Subject(order=order))

    assert (fact.at, fact.day) == (LATE, dt.date(2026, 3, day))


def test_cases_are_open_or_closed() -> None:
    """A claim until it is closed, a rating while its removal is asked for, talk that waits."""
    money = Money(0, "EUR")
    closing = Closing(at=AT, outcome=Outcome.DENIED, granted=money, at_cost_of=Party.BUYER)
    asked = replace(some_feedback("O-1", 2), removal=f.RemovalRequest(at=AT, ground="x"))
    unrated = replace(some_feedback("O-1"), rating=None)
    quiet = some_conversation(messages=())
    done = some_message(mark=m.AnswerMark(at=AT, needed=False))
    cases = {
        Subject(order=placed(), claims=(some_claim(),)): ("claim", "guarantee", "open", 1),
        Subject(order=placed(), claims=(some_claim(closing=closing),)): (
            *("claim", "guarantee", "closed"),
            1,
        ),
        Subject(order=placed(), feedback=(asked,)): ("feedback", "2", "open", 1),
        Subject(order=placed(), feedback=(some_feedback(),)): ("feedback", "1", "closed", 1),
        Subject(order=placed(), feedback=(unrated,)): ("feedback", "0", "closed", 1),
        Subject(order=placed(), conversations=(some_conversation(),)): (
            *("conversation", "marketplace", "open"),
            1,
        ),
        Subject(order=placed(), conversations=(quiet,)): (
            *("conversation", "marketplace", "closed"),
            1,
        ),
        Subject(order=placed(), conversations=(some_conversation(messages=(done,)),)): (
            *("conversation", "marketplace", "closed"),
            1,
        ),
    }
    for subject, expected in cases.items():
        units, case = facts(subject)

        assert units == ("units", "A", "awaiting", 2)
        assert case == expected


def test_facts_add_up() -> None:
    """Two orders of one day are one group of a tally."""
    tally = tally_of(STANDING, [Subject(order=placed("O-1")), Subject(order=placed("O-2"))])

    assert [sums for _, sums in tally.groups()] == [(4,)]
