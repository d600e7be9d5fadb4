"""Fitting: words into boxes, as large as they can be, and never cut."""

from collections.abc import Iterator, Sequence

from ordercore.adapters.documents.letters import Lettering
from ordercore.adapters.documents.marks import Words
from ordercore.errors import InvalidValue

LEADING = 1.2
"""From one base line to the next, in sizes of the type."""

ABOVE = 0.95
"""From the top of a line to its base line, in sizes: room for a ring above a capital."""

TOLD = 200
"""Characters of a text that an error tells."""


def wrapped(
    text: str, width: float, size: float, letters: Lettering, *, bold: bool = False
) -> list[str]:
    """Break a text into lines, between words where that is possible.

    Raises:
        Unprintable: when the font lacks a sign.
        InvalidValue: when a single letter is wider than the line.
    """
    lines: list[str] = []
    line = ""
    for word in letters.spelt(text).split():
        longer = f"{line} {word}" if line else word
        if letters.width(longer, size, bold=bold) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _broken(word, width, size, letters, bold=bold)
        lines += whole
    return [*lines, line] if line else lines


def _broken(
    word: str, width: float, size: float, letters: Lettering, *, bold: bool
) -> Iterator[str]:
    """Break a word that is too long for a line; by letters, so that any length is done at once."""
    begin, taken = 0, 0.0
    for at, letter in enumerate(word):
        wide = letters.width(letter, size, bold=bold)
        if wide > width:
            raise _too_much(word)
        if taken + wide > width:
            yield word[begin:at]
            begin, taken = at, 0.0
        taken += wide
    yield word[begin:]


def fitted(
    texts: Sequence[str],
    box: tuple[float, float, float, float],
    sizes: tuple[float, float],
    letters: Lettering,
    *,
    bold: bool = False,
) -> Iterator[Words]:
    """Set texts below each other in a box (x, y, width, height), from the larger size down.

    Raises:
        InvalidValue: when they do not fit at the smaller size either.
        Unprintable: when the font lacks a sign.
    """
    x, y, width, height = box
    size, least = sizes
    letters_alone = "".join(letters.spelt("".join(texts)).split())
    lines_at_most = height / (least * LEADING)
    if letters.width(letters_alone, least, bold=bold) > width * lines_at_most:
        raise _too_much(" / ".join(texts))
    while True:
        lines = [line for text in texts for line in wrapped(text, width, size, letters, bold=bold)]
        if len(lines) * size * LEADING <= height:
            break
        if size - 0.5 < least:
            raise _too_much(" / ".join(texts))
        size -= 0.5
    for number, line in enumerate(lines):
        yield Words(x, y + size * (ABOVE + number * LEADING), size, line, bold)


def _too_much(text: str) -> InvalidValue:
    """Give the error for a text that does not fit; of a very long one, the beginning."""
    told = text if len(text) <= TOLD else f"{text[:TOLD]}…"
    return InvalidValue("text", told, "text that fits its place")
