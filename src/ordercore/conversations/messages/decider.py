"""Decisions about conversations: the table of commands."""

from collections.abc import Callable
from typing import Any

from ordercore.conversations.messages import commands as c
from ordercore.conversations.messages import events as e
from ordercore.conversations.messages import outcomes, rules
from ordercore.conversations.messages.folding import evolve, fold
from ordercore.conversations.messages.message import Conversation, Message
from ordercore.conversations.messages.parties import Sender
from ordercore.conversations.messages.world import WORLD, MessageWorld
from ordercore.errors import Refusal
from ordercore.kernel.decider import Decision, DecisionTable
from ordercore.kernel.time import Instant

__all__ = ["DECISIONS", "allowed", "decide", "evolve", "explain", "fold"]


def _offered(
    kind: type[Any], which: Callable[[Message], bool], **content: Any
) -> Callable[[Conversation, Instant, MessageWorld], tuple[Any, ...]]:
    """Offer a command for each message of some kind.

    What is written is offered by nobody: only a person knows it.
    """
    return lambda talk, at, _: tuple(
        [
            kind(conversation_id=talk.id, at=at, message_id=some.id, **content)
            for some in talk.messages
            if which(some)
        ]
    )


def _waits(message: Message) -> bool:
    return message.sender is Sender.BUYER and message.needs_answer


def _needs_none(message: Message) -> bool:
    return message.sender is Sender.BUYER and not message.needs_answer


def _is_unsent(message: Message) -> bool:
    done = message.dispatch
    is_out = message.imported or (done is not None and done.succeeded)
    return message.sender is Sender.SELLER and not is_out


# The table

DECISIONS: DecisionTable[Conversation, MessageWorld, e.ConversationEvent] = DecisionTable(
    "conversation",
    (
        Decision(
            command=c.OpenConversation,
            creates=True,
            settled=outcomes.opened_so,
            outcome=outcomes.open_conversation,
        ),
        Decision(
            command=c.ReceiveMessage,
            settled=outcomes.written_so,
            rules=(rules.message_is_new,),
            outcome=outcomes.receive_message,
        ),
        Decision(
            command=c.SendMessage,
            settled=outcomes.written_so,
            rules=rules.SENDING,
            outcome=outcomes.send_message,
        ),
        Decision(
            command=c.MarkNoAnswerNeeded,
            settled=outcomes.marked_so,
            rules=(rules.buyer_wrote_it,),
            outcome=outcomes.mark_answer,
            offers=_offered(c.MarkNoAnswerNeeded, _waits),
        ),
        Decision(
            command=c.MarkAnswerNeeded,
            settled=outcomes.marked_so,
            rules=(rules.buyer_wrote_it,),
            outcome=outcomes.mark_answer,
            offers=_offered(c.MarkAnswerNeeded, _needs_none),
        ),
        Decision(
            command=c.RecordDispatch,
            settled=outcomes.dispatched_so,
            rules=(rules.seller_wrote_it,),
            outcome=outcomes.dispatch_message,
            offers=_offered(c.RecordDispatch, _is_unsent),
        ),
        Decision(
            command=c.RecordDispatchFailure,
            settled=outcomes.dispatched_so,
            rules=(rules.seller_wrote_it,),
            outcome=outcomes.dispatch_message,
            offers=_offered(c.RecordDispatchFailure, _is_unsent, failure="not_sent"),
        ),
    ),
)

# Front


def decide(
    conversation: Conversation | None, command: c.ConversationCommand, world: MessageWorld = WORLD
) -> tuple[e.ConversationEvent, ...]:
    """Give what a command brings about; ``None`` for a conversation that there is not.

    Raises:
        Refused: when a rule says no.
    """
    return DECISIONS.decide(conversation, command, world)


def explain(
    conversation: Conversation | None, command: c.ConversationCommand, world: MessageWorld = WORLD
) -> tuple[Refusal, ...]:
    """Give every reason why a command would be refused; none where it would not be."""
    return DECISIONS.explain(conversation, command, world)


def allowed(
    conversation: Conversation, at: Instant, world: MessageWorld = WORLD
) -> tuple[c.ConversationCommand, ...]:
    """Give the commands that would bring something about now; what to write, only people know."""
    return DECISIONS.allowed(conversation, at, world)
