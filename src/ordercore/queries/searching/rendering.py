"""Rendering: what of an expression can be asked of the rows of a search, as text of SQL.

The one text is for SQLite, PostgreSQL, DuckDB and Spark. A row of ``search`` is called ``s``.
"""

from collections.abc import Callable, Sequence
from typing import Any

from ordercore.kernel.money import Money
from ordercore.queries.filtering import FIELDS, Comparison, Expression, Viewpoint
from ordercore.queries.filtering.expression import All, AnyOf, Not, Test
from ordercore.queries.filtering.kinds import Range, code_signs
from ordercore.queries.searching.conditions import (
    NEVER,
    UNKNOWN,
    Bounds,
    Condition,
    both,
    either,
    exactly,
    opposite,
)
from ordercore.queries.searching.intervals import covered_moments, interval
from ordercore.queries.searching.keeping import (
    is_kept_whole,
    kept,
    part_kept,
    plain,
)
from ordercore.queries.searching.kept_fields import (
    AMOUNT_COLUMNS,
    CODE_COLUMNS,
    FOR_GOOD,
    INSTEAD,
    MOMENT_COLUMNS,
    NUMBER_COLUMNS,
    SAID_OTHERWISE,
    SEVERAL_MOMENTS,
    SEVERAL_NUMBERS,
    SEVERAL_WORDS,
    WORD_COLUMNS,
    Instead,
    is_ending,
    is_kept,
)

LAST_SIGN = "\U0010ffff"
"""What stands behind every letter and digit."""

MOST_VALUES = 900
"""Values in a condition: SQLite takes so many in all, and no more parts than about that."""


def bounds(expression: Expression, view: Viewpoint) -> Bounds:
    """Tell what of an expression can be asked of the rows of a search.

    A field that is none of ours, or too many values, is asked of the orders alone.
    """
    found = _bounds(expression, view)
    if max(len(found.may.bound), len(found.must.bound)) > MOST_VALUES:
        return UNKNOWN
    return found


def _bounds(expression: Expression, view: Viewpoint) -> Bounds:
    match expression:
        case Test():
            return _of_test(expression, view)
        case Not(inner=inner):
            return opposite(_bounds(inner, view))
        case All(parts=parts):
            found = [_bounds(part, view) for part in parts]
            return Bounds(both(some.may for some in found), both(some.must for some in found))
        case AnyOf(parts=parts):
            return _any([_bounds(part, view) for part in parts])
        case _:
            return UNKNOWN


def _any(found: Sequence[Bounds]) -> Bounds:
    return Bounds(either(some.may for some in found), either(some.must for some in found))


# Tests


def is_ours(test: Test) -> bool:
    """Tell whether a test is of a field of orders, and of no other under the same name."""
    return FIELDS.get(test.field.name) is test.field


def _of_test(test: Test, view: Viewpoint) -> Bounds:
    name = test.field.name
    if not is_ours(test):
        return UNKNOWN
    instead = INSTEAD.get((name, None))
    if instead is not None:
        return _said(instead, view)
    if name == "id":
        return exactly(_among("s.order_id", [id for id in test.values if plain(id) == id]))
    if name in WORD_COLUMNS:
        return _of_words(test.values, lambda values: _among(f"s.{name}", values))
    if name in CODE_COLUMNS:
        return _any([_of_beginning(f"s.{name}", value) for value in test.values])
    if name == "text":
        return _any([_of_part(part) for part in test.values])
    if name in NUMBER_COLUMNS:
        return of_numbers(test, f"s.{name}")
    if name in MOMENT_COLUMNS:
        return of_moments(test, f"s.{MOMENT_COLUMNS[name]}", view)
    if name in AMOUNT_COLUMNS:
        columns = [f"s.{column}" for column in AMOUNT_COLUMNS[name]]
        return _any([_of_amount(test.comparison, some, *columns) for some in test.values])
    if name in SEVERAL_MOMENTS:
        found = of_moments(test, "(m.number + 0)", view)
        return Bounds(_has_number(name, found.may), _has_number(name, found.must))
    if name in SEVERAL_NUMBERS:
        found = of_numbers(test, "(m.number + 0)")
        return Bounds(_has_number(name, found.may), _has_number(name, found.must))
    if name in SEVERAL_WORDS and name not in SAID_OTHERWISE:
        return _of_words(test.values, lambda values: _has_word(name, values))
    return _any([_of_several_words(name, word, view) for word in test.values])


def _among(column: str, values: Sequence[str]) -> Condition:
    if not values:
        return NEVER
    if len(values) == 1:
        return Condition(f"{column} = ?", tuple(values))
    return Condition(f"{column} IN ({', '.join('?' * len(values))})", tuple(values))


def _of_words(values: Sequence[str], among: Callable[[Sequence[str]], Condition]) -> Bounds:
    may = list(dict.fromkeys(map(kept, values)))
    must = [value for value in dict.fromkeys(values) if is_kept_whole(value)]
    return Bounds(among(may), among(must))


def _of_beginning(column: str, value: str) -> Bounds:
    signs = code_signs(value)
    first = kept(signs)
    may = Condition(f"{column} >= ? AND {column} < ?", (first, first + LAST_SIGN))
    return Bounds(may, may if first == signs else NEVER)


def _of_part(part: str) -> Bounds:
    sought, is_whole = part_kept(part)
    pattern = sought.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    may = Condition("s.folded LIKE ? ESCAPE '!'", (f"%{pattern}%",))
    return Bounds(may, may if is_whole else NEVER)


def _said(instead: Instead, view: Viewpoint) -> Bounds:
    return Bounds(_bounds(instead.may, view).may, _bounds(instead.must, view).must)


def said_instead(name: str, word: object) -> Instead | None:
    """Give how a word of a field is said in other fields, if it is."""
    alone = INSTEAD.get((name, word)) if isinstance(word, str) else None
    return alone or INSTEAD.get((name, None))


def _of_several_words(name: str, word: str, view: Viewpoint) -> Bounds:
    instead = said_instead(name, word)
    if instead is not None:
        return _said(instead, view)
    if name not in SEVERAL_WORDS or not is_kept(name, word):
        return UNKNOWN
    found = _of_words([word], lambda values: _has_word(name, values))
    if not is_ending(name, word):
        return found
    lasting = _of_words([word], lambda values: _has_word(name + FOR_GOOD, values))
    return Bounds(found.may, lasting.must)


# SQLite, which knows nothing of how many rows there are, would look among those of all orders. Of a
# word it takes the index that also names the place of the order, and of a moment, since what is
# added to nothing is in no index, that of the order.


def _has_word(field: str, values: Sequence[str]) -> Condition:
    among = _among("w.word", values)
    if among == NEVER:
        return NEVER
    return Condition(
        "EXISTS (SELECT 1 FROM ordercore_search_words AS w WHERE w.seller = s.seller "  # noqa: S608
        "AND w.order_id = s.order_id AND w.placed_at = s.placed_at "
        f"AND w.field = '{field}' AND {among.text})",
        among.bound,
    )


def _has_number(field: str, condition: Condition) -> Condition:
    if condition == NEVER:
        return NEVER
    return Condition(
        "EXISTS (SELECT 1 FROM ordercore_search_numbers AS m WHERE m.seller = s.seller "  # noqa: S608
        f"AND m.order_id = s.order_id AND m.field || '' = '{field}' AND {condition.text})",
        condition.bound,
    )


# Numbers


def of_moments(test: Test, column: str, view: Viewpoint) -> Bounds:
    """Tell what of a test of moments can be asked of a column."""
    return _any(
        [
            interval(test.comparison, value, covered_moments(view), of_moments=True).condition(
                column
            )
            for value in test.values
        ]
    )


def of_numbers(test: Test, column: str) -> Bounds:
    """Tell what of a test of numbers can be asked of a column."""
    return _any([_of_number(test.comparison, value, column) for value in test.values])


def _of_number(comparison: Comparison, value: Any, column: str) -> Bounds:
    return interval(comparison, value, _point, of_moments=False).condition(column)


def _point(value: int | Money) -> tuple[int, int]:
    number = value.minor if isinstance(value, Money) else value
    return number, number


def _of_amount(comparison: Comparison, value: Any, currency: str, minor: str) -> Bounds:
    named = (value.first, value.last) if isinstance(value, Range) else (value,)
    if len({some.currency for some in named}) > 1:
        return exactly(NEVER)
    found = _of_number(comparison, value, minor)
    held = Condition(f"{currency} = ?", (named[0].currency,))
    return Bounds(both([held, found.may]), both([held, found.must]))
