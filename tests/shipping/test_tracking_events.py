"""Tracking events and their times: what is read, and what is refused."""

import datetime as dt
from typing import Any

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tracking_writing import at, event

from ordercore.errors import InvalidValue
from ordercore.kernel.time import instant
from ordercore.shipping.tracking import Interval, TrackingEvent, TrackingStatus
from ordercore.shipping.tracking.times import earliest, latest

NAIVE = dt.datetime(2026, 3, 2, 9)  # noqa: DTZ001 - the very point


def test_a_wall_time_is_somewhere_within_26_hours() -> None:
    """From where the clocks are 14 hours ahead of UTC to where they are 12 behind."""
    found = Interval.of_wall_time(NAIVE)

    assert (found.earliest, found.latest) == (
        instant("2026-03-01T19:00:00Z"),
        instant("2026-03-02T21:00:00Z"),
    )
    assert Interval.of_wall_time(pendulum.naive(2026, 3, 2, 9)) == found


def test_a_day_is_somewhere_within_50_hours() -> None:
    """From its first moment in the east to its last in the west."""
    found = Interval.of_day(dt.date(2026, 3, 2))

    assert found == Interval("2026-03-01T10:00:00Z", "2026-03-03T11:59:59.999999Z")


@given(st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2050, 1, 1)), st.integers(-12, 14))  # noqa: DTZ001
def test_law_the_interval_holds_whatever_was_meant(wall: dt.datetime, ahead: int) -> None:
    """In every zone of the world."""
    meant = instant(wall.replace(tzinfo=dt.timezone(dt.timedelta(hours=ahead))))

    found = Interval.of_wall_time(wall)

    assert found.earliest <= meant <= found.latest


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Interval.of_wall_time(NAIVE.replace(tzinfo=dt.UTC)), "wall"),
        (lambda: Interval.of_wall_time(dt.date(2026, 3, 2)), "wall"),  # type: ignore[arg-type]
        (lambda: Interval.of_wall_time(None), "wall"),  # type: ignore[arg-type]
        (lambda: Interval.of_wall_time(dt.datetime.min), "wall"),  # noqa: DTZ901
        (lambda: Interval.of_wall_time(dt.datetime(1800, 1, 1)), "earliest"),  # noqa: DTZ001
        (lambda: Interval.of_day(NAIVE), "day"),
        (lambda: Interval.of_day(dt.date.min), "wall"),
        (lambda: Interval.of_day("2026-03-02"), "day"),  # type: ignore[arg-type]
        (lambda: Interval(at(2), at(1)), "latest"),
        (lambda: Interval(NAIVE, at(1)), "earliest"),
        (lambda: Interval(at(1), NAIVE), "latest"),
    ],
)
def test_an_interval_that_is_none_is_refused(make: Any, field: str) -> None:
    """With the field and the value."""
    with pytest.raises(InvalidValue) as error:
        make()

    assert error.value.field == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"when": NAIVE}, "when"),
        ({"when": "2026-03-02T09:00:00"}, "when"),
        ({"when": None}, "when"),
        ({"estimated": NAIVE}, "estimated"),
        ({"status": "delivered"}, "status"),
        ({"exception": "lost"}, "exception"),
        ({"correction": 1}, "correction"),
        ({"place": None}, "place"),
        ({"carrier": 7}, "carrier"),
        ({"code": b"X"}, "code"),
        ({"source": None}, "source"),
        ({"source_id": 7}, "source_id"),
        ({"text": "\ud800"}, "text"),
    ],
)
def test_an_event_that_cannot_be_is_refused(changes: dict[str, Any], field: str) -> None:
    """A time without a zone above all: an interval has to be meant."""
    with pytest.raises(InvalidValue) as error:
        TrackingEvent(**{"status": TrackingStatus.DELIVERED, "when": at(1), **changes})

    assert error.value.field == field


def test_times_are_read_as_instants() -> None:
    """Text with an offset, and any aware time; an interval stays itself."""
    meant = event("delivered", instant("2026-03-02T08:00:00Z"))

    assert event("delivered", "2026-03-02T09:00:00+01:00") == meant  # type: ignore[arg-type]
    assert Interval(at(1), at(1)).latest == at(1)
    span = Interval(at(1), at(2))
    assert event("delivered", span).when is span
    assert (earliest(span), latest(span)) == (at(1), at(2))
    assert (earliest(at(3)), latest(at(3))) == (at(3), at(3))
