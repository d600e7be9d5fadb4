"""Speaking: the sentences of one language, a host's own before ours, the nearest language first."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from typing import NamedTuple

from babel import Locale

from ordercore.i18n.catalogue import (
    DOMAINS,
    FALLBACK,
    NOTICES,
    Words,
    languages,
    locale_of,
    nearest,
    words_in,
)
from ordercore.i18n.wording import OTHER, Sentence, Wording, named


class Form(NamedTuple):
    """A sentence, and the facts that it names."""

    pattern: str
    names: tuple[str, ...]


Forms = tuple[tuple[Form, ...], Callable[[int], int]]
"""A sentence in all its forms, and which of them a number takes."""

Layer = Callable[[], Words]
"""Words that are read when they are first needed."""


class Spoken:
    """The sentences of one language.

    ``locale`` is how dates and amounts are written among them: that of the reader, and where
    nobody has any words of the reader's language, that of the language which is spoken instead.
    """

    def __init__(self, language: str, wording: Wording) -> None:
        """Find where the words are; each file is read when no nearer one has a sentence."""
        names = nearest(language, _names(wording))
        self.locale = locale_of(language if names else FALLBACK)
        self.language = str(self.locale).replace("_", "-")
        self._layers = tuple(_layers((*names, FALLBACK), wording))
        self._forms: dict[str, Forms] = {}

    def sentence(self, key: str) -> Form:
        """Give a sentence.

        Raises:
            KeyError: when nobody has it.
        """
        return self._found(key)[0][0]

    def counted(self, key: str, count: int) -> Form:
        """Give the sentence that fits a number.

        Raises:
            KeyError: when nobody has it.
        """
        forms, form = self._found(key)
        return forms[form(count)]

    def has(self, key: str) -> bool:
        """Tell whether anybody has a sentence."""
        return key in self._forms or any(_in(layer(), key) for layer in self._layers)

    def _found(self, key: str) -> Forms:
        known = self._forms.get(key)
        if known is None:
            found = (forms for layer in self._layers if (forms := _in(layer(), key)))
            known = next(found, None)
            if known is None:
                raise KeyError(key)
            self._forms[key] = known
        return known


@lru_cache(maxsize=1024)
def spoken(language: str, wording: Wording) -> Spoken:
    """Give the sentences of a language in a host's wording, the same ones each time."""
    return Spoken(language, wording)


def _in(words: Words, key: str) -> Forms | None:
    if key in words.one:
        return ((_form(key, words.one[key]),), _first)
    if key in words.many:
        return tuple([_form(key, pattern) for pattern in words.many[key]]), words.form
    return None


def _form(key: str, pattern: str) -> Form:
    return Form(pattern, tuple(sorted(named(key, pattern))))


def _first(_: int) -> int:
    return 0


def _names(wording: Wording) -> frozenset[str]:
    own = {str(locale_of(language)) for language in wording.own}
    folder = {file.stem for file in wording.folder.glob("*.po")} if wording.folder else set()
    return languages(NOTICES) | own | folder


def _layers(names: tuple[str, ...], wording: Wording) -> Iterator[Layer]:
    own = {str(locale_of(language)): sentences for language, sentences in wording.own.items()}
    for name in dict.fromkeys(names):
        if name in own:
            yield partial(_words_of, own[name], locale_of(name))
        for folder in (wording.folder, DOMAINS[NOTICES]):
            if folder is not None and (folder / f"{name}.po").is_file():
                yield partial(words_in, folder / f"{name}.po")


def _words_of(sentences: Mapping[str, Sentence], locale: Locale) -> Words:
    """Take a host's sentences as if they had been read from a file."""
    tags = sorted({*locale.plural_form.tags, OTHER})
    one = {key: said for key, said in sentences.items() if isinstance(said, str)}
    many = {
        key: tuple([said.get(tag, said[OTHER]) for tag in tags])
        for key, said in sentences.items()
        if not isinstance(said, str)
    }
    return Words(one, many, lambda number: tags.index(locale.plural_form(number)))
