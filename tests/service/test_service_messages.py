"""Messages at the desk: conversations kept beside orders."""

from pathlib import Path
from typing import Any

import pytest
from awaiting import faced
from desk_stories import AT, OWN, desk_over, later, placing, stores

from ordercore import OrderDesk
from ordercore.adapters.memory import MemoryPublisher, MemoryStore
from ordercore.channels import CHANNELS
from ordercore.conversations.messages import (
    Attachment,
    Conversation,
    MessageOccasion,
    OpenConversation,
    OrderStage,
    ReceiveMessage,
    Sender,
    SendMessage,
    Venue,
    answer_due,
)
from ordercore.errors import InvalidValue, NotFound, Refused
from ordercore.kernel.replace import replace
from ordercore.orders.message_occasion import message_occasion_of, venue_of
from ordercore.service.auditing import audit
from ordercore.service.dossiers import CONVERSATIONS
from ordercore.service.message_wish import ReceivingWish, SendingWish
from ordercore.shipping.parcel import Trouble
from ordercore.testing.laws import live_equals_replay
from ordercore.testing.store.samples import commit, write

PHOTO = Attachment(name="photo.jpg", media_type="image/jpeg", size=51_200, reference="files/1")


@pytest.fixture(params=["memory", "sqlite", "awaited"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> OrderDesk:
    """Give a desk of each kind, with an order of the German marketplace that was paid."""
    memory, sqlite = stores(tmp_path)
    kinds = {"memory": memory, "sqlite": sqlite, "awaited": memory}
    store = kinds[request.param]
    return sold(faced(store) if request.param == "awaited" else desk_over(store))


def sold(desk: OrderDesk, id: str = "O-1", **said: Any) -> OrderDesk:
    """Sell two A."""
    desk.receive("A", 2)
    desk.handle(placing(id, **{"marketplace": "DE", **said}))
    desk.confirm_payment(id, at=later())
    return desk


def test_a_buyer_writes_and_is_answered(desk: OrderDesk) -> None:
    """The conversation has the id of the order, and is opened by its first message."""
    desk.receive_message(
        "O-1", "B-1", "Where is it?", subject="where_is_my_order", attachments=[PHOTO], at=later(1)
    )

    (due,) = desk.messages_to_answer(by=later(2))
    assert (due.conversation_id, due.message_id, due.due) == ("O-1", "B-1", later(2))
    assert desk.messages_to_answer(by=later(1.9)) == ()

    talk = desk.send_message("O-1", "S-1", "It is on its way.", in_reply_to="B-1", at=later(1.5))
    assert desk.messages_to_answer(by=later(30)) == ()
    assert talk == desk.conversation("O-1")
    assert (talk.order_id, talk.venue, talk.zone) == ("O-1", Venue.MARKETPLACE, "Europe/Berlin")
    assert [some.id for some in talk.messages] == ["B-1", "S-1"]
    assert talk.messages[0].attachments == (PHOTO,)
    assert audit(desk.store).differences == ()


def test_what_is_said_of_messages_is_kept(desk: OrderDesk) -> None:
    """That one needs no answer, that it does after all, that another failed, and that it left."""
    desk.receive_message("O-1", "B-1", "Thank you!", at=later(1))

    assert answer_due(desk.no_answer_needed("O-1", "B-1", at=later(1.1))) is None
    assert desk.messages_to_answer(by=later(30)) == ()
    assert answer_due(desk.answer_needed("O-1", "B-1", at=later(1.2))) == later(2)

    desk.send_message("O-1", "S-1", "You are welcome.", at=later(1.3))
    failed = desk.record_dispatch_failure("O-1", "S-1", "no_route", at=later(1.4))
    assert answer_due(failed) == later(2)
    done = desk.record_dispatch("O-1", "S-1", reference="m-1", at=later(1.5))
    assert answer_due(done) is None
    assert done.messages[1].sent_at == later(1.5)


def test_a_message_is_judged_by_what_its_order_tells(desk: OrderDesk) -> None:
    """How far it has come, and where it was ordered; a refusal leaves no conversation behind."""
    desk.send_message("O-1", "S-1", "Which colour?", kind="confirm_order_details", at=later(1))
    assert "confirm_order_details" in desk.message_kinds("O-1", at=later(1))
    desk.confirm_shipment("O-1", at=later(2))

    with pytest.raises(Refused) as refused:
        desk.send_message("O-1", "S-2", "Which size?", kind="confirm_order_details", at=later(3))
    assert refused.value.codes == ("message_at_wrong_stage",)
    assert "confirm_order_details" not in desk.message_kinds("O-1", at=later(3))
    with pytest.raises(Refused):
        sold(desk, "O-2").send_message("O-2", "S-1", "Hello", at=later(3))
    with pytest.raises(NotFound):
        desk.conversation("O-2")


def test_every_reason_is_explained_before_anything_is_sent(desk: OrderDesk) -> None:
    """Of a wish, and of a command that the host has made itself."""
    wish = SendingWish(
        order_id="O-1",
        message_id="S-1",
        at=AT,
        kind="unexpected_problem",
        text="Call +1 555 010 0199",
        language="en",
        buyer_language="de",
        offered=["send_invoice"],
    )
    command = SendMessage(
        conversation_id="O-1", message_id="S-1", at=AT, kind="reply", text="Hello"
    )

    assert [some.code for some in desk.explain_message(wish)] == [
        "message_not_offered",
        "message_in_other_language",
        "message_has_telephones",
    ]
    assert "555" not in repr(wish)
    desk.receive_message("O-1", "B-1", "Hello?", at=AT)
    (reason,) = desk.explain_message(command)
    assert reason.code == "message_occasion_unknown"
    assert desk.explain_message(replace(wish, text="Sorry", language="", offered=None)) == ()


def test_a_message_is_suggested_from_what_the_order_tells(desk: OrderDesk) -> None:
    """Before anybody wrote, and as an answer; none where there is no order."""
    assert desk.suggest_messages("O-1", at=later(1)) == ()
    desk.place_hold("O-1", "address", owner="Ann", at=later(1))
    assert [some.template for some in desk.suggest_messages("O-1", at=later(1))] == [
        "address_question"
    ]
    desk.receive_message("O-1", "B-1", "Where is it?", at=later(1))
    assert desk.suggest_messages("O-1", at=later(1))[0].in_reply_to == "B-1"
    with pytest.raises(NotFound):
        desk.suggest_messages("O-9")


def test_the_same_command_id_gives_the_same_answer(desk: OrderDesk) -> None:
    """And so does the same message told again at another moment; another one is refused."""
    first = desk.receive_message("O-1", "B-1", "Where is it?", at=later(1), command_id="c-1")

    assert (
        desk.receive_message("O-1", "B-1", "Where is it?", at=later(2), command_id="c-1") == first
    )
    assert desk.receive_message("O-1", "B-1", "Where is it?", at=later(2)) == first
    with pytest.raises(Refused) as refused:
        desk.receive_message("O-1", "B-1", "Never mind.", at=later(2))
    assert refused.value.codes == ("message_id_taken",)
    with pytest.raises(Refused) as refused:
        desk.receive_message("O-1", "B-2", "Where is it?", at=later(1), command_id="c-1")
    assert refused.value.codes == ("command_id_used_otherwise",)


def test_buyers_who_have_not_ordered_are_answered_too(desk: OrderDesk) -> None:
    """In a conversation that the host opens under an id of its own."""
    opening = OpenConversation(
        conversation_id="Q-1",
        order_id=None,
        at=AT,
        venue=Venue.MARKETPLACE,
        marketplace="DE",
        zone="Europe/Berlin",
    )
    asked = ReceiveMessage(conversation_id="Q-1", message_id="B-1", at=AT, text="In blue?")
    nowhere = MessageOccasion(marketplace="DE", zone="Europe/Berlin")

    with pytest.raises(NotFound):
        desk.handle_conversation(asked)
    desk.handle_conversation(opening)
    desk.handle_conversation(asked)
    talk = desk.handle_conversation(
        SendMessage(
            conversation_id="Q-1",
            message_id="S-1",
            at=later(0.5),
            kind="reply",
            text="Yes.",
            occasion=nowhere,
        )
    )

    assert nowhere.stage is OrderStage.NO_ORDER
    assert answer_due(talk) is None
    assert audit(desk.store).differences == ()


def test_what_is_not_there_and_what_is_no_command_is_said(desk: OrderDesk) -> None:
    """With its name."""
    with pytest.raises(NotFound):
        desk.receive_message("O-9", "B-1", "Hello?")
    with pytest.raises(NotFound):
        desk.no_answer_needed("O-1", "B-1")
    with pytest.raises(InvalidValue):
        desk.handle_conversation("hello")  # type: ignore[arg-type]
    with pytest.raises(InvalidValue):
        desk.conversation(7)  # type: ignore[arg-type]
    with pytest.raises(InvalidValue):
        desk.messages_to_answer(by="2026-03-03T12:00")


def test_messages_of_a_feed_come_to_one_conversation_in_any_order() -> None:
    """Told twice, and backwards: what is kept, and what was folded, is the same."""
    told: list[ReceivingWish | SendingWish] = [
        ReceivingWish(order_id="O-1", message_id="B-1", at=later(1), text="Where is it?"),
        SendingWish(
            order_id="O-1", message_id="S-1", at=later(1.5), kind="reply", text="x", imported=True
        ),
        ReceivingWish(
            order_id="O-1", message_id="M-1", at=later(2), text="!", sender=Sender.SYSTEM
        ),
    ]
    found: set[Conversation] = set()
    for order in (told, [*reversed(told)], [*told, *told]):
        desk = sold(desk_over())
        for wish in order:
            desk.handle_conversation(wish)
        talk = desk.conversation("O-1")
        events = desk.store.events(CONVERSATIONS.key("O-1"))
        live_equals_replay(desk.store, [CONVERSATIONS.key("O-1")])
        assert len(events) == 4
        found.add(talk)

    assert len(found) == 1


def test_other_systems_hear_of_messages_where_the_host_says_so() -> None:
    """Whoever sends a message outside is told of it by the lane of events, until it took it."""
    world = replace(OWN, publishes=lambda event: type(event).__name__ == "MessageSent")
    desk = sold(desk_over(world=world))
    desk.receive_message("O-1", "B-1", "Where is it?", at=later(1))
    desk.send_message("O-1", "S-1", "On its way.", at=later(1.5))
    publisher = MemoryPublisher()

    desk.publish_events(publisher)

    assert [some.name for some in publisher.events] == ["MessageSent"]


def test_an_audit_finds_a_conversation_that_its_events_do_not_tell() -> None:
    """It is the events that count."""
    desk = sold(desk_over(MemoryStore()))
    talk = desk.receive_message("O-1", "B-1", "Where is it?", at=later(1))
    write(desk.store, commit(replace(talk, messages=()), was=2))

    assert {some.code for some in audit(desk.store).differences} >= {"state_differs"}


# What an order tells


def occasion(desk: OrderDesk) -> MessageOccasion:
    """Give what an order tells of itself."""
    return message_occasion_of(desk.order("O-1"), desk.world)


def test_an_order_tells_how_far_it_has_come() -> None:
    """It is completed when all has arrived."""
    desk = sold(desk_over())
    assert occasion(desk).stage is OrderStage.PLACED

    parcel = desk.confirm_shipment("O-1", at=later(1)).parcels[0].id
    assert occasion(desk).stage is OrderStage.SHIPPED
    assert occasion(desk).completed == desk.order("O-1").deliver_by
    desk.record_delivery("O-1", parcel, at=later(3))
    assert occasion(desk).stage is OrderStage.DELIVERED
    assert occasion(desk).completed == occasion(desk).delivered == later(3)


def test_what_never_arrives_keeps_no_window_open() -> None:
    """What left altogether is completed by the day on which it should have come."""
    desk = sold(desk_over())
    parcel = desk.confirm_shipment("O-1", at=later(1)).parcels[0].id
    desk.record_undelivered("O-1", parcel, Trouble.LOST, at=later(9))
    known = desk.order("O-1")

    assert occasion(desk).delivered is None
    assert occasion(desk).completed == max(later(1), known.deliver_by or later(1))
    unknown = message_occasion_of(replace(known, deliver_by=None), desk.world)
    assert unknown.completed == later(1)


def test_an_order_that_was_cancelled_is_completed() -> None:
    """From when its last unit was."""
    desk = sold(desk_over())
    desk.cancel("O-1", reason="no_inventory", at=later(1))

    assert occasion(desk).stage is OrderStage.CANCELLED
    assert occasion(desk).completed == later(1)


@pytest.mark.parametrize("channel", [*CHANNELS, "GONE"])
def test_buyers_read_messages_where_they_paid(channel: str) -> None:
    """Of a channel that is not known, where the rules are the stricter ones."""
    desk = sold(desk_over())
    order = desk.order("O-1")
    moved = replace(order, terms=replace(order.terms, channel=channel))

    own = channel in ("MCF", "SHOP")
    assert venue_of(moved, desk.world) is (Venue.OWN_SHOP if own else Venue.MARKETPLACE)
