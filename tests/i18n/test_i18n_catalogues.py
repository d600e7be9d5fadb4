"""Catalogues say every code, in every language, with facts that exist."""

import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from ordercore.errors import InvalidValue
from ordercore.i18n.catalogue import FOLDER, catalogue, locale_of
from ordercore.inventory import DECISIONS as STOCK
from ordercore.notices import NOTICES
from ordercore.orders.decider import DECISIONS as ORDERS

LANGUAGES = sorted(file.stem for file in FOLDER.glob("*.po"))

OF_NO_RULE = {"already_exists", "does_not_exist", "command_id_used_otherwise", "invalid_value"}

CODES = (
    {rule.code for table in (ORDERS, STOCK) for row in table.rows.values() for rule in row.rules}
    | {notice.kind for notices in NOTICES.values() for notice in notices}
    | OF_NO_RULE
)


def own_sentences(language: str) -> dict[str, str]:
    """Read a catalogue as it stands, without the fall-back."""
    with Path(FOLDER, f"{language}.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id}


def named(pattern: str) -> set[str]:
    """Give the facts that a sentence uses."""
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_sentence_and_every_sentence_a_code(language: str) -> None:
    """A missing or an unused key fails."""
    assert set(own_sentences(language)) == CODES


@pytest.mark.parametrize("language", [some for some in LANGUAGES if some != "en"])
def test_every_language_uses_the_same_facts(language: str) -> None:
    """No translation forgets a fact or names one that does not exist."""
    english, other = own_sentences("en"), own_sentences(language)

    assert {code: named(s) for code, s in other.items()} == {
        code: named(s) for code, s in english.items()
    }


def test_an_unknown_language_falls_back_to_english() -> None:
    """A language without a catalogue speaks English."""
    assert catalogue("sw") == catalogue("en")


def test_a_region_speaks_its_language() -> None:
    """Austrian German is German."""
    assert catalogue("de-AT") == catalogue("de")


@pytest.mark.parametrize("tag", ["", "xx-yy-zz", "not a language", "qq"])
def test_a_wrong_language_tag_is_refused(tag: str) -> None:
    """What is no locale is named in the error."""
    with pytest.raises(InvalidValue, match="language"):
        locale_of(tag)
