"""What rows about feedback say: ratings, times to leave and to remove, and when one may ask."""

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar

import attrs

from ordercore.conversations.feedback.kinds import RatingKind, RemovalOutcome, ReviewMoment
from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types, several
from ordercore.kernel.confidence import Confidence
from ordercore.kernel.dated import ALWAYS, EVERYWHERE, first_day
from ordercore.kernel.ids import checked

FEWEST_STARS, MOST_STARS = 1, 5

MOST_DAYS = 3650
"""Whatever is longer is a slip of the pen, and the end has to lie within the calendar."""


def within(value: int, field: str, least: int, most: int = MOST_DAYS) -> None:
    """Refuse a number out of bounds.

    Raises:
        InvalidValue: when it is.
    """
    if not least <= value <= most:
        raise InvalidValue(field, value, f"{least} to {most}")


def _codes(values: Iterable[str]) -> frozenset[str]:
    return frozenset(several(values, "excluded"))


@attrs.frozen(kw_only=True)
class RatingSplit:
    """What so many stars count as, from a day on: that on which the rating was left.

    From ``positive_from`` on it is positive, up to ``negative_to`` negative, between them neutral.

    Raises:
        InvalidValue: when a field is of another type, or the bounds are no stars, or overlap.
    """

    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(default=ALWAYS, validator=first_day)
    positive_from: int
    negative_to: int
    source: str
    confidence: Confidence

    def __attrs_post_init__(self) -> None:
        """Refuse bounds that no rating has."""
        check_types(self)
        within(self.positive_from, "positive_from", FEWEST_STARS, MOST_STARS)
        within(self.negative_to, "negative_to", 0, self.positive_from - 1)

    def kind_of(self, stars: int) -> RatingKind:
        """Tell what so many stars count as."""
        if stars >= self.positive_from:
            return RatingKind.POSITIVE
        return RatingKind.NEGATIVE if stars <= self.negative_to else RatingKind.NEUTRAL


@attrs.frozen(kw_only=True)
class FeedbackTerms:
    """How long a buyer may rate an order, from a day on: that on which it was placed.

    Attributes:
        link_days: about so many days after an order was confirmed, the marketplace lets the buyer
            rate it. Nobody is refused by that: it is only said.
        days: the last day for a rating, counted from that of the order, which is day 0.

    Raises:
        InvalidValue: when a field is of another type or out of bounds.
    """

    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(default=ALWAYS, validator=first_day)
    link_days: int = 0
    days: int
    source: str
    confidence: Confidence

    def __attrs_post_init__(self) -> None:
        """Refuse days that cannot be."""
        check_types(self)
        within(self.link_days, "link_days", 0)
        within(self.days, "days", 0)


@attrs.frozen(kw_only=True)
class RemovalTerms:
    """How long a seller may ask that a rating be removed, from a day on: that of the rating.

    ``days`` is the last day, counted from that of the rating, which is day 0; ``None`` for no such
    limit.

    Raises:
        InvalidValue: when a field is of another type or out of bounds.
    """

    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(default=ALWAYS, validator=first_day)
    days: int | None
    source: str
    confidence: Confidence

    def __attrs_post_init__(self) -> None:
        """Refuse days that cannot be."""
        check_types(self)
        if self.days is not None:
            within(self.days, "days", 0)


@attrs.frozen(kw_only=True)
class RemovalGround:
    """Why a rating may be removed, from a day on: that on which the removal is asked for.

    ``brings`` is what becomes of the rating where the marketplace agrees; that it is kept, where
    such a reason is none any more.

    Raises:
        InvalidValue: when a field is of another type, or the code is blank.
    """

    about: ClassVar[tuple[str, ...]] = ("code",)

    code: str
    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(default=ALWAYS, validator=first_day)
    brings: RemovalOutcome
    source: str
    confidence: Confidence

    def __attrs_post_init__(self) -> None:
        """Refuse a blank code."""
        check_types(self)
        checked(self.code, "code")


@attrs.frozen(kw_only=True)
class ReviewTerms:
    """When a buyer may be asked for a review, from a day on: that on which the order was placed.

    Attributes:
        opens_from: the moment it begins with.
        opens_after: so many days after the day of that moment the first day of the time begins.
        closes_from: the moment it ends by.
        closes_after: the last day, counted from the day of that moment; it counts whole.
        excluded: circumstances in which the buyer is not asked.

    Raises:
        InvalidValue: when a field is of another type or out of bounds.
    """

    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(default=ALWAYS, validator=first_day)
    opens_from: ReviewMoment
    opens_after: int
    closes_from: ReviewMoment
    closes_after: int
    excluded: frozenset[str] = attrs.field(default=frozenset[str](), converter=_codes)
    source: str
    confidence: Confidence

    def __attrs_post_init__(self) -> None:
        """Refuse days that cannot be."""
        check_types(self)
        within(self.opens_after, "opens_after", 0)
        within(self.closes_after, "closes_after", 0)


@attrs.frozen(kw_only=True)
class ScorePeriod:
    """A time over which ratings are added up; ``days`` is ``None`` for all that there ever were.

    Raises:
        InvalidValue: when the days are no number of them.
    """

    about: ClassVar[tuple[str, ...]] = ("name",)

    name: str
    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(default=ALWAYS, validator=first_day)
    days: int | None
    source: str
    confidence: Confidence

    def __attrs_post_init__(self) -> None:
        """Refuse a period of nothing."""
        check_types(self)
        if self.days is not None:
            within(self.days, "days", 1)
