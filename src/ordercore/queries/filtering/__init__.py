"""Filtering: which orders are meant, as an expression with one meaning and a compact text."""

from ordercore.queries.filtering.expression import (
    EVERYTHING,
    Expression,
    Field,
    all_of,
    any_of,
)
from ordercore.queries.filtering.fields import FIELDS
from ordercore.queries.filtering.narrowing import Selection, Wanted, narrowed, selected
from ordercore.queries.filtering.reading import BadFilter, parse
from ordercore.queries.filtering.values import Comparison, Viewpoint

__all__ = [
    "EVERYTHING",
    "FIELDS",
    "BadFilter",
    "Comparison",
    "Expression",
    "Field",
    "Selection",
    "Viewpoint",
    "Wanted",
    "all_of",
    "any_of",
    "narrowed",
    "parse",
    "selected",
]
