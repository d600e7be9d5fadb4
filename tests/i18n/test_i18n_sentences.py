"""Sentences are made from codes and facts."""

import pytest

from ordercore import (
    Actor,
    ConfirmPayment,
    ConfirmShipment,
    Line,
    Money,
    PlaceOrder,
    Refusal,
    decide,
    explain,
    fold,
)
from ordercore.adapters.memory import MemoryNotifier
from ordercore.i18n import refusal_sentence, subject
from ordercore.kernel.time import instant
from ordercore.opening import open as open_desk

NOON = instant("2026-11-05T12:00:00Z")


def test_money_times_and_numbers_are_said_as_the_language_has_them() -> None:
    """German has its comma, its dots and its order of day and month."""
    refusal = Refusal("payment_differs_from_due", {"paid": Money(123450, "USD"), "due": None})

    assert refusal_sentence(refusal, "en") == "The payment of $1,234.50 is not what is due: -."
    assert refusal_sentence(refusal, "de") == (
        "Die Zahlung von 1.234,50\xa0$ entspricht nicht dem fälligen Betrag: -."
    )


def test_times_are_said_in_the_readers_zone() -> None:
    """The same instant is another wall time elsewhere."""
    refusal = Refusal(
        "delivered_before_shipped", {"parcel": "P1", "delivered": NOON, "shipped": NOON}
    )

    assert "12:00:00" in refusal_sentence(refusal, "en", "UTC")
    assert "7:00:00" in refusal_sentence(refusal, "en", "America/New_York")


def test_lists_are_joined_as_the_language_does() -> None:
    """And, und."""
    refusal = Refusal("currencies_mixed", {"currencies": ["EUR", "JPY", "USD"]})

    assert "EUR, JPY, and USD" in refusal_sentence(refusal, "en")
    assert "EUR, JPY und USD" in refusal_sentence(refusal, "de")


def test_a_code_without_a_sentence_speaks_for_itself() -> None:
    """A host's own rule is said as its code and facts."""
    assert refusal_sentence(Refusal("moon_is_full", {"phase": 1})) == "moon_is_full (phase=1)"


def test_a_real_refusal_finds_all_its_facts() -> None:
    """What a rule gives is what its sentence needs."""
    placed = PlaceOrder(
        order_id="1", at=NOON, channel="FBA", lines=(Line("MUG", 1, price="9.00 USD"),)
    )
    order = fold(decide(None, placed))
    (unpaid, actor) = explain(order, ConfirmShipment(order_id="1", at=NOON, by=Actor.SELLER))

    assert refusal_sentence(unpaid) == "Order 1 is not paid yet."
    assert refusal_sentence(actor) == (
        "On FBA, a shipment is not confirmed by the seller but by: marketplace."
    )
    assert explain(order, ConfirmPayment(order_id="1", at=NOON)) == ()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "We have received your order O-7"),
        ("de", "Wir haben Ihre Bestellung O-7 erhalten"),
    ],
)
def test_a_notice_has_a_subject_in_the_readers_language(language: str, expected: str) -> None:
    """Kind and order make the subject line."""
    desk = open_desk()
    desk.receive("MUG", 1)
    desk.place(channel="MFN", lines=[Line("MUG", 1, price="9.00 USD")], order_id="O-7")
    notifier = MemoryNotifier()
    desk.deliver_notices(notifier)

    assert subject(notifier.messages[0], language) == expected
