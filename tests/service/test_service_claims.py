"""Claims at the desk: kept with what their order hears of them, both or neither."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from awaiting import faced
from desk_stories import AT, OWN, desk_over, later, placing, stores

from ordercore import Money, OrderDesk
from ordercore.adapters.memory import MemoryListener, MemoryPublisher, MemoryStore
from ordercore.conversations.claims import (
    AnswerClaim,
    Claim,
    ClaimStatus,
    ClaimWorld,
    Counting,
    DecideClaim,
    Occasion,
    OpenClaim,
    Outcome,
    Party,
    Term,
    with_terms,
)
from ordercore.conversations.claims.guaranteeing import GUARANTEE
from ordercore.errors import InvalidValue, NotFound, Refused
from ordercore.kernel.replace import replace
from ordercore.orders.claim_note import note_of
from ordercore.orders.claimed import claimed_money
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.refunding import IssueRefund
from ordercore.ports.records import Answered, Key
from ordercore.ports.store import Row
from ordercore.service.asked import Asked
from ordercore.service.auditing import audit
from ordercore.service.codec import digest
from ordercore.service.dossiers import CLAIMS
from ordercore.service.keys import order_key
from ordercore.testing.laws import live_equals_replay
from ordercore.testing.settling_laws import claims_pay_nothing_twice
from ordercore.testing.store.claim_happenings import some_claim

KEYS = (CLAIMS.key("CB-1"), order_key("O-1"))

ALL = Money(2_000, "EUR")


@pytest.fixture(params=["memory", "sqlite", "awaited"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> OrderDesk:
    """Give a desk of each kind, with an order of 20 euros that was paid and sent."""
    memory, sqlite = stores(tmp_path)
    kinds = {"memory": memory, "sqlite": sqlite, "awaited": memory}
    store = kinds[request.param]
    return sold(faced(store) if request.param == "awaited" else desk_over(store))


def sold(desk: OrderDesk, id: str = "O-1") -> OrderDesk:
    """Sell two A."""
    desk.receive("A", 2)
    desk.handle(placing(id, marketplace="DE"))
    desk.confirm_payment(id, at=later())
    desk.confirm_shipment(id, at=later(1))
    return desk


def dispute(desk: OrderDesk, id: str = "CB-1", **said: Any) -> Claim:
    """Dispute the payment at the bank, which takes all of it."""
    told = {"kind": "service_chargeback", "ground": "not_received", "claimed": "20.00 EUR"}
    return desk.open_claim("O-1", id, **{**told, "at": later(20), **said})


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Give the codes of a refusal."""
    return [some.code for some in refused.value.refusals]


# A life


def test_a_claim_and_its_order_are_kept_together(desk: OrderDesk) -> None:
    """At each step the order knows the claim as it stands; both are what their events tell."""
    steps: tuple[Callable[[], Claim], ...] = (
        lambda: dispute(desk),
        lambda: desk.answer_claim("CB-1", evidence=["tracking"], at=later(21)),
        lambda: desk.decide_claim("CB-1", Outcome.GRANTED, amount="5.00 EUR", at=later(40)),
    )
    for step in steps:
        claim = step()
        assert desk.claim("CB-1") == claim
        assert desk.claims_of("O-1") == (claim,)
        assert desk.order("O-1").claims == (note_of(claim),)
        claims_pay_nothing_twice(desk.order("O-1"))
    live_equals_replay(desk.store, KEYS)
    assert audit(desk.store).is_well
    assert audit(desk.store).dossiers == 1


def test_all_that_may_happen_to_a_claim_can_be_asked_for(desk: OrderDesk) -> None:
    """Withdrawn; or lost, appealed against, and won."""
    guaranteed = {"kind": "guarantee", "imported": True}
    dispute(desk, "A-1", **guaranteed)
    dispute(desk, "A-2", **guaranteed)

    assert desk.withdraw_claim("A-1", at=later(21)).status is ClaimStatus.WITHDRAWN
    lost = desk.decide_claim("A-2", Outcome.GRANTED, counts=True, at=later(22))
    assert (lost.standing and lost.standing.counts) is True
    appealed = desk.appeal_claim("A-2", evidence=["tracking"], at=later(23))
    assert (appealed.appeal and appealed.appeal.by) is Party.SELLER
    won = desk.decide_appeal("A-2", Outcome.DENIED, counts=False, at=later(30))
    assert won.status is ClaimStatus.DENIED_ON_APPEAL
    assert [note.is_open for note in desk.order("O-1").claims] == [False, False]


def test_the_occasion_is_the_orders_own(desk: OrderDesk) -> None:
    """What it knows nobody says again; other claims about it exclude some."""
    claim = dispute(desk)

    assert (claim.marketplace, claim.zone) == ("DE", "Europe/Berlin")
    assert claim.ordered_at == desk.order("O-1").terms.placed_at
    with pytest.raises(Refused) as refused:
        dispute(desk, "A-1", kind="guarantee", contacted=later(5), at=later(30))
    assert "claim_excluded" in codes(refused)
    with pytest.raises(Refused) as refused:
        dispute(desk, "CB-2", claimed="20.01 EUR")
    assert "claim_exceeds_order" in codes(refused)


# Money


def test_what_a_bank_holds_is_not_refunded(desk: OrderDesk) -> None:
    """Not while it decides, and of what it grants never; what is left may be."""
    dispute(desk, claimed="15.00 EUR")
    refund: dict[str, Any] = {"reason": "goodwill", "at": later(22)}
    with pytest.raises(Refused) as refused:
        desk.refund("O-1", amount="5.01 EUR", **refund)
    assert codes(refused) == ["claimed_already"]
    desk.refund("O-1", amount="5.00 EUR", **refund)
    desk.decide_claim("CB-1", Outcome.DENIED, at=later(40))
    desk.refund("O-1", amount="15.00 EUR", **refund)

    money = claimed_money(desk.order("O-1"))
    assert money is not None
    assert (money.left.minor, money.twice.minor) == (0, 0)


def test_what_the_order_refuses_the_claim_does_not_come_to(desk: OrderDesk) -> None:
    """Neither is changed, nothing is told; elsewhere it may have been decided so."""
    dispute(desk, "A-1", kind="guarantee", imported=True)
    desk.refund("O-1", reason="goodwill", amount="1.00 EUR", at=later(21))
    before = desk.claim("A-1"), desk.order("O-1"), len(desk.store.events(CLAIMS.key("A-1")))

    with pytest.raises(Refused) as refused:
        desk.decide_claim("A-1", Outcome.GRANTED, at=later(22), command_id="c-1")

    assert refused.value.command == "DecideClaim"
    assert codes(refused) == ["claims_exceed_payment"]
    assert before == (
        desk.claim("A-1"), desk.order("O-1"), len(desk.store.events(CLAIMS.key("A-1")))
    )  # fmt: skip
    reasons = desk.explain_claim(DecideClaim(claim_id="A-1", at=later(22), outcome=Outcome.GRANTED))
    assert [reason.code for reason in reasons] == ["claims_exceed_payment"]
    desk.decide_claim("A-1", Outcome.GRANTED, imported=True, at=later(22), command_id="c-1")
    money = claimed_money(desk.order("O-1"))
    assert money is not None
    assert money.twice == Money(100, "EUR")


# Twice is once


def test_twice_is_once(desk: OrderDesk) -> None:
    """By its id it is the first answer, whatever came after; without one it changes nothing."""
    first = dispute(desk, command_id="c-1")
    answered = desk.answer_claim("CB-1", at=later(21), command_id="c-2")
    desk.decide_claim("CB-1", Outcome.DENIED, at=later(40))
    told = len(desk.store.events(CLAIMS.key("CB-1"))), len(desk.store.events(order_key("O-1")))

    assert dispute(desk, command_id="c-1") == first
    assert desk.answer_claim("CB-1", at=later(21), command_id="c-2") == answered
    assert dispute(desk).status is ClaimStatus.DENIED
    assert desk.answer_claim("CB-1", at=later(21)).status is ClaimStatus.DENIED
    with pytest.raises(Refused) as refused:
        desk.answer_claim("CB-1", accepts=True, at=later(21), command_id="c-2")
    assert codes(refused) == ["command_id_used_otherwise"]
    assert told == (
        len(desk.store.events(CLAIMS.key("CB-1"))), len(desk.store.events(order_key("O-1")))
    )  # fmt: skip


def test_an_event_of_the_order_names_the_claims_as_its_cause(desk: OrderDesk) -> None:
    """And the command id stands with the claim's."""
    dispute(desk, command_id="c-1")
    (opened,) = desk.store.events(KEYS[0])
    *_, heard = desk.store.events(KEYS[1])

    assert (opened.command_id, opened.cause) == ("c-1", None)
    assert (heard.command_id, heard.cause) == (None, (KEYS[0], 1))


# What is not there


def test_what_is_not_there_is_not_found(desk: OrderDesk) -> None:
    """By its kind and id; a claim is about an order that the desk keeps."""
    asked = (
        (lambda: desk.claim("X"), "claim"),
        (lambda: desk.answer_claim("X"), "claim"),
        (lambda: desk.decide_appeal("X", Outcome.DENIED), "claim"),
        (lambda: desk.explain_claim(AnswerClaim(claim_id="X", at=AT)), "claim"),
        (lambda: desk.claims_of("X"), "order"),
        (lambda: desk.open_claim("X", "C", kind="guarantee", ground="g", claimed=ALL), "order"),
        (lambda: desk.handle_claim(opening(order_id="X")), "order"),
    )
    for ask, subject in asked:
        with pytest.raises(NotFound) as caught:
            ask()
        assert (caught.value.kind, caught.value.id) == (subject, "X")
    with pytest.raises(InvalidValue, match="claim_id"):
        desk.claim("\0")
    with pytest.raises(InvalidValue, match="claimed"):
        desk.open_claim("O-1", "C", kind="guarantee", ground="g", claimed=None)  # type: ignore[arg-type]


def opening(**said: Any) -> OpenClaim:
    """Ask to open a claim with an occasion of one's own."""
    facts = Occasion(marketplace="DE", zone="Europe/Berlin", ordered=AT, charged=AT, total=ALL)
    told = {"claim_id": "CB-1", "order_id": "O-1", "at": later(20), "claimed": ALL}
    kind = {"kind": "service_chargeback", "ground": "not_received", "occasion": facts}
    return OpenClaim(**{**told, **kind, **said})


def test_an_occasion_of_ones_own_is_handed_in_as_a_command(desk: OrderDesk) -> None:
    """As any command about a claim; one about an order is none."""
    assert desk.explain_claim(opening()) == ()
    assert desk.handle_claim(opening()).claimed == ALL
    pay = ConfirmPayment(order_id="O-1", at=AT)
    for ask in (desk.handle_claim, desk.explain_claim):
        with pytest.raises(InvalidValue, match="a command about a claim"):
            ask(pay)  # type: ignore[arg-type]


def test_an_id_is_of_one_claim(desk: OrderDesk) -> None:
    """Another one under it is refused."""
    dispute(desk)
    with pytest.raises(Refused) as refused:
        dispute(desk, kind="fraud_chargeback", ground="not_authorised")

    assert codes(refused) == ["already_exists"]


# Lists


def test_claims_to_answer_come_by_urgency(desk: OrderDesk) -> None:
    """Due by a moment, overdue ones too; what was answered is not among them."""
    late = dispute(desk, "CB-1", claimed="1 EUR")
    early = dispute(desk, "CB-2", claimed="1 EUR", at=later(10))
    dispute(desk, "CB-3", claimed="1 EUR", at=later(9))
    desk.answer_claim("CB-3", at=later(9))

    assert desk.claims_to_answer(by=later(90)) == (early, late)
    assert desk.claims_to_answer(by=early.answer_due) == (early,)
    with pytest.raises(InvalidValue):
        desk.claims_to_answer(by="2026-03-02")


def test_an_order_may_know_claims_that_the_desk_does_not_keep(desk: OrderDesk) -> None:
    """A host that keeps them elsewhere says how they stand."""
    kept = dispute(desk, claimed="1 EUR")
    sold(desk, "O-2")
    other = desk.handle_claim(opening(claim_id="CB-2", order_id="O-2"))
    for id in ("elsewhere", other.id):
        desk.hear_claim("O-1", replace(note_of(kept), id=id), at=later(21))

    assert len(desk.order("O-1").claims) == 3
    assert desk.claims_of("O-1") == (kept,)
    assert desk.claims_of("O-2") == (other,)


# Much at once


def test_claims_are_decided_among_many_commands(desk: OrderDesk) -> None:
    """Each by itself: what is refused or not found stands for its value."""
    asked = [
        Asked(opening(), "c-1"),
        Asked(AnswerClaim(claim_id="CB-1", at=later(21)), "c-2"),
        Asked(AnswerClaim(claim_id="X", at=later(21))),
        Asked(IssueRefund(order_id="O-1", at=later(21), reason="goodwill", amount=ALL)),
        Asked(ConfirmPayment(order_id="O-1", at=later(21))),
    ]
    first, answered, unknown, refused, _ = desk.handle_many(asked)

    assert isinstance(first, Claim)
    assert isinstance(answered, Claim)
    assert isinstance(unknown, NotFound)
    assert isinstance(refused, Refused)
    assert desk.claim("CB-1") == answered
    again, _ = desk.handle_many(asked[:2])
    assert again == first


# What is told


def test_the_seller_is_told_of_a_claim_that_waits_and_systems_of_what_happened() -> None:
    """In the transaction in which the claim is opened."""
    desk = sold(desk_over(MemoryStore(), replace(OWN, publishes=lambda _: True)))
    dispute(desk)
    hour = later(30)
    publisher, listener = MemoryPublisher(), MemoryListener()
    desk.publish_events(publisher, at=hour)
    desk.deliver_notices(listener, at=hour)

    assert "claim_to_answer" in {
        announcement.notice.kind for announcement in listener.announcements
    }
    told = [event for event in publisher.events if event.stream == KEYS[0]]
    assert [event.kind for event in told] == ["ClaimOpened"]


def test_the_terms_are_those_of_the_world() -> None:
    """A host's own row says how soon a claim is answered."""
    soon = replace(GUARANTEE, answer=Term(3, Counting.HOURS), marketplace="DE")
    world = replace(OWN, claims=ClaimWorld(terms=with_terms(soon)))
    claim = dispute(sold(desk_over(world=world)), kind="guarantee", imported=True)

    assert claim.answer_due == later(20).add(hours=3)


# Faults of the field


def test_the_fingerprint_of_a_claim_does_not_hang_on_the_order_of_a_set() -> None:
    """Another process writes a set otherwise, and asks the same."""
    names = [f"circumstance {number}" for number in range(40)]
    one = replace(opening().occasion, circumstances=frozenset(names))
    other = replace(opening().occasion, circumstances=frozenset(reversed(names)))

    assert digest(opening(occasion=one)) == digest(opening(occasion=other))
    assert digest(opening(occasion=one)) != digest(opening())
    written = digest_of_names(one)
    assert written == sorted(names)


def digest_of_names(occasion: Occasion) -> list[str]:
    """Give the circumstances in the order in which a fingerprint has them."""
    from ordercore.service.codec import _put_in_order
    from ordercore.service.slim import slimmed

    slim: Any = slimmed(OpenClaim)(opening(occasion=occasion))
    _put_in_order(slim)
    return list(slim.occasion.circumstances)


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (lambda store: store._rows.pop(KEYS[0]), {"record_missing"}),
        (lambda store: store._streams.pop(KEYS[0]), {"events_missing", "state_differs"}),
        (lambda store: store._rows.pop(Key("answer", "c-1")), {"answer_missing"}),
        (
            lambda store: store._rows.update({KEYS[0]: Row(some_claim("CB-1"), 1)}),
            {"state_differs", "claim_not_heard"},
        ),
    ],
    ids=["the record", "the events", "the answer", "another claim"],
)
def test_what_was_tampered_with_is_found(
    tamper: Callable[[MemoryStore], Any], found: set[str]
) -> None:
    """By the audit: a claim that is not what its events tell, or is gone."""
    store = MemoryStore()
    dispute(sold(desk_over(store)), command_id="c-1")
    tamper(store)

    assert {some.code for some in audit(store).differences} == found


def test_claims_and_refunds_race_to_one_end(desk: OrderDesk) -> None:
    """Whatever comes first, never more goes out than was taken."""
    pick = Random(7)  # noqa: S311 - a story that can be repeated
    for number in range(30):
        at = later(20 + number)
        asks = (
            lambda at=at, number=number: dispute(desk, f"CB-{number}", claimed="9 EUR", at=at),
            lambda at=at: desk.refund("O-1", reason="goodwill", amount="3 EUR", at=at),
            lambda at=at: desk.decide_claim(
                pick.choice([note.id for note in desk.order("O-1").claims] or ["X"]),
                pick.choice([Outcome.GRANTED, Outcome.DENIED]),
                at=at,
            ),
        )
        with suppress(Refused, NotFound):
            pick.choice(asks)()
        claims_pay_nothing_twice(desk.order("O-1"))
    live_equals_replay(desk.store, desk.store.streams())


def test_an_answer_about_a_claim_names_its_stream(desk: OrderDesk) -> None:
    """So that it can be folded again."""
    dispute(desk, command_id="c-1")
    answered = desk.store.load((Key("answer", "c-1"),))[Key("answer", "c-1")].value

    assert isinstance(answered, Answered)
    assert (answered.stream, answered.version, answered.stock) == (KEYS[0], 1, None)


def test_of_a_claim_and_a_refund_of_the_same_money_one_comes_through(tmp_path: Path) -> None:
    """However they race: whoever comes second is refused with what is left."""
    desk = desk_over(stores(tmp_path)[1])
    for number in range(8):
        id = f"O-{number}"
        sold(desk, id)
        asks: tuple[Callable[[], object], ...] = (
            partial(desk.handle_claim, opening(claim_id=f"CB-{number}", order_id=id)),
            partial(desk.refund, id, reason="goodwill", amount=ALL, at=later(20)),
        )
        with ThreadPoolExecutor(2) as pool:
            told = [some.exception() for some in [pool.submit(ask) for ask in asks]]

        refused = [some for some in told if some is not None]
        assert len(refused) == 1
        assert isinstance(refused[0], Refused)
        claims_pay_nothing_twice(desk.order(id))
    assert audit(desk.store).is_well
