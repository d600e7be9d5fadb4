"""Engines that hold the rows of a search: made here of what the tables say of themselves."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ordercore.orders.derived import DerivedTable, Holding, Subject
from ordercore.orders.state import Order
from ordercore.queries.searching import SEARCHED, Condition

Run = Callable[[str, Sequence[Any]], list[Any]]
"""Runs a statement with ``?`` for its values, and gives the rows."""

TYPES = {
    "sqlite": {Holding.WORD: "TEXT", Holding.NUMBER: "INTEGER"},
    "postgresql": {Holding.WORD: 'text COLLATE "C"', Holding.NUMBER: "bigint"},
    "duckdb": {Holding.WORD: "VARCHAR", Holding.NUMBER: "BIGINT"},
}


def statements(table: DerivedTable, engine: str, *, indexed: bool = True) -> Iterable[str]:
    """Give what makes a table, and its indexes."""
    types = TYPES[engine]
    word, number = types[Holding.WORD], types[Holding.NUMBER]
    columns = "".join(f", {column.name} {types[column.holds]}" for column in table.columns)
    name = f"ordercore_{table.name}"
    yield f"CREATE TABLE {name} (seller {word}, order_id {word}, n {number}{columns})"
    if indexed:
        yield f"CREATE UNIQUE INDEX {name}_of ON {name} (seller, order_id, n)"
        for index, keys in table.indexes.items():
            yield f"CREATE INDEX {name}_{index} ON {name} (seller, {', '.join(keys)})"


def filled(run: Run, engine: str, orders: Sequence[Order], *, indexed: bool = True) -> Run:
    """Make the tables, and put the rows of orders in."""
    for table in SEARCHED:
        for text in statements(table, engine, indexed=indexed):
            run(text, ())
        for order in orders:
            for n, row in enumerate(table.rows(Subject(order=order))):
                values = ("", order.id, n, *row)
                marks = ", ".join("?" * len(values))
                run(f"INSERT INTO ordercore_{table.name} VALUES ({marks})", values)  # noqa: S608
    return run


def sqlite(orders: Sequence[Order]) -> Run:
    """Give SQLite with the rows of orders."""
    connection = sqlite3.connect(":memory:")
    return filled(lambda text, bound: connection.execute(text, bound).fetchall(), "sqlite", orders)


def duckdb(orders: Sequence[Order]) -> Run:
    """Give DuckDB with the rows of orders."""
    import duckdb

    connection = duckdb.connect()

    def run(text: str, bound: Sequence[Any]) -> list[Any]:
        return connection.execute(text, bound).fetchall()

    return filled(run, "duckdb", orders, indexed=False)


def postgresql(orders: Sequence[Order], connection: Any) -> Run:
    """Give PostgreSQL with the rows of orders, in a transaction that is never committed."""

    def run(text: str, bound: Sequence[Any]) -> list[Any]:
        cursor = connection.execute(text.replace("?", "%s"), bound)
        return cursor.fetchall() if cursor.description else []

    return filled(run, "postgresql", orders)


def meant(run: Run, condition: Condition) -> set[str]:
    """Give the ids of the orders that meet a condition."""
    text = f"SELECT s.order_id FROM ordercore_search AS s WHERE s.seller = '' AND {condition.text}"  # noqa: S608
    rows = run(text, condition.bound)
    found = {id for (id,) in rows}
    assert len(found) == len(rows)
    return found
