"""Finding orders that an expression means, page by page, along the way that is the shortest.

Rows of a search tell which orders may be meant. An order that has changed since its rows were made
is looked at as it is, and every order that comes is asked itself: so what is found is what is true
now, and rows only spare asking the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import attrs

from ordercore.adapters.sql.asking import Ask, SqlRow
from ordercore.adapters.sql.decoding import OrderRow, decoded
from ordercore.adapters.sql.searching import (
    AHEAD,
    GATHERED,
    MOST_PENDING,
    PENDING,
    Place,
    Reach,
    count_pending,
    density,
    page,
    pending,
)
from ordercore.orders.state import Order
from ordercore.queries import OrderFilter
from ordercore.queries.filtering import Meant
from ordercore.queries.searching import Way, placed, ways

FIRST: Place = (-(2**62), "")
"""A place before all orders."""

Otherwise = Callable[[Place, tuple[Order, ...]], Ask[tuple[Order, ...]]]
"""Goes on without the rows, behind a place and behind orders that are met already."""


@attrs.frozen
class Search:
    """What is searched for, and for whom."""

    seller: str
    wanted: OrderFilter
    beyond: int | None
    limit: int
    otherwise: Otherwise


def found(
    seller: str,
    wanted: OrderFilter,
    meant: Meant,
    after: Place | None,
    limit: int,
    otherwise: Otherwise,
) -> Ask[tuple[Order, ...]]:
    """Give a page of the orders that a filter means; ``otherwise`` where rows are of no use."""
    known, within = ways(meant.expression, meant.view), placed(meant.expression, meant.view)
    start = max(after or FIRST, FIRST if within.first is None else (within.first, ""))
    search = Search(seller, wanted, within.beyond, limit, otherwise)
    reach = Reach(start, within.beyond)
    compared = _compared(known)
    queries = [count_pending(seller)]
    queries += [density(seller, some, reach) for way in compared for some in way.stretches]

    def read(answers: list[Any]) -> Ask[tuple[Order, ...]]:
        if answers[0][0][0] > PENDING:
            return otherwise(start, ())
        told = iter(answers[1:])
        measured = [[next(told) for _ in way.stretches] for way in compared]
        return along(search, shortest(known, measured, start[0]), start, ())

    return Ask(queries, read)


# Ways


def _compared(known: Sequence[Way]) -> Sequence[Way]:
    """Give the ways to be measured: none where one is the shortest anyway."""
    *others, _ = known
    is_plain = len(others) == 1 and all(some.along.is_sorted for some in others[0].stretches)
    return () if is_plain else others


def shortest(known: Sequence[Way], measured: Sequence[Sequence[list[SqlRow]]], start: int) -> Way:
    """Choose among ways, of which all but the last were measured, or none.

    Of orders that lie in order, those that lie furthest apart are passed fastest, since all ways
    come by the same orders in the end. Those that lie in no order are gathered and sorted for each
    page, so long as they are few.
    """
    if not measured:
        return known[0]
    apart = [
        (_density(answers, start), place)
        for place, (way, answers) in enumerate(zip(known, measured, strict=False))
        if all(some.along.is_sorted for some in way.stretches)
    ]
    gathered = [
        (_count(way, answers), place)
        for place, (way, answers) in enumerate(zip(known, measured, strict=False))
        if not all(some.along.is_sorted for some in way.stretches)
    ]
    if apart and min(apart)[0] == 0:
        return known[min(apart)[1]]
    if gathered and min(gathered)[0] <= GATHERED:
        return known[min(gathered)[1]]
    return known[min(apart)[1]] if apart else known[-1]


def _density(answers: Sequence[list[SqlRow]], start: int) -> float:
    """Give how many orders lie there in a microsecond; none, where the end comes first."""
    ahead: list[int] = [rows[0][0] for rows in answers if rows]
    return sum(AHEAD / max(1, placed_at - start) for placed_at in ahead)


def _count(way: Way, answers: Sequence[list[SqlRow]]) -> int:
    counts: list[int] = [
        rows[0][0]
        for stretch, rows in zip(way.stretches, answers, strict=True)
        if not stretch.along.is_sorted
    ]
    return sum(counts)


# Pages


def along(search: Search, way: Way, after: Place, met: tuple[Order, ...]) -> Ask[tuple[Order, ...]]:
    """Give a page of orders along a way, those after a place, behind those that are met already."""
    reach = Reach(after, search.beyond)
    missing = search.limit - len(met)
    # Those that have changed first: whatever is caught up with meanwhile is among the others then.
    queries = [pending(search.seller)]
    queries += [page(search.seller, stretch, way.rest, reach, missing) for stretch in way.stretches]

    def read(answers: list[list[SqlRow]]) -> tuple[Order, ...] | Ask[tuple[Order, ...]]:
        changed, *pages = [[OrderRow(*row) for row in rows] for rows in answers]
        if len(changed) > MOST_PENDING:
            return search.otherwise(after, met)
        ahead = [row for row in changed if reach.holds(_place(row))]
        pages.append(sorted(ahead, key=_place)[:missing])
        end = min((_place(rows[-1]) for rows in pages if len(rows) == missing), default=None)
        by_place = {_place(row): row for rows in pages for row in rows}
        rows = [by_place[place] for place in sorted(by_place) if end is None or place <= end]
        return decoded(search.seller, rows, lambda orders: go_on(orders, end))

    def go_on(
        orders: Sequence[Order], end: Place | None
    ) -> tuple[Order, ...] | Ask[tuple[Order, ...]]:
        now = (*met, *(order for order in orders if search.wanted.holds(order)))
        if end is None or len(now) >= search.limit:
            return now[: search.limit]
        return along(search, way, end, now)

    return Ask(queries, read)


def _place(row: OrderRow) -> Place:
    return row.placed_at, row.id
