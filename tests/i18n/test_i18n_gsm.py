"""How many parts an SMS is sent in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from notices_told import every_notice, reader

from ordercore import Money
from ordercore.i18n import Wording, letter, segments
from ordercore.i18n.letters.clipping import clipped
from ordercore.i18n.letters.gsm import ALPHABET, EXTENSION, is_gsm, plain
from ordercore.notices import Channel

TABLE = [
    ("", 0),
    ("a", 1),
    ("a" * 160, 1),
    ("a" * 161, 2),
    ("a" * 306, 2),
    ("a" * 307, 3),
    # The extension table: two septets each, and never torn apart.
    ("€" * 80, 1),
    ("€" * 81, 2),
    ("a" * 159 + "€", 2),
    ("a" * 152 + "€" + "a" * 151, 2),
    ("a" * 152 + "€" + "a" * 152, 3),
    # Other scripts: UTF-16 units, and no surrogate pair torn apart.
    ("ж" * 70, 1),
    ("ж" * 71, 2),
    ("ж" * 134, 2),
    ("ж" * 135, 3),
    ("😀" * 35, 1),
    ("😀" * 36, 2),
    ("ж" * 66 + "😀" + "ж" * 65, 2),
    ("ж" * 66 + "😀" + "ж" * 66, 3),
]


@pytest.mark.parametrize(("text", "parts"), TABLE, ids=lambda value: str(value)[:8])
def test_parts_are_counted_as_phones_do(text: str, parts: int) -> None:
    """160 and 153 septets, 70 and 67 units."""
    assert segments(text) == parts


def test_the_alphabet_is_that_of_the_standard() -> None:
    """128 places, one of them the escape; nine characters beyond it, and a form feed."""
    assert len(ALPHABET) == 127
    assert len(EXTENSION) == 10
    assert not ALPHABET & EXTENSION
    assert [is_gsm(text) for text in ("Grüße €", "ç", "Ç")] == [True, False, True]


@given(st.text(max_size=400), st.text(max_size=20))
def test_more_text_never_takes_fewer_parts(text: str, more: str) -> None:
    """And no part holds more than its room."""
    assert segments(text + more) >= segments(text)
    if not is_gsm(text):
        units = len(text.encode("utf-16-le", "surrogatepass")) // 2
        assert -(-units // 67) <= segments(text) <= 1 + units // 66 or segments(text) == 1


@pytest.mark.parametrize(
    ("text", "simple"),
    [
        ("3:32\u202fPM \u2013 \u201cMug\u201d\u2026", '3:32 PM - "Mug"...'),
        ("2 \u00d7 \u017b\u00f3\u0142ty", "2 \u00d7 \u017b\u00f3\u0142ty"),
        ("Mug", "Mug"),
    ],
)
def test_print_is_made_plain_where_that_saves_room(text: str, simple: str) -> None:
    """A dash is no reason to send in UCS-2; a Polish letter is, and then nothing is changed."""
    assert plain(text) == simple


@pytest.mark.parametrize(
    ("text", "longest", "short"),
    [
        ("Blue mug", 8, "Blue mug"),
        ("Blue mug", 7, "Blue\u2026"),
        ("Blue mug, hand-thrown", 13, "Blue mug\u2026"),
        ("Blue mug, hand-thrown", 12, "Blue mug\u2026"),
        ("Cafe\u0301 cups", 5, "Caf\u2026"),
        ("aaa\U0001f469\u200d\U0001f467bbb", 6, "aaa\u2026"),
        ("\u0301\u0301\u0301", 2, "\u2026"),
    ],
)
def test_a_name_is_cut_as_a_person_would(text: str, longest: int, short: str) -> None:
    """Between words where one ends near the end, never between a letter and its marks."""
    assert clipped(text, longest) == short


@given(st.text(max_size=60), st.integers(1, 50))
def test_a_cut_name_is_never_too_long(text: str, longest: int) -> None:
    """Dots included."""
    assert len(clipped(text, longest)) <= max(longest, 1)


LONG = (
    "Hand-thrown stoneware mug with a very long name that says everything there is to say about it"
)


def low(left: int, brand: str, language: str = "en") -> str:
    """Say by SMS how many are left of something with a long name."""
    facts = {"item": LONG, "sku": "MUG-1", "count": left}
    wording = Wording(brand=brand)
    return letter(
        "low_stock", reader(language), Channel.SMS, key="K", facts=facts, wording=wording
    ).text


def test_a_name_gives_way_to_fit_one_part() -> None:
    """As much of it as there is room for; the number is always said."""
    text = low(1234, "Kiln & Co.")

    assert segments(text) == 1
    assert text == ("Kiln & Co.: Hand-thrown stoneware mug with a very...: 1,234 units left")


def test_in_other_letters_there_is_less_room() -> None:
    """An SMS in Arabic has 70 units to a part."""
    text = low(3, "Kiln & Co.", "ar")

    assert segments(text) == 1
    assert "Hand-thrown" in text


def test_a_tracking_number_is_never_cut() -> None:
    """However long the rest is, it takes a part more."""
    told = next(some for some in every_notice() if some.kind == "out_for_delivery")
    facts = {"carrier": "DHL", "tracking": "T" * 220, "order": "O" * 100}
    text = letter(
        told.kind, reader("en"), Channel.SMS, key="K", order=told.order, event=told.event,
        facts=facts,
    ).text  # fmt: skip

    assert "O" * 100 in text
    assert text.endswith(f"DHL: {'T' * 220}")
    assert segments(text) == 3


def test_a_parcel_without_a_carrier_is_tracked_by_its_number() -> None:
    """The label says what it is."""
    facts = {"order": "O-1", "tracking": "1Z"}
    text = letter("parcel_delayed", reader("en"), Channel.SMS, key="K", facts=facts).text

    assert text.endswith("Tracking number: 1Z")


def test_an_amount_is_never_cut() -> None:
    """A refund of a million is said in full."""
    facts = {"order": "O-1", "amount": Money(123456789012, "EUR")}
    text = letter("refund_issued", reader("de"), Channel.SMS, key="K", facts=facts).text

    assert "1.234.567.890,12 €" in text
    assert is_gsm(text)


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_notice_takes_more_than_two_parts(language: str) -> None:
    """And most take one."""
    parts = [
        segments(
            letter(
                told.kind, reader(language), Channel.SMS, key="K", order=told.order,
                event=told.event, facts=told.facts,
            ).text
        )
        for told in every_notice()
    ]  # fmt: skip

    assert max(parts) <= 2
    assert parts.count(1) > len(parts) * 0.95
