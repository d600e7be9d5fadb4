"""Letters: which there are, how wide they are, and how a text is spelt with them.

Widths are thousandths of the size of the type, for Helvetica and Helvetica-Bold, by the codes 32 to
255 of Windows-1252, which the PDF reference calls WinAnsiEncoding.
They were read from the tables of fpdf2 2.8.9, and found the same in ReportLab's; both give the
metrics that Adobe published for the standard fonts of PDF.
"""

import unicodedata
from collections.abc import Container
from typing import Protocol

from ordercore.errors import Unprintable

REGULAR = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 "
    "556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 "
    "556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 "
    "556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 "
    "500 500 500 334 260 334 584 350 556 350 222 556 333 1000 556 556 333 1000 667 333 1000 "
    "350 611 350 350 222 222 333 333 350 556 1000 333 1000 500 333 944 350 500 667 278 333 "
    "556 556 556 556 260 556 333 737 370 556 584 333 737 333 400 584 333 333 333 556 537 278 "
    "333 333 365 556 834 834 834 611 667 667 667 667 667 667 1000 722 667 667 667 667 278 278 "
    "278 278 722 722 778 778 778 778 778 584 778 722 722 722 722 667 667 611 556 556 556 556 "
    "556 556 889 500 556 556 556 556 278 278 278 278 556 556 556 556 556 556 556 584 611 556 "
    "556 556 556 500 556 500 "
)

BOLD = (
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 "
    "556 556 556 556 333 333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 "
    "611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333 278 333 584 556 333 556 "
    "611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 333 611 556 778 "
    "556 556 500 389 280 389 584 350 556 350 278 556 500 1000 556 556 333 1000 667 333 1000 "
    "350 611 350 350 278 278 500 500 350 556 1000 333 1000 556 333 944 350 500 667 278 333 "
    "556 556 556 556 280 556 333 737 370 556 584 333 737 333 400 584 333 333 333 611 556 278 "
    "333 333 365 556 834 834 834 611 722 722 722 722 722 722 1000 722 667 667 667 667 278 278 "
    "278 278 722 722 778 778 778 778 778 584 778 722 722 722 722 667 667 611 556 556 556 556 "
    "556 556 889 556 556 556 556 556 278 278 278 278 611 611 611 611 611 611 611 584 611 611 "
    "611 611 611 556 611 556 "
)


def _by_letter(table: str) -> dict[str, int]:
    """Read a table by the letters of Windows-1252; six of its codes are none."""
    codes = zip(range(32, 256), map(int, table.split()), strict=True)
    letters = ((bytes([code]).decode("cp1252", "ignore"), width) for code, width in codes)
    return {letter: width for letter, width in letters if letter and letter != "\x7f"}


WIDTHS = {False: _by_letter(REGULAR), True: _by_letter(BOLD)}
"""By whether it is bold, the width of each letter."""

WIDEST = 1400
"""Taken for the width of a letter that no table has: an emoji is not wider, a Han sign is 1000."""

HYPHENS = dict.fromkeys("\u2010\u2011\u2212", "-")

SHAPED = ("Mn", "Mc", "Me", "Cf", "Cs", "Co", "Cn")
"""Categories of signs that join with, stack on or turn their neighbours, or are no signs."""

RIGHT_TO_LEFT = ("R", "AL", "AN")


class Lettering(Protocol):
    """What a layout has to know of a font."""

    def spelt(self, text: str) -> str:
        """Give a text as it is to be printed.

        Raises:
            Unprintable: when the font lacks a sign.
        """
        ...

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Give the width of a text that was spelt, in points; at least what it will take."""
        ...


class Latin:
    """Helvetica or what stands in for it, with the letters of Windows-1252 and no others."""

    def __init__(self, font: str = "Helvetica") -> None:
        self._font = font

    def spelt(self, text: str) -> str:
        """Give a text with its letters composed, and plain spaces and hyphens for rarer ones."""
        if text.isascii():
            return text
        plain = in_plain_signs(text, WIDTHS[False])
        missing = "".join(dict.fromkeys(char for char in plain if char not in WIDTHS[False]))
        if missing:
            raise Unprintable(text, missing, self._font)
        return plain

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Give the width of a text in points."""
        table = WIDTHS[bold]
        return sum([table.get(char, WIDEST) for char in text]) * size / 1000


class AnyLetters(Latin):
    """Letters of whatever font is there where it is shown; those unknown are taken for wide."""

    def spelt(self, text: str) -> str:
        """Give a text with its letters composed."""
        return unicodedata.normalize("NFC", text)


def in_plain_signs(text: str, known: Container[str]) -> str:
    """Compose letters, and write spaces and hyphens that a font lacks as plain ones."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(char if char in known else _plain(char) for char in composed)


def _plain(char: str) -> str:
    return " " if unicodedata.category(char) == "Zs" else HYPHENS.get(char, char)


def needs_shaping(char: str) -> bool:
    """Tell whether a sign cannot be printed by setting it after the one before it."""
    turned = unicodedata.bidirectional(char) in RIGHT_TO_LEFT
    return turned or unicodedata.category(char) in SHAPED
