"""Conversations to decide on: an occasion, short ways to write, and what a story comes to."""

from collections.abc import Iterable
from typing import Any

from ordercore.conversations.messages import (
    Attachment,
    Conversation,
    ConversationCommand,
    MarkAnswerNeeded,
    MarkNoAnswerNeeded,
    MessageOccasion,
    MessageWorld,
    OpenConversation,
    ReceiveMessage,
    RecordDispatch,
    RecordDispatchFailure,
    SendMessage,
    Venue,
    decide,
    evolve,
    explain,
)

HERE = "America/Los_Angeles"

PHOTO = Attachment(name="photo.jpg", media_type="image/jpeg", size=51_200, reference="files/1")


def occasion(**said: Any) -> MessageOccasion:
    """Give an order that was placed and has not left, but for what is said."""
    facts: dict[str, Any] = {"marketplace": "US", "zone": HERE, "placed": "2026-03-02T17:00:00Z"}
    return MessageOccasion(**{**facts, **said})


def opened(**said: Any) -> OpenConversation:
    """Open a conversation about O-1 at the American marketplace."""
    facts: dict[str, Any] = {
        "conversation_id": "O-1",
        "order_id": "O-1",
        "at": "2026-03-02T17:00:00Z",
        "venue": Venue.MARKETPLACE,
        "marketplace": "US",
        "zone": HERE,
    }
    return OpenConversation(**{**facts, **said})


def wrote(at: str, id: str = "B-1", **said: Any) -> ReceiveMessage:
    """Let in what the buyer wrote."""
    facts: dict[str, Any] = {"text": "Where is my order?", **said}
    return ReceiveMessage(conversation_id="O-1", message_id=id, at=at, **facts)


def sent(at: str, id: str = "S-1", **said: Any) -> SendMessage:
    """Answer the buyer."""
    facts: dict[str, Any] = {"kind": "reply", "text": "It is on its way.", "occasion": occasion()}
    return SendMessage(conversation_id="O-1", message_id=id, at=at, **{**facts, **said})


def unneeded(at: str, id: str = "B-1") -> MarkNoAnswerNeeded:
    """Say that it needs no answer."""
    return MarkNoAnswerNeeded(conversation_id="O-1", message_id=id, at=at)


def needed(at: str, id: str = "B-1") -> MarkAnswerNeeded:
    """Say that it needs one after all."""
    return MarkAnswerNeeded(conversation_id="O-1", message_id=id, at=at)


def left(at: str, id: str = "S-1", **said: Any) -> RecordDispatch:
    """Say that it left."""
    return RecordDispatch(conversation_id="O-1", message_id=id, at=at, **said)


def stuck(at: str, id: str = "S-1", failure: str = "rejected") -> RecordDispatchFailure:
    """Say that it could not be sent."""
    return RecordDispatchFailure(conversation_id="O-1", message_id=id, at=at, failure=failure)


def told(
    talk: Conversation | None,
    commands: Iterable[ConversationCommand],
    world: MessageWorld | None = None,
) -> Conversation:
    """Give what a conversation comes to when commands are given one after the other."""
    for command in commands:
        for event in decide(talk, command, world or MessageWorld()):
            talk = evolve(talk, event)
    assert talk is not None
    return talk


def story(*commands: ConversationCommand, world: MessageWorld | None = None) -> Conversation:
    """Open a conversation, and let commands follow."""
    return told(None, [opened(), *commands], world)


def refusals(talk: Conversation | None, command: ConversationCommand) -> dict[str, Any]:
    """Give the facts of each refusal, by code."""
    return {refusal.code: dict(refusal.facts) for refusal in explain(talk, command)}
