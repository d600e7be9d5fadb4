"""Reactions: an event here brings about commands there."""

from ordercore.flows.reactions import REACTIONS, Attempt, reactions_to

__all__ = ["REACTIONS", "Attempt", "reactions_to"]
