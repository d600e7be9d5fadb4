"""What a command about a claim brings about."""

from ordercore.conversations.claims import commands as c
from ordercore.conversations.claims import events as e
from ordercore.conversations.claims import judging
from ordercore.conversations.claims.claim import Appeal, Claim, ClaimAnswer, Closing
from ordercore.conversations.claims.conditions import Asked, limited
from ordercore.conversations.claims.parties import Outcome, Party
from ordercore.conversations.claims.world import ClaimWorld
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace

Events = tuple[e.ClaimEvent, ...]

# Opening


def asked_by(command: c.OpenClaim) -> Asked:
    """Give what a command asks."""
    return Asked(
        kind=command.kind,
        ground=command.ground,
        occasion=command.occasion,
        at=command.at,
        claimed=command.claimed,
    )


def open_claim(_: object, command: c.OpenClaim, world: ClaimWorld) -> Events:
    """Open a claim under the terms of its day, which it keeps."""
    case = judging.case_of(asked_by(command), world.terms)
    if case is None:
        raise AssertionError("a claim is opened under terms that are known")
    terms, where = case.terms, command.occasion
    asks, limit = terms.answer, limited(case, command.claimed)
    claim = Claim(
        id=command.claim_id,
        order_id=command.order_id,
        kind=command.kind,
        ground=command.ground,
        marketplace=where.marketplace,
        zone=where.zone,
        provider=where.provider,
        opened_by=terms.opened_by,
        decided_by=terms.decided_by,
        ordered_at=where.ordered,
        opened_at=command.at,
        claimed=command.claimed,
        at_most=command.claimed if command.imported and not limit.minor else limit,
        answer_due=asks.due(command.at, where.zone, world.calendar) if asks else None,
        appeal_within=terms.appeal,
        takes_at_once=terms.takes_at_once,
        defect=terms.defect,
        cleared_by=terms.cleared_by,
        spared=tuple(sorted(case.ground.spared_by & where.circumstances)),
        imported=command.imported,
    )
    return (e.ClaimOpened(at=command.at, imported=command.imported, claim=claim),)


def opened_so(claim: Claim, command: c.OpenClaim) -> bool:
    """Tell whether a claim was opened just so."""
    where = command.occasion
    asked = (command.claim_id, command.order_id, command.kind, command.ground, command.claimed)
    placed = (command.at, where.marketplace, where.zone, where.provider, where.ordered)
    return asked == (claim.id, claim.order_id, claim.kind, claim.ground, claim.claimed) and (
        placed == (claim.opened_at, claim.marketplace, claim.zone, claim.provider, claim.ordered_at)
    )


# Answering


def _answer(command: c.AnswerClaim) -> ClaimAnswer:
    return ClaimAnswer(at=command.at, accepts=command.accepts, evidence=command.evidence)


def answer_claim(_: Claim, command: c.AnswerClaim, __: ClaimWorld) -> Events:
    """Keep the answer; its moment says whether it came in time."""
    return (e.ClaimAnswered(at=command.at, answer=_answer(command)),)


def answered_so(claim: Claim, command: c.AnswerClaim) -> bool:
    """Tell whether this very answer was given."""
    return claim.answer == _answer(command)


# Closing


def closing_of(claim: Claim, command: c.Deciding | c.WithdrawClaim) -> Closing:
    """Give the closing that a decision is, or a withdrawal.

    Without an amount, all is granted that may be.
    """
    nothing = Money(0, claim.claimed.currency)
    if isinstance(command, c.WithdrawClaim):
        return Closing(at=command.at, outcome=Outcome.WITHDRAWN, granted=nothing)
    closing = Closing(
        at=command.at, outcome=command.outcome, granted=nothing, counts=command.counts
    )
    if command.outcome is not Outcome.GRANTED:
        return closing
    payer = Party.SELLER if claim.against_seller else claim.decided_by
    return replace(
        closing,
        granted=claim.at_most if command.amount is None else command.amount,
        at_cost_of=command.at_cost_of or payer,
    )


def decide_claim(claim: Claim, command: c.DecideClaim, world: ClaimWorld) -> Events:
    """Close it; where it was decided, it may be appealed against within the time of its terms."""
    due = None
    if claim.appeal_within is not None and command.outcome in c.DECISIONS_MADE:
        due = claim.appeal_within.due(command.at, claim.zone, world.calendar)
    closing = closing_of(claim, command)
    event = e.ClaimDecided(
        at=command.at, imported=command.imported, closing=closing, appeal_due=due
    )
    return (event,)


def decided_so(claim: Claim, command: c.DecideClaim) -> bool:
    """Tell whether it was decided just so."""
    return claim.closing == closing_of(claim, command)


def withdraw_claim(claim: Claim, command: c.WithdrawClaim, _: ClaimWorld) -> Events:
    """Close it without a decision."""
    return (e.ClaimWithdrawn(at=command.at, closing=closing_of(claim, command)),)


def withdrawn_so(claim: Claim, command: c.WithdrawClaim) -> bool:
    """Tell whether it was withdrawn just then."""
    return claim.closing == closing_of(claim, command)


# Appealing


def _appeal(command: c.AppealClaim) -> Appeal:
    return Appeal(at=command.at, by=command.by, evidence=command.evidence)


def appeal_claim(_: Claim, command: c.AppealClaim, __: ClaimWorld) -> Events:
    """Open it once more, until the appeal is decided; what was decided holds until then."""
    return (e.ClaimAppealed(at=command.at, appeal=_appeal(command)),)


def appealed_so(claim: Claim, command: c.AppealClaim) -> bool:
    """Tell whether this very appeal was made."""
    return claim.appeal == _appeal(command)


def decide_appeal(claim: Claim, command: c.DecideAppeal, _: ClaimWorld) -> Events:
    """Close it for good."""
    closing = closing_of(claim, command)
    return (e.AppealDecided(at=command.at, imported=command.imported, closing=closing),)


def appeal_decided_so(claim: Claim, command: c.DecideAppeal) -> bool:
    """Tell whether the appeal was decided just so."""
    return claim.second == closing_of(claim, command)
