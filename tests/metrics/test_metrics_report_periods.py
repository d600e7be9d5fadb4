"""Periods of reports: their days, their order, and what they are compared with."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.errors import InvalidValue
from ordercore.metrics.reporting.periods import (
    Days,
    as_long_before,
    begin_of,
    end_of,
    one_before,
    periods_of,
    shifted,
)

DATES = st.dates(dt.date(1900, 1, 1), dt.date(8999, 12, 31))

PERIODS = st.sampled_from(["day", "week", "month"])


def day(text: str) -> dt.date:
    """Read a day."""
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("of", "by", "periods", "gives"),
    [
        ("2026-03-01", "day", -1, "2026-02-28"),
        ("2026-03-04", "week", -1, "2026-02-25"),
        ("2026-03-31", "month", -1, "2026-02-28"),
        ("2026-02-28", "month", 1, "2026-03-31"),  # the last day stays the last
        ("2024-02-28", "month", 1, "2024-03-28"),
        ("2026-03-30", "month", -1, "2026-02-28"),
        ("2026-01-15", "month", -1, "2025-12-15"),
        ("2025-12-15", "month", 14, "2027-02-15"),
    ],
)
def test_days_are_shifted_by_periods(of: str, by: str, periods: int, gives: str) -> None:
    """Months are no multiples of days."""
    assert shifted(day(of), by, periods) == day(gives)


@pytest.mark.parametrize(
    ("first", "last", "before_first", "before_last"),
    [
        ("2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28"),
        ("2026-01-01", "2026-03-31", "2025-10-01", "2025-12-31"),
        ("2024-02-01", "2024-02-29", "2024-01-01", "2024-01-31"),
        ("2026-03-01", "2026-03-30", "2026-01-30", "2026-02-28"),
        ("2026-03-02", "2026-03-08", "2026-02-23", "2026-03-01"),
        ("2026-03-02", "2026-03-02", "2026-03-01", "2026-03-01"),
    ],
)
def test_as_much_time_before_is_whole_months_or_as_many_days(
    first: str, last: str, before_first: str, before_last: str
) -> None:
    """A month stands beside the month before, whatever their lengths."""
    before = as_long_before(Days(day(first), day(last)))

    assert before == Days(day(before_first), day(before_last))


def test_without_bounds_there_is_nothing_before() -> None:
    """And no periods."""
    some = day("2026-03-02")
    assert as_long_before(Days(some)) is None
    assert as_long_before(Days(None, some)) is None
    assert list(periods_of(Days(some), "day")) == []
    assert one_before(Days(None, some), "day") == Days(None, day("2026-03-01"))
    assert one_before(Days(some), "week") == Days(day("2026-02-23"), None)


def test_nobody_looks_at_a_hundred_thousand_days() -> None:
    """One wild date does not fill the memory."""
    with pytest.raises(InvalidValue, match="100000 days"):
        list(periods_of(Days(day("1900-01-01"), day("8999-12-31")), "day"))


@given(DATES, PERIODS)
def test_a_period_holds_its_days(some: dt.date, by: str) -> None:
    """It begins on or before each of them, and the next one after."""
    begin, end = begin_of(some, by), end_of(begin_of(some, by), by)

    assert begin <= some <= end
    assert begin_of(end, by) == begin
    assert begin_of(end + dt.timedelta(days=1), by) == end + dt.timedelta(days=1)


@given(DATES, st.integers(0, 400), PERIODS)
def test_periods_part_the_days_without_rest(first: dt.date, length: int, by: str) -> None:
    """Each day is in one of them, cut at the edges."""
    days = Days(first, min(first + dt.timedelta(days=length), dt.date(8999, 12, 31)))

    periods = list(periods_of(days, by))

    assert (periods[0][0], periods[-1][1]) == (days.first, days.last)
    for (_, end), (begin, _) in pairwise(periods):
        assert begin == end + dt.timedelta(days=1)
        assert begin == begin_of(begin, by)
    assert all(begin_of(one, by) == begin_of(other, by) for one, other in periods)
    assert days.hold(first)
    assert not days.hold(first - dt.timedelta(days=1))
