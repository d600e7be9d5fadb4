"""A host says letters in words of its own."""

from pathlib import Path
from typing import Any

import pytest
from notices_told import reader

from ordercore.errors import InvalidValue
from ordercore.i18n import Wording, letter
from ordercore.i18n.letters.content import Facts
from ordercore.i18n.speaking import Spoken, spoken
from ordercore.i18n.wording import OURS, Own
from ordercore.notices import Channel

REVIEW: Facts = {"order": "O-1"}

SWEDISH = """
msgid ""
msgstr ""
"Language: sv\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "review_request.short"
msgstr "Hur var din order {order}?"

msgid "low_stock.short"
msgid_plural "low_stock.short"
msgstr[0] "{item}: {count} kvar"
msgstr[1] "{item}: {count} kvar av dem"
"""


def sms(language: str, wording: Wording, kind: str = "review_request", **facts: object) -> str:
    """Say something short."""
    told = {**REVIEW, **facts}
    return letter(kind, reader(language), Channel.SMS, key="K", facts=told, wording=wording).text


def test_a_brand_stands_above_below_and_before() -> None:
    """A page has it at its top and as who signs, an SMS before its sentence."""
    wording = Wording(brand="Kiln & <Co>")
    mail = letter(
        "review_request", reader("en"), Channel.EMAIL, key="K", facts=REVIEW, wording=wording
    )

    assert sms("en", wording) == "Kiln & <Co>: How was your order O-1? Every opinion is welcome."
    assert mail.html.count("Kiln &amp; &lt;Co&gt;") == 2
    assert "Kind regards\nKiln & <Co>\n" in mail.text
    assert "Kiln" not in mail.subject


def test_a_sign_off_stands_in_place_of_ours() -> None:
    """Line by line, in every language."""
    wording = Wording(brand="Kiln", sign_off="Cheers!\nAda & Ben")
    for language in ("en", "de"):
        mail = letter(
            "review_request", reader(language), Channel.EMAIL, key="K", facts=REVIEW,
            wording=wording,
        )  # fmt: skip
        assert "Cheers!\nAda & Ben\n" in mail.text
        assert "Cheers!<br>Ada &amp; Ben" in mail.html


def test_a_long_brand_is_cut_in_an_sms() -> None:
    """It leaves room for what is said."""
    assert sms("en", Wording(brand="The " * 20)).startswith("The The The The The The The...: How")


def test_a_sentence_of_the_hosts_stands_in_place_of_ours() -> None:
    """In its language and the regions of it, and in no other."""
    wording = Wording(own={"de": {"review_request.short": "Na, wie war {order}?"}})

    assert sms("de", wording) == "Na, wie war O-1?"
    assert sms("de-AT", wording) == "Na, wie war O-1?"
    assert sms("en", wording) == "How was your order O-1? Every opinion is welcome."
    assert sms("de", OURS).startswith("Wie war")


def test_a_region_has_words_of_its_own() -> None:
    """The nearest language speaks first."""
    own = {
        "de": {"review_request.short": "Na, wie war {order}?"},
        "de-AT": {"review_request.short": "Servus, wie war {order}?"},
    }

    assert sms("de-AT", Wording(own=own)) == "Servus, wie war O-1?"
    assert sms("de-CH", Wording(own=own)) == "Na, wie war O-1?"


def test_a_language_is_added_by_a_mapping() -> None:
    """Dates are written as in that language; what it lacks is English."""
    own: Own = {
        "sv": {
            "review_request.short": "Hur var din order {order}?",
            "low_stock.short": {
                "one": "{item}: bara {count} kvar",
                "other": "{item}: {count} kvar",
            },
        }
    }
    wording = Wording(own=own)

    assert sms("sv", wording) == "Hur var din order O-1?"
    assert sms("sv", wording, "low_stock", item="Mugg", count=1) == "Mugg: bara 1 kvar"
    assert sms("sv", wording, "low_stock", item="Mugg", count=1500) == "Mugg: 1 500 kvar"
    assert sms("sv", wording, "out_of_stock", item="Mugg") == "Mugg is out of stock."
    assert letter(
        "review_request", reader("sv"), Channel.SMS, key="K", facts=REVIEW, wording=wording
    ).language == "sv"  # fmt: skip


def test_one_sentence_may_serve_all_numbers() -> None:
    """Where a host does not care for plural forms."""
    wording = Wording(own={"en": {"low_stock.short": "{item}: {count} left"}})

    assert sms("en", wording, "low_stock", item="Mug", count=1) == "Mug: 1 left"


def test_a_language_is_added_by_a_folder(tmp_path: Path) -> None:
    """Of files as translators have them."""
    (tmp_path / "sv.po").write_text(SWEDISH, encoding="utf-8")
    wording = Wording(folder=tmp_path)

    assert sms("sv-FI", wording) == "Hur var din order O-1?"
    assert sms("sv", wording, "low_stock", item="Mugg", count=2) == "Mugg: 2 kvar av dem"


def test_nobodys_language_is_english_with_english_dates() -> None:
    """A sentence is not mixed of two languages."""
    speaks = spoken("sw", OURS)

    assert (speaks.language, str(speaks.locale)) == ("en", "en")
    assert spoken("en-GB", OURS).language == "en-GB"
    assert spoken("sw", OURS) is speaks


def test_words_that_nobody_has_are_missed() -> None:
    """As a mapping misses a key."""
    with pytest.raises(KeyError, match="poem"):
        Spoken("en", OURS).sentence("poem")
    assert not Spoken("en", OURS).has("poem")


@pytest.mark.parametrize(
    ("own", "field", "expected"),
    [
        ({"xx-yy-zz": {}}, "language", "a language tag"),
        ({"de": {"poem.short": "Ach"}}, "de: poem.short", "a key that a letter has"),
        ({"de": {"order_held.short": "{item}"}}, "de: order_held.short", "no facts but order"),
        ({"de": {"closing": "{order}"}}, "de: closing", "no facts but none"),
        ({"de": {"closing": "{order"}}, "de: closing", "facts such as"),
        ({"de": {"closing": "{0}"}}, "de: closing", "facts such as"),
        ({"de": {"order_held.short": "{order.id}"}}, "de: order_held.short", "facts such as"),
        ({"de": {"order_held.short": "{order!r}"}}, "de: order_held.short", "facts such as"),
        ({"de": {"order_held.short": "{order:>9}"}}, "de: order_held.short", "facts such as"),
        ({"de": {"closing": 7}}, "de: closing", "facts such as"),
        ({"de": {"closing": {"other": "Ade"}}}, "de: closing", "one sentence"),
        ({"de": {"more": {"one": "{count}"}}}, "de: more", "a sentence for “other”"),
        ({"de": {"more": {"few": "", "other": ""}}}, "de: more", "for any of one"),
        ({"de": {"more": {"other": "{item}"}}}, "de: more", "no facts but count"),
        ({"de": {"digest.short": " "}}, "de: digest.short", "says something"),
        ({"de": {"digest.subject": "Ihr Tag\nBcc: me"}}, "de: digest.subject", "a single line"),
    ],
)
def test_a_sentence_that_could_not_be_said_is_refused(own: Any, field: str, expected: str) -> None:
    """When the wording is made, and not when somebody is to be told."""
    with pytest.raises(InvalidValue, match=expected) as caught:
        Wording(own=own)

    assert caught.value.field == field


def test_a_folder_is_looked_through_at_once(tmp_path: Path) -> None:
    """A folder that is none, a file of no language, a sentence that could not be said."""
    with pytest.raises(InvalidValue, match="a folder of files"):
        Wording(folder=tmp_path / "none")
    (tmp_path / "sv.po").write_text(SWEDISH.replace("{order}", "{poem}"), encoding="utf-8")
    with pytest.raises(InvalidValue, match=r"sv\.po: review_request\.short"):
        Wording(folder=tmp_path)
    (tmp_path / "sv.po").write_text(SWEDISH.replace("{count}", "{poem}"), encoding="utf-8")
    (tmp_path / "sv.po").rename(tmp_path / "nn.po")
    with pytest.raises(InvalidValue, match=r"nn\.po: low_stock\.short"):
        Wording(folder=tmp_path)
    (tmp_path / "nn.po").rename(tmp_path / "poem.po")
    with pytest.raises(InvalidValue, match="language"):
        Wording(folder=tmp_path)
