"""Conversations and events of every kind, with values that are hard to keep."""

import datetime as dt
from typing import Any

from ordercore.conversations import messages as m
from ordercore.testing.store.samples import AT, UNICODE


def every_conversation() -> tuple[m.Conversation, ...]:
    """Make a conversation at every point of a life, with every field filled in at the end."""
    talks: list[m.Conversation] = []
    for event in every_conversation_event():
        talks.append(m.evolve(talks[-1] if talks else None, event))
    return tuple(talks)


def some_conversation(id: str = "O-1", **said: Any) -> m.Conversation:
    """Make a conversation in which a buyer waits for an answer, but for what is said."""
    plain: dict[str, Any] = {
        "id": id,
        "order_id": id,
        "venue": m.Venue.MARKETPLACE,
        "marketplace": "DE",
        "zone": "Europe/Berlin",
        "messages": (some_message(),),
    }
    return m.Conversation(**{**plain, **said})


def some_message(id: str = "B-1", **said: Any) -> m.Message:
    """Make a message of a buyer's that waits for an answer, but for what is said."""
    plain: dict[str, Any] = {
        "id": id,
        "sender": m.Sender.BUYER,
        "at": AT,
        "kind": "where_is_my_order",
        "text": "Where is my order?",
        "language": "en",
        "due": AT,
    }
    return m.Message(**{**plain, **said})


def every_conversation_event() -> tuple[m.ConversationEvent, ...]:
    """Make events of every class that a conversation has, with every field filled in."""
    tick = dt.timedelta(microseconds=1)
    attachments = (
        m.Attachment(name=UNICODE, media_type="image/png", size=2**53 + 1, reference=UNICODE),
        m.Attachment(name="", media_type="", size=0, reference="r"),
    )
    opened = m.Conversation(
        id=UNICODE,
        order_id=None,
        venue=m.Venue.OWN_SHOP,
        marketplace=UNICODE,
        zone="Asia/Tokyo",
    )
    received = some_message(UNICODE, text=UNICODE + "\n", attachments=attachments, due=AT + tick)
    sent = m.Message(
        id="S-1",
        sender=m.Sender.SELLER,
        at=AT - tick,
        kind=UNICODE,
        text=UNICODE,
        language="pt-BR",
        attachments=attachments,
        in_reply_to=UNICODE,
        automatic=True,
        template=UNICODE,
        coverage=m.Coverage(begins=AT, ends=AT + tick),
        imported=True,
    )
    said: dict[str, Any] = {"at": AT, "imported": True}
    return (
        m.ConversationOpened(**said, conversation=opened),
        m.MessageReceived(**said, message=received),
        m.MessageSent(**said, message=sent),
        m.AnswerMarked(**said, message_id=UNICODE, mark=m.AnswerMark(at=AT - tick, needed=False)),
        m.MessageDispatched(
            **said,
            message_id="S-1",
            dispatch=m.Dispatch(at=AT, reference=UNICODE, failure=UNICODE),
        ),
    )
