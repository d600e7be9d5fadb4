"""Derived rows in columns: Parquet files, and what DuckDB or Spark answer over them.

Needs the extra ``analytics`` (DuckDB, PyArrow); Spark comes with the extra ``spark``.
"""

from ordercore.adapters.columns.duck import DuckCounts, open_folder
from ordercore.adapters.columns.exporting import export_columns
from ordercore.adapters.columns.parquet import KeptRow, write_parquet
from ordercore.adapters.columns.spark import SparkCounts

__all__ = [
    "DuckCounts",
    "KeptRow",
    "SparkCounts",
    "export_columns",
    "open_folder",
    "write_parquet",
]
