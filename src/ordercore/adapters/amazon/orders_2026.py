"""Orders API 2026-01-01: one order with its items and packages as values.

Orders carry their items; ``unitPrice`` is the price of *one* unit, and the proceeds of an item
break its total down.
"""

from collections.abc import Iterator, Mapping

from ordercore.adapters.amazon.documents import Node
from ordercore.adapters.amazon.fields import (
    BadField,
    Part,
    channel,
    charges,
    must_be_ordered,
    quantity,
    status,
    time,
)
from ordercore.adapters.amazon.orders_v0 import money, read_address, shipped_of
from ordercore.adapters.amazon.words import PACKAGE_WORDS, code_of
from ordercore.channels import find_marketplace
from ordercore.kernel.ids import OrderId
from ordercore.kernel.replace import replace
from ordercore.orders.parts import ReplacementKind
from ordercore.ports.source import Origin, ReportedLine, ReportedOrder, ReportedParcel

PRIME = "PRIME"

REPLACED: Mapping[str, ReplacementKind] = {
    "REPLACEMENT_ORIGINAL_ID": ReplacementKind.REPLACEMENT,
    "EXCHANGE_ORIGINAL_ID": ReplacementKind.EXCHANGE,
}
"""Type of an association → how the order is sent in place of the associated one."""

PROCEEDS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "ITEM": ("item", {}),
    "SHIPPING": ("shipping", {}),
    "GIFT_WRAP": ("gift_wrap", {}),
    "TAX": ("tax", {"SHIPPING": "shipping_tax", "GIFT_WRAP": "gift_wrap_tax"}),
    "DISCOUNT": ("discount", {"SHIPPING": "shipping_discount"}),
}
"""Type of a breakdown → its component, and subtype → the component that it is told apart as.

What the subtypes do not tell apart stays with the type, so that the subtotal is kept.
``COD_FEE`` and ``OTHER`` are no charges that a line of ours has.
"""

ADDRESS: Mapping[str, str] = {
    "name": "name",
    "line1": "addressLine1",
    "line2": "addressLine2",
    "line3": "addressLine3",
    "city": "city",
    "region": "stateOrRegion",
    "postal_code": "postalCode",
    "country": "countryCode",
    "phone": "phone",
}


def read_order(node: Node, origin: Origin) -> ReportedOrder:
    """Read an order without its items and packages, each of which may be bad by itself."""
    order_id = node.required("orderId")
    fulfilment = node.node("fulfillment")
    word = fulfilment.text("fulfillmentStatus")
    reading = status(word, fulfilment.field("fulfillmentStatus"))
    sold_on = node.node("salesChannel")
    placed_at = time(node.text("createdTime"), node.field("createdTime"))
    updated = node.text("lastUpdatedTime")
    window = fulfilment.node("shipByWindow")
    ship_by = window.text("latestDateTime")
    arrival = fulfilment.node("deliverByWindow")
    deliver_by = arrival.text("latestDateTime")
    buyer = node.node("buyer")
    replacement, replaces = _replaced(node)
    return ReportedOrder(
        id=order_id,
        channel=channel(
            fulfilment.text("fulfilledBy"),
            fulfilment.field("fulfilledBy"),
            prime=PRIME in node.items("programs"),
        ),
        marketplace=code_of(
            find_marketplace(sold_on.text("marketplaceId"), sold_on.text("marketplaceName"))
        ),
        status=reading.status,
        word=word,
        placed_at=placed_at,
        updated_at=time(updated, node.field("lastUpdatedTime")) if updated else placed_at,
        lines=(),
        origin=origin,
        ship_to=read_address(node.node("recipient").node("deliveryAddress"), ADDRESS),
        ship_by=time(ship_by, window.field("latestDateTime")) if ship_by else None,
        deliver_by=time(deliver_by, arrival.field("latestDateTime")) if deliver_by else None,
        service=fulfilment.text("fulfillmentServiceLevel"),
        buyer=buyer.text("buyerEmail") or buyer.text("buyerName"),
        replacement=replacement,
        replaces=replaces,
    )


def _replaced(node: Node) -> tuple[ReplacementKind | None, OrderId | None]:
    """Read in place of which order it was sent, and how."""
    for associated in node.nodes("associatedOrders"):
        kind = REPLACED.get(associated.text("associationType"))
        if kind is not None:
            return kind, associated.text("orderId") or None
    return None, None


def read_line(node: Node, origin: Origin, cancelled: bool) -> ReportedLine:
    """Read an item of an order that may be cancelled.

    The item alone is cancelled where a cancellation was carried out and none of it has left.
    """
    ref = node.required("orderItemId")
    product = node.node("product")
    sku = product.required("sellerSku")
    ordered = quantity(node.value("quantityOrdered"), node.field("quantityOrdered"))
    shipped = shipped_of(node.node("fulfillment"), "quantityFulfilled", ordered)
    cancelled |= node.node("cancellation").has("cancellationExecution") and not shipped
    must_be_ordered(ordered, node.field("quantityOrdered"), cancelled=cancelled)
    parts = list(_parts(node, ordered))
    return ReportedLine(
        sku=sku,
        quantity=ordered,
        charges=charges(parts) if any(each.component == "item" for each in parts) else None,
        origin=origin,
        ref=ref,
        title=product.text("title"),
        shipped=shipped,
        cancelled=cancelled,
    )


def _parts(node: Node, ordered: int) -> Iterator[Part]:
    breakdowns = node.node("proceeds").nodes("breakdowns")
    for breakdown in breakdowns:
        yield from _broken_down(breakdown)
    price = node.node("product").node("price")
    if price.has("unitPrice") and not any(each.text("type") == "ITEM" for each in breakdowns):
        unit = _money("item", price.node("unitPrice"))
        yield replace(unit, minor=unit.minor * ordered)


def _broken_down(breakdown: Node) -> Iterator[Part]:
    component, told_apart = PROCEEDS.get(breakdown.required("type"), ("", {}))
    if not component:
        return
    yield _money(component, breakdown.node("subtotal"))
    for detail in breakdown.nodes("detailedBreakdowns"):
        named = told_apart.get(detail.text("subtype"))
        if named is not None:
            apart = _money(named, detail.node("value"))
            yield apart
            yield replace(apart, component=component, minor=-apart.minor)


def _money(component: str, node: Node) -> Part:
    return money(component, node, "amount", "currencyCode")


def read_parcel(node: Node, refs: frozenset[str | None]) -> ReportedParcel | None:
    """Read a package; ``None`` while it has not left, or never will."""
    package_id = node.required("packageReferenceId")
    state = node.node("packageStatus")
    word = state.required("status")
    if word not in PACKAGE_WORDS:
        expected = "a status that packages are known to have"
        raise BadField(state.field("status"), "unknown_status", word, expected)
    delivered = PACKAGE_WORDS[word]
    if delivered is None:
        return None
    sent = node.text("shipTime")
    return ReportedParcel(
        id=package_id,
        units=tuple(_units(item, refs) for item in node.nodes("packageItems")),
        carrier=node.text("carrier"),
        tracking=node.text("trackingNumber"),
        shipped_at=time(sent, node.field("shipTime")) if sent else None,
        delivered=delivered,
    )


def _units(item: Node, refs: frozenset[str | None]) -> tuple[str, int]:
    ref = item.required("orderItemId")
    if ref not in refs:
        raise BadField(item.field("orderItemId"), "unknown_item", ref, "an item of the order")
    packed = quantity(item.value("quantity"), item.field("quantity"))
    if not packed:
        raise BadField(item.field("quantity"), "bad_quantity", packed, "at least 1")
    return ref, packed
