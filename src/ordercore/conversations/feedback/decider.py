"""Decisions about feedback: the table of commands."""

from collections.abc import Callable
from typing import Any

from ordercore.conversations.feedback import commands as c
from ordercore.conversations.feedback import events as e
from ordercore.conversations.feedback import outcomes, rules
from ordercore.conversations.feedback.feedback import Feedback
from ordercore.conversations.feedback.folding import evolve, fold
from ordercore.conversations.feedback.kinds import RemovalOutcome
from ordercore.conversations.feedback.tables import ground_on
from ordercore.conversations.feedback.world import WORLD, FeedbackWorld
from ordercore.errors import Refusal
from ordercore.kernel.decider import Decision, DecisionTable
from ordercore.kernel.time import Instant, local_date

TO_BE_SAID = "…"
"""Stands in an answer that is offered, for the words of whoever gives it."""

__all__ = ["DECISIONS", "allowed", "decide", "evolve", "explain", "fold"]


def _offered(
    kind: type[Any], *contents: dict[str, Any]
) -> Callable[[Feedback, Instant, FeedbackWorld], tuple[Any, ...]]:
    """Offer a command with each of some contents."""
    return lambda feedback, at, _: tuple(
        [kind(order_id=feedback.order_id, at=at, **content) for content in contents]
    )


def _offer_removals(
    feedback: Feedback, at: Instant, world: FeedbackWorld
) -> tuple[c.RequestRemoval, ...]:
    where = feedback.subject
    day, codes = local_date(at, where.zone), {row.code for row in world.grounds}
    known = [code for code in codes if ground_on(code, day, where.marketplace, world.grounds)]
    return tuple(
        [c.RequestRemoval(order_id=feedback.order_id, at=at, ground=code) for code in sorted(known)]
    )


# The table

DECISIONS: DecisionTable[Feedback, FeedbackWorld, e.FeedbackEvent] = DecisionTable(
    "feedback",
    (
        Decision(
            command=c.RequestReview,
            begins=outcomes.nothing_yet,
            settled=outcomes.requested_so,
            rules=rules.ASKING,
            outcome=outcomes.request_review,
        ),
        Decision(
            command=c.RecordFeedback,
            begins=outcomes.nothing_yet,
            settled=outcomes.left_so,
            rules=(
                rules.occasion_is_the_orders,
                rules.order_comes_first,
                rules.time_to_rate_has_not_ended,
                rules.rating_is_the_first,
            ),
            outcome=outcomes.record_feedback,
        ),
        Decision(
            command=c.RespondToFeedback,
            settled=outcomes.answered_so,
            rules=(
                rules.there_is_a_rating,
                rules.what_it_follows_was_before,
                rules.rating_is_shown,
                rules.answer_is_the_first,
            ),
            outcome=outcomes.respond,
            offers=_offered(c.RespondToFeedback, {"text": TO_BE_SAID}),
        ),
        Decision(
            command=c.WithdrawFeedback,
            settled=outcomes.withdrawn_so,
            rules=(
                rules.there_is_a_rating,
                rules.what_it_follows_was_before,
                rules.rating_is_shown,
            ),
            outcome=outcomes.withdraw,
            offers=_offered(c.WithdrawFeedback, {}),
        ),
        Decision(
            command=c.RequestRemoval,
            settled=outcomes.removal_requested_so,
            rules=(
                rules.there_is_a_rating,
                rules.what_it_follows_was_before,
                rules.rating_is_shown,
                rules.rating_is_not_struck,
                rules.no_removal_is_open,
                rules.ground_is_known,
                rules.time_for_removal_has_not_ended,
            ),
            outcome=outcomes.request_removal,
            offers=_offer_removals,
        ),
        Decision(
            command=c.DecideRemoval,
            settled=outcomes.removal_decided_so,
            rules=(
                rules.there_is_a_rating,
                rules.what_it_follows_was_before,
                rules.removal_was_asked_for,
            ),
            outcome=outcomes.decide_removal,
            offers=_offered(c.DecideRemoval, *[{"outcome": outcome} for outcome in RemovalOutcome]),
        ),
    ),
)

# Front


def decide(
    feedback: Feedback | None, command: c.FeedbackCommand, world: FeedbackWorld = WORLD
) -> tuple[e.FeedbackEvent, ...]:
    """Give what a command brings about; ``None`` where nothing was asked or said of an order.

    Raises:
        Refused: when a rule says no.
    """
    return DECISIONS.decide(feedback, command, world)


def explain(
    feedback: Feedback | None, command: c.FeedbackCommand, world: FeedbackWorld = WORLD
) -> tuple[Refusal, ...]:
    """Give every reason why a command would be refused; none where it would not be."""
    return DECISIONS.explain(feedback, command, world)


def allowed(
    feedback: Feedback, at: Instant, world: FeedbackWorld = WORLD
) -> tuple[c.FeedbackCommand, ...]:
    """Give the commands that would bring something about now.

    Not those that rate or ask, since they hang on the order's occasion:
    :func:`ordercore.conversations.feedback.may_request_review` tells of that. The text of an answer
    is for whoever gives it.
    """
    return DECISIONS.allowed(feedback, at, world)
