"""What a command in a conversation brings about."""

import datetime as dt

from ordercore.conversations.messages import commands as c
from ordercore.conversations.messages import events as e
from ordercore.conversations.messages.kinds import answer_hours
from ordercore.conversations.messages.message import (
    AnswerMark,
    Conversation,
    Dispatch,
    Message,
)
from ordercore.conversations.messages.parties import Sender
from ordercore.conversations.messages.world import MessageWorld
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant, local_date

Events = tuple[e.ConversationEvent, ...]

# Opening


def _opened(command: c.OpenConversation) -> Conversation:
    return Conversation(
        id=command.conversation_id,
        order_id=command.order_id,
        venue=command.venue,
        marketplace=command.marketplace,
        zone=command.zone,
    )


def open_conversation(_: object, command: c.OpenConversation, __: MessageWorld) -> Events:
    """Begin it without a message."""
    return (e.ConversationOpened(at=command.at, conversation=_opened(command)),)


def opened_so(conversation: Conversation, command: c.OpenConversation) -> bool:
    """Tell whether there is a conversation about this already; where it is held stays as it was."""
    return conversation.order_id == command.order_id


# Writing


def message_of(command: c.Writing) -> Message:
    """Give the message that a command tells of, with nothing said of it yet."""
    said = Message(
        id=command.message_id,
        sender=Sender.SELLER,
        at=command.at,
        kind="",
        text=command.text,
        language=command.language,
        attachments=command.attachments,
        in_reply_to=command.in_reply_to,
    )
    if isinstance(command, c.ReceiveMessage):
        return replace(said, sender=command.sender, kind=command.subject)
    return replace(
        said,
        kind=command.kind,
        automatic=command.automatic,
        template=command.template,
        coverage=command.coverage,
        imported=command.imported,
    )


def written_so(conversation: Conversation, command: c.Writing) -> bool:
    """Tell whether there is just this message, whatever was said of it since.

    At which moment it is told once more, and whether as a fact from elsewhere, does not count: the
    moment that was told first stays.
    """
    known, told = conversation.message(command.message_id), message_of(command)
    if known is None:
        return False
    said = replace(known, due=None, mark=None, dispatch=None)
    return said == replace(told, at=known.at, imported=known.imported)


def receive_message(
    conversation: Conversation, command: c.ReceiveMessage, world: MessageWorld
) -> Events:
    """Keep it; of the buyer's, with the last instant at which an answer is in time."""
    message = message_of(command)
    if message.sender is Sender.BUYER:
        message = replace(message, due=_due(conversation, message.at, world))
    return (e.MessageReceived(at=command.at, message=message),)


def _due(conversation: Conversation, received: Instant, world: MessageWorld) -> Instant:
    day = local_date(received, conversation.zone)
    venue, where = conversation.venue, conversation.marketplace
    return received + dt.timedelta(hours=answer_hours(venue, day, where, world.answers))


def send_message(_: Conversation, command: c.SendMessage, __: MessageWorld) -> Events:
    """Keep it; whoever sends it outside tells later what became of it."""
    event = e.MessageSent(at=command.at, imported=command.imported, message=message_of(command))
    return (event,)


# Marking


def _mark(command: c.Marking) -> AnswerMark:
    return AnswerMark(at=command.at, needed=isinstance(command, c.MarkAnswerNeeded))


def marked_so(conversation: Conversation, command: c.Marking) -> bool:
    """Tell whether this was said, or something later."""
    message = conversation.message(command.message_id)
    mark = None if message is None else message.mark
    return mark is not None and _mark(command).rank <= mark.rank


def mark_answer(_: Conversation, command: c.Marking, __: MessageWorld) -> Events:
    """Keep what the seller says."""
    event = e.AnswerMarked(at=command.at, message_id=command.message_id, mark=_mark(command))
    return (event,)


# Sending outside


def _dispatch(command: c.Dispatching) -> Dispatch:
    if isinstance(command, c.RecordDispatch):
        return Dispatch(at=command.at, reference=command.reference)
    return Dispatch(at=command.at, failure=command.failure)


def dispatched_so(conversation: Conversation, command: c.Dispatching) -> bool:
    """Tell whether this is known, or something that counts before it."""
    message = conversation.message(command.message_id)
    known = None if message is None else message.dispatch
    return known is not None and not _dispatch(command).counts_before(known)


def dispatch_message(_: Conversation, command: c.Dispatching, __: MessageWorld) -> Events:
    """Keep what became of it."""
    return (
        e.MessageDispatched(
            at=command.at, message_id=command.message_id, dispatch=_dispatch(command)
        ),
    )
