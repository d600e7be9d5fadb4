"""The folds of conversation events.

Messages stand in the order of their moments, of what was said of one the last holds, and of a
dispatch that succeeded the first: so the same facts, in whatever order they are told, come to the
same conversation.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ordercore.conversations.messages import events as e
from ordercore.conversations.messages.message import Conversation
from ordercore.kernel.decider import fold_with
from ordercore.kernel.replace import replace, with_changed


def _opened(_: Conversation | None, event: e.ConversationOpened) -> Conversation:
    return event.conversation


def _written(conversation: Conversation, event: e.MessageReceived | e.MessageSent) -> Conversation:
    messages = (*conversation.messages, event.message)
    if len(messages) > 1 and event.message.place < messages[-2].place:
        messages = tuple(sorted(messages, key=lambda some: some.place))
    return replace(conversation, messages=messages)


def _marked(conversation: Conversation, event: e.AnswerMarked) -> Conversation:
    messages = with_changed(
        conversation.messages, event.message_id, lambda some: replace(some, mark=event.mark)
    )
    return replace(conversation, messages=messages)


def _dispatched(conversation: Conversation, event: e.MessageDispatched) -> Conversation:
    messages = with_changed(
        conversation.messages, event.message_id, lambda some: replace(some, dispatch=event.dispatch)
    )
    return replace(conversation, messages=messages)


FOLDS: Mapping[type[e.ConversationEvent], Callable[[Any, Any], Conversation]] = {
    e.ConversationOpened: _opened,
    e.MessageReceived: _written,
    e.MessageSent: _written,
    e.AnswerMarked: _marked,
    e.MessageDispatched: _dispatched,
}
"""Event → fold."""

evolve: Callable[[Conversation | None, e.ConversationEvent], Conversation] = fold_with(FOLDS)


def fold(events: Iterable[e.ConversationEvent]) -> Conversation | None:
    """Give the conversation after all events; ``None`` before it was opened."""
    conversation: Conversation | None = None
    for event in events:
        conversation = evolve(conversation, event)
    return conversation
