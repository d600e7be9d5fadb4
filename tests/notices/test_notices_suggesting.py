"""Which messages an order calls for: situations, one by one."""

import datetime as dt
from typing import Any

import pytest

from ordercore import Line, Money, OrderDesk, World
from ordercore.adapters.memory import CountingIdentity, FixedClock, MemoryStore
from ordercore.conversations.messages import TEMPLATES, Venue
from ordercore.errors import InvalidTable
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant, instant
from ordercore.kernel.units import Units
from ordercore.notices import (
    SUGGESTED,
    Suggested,
    Suggestion,
    suggest_messages,
    suggestion_table,
)
from ordercore.orders.address import AddressOutcome, Verification
from ordercore.orders.message_occasion import message_occasion_of
from ordercore.orders.parts import ReplacementKind
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.replacement import Replacement, SentWhen
from ordercore.returns import ReturnLabel, ReturnUnits

AT = instant("2026-03-02T09:30:00Z")

WORLD = World(pools={"MFN": "main"})


def later(days: float) -> Instant:
    """Give a moment so many days after the first."""
    return AT + dt.timedelta(days=days)


@pytest.fixture
def desk() -> OrderDesk:
    """Give a desk with an order of two A that was paid."""
    desk = OrderDesk(MemoryStore(), world=WORLD, clock=FixedClock(AT), identity=CountingIdentity())
    desk.receive("A", 2)
    lines = (Line("A", 2, price="10.00 EUR", title="A blue cup"),)
    desk.handle(PlaceOrder(order_id="O-1", at=AT, channel="MFN", marketplace="DE", lines=lines))
    desk.confirm_payment("O-1", at=AT)
    return desk


def found(desk: OrderDesk, at: Instant, **said: Any) -> dict[str, Suggestion]:
    """Give what is suggested, by template."""
    return {some.template: some for some in desk.suggest_messages("O-1", at=at, **said)}


def ask(desk: OrderDesk, subject: str = "where_is_my_order", id: str = "B-1") -> None:
    """Let the buyer write."""
    desk.receive_message("O-1", id, "?", subject=subject, at=AT)


def ship(desk: OrderDesk, **said: Any) -> str:
    """Send all of it, and name the parcel."""
    facts = {"carrier": "DHL", "tracking": "00340434161094042557", **said}
    return desk.confirm_shipment("O-1", at=AT, **facts).parcels[0].id


def test_nobody_is_written_to_without_a_reason(desk: OrderDesk) -> None:
    """All is well, and nobody asks."""
    assert found(desk, AT) == {}


def test_whoever_asks_before_it_has_left_is_told_by_when_it_will(desk: OrderDesk) -> None:
    """As an answer to that message."""
    ask(desk)
    (some,) = found(desk, AT).values()

    assert (some.template, some.kind, some.in_reply_to) == ("in_preparation", "reply", "B-1")
    ship_by = desk.order("O-1").ship_by
    assert ship_by is not None
    assert some.facts == {"order": "O-1", "day": ship_by.in_timezone("Europe/Berlin").date()}
    assert some.because.facts == {"order": "O-1"}


def test_an_order_that_is_late_to_leave_calls_for_a_word_unasked(desk: OrderDesk) -> None:
    """As an unexpected problem; as a reply, where the marketplace offers no such kind."""
    ship_by = desk.order("O-1").ship_by
    assert ship_by is not None
    assert found(desk, ship_by) == {}
    assert found(desk, ship_by + dt.timedelta(seconds=1))["order_delayed"].kind == (
        "unexpected_problem"
    )
    occasion = message_occasion_of(
        desk.order("O-1"), WORLD, offered=[], contacted=AT, sent=["reply"]
    )
    (some,) = suggest_messages(desk.order("O-1"), None, later(60), WORLD, occasion=occasion)
    assert some.kind == "reply"


def test_whoever_asks_on_the_way_is_told_where_it_is(desk: OrderDesk) -> None:
    """With a day, where one is known; and unasked, once that has passed."""
    ship(desk)
    assert found(desk, later(1)) == {}
    ask(desk)
    deliver_by = desk.order("O-1").deliver_by
    assert deliver_by is not None
    assert list(found(desk, deliver_by)) == ["where_is_my_order"]
    late = found(desk, deliver_by + dt.timedelta(seconds=1))
    assert list(late) == ["delivery_delayed"]

    talk = desk.conversation("O-1")
    unknown = replace(desk.order("O-1"), deliver_by=None)
    (some,) = suggest_messages(unknown, talk, later(1), WORLD)
    assert some.facts == {"order": "O-1", "carrier": "DHL", "tracking": "00340434161094042557"}


def test_a_parcel_that_nobody_can_follow_is_not_told_of(desk: OrderDesk) -> None:
    """There would be nothing to say."""
    ship(desk, tracking="", carrier="")
    ask(desk)

    assert found(desk, later(1)) == {}


def test_what_was_written_is_not_suggested_again_until_the_buyer_writes(desk: OrderDesk) -> None:
    """Whether it was asked for or not; what never left was not written."""
    desk.send_message(
        "O-1", "S-1", "Late.", kind="unexpected_problem", template="order_delayed", at=later(60)
    )
    assert found(desk, later(61)) == {}
    desk.record_dispatch_failure("O-1", "S-1", "no_route", at=later(61))
    assert list(found(desk, later(61))) == ["order_delayed"]
    desk.record_dispatch("O-1", "S-1", at=later(61))
    assert found(desk, later(61)) == {}

    desk.receive_message("O-1", "B-1", "And?", at=later(62))
    assert found(desk, later(63))["order_delayed"].in_reply_to == "B-1"
    # The buyer's message of later is not looked at yet.
    assert found(desk, later(61.5))["order_delayed"].in_reply_to is None


def test_what_is_not_there_is_owned_up_to(desk: OrderDesk) -> None:
    """With the title of what lacks; nobody is asked to cancel."""
    order = replace(desk.order("O-1"), short=("1",))
    line = order.lines[0].id
    short = replace(order, short=(line,), sources=())
    (some,) = suggest_messages(short, None, AT, WORLD)

    assert some.template == "out_of_stock"
    assert some.facts == {"order": "O-1", "item": "A blue cup"}


def test_an_address_in_doubt_is_asked_about(desk: OrderDesk) -> None:
    """Whether a verifier says so or a hold does; before it has left, as a question."""
    desk.place_hold("O-1", "address", reason="no house number", owner="Ann", at=AT)
    held = found(desk, AT)
    assert held["address_question"].kind == "confirm_order_details"

    doubted = replace(
        desk.order("O-1"), holds=(), verification=Verification(outcome=AddressOutcome.QUESTIONED)
    )
    assert [some.template for some in suggest_messages(doubted, None, AT, WORLD)] == [
        "address_question"
    ]
    desk.release_hold("O-1", at=AT)
    ship(desk)
    assert "address_question" not in {
        some.template
        for some in suggest_messages(
            replace(desk.order("O-1"), verification=doubted.verification), None, AT, WORLD
        )
    }


def test_after_delivery_buyers_are_answered_by_what_they_ask(desk: OrderDesk) -> None:
    """For a photo of what is damaged, for an invoice; and that money went back."""
    parcel = ship(desk)
    desk.record_delivery("O-1", parcel, at=later(1))
    ask(desk, "damaged", "B-1")
    ask(desk, "invoice_request", "B-2")
    first = found(desk, later(2))
    assert {key: some.in_reply_to for key, some in first.items()} == {
        "damage_photo": "B-1",
        "invoice_attached": "B-2",
    }
    assert first["damage_photo"].facts["item"] == "A blue cup"
    assert first["invoice_attached"].files

    ask(desk, "refund_request", "B-3")
    assert "refund_done" not in found(desk, later(2))
    desk.refund("O-1", amount="5.00 EUR", reason="general_adjustment", at=later(2))
    assert found(desk, later(2))["refund_done"].facts["amount"] == Money(500, "EUR")


def test_a_return_is_explained_while_it_may_be_handed_over(desk: OrderDesk) -> None:
    """By the last day of its label; no longer, and not once it is on its way."""
    parcel = ship(desk)
    desk.record_delivery("O-1", parcel, at=later(1))
    ask(desk, "return_request")
    units = [ReturnUnits(parcel, desk.order("O-1").lines[0].id, 1)]
    order = desk.request_return("O-1", units=units, reason="unwanted", at=later(2))
    assert "return_instructions" not in found(desk, later(3))
    rma = order.returns[0]
    label = ReturnLabel(id="L-1", hand_over_by=instant("2026-03-20T23:00:00Z"))
    labelled = replace(order, returns=(replace(rma, labels=(label,)),))
    talk = desk.conversation("O-1")

    (some,) = suggest_messages(labelled, talk, later(3), WORLD)
    assert some.template == "return_instructions"
    assert some.facts == {"order": "O-1", "return_id": rma.id, "day": dt.date(2026, 3, 20)}
    assert label.hand_over_by is not None
    assert suggest_messages(labelled, talk, label.hand_over_by, WORLD) == ()
    posted = replace(order, returns=(replace(labelled.returns[0], posted_at=later(3)),))
    assert suggest_messages(posted, talk, later(3), WORLD) == ()


def test_a_replacement_that_was_sent_is_told_of(desk: OrderDesk) -> None:
    """By the number of its order; an exchange may cost something, and is not."""
    ask(desk, "damaged")
    order, talk = desk.order("O-1"), desk.conversation("O-1")
    sent = Replacement(
        id="O-2",
        kind=ReplacementKind.REPLACEMENT,
        units=(Units(order.lines[0].id, 1),),
        lines=order.lines,
        reason="damaged",
        at=AT,
        when=SentWhen.IN_ADVANCE,
        sent_at=AT,
    )

    (some,) = suggest_messages(replace(order, replacements=(sent,)), talk, AT, WORLD)
    assert some.facts == {"order": "O-1", "new_order": "O-2"}
    for other in (
        replace(sent, kind=ReplacementKind.EXCHANGE),
        replace(sent, sent_at=None),
    ):
        assert suggest_messages(replace(order, replacements=(other,)), talk, AT, WORLD) == ()


def test_what_may_not_be_sent_is_not_suggested(desk: OrderDesk) -> None:
    """Neither unasked nor as an answer; in a shop of one's own it may."""
    order = desk.order("O-1")
    known = message_occasion_of(order, WORLD, offered=[])
    assert suggest_messages(order, None, later(60), WORLD, occasion=known) == ()

    own = replace(known, venue=Venue.OWN_SHOP, offered=None)
    (some,) = suggest_messages(order, None, later(60), WORLD, occasion=own)
    assert some.template == "order_delayed"


def test_rows_name_templates_that_there_are_with_facts_that_they_have(desk: OrderDesk) -> None:
    """A row for a template that nobody has is refused when the table is built."""
    assert {row.template for row in SUGGESTED} <= set(TEMPLATES)
    with pytest.raises(InvalidTable):
        suggestion_table([Suggested(template="hello", situation=lambda _: {}, why="x")])
