"""Counting: facts of orders by day, and what they add up to, exactly and in any order."""

from ordercore.metrics.counting.asking import Asked, asked, read
from ordercore.metrics.counting.facts import FIRST_DAY, Fact, FactTable
from ordercore.metrics.counting.questions import DAY, Answer, Question, Sum, answer
from ordercore.metrics.counting.tally import Group, Tally, tally_of

__all__ = [
    "DAY",
    "FIRST_DAY",
    "Answer",
    "Asked",
    "Fact",
    "FactTable",
    "Group",
    "Question",
    "Sum",
    "Tally",
    "answer",
    "asked",
    "read",
    "tally_of",
]
