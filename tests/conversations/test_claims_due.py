"""What the seller has still to do about claims, and until when."""

import datetime as dt

import pytest
from claim_stories import (
    OPENED,
    answer,
    appeal,
    denied,
    granted,
    opening,
    overturned,
    story,
)

from ordercore.conversations.claims import Claim, ClaimDue, DecideClaim, Outcome, claims_due
from ordercore.errors import InvalidValue

TICK = dt.timedelta(microseconds=1)

ASKED = story(opening())

DUE = OPENED + dt.timedelta(hours=48)

LOST = story(opening(), granted("2026-03-25T12:00Z"))

OWN = story(
    opening("reimbursement", "item_not_returned", claim_id="C-2"),
    DecideClaim(claim_id="C-2", at="2026-03-25T12:00Z", outcome=Outcome.DENIED),
)
"""Its own claim, which the marketplace turned down."""


def commands(claims: list[Claim], at: object) -> list[tuple[str, str, bool]]:
    """Give what is due, in order."""
    return [(some.claim_id, some.command, some.is_late) for some in claims_due(claims, at)]


def test_an_answer_is_due_until_its_last_instant_and_late_after_it() -> None:
    """It stays on the list, since it may still be given."""
    assert claims_due([ASKED], DUE) == (
        ClaimDue(claim_id="C-1", command="AnswerClaim", due=DUE, is_late=False),
    )
    assert claims_due([ASKED], DUE + TICK)[0].is_late


@pytest.mark.parametrize(
    "claim",
    [
        story(opening(), answer("2026-03-21T12:00Z")),
        story(opening(), denied("2026-03-21T12:00Z")),
        story(opening(), granted("2026-03-25T12:00Z"), appeal("2026-03-26T12:00Z")),
        story(
            opening(),
            granted("2026-03-25T12:00Z"),
            appeal("2026-03-26T12:00Z"),
            overturned("2026-03-28T12:00Z"),
        ),
        story(opening("carrier", "damaged", facts={"provider": "ups"})),
    ],
    ids=["answered", "won", "appealed", "over", "nobody asks"],
)
def test_nothing_is_due_where_nobody_waits_for_the_seller(claim: Claim) -> None:
    """Whoever has won has nothing to appeal against, and an appeal is made once."""
    assert claims_due([claim], "2026-03-27T00:00Z") == ()


def test_a_decision_may_be_appealed_against_until_its_last_instant() -> None:
    """By the seller who lost, of a claim of the buyer's as of its own; then it is gone."""
    last = LOST.appeal_due
    assert last is not None
    assert commands([LOST, OWN], last) == [
        ("C-1", "AppealClaim", False),
        ("C-2", "AppealClaim", False),
    ]
    assert commands([LOST], last + TICK) == []


def test_the_most_urgent_comes_first() -> None:
    """By the moment, and then by the id."""
    late = story(opening(claim_id="C-0", at=OPENED + dt.timedelta(days=30), imported=True))

    assert commands([LOST, late, ASKED], OPENED) == [
        ("C-1", "AnswerClaim", False),
        ("C-0", "AnswerClaim", False),
        ("C-1", "AppealClaim", False),
    ]


def test_a_time_without_a_zone_is_refused() -> None:
    """Nobody knows which moment it is."""
    with pytest.raises(InvalidValue):
        claims_due([], "2026-03-27T00:00")
