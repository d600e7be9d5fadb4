"""Orders written as Amazon's All Orders flat file, which our own importer and other tools read.

Report types ``GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL`` and ``…_BY_LAST_UPDATE_…``:
tab-separated, without quotes, a row for each line of an order.
"""

from collections.abc import Iterable, Iterator, Mapping

from ordercore.adapters.amazon.packages import one_line
from ordercore.adapters.amazon.report_rows import AMOUNTS
from ordercore.adapters.amazon.words import REPORT_WORDS
from ordercore.channels import CHANNELS, find_marketplace
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import decimal_text
from ordercore.kernel.time import Instant
from ordercore.orders.line import Line
from ordercore.orders.money import kept_charges
from ordercore.orders.state import Order
from ordercore.orders.stations import cancelled_units, shipped_units
from ordercore.orders.status import OrderStatus

ALL_ORDERS_COLUMNS = (
    "amazon-order-id",
    "merchant-order-id",
    "purchase-date",
    "last-updated-date",
    "order-status",
    "fulfillment-channel",
    "sales-channel",
    "order-channel",
    "ship-service-level",
    "product-name",
    "sku",
    "asin",
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
    "promotion-ids",
    "is-business-order",
    "purchase-order-number",
    "price-designation",
)
"""developer-docs.amazon.com, order-tracking-reports-attributes (facts §7.1, A); the column that
Brazil alone has is left out."""

AMAZON, MERCHANT = "Amazon", "Merchant"
"""Who fulfils, as this report says it (the same source)."""


def all_orders_report(orders: Iterable[Order]) -> Iterator[str]:
    """Give the flat file line by line, each with its end: a header, and a row for each line.

    A line of which some units were cancelled stands with those that are left and with what they
    cost; one of which all were, as it was ordered. What is not known is blank. A tab or a line
    break inside a text becomes a space, since the file knows no quotes.
    The layout has no place for a Prime order of the seller's own fulfilment, nor for a shop of
    the seller's: both are the merchant's here.
    """
    yield "\t".join(ALL_ORDERS_COLUMNS) + "\n"
    for order in orders:
        common = _of_order(order)
        cancelled, shipped = cancelled_units(order), shipped_units(order)
        for line in order.lines:
            row = common | _of_line(line, cancelled.get(line.id, 0), shipped.get(line.id, 0))
            yield "\t".join([row.get(column, "") for column in ALL_ORDERS_COLUMNS]) + "\n"


def _of_order(order: Order) -> dict[str, str]:
    terms, ship_to = order.terms, order.ship_to
    marketplace = find_marketplace(terms.marketplace)
    channel = CHANNELS.get(terms.channel)
    stored_by_amazon = channel is not None and not channel.is_sellers_stock
    address = {} if ship_to is None else {
        "ship-city": ship_to.city,
        "ship-state": ship_to.region,
        "ship-postal-code": ship_to.postal_code,
        "ship-country": ship_to.country,
    }  # fmt: skip
    told = {
        "amazon-order-id": order.id,
        "purchase-date": terms.placed_at.isoformat(),
        "last-updated-date": last_updated(order).isoformat(),
        "order-status": REPORT_WORDS[order.status],
        "fulfillment-channel": AMAZON if stored_by_amazon else MERCHANT,
        "sales-channel": marketplace.sales_channel if marketplace else terms.marketplace,
        "ship-service-level": terms.service,
        **address,
    }
    return {column: one_line(text) for column, text in told.items()}


def last_updated(order: Order) -> Instant:
    """Give the last moment at which the order's status changed, as far as the order tells."""
    moments = [order.terms.placed_at, *[gone.at for gone in order.cancellations]]
    moments += [parcel.shipped_at for parcel in order.parcels]
    moments += [at for parcel in order.parcels if (at := parcel.delivered_at) is not None]
    if order.report is not None:
        moments.append(order.report.updated_at)
    return max(moments)


def _of_line(line: Line, cancelled: int, shipped: int) -> dict[str, str]:
    is_gone = cancelled == line.quantity
    left = line.quantity if is_gone else line.quantity - cancelled
    charges = line.charges if is_gone else kept_charges(line, cancelled)
    return {
        "product-name": one_line(line.title),
        "sku": one_line(line.sku),
        "item-status": REPORT_WORDS[_status(left, shipped, is_gone=is_gone)],
        "quantity": str(left),
        **({} if charges is None else _amounts(charges)),
    }


def _status(left: int, shipped: int, *, is_gone: bool) -> OrderStatus:
    if is_gone:
        return OrderStatus.CANCELLED
    if not shipped:
        return OrderStatus.UNSHIPPED
    return OrderStatus.SHIPPED if shipped == left else OrderStatus.PARTIALLY_SHIPPED


def _amounts(charges: Charges) -> Mapping[str, str]:
    currency = charges.currency
    return {
        "currency": currency,
        **{
            column: decimal_text(getattr(charges, component), currency)
            for column, component in AMOUNTS.items()
        },
    }
