"""Opening a claim: what it keeps, and what stands against it."""

import datetime as dt
from typing import Any

import pytest
from claim_stories import (
    OPENED,
    ORDERED,
    PRICE,
    answer,
    occasion,
    opening,
    refusals,
    story,
)

from ordercore.conversations.claims import (
    Claim,
    ClaimWorld,
    EarlierClaim,
    OpenClaim,
    Outcome,
    Party,
    answer_due,
    decide,
    is_overdue,
)
from ordercore.conversations.claims.outcomes import open_claim
from ordercore.errors import InvalidValue
from ordercore.kernel.money import Money
from ordercore.kernel.time import instant

A_MICROSECOND = dt.timedelta(microseconds=1)

NOTHING = Money(0, "USD")


def test_a_claim_keeps_the_terms_under_which_it_was_opened() -> None:
    """Who decides, what may be granted, until when it is answered, what spares the seller."""
    facts = {"circumstances": ["protected_label", "on_a_sunday"]}

    assert story(opening(facts=facts)) == Claim(
        id="C-1",
        order_id="O-1",
        kind="guarantee",
        ground="not_received",
        marketplace="US",
        zone="America/Los_Angeles",
        provider="*",
        opened_by=Party.BUYER,
        decided_by=Party.MARKETPLACE,
        ordered_at=ORDERED,
        opened_at=OPENED,
        claimed=PRICE,
        at_most=PRICE,
        # 48 hours (Seller Central G1781).
        answer_due=instant("2026-03-22T12:00:00Z"),
        appeal_within=story(opening()).appeal_within,
        defect=True,
        cleared_by=frozenset({Outcome.DENIED}),
        spared=("protected_label",),
    )


@pytest.mark.parametrize(
    ("kind", "ground", "facts", "due"),
    [
        ("guarantee", "not_received", {}, "2026-03-22T12:00Z"),
        # Seven calendar days, the last one whole (Seller Central G202145040).
        ("service_chargeback", "not_received", {}, "2026-03-27T23:59:59.999999-07:00"),
        ("reimbursement", "item_not_returned", {}, None),
        ("carrier", "lost", {"provider": "ups"}, None),
    ],
)
def test_answers_are_due_as_the_sources_say(
    kind: str, ground: str, facts: dict[str, Any], due: str | None
) -> None:
    """To the instant; a seller's own claim asks for no answer."""
    claim = story(opening(kind, ground, facts=facts))
    last = None if due is None else instant(due)

    assert answer_due(claim) == last
    if last is not None:
        assert not is_overdue(claim, last)
        assert is_overdue(claim, last + A_MICROSECOND)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"kind": "goodwill"}, "claim_terms_unknown"),
        ({"ground": "boredom"}, "claim_ground_unknown"),
        ({"facts": {"latest_estimate": None}}, "claim_moment_unknown"),
        ({"facts": {"contacted": None}}, "claim_not_contacted"),
        ({"at": "2026-03-13T12:00Z"}, "claim_too_early"),
        ({"at": "2026-07-01T12:00Z"}, "claim_too_late"),
        ({"facts": {"earlier": [EarlierClaim("fraud_chargeback", PRICE)]}}, "claim_excluded"),
        ({"facts": {"total": Money(1, "EUR")}}, "claim_in_other_currency"),
        ({"facts": {"total": Money(1, "USD")}}, "claim_exceeds_order"),
    ],
)
def test_what_may_not_be_opened_is_refused(said: dict[str, Any], code: str) -> None:
    """By the code of the verdict's clause; what was let in elsewhere, by its name and money."""
    assert list(refusals(None, opening(**said))) == [code]
    always = ("claim_terms_unknown", "claim_ground_unknown")
    money = ("claim_in_other_currency", "claim_exceeds_order")
    imported = refusals(None, opening(**said, imported=True))
    assert list(imported) == ([code] if code in always + money else [])


def test_one_reimbursement_per_order() -> None:
    """The second is refused, and so is one of which nothing would be granted."""
    again = {"earlier": [EarlierClaim("reimbursement", PRICE)]}
    first = opening("reimbursement", "customer_damaged")

    assert story(first).at_most == Money(5_000, "USD")
    assert refusals(None, opening("reimbursement", "customer_damaged", facts=again)) == {
        "claim_made_before": {"claim": "reimbursement", "made": 1, "limit": 1}
    }
    cent = opening("reimbursement", "customer_damaged", claimed=Money(1, "USD"))
    assert list(refusals(None, cent)) == ["claim_limit_used_up"]


def test_what_was_let_in_elsewhere_may_be_granted_whole() -> None:
    """Where our rows leave nothing, they are not what the other side goes by."""
    cent = opening("reimbursement", "customer_damaged", claimed=Money(1, "USD"), imported=True)

    assert story(cent).at_most == Money(1, "USD")
    assert story(opening("reimbursement", "customer_damaged", imported=True)).at_most == Money(
        5_000, "USD"
    )


def test_a_claim_is_opened_once() -> None:
    """The same again changes nothing; another under its name is refused."""
    claim = story(opening())

    assert decide(claim, opening()) == ()
    assert list(refusals(claim, opening(claimed=Money(1, "USD")))) == ["already_exists"]
    assert list(refusals(claim, opening(at="2026-03-21T12:00Z"))) == ["already_exists"]
    assert list(refusals(None, answer("2026-03-21T12:00Z"))) == ["does_not_exist"]


def test_the_outcome_is_never_asked_under_unknown_terms() -> None:
    """The rules have seen to that; whoever goes around them is told."""
    with pytest.raises(AssertionError, match="terms"):
        open_claim(None, opening("goodwill"), ClaimWorld())


@pytest.mark.parametrize(
    "wrong",
    [
        {"claimed": NOTHING},
        {"claimed": "100 USD"},
        {"claim_id": " "},
        {"order_id": ""},
        {"at": "2026-03-20T12:00"},
        {"occasion": "yesterday"},
    ],
)
def test_what_is_no_claim_is_no_command(wrong: dict[str, Any]) -> None:
    """A value of another kind is named."""
    given = {**{f: getattr(opening(), f) for f in COMMAND}, **wrong}

    with pytest.raises(InvalidValue, match=next(iter(wrong))):
        OpenClaim(**given)


COMMAND = ("claim_id", "order_id", "at", "kind", "ground", "claimed", "occasion")


@pytest.mark.parametrize("field", ["ordered", "refunded", "contacted", "last_scan"])
def test_a_naive_time_of_an_occasion_is_named(field: str) -> None:
    """Under the name of its field."""
    with pytest.raises(InvalidValue, match=field):
        occasion(**{field: "2026-03-20T12:00"})


@pytest.mark.parametrize(
    ("field", "value"),
    [("total", Money(-1, "USD")), ("zone", "Mars"), ("earlier", "none"), ("circumstances", "bad")],
)
def test_an_occasion_holds_what_can_be(field: str, value: object) -> None:
    """No total below 0, no such zone, and several where several are asked for."""
    with pytest.raises(InvalidValue, match=field):
        occasion(**{field: value})


@pytest.mark.parametrize("wrong", [{"kind": 5}, {"claimed": 5}])
def test_an_earlier_claim_is_told_by_kind_and_amount(wrong: dict[str, Any]) -> None:
    """Whatever it is counted by later is looked at when it is told."""
    with pytest.raises(InvalidValue, match=next(iter(wrong))):
        EarlierClaim(**{"kind": "guarantee", "claimed": Money(1, "USD"), **wrong})
