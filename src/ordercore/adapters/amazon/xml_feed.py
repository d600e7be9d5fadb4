"""Shipments confirmed at Amazon by its XML feed, ``POST_ORDER_FULFILLMENT_DATA``.

Elements, their order and their limits are those of OrderFulfillment.xsd, amzn-header.xsd and
amzn-base.xsd, release 4.1, as connectors carry them (B). Where an announcement of Amazon's asks for
more than the schema does, that counts.
"""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from ordercore.adapters.amazon.envelope import (
    ITEM_CODE,
    LONGEST,
    ORDER_ID,
    add,
    document,
    envelope,
    message,
)
from ordercore.adapters.amazon.packages import Package, placed
from ordercore.adapters.amazon.telling import told
from ordercore.errors import InvalidValue

KIND = "OrderFulfillment"


def fulfilment_xml(packages: Iterable[Package], seller: str) -> bytes:
    """Give the XML feed that confirms packages, as a document in UTF-8.

    Each package is one message, numbered from 1 in the order given: by that number Amazon's report
    names what it refused. A package that is sent again with another carrier or number is edited.
    White space inside a text becomes one space, as the schema's types have it.
    ``seller`` is the seller's id at Amazon, which stands in the header.

    Raises:
        InvalidValue: when there are no packages, one is none, or the schema or XML itself does not
            allow what a field says; the field is named by the place of its package. One such
            package would have the whole feed refused.
    """
    root = envelope(seller, KIND)
    number = 0
    for number, (place, package) in enumerate(placed(packages), start=1):
        _add_package(message(root, number, KIND), package, place)
    if not number:
        raise InvalidValue("packages", (), "at least one package")
    return document(root)


def _add_package(parent: Element, package: Package, place: str) -> None:
    says = told(package, place, LONGEST)
    if not ORDER_ID.fullmatch(says.order_id):
        expected = "3-7-7 letters and digits, as Amazon has"
        raise InvalidValue(f"{place}.order_id", package.order_id, expected)
    add(parent, "AmazonOrderID", says.order_id)
    add(parent, "MerchantFulfillmentID", package.reference)
    add(parent, "FulfillmentDate", package.ship_date)
    data = SubElement(parent, "FulfillmentData")
    add(data, "CarrierCode", says.carrier_code)
    if says.carrier_name:
        add(data, "CarrierName", says.carrier_name)
    if says.method:
        add(data, "ShippingMethod", says.method)
    add(data, "ShipperTrackingNumber", says.tracking)
    for number, (ref, units) in enumerate(says.items):
        if not ITEM_CODE.fullmatch(ref):
            raise InvalidValue(f"{place}.items[{number}]", ref, "an id of 14 digits")
        item = SubElement(parent, "Item")
        add(item, "AmazonOrderItemCode", ref)
        add(item, "Quantity", str(units))
