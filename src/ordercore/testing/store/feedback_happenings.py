"""Feedback and events of every kind, with values that are hard to keep."""

from typing import Any

from ordercore.conversations import feedback as f
from ordercore.testing.store.samples import AT, UNICODE


def every_feedback() -> tuple[f.Feedback, ...]:
    """Make feedback at every point of a life, with every field filled in at the end."""
    lived: list[f.Feedback] = []
    for event in every_feedback_event():
        lived.append(f.evolve(lived[-1] if lived else None, event))
    return tuple(lived)


def some_feedback(order_id: str = "O-1", stars: int = 1) -> f.Feedback:
    """Make feedback with a rating."""
    subject = f.Subject(marketplace="DE", zone="Europe/Berlin", ordered_at=AT)
    rating = f.Rating(at=AT, stars=stars, kind=f.RatingKind.NEGATIVE)
    return f.Feedback(order_id=order_id, subject=subject, rating=rating)


def every_feedback_event() -> tuple[f.FeedbackEvent, ...]:
    """Make events of every class that feedback has, with every field filled in."""
    said: dict[str, Any] = {"at": AT, "order_id": UNICODE, "imported": True}
    subject = f.Subject(marketplace=UNICODE, zone="Asia/Tokyo", ordered_at=AT)
    rating = f.Rating(at=AT, stars=3, kind=f.RatingKind.NEUTRAL, comment=UNICODE)
    return (
        f.ReviewRequested(**said, subject=subject, request=f.ReviewRequest(at=AT, by_letter=False)),
        f.FeedbackLeft(**said, subject=subject, rating=rating),
        f.FeedbackAnswered(**said, response=f.Response(at=AT, text=UNICODE)),
        f.RemovalRequested(**said, removal=f.RemovalRequest(at=AT, ground=UNICODE)),
        f.RemovalDecided(
            **said, decision=f.RemovalDecision(at=AT, outcome=f.RemovalOutcome.STRUCK)
        ),
        f.FeedbackWithdrawn(**said),
    )
