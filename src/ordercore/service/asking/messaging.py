"""Asking about conversations: messages received and sent, and what is said of them."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import Generic, TypeVar

from ordercore.conversations.messages import (
    OTHER,
    REPLY,
    Attachment,
    ConversationCommand,
    Coverage,
    MarkAnswerNeeded,
    MarkNoAnswerNeeded,
    RecordDispatch,
    RecordDispatchFailure,
    Sender,
)
from ordercore.service.asking.giving import Clocked
from ordercore.service.message_wish import MessageWish, ReceivingWish, SendingWish

ConversationAnswer = TypeVar("ConversationAnswer")
"""What asking gives: the conversation, or something to await that gives it."""


class AskingMessages(Clocked, Generic[ConversationAnswer]):
    """What can be asked about conversations.

    The conversation about an order has the id of the order, and is opened by its first message.
    """

    @abstractmethod
    def handle_conversation(
        self, command: ConversationCommand | MessageWish, *, id: str | None = None
    ) -> ConversationAnswer:
        """Decide a command about a conversation, and keep what it brings about."""

    def receive_message(
        self,
        order_id: str,
        message_id: str,
        text: str = "",
        *,
        subject: str = OTHER,
        sender: Sender = Sender.BUYER,
        language: str = "",
        attachments: Iterable[Attachment] = (),
        in_reply_to: str | None = None,
        at: object = None,
        command_id: str | None = None,
    ) -> ConversationAnswer:
        """Let in what a buyer wrote about an order, under the id that the marketplace has for it.

        ``at`` is when it was received; the clock of the answer runs from there. ``subject`` is
        what was declared with it, and changes nothing of the order.
        """
        wish = ReceivingWish(
            order_id=order_id,
            message_id=message_id,
            at=self._at(at),
            text=text,
            language=language,
            attachments=attachments,
            in_reply_to=in_reply_to,
            sender=sender,
            subject=subject,
        )
        return self.handle_conversation(wish, id=command_id)

    def send_message(
        self,
        order_id: str,
        message_id: str,
        text: str = "",
        *,
        kind: str = REPLY,
        language: str = "",
        attachments: Iterable[Attachment] = (),
        in_reply_to: str | None = None,
        automatic: bool = False,
        template: str = "",
        coverage: Coverage | None = None,
        buyer_language: str = "",
        wants_none: bool = False,
        offered: Iterable[str] | None = None,
        imported: bool = False,
        at: object = None,
        command_id: str | None = None,
    ) -> ConversationAnswer:
        """Write to the buyer of an order, under an id of one's own.

        What the order knows is taken from it; ``buyer_language``, ``wants_none`` and ``offered``
        are what it does not know. It is not sent anywhere: whoever does that tells so by
        :meth:`record_dispatch`. ``imported`` marks what was sent elsewhere, and is a fact.
        """
        wish = SendingWish(
            order_id=order_id,
            message_id=message_id,
            at=self._at(at),
            text=text,
            language=language,
            attachments=attachments,
            in_reply_to=in_reply_to,
            kind=kind,
            automatic=automatic,
            template=template,
            coverage=coverage,
            imported=imported,
            buyer_language=buyer_language,
            wants_none=wants_none,
            offered=offered,
        )
        return self.handle_conversation(wish, id=command_id)

    def no_answer_needed(
        self,
        conversation_id: str,
        message_id: str,
        *,
        at: object = None,
        command_id: str | None = None,
    ) -> ConversationAnswer:
        """Say that a message of the buyer's needs no answer: its clock stops, and it counts not."""
        command = MarkNoAnswerNeeded(
            conversation_id=conversation_id, message_id=message_id, at=self._at(at)
        )
        return self.handle_conversation(command, id=command_id)

    def answer_needed(
        self,
        conversation_id: str,
        message_id: str,
        *,
        at: object = None,
        command_id: str | None = None,
    ) -> ConversationAnswer:
        """Say that a message needs an answer after all, from when it was received."""
        command = MarkAnswerNeeded(
            conversation_id=conversation_id, message_id=message_id, at=self._at(at)
        )
        return self.handle_conversation(command, id=command_id)

    def record_dispatch(
        self,
        conversation_id: str,
        message_id: str,
        *,
        reference: str = "",
        at: object = None,
        command_id: str | None = None,
    ) -> ConversationAnswer:
        """Record that a message of the seller's has left, and what it is known by outside."""
        command = RecordDispatch(
            conversation_id=conversation_id,
            message_id=message_id,
            at=self._at(at),
            reference=reference,
        )
        return self.handle_conversation(command, id=command_id)

    def record_dispatch_failure(
        self,
        conversation_id: str,
        message_id: str,
        failure: str,
        *,
        at: object = None,
        command_id: str | None = None,
    ) -> ConversationAnswer:
        """Record that a message could not be sent, and why, by a code; it answers nobody."""
        command = RecordDispatchFailure(
            conversation_id=conversation_id,
            message_id=message_id,
            at=self._at(at),
            failure=failure,
        )
        return self.handle_conversation(command, id=command_id)
