"""A store of very many orders, copied by SQL from a few that were really placed.

Orders, stock and everything else of one cell bear its name in their ids; each further cell is
those rows again with another name of the same length. So nothing here knows what the tables are,
only that whatever belongs to one order or one SKU names it in a text (or in plain bytes).
"""

import sqlite3
from pathlib import Path

from ordercore import Line, OrderDesk
from ordercore.adapters.system import SystemClock, UuidIdentity
from ordercore.orders.placing import PlaceOrder
from ordercore.service.asked import Asked

TEMPLATE = "CELL00000"
SKUS = 50
BATCH = 100
PLENTY = 10_000_000

CLOCK, IDENTITY = SystemClock(), UuidIdentity()


def sku(cell: int, number: int) -> str:
    """Name a product of a cell."""
    return f"CELL{cell:05}-S{number:02}"


def order_id(cell: int, number: int) -> str:
    """Name an order of a cell."""
    return f"CELL{cell:05}-O{number:04}"


def place_by_batches(desk: OrderDesk, wanted: list[tuple[str, tuple[str, ...]]]) -> None:
    """Place orders of some products each, a hundred to a transaction."""
    for start in range(0, len(wanted), BATCH):
        desk.handle_many(
            [
                Asked(
                    PlaceOrder(
                        order_id=id,
                        at=CLOCK.now(),
                        channel="MFN",
                        marketplace="US",
                        lines=tuple(Line(sku, 1, price="12.50 USD") for sku in skus),
                    ),
                    id=f"place {id}",
                )
                for id, skus in wanted[start : start + BATCH]
            ]
        )


def stock_a_cell(desk: OrderDesk) -> None:
    """Receive the stock of the first cell."""
    for number in range(SKUS):
        desk.receive(sku(0, number), PLENTY)


def three_of_a_cell(number: int) -> tuple[str, ...]:
    """Choose three products of the first cell."""
    return tuple(sku(0, (number * 7 + line) % SKUS) for line in range(3))


def place_a_cell(desk: OrderDesk, orders: int) -> None:
    """Receive the stock of the first cell, and place its orders of three lines."""
    stock_a_cell(desk)
    wanted = [(order_id(0, number), three_of_a_cell(number)) for number in range(orders)]
    place_by_batches(desk, wanted)


def copy_cells(file: Path, cells: int) -> None:
    """Write the rows of the first cell again under other names, until there are so many cells."""
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -1000000")
    connection.execute("CREATE TEMP TABLE cell AS SELECT value FROM json_each('[]')")
    names = [(f"CELL{number:05}",) for number in range(1, cells)]
    connection.executemany("INSERT INTO cell VALUES (?)", names)
    tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
    for (table,) in connection.execute(tables).fetchall():
        _copy(connection, table)
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _copy(connection: sqlite3.Connection, table: str) -> None:
    """Copy the rows of one table that name the template; numbers of rows are given anew."""
    rows = connection.execute(f"PRAGMA table_info({table})").fetchall()
    keys = [kind.upper() for _, _, kind, _, _, key in rows if key]
    numbered = keys == ["INTEGER"]
    columns = [(name, kind.upper()) for _, name, kind, _, _, key in rows if not (key and numbered)]
    text = {name for name, kind in columns if kind in {"TEXT", "BLOB"}}
    if not text:
        return
    copied = [
        f"CAST(replace(CAST(t.{name} AS TEXT), '{TEMPLATE}', cell.value) AS {kind})"
        if name in text
        else f"t.{name}"
        for name, kind in columns
    ]
    names = ", ".join(name for name, _ in columns)
    mentions = " OR ".join(f"instr(t.{name}, '{TEMPLATE}')" for name in sorted(text))
    connection.execute(f"CREATE TEMP TABLE template AS SELECT * FROM {table} AS t WHERE {mentions}")  # noqa: S608
    connection.execute(
        f"INSERT INTO {table} ({names}) SELECT {', '.join(copied)} "  # noqa: S608 - our own names
        "FROM cell CROSS JOIN temp.template AS t"
    )
    connection.execute("DROP TABLE temp.template")
