# ruff: noqa: S101 - a suite asserts
"""The conformance suite of the counts port: whoever answers questions, answers them alike.

::

    from ordercore.testing import CountsConformance

    class TestMyCounts(CountsConformance):
        def make_counts(self, rows):
            return MyCounts(...)  # that keeps these rows of the table

``rows`` are the kept rows of :data:`TABLE`, each with its order; they are one seller's.
"""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

import pytest

from ordercore.errors import InvalidValue
from ordercore.kernel.ids import OrderId
from ordercore.kernel.time import instant
from ordercore.metrics.counting import (
    DAY,
    Answer,
    Fact,
    FactTable,
    Question,
    Sum,
    Tally,
    answer,
)
from ordercore.orders.derived import Cells, Subject
from ordercore.ports.counts import Counts

AT = instant("2026-03-01T10:00:00Z")

BEGIN = dt.date(2026, 2, 27)

WORDS = ("", "fba", "FBA", "it's", 'a "b" \\', "ü", "%_", "a\\'b")
"""Words as they are met, and as they should not be."""

LARGE = 9_007_199_254_740_993
"""The first whole number that is lost where an engine adds up in floating point."""


def no_facts(_: Subject) -> Iterable[Fact]:
    """Give no facts of any order: those of the suite are made up."""
    return ()


TABLE = FactTable(
    name="asked", words=("channel", "sku"), numbers=("orders", "value"), facts=no_facts
)

FACTS = tuple(
    Fact(
        AT,
        BEGIN + dt.timedelta(days=place % 6),
        (WORDS[place % len(WORDS)], WORDS[place // len(WORDS)]),
        (1 - place % 3, LARGE * (place % 2) - place),
    )
    for place in range(len(WORDS) ** 2)
)
"""Facts of every pair of words, over six days, some of which cancel each other out."""

_SECOND, _FIFTH = BEGIN + dt.timedelta(days=1), BEGIN + dt.timedelta(days=4)

QUESTIONS = {
    "all of it": Question(table=TABLE, sums=[Sum(number="orders"), Sum(number="value")]),
    "by a word": Question(table=TABLE, sums=[Sum(number="value")], by=["sku"]),
    "by two words": Question(table=TABLE, sums=[Sum(number="orders")], by=["sku", "channel"]),
    "by day": Question(table=TABLE, sums=[Sum(number="orders")], by=[DAY]),
    "from a day to a day": Question(
        table=TABLE, sums=[Sum(number="value", first=_SECOND, last=_FIFTH)], by=["channel"]
    ),
    "over several windows": Question(
        table=TABLE,
        sums=[
            Sum(number="orders", first=_SECOND),
            Sum(number="orders", last=_SECOND),
            Sum(number="value", first=_FIFTH, last=_FIFTH),
        ],
        by=["sku"],
    ),
    "of some words": Question(
        table=TABLE,
        sums=[Sum(number="orders", where={"channel": ["fba", "it's"]}), Sum(number="value")],
        by=[DAY],
        where={"sku": WORDS[2:]},
    ),
    "of words that nobody has": Question(
        table=TABLE, sums=[Sum(number="orders")], where={"sku": ["nobody's"]}
    ),
    "of no word at all": Question(table=TABLE, sums=[Sum(number="orders")], where={"sku": []}),
    "of days before the first": Question(
        table=TABLE, sums=[Sum(number="orders", last=BEGIN - dt.timedelta(days=1))]
    ),
}
"""What is asked → the question."""


def rows_of(facts: Iterable[Fact]) -> tuple[tuple[OrderId, Cells], ...]:
    """Give facts as kept rows, each of an order of its own."""
    table = FactTable(
        name=TABLE.name, words=TABLE.words, numbers=TABLE.numbers, facts=lambda _: tuple(facts)
    )
    subject: Subject = Subject(order=None)  # type: ignore[arg-type]
    rows = table.table.rows(subject)
    return tuple([(OrderId(f"O-{place}"), cells) for place, cells in enumerate(rows)])


def expected(question: Question, facts: Iterable[Fact]) -> Answer:
    """Answer by a tally."""
    tally = Tally(TABLE)
    tally.add(facts)
    return answer(question, tally)


class CountsConformance(ABC):
    """Inherit from this, give the hook, and pytest runs the whole contract."""

    @abstractmethod
    def make_counts(self, rows: Sequence[tuple[OrderId, Cells]]) -> Counts:
        """Make somebody who answers over these rows of :data:`TABLE`."""

    @pytest.mark.parametrize("name", QUESTIONS)
    def test_it_answers_as_a_tally_does(self, name: str) -> None:
        """Every sum is the same to the unit, and no group is without any fact."""
        found = self.make_counts(rows_of(FACTS)).ask(QUESTIONS[name])

        assert found == expected(QUESTIONS[name], FACTS)

    def test_without_rows_there_is_no_group(self) -> None:
        """Nothing counted is no data, and no row of zeros."""
        counts = self.make_counts(())

        assert [counts.ask(question) for question in QUESTIONS.values()] == [{}] * len(QUESTIONS)

    def test_facts_that_it_does_not_keep_are_an_error(self) -> None:
        """Nobody takes a table that is missing for one without facts."""
        other = FactTable(name="others", words=(), numbers=("orders",), facts=no_facts)
        counts = self.make_counts(rows_of(FACTS))

        with pytest.raises(InvalidValue):
            counts.ask(Question(table=other, sums=[Sum(number="orders")]))
