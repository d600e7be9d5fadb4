"""The signs of a filter's text: words, quotes, comparisons and brackets, each with its place."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ordercore.errors import InvalidValue


class BadFilter(InvalidValue):
    """The text of a filter cannot be read from a character on; ``position`` counts from 0."""

    def __init__(self, text: str, position: int, expected: str) -> None:
        super().__init__("filter", text, expected)
        self.args = (text, position, expected)
        self.position = position

    def __str__(self) -> str:
        """Show the text with a mark below the character."""
        mark = " " * self.position + "^"
        return f"{self.expected}, at character {self.position + 1}:\n{self.value}\n{mark}"


class Sign(NamedTuple):
    """A piece of the text: what kind, which text, and where it begins."""

    kind: str
    text: str
    position: int


_PIECES = re.compile(
    r"""(?P<space>\s+)
    |(?P<quoted>"(?:[^"\\]|\\.)*")
    |(?P<range>\.\.)
    |(?P<compare><=|>=|<|>|:)
    |(?P<comma>,)
    |(?P<sign>[()|&~])
    |(?P<word>(?:(?!\.\.)[^\s"()|&,~:<>=\\])+)""",
    re.VERBOSE | re.DOTALL,
)


def signs_of(text: str) -> Iterator[Sign]:
    """Give the pieces of a text, one after the other, and an end.

    Raises:
        BadFilter: at a character that begins none.
    """
    position, before = 0, "space"
    while position < len(text):
        found = _PIECES.match(text, position)
        if found is None:
            raise BadFilter(text, position, _unread(text[position]))
        kind, piece = str(found.lastgroup), found[0]
        if kind == "word" and piece[0] == "-" and before in ("space", "sign"):
            kind, piece = "sign", "-"
        if kind != "space":
            yield Sign(kind, piece, position)
        position, before = position + len(piece), kind
    yield Sign("end", "", len(text))


def _unread(character: str) -> str:
    return "the quotes are not closed" if character == '"' else f"{character!r} says nothing here"


def goes_on(before: Sign, sign: Sign) -> bool:
    """Tell whether a sign belongs to the same moment, such as the colon in 10:30."""
    touches = sign.position == before.position + len(before.text)
    colon = sign.kind == "compare" and sign.text == ":"
    return touches and (colon or (sign.kind == "word" and before.text == ":"))


def unquoted(text: str) -> str:
    """Give what stands in quotes."""
    return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)
