"""Tallies: facts added up by day and words, kept while orders change, split and merged at will."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from operator import add

import attrs

from ordercore.errors import InvalidValue
from ordercore.metrics.counting.facts import Fact, FactTable
from ordercore.orders.derived import Subject

Sums = tuple[int, ...]


@attrs.frozen
class Group:
    """What is added up together: a day, and the words of the table in its order."""

    day: dt.date
    words: tuple[str, ...]


class Tally:
    """The sums of facts by day and words; as large as there are groups, however many orders.

    A group of which all sums are 0 is not kept, so that tallies of the same facts are the same
    however they were come by.
    """

    def __init__(self, table: FactTable, sums: Mapping[Group, Sums] | None = None) -> None:
        """Begin with no facts, or with sums that were kept."""
        self.table = table
        self._sums = dict(sums or {})

    def add(self, facts: Iterable[Fact], times: int = 1) -> None:
        """Count facts, or, -1 times, take them off again."""
        for fact in facts:
            self._add(Group(fact.day, fact.words), fact.numbers, times)

    def change(self, before: Iterable[Fact], after: Iterable[Fact]) -> None:
        """Count what the facts of an order are now, in place of what they were.

        Most of them stay as they are, and are not touched.
        """
        gone = list(before)
        come: list[Fact] = []
        for fact in after:
            if fact in gone:
                gone.remove(fact)
            else:
                come.append(fact)
        self.add(gone, -1)
        self.add(come)

    def merge(self, other: "Tally") -> None:
        """Count what another tally of the same table has counted.

        Raises:
            InvalidValue: when it is one of another table.
        """
        if other.table is not self.table:
            raise InvalidValue("table", other.table.name, f"the same, {self.table.name}")
        for group, sums in other.groups():
            self._add(group, sums, 1)

    def groups(self) -> Iterator[tuple[Group, Sums]]:
        """Give the groups with their sums, in no order that means anything."""
        return iter(self._sums.items())

    def __eq__(self, other: object) -> bool:
        """Tell whether the same is counted in both."""
        if not isinstance(other, Tally):
            return NotImplemented
        return self.table is other.table and self._sums == other._sums

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        """Tell how many groups there are."""
        return len(self._sums)

    def _add(self, group: Group, numbers: Sums, times: int) -> None:
        known = self._sums.get(group)
        come = numbers if times == 1 else tuple([times * number for number in numbers])
        sums = come if known is None else tuple(map(add, known, come))
        if any(sums):
            self._sums[group] = sums
        else:
            self._sums.pop(group, None)


def tally_of(table: FactTable, subjects: Iterable[Subject]) -> Tally:
    """Count the facts of orders."""
    tally = Tally(table)
    for subject in subjects:
        tally.add(table.facts(subject))
    return tally
