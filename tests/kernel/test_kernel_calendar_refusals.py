"""Calendars that cannot be: refused where they are made, and not where somebody counts."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pendulum
import pytest

from ordercore.errors import InvalidValue
from ordercore.kernel.calendar import OperatingCalendar

FRIDAY, MONDAY, TUESDAY = dt.date(2026, 3, 6), dt.date(2026, 3, 9), dt.date(2026, 3, 10)

NOON = dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC)

ZONE = "a zone of the tz database"

WEEKDAYS = "weekdays from 0, a Monday, to 6"

DATE = "a date without a time"

SEVERAL = "several, in a list or a tuple"


@pytest.mark.parametrize(
    ("field", "given", "told", "expected"),
    [
        ("zone", None, None, ZONE),
        ("zone", 5, 5, ZONE),  # which pendulum reads as a fixed offset
        ("zone", [], [], ZONE),
        ("zone", "Mars/Olympus", "Mars/Olympus", ZONE),
        ("weekdays", {0, 9}, {0, 9}, WEEKDAYS),
        ("weekdays", {-1}, {-1}, WEEKDAYS),
        ("weekdays", [0, True], [0, True], WEEKDAYS),
        ("weekdays", [0.0], [0.0], WEEKDAYS),
        ("weekdays", ["0"], ["0"], WEEKDAYS),
        ("weekdays", [[0]], [[0]], WEEKDAYS),
        ("weekdays", "01234", "01234", SEVERAL),
        ("weekdays", 5, 5, SEVERAL),
        ("weekdays", None, None, SEVERAL),
        ("closed", {"2026-03-09"}, "2026-03-09", DATE),
        ("closed", {NOON}, NOON, DATE),  # which was kept, and closed nothing
        ("closed", [pendulum.instance(NOON)], NOON, DATE),
        ("closed", [None], None, DATE),
        ("closed", "2026-03-09", "2026-03-09", SEVERAL),
        ("closed", MONDAY, MONDAY, SEVERAL),
        ("open", {"2026-03-09"}, "2026-03-09", DATE),
        ("open", {NOON}, NOON, DATE),
        ("open", MONDAY, MONDAY, SEVERAL),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(
    field: str, given: object, told: object, expected: str
) -> None:
    """Under the name of the field, with what was wrong in it."""
    fields: Any = {"zone": "UTC", field: given}
    with pytest.raises(InvalidValue) as caught:
        OperatingCalendar(**fields)

    error = caught.value
    assert (error.field, error.value, error.expected) == (field, told, expected)


@pytest.mark.parametrize("several", [set, list, tuple, frozenset, iter])
def test_days_may_come_in_any_collection(several: Any) -> None:
    """The calendar is the same, counts the same, and can be a key."""
    days: Iterable[dt.date] = several([MONDAY])
    calendar = OperatingCalendar(
        zone="UTC", weekdays=several([0, 1, 2, 3, 4]), closed=days, open=several([])
    )

    assert calendar == OperatingCalendar(zone="UTC", closed=frozenset({MONDAY}))
    assert hash(calendar) == hash(OperatingCalendar(zone="UTC", closed=frozenset({MONDAY})))
    assert calendar.counted_on(FRIDAY, 1) == TUESDAY


def test_days_of_another_class_are_kept_as_plain_dates() -> None:
    """Those of pendulum, for instance."""
    calendar = OperatingCalendar(zone="UTC", closed=[pendulum.date(2026, 3, 9)])

    assert [type(day) for day in calendar.closed] == [dt.date]
    assert calendar.counted_on(FRIDAY, 1) == TUESDAY
