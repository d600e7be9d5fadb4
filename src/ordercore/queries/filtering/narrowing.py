"""Narrowing: what of an expression the columns of orders tell, so that not all are read.

The whole expression is asked of each order that comes.
"""

from collections.abc import Callable, Mapping

from ordercore.errors import InvalidValue
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant
from ordercore.queries.filter import EVERY_ORDER, OrderFilter
from ordercore.queries.filtering.expression import EVERYTHING, All, Expression, Meant, Test
from ordercore.queries.filtering.kinds import Range
from ordercore.queries.filtering.reading import parse
from ordercore.queries.filtering.values import Comparison, Viewpoint, When
from ordercore.queries.filtering.viewing import Expanding, SavedView

Wanted = OrderFilter | Expression | SavedView | str
"""Orders as they may be asked for: by a filter of a store, an expression, a view, or a text."""


NO_FILTERS: Mapping[str, str] = {}


def names_views(wanted: Wanted) -> bool:
    """Tell whether views may have to be looked up for it."""
    text = wanted.filter if isinstance(wanted, SavedView) else wanted
    return isinstance(text, str) and "@" in text


def selected(
    wanted: Wanted, view: Viewpoint, filters: Mapping[str, str] = NO_FILTERS
) -> OrderFilter:
    """Make what is asked for a filter of stores.

    ``filters`` are those of the views that a text may name.

    Raises:
        BadFilter: when its text cannot be read, or names a view that there is not.
        InvalidValue: when it is nothing that orders can be asked for by.
    """
    given: object = wanted.filter if isinstance(wanted, SavedView) else wanted
    if isinstance(given, OrderFilter):
        return given
    expression = parse(given, viewing=Expanding(filters)) if isinstance(given, str) else given
    if not isinstance(expression, Expression):
        raise InvalidValue("wanted", given, "a filter, or its text")
    if expression == EVERYTHING:
        return EVERY_ORDER
    return replace(narrowed(expression, view), meets=Meant(expression, view))


def narrowed(expression: Expression, view: Viewpoint) -> OrderFilter:
    """Give a filter of stores that means every order which an expression means, and maybe more."""
    parts = expression.parts if isinstance(expression, All) else (expression,)
    asked = EVERY_ORDER
    for part in parts:
        if isinstance(part, Test) and part.field.name in _NARROWING:
            asked = _NARROWING[part.field.name](asked, part, view)
    return asked


def _by_status(asked: OrderFilter, test: Test, _: Viewpoint) -> OrderFilter:
    named = OrderFilter(statuses=test.values).statuses or frozenset()
    return replace(asked, statuses=named if asked.statuses is None else asked.statuses & named)


def _by_channel(asked: OrderFilter, test: Test, _: Viewpoint) -> OrderFilter:
    named = frozenset(map(str, test.values))
    return replace(asked, channels=named if asked.channels is None else asked.channels & named)


def _by_placement(asked: OrderFilter, test: Test, view: Viewpoint) -> OrderFilter:
    value, *others = test.values
    if others:
        return asked
    first, beyond = _placed(test.comparison, value, view)
    if first is not None:
        asked = replace(asked, placed_from=max(first, asked.placed_from or first))
    if beyond is not None:
        asked = replace(asked, placed_until=min(beyond, asked.placed_until or beyond))
    return asked


def _placed(
    comparison: Comparison, value: Range | When, view: Viewpoint
) -> tuple[Instant | None, Instant | None]:
    """Give from when on and before when orders are placed that meet a comparison, where known."""
    if isinstance(value, Range):
        (first, _), (_, beyond) = value.first.span(view), value.last.span(view)
        return first, beyond
    first, beyond = value.span(view)
    is_day = first != beyond
    match comparison:
        case Comparison.IS:
            return first, beyond if is_day else None
        case Comparison.BELOW:
            return None, first
        case Comparison.UP_TO:
            return None, beyond if is_day else None
        case _:
            return (beyond if comparison is Comparison.ABOVE else first), None


_NARROWING: Mapping[str, Callable[[OrderFilter, Test, Viewpoint], OrderFilter]] = {
    "status": _by_status,
    "channel": _by_channel,
    "placed": _by_placement,
}
"""Field → what a store is asked for a test of it."""
