"""All Orders reports: what holds for every file."""

import datetime as dt
from pathlib import Path

import attrs
import pytest
from amazon_writing import Row, file_of, orders, outcomes, rejections, report, row
from hypothesis import given
from hypothesis import strategies as st

from ordercore.adapters.amazon import OrdersReportSource
from ordercore.adapters.amazon.report_rows import AMOUNTS
from ordercore.channels import MARKETPLACES
from ordercore.kernel.charges import Charges
from ordercore.kernel.ids import OrderId, Sku
from ordercore.kernel.money import decimal_text
from ordercore.kernel.time import instant
from ordercore.orders.address import Address
from ordercore.orders.status import OrderStatus
from ordercore.ports.source import Origin, ReportedLine, ReportedOrder

WORDS = st.text(
    st.characters(categories=["L", "N", "P", "S"], exclude_characters='"'), min_size=1, max_size=8
)
SECONDS = st.integers(946_684_800, 2_208_988_800)  # 2000 to 2040
TIMES = SECONDS.map(lambda second: instant(dt.datetime.fromtimestamp(second, dt.UTC)))
STATUSES = {
    "Pending": OrderStatus.PENDING,
    "Shipping": OrderStatus.UNSHIPPED,
    "Shipped": OrderStatus.SHIPPED,
    "Shipped - Damaged": OrderStatus.SHIPPED,
    "Cancelled": OrderStatus.CANCELLED,
}
NOWHERE = Origin("", 0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give one folder for all files of this module, each of which is overwritten."""
    return tmp_path_factory.mktemp("reports")


@st.composite
def lines(draw: st.DrawFn, currency: str, *, cancelled: bool) -> ReportedLine:
    """Draw a line of an order."""
    quantity = draw(st.integers(0 if cancelled else 1, 99))
    amounts = draw(st.lists(st.integers(0, 10**9), min_size=len(AMOUNTS), max_size=len(AMOUNTS)))
    return ReportedLine(
        sku=Sku(draw(WORDS)),
        quantity=quantity,
        charges=draw(st.sampled_from([None, Charges(currency, *amounts)])),
        origin=NOWHERE,
        title=draw(WORDS),
        shipped=draw(st.sampled_from([None, 0, quantity])) if quantity else None,
        cancelled=cancelled,
    )


@st.composite
def reported_orders(draw: st.DrawFn) -> ReportedOrder:
    """Draw an order as a report could tell it."""
    word = draw(st.sampled_from(sorted(STATUSES)))
    cancelled = word == "Cancelled"
    code = draw(st.sampled_from(sorted(MARKETPLACES)))
    currency = MARKETPLACES[code].currency
    placed_at = draw(TIMES)
    return ReportedOrder(
        id=OrderId(draw(WORDS)),
        channel=draw(st.sampled_from(["FBA", "MFN"])),
        marketplace=code,
        status=STATUSES[word],
        word=word,
        placed_at=placed_at,
        updated_at=max(placed_at, draw(TIMES)),
        lines=tuple(draw(st.lists(lines(currency, cancelled=cancelled), min_size=1, max_size=4))),
        origin=NOWHERE,
        ship_to=draw(st.sampled_from([None, Address(city="Köln", postal_code="00501")])),
        service=draw(WORDS),
    )


def rows_of(order: ReportedOrder) -> list[Row]:
    """Write an order as the rows of a report."""
    return [
        {
            "amazon-order-id": order.id,
            "purchase-date": order.placed_at.isoformat(),
            "last-updated-date": order.updated_at.isoformat(),
            "order-status": order.word,
            "fulfillment-channel": {"FBA": "Amazon", "MFN": "Merchant"}[order.channel],
            "sales-channel": MARKETPLACES[order.marketplace].sales_channel,
            "ship-service-level": order.service,
            "product-name": line.title,
            "sku": line.sku,
            "item-status": {None: "", 0: "Unshipped"}.get(line.shipped, "Shipped"),
            "quantity": str(line.quantity),
            "ship-city": order.ship_to.city if order.ship_to else "",
            "ship-postal-code": order.ship_to.postal_code if order.ship_to else "",
            **amounts_of(line.charges),
        }
        for line in order.lines
    ]


def amounts_of(charges: Charges | None) -> Row:
    """Write charges as cells of a row."""
    if charges is None:
        return {}
    cells = {
        column: decimal_text(getattr(charges, component), charges.currency)
        for column, component in AMOUNTS.items()
    }
    return {"currency": charges.currency, **cells}


def without_origins(order: ReportedOrder) -> ReportedOrder:
    """Give the order as if it had been read nowhere."""
    read = tuple(attrs.evolve(line, origin=NOWHERE) for line in order.lines)
    return attrs.evolve(order, origin=NOWHERE, lines=read)


@given(st.lists(reported_orders(), max_size=5, unique_by=lambda order: order.id), st.data())
def test_what_is_written_is_read(
    folder: Path, written: list[ReportedOrder], data: st.DataObject
) -> None:
    """Orders come back as they were, however their rows are mixed."""
    rows = [each for order in written for each in rows_of(order)]
    turns = data.draw(st.permutations([order.id for order in written for _ in order.lines]))
    queues = {order.id: rows_of(order) for order in written}
    mixed = [queues[OrderId(turn)].pop(0) for turn in turns]

    entries = list(OrdersReportSource(file_of(folder, report(*mixed))).read())

    assert len(rows) == sum(len(order.lines) for order in orders(entries))
    assert {order.id: order for order in written} == {
        order.id: without_origins(order) for order in orders(entries)
    }
    assert rejections(entries) == []


@given(
    st.lists(
        st.one_of(
            st.binary(max_size=30),
            st.sampled_from([b"\n", b"\t", b'"', b"\r\n", b"\xff", report(row()).encode()]),
        ),
        max_size=12,
    ),
    st.booleans(),
    st.sampled_from([None, "Asia/Tokyo"]),
)
def test_garbage_is_refused_and_nothing_else_happens(
    folder: Path, pieces: list[bytes], with_header: bool, zone: str | None
) -> None:
    """Whatever stands in a file, the outcome is an entry or a ``SourceError``."""
    content = (report() if with_header else "").encode() + b"".join(pieces)
    source = OrdersReportSource(file_of(folder, content), zone=zone)

    assert set(outcomes(source)) <= {"entry", "file_empty", "unknown_format", "wrong_header"}


@given(st.dictionaries(st.sampled_from(sorted(row())), st.text(max_size=12), max_size=4))
def test_any_cell_may_hold_anything(folder: Path, cells: dict[str, str]) -> None:
    """A row of the right shape is taken over or refused, with the line at which it stands."""
    clean = {name: " ".join(value.split()).replace("\0", "") for name, value in cells.items()}
    path = file_of(folder, report({**row(), **clean}))

    (entry,) = OrdersReportSource(path, zone="Europe/Berlin").read()

    assert Origin(str(path), 2) == entry.origin


def test_three_bad_rows_among_a_thousand_cost_three_lines(folder: Path) -> None:
    """The other 997 are read, and each rejection has its line."""
    rows = [
        row(amazon_order_id=f"111-{at // 3:07d}-0000001", sku=f"SKU-{at}") for at in range(1000)
    ]
    rows[10] = {**rows[10], "quantity": "two"}
    rows[500] = {**rows[500], "item-price": "1,000.00"}
    rows[999] = {**rows[999], "order-status": "Lost"}

    entries = list(OrdersReportSource(file_of(folder, report(*rows))).read())

    assert sum(len(order.lines) for order in orders(entries)) == 997
    assert [(each.origin.line, each.code) for each in rejections(entries)] == [
        (12, "bad_quantity"),
        (502, "bad_amount"),
        (1001, "unknown_status"),
    ]
