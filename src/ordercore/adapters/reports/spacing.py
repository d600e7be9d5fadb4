"""How much room words take, near enough to lay them out without the reader's fonts."""

import unicodedata

ELLIPSIS = "…"

NARROW_LETTERS = frozenset("ijlI.,:;'|!()[] \u00a0\u202f")

SHARE_NARROW, SHARE_PLAIN, SHARE_WIDE = 0.32, 0.6, 1.0
"""Of the size of the letters; sans-serif faces differ by about a tenth."""


def width_of(words: str, letters: float) -> float:
    """Give about how many pixels words take in letters of a size."""
    return letters * sum(map(_share, words))


def _share(letter: str) -> float:
    if letter in NARROW_LETTERS:
        return SHARE_NARROW
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    return SHARE_WIDE if unicodedata.east_asian_width(letter) in "WF" else SHARE_PLAIN


def shortened(words: str, letters: float, room: float) -> str:
    """Give as much of words as there is room for, with an ellipsis where some are left out."""
    if width_of(words, letters) <= room:
        return words
    left = room - width_of(ELLIPSIS, letters)
    kept = ""
    for letter in words:
        left -= letters * _share(letter)
        if left < 0:
            break
        kept += letter
    return kept.rstrip() + ELLIPSIS


def columns_of(words: str) -> int:
    """Give how many columns of a terminal words take."""
    return sum(map(_columns, words))


def _columns(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
