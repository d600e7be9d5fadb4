"""Counting operating days: against a plain loop, against numpy, and at the edges of time."""

import datetime as dt
import pickle
from collections.abc import Callable
from typing import Any

import attrs
import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.replace import replace

FIRST, LAST = dt.date(2019, 1, 1), dt.date(2031, 12, 31)

DAYS = st.dates(FIRST, LAST)

SOME_DAYS = st.frozensets(st.dates(dt.date(2025, 12, 1), dt.date(2026, 2, 1)), max_size=40)

WEEKDAYS = st.frozensets(st.integers(0, 6), min_size=1)


@st.composite
def calendars(draw: st.DrawFn) -> OperatingCalendar:
    """Calendars with many holidays, and many days worked against them, over a turn of the year."""
    zone = draw(st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Apia"]))
    return OperatingCalendar(
        zone=zone, weekdays=draw(WEEKDAYS), closed=draw(SOME_DAYS), open=draw(SOME_DAYS)
    )


def plainly_operating(calendar: OperatingCalendar, day: dt.date) -> bool:
    """Tell whether a day is worked, by the words of the calendar's own description."""
    if calendar.zone == "Pacific/Apia" and day == dt.date(2011, 12, 30):
        return False
    worked = day.weekday() in calendar.weekdays and day not in calendar.closed
    return day in calendar.open or worked


def plainly_counted(calendar: OperatingCalendar, day: dt.date, days: int) -> dt.date:
    """Count one day after the other."""
    if not days and plainly_operating(calendar, day):
        return day
    left = max(1, days)
    while left:
        day += dt.timedelta(days=1)
        left -= plainly_operating(calendar, day)
    return day


@given(calendars(), st.dates(dt.date(2025, 11, 15), dt.date(2026, 2, 15)), st.integers(0, 40))
def test_counting_agrees_with_a_plain_loop(
    calendar: OperatingCalendar, day: dt.date, days: int
) -> None:
    """Over holidays, worked weekends and the turn of the year."""
    assert calendar.is_operating(day) == plainly_operating(calendar, day)
    assert calendar.on_or_after(day) == plainly_counted(calendar, day, 0)
    assert calendar.counted_on(day, days) == plainly_counted(calendar, day, days)
    rolled = plainly_counted(calendar, plainly_counted(calendar, day, 0), days)
    assert calendar.rolled_on(day, days) == rolled


@given(calendars(), DAYS, st.integers(0, 60))
def test_closed_days_are_those_that_are_not_worked(
    calendar: OperatingCalendar, day: dt.date, length: int
) -> None:
    """All of them between two days, both among them, and in order."""
    days = [day + dt.timedelta(days=n) for n in range(length + 1)]

    assert calendar.closed_between(day, days[-1]) == tuple(
        some for some in days if not plainly_operating(calendar, some)
    )
    assert calendar.closed_between(days[-1], day - dt.timedelta(days=1)) == ()


CALENDARS, EACH = 100, 1000


@pytest.mark.parametrize(
    ("count", "roll"),
    [
        (OperatingCalendar.rolled_on, "forward"),
        # The n-th day strictly after: from the last working day up to it, n days on.
        (OperatingCalendar.counted_on, "backward"),
    ],
    ids=["rolled", "after"],
)
def test_counting_agrees_with_numpy(
    count: Callable[[OperatingCalendar, dt.date, int], dt.date], roll: Any
) -> None:
    """On 100,000 random cases: any week, up to 300 holidays in twelve years, up to 60 days."""
    chance = np.random.default_rng(7)
    span = (LAST - FIRST).days
    first = np.datetime64(FIRST)
    for _ in range(CALENDARS):
        mask = chance.random(7) < chance.choice([0.2, 0.7, 1.0])
        mask[chance.integers(7)] = True
        holidays = first + np.unique(chance.integers(0, span, chance.integers(0, 300)))
        starts = first + chance.integers(0, span, EACH)
        days = chance.integers(1 if roll == "backward" else 0, 61, EACH)
        calendar = OperatingCalendar(
            zone="UTC",
            weekdays=frozenset(int(day) for day in np.flatnonzero(mask)),
            closed=frozenset(holidays.tolist()),
        )

        theirs = np.busday_offset(starts, days, roll=roll, weekmask=mask, holidays=holidays)
        cases = zip(starts.tolist(), days.tolist(), strict=True)
        ours = [count(calendar, start, n) for start, n in cases]

        assert np.array_equal(np.array(ours, dtype="datetime64[D]"), theirs)


@given(calendars(), WEEKDAYS, DAYS)
def test_further_weekdays_are_worked_beside_a_calendars_own(
    calendar: OperatingCalendar, weekdays: frozenset[int], day: dt.date
) -> None:
    """A holiday stays one, and the same wish gives the same calendar."""
    both = calendar.also_on(weekdays)

    assert both == replace(calendar, weekdays=calendar.weekdays | weekdays)
    assert both is calendar.also_on(weekdays)
    added = day.weekday() in weekdays and day not in calendar.closed
    assert both.is_operating(day) == (calendar.is_operating(day) or added)


@pytest.mark.parametrize(
    ("zone", "lost"),
    [
        # The tz database: each moved over the date line and went without a day.
        ("Pacific/Apia", "2011-12-30"),
        ("Pacific/Fakaofo", "2011-12-30"),
        ("Pacific/Kiritimati", "1994-12-31"),
        ("Pacific/Kwajalein", "1993-08-21"),
    ],
)
def test_nobody_works_on_a_day_that_never_was(zone: str, lost: str) -> None:
    """Not even where the calendar says that it is worked."""
    day = dt.date.fromisoformat(lost)
    before, after = day - dt.timedelta(days=1), day + dt.timedelta(days=1)
    calendar = OperatingCalendar(zone=zone, weekdays=frozenset(range(7)), open=frozenset({day}))

    assert not calendar.is_operating(day)
    assert calendar.counted_on(before, 1) == calendar.on_or_after(day) == after
    assert calendar.closed_between(before, after) == (day,)
    assert replace(calendar, zone="UTC").counted_on(before, 1) == day


def test_a_calendar_that_is_closed_for_years_ends_in_an_error() -> None:
    """After ten years without a working day; nine are gone over."""

    def closed_for(years: int) -> OperatingCalendar:
        days = (dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(366 * years))
        return OperatingCalendar(zone="UTC", closed=frozenset(days))

    assert closed_for(9).counted_on(dt.date(2026, 6, 1), 2) == dt.date(2035, 1, 9)
    assert closed_for(11).on_or_after(dt.date(2025, 12, 31)) == dt.date(2025, 12, 31)
    with pytest.raises(InvalidTable, match="no day is worked in the years 2026 to 2035"):
        closed_for(11).on_or_after(dt.date(2026, 6, 1))
    with pytest.raises(InvalidTable, match="2026 to 2035"):
        closed_for(11).counted_on(dt.date(2025, 12, 31), 1)


@pytest.mark.parametrize(
    ("day", "days"),
    [
        (dt.date(9999, 12, 31), 1),
        (dt.date(9999, 12, 30), 5),
        (dt.date(9999, 12, 24), 6),
        (dt.date(2026, 3, 2), 10**12),
        (dt.date(9990, 1, 1), 3000),
    ],
)
def test_counting_ends_with_the_calendar(day: dt.date, days: int) -> None:
    """With an error of ours that names the day, however many days are asked for."""
    week = OperatingCalendar(zone="UTC")

    assert week.counted_on(dt.date(9999, 12, 24), 5) == dt.date.max
    with pytest.raises(InvalidValue, match="before the end of the year 9999") as caught:
        week.counted_on(day, days)
    assert (caught.value.field, caught.value.value) == ("day", day)


def test_the_first_day_of_all_is_counted_from() -> None:
    """1 January of the year 1 was a Monday."""
    assert OperatingCalendar(zone="UTC").counted_on(dt.date.min, 5) == dt.date(1, 1, 8)


@pytest.mark.parametrize("days", [-1, -30])
def test_days_are_not_counted_backwards(days: int) -> None:
    """A negative number is a slip."""
    with pytest.raises(InvalidValue, match="days: -"):
        OperatingCalendar(zone="UTC").counted_on(FIRST, days)


def test_a_calendar_stays_a_plain_value() -> None:
    """What was counted in it shows neither in its text nor when it is compared, kept or copied."""
    calendar = OperatingCalendar(zone="UTC", closed=frozenset({FIRST}))
    before = repr(calendar)
    calendar.counted_on(FIRST, 300)
    fresh = OperatingCalendar(zone="UTC", closed=frozenset({FIRST}))

    assert repr(calendar) == before
    assert {calendar, fresh} == {fresh}
    assert pickle.loads(pickle.dumps(calendar)) == fresh  # noqa: S301 - our own bytes
    read = msgspec.json.decode(msgspec.json.encode(calendar), type=OperatingCalendar)
    assert read == fresh
    assert read.counted_on(FIRST, 1) == calendar.counted_on(FIRST, 1)
    assert attrs.evolve(calendar, closed=frozenset[dt.date]()).is_operating(FIRST)
