"""Mail over SMTP, with the standard library alone: letters out, and what failed of them back."""

from ordercore.adapters.smtp.bounces import (
    BOUNCE_CODES,
    Bounce,
    BounceAction,
    BounceUnreadable,
    read_bounces,
)
from ordercore.adapters.smtp.line import Security
from ordercore.adapters.smtp.notifier import SmtpNotifier
from ordercore.adapters.smtp.replies import SmtpFault, Stage
from ordercore.adapters.smtp.tokens import token_of

__all__ = [
    "BOUNCE_CODES",
    "Bounce",
    "BounceAction",
    "BounceUnreadable",
    "Security",
    "SmtpFault",
    "SmtpNotifier",
    "Stage",
    "read_bounces",
    "token_of",
]
