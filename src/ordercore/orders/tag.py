"""Tags: short words of a seller's own, by which it sorts orders.

A tag says something of the work on an order, and nothing of its buyer: it is kept when a buyer is
erased.
"""

import unicodedata

from ordercore.errors import InvalidValue

LONGEST_TAG = 40
"""Characters of a tag; ours: a word that stands beside others in a row of a table."""

MOST_TAGS = 50
"""How many tags an order may have, so that a record does not grow without end; ours."""

NOT_IN_TAGS = frozenset(',|&~()":<>=\\@')
"""Signs that no tag has: those that mean something in the text of a filter, and the ``@`` of mail
addresses, which are personal."""

TAG = (
    f"a word of no more than {LONGEST_TAG} characters without blanks, control signs, .. or any of "
    f"{' '.join(sorted(NOT_IN_TAGS))}, which does not begin with -"
)


def tag_word(value: object, field: str = "tag") -> str:
    """Give a tag as it is kept: in small letters, each of its characters composed (NFC).

    So ``Gift`` and ``gift`` are one tag.

    Raises:
        InvalidValue: when it is no such word.
    """
    word = _small(value) if isinstance(value, str) else ""
    banned = NOT_IN_TAGS.intersection(word) or ".." in word or word[:1] == "-"
    blank = any(sign.isspace() for sign in word)
    if banned or blank or not word.isprintable() or not 0 < len(word) <= LONGEST_TAG:
        raise InvalidValue(field, value, TAG)
    return word


def _small(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())
