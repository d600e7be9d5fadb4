"""Counting: facts of orders by day, and what they add up to, exactly and in any order."""

from ordercore.metrics.counting.facts import Fact, FactTable
from ordercore.metrics.counting.tally import Group, Tally, tally_of

__all__ = ["Fact", "FactTable", "Group", "Tally", "tally_of"]
