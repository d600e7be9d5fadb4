"""A report as Parquet: days, whole numbers and exact decimals, each in a type of its own.

Needs the extra ``analytics``.
"""

from pathlib import Path
from typing import Any

from ordercore.adapters.reports.columns import CellKind, FlatColumn, flat_columns, flat_rows
from ordercore.errors import ExtraMissing
from ordercore.metrics.reporting.report import OrderReport

MOST_DIGITS = 38
"""What a decimal of 128 bits holds, and every reader of Parquet knows."""


def write_report_parquet(report: OrderReport, path: str | Path) -> Path:
    """Write the rows of a report to a file, and tell which it is.

    The file is there when it is whole: what stood there before stays until then.

    Raises:
        ExtraMissing: when the extra ``analytics`` is not installed.
        OSError: when it cannot be written.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise ExtraMissing("analytics", "pyarrow") from None

    columns = flat_columns(report)
    schema = pa.schema([(column.name, _type(pa, column)) for column in columns])
    cells = zip(*flat_rows(report), strict=True)
    arrays = [pa.array(some, field.type) for some, field in zip(cells, schema, strict=False)] or [
        pa.array([], field.type) for field in schema
    ]
    target = Path(path)
    begun = target.with_name(f"{target.name}.begun")
    try:
        parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), begun)
        begun.replace(target)
    finally:
        begun.unlink(missing_ok=True)
    return target


def _type(arrow: Any, column: FlatColumn) -> Any:
    match column.kind:
        case CellKind.TEXT:
            return arrow.string()
        case CellKind.DAY:
            return arrow.date32()
        case CellKind.COUNT:
            return arrow.int64()
        case CellKind.DECIMAL:
            return arrow.decimal128(MOST_DIGITS, column.places)
