"""When something happened: an instant, or an interval where a source leaves the zone out."""

import datetime as dt
from typing import TypeAlias

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import plain_date
from ordercore.kernel.time import Instant, instant

# The clocks of the world are between 12 hours behind UTC and 14 ahead of it (tz database:
# Etc/GMT+12, Pacific/Kiritimati).
MOST_AHEAD = dt.timedelta(hours=14)
MOST_BEHIND = dt.timedelta(hours=12)


def _earliest(value: object) -> Instant:
    return instant(value, "earliest")


def _latest(value: object) -> Instant:
    return instant(value, "latest")


@attrs.frozen
class Interval:
    """Some moment from ``earliest`` to ``latest``, both included; which one, nobody says.

    Raises:
        InvalidValue: when an end is no instant, or ``latest`` comes before ``earliest``.
    """

    earliest: Instant = attrs.field(converter=_earliest)
    latest: Instant = attrs.field(converter=_latest)

    def __attrs_post_init__(self) -> None:
        """Refuse an interval that ends before it begins."""
        if self.latest < self.earliest:
            raise InvalidValue("latest", self.latest, f"at {self.earliest} or later")

    @classmethod
    def of_wall_time(cls, wall: dt.datetime) -> "Interval":
        """Give what a time without a zone may mean: 26 hours, since it may be read anywhere.

        Raises:
            InvalidValue: when it has a zone, so that nothing has to be guessed.
        """
        if not _is_wall_time(wall):
            raise InvalidValue("wall", wall, "a date and time without a zone")
        return cls(*_around(wall, wall))

    @classmethod
    def of_day(cls, day: dt.date) -> "Interval":
        """Give what a date without a zone may mean: 50 hours.

        Raises:
            InvalidValue: when it is no plain date.
        """
        begin = dt.datetime.combine(plain_date(day, "day"), dt.time())
        return cls(
            *_around(begin, begin.replace(hour=23, minute=59, second=59, microsecond=999999))
        )


When: TypeAlias = Instant | Interval


def _is_wall_time(value: object) -> bool:
    return isinstance(value, dt.datetime) and value.tzinfo is None


def _around(first: dt.datetime, last: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    try:
        earliest, latest = first - MOST_AHEAD, last + MOST_BEHIND
    except OverflowError:
        raise InvalidValue("wall", first, "a time within the calendar") from None
    return earliest.replace(tzinfo=dt.UTC), latest.replace(tzinfo=dt.UTC)


def earliest(when: When) -> Instant:
    """Give the first moment that it may have been."""
    return when.earliest if isinstance(when, Interval) else when


def latest(when: When) -> Instant:
    """Give the last moment that it may have been."""
    return when.latest if isinstance(when, Interval) else when


def read_when(value: object, field: str) -> When:
    """Give an interval as it is, and everything else as an instant.

    Raises:
        InvalidValue: when it is a time without a zone, or none; say :class:`Interval` for those.
    """
    return value if isinstance(value, Interval) else instant(value, field)
