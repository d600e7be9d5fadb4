"""Letters: one notice, put into words for one person and one channel."""

from typing import Any, assert_never

from ordercore.errors import InvalidValue
from ordercore.i18n.letters.content import NO_FACTS, Facts
from ordercore.i18n.letters.mail import mail
from ordercore.i18n.letters.short import chat_text, push_text, sms_text
from ordercore.i18n.letters.subjects import of_subject
from ordercore.i18n.letters.table import KINDS, content_of
from ordercore.i18n.letters.telling import Telling
from ordercore.i18n.letters.voice import voice
from ordercore.i18n.wording import OURS, Wording
from ordercore.notices import Channel
from ordercore.orders.state import Order
from ordercore.ports.listener import Announcement
from ordercore.ports.notifier import Letter
from ordercore.ports.people import Recipient


def letter(
    kind: str,
    recipient: Recipient,
    channel: Channel,
    *,
    key: str,
    order: Order | None = None,
    event: Any = None,
    facts: Facts = NO_FACTS,
    wording: Wording = OURS,
) -> Letter:
    """Put a notice into words.

    Args:
        kind: what kind of notice it is, such as ``parcel_shipped``.
        recipient: who reads it: the language, the zone, the name, and the address.
        channel: how it is sent; what is said, and how long, depends on it.
        key: what makes it the same letter however often it is sent.
        order: the order that it is about, as it is.
        event: what happened, as it was.
        facts: what neither of them knows, by name; see the how-to on writing notices.
        wording: the brand, and sentences of the host's own.

    Raises:
        InvalidValue: when the kind has no words, a sentence needs a fact that nobody gave, there
            is no such language or zone, or the recipient has no address on the channel.
    """
    to = recipient.addresses.get(channel)
    if to is None:
        raise InvalidValue(
            "channel", channel.value, "a channel on which the recipient has an address"
        )
    content = content_of(kind, order, event, facts)
    telling = Telling(kind, content, voice(recipient.language, recipient.zone, wording))
    subject, text, page = "", "", ""
    match channel:
        case Channel.EMAIL:
            subject, text, page = mail(telling, recipient.name)
        case Channel.SMS:
            text = sms_text(telling)
        case Channel.PUSH:
            subject, text = telling.subject(), push_text(telling)
        case Channel.CHAT:
            subject, text = telling.subject(), chat_text(telling)
        case _:
            assert_never(channel)
    return Letter(
        key=key,
        channel=channel,
        recipient=recipient.id,
        to=to,
        kind=kind,
        language=telling.voice.language,
        text=text,
        subject=subject,
        html=page,
    )


def subject(
    announcement: Announcement, language: str = "en", zone: str = "UTC", wording: Wording = OURS
) -> str:
    """Give the subject line of a notice; of a kind without words, the kind itself.

    Raises:
        InvalidValue: when there is no such language or zone.
    """
    kind, speaking = announcement.notice.kind, voice(language, zone, wording)
    if kind not in KINDS:
        return kind
    facts = of_subject(announcement)
    content = content_of(kind, announcement.order, announcement.event, facts)
    return Telling(kind, content, speaking).subject()
