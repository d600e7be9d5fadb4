"""Filtering: which orders are meant, as an expression with one meaning and a compact text."""

from ordercore.queries.filtering.expression import (
    EVERYTHING,
    Expression,
    Field,
    Meant,
    all_of,
    any_of,
)
from ordercore.queries.filtering.fields import FIELDS
from ordercore.queries.filtering.narrowing import (
    Wanted,
    names_views,
    narrowed,
    selected,
)
from ordercore.queries.filtering.reading import parse
from ordercore.queries.filtering.signs import BadFilter
from ordercore.queries.filtering.values import Comparison, Viewpoint
from ordercore.queries.filtering.viewing import Expanding, SavedView

__all__ = [
    "EVERYTHING",
    "FIELDS",
    "BadFilter",
    "Comparison",
    "Expanding",
    "Expression",
    "Field",
    "Meant",
    "SavedView",
    "Viewpoint",
    "Wanted",
    "all_of",
    "any_of",
    "names_views",
    "narrowed",
    "parse",
    "selected",
]
