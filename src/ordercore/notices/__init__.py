"""Notices: who is told what when something happens, how, and what became of it."""

from ordercore.notices.audience import Audience
from ordercore.notices.channel import Channel
from ordercore.notices.quiet import QuietHours, quiet_until
from ordercore.notices.staleness import STALE, about_of, is_stale
from ordercore.notices.suggesting import (
    SUGGESTED,
    SUGGESTION_CLAUSES,
    Suggested,
    Suggestion,
    suggest_messages,
    suggestion_table,
)
from ordercore.notices.table import NOTICE_UNDELIVERED, NOTICES, Notice, notices_of
from ordercore.notices.terms import NOTICE_TERMS, SHIP_BY_LEADS, NoticeTerms, ShipByLead, terms_of

__all__ = [
    "NOTICES",
    "NOTICE_TERMS",
    "NOTICE_UNDELIVERED",
    "SHIP_BY_LEADS",
    "STALE",
    "SUGGESTED",
    "SUGGESTION_CLAUSES",
    "Audience",
    "Channel",
    "Notice",
    "NoticeTerms",
    "QuietHours",
    "ShipByLead",
    "Suggested",
    "Suggestion",
    "about_of",
    "is_stale",
    "notices_of",
    "quiet_until",
    "suggest_messages",
    "suggestion_table",
    "terms_of",
]
