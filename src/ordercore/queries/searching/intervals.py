"""Intervals: which whole numbers stand so to a value, from one on and before another."""

from collections.abc import Callable
from typing import Any, NamedTuple

from ordercore.queries.filtering import Comparison, Viewpoint
from ordercore.queries.filtering.kinds import Range
from ordercore.queries.filtering.values import When
from ordercore.queries.searching.conditions import UNKNOWN, Bounds, Condition, both, exactly
from ordercore.queries.searching.keeping import is_number_whole, ticks

Cover = Callable[[Any], tuple[int, int]]
"""What a value covers: its first number and the first beyond it, or twice the same of a point."""


class Interval(NamedTuple):
    """From which number on, and before which; ``None`` where there is no bound."""

    first: int | None = None
    beyond: int | None = None

    def condition(self, column: str) -> Bounds:
        """Ask that a column lies in it."""
        signs = ((">=", self.first), ("<", self.beyond))
        given = [(sign, number) for sign, number in signs if number is not None]
        if not all(is_number_whole(number) for _, number in given):
            return UNKNOWN
        return exactly(both(Condition(f"{column} {sign} ?", (number,)) for sign, number in given))


def covered_moments(view: Viewpoint) -> Cover:
    """Give what a day or a moment covers, in microseconds."""

    def cover(value: When) -> tuple[int, int]:
        first, beyond = value.span(view)
        return ticks(first), ticks(beyond)

    return cover


def interval(comparison: Comparison, value: Any, cover: Cover, *, of_moments: bool) -> Interval:
    """Give the numbers that stand so to a value, or lie in a range of them.

    The last moment of a range is not meant, and the last number is.
    """
    if isinstance(value, Range):
        (first, _), (last, beyond) = cover(value.first), cover(value.last)
        return Interval(first, beyond if of_moments else _after(last, beyond))
    first, beyond = cover(value)
    match comparison:
        case Comparison.IS:
            return Interval(first, _after(first, beyond))
        case Comparison.BELOW:
            return Interval(None, first)
        case Comparison.UP_TO:
            return Interval(None, _after(first, beyond))
        case Comparison.ABOVE:
            return Interval(_after(first, beyond), None)
        case _:
            return Interval(first, None)


def _after(first: int, beyond: int) -> int:
    return first + 1 if beyond == first else beyond
