"""Ways: along which stretches of indexes all orders lie that an expression may mean.

A planner that knows little of a table takes a wrong way among a million rows, and is slow a
thousand times over. So the ways are worked out here, and whoever searches measures them.
"""

from enum import Enum

import attrs

from ordercore.queries.filtering import Expression, Viewpoint, all_of
from ordercore.queries.filtering.expression import All, AnyOf, Test
from ordercore.queries.searching.conditions import ALWAYS, Condition, both
from ordercore.queries.searching.intervals import Interval, covered_moments, interval
from ordercore.queries.searching.keeping import kept
from ordercore.queries.searching.kept_fields import (
    AMOUNT_COLUMNS,
    CODE_COLUMNS,
    MOMENT_COLUMNS,
    NUMBER_COLUMNS,
    SEVERAL_MOMENTS,
    SEVERAL_NUMBERS,
    SEVERAL_WORDS,
    WORD_COLUMNS,
    is_kept,
)
from ordercore.queries.searching.rendering import (
    bounds,
    is_ours,
    of_moments,
    of_numbers,
    said_instead,
)
from ordercore.queries.searching.tables import SEARCH

MOST_STRETCHES = 12
"""Stretches that are gone along together: each is a question of its own."""


class Along(Enum):
    """What lies along a stretch: rows of which table, and in the order of placement or not."""

    ORDERS = "orders"
    WORDS = "words"
    RANGE = "range"
    """Orders in no order of placement."""
    NUMBERS = "numbers"
    """Numbers or moments of orders, which may have several there."""

    @property
    def is_sorted(self) -> bool:
        """Whether the orders lie there by placement and then by id."""
        return self in (Along.ORDERS, Along.WORDS)


@attrs.frozen
class Stretch:
    """A part of an index, as a condition on its rows."""

    along: Along
    index: str
    condition: Condition


@attrs.frozen
class Way:
    """Stretches along which all orders lie, and what is still asked of the rows there."""

    stretches: tuple[Stretch, ...]
    rest: Condition


BY_PLACEMENT = Stretch(Along.ORDERS, "placed", ALWAYS)
"""All orders."""


def ways(expression: Expression, view: Viewpoint) -> tuple[Way, ...]:
    """Give all ways; the last goes along all orders."""
    parts = _parts(expression)
    found = [
        Way(stretches, bounds(all_of(*parts[:place], *parts[place + 1 :]), view).may)
        for place, part in enumerate(parts)
        if (stretches := _stretches(part, view))
    ]
    return (*found, Way((BY_PLACEMENT,), bounds(all_of(*parts), view).may))


def placed(expression: Expression, view: Viewpoint) -> Interval:
    """Tell between which microseconds all orders are placed that an expression means."""
    first: list[int] = []
    beyond: list[int] = []
    for part in _parts(expression):
        if isinstance(part, Test) and part.field.name == "placed" and is_ours(part):
            found = [
                interval(part.comparison, value, covered_moments(view), of_moments=True)
                for value in part.values
            ]
            lower, upper = [one.first for one in found], [one.beyond for one in found]
            first += [min(some for some in lower if some is not None)] if None not in lower else []
            beyond += [max(some for some in upper if some is not None)] if None not in upper else []
    return Interval(max(first, default=None), min(beyond, default=None))


def _parts(expression: Expression) -> tuple[Expression, ...]:
    """Give the parts that an order must meet all, said in what is kept."""
    if isinstance(expression, All):
        return tuple([one for part in expression.parts for one in _parts(part)])
    if isinstance(expression, Test) and len(expression.values) == 1 and is_ours(expression):
        instead = said_instead(expression.field.name, expression.values[0])
        return (expression,) if instead is None else _parts(instead.may)
    return (expression,)


def _stretches(part: Expression, view: Viewpoint) -> tuple[Stretch, ...]:
    """Give stretches along which all orders lie that a part means; none where there are none."""
    found: tuple[Stretch, ...] = ()
    if isinstance(part, AnyOf):
        found = _of_any(part.parts, view)
    elif isinstance(part, Test) and is_ours(part):
        found = _of_test(part, view) or _of_any(_one_by_one(part), view)
    return found if len(found) <= MOST_STRETCHES else ()


def _one_by_one(test: Test) -> tuple[Expression, ...]:
    several = test.values[1:] and test.values
    return tuple([Test(test.field, test.comparison, (value,)) for value in several])


def _of_any(parts: tuple[Expression, ...], view: Viewpoint) -> tuple[Stretch, ...]:
    several = [
        next(filter(None, (_stretches(one, view) for one in _parts(part))), ()) for part in parts
    ]
    return tuple([one for some in several for one in some]) if all(several) else ()


def _of_test(test: Test, view: Viewpoint) -> tuple[Stretch, ...]:
    name = test.field.name
    if name in WORD_COLUMNS:
        return tuple(
            [
                Stretch(Along.ORDERS, name, Condition(f"s.{name} = ?", (word,)))
                for word in sorted(set(map(kept, test.values)))
            ]
        )
    if name in SEVERAL_WORDS and all(is_kept(name, word) for word in test.values):
        return tuple(
            [
                Stretch(Along.WORDS, "word", Condition("w.field = ? AND w.word = ?", (name, word)))
                for word in sorted(set(map(kept, test.values)))
            ]
        )
    if name == "id":
        one = Condition("s.n = 0")
        return (Stretch(Along.RANGE, "", both([one, bounds(test, view).may])),)
    if name in RANGES:
        may = bounds(test, view).may
        return () if may == ALWAYS else (Stretch(Along.RANGE, RANGES[name], may),)
    if name in SEVERAL_MOMENTS or name in SEVERAL_NUMBERS:
        column = "m.number"
        is_moment = name in SEVERAL_MOMENTS
        lying = of_moments(test, column, view) if is_moment else of_numbers(test, column)
        of_field = Condition("m.field = ?", (name,))
        return (Stretch(Along.NUMBERS, "number", both([of_field, lying.may])),)
    return ()


RANGES = {
    name: name
    for name in (*MOMENT_COLUMNS, *AMOUNT_COLUMNS, *NUMBER_COLUMNS, *CODE_COLUMNS)
    if name in SEARCH.indexes and name != "placed"
}
"""Field → the index along which its values lie in order, and orders do not."""
