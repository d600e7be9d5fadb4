"""When something may be done about a claim.

The rules of opening one ask what the verdict asks; what came from elsewhere was let in
there, and is held to the order's total alone.
"""

from typing import Any

from ordercore.conversations.claims import commands as c
from ordercore.conversations.claims import conditions, judging
from ordercore.conversations.claims.claim import Claim
from ordercore.conversations.claims.conditions import Condition
from ordercore.conversations.claims.outcomes import (
    asked_by,
    closing_of,
)
from ordercore.conversations.claims.parties import Outcome
from ordercore.conversations.claims.world import ClaimWorld
from ordercore.kernel.rules import Facts, rule

# Opening


def _against(condition: Condition, command: c.OpenClaim, world: ClaimWorld) -> Facts | None:
    """Ask a condition; nothing is against a claim under unknown terms but that."""
    case = judging.case_of(asked_by(command), world.terms)
    return None if case is None else condition(case)


@rule("claim_terms_unknown", instead=("kind", "occasion"))
def terms_are_known(_: object, command: c.OpenClaim, world: ClaimWorld) -> Facts | None:
    """There are terms for such a claim."""
    asked = asked_by(command)
    return judging.kind_unknown(judging.terms_for(asked, world.terms), asked)


@rule("claim_ground_unknown", instead=("ground",))
def ground_is_known(_: object, command: c.OpenClaim, world: ClaimWorld) -> Facts | None:
    """The terms have such a ground."""
    asked = asked_by(command)
    return judging.ground_unknown(judging.terms_for(asked, world.terms), asked)


@rule("claim_moment_unknown", instead=("occasion",))
def moments_are_known(_: object, command: c.OpenClaim, world: ClaimWorld) -> Facts | None:
    """A window is counted from moments that are known."""
    return None if command.imported else _against(conditions.moment_unknown, command, world)


@rule("claim_not_contacted", instead=("occasion",))
def buyer_wrote_first(_: object, command: c.OpenClaim, world: ClaimWorld) -> Facts | None:
    """Where the buyer writes to the seller first, that has happened."""
    return None if command.imported else _against(conditions.not_contacted, command, world)


@rule("claim_too_early", until="opens_at")
def window_has_begun(_: object, command: c.OpenClaim, world: ClaimWorld) -> Facts | None:
    """A claim is opened once its window has begun."""
    return None if command.imported else _against(conditions.too_early, command, world)


@rule("claim_too_late")
def window_has_not_ended(_: object, command: c.OpenClaim, world: ClaimWorld) -> Facts | None:
    """A claim is opened before its window has ended."""
    return None if command.imported else _against(conditions.too_late, command, world)


@rule("claim_excluded", instead=("kind", "ground"))
def nothing_excludes_it(_: object, command: c.OpenClaim, world: ClaimWorld) -> Facts | None:
    """Some circumstances, and other claims about the order, exclude a claim."""
    return None if command.imported else _against(conditions.excluded, command, world)


@rule("claim_made_before", instead=("kind",))
def no_more_than_it_may_have(_: object, command: c.OpenClaim, world: ClaimWorld) -> Facts | None:
    """An order has no more claims of a kind than it may have."""
    return None if command.imported else _against(conditions.made_before, command, world)


@rule("claim_in_other_currency", instead=("claimed",))
def currency_is_the_orders(_: object, command: c.OpenClaim, world: ClaimWorld) -> Facts | None:
    """A claim is in the currency of the order, and in that of the limit."""
    return _against(conditions.in_other_currency, command, world)


@rule("claim_exceeds_order", instead=("claimed",))
def order_covers_the_claim(_: object, command: c.OpenClaim, world: ClaimWorld) -> Facts | None:
    """No more is claimed than the buyer was charged for the order."""
    return _against(conditions.beyond_order, command, world)


@rule("claim_limit_used_up", instead=("kind",))
def limit_leaves_something(_: object, command: c.OpenClaim, world: ClaimWorld) -> Facts | None:
    """Shares, limits and earlier claims leave something of what is claimed."""
    return None if command.imported else _against(conditions.nothing_left, command, world)


OPENING = (
    terms_are_known,
    ground_is_known,
    moments_are_known,
    buyer_wrote_first,
    window_has_begun,
    window_has_not_ended,
    nothing_excludes_it,
    no_more_than_it_may_have,
    currency_is_the_orders,
    order_covers_the_claim,
    limit_leaves_something,
)

# All that follows


@rule("before_claim", instead=("at",))
def what_it_follows_comes_first(claim: Claim, command: c.ClaimCommand, _: Any) -> Facts | None:
    """Nothing happens to a claim before it was opened, nor to an appeal before its decision."""
    least = claim.opened_at
    if isinstance(command, c.AppealClaim) and claim.closing is not None:
        least = claim.closing.at
    if isinstance(command, c.DecideAppeal) and claim.appeal is not None:
        least = claim.appeal.at
    return None if least <= command.at else {"at": command.at, "least": least}


# Answering


@rule("claim_needs_no_answer")
def somebody_asks(claim: Claim, _: c.AnswerClaim, __: Any) -> Facts | None:
    """Only what is asked is answered."""
    return {"claim": claim.kind} if claim.answer_due is None else None


@rule("claim_already_answered")
def answer_is_the_first(claim: Claim, _: c.AnswerClaim, __: Any) -> Facts | None:
    """A claim is answered once."""
    return None if claim.answer is None else {"at": claim.answer.at}


@rule("answered_after_closing", instead=("at",), rather=("AppealClaim",))
def answer_comes_before_closing(claim: Claim, command: c.AnswerClaim, _: Any) -> Facts | None:
    """What is said after a claim was closed is no answer to it."""
    closing = claim.closing
    return {"closed": closing.at} if closing is not None and closing.at < command.at else None


# Closing


@rule("claim_is_closed", rather=("AppealClaim",))
def nothing_closed_it_before(
    claim: Claim, command: c.DecideClaim | c.WithdrawClaim, _: Any
) -> Facts | None:
    """A claim is closed once; of two closings the one that came first counts."""
    closing = claim.closing
    if closing is None:
        return None
    new = closing_of(claim, command)
    if claim.appeal is None and new.rank < closing.rank:
        return None
    return {"outcome": closing.outcome.value, "closed": closing.at}


@rule("claim_grants_wrong_amount", instead=("amount", "outcome"))
def amount_is_what_may_be_granted(claim: Claim, command: c.Deciding, _: Any) -> Facts | None:
    """What is granted is above 0 and no more than may be; nothing is where nothing is granted."""
    if command.amount is None:
        return None
    most = claim.claimed if command.imported else claim.at_most
    granted = command.outcome is Outcome.GRANTED
    least, limit = (1, most.minor) if granted else (0, 0)
    if command.amount.currency == most.currency and least <= command.amount.minor <= limit:
        return None
    return {"amount": command.amount, "outcome": command.outcome.value, "at_most": most}


@rule("claim_is_sellers_own", instead=("outcome",))
def refund_settles_what_buyers_claim(claim: Claim, command: c.DecideClaim, _: Any) -> Facts | None:
    """A refund to the buyer settles no claim of the seller's own."""
    if claim.against_seller or command.outcome is not Outcome.REFUNDED:
        return None
    return {"claim": claim.kind}


# Appealing


@rule("claim_not_decided", first=("DecideClaim",))
def there_is_a_decision(claim: Claim, _: c.AppealClaim, __: Any) -> Facts | None:
    """Only a decision can be appealed against, and only where the terms let it."""
    return None if claim.appeal_due is not None else {"status": claim.status.value}


@rule("appeal_already_made")
def appeal_is_the_first(claim: Claim, _: c.AppealClaim, __: Any) -> Facts | None:
    """A decision is appealed against once."""
    return None if claim.appeal is None else {"party": claim.appeal.by.value, "at": claim.appeal.at}


@rule("appeal_too_late")
def appeal_is_in_time(claim: Claim, command: c.AppealClaim, _: Any) -> Facts | None:
    """An appeal comes no later than it may."""
    due = claim.appeal_due
    return {"due": due} if due is not None and due < command.at else None


@rule("appeal_of_winner", instead=("by",))
def whoever_appeals_has_lost(claim: Claim, command: c.AppealClaim, _: Any) -> Facts | None:
    """Who got all that was wanted has nothing to appeal against."""
    if claim.appeal_due is None or command.by in claim.losers:
        return None
    return {"party": command.by.value, "losers": sorted(some.value for some in claim.losers)}


@rule("claim_not_appealed", first=("AppealClaim",))
def there_is_an_appeal(claim: Claim, _: c.DecideAppeal, __: Any) -> Facts | None:
    """Only an appeal that was made is decided."""
    return None if claim.appeal is not None else {"status": claim.status.value}


@rule("appeal_already_decided")
def appeal_is_open(claim: Claim, _: c.DecideAppeal, __: Any) -> Facts | None:
    """An appeal is decided once, and for good."""
    second = claim.second
    return None if second is None else {"outcome": second.outcome.value, "at": second.at}
