"""Notices: who is told what when something happens, how, and what became of it."""

from ordercore.notices.audience import Audience
from ordercore.notices.channel import Channel
from ordercore.notices.quiet import QuietHours, quiet_until
from ordercore.notices.staleness import STALE, STALE_STOCK, about_of, is_stale, is_stale_of_stock
from ordercore.notices.suggesting import (
    SUGGESTED,
    SUGGESTION_CLAUSES,
    Suggested,
    Suggestion,
    suggest_messages,
    suggestion_table,
)
from ordercore.notices.table import NOTICES, STOCK_NOTICES, Notice, notices_of, notices_of_stock
from ordercore.notices.terms import NOTICE_TERMS, NoticeTerms, terms_of
from ordercore.orders.leads import SHIP_BY_LEADS, ShipByLead

__all__ = [
    "NOTICES",
    "NOTICE_TERMS",
    "SHIP_BY_LEADS",
    "STALE",
    "STALE_STOCK",
    "STOCK_NOTICES",
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
    "is_stale_of_stock",
    "notices_of",
    "notices_of_stock",
    "quiet_until",
    "suggest_messages",
    "suggestion_table",
    "terms_of",
]
