"""Who writes in a conversation, where it is held, and how far its order has come."""

from enum import Enum


class Sender(Enum):
    """Who wrote a message."""

    BUYER = "buyer"
    SELLER = "seller"
    SYSTEM = "system"
    """The marketplace or a program of the host's; nobody waits for an answer to it."""


class Venue(Enum):
    """Where a conversation is held, and so whose rules messages keep to."""

    MARKETPLACE = "marketplace"
    OWN_SHOP = "own_shop"


class OrderStage(Enum):
    """How far the order of a conversation has come, as far as messages mind."""

    NO_ORDER = "no_order"
    """A question from before there is one."""
    PLACED = "placed"
    """Nothing of it has left."""
    SHIPPED = "shipped"
    """Something of it has left."""
    DELIVERED = "delivered"
    """All that is to come has arrived."""
    CANCELLED = "cancelled"


class ResponseStatus(Enum):
    """What became of a buyer's message."""

    ANSWERED = "answered"
    """In time."""
    LATE = "late"
    """Answered, after the last instant for that."""
    WAITING = "waiting"
    """Not answered, and it still can be in time."""
    OVERDUE = "overdue"
    """Not answered, and no longer can be in time."""
    NOT_NEEDED = "not_needed"
    """The seller said that it needs no answer; it does not count."""
