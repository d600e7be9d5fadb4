"""Counting rows of a search by the words of a field, where rows alone can tell."""

from typing import NamedTuple

from ordercore.queries.searching.kept_fields import SAID_OTHERWISE, SEVERAL_WORDS, WORD_COLUMNS


class CountedBy(NamedTuple):
    """How rows are counted by the words of a field."""

    word: str
    rows: str
    where: str


COUNTED_BY = {
    **{
        name: CountedBy(f"s.{name}", "ordercore_search AS s", f"s.{name} IS NOT NULL")
        for name in WORD_COLUMNS
    },
    **{
        name: CountedBy(
            "w.word",
            "ordercore_search AS s JOIN ordercore_search_words AS w "
            "ON w.seller = s.seller AND w.order_id = s.order_id",
            f"w.field = '{name}'",
        )
        for name in SEVERAL_WORDS
        if name not in SAID_OTHERWISE
    },
}
"""Field → how its words are counted, which rows alone can tell."""
