"""The desk of conversations: what hosts with an event loop do with messages, and see of them."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable
from typing import TypeVar

from ordercore.conversations.messages import (
    AnswerDue,
    Conversation,
    ConversationCommand,
    answers_due,
)
from ordercore.errors import Refusal
from ordercore.kernel.time import instant
from ordercore.notices import Suggestion
from ordercore.ports.async_store import AsyncStore
from ordercore.service import views
from ordercore.service.asked import Asked, about_a_dossier, expect
from ordercore.service.asking.messaging import AskingMessages
from ordercore.service.message_wish import MessageWish
from ordercore.service.sheet import Value
from ordercore.service.views import View

R = TypeVar("R")


class AsyncKeepingMessages(AskingMessages[Awaitable[Conversation]]):
    """Conversations about orders, kept beside them."""

    store: AsyncStore

    @abstractmethod
    async def look(self, view: Callable[[View], R]) -> R:
        """Look at records as they stand."""

    @abstractmethod
    async def _one(self, asked: Asked) -> Value:
        """Decide what was asked."""

    async def handle_conversation(
        self, command: ConversationCommand | MessageWish, *, id: str | None = None
    ) -> Conversation:
        """Decide a command about a conversation, and keep it.

        Raises:
            Refused: with every reason, when a rule says no.
            NotFound: when there is no such conversation, or no order that one would be about.
            InvalidValue: when it is no command about a conversation.
        """
        asked = Asked(about_a_dossier(Conversation, command), id)
        return expect(Conversation, await self._one(asked))

    async def conversation(self, conversation_id: str) -> Conversation:
        """Find a conversation: one about an order has the id of the order.

        Raises:
            NotFound: when nothing was written there yet.
        """
        return await self.look(lambda seen: views.conversation(seen, conversation_id))

    async def explain_message(
        self, command: ConversationCommand | MessageWish
    ) -> tuple[Refusal, ...]:
        """Give every reason why a command about a conversation would be refused now.

        Raises:
            NotFound: when there is no such conversation, or no order that one would be about.
        """
        return await self.look(lambda seen: views.explain_message(seen, command))

    async def message_kinds(self, order_id: str, *, at: object = None) -> tuple[str, ...]:
        """Give the kinds of messages that may be sent to the buyer of an order now.

        Raises:
            NotFound: when the desk keeps no such order.
        """
        return await self.look(lambda seen: views.message_kinds(seen, order_id, at=at))

    async def suggest_messages(self, order_id: str, *, at: object = None) -> tuple[Suggestion, ...]:
        """Suggest messages to the buyer of an order, the most urgent first.

        Only such as may be sent now; :func:`ordercore.i18n.message_text` says them.

        Raises:
            NotFound: when the desk keeps no such order.
        """
        return await self.look(lambda seen: views.suggest_messages(seen, order_id, at=at))

    async def messages_to_answer(self, *, by: object) -> tuple[AnswerDue, ...]:
        """Give the messages whose answer is due at a moment or before, the most urgent first.

        What is overdue is among them.

        Raises:
            InvalidValue: when ``by`` is no aware time.
        """
        until = instant(by, "by")
        found: list[Conversation] = []
        while page := await self.store.dossiers(
            Conversation, due_by=until, after=found[-1] if found else None
        ):
            found += page
        return answers_due(found, until)
