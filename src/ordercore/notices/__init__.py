"""Notices: who is told what when something happens."""

from ordercore.notices.channel import Channel
from ordercore.notices.suggesting import (
    SUGGESTED,
    SUGGESTION_CLAUSES,
    Suggested,
    Suggestion,
    suggest_messages,
    suggestion_table,
)
from ordercore.notices.table import NOTICES, Audience, Notice, notices_of

__all__ = [
    "NOTICES",
    "SUGGESTED",
    "SUGGESTION_CLAUSES",
    "Audience",
    "Channel",
    "Notice",
    "Suggested",
    "Suggestion",
    "notices_of",
    "suggest_messages",
    "suggestion_table",
]
