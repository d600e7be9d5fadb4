"""When something may be done about feedback.

The rules of rating and of asking ask what the verdicts ask; what came from elsewhere was let in
there.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from ordercore.conversations.feedback import commands as c
from ordercore.conversations.feedback import conditions
from ordercore.conversations.feedback.feedback import Feedback
from ordercore.conversations.feedback.kinds import FeedbackStatus
from ordercore.conversations.feedback.tables import ground_on
from ordercore.conversations.feedback.world import FeedbackWorld
from ordercore.kernel.dated import in_force
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import local_date, window_end

A_MOMENT = dt.timedelta(microseconds=1)
"""The least by which something is later than something else."""

# Whatever comes first


@rule("feedback_on_other_order", instead=("occasion",))
def occasion_is_the_orders(feedback: Feedback, command: c.Founding, _: Any) -> Facts | None:
    """What is said of the order stays: its marketplace, and when it was placed."""
    known, where = feedback.subject, command.occasion
    if (known.marketplace, known.ordered_at) == (where.marketplace, where.placed):
        return None
    return {"marketplace": known.marketplace, "placed": known.ordered_at}


# Rating


@rule("before_order", instead=("at",))
def order_comes_first(_: object, command: c.RecordFeedback, __: Any) -> Facts | None:
    """Nobody rates an order before it was placed."""
    if command.imported:
        return None
    return conditions.rated_before_order(command.occasion, command.at)


@rule("feedback_too_late")
def time_to_rate_has_not_ended(
    _: object, command: c.RecordFeedback, world: FeedbackWorld
) -> Facts | None:
    """An order is rated before the time for that has ended."""
    if command.imported:
        return None
    return conditions.rated_too_late(conditions.leaving(command.occasion, command.at, world.terms))


@rule("feedback_already_left")
def rating_is_the_first(feedback: Feedback, command: c.RecordFeedback, _: Any) -> Facts | None:
    """An order is rated once; of ratings from elsewhere the later holds."""
    if command.imported or feedback.rating is None:
        return None
    return {"stars": feedback.rating.stars, "at": feedback.rating.at}


# Asking for a review


def _against(
    condition: Callable[[conditions.Asking], Facts | None],
    feedback: Feedback,
    command: c.RequestReview,
    world: FeedbackWorld,
) -> Facts | None:
    if command.imported:
        return None
    before = None if feedback.request is None else feedback.request.at
    return condition(conditions.asking(command.occasion, command.at, world.reviews, before))


@rule("review_not_shipped", instead=("occasion",))
def order_is_shipped(
    feedback: Feedback, command: c.RequestReview, world: FeedbackWorld
) -> Facts | None:
    """A review is asked for once everything that was not cancelled has been sent."""
    return _against(conditions.not_shipped, feedback, command, world)


@rule("review_moment_unknown", instead=("occasion",))
def moments_to_ask_are_known(
    feedback: Feedback, command: c.RequestReview, world: FeedbackWorld
) -> Facts | None:
    """The time to ask is counted from moments that are known."""
    return _against(conditions.moment_unknown, feedback, command, world)


@rule("review_too_early", until="opens_at")
def time_to_ask_has_begun(
    feedback: Feedback, command: c.RequestReview, world: FeedbackWorld
) -> Facts | None:
    """A review is asked for once the time for that has begun."""
    return _against(conditions.asked_too_early, feedback, command, world)


@rule("review_too_late")
def time_to_ask_has_not_ended(
    feedback: Feedback, command: c.RequestReview, world: FeedbackWorld
) -> Facts | None:
    """A review is asked for before the time for that has ended."""
    return _against(conditions.asked_too_late, feedback, command, world)


@rule("review_already_requested")
def review_was_not_asked_for(
    feedback: Feedback, command: c.RequestReview, world: FeedbackWorld
) -> Facts | None:
    """A review of an order is asked for once."""
    return _against(conditions.asked_before, feedback, command, world)


@rule("review_excluded", instead=("occasion",))
def nothing_speaks_against_asking(
    feedback: Feedback, command: c.RequestReview, world: FeedbackWorld
) -> Facts | None:
    """In some circumstances nobody is asked."""
    return _against(conditions.excluded, feedback, command, world)


ASKING = (
    occasion_is_the_orders,
    order_is_shipped,
    moments_to_ask_are_known,
    time_to_ask_has_begun,
    time_to_ask_has_not_ended,
    review_was_not_asked_for,
    nothing_speaks_against_asking,
)

# All that follows a rating


@rule("no_feedback", first=("RecordFeedback",))
def there_is_a_rating(feedback: Feedback, _: Any, __: Any) -> Facts | None:
    """Only what was rated is answered, taken back or removed."""
    return {} if feedback.rating is None else None


@rule("before_feedback", instead=("at",))
def what_it_follows_was_before(
    feedback: Feedback, command: c.FeedbackCommand, _: Any
) -> Facts | None:
    """Nothing happens before what it follows: a rating, a removal that was asked for, or kept."""
    rating, least = feedback.rating, command.at
    if rating is not None and not command.imported:
        least = rating.at
    if isinstance(command, c.DecideRemoval) and feedback.removal and not command.imported:
        least = feedback.removal.at
    if isinstance(command, c.RequestRemoval) and feedback.decision and not command.imported:
        least = feedback.decision.at + A_MOMENT
    return None if least <= command.at else {"at": command.at, "least": least}


@rule("feedback_is_gone")
def rating_is_shown(feedback: Feedback, command: c.FeedbackCommand, _: Any) -> Facts | None:
    """What was taken back, or removed, is gone."""
    if command.imported or not feedback.is_gone:
        return None
    return {"status": feedback.status.value}


# Answering


@rule("feedback_already_answered")
def answer_is_the_first(feedback: Feedback, command: c.RespondToFeedback, _: Any) -> Facts | None:
    """A rating is answered once."""
    if command.imported or feedback.response is None:
        return None
    return {"at": feedback.response.at}


# Removing


@rule("removal_ground_unknown", instead=("ground",))
def ground_is_known(
    feedback: Feedback, command: c.RequestRemoval, world: FeedbackWorld
) -> Facts | None:
    """A rating is removed on a ground that the marketplace knows."""
    where = feedback.subject
    day, place = local_date(command.at, where.zone), where.marketplace
    if command.imported or ground_on(command.ground, day, place, world.grounds):
        return None
    codes = {row.code for row in world.grounds}
    known = [code for code in codes if ground_on(code, day, place, world.grounds)]
    return {"removal_ground": command.ground, "known": sorted(known)}


@rule("removal_already_requested", first=("DecideRemoval",))
def no_removal_is_open(feedback: Feedback, command: c.RequestRemoval, _: Any) -> Facts | None:
    """Whether a rating is removed is asked again only once it was decided."""
    if command.imported or feedback.removal is None or not feedback.removal_is_open:
        return None
    return {"at": feedback.removal.at}


@rule("feedback_is_struck")
def rating_is_not_struck(feedback: Feedback, command: c.RequestRemoval, _: Any) -> Facts | None:
    """What is struck through counts nowhere, and needs no removal."""
    if command.imported or feedback.status is not FeedbackStatus.STRUCK:
        return None
    return {}


@rule("removal_too_late")
def time_for_removal_has_not_ended(
    feedback: Feedback, command: c.RequestRemoval, world: FeedbackWorld
) -> Facts | None:
    """A removal is asked for before the time for that has ended."""
    where, rating = feedback.subject, feedback.rating
    if command.imported or rating is None:
        return None
    day = local_date(rating.at, where.zone)
    days = in_force(world.removals, day, "removals", where.marketplace).days
    if days is None:
        return None
    ends = window_end(rating.at, days, where.zone)
    return None if command.at < ends else {"days": days, "until": ends}


@rule("removal_not_requested", first=("RequestRemoval",))
def removal_was_asked_for(feedback: Feedback, command: c.DecideRemoval, _: Any) -> Facts | None:
    """Only what was asked for, and is not decided, is decided; what came from elsewhere was."""
    if command.imported or feedback.removal_is_open:
        return None
    return {}
