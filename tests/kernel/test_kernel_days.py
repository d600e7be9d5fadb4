"""Local days as spans of time, in every zone of the tz database."""

import datetime as dt
import zoneinfo
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.kernel.time import (
    Instant,
    instant,
    last_instant,
    local,
    local_date,
    skipped_days,
    start_of_day,
)
from ordercore.testing.strategies import instants

ZONES = sorted(zoneinfo.available_timezones() - {"localtime"})


@pytest.mark.parametrize(
    ("at", "shown", "day"),
    [
        # Newfoundland until 2011: at 00:01 the clocks went back to 23:01 of the evening before.
        ("2010-11-07T02:30:59Z", "2010-11-07", "2010-11-07"),
        ("2010-11-07T02:31:00Z", "2010-11-06", "2010-11-07"),
        ("2010-11-07T03:29:59Z", "2010-11-06", "2010-11-07"),
        ("2010-11-07T03:30:00Z", "2010-11-07", "2010-11-07"),
        ("2010-11-07T02:29:59Z", "2010-11-06", "2010-11-06"),
    ],
)
def test_an_evening_that_comes_twice_belongs_to_the_day_that_began(
    at: str, shown: str, day: str
) -> None:
    """So a later moment is never on an earlier day."""
    assert local(instant(at), "America/St_Johns").date().isoformat() == shown
    assert local_date(instant(at), "America/St_Johns").isoformat() == day


@given(instants(), st.timedeltas(dt.timedelta(0), dt.timedelta(days=2)), st.sampled_from(ZONES))
def test_law_days_follow_each_other(at: Instant, more: dt.timedelta, zone: str) -> None:
    """In every zone an instant lies within its day, and a later one on the same or a later day."""
    day = local_date(at, zone)

    assert start_of_day(day, zone) <= at <= last_instant(day, zone)
    assert day <= local_date(at + more, zone)


def test_law_days_follow_each_other_whenever_clocks_change() -> None:
    """In every zone, in the hours around each change of its clocks in forty years."""
    for zone, change in changes():
        around = [instant(change + n * dt.timedelta(minutes=15)) for n in range(-10, 15)]
        days = [local_date(at, zone) for at in around]

        assert days == sorted(days), (zone, change)
        for at, day in zip(around, days, strict=True):
            assert start_of_day(day, zone) <= at <= last_instant(day, zone), (zone, at)


MONTHS = [
    dt.datetime(year, month, 1, tzinfo=dt.UTC)
    for year in range(1990, 2031)
    for month in (1, 4, 7, 10)
]


def changes() -> Iterator[tuple[str, dt.datetime]]:
    """Find when the clocks of each zone change, to the hour; zones of one history count once."""
    seen: set[tuple[dt.timedelta | None, ...]] = set()
    for zone in ZONES:
        rules = zoneinfo.ZoneInfo(zone)
        offsets = tuple(month.astimezone(rules).utcoffset() for month in MONTHS)
        if offsets in seen:
            continue
        seen.add(offsets)
        spans = zip(MONTHS, MONTHS[1:], offsets, offsets[1:], strict=False)
        for low, high, before, after in spans:
            if before != after:
                yield zone, changed_at(rules, low, high)


def changed_at(rules: zoneinfo.ZoneInfo, low: dt.datetime, high: dt.datetime) -> dt.datetime:
    """Find a change of the clocks between two moments, to the hour."""
    before = low.astimezone(rules).utcoffset()
    while high - low > dt.timedelta(hours=1):
        middle = low + (high - low) / 2
        same = middle.astimezone(rules).utcoffset() == before
        low, high = (middle, high) if same else (low, middle)
    return low


def test_a_day_is_lost_only_where_a_zone_crossed_the_date_line() -> None:
    """Six islands did since 1900 (Kwajalein has two names); nobody else lost a day."""
    lost = {zone: sorted(map(str, days)) for zone in ZONES if (days := skipped_days(zone))}

    assert lost == {
        "Kwajalein": ["1993-08-21"],
        "Pacific/Apia": ["2011-12-30"],
        "Pacific/Enderbury": ["1994-12-31"],
        "Pacific/Fakaofo": ["2011-12-30"],
        "Pacific/Kanton": ["1994-12-31"],
        "Pacific/Kiritimati": ["1994-12-31"],
        "Pacific/Kwajalein": ["1993-08-21"],
    }
