"""Notices of messages, ratings and reviews: put into words, sent, and not once they are stale."""

from collections.abc import Iterator

import attrs
import pytest
from awaiting import faced
from desk_stories import desk_over, later
from posting_stories import ANN, OPS, SAM, Known, PostOffice, outcomes, send

from ordercore import Line, OrderDesk, World
from ordercore.adapters.memory import MemoryStore
from ordercore.i18n import LetterWriter
from ordercore.notices import Audience, Channel
from ordercore.ports import Unreachable
from ordercore.service.auditing import audit

SHOP = World(pools={"SHOP": "main"})

EVERY_LANGUAGE = ("en", "de", "fr", "es", "it", "pt-BR", "nl", "pl", "ja", "hi", "ar")

ADDRESSES = {
    Channel.EMAIL: "ann@example.com",
    Channel.SMS: "+4915112345678",
    Channel.PUSH: "token",
    Channel.CHAT: "slack://token",
}


@pytest.fixture(params=["memory", "awaited"])
def desk(request: pytest.FixtureRequest) -> Iterator[OrderDesk]:
    """Give a desk of each kind, with one order of the seller's own shop that has arrived."""
    some = (
        faced(MemoryStore(), SHOP) if request.param == "awaited" else desk_over(MemoryStore(), SHOP)
    )
    some.receive("A", 5)
    some.place(
        channel="SHOP",
        lines=[Line("A", 1, price="1 EUR")],
        order_id="O-1",
        deliver_by=later(3),
        buyer="ann",
    )
    some.confirm_payment("O-1", payment_id="PAY")
    some.confirm_shipment("O-1", parcel_id="X", at=later(1))
    some.record_delivery("O-1", parcel_id="X", at=later(2))
    told(some, PostOffice(), at=later(2))
    yield some
    assert audit(some.store).differences == ()


def told(desk: OrderDesk, office: PostOffice, *, at: object, language: str = "en") -> list[str]:
    """Send all that is due, in a language, and give the kinds of what was sent."""
    before = len(office.sent)
    people = Known(
        {
            audience: (attrs.evolve(some, language=language, addresses=ADDRESSES),)
            for audience, some in (
                (Audience.BUYER, ANN),
                (Audience.SELLER, SAM),
                (Audience.OPERATOR, OPS),
            )
        }
    )
    send(desk, office, people, at=at, writer=LetterWriter())
    return sorted({letter.kind for letter in office.sent[before:]})


@pytest.mark.parametrize("language", EVERY_LANGUAGE)
def test_what_is_kept_beside_an_order_is_told_in_words(desk: OrderDesk, language: str) -> None:
    """By every channel and in every language, with no gap left in a sentence."""
    office = PostOffice(has=frozenset(Channel))
    desk.receive_message("O-1", "M-1", "Is it blue?", at=later(4))
    assert told(desk, office, at=later(4), language=language) == ["message_to_answer"]
    desk.send_message("O-1", "S-1", "It is blue, indeed.", at=later(4))
    assert told(desk, office, at=later(4), language=language) == ["message_from_seller"]
    desk.request_review("O-1", at=later(9))
    assert told(desk, office, at=later(9), language=language) == ["review_request"]
    desk.record_feedback("O-1", 1, comment="It is green.", at=later(10))
    assert told(desk, office, at=later(10), language=language) == ["feedback_negative"]

    assert all("O-1" in f"{letter.subject}{letter.text}" for letter in office.sent)
    assert not any(sign in letter.text for letter in office.sent for sign in "{}")
    mails = {letter.kind: letter.text for letter in office.sent if letter.channel is Channel.EMAIL}
    assert "It is blue, indeed." in mails["message_from_seller"]
    assert "Is it blue?" not in mails["message_to_answer"]
    assert "It is green." not in mails["feedback_negative"]


def test_a_message_that_was_answered_is_told_no_more(desk: OrderDesk) -> None:
    """Nor one that needs no answer; an automatic reply answers nothing."""
    desk.receive_message("O-1", "M-1", "Is it blue?", at=later(4))
    desk.receive_message("O-1", "M-2", "Thank you.", at=later(4))
    desk.no_answer_needed("O-1", "M-2", at=later(4))
    desk.send_message("O-1", "S-1", "We read it soon.", automatic=True, at=later(4))
    office = PostOffice()

    assert told(desk, office, at=later(4)) == ["message_from_seller", "message_to_answer"]
    assert outcomes(desk).count(("message_to_answer", "expired")) == 1

    desk.receive_message("O-1", "M-3", "Hello?", at=later(5))
    desk.send_message("O-1", "S-2", "It is.", at=later(6))
    assert told(desk, office, at=later(6)) == ["message_from_seller"]
    assert outcomes(desk).count(("message_to_answer", "expired")) == 2


def test_a_rating_that_was_taken_back_is_told_no_more(desk: OrderDesk) -> None:
    """And nobody is asked for a review who has given one."""
    desk.request_review("O-1", at=later(9))
    desk.record_feedback("O-1", 2, at=later(9))
    desk.withdraw_feedback("O-1", at=later(9))
    office = PostOffice()

    assert told(desk, office, at=later(9)) == []
    assert outcomes(desk)[-2:] == [("review_request", "expired"), ("feedback_negative", "expired")]


def test_good_ratings_and_reviews_asked_elsewhere_are_told_to_nobody(desk: OrderDesk) -> None:
    """Three stars are no bad news; a host that asks through a marketplace sends no letter."""
    desk.request_review("O-1", by_letter=False, at=later(9))
    desk.record_feedback("O-1", 3, at=later(10))

    assert told(desk, PostOffice(), at=later(10)) == []


def test_an_operator_hears_what_reached_nobody(desk: OrderDesk) -> None:
    """Which notice, by which channel, and why; not the address."""

    def closed(letter: object) -> None:
        if getattr(letter, "kind", "") == "message_from_seller":
            raise Unreachable(Channel.EMAIL, "550 no such user ann@example.com")

    desk.send_message("O-1", "S-1", "It is blue.", at=later(4))
    office = PostOffice(before=closed)

    assert told(desk, office, at=later(4)) == []
    assert told(desk, office, at=later(4)) == ["notice_undelivered"]
    (letter,) = office.sent
    assert "message_from_seller" in letter.text
    assert "550 no such user" in letter.text
    assert "ann@example.com" not in letter.text
