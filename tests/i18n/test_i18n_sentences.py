"""Sentences are made from codes and facts."""

from random import Random

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
from ordercore.adapters.memory import MemoryListener
from ordercore.i18n import lift_sentence, refusal_sentence, subject
from ordercore.kernel.time import instant
from ordercore.opening import open as open_desk
from ordercore.testing import walk

NOON = instant("2026-11-05T12:00:00Z")


def test_money_times_and_numbers_are_said_as_the_language_has_them() -> None:
    """German has its comma, its dots and its order of day and month."""
    refusal = Refusal("payment_exceeds_due", {"paid": Money(123450, "USD"), "due": None})

    assert refusal_sentence(refusal, "en") == (
        "A payment of $1,234.50 is more than what is still due: -."
    )
    assert refusal_sentence(refusal, "de") == (
        "Eine Zahlung von 1.234,50\xa0$ übersteigt, was noch offen ist: -."
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


@pytest.mark.parametrize(
    ("refusal", "german"),
    [
        (
            Refusal("report_is_behind", {"status": "shipped", "reported": "unshipped"}),
            (
                "Die Meldung (noch nicht versandt) liegt hinter dem Stand der Bestellung "
                "(versandt) zurück."
            ),
        ),
        (
            Refusal("refund_settled_otherwise", {"refund": "F1", "status": "failed"}),
            "Die Erstattung F1 ist schon erledigt: gescheitert.",
        ),
        (
            Refusal("does_not_exist", {"subject": "order"}),
            "Das gibt es nicht: Bestellung.",
        ),
        (
            Refusal(
                "held",
                {"holds": ("H1", "H2"), "kinds": ("fraud", "engraving"), "owners": ("Ada", "Ben")},
            ),
            (
                "Die Bestellung ist gesperrt: H1 und H2 (Betrugsverdacht und engraving). "
                "Zuständig: Ada und Ben."
            ),
        ),
        (
            Refusal(
                "actor_may_not",
                {"actor": "seller", "channel": "FBA", "allowed": ["marketplace"]},
            ),
            "Bei FBA ist das nicht Sache von „Händler“, sondern von: Marktplatz.",
        ),
        (
            Refusal("refund_exceeds_charges", {"line": "1", "components": ("item", "tax")}),
            "Position 1: Die Erstattung geht über das Berechnete hinaus (Ware und Steuer).",
        ),
    ],
    ids=lambda value: value.code if isinstance(value, Refusal) else "",
)
def test_words_of_ours_are_said_in_the_readers_language(refusal: Refusal, german: str) -> None:
    """And those of a host as they are."""
    assert refusal_sentence(refusal, "de") == german


def test_a_code_without_a_sentence_speaks_for_itself() -> None:
    """A host's own rule is said as its code and facts."""
    assert refusal_sentence(Refusal("moon_is_full", {"phase": 1})) == "moon_is_full (phase=1)"


def test_yes_and_no_are_words() -> None:
    """A fact may be one of them."""
    words = {"proof_answered": "Angenommen: {accepted}."}
    refusal = Refusal("proof_answered", {"accepted": True})

    assert refusal_sentence(refusal, "de", words=words) == "Angenommen: ja."


@pytest.mark.parametrize("language", ["en", "de"])
def test_whatever_is_refused_can_be_said(language: str) -> None:
    """With the facts that rules give in the middle of orders' lives, and what lifts it."""
    said: dict[str, str] = {}
    for seed in range(150):
        for step in walk(Random(seed).randrange, 12):  # noqa: S311 - to be walked again
            for refusal in step.refused.refusals if step.refused else ():
                sentence = refusal_sentence(refusal, language)
                said[refusal.code] = f"{sentence} {lift_sentence(refusal, language)}"

    assert len(said) > 40
    assert [code for code, sentence in said.items() if sentence.startswith(code)] == []


@pytest.mark.parametrize("nothing", [None, "", (), []])
def test_a_fact_that_nobody_knows_is_a_dash(nothing: object) -> None:
    """An order without a marketplace, a hold without an id, a channel on which nobody confirms."""
    assert refusal_sentence(Refusal("hold_unknown", {"hold": nothing})) == (
        "The order has no hold “-”."
    )


def test_a_host_brings_words_of_its_own() -> None:
    """For rules of its own, or in place of ours; facts are written as ever."""
    words = {"moon_is_full": "Phase {phase}.", "not_paid": "{order} waits for money."}

    assert refusal_sentence(Refusal("moon_is_full", {"phase": 1000}), "de", words=words) == (
        "Phase 1.000."
    )
    assert refusal_sentence(Refusal("not_paid", {"order": "O-7"}), words=words) == (
        "O-7 waits for money."
    )


def test_a_real_refusal_finds_all_its_facts() -> None:
    """What a rule gives is what its sentence needs."""
    placed = PlaceOrder(
        order_id="1", at=NOON, channel="FBA", lines=(Line("MUG", 1, price="9.00 USD"),)
    )
    order = fold(decide(None, placed))
    (unpaid, actor) = explain(order, ConfirmShipment(order_id="1", at=NOON, by=Actor.SELLER))

    assert refusal_sentence(unpaid) == (
        "The price of order 1 is neither paid nor promised in full."
    )
    assert refusal_sentence(actor) == (
        "On FBA, this is not for the seller to do, but for: marketplace."
    )
    assert explain(order, ConfirmPayment(order_id="1", at=NOON)) == ()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "We have received your order O-7"),
        ("de", "Ihre Bestellung O-7 ist eingegangen"),
    ],
)
def test_a_notice_has_a_subject_in_the_readers_language(language: str, expected: str) -> None:
    """Kind and order make the subject line."""
    desk = open_desk()
    desk.receive("MUG", 1)
    desk.place(channel="MFN", lines=[Line("MUG", 1, price="9.00 USD")], order_id="O-7")
    listener = MemoryListener()
    desk.deliver_notices(listener)

    assert subject(listener.announcements[0], language) == expected
