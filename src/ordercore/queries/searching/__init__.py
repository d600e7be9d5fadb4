"""Searching: many orders asked at once, of rows that are kept of them."""

from ordercore.queries.searching.conditions import Bounds, Condition
from ordercore.queries.searching.counting import COUNTED_BY, CountedBy
from ordercore.queries.searching.intervals import Interval
from ordercore.queries.searching.keeping import is_kept_whole
from ordercore.queries.searching.rendering import bounds
from ordercore.queries.searching.tables import SEARCH, SEARCH_NUMBERS, SEARCH_WORDS, SEARCHED
from ordercore.queries.searching.ways import Along, Stretch, Way, placed, ways

__all__ = [
    "COUNTED_BY",
    "SEARCH",
    "SEARCHED",
    "SEARCH_NUMBERS",
    "SEARCH_WORDS",
    "Along",
    "Bounds",
    "Condition",
    "CountedBy",
    "Interval",
    "Stretch",
    "Way",
    "bounds",
    "is_kept_whole",
    "placed",
    "ways",
]
