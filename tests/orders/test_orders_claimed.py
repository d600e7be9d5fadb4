"""An order's own refunds and the claims about it never pay twice."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from order_stories import O1, given, imported, pay, place, refund, ship

from ordercore.conversations.claims import (
    Claim,
    ClaimCommand,
    DecideClaim,
    Occasion,
    OpenClaim,
    Outcome,
    decide,
    evolve,
)
from ordercore.errors import InvalidValue
from ordercore.kernel.clauses import Clause
from ordercore.kernel.money import Money
from ordercore.orders.claimed import (
    CLAIMED_CLAUSES,
    ClaimedMoney,
    money_of_claims,
    refund_beside_claims,
)
from ordercore.orders.line import Line
from ordercore.orders.state import Order

CLAIMED_AT = "2026-04-01T12:00Z"


def euros(minor: int) -> Money:
    """Give an amount."""
    return Money(minor, "EUR")


def claim(
    kind: str = "guarantee",
    outcome: Outcome | None = Outcome.GRANTED,
    minor: int = 2_500,
    amount: int | None = None,
    **said: Any,
) -> Claim:
    """Give a claim about the order, decided or not."""
    grounds = {"fraud_chargeback": "not_authorised", "carrier": "lost"}
    facts = Occasion(
        marketplace="DE",
        zone="Europe/Berlin",
        provider="ups",
        ordered="2026-03-02T09:30Z",
        total=euros(2_500),
    )
    commands: list[ClaimCommand] = [
        OpenClaim(
            **{
                "claim_id": f"C-{kind}",
                "order_id": O1,
                "at": CLAIMED_AT,
                "kind": kind,
                "ground": grounds.get(kind, "not_received"),
                "claimed": euros(minor),
                "occasion": facts,
                "imported": True,
                **said,
            }
        )
    ]
    if outcome is not None:
        granted = None if amount is None else euros(amount)
        commands.append(
            DecideClaim(
                claim_id=commands[0].claim_id, at=CLAIMED_AT, outcome=outcome, amount=granted
            )
        )
    value: Claim | None = None
    for command in commands:
        for event in decide(value, command):
            value = evolve(value, event)
    assert value is not None
    return value


def sold(back: int = 0) -> Order:
    """Give an order of 25 euros that was paid and sent, with so much of it given back."""
    steps = [place(), pay(), ship()]
    if back:
        steps.append(refund(reason="goodwill", amount=euros(back)))
    return given(*steps)


def amounts(money: ClaimedMoney | None) -> dict[str, int]:
    """Give the figures."""
    assert money is not None
    names = ("captured", "refunded", "by_claims", "held", "net", "left", "twice")
    return {name: getattr(money, name).minor for name in names}


@pytest.mark.parametrize(
    ("back", "claims", "left", "twice"),
    [
        (0, [], 2_500, 0),
        (1_000, [], 1_500, 0),
        (0, [claim()], 0, 0),
        (0, [claim(amount=1_000)], 1_500, 0),
        (1_000, [claim(amount=1_000)], 500, 0),
        # A refund and a claim for the same: the buyer has 10 euros too many.
        (1_000, [claim()], 0, 1_000),
        (2_500, [claim()], 0, 2_500),
        # Denied, nothing has moved; open at the marketplace, a refund settles it.
        (0, [claim(outcome=Outcome.DENIED)], 2_500, 0),
        (0, [claim(outcome=None)], 2_500, 0),
        # A bank keeps what is disputed until it has decided.
        (0, [claim("fraud_chargeback", outcome=None, minor=2_000)], 500, 0),
        (
            0,
            [
                claim("fraud_chargeback", outcome=None, minor=1_000),
                claim("service_chargeback", outcome=None, minor=800),
            ],
            700,
            0,
        ),
        (0, [claim("fraud_chargeback", outcome=Outcome.DENIED)], 2_500, 0),
        (0, [claim("fraud_chargeback", amount=500)], 2_000, 0),
        # What the seller got for a loss is its own.
        (1_000, [claim("carrier")], 1_500, 0),
    ],
)
def test_what_claims_leave_to_be_refunded(
    back: int, claims: list[Claim], left: int, twice: int
) -> None:
    """Refunds, claims and what is held come off what was taken."""
    figures = amounts(money_of_claims(sold(back), claims))

    assert (figures["captured"], figures["refunded"]) == (2_500, back)
    assert (figures["left"], figures["twice"]) == (left, twice)


def test_what_claims_come_to_for_the_seller() -> None:
    """One costs, one brings: the sum of both, and only the one went to the buyer."""
    figures = amounts(money_of_claims(sold(), [claim(), claim("carrier", amount=2_000)]))

    assert (figures["by_claims"], figures["held"], figures["net"]) == (2_500, 0, -500)


def test_a_refund_is_judged_with_every_clause() -> None:
    """Within what is left, beyond it, and while a bank holds some."""
    disputed = claim("fraud_chargeback", outcome=None, minor=2_000)
    partly = claim(amount=1_000)

    fits = refund_beside_claims(sold(1_000), [partly], euros(500))
    beyond = refund_beside_claims(sold(1_000), [partly], euros(501))
    held = refund_beside_claims(sold(), [disputed], euros(501))

    assert (fits.may, fits.at_most) == (True, euros(500))
    told = {"wanted": euros(500), "left": euros(500)}
    assert fits.because == (Clause("refund_beside_claims", told),)
    assert (beyond.may, beyond.at_most) == (False, euros(500))
    told = {
        "wanted": euros(501),
        "left": euros(500),
        "by_claims": euros(1_000),
        "refunded": euros(1_000),
    }
    assert beyond.because == (Clause("refund_beyond_claims", told),)
    assert [clause.code for clause in held.because] == ["refund_beyond_claims", "refund_while_held"]
    assert not refund_beside_claims(sold(), [], euros(0)).may
    for judged in (fits, beyond, held):
        for clause in judged.because:
            assert tuple(clause.facts) == CLAIMED_CLAUSES[clause.code]


@pytest.mark.parametrize(
    "claims",
    [
        [claim(order_id="O-2")],
        [claim(), claim()],
        [
            claim(
                claimed=Money(1, "USD"),
                occasion=Occasion(marketplace="US", zone="UTC", ordered="2026-03-02T09:30Z"),
            )
        ],
    ],
    ids=["another order", "twice", "another currency"],
)
def test_claims_are_of_this_order_and_each_counts_once(claims: list[Claim]) -> None:
    """Anything else is a mistake, and named."""
    with pytest.raises(InvalidValue, match="claims"):
        money_of_claims(sold(), claims)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (lambda: money_of_claims("O-1", []), "order"),  # type: ignore[arg-type]
        (lambda: money_of_claims(sold(), None), "claims"),  # type: ignore[arg-type]
        (lambda: money_of_claims(sold(), [5]), "claims"),  # type: ignore[list-item]
        (lambda: refund_beside_claims(sold(), [], "5.00 EUR"), "wanted"),  # type: ignore[arg-type]
    ],
)
def test_money_of_claims_is_asked_for_with_claims(asked: Callable[[], object], field: str) -> None:
    """Anything else is refused by its name."""
    with pytest.raises(InvalidValue) as error:
        asked()
    assert error.value.field == field


def test_nothing_is_said_while_no_price_is_known() -> None:
    """As with the balance of an order."""
    unpriced = given(imported(Line("A", 1)))

    assert money_of_claims(unpriced, []) is None
    with pytest.raises(InvalidValue, match="wanted"):
        refund_beside_claims(unpriced, [], euros(1))
    with pytest.raises(InvalidValue, match="wanted"):
        refund_beside_claims(sold(), [], Money(1, "USD"))


@for_all(
    st.integers(0, 2_500),
    st.lists(
        st.tuples(
            st.sampled_from(["guarantee", "service_chargeback", "fraud_chargeback", "carrier"]),
            st.none() | st.sampled_from([Outcome.GRANTED, Outcome.DENIED]),
            st.integers(1, 2_500),
        ),
        max_size=4,
        unique_by=lambda drawn: drawn[0],
    ),
    st.integers(1, 3_000),
)
def test_law_2_a_refund_that_is_let_through_pays_nothing_twice(
    back: int, drawn: list[tuple[str, Outcome | None, int]], wanted: int
) -> None:
    """After it the buyer has, or may yet get from a bank, no more than was taken."""
    claims = [claim(kind, outcome, minor) for kind, outcome, minor in drawn]
    figures = amounts(money_of_claims(sold(back), claims))
    judged = refund_beside_claims(sold(back), claims, euros(wanted))
    gone = figures["refunded"] + figures["by_claims"] + figures["held"]

    assert judged.may is (gone + wanted <= figures["captured"])
    assert figures["left"] == max(0, figures["captured"] - gone)
    assert figures["twice"] == max(0, gone - figures["held"] - figures["captured"])
