"""Amazon's All Orders flat file: tab-separated, one row per item of an order.

Report types ``GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL`` and ``…_BY_LAST_UPDATE_…``.
Beside the codes of :mod:`~ordercore.adapters.amazon.fields`, rows are rejected with
``columns_missing``, ``columns_extra``, ``truncated_line`` and ``conflicting_rows``; remarks are
``assumed_latin_1``, ``zone_assumed`` and ``repeated_row``.
"""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from ordercore.adapters.amazon.fields import BadField, is_currency, is_naive
from ordercore.adapters.amazon.files import read_text
from ordercore.adapters.amazon.report_rows import FACTS, ITEM_IDS, Row, read_row
from ordercore.adapters.amazon.tables import Record, Table
from ordercore.kernel.time import zone as zone_named
from ordercore.ports.source import Rejection, Remark, ReportedLine, ReportedOrder

REQUIRED = (
    "amazon-order-id",
    "purchase-date",
    "order-status",
    "fulfillment-channel",
    "sku",
    "quantity",
    "currency",
    "item-price",
)

TIMES = ("purchase-date", "last-updated-date")


class OrdersReportSource:
    """An ``OrderSource`` over one All Orders report.

    Times must name their offset, unless a ``zone`` is given in which the others are read.
    One bad row costs that row only; of rows that contradict each other the first one counts.
    """

    def __init__(self, path: str | Path, *, zone: str | None = None) -> None:
        """Name the file, which is read anew by each ``read``.

        Raises:
            InvalidValue: when there is no such zone.
        """
        if zone is not None:
            zone_named(zone)
        self.path = path
        self.zone = zone

    def read(self) -> Iterator[ReportedOrder | Rejection | Remark]:
        """Give rejections and remarks as they come, then the orders in order of appearance.

        Raises:
            SourceError: at once, when the file cannot be read or is no such report.
        """
        text = read_text(self.path)
        table = Table(text, REQUIRED)
        return chain(text.remarks, self._entries(table))

    def _entries(self, table: Table) -> Iterator[ReportedOrder | Rejection | Remark]:
        orders: dict[str, _Gathered] = {}
        currencies = _currencies(table)
        zone_is_told = self.zone is None
        for record in table.records():
            if isinstance(record, Rejection):
                yield record
                continue
            try:
                row = read_row(record, self.zone, currencies)
                remark = orders.setdefault(row.order_id, _Gathered(row)).add(row, record)
            except BadField as bad:
                yield bad.rejection(record.origin)
                continue
            if remark is not None:
                yield remark
            if not zone_is_told and (naive := _naive_column(record)):
                zone_is_told = True
                message = f"times without an offset, such as {record[naive]}, are of {self.zone}"
                yield Remark(record.origin, naive, "zone_assumed", message)
        yield from (gathered.order() for gathered in orders.values())


def _currencies(table: Table) -> dict[str, str]:
    """Find for each order the first currency that its rows name, for those rows that name none."""
    found: dict[str, str] = {}
    for record in table.records():
        if isinstance(record, Record) and is_currency(record["currency"]):
            found.setdefault(record["amazon-order-id"], record["currency"])
    return found


def _naive_column(record: Record) -> str:
    """Name a column with a time that has no offset; blank where all have one."""
    return next((column for column in TIMES if is_naive(record[column])), "")


class _Gathered:
    """The good rows of one order, as far as they have been read."""

    def __init__(self, first: Row) -> None:
        self._first = first
        self._updated_at = first.updated_at
        self._currency = first.currency
        self._lines: list[ReportedLine] = []
        self._texts: dict[str, str] = {}

    def add(self, row: Row, record: Record) -> Remark | None:
        """Take a row over; refuse one that contradicts an earlier row of the order."""
        self._must_agree(row, record)
        key = row.line.ref or record.text
        known = self._texts.get(key)
        if known not in (None, record.text):
            field = next(column for column in ITEM_IDS if record[column])
            raise _conflict(field, key, "the id of one item only")
        self._texts[key] = record.text
        self._updated_at = max(self._updated_at, row.updated_at)
        self._currency = self._currency or row.currency
        if known is None or row.line.ref is None:
            self._lines.append(row.line)
        return None if known is None else _repeated(row)

    def _must_agree(self, row: Row, record: Record) -> None:
        for field, first, this in zip(FACTS, self._first.facts, row.facts, strict=True):
            if first != this:
                raise _conflict(field, record[field], f"{first}, as an earlier row says")
        if self._currency and row.currency not in ("", self._currency):
            raise _conflict("currency", row.currency, f"{self._currency}, as an earlier row says")

    def order(self) -> ReportedOrder:
        """Give the order with all its lines."""
        first = self._first
        return ReportedOrder(
            id=first.order_id,
            channel=first.channel,
            marketplace=first.marketplace,
            status=first.reading.status,
            word=first.word,
            placed_at=first.placed_at,
            updated_at=self._updated_at,
            lines=tuple(self._lines),
            origin=first.line.origin,
            delivered=first.reading.delivered,
            ship_to=first.ship_to,
            service=first.service,
        )


def _conflict(field: str, value: str, expected: str) -> BadField:
    return BadField(field, "conflicting_rows", value, expected)


def _repeated(row: Row) -> Remark:
    line = row.line
    message = (
        f"the row repeats another of order {row.order_id} and was kept as a line of its own"
        if line.ref is None
        else f"the row repeats item {line.ref} of order {row.order_id} and was left out"
    )
    return Remark(line.origin, "", "repeated_row", message)
