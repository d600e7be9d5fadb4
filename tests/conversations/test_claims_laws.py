"""Laws of claims, over any commands in any order."""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise, permutations
from typing import Any

from claim_stories import OPENED, PRICE, opening
from hypothesis import given
from hypothesis import strategies as st

from ordercore.conversations.claims import (
    CLAIM_LIFECYCLE,
    DECISIONS,
    AnswerClaim,
    AppealClaim,
    Claim,
    ClaimCommand,
    ClaimStatus,
    DecideAppeal,
    DecideClaim,
    OpenClaim,
    Outcome,
    Party,
    WithdrawClaim,
    allowed,
    answer_due,
    answered_late,
    decide,
    effect_on_money,
    evolve,
    explain,
    is_defect,
    is_overdue,
)
from ordercore.errors import Refused
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant

KINDS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("guarantee", "not_received", {}),
    ("service_chargeback", "not_received", {}),
    ("fraud_chargeback", "not_authorised", {}),
    ("reimbursement", "customer_damaged", {}),
    ("carrier", "lost", {"provider": "ups"}),
)

OPENINGS: st.SearchStrategy[OpenClaim] = st.builds(
    lambda kind, minor, imported: opening(
        kind[0], kind[1], facts=kind[2], claimed=Money(minor, "USD"), imported=imported
    ),
    st.sampled_from(KINDS),
    st.integers(2, PRICE.minor),
    st.booleans(),
)

MOMENTS = st.integers(-1, 45).map(lambda days: OPENED + dt.timedelta(days=days))

AMOUNTS = st.none() | st.integers(0, 12_000).map(lambda minor: Money(minor, "USD"))


def _about(**said: Any) -> dict[str, Any]:
    return {"claim_id": st.just("C-1"), "at": MOMENTS, **said}


_SAID: dict[str, Any] = {
    "amount": AMOUNTS,
    "at_cost_of": st.none() | st.sampled_from([Party.SELLER, Party.MARKETPLACE]),
    "counts": st.none() | st.booleans(),
    "imported": st.booleans(),
}

ENDINGS: st.SearchStrategy[ClaimCommand] = st.one_of(
    st.builds(
        DecideClaim,
        **_about(
            outcome=st.sampled_from([Outcome.GRANTED, Outcome.DENIED, Outcome.REFUNDED]), **_SAID
        ),
    ),
    st.builds(WithdrawClaim, **_about()),
)

ANSWERS: st.SearchStrategy[ClaimCommand] = st.builds(AnswerClaim, **_about(accepts=st.booleans()))

COMMANDS: st.SearchStrategy[ClaimCommand] = st.one_of(
    ANSWERS,
    ENDINGS,
    st.builds(AppealClaim, **_about(by=st.sampled_from(Party))),
    st.builds(
        DecideAppeal,
        **_about(outcome=st.sampled_from([Outcome.GRANTED, Outcome.DENIED]), **_SAID),
    ),
)

STORIES = st.lists(COMMANDS, max_size=8)


def told(claim: Claim | None, commands: Sequence[ClaimCommand]) -> list[Claim]:
    """Give the claim after each command that is not refused."""
    claims: list[Claim] = []
    for command in commands:
        try:
            events = decide(claim, command)
        except Refused:
            continue
        for event in events:
            claim = evolve(claim, event)
        assert claim is not None
        claims.append(claim)
    return claims


@given(OPENINGS, STORIES)
def test_law_a_closed_claim_reopens_by_an_appeal_in_its_window_alone(
    first: OpenClaim, commands: list[ClaimCommand]
) -> None:
    """And what was decided on appeal never does."""
    claims = told(None, [first, *commands])

    for before, after in pairwise(claims):
        if before.is_closed and not after.is_closed:
            assert after.status is ClaimStatus.APPEALED
            assert after.appeal is not None
            assert before.closing is not None
            assert before.appeal_due is not None
            assert before.closing.at <= after.appeal.at <= before.appeal_due
        if before.second is not None:
            assert after == before


@given(OPENINGS, STORIES)
def test_law_status_keeps_to_the_lifecycle(first: OpenClaim, commands: list[ClaimCommand]) -> None:
    """Every status follows the one before it by a command that the table names."""
    before: Claim | None = None
    for command in (first, *commands):
        after = told(before, [command])
        if after:
            was, now = before.status if before else None, after[-1].status
            assert CLAIM_LIFECYCLE.permits(was, now)
            if was is not None and was is not now:
                assert type(command).__name__ in CLAIM_LIFECYCLE.edges[was][now]
            before = after[-1]


@given(OPENINGS, STORIES)
def test_law_money_stays_within_what_was_claimed(
    first: OpenClaim, commands: list[ClaimCommand]
) -> None:
    """And so within the order's total; what is taken and given comes to what holds now."""
    for claim in told(None, [first, *commands]):
        effect = effect_on_money(claim)
        claimed, total = claim.claimed.minor, first.occasion.total
        assert total is not None
        assert claimed <= total.minor
        low, high = (-claimed, 0) if claim.against_seller else (0, claimed)
        so_far = 0
        for posting in effect.postings:
            so_far += posting.amount.minor
            assert posting.amount.minor != 0
            assert low <= so_far <= high
        assert so_far == effect.net.minor
        assert 0 <= effect.to_buyer.minor + effect.held.minor <= claimed
        if not first.imported and claim.standing is not None:
            imported = any(getattr(some, "imported", False) for some in commands)
            assert imported or claim.standing.granted.minor <= claim.at_most.minor


@given(OPENINGS, STORIES)
def test_law_twice_is_once(first: OpenClaim, commands: list[ClaimCommand]) -> None:
    """What was just accepted changes nothing when it is said again."""
    claim: Claim | None = None
    for command in (first, *commands):
        after = told(claim, [command])
        if after:
            claim = after[-1]
            again = told(claim, [command])
            assert not again or again[-1] == claim


@given(OPENINGS, st.none() | ANSWERS, st.lists(ENDINGS, max_size=3), st.randoms())
def test_law_the_order_in_which_facts_are_told_does_not_matter(
    first: OpenClaim,
    said: ClaimCommand | None,
    endings: list[ClaimCommand],
    chance: Any,
) -> None:
    """An answer and closings, in any order and with repeats, come to one claim."""
    facts = [*endings, *([said] if said else [])]
    ends = {told(None, [first, *order])[-1] for order in permutations(facts)}
    repeated = [*facts, *facts, *facts]
    chance.shuffle(repeated)

    assert len(ends) == 1
    assert {told(None, [first, *repeated])[-1]} == ends


@given(OPENINGS, STORIES, MOMENTS)
def test_law_what_is_offered_is_accepted_and_a_refusal_has_reasons(
    first: OpenClaim, commands: list[ClaimCommand], at: Instant
) -> None:
    """Rules are total: every command can be explained of every claim."""
    claim = told(None, [first, *commands])[-1]

    for offered in allowed(claim, at):
        assert explain(claim, offered) == ()
        assert decide(claim, offered)
    for command in commands:
        refused = bool(explain(claim, command))
        assert refused is not bool(told(claim, [command]))


@given(OPENINGS, STORIES)
def test_law_whoever_is_not_asked_has_no_deadline(
    first: OpenClaim, commands: list[ClaimCommand]
) -> None:
    """An answer is waited for while the claim is open and nobody has answered, and only then."""
    for claim in told(None, [first, *commands]):
        waits = claim.status is ClaimStatus.OPEN and claim.answer_due is not None
        assert (answer_due(claim) is not None) is waits


def _time_of(claim: Claim) -> int:
    """Give the microseconds that there are to answer: 48 hours, or seven days and what is left."""
    # The day in Los Angeles on which it was opened ends 19 hours later.
    hours = 48 if claim.kind == "guarantee" else 7 * 24 + 19
    return hours * 3_600_000_000 - (claim.kind != "guarantee")


@given(st.sampled_from(KINDS), st.integers(0, 10 * 86_400_000_000))
def test_law_an_answer_is_late_from_the_first_microsecond(
    kind: tuple[str, str, dict[str, Any]], microseconds: int
) -> None:
    """And recorded either way."""
    claim = told(None, [opening(kind[0], kind[1], facts=kind[2])])[-1]
    at = OPENED + dt.timedelta(microseconds=microseconds)
    if claim.answer_due is None:
        return
    after = told(claim, [AnswerClaim(claim_id="C-1", at=at)])[-1]

    assert after.answer is not None
    assert after.answer.at == at
    assert answered_late(after) is is_overdue(claim, at) is (microseconds > _time_of(claim))


@given(OPENINGS, STORIES)
def test_law_fraud_and_own_claims_are_no_defects(
    first: OpenClaim, commands: list[ClaimCommand]
) -> None:
    """Unless whoever decides says so in so many words."""
    for claim in told(None, [first, *commands]):
        said = [some.counts for some in (claim.closing, claim.second) if some is not None]
        if claim.kind not in ("guarantee", "service_chargeback") and True not in said:
            assert not is_defect(claim)


def test_every_command_has_its_row() -> None:
    """And every row a docstring, as the table sees to when it is built."""
    assert [kind.__name__ for kind in DECISIONS.rows] == [
        "OpenClaim",
        "AnswerClaim",
        "DecideClaim",
        "WithdrawClaim",
        "AppealClaim",
        "DecideAppeal",
    ]
