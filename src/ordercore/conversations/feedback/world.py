"""The world of feedback: the rows that decisions about it go by."""

from collections.abc import Iterable

import attrs

from ordercore.conversations.feedback.rows import (
    FeedbackTerms,
    RatingSplit,
    RemovalGround,
    RemovalTerms,
    ReviewTerms,
    ScorePeriod,
)
from ordercore.conversations.feedback.tables import (
    FEEDBACK_TERMS,
    RATING_SPLITS,
    REMOVAL_GROUNDS,
    REMOVAL_TERMS,
    REVIEW_TERMS,
    SCORE_PERIODS,
    complete,
    of_kind,
)


def _splits(values: Iterable[RatingSplit]) -> tuple[RatingSplit, ...]:
    return complete(values, RatingSplit, "splits")


def _terms(values: Iterable[FeedbackTerms]) -> tuple[FeedbackTerms, ...]:
    return complete(values, FeedbackTerms, "terms")


def _reviews(values: Iterable[ReviewTerms]) -> tuple[ReviewTerms, ...]:
    return complete(values, ReviewTerms, "reviews")


def _removals(values: Iterable[RemovalTerms]) -> tuple[RemovalTerms, ...]:
    return complete(values, RemovalTerms, "removals")


def _grounds(values: Iterable[RemovalGround]) -> tuple[RemovalGround, ...]:
    return of_kind(values, RemovalGround, "grounds")


def _periods(values: Iterable[ScorePeriod]) -> tuple[ScorePeriod, ...]:
    return of_kind(values, ScorePeriod, "periods")


@attrs.frozen(kw_only=True)
class FeedbackWorld:
    """The rows about feedback: ratings, times, grounds of removal, when to ask, and the score.

    Raises:
        InvalidValue: when a table is not several rows.
        InvalidTable: when one has two rows for the same from one day on, or, but for the
            grounds and the periods, on some day none.
    """

    splits: tuple[RatingSplit, ...] = attrs.field(default=RATING_SPLITS, converter=_splits)
    terms: tuple[FeedbackTerms, ...] = attrs.field(default=FEEDBACK_TERMS, converter=_terms)
    reviews: tuple[ReviewTerms, ...] = attrs.field(default=REVIEW_TERMS, converter=_reviews)
    removals: tuple[RemovalTerms, ...] = attrs.field(default=REMOVAL_TERMS, converter=_removals)
    grounds: tuple[RemovalGround, ...] = attrs.field(default=REMOVAL_GROUNDS, converter=_grounds)
    periods: tuple[ScorePeriod, ...] = attrs.field(default=SCORE_PERIODS, converter=_periods)


WORLD = FeedbackWorld()
"""What holds where a host says nothing."""
