"""Operating calendars, and policy rows with a date."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.calendar import OperatingCalendar

FRIDAY, SATURDAY, SUNDAY, MONDAY, TUESDAY = (dt.date(2026, 3, 6 + n) for n in range(5))

WEEK = OperatingCalendar(zone="UTC")


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (SATURDAY, 1, MONDAY),
        (FRIDAY, 1, MONDAY),
        (FRIDAY, 2, TUESDAY),
        (FRIDAY, 0, FRIDAY),
        (SATURDAY, 0, MONDAY),
        (SUNDAY, 1, MONDAY),
        (MONDAY, 5, dt.date(2026, 3, 16)),
    ],
)
def test_working_days_are_counted_strictly_after(
    day: dt.date, days: int, expected: dt.date
) -> None:
    """Saturday with one gives Monday, not Tuesday."""
    assert WEEK.counted_on(day, days) == expected


def test_holidays_are_not_worked() -> None:
    """Counting goes over them."""
    calendar = OperatingCalendar(zone="UTC", closed=frozenset({MONDAY}))

    assert not calendar.is_operating(MONDAY)
    assert calendar.counted_on(FRIDAY, 1) == TUESDAY
    assert calendar.on_or_after(SATURDAY) == TUESDAY


def test_an_override_makes_a_day_worked() -> None:
    """A holiday, and a holiday that lies on a weekend, which is worked then too."""
    calendar = OperatingCalendar(
        zone="UTC", closed=frozenset({SATURDAY, MONDAY}), open=frozenset({SATURDAY})
    )

    assert calendar.is_operating(SATURDAY)
    assert calendar.counted_on(FRIDAY, 1) == SATURDAY
    assert calendar.counted_on(FRIDAY, 2) == TUESDAY


def test_weekdays_are_the_sellers_own() -> None:
    """Sunday to Thursday, for instance."""
    calendar = OperatingCalendar(zone="Asia/Riyadh", weekdays=frozenset({6, 0, 1, 2, 3}))

    assert calendar.counted_on(dt.date(2026, 3, 5), 1) == SUNDAY


def test_a_calendar_without_working_days_is_refused() -> None:
    """Counting in it would never end."""
    with pytest.raises(InvalidTable, match="no weekday from 0 to 6 is worked"):
        OperatingCalendar(zone="UTC", weekdays=frozenset())


def test_a_calendar_is_in_a_zone() -> None:
    """A misspelt one is refused when the calendar is built."""
    with pytest.raises(InvalidValue, match="zone"):
        OperatingCalendar(zone="Europe/Atlantis")


@given(st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)), st.integers(0, 30))
def test_counted_days_are_worked_and_that_many(day: dt.date, days: int) -> None:
    """Between a day and the counted one lie exactly so many working days."""
    found = WEEK.counted_on(day, days)
    between = [day + dt.timedelta(days=n) for n in range(1, (found - day).days + 1)]

    assert WEEK.is_operating(found)
    if days:
        assert sum(map(WEEK.is_operating, between)) == days
