"""Reactions: an event here brings about commands there."""

from ordercore.flows.attempt import Attempt
from ordercore.flows.claiming import reactions_to_claim
from ordercore.flows.kept import kept_units
from ordercore.flows.linking import ORDER_REACTIONS
from ordercore.flows.pools import POOL_REACTIONS
from ordercore.flows.reactions import REACTIONS, reactions_to
from ordercore.flows.searching import PoolSearch

__all__ = [
    "ORDER_REACTIONS",
    "POOL_REACTIONS",
    "REACTIONS",
    "Attempt",
    "PoolSearch",
    "kept_units",
    "reactions_to",
    "reactions_to_claim",
]
