"""Finding what measures are made of: questions about the facts, and their answers by day."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import cast

from ordercore.metrics.counting import DAY, Answer, FactTable, Question, Sum
from ordercore.metrics.health.measures import Measure
from ordercore.metrics.health.windows import A_DAY, Series, Window

Ask = Callable[[Question], Answer]
"""Whoever answers questions about facts: a tally, a store, a database."""


class Found:
    """What was counted by day, channel and category of all that some measures are made of."""

    def __init__(
        self,
        measures: Iterable[Measure],
        ask: Ask,
        day: dt.date,
        marketplace: str,
        table: FactTable,
    ) -> None:
        self._found: dict[str, dict[tuple[str, str], dict[dt.date, int]]] = {}
        for question in questions(measures, day, marketplace, table):
            for told, sums in ask(question).items():
                on, channel, category = cast("tuple[dt.date, str, str]", told)
                for some, number in zip(question.sums, sums, strict=True):
                    if number:
                        groups = self._found.setdefault(some.number, {})
                        groups.setdefault((channel, category), {})[on] = number

    def categories(self, measure: Measure) -> tuple[str, ...]:
        """Give the categories of which anything is counted in the window of a measure."""
        return tuple(
            sorted(
                {
                    category
                    for (channel, category), days in self._groups(measure.definition.of)
                    if channel in measure.channels and any(map(measure.window.covers, days))
                }
                - {""}
            )
        )

    def series(self, measure: Measure, category: str | None = None) -> Series:
        """Give the numbers of a measure by day, of one category or of all."""
        names = measure.definition.numbers
        found: dict[dt.date, list[int]] = {}
        for place, name in enumerate(names):
            for (channel, kind), days in self._groups(name):
                if channel in measure.channels and category in (None, kind):
                    for on, number in days.items():
                        found.setdefault(on, [0] * len(names))[place] += number
        return {on: tuple(numbers) for on, numbers in found.items()}

    def _groups(self, name: str) -> Iterable[tuple[tuple[str, str], Mapping[dt.date, int]]]:
        return self._found.get(name, {}).items()


def questions(
    measures: Iterable[Measure], day: dt.date, marketplace: str, table: FactTable
) -> Iterator[Question]:
    """Give what is to be asked of the facts: days that are over, and no more than windows need.

    What is asked of all days that ever were, is asked by itself.
    """
    spans: dict[tuple[str, bool], Window] = {}
    codes: dict[str, None] = {}
    for measure in measures:
        codes.update(dict.fromkeys(measure.channels))
        span = _span(measure, day)
        for name in measure.definition.numbers:
            key = (name, span.first is None)
            spans[key] = _both(spans.get(key, span), span)
    where = {"channel": frozenset(codes)}
    if marketplace:
        where["marketplace"] = frozenset({marketplace})
    for ever in (False, True):
        sums = [
            Sum(number=name, first=span.first, last=span.last)
            for (name, of_all), span in spans.items()
            if of_all is ever and (ever or (name, True) not in spans)
        ]
        if sums:
            yield Question(table=table, sums=sums, by=(DAY, "channel", "category"), where=where)


def _span(measure: Measure, day: dt.date) -> Window:
    """Give the days that a measure and its forecast look at."""
    yesterday = day - A_DAY
    first = measure.window.first
    if first is not None:
        first = min(first, day - measure.definition.rate_days * A_DAY)
    return Window(first, max(measure.window.last, yesterday))


def _both(one: Window, other: Window) -> Window:
    first = None
    if one.first is not None and other.first is not None:
        first = min(one.first, other.first)
    return Window(first, max(one.last, other.last))
