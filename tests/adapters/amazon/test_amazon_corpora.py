"""Amazon's formats as others have published them; the counts were checked by eye."""

import csv
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from amazon_writing import DATA, Row, file_of, needs, orders, outcomes, rejections, report

from ordercore.adapters.amazon import OrdersApiSource, OrdersReportSource, open_source
from ordercore.errors import SourceError
from ordercore.kernel.charges import Charges
from ordercore.ports.source import OrderSource, ReportedOrder

EXAMPLES = DATA / "sp_api/examples"
SAMPLES = DATA / "sp_api_samples"
REPORTS = DATA / "amazon_reports"


def kinds(source: OrderSource) -> Counter[str]:
    """Count what a source gives: orders, and everything else by its code."""
    return Counter(
        "order" if isinstance(entry, ReportedOrder) else entry.code for entry in source.read()
    )


@needs("sp_api")
def test_the_examples_of_v0_hold_one_whole_order() -> None:
    """Three other orders have no items, one page of items no order, and 14 answers are errors."""
    source = OrdersApiSource([EXAMPLES / "ordersV0.jsonl"])

    assert kinds(source) == {
        "order": 1,
        "items_missing": 3,
        "order_missing": 1,
        "repeated_order": 4,
        "error_response": 14,
        "not_an_order": 15,
    }
    (order,) = orders(list(source.read()))
    assert (order.id, order.channel, order.marketplace) == ("902-1845936-5435065", "MFN", "US")
    assert [Charges("USD", item=1000, tax=101)] == [line.charges for line in order.lines]
    assert order.ship_to is not None
    assert order.ship_to.postal_code == "98121-2778"


@needs("sp_api")
def test_the_examples_of_2026_hold_eight_orders() -> None:
    """All of them are read: totals, channels and parcels as the file says."""
    source = OrdersApiSource([EXAMPLES / "orders_2026-01-01.jsonl"])

    found = orders(list(source.read()))

    assert kinds(source) == {"order": 8, "error_response": 2, "not_an_order": 2}
    assert [o.channel for o in found] == ["FBA", "SFP", "MFN", "SFP", "SFP", "MFN", "MFN", "SFP"]
    assert [o.marketplace for o in found] == ["JP", "GB", "BR", "US", "BR", "TR", "US", "GB"]
    assert [sum(line.charges.total for line in order.lines if line.charges) for order in found] == [
        19940,
        3499,
        159990,
        14999,
        29990,
        12500,
        4999,
        10397,
    ]
    assert [len(order.parcels) for order in found] == [0, 1, 0, 1, 0, 0, 0, 1]


@needs("sp_api")
def test_no_example_of_any_api_does_harm() -> None:
    """Answers of other APIs are remarked or refused; nine orders are in all of them."""
    counts = sum(
        (kinds(OrdersApiSource([path])) for path in sorted(EXAMPLES.glob("*.jsonl"))), Counter()
    )

    assert counts["order"] == 9
    assert {
        "order",
        "repeated_order",
        "error_response",
        "not_an_order",
        "items_missing",
        "order_missing",
        "missing_value",
    } == set(counts)


@needs("sp_api_samples")
def test_the_samples_belong_to_different_orders() -> None:
    """Two orders without items, and items without their order."""
    names = ["orders-*.json", "easyship-orders-getOrder.json"]
    paths = [path for name in names for path in sorted((SAMPLES / "responses").glob(name))]

    assert len(paths) == 6
    assert kinds(OrdersApiSource(paths)) == {
        "not_an_order": 2,
        "items_missing": 2,
        "order_missing": 1,
    }


@needs("sp_api_samples")
def test_a_sample_order_of_the_labs_is_read() -> None:
    """It is a bare answer of 2026-01-01."""
    path = SAMPLES / "labs_responses/shipping-guru/get_order_response.json"

    (source,) = open_source([path])
    (order,) = orders(list(source.read()))

    assert (order.id, order.channel) == ("111-1111111-1111111", "MFN")
    assert [Charges("USD", item=799)] == [line.charges for line in order.lines]


@needs("amazon_reports")
@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("airbyte_report_headers.json", "GET_FLAT_FILE_ARCHIVED_ORDERS_DATA_BY_ORDER_DATE"),
        ("caponica_report_headers.json", "ReportFbaSalesAllByLastUpdateFlatFile"),
        ("caponica_report_headers.json", "ReportTrackingByOrderDateFlatFile"),
    ],
)
def test_published_headers_of_order_reports_are_known(tmp_path: Path, file: str, name: str) -> None:
    """Alone they hold nothing; repeated as a row they are one bad row."""
    columns = json.loads((REPORTS / "headers" / file).read_text())[name]
    header = report(columns=columns)

    alone = OrdersReportSource(file_of(tmp_path, header, "alone.txt"))
    repeated = OrdersReportSource(file_of(tmp_path, header + header, "repeated.txt"))

    assert list(alone.read()) == []
    (rejection,) = rejections(list(repeated.read()))
    assert (
        rejection.origin.line,
        rejection.field,
        rejection.code,
        rejection.value,
    ) == (2, "purchase-date", "bad_time", "purchase-date")


@needs("amazon_reports")
def test_headers_of_other_reports_are_refused(tmp_path: Path) -> None:
    """Of all published headers only those three are of order reports."""
    known = []
    for file in ("airbyte_report_headers.json", "caponica_report_headers.json"):
        headers = json.loads((REPORTS / "headers" / file).read_text())
        for name, columns in headers.items():
            found = outcomes(OrdersReportSource(file_of(tmp_path, report(columns=columns))))
            assert found in ([], ["wrong_header"])
            known += [] if found else [name]

    assert known == [
        "GET_FLAT_FILE_ARCHIVED_ORDERS_DATA_BY_ORDER_DATE",
        "ReportFbaSalesAllByLastUpdateFlatFile",
        "ReportTrackingByOrderDateFlatFile",
    ]


@needs("amazon_reports")
@pytest.mark.parametrize(
    ("name", "missing"),
    [
        (
            "fetchGetReport.tsv",
            ["amazon-order-id", "order-status", "fulfillment-channel", "quantity"],
        ),
        ("fetchGetReport2.txt", ["order-status", "quantity"]),
    ],
)
def test_other_reports_name_the_columns_that_they_lack(name: str, missing: list[str]) -> None:
    """Order and shipment reports are no All Orders reports."""
    with pytest.raises(SourceError) as caught:
        OrdersReportSource(REPORTS / "eolabs_mws_stubs" / name).read()

    assert caught.value.code == "wrong_header"
    assert "; ".join(f"the column {column} is missing" for column in missing) == caught.value.detail


@needs("amazon_reports")
def test_synthetic_orders_are_refused_for_what_is_wrong_with_them(tmp_path: Path) -> None:
    """All 100 times are naive; once a zone is given, 8 rows are left with a bad price."""
    path = file_of(tmp_path, report(*seeds()))

    assert kinds(OrdersReportSource(path)) == {"naive_time": 100}
    entries = list(OrdersReportSource(path, zone="UTC").read())
    assert {each.origin.line: (each.code, each.value) for each in rejections(entries)} == {
        2: ("negative_amount", "-32.52"),
        3: ("bad_amount", "8,099.24"),
        4: ("bad_amount", "-2,001.98"),
        5: ("bad_amount", "39.01a"),
        7: ("bad_amount", "a74.44"),
        9: ("bad_amount", "39.38.0"),
        10: ("bad_amount", "-25.26.1"),
        11: ("bad_amount", "-53.52-"),
    }
    assert {each.field for each in rejections(entries)} == {"item-price"}
    assert len(orders(entries)) == 92


def seeds() -> Iterable[Row]:
    """Write synthetic orders and their items as rows of a report."""
    folder = REPORTS / "fivetran_seeds"
    with (folder / "orders.csv").open(newline="") as file:
        by_id = {order["amazon_order_id"]: order for order in csv.DictReader(file)}
    with (folder / "order_item.csv").open(newline="") as file:
        for item in csv.DictReader(file):
            order = by_id[item["amazon_order_id"]]
            yield {
                "amazon-order-id": order["amazon_order_id"],
                "purchase-date": order["purchase_date"],
                "last-updated-date": order["last_update_date"],
                "order-status": order["order_status"],
                "fulfillment-channel": order["fulfillment_channel"],
                "sales-channel": order["sales_channel"],
                "product-name": item["title"],
                "sku": item["seller_sku"],
                "quantity": item["quantity_ordered"],
                "currency": item["item_price_currency_code"],
                "item-price": item["item_price_amount"],
                "item-tax": item["item_tax_amount"],
                "shipping-price": item["shipping_price_amount"],
                "shipping-tax": item["shipping_tax_amount"],
                "item-promotion-discount": item["promotion_discount_amount"],
                "ship-promotion-discount": item["shipping_discount_amount"],
            }
