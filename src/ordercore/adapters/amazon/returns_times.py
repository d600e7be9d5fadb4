"""Days and times as reports of returns give them: with an offset, without, or as a mere day.

Nothing is assumed here: what a report does not say of a moment stays unsaid, until somebody names
the zone in which it is meant.
Codes: ``bad_time``, ``ambiguous_date``.
"""

import datetime as dt
import re

import attrs

from ordercore.adapters.amazon.fields import BadField, required
from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types
from ordercore.kernel.time import (
    A_DAY,
    FIRST_YEAR,
    LAST_YEAR,
    Instant,
    instant,
    local_date,
    start_of_day,
)
from ordercore.kernel.time import zone as zone_named

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

INSTANT = dt.timedelta(microseconds=1)
"""Two moments are no closer."""

# "14-Jul-2025", as exports of the seller-fulfilled report show it (C).
_NAMED = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3})[- ](\d{4})", re.ASCII)

_SHORT = re.compile(r"\d{1,2}[- ][A-Za-z]{3}[- ]\d{2}", re.ASCII)

_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})", re.ASCII)

_ISO = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?", re.ASCII)

_UTC = (" UTC", " GMT")

_EXPECTED = "a day such as 14-Jul-2025, or an ISO 8601 date or time"


@attrs.frozen(kw_only=True)
class ReportedTime:
    """A moment as a report gives it: a day, and as much more as it says.

    ``clock`` is the time of day on the wall, and ``at`` the instant, where an offset was given.

    Raises:
        InvalidValue: when a field is of another type.
    """

    text: str
    day: dt.date
    clock: dt.time | None = None
    at: Instant | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type than they should be."""
        check_types(self)

    def earlier(self, other: "ReportedTime") -> "ReportedTime":
        """Give the one of two that comes first by the calendar and the clock that they show."""
        midnight = dt.time()
        mine = self.day, self.clock or midnight
        return other if (other.day, other.clock or midnight) < mine else self

    def since(self, zone: str) -> Instant:
        """Give the first instant that it may mean in a zone.

        Of a wall time that comes twice that is the first; one that the clocks skip is read with
        the offset before the gap.
        """
        if self.at is not None:
            return self.at
        if self.clock is None:
            return start_of_day(self.day, zone)
        return instant(dt.datetime.combine(self.day, self.clock, tzinfo=zone_named(zone)))

    def until(self, zone: str) -> Instant:
        """Give the last instant that it may mean in a zone."""
        if self.at is None and self.clock is None:
            return start_of_day(self.day + A_DAY, zone) - INSTANT
        return self.since(zone)

    def not_before(self, earliest: Instant, zone: str) -> Instant:
        """Give the first instant that it may mean from another on; a day has many to choose from.

        Where all that it may mean lies before, it is the first of them.
        """
        first = self.since(zone)
        if self.at is None and self.clock is None and local_date(earliest, zone) == self.day:
            return max(first, earliest)
        return first


def reported_time(text: str, field: str) -> ReportedTime:
    """Read a day or a time as reports of returns write them.

    Raises:
        BadField: when it is blank, none (``bad_time``), or one of several (``ambiguous_date``).
    """
    required(text, field)
    try:
        if _ISO.fullmatch(text):
            return _iso(text)
        if named := _NAMED.fullmatch(text):
            day, month, year = named.groups()
            return _day(text, int(year), MONTHS.index(month.lower()) + 1, int(day))
        if numbers := _NUMBERS.fullmatch(text):
            return _numbered(text, numbers, field)
    except BadField:
        raise
    except (ValueError, OverflowError):
        raise BadField(field, "bad_time", text, _EXPECTED) from None
    if _SHORT.fullmatch(text):
        raise _ambiguous(text, field)
    raise BadField(field, "bad_time", text, _EXPECTED)


def optional_time(text: str, field: str) -> ReportedTime | None:
    """Read a day or a time, where there is one."""
    return reported_time(text, field) if text else None


def _iso(text: str) -> ReportedTime:
    plain = text
    for ending in _UTC:
        plain = f"{text.removesuffix(ending)}Z" if text.endswith(ending) else plain
    if len(plain) == len("2026-01-01"):
        day = dt.date.fromisoformat(plain)
        return _day(text, day.year, day.month, day.day)
    wall = dt.datetime.fromisoformat(plain)
    day = _day(text, wall.year, wall.month, wall.day).day
    if wall.tzinfo is not None:
        return ReportedTime(text=text, day=day, clock=wall.time(), at=instant(wall))
    return ReportedTime(text=text, day=day, clock=wall.time())


def _numbered(text: str, numbers: "re.Match[str]", field: str) -> ReportedTime:
    """Read a date whose order of day and month only its numbers tell."""
    first, second, year = map(int, numbers.groups())
    if len(numbers.group(3)) == len("26") or (
        first != second and max(first, second) <= len(MONTHS)
    ):
        raise _ambiguous(text, field)
    day, month = (first, second) if second <= len(MONTHS) else (second, first)
    return _day(text, year, month, day)


def _day(text: str, year: int, month: int, day: int) -> ReportedTime:
    if not FIRST_YEAR < year < LAST_YEAR:
        raise InvalidValue("year", year, f"a year after {FIRST_YEAR} and before {LAST_YEAR}")
    return ReportedTime(text=text, day=dt.date(year, month, day))


def _ambiguous(text: str, field: str) -> BadField:
    expected = "a date that can be read in one way only, such as 14-Jul-2025 or 2025-07-14"
    return BadField(field, "ambiguous_date", text, expected)
