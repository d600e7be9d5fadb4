"""Who may give a command."""

from enum import Enum


class Actor(Enum):
    """A party to an order."""

    BUYER = "buyer"
    SELLER = "seller"
    MARKETPLACE = "marketplace"
    """The marketplace, also where it stores and ships for the seller (Amazon for FBA)."""
    CARRIER = "carrier"
    SYSTEM = "system"
    """The host application itself, acting on a clock or a policy."""
