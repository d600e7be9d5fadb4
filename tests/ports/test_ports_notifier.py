"""Letters, and what no notifier has to take."""

from typing import Any

import attrs
import pytest

from ordercore.errors import InvalidValue
from ordercore.notices import Channel
from ordercore.ports import Letter, Unreachable, sendable

LETTER = Letter(
    key="order/O-1/3/parcel_shipped/email/B-1", channel=Channel.EMAIL, recipient="B-1",
    to="ada@reader.example", kind="parcel_shipped", language="en", subject="On its way",
    text="Your parcel has left.", html="<p>Your parcel has left.</p>",
)  # fmt: skip


def changed(field: str, value: str) -> Letter:
    """Write a letter of which something is otherwise."""
    changes: dict[str, Any] = {field: value}
    return attrs.evolve(LETTER, **changes)


@pytest.mark.parametrize("field", ["to", "subject", "key", "language", "recipient", "kind"])
@pytest.mark.parametrize("sign", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028", "\0"])
def test_nothing_in_a_letter_begins_another_line_of_the_head(field: str, sign: str) -> None:
    """It is refused before there is a letter, and not repeated."""
    with pytest.raises(InvalidValue, match=f"^{field}: '…' is not a single line"):
        changed(field, f"ada@x.example{sign}Bcc: eve@x.example")


@pytest.mark.parametrize("field", ["key", "recipient", "to", "text"])
def test_a_letter_is_not_blank(field: str) -> None:
    """It goes to somebody, and says something."""
    with pytest.raises(InvalidValue, match=f"^{field}: "):
        changed(field, " ")


def test_a_letter_is_of_its_types() -> None:
    """As every value at the edge."""
    with pytest.raises(InvalidValue, match="channel"):
        changed("channel", "email")


@pytest.mark.parametrize("text", ["a\nb", "a\r\n.\r\nb", "\tindented"])
def test_the_words_themselves_may_have_lines(text: str) -> None:
    """They stand where lines belong."""
    assert attrs.evolve(LETTER, text=text, html=text).text == text


@pytest.mark.parametrize("subject", ["", "注文", "شكرا \u200f!", "👩‍👩‍👧‍👦"])
def test_a_subject_may_be_of_any_script_or_none(subject: str) -> None:
    """Signs that join letters or turn the direction end no line."""
    assert attrs.evolve(LETTER, subject=subject).subject == subject


def test_a_letter_shows_neither_to_whom_nor_what() -> None:
    """It is logged with what failed."""
    shown = repr(LETTER)

    assert "parcel_shipped" in shown
    for secret in (LETTER.to, LETTER.subject, LETTER.text):
        assert secret not in shown


def test_a_letter_is_sendable_by_its_channel() -> None:
    """Any other notifier gives it back to who asked."""
    assert sendable(LETTER, {Channel.EMAIL, Channel.SMS}) is LETTER

    with pytest.raises(
        InvalidValue, match="'email' is not a channel of this notifier: chat or sms"
    ):
        sendable(LETTER, {Channel.SMS, Channel.CHAT})


def test_unreachable_says_by_what_and_why() -> None:
    """In its words and in its fields."""
    error = Unreachable(Channel.SMS, "no such number")

    assert str(error) == "sms: no such number"
    assert (error.channel, error.reason) == (Channel.SMS, "no such number")
