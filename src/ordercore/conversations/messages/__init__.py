"""Messages between buyers and sellers: conversations with an answer clock, kinds, and limits.

Stands alone: a host that wants only to know whether a message may be sent, what it may hold, or
until when a buyer is answered passes plain values.
"""

from ordercore.conversations.messages.clock import (
    AnswerDue,
    Response,
    ResponseCount,
    answer_due,
    answer_to,
    answers_due,
    count_responses,
    responses,
)
from ordercore.conversations.messages.commands import (
    OTHER,
    ConversationCommand,
    MarkAnswerNeeded,
    MarkNoAnswerNeeded,
    OpenConversation,
    ReceiveMessage,
    RecordDispatch,
    RecordDispatchFailure,
    SendMessage,
)
from ordercore.conversations.messages.conditions import Written
from ordercore.conversations.messages.decider import (
    DECISIONS,
    allowed,
    decide,
    evolve,
    explain,
    fold,
)
from ordercore.conversations.messages.events import (
    EVENTS,
    AnswerMarked,
    ConversationEvent,
    ConversationOpened,
    MessageDispatched,
    MessageReceived,
    MessageSent,
)
from ordercore.conversations.messages.judging import (
    MESSAGE_CLAUSES,
    MessageVerdict,
    allowed_kinds,
    may_send,
)
from ordercore.conversations.messages.kinds import (
    ANSWER_TERMS,
    MESSAGE_TERMS,
    REPLY,
    answer_hours,
    answer_table,
    message_table,
    message_terms_of,
    with_message_terms,
)
from ordercore.conversations.messages.message import (
    AnswerMark,
    Attachment,
    Conversation,
    Coverage,
    Dispatch,
    Message,
)
from ordercore.conversations.messages.occasion import MessageOccasion
from ordercore.conversations.messages.parties import OrderStage, ResponseStatus, Sender, Venue
from ordercore.conversations.messages.telling import calls_for_answer, reaches_buyer
from ordercore.conversations.messages.templates import TEMPLATES, Template, template_table
from ordercore.conversations.messages.terms import ANY_KIND, ANY_LINK, AnswerTerms, MessageTerms
from ordercore.conversations.messages.world import MessageWorld

__all__ = [
    "ANSWER_TERMS",
    "ANY_KIND",
    "ANY_LINK",
    "DECISIONS",
    "EVENTS",
    "MESSAGE_CLAUSES",
    "MESSAGE_TERMS",
    "OTHER",
    "REPLY",
    "TEMPLATES",
    "AnswerDue",
    "AnswerMark",
    "AnswerMarked",
    "AnswerTerms",
    "Attachment",
    "Conversation",
    "ConversationCommand",
    "ConversationEvent",
    "ConversationOpened",
    "Coverage",
    "Dispatch",
    "MarkAnswerNeeded",
    "MarkNoAnswerNeeded",
    "Message",
    "MessageDispatched",
    "MessageOccasion",
    "MessageReceived",
    "MessageSent",
    "MessageTerms",
    "MessageVerdict",
    "MessageWorld",
    "OpenConversation",
    "OrderStage",
    "ReceiveMessage",
    "RecordDispatch",
    "RecordDispatchFailure",
    "Response",
    "ResponseCount",
    "ResponseStatus",
    "SendMessage",
    "Sender",
    "Template",
    "Venue",
    "Written",
    "allowed",
    "allowed_kinds",
    "answer_due",
    "answer_hours",
    "answer_table",
    "answer_to",
    "answers_due",
    "calls_for_answer",
    "count_responses",
    "decide",
    "evolve",
    "explain",
    "fold",
    "may_send",
    "message_table",
    "message_terms_of",
    "reaches_buyer",
    "responses",
    "template_table",
    "with_message_terms",
]
