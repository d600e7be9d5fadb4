"""What happened to the feedback of an order. The class names are the storage format."""

import attrs

from ordercore.conversations.feedback.feedback import (
    Rating,
    RemovalDecision,
    RemovalRequest,
    Response,
    ReviewRequest,
    Subject,
)
from ordercore.kernel.ids import OrderId
from ordercore.kernel.time import Instant


@attrs.frozen(kw_only=True)
class FeedbackEvent:
    """Something that happened to feedback; ``imported`` where it happened elsewhere."""

    at: Instant
    order_id: OrderId
    imported: bool = False


@attrs.frozen(kw_only=True)
class ReviewRequested(FeedbackEvent):
    """The buyer was asked for a review."""

    subject: Subject
    request: ReviewRequest


@attrs.frozen(kw_only=True)
class FeedbackLeft(FeedbackEvent):
    """The buyer rated the order."""

    subject: Subject
    rating: Rating


@attrs.frozen(kw_only=True)
class FeedbackAnswered(FeedbackEvent):
    """The seller answered a rating."""

    response: Response


@attrs.frozen(kw_only=True)
class FeedbackWithdrawn(FeedbackEvent):
    """The buyer took the rating back."""


@attrs.frozen(kw_only=True)
class RemovalRequested(FeedbackEvent):
    """The seller asked that a rating be removed."""

    removal: RemovalRequest


@attrs.frozen(kw_only=True)
class RemovalDecided(FeedbackEvent):
    """The marketplace removed a rating, struck it through, or kept it."""

    decision: RemovalDecision


EVENTS: tuple[type[FeedbackEvent], ...] = (
    ReviewRequested,
    FeedbackLeft,
    FeedbackAnswered,
    FeedbackWithdrawn,
    RemovalRequested,
    RemovalDecided,
)
