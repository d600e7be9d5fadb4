"""The rows about feedback that hold where a host says nothing, with the source of each number."""

import datetime as dt
from collections.abc import Iterable
from typing import TypeVar

import attrs

from ordercore.conversations.feedback.kinds import (
    CLAIM_OPEN,
    REFUNDED,
    RETURN_OPEN,
    RemovalOutcome,
    ReviewMoment,
)
from ordercore.conversations.feedback.rows import (
    FeedbackTerms,
    RatingSplit,
    RemovalGround,
    RemovalTerms,
    ReviewTerms,
    ScorePeriod,
)
from ordercore.errors import InvalidTable
from ordercore.kernel.checking import several
from ordercore.kernel.confidence import Confidence
from ordercore.kernel.dated import ALWAYS, Dated, apart, row_on

D = TypeVar("D", bound=Dated)

RATING_SPLITS = (
    RatingSplit(
        positive_from=4,
        negative_to=2,
        source="Seller Central EU 761",
        confidence=Confidence.OWN_TEXT,
    ),
)
"""Four and five stars are positive, three neutral, one and two negative."""

FEEDBACK_TERMS = (
    FeedbackTerms(
        # "Available to buyers 3 days after the order has been confirmed".
        link_days=3,
        days=90,
        source="Seller Central EU 761",
        confidence=Confidence.OWN_TEXT,
    ),
)
"""A rating within 90 days of the order."""

REMOVAL_TERMS = (
    RemovalTerms(
        days=90,
        source="Catalog SOP: Negative Feedback Removal, 5 April 2023",
        confidence=Confidence.RELAYED,
    ),
)
"""A removal asked for within 90 days of the rating; of that only a handbook of others tells."""

REMOVAL_GROUNDS = (
    RemovalGround(
        code="obscene",
        brings=RemovalOutcome.REMOVED,
        source="Seller Central 20231",
        confidence=Confidence.OWN_TEXT,
    ),
    RemovalGround(
        code="personal_data",
        brings=RemovalOutcome.REMOVED,
        source="Seller Central 20231",
        confidence=Confidence.OWN_TEXT,
    ),
    # The whole comment, not a part of it.
    RemovalGround(
        code="product_review",
        brings=RemovalOutcome.REMOVED,
        source="Seller Central 20231",
        confidence=Confidence.OWN_TEXT,
    ),
    RemovalGround(
        code="fulfilled_by_marketplace",
        brings=RemovalOutcome.STRUCK,
        source="Seller Central 20231; Seller Central EU 201101660",
        confidence=Confidence.OWN_TEXT,
    ),
    # Sent in time with a label bought through the marketplace, and late or lost all the same.
    RemovalGround(
        code="protected_label",
        brings=RemovalOutcome.STRUCK,
        source="Seller Central 20231",
        confidence=Confidence.OWN_TEXT,
    ),
    # Forbidden in what buyers write; that a rating is removed for it, the page does not say.
    RemovalGround(
        code="promotional",
        brings=RemovalOutcome.REMOVED,
        source="inferred from the content that is not permitted",
        confidence=Confidence.OURS,
    ),
)
"""Why a rating may be removed, or struck through."""

REVIEW_REQUESTS = ReviewTerms(
    opens_from=ReviewMoment.EARLIEST,
    opens_after=5,
    closes_from=ReviewMoment.LATEST,
    closes_after=30,
    source="amzn/selling-partner-api-models issues 4927 and 19",
    confidence=Confidence.OWN_TEXT,
)

REVIEWS_AFTER_DELIVERY = attrs.evolve(
    REVIEW_REQUESTS,
    opens_from=ReviewMoment.DELIVERED,
    closes_from=ReviewMoment.DELIVERED,
    source="the button's own text, as sellers quote it",
    confidence=Confidence.WEAK,
)
"""The text of the button speaks of 5 to 30 days after delivery; what answers goes by the others."""

REVIEWS_WHEN_SETTLED = attrs.evolve(
    REVIEW_REQUESTS,
    excluded={CLAIM_OPEN, RETURN_OPEN, REFUNDED},
    source="a choice of ours",
    confidence=Confidence.OURS,
)
"""Leaves out buyers who wait for their money, or got it back, and would say so.

No default, and nothing for a marketplace that forbids to ask only those who had a good experience
(Seller Central G201972160).
"""

REVIEW_TERMS = (REVIEW_REQUESTS,)
"""From 5 days after the earliest day of delivery to 30 days after the latest."""


def _period(name: str, days: int | None) -> ScorePeriod:
    source, confidence = "Seller Central EU 761", Confidence.OWN_TEXT
    return ScorePeriod(name=name, days=days, source=source, confidence=confidence)


SCORE_PERIODS = (
    _period("30_days", 30),
    _period("90_days", 90),
    _period("365_days", 365),
    _period("lifetime", None),
)
"""Over which times ratings are added up."""


def complete(values: Iterable[D], kind: type[D], name: str) -> tuple[D, ...]:
    """Give rows as a table of which one holds on every day, on every marketplace.

    Raises:
        InvalidValue: when it is not several.
        InvalidTable: when something is no such row, two hold for the same from the same day on, or
            on some day none does.
    """
    rows = of_kind(values, kind, name)
    if row_on(rows, ALWAYS) is None:
        raise InvalidTable(name, (f"no row holds everywhere from {ALWAYS} on",))
    return rows


def of_kind(values: Iterable[D], kind: type[D], name: str) -> tuple[D, ...]:
    """Give rows of a kind as a table.

    Raises:
        InvalidValue: when it is not several.
        InvalidTable: when something is no such row, or two hold for the same from the same day on.
    """
    rows = several(values, name)
    given: tuple[object, ...] = rows
    strangers = [row for row in given if not isinstance(row, kind)]
    if strangers:
        raise InvalidTable(name, tuple(f"{some!r} is no row" for some in strangers))
    apart(rows, name)
    return rows


def ground_on(
    code: str, day: dt.date, marketplace: str, rows: tuple[RemovalGround, ...]
) -> RemovalGround | None:
    """Give the ground that holds on a day under a code; none where it is none any more."""
    row = row_on([some for some in rows if some.code == code], day, marketplace)
    return None if row is None or row.brings is RemovalOutcome.KEPT else row
