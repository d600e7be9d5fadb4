"""What a report asks of facts: sums by period and a few words, from wherever they are kept.

A report is made in three steps, and only the second reads orders: what is asked becomes
:class:`Question` s, some *source of sums* answers them, and the answers become the report. In
process they are answered by :func:`counted`, and where facts are kept, in tallies or databases, by
:class:`AskedSums`.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol, cast

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.time import local_date
from ordercore.metrics.counting import DAY, Answer, FactTable, Group, Sum
from ordercore.metrics.counting import Question as FactQuestion
from ordercore.metrics.counting.tally import Sums
from ordercore.metrics.reporting.periods import Days, begin_of
from ordercore.orders.derived import Subject

Counted = Mapping[Group, Sums]
"""Sums of all number columns of a table, by the first day of a period and the words asked for."""


@attrs.frozen(kw_only=True)
class Question:
    """Which sums are asked for.

    Attributes:
        table: of which facts.
        words: by which of its words they are told apart, in this order.
        by: ``day``, ``week`` or ``month``; days are told by the first one of their period.
        days: on which days; days at the edges are cut off, and not the periods they are in.
        zone: whose days are counted, by the moments of facts; ``None``: each marketplace's own, as
            they stand in the column ``day``.
    """

    table: FactTable
    words: tuple[str, ...]
    by: str
    days: Days
    zone: str | None = None


class SourceOfSums(Protocol):
    """Where facts are counted."""

    def sums(self, questions: Sequence[Question]) -> Sequence[Counted]:
        """Answer questions, in their order."""
        ...


class _Counting:
    """The answer to one question, while it is counted."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.sums: dict[Group, list[int]] = {}
        known = question.table.words
        self._kept = [known.index(word) for word in question.words]

    def add(self, day: dt.date, words: Sequence[str], numbers: Sequence[int]) -> None:
        """Count numbers of a day, where they are asked for."""
        if not self.question.days.hold(day):
            return
        begin = begin_of(day, self.question.by)
        group = Group(begin, tuple([words[place] for place in self._kept]))
        before = self.sums.get(group)
        if before is None:
            self.sums[group] = list(numbers)
            return
        for place, number in enumerate(numbers):
            before[place] += number

    def answer(self) -> Counted:
        """Give the sums; where all are 0, there is nothing."""
        return {group: tuple(sums) for group, sums in self.sums.items() if any(sums)}


class Counting:
    """Answers questions while orders go by one after the other; as large as there are groups."""

    def __init__(self, questions: Sequence[Question]) -> None:
        """Begin with nothing."""
        self._countings = [_Counting(question) for question in questions]
        self._tables = dict.fromkeys([question.table for question in questions])

    def add(self, subject: Subject) -> None:
        """Count an order."""
        for table in self._tables:
            asking = [some for some in self._countings if some.question.table is table]
            for fact in table.facts(subject):
                for counting in asking:
                    zone = counting.question.zone
                    day = fact.day if zone is None else local_date(fact.at, zone)
                    counting.add(day, fact.words, fact.numbers)

    def answers(self) -> tuple[Counted, ...]:
        """Give what was counted, in the order of the questions."""
        return tuple([counting.answer() for counting in self._countings])


def counted(subjects: Iterable[Subject], questions: Sequence[Question]) -> tuple[Counted, ...]:
    """Answer questions by going through orders once."""
    counting = Counting(questions)
    for subject in subjects:
        counting.add(subject)
    return counting.answers()


@attrs.frozen
class AskedSums:
    """Sums from wherever facts are kept: a tally, a store, files of columns, a cluster.

    ``ask`` answers questions about facts, as :meth:`ordercore.ports.counts.Counts.ask` does, or
    :func:`ordercore.metrics.counting.answer` of a tally. They are answered by each marketplace's
    own days alone, which stand in a column.
    """

    ask: Callable[[FactQuestion], Answer]

    def sums(self, questions: Sequence[Question]) -> Sequence[Counted]:
        """Answer questions.

        Raises:
            InvalidValue: when days of a zone are asked for.
        """
        return [in_periods(question, self.ask(fact_question(question))) for question in questions]


def fact_question(question: Question) -> FactQuestion:
    """Give a question as it is asked of whoever keeps facts.

    Raises:
        InvalidValue: when days of a zone are asked for.
    """
    if question.zone is not None:
        raise InvalidValue("zone", question.zone, "each marketplace's own days (None)")
    days, table = question.days, question.table
    sums = [Sum(number=name, first=days.first, last=days.last) for name in table.numbers]
    return FactQuestion(table=table, sums=sums, by=(DAY, *question.words))


def in_periods(question: Question, told: Answer) -> Counted:
    """Put what was answered by day into the periods of a question."""
    counted: dict[Group, Sums] = {}
    for (day, *words), numbers in told.items():
        begin = begin_of(cast("dt.date", day), question.by)
        group = Group(begin, tuple(cast("list[str]", words)))
        known = counted.get(group)
        counted[group] = numbers if known is None else _plus(known, numbers)
    return {group: numbers for group, numbers in counted.items() if any(numbers)}


def _plus(one: Sums, other: Sums) -> Sums:
    return tuple([mine + theirs for mine, theirs in zip(one, other, strict=True)])
