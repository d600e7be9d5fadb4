"""Catalogues: gettext files beside this module, read by Babel when first needed.

A *domain* is a set of words that belong together, a file for each language. A language that has no
file of its own speaks the nearest that has: ``pt-AO`` as ``pt``, or else as ``pt-BR``, and what
nobody speaks as English.
"""

from collections.abc import Callable, Collection, Mapping
from functools import cache
from gettext import c2py
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from babel import Locale
from babel.core import UnknownLocaleError
from babel.messages.pofile import read_po

from ordercore.errors import InvalidValue

FOLDER = Path(__file__).parent / "catalogues"

FALLBACK = "en"

REASONS = "reasons"
NOTICES = "notices"
PAPERS = "papers"
MESSAGES = "messages"
REPORTS = "reports"

DOMAINS: Mapping[str, Path] = MappingProxyType(
    {
        # Refusals, clauses and stories.
        REASONS: FOLDER,
        # Letters that tell people what has happened.
        NOTICES: FOLDER / "notices",
        # Labels, packing slips and invoices.
        PAPERS: FOLDER / "papers",
        # What sellers write to buyers, to begin with.
        MESSAGES: FOLDER / "messages",
        # Order reports to look at.
        REPORTS: FOLDER / "reports",
    }
)
"""Each set of words, and the folder of its files."""


class Words(NamedTuple):
    """The words of one file: by key, and for some keys one per plural form."""

    one: Mapping[str, str]
    many: Mapping[str, tuple[str, ...]]
    form: Callable[[int], int]
    """Which of several forms a number takes."""


@cache
def locale_of(language: str) -> Locale:
    """Find the locale of a language tag such as ``de`` or ``pt-BR``.

    Raises:
        InvalidValue: when there is no such locale.
    """
    try:
        return Locale.parse(language, sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError, TypeError):
        raise InvalidValue("language", language, "a language tag such as en or pt-BR") from None


def is_known(language: str) -> bool:
    """Tell whether there is a locale of a language tag."""
    try:
        locale_of(language)
    except InvalidValue:
        return False
    return True


def nearest(language: str, there: Collection[str]) -> tuple[str, ...]:
    """Name what a language may speak of what is there, the nearest first; English is not added.

    Itself, itself without its region, its language, and then other regions of that; what is
    written in another script can be read by nobody who asked for this one.
    """
    locale = locale_of(language)
    plain = f"{locale.language}_{locale.script}" if locale.script else locale.language
    exact = dict.fromkeys((str(locale), plain, locale.language))
    others = sorted(name for name in there if _is_like(locale, locale_of(name)))
    return tuple(dict.fromkeys(name for name in (*exact, *others) if name in there))


def _is_like(asked: Locale, other: Locale) -> bool:
    return (asked.language, asked.script) == (other.language, other.script)


@cache
def languages(domain: str) -> frozenset[str]:
    """Name the languages of a domain, as files do: ``de``, ``pt_BR``.

    Raises:
        InvalidValue: when there is no such domain.
    """
    if domain not in DOMAINS:
        raise InvalidValue("domain", domain, f"one of {', '.join(DOMAINS)}")
    return frozenset(file.stem for file in DOMAINS[domain].glob("*.po"))


@cache
def words_in(file: Path) -> Words:
    """Give the words of a file, which is read once."""
    return read_words(file)


def read_words(file: Path) -> Words:
    """Read the words of a file, whose name is that of its language."""
    with file.open("rb") as opened:
        messages = read_po(opened, locale=locale_of(file.stem))
    one: dict[str, str] = {}
    many: dict[str, tuple[str, ...]] = {}
    for some in messages:
        match some.id, some.string:
            case (str() as key, str() as sentence) if key and sentence:
                one[key] = sentence
            case ((str() as key, *_), (_, *_) as forms):
                many[key] = tuple(str(form) for form in forms)
            case _:
                continue
    return Words(one, many, c2py(messages.plural_expr))


@cache
def catalogue(language: str, domain: str = REASONS) -> Mapping[str, str]:
    """Give code → sentence for a language; where it has none, the English one.

    Raises:
        InvalidValue: when there is no such language or domain.
    """
    found: dict[str, str] = {}
    for name in reversed((*nearest(language, languages(domain)), FALLBACK)):
        found |= words_in(DOMAINS[domain] / f"{name}.po").one
    return MappingProxyType(found)
