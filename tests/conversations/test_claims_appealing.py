"""Appeals against decisions: in time, by whoever lost something, once."""

import datetime as dt

import pytest
from claim_stories import (
    answer,
    appeal,
    denied,
    granted,
    opening,
    overturned,
    refunded,
    refusals,
    story,
    upheld,
    withdrawn,
)

from ordercore.conversations.claims import (
    Appeal,
    ClaimCommand,
    ClaimStatus,
    ClaimWorld,
    DecideAppeal,
    DecideClaim,
    Party,
    allowed,
    decide,
)
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.money import Money
from ordercore.kernel.time import instant

A_MICROSECOND = dt.timedelta(microseconds=1)

NOTHING = Money(0, "USD")


DECIDED = "2026-03-25T12:00Z"

LAST = instant("2026-04-24T23:59:59.999999-07:00")
"""The thirtieth day after the decision, whole (Seller Central G202041210)."""


def test_an_appeal_comes_within_thirty_calendar_days() -> None:
    """To the last instant; then it is too late."""
    claim = story(opening(), granted(DECIDED))

    assert claim.appeal_due == LAST
    assert story(opening(), granted(DECIDED), appeal(str(LAST))).status is ClaimStatus.APPEALED
    late = appeal((LAST + A_MICROSECOND).isoformat())
    assert refusals(claim, late) == {"appeal_too_late": {"due": LAST}}


def test_business_days_are_those_of_the_seller() -> None:
    """Five in the Emirates (Seller Central AE QG3WU8KETHHJN25): by calendar, or to Friday."""
    facts = {"marketplace": "AE", "zone": "Asia/Dubai"}
    asked = opening("reimbursement", "item_not_returned", facts=facts)
    own = OperatingCalendar(zone="Asia/Dubai", weekdays=frozenset({0, 1, 2, 3}))
    monday = denied("2026-03-23T08:00Z")

    plain = story(asked, monday)
    by_own = story(asked, monday, world=ClaimWorld(calendar=own))

    assert plain.appeal_due == instant("2026-03-30T23:59:59.999999+04:00")
    assert by_own.appeal_due == instant("2026-03-31T23:59:59.999999+04:00")


@pytest.mark.parametrize(
    ("before", "by", "losers"),
    [
        (granted(DECIDED), Party.BUYER, ["seller"]),
        (denied(DECIDED), Party.SELLER, ["buyer"]),
        (granted(DECIDED, amount=Money(1, "USD")), Party.BANK, ["buyer", "seller"]),
    ],
)
def test_whoever_lost_something_appeals(before: DecideClaim, by: Party, losers: list[str]) -> None:
    """A claim that is granted in part may be taken further by either."""
    claim = story(opening(), before)

    assert refusals(claim, appeal("2026-03-26T12:00Z", by=by)) == {
        "appeal_of_winner": {"party": by.value, "losers": losers}
    }
    for loser in losers:
        assert decide(claim, appeal("2026-03-26T12:00Z", by=Party(loser)))


def test_the_seller_appeals_for_the_rest_of_its_own_claim() -> None:
    """A reimbursement of half may be appealed against, and one of all may not."""
    half = story(opening("reimbursement", "customer_damaged"), granted(DECIDED))
    whole = story(opening("reimbursement", "item_not_returned"), granted(DECIDED))

    assert half.losers == {Party.SELLER}
    assert whole.losers == frozenset()


@pytest.mark.parametrize(
    ("commands", "status"),
    [
        ((), "open"),
        ((answer("2026-03-21T12:00Z"),), "answered"),
        ((refunded(DECIDED),), "refunded"),
        ((withdrawn(DECIDED),), "withdrawn"),
    ],
)
def test_only_decisions_are_appealed_against(
    commands: tuple[ClaimCommand, ...], status: str
) -> None:
    """And where the terms know of no appeal, none is."""
    told = {"claim_not_decided": {"status": status}}
    claim = story(opening(), *commands)

    assert claim.losers == frozenset()
    assert refusals(claim, appeal("2026-03-26T12:00Z")) == told
    bank = story(opening("fraud_chargeback", "not_authorised"), granted(DECIDED))
    assert refusals(bank, appeal("2026-03-26T12:00Z")) == {
        "claim_not_decided": {"status": "granted"}
    }


def test_an_appeal_is_made_and_decided_once() -> None:
    """The same again changes nothing; it follows the decision, and its own decision follows it."""
    claim = story(opening(), granted(DECIDED))
    appealed = story(opening(), granted(DECIDED), appeal("2026-03-26T12:00Z"))
    won = story(
        opening(), granted(DECIDED), appeal("2026-03-26T12:00Z"), overturned("2026-03-30T12:00Z")
    )

    assert refusals(claim, appeal("2026-03-25T11:00Z")) == {
        "before_claim": {"at": instant("2026-03-25T11:00Z"), "least": instant(DECIDED)}
    }
    assert refusals(claim, overturned("2026-03-30T12:00Z")) == {
        "claim_not_appealed": {"status": "granted"}
    }
    assert decide(appealed, appeal("2026-03-26T12:00Z")) == ()
    signed = story(opening(), granted(DECIDED), appeal("2026-03-26T12:00Z", evidence=["signature"]))
    assert signed.appeal == Appeal(
        at=instant("2026-03-26T12:00Z"), by=Party.SELLER, evidence=("signature",)
    )
    assert refusals(appealed, appeal("2026-03-27T12:00Z")) == {
        "appeal_already_made": {"party": "seller", "at": instant("2026-03-26T12:00Z")}
    }
    assert refusals(appealed, overturned("2026-03-26T11:00Z")) == {
        "before_claim": {
            "at": instant("2026-03-26T11:00Z"),
            "least": instant("2026-03-26T12:00Z"),
        }
    }
    assert not appealed.is_closed
    assert (won.status, won.is_closed) == (ClaimStatus.DENIED_ON_APPEAL, True)
    assert decide(won, overturned("2026-03-30T12:00Z")) == ()
    assert refusals(won, upheld("2026-03-31T12:00Z")) == {
        "appeal_already_decided": {"outcome": "denied", "at": instant("2026-03-30T12:00Z")}
    }


def test_a_closing_that_is_told_after_the_appeal_comes_too_late() -> None:
    """What the appeal was made against stays."""
    claim = story(opening(), granted(DECIDED), appeal("2026-03-26T12:00Z"))

    assert list(refusals(claim, withdrawn("2026-03-24T12:00Z"))) == ["claim_is_closed"]


@pytest.mark.parametrize(
    ("second", "status"),
    [
        (upheld("2026-03-30T12:00Z"), ClaimStatus.GRANTED_ON_APPEAL),
        (overturned("2026-03-30T12:00Z"), ClaimStatus.DENIED_ON_APPEAL),
    ],
)
def test_what_is_decided_on_appeal_is_final(second: DecideAppeal, status: ClaimStatus) -> None:
    """Nothing may be done about it any more."""
    claim = story(opening(), granted(DECIDED), appeal("2026-03-26T12:00Z"), second)

    assert claim.status is status
    assert allowed(claim, instant("2026-03-31T12:00Z")) == ()
