"""An order hears of the claims about it, and pays nothing that a claim has paid."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from order_stories import (
    ask_back,
    authorise,
    close,
    deliver,
    given,
    hear,
    imported,
    instead,
    later,
    note,
    nothing_happens,
    part,
    pay,
    place,
    price,
    receive,
    refund,
    send,
    ship,
    stranded,
    then,
)

from ordercore.conversations.claims import ClaimMoment, Occasion
from ordercore.errors import InvalidValue
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.orders.claim_note import ClaimNote
from ordercore.orders.claim_occasion import occasion_of
from ordercore.orders.claimed import claimed_money, makes_defective
from ordercore.orders.decider import allowed, decide, explain
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.replacement import SentWhen
from ordercore.orders.state import Order
from ordercore.returns import ReturnEnd
from ordercore.shipping import Trouble
from ordercore.testing.laws import explain_agrees_with_decide
from ordercore.testing.settling_laws import claims_pay_nothing_twice
from ordercore.testing.situations import taken

SOLD = given(place(), pay(), ship())
"""25 euros were taken."""


def euros(minor: int) -> Money:
    """Give an amount."""
    return Money(minor, "EUR")


def goodwill(minor: int, **changes: Any) -> IssueRefund:
    """Give back a sum."""
    return refund(reason="goodwill", amount=euros(minor), **changes)


def against(order: Order, command: OrderCommand) -> dict[str, Mapping[str, Any]]:
    """Give the facts against a command by their codes."""
    explain_agrees_with_decide(order, command)
    return {some.code: some.facts for some in explain(order, command)}


# What it knows


def test_an_order_knows_each_claim_as_it_stands() -> None:
    """What is told later takes the place of what was told before; others stay."""
    held, other = note(held=2_000), note("C-2", kind="carrier")
    denied = note(is_open=False, defect=True)
    order = then(SOLD, hear(held), hear(other), hear(denied))

    assert order.claims == (denied, other)
    assert (order.claim("C-1"), order.claim("C-9")) == (denied, None)
    assert makes_defective(order)
    assert not makes_defective(then(order, hear(note(is_open=False))))


def test_what_is_heard_twice_is_no_news() -> None:
    """The same state of a claim, whenever it is told again."""
    order = then(SOLD, hear(held=1))

    assert decide(order, hear(held=1, days=9)) == ()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"minor": 0}, "claimed"),
        ({"id": " "}, "id"),
        ({"held": -1}, "held"),
        ({"to_buyer": -1}, "to_buyer"),
        ({"kind": 5}, "kind"),
    ],
)
def test_a_note_that_no_claim_comes_to_is_refused(said: dict[str, Any], field: str) -> None:
    """By its field."""
    with pytest.raises(InvalidValue) as caught:
        note(**said)

    assert caught.value.field == field


# What may be heard


@pytest.mark.parametrize(
    ("order", "said", "code"),
    [
        (SOLD, {"held": 2_500}, ""),
        (SOLD, {"held": 2_501}, "claims_exceed_payment"),
        (SOLD, {"to_buyer": 2_501}, "claims_exceed_payment"),
        (SOLD, {"held": 2_501, "imported": True}, ""),
        (then(SOLD, goodwill(500)), {"to_buyer": 2_000}, ""),
        (then(SOLD, goodwill(500)), {"to_buyer": 2_001}, "claims_exceed_payment"),
        # What the claim has already is not asked for once more.
        (then(SOLD, hear(held=2_500)), {"to_buyer": 2_500}, ""),
        (then(SOLD, hear(note("C-2", held=1_000))), {"held": 1_501}, "claims_exceed_payment"),
        (then(SOLD, hear(note("C-2", held=1_000))), {"held": 1_500}, ""),
        # Too much was decided elsewhere: what makes it no worse is heard.
        (then(SOLD, hear(held=9_000, imported=True)), {"held": 8_000}, ""),
        (given(place(), authorise()), {"held": 1}, "claims_exceed_payment"),
        (given(place(), authorise()), {}, ""),
        (SOLD, {"currency": "USD"}, "claim_not_in_currency"),
        (SOLD, {"currency": "USD", "imported": True}, "claim_not_in_currency"),
        (given(imported(Line("A", 1))), {"held": 9_000, "currency": "USD"}, ""),
        (SOLD, {"days": -1}, "before_placed"),
    ],
)
def test_what_an_order_hears(order: Order, said: dict[str, Any], code: str) -> None:
    """Within what was taken and is not gone, unless it was decided elsewhere."""
    command = hear(**said)

    assert list(against(order, command)) == ([code] if code else [])


# What may be refunded


@pytest.mark.parametrize(
    ("claims", "back", "left"),
    [
        ([], 2_500, None),
        ([note()], 2_500, None),
        ([note(is_open=False)], 2_500, None),
        ([note(held=1_000)], 1_500, None),
        ([note(held=1_000)], 1_501, 1_500),
        ([note(to_buyer=1_000)], 1_500, None),
        ([note(to_buyer=1_000)], 1_501, 1_500),
        ([note(held=500), note("C-2", to_buyer=1_000)], 1_001, 1_000),
        ([note(to_buyer=2_500)], 1, 0),
    ],
)
def test_a_refund_beside_claims(claims: Sequence[ClaimNote], back: int, left: int | None) -> None:
    """No more goes back than was taken, less what claims gave and banks hold; with every fact."""
    order = then(SOLD, *map(hear, claims))
    told = against(order, goodwill(back))

    assert ("claimed_already" in told) is (left is not None)
    if left is not None:
        held = sum(some.held for some in claims)
        given_by_claims = sum(some.to_buyer for some in claims)
        assert told["claimed_already"] == {
            "wanted": euros(back),
            "left": euros(left),
            "by_claims": euros(given_by_claims),
            "held": euros(held),
        }


@pytest.mark.parametrize(
    ("claims", "left"),
    [
        ([], None),
        ([note(to_buyer=1_500)], None),
        ([note(to_buyer=1_501)], 999),
        ([note(held=2_500)], 0),
    ],
)
def test_a_replacement_beside_claims(claims: Sequence[ClaimNote], left: int | None) -> None:
    """Nothing worth 10.00 is sent again where claims have left less; a marketplace has sent it."""
    order = then(SOLD, stranded(Trouble.LOST), *map(hear, claims))
    again = instead(("1", 1), return_id=None, parcel_id="P1")

    facts = against(order, again).get("replaced_beside_claim")

    assert facts == (None if left is None else {"worth": euros(1_000), "left": euros(left)})
    assert not against(order, attrs.evolve(again, imported=True))
    beyond = against(order, instead(("1", 9), return_id=None, parcel_id="P1"))
    assert list(beyond) == ["units_not_replaceable"]


def test_a_note_of_earlier_undoes_no_later_one() -> None:
    """Messages come twice and late: what was heard last of then counts."""
    granted = then(SOLD, hear(note()), hear(note(to_buyer=2_500, is_open=False), days=9))

    assert nothing_happens(granted, hear(note(), days=8))
    assert "claimed_already" in against(granted, goodwill(1, days=10))


def test_a_standing_replacement_leaves_no_money_for_a_claim() -> None:
    """The buyer has goods worth 10.00 anew; what is decided elsewhere is a fact."""
    sent = then(SOLD, stranded(Trouble.LOST), instead(("1", 1), return_id=None, parcel_id="P1"))

    assert "claims_exceed_payment" in against(sent, hear(to_buyer=1_501))
    assert not against(sent, hear(to_buyer=1_500))
    heard = then(sent, hear(to_buyer=1_501, imported=True))
    money = claimed_money(heard)
    assert money is not None
    assert (money.replaced, money.beyond) == (euros(1_000), euros(1))


def test_what_was_promised_waits_where_a_claim_paid_since() -> None:
    """It is not sent when the goods come; once the claim is lost, it may be."""
    home = then(SOLD, deliver(), ask_back(("P1", "1", 2), ("P1", "2", 1)))
    waits = then(home, instead(when=SentWhen.ON_RECEIPT))
    came = then(
        waits,
        hear(to_buyer=2_500, imported=True),
        receive(("P1", "1", 2), ("P1", "2", 1)),
    )

    assert against(came, send())["sent_beside_claim"]["beyond"] == euros(2_500)
    lost = then(came, hear(is_open=False, days=12, imported=True))
    assert not against(lost, send(days=13))


@pytest.mark.parametrize(("by_claim", "left"), [(1_500, 1_000), (2_000, 500), (2_500, 0)])
def test_a_return_beside_a_claim_has_an_end(by_claim: int, left: int) -> None:
    """What the claim has left goes back as a sum, and where it has left nothing, nothing does."""
    home = then(SOLD, deliver(), ask_back(("P1", "1", 1)), receive(("P1", "1", 1)))
    claimed = then(home, hear(to_buyer=by_claim, imported=True))
    told = against(claimed, refund(return_id="R1"))

    assert list(told) == ([] if left == 1_000 else ["claimed_already"])
    if left:
        assert "return_not_refunded" in against(claimed, close(ReturnEnd.REFUNDED))
        claimed = then(claimed, refund(return_id="R1", amount=euros(left)))
    assert not against(claimed, close(ReturnEnd.REFUNDED))


def test_what_was_exchanged_is_no_money_that_is_left_beside_claims() -> None:
    """Of 25.00, 10.00 pay for other goods; the claim may have the rest, and no refund."""
    lost = then(SOLD, stranded(Trouble.LOST))
    bowl = [Line("C", 1, price="10 EUR")]
    order = then(lost, instead(("1", 1), return_id=None, parcel_id="P1", lines=bowl))

    assert "claims_exceed_payment" in against(order, hear(to_buyer=1_501))
    heard = then(order, hear(to_buyer=1_500))
    money = claimed_money(heard)
    assert money is not None
    assert (money.carried, money.left) == (euros(1_000), euros(0))


def test_a_refund_that_a_marketplace_reports_is_a_fact() -> None:
    """It was made, whatever a claim has paid beside it."""
    order = then(SOLD, hear(to_buyer=2_500))
    told = refund(part("1", item=1_000), reason="reported", imported=True)

    after = then(order, told)
    money = claimed_money(after)
    assert money is not None
    assert (money.twice, money.left) == (euros(1_000), euros(0))


def test_more_than_was_taken_is_not_the_fault_of_claims() -> None:
    """Beside a claim that moved nothing, only the payment is in the way."""
    order = then(SOLD, hear(kind="carrier"))
    told = against(order, refund(part("1", item=2_000), part("2", item=501), reason="goodwill"))

    assert set(told) == {"refund_exceeds_payment", "refund_exceeds_charges"}


def test_a_price_that_is_told_late_may_be_in_another_currency() -> None:
    """Then the claim moves nothing here."""
    order = given(imported(Line("A", 1)), hear(held=9_000, currency="USD"))
    priced = then(order, price(("1", Charges("EUR", item=500))))

    money = claimed_money(priced)
    assert claimed_money(order) is None
    assert money is not None
    assert (money.held, money.net) == (euros(0), euros(0))


def test_nothing_that_is_refused_is_offered() -> None:
    """What is on offer beside a claim may be done."""
    order = then(SOLD, hear(held=2_000))

    for some in allowed(order, later(9)):
        assert decide(order, some)


# The occasion


def test_an_order_tells_the_occasion_of_a_claim() -> None:
    """Its moments, what it came to, and the claims about it."""
    order = then(SOLD, hear(), goodwill(500))
    found = occasion_of(order, "Europe/Berlin", provider="visa", circumstances=["refused"])

    assert isinstance(found, Occasion)
    assert (found.ordered, found.charged) == (order.terms.placed_at, order.payments[0].at)
    assert found.latest([ClaimMoment.SHIPPED]) == order.parcels[0].shipped_at
    assert (found.refunded, found.delivered, found.sent_back) == (order.refunds[0].at, None, None)
    assert (found.total, found.provider) == (euros(2_500), "visa")
    assert [(some.kind, some.claimed) for some in found.earlier] == [("guarantee", euros(2_500))]
    assert found.circumstances == {"refused"}


def test_what_is_not_paid_yet_came_to_its_lines_and_what_has_no_price_to_nothing_known() -> None:
    """So that a claim that is reported early is not refused for its sum."""
    assert occasion_of(given(place()), "UTC").total == euros(2_500)
    assert occasion_of(given(imported(Line("A", 1))), "UTC").total is None


# Laws

AMOUNTS = st.integers(0, 2_600)

COMMANDS = st.one_of(
    AMOUNTS.filter(bool).map(goodwill),
    st.builds(
        lambda name, held, given, days: hear(note(name, held=held, to_buyer=given), days=days),
        st.sampled_from(["C-1", "C-2", "C-3"]),
        AMOUNTS,
        AMOUNTS,
        st.integers(6, 20),
    ),
)


@settings(max_examples=50)
@for_all(st.lists(COMMANDS, max_size=12))
def test_law_2_refunds_and_claims_give_no_more_than_was_taken(
    commands: list[OrderCommand],
) -> None:
    """Captured is refunded, given by claims, held, and left, after any commands of ours."""
    order = SOLD
    for command in commands:
        step = taken(order, command)
        assert step.after is not None
        order = step.after
        claims_pay_nothing_twice(order)


def test_the_law_notices_what_is_paid_twice() -> None:
    """A law that cannot be broken proves nothing."""
    with pytest.raises(AssertionError, match="is given or held"):
        claims_pay_nothing_twice(then(SOLD, hear(to_buyer=2_501, imported=True)))
    claims_pay_nothing_twice(given(imported(Line("A", 1))))
