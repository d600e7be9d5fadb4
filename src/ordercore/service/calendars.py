"""Calendars from holidays: on which days a seller or a carrier works."""

import datetime as dt
from collections.abc import Iterable

from ordercore.errors import InvalidTable
from ordercore.kernel.calendar import MONDAY_TO_FRIDAY, OperatingCalendar
from ordercore.kernel.checking import plain_date, several
from ordercore.ports.holidays import HolidaySource


def calendar_of(
    source: HolidaySource,
    country: str,
    years: Iterable[int],
    *,
    zone: str,
    region: str = "",
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY,
    closed: Iterable[dt.date] = (),
    open: Iterable[dt.date] = (),
) -> OperatingCalendar:
    """Make the calendar of somebody who keeps the holidays of a place.

    Beside them it is ``closed`` on days of its own (a stocktaking, a day of mourning), and
    ``open`` on days that are worked all the same: holidays that are overridden, also those on a
    weekend, and single days of a weekend.
    It says nothing of other years than those asked for, in which it closes for weekends alone:
    ask for a year more than any promise reaches.

    Raises:
        InvalidValue: when the source knows no such place or years, there is no such zone, or a
            day is none.
        InvalidTable: when a day is both closed and open, or no weekday is worked.
        OSError: when a source that asks a service cannot reach it.
    """
    off = frozenset(plain_date(day, "closed") for day in several(closed, "closed"))
    on = frozenset(plain_date(day, "open") for day in several(open, "open"))
    if both := sorted(off & on):
        raise InvalidTable(
            "operating calendar", tuple(f"{day} is both closed and open" for day in both)
        )
    holidays = source.holidays(country, years, region)
    return OperatingCalendar(
        zone=zone, weekdays=weekdays, closed=off | (holidays.keys() - on), open=on
    )
