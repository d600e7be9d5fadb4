"""What the tests of returns write: reports that are good until a test spoils them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from amazon_writing import file_of

from ordercore import Line, OrderDesk, Units, World, open
from ordercore.adapters.amazon import (
    FbaReplacement,
    FbaReturn,
    ReportedReturn,
    read_fba_returns,
    read_replacements,
    read_returns,
)
from ordercore.ports.source import Rejection, Remark

Row = Mapping[str, str]
Entries = Sequence[ReportedReturn | FbaReturn | FbaReplacement | Rejection | Remark]

SELLER: Row = {
    "Order ID": "111-0000001-0000001",
    "Order date": "02-Mar-2026",
    "Return request date": "10-Mar-2026",
    "Return request status": "Approved",
    "Amazon RMA ID": "DaBcDeFgRRMA",
    "Merchant RMA ID": "",
    "Label type": "AmazonPrePaidLabel",
    "Label cost": "4.14",
    "Currency code": "USD",
    "Return carrier": "USPS",
    "Tracking ID": "9202000000000000000000",
    "Label to be paid by": "Seller",
    "A-to-Z Claim": "N",
    "Is prime": "N",
    "ASIN": "B000000001",
    "Merchant SKU": "MUG",
    "Item Name": "A mug, blue",
    "Return quantity": "1",
    "Return Reason": "CR-UNWANTED_ITEM",
    "In policy": "Y",
    "Return type": "C-Returns",
    "Resolution": "StandardRefund",
    "Invoice number": "",
    "Return delivery date": "",
    "Order Amount": "37.50",
    "Order quantity": "3",
    "SafeT Action reason": "",
    "SafeT claim id": "",
    "SafeT claim state": "",
    "SafeT claim creation time": "",
    "SafeT claim reimbursement amount": "",
    "Refunded Amount": "12.50",
}

FBA: Row = {
    "return-date": "2026-03-12T15:31:40+00:00",
    "order-id": "111-0000001-0000001",
    "sku": "MUG",
    "asin": "B000000001",
    "fnsku": "X000000001",
    "product-name": "A mug, blue",
    "quantity": "1",
    "fulfillment-center-id": "LEX1",
    "detailed-disposition": "SELLABLE",
    "reason": "UNWANTED_ITEM",
    "status": "Unit returned to inventory",
    "license-plate-number": "LPN0000000001",
    "customer-comments": "",
}

REPLACEMENT: Row = {
    "shipment-date": "2026-03-14T09:00:00+00:00",
    "sku": "MUG",
    "asin": "B000000001",
    "fulfillment-center-id": "LEX1",
    "original-fulfillment-center-id": "PHX3",
    "quantity": "1",
    "replacement-reason-code": "4",
    "replacement-amazon-order-id": "111-0000002-0000002",
    "original-amazon-order-id": "111-0000001-0000001",
}


def tsv(*rows: Row) -> str:
    """Write rows under all the columns that any of them has."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = ["\t".join(columns)]
    lines += ["\t".join(row.get(name, "") for name in columns) for row in rows]
    return "\n".join(lines) + "\n"


def read_seller(folder: Path, *rows: Row) -> Entries:
    """Write rows of the seller's report and read them back."""
    return list(read_returns(file_of(folder, tsv(*rows), "returns.txt")))


def read_fba(folder: Path, *rows: Row) -> Entries:
    """Write rows of Amazon's report and read them back."""
    return list(read_fba_returns(file_of(folder, tsv(*rows), "fba.txt")))


def read_replaced(folder: Path, *rows: Row) -> Entries:
    """Write rows of the report of replacements and read them back."""
    return list(read_replacements(file_of(folder, tsv(*rows), "replacements.txt")))


def returns(entries: Entries) -> list[ReportedReturn]:
    """Give the returns to the seller."""
    return [each for each in entries if isinstance(each, ReportedReturn)]


def taken_back(entries: Entries) -> list[FbaReturn]:
    """Give the returns to Amazon."""
    return [each for each in entries if isinstance(each, FbaReturn)]


def told(entries: Entries) -> list[tuple[int, str, str]]:
    """Give line, field and code of all rejections and remarks."""
    return [
        (each.origin.line, each.field, each.code)
        for each in entries
        if isinstance(each, Rejection | Remark)
    ]


def desk_with_an_order(
    *lines: Line,
    order_id: str = "111-0000001-0000001",
    world: World | None = None,
    **changes: Any,
) -> OrderDesk:
    """Open a desk with an order of three mugs, delivered in two parcels: one on 5 March, two on 7.

    It was placed on 2 March; other lines are delivered whole on 5 March.
    """
    desk = open(world=world)
    placed = {"channel": "SHOP", "order_id": order_id, "at": "2026-03-02T09:00:00Z", **changes}
    for line in lines or (MUGS,):
        desk.receive(line.sku, 9)
    order = desk.place(lines=list(lines or (MUGS,)), **placed)
    desk.confirm_payment(order.id, at="2026-03-02T09:05:00Z")
    if lines:
        desk.confirm_shipment(order.id, at="2026-03-03T09:00:00Z")
        desk.record_delivery(order.id, "P1", at="2026-03-05T18:00:00Z")
        return desk
    for at, units, arrived in (("03", 1, "05"), ("04", 2, "07")):
        shipped = f"2026-03-{at}T09:00:00Z"
        order = desk.confirm_shipment(order.id, units=[Units("1", units)], at=shipped)
        parcel = order.parcels[-1].id
        desk.record_delivery(order.id, parcel, at=f"2026-03-{arrived}T18:00:00Z")
    return desk


MUGS = Line("MUG", 3, price="12.50 USD", ref="68828574383266")
