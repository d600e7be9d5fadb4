"""What stands beside orders: claims to answer, buyers to answer, and reviews to ask for."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from ordercore.conversations import claims, feedback, messages
from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import numbered
from ordercore.kernel.time import Instant
from ordercore.orders.feedback_occasion import feedback_occasion
from ordercore.orders.message_occasion import message_occasion_of
from ordercore.orders.world import World
from ordercore.queries.worklist.case import Case, Found, before
from ordercore.queries.worklist.proposal import Proposal

FAR_OFF = dt.timedelta(days=366)
"""So far ahead it is asked what is due: all that waits, since no answer may take a year."""

SOMETHING = "?"
"""Stands for words that somebody has to write."""


def claims_to_answer(case: Case) -> Iterator[Found]:
    """A claim that nobody answers in time is granted."""
    for claim, due in _due(case, "AnswerClaim"):
        known: dict[str, Any] = {"claim_id": claim.id, "at": case.at}
        ways = (
            Proposal(claims.AnswerClaim, known, ("evidence",)),
            Proposal(claims.AnswerClaim, {**known, "accepts": True}),
        )
        if not claims.explain(claim, claims.AnswerClaim(**known), case.world.claims):
            yield _of_claim(claim, due, ways)


def claims_to_appeal(case: Case) -> Iterator[Found]:
    """A claim that was lost may be appealed against for a while."""
    for claim, due in _due(case, "AppealClaim"):
        known: dict[str, Any] = {"claim_id": claim.id, "at": case.at}
        if not claims.explain(claim, claims.AppealClaim(**known), case.world.claims):
            yield _of_claim(claim, due, (Proposal(claims.AppealClaim, known, ("evidence",)),))


def _due(case: Case, command: str) -> Iterator[tuple[claims.Claim, claims.ClaimDue]]:
    for claim in case.subject.claims:
        for due in claims.claims_due([claim], case.at):
            if due.command == command:
                yield claim, due


def _of_claim(claim: claims.Claim, due: claims.ClaimDue, ways: tuple[Proposal, ...]) -> Found:
    facts = {"order": claim.order_id, "claim": claim.kind, "due": due.due}
    return Found(part=claim.id, by=due.due, who=Actor.SELLER, facts=facts, ways=ways)


def buyers_to_answer(case: Case) -> Iterator[Found]:
    """A buyer who has written is answered."""
    if not case.subject.conversations:
        return
    occasion = message_occasion_of(case.order, case.world)
    for talk in case.subject.conversations:
        yield from answers(talk, occasion, case.at, case.world, case.whose("answers_after"))


def answers_before_ordering(
    talk: messages.Conversation, at: Instant, world: World
) -> Iterator[Found]:
    """Find what somebody asks who has not ordered."""
    occasion = messages.MessageOccasion(
        venue=talk.venue, marketplace=talk.marketplace, zone=talk.zone
    )
    return answers(talk, occasion, at, world, Actor.SELLER)


def answers(
    talk: messages.Conversation,
    occasion: messages.MessageOccasion,
    at: Instant,
    world: World,
    whose: Actor,
) -> Iterator[Found]:
    """Find the messages of a conversation that wait for an answer."""
    for due in messages.answers_due([talk], at + FAR_OFF):
        if at < due.received_at:
            continue
        known = {
            "conversation_id": talk.id,
            "at": at,
            "in_reply_to": due.message_id,
            "occasion": occasion,
        }
        done = {"conversation_id": talk.id, "at": at, "message_id": due.message_id}
        facts = {"conversation": talk.id, "received": due.received_at, "due": due.due}
        yield Found(
            part=due.message_id,
            by=due.due,
            who=whose,
            facts=facts,
            ways=(_reply(talk, known, world), Proposal(messages.MarkNoAnswerNeeded, done)),
        )


def _reply(talk: messages.Conversation, known: Mapping[str, Any], world: World) -> Proposal:
    """Propose an answer, as a reply where that may be sent; else whoever writes names the kind."""
    id = numbered("M", [some.id for some in talk.messages])
    reply = messages.SendMessage(**known, message_id=id, kind=messages.REPLY, text=SOMETHING)
    missing = ("message_id", "text")
    if messages.explain(talk, reply, world.messages):
        return Proposal(messages.SendMessage, known, (*missing, "kind"))
    return Proposal(messages.SendMessage, {**known, "kind": messages.REPLY}, missing)


def reviews(case: Case) -> Iterator[Found]:
    """A buyer is asked for a review while the time for that lasts."""
    known = next(iter(case.subject.feedback), None)
    request = None if known is None else known.request
    occasion = feedback_occasion(
        case.order, case.zone, requested=None if request is None else request.at
    )
    verdict = feedback.may_request_review(occasion, case.at, case.world.feedback.reviews)
    ask = feedback.RequestReview(order_id=case.order.id, at=case.at, occasion=occasion)
    if verdict.may and not feedback.explain(known, ask, case.world.feedback):
        told = {"order_id": case.order.id, "at": case.at, "occasion": occasion}
        yield Found(
            by=before(verdict.until),
            who=Actor.SELLER,
            facts={"order": case.order.id, "until": verdict.until},
            ways=(Proposal(feedback.RequestReview, told),),
        )


def ratings(case: Case) -> Iterator[Found]:
    """A bad rating is answered, or its removal asked for where there is a ground."""
    for some in case.subject.feedback:
        rating = some.rating
        bad = rating is not None and rating.kind is feedback.RatingKind.NEGATIVE
        if rating is None or not bad or not some.counts or some.response is not None:
            continue
        known: dict[str, Any] = {"order_id": some.order_id, "at": case.at}
        answer = feedback.RespondToFeedback(**known, text=SOMETHING)
        ways = (
            Proposal(feedback.RespondToFeedback, known, ("text",)),
            Proposal(feedback.RequestRemoval, known, ("ground",)),
        )
        removable = _may_be_removed(some, known, case.world)
        if not feedback.explain(some, answer, case.world.feedback):
            yield Found(
                who=Actor.SELLER,
                facts={"order": some.order_id, "stars": rating.stars},
                ways=ways if removable else ways[:1],
            )


def _may_be_removed(some: feedback.Feedback, known: Mapping[str, Any], world: World) -> bool:
    """Tell whether the removal of a rating may be asked for, on any ground that there is."""
    asked = (feedback.RequestRemoval(**known, ground=row.code) for row in world.feedback.grounds)
    return any(not feedback.explain(some, command, world.feedback) for command in asked)
