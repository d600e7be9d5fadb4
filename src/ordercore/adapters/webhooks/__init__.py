"""Webhooks: verified by their signature before anybody reads them; for hosts, over no framework."""

from ordercore.adapters.webhooks.replaying import ReplayWindow
from ordercore.adapters.webhooks.schemes import (
    AFTERSHIP_WEBHOOK,
    EASYPOST_WEBHOOK,
    SHIPPO_WEBHOOK,
    WEBHOOK_SCHEMES,
    WebhookScheme,
)
from ordercore.adapters.webhooks.verifying import (
    TOLERANCE,
    WEBHOOK_CODES,
    SignedWebhook,
    WebhookRefused,
    verify_webhook,
)

__all__ = [
    "AFTERSHIP_WEBHOOK",
    "EASYPOST_WEBHOOK",
    "SHIPPO_WEBHOOK",
    "TOLERANCE",
    "WEBHOOK_CODES",
    "WEBHOOK_SCHEMES",
    "ReplayWindow",
    "SignedWebhook",
    "WebhookRefused",
    "WebhookScheme",
    "verify_webhook",
]
