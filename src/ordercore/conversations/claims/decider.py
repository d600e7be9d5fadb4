"""Decisions about claims: the table of commands."""

from collections.abc import Callable
from typing import Any

from ordercore.conversations.claims import commands as c
from ordercore.conversations.claims import events as e
from ordercore.conversations.claims import outcomes, rules
from ordercore.conversations.claims.claim import Claim
from ordercore.conversations.claims.folding import evolve, fold
from ordercore.conversations.claims.parties import Outcome
from ordercore.conversations.claims.world import WORLD, ClaimWorld
from ordercore.errors import Refusal
from ordercore.kernel.decider import Decision, DecisionTable
from ordercore.kernel.time import Instant

__all__ = ["DECISIONS", "allowed", "decide", "evolve", "explain", "fold"]


def _offered(
    kind: type[Any], *contents: dict[str, Any]
) -> Callable[[Claim, Instant, ClaimWorld], tuple[Any, ...]]:
    """Offer a command with each of some contents."""
    return lambda claim, at, _: tuple(
        [kind(claim_id=claim.id, at=at, **content) for content in contents]
    )


def _offer_appeals(claim: Claim, at: Instant, _: ClaimWorld) -> tuple[c.AppealClaim, ...]:
    losers = sorted(claim.losers, key=lambda party: party.value)
    return tuple([c.AppealClaim(claim_id=claim.id, at=at, by=party) for party in losers])


_ENDS = [{"outcome": outcome} for outcome in c.DECISIONS_MADE]

# The table

DECISIONS: DecisionTable[Claim, ClaimWorld, e.ClaimEvent] = DecisionTable(
    "claim",
    (
        Decision(
            command=c.OpenClaim,
            creates=True,
            settled=outcomes.opened_so,
            rules=rules.OPENING,
            outcome=outcomes.open_claim,
        ),
        Decision(
            command=c.AnswerClaim,
            settled=outcomes.answered_so,
            rules=(
                rules.what_it_follows_comes_first,
                rules.somebody_asks,
                rules.answer_is_the_first,
                rules.answer_comes_before_closing,
            ),
            outcome=outcomes.answer_claim,
            offers=_offered(c.AnswerClaim, {}, {"accepts": True}),
        ),
        Decision(
            command=c.DecideClaim,
            settled=outcomes.decided_so,
            rules=(
                rules.what_it_follows_comes_first,
                rules.nothing_closed_it_before,
                rules.refund_settles_what_buyers_claim,
                rules.amount_is_what_may_be_granted,
            ),
            outcome=outcomes.decide_claim,
            offers=_offered(c.DecideClaim, *_ENDS, {"outcome": Outcome.REFUNDED}),
        ),
        Decision(
            command=c.WithdrawClaim,
            settled=outcomes.withdrawn_so,
            rules=(rules.what_it_follows_comes_first, rules.nothing_closed_it_before),
            outcome=outcomes.withdraw_claim,
            offers=_offered(c.WithdrawClaim, {}),
        ),
        Decision(
            command=c.AppealClaim,
            settled=outcomes.appealed_so,
            rules=(
                rules.what_it_follows_comes_first,
                rules.there_is_a_decision,
                rules.appeal_is_the_first,
                rules.appeal_is_in_time,
                rules.whoever_appeals_has_lost,
            ),
            outcome=outcomes.appeal_claim,
            offers=_offer_appeals,
        ),
        Decision(
            command=c.DecideAppeal,
            settled=outcomes.appeal_decided_so,
            rules=(
                rules.what_it_follows_comes_first,
                rules.there_is_an_appeal,
                rules.appeal_is_open,
                rules.amount_is_what_may_be_granted,
            ),
            outcome=outcomes.decide_appeal,
            offers=_offered(c.DecideAppeal, *_ENDS),
        ),
    ),
)

# Front


def decide(
    claim: Claim | None, command: c.ClaimCommand, world: ClaimWorld = WORLD
) -> tuple[e.ClaimEvent, ...]:
    """Give what a command brings about; ``None`` for a claim that there is not.

    Raises:
        Refused: when a rule says no.
    """
    return DECISIONS.decide(claim, command, world)


def explain(
    claim: Claim | None, command: c.ClaimCommand, world: ClaimWorld = WORLD
) -> tuple[Refusal, ...]:
    """Give every reason why a command would be refused; none where it would not be."""
    return DECISIONS.explain(claim, command, world)


def allowed(claim: Claim, at: Instant, world: ClaimWorld = WORLD) -> tuple[c.ClaimCommand, ...]:
    """Give the commands that would bring something about now."""
    return DECISIONS.allowed(claim, at, world)
