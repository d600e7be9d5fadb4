"""Shipments confirmed at Amazon by its Orders API, and by a flat file."""

from collections.abc import Iterable
from typing import Any

from ordercore.adapters.amazon.packages import Package, one_line
from ordercore.channels.marketplaces import MARKETPLACES
from ordercore.errors import InvalidValue

FEED_COLUMNS = (
    "order-id",
    "order-item-id",
    "quantity",
    "ship-date",
    "carrier-code",
    "carrier-name",
    "tracking-number",
    "ship-method",
)
"""Of the flat file ``POST_FLAT_FILE_FULFILLMENT_DATA``, as open-source connectors write it (B)."""


def confirmation(package: Package, marketplace: str) -> dict[str, Any]:
    """Give the body of ``confirmShipment`` (Orders API v0), which is sent under the order's id.

    Raises:
        InvalidValue: when the marketplace is none whose id we know.
    """
    row = MARKETPLACES.get(marketplace)
    if row is None:
        raise InvalidValue("marketplace", marketplace, "the country code of a marketplace")
    detail: dict[str, Any] = {
        "packageReferenceId": package.reference,
        "carrierCode": package.carrier_code,
        "trackingNumber": package.tracking,
        "shipDate": package.ship_date,
        "orderItems": [{"orderItemId": ref, "quantity": units} for ref, units in package.items],
    }
    if package.told_name:
        detail["carrierName"] = package.told_name
    if package.method:
        detail["shippingMethod"] = package.method
    return {"marketplaceId": row.id, "packageDetail": detail}


def fulfilment_feed(packages: Iterable[Package]) -> str:
    """Give the flat file that confirms packages: a header, and a row per package and line.

    A tab or a line break inside a cell becomes a space, since the file knows no quotes.
    """
    rows = [
        (
            package.order_id,
            ref,
            str(units),
            package.ship_date,
            package.carrier_code,
            package.told_name,
            package.tracking,
            package.method,
        )
        for package in packages
        for ref, units in package.items
    ]
    lines = ("\t".join(map(one_line, row)) for row in (FEED_COLUMNS, *rows))
    return "".join(f"{line}\n" for line in lines)
