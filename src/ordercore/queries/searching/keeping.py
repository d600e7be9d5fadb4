"""How words, numbers and moments are kept in a table, and which of them are kept whole.

A database keeps no NUL and no half of a character, an index no long word, and a number has 64 bits.
What does not fit is kept as something that still equals, holds or exceeds whatever it should:
whoever compares then finds no order less, and asks the orders that are found.
"""

import datetime as dt
import re
from collections.abc import Iterable

from ordercore.kernel.time import Instant

LONGEST_WORD = 100
"""Characters of a word that are kept. Indexes hold it beside an order id, which may have 500, and
an entry of an index no more than 2704 bytes on PostgreSQL."""

LONGEST_PART = 500
"""Characters of a text that are looked for by a database; SQLite takes 50000 bytes at most."""

MOST = 2**62
"""The largest number that is kept; beyond it, this one stands for all."""

BETWEEN = "\x1f"
"""What stands between the texts of an order that are looked through together."""

ODD = "\N{REPLACEMENT CHARACTER}"

_UNKEPT = re.compile("[\0\ud800-\udfff]")

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

_TICK = dt.timedelta(microseconds=1)


def ticks(at: Instant) -> int:
    """Give whole microseconds since 1970."""
    return dt.datetime.__sub__(at, _EPOCH) // _TICK


def number_kept(number: int) -> int:
    """Give a number as it is kept."""
    return max(-MOST, min(MOST, number))


def is_number_whole(number: int) -> bool:
    """Tell whether whatever stands so to a number stands so to it where it is kept."""
    return -MOST < number < MOST


def plain(text: str) -> str:
    """Give a text with a sign that databases keep in place of each that they do not."""
    return _UNKEPT.sub(ODD, text)


def kept(word: str) -> str:
    """Give a word as it is kept."""
    return plain(word)[:LONGEST_WORD]


def is_kept_whole(word: str) -> bool:
    """Tell whether no other word is kept as this one is."""
    return len(word) < LONGEST_WORD and ODD not in plain(word)


def folded(texts: Iterable[str]) -> str:
    """Give texts to be looked through together, whatever their case."""
    return BETWEEN.join(plain(text).casefold() for text in texts)


def part_kept(part: str) -> tuple[str, bool]:
    """Give a part of a text as it is looked for, and whether it is found nowhere else."""
    sought = plain(part.casefold())
    whole = len(sought) <= LONGEST_PART and ODD not in sought and BETWEEN not in sought
    return sought[:LONGEST_PART], whole
