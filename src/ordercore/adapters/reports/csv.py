"""A report as CSV (RFC 4180), for spreadsheets and for programs.

The first record names the columns; records end with CRLF, and a field with a comma, a quotation
mark or a line break stands in quotation marks, doubled inside. Days are ISO 8601, amounts are
decimal text with all the digits of their currency, and what there is no data of is blank.

A text that begins like a formula would be worked out by a spreadsheet that opens the file, whoever
wrote it into a SKU. It is given with an apostrophe before it, which makes it text; take it off
again with :func:`plain_text`. Numbers are never changed: a negative amount begins with ``-``.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ordercore.adapters.reports.columns import Cell, flat_columns, flat_rows
from ordercore.metrics.reporting.report import OrderReport

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a formula may begin with, and what is skipped before one (OWASP, "CSV Injection")."""

GUARD = "'"
"""What makes a text of anything that follows it."""


def report_csv(report: OrderReport) -> Iterator[str]:
    """Give the file record by record, each with its end."""
    columns = flat_columns(report)
    yield from _records([tuple([column.name for column in columns])])
    yield from _records(flat_rows(report))


def _records(rows: Iterable[tuple[Cell, ...]]) -> Iterator[str]:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    for row in rows:
        writer.writerow(map(_field, row))
        yield written.getvalue()
        written.seek(0)
        written.truncate()


def _field(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return harmless(cell)
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def harmless(text: str) -> str:
    """Give a text that no spreadsheet works out, and that :func:`plain_text` gives back."""
    return GUARD + text if text.startswith((*FORMULA_SIGNS, GUARD)) else text


def plain_text(field: str) -> str:
    """Give the text that was made :func:`harmless`."""
    return field.removeprefix(GUARD)
