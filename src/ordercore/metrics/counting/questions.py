"""Questions: which numbers are added up of a table of facts, over which days, told apart by what.

A question is asked once and answered anywhere: by a :class:`Tally` in the process, or by a
database, of which the answer is whole numbers alone, since what ``/`` means of two whole numbers
depends on the engine.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import cast

import attrs

from ordercore.errors import InvalidValue
from ordercore.metrics.counting.facts import FactTable
from ordercore.metrics.counting.tally import Tally

DAY = "day"
"""What facts can be told apart by beside their words; days come as dates."""

Told = tuple[str | dt.date, ...]
"""What is told apart: the values of what the question names, in its order."""

Sums = tuple[int, ...]

Answer = Mapping[Told, Sums]
"""What is told apart → the sums of the question, in its order. No group is without any fact."""

Words = Mapping[str, frozenset[str]]


def _kept(given: Mapping[str, Collection[str]]) -> Words:
    return {name: frozenset(several) for name, several in given.items()}


def _names(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(given)


@attrs.frozen(kw_only=True)
class Sum:
    """A number that is added up: of the facts from one day to another, both included.

    Without days it is that of all facts; ``where`` names the words of which a fact has to have
    one, by what is told apart.
    """

    number: str
    first: dt.date | None = None
    last: dt.date | None = None
    where: Words = attrs.field(factory=dict[str, frozenset[str]], converter=_kept)

    def covers(self, day: dt.date) -> bool:
        """Tell whether a fact of a day is added."""
        after = self.first is None or day >= self.first
        return after and (self.last is None or day <= self.last)


def _summed(given: Iterable[Sum]) -> tuple[Sum, ...]:
    return tuple(given)


@attrs.frozen(kw_only=True)
class Question:
    """Sums of the facts of a table, told apart by some of its words, or by day.

    Raises:
        InvalidValue: when a name is none of the table's, or nothing is asked for.
    """

    table: FactTable
    sums: tuple[Sum, ...] = attrs.field(converter=_summed)
    by: tuple[str, ...] = attrs.field(default=(), converter=_names)
    where: Words = attrs.field(factory=dict[str, frozenset[str]], converter=_kept)

    def __attrs_post_init__(self) -> None:
        """Refuse what the table does not have."""
        if not self.sums:
            raise InvalidValue("sums", "", "at least one sum")
        words = self.table.words
        self._known("number", [some.number for some in self.sums], self.table.numbers)
        self._known("by", self.by, (*words, DAY))
        self._known("where", self.where, words)
        self._known("where", [name for some in self.sums for name in some.where], words)

    def _known(self, field: str, names: Iterable[str], known: Collection[str]) -> None:
        for name in names:
            if name not in known:
                raise InvalidValue(field, name, f"one of {', '.join(known)}")

    @property
    def first(self) -> dt.date | None:
        """The first day of which facts are looked at; ``None`` where it is the first there is."""
        days = [some.first for some in self.sums]
        return None if None in days else min(cast("list[dt.date]", days))

    @property
    def last(self) -> dt.date | None:
        """The last day of which facts are looked at; ``None`` where it is the last there is."""
        days = [some.last for some in self.sums]
        return None if None in days else max(cast("list[dt.date]", days))


def answer(question: Question, tally: Tally) -> Answer:
    """Answer a question by a tally.

    Raises:
        InvalidValue: when the tally is one of another table.
    """
    table = question.table
    if tally.table is not table:
        raise InvalidValue("tally", tally.table.name, f"one of {table.name}")
    places = {name: place for place, name in enumerate(table.words)}
    summed = [(some, table.numbers.index(some.number)) for some in question.sums]
    span = Sum(number=question.sums[0].number, first=question.first, last=question.last)
    answered: dict[Told, list[int]] = {}
    for group, numbers in tally.groups():
        told = dict(zip(table.words, group.words, strict=True))
        if not (span.covers(group.day) and _has(told, question.where)):
            continue
        key = tuple([group.day if by == DAY else group.words[places[by]] for by in question.by])
        sums = answered.setdefault(key, [0] * len(summed))
        for place, (some, column) in enumerate(summed):
            if some.covers(group.day) and _has(told, some.where):
                sums[place] += numbers[column]
    return {key: tuple(sums) for key, sums in answered.items() if any(sums)}


def _has(told: Mapping[str, str], where: Words) -> bool:
    return all(told[name] in some for name, some in where.items())
