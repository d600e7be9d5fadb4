"""Answering and closing a claim, and what may be done about one."""

import datetime as dt
from typing import Any

import pytest
from claim_stories import (
    OPENED,
    answer,
    appeal,
    denied,
    granted,
    opening,
    overturned,
    refunded,
    refusals,
    story,
    withdrawn,
)

from ordercore.conversations.claims import (
    AppealClaim,
    ClaimAnswer,
    ClaimCommand,
    ClaimStatus,
    Closing,
    DecideAppeal,
    DecideClaim,
    Outcome,
    Party,
    allowed,
    answer_due,
    answered_late,
    decide,
    explain,
    is_overdue,
)
from ordercore.errors import InvalidValue, Refused
from ordercore.kernel.money import Money
from ordercore.kernel.time import instant

A_MICROSECOND = dt.timedelta(microseconds=1)

NOTHING = Money(0, "USD")


DECIDED = "2026-03-25T12:00Z"

# Answering


def test_an_answer_is_kept_with_its_moment() -> None:
    """In time to the last instant, and late afterwards: that is recorded, and not refused."""
    due = instant("2026-03-22T12:00Z")
    in_time = story(opening(), answer(str(due), evidence=["tracking"]))
    late = story(opening(), answer((due + A_MICROSECOND).isoformat(), accepts=True))

    assert in_time.answer == ClaimAnswer(at=due, evidence=("tracking",))
    assert (in_time.status, answered_late(in_time)) == (ClaimStatus.ANSWERED, False)
    assert (late.status, answered_late(late)) == (ClaimStatus.ANSWERED, True)
    assert late.answer == ClaimAnswer(at=due + A_MICROSECOND, accepts=True)
    assert answer_due(in_time) is None
    assert not is_overdue(in_time, instant("2027-01-01T00:00Z"))
    assert not answered_late(story(opening()))


def test_a_claim_is_answered_once() -> None:
    """The same answer again changes nothing, and another is refused."""
    claim = story(opening(), answer("2026-03-21T12:00Z"))

    assert decide(claim, answer("2026-03-21T12:00Z")) == ()
    assert refusals(claim, answer("2026-03-21T13:00Z")) == {
        "claim_already_answered": {"at": instant("2026-03-21T12:00Z")}
    }
    assert refusals(story(opening()), answer("2026-03-20T11:59Z")) == {
        "before_claim": {"at": instant("2026-03-20T11:59Z"), "least": OPENED}
    }


def test_what_nobody_asks_is_not_answered() -> None:
    """A claim of the seller's own."""
    own = story(opening("carrier", "lost", facts={"provider": "ups"}))

    assert refusals(own, answer("2026-03-21T12:00Z")) == {
        "claim_needs_no_answer": {"claim": "carrier"}
    }
    assert not answered_late(own)


# Closing


@pytest.mark.parametrize(
    ("ends", "status", "granted_"),
    [
        (granted("2026-03-25T12:00Z"), ClaimStatus.GRANTED, 10_000),
        (granted("2026-03-25T12:00Z", amount=Money(1, "USD")), ClaimStatus.GRANTED, 1),
        (denied("2026-03-25T12:00Z"), ClaimStatus.DENIED, 0),
        (denied("2026-03-25T12:00Z", amount=NOTHING), ClaimStatus.DENIED, 0),
        (refunded("2026-03-25T12:00Z"), ClaimStatus.REFUNDED, 0),
        (withdrawn("2026-03-25T12:00Z"), ClaimStatus.WITHDRAWN, 0),
    ],
)
def test_a_claim_is_closed_in_one_of_four_ways(
    ends: ClaimCommand, status: ClaimStatus, granted_: int
) -> None:
    """Answered before or not; then nobody waits for an answer, and the same again is nothing."""
    for claim in (story(opening(), ends), story(opening(), answer("2026-03-21T12:00Z"), ends)):
        assert (claim.status, claim.is_closed) == (status, True)
        assert claim.standing is not None
        assert claim.standing.granted == Money(granted_, "USD")
        assert answer_due(claim) is None
        assert decide(claim, ends) == ()


def test_a_claim_once_closed_is_not_closed_again() -> None:
    """Of two closings the first counts, whichever is told first."""
    claim = story(opening(), denied("2026-03-25T12:00Z"))
    closed = {"outcome": "denied", "closed": instant("2026-03-25T12:00Z")}

    assert refusals(claim, granted("2026-03-25T12:00Z")) == {"claim_is_closed": closed}
    assert refusals(claim, withdrawn("2026-03-26T12:00Z")) == {"claim_is_closed": closed}
    earlier = withdrawn("2026-03-24T12:00Z")
    assert story(opening(), denied("2026-03-25T12:00Z"), earlier) == story(opening(), earlier)


def test_an_answer_after_the_closing_is_none() -> None:
    """Told after it, it is refused, and before it not kept; in the same moment it counts."""
    ends, late = denied("2026-03-21T12:00Z"), answer("2026-03-21T12:00:00.000001Z")
    same = answer("2026-03-21T12:00Z")

    assert refusals(story(opening(), ends), late) == {
        "answered_after_closing": {"closed": instant("2026-03-21T12:00Z")}
    }
    assert story(opening(), late, ends) == story(opening(), ends)
    assert story(opening(), same, ends) == story(opening(), ends, same)
    assert story(opening(), ends, same).answer is not None


def test_closings_of_one_moment_come_to_one_in_any_order() -> None:
    """Also where they differ in nothing but who pays, or what is said of the rate."""
    pairs = [
        (granted("2026-03-25T12:00Z"), granted("2026-03-25T12:00Z", at_cost_of=Party.MARKETPLACE)),
        (granted("2026-03-25T12:00Z"), granted("2026-03-25T12:00Z", counts=False)),
        (denied("2026-03-25T12:00Z"), denied("2026-03-25T12:00Z", counts=True)),
        (granted("2026-03-25T12:00Z"), granted("2026-03-25T12:00Z", amount=Money(1, "USD"))),
        (denied("2026-03-25T12:00Z"), withdrawn("2026-03-25T12:00Z")),
    ]
    for one, other in pairs:
        ends = []
        for first, second in ((one, other), (other, one)):
            claim = story(opening(), first)
            ends.append(story(opening(), first, *([] if explain(claim, second) else [second])))
        assert ends[0] == ends[1]


def test_every_event_has_the_moment_of_its_command() -> None:
    """Whatever happened."""
    before: tuple[ClaimCommand, ...] = ()
    for command in (
        opening(),
        answer("2026-03-21T12:00Z"),
        granted(DECIDED),
        appeal("2026-03-26T12:00Z"),
        overturned("2026-03-30T12:00Z"),
    ):
        claim = story(*before) if before else None
        assert [event.at for event in decide(claim, command)] == [command.at]
        before = (*before, command)
    (gone,) = decide(story(opening()), withdrawn(DECIDED))
    assert gone.at == instant(DECIDED)


def test_evidence_is_several() -> None:
    """A text would be a list of its letters."""
    for kind in (answer, appeal):
        with pytest.raises(InvalidValue, match="evidence"):
            kind("2026-03-21T12:00Z", evidence="photos")


def test_a_refund_settles_no_claim_of_the_sellers_own() -> None:
    """The buyer's money is not what the seller wants back."""
    own = story(opening("reimbursement", "customer_damaged"))

    assert refusals(own, refunded("2026-03-25T12:00Z")) == {
        "claim_is_sellers_own": {"claim": "reimbursement"}
    }


@pytest.mark.parametrize(
    ("command", "most"),
    [
        (granted("2026-03-25T12:00Z", amount=Money(10_001, "USD")), 10_000),
        (granted("2026-03-25T12:00Z", amount=NOTHING), 10_000),
        (granted("2026-03-25T12:00Z", amount=Money(-1, "USD")), 10_000),
        (granted("2026-03-25T12:00Z", amount=Money(1, "EUR")), 10_000),
        (denied("2026-03-25T12:00Z", amount=Money(1, "USD")), 10_000),
        (refunded("2026-03-25T12:00Z", amount=Money(1, "USD")), 10_000),
    ],
)
def test_what_is_granted_is_within_what_was_claimed(command: DecideClaim, most: int) -> None:
    """Above 0 where something is granted, and 0 where nothing is; also when imported."""
    told = {
        "amount": command.amount,
        "outcome": command.outcome.value,
        "at_most": Money(most, "USD"),
    }

    assert refusals(story(opening()), command) == {"claim_grants_wrong_amount": told}


def test_a_share_is_only_exceeded_elsewhere() -> None:
    """A decision that is imported may grant more than our rows, and never more than was claimed."""
    half = story(opening("reimbursement", "customer_damaged"))
    more = Money(5_001, "USD")

    assert story(
        opening("reimbursement", "customer_damaged"), granted("2026-03-25T12:00Z")
    ).standing == Closing(
        at=instant("2026-03-25T12:00Z"),
        outcome=Outcome.GRANTED,
        granted=Money(5_000, "USD"),
        at_cost_of=Party.MARKETPLACE,
    )
    assert list(refusals(half, granted("2026-03-25T12:00Z", amount=more))) == [
        "claim_grants_wrong_amount"
    ]
    assert decide(half, granted("2026-03-25T12:00Z", amount=more, imported=True))
    beyond = granted("2026-03-25T12:00Z", amount=Money(10_001, "USD"), imported=True)
    assert list(refusals(half, beyond)) == ["claim_grants_wrong_amount"]


@pytest.mark.parametrize("kind", [DecideClaim, DecideAppeal])
def test_a_withdrawal_is_no_decision(kind: Any) -> None:
    """It has a command of its own; and an appeal is not settled by a refund."""
    with pytest.raises(InvalidValue, match="outcome"):
        kind(claim_id="C-1", at=OPENED, outcome=Outcome.WITHDRAWN)
    with pytest.raises(InvalidValue, match="outcome"):
        DecideAppeal(claim_id="C-1", at=OPENED, outcome=Outcome.REFUNDED)


# What may be done now


def test_what_may_be_done_is_offered() -> None:
    """As long as it may."""
    at = instant("2026-03-26T12:00Z")

    def names(*commands: ClaimCommand) -> list[str]:
        return [type(some).__name__ for some in allowed(story(opening(), *commands), at)]

    ends = ["DecideClaim", "DecideClaim", "DecideClaim", "WithdrawClaim"]
    assert names() == ["AnswerClaim", "AnswerClaim", *ends]
    assert names(answer("2026-03-21T12:00Z")) == ends
    assert names(granted(DECIDED)) == ["AppealClaim"]
    assert names(granted(DECIDED, amount=Money(1, "USD"))) == ["AppealClaim", "AppealClaim"]
    assert names(denied(DECIDED)) == ["AppealClaim"]
    assert names(withdrawn(DECIDED)) == []
    assert names(granted(DECIDED), appeal(DECIDED)) == ["DecideAppeal", "DecideAppeal"]


def test_a_refusal_names_the_command() -> None:
    """And nothing has changed."""
    with pytest.raises(Refused, match="AppealClaim") as refused:
        decide(story(opening()), AppealClaim(claim_id="C-1", at=OPENED))

    assert refused.value.codes == ("claim_not_decided",)
