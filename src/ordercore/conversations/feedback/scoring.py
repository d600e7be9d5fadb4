"""The feedback score: how many ratings are of which kind, in the last days and ever.

Counts are whole numbers, and what is rounded is rounded here, once.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from fractions import Fraction

import attrs

from ordercore.conversations.feedback.feedback import Feedback, Rating
from ordercore.conversations.feedback.kinds import RatingKind
from ordercore.conversations.feedback.rows import ScorePeriod
from ordercore.conversations.feedback.tables import SCORE_PERIODS, of_kind
from ordercore.kernel.checking import of_type, plain_date, several
from ordercore.kernel.dated import EVERYWHERE, apart, row_on
from ordercore.kernel.time import end_of_day, start_of_day


@attrs.frozen(kw_only=True)
class Score:
    """So many ratings of each kind, and all their stars; scores can be added up in any order.

    A share is of all ratings, neutral ones too. Each percentage is rounded by itself, half up, so
    the three may total 99 or 101 (Seller Central EU 761). Of no ratings there is none.
    """

    positive: int = 0
    neutral: int = 0
    negative: int = 0
    stars: int = 0

    @property
    def ratings(self) -> int:
        """How many there are."""
        return self.positive + self.neutral + self.negative

    @property
    def share(self) -> Fraction | None:
        """Which share is positive: the score, exactly."""
        return Fraction(self.positive, self.ratings) if self.ratings else None

    @property
    def average(self) -> Fraction | None:
        """How many stars a rating has on average, exactly."""
        return Fraction(self.stars, self.ratings) if self.ratings else None

    def percent(self, kind: RatingKind) -> int | None:
        """Give how many per cent are of a kind, rounded half up to a whole number.

        Raises:
            InvalidValue: when it is no kind of rating.
        """
        counts = {
            RatingKind.POSITIVE: self.positive,
            RatingKind.NEUTRAL: self.neutral,
            RatingKind.NEGATIVE: self.negative,
        }
        count = counts[of_type(kind, RatingKind, "kind")]
        return (200 * count + self.ratings) // (2 * self.ratings) if self.ratings else None

    def __add__(self, other: "Score") -> "Score":
        """Merge."""
        return Score(
            positive=self.positive + other.positive,
            neutral=self.neutral + other.neutral,
            negative=self.negative + other.negative,
            stars=self.stars + other.stars,
        )


NO_RATINGS = Score()


def score_of(feedback: Feedback) -> Score:
    """Count the feedback of one order; what counts nowhere is nothing.

    Raises:
        InvalidValue: when it is no feedback.
    """
    rating = of_type(feedback, Feedback, "feedback").rating
    if rating is None or not feedback.counts:
        return NO_RATINGS
    kind = rating.kind
    return Score(
        positive=int(kind is RatingKind.POSITIVE),
        neutral=int(kind is RatingKind.NEUTRAL),
        negative=int(kind is RatingKind.NEGATIVE),
        stars=rating.stars,
    )


def feedback_scores(
    feedback: Iterable[Feedback],
    day: dt.date,
    zone: str,
    *,
    marketplace: str = EVERYWHERE,
    periods: tuple[ScorePeriod, ...] = SCORE_PERIODS,
) -> Mapping[str, Score]:
    """Add up ratings by when they were left, in each period that ends with a day of a zone.

    That day is the last of each: 30 days are it and the 29 before. Lifetime is all up to its end.

    Raises:
        InvalidValue: when an argument is of another type, or there is no such zone.
        InvalidTable: when the periods are no table.
    """
    last = plain_date(day, "day")
    found = [(some, score_of(some)) for some in several(feedback, "feedback")]
    rows = _periods_on(last, marketplace, periods)
    return {
        row.name: sum(
            [score for some, score in found if _is_within(some.rating, row, last, zone)],
            NO_RATINGS,
        )
        for row in rows
    }


def _periods_on(
    day: dt.date, marketplace: str, periods: Iterable[ScorePeriod]
) -> tuple[ScorePeriod, ...]:
    table = apart(of_kind(periods, ScorePeriod, "periods"), "periods")
    rows = [row_on(some, day, marketplace) for some in table.values()]
    return tuple([row for row in rows if row is not None])


def _is_within(rating: Rating | None, period: ScorePeriod, last: dt.date, zone: str) -> bool:
    if rating is None or end_of_day(last, zone) <= rating.at:
        return False
    if period.days is None:
        return True
    return start_of_day(last - dt.timedelta(days=period.days - 1), zone) <= rating.at
