"""Notices of what is kept beside orders: messages, feedback, and the post of notices itself."""

from collections.abc import Callable, Mapping
from typing import Any

from ordercore.conversations.feedback import (
    Feedback,
    FeedbackEvent,
    asks_the_buyer,
    is_bad_news,
)
from ordercore.conversations.messages import (
    Conversation,
    ConversationEvent,
    calls_for_answer,
    reaches_buyer,
)
from ordercore.notices.audience import Audience
from ordercore.notices.post import (
    DispatchBounced,
    DispatchSettled,
    DispatchStatus,
    Post,
    PostEvent,
)
from ordercore.notices.table import Notice

MESSAGE_TO_ANSWER = Notice("message_to_answer", Audience.SELLER)

MESSAGE_FROM_SELLER = Notice("message_from_seller", Audience.BUYER)

FEEDBACK_NEGATIVE = Notice("feedback_negative", Audience.SELLER)

REVIEW_REQUEST = Notice("review_request", Audience.BUYER)

NOTICE_UNDELIVERED = Notice("notice_undelivered", Audience.OPERATOR)
"""That something reached nobody; told of notices to others than the operator himself."""


def notices_of_messages(conversation: Conversation, event: ConversationEvent) -> tuple[Notice, ...]:
    """Tell the seller of what asks for an answer, and the buyer of what the seller wrote."""
    if calls_for_answer(conversation, event):
        return (MESSAGE_TO_ANSWER,)
    return (MESSAGE_FROM_SELLER,) if reaches_buyer(conversation, event) else ()


def notices_of_feedback(feedback: Feedback, event: FeedbackEvent) -> tuple[Notice, ...]:
    """Tell the seller of a negative rating that counts, and ask the buyer for a review."""
    if is_bad_news(feedback, event):
        return (FEEDBACK_NEGATIVE,)
    return (REVIEW_REQUEST,) if asks_the_buyer(feedback, event) else ()


def notices_of_post(post: Post, event: PostEvent) -> tuple[Notice, ...]:
    """Tell the operator of what reached nobody; of what was for the operator himself, nobody."""
    aside = (DispatchStatus.POISONED, DispatchStatus.BOUNCED)
    if not isinstance(event, DispatchSettled | DispatchBounced):
        return ()
    if isinstance(event, DispatchSettled) and event.status not in aside:
        return ()
    some = post.dispatch(event.key)
    told = some is not None and some.audience is not Audience.OPERATOR
    return (NOTICE_UNDELIVERED,) if told else ()


BESIDE: Mapping[type, tuple[Notice, ...]] = {
    Conversation: (MESSAGE_TO_ANSWER, MESSAGE_FROM_SELLER),
    Feedback: (FEEDBACK_NEGATIVE, REVIEW_REQUEST),
    Post: (NOTICE_UNDELIVERED,),
}
"""Class of records → the notices that its events may call for."""


# What is no longer so


def _is_answered(conversation: Conversation, event: ConversationEvent) -> bool:
    """Tell whether the message waits for no answer any more."""
    return not calls_for_answer(conversation, event)


def _is_no_bad_news(feedback: Feedback, event: FeedbackEvent) -> bool:
    """Tell whether the rating was taken back, removed, or struck through."""
    return not is_bad_news(feedback, event)


def _has_rated(feedback: Feedback, _: FeedbackEvent) -> bool:
    """Tell whether the buyer has said what was asked for."""
    return feedback.rating is not None


STALE_BESIDE: Mapping[tuple[Audience, str], Callable[[Any, Any], bool]] = {
    (Audience.SELLER, "message_to_answer"): _is_answered,
    (Audience.SELLER, "feedback_negative"): _is_no_bad_news,
    (Audience.BUYER, "review_request"): _has_rated,
}
"""Audience and kind → when it would tell what is no longer so, asked of the record as it is."""


def is_stale_beside(notice: Notice, subject: object, event: object) -> bool:
    """Tell whether a notice of a record beside orders would tell what is no longer so."""
    stale = STALE_BESIDE.get((notice.audience, notice.kind))
    return stale is not None and stale(subject, event)
