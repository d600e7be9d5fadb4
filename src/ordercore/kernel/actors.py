"""Who may give a command."""

from collections.abc import Collection
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


FIRST_ASKED = (Actor.SELLER, Actor.SYSTEM, Actor.MARKETPLACE, Actor.CARRIER, Actor.BUYER)
"""Who is named first where several may give a command: whoever runs the host."""


def first_asked(actors: Collection[Actor]) -> Actor:
    """Give the first of some actors, of whom there is at least one."""
    return next(actor for actor in FIRST_ASKED if actor in actors)
