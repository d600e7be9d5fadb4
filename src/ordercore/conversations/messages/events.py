"""What happened in a conversation. The class names are the storage format."""

import attrs

from ordercore.conversations.messages.message import AnswerMark, Conversation, Dispatch, Message
from ordercore.kernel.time import Instant


@attrs.frozen(kw_only=True)
class ConversationEvent:
    """Something that happened in one conversation; ``imported`` where it happened elsewhere."""

    at: Instant
    imported: bool = False


@attrs.frozen(kw_only=True)
class ConversationOpened(ConversationEvent):
    """There is a conversation."""

    conversation: Conversation


@attrs.frozen(kw_only=True)
class MessageReceived(ConversationEvent):
    """The buyer wrote, or a system did."""

    message: Message


@attrs.frozen(kw_only=True)
class MessageSent(ConversationEvent):
    """The seller wrote."""

    message: Message


@attrs.frozen(kw_only=True)
class AnswerMarked(ConversationEvent):
    """The seller said whether a message of the buyer's needs an answer."""

    message_id: str
    mark: AnswerMark


@attrs.frozen(kw_only=True)
class MessageDispatched(ConversationEvent):
    """A message of the seller's left, or could not."""

    message_id: str
    dispatch: Dispatch


EVENTS: tuple[type[ConversationEvent], ...] = (
    ConversationOpened,
    MessageReceived,
    MessageSent,
    AnswerMarked,
    MessageDispatched,
)
