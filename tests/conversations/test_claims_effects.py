"""What a claim does to money and to the order defect rate, what helps, and the tables."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from claim_stories import (
    OPENED,
    ORDERED,
    answer,
    appeal,
    denied,
    granted,
    opening,
    overturned,
    refunded,
    story,
    upheld,
    withdrawn,
)

from ordercore.conversations.claims import (
    CLAIM_LIFECYCLE,
    CLAIM_TERMS,
    EVENTS,
    Claim,
    ClaimCommand,
    ClaimMoment,
    ClaimTerms,
    ClaimWindow,
    ClaimWorld,
    Counting,
    Ground,
    Occasion,
    Outcome,
    Party,
    Term,
    claim_table,
    decide,
    defective_orders,
    effect_on_money,
    evidence_for,
    is_defect,
    terms_of,
    with_terms,
)
from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.money import Money
from ordercore.kernel.time import instant
from ordercore.service.codec import decode, encode

DECIDED = "2026-03-25T12:00Z"
APPEALED = "2026-03-26T12:00Z"
SECOND = "2026-03-30T12:00Z"

PART = Money(4_000, "USD")


def moved(*commands: ClaimCommand) -> tuple[list[int], int, int, int]:
    """Give what was moved one after the other, the sum of it, what the buyer has, what is held."""
    effect = effect_on_money(story(*commands))
    minors = [posting.amount.minor for posting in effect.postings]
    return minors, effect.net.minor, effect.to_buyer.minor, effect.held.minor


GUARANTEE = opening()

CHARGEBACK = opening("service_chargeback")

FRAUD = opening("fraud_chargeback", "not_authorised")

DAMAGED = opening("reimbursement", "customer_damaged")

LOST = opening("carrier", "lost", facts={"provider": "ups"})


@pytest.mark.parametrize(
    ("commands", "told"),
    [
        # Granted against the seller: the marketplace takes the money from it for the buyer.
        ([GUARANTEE], ([], 0, 0, 0)),
        ([GUARANTEE, answer("2026-03-21T12:00Z", accepts=True)], ([], 0, 0, 0)),
        ([GUARANTEE, granted(DECIDED)], ([-10_000], -10_000, 10_000, 0)),
        ([GUARANTEE, granted(DECIDED, amount=PART)], ([-4_000], -4_000, 4_000, 0)),
        ([GUARANTEE, denied(DECIDED)], ([], 0, 0, 0)),
        ([GUARANTEE, refunded(DECIDED)], ([], 0, 0, 0)),
        ([GUARANTEE, withdrawn(DECIDED)], ([], 0, 0, 0)),
        # The marketplace pays it itself.
        (
            [GUARANTEE, granted(DECIDED, at_cost_of=Party.MARKETPLACE)],
            ([], 0, 10_000, 0),
        ),
        # Won on appeal, the seller is credited; of the buyer nothing is said (27951).
        ([GUARANTEE, granted(DECIDED), appeal(APPEALED)], ([-10_000], -10_000, 10_000, 0)),
        (
            [GUARANTEE, granted(DECIDED), appeal(APPEALED), overturned(SECOND)],
            ([-10_000, 10_000], 0, 10_000, 0),
        ),
        (
            [GUARANTEE, granted(DECIDED), appeal(APPEALED), upheld(SECOND)],
            ([-10_000], -10_000, 10_000, 0),
        ),
        (
            [GUARANTEE, granted(DECIDED), appeal(APPEALED), upheld(SECOND, amount=PART)],
            ([-10_000, 6_000], -4_000, 10_000, 0),
        ),
        (
            [GUARANTEE, denied(DECIDED), appeal(APPEALED, by=Party.BUYER), upheld(SECOND)],
            ([-10_000], -10_000, 10_000, 0),
        ),
        # A bank takes all at once, and gives back what is not granted.
        ([CHARGEBACK], ([-10_000], -10_000, 0, 10_000)),
        ([CHARGEBACK, answer("2026-03-21T12:00Z")], ([-10_000], -10_000, 0, 10_000)),
        ([CHARGEBACK, granted(DECIDED)], ([-10_000], -10_000, 10_000, 0)),
        ([CHARGEBACK, granted(DECIDED, amount=PART)], ([-10_000, 6_000], -4_000, 4_000, 0)),
        ([FRAUD, denied(DECIDED)], ([-10_000, 10_000], 0, 0, 0)),
        ([FRAUD, withdrawn(DECIDED)], ([-10_000, 10_000], 0, 0, 0)),
        ([CHARGEBACK, refunded(DECIDED)], ([-10_000, 10_000], 0, 0, 0)),
        (
            [FRAUD, granted(DECIDED, at_cost_of=Party.MARKETPLACE)],
            ([-10_000, 10_000], 0, 10_000, 0),
        ),
        # What the seller claims comes to it.
        ([DAMAGED], ([], 0, 0, 0)),
        ([DAMAGED, granted(DECIDED)], ([5_000], 5_000, 0, 0)),
        (
            [DAMAGED, granted(DECIDED, amount=PART), appeal(APPEALED), upheld(SECOND)],
            ([4_000, 1_000], 5_000, 0, 0),
        ),
        (
            [DAMAGED, granted(DECIDED, amount=PART), appeal(APPEALED), overturned(SECOND)],
            ([4_000, -4_000], 0, 0, 0),
        ),
        ([LOST, denied(DECIDED)], ([], 0, 0, 0)),
        ([LOST, granted(DECIDED)], ([10_000], 10_000, 0, 0)),
    ],
)
def test_what_a_claim_moves(
    commands: list[ClaimCommand], told: tuple[list[int], int, int, int]
) -> None:
    """Posting by posting, each at its moment."""
    assert moved(*commands) == told


def test_money_moves_when_it_is_decided_and_by_whoever_decides() -> None:
    """Each posting has its moment; the bank moves a chargeback, and the carrier what it lost."""
    effect = effect_on_money(story(CHARGEBACK, denied(DECIDED)))

    assert [posting.at for posting in effect.postings] == [OPENED, instant(DECIDED)]
    by = [effect_on_money(story(some)).moved_by for some in (GUARANTEE, CHARGEBACK, DAMAGED, LOST)]
    assert by == [Party.MARKETPLACE, Party.BANK, Party.MARKETPLACE, Party.CARRIER]


def test_a_bank_takes_money_back_from_the_buyer_when_it_judges_again() -> None:
    """Where a host's terms let a chargeback be appealed against."""
    row = terms_of("service_chargeback", OPENED.date())
    assert row is not None
    world = ClaimWorld(terms=with_terms(attrs.evolve(row, appeal=Term(10, Counting.DAYS))))
    asked = (CHARGEBACK, granted(DECIDED), appeal(APPEALED), overturned(SECOND))

    effect = effect_on_money(story(*asked, world=world))

    assert (effect.net.minor, effect.to_buyer.minor) == (0, 0)


# The order defect rate

SPARED = opening(facts={"circumstances": ["protected_label"]})


@pytest.mark.parametrize(
    ("commands", "defect"),
    [
        # A claim not denied counts (Seller Central IT 200285170).
        ([GUARANTEE], True),
        ([GUARANTEE, granted(DECIDED)], True),
        ([GUARANTEE, refunded(DECIDED)], True),
        ([GUARANTEE, withdrawn(DECIDED)], True),
        ([GUARANTEE, denied(DECIDED)], False),
        ([GUARANTEE, granted(DECIDED), appeal(APPEALED)], True),
        ([GUARANTEE, granted(DECIDED), appeal(APPEALED), overturned(SECOND)], False),
        # On-time claims under Buy Shipping do not hit the rate, whatever comes of them.
        ([SPARED], False),
        ([SPARED, granted(DECIDED)], False),
        ([opening(facts={"circumstances": ["refused_on_way_back"]}), granted(DECIDED)], False),
        # That spares nobody who sent something else.
        (
            [opening(ground="not_as_described", facts={"circumstances": ["protected_label"]})],
            True,
        ),
        # Service chargebacks count, fraud chargebacks are excluded.
        ([CHARGEBACK], True),
        ([CHARGEBACK, denied(DECIDED)], True),
        ([FRAUD, granted(DECIDED)], False),
        # What the seller claims never does.
        ([DAMAGED, denied(DECIDED)], False),
        ([LOST], False),
        # The word of whoever decides comes first, the last one of all.
        ([GUARANTEE, granted(DECIDED, counts=False)], False),
        ([SPARED, granted(DECIDED, counts=True)], True),
        (
            [GUARANTEE, granted(DECIDED, counts=True), appeal(APPEALED), upheld(SECOND)],
            True,
        ),
        # Either the cost or the defect may be reversed (Seller Central G202041210).
        (
            [
                GUARANTEE,
                granted(DECIDED, counts=True),
                appeal(APPEALED),
                upheld(SECOND, counts=False),
            ],
            False,
        ),
    ],
)
def test_which_claims_are_defects(commands: list[ClaimCommand], defect: bool) -> None:
    """A truth table."""
    assert is_defect(story(*commands)) is defect


def test_an_order_is_defective_once_and_by_its_own_day() -> None:
    """However many claims there are about it, and whenever they were made."""
    other = {"claim_id": "C-3", "order_id": "O-2"}
    claims = [
        story(GUARANTEE),
        story(opening("service_chargeback", claim_id="C-2")),
        story(opening("fraud_chargeback", "not_authorised", **other)),
    ]

    assert defective_orders(claims) == {"O-1": ORDERED}
    assert defective_orders([]) == {}
    moved_order = opening(facts={"ordered": "2026-03-01T17:00Z"})
    with pytest.raises(InvalidValue, match="ordered_at"):
        defective_orders([story(GUARANTEE), story(moved_order)])


# Evidence


@pytest.mark.parametrize(
    ("kind", "ground", "first"),
    [
        ("guarantee", "not_received", "proof_of_delivery"),
        ("guarantee", "not_as_described", "listing"),
        ("service_chargeback", "returned_not_refunded", "refund_receipt"),
        ("fraud_chargeback", "not_authorised", "proof_of_delivery"),
        ("reimbursement", "wrong_item_returned", "photos"),
        ("carrier", "lost", "tracking"),
    ],
)
def test_evidence_is_listed_by_ground(kind: str, ground: str, first: str) -> None:
    """The weightiest first."""
    assert evidence_for(kind, ground)[0] == first


@pytest.mark.parametrize(("kind", "ground"), [("guarantee", "boredom"), ("goodwill", "lost")])
def test_nothing_is_evidence_for_what_there_is_not(kind: str, ground: str) -> None:
    """No error: nothing helps."""
    assert evidence_for(kind, ground) == ()


# Tables

WINDOW = ClaimWindow(opens_from=(ClaimMoment.ORDERED,), closes_from=(ClaimMoment.ORDERED,), days=30)

GROUND = Ground(code="broken_promise", window=WINDOW)

OWN: dict[str, Any] = {
    "kind": "goodwill",
    "opened_by": Party.BUYER,
    "decided_by": Party.SELLER,
    "grounds": (GROUND,),
}


@pytest.mark.parametrize(
    ("kind", "given", "wrong"),
    [
        (Term, (0, Counting.DAYS), "number"),
        (Term, (3_651, Counting.DAYS), "number"),
        (Term, ("30", Counting.DAYS), "number"),
        (Term, (30, "days"), "counting"),
    ],
)
def test_terms_are_what_can_be(kind: Any, given: tuple[Any, ...], wrong: str) -> None:
    """Named by field."""
    with pytest.raises(InvalidValue, match=wrong):
        kind(*given)


@pytest.mark.parametrize(
    ("value", "changes", "wrong"),
    [
        (WINDOW, {"opens_from": ()}, "opens_from"),
        (WINDOW, {"closes_from": ()}, "closes_from"),
        (WINDOW, {"days": -1}, "days"),
        (WINDOW, {"days": 4_000}, "days"),
        (WINDOW, {"wait": -1}, "wait"),
        (GROUND, {"code": " "}, "code"),
        (GROUND, {"share": 0}, "share"),
        (GROUND, {"share": 101}, "share"),
        (GROUND, {"contact_hours": 0}, "contact_hours"),
        (GROUND, {"evidence": ["photos"]}, "evidence"),
        (ClaimTerms(**OWN), {"kind": ""}, "kind"),
        (ClaimTerms(**OWN), {"grounds": ()}, "grounds"),
        (ClaimTerms(**OWN), {"grounds": (GROUND, GROUND)}, "grounds"),
        (ClaimTerms(**OWN), {"per_order": 0}, "per_order"),
        (ClaimTerms(**OWN), {"most": Money(0, "USD")}, "most"),
        (ClaimTerms(**OWN), {"effective_from": "2026-01-01"}, "effective_from"),
    ],
)
def test_rows_are_what_can_be(value: Any, changes: dict[str, Any], wrong: str) -> None:
    """A row that cannot be is refused where it is written, by its field."""
    with pytest.raises(InvalidValue, match=wrong):
        attrs.evolve(value, **changes)


@pytest.mark.parametrize("wrong", [{"calendar": 5}, {"terms": 5}])
def test_a_world_of_claims_is_of_terms_and_days(wrong: dict[str, Any]) -> None:
    """Anything else is refused at once, by name."""
    with pytest.raises(InvalidValue, match=next(iter(wrong))):
        ClaimWorld(**wrong)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (lambda: effect_on_money(5), "claim"),  # type: ignore[arg-type]
        (lambda: is_defect(None), "claim"),  # type: ignore[arg-type]
        (lambda: defective_orders(5), "claims"),  # type: ignore[arg-type]
        (lambda: defective_orders([5]), "claim"),  # type: ignore[list-item]
    ],
)
def test_effects_are_those_of_claims(asked: Callable[[], object], field: str) -> None:
    """And of nothing else."""
    with pytest.raises(InvalidValue) as error:
        asked()
    assert error.value.field == field


def test_a_table_tells_its_rows_apart() -> None:
    """Two rows from one day on are one too many; a stranger is none."""
    own = ClaimTerms(**OWN)

    with pytest.raises(InvalidTable, match="two rows goodwill"):
        claim_table([own, own])
    strangers: list[Any] = ["a row"]
    with pytest.raises(InvalidTable, match="'a row' is no row"):
        ClaimWorld(terms=strangers)
    assert with_terms(own)[-1] == own
    assert with_terms(own, of=(own,)) == (own,)


def test_a_kind_of_a_hosts_own() -> None:
    """Its rows stand beside ours; a provider's own come first, and a marketplace's too."""
    here = ClaimTerms(**OWN, marketplace="DE", effective_from=dt.date(2026, 1, 1))
    theirs = ClaimTerms(**OWN, provider="dhl")
    rows = with_terms(here, theirs)
    day = dt.date(2026, 3, 20)

    assert terms_of("goodwill", day, "DE", "dhl", rows) == theirs
    assert terms_of("goodwill", day, "DE", "ups", rows) == here
    assert terms_of("goodwill", day, "FR", "ups", rows) is None
    assert terms_of("goodwill", dt.date(2025, 12, 31), "DE", "ups", rows) is None
    claim = story(
        opening("goodwill", "broken_promise", facts={"provider": "dhl"}),
        world=ClaimWorld(terms=rows),
    )
    assert (claim.answer_due, claim.appeal_within) == (None, None)


def test_every_moment_is_a_field_of_the_occasion() -> None:
    """So that a window of any row can be counted."""
    names = {field.name for field in attrs.fields(Occasion)}

    assert {moment.value for moment in ClaimMoment} <= names
    assert {row.kind for row in CLAIM_TERMS} == {
        "guarantee",
        "service_chargeback",
        "fraud_chargeback",
        "reimbursement",
        "carrier",
    }


# Values


def test_a_claim_and_its_events_can_be_written_down() -> None:
    """As JSON and back, for a host that keeps them."""
    commands = (
        opening(facts={"circumstances": ["protected_label"]}),
        answer("2026-03-21T12:00Z", evidence=["tracking"]),
        granted(DECIDED, amount=PART, counts=False),
        appeal(APPEALED),
        overturned(SECOND),
    )
    claim: Claim | None = None
    for number, command in enumerate(commands):
        for event in decide(claim, command):
            assert decode(type(event), encode(event)) == event
        claim = story(*commands[: number + 1])
        assert decode(Claim, encode(claim)) == claim
    assert len(EVENTS) == 6


def test_the_lifecycle_draws_every_status() -> None:
    """What may be taken up again rests, and what was decided on appeal is over."""
    drawn = CLAIM_LIFECYCLE.mermaid()

    assert "denied --> appealed: AppealClaim" in drawn
    assert {status.value for status in CLAIM_LIFECYCLE.terminal} == {
        "granted_on_appeal",
        "denied_on_appeal",
    }
    assert {outcome.value for outcome in Outcome} == {
        status.value for status in CLAIM_LIFECYCLE.rests
    }
