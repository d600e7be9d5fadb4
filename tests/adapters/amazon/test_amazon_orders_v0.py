"""API answers of version 0: orders, items and addresses that come apart, joined."""

from pathlib import Path

import pytest
from amazon_writing import (
    orders,
    read_answers,
    usd,
    v0_item,
    v0_items,
    v0_order,
)

from ordercore.kernel.charges import Charges
from ordercore.kernel.ids import OrderId, Sku
from ordercore.kernel.time import instant
from ordercore.orders.address import Address
from ordercore.orders.parts import ReplacementKind
from ordercore.orders.status import OrderStatus
from ordercore.ports.source import Origin, ReportedLine, ReportedOrder

ADDRESS = {
    "Name": "Ann Buyer",
    "AddressLine1": "1 Cross St.",
    "AddressLine2": "Flat 2",
    "AddressLine3": "Rear",
    "City": "Canton",
    "StateOrRegion": "MI",
    "PostalCode": "48817",
    "CountryCode": "US",
    "Phone": "555 0100",
}

SHIP_TO = Address(
    name="Ann Buyer",
    line1="1 Cross St.",
    city="Canton",
    region="MI",
    postal_code="48817",
    country="US",
    line2="Flat 2",
    line3="Rear",
    phone="555 0100",
)


def test_an_order_is_joined_from_three_answers(tmp_path: Path) -> None:
    """Order, items and address of three files make one order, in whatever order they come."""
    address = {"payload": {"AmazonOrderId": "902-0000001-0000001", "ShippingAddress": ADDRESS}}
    listed = {"payload": {"Orders": [v0_order(BuyerInfo={"BuyerEmail": "a@example.com"})]}}

    entries = read_answers(tmp_path, address, v0_items(v0_item()), listed)

    expected = ReportedOrder(
        id=OrderId("902-0000001-0000001"),
        channel="MFN",
        marketplace="US",
        status=OrderStatus.UNSHIPPED,
        word="Unshipped",
        placed_at=instant("2026-01-05T10:00:00Z"),
        updated_at=instant("2026-01-06T11:00:00Z"),
        lines=(
            ReportedLine(
                sku=Sku("KETTLE"),
                quantity=2,
                charges=Charges("USD", item=4000),
                origin=Origin(str(tmp_path / "2.json"), 1),
                ref="0501",
                title="A kettle",
                shipped=0,
            ),
        ),
        origin=Origin(str(tmp_path / "3.json"), 1),
        ship_to=SHIP_TO,
        ship_by=instant("2026-01-07T07:59:59Z"),
        deliver_by=instant("2026-01-14T07:59:59Z"),
        service="Std US D2D Dom",
        buyer="a@example.com",
    )
    assert [expected] == entries


def test_amounts_are_totals_of_the_line(tmp_path: Path) -> None:
    """Each member goes to its component; discounts are positive."""
    item = v0_item(
        ItemTax=usd("3.20"),
        ShippingPrice=usd("5.00"),
        ShippingTax=usd("0.40"),
        PromotionDiscount=usd("-1.50"),
        ShippingDiscount=usd("2.50"),
        BuyerInfo={"GiftWrapPrice": usd("3.00"), "GiftWrapTax": usd("0.24")},
    )

    (order,) = orders(read_answers(tmp_path, v0_order(OrderItems=[item])))

    expected = Charges("USD", 4000, 320, 500, 40, 300, 24, 150, 250)
    assert expected == order.lines[0].charges


@pytest.mark.parametrize("price", [None, {}])
def test_a_pending_order_has_no_prices_yet(tmp_path: Path, price: object) -> None:
    """Without a price the charges are unknown, which is not zero."""
    pending = v0_order(OrderStatus="Pending", OrderItems=[v0_item(ItemPrice=price)])

    (order,) = orders(read_answers(tmp_path, pending))

    assert order.status is OrderStatus.PENDING
    assert order.lines[0].charges is None


@pytest.mark.parametrize(
    ("fulfilment", "prime", "channel"),
    [
        ("AFN", True, "FBA"),
        ("AFN", False, "FBA"),
        ("MFN", True, "SFP"),
        ("MFN", "true", "SFP"),
        ("MFN", "false", "MFN"),
        ("MFN", None, "MFN"),
    ],
)
def test_prime_tells_the_channel(
    tmp_path: Path, fulfilment: str, prime: object, channel: str
) -> None:
    """Truth values may come as text."""
    answer = v0_order(FulfillmentChannel=fulfilment, IsPrime=prime, OrderItems=[v0_item()])

    assert [channel] == [order.channel for order in orders(read_answers(tmp_path, answer))]


@pytest.mark.parametrize(
    ("members", "replacement", "replaces"),
    [
        ({}, None, None),
        ({"IsReplacementOrder": "false", "ReplacedOrderId": "902-9"}, None, None),
        ({"IsReplacementOrder": True}, ReplacementKind.REPLACEMENT, None),
        (
            {"IsReplacementOrder": "true", "ReplacedOrderId": "902-9"},
            ReplacementKind.REPLACEMENT,
            "902-9",
        ),
    ],
)
def test_a_replacement_names_what_it_replaces(
    tmp_path: Path,
    members: dict[str, object],
    replacement: ReplacementKind | None,
    replaces: str | None,
) -> None:
    """Where it says so; an id alone makes none."""
    (order,) = orders(read_answers(tmp_path, v0_order(OrderItems=[v0_item()], **members)))

    assert (order.replacement, order.replaces) == (replacement, replaces)


def test_optional_members_may_be_missing(tmp_path: Path) -> None:
    """Without them there is no deadline, no address, no buyer and no number of units shipped."""
    spare = v0_order(
        LastUpdateDate=None,
        LatestShipDate=None,
        LatestDeliveryDate=None,
        MarketplaceId=None,
        SalesChannel=None,
        ShipServiceLevel=None,
        BuyerInfo={"BuyerName": "Ann Buyer"},
        OrderItems=[v0_item(QuantityShipped=None, Title=None)],
    )

    (order,) = orders(read_answers(tmp_path, spare))

    assert order.placed_at == order.updated_at
    assert (
        order.ship_by,
        order.deliver_by,
        order.ship_to,
        order.marketplace,
        order.service,
        order.buyer,
    ) == (None, None, None, "", "", "Ann Buyer")
    assert (order.lines[0].shipped, order.lines[0].title) == (None, "")


def test_a_cancelled_order_has_cancelled_lines(tmp_path: Path) -> None:
    """Its lines may have no units."""
    cancelled = v0_order(OrderStatus="Canceled", OrderItems=[v0_item(QuantityOrdered=0)])

    (order,) = orders(read_answers(tmp_path, cancelled))

    assert (order.status, order.lines[0].cancelled) == (OrderStatus.CANCELLED, True)


def test_easy_ship_tells_of_delivery(tmp_path: Path) -> None:
    """It is the only member of v0 that does."""
    shipped = v0_order(
        OrderStatus="Shipped", EasyShipShipmentStatus="Delivered", OrderItems=[v0_item()]
    )

    (order,) = orders(read_answers(tmp_path, shipped))

    assert order.delivered
