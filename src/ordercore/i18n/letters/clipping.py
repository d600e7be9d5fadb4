"""Clipping: a name that is too long, shortened as a person would."""

import unicodedata

DOTS = "…"

HELD = frozenset("\u200c\u200d\ufe0e\ufe0f")
"""Invisible characters that hang on the one before: joiners, and how an emoji looks."""

JOINER = "\u200d"


def clipped(text: str, longest: int) -> str:
    """Shorten a text to so many characters, dots included.

    Between words where one ends in the last third, never between a letter and its marks.
    """
    if len(text) <= longest:
        return text
    end = longest - len(DOTS)
    while end > 0 and _hangs_on_the_last(text, end):
        end -= 1
    space = text.rfind(" ", 0, end + 1)
    if space >= 2 * longest // 3:
        end = space
    return text[:end].rstrip(" ,;:-") + DOTS


def _hangs_on_the_last(text: str, at: int) -> bool:
    """Tell whether the character there belongs to the one before it."""
    here = text[at]
    return here in HELD or text[at - 1] == JOINER or unicodedata.category(here).startswith("M")
