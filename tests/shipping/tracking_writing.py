"""What the tests of tracking write: events at hours after a beginning, and feeds of any kind."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from ordercore.kernel.time import Instant, instant
from ordercore.shipping.tracking import (
    ExceptionCode,
    Interval,
    TrackingEvent,
    TrackingStatus,
    When,
)

BEGIN = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def at(hours: float) -> Instant:
    """Give a moment so many hours after the beginning."""
    return instant(BEGIN + dt.timedelta(hours=hours))


def wall(hours: float) -> Interval:
    """Give what a clock without a zone shows so many hours after the beginning."""
    return Interval.of_wall_time((BEGIN + dt.timedelta(hours=hours)).replace(tzinfo=None))


def event(status: str, when: When | float, **fields: Any) -> TrackingEvent:
    """Make an event; a plain number is hours after the beginning."""
    moment = at(when) if isinstance(when, int | float) else when
    return TrackingEvent(status=TrackingStatus(status), when=moment, **fields)


def fix(status: str, when: When | float, **fields: Any) -> TrackingEvent:
    """Make a correction."""
    return event(status, when, correction=True, **fields)


HOURS = st.integers(0, 60)
"""Few enough to meet often."""

MOMENTS = st.one_of(
    HOURS.map(at),
    HOURS.map(wall),
    HOURS.map(lambda hours: Interval.of_day(at(hours).date())),
    st.tuples(HOURS, HOURS).map(lambda ends: Interval(at(min(ends)), at(max(ends)))),
)


def events(when: st.SearchStrategy[When]) -> st.SearchStrategy[TrackingEvent]:
    """Any events at such times."""
    return st.builds(
        TrackingEvent,
        status=st.sampled_from(TrackingStatus),
        when=when,
        exception=st.none() | st.sampled_from(ExceptionCode),
        place=st.sampled_from(("", "Austin", "Dallas")),
        carrier=st.sampled_from(("UPS", "USPS")),
        code=st.sampled_from(("", "X1")),
        estimated=st.none() | MOMENTS,
        correction=st.sampled_from((False, False, False, True)),
        source=st.sampled_from(("easypost", "shippo")),
        source_id=st.sampled_from(("", "1", "2")),
        text=st.sampled_from(("", "Arrived")),
    )


EVENTS = events(MOMENTS)

FEEDS = st.lists(EVENTS, max_size=12)
