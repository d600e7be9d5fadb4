"""Who takes part in a claim, at which moments it hangs, and how it may end."""

from enum import Enum


class Party(Enum):
    """Who opens a claim, decides it, or pays."""

    BUYER = "buyer"
    SELLER = "seller"
    MARKETPLACE = "marketplace"
    BANK = "bank"
    CARRIER = "carrier"


class ClaimMoment(Enum):
    """A moment from which a window is counted; each is a field of :class:`Occasion`."""

    ORDERED = "ordered"
    CHARGED = "charged"
    SHIPPED = "shipped"
    LATEST_ESTIMATE = "latest_estimate"
    """The last instant of the latest day on which delivery was promised."""
    DELIVERED = "delivered"
    LAST_SCAN = "last_scan"
    SENT_BACK = "sent_back"
    """The buyer handed the goods to a carrier."""
    RETURN_RECEIVED = "return_received"
    REFUNDED = "refunded"


class Outcome(Enum):
    """How a claim was closed."""

    GRANTED = "granted"
    DENIED = "denied"
    REFUNDED = "refunded"
    """The seller gave the money back before anybody decided; the order's own refund says so."""
    WITHDRAWN = "withdrawn"


class ClaimStatus(Enum):
    """How far a claim has come."""

    OPEN = "open"
    ANSWERED = "answered"
    GRANTED = "granted"
    DENIED = "denied"
    REFUNDED = "refunded"
    WITHDRAWN = "withdrawn"
    APPEALED = "appealed"
    GRANTED_ON_APPEAL = "granted_on_appeal"
    DENIED_ON_APPEAL = "denied_on_appeal"
