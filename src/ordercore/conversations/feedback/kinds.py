"""What a rating counts as, how far feedback has come, and at which moments a window hangs."""

from enum import Enum


class RatingKind(Enum):
    """What a rating counts as."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class RemovalOutcome(Enum):
    """What the marketplace did with a rating whose removal was asked for."""

    REMOVED = "removed"
    """It is gone, and counts nowhere."""
    STRUCK = "struck"
    """It is shown, struck through, and counts nowhere: the marketplace takes the blame."""
    KEPT = "kept"
    """It stays as it was."""


class FeedbackStatus(Enum):
    """How far the feedback about an order has come."""

    ASKED = "asked"
    """The buyer was asked for it, and has not answered."""
    LEFT = "left"
    REMOVAL_ASKED = "removal_asked"
    STRUCK = "struck"
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"
    """The buyer took it back."""


class ReviewMoment(Enum):
    """A moment from which the time to ask for a review is counted; see :class:`Occasion`."""

    EARLIEST = "earliest"
    LATEST = "latest"
    DELIVERED = "delivered"


CLAIM_OPEN = "claim_open"
"""A claim about the order waits for a decision."""

RETURN_OPEN = "return_open"
"""Some of the order is on its way back, or may be sent back."""

REFUNDED = "refunded"
"""Some of the buyer's money went back."""

REPLACEMENT = "replacement"
"""The order was sent in place of another."""

CIRCUMSTANCES = (CLAIM_OPEN, RETURN_OPEN, REFUNDED, REPLACEMENT)
"""What an order tells of itself, by code; a host may add its own."""
