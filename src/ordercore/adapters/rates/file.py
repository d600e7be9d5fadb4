"""Exchange rates from a CSV file, such as a host writes of what its bank publishes.

::

    currency,effective_from,worth
    USD,2026-01-01,0.9213
    USD,2026-02-01,0.9187
    JPY,2026-01-01,0.006105

``worth`` is what one unit of the currency is worth in the one that is converted to.
"""

import csv
import datetime as dt
from pathlib import Path

from ordercore.errors import InvalidValue, SourceError
from ordercore.metrics.reporting import Rate, Rates

COLUMNS = ("currency", "effective_from", "worth")


def read_rates(path: Path, *, to: str) -> Rates:
    """Read the rates by which amounts are converted to a currency.

    Raises:
        InvalidValue: when there is no such currency.
        SourceError: when the file cannot be read, or a row of it is no rate.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(str(path), "unreadable", str(error)) from error
    if not rows or tuple(rows[0]) != COLUMNS:
        raise SourceError(str(path), "header", f"it begins with {','.join(COLUMNS)}")
    rates = [_rate(path, number, row) for number, row in enumerate(rows[1:], start=2) if row]
    return Rates(to=to, rows=tuple(rates))


def _rate(path: Path, number: int, row: list[str]) -> Rate:
    if len(row) != len(COLUMNS):
        expected = f"line {number}: {len(row)} cells, not {len(COLUMNS)}"
        raise SourceError(str(path), "row", expected)
    currency, day, worth = row
    try:
        return Rate(currency, worth, dt.date.fromisoformat(day))
    except (InvalidValue, ValueError) as error:
        raise SourceError(str(path), "row", f"line {number}: {error}") from error
