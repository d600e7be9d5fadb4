"""Who hears of a message: what a table of notices asks of events of conversations."""

from ordercore.conversations.messages.clock import answer_to
from ordercore.conversations.messages.events import (
    ConversationEvent,
    MessageReceived,
    MessageSent,
)
from ordercore.conversations.messages.message import Conversation
from ordercore.conversations.messages.parties import Sender, Venue


def calls_for_answer(conversation: Conversation, event: ConversationEvent) -> bool:
    """Tell whether the seller is told that a buyer wrote: the notice ``message_to_answer``.

    The conversation is as it is after the event. What was received long ago and is told late is
    told too, since it waits; not so what was answered or marked in the meantime.
    """
    if not isinstance(event, MessageReceived) or event.message.sender is not Sender.BUYER:
        return False
    known = conversation.message(event.message.id)
    if known is None or not known.needs_answer:
        return False
    return answer_to(conversation, known) is None


def reaches_buyer(conversation: Conversation, event: ConversationEvent) -> bool:
    """Tell whether the buyer is told that the seller wrote: the notice ``message_from_seller``.

    In a shop of one's own alone; a marketplace tells its buyers itself. What was sent elsewhere
    has reached the buyer there.
    """
    if not isinstance(event, MessageSent) or event.imported:
        return False
    return conversation.venue is Venue.OWN_SHOP
