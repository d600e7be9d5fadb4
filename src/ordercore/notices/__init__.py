"""Notices: who is told what when something happens."""

from ordercore.notices.channel import Channel
from ordercore.notices.table import NOTICES, Audience, Notice, notices_of

__all__ = ["NOTICES", "Audience", "Channel", "Notice", "notices_of"]
