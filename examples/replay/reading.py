"""Reading the Online Retail file: rows, gathered by invoice."""

import csv
import datetime as dt
import gzip
import sys
import zlib
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import attrs

from ordercore.kernel.time import Instant, instant

COLUMNS = [
    "InvoiceNo", "StockCode", "Description", "Quantity",
    "InvoiceDate", "UnitPrice", "CustomerID", "Country",
]  # fmt: skip

SHOP_ZONE = "Europe/London"


class BadFile(Exception):
    """The file cannot be replayed; the text says why, in one line."""


class Row(NamedTuple):
    """One row of an invoice."""

    sku: str
    title: str
    quantity: int
    price: Decimal

    def pence(self, units: int) -> int:
        """Give what so many units cost, rounded once to whole pence."""
        return int((self.price * units * 100).to_integral_value(ROUND_HALF_UP))


@attrs.frozen
class Invoice:
    """All rows of one invoice number; its customer is blank where nobody knows."""

    number: str
    customer: str
    times: set[Instant] = attrs.field(factory=set[Instant])
    rows: list[Row] = attrs.field(factory=list[Row])

    @property
    def at(self) -> Instant:
        """The earliest time that its rows carry."""
        return min(self.times)

    @property
    def is_cancellation(self) -> bool:
        """Whether it takes back what was sold before."""
        return self.number.startswith("C")

    def why_no_sale(self, row: Row) -> str | None:
        """Give a code for a row that sells nothing; ``None`` for one that does."""
        if self.number.startswith("A"):
            return "bad_debt_adjustment"
        if row.quantity < 0:
            return "stock_write_off"
        return "negative_price" if row.price < 0 else None

    def sold(self) -> list[Row]:
        """Give the rows that sell something."""
        return [row for row in self.rows if self.why_no_sale(row) is None]


def read_invoices(path: Path) -> list[Invoice]:
    """Read all invoices: by time, and at one time as they stand in the file.

    Raises:
        BadFile: when it is missing, no such CSV file, or has a row that makes no sense.
    """
    invoices: dict[str, Invoice] = {}
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8", newline="") as text:
            lines = csv.reader(text)
            if next(lines, None) != COLUMNS:
                raise BadFile(f"{path}: the header is not {','.join(COLUMNS)}")
            for cells in lines:
                try:
                    _add_row(invoices, cells)
                except (ValueError, InvalidOperation) as error:
                    raise BadFile(f"{path}: line {lines.line_num}: {_reason(error)}") from error
    except (OSError, EOFError, UnicodeDecodeError, csv.Error, zlib.error) as error:
        raise BadFile(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    return sorted(invoices.values(), key=lambda invoice: invoice.at)


def _add_row(invoices: dict[str, Invoice], cells: list[str]) -> None:
    if len(cells) != len(COLUMNS):
        raise ValueError(f"{len(cells)} cells, not {len(COLUMNS)}")
    number, sku, title, quantity, time, price, customer, _ = cells
    row = Row(sys.intern(sku), sys.intern(title), int(quantity), _price(price))
    if not number or not sku.strip() or sku != sku.strip():
        raise ValueError("an invoice number or a stock code is missing")
    if row.quantity == 0 or (number.startswith("C") and row.quantity > 0):
        raise ValueError(f"{quantity} units on the invoice {number}")
    invoice = invoices.setdefault(number, Invoice(number, customer))
    if customer != invoice.customer:
        raise ValueError(f"the invoice {number} has two customers")
    invoice.times.add(_shop_time(time))
    invoice.rows.append(row)


def _reason(error: Exception) -> str:
    return "a price is no decimal number" if isinstance(error, InvalidOperation) else str(error)


@cache
def _price(text: str) -> Decimal:
    price = Decimal(text)
    if not price.is_finite():
        raise ValueError(f"{text} is no price")
    return price


@cache
def _shop_time(text: str) -> Instant:
    shown = dt.datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=ZoneInfo(SHOP_ZONE))
    return instant(shown)
