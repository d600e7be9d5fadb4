"""What the tests write: reports and API answers that are good until a test spoils them."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from ordercore.adapters.amazon import OrdersApiSource, OrdersReportSource
from ordercore.errors import SourceError
from ordercore.ports.source import OrderSource, Rejection, Remark, ReportedOrder

DATA = Path(__file__).parents[3] / "../shared/data"
"""Third-party data lies beside the checkout."""

COLUMNS = (
    "amazon-order-id",
    "merchant-order-id",
    "purchase-date",
    "last-updated-date",
    "order-status",
    "fulfillment-channel",
    "sales-channel",
    "ship-service-level",
    "product-name",
    "sku",
    "item-status",
    "quantity",
    "currency",
    "item-price",
    "item-tax",
    "shipping-price",
    "shipping-tax",
    "gift-wrap-price",
    "gift-wrap-tax",
    "item-promotion-discount",
    "ship-promotion-discount",
    "ship-city",
    "ship-state",
    "ship-postal-code",
    "ship-country",
)

GOOD: Mapping[str, str] = {
    "amazon-order-id": "111-0000001-0000001",
    "purchase-date": "2026-01-05T10:00:00+00:00",
    "last-updated-date": "2026-01-06T11:00:00+00:00",
    "order-status": "Shipped",
    "fulfillment-channel": "Merchant",
    "sales-channel": "Amazon.com",
    "ship-service-level": "Standard",
    "product-name": "A kettle",
    "sku": "KETTLE",
    "item-status": "Shipped",
    "quantity": "2",
    "currency": "USD",
    "item-price": "40.00",
    "item-tax": "3.20",
    "ship-city": "Springfield",
    "ship-state": "IL",
    "ship-postal-code": "01234",
    "ship-country": "US",
}

Row = Mapping[str, str]
Entries = list[ReportedOrder | Rejection | Remark]


def needs(folder: str) -> pytest.MarkDecorator:
    """Skip a test where a folder of the third-party data is missing."""
    missing = not (DATA / folder).is_dir()
    return pytest.mark.skipif(missing, reason=f"the third-party data {folder} is not here")


def row(**changes: str) -> Row:
    """Give a good row of a report, changed: ``item_price="1.00"`` for ``item-price``."""
    return {**GOOD, **{name.replace("_", "-"): value for name, value in changes.items()}}


def report(*rows: Row, columns: Iterable[str] = COLUMNS) -> str:
    """Write a report."""
    names = tuple(columns)
    lines = ["\t".join(names)]
    lines += ["\t".join(each.get(name, "") for name in names) for each in rows]
    return "\n".join(lines) + "\n"


def file_of(folder: Path, content: str | bytes, name: str = "orders.txt") -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_report(folder: Path, content: str | bytes, zone: str | None = None) -> Entries:
    """Write a report and read it back."""
    return list(OrdersReportSource(file_of(folder, content), zone=zone).read())


def read_rows(folder: Path, *rows: Row) -> Entries:
    """Write the rows of a report and read them back."""
    return read_report(folder, report(*rows, columns=[*COLUMNS, *extra_columns(rows)]))


def extra_columns(rows: Iterable[Row]) -> list[str]:
    """Give the columns that rows have beyond the usual ones."""
    return list(dict.fromkeys(name for each in rows for name in each if name not in COLUMNS))


def read_answers(folder: Path, *answers: object) -> Entries:
    """Write API answers, a file of JSON for each, and read them together."""
    paths = [
        file_of(folder, json.dumps(answer), f"{at}.json") for at, answer in enumerate(answers, 1)
    ]
    return list(OrdersApiSource(paths).read())


def orders(entries: Entries) -> list[ReportedOrder]:
    """Give the orders."""
    return [each for each in entries if isinstance(each, ReportedOrder)]


def rejections(entries: Entries) -> list[Rejection]:
    """Give the rejections."""
    return [each for each in entries if isinstance(each, Rejection)]


def outcomes(source: OrderSource) -> list[str]:
    """Give the code of the error that a source raises, or else a word for each of its entries."""
    try:
        entries = list(source.read())
    except SourceError as error:
        return [error.code]
    return ["entry" for _ in entries]


def said(entries: Entries) -> list[tuple[int, str, str]]:
    """Give line, field and code of everything that is no order."""
    return [
        (each.origin.line, each.field, each.code)
        for each in entries
        if not isinstance(each, ReportedOrder)
    ]


def v0_order(**changes: object) -> dict[str, Any]:
    """Give an order as v0 writes it, changed; ``None`` leaves a member out."""
    return _changed(
        {
            "AmazonOrderId": "902-0000001-0000001",
            "PurchaseDate": "2026-01-05T10:00:00Z",
            "LastUpdateDate": "2026-01-06T11:00:00Z",
            "OrderStatus": "Unshipped",
            "FulfillmentChannel": "MFN",
            "SalesChannel": "Amazon.com",
            "MarketplaceId": "ATVPDKIKX0DER",
            "LatestShipDate": "2026-01-07T07:59:59Z",
            "LatestDeliveryDate": "2026-01-14T07:59:59Z",
            "ShipServiceLevel": "Std US D2D Dom",
            "IsPrime": False,
        },
        changes,
    )


def v0_item(**changes: object) -> dict[str, Any]:
    """Give an item as v0 writes it, changed; ``None`` leaves a member out."""
    return _changed(
        {
            "OrderItemId": "0501",
            "SellerSKU": "KETTLE",
            "Title": "A kettle",
            "QuantityOrdered": 2,
            "QuantityShipped": 0,
            "ItemPrice": usd("40.00"),
        },
        changes,
    )


def v0_items(*items: object, order_id: str = "902-0000001-0000001") -> dict[str, Any]:
    """Give a page of items as v0 writes it."""
    return {"payload": {"AmazonOrderId": order_id, "OrderItems": list(items)}}


def usd(amount: object) -> dict[str, object]:
    """Give an amount as v0 writes it."""
    return {"CurrencyCode": "USD", "Amount": amount}


def new_order(**changes: object) -> dict[str, Any]:
    """Give an order as 2026-01-01 writes it, changed; ``None`` leaves a member out."""
    return _changed(
        {
            "orderId": "111-0000002-0000002",
            "createdTime": "2026-01-05T10:00:00Z",
            "lastUpdatedTime": "2026-01-06T11:00:00Z",
            "salesChannel": {"channelName": "AMAZON", "marketplaceId": "ATVPDKIKX0DER"},
            "fulfillment": {"fulfillmentStatus": "UNSHIPPED", "fulfilledBy": "MERCHANT"},
            "orderItems": [new_item()],
        },
        changes,
    )


def new_item(**changes: object) -> dict[str, Any]:
    """Give an item as 2026-01-01 writes it, changed; ``None`` leaves a member out."""
    return _changed(
        {
            "orderItemId": "0601",
            "quantityOrdered": 2,
            "product": {
                "sellerSku": "KETTLE",
                "title": "A kettle",
                "price": {"unitPrice": money("20.00")},
            },
        },
        changes,
    )


def money(amount: str, currency: str = "USD") -> dict[str, str]:
    """Give an amount as 2026-01-01 writes it."""
    return {"amount": amount, "currencyCode": currency}


def _changed(usual: dict[str, Any], changes: Mapping[str, object]) -> dict[str, Any]:
    return {name: value for name, value in {**usual, **changes}.items() if value is not None}
