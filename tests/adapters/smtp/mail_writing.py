"""Letters for mail, and notifiers for them."""

from typing import Any

from ordercore.adapters.memory import FixedClock
from ordercore.adapters.smtp import SmtpNotifier
from ordercore.notices import Channel
from ordercore.ports.notifier import Letter

SENDER = "Café Zoë <orders@shop.example>"


def letter(number: int = 1, **changes: Any) -> Letter:
    """Write one."""
    plain: dict[str, Any] = {
        "key": f"order/O-{number}/3/parcel_shipped/email/B-1",
        "channel": Channel.EMAIL,
        "recipient": "B-1",
        "to": "ada@reader.example",
        "kind": "parcel_shipped",
        "language": "en",
        "subject": "Your parcel is on its way",
        "text": "Hello,\nyour parcel has left.\n",
        "html": "<p>Hello,<br>your parcel has left.</p>\n",
    }
    return Letter(**{**plain, **changes})


def notifier(port: int, **changes: Any) -> SmtpNotifier:
    """Make one for a server of this machine."""
    plain: dict[str, Any] = {
        "sender": SENDER,
        "security": "none",
        "timeout": 5,
        "clock": FixedClock("2026-03-02T09:00:00Z"),
        "helo": "localhost",
    }
    return SmtpNotifier(changes.pop("host", "127.0.0.1"), port, **{**plain, **changes})
