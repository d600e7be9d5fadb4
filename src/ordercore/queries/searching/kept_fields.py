"""Where each field of orders is kept for searches: the one table of it.

A field is kept as a column, or as rows where an order has several of it, or it is said in other
fields by :data:`INSTEAD`, or only the order itself can tell, by :data:`ASKED`.
"""

from collections.abc import Mapping

import attrs

from ordercore.queries.filtering import EVERYTHING, Expression, parse
from ordercore.returns import ReturnStatus

WORD_COLUMNS = (
    "status",
    "payment",
    "delivery",
    "returns",
    "type",
    "channel",
    "marketplace",
    "service",
    "country",
    "region",
    "buyer",
)
"""Fields of one word at most, each a column of its name, with an index."""

NUMBER_COLUMNS = ("units", "lines")

MOMENT_COLUMNS = {"placed": "placed_at", "ship_by": "ship_by", "deliver_by": "deliver_by"}
"""Fields of one moment at most → their columns."""

AMOUNT_COLUMNS = {name: (f"{name}_currency", name) for name in ("total", "refunded", "balance")}
"""Fields of one amount at most → the columns of its currency and of its minor units."""

CODE_COLUMNS = ("postcode",)
"""Fields of one code at most, of which a beginning is asked for, each a column of its name."""

SEVERAL_WORDS = ("sku", "carrier", "trouble", "return", "claim", "tag", "is", "hold")
"""Fields of which an order has several words, each a row."""

SEVERAL_MOMENTS = ("shipped", "delivered", "answer_by")
"""Fields of which an order has several moments, each a row."""

SEVERAL_NUMBERS = ("quantity",)
"""Fields of which an order has several numbers, each a row."""

FOR_GOOD = "_for_good"
"""What stands behind the name of a field, of words that no time ends."""

ENDING = frozenset({("hold", None), ("is", "held")})
"""Fields, and words of them where not all are meant, that an order may have until a moment.

Kept is what it may have, and under ``FOR_GOOD`` what it has at all times.
"""

LASTING = frozenset(
    {
        "cancel_requested",
        "claim_open",
        "claimed",
        "imported",
        "preorder",
        "replacement",
        "short",
        "stranded",
        "tagged",
        "waiting",
    }
)
"""What an order ``is``, whenever one asks."""


@attrs.frozen
class Instead:
    """Expressions of what is kept: one that means no order less, and one that means none more."""

    may: Expression
    must: Expression


def _same(text: str) -> Instead:
    expression = parse(text)
    return Instead(expression, expression)


def _at_most(text: str) -> Instead:
    return Instead(parse(text), ~EVERYTHING)


_NOT_TOO_LATE = "is:waiting | ship_by>=now | deliver_by>=now"

INSTEAD: Mapping[tuple[str, str | None], Instead] = {
    ("is", "late"): _same("is:waiting ship_by<now"),
    ("is", "at_risk"): _at_most(_NOT_TOO_LATE),
    ("risk", None): _at_most(_NOT_TOO_LATE),
    ("pending", None): _at_most("is:waiting"),
    ("exception", None): _at_most("-delivery:none"),
    ("refund_by", None): _at_most(f"return:{','.join(some.value for some in ReturnStatus)}"),
}
"""Field, and word of it where not all are meant → how it is said in others."""

SAID_OTHERWISE = frozenset(name for name, _ in (*ENDING, *INSTEAD))
"""Fields of which some words are not simply kept."""

ASKED = {("is", "refund_due"): "what is owed hangs on the policies of whoever asks"}
"""Field, and word of it where not all are meant → why only the order itself can tell."""


def is_kept(name: str, word: str) -> bool:
    """Tell whether a word of a field of several words is among the rows."""
    return name != "is" or word in LASTING or is_ending(name, word)


def is_ending(name: str, word: str) -> bool:
    """Tell whether an order may have a word of a field until a moment, and then no more."""
    return (name, None) in ENDING or (name, word) in ENDING
