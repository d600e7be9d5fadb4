"""Whatever people are told stands in eleven languages, whole and as a reader of each writes it."""

import datetime as dt
import re
import string
import time
import unicodedata
from collections.abc import Iterator
from functools import cache
from gettext import c2py

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from ordercore.i18n.catalogue import FOLDER
from ordercore.i18n.letters.writing import span

TAGS = ("ar", "de", "en", "es", "fr", "hi", "it", "ja", "nl", "pl", "pt_BR")

OTHERS = tuple([tag for tag in TAGS if tag != "en"])

DOMAINS = sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())
"""What people other than operators read; each has a folder."""

SAME_AS_ENGLISH = {
    "Destination": ("fr",),
    "Marketplace": ("it", "pt_BR"),
    "Message": ("fr",),
    "SKU": ("de", "es", "fr", "it", "nl", "pl", "pt_BR"),
    "Total": ("es", "fr", "pt_BR"),
    "Week": ("nl",),
}
"""Words that are the same in these languages, each with the languages."""

SCRIPTS = {"ar": "ARABIC", "hi": "DEVANAGARI", "ja": "CJK|HIRAGANA|KATAKANA"}
"""How the names of letters begin in languages that are not written in Latin ones."""

DOUBLETS = re.compile(
    r"[^\W\d_]/[^\W\d_]"  # Kundin/Kunde, client/e, gentile cliente/a
    r"|[^\W\d_]\([^\W\d_]{1,4}\)"  # client(e), Käufer(in)
    r"|[^\W\d_][*:·_]inn?en\b|[^\W\d_]·[^\W\d_]|[^\W\d_]@[^\W\d_]|[a-zß]In(nen)?\b"
)
"""How two genders are written at once; a neutral word reads better, also when it is read aloud."""

FULL_WIDTH = re.compile(r"[!?,:;()]|\.(?!\d)")
"""Marks that Japanese writes as wide as its letters."""


@cache
def messages(domain: str, tag: str) -> Catalog:
    """Read a catalogue as it stands, without any fall-back."""
    with (FOLDER / domain / f"{tag}.po").open("rb") as file:
        return read_po(file, locale=tag)


def sentences(domain: str, tag: str) -> dict[str, tuple[str, ...]]:
    """Give what a catalogue says by key, each with its plural forms."""
    return {
        str(m.id if isinstance(m.id, str) else m.id[0]): (
            (m.string,) if isinstance(m.string, str) else tuple(m.string or ())
        )
        for m in messages(domain, tag)
        if m.id
    }


def facts(sentence: str) -> set[tuple[str, str]]:
    """Give the facts that a sentence uses, each with how it is to be written."""
    return {(name, how or "") for _, name, how, _ in string.Formatter().parse(sentence) if name}


def bare(sentence: str) -> str:
    """Give a sentence without its facts."""
    return "".join(text for text, _, _, _ in string.Formatter().parse(sentence))


def texts(tag: str) -> Iterator[tuple[str, str]]:
    """Give every sentence and plural form of a language, with domain and key."""
    for domain in DOMAINS:
        for key, forms in sentences(domain, tag).items():
            yield from ((f"{domain}: {key}", form) for form in forms)


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_domain_has_every_language(domain: str) -> None:
    """Eleven files, and no other."""
    assert sorted(file.stem for file in (FOLDER / domain).glob("*.po")) == sorted(TAGS)


@pytest.mark.parametrize("tag", OTHERS)
@pytest.mark.parametrize("domain", DOMAINS)
def test_every_language_says_what_english_says(domain: str, tag: str) -> None:
    """No key is missing, and none left that English has no more."""
    assert sentences(domain, tag).keys() == sentences(domain, "en").keys()


@pytest.mark.parametrize("tag", OTHERS)
@pytest.mark.parametrize("domain", DOMAINS)
def test_every_language_names_the_same_facts(domain: str, tag: str) -> None:
    """The form for most numbers names them all; one for a single number may leave that out."""
    english = {key: facts(forms[-1]) for key, forms in sentences(domain, "en").items()}

    for key, forms in sentences(domain, tag).items():
        assert facts(forms[-1]) == english[key], key
        assert all(facts(form) <= english[key] for form in forms), key


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("domain", DOMAINS)
def test_every_plural_has_all_its_forms(domain: str, tag: str) -> None:
    """As many as the language has: one in Japanese, three in Polish, six in Arabic."""
    english, needed = sentences(domain, "en"), get_plural(tag).num_plurals

    assert messages(domain, tag).num_plurals == needed
    for key, forms in sentences(domain, tag).items():
        assert len(forms) == (needed if len(english[key]) > 1 else 1), key


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("domain", ["notices"])
def test_a_number_takes_the_form_that_its_language_gives_it(domain: str, tag: str) -> None:
    """Each form has numbers of one kind alone, as CLDR tells them apart.

    Babel's own rules have none for nought in Hindi, which is said as one is.
    """
    form, kind = c2py(messages(domain, tag).plural_expr), Locale.parse(tag).plural_form
    pairs = {(form(number), kind(number)) for number in range(1000)}

    assert len({one for one, _ in pairs}) == len({other for _, other in pairs}) == len(pairs)


@pytest.mark.parametrize("tag", TAGS)
def test_every_sentence_says_something(tag: str) -> None:
    """None is empty, and none begins, ends or is stretched with spaces."""
    for key, text in texts(tag):
        assert text, key
        assert text == text.strip(), key
        assert "  " not in text, key


@pytest.mark.parametrize("tag", OTHERS)
def test_no_sentence_was_left_in_english(tag: str) -> None:
    """But for words that are the same."""
    for domain in DOMAINS:
        english = sentences(domain, "en")
        left = [
            key
            for key, forms in sentences(domain, tag).items()
            if forms == english[key]
            and any(char.isalpha() for char in bare(forms[0]))
            and tag not in SAME_AS_ENGLISH.get(forms[0], ())
        ]
        assert left == [], domain


@pytest.mark.parametrize("tag", SCRIPTS)
def test_every_sentence_is_in_the_script_of_its_language(tag: str) -> None:
    """What has letters has some of that script."""
    for key, text in texts(tag):
        letters = [unicodedata.name(char) for char in bare(text) if char.isalpha()]
        assert not letters or any(re.match(SCRIPTS[tag], name) for name in letters), key


@pytest.mark.parametrize("tag", TAGS)
def test_nobody_is_addressed_by_two_genders_at_once(tag: str) -> None:
    """Sentences are phrased so that they fit everybody."""
    assert [key for key, text in texts(tag) if DOUBLETS.search(bare(text))] == []


@pytest.mark.parametrize("tag", TAGS)
def test_quotation_marks_and_apostrophes_are_those_of_print(tag: str) -> None:
    """None is the straight one of typewriters, and letters are composed."""
    for key, text in texts(tag):
        assert not {"'", '"', "`"} & set(bare(text)), key
        assert unicodedata.is_normalized("NFC", text), key


def test_french_keeps_its_marks_on_the_line() -> None:
    """A space that does not break stands before colons and the like, and inside of guillemets."""
    unbroken = re.compile(r"[\u00a0\u202f][:;!?»]|«[\u00a0\u202f]")
    for key, text in texts("fr"):
        for found in re.finditer(r".?[:;!?»]|«.?", re.sub(r"\{[^{}]*\}", "0", text)):
            assert unbroken.fullmatch(found[0]), key


def test_japanese_has_marks_as_wide_as_its_letters() -> None:
    """A comma or bracket of Latin text would look lost."""
    assert [key for key, text in texts("ja") if FULL_WIDTH.search(bare(text))] == []


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("domain", DOMAINS)
def test_a_catalogue_is_read_in_a_moment(domain: str, tag: str) -> None:
    """So the first letter in a language does not wait: the best of three, in processor time."""
    spent = []
    for _ in range(3):
        began = time.process_time()
        messages.__wrapped__(domain, tag)
        spent.append(time.process_time() - began)

    assert min(spent) < 0.050


@pytest.mark.parametrize("tag", TAGS)
def test_how_long_something_took_is_said_in_words(tag: str) -> None:
    """Also where the words for it are the short ones."""
    for took in (dt.timedelta(hours=30), dt.timedelta(days=3)):
        assert "duration" not in span(took, tag)
