"""Calendars from holidays, own closures, and days that are worked all the same."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.adapters.holidays import PublicHolidays
from ordercore.adapters.memory import MemoryHolidays
from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.service.calendars import calendar_of

NEW_YORK = "America/New_York"

LAWS = PublicHolidays()


def us(years: range = range(2026, 2028), **given: Any) -> OperatingCalendar:
    """Make the calendar of a seller in New York."""
    return calendar_of(LAWS, "US", years, zone=NEW_YORK, **given)


def day(text: str) -> dt.date:
    """Read a day."""
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("when", "works"),
    [
        # 4 July 2026 is a Saturday, kept on the Friday; a Sunday in 2027, kept on the Monday.
        ("2026-07-02", True),
        ("2026-07-03", False),
        ("2026-07-04", False),
        ("2026-07-06", True),
        ("2027-07-05", False),
        ("2027-07-06", True),
        # New Year 2028 is kept on the last day of 2027.
        ("2027-12-30", True),
        ("2027-12-31", False),
        ("2026-11-26", False),
        ("2026-11-27", True),
        ("2026-03-07", False),
    ],
)
def test_a_us_seller_keeps_the_days_of_the_us(when: str, works: bool) -> None:
    """Also those that are kept on another day than their own."""
    assert us().is_operating(day(when)) is works


def test_own_closures_come_beside_the_holidays() -> None:
    """The mail stood still on 5 December 2018; Juneteenth 2022 was kept on the Monday after it."""
    mourning = dt.date(2018, 12, 5)
    years = range(2018, 2023)

    assert us(years).is_operating(mourning)
    assert not us(years, closed=[mourning]).is_operating(mourning)
    assert not us(years, closed=[mourning]).is_operating(day("2022-06-20"))
    # A source that missed the new law is put right in the same way.
    missed = MemoryHolidays({"US": {}}, years=years)
    put_right = calendar_of(missed, "US", years, zone=NEW_YORK, closed=[day("2022-06-20")])
    assert put_right.counted_on(day("2022-06-17"), 1) == day("2022-06-21")


def test_an_overridden_holiday_is_worked() -> None:
    """On a weekday and on a weekend alike, where overriding makes the day a working day."""
    friday, saturday, sunday = day("2026-07-03"), day("2026-07-04"), day("2026-07-05")

    calendar = us(open=[friday, saturday])

    assert [calendar.is_operating(some) for some in (friday, saturday, sunday)] == [
        True,
        True,
        False,
    ]
    assert not {friday, saturday} & calendar.closed
    assert calendar.counted_on(friday, 1) == saturday


def test_a_region_keeps_its_own_days_too() -> None:
    """Epiphany 2026 is a holiday in Bavaria, and not in all of Germany."""
    epiphany, years, zone = dt.date(2026, 1, 6), [2026], "Europe/Berlin"

    assert calendar_of(LAWS, "DE", years, zone=zone).is_operating(epiphany)
    assert not calendar_of(LAWS, "DE", years, zone=zone, region="BY").is_operating(epiphany)


def test_weekdays_are_those_of_the_place() -> None:
    """In Saudi Arabia Friday and Saturday are the weekend; Thursday counts on to Sunday."""
    sunday_to_thursday = frozenset({6, 0, 1, 2, 3})
    riyadh = calendar_of(LAWS, "SA", [2026], zone="Asia/Riyadh", weekdays=sunday_to_thursday)

    assert riyadh.counted_on(day("2026-02-12"), 1) == day("2026-02-15")
    assert not riyadh.is_operating(day("2026-09-23"))


def test_what_cannot_be_is_refused_by_its_name() -> None:
    """A day with a time, one day for several, a day that is both, and a place that is none."""
    midnight = dt.datetime(2026, 1, 2)  # noqa: DTZ001 - a naive time that slipped in

    wrong = ({"closed": [midnight]}, {"open": ["2026-01-02"]}, {"open": dt.date(2026, 1, 2)})
    for days in wrong:
        with pytest.raises(InvalidValue) as caught:
            us(**days)
        assert caught.value.field in days
    with pytest.raises(InvalidTable, match="2026-07-03 is both closed and open"):
        us(closed=[day("2026-07-03")], open=[day("2026-07-03"), day("2026-07-04")])
    with pytest.raises(InvalidTable, match="no weekday"):
        us(weekdays=frozenset())
    with pytest.raises(InvalidValue, match="zone"):
        calendar_of(LAWS, "US", [2026], zone="Mars/Olympus")
    with pytest.raises(InvalidValue, match="country"):
        calendar_of(LAWS, "XX", [2026], zone=NEW_YORK)
    with pytest.raises(InvalidValue, match="years"):
        us(range(2099, 2103))


DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31))


@given(st.frozensets(DAYS, max_size=8), st.frozensets(DAYS, max_size=8), DAYS)
def test_law_a_day_is_open_where_one_said_so_and_closed_where_anything_did(
    closed: frozenset[dt.date], opened: frozenset[dt.date], when: dt.date
) -> None:
    """What is said open is open; else a weekend, a holiday or an own closure closes it."""
    calendar = us(closed=closed - opened, open=opened)
    off = {*LAWS.holidays("US", range(2026, 2028)), *(closed - opened)}

    works = when in opened or (when.weekday() < 5 and when not in off)

    assert calendar.is_operating(when) is works
