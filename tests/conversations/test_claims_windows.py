"""When a claim may be opened: tables of the sources, each boundary exact."""

import datetime as dt
from typing import Any

import attrs
import pytest
from claim_stories import OPENED, PRICE, occasion
from hypothesis import given
from hypothesis import strategies as st

from ordercore.conversations.claims import (
    CLAIM_TERMS,
    GUARANTEE_72_HOURS,
    GUARANTEE_FROM_ORDER,
    EarlierClaim,
    evidence_for,
    may_open,
    terms_of,
    with_terms,
)
from ordercore.errors import InvalidValue
from ordercore.kernel.clauses import Clause
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, instant, local_date
from ordercore.testing.strategies import instants, zones

A_MICROSECOND = dt.timedelta(microseconds=1)


def without(*fields: str) -> dict[str, Any]:
    """Take away what is known of some moments."""
    return dict.fromkeys(fields)


def codes(kind: str, ground: str, at: object = OPENED, **facts: Any) -> list[str]:
    """Give the codes of the clauses that decide."""
    claimed = facts.pop("claimed", PRICE)
    rows = facts.pop("rows", CLAIM_TERMS)
    verdict = may_open(kind, ground, occasion(**facts), instant(at), claimed=claimed, rows=rows)
    return [clause.code for clause in verdict.because if clause.code != "claim_evidence"]


@pytest.mark.parametrize(
    ("kind", "ground", "facts", "first", "last"),
    [
        # Three days after the latest estimate, 10 March, have to be over; up to 90 days after it
        # (Amazon CA help 201889410). The clocks went forward on 8 March.
        ("guarantee", "not_received", {}, "2026-03-14T00:00-07:00", "2026-06-09T00:00-07:00"),
        # Or 48 hours after the buyer wrote, where that is later (Seller Central 27951).
        (
            "guarantee",
            "not_received",
            {"contacted": "2026-03-12T12:30:00-07:00"},
            "2026-03-14T12:30-07:00",
            "2026-06-09T00:00-07:00",
        ),
        ("guarantee", "not_as_described", {}, "2026-03-13T20:00Z", "2026-06-09T00:00-07:00"),
        ("guarantee", "returned_not_refunded", {}, "2026-03-13T20:00Z", "2026-06-09T00:00-07:00"),
        # 120 days from the charge or the latest estimate, whichever is later.
        ("service_chargeback", "not_received", {}, "2026-03-03T17:00Z", "2026-07-09T00:00-07:00"),
        (
            "fraud_chargeback",
            "not_authorised",
            {"charged": "2026-04-01T07:00Z"},
            "2026-04-01T07:00Z",
            "2026-07-31T00:00-07:00",
        ),
        # 60 days counted from the day after the refund, so the 60th day after it is the last.
        (
            "reimbursement",
            "item_not_returned",
            {"marketplace": "CA"},
            "2026-03-17T20:00Z",
            "2026-05-17T00:00-07:00",
        ),
        # In the United States 30 since 16 February 2026, from the refund or the return delivered.
        ("reimbursement", "item_not_returned", {}, "2026-03-17T20:00Z", "2026-04-17T00:00-07:00"),
        (
            "reimbursement",
            "wrong_item_returned",
            {"return_received": "2026-03-18T07:00Z"},
            "2026-03-17T20:00Z",
            "2026-04-18T00:00-07:00",
        ),
        # Of what was lost, from the last scan.
        ("reimbursement", "lost_in_transit", {}, "2026-03-17T20:00Z", "2026-04-09T00:00-07:00"),
        # Seven days from the return delivered (Seller Central AE QG3WU8KETHHJN25).
        (
            "reimbursement",
            "customer_damaged",
            {"marketplace": "AE", "zone": "Asia/Dubai", "refunded": "2026-03-17T00:00Z"},
            "2026-03-17T00:00Z",
            "2026-03-25T00:00+04:00",
        ),
        # From the 15th to the 60th day after mailing, 3 March (Domestic Mail Manual 609).
        (
            "carrier",
            "lost",
            {"provider": "usps"},
            "2026-03-18T00:00-07:00",
            "2026-05-03T00:00-07:00",
        ),
        (
            "carrier",
            "damaged",
            {"provider": "usps"},
            "2026-03-03T17:00Z",
            "2026-05-03T00:00-07:00",
        ),
        (
            "carrier",
            "lost",
            {"provider": "ups"},
            "2026-03-11T00:00-07:00",
            "2026-05-03T00:00-07:00",
        ),
        (
            "carrier",
            "damaged",
            {"provider": "fedex"},
            "2026-03-03T17:00Z",
            "2026-05-03T00:00-07:00",
        ),
    ],
)
def test_windows_are_those_of_the_sources(
    kind: str, ground: str, facts: dict[str, Any], first: str, last: str
) -> None:
    """A microsecond before the first instant is too early, and the one after the last too late."""
    begins, ends = instant(first), instant(last)
    verdict = may_open(kind, ground, occasion(**facts), begins)

    assert (verdict.may, verdict.opens_at, verdict.until) == (True, begins, ends)
    window = {"ground": ground, "opens_at": begins, "until": ends}
    helps = Clause("claim_evidence", {"evidence": list(evidence_for(kind, ground))})
    assert verdict.because == (Clause("claim_window_open", window), helps)
    assert codes(kind, ground, begins - A_MICROSECOND, **facts) == ["claim_too_early"]
    assert may_open(kind, ground, occasion(**facts), ends - A_MICROSECOND).may
    assert codes(kind, ground, ends, **facts) == ["claim_too_late"]


def test_which_terms_hold_hangs_on_the_day_of_the_claim() -> None:
    """On 15 February 2026 a claim of the United States had 60 days, and on the 16th it has 30."""
    facts = occasion(refunded="2026-01-10T20:00Z", return_received=None)
    before = may_open("reimbursement", "refunded_in_error", facts, instant("2026-02-16T07:59:59Z"))
    after = may_open("reimbursement", "refunded_in_error", facts, instant("2026-02-16T08:00:00Z"))

    assert (before.may, before.until) == (True, instant("2026-03-12T00:00-07:00"))
    assert (after.may, after.until) == (False, instant("2026-02-10T00:00-08:00"))


def test_where_sources_disagree_the_other_row_has_a_name() -> None:
    """90 days from the order, and 72 hours: each takes the place of the default."""
    from_order = with_terms(GUARANTEE_FROM_ORDER)
    late = instant("2026-06-01T07:00Z")

    assert may_open("guarantee", "not_received", occasion(), late).may
    assert codes("guarantee", "not_received", late, rows=from_order) == ["claim_too_late"]
    assert len(from_order) == len(CLAIM_TERMS)
    three_days = terms_of("guarantee", late.date(), rows=with_terms(GUARANTEE_72_HOURS))
    two_days = terms_of("guarantee", late.date())
    assert three_days is not None
    assert two_days is not None
    assert (three_days.answer, two_days.answer) == (GUARANTEE_72_HOURS.answer, two_days.answer)
    assert three_days.answer != two_days.answer


@pytest.mark.parametrize(
    ("kind", "ground", "facts", "code", "told"),
    [
        (
            "goodwill",
            "none",
            {},
            "claim_terms_unknown",
            {
                "claim": "goodwill",
                "provider": "*",
                "marketplace": "US",
                "day": dt.date(2026, 3, 20),
            },
        ),
        (
            "carrier",
            "lost",
            {"provider": "Pigeons"},
            "claim_terms_unknown",
            {
                "claim": "carrier",
                "provider": "Pigeons",
                "marketplace": "US",
                "day": dt.date(2026, 3, 20),
            },
        ),
        (
            "fraud_chargeback",
            "lost",
            {},
            "claim_ground_unknown",
            {"ground": "lost", "known": ["not_authorised"]},
        ),
        (
            "guarantee",
            "not_received",
            without("latest_estimate"),
            "claim_moment_unknown",
            {"moments": ["latest_estimate"]},
        ),
        (
            "guarantee",
            "not_as_described",
            without("latest_estimate"),
            "claim_moment_unknown",
            {"moments": ["latest_estimate"]},
        ),
        (
            "guarantee",
            "not_received",
            without("contacted"),
            "claim_not_contacted",
            {"hours": 48},
        ),
        (
            "reimbursement",
            "customer_damaged",
            {"circumstances": ["refused", "on_a_sunday", "fulfilled_by_marketplace"]},
            "claim_excluded",
            {"circumstances": ["fulfilled_by_marketplace", "refused"]},
        ),
        (
            "reimbursement",
            "customer_damaged",
            {"earlier": [EarlierClaim("guarantee", PRICE)]},
            "claim_excluded",
            {"circumstances": ["guarantee"]},
        ),
        (
            "guarantee",
            "not_received",
            {"earlier": [EarlierClaim("fraud_chargeback", PRICE)]},
            "claim_excluded",
            {"circumstances": ["fraud_chargeback"]},
        ),
        (
            "reimbursement",
            "customer_damaged",
            {"earlier": [EarlierClaim("reimbursement", PRICE)]},
            "claim_made_before",
            {"claim": "reimbursement", "made": 1, "limit": 1},
        ),
        (
            "guarantee",
            "not_received",
            {"total": Money(9_999, "USD")},
            "claim_exceeds_order",
            {"claimed": PRICE, "total": Money(9_999, "USD")},
        ),
        (
            "guarantee",
            "not_received",
            {"total": Money(99_999, "EUR")},
            "claim_in_other_currency",
            {"claimed": PRICE, "currency": "EUR"},
        ),
        (
            "reimbursement",
            "item_not_returned",
            {"total": None, "claimed": Money(1, "CAD")},
            "claim_in_other_currency",
            {"claimed": Money(1, "CAD"), "currency": "USD"},
        ),
        (
            "reimbursement",
            "customer_damaged",
            {"claimed": Money(1, "USD")},
            "claim_limit_used_up",
            {"claimed": Money(1, "USD"), "share": 50, "most": Money(500_000, "USD")},
        ),
    ],
)
def test_what_stands_against_a_claim_is_told(
    kind: str, ground: str, facts: dict[str, Any], code: str, told: dict[str, Any]
) -> None:
    """Each has a code and the facts."""
    claimed = facts.pop("claimed", PRICE) if "claimed" in facts else PRICE
    verdict = may_open(kind, ground, occasion(**facts), OPENED, claimed=claimed)

    assert verdict.may is False
    assert verdict.at_most is None
    assert verdict.because == (Clause(code, told),)


def test_everything_against_it_is_told_at_once() -> None:
    """In the order of the conditions, and nothing that lets it in."""
    facts = {
        "circumstances": ["refused"],
        "earlier": [EarlierClaim("reimbursement", PRICE)],
        "total": Money(1, "USD"),
    }

    assert codes("reimbursement", "item_not_returned", "2027-01-01T00:00Z", **facts) == [
        "claim_too_late",
        "claim_excluded",
        "claim_made_before",
        "claim_exceeds_order",
    ]


def test_some_grounds_hold_despite_a_circumstance() -> None:
    """A refund by the marketplace after a missed deadline: only from 2026, and not of losses."""
    late = {"circumstances": ["refund_deadline_missed"]}

    assert codes("reimbursement", "item_not_returned", **late) == ["claim_excluded"]
    assert codes("reimbursement", "lost_in_transit", **late) == ["claim_window_open"]
    assert codes("reimbursement", "wrong_delivery_confirmation", **late) == ["claim_window_open"]
    before = {**late, "refunded": "2026-01-02T00:00Z"}
    assert codes("reimbursement", "item_not_returned", "2026-01-25T12:00Z", **before) == [
        "claim_window_open"
    ]
    assert codes("reimbursement", "item_not_returned", "2026-01-26T12:00Z", **before) == [
        "claim_excluded"
    ]


@pytest.mark.parametrize(
    ("ground", "claimed", "earlier", "at_most"),
    [
        # Damage by the customer is reimbursed up to half, rounded down.
        ("customer_damaged", 10_001, [], 5_000),
        ("item_not_returned", 10_001, [], 10_001),
        # At most 5,000 dollars for an order.
        ("item_not_returned", 500_000, [], 500_000),
        ("item_not_returned", 500_001, [], 500_000),
        ("customer_damaged", 1_200_000, [], 500_000),
    ],
)
def test_no_more_is_granted_than_shares_and_limits_leave(
    ground: str, claimed: int, earlier: list[EarlierClaim], at_most: int
) -> None:
    """A share or a limit that bites is told."""
    wanted = Money(claimed, "USD")
    facts = occasion(total=Money(2_000_000, "USD"), earlier=earlier)
    verdict = may_open("reimbursement", ground, facts, OPENED, claimed=wanted)

    assert (verdict.may, verdict.at_most) == (True, Money(at_most, "USD"))
    limited = {
        "claimed": wanted,
        "at_most": Money(at_most, "USD"),
        "share": 50 if ground == "customer_damaged" else 100,
        "most": Money(500_000, "USD"),
    }
    clauses = (Clause("claim_limited", limited),) if at_most < claimed else ()
    assert verdict.because[1:-1] == clauses


def test_earlier_claims_count_towards_the_limit_of_an_order() -> None:
    """What they were for is taken off, in its currency; claims of other kinds are not."""
    row = terms_of("reimbursement", OPENED.date(), "US")
    assert row is not None
    rows = (attrs.evolve(row, per_order=None, excluded=frozenset()),)
    earlier = [
        EarlierClaim("reimbursement", Money(499_000, "USD")),
        EarlierClaim("carrier", Money(499_000, "USD")),
    ]

    verdict = may_open(
        "reimbursement",
        "item_not_returned",
        occasion(earlier=earlier),
        OPENED,
        claimed=PRICE,
        rows=rows,
    )

    assert (verdict.may, verdict.at_most) == (True, Money(1_000, "USD"))
    more = [*earlier, EarlierClaim("reimbursement", Money(1_000, "USD"))]
    assert codes("reimbursement", "item_not_returned", earlier=more, rows=rows) == [
        "claim_limit_used_up"
    ]
    other = [EarlierClaim("reimbursement", Money(1_000, "EUR"))]
    assert codes("reimbursement", "item_not_returned", earlier=other, rows=rows) == [
        "claim_in_other_currency"
    ]


def test_without_an_amount_nothing_is_said_of_amounts() -> None:
    """Whether it may be opened at all is asked before anybody knows for how much."""
    verdict = may_open("reimbursement", "customer_damaged", occasion(), OPENED)

    assert (verdict.may, verdict.at_most) == (True, None)
    assert [clause.code for clause in verdict.because] == ["claim_window_open", "claim_evidence"]


def test_a_ground_without_evidence_says_nothing_of_it() -> None:
    """A host may have a row that wants none."""
    row = terms_of("guarantee", OPENED.date())
    assert row is not None
    plain = attrs.evolve(row, grounds=(attrs.evolve(row.grounds[0], evidence=()),))
    verdict = may_open("guarantee", "not_received", occasion(), OPENED, rows=with_terms(plain))

    assert [clause.code for clause in verdict.because] == ["claim_window_open"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", []),
        ("ground", None),
        ("occasion", None),
        ("at", None),
        ("claimed", 5),
        ("rows", 5),
        ("rows", (5,)),
    ],
)
def test_a_claim_is_judged_by_what_it_is_asked_with(field: str, value: Any) -> None:
    """Anything else is refused by its name."""
    asked: dict[str, Any] = {
        "kind": "guarantee",
        "ground": "not_received",
        "occasion": occasion(),
        "at": OPENED,
        field: value,
    }
    with pytest.raises(InvalidValue) as error:
        may_open(**asked)
    assert error.value.field == field


@pytest.mark.parametrize("minor", [0, -1])
def test_nothing_is_no_claim(minor: int) -> None:
    """What is claimed is above 0."""
    with pytest.raises(InvalidValue, match="claimed"):
        may_open("guarantee", "not_received", occasion(), OPENED, claimed=Money(minor, "USD"))


@given(instants(), zones(), st.integers(-2 * 86_400, 95 * 86_400))
def test_law_a_boundary_is_exact_in_every_zone(estimate: Instant, zone: str, seconds: int) -> None:
    """Open from the fourth local day after the estimate to the ninetieth, and at no other time."""
    facts = {"zone": zone, "latest_estimate": estimate, "contacted": "1901-01-01T00:00Z"}
    at = estimate + dt.timedelta(seconds=seconds)
    verdict = may_open("guarantee", "not_received", occasion(**facts), at)

    first, last = (local_date(estimate, zone) + dt.timedelta(days=days) for days in (4, 90))
    assert verdict.may is (first <= local_date(at, zone) <= last)


@given(instants(), zones(), st.integers(0, 95 * 86_400), st.integers(0, 95 * 86_400))
def test_law_a_window_that_has_closed_stays_closed(
    refund: Instant, zone: str, seconds: int, later: int
) -> None:
    """As time passes, what is too late never is in time again."""
    facts = occasion(zone=zone, marketplace="CA", refunded=refund)
    first = refund + dt.timedelta(seconds=seconds)
    one = may_open("reimbursement", "refunded_in_error", facts, first)
    two = may_open("reimbursement", "refunded_in_error", facts, first + dt.timedelta(seconds=later))

    assert one.may or not two.may
