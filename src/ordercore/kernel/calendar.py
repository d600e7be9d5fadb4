"""Operating calendars: on which days somebody works.

The working days of a year are found once and kept beside the calendars, never inside one: two
calendars that are equal share them, and a calendar stays the plain value that it looks like.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import lru_cache

import attrs

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.checking import plain_dates, weekdays_of
from ordercore.kernel.time import named_zone, skipped_days

MONDAY_TO_FRIDAY = frozenset(range(5))
"""ISO weekdays less one, as ``date.weekday()`` counts them."""

LONGEST_CLOSURE = 10
"""Calendar years in a row without a working day, after which a calendar is called empty."""

LAST_DAY = dt.date.max.toordinal()


def _weekdays(given: Iterable[int]) -> frozenset[int]:
    return weekdays_of(given, "weekdays")


def _closed(given: Iterable[dt.date]) -> frozenset[dt.date]:
    return plain_dates(given, "closed")


def _open(given: Iterable[dt.date]) -> frozenset[dt.date]:
    return plain_dates(given, "open")


@attrs.frozen(kw_only=True)
class OperatingCalendar:
    """The working days of a seller, a warehouse or a carrier, in its own zone.

    ``closed`` days are holidays; ``open`` days are worked although they fall on a weekend or a
    holiday (overriding a weekend holiday makes that day a working day).
    A day that the zone skipped altogether, as Samoa did 30 December 2011, is never worked.

    Raises:
        InvalidValue: when there is no such zone, a weekday is none, or a day is no plain date.
        InvalidTable: when no weekday is worked.
    """

    zone: str = attrs.field(validator=named_zone)
    weekdays: frozenset[int] = attrs.field(default=MONDAY_TO_FRIDAY, converter=_weekdays)
    closed: frozenset[dt.date] = attrs.field(default=frozenset[dt.date](), converter=_closed)
    open: frozenset[dt.date] = attrs.field(default=frozenset[dt.date](), converter=_open)

    def __attrs_post_init__(self) -> None:
        """Refuse a calendar without working days, in which counting would never end."""
        if not self.weekdays:
            raise InvalidTable("operating calendar", ("no weekday from 0 to 6 is worked",))

    def is_operating(self, day: dt.date) -> bool:
        """Tell whether this day is worked."""
        if day in skipped_days(self.zone):
            return False
        if day in self.open:
            return True
        return day.weekday() in self.weekdays and day not in self.closed

    def on_or_after(self, day: dt.date) -> dt.date:
        """Give the first working day that is not before ``day``; errors as ``counted_on``."""
        return self.counted_on(day, 0)

    def counted_on(self, day: dt.date, days: int) -> dt.date:
        """Give the ``days``-th working day strictly after ``day``; with 0, roll to a working day.

        Saturday with 1 gives Monday: the first working day after it.
        (Rolling to Monday first and then adding one gives Tuesday: ``rolled_on``.)

        Raises:
            InvalidValue: when ``days`` is negative, or the calendar of all dates ends before.
            InvalidTable: when so many days are closed that nothing is worked for ten years.
        """
        if days < 0:
            raise InvalidValue("days", days, "0 or more operating days")
        if day.toordinal() + days > LAST_DAY:
            raise _over_the_end(day, days)
        year = day.year
        worked = _worked(self, year)
        wanted = bisect_right(worked, day.toordinal()) + days - 1
        if not days:
            wanted = bisect_left(worked, day.toordinal())
        empty = 0
        while wanted >= len(worked):
            wanted -= len(worked)
            empty = 0 if worked else empty + 1
            if empty == LONGEST_CLOSURE:
                raise InvalidTable(
                    "operating calendar",
                    (f"no day is worked in the years {year - empty + 1} to {year}",),
                )
            year += 1
            if year > dt.MAXYEAR:
                raise _over_the_end(day, days)
            worked = _worked(self, year)
        return dt.date.fromordinal(worked[wanted])

    def rolled_on(self, day: dt.date, days: int) -> dt.date:
        """Roll ``day`` to a working day, then count: Saturday with 1 gives Tuesday.

        Errors as ``counted_on``.
        """
        return self.counted_on(self.on_or_after(day), days)

    def closed_between(self, first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
        """Give the days from ``first`` to ``last``, both among them, that are not worked."""
        return _closed_between(self, first, last)

    def also_on(self, weekdays: frozenset[int]) -> "OperatingCalendar":
        """Give this calendar with further weekdays worked; its holidays stay closed."""
        return self if weekdays <= self.weekdays else _also_on(self, weekdays)


def _over_the_end(day: dt.date, days: int) -> InvalidValue:
    return InvalidValue("day", day, f"{days} operating days before the end of the year 9999")


@lru_cache(maxsize=1024)
def _worked(calendar: OperatingCalendar, year: int) -> tuple[int, ...]:
    """Give the working days of a year, as ordinals in order."""
    first = dt.date(year, 1, 1).toordinal()
    last = dt.date(year, 12, 31).toordinal()
    # The ordinal of a Monday leaves 1 when divided by 7.
    week = frozenset((weekday + 1) % 7 for weekday in calendar.weekdays)
    days = {some for some in range(first, last + 1) if some % 7 in week}
    days -= {some.toordinal() for some in calendar.closed}
    days |= {some.toordinal() for some in calendar.open if some.year == year}
    days -= {some.toordinal() for some in skipped_days(calendar.zone)}
    return tuple(sorted(days))


@lru_cache(maxsize=4096)
def _closed_between(
    calendar: OperatingCalendar, first: dt.date, last: dt.date
) -> tuple[dt.date, ...]:
    days = map(dt.date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
    return tuple([day for day in days if not calendar.is_operating(day)])


@lru_cache(maxsize=256)
def _also_on(calendar: OperatingCalendar, weekdays: frozenset[int]) -> OperatingCalendar:
    return attrs.evolve(calendar, weekdays=calendar.weekdays | weekdays)
