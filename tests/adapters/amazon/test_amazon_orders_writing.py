"""Orders written as an All Orders report: every column, and our own importer reads them back."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from amazon_writing import DATA, file_of, needs, orders, rejections
from hypothesis import given, settings
from hypothesis import strategies as st

import ordercore as oc
from ordercore.adapters.amazon import ALL_ORDERS_COLUMNS, OrdersReportSource, all_orders_report
from ordercore.adapters.amazon.packages import one_line
from ordercore.kernel.replace import replace
from ordercore.orders.state import Order
from ordercore.orders.stations import cancelled_units
from ordercore.ports.source import Rejection, Remark, ReportedOrder
from ordercore.testing import strategies

NOW = "2026-03-02T15:00:00Z"


def desk() -> oc.OrderDesk:
    """Open a desk with stock."""
    from ordercore.adapters.memory import FixedClock

    desk = oc.open(clock=FixedClock(NOW))
    desk.receive("MUG", 40)
    desk.receive("BOWL", 40)
    return desk


def placed(desk: oc.OrderDesk, **changes: object) -> Order:
    """Place an order of two mugs and three bowls."""
    given: dict[str, object] = {
        "channel": "MFN",
        "marketplace": "US",
        "lines": [
            oc.Line("MUG", 2, price="12.50 USD", title="A mug"),
            oc.Line("BOWL", 3, price="7.00 USD", title="A\tbowl\nfor soup"),
        ],
        "ship_to": oc.Address("Ada", "12 Pine St", "Austin", "TX", "01234", "US"),
        "ship_by": "2026-03-04T22:00:00Z",
        "order_id": "O-1",
        **changes,
    }
    return desk.place(**given)  # type: ignore[arg-type]


def cells(*written: Order) -> list[dict[str, str]]:
    """Write orders, and give the rows by column."""
    header, *rows = "".join(all_orders_report(written)).splitlines()
    names = header.split("\t")
    return [dict(zip(names, row.split("\t"), strict=True)) for row in rows]


def read_back(folder: Path, written: Iterable[Order]) -> list[ReportedOrder | Rejection | Remark]:
    """Write orders and read them."""
    return list(OrdersReportSource(file_of(folder, "".join(all_orders_report(written)))).read())


def test_every_column_is_written_as_amazon_has_it() -> None:
    """What we do not know is blank; a tab inside a title is none between cells."""
    mug, bowl = cells(placed(desk()))

    assert {name: text for name, text in mug.items() if text} == {
        "amazon-order-id": "O-1",
        "purchase-date": "2026-03-02T15:00:00+00:00",
        "last-updated-date": "2026-03-02T15:00:00+00:00",
        "order-status": "Pending",
        "fulfillment-channel": "Merchant",
        "sales-channel": "Amazon.com",
        "product-name": "A mug",
        "sku": "MUG",
        "item-status": "Unshipped",
        "quantity": "2",
        "currency": "USD",
        "item-price": "25.00",
        "item-tax": "0.00",
        "shipping-price": "0.00",
        "shipping-tax": "0.00",
        "gift-wrap-price": "0.00",
        "gift-wrap-tax": "0.00",
        "item-promotion-discount": "0.00",
        "ship-promotion-discount": "0.00",
        "ship-city": "Austin",
        "ship-state": "TX",
        "ship-postal-code": "01234",
        "ship-country": "US",
    }
    assert bowl["product-name"] == "A bowl for soup"


@needs("amazon_reports")
def test_the_columns_are_those_of_public_code() -> None:
    """In its order; it names two more, which other files have."""
    import json

    path = DATA / "amazon_reports/headers/caponica_report_headers.json"
    known = json.loads(path.read_text())["ReportTrackingByOrderDateFlatFile"]
    rest = {"url", "is-sold-by-ab"}

    assert [name for name in known if name not in rest] == list(ALL_ORDERS_COLUMNS)


def test_a_line_stands_with_the_units_that_are_left() -> None:
    """And with what they cost; one that is wholly gone as it was ordered."""
    at = desk()
    placed(at)
    at.handle(
        oc.CancelUnits(
            order_id="O-1",
            at=NOW,
            units=[oc.Units("1", 2), oc.Units("2", 1)],
            reason="no_inventory",
            by=oc.Actor.SELLER,
        )
    )
    mug, bowl = cells(at.order("O-1"))

    assert (mug["item-status"], mug["quantity"], mug["item-price"]) == ("Cancelled", "2", "25.00")
    assert (bowl["item-status"], bowl["quantity"], bowl["item-price"]) == (
        "Unshipped",
        "2",
        "14.00",
    )


@pytest.mark.parametrize(
    ("channel", "marketplace", "fulfils", "sold_on"),
    [
        ("FBA", "DE", "Amazon", "Amazon.de"),
        ("SFP", "US", "Merchant", "Amazon.com"),
        ("SHOP", "my-shop", "Merchant", "my-shop"),
    ],
)
def test_who_fulfils_is_amazon_or_the_merchant(
    channel: str, marketplace: str, fulfils: str, sold_on: str
) -> None:
    """Where it was sold stands as Amazon names it, or as the host does."""
    order = placed(desk())
    terms = replace(order.terms, channel=channel, marketplace=marketplace)
    row, _ = cells(replace(order, terms=terms))

    assert (row["fulfillment-channel"], row["sales-channel"]) == (fulfils, sold_on)


@settings(max_examples=60)
@given(written=st.lists(strategies.orders(), max_size=3, unique_by=lambda order: order.id))
def test_our_importer_reads_back_what_was_written(
    written: list[Order], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Every order, with its lines, units, amounts, times and address, and nothing is rejected."""
    entries = read_back(tmp_path_factory.getbasetemp(), written)
    back = {order.id: order for order in orders(entries)}

    assert rejections(entries) == []
    assert [*back] == [order.id for order in written]
    for order in written:
        read = back[order.id]
        assert (read.placed_at, read.status) == (order.terms.placed_at, order.status)
        assert len(read.lines) == len(order.lines)
        cancelled = cancelled_units(order)
        for line, told in zip(order.lines, read.lines, strict=True):
            gone = cancelled.get(line.id, 0)
            assert told.sku == one_line(line.sku)
            assert told.title == one_line(line.title)
            assert told.cancelled is (gone == line.quantity)
            assert told.quantity == (line.quantity if told.cancelled else line.quantity - gone)
            if not gone or told.cancelled:
                assert told.charges == line.charges
