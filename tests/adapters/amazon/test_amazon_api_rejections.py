"""API answers: what is refused, by which code, and what is kept."""

from pathlib import Path

import pytest
from amazon_writing import (
    money,
    new_item,
    new_order,
    orders,
    read_answers,
    rejections,
    said,
    usd,
    v0_item,
    v0_items,
    v0_order,
)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"AmazonOrderId": " "}, "AmazonOrderId", "missing_value"),
        ({"AmazonOrderId": 7}, "AmazonOrderId", "bad_record"),
        ({"OrderStatus": "Lost"}, "OrderStatus", "unknown_status"),
        ({"OrderStatus": "Returned"}, "OrderStatus", "unknown_status"),
        ({"FulfillmentChannel": None}, "FulfillmentChannel", "missing_value"),
        ({"FulfillmentChannel": "Mail"}, "FulfillmentChannel", "unknown_channel"),
        ({"PurchaseDate": None}, "PurchaseDate", "missing_value"),
        ({"PurchaseDate": "2026-01-05T10:00:00"}, "PurchaseDate", "naive_time"),
        ({"LastUpdateDate": "1.569521782042E9"}, "LastUpdateDate", "bad_time"),
        ({"LatestShipDate": "soon, very soon"}, "LatestShipDate", "bad_time"),
        ({"BuyerInfo": "Ann"}, "BuyerInfo", "bad_record"),
        ({"ShippingAddress": []}, "ShippingAddress", "bad_record"),
        ({"OrderItems": {}}, "OrderItems", "bad_record"),
    ],
)
def test_a_bad_order_of_v0_is_refused(
    tmp_path: Path, changes: dict[str, object], field: str, code: str
) -> None:
    """Its items are not missed as well, and the other order is kept."""
    good = v0_order(AmazonOrderId="2", OrderItems=[v0_item()])

    entries = read_answers(
        tmp_path, {"Orders": [good, v0_order(**changes)]}, v0_items(v0_item(), order_id="2")
    )

    assert (2, field, code) == said(entries)[0]
    assert [order.id for order in orders(entries)] == ["2"]


def test_items_of_a_refused_order_are_not_refused_again(tmp_path: Path) -> None:
    """The rejection of the order says what was lost."""
    entries = read_answers(tmp_path, v0_order(OrderStatus="Lost"), v0_items(v0_item()))

    assert said(entries) == [(1, "OrderStatus", "unknown_status")]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"OrderItemId": None}, "OrderItemId", "missing_value"),
        ({"SellerSKU": ""}, "SellerSKU", "missing_value"),
        ({"QuantityOrdered": None}, "QuantityOrdered", "missing_value"),
        ({"QuantityOrdered": 2.0}, "QuantityOrdered", "bad_quantity"),
        ({"QuantityOrdered": True}, "QuantityOrdered", "bad_quantity"),
        ({"QuantityOrdered": -1}, "QuantityOrdered", "bad_quantity"),
        ({"QuantityOrdered": 10**30}, "QuantityOrdered", "bad_quantity"),
        ({"QuantityOrdered": 0}, "QuantityOrdered", "zero_quantity"),
        ({"QuantityShipped": 3}, "QuantityShipped", "bad_quantity"),
        ({"ItemPrice": "40.00"}, "ItemPrice", "bad_record"),
        ({"ItemPrice": {"Amount": "40.00"}}, "ItemPrice.CurrencyCode", "missing_value"),
        ({"ItemPrice": {"CurrencyCode": "USD"}}, "ItemPrice.Amount", "missing_value"),
        ({"ItemPrice": usd(40.0)}, "ItemPrice.Amount", "bad_record"),
        ({"ItemPrice": usd("-40.00")}, "ItemPrice.Amount", "negative_amount"),
        (
            {"ItemPrice": {"CurrencyCode": "JPY", "Amount": "25.99"}},
            "ItemPrice.Amount",
            "bad_amount",
        ),
        (
            {"ItemPrice": {"CurrencyCode": "YEN", "Amount": "25"}},
            "ItemPrice.CurrencyCode",
            "unknown_currency",
        ),
        (
            {"BuyerInfo": {"GiftWrapPrice": {"CurrencyCode": "GBP", "Amount": "41.99"}}},
            "BuyerInfo.GiftWrapPrice.Amount",
            "mixed_currencies",
        ),
        (
            {"ItemPrice": {"CurrencyCode": "EUR", "Amount": "40.00"}},
            "ItemPrice",
            "mixed_currencies",
        ),
        ({"Title": ["A kettle"]}, "Title", "bad_record"),
    ],
)
def test_a_bad_item_of_v0_is_refused(
    tmp_path: Path, changes: dict[str, object], field: str, code: str
) -> None:
    """It has a number of its own, and the order keeps its good item."""
    items = v0_items(v0_item(OrderItemId="0502"), v0_item(**changes))

    entries = read_answers(tmp_path, v0_order(), items)

    assert [(2, field, code)] == said(entries)
    assert [[line.ref for line in order.lines] for order in orders(entries)] == [["0502"]]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"orderId": None}, "orderId", "missing_value"),
        ({"fulfillment": None}, "fulfillment.fulfillmentStatus", "missing_value"),
        ({"fulfillment": "SHIPPED"}, "fulfillment", "bad_record"),
        (
            {"fulfillment": {"fulfillmentStatus": "LOST"}},
            "fulfillment.fulfillmentStatus",
            "unknown_status",
        ),
        (
            {"fulfillment": {"fulfillmentStatus": "SHIPPED"}},
            "fulfillment.fulfilledBy",
            "missing_value",
        ),
        ({"programs": "PRIME"}, "programs", "bad_record"),
        ({"createdTime": "2026-01-05"}, "createdTime", "naive_time"),
        ({"packages": {}}, "packages", "bad_record"),
        ({"orderItems": []}, "", "items_missing"),
    ],
)
def test_a_bad_order_of_2026_is_refused(
    tmp_path: Path, changes: dict[str, object], field: str, code: str
) -> None:
    """The other order is kept."""
    entries = read_answers(tmp_path, {"orders": [new_order(**changes), new_order(orderId="2")]})

    assert [(1, field, code)] == said(entries)
    assert [order.id for order in orders(entries)] == ["2"]


@pytest.mark.parametrize(
    ("item", "field", "code"),
    [
        (7, "orderItems[1]", "bad_record"),
        (new_item(product=None), "orderItems[1].product.sellerSku", "missing_value"),
        (new_item(quantityOrdered=0), "orderItems[1].quantityOrdered", "zero_quantity"),
        (
            new_item(fulfillment={"quantityFulfilled": 3}),
            "orderItems[1].fulfillment.quantityFulfilled",
            "bad_quantity",
        ),
        (
            new_item(product={"sellerSku": "POT", "price": {"unitPrice": money("1", "EUR")}}),
            "orderItems[1].proceeds",
            "mixed_currencies",
        ),
        (
            new_item(proceeds={"breakdowns": [{"type": "TAX", "subtotal": money("1", "EUR")}]}),
            "orderItems[1].product.price.unitPrice.amount",
            "mixed_currencies",
        ),
        (
            new_item(
                proceeds={
                    "breakdowns": [
                        {
                            "type": "TAX",
                            "subtotal": money("1"),
                            "detailedBreakdowns": [{"subtype": "SHIPPING", "value": money("2")}],
                        }
                    ]
                }
            ),
            "orderItems[1].proceeds.breakdowns[0].subtotal.amount",
            "negative_amount",
        ),
        (
            new_item(proceeds={"breakdowns": [{}]}),
            "orderItems[1].proceeds.breakdowns[0].type",
            "missing_value",
        ),
    ],
)
def test_a_bad_item_of_2026_is_refused(tmp_path: Path, item: object, field: str, code: str) -> None:
    """The field is its path in the order, which keeps its good item."""
    good = new_item(orderItemId="0602")

    entries = read_answers(tmp_path, new_order(orderItems=[good, item]))

    assert [(1, field, code)] == said(entries)
    assert [[line.ref for line in order.lines] for order in orders(entries)] == [["0602"]]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"packageReferenceId": ""}, "packageReferenceId", "missing_value"),
        ({"packageStatus": {}}, "packageStatus.status", "missing_value"),
        ({"packageStatus": {"status": "LOST"}}, "packageStatus.status", "unknown_status"),
        ({"shipTime": "yesterday evening"}, "shipTime", "bad_time"),
        ({"packageItems": [{"orderItemId": "9"}]}, "packageItems[0].orderItemId", "unknown_item"),
        (
            {"packageItems": [{"orderItemId": "0601", "quantity": 0}]},
            "packageItems[0].quantity",
            "bad_quantity",
        ),
    ],
)
def test_a_bad_package_is_refused(
    tmp_path: Path, changes: dict[str, object], field: str, code: str
) -> None:
    """The order is kept without it."""
    package = {"packageReferenceId": "P-1", "packageStatus": {"status": "SHIPPED"}, **changes}

    entries = read_answers(tmp_path, new_order(packages=[package]))

    assert [(1, f"packages[0].{field}", code)] == said(entries)
    assert [order.parcels for order in orders(entries)] == [()]


def test_items_and_addresses_without_their_order_are_refused(tmp_path: Path) -> None:
    """One rejection for each order that no file holds."""
    address = {"AmazonOrderId": "3", "ShippingAddress": {"City": "Canton"}}
    items = v0_items(v0_item(), v0_item(), order_id="2")

    entries = read_answers(tmp_path, items, items, address)

    assert [(each.value, each.code) for each in rejections(entries)] == [
        ("3", "order_missing"),
        ("2", "order_missing"),
    ]


def test_an_order_without_items_is_refused(tmp_path: Path) -> None:
    """None were given, or none of them could be read."""
    entries = read_answers(
        tmp_path, [v0_order(), v0_order(AmazonOrderId="2", OrderItems=[v0_item(SellerSKU="")])]
    )

    assert said(entries) == [
        (2, "OrderItems[0].SellerSKU", "missing_value"),
        (1, "", "items_missing"),
        (2, "", "items_missing"),
    ]
