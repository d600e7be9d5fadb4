"""The folds of feedback events."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ordercore.conversations.feedback import events as e
from ordercore.conversations.feedback.feedback import Feedback
from ordercore.kernel.decider import fold_with
from ordercore.kernel.replace import replace


def _begun(feedback: Feedback | None, event: e.ReviewRequested | e.FeedbackLeft) -> Feedback:
    return feedback or Feedback(order_id=event.order_id, subject=event.subject)


def _requested(feedback: Feedback | None, event: e.ReviewRequested) -> Feedback:
    return replace(_begun(feedback, event), request=event.request)


def _left(feedback: Feedback | None, event: e.FeedbackLeft) -> Feedback:
    return replace(_begun(feedback, event), rating=event.rating)


def _answered(feedback: Feedback, event: e.FeedbackAnswered) -> Feedback:
    return replace(feedback, response=event.response)


def _withdrawn(feedback: Feedback, event: e.FeedbackWithdrawn) -> Feedback:
    return replace(feedback, withdrawn_at=event.at)


def _removal_requested(feedback: Feedback, event: e.RemovalRequested) -> Feedback:
    return replace(feedback, removal=event.removal)


def _removal_decided(feedback: Feedback, event: e.RemovalDecided) -> Feedback:
    return replace(feedback, decision=event.decision)


FOLDS: Mapping[type[e.FeedbackEvent], Callable[[Any, Any], Feedback]] = {
    e.ReviewRequested: _requested,
    e.FeedbackLeft: _left,
    e.FeedbackAnswered: _answered,
    e.FeedbackWithdrawn: _withdrawn,
    e.RemovalRequested: _removal_requested,
    e.RemovalDecided: _removal_decided,
}
"""Event → fold."""

evolve: Callable[[Feedback | None, e.FeedbackEvent], Feedback] = fold_with(FOLDS)


def fold(events: Iterable[e.FeedbackEvent]) -> Feedback | None:
    """Give the feedback after all events; ``None`` before anything was asked or said."""
    feedback: Feedback | None = None
    for event in events:
        feedback = evolve(feedback, event)
    return feedback
