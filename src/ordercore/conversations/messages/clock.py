"""The answer clock: until when buyers are answered, and how they were.

It runs by the hour on every day, weekends and holidays too, unlike the clocks of shipping.
Everything here is derived from the messages of a conversation, so it does not matter in which
order they became known, or how often.
"""

from collections.abc import Iterable

import attrs

from ordercore.conversations.messages.message import Conversation, Message
from ordercore.conversations.messages.parties import ResponseStatus, Sender
from ordercore.kernel.checking import of_type, several
from ordercore.kernel.time import Instant, instant


def answer_to(conversation: Conversation, message: Message) -> Message | None:
    """Give the first message of the seller's that answers one of the buyer's, if there is one.

    It comes after it, and is neither automatic nor one that never left. One that names the message
    that it answers may be of the same moment.
    """
    answers = [some for some in conversation.by(Sender.SELLER) if _answers(some, message)]
    return min(answers, key=lambda some: (some.sent_at, some.id), default=None)


def _answers(answer: Message, message: Message) -> bool:
    if answer.automatic or answer.has_failed:
        return False
    named = answer.in_reply_to == message.id and answer.sent_at == message.at
    return named or message.at < answer.sent_at


def answer_due(conversation: Conversation) -> Instant | None:
    """Give the last instant at which the next answer is in time; ``None`` where nobody waits.

    Of several messages that wait it is the earliest: writing once more gives no more time.
    It stays where it is once it has passed, until somebody answers.
    """
    of_type(conversation, Conversation, "conversation")
    return min([due for _, due in _waiting(conversation)], default=None)


def _waiting(conversation: Conversation) -> list[tuple[Message, Instant]]:
    return [
        (some, some.due)
        for some in conversation.by(Sender.BUYER)
        if some.due is not None and some.needs_answer and answer_to(conversation, some) is None
    ]


@attrs.frozen(kw_only=True)
class AnswerDue:
    """A buyer's message that waits for an answer, until an instant that is still in time."""

    conversation_id: str
    message_id: str
    received_at: Instant
    due: Instant


def answers_due(conversations: Iterable[Conversation], by: object) -> tuple[AnswerDue, ...]:
    """Give the messages whose answer is due at a moment or before, the most urgent first.

    What is overdue is among them.

    Raises:
        InvalidValue: when ``by`` is no aware time, or something is no conversation.
    """
    until = instant(by, "by")
    found = [
        AnswerDue(conversation_id=some.id, message_id=message.id, received_at=message.at, due=due)
        for some in several(conversations, "conversations")
        for message, due in _waiting(of_type(some, Conversation, "conversations"))
        if due <= until
    ]
    return tuple(sorted(found, key=lambda some: (some.due, some.conversation_id, some.message_id)))


# How buyers were answered


@attrs.frozen(kw_only=True)
class Response:
    """How one message of the buyer's was answered, as it stands at a moment.

    ``answered_at`` and ``answered_by`` are of the first answer, in time or not.
    """

    message_id: str
    received_at: Instant
    due: Instant
    status: ResponseStatus
    answered_at: Instant | None = None
    answered_by: str | None = None


def responses(conversation: Conversation, at: object) -> tuple[Response, ...]:
    """Tell how each message of the buyer's was answered, as far as it had been by a moment.

    What was said later than that is not looked at, so that a day that is over stays as it was,
    except for what becomes known of it later; and what needs no answer does not, whenever that
    was said.

    Raises:
        InvalidValue: when ``at`` is no aware time, or it is no conversation.
    """
    now = instant(at)
    of_type(conversation, Conversation, "conversation")
    return tuple(
        [
            _response(conversation, message, message.due, now)
            for message in conversation.by(Sender.BUYER)
            if message.due is not None and message.at <= now
        ]
    )


def _response(conversation: Conversation, message: Message, due: Instant, now: Instant) -> Response:
    answer = answer_to(conversation, message)
    if answer is not None and answer.sent_at > now:
        answer = None
    return Response(
        message_id=message.id,
        received_at=message.at,
        due=due,
        status=_status(message, due, now if answer is None else answer.sent_at, answer),
        answered_at=None if answer is None else answer.sent_at,
        answered_by=None if answer is None else answer.id,
    )


def _status(
    message: Message, due: Instant, moment: Instant, answer: Message | None
) -> ResponseStatus:
    if not message.needs_answer:
        return ResponseStatus.NOT_NEEDED
    if answer is None:
        return ResponseStatus.WAITING if moment <= due else ResponseStatus.OVERDUE
    return ResponseStatus.ANSWERED if moment <= due else ResponseStatus.LATE


@attrs.frozen(kw_only=True)
class ResponseCount:
    """How many messages of buyers' were answered in time, and how many not.

    The rate is ``in_time`` of ``settled``; without any that is settled there is none, which is
    neither 0 % nor 100 %. What still waits is in neither, nor what needs no answer.
    """

    in_time: int = 0
    late: int = 0
    overdue: int = 0
    waiting: int = 0
    not_needed: int = 0

    @property
    def settled(self) -> int:
        """How many needed an answer and either got it or no longer can in time."""
        return self.in_time + self.late + self.overdue


def count_responses(told: Iterable[Response]) -> ResponseCount:
    """Count how messages were answered.

    Raises:
        InvalidValue: when something is no response.
    """
    kinds = [of_type(some, Response, "responses").status for some in several(told, "responses")]
    return ResponseCount(
        in_time=kinds.count(ResponseStatus.ANSWERED),
        late=kinds.count(ResponseStatus.LATE),
        overdue=kinds.count(ResponseStatus.OVERDUE),
        waiting=kinds.count(ResponseStatus.WAITING),
        not_needed=kinds.count(ResponseStatus.NOT_NEEDED),
    )
