# ruff: noqa: S608 - names are those of tables, which are letters, digits and underscores
"""The SQL of derived tables: what is pending, what is counted, and the rows that are kept."""

from functools import cache

from ordercore.adapters.sql.asking import Statement, joined, same
from ordercore.adapters.sql.derived_schema import PREFIX
from ordercore.adapters.sql.statements import IN_LIST
from ordercore.orders.derived import DerivedTable
from ordercore.service.derived import BESIDE

PENDING = {
    "order": same(
        """SELECT id FROM ordercore_orders
        WHERE seller = ? AND counted >= 0 AND counted <> version
        ORDER BY counted, id LIMIT ?"""
    ),
    **{
        kind.name: same(
            f"""SELECT order_id FROM ordercore_{kind.table}
            WHERE seller = ? AND counted >= 0 AND counted <> version AND order_id IS NOT NULL
            ORDER BY counted, id LIMIT ?"""
        )
        for kind in BESIDE
    },
}
"""Kind → the orders of which something has changed since they were counted.

No number is less than 0; saying so leaves a planner that knows nothing of a fresh table no other
index that fits as well.
"""

LOOK_BESIDE = {
    kind.name: joined(
        f"""SELECT id, version, counted, order_id, body FROM ordercore_{kind.table}
        WHERE seller = ? AND order_id""",
        IN_LIST,
    )
    for kind in BESIDE
}
"""Kind → the dossiers that stand beside some orders."""

VERSIONS_BESIDE = {
    kind.name: joined(
        f"SELECT order_id, id, version FROM ordercore_{kind.table} WHERE seller = ? AND order_id",
        IN_LIST,
    )
    for kind in BESIDE
}
"""Kind → how far they have come."""

HOLD_ORDERS = joined(
    "SELECT id, version FROM ordercore_orders WHERE seller = ? AND id",
    IN_LIST,
    Statement(sqlite="", postgresql="ORDER BY id FOR UPDATE"),
)
"""How far some orders have come, which nobody writes until the transaction ends."""

COUNTED_BESIDE = {
    kind.name: same(
        f"""UPDATE ordercore_{kind.table} SET counted = version
        WHERE seller = ? AND id = ? AND version = ?"""
    )
    for kind in BESIDE
}
"""Kind → a version of a dossier is counted."""

COUNTED = joined("UPDATE ordercore_orders SET counted = version WHERE seller = ? AND id", IN_LIST)
"""Some orders are counted as they stand."""


@cache
def clear(table: DerivedTable) -> Statement:
    """Make the statement that takes the rows of some orders out."""
    return joined(f"DELETE FROM {PREFIX}{table.name} WHERE seller = ? AND order_id", IN_LIST)


@cache
def fill(table: DerivedTable) -> Statement:
    """Make the statement that puts a row in."""
    names = ("seller", "order_id", "n", *(column.name for column in table.columns))
    marks = ", ".join("?" * len(names))
    return same(f"INSERT INTO {PREFIX}{table.name} ({', '.join(names)}) VALUES ({marks})")


@cache
def page(table: DerivedTable, *, onwards: bool) -> Statement:
    """Make the statement for a page of rows, by order and then as they were made."""
    names = ("order_id", "n", *(column.name for column in table.columns))
    return same(
        f"""SELECT {", ".join(names)} FROM {PREFIX}{table.name}
        WHERE seller = ? {"AND (order_id, n) > (?, ?)" if onwards else ""}
        ORDER BY order_id, n LIMIT ?"""
    )
