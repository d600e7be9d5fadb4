"""Answers of the API, put together to orders: items and addresses may come apart, and twice."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

import attrs

from ordercore.adapters.amazon import orders_2026, orders_v0
from ordercore.adapters.amazon.documents import Document, Node
from ordercore.adapters.amazon.fields import BadField
from ordercore.kernel.replace import replace
from ordercore.orders.status import OrderStatus
from ordercore.ports.source import (
    Origin,
    Rejection,
    Remark,
    ReportedLine,
    ReportedOrder,
    ReportedParcel,
)

if TYPE_CHECKING:
    from ordercore.orders.address import Address


@attrs.frozen(kw_only=True)
class Version:
    """How one version of the API writes orders: names of members, and readers of records."""

    id: str
    items: str
    price: str
    packages: str = ""
    read_order: Callable[[Node, Origin], ReportedOrder]
    read_line: Callable[[Node, Origin, bool], ReportedLine]


V0 = Version(
    id="AmazonOrderId",
    items="OrderItems",
    price="ItemPrice",
    read_order=orders_v0.read_order,
    read_line=orders_v0.read_line,
)

V2026 = Version(
    id="orderId",
    items="orderItems",
    price="proceeds",
    packages="packages",
    read_order=orders_2026.read_order,
    read_line=orders_2026.read_line,
)

ORDERS: tuple[tuple[tuple[str, ...], Callable[[Node], tuple[Node, ...]], Version], ...] = (
    (("Orders",), lambda node: node.nodes("Orders"), V0),
    (("AmazonOrderId", "OrderStatus"), lambda node: (node,), V0),
    (("orders",), lambda node: node.nodes("orders"), V2026),
    (("order",), lambda node: (node.node("order"),), V2026),
    (("orderId", "orderItems"), lambda node: (node,), V2026),
)
"""Members that an answer has → where its orders are, and in which version; the first row wins."""

ITEM_MEMBERS = ("QuantityOrdered", "SellerSKU", "ASIN")
"""What an item of an order has; the items of ``getOrderItemsBuyerInfo`` have nothing of it."""


class Joining:
    """Orders in the making, with everything that had to be said on the way."""

    def __init__(self) -> None:
        self.entries: list[Rejection | Remark] = []
        self._orders: dict[str, ReportedOrder] = {}
        self._refused: set[str] = set()
        self._items: dict[str, list[tuple[Node, Origin]]] = {}
        self._addresses: dict[str, tuple[Address | None, Origin]] = {}

    def add(self, document: Document | Rejection) -> None:
        """Take an answer over, record by record."""
        if isinstance(document, Rejection):
            self.entries.append(document)
            return
        try:
            self._add(document)
        except BadField as bad:
            self.entries.append(bad.rejection(document.origin()))

    def finished(self) -> Iterator[ReportedOrder | Rejection | Remark]:
        """Give everything that was said, then the orders with their items and addresses."""
        orders = [self._finished(order) for order in self._orders.values()]
        self._miss_orders()
        return chain(self.entries, (order for order in orders if order is not None))

    def _add(self, document: Document) -> None:
        recorded = _inside(document.body, "response")
        answer = _inside(recorded, "payload")
        if failures := Node(recorded).nodes("errors"):
            told = "; ".join(f"{each.text('code')}: {each.text('message')}" for each in failures)
            message = f"Amazon answered {told}"
            self.entries.append(
                Rejection(document.origin(), "errors", "error_response", told, message)
            )
            if answer is recorded:
                return
        node = Node(answer)
        for members, orders_in, version in ORDERS:
            if node.has(*members):
                for order in orders_in(node):
                    self._add_order(version, Node(order.body), document.origin())
                return
        self._add_rest(node, document)

    def _add_rest(self, node: Node, document: Document) -> None:
        items = [each for each in node.nodes(V0.items) if _is_item(each)]
        if items:
            kept = self._items.setdefault(node.required(V0.id), [])
            kept += [(Node(item.body), document.origin()) for item in items]
        elif node.has("ShippingAddress"):
            address = orders_v0.read_address(node.node("ShippingAddress"), orders_v0.ADDRESS)
            self._addresses[node.required(V0.id)] = address, document.origin()
        else:
            message = "the answer holds no order, no items and no address"
            if node.has(V0.id) or node.has(V2026.id):
                # Other calls about an order, such as the buyer's, have nothing that we keep.
                self._remark(document.origin(), "not_an_order", message)
            else:
                self.entries.append(Rejection(document.origin(), "", "not_an_order", "", message))

    def _add_order(self, version: Version, node: Node, origin: Origin) -> None:
        try:
            order = version.read_order(node, origin)
            items = [(item, origin) for item in node.nodes(version.items)]
            packages = node.nodes(version.packages)
        except BadField as bad:
            self.entries.append(bad.rejection(origin))
            self._refused.add(_text_of(node, version.id))
            return
        lines = self._lines(version, items, order)
        parcels = self._parcels(packages, frozenset(line.ref for line in lines), origin)
        self._keep(replace(order, lines=lines, parcels=tuple(parcels)))

    def _keep(self, order: ReportedOrder) -> None:
        """Keep an order; of two reports the one that Amazon updated last, the first if equal."""
        known = self._orders.get(order.id)
        if known is not None:
            kept, other = (order, known) if order.updated_at > known.updated_at else (known, order)
            same = _without_origins(order) == _without_origins(known)
            what = "says the same" if same else "says something else; the newer one counts"
            message = f"order {order.id} was read before and {what}"
            self._remark(order.origin, "repeated_order", message)
            # One call may tell the address that another withholds.
            order = replace(
                kept, ship_to=kept.ship_to or other.ship_to, buyer=kept.buyer or other.buyer
            )
        self._orders[order.id] = order

    def _lines(
        self, version: Version, items: Iterable[tuple[Node, Origin]], order: ReportedOrder
    ) -> tuple[ReportedLine, ...]:
        kept: dict[str | None, ReportedLine] = {}
        currency: str | None = None
        for node, origin in items:
            try:
                line = version.read_line(node, origin, order.status is OrderStatus.CANCELLED)
                currency = _one_currency(line, currency, node.field(version.price))
            except BadField as bad:
                self.entries.append(bad.rejection(origin))
                continue
            if line.ref in kept:
                message = f"item {line.ref} of order {order.id} was read before"
                self._remark(origin, "repeated_item", message)
            kept[line.ref] = line
        return tuple(kept.values())

    def _parcels(
        self, packages: Iterable[Node], refs: frozenset[str | None], origin: Origin
    ) -> Iterator[ReportedParcel]:
        for package in packages:
            try:
                parcel = orders_2026.read_parcel(package, refs)
            except BadField as bad:
                self.entries.append(bad.rejection(origin))
                continue
            if parcel is not None:
                yield parcel

    def _finished(self, order: ReportedOrder) -> ReportedOrder | None:
        lines = order.lines or self._lines(V0, self._items.get(order.id, ()), order)
        if not lines:
            message = f"order {order.id} has no items that could be read"
            self.entries.append(Rejection(order.origin, "", "items_missing", "", message))
            return None
        address, _ = self._addresses.get(order.id, (None, order.origin))
        return replace(order, lines=lines, ship_to=order.ship_to or address)

    def _miss_orders(self) -> None:
        """Reject items and addresses of orders that no file holds."""
        begins = {order_id: origin for order_id, (_, origin) in self._addresses.items()}
        begins |= {order_id: items[0][1] for order_id, items in self._items.items()}
        for order_id, origin in begins.items():
            if order_id not in self._orders and order_id not in self._refused:
                message = f"no file holds the order {order_id} itself"
                self.entries.append(Rejection(origin, V0.id, "order_missing", order_id, message))

    def _remark(self, origin: Origin, code: str, message: str) -> None:
        self.entries.append(Remark(origin, "", code, message))


def _inside(body: object, wrapping: str) -> dict[str, object]:
    """Give what a member wraps, or the body without one; whatever is no object holds nothing."""
    if not isinstance(body, dict):
        return {}
    inner = body.get(wrapping)
    if inner is None:
        return body
    return inner if isinstance(inner, dict) else {}


def _text_of(node: Node, name: str) -> str:
    try:
        return node.text(name)
    except BadField:
        return ""


def _is_item(node: Node) -> bool:
    """Tell whether this is an item of an order, or at least nothing else that we know."""
    return not isinstance(node.body, dict) or any(map(node.has, ITEM_MEMBERS))


def _one_currency(line: ReportedLine, currency: str | None, field: str) -> str | None:
    """Give the currency of the order's lines so far; a line in another one is refused."""
    mine = line.charges.currency if line.charges else None
    if mine is not None and currency not in (None, mine):
        raise BadField(field, "mixed_currencies", mine, f"in {currency} as the rest of the order")
    return currency or mine


def _without_origins(order: ReportedOrder) -> ReportedOrder:
    nowhere = Origin("", 0)
    lines = tuple(replace(line, origin=nowhere) for line in order.lines)
    return replace(order, origin=nowhere, lines=lines)
