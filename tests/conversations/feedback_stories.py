"""Feedback to decide on: an occasion, short ways to ask, and what a story comes to."""

from typing import Any

from ordercore.conversations.feedback import (
    DecideRemoval,
    Feedback,
    FeedbackCommand,
    FeedbackWorld,
    Occasion,
    RecordFeedback,
    RemovalOutcome,
    RequestRemoval,
    RequestReview,
    RespondToFeedback,
    WithdrawFeedback,
    decide,
    evolve,
    explain,
)

HERE = "America/Los_Angeles"

FACTS: dict[str, Any] = {
    "marketplace": "US",
    "zone": HERE,
    # The evening of 1 March there.
    "placed": "2026-03-02T05:00:00Z",
    "confirmed": "2026-03-03T17:00:00Z",
    # 5 to 10 March there; the clocks go forward on the 8th.
    "earliest": "2026-03-05T00:00:00-08:00",
    "latest": "2026-03-10T23:59:59.999999-07:00",
    "delivered": "2026-03-07T20:00:00Z",
    "shipped": True,
}

ASKED = "2026-03-20T12:00:00Z"

LEFT = "2026-03-21T12:00:00Z"

ABOUT = "O-1"


def occasion(**said: Any) -> Occasion:
    """Give an occasion on which an order may be rated and asked about, but for what is said."""
    return Occasion(**{**FACTS, **said})


def rated(stars: int, at: str = LEFT, **said: Any) -> RecordFeedback:
    """Rate it."""
    facts = occasion(**said.pop("facts", {}))
    return RecordFeedback(order_id=ABOUT, at=at, occasion=facts, stars=stars, **said)


def asked(at: str = ASKED, **said: Any) -> RequestReview:
    """Ask for a review."""
    facts = occasion(**said.pop("facts", {}))
    return RequestReview(order_id=ABOUT, at=at, occasion=facts, **said)


def answered(at: str, text: str = "We are sorry.", **said: Any) -> RespondToFeedback:
    """Answer the rating."""
    return RespondToFeedback(order_id=ABOUT, at=at, text=text, **said)


def withdrawn(at: str, **said: Any) -> WithdrawFeedback:
    """Take the rating back."""
    return WithdrawFeedback(order_id=ABOUT, at=at, **said)


def removal(at: str, ground: str = "obscene", **said: Any) -> RequestRemoval:
    """Ask that it be removed."""
    return RequestRemoval(order_id=ABOUT, at=at, ground=ground, **said)


def decided(at: str, outcome: RemovalOutcome, **said: Any) -> DecideRemoval:
    """Decide that."""
    return DecideRemoval(order_id=ABOUT, at=at, outcome=outcome, **said)


def story(*commands: FeedbackCommand, world: FeedbackWorld | None = None) -> Feedback:
    """Give what feedback comes to when commands are given one after the other."""
    feedback: Feedback | None = None
    for command in commands:
        for event in decide(feedback, command, world or FeedbackWorld()):
            feedback = evolve(feedback, event)
    assert feedback is not None
    return feedback


def refusals(
    feedback: Feedback | None, command: FeedbackCommand, world: FeedbackWorld | None = None
) -> dict[str, Any]:
    """Give the facts of each refusal, by code."""
    found = explain(feedback, command, world or FeedbackWorld())
    return {refusal.code: dict(refusal.facts) for refusal in found}
