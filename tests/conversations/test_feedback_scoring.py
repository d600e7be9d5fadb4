"""The feedback score: the official examples, rounding, and periods."""

import datetime as dt
from fractions import Fraction
from typing import Any

import attrs
import pytest
from feedback_stories import rated, removal, story, withdrawn
from hypothesis import given
from hypothesis import strategies as st

from ordercore.conversations.feedback import (
    NO_RATINGS,
    SCORE_PERIODS,
    Feedback,
    RatingKind,
    Score,
    feedback_scores,
    score_of,
)
from ordercore.errors import InvalidTable, InvalidValue

KINDS = (RatingKind.POSITIVE, RatingKind.NEUTRAL, RatingKind.NEGATIVE)


def percents(score: Score) -> list[int | None]:
    """Give the three percentages as they are shown."""
    return [score.percent(kind) for kind in KINDS]


def left(day: str, stars: int = 5, order: str = "O-1", zone: str = "UTC") -> Feedback:
    """Give a rating of a moment, imported from a far-off order."""
    facts = {"zone": zone, "earliest": None, "latest": None}
    return attrs.evolve(story(rated(stars, day, facts=facts, imported=True)), order_id=order)


@pytest.mark.parametrize(
    ("positive", "neutral", "negative", "shown"),
    [
        # The example of Seller Central 761: 98, 1 and 0, for a total of 99.
        (1001, 15, 4, [98, 1, 0]),
        # Its other: 55 of five stars, 35 of four, 5 of three, 3 of two, 2 of one.
        (90, 5, 5, [90, 5, 5]),
        # 98.5 and 1.5 are both rounded up: 101.
        (197, 3, 0, [99, 2, 0]),
        (1, 1, 1, [33, 33, 33]),
        (0, 0, 1, [0, 0, 100]),
        (1, 0, 200, [0, 0, 100]),
        (0, 0, 0, [None, None, None]),
    ],
)
def test_percentages_are_each_rounded(
    positive: int, neutral: int, negative: int, shown: list[int | None]
) -> None:
    """Each by itself, so that the three may total 99 or 101; of nothing there is none."""
    assert percents(Score(positive=positive, neutral=neutral, negative=negative)) == shown


def test_the_exact_shares_are_there_too() -> None:
    """Neutral ratings are in the denominator, and the average is exact."""
    score = Score(positive=90, neutral=5, negative=5, stars=55 * 5 + 35 * 4 + 5 * 3 + 3 * 2 + 2)

    assert (score.share, score.average, score.ratings) == (Fraction(9, 10), Fraction(219, 50), 100)
    assert (NO_RATINGS.share, NO_RATINGS.average) == (None, None)
    with pytest.raises(InvalidValue, match="kind"):
        score.percent("positive")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "counted"),
    [
        (0, {"30_days", "90_days", "365_days", "lifetime"}),
        (29, {"30_days", "90_days", "365_days", "lifetime"}),
        (30, {"90_days", "365_days", "lifetime"}),
        (89, {"90_days", "365_days", "lifetime"}),
        (90, {"365_days", "lifetime"}),
        (364, {"365_days", "lifetime"}),
        (365, {"lifetime"}),
        (-1, set[str]()),
    ],
)
@pytest.mark.parametrize("time", ["00:00:00", "23:59:59.999999"])
def test_a_period_ends_with_its_day(days: int, counted: set[str], time: str) -> None:
    """The day asked about is the last: 30 days are it and the 29 before."""
    last = dt.date(2026, 12, 31)
    at = f"{last - dt.timedelta(days=days)}T{time}Z"
    scores = feedback_scores([left(at)], last, "UTC")

    assert list(scores) == ["30_days", "90_days", "365_days", "lifetime"]
    assert {name for name, score in scores.items() if score.ratings} == counted


def test_days_are_those_of_the_zone() -> None:
    """The same instant is of the day before in another zone, and over a clocks' change too."""
    some = [left("2026-03-08T07:59:59Z")]
    (period,) = [row for row in SCORE_PERIODS if row.days == 30]
    last = dt.date(2026, 4, 6)

    def ratings(zone: str) -> int:
        return feedback_scores(some, last, zone, periods=(period,))["30_days"].ratings

    assert (ratings("America/Los_Angeles"), ratings("UTC")) == (0, 1)


def test_what_does_not_count_is_not_added_up() -> None:
    """Taken back: none; a removal that is only asked for changes nothing."""
    gone = story(rated(1), withdrawn("2026-03-22T12:00Z"))
    asked_for = story(rated(1), removal("2026-03-22T12:00Z"))
    unrated = attrs.evolve(gone, rating=None)
    scores = feedback_scores([gone, asked_for, unrated], dt.date(2026, 3, 31), "UTC")

    assert scores["30_days"] == Score(negative=1, stars=1)


def test_periods_are_rows_of_a_host() -> None:
    """A period that begins to hold later is not there before, and two of a name are none."""
    later = attrs.evolve(SCORE_PERIODS[0], effective_from=dt.date(2027, 1, 1))

    assert feedback_scores([], dt.date(2026, 1, 1), "UTC", periods=(later,)) == {}
    with pytest.raises(InvalidTable):
        feedback_scores([], dt.date(2026, 1, 1), "UTC", periods=(later, later))
    with pytest.raises(InvalidValue, match="day"):
        feedback_scores([], "2026-01-01", "UTC")  # type: ignore[arg-type]


COUNTS = st.integers(0, 5000)

SCORES = st.builds(Score, positive=COUNTS, neutral=COUNTS, negative=COUNTS, stars=COUNTS)


@given(SCORES)
def test_percentages_total_about_a_hundred(score: Score) -> None:
    """Law: 99 to 101, and none of them further than a half from the exact share."""
    shown: list[Any] = percents(score)
    if not score.ratings:
        assert shown == [None] * 3
        return

    assert 99 <= sum(shown) <= 101
    counts = (score.positive, score.neutral, score.negative)
    for count, percent in zip(counts, shown, strict=True):
        assert abs(Fraction(100 * count, score.ratings) - percent) <= Fraction(1, 2)


@given(st.lists(st.integers(1, 5), max_size=20))
def test_scores_add_up_in_any_order(stars: list[int]) -> None:
    """Law: merging partial scores equals computing the whole."""
    day = dt.date(2026, 3, 31)
    some = [left("2026-03-22T12:00Z", star, f"O-{n}") for n, star in enumerate(stars)]
    whole = feedback_scores(some, day, "UTC")["lifetime"]
    half = len(some) // 2
    parts = [feedback_scores(part, day, "UTC")["lifetime"] for part in (some[half:], some[:half])]

    assert whole == parts[0] + parts[1] == sum([score_of(one) for one in some], NO_RATINGS)
    assert whole.stars == sum(stars)
