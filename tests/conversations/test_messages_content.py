"""What a program finds in a text, and what it takes for nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.conversations.messages import content


@pytest.mark.parametrize(
    "text",
    [
        "see https://shop.example/x",
        "HTTP://x.y",
        "go to www.shop.de",
        "go to my-shop.com",
        "shop.example.com/offers",
        "shop.de/angebote",
        "my-shop [dot] com",
        "my\u200b-shop.com",
        "my\uff0dshop\uff0ecom",
    ],
)
def test_links_are_found(text: str) -> None:
    """However they are spelt."""
    assert content.links(text)


@pytest.mark.parametrize(
    "text",
    [
        "It left on Monday.It arrives soon",
        "version 1.2.3 of 12.50 EUR",
        "order 123-1234567-1234567",
        "a.b. and c.d.",
        "anna@shop.com",
        "e.g. tomorrow, i.e. on 2.3.2026/evening",
    ],
)
def test_what_is_no_link(text: str) -> None:
    """A slip of the pen, a version, an amount, a mail address."""
    assert content.links(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "write to anna@shop.example",
        "anna.b+x@shop.co.uk,",
        "anna (at) shop (dot) com",
        "anna [at] shop [punkt] de",
        "<anna@shop.de>",
        "anna\uff20shop.de",
    ],
)
def test_mail_addresses_are_found(text: str) -> None:
    """However they are spelt."""
    assert content.email_addresses(text)


@pytest.mark.parametrize("text", ["2 @ 3 EUR", "@home", "at shop", "a@b"])
def test_what_is_no_mail_address(text: str) -> None:
    """A sign alone makes none."""
    assert content.email_addresses(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "call +1 555 010 0199",
        "+49 (0) 30 123456",
        "(030) 123456-7",
        "555-010-0199",
        "1-555-010-0199",
        "030 1234567",
        "0211/123456",
        "01 23 45 67 89",
        "00 49 30 123456",
    ],
)
def test_telephone_numbers_are_found(text: str) -> None:
    """As they are written in several countries."""
    assert content.telephone_numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        "order 123-1234567-1234567",
        "order 028-1234567-1234567",
        "1Z999AA10123456784",
        "9400 1000 0000 0000 0000 00",
        "00340434161094042557",
        "003404341610",
        "on 02.03.2026 at 14:30",
        "2026-03-02",
        "02/03/2026",
        "1 234 567,00 EUR",
        "90210",
        "12",
        "JD014600003RU",
    ],
)
def test_what_is_no_telephone_number(text: str) -> None:
    """Numbers of orders and parcels, days, and amounts."""
    assert content.telephone_numbers(text) == ()


@pytest.mark.parametrize(
    "text", ["<b>soon</b>", "<br/>", "<a href='x'>x</a>", "<!-- x -->", "a &amp; b", "&#8364;"]
)
def test_html_is_found(text: str) -> None:
    """Tags, comments and entities."""
    assert content.html(text)


@pytest.mark.parametrize("text", ["I <3 it", "1 < 2 > 0", "Q&A; fine", "a & b"])
def test_what_is_no_html(text: str) -> None:
    """Signs alone make none."""
    assert content.html(text) == ()


@given(st.text())
def test_law_any_text_can_be_looked_at(text: str) -> None:
    """Whatever signs it has; and words without any sign of these are nothing of the kind."""
    found = (
        content.links(text),
        content.email_addresses(text),
        content.telephone_numbers(text),
        content.html(text),
    )

    assert all(isinstance(some, str) for several in found for some in several)
    if text.isalpha():
        assert found == ((), (), (), ())


@pytest.mark.parametrize(
    "text", ["a" * 50_000, "1 " * 50_000, " " * 50_000, "a.b" * 30_000, "<a" * 30_000, "@" * 50_000]
)
def test_long_texts_are_gone_through_once(text: str) -> None:
    """Nobody keeps a desk busy with a long message."""
    for look in (content.links, content.email_addresses, content.telephone_numbers, content.html):
        look(text)
