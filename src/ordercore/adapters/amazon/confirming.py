"""Shipments confirmed at Amazon by its Orders API, and by a flat file."""

from collections.abc import Iterable
from typing import Any

from ordercore.adapters.amazon.packages import Package, package_of, placed
from ordercore.adapters.amazon.telling import told
from ordercore.channels.marketplaces import marketplace_of

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

    White space inside a text becomes one space, as in the feeds; a blank method is left out.

    Raises:
        InvalidValue: when the marketplace is none of Amazon's, ``package`` is none, or a text
            that has to be there is blank or has control characters.
    """
    row = marketplace_of(marketplace)
    says = told(package_of(package, "package"), "package")
    detail: dict[str, Any] = {
        "packageReferenceId": package.reference,
        "carrierCode": says.carrier_code,
        "trackingNumber": says.tracking,
        "shipDate": package.ship_date,
        "orderItems": [{"orderItemId": ref, "quantity": units} for ref, units in says.items],
    }
    if says.carrier_name:
        detail["carrierName"] = says.carrier_name
    if says.method:
        detail["shippingMethod"] = says.method
    return {"marketplaceId": row.id, "packageDetail": detail}


def fulfilment_feed(packages: Iterable[Package]) -> str:
    """Give the flat file that confirms packages: a header, and a row per package and line.

    White space inside a cell, tabs and line breaks with it, becomes one space, since the file
    knows no quotes.

    Raises:
        InvalidValue: when one is no package, or a text that has to be there is blank or has
            control characters; the field is named by the place of its package.
    """
    rows = [
        (
            says.order_id,
            ref,
            str(units),
            package.ship_date,
            says.carrier_code,
            says.carrier_name,
            says.tracking,
            says.method,
        )
        for package, says in [
            (package, told(package, place)) for place, package in placed(packages)
        ]
        for ref, units in says.items
    ]
    return "".join("\t".join(row) + "\n" for row in (FEED_COLUMNS, *rows))
