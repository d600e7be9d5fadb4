"""One row of an All Orders report, as values."""

import re
from collections.abc import Iterator, Mapping

import attrs

from ordercore.adapters.amazon.fields import (
    Part,
    channel,
    charges,
    currency,
    flag,
    must_be_ordered,
    part,
    quantity,
    required,
    status,
    time,
)
from ordercore.adapters.amazon.tables import Record
from ordercore.adapters.amazon.words import Reading, code_of
from ordercore.channels import find_marketplace
from ordercore.kernel.time import Instant
from ordercore.orders.address import Address
from ordercore.orders.status import OrderStatus
from ordercore.ports.source import ReportedLine

# Columns and their meaning: developer-docs.amazon.com, order-tracking-reports-attributes.
AMOUNTS: Mapping[str, str] = {
    "item-price": "item",
    "item-tax": "tax",
    "shipping-price": "shipping",
    "shipping-tax": "shipping_tax",
    "gift-wrap-price": "gift_wrap",
    "gift-wrap-tax": "gift_wrap_tax",
    "item-promotion-discount": "discount",
    "ship-promotion-discount": "shipping_discount",
}
"""Column → component of the charges. All are totals of the row, never per unit."""

ITEM_IDS = ("order-item-id", "amazon-order-item-id")
"""Columns that tell rows apart; the plain All Orders report has none of them."""

FACTS = ("purchase-date", "order-status", "fulfillment-channel", "sales-channel")
"""Columns that say the same on every row of an order."""

SHIPPED_SHARE: Mapping[OrderStatus, int] = {OrderStatus.SHIPPED: 1, OrderStatus.UNSHIPPED: 0}
"""Item status → how many times its quantity has left; other words tell nothing."""

# Spreadsheets turn postal codes into numbers: "400081.0" (public exports).
_NUMBERED = re.compile(r"([0-9]+)\.0")


@attrs.frozen(kw_only=True)
class Row:
    """What a row says of its order, and the line that it is."""

    order_id: str
    reading: Reading
    word: str
    channel: str
    marketplace: str
    sales_channel: str
    placed_at: Instant
    updated_at: Instant
    currency: str
    line: ReportedLine
    ship_to: Address | None
    service: str

    @property
    def facts(self) -> tuple[object, ...]:
        """What all rows of the order must agree on, in the order of ``FACTS``."""
        return self.placed_at, self.word, self.channel, self.sales_channel


def read_row(record: Record, zone: str | None, currencies: Mapping[str, str]) -> Row:
    """Read a row; ``currencies`` are those that other rows name for their orders.

    Raises:
        BadField: for the first field that cannot be taken over.
    """
    order_id = required(record["amazon-order-id"], "amazon-order-id")
    placed_at = time(record["purchase-date"], "purchase-date", zone)
    updated = record["last-updated-date"]
    updated_at = time(updated, "last-updated-date", zone) if updated else placed_at
    reading = status(record["order-status"], "order-status")
    fulfilment = channel(
        record["fulfillment-channel"], "fulfillment-channel", prime=flag(record["is-prime"])
    )
    marketplace = find_marketplace(record["sales-channel"])
    money = currencies.get(order_id, "")
    line = _line(record, reading, money or (marketplace.currency if marketplace else ""))
    return Row(
        order_id=order_id,
        reading=reading,
        word=record["order-status"],
        channel=fulfilment,
        marketplace=code_of(marketplace),
        sales_channel=record["sales-channel"],
        placed_at=placed_at,
        updated_at=updated_at,
        currency=line.charges.currency if line.charges else record["currency"],
        line=line,
        ship_to=_ship_to(record),
        service=record["ship-service-level"],
    )


def _line(record: Record, order: Reading, assumed: str) -> ReportedLine:
    sku = required(record["sku"], "sku")
    word = record["item-status"]
    item = status(word, "item-status") if word else None
    cancelled = order.is_cancelled or (item is not None and item.is_cancelled)
    ordered = quantity(record["quantity"], "quantity")
    must_be_ordered(ordered, "quantity", cancelled=cancelled)
    share = SHIPPED_SHARE.get(item.status) if item else None
    parts = list(_parts(record, assumed))
    return ReportedLine(
        sku=sku,
        quantity=ordered,
        charges=charges(parts) if parts else None,
        origin=record.origin,
        ref=next((record[column] for column in ITEM_IDS if record[column]), None),
        title=record["product-name"],
        shipped=None if share is None else share * ordered,
        cancelled=cancelled,
    )


def _parts(record: Record, assumed: str) -> Iterator[Part]:
    """Give the amounts of a row; none while its price is unknown, which is not a price of zero."""
    named = record["currency"] and currency(record["currency"], "currency")
    if not record["item-price"]:
        return
    code = required(named or assumed, "currency")
    for column, component in AMOUNTS.items():
        if record[column]:
            yield part(component, record[column], code, column)


def _ship_to(record: Record) -> Address | None:
    postal_code = record["ship-postal-code"]
    numbered = _NUMBERED.fullmatch(postal_code)
    address = Address(
        city=record["ship-city"],
        region=record["ship-state"],
        postal_code=numbered.group(1) if numbered else postal_code,
        country=record["ship-country"],
    )
    return None if address == Address() else address
