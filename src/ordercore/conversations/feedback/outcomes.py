"""What a command about feedback brings about.

Of what can be said once, the first that was imported holds, and of what can be said anew, the last:
so the same facts, in whatever order they are told, come to the same feedback.
"""

from typing import Any

from ordercore.conversations.feedback import commands as c
from ordercore.conversations.feedback import events as e
from ordercore.conversations.feedback.feedback import (
    Feedback,
    Rating,
    RemovalDecision,
    RemovalRequest,
    Response,
    ReviewRequest,
    Subject,
)
from ordercore.conversations.feedback.world import FeedbackWorld
from ordercore.kernel.dated import in_force
from ordercore.kernel.time import local_date

Events = tuple[e.FeedbackEvent, ...]


def subject_of(command: c.Founding) -> Subject:
    """Give the order that a command is about."""
    where = command.occasion
    return Subject(marketplace=where.marketplace, zone=where.zone, ordered_at=where.placed)


def nothing_yet(command: c.Founding) -> Feedback:
    """Give the feedback about an order of which nothing was asked or said."""
    return Feedback(order_id=command.order_id, subject=subject_of(command))


# What is so already


def _holds(known: tuple[Any, ...], new: tuple[Any, ...], *, imported: bool) -> bool:
    """Tell whether this was said, or, from elsewhere, something that holds before it."""
    return known == new or (imported and known < new)


def _outlasts(known: tuple[Any, ...], new: tuple[Any, ...], *, imported: bool) -> bool:
    """Tell whether this was said, or, from elsewhere, something that came after it."""
    return known == new or (imported and known > new)


def left_so(feedback: Feedback, command: c.RecordFeedback) -> bool:
    """Tell whether the order was rated just so, or otherwise since."""
    rating, new = feedback.rating, (command.at, command.stars, command.comment)
    return rating is not None and _outlasts(rating.rank, new, imported=command.imported)


def requested_so(feedback: Feedback, command: c.RequestReview) -> bool:
    """Tell whether a review was asked for just so, or before."""
    request, new = feedback.request, (command.at, command.by_letter)
    return request is not None and _holds(request.rank, new, imported=command.imported)


def answered_so(feedback: Feedback, command: c.RespondToFeedback) -> bool:
    """Tell whether this very answer was given, or one before it."""
    response, new = feedback.response, (command.at, command.text)
    return response is not None and _holds(response.rank, new, imported=command.imported)


def withdrawn_so(feedback: Feedback, command: c.WithdrawFeedback) -> bool:
    """Tell whether it was taken back just then, or before."""
    known = feedback.withdrawn_at
    return known is not None and _holds((known,), (command.at,), imported=command.imported)


def removal_requested_so(feedback: Feedback, command: c.RequestRemoval) -> bool:
    """Tell whether this very removal was asked for, or another since."""
    removal, new = feedback.removal, (command.at, command.ground)
    return removal is not None and _outlasts(removal.rank, new, imported=command.imported)


def removal_decided_so(feedback: Feedback, command: c.DecideRemoval) -> bool:
    """Tell whether it was decided just so, or otherwise since."""
    decision, new = feedback.decision, (command.at, command.outcome.value)
    return decision is not None and _outlasts(decision.rank, new, imported=command.imported)


# Events


def _rating(command: c.RecordFeedback, world: FeedbackWorld) -> Rating:
    where = command.occasion
    day = local_date(command.at, where.zone)
    split = in_force(world.splits, day, "splits", where.marketplace)
    return Rating(
        at=command.at,
        stars=command.stars,
        kind=split.kind_of(command.stars),
        comment=command.comment,
    )


def record_feedback(_: object, command: c.RecordFeedback, world: FeedbackWorld) -> Events:
    """Keep the rating, with what it counts as on its day."""
    return (
        e.FeedbackLeft(
            at=command.at,
            order_id=command.order_id,
            imported=command.imported,
            subject=subject_of(command),
            rating=_rating(command, world),
        ),
    )


def request_review(_: object, command: c.RequestReview, __: FeedbackWorld) -> Events:
    """Keep that the buyer was asked; the event makes it happen."""
    return (
        e.ReviewRequested(
            at=command.at,
            order_id=command.order_id,
            imported=command.imported,
            subject=subject_of(command),
            request=ReviewRequest(at=command.at, by_letter=command.by_letter),
        ),
    )


def respond(_: Feedback, command: c.RespondToFeedback, __: FeedbackWorld) -> Events:
    """Keep the answer."""
    return (
        e.FeedbackAnswered(
            at=command.at,
            order_id=command.order_id,
            imported=command.imported,
            response=Response(at=command.at, text=command.text),
        ),
    )


def withdraw(_: Feedback, command: c.WithdrawFeedback, __: FeedbackWorld) -> Events:
    """Keep that it was taken back."""
    event = e.FeedbackWithdrawn(at=command.at, order_id=command.order_id, imported=command.imported)
    return (event,)


def request_removal(_: Feedback, command: c.RequestRemoval, __: FeedbackWorld) -> Events:
    """Keep on which ground it was asked for."""
    return (
        e.RemovalRequested(
            at=command.at,
            order_id=command.order_id,
            imported=command.imported,
            removal=RemovalRequest(at=command.at, ground=command.ground),
        ),
    )


def decide_removal(_: Feedback, command: c.DecideRemoval, __: FeedbackWorld) -> Events:
    """Keep what was decided."""
    return (
        e.RemovalDecided(
            at=command.at,
            order_id=command.order_id,
            imported=command.imported,
            decision=RemovalDecision(at=command.at, outcome=command.outcome),
        ),
    )
