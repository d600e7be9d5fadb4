# ruff: noqa: S608 - every part of a statement is a constant of ours; values are always bound
"""The SQL of a search: pages of orders along stretches of indexes, and how dense those are.

SQLite is told which index to take, and PostgreSQL knows its own tables well enough.
"""

from typing import Any, NamedTuple

from ordercore.adapters.sql.asking import Query, Statement, joined, same
from ordercore.queries.searching import Along, Condition, Stretch
from ordercore.queries.searching.conditions import ALWAYS

AHEAD = 200
"""Orders of a stretch that are looked ahead to tell how dense it is."""

GATHERED = 5_000
"""Orders that are gathered and sorted for a page, where they do not lie in order."""

Place = tuple[int, str]
"""Where an order stands: its placement in microseconds, and its id."""


PENDING = 500
"""Orders that may have changed since their rows were made, and are asked one by one.

Where there are more, the rows are not looked at: whoever catches up makes it fast again.
"""


class Reach(NamedTuple):
    """The places that are meant: those after one, and before a moment."""

    after: Place
    beyond: int | None

    def holds(self, place: Place) -> bool:
        """Tell whether a place is meant."""
        return place > self.after and (self.beyond is None or place[0] < self.beyond)


def _along(table: str, alias: str, index: str) -> Statement:
    text = f"ordercore_{table} AS {alias}"
    hint = f" INDEXED BY ordercore_{table}_{index}" if index else ""
    return Statement(sqlite=text + hint, postgresql=text)


def _source(stretch: Stretch) -> tuple[Statement, str]:
    """Give the rows of a stretch, and what they are called."""
    match stretch.along:
        case Along.WORDS:
            return _along("search_words", "w", stretch.index), "w"
        case Along.NUMBERS:
            return _along("search_numbers", "m", stretch.index), "m"
        case _:
            return _along("search", "s", stretch.index), "s"


def _reached(alias: str, reach: Reach) -> Condition:
    after = Condition(f"({alias}.placed_at, {alias}.order_id) > (?, ?)", reach.after)
    if reach.beyond is None:
        return after
    return Condition(f"{after.text} AND {alias}.placed_at < ?", (*reach.after, reach.beyond))


def density(seller: str, stretch: Stretch, reach: Reach) -> Query:
    """Ask for the placement of an order some way ahead, or how many lie there in no order."""
    rows, name = _source(stretch)
    if stretch.along.is_sorted:
        within = _reached(name, reach)
        return Query(
            joined(
                f"SELECT {name}.placed_at FROM",
                rows,
                f"WHERE {name}.seller = ? AND {stretch.condition.text} AND {within.text}",
                f"ORDER BY {name}.placed_at, {name}.order_id LIMIT 1 OFFSET {AHEAD}",
            ),
            (seller, *stretch.condition.bound, *within.bound),
        )
    return Query(
        joined(
            "SELECT count(*) FROM (SELECT 1 AS one FROM",
            rows,
            f"WHERE {name}.seller = ? AND {stretch.condition.text} LIMIT {GATHERED + 1}) AS found",
        ),
        (seller, *stretch.condition.bound),
    )


def page(seller: str, stretch: Stretch, rest: Condition, reach: Reach, limit: int) -> Query:
    """Ask for the first orders along a stretch that meet the rest, by placement and then by id."""
    found, bound = _found(seller, stretch, rest, reach, limit)
    text = joined(
        "SELECT o.id, o.version, o.body, k.placed_at FROM (",
        found,
        """) AS k CROSS JOIN ordercore_orders AS o WHERE o.seller = ? AND o.id = k.order_id
        ORDER BY k.placed_at, k.order_id""",
    )
    return Query(text, (*bound, seller))


def _found(
    seller: str, stretch: Stretch, rest: Condition, reach: Reach, limit: int
) -> tuple[Statement, tuple[Any, ...]]:
    rows, name = _source(stretch)
    within = _reached(name, reach)
    lying = f"{name}.seller = ? AND {stretch.condition.text} AND {within.text}"
    bound: tuple[Any, ...] = (seller, *stretch.condition.bound, *within.bound)
    if stretch.along is Along.NUMBERS:
        # An order may have several of them there, and is found once.
        several = f"SELECT DISTINCT {name}.seller, {name}.order_id, {name}.placed_at FROM"
        rows, lying = joined("(", several, rows, f"WHERE {lying}) AS {name}"), "1 = 1"
    if name != "s" and rest != ALWAYS:
        rows = joined(rows, "CROSS JOIN ordercore_search AS s")
        lying += f" AND s.seller = {name}.seller AND s.order_id = {name}.order_id AND s.n = 0"
    statement = joined(
        f"SELECT {name}.order_id, {name}.placed_at FROM",
        rows,
        f"WHERE {lying} AND {rest.text}",
        f"ORDER BY {name}.placed_at, {name}.order_id LIMIT ?",
    )
    return statement, (*bound, *rest.bound, limit)


def count_pending(seller: str) -> Query:
    """Ask how many orders have changed since their rows were made, if not too many."""
    # By the one index that is in this order, however little a planner knows of the table.
    text = f"""SELECT count(*) FROM (SELECT 1 AS one FROM ordercore_orders
        WHERE seller = ? AND counted <> version ORDER BY counted, id
        LIMIT {PENDING + 1}) AS found"""
    return Query(same(text), (seller,))


MOST_PENDING = 2 * PENDING
"""How many there may be by the time they are asked for, which is a little later."""


def pending(seller: str) -> Query:
    """Ask for the orders that have changed since their rows were made, and one too many."""
    text = f"""SELECT id, version, body, placed_at FROM ordercore_orders
        WHERE seller = ? AND counted <> version ORDER BY counted, id LIMIT {MOST_PENDING + 1}"""
    return Query(same(text), (seller,))
