"""Postal codes: the way a country writes them, found from the way people type them."""

import re
import unicodedata
from collections.abc import Iterator

import attrs

FORMER_PREFIXES = {"AT": "A", "BE": "B", "DE": "D", "ES": "E", "FR": "F", "IT": "I"}
"""Letters of cars, once written before the code on letters from abroad, and still typed."""

STRICTER = {"IE": r"(?:[A-Z]\d\d|D6W) ?[\dA-Z]{4}"}
"""Where the library's pattern takes anything: by it ``Dublin 4`` would be ``DUB LIN4``."""

DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\u30fc", "-"))
"""Hyphens and dashes, the minus sign, and the long vowel that Japanese keyboards give."""

Shape = tuple[tuple[int, str], ...]
"""Which separators stand after how many letters and digits."""


@attrs.frozen
class PostalFormat:
    """How a country writes its postal codes."""

    pattern: re.Pattern[str]
    shapes: tuple[Shape, ...] = ()
    prefixes: tuple[str, ...] = ()
    """What people put before a code: ``L-`` in Luxembourg; or leave out, as ``LV-`` in Latvia."""

    def written(self, typed: str) -> str | None:
        """Give a code as the country writes it, or ``None`` when it can be none of its codes.

        Spaces, small letters, dashes and digits of other scripts are put right.
        What comes out is what it gives for itself.
        """
        found = (code for code in self._readings(_plain(typed)) if self.pattern.fullmatch(code))
        return next(found, None)

    def _readings(self, text: str) -> Iterator[str]:
        yield from self._spacings(text)
        for prefix in self.prefixes:
            if text.startswith(prefix):
                yield from self._spacings(text.removeprefix(prefix).lstrip(" -"))
            elif self.pattern.pattern.startswith(prefix):
                yield from self._spacings(prefix + text)

    def _spacings(self, text: str) -> Iterator[str]:
        letters = "".join(filter(str.isalnum, text))
        fitting = (shape for shape in self.shapes if shape[-1][0] == len(letters))
        yield from (_shaped(letters, shape) for shape in fitting)
        yield text
        yield letters


def postal_format(code: str, pattern: str, examples: str, prefix: str) -> PostalFormat:
    """Make the format of a country from its row: a pattern, ``a,b,c`` as examples, a prefix."""
    prefixes = (prefix.strip(" -"), FORMER_PREFIXES.get(code, ""), code)
    return PostalFormat(
        re.compile(STRICTER.get(code, pattern), re.ASCII),
        tuple(sorted({_shape(example) for example in examples.split(",")} - {()})),
        tuple(dict.fromkeys(filter(None, prefixes))),
    )


def _plain(typed: str) -> str:
    """Give capital letters, digits of ASCII, simple dashes, and single spaces."""
    text = unicodedata.normalize("NFKC", typed).translate(DASHES).upper()
    digits = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return " ".join("".join(digits).split())


def _shape(example: str) -> Shape:
    letters = 0
    shape: list[tuple[int, str]] = []
    for character in example.strip():
        if character.isalnum():
            letters += 1
        else:
            shape.append((letters, character))
    return (*shape, (letters, "")) if shape else ()


def _shaped(letters: str, shape: Shape) -> str:
    """Put the separators in."""
    parts, begin = "", 0
    for end, separator in shape:
        parts += letters[begin:end] + separator
        begin = end
    return parts
