# ruff: noqa: S608 - names are those of tables, which are letters, digits and underscores
"""Derived tables in a database: how they are made, and made anew where they have changed.

They can be thrown away at any time. So none is ever brought up to date: where one is not as it was
noted, all of them are made anew and empty, and every order counts as changed.
"""

from collections.abc import Iterable

from ordercore.adapters.sql.types import declared, typed
from ordercore.orders.derived import DerivedTable
from ordercore.service import derived

PREFIX = "ordercore_"
"""What the name of a derived table begins with in a database."""


def remade(dialect: str, noted: str = "") -> tuple[str, ...]:
    """Give what makes all derived tables anew, and has every order counted again.

    ``noted`` is what the database says of those that are there. Orders are written once more for
    this, as they are when they are counted: shapes change with releases, and seldom.
    """
    known = {table.name for table in derived.DERIVED}
    gone = sorted(known | {line.partition(" ")[0] for line in noted.splitlines()})
    made = [text for table in derived.DERIVED for text in _made(table)]
    note = derived.note_of(derived.DERIVED)
    return (
        *(f"DROP TABLE IF EXISTS {PREFIX}{name}" for name in gone),
        *(typed(text, dialect) for text in made),
        f"UPDATE {PREFIX}orders SET counted = 0 WHERE counted <> 0",
        f"UPDATE {PREFIX}schema SET derived = '{note}'",
    )


def _made(table: DerivedTable) -> Iterable[str]:
    columns = ",\n    ".join(declared(column) for column in table.columns)
    yield f"""CREATE TABLE {PREFIX}{table.name} (
    seller {{text}} NOT NULL,
    order_id {{text}} NOT NULL,
    n {{number}} NOT NULL,
    {columns},
    PRIMARY KEY (seller, order_id, n)
)"""
    for name, led in table.indexes.items():
        columns = ", ".join(("seller", *led))
        yield f"""CREATE INDEX {PREFIX}{table.name}_{name}
    ON {PREFIX}{table.name} ({columns})"""
