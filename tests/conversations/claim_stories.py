"""Claims to decide on: an occasion, short ways to ask, and what a story comes to."""

from typing import Any

from ordercore.conversations.claims import (
    AnswerClaim,
    AppealClaim,
    Claim,
    ClaimCommand,
    ClaimWorld,
    DecideAppeal,
    DecideClaim,
    Occasion,
    OpenClaim,
    Outcome,
    WithdrawClaim,
    decide,
    evolve,
    explain,
)
from ordercore.kernel.money import Money
from ordercore.kernel.time import instant

HERE = "America/Los_Angeles"

ORDERED = instant("2026-03-02T17:00:00Z")

PRICE = Money(10_000, "USD")

FACTS: dict[str, Any] = {
    "marketplace": "US",
    "zone": HERE,
    "ordered": ORDERED,
    "charged": "2026-03-03T17:00:00Z",
    "shipped": "2026-03-03T17:00:00Z",
    # The last instant of 10 March there.
    "latest_estimate": "2026-03-10T23:59:59.999999-07:00",
    "delivered": "2026-03-09T20:00:00Z",
    "last_scan": "2026-03-09T20:00:00Z",
    "sent_back": "2026-03-12T20:00:00Z",
    "return_received": "2026-03-16T20:00:00Z",
    "refunded": "2026-03-17T20:00:00Z",
    "contacted": "2026-03-11T20:00:00Z",
    "total": PRICE,
}

OPENED = instant("2026-03-20T12:00:00Z")


def occasion(**said: Any) -> Occasion:
    """Give an occasion on which every kind of claim may be opened, but for what is said."""
    return Occasion(**{**FACTS, **said})


def opening(kind: str = "guarantee", ground: str = "not_received", **said: Any) -> OpenClaim:
    """Ask to open a claim of 100 dollars about O-1."""
    facts = said.pop("occasion", None) or occasion(**said.pop("facts", {}))
    given = {"claim_id": "C-1", "order_id": "O-1", "at": OPENED, "claimed": PRICE, **said}
    return OpenClaim(kind=kind, ground=ground, occasion=facts, **given)


def story(*commands: ClaimCommand, world: ClaimWorld | None = None) -> Claim:
    """Give what a claim comes to when commands are given one after the other."""
    claim: Claim | None = None
    for command in commands:
        for event in decide(claim, command, world or ClaimWorld()):
            claim = evolve(claim, event)
    assert claim is not None
    return claim


def answer(at: str, **said: Any) -> AnswerClaim:
    """Answer it."""
    return AnswerClaim(claim_id="C-1", at=at, **said)


def granted(at: str, **said: Any) -> DecideClaim:
    """Grant it."""
    return DecideClaim(claim_id="C-1", at=at, outcome=Outcome.GRANTED, **said)


def denied(at: str, **said: Any) -> DecideClaim:
    """Deny it."""
    return DecideClaim(claim_id="C-1", at=at, outcome=Outcome.DENIED, **said)


def refunded(at: str, **said: Any) -> DecideClaim:
    """Say that the seller refunded before it was decided."""
    return DecideClaim(claim_id="C-1", at=at, outcome=Outcome.REFUNDED, **said)


def withdrawn(at: str) -> WithdrawClaim:
    """Withdraw it."""
    return WithdrawClaim(claim_id="C-1", at=at)


def appeal(at: str, **said: Any) -> AppealClaim:
    """Appeal against the decision, as the seller."""
    return AppealClaim(claim_id="C-1", at=at, **said)


def upheld(at: str, **said: Any) -> DecideAppeal:
    """Grant it on appeal too."""
    return DecideAppeal(claim_id="C-1", at=at, outcome=Outcome.GRANTED, **said)


def overturned(at: str, **said: Any) -> DecideAppeal:
    """Deny it on appeal."""
    return DecideAppeal(claim_id="C-1", at=at, outcome=Outcome.DENIED, **said)


def refusals(claim: Claim | None, command: ClaimCommand) -> dict[str, Any]:
    """Give the facts of each refusal, by code."""
    return {refusal.code: dict(refusal.facts) for refusal in explain(claim, command)}
