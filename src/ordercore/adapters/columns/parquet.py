"""Derived rows written as Parquet, a file for each table."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from ordercore.adapters.columns.names import file_name
from ordercore.errors import ExtraMissing
from ordercore.kernel.ids import OrderId
from ordercore.orders.derived import Cells, DerivedTable, Holding

KeptRow = tuple[OrderId, Cells]
"""A derived row, with the order of which it was made."""

ROWS_AT_ONCE = 50_000
"""Rows in a group of a file: as many as are in memory at a time."""


def write_parquet(
    table: DerivedTable, rows: Iterable[KeptRow], folder: str | Path, *, seller: str = ""
) -> Path:
    """Write the rows of a table to its file in a folder, and tell which it is.

    The file is there when it is whole: one of the same name stays as it was until then.

    Raises:
        ExtraMissing: when the extra ``analytics`` is not installed.
        OSError: when it cannot be written.
    """
    arrow, parquet = _loaded()
    kinds = {Holding.WORD: arrow.string(), Holding.NUMBER: arrow.int64()}
    schema = arrow.schema(
        [
            ("seller", arrow.string()),
            ("order_id", arrow.string()),
            *((column.name, kinds[column.holds]) for column in table.columns),
        ]
    )
    path = Path(folder) / file_name(table.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    begun = path.with_suffix(".begun")
    try:
        with parquet.ParquetWriter(begun, schema) as writer:
            for some in _groups(rows):
                columns = [[seller] * len(some), *_columns(some, len(table.columns))]
                arrays = [
                    arrow.array(column, field.type)
                    for column, field in zip(columns, schema, strict=True)
                ]
                writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))
        begun.replace(path)
    finally:
        begun.unlink(missing_ok=True)
    return path


def _groups(rows: Iterable[KeptRow]) -> Iterator[list[KeptRow]]:
    coming = iter(rows)
    while some := list(islice(coming, ROWS_AT_ONCE)):
        yield some


def _columns(rows: list[KeptRow], width: int) -> Iterator[list[Any]]:
    yield [id for id, _ in rows]
    for place in range(width):
        yield [cells[place] for _, cells in rows]


def _loaded() -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise ExtraMissing("analytics", "pyarrow") from None
    return pa, parquet
