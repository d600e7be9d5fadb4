"""Shipments confirmed at Amazon by its XML feed, ``POST_ORDER_FULFILLMENT_DATA``.

Elements, their order and their limits are those of OrderFulfillment.xsd, amzn-header.xsd and
amzn-base.xsd, release 4.1, as connectors carry them (B). Where an announcement of Amazon's asks for
more than the schema does, that counts.
"""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from ordercore.adapters.amazon.packages import Package, placed
from ordercore.adapters.amazon.telling import told, told_text
from ordercore.errors import InvalidValue

LONGEST = 50
"""Characters of the schema's type ``String``."""

_SCHEMA = {
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:noNamespaceSchemaLocation": "amzn-envelope.xsd",
}

_ORDER_ID = re.compile(r"[0-9A-Za-z]{3}-[0-9A-Za-z]{7}-[0-9A-Za-z]{7}", re.ASCII)

_ITEM_CODE = re.compile(r"\d{14}", re.ASCII)


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
    root = Element("AmazonEnvelope", _SCHEMA)
    header = SubElement(root, "Header")
    _add(header, "DocumentVersion", "1.01")
    _add(header, "MerchantIdentifier", told_text(seller, "seller", LONGEST))
    _add(root, "MessageType", "OrderFulfillment")
    number = 0
    for number, (place, package) in enumerate(placed(packages), start=1):
        message = SubElement(root, "Message")
        _add(message, "MessageID", str(number))
        _add_package(SubElement(message, "OrderFulfillment"), package, place)
    if not number:
        raise InvalidValue("packages", (), "at least one package")
    document: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return document


def _add_package(parent: Element, package: Package, place: str) -> None:
    says = told(package, place, LONGEST)
    if not _ORDER_ID.fullmatch(says.order_id):
        expected = "3-7-7 letters and digits, as Amazon has"
        raise InvalidValue(f"{place}.order_id", package.order_id, expected)
    _add(parent, "AmazonOrderID", says.order_id)
    _add(parent, "MerchantFulfillmentID", package.reference)
    _add(parent, "FulfillmentDate", package.ship_date)
    data = SubElement(parent, "FulfillmentData")
    _add(data, "CarrierCode", says.carrier_code)
    if says.carrier_name:
        _add(data, "CarrierName", says.carrier_name)
    if says.method:
        _add(data, "ShippingMethod", says.method)
    _add(data, "ShipperTrackingNumber", says.tracking)
    for number, (ref, units) in enumerate(says.items):
        if not _ITEM_CODE.fullmatch(ref):
            raise InvalidValue(f"{place}.items[{number}]", ref, "an id of 14 digits")
        item = SubElement(parent, "Item")
        _add(item, "AmazonOrderItemCode", ref)
        _add(item, "Quantity", str(units))


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text
