# ruff: noqa: S608 - every part of a statement is a constant of ours; values are always bound
"""Facets in a database: orders counted by the rows of a search, where those tell all.

Orders that have changed since their rows were made come in the same answer as the counts, and are
counted as they are: so a count is of one moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ordercore.adapters.sql.asking import Ask, Query, SqlRow, same
from ordercore.adapters.sql.decoding import OrderRow, decoded
from ordercore.adapters.sql.searching import PENDING
from ordercore.orders.state import Order
from ordercore.queries import EVERY_ORDER, OrderFilter
from ordercore.queries.faceting import Counting, Facets
from ordercore.queries.filtering import EVERYTHING, FIELDS, Field, Meant, Viewpoint, selected
from ordercore.queries.searching import COUNTED_BY, Condition, CountedBy, bounds, is_kept_whole
from ordercore.queries.searching.conditions import ALWAYS

_CHANGED = "ordercore_orders WHERE seller = ? AND counted <> version"


def facets(
    seller: str, wanted: OrderFilter, by: Sequence[Field], view: Viewpoint
) -> Ask[Facets | None]:
    """Count orders by the words of fields; ``None`` where only the orders themselves can tell."""
    meant = _meant(wanted, view)
    condition = None if meant is None else bounds(meant.expression, meant.view)
    if condition is None or not condition.is_exact or not _can_tell(by):
        return Ask((), lambda _: None)
    queries = [_counts(seller, condition.may, by)] if by else []

    def read(answers: list[Any]) -> Facets | Ask[Facets | None] | None:
        rows: list[SqlRow] = answers[0] if answers else []
        changed = [OrderRow(id, version, body, 0) for _, id, version, body in rows if body]
        counted = [row[:3] for row in rows if not row[3]]
        if len(changed) > PENDING or not all(is_kept_whole(word) for _, word, _ in counted):
            return None
        return decoded(seller, changed, lambda orders: _added(wanted, by, view, counted, orders))

    return Ask(queries, read)


def _meant(wanted: OrderFilter, view: Viewpoint) -> Meant | None:
    """Give the expression that a filter is, if it is nothing else besides."""
    if wanted == EVERY_ORDER:
        return Meant(EVERYTHING, view)
    meant = wanted.meets
    is_all = isinstance(meant, Meant) and wanted == selected(meant.expression, meant.view)
    return meant if isinstance(meant, Meant) and is_all else None


def _can_tell(by: Sequence[Field]) -> bool:
    return all(field.name in COUNTED_BY and FIELDS[field.name] is field for field in by)


def _counts(seller: str, condition: Condition, by: Sequence[Field]) -> Query:
    texts = [
        f"""SELECT '' AS field, id AS word, version AS orders, body
        FROM (SELECT id, version, body FROM {_CHANGED} LIMIT {PENDING + 1}) AS changed"""
    ]
    bound: list[Any] = [seller]
    for field in by:
        texts.append(_grouped(field.name, COUNTED_BY[field.name], condition))
        bound += [seller, *condition.bound, seller]
    return Query(same(" UNION ALL ".join(texts)), tuple(bound))


def _grouped(name: str, counted: CountedBy, condition: Condition) -> str:
    # Where not all orders are meant, SQLite shall look for those first, and not go through all by
    # the index of the word: what is joined to nothing is in no index.
    word = counted.word if condition == ALWAYS else f"{counted.word} || ''"
    return f"""SELECT '{name}', {word}, count(*), NULL FROM {counted.rows}
        WHERE s.seller = ? AND {counted.where} AND {condition.text}
        AND s.order_id NOT IN (SELECT id FROM {_CHANGED}) GROUP BY {word}"""


def _added(
    wanted: OrderFilter,
    by: Sequence[Field],
    view: Viewpoint,
    counted: Sequence[SqlRow],
    orders: Sequence[Order],
) -> Facets:
    counting = Counting(by, view)
    for field, word, count in counted:
        counting.add_counted(field, word, count)
    for order in orders:
        if wanted.holds(order):
            counting.add(order)
    return counting.facets
