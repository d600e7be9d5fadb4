"""Shipments confirmed at Amazon: an order's parcels as its API and its feed want them told.

Of orders that a seller ships, and only of those whose label was not bought from Amazon: Buy
Shipping confirms by itself, and confirming "Ship+" orders is refused (facts §3.1).
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from ordercore.adapters.amazon.carriers import CARRIERS, OTHER, AmazonCarrier, carrier_of
from ordercore.channels.marketplaces import MARKETPLACES
from ordercore.errors import InvalidValue
from ordercore.kernel.ids import OrderId, ParcelId
from ordercore.kernel.time import Instant
from ordercore.orders.state import Order
from ordercore.shipping import Parcel

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

NO_METHODS: Mapping[ParcelId, str] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class Package:
    """A parcel as Amazon knows one.

    ``reference`` is a positive number, its own in the order; what is sent under it once more
    edits the package (facts §3.1).
    """

    order_id: OrderId
    reference: str
    parcel_id: ParcelId
    carrier_code: str
    carrier_name: str = ""
    tracking: str
    shipped_at: Instant
    method: str = ""
    items: tuple[tuple[str, int], ...]
    """Amazon's ids of the lines, each once, and how many units of it are inside."""
    delivered: bool = attrs.field(default=False, eq=False)


@attrs.frozen(kw_only=True)
class Unready:
    """A parcel that cannot be confirmed yet: a stable code, and what it is about.

    ``carrier_missing`` and ``tracking_missing`` are put right by ``CorrectTracking``;
    ``line_unknown`` names a line for which Amazon's id was never reported.
    """

    parcel_id: ParcelId
    code: str
    about: str = ""


def packages_of(
    order: Order,
    *,
    methods: Mapping[ParcelId, str] = NO_METHODS,
    carriers: tuple[AmazonCarrier, ...] = CARRIERS,
) -> tuple[Package | Unready, ...]:
    """Give an order's parcels as packages, or why one cannot be told.

    A parcel keeps its reference for ever: it is its place in the order, from 1 on.
    ``methods`` names how parcels were shipped, where that is known.
    """
    refs = {line.id: line.ref for line in order.lines}
    found: list[Package | Unready] = []
    for number, parcel in enumerate(order.parcels, start=1):
        items: dict[str, int] = {}
        unknown = [some.line for some in parcel.units if not refs.get(some.line)]
        problem = _problem(parcel, unknown)
        if problem is not None:
            found.append(problem)
            continue
        for some in parcel.units:
            ref = str(refs[some.line])
            items[ref] = items.get(ref, 0) + some.quantity
        code, name = carrier_of(parcel.carrier, carriers)
        found.append(
            Package(
                order_id=order.id,
                reference=str(number),
                parcel_id=parcel.id,
                carrier_code=code,
                carrier_name=name,
                tracking=parcel.tracking,
                shipped_at=parcel.shipped_at,
                method=methods.get(parcel.id, ""),
                items=tuple(items.items()),
                delivered=parcel.is_with_buyer,
            )
        )
    return tuple(found)


def unsent(packages: Iterable[Package], sent: Iterable[Package]) -> tuple[Package, ...]:
    """Give the packages that Amazon does not know, or knows otherwise.

    Of a package that was delivered nothing can be edited any more (Seller Central SC.it/202014610).
    """
    known = {(some.order_id, some.reference): some for some in sent}
    found: list[Package] = []
    for package in packages:
        before = known.get((package.order_id, package.reference))
        if before is None or (before != package and not package.delivered):
            found.append(package)
    return tuple(found)


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
        "shipDate": package.shipped_at.isoformat(),
        "orderItems": [{"orderItemId": ref, "quantity": units} for ref, units in package.items],
    }
    if package.carrier_code == OTHER:
        detail["carrierName"] = package.carrier_name
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
            package.shipped_at.isoformat(),
            package.carrier_code,
            package.carrier_name,
            package.tracking,
            package.method,
        )
        for package in packages
        for ref, units in package.items
    ]
    lines = ("\t".join(" ".join(cell.split()) for cell in row) for row in (FEED_COLUMNS, *rows))
    return "".join(f"{line}\n" for line in lines)


def _problem(parcel: Parcel, unknown: list[str]) -> Unready | None:
    if unknown:
        return Unready(parcel_id=parcel.id, code="line_unknown", about=unknown[0])
    if not parcel.carrier.strip():
        return Unready(parcel_id=parcel.id, code="carrier_missing")
    if not parcel.tracking.strip():
        return Unready(parcel_id=parcel.id, code="tracking_missing")
    return None
