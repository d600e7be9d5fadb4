"""Days and times as reports of returns write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.adapters.amazon.fields import BadField
from ordercore.adapters.amazon.returns_times import (
    MONTHS,
    ReportedTime,
    optional_time,
    reported_time,
)
from ordercore.errors import InvalidValue
from ordercore.kernel.time import instant

JULY_14 = dt.date(2025, 7, 14)

NEW_YORK = "America/New_York"


@pytest.mark.parametrize(
    ("text", "day", "clock", "at"),
    [
        # The seller-fulfilled report: a mere day.
        ("14-Jul-2025", JULY_14, None, None),
        ("14-JUL-2025", JULY_14, None, None),
        ("4 Jul 2025", dt.date(2025, 7, 4), None, None),
        # Amazon's own report, and the XML report: an instant.
        ("2025-07-14T15:31:40+00:00", JULY_14, dt.time(15, 31, 40), "2025-07-14T15:31:40Z"),
        ("2025-07-14T12:44:17Z", JULY_14, dt.time(12, 44, 17), "2025-07-14T12:44:17Z"),
        ("2025-07-14T23:30:00-07:00", JULY_14, dt.time(23, 30), "2025-07-15T06:30:00Z"),
        ("2025-07-14 12:44:17 UTC", JULY_14, dt.time(12, 44, 17), "2025-07-14T12:44:17Z"),
        ("2025-07-14 12:44:17 GMT", JULY_14, dt.time(12, 44, 17), "2025-07-14T12:44:17Z"),
        # Without an offset.
        ("2025-07-14", JULY_14, None, None),
        ("2025-07-14T12:44", JULY_14, dt.time(12, 44), None),
        ("2025-07-14 12:44:17", JULY_14, dt.time(12, 44, 17), None),
        # Numbers that can be read in one way only.
        ("14/07/2025", JULY_14, None, None),
        ("07/14/2025", JULY_14, None, None),
        ("14.7.2025", JULY_14, None, None),
        ("07/07/2025", dt.date(2025, 7, 7), None, None),
    ],
)
def test_what_is_said_is_read(
    text: str, day: dt.date, clock: dt.time | None, at: str | None
) -> None:
    """The day always, the time of day and the instant where they are there."""
    told = reported_time(text, "return-date")

    assert told == ReportedTime(text=text, day=day, clock=clock, at=instant(at) if at else None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing_value"),
        ("03/04/2025", "ambiguous_date"),
        ("3-4-2025", "ambiguous_date"),
        ("14/07/25", "ambiguous_date"),
        ("14-Jul-25", "ambiguous_date"),
        ("25-07-10", "ambiguous_date"),
        ("31-Jun-2025", "bad_time"),
        ("14-Mrz-2025", "bad_time"),
        ("30/30/2025", "bad_time"),
        ("2025-02-30", "bad_time"),
        ("2025-07-14T25:00:00Z", "bad_time"),
        ("2025-07-14 12:44:17 PDT", "bad_time"),
        ("20178-07-14", "bad_time"),
        ("14-Jul-0001", "bad_time"),
        ("14-Jul-9999", "bad_time"),
        ("0001-01-01", "bad_time"),
        ("9999-12-31T23:59:59-12:00", "bad_time"),
        ("yesterday", "bad_time"),
        ("١٤-Jul-2025", "bad_time"),
    ],
)
def test_what_cannot_be_read_in_one_way_is_refused(text: str, code: str) -> None:
    """Field, code and value are named."""
    with pytest.raises(BadField) as caught:
        reported_time(text, "return-date")

    assert (caught.value.field, caught.value.code, caught.value.value) == (
        "return-date",
        code,
        text,
    )


def test_a_blank_time_may_be_none() -> None:
    """Where a return has not arrived, nothing says when."""
    assert optional_time("", "return-delivery-date") is None
    assert optional_time("2025-07-14", "return-delivery-date") is not None


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("14-Jul-2025", "2025-07-14T04:00:00Z", "2025-07-15T03:59:59.999999Z"),
        ("2025-07-14 12:00:00", "2025-07-14T16:00:00Z", "2025-07-14T16:00:00Z"),
        ("2025-07-14T12:00:00Z", "2025-07-14T12:00:00Z", "2025-07-14T12:00:00Z"),
        # The day on which clocks go forward has 23 hours, the one on which they go back 25.
        ("09-Mar-2025", "2025-03-09T05:00:00Z", "2025-03-10T03:59:59.999999Z"),
        ("02-Nov-2025", "2025-11-02T04:00:00Z", "2025-11-03T04:59:59.999999Z"),
        # A time that comes twice is the first of the two.
        ("2025-11-02 01:30:00", "2025-11-02T05:30:00Z", "2025-11-02T05:30:00Z"),
        ("2025-03-09 02:30:00", "2025-03-09T07:30:00Z", "2025-03-09T07:30:00Z"),
    ],
)
def test_a_zone_makes_it_a_span(text: str, since: str, until: str) -> None:
    """A day is all of it, in the zone that somebody names."""
    told = reported_time(text, "return-date")

    assert told.since(NEW_YORK) == instant(since)
    assert told.until(NEW_YORK) == instant(until)


@pytest.mark.parametrize(
    ("text", "earliest", "meant"),
    [
        ("14-Jul-2025", "2025-07-12T18:00:00Z", "2025-07-14T04:00:00Z"),
        ("14-Jul-2025", "2025-07-14T18:00:00Z", "2025-07-14T18:00:00Z"),
        ("14-Jul-2025", "2025-07-16T18:00:00Z", "2025-07-14T04:00:00Z"),
        ("2025-07-14T12:00:00Z", "2025-07-14T18:00:00Z", "2025-07-14T12:00:00Z"),
        ("2025-07-14 08:00", "2025-07-14T18:00:00Z", "2025-07-14T12:00:00Z"),
    ],
)
def test_a_day_begins_where_it_can(text: str, earliest: str, meant: str) -> None:
    """A mere day may mean any of its moments; what says more is not bent."""
    told = reported_time(text, "return-date")

    assert told.not_before(instant(earliest), NEW_YORK) == instant(meant)


def test_the_earlier_of_two_is_that_of_the_calendar() -> None:
    """Of equal ones it is the first."""
    early, late = reported_time("13-Jul-2025", "a"), reported_time("2025-07-14T10:00:00Z", "a")
    same = reported_time("2025-07-13", "a")

    assert early.earlier(late) is early
    assert late.earlier(early) is early
    assert early.earlier(same) is early


def test_fields_of_other_types_are_refused() -> None:
    """A day is a date."""
    with pytest.raises(InvalidValue):
        ReportedTime(text="x", day="2025-07-14")  # type: ignore[arg-type]


DAYS = st.dates(dt.date(1901, 1, 1), dt.date(8998, 12, 31))


@given(DAYS)
def test_every_spelling_of_a_day_is_that_day(day: dt.date) -> None:
    """Law: with its name, ISO, and with numbers unless two days could be meant."""
    month = MONTHS[day.month - 1].title()

    for text in (
        f"{day.day:02}-{month}-{day.year}",
        day.isoformat(),
        f"{day.day} {month} {day.year}",
    ):
        assert reported_time(text, "a").day == day
    for text in (f"{day.day}/{day.month}/{day.year}", f"{day.month}/{day.day}/{day.year}"):
        try:
            assert reported_time(text, "a").day == day
        except BadField as bad:
            assert bad.code == "ambiguous_date"
            assert day.day <= 12


@given(st.text(max_size=30) | st.text("0123456789-/.:TZ +JulGMT", max_size=25))
def test_no_text_does_harm(text: str) -> None:
    """Law: a text is read, or refused by a code."""
    try:
        told = reported_time(text, "a")
    except BadField as bad:
        assert bad.code in {"missing_value", "bad_time", "ambiguous_date"}
    else:
        assert told.since("Asia/Tokyo") <= told.until("Asia/Tokyo")
