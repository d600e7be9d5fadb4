"""Orders API v0: one order, one item, one address of ``ordersV0.json`` as values.

Booleans may come as text, amounts are decimal text, and ``ItemPrice`` is the total of the line.
"""

from collections.abc import Iterator, Mapping

from ordercore.adapters.amazon.documents import Node
from ordercore.adapters.amazon.fields import (
    BadField,
    Part,
    channel,
    charges,
    currency,
    flag,
    must_be_ordered,
    part,
    quantity,
    status,
    time,
)
from ordercore.adapters.amazon.words import code_of
from ordercore.channels import find_marketplace
from ordercore.orders.address import Address
from ordercore.orders.parts import ReplacementKind
from ordercore.ports.source import Origin, ReportedLine, ReportedOrder

AMOUNTS: Mapping[str, str] = {
    "ItemPrice": "item",
    "ItemTax": "tax",
    "ShippingPrice": "shipping",
    "ShippingTax": "shipping_tax",
    "PromotionDiscount": "discount",
    "ShippingDiscount": "shipping_discount",
}
"""Member of an item → component of the charges."""

GIFT_AMOUNTS: Mapping[str, str] = {"GiftWrapPrice": "gift_wrap", "GiftWrapTax": "gift_wrap_tax"}
"""Member of an item's ``BuyerInfo`` → component of the charges."""

ADDRESS: Mapping[str, str] = {
    "name": "Name",
    "line1": "AddressLine1",
    "line2": "AddressLine2",
    "line3": "AddressLine3",
    "city": "City",
    "region": "StateOrRegion",
    "postal_code": "PostalCode",
    "country": "CountryCode",
    "phone": "Phone",
}

EASY_SHIP_DELIVERED = "Delivered"
"""``EasyShipShipmentStatus`` of an order that has arrived (Easy Ship sends one package)."""


def read_order(node: Node, origin: Origin) -> ReportedOrder:
    """Read an order without its lines, which are an answer of their own."""
    order_id = node.required("AmazonOrderId")
    reading = status(node.text("OrderStatus"), node.field("OrderStatus"))
    placed_at = time(node.text("PurchaseDate"), node.field("PurchaseDate"))
    updated = node.text("LastUpdateDate")
    ship_by = node.text("LatestShipDate")
    deliver_by = node.text("LatestDeliveryDate")
    buyer = node.node("BuyerInfo")
    replaced = flag(node.value("IsReplacementOrder"))
    return ReportedOrder(
        id=order_id,
        channel=channel(
            node.text("FulfillmentChannel"),
            node.field("FulfillmentChannel"),
            prime=flag(node.value("IsPrime")),
        ),
        marketplace=code_of(
            find_marketplace(node.text("MarketplaceId"), node.text("SalesChannel"))
        ),
        status=reading.status,
        word=node.text("OrderStatus"),
        placed_at=placed_at,
        updated_at=time(updated, node.field("LastUpdateDate")) if updated else placed_at,
        lines=(),
        origin=origin,
        delivered=node.text("EasyShipShipmentStatus") == EASY_SHIP_DELIVERED,
        ship_to=read_address(node.node("ShippingAddress"), ADDRESS),
        ship_by=time(ship_by, node.field("LatestShipDate")) if ship_by else None,
        deliver_by=time(deliver_by, node.field("LatestDeliveryDate")) if deliver_by else None,
        service=node.text("ShipServiceLevel"),
        buyer=buyer.text("BuyerEmail") or buyer.text("BuyerName"),
        replacement=ReplacementKind.REPLACEMENT if replaced else None,
        replaces=(node.text("ReplacedOrderId") or None) if replaced else None,
    )


def read_address(node: Node, members: Mapping[str, str]) -> Address | None:
    """Read an address; ``None`` where nothing of it is told."""
    address = Address(**{field: node.text(member) for field, member in members.items()})
    return None if address == Address() else address


def read_line(node: Node, origin: Origin, cancelled: bool) -> ReportedLine:
    """Read an item of an order that may be cancelled."""
    ref = node.required("OrderItemId")
    sku = node.required("SellerSKU")
    ordered = quantity(node.value("QuantityOrdered"), node.field("QuantityOrdered"))
    must_be_ordered(ordered, node.field("QuantityOrdered"), cancelled=cancelled)
    parts = list(_parts(node))
    return ReportedLine(
        sku=sku,
        quantity=ordered,
        charges=charges(parts) if parts else None,
        origin=origin,
        ref=ref,
        title=node.text("Title"),
        shipped=shipped_of(node, "QuantityShipped", ordered),
        cancelled=cancelled,
    )


def shipped_of(node: Node, name: str, ordered: int) -> int | None:
    """Read how many units have left: never more than were ordered."""
    if not node.has(name):
        return None
    shipped = quantity(node.value(name), node.field(name))
    if shipped > ordered:
        raise BadField(node.field(name), "bad_quantity", shipped, f"at most {ordered}, as ordered")
    return shipped


def _parts(node: Node) -> Iterator[Part]:
    if not node.has("ItemPrice"):
        return
    gift = node.node("BuyerInfo")
    for place, amounts in ((node, AMOUNTS), (gift, GIFT_AMOUNTS)):
        for member, component in amounts.items():
            if place.has(member):
                yield money(component, place.node(member), "Amount", "CurrencyCode")


def money(component: str, node: Node, amount: str, code: str) -> Part:
    """Read an amount with its currency."""
    named = currency(node.required(code), node.field(code))
    return part(component, node.required(amount), named, node.field(amount))
