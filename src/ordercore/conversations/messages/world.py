"""The world of messages: the rows that decisions about them go by."""

import attrs

from ordercore.conversations.messages.kinds import (
    ANSWER_TERMS,
    MESSAGE_TERMS,
    answer_table,
    message_table,
)
from ordercore.conversations.messages.terms import AnswerTerms, MessageTerms


@attrs.frozen(kw_only=True)
class MessageWorld:
    """What each kind of message may hold, and how soon buyers are answered.

    Raises:
        InvalidValue: when a field is not several.
        InvalidTable: when two rows hold for the same from one day on, or a venue has no time to
            answer.
    """

    terms: tuple[MessageTerms, ...] = attrs.field(default=MESSAGE_TERMS, converter=message_table)
    answers: tuple[AnswerTerms, ...] = attrs.field(default=ANSWER_TERMS, converter=answer_table)


WORLD = MessageWorld()
"""What holds where a host says nothing."""
