"""Reports as files: HTML pages with charts, CSV, JSON, Parquet and text."""

from ordercore.adapters.reports.columns import FlatColumn, flat_columns, flat_rows
from ordercore.adapters.reports.csv import harmless, plain_text, report_csv
from ordercore.adapters.reports.html import sheet_fragment, sheet_html
from ordercore.adapters.reports.json import report_json
from ordercore.adapters.reports.parquet import write_report_parquet
from ordercore.adapters.reports.showing import ReportPresenter
from ordercore.adapters.reports.text import grid_text, print_grid

__all__ = [
    "FlatColumn",
    "ReportPresenter",
    "flat_columns",
    "flat_rows",
    "grid_text",
    "harmless",
    "plain_text",
    "print_grid",
    "report_csv",
    "report_json",
    "sheet_fragment",
    "sheet_html",
    "write_report_parquet",
]
