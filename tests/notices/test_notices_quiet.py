"""Quiet hours: what a clock on the wall shows, whatever clocks do at night."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.errors import InvalidValue
from ordercore.kernel.time import instant, local
from ordercore.notices import QuietHours, quiet_until

BERLIN = "Europe/Berlin"


def hours(start: str, end: str) -> QuietHours:
    """Read quiet hours."""
    return QuietHours(dt.time.fromisoformat(start), dt.time.fromisoformat(end))


@pytest.mark.parametrize(
    ("start", "end", "zone", "at", "until"),
    [
        ("22:00", "07:00", "UTC", "2026-03-02T21:59:59Z", None),
        ("22:00", "07:00", "UTC", "2026-03-02T22:00:00Z", "2026-03-03T07:00:00Z"),
        ("22:00", "07:00", "UTC", "2026-03-03T06:59:59Z", "2026-03-03T07:00:00Z"),
        ("22:00", "07:00", "UTC", "2026-03-03T07:00:00Z", None),
        ("12:00", "13:30", "UTC", "2026-03-02T12:15:00Z", "2026-03-02T13:30:00Z"),
        ("22:00", "07:00", "Asia/Tokyo", "2026-03-02T14:00:00Z", "2026-03-02T22:00:00Z"),
        # Berlin, 29 March: 02:00 is 03:00. The night is an hour shorter, and the end is in time.
        ("22:00", "07:00", BERLIN, "2026-03-28T22:00:00Z", "2026-03-29T05:00:00Z"),
        # 02:30 does not exist: it is over when the clocks land at 03:00.
        ("22:00", "02:30", BERLIN, "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z"),
        # It begins in the hour that there is not: from where the clocks land.
        ("02:30", "04:00", BERLIN, "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"),
        # 25 October: 02:30 comes twice, and the second time the clock shows it is quiet before it.
        ("22:00", "02:30", BERLIN, "2026-10-25T00:10:00Z", "2026-10-25T00:30:00Z"),
        ("22:00", "02:30", BERLIN, "2026-10-25T01:10:00Z", "2026-10-25T01:30:00Z"),
        # Begun at 02:30, the clocks are put back to a time before it; it is over in the morning.
        ("02:30", "07:00", BERLIN, "2026-10-25T00:45:00Z", "2026-10-25T06:00:00Z"),
        # Lord Howe Island moves by half an hour.
        ("22:00", "02:15", "Australia/Lord_Howe", "2026-10-03T15:00:00Z", "2026-10-03T15:30:00Z"),
    ],
)
def test_it_is_quiet_while_the_clock_shows_it(
    start: str, end: str, zone: str, at: str, until: str | None
) -> None:
    """From the start on and before the end, over midnight, and over changes of the clocks."""
    told = quiet_until(hours(start, end), zone, instant(at))

    assert told == (None if until is None else instant(until))


def test_without_quiet_hours_it_is_never_quiet() -> None:
    """Whoever names none is told at any time."""
    assert quiet_until(None, "UTC", instant("2026-03-02T03:00:00Z")) is None


@given(
    start=st.times(),
    end=st.times(),
    zone=st.sampled_from([BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]),
    minutes=st.integers(0, 366 * 24 * 60),
)
def test_it_ends_within_a_day_when_the_clock_shows_another_time(
    start: dt.time, end: dt.time, zone: str, minutes: int
) -> None:
    """What is put off is not quiet by then, is later, and is so within 25 hours."""
    if start == end:
        return
    quiet = QuietHours(start, end)
    at = instant(instant("2026-01-01T00:00:00Z") + dt.timedelta(minutes=minutes))

    until = quiet_until(quiet, zone, at)

    if until is None:
        assert not quiet.covers(local(at, zone).time())
    else:
        assert quiet_until(quiet, zone, until) is None
        assert at < until <= at + dt.timedelta(hours=25)


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (dt.time(7), dt.time(7), "end"),
        (dt.time(7, tzinfo=dt.UTC), dt.time(8), "start"),
        ("22:00", dt.time(8), "start"),
    ],
)
def test_hours_that_say_nothing_are_refused(start: dt.time, end: dt.time, field: str) -> None:
    """The same time twice, a zone of its own, and text."""
    with pytest.raises(InvalidValue) as wrong:
        QuietHours(start, end)

    assert wrong.value.field == field
