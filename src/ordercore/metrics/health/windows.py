"""Windows: whole days up to a last one, and what is counted over them."""

import datetime as dt
from collections.abc import Mapping

import attrs

Series = Mapping[dt.date, tuple[int, ...]]
"""Day → numbers of a definition; a day without anything is not there."""

A_DAY = dt.timedelta(days=1)


@attrs.frozen
class Window:
    """Days from the first to the last, both included; without a first, all up to the last."""

    first: dt.date | None
    last: dt.date

    @property
    def days(self) -> int | None:
        """How many days; ``None`` where it has no first."""
        return None if self.first is None else (self.last - self.first).days + 1

    def covers(self, day: dt.date) -> bool:
        """Tell whether a day is in it."""
        return day <= self.last and (self.first is None or day >= self.first)


def window(day: dt.date, delay: int, days: int | None) -> Window:
    """Give the window of so many days that ends so many days before a day."""
    last = day - delay * A_DAY
    return Window(None if days is None else last - (days - 1) * A_DAY, last)


def summed(series: Series, over: Window, width: int) -> tuple[int, ...]:
    """Add up the first so many numbers of the days of a window; 0 where there are none."""
    within = [numbers for day, numbers in series.items() if over.covers(day)]
    return tuple([sum([numbers[place] for numbers in within]) for place in range(width)])
