"""Instants, zones and local dates.

An *instant* is an aware ``pendulum.DateTime`` in UTC.
Naive times are refused at the edge, so nothing below ever has to guess a zone.
A *date* is a day on the wall calendar of a named zone; windows are counted in dates, never in
multiples of 24 hours.
"""

import datetime as dt
from functools import cache, lru_cache

import attrs
import pendulum
from pendulum import UTC, DateTime, Timezone
from pendulum.tz.exceptions import InvalidTimezone

from ordercore.errors import InvalidValue

Instant = DateTime

FIRST_YEAR, LAST_YEAR = 1900, 8999
"""Whatever lies outside is a slip of the pen, and windows must not run over the calendar's end."""

LAST_SKIP_YEAR = 2100
"""No zone is known to lose a day later; the tz database names single changes until 2037."""

A_DAY = dt.timedelta(days=1)

WITHIN = f"a time in the years {FIRST_YEAR} to {LAST_YEAR}"


def instant(value: object, field: str = "at") -> Instant:
    """Read an aware time as an instant in UTC.

    Takes ``datetime`` values (pendulum's among them) and ISO 8601 text with an offset.

    Raises:
        InvalidValue: when the value is naive, or is no time at all.
    """
    if type(value) is DateTime and value.tzinfo is UTC and FIRST_YEAR <= value.year <= LAST_YEAR:
        return value
    if isinstance(value, str):
        value = _parsed(value, field)
    if not isinstance(value, dt.datetime):
        raise InvalidValue(field, value, "a date and time")
    if value.tzinfo is None or value.utcoffset() is None:
        raise InvalidValue(field, value, "a time with a zone (naive times are refused)")
    try:
        utc = _in_utc(value)
    except OverflowError:
        raise InvalidValue(field, value, WITHIN) from None
    if not FIRST_YEAR <= utc.year <= LAST_YEAR:
        raise InvalidValue(field, value, WITHIN)
    return utc


def read_back(text: str) -> Instant:
    """Read an instant that was written by ``isoformat``; a deadline may lie beyond the bounds."""
    return _in_utc(dt.datetime.fromisoformat(text))


def _in_utc(value: dt.datetime) -> Instant:
    utc = value.astimezone(dt.UTC)
    return DateTime(
        utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second, utc.microsecond, tzinfo=UTC
    )


def _parsed(text: str, field: str) -> dt.datetime:
    if len(text) <= len("2026-01-01"):
        raise InvalidValue(field, text, "an ISO 8601 time with date, time of day and offset")
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        raise InvalidValue(field, text, "an ISO 8601 time such as 2026-01-31T09:30:00Z") from None


@cache
def zone(name: str) -> Timezone:
    """Find a zone of the tz database by name.

    Raises:
        InvalidValue: when there is no such zone.
    """
    try:
        return pendulum.timezone(name)
    except (InvalidTimezone, ValueError, OSError):
        raise InvalidValue("zone", name, "a zone of the tz database") from None


def named_zone(_: object, field: "attrs.Attribute[str]", name: object) -> None:
    """Refuse a field that names no zone of the tz database; a validator of attrs fields.

    Raises:
        InvalidValue: under the name of the field.
    """
    expected = "a zone of the tz database"
    if not isinstance(name, str):
        raise InvalidValue(field.name, name, expected)
    try:
        zone(name)
    except InvalidValue:
        raise InvalidValue(field.name, name, expected) from None


def local(at: Instant, zone_name: str) -> dt.datetime:
    """Give the wall time that a clock in the zone shows at an instant."""
    # Through a plain value, since pendulum's own arithmetic costs a hundred times as much.
    plain = dt.datetime(
        at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond, tzinfo=dt.UTC
    )
    return plain.astimezone(zone(zone_name))


def local_date(at: Instant, zone_name: str) -> dt.date:
    """Give the local day between whose first and last instant an instant lies.

    Where the clocks go back over midnight, a clock shows the evening before once more; that hour
    belongs to the day that has begun already, so that a later instant is never on an earlier day.
    Everywhere else this is the date that a clock shows.
    """
    begun = _begun_within(at.toordinal(), zone_name)
    begins, day = begun[0]
    return day if begins <= at else next(day for begins, day in begun if begins <= at)


@lru_cache(maxsize=4096)
def _begun_within(ordinal: int, zone_name: str) -> tuple[tuple[Instant, dt.date], ...]:
    """Give the local days that have begun before a day in UTC is over, the latest first.

    The day is told by its ordinal; the last of them is the one that had begun already.
    """
    utc_day = dt.date.fromordinal(ordinal)
    midnight, end = start_of_day(utc_day, "UTC"), start_of_day(utc_day + A_DAY, "UTC")
    day = utc_day + A_DAY + A_DAY
    begun: list[tuple[Instant, dt.date]] = []
    while not begun or begun[-1][0] > midnight:
        day -= A_DAY
        begins = start_of_day(day, zone_name)
        if begins < end:
            begun.append((begins, day))
    return tuple(begun)


@cache
def skipped_days(zone_name: str) -> frozenset[dt.date]:
    """Give the days that a zone skipped altogether, when it moved over the date line."""
    found: set[dt.date] = set()
    for year in range(FIRST_YEAR, LAST_SKIP_YEAR + 1):
        first = dt.date(year, 1, 1)
        offsets = (_offset(first, zone_name), _offset(first.replace(year=year + 1), zone_name))
        # Only a day that is lost moves a zone by so much; the clocks' own hours are few.
        if offsets[1] - offsets[0] > dt.timedelta(hours=12):
            days = (first + A_DAY * number for number in range(366))
            found |= {day for day in days if _is_lost(day, zone_name)}
    return frozenset(found)


def _is_lost(day: dt.date, zone_name: str) -> bool:
    return start_of_day(day, zone_name) == end_of_day(day, zone_name)


def _offset(day: dt.date, zone_name: str) -> dt.timedelta:
    at = dt.datetime(day.year, day.month, day.day, tzinfo=zone(zone_name))
    return at.utcoffset() or dt.timedelta()


@lru_cache(maxsize=4096)
def start_of_day(day: dt.date, zone_name: str) -> Instant:
    """Give the first instant of a local day.

    Where the clocks skip midnight, the day begins when they land; where midnight comes twice, the
    first one counts; a day that a zone skipped altogether begins with the day after it.
    """
    # Of a wall time that does not exist, fold 0 means the offset before the gap, which puts it
    # exactly where the clocks land.
    return _in_utc(dt.datetime(day.year, day.month, day.day, tzinfo=zone(zone_name), fold=0))


def end_of_day(day: dt.date, zone_name: str) -> Instant:
    """Give the first instant *after* a local day: compare with ``<``, never with ``<=``."""
    return start_of_day(day + A_DAY, zone_name)


@lru_cache(maxsize=4096)
def last_instant(day: dt.date, zone_name: str) -> Instant:
    """Give the last instant of a local day, to the microsecond: a deadline that it still keeps."""
    return end_of_day(day, zone_name) - dt.timedelta(microseconds=1)


@lru_cache(maxsize=4096)
def wall_time(day: dt.date, time: dt.time, zone_name: str) -> Instant:
    """Give the instant at which a clock in the zone shows a time on a local day.

    Where that time comes twice, it is the first (fold 0).
    Where the clocks skip it, it is so long after the change as it lies within the gap: 02:30 in
    a gap from 02:00 to 03:00 is 03:30 (fold 0, the offset before the change).
    It is never later than the end of its day.
    """
    wall = dt.datetime.combine(day, time.replace(fold=0), tzinfo=zone(zone_name))
    return min(_in_utc(wall), end_of_day(day, zone_name))


def window_end(opened: Instant, days: int, zone_name: str) -> Instant:
    """Give the first instant after a window of calendar days.

    The local day of ``opened`` is day 0, and day ``days`` counts whole: 30 days from any time of
    4 July end with the last instant of 3 August.
    """
    return end_of_day(local_date(opened, zone_name) + dt.timedelta(days=days), zone_name)
