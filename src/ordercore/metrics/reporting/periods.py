"""Periods: the days, weeks and months of a report, and those that they are compared with."""

import calendar
import datetime as dt
from collections.abc import Callable, Iterator, Mapping

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import plain_date
from ordercore.kernel.time import A_DAY

LONGEST = 100_000
"""More periods than anybody looks at: a report of that many days would be of 270 years."""


@attrs.frozen
class Days:
    """Days from a first one to a last one, which both count whole; ``None``: without a bound.

    Raises:
        InvalidValue: when one is no date, or the last lies before the first.
    """

    first: dt.date | None = None
    last: dt.date | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse what are no days."""
        for field, day in (("first", self.first), ("last", self.last)):
            if day is not None:
                plain_date(day, field)
        if self.first is not None and self.last is not None and self.last < self.first:
            raise InvalidValue("last", self.last, f"a day from {self.first} on")

    def hold(self, day: dt.date) -> bool:
        """Tell whether a day is one of them."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def _begin_of_week(day: dt.date) -> dt.date:
    # ISO 8601: a week begins on Monday.
    return day - A_DAY * day.weekday()


def _begin_of_month(day: dt.date) -> dt.date:
    return day.replace(day=1)


PERIODS: Mapping[str, Callable[[dt.date], dt.date]] = {
    "day": lambda day: day,
    "week": _begin_of_week,
    "month": _begin_of_month,
}
"""Kind of period → the first day of the one that a day is in."""


def begin_of(day: dt.date, by: str) -> dt.date:
    """Give the first day of the period that a day is in."""
    return PERIODS[by](day)


def end_of(begin: dt.date, by: str) -> dt.date:
    """Give the last day of the period that begins on a day."""
    return shifted(begin, by, 1) - A_DAY


def shifted(day: dt.date, by: str, periods: int) -> dt.date:
    """Give the day so many periods later, or, of a number below 0, earlier.

    Of months it is the same day of another month, and the last day of one stays the last.
    """
    if by != "month":
        return day + A_DAY * (periods * (7 if by == "week" else 1))
    months = day.year * 12 + day.month - 1 + periods
    year, month = months // 12, months % 12 + 1
    length = calendar.monthrange(year, month)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return dt.date(year, month, length if is_last else min(day.day, length))


def check_length(days: Days) -> None:
    """Refuse more days than anybody looks at.

    Raises:
        InvalidValue: when there are.
    """
    first, last = days.first, days.last
    if first is not None and last is not None and (last - first).days >= LONGEST:
        raise InvalidValue("last", last, f"less than {LONGEST} days after {first}")


def periods_of(days: Days, by: str) -> Iterator[tuple[dt.date, dt.date]]:
    """Give the first and last days of the periods within bounded days, in order.

    Those at the edges are cut to the days; without bounds there are none.

    Raises:
        InvalidValue: when there are more than anybody looks at.
    """
    first, last = days.first, days.last
    if first is None or last is None:
        return
    check_length(days)
    begin = begin_of(first, by)
    while begin <= last:
        end = end_of(begin, by)
        yield max(first, begin), min(last, end)
        begin = end + A_DAY


def one_before(days: Days, by: str) -> Days:
    """Give the same days of the period before: what each period is compared with."""
    first, last = days.first, days.last
    return Days(
        None if first is None else shifted(first, by, -1),
        None if last is None else shifted(last, by, -1),
    )


def as_long_before(days: Days) -> Days | None:
    """Give as much time right before: whole months before whole months, else as many days.

    ``None`` where the days have no bound.
    """
    first, last = days.first, days.last
    if first is None or last is None:
        return None
    if first.day == 1 and (last + A_DAY).day == 1:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        return Days(shifted(first, "month", -months), first - A_DAY)
    return Days(first - (last - first) - A_DAY, first - A_DAY)
