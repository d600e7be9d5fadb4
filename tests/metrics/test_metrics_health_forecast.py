"""Forecasts: when a figure crosses its limit, as a slow walk through the days has it."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.channels import Limit, above, at_least, at_most, below
from ordercore.metrics.health import Forecast, Window, forecast
from ordercore.metrics.health.windows import window

DAY = dt.date(2026, 3, 31)

LIMITS = st.sampled_from([below(4), at_most(4), above(95), at_least(90), below(1), at_most(0)])

NUMBERS = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda some: (min(some), max(some)))

SERIES = st.dictionaries(
    st.integers(-60, 12).map(lambda days: DAY + dt.timedelta(days=days)), NUMBERS, max_size=40
)


def slow(
    series: dict[dt.date, tuple[int, int]], over: Window, limit: Limit, rate_days: int
) -> Forecast | None:
    """Walk from day to day with exact fractions."""
    yesterday = DAY - dt.timedelta(days=1)
    last_days = [yesterday - dt.timedelta(days=n) for n in range(rate_days)]
    mean = [
        Fraction(sum(series.get(day, (0, 0))[place] for day in last_days), rate_days)
        for place in (0, 1)
    ]

    def on(day: dt.date, place: int) -> Fraction:
        return mean[place] if day > yesterday else Fraction(series.get(day, (0, 0))[place])

    def meets(later: int) -> bool | None:
        assert over.first is not None
        assert over.days is not None
        first = over.first + dt.timedelta(days=later)
        days = [first + dt.timedelta(days=n) for n in range(over.days)]
        count, of = (sum((on(day, place) for day in days), Fraction()) for place in (0, 1))
        if not of:
            return None
        share = count / of
        kept = {
            "below": share < limit.share,
            "at_most": share <= limit.share,
            "above": share > limit.share,
            "at_least": share >= limit.share,
        }
        return kept[limit.comparison.value]

    now = meets(0)
    if now is None:
        return None
    for later in range(1, 200):
        then = meets(later)
        if then is not None and then is not now:
            return Forecast(DAY + dt.timedelta(days=later), then)
    return None


@given(
    series=SERIES,
    limit=LIMITS,
    days=st.integers(1, 40),
    delay=st.integers(1, 20),
    rate_days=st.integers(1, 20),
)
def test_a_forecast_is_what_a_walk_through_the_days_finds(
    series: dict[dt.date, tuple[int, int]], limit: Limit, days: int, delay: int, rate_days: int
) -> None:
    """To the day, for any window, delay, limit and rate."""
    over = window(DAY, delay, days)

    assert forecast(series, over, limit, day=DAY, rate_days=rate_days) == slow(
        series, over, limit, rate_days
    )


def each_day(first: str, last: str, count: int, of: int) -> dict[dt.date, tuple[int, int]]:
    """Give the same numbers for every day."""
    begins, ends = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    days = [begins + dt.timedelta(days=n) for n in range((ends - begins).days + 1)]
    return dict.fromkeys(days, (count, of))


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        # One bad day three weeks ago, before the days of the rate: it falls out in ten days.
        (
            {**each_day("2026-03-01", "2026-03-30", 0, 10), dt.date(2026, 3, 10): (13, 13)},
            Forecast(dt.date(2026, 4, 10), meets=True),
        ),
        # All goes on as it does: never.
        (each_day("2026-02-01", "2026-03-30", 0, 10), None),
        (each_day("2026-02-01", "2026-03-30", 1, 10), None),
        # Since a week one in ten is late: of 23 good days and 7 bad ones it is 7 of 300.
        (
            {
                **each_day("2026-02-01", "2026-03-23", 0, 10),
                **each_day("2026-03-24", "2026-03-30", 1, 10),
            },
            # At a rate of 7 in 140, 4 % of 300 are reached with 10 more days: 7 + 5 of 300.
            Forecast(dt.date(2026, 4, 10), meets=False),
        ),
        # Nothing was counted.
        ({}, None),
    ],
)
def test_forecasts_by_hand(
    series: dict[dt.date, tuple[int, int]], expected: Forecast | None
) -> None:
    """Old days fall out, and the rate of the last 14 days goes on."""
    over = window(DAY, 1, 30)

    assert forecast(series, over, below(4), day=DAY, rate_days=14) == expected


def test_of_all_that_ever_was_nothing_falls_out() -> None:
    """A window without a first day has no forecast."""
    series = each_day("2026-03-01", "2026-03-30", 1, 10)

    assert forecast(series, window(DAY, 1, None), below(4), day=DAY, rate_days=14) is None


def test_what_is_over_and_not_yet_in_the_window_counts_as_it_is_known() -> None:
    """A window that ends two weeks back: what happened since is no guess."""
    series = {
        **each_day("2026-01-01", "2026-03-16", 0, 10),
        **each_day("2026-03-17", "2026-03-17", 10, 10),
        **each_day("2026-03-18", "2026-03-30", 0, 10),
    }
    over = window(DAY, 16, 60)

    assert over.last == dt.date(2026, 3, 15)
    found = forecast(series, over, below(1), day=DAY, rate_days=14)
    # The 17th of March is in it from the 2nd of April on.
    assert found == Forecast(dt.date(2026, 4, 2), meets=False)


def test_a_window_knows_its_days() -> None:
    """From the first to the last, both in; without a first, all before too."""
    some = window(DAY, 1, 7)

    assert (some.first, some.last, some.days) == (dt.date(2026, 3, 24), dt.date(2026, 3, 30), 7)
    ever = window(DAY, 1, None)
    assert (ever.first, ever.days) == (None, None)
    assert ever.covers(dt.date(1990, 1, 1))
