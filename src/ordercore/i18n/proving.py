"""Proving catalogues: what is missing, unused, or says something else than the English.

A host runs it on files of its own: ``python -m ordercore check --words FOLDER``.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from string import Formatter

from ordercore.errors import InvalidValue
from ordercore.i18n.catalogue import (
    DOMAINS,
    FALLBACK,
    NOTICES,
    Words,
    locale_of,
    read_words,
    words_in,
)

COUNTED = "count"
"""What may be left out of a form for a number that goes without saying, as of *one unit*."""

TRIED = range(201)
"""Numbers that take every form of every language: those of CLDR differ by their last two digits."""


def word_faults(folder: Path | None = None, domain: str = NOTICES) -> tuple[str, ...]:
    """Name everything that is wrong with the files of a folder, ours when none is given.

    Every key that the English has, no other, the same facts in each, and every plural form that
    the language has, in the order in which the file's own rule counts.

    Raises:
        InvalidValue: when there is no such domain, or a file is not named after a language.
    """
    if domain not in DOMAINS:
        raise InvalidValue("domain", domain, f"one of {', '.join(DOMAINS)}")
    english = words_in(DOMAINS[domain] / f"{FALLBACK}.po")
    files = sorted((folder or DOMAINS[domain]).glob("*.po"))
    return tuple(
        f"{file.stem}: {fault}"
        for file in files
        for fault in _faults(read_words(file), file, english)
    )


def _faults(words: Words, file: Path, english: Words) -> Iterator[str]:
    there, wanted = {*words.one, *words.many}, {*english.one, *english.many}
    yield from (f"{key} is missing" for key in sorted(wanted - there))
    yield from (f"{key} is unused" for key in sorted(there - wanted))
    yield from chain.from_iterable(_sentence(words, key, english) for key in sorted(there & wanted))
    if words.many and not _counts_as_cldr(words, file):
        yield "the rule of its plural forms is not that of CLDR"


def _sentence(words: Words, key: str, english: Words) -> Iterator[str]:
    if key in english.many and key not in words.many:
        yield f"{key} has no plural forms"
    forms, same = _forms(words, key), _named(_forms(english, key))
    if not all(form.strip() for form in forms):
        yield f"{key} lacks a plural form"
    elif any(same - {COUNTED} != _named([form]) - {COUNTED} for form in forms):
        yield f"{key} names other facts than {', '.join(sorted(same)) or 'none'}"
    elif COUNTED in same and COUNTED not in _named(forms[-1:]):
        yield f"{key} does not say how many"


def _forms(words: Words, key: str) -> Sequence[str]:
    return words.many[key] if key in words.many else (words.one[key],)


def _named(forms: Sequence[str]) -> set[str]:
    parsed = chain.from_iterable(Formatter().parse(form) for form in forms)
    return {name for _, name, _, _ in parsed if name is not None}


def _counts_as_cldr(words: Words, file: Path) -> bool:
    """Tell whether numbers of one CLDR category, and no others, take one form."""
    category = locale_of(file.stem).plural_form
    pairs = {(category(number), words.form(number)) for number in TRIED}
    return len(pairs) == len({name for name, _ in pairs}) == len({form for _, form in pairs})
