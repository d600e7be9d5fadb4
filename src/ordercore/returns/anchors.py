"""Anchors: the moments from which a window or a season is counted."""

from enum import Enum

from ordercore.kernel.time import Instant, instant


class Anchor(Enum):
    """A moment in the life of a purchase; its value is the name of the fact that holds it."""

    DELIVERED = "delivered"
    """The carrier's delivery scan."""
    ESTIMATED = "estimated"
    """The delivery date that the buyer was shown, the earliest where it was a range."""
    LATEST_ESTIMATE = "latest_estimate"
    """The last day of that range."""
    PURCHASED = "bought"
    SHIPPED = "shipped"

    def __init__(self, fact: str) -> None:
        self.fact = fact  # its value, which every verdict reads, and enums give it slowly


FALLBACK = (Anchor.LATEST_ESTIMATE, Anchor.ESTIMATED, Anchor.DELIVERED)
"""What stands in for an anchor that is not known, the first that is: without a delivery scan the
latest estimate (facts of SAFE-T staff, seller forum t/1091404); a purchase or a shipment never
does, since nobody can send back what has not come."""


def maybe_instant(value: object, field: str) -> Instant | None:
    """Read a moment that may not be known."""
    return None if value is None else instant(value, field)
