"""Wording: whose letters these are, and what a host says in words of its own.

A host overrides a sentence, adds a language or says its brand by a value; nothing of ours is copied
or changed for it.
"""

import string
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import attrs
from babel import Locale

from ordercore.errors import InvalidValue
from ordercore.i18n.catalogue import (
    DOMAINS,
    FALLBACK,
    NOTICES,
    Words,
    locale_of,
    words_in,
)
from ordercore.ports.notifier import is_one_line

Sentence = str | Mapping[str, str]
"""A sentence, or one for each plural category of its language (CLDR), ``other`` at least."""

Own = Mapping[str, Mapping[str, Sentence]]
"""Language → key → sentence."""

SUBJECT = ".subject"
"""The end of keys of what stands in the head of a mail."""

FORMS = (SUBJECT, ".text", ".short")
"""The ends of keys of what a notice says; what is around it may be left out."""

OTHER = "other"
"""The category that every language has."""


@attrs.frozen(kw_only=True, eq=False)
class Wording:
    """How letters are worded. Make it once and keep it: what it needs is read once for each.

    Attributes:
        brand: the name that stands above a mail, below it, and before an SMS; blank for none.
        sign_off: what stands below a mail instead of our closing, in every language.
        own: sentences in place of ours, or in a language that we do not have.
        folder: a folder of files such as ``sv.po`` with the same keys.

    Raises:
        InvalidValue: when a language is none, or a sentence has a key that no letter asks for, a
            fact that its letter does not have, plural forms where nothing is counted, nothing in
            it, or, as a subject, several lines.
    """

    brand: str = ""
    sign_off: str = ""
    own: Own = attrs.field(factory=dict)
    folder: Path | None = attrs.field(default=None, converter=attrs.converters.optional(Path))

    def __attrs_post_init__(self) -> None:
        """Refuse sentences that could not be said."""
        for language, sentences in self.own.items():
            locale = locale_of(language)
            for key, sentence in sentences.items():
                check_sentence(f"{language}: {key}", key, sentence, locale)
        if self.folder is not None:
            _check_folder(self.folder)


OURS = Wording()
"""Nothing but our own words, and no brand."""


def check_sentence(field: str, key: str, sentence: Sentence, locale: Locale) -> None:
    """Refuse a sentence that no letter asks for, or that names what its letter does not have.

    Raises:
        InvalidValue: naming the field.
    """
    if isinstance(sentence, Mapping):
        _check_categories(field, sentence, locale)
        _check_forms(field, key, [*sentence.values()], counts=True)
    else:
        _check_forms(field, key, [sentence], counts=False)


def _check_forms(field: str, key: str, forms: Sequence[str], *, counts: bool) -> None:
    ours = _english()
    if key not in ours.one and key not in ours.many:
        raise InvalidValue(field, key, "a key that a letter has; see catalogues/notices/en.po")
    if counts and key not in ours.many:
        raise InvalidValue(field, [*forms], "one sentence, since nothing is counted in it")
    allowed = facts_of_kind(key.partition(".")[0])
    for form in forms:
        _check_form(field, key, form)
        if unknown := named(field, form) - allowed:
            expected = f"a sentence with no facts but {', '.join(sorted(allowed)) or 'none'}"
            raise InvalidValue(field, f"{{{min(unknown)}}}", expected)


def _check_form(field: str, key: str, form: object) -> None:
    """Refuse what no letter could be made with: nothing, or a subject of several lines."""
    if isinstance(form, str) and key.endswith(FORMS) and not form.strip():
        raise InvalidValue(field, form, "a sentence that says something")
    if isinstance(form, str) and key.endswith(SUBJECT) and not is_one_line(form):
        raise InvalidValue(field, form, "a single line without control characters")


def _check_folder(folder: Path) -> None:
    """Refuse a folder that is none, or in whose files something could not be said."""
    if not folder.is_dir():
        raise InvalidValue("folder", str(folder), "a folder of files such as sv.po")
    for file in sorted(folder.glob("*.po")):
        words = words_in(file)
        for key, sentence in words.one.items():
            _check_forms(f"{file.name}: {key}", key, [sentence], counts=False)
        for key, forms in words.many.items():
            _check_forms(f"{file.name}: {key}", key, forms, counts=True)


def _check_categories(field: str, forms: Mapping[str, str], locale: Locale) -> None:
    """Refuse forms of which the language has none, and a want of the one that all have."""
    there = {*locale.plural_form.tags, OTHER}
    if OTHER not in forms or forms.keys() - there:
        expected = f"a sentence for “other”, and for any of {', '.join(sorted(there - {OTHER}))}"
        raise InvalidValue(field, dict(forms), expected)


@cache
def facts_of_kind(kind: str) -> frozenset[str]:
    """Name the facts that the sentences of a kind of notice may use: those that ours do."""
    ours = _english()
    forms = [*ours.one.items(), *((key, form) for key, all in ours.many.items() for form in all)]
    told = [named(key, form) for key, form in forms if key.partition(".")[0] == kind]
    return frozenset().union(*told)


def named(field: str, sentence: object) -> set[str]:
    """Name the facts in a sentence.

    Raises:
        InvalidValue: when it is no text, a brace is left open, or a fact is more than a name.
    """
    expected = "a sentence with facts such as {order}"
    if not isinstance(sentence, str):
        raise InvalidValue(field, sentence, expected)
    try:
        parts = list(string.Formatter().parse(sentence))
    except ValueError:
        raise InvalidValue(field, sentence, expected) from None
    for _, name, spec, conversion in parts:
        if name is not None and (not name.isidentifier() or spec or conversion):
            raise InvalidValue(field, sentence, expected)
    return {name for _, name, _, _ in parts if name}


def _english() -> Words:
    return words_in(DOMAINS[NOTICES] / f"{FALLBACK}.po")
