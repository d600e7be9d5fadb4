"""Messages to buyers in words: every template in every language keeps the rules of its kinds."""

import datetime as dt
import string
from typing import Any

import pytest

from ordercore.conversations.messages import (
    TEMPLATES,
    MessageOccasion,
    Written,
    may_send,
)
from ordercore.errors import InvalidValue
from ordercore.i18n import message_text
from ordercore.i18n.catalogue import DOMAINS, MESSAGES, languages, words_in
from ordercore.kernel.money import Money

LANGUAGES = sorted(languages(MESSAGES))

FACTS: dict[str, Any] = {
    "order": "028-1234567-1234567",
    "day": dt.date(2026, 11, 5),
    "amount": Money(123_456, "EUR"),
    "item": "A very long title of a product, in blue, size 42 (2 pieces)",
    "tracking": "9400 1000 0000 0000 0000 00",
    "carrier": "DHL",
    "return_id": "RMA-17",
    "new_order": "028-7654321-7654321",
}

NOW = "2026-03-10T12:00:00Z"

OCCASION = MessageOccasion(
    marketplace="DE",
    zone="Europe/Berlin",
    placed="2026-03-02T17:00:00Z",
    contacted="2026-03-09T12:00:00Z",
)


def named(pattern: str) -> set[str]:
    """Give the facts that a text uses."""
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_has_a_text_and_every_text_a_template(language: str) -> None:
    """With the facts that its row names, and none that no row has."""
    texts = words_in(DOMAINS[MESSAGES] / f"{language}.po").one

    assert set(texts) == set(TEMPLATES)
    for key, template in TEMPLATES.items():
        assert named(texts[key]) == set(template.facts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", sorted(TEMPLATES))
def test_every_text_may_be_sent_as_each_of_its_kinds(key: str, language: str) -> None:
    """No link, address, telephone number or tag, and short enough: the marketplace refuses none."""
    template = TEMPLATES[key]
    facts = {name: FACTS[name] for name in template.facts}
    text = message_text(key, facts, language)

    assert "{" not in text
    assert len(text) <= 700
    for kind in template.kinds:
        written = Written(text=text, files=int(template.files))
        verdict = may_send(kind, OCCASION, NOW, written=written)
        assert verdict.may, verdict.because


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We have refunded €1,234.56 for your order O-1."),
        ("en-GB", "We have refunded €1,234.56 for your order O-1."),
        ("de", "Wir haben 1.234,56\u00a0€ für Ihre Bestellung O-1 erstattet."),
    ],
)
def test_amounts_are_written_as_a_language_has_them(language: str, text: str) -> None:
    """So are days, in full."""
    said = message_text("refund_done", {"amount": FACTS["amount"], "order": "O-1"}, language)

    assert said.startswith(text)


@pytest.mark.parametrize(
    ("language", "day"),
    [("en", "November 5, 2026"), ("de", "5. November 2026"), ("sw", "November 5, 2026")],
)
def test_days_are_written_in_full(language: str, day: str) -> None:
    """Of a language without words, as in the one that is spoken instead."""
    said = message_text("in_preparation", {"day": FACTS["day"], "order": "O-1"}, language)

    assert day in said


def test_a_host_says_it_in_words_of_its_own() -> None:
    """In place of ours, or new ones; dates are of the language that is asked for then."""
    own = {"in_preparation": "Agizo {order}: {day}.", "hello": "Hello."}

    said = message_text("in_preparation", {"day": FACTS["day"], "order": "O-1"}, "sw", words=own)
    assert said == "Agizo O-1: 5 Novemba 2026."
    assert message_text("hello", {}, words=own) == "Hello."


@pytest.mark.parametrize(
    "ask",
    [
        lambda: message_text("hello", {}),
        lambda: message_text("in_preparation", {"order": "O-1"}),
        lambda: message_text("in_preparation", {}, "xx-yy-zz"),
    ],
)
def test_what_cannot_be_said_is_refused(ask: Any) -> None:
    """An unknown template, a fact that is not given, no language."""
    with pytest.raises(InvalidValue):
        ask()
