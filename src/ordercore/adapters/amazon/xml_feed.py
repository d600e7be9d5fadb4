"""Shipments confirmed at Amazon by its XML feed, ``POST_ORDER_FULFILLMENT_DATA``.

Elements, their order and their limits are those of OrderFulfillment.xsd, amzn-header.xsd and
amzn-base.xsd, release 4.1, as connectors carry them (B). Where an announcement of Amazon's asks for
more than the schema does, that counts.
"""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from ordercore.adapters.amazon.carriers import OTHER
from ordercore.adapters.amazon.packages import Package, one_line
from ordercore.errors import InvalidValue

LONGEST = 50
"""Characters of the schema's type ``String``."""

_SCHEMA = {
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:noNamespaceSchemaLocation": "amzn-envelope.xsd",
}

_ORDER_ID = re.compile(r"[0-9A-Za-z]{3}-[0-9A-Za-z]{7}-[0-9A-Za-z]{7}", re.ASCII)

_ITEM_CODE = re.compile(r"\d{14}", re.ASCII)

_ID_NUMBER = re.compile(r"(?!0+\Z)\d{1,20}", re.ASCII)

# XML 1.0, 2.2: all other characters may stand in a document, some of them escaped.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def fulfilment_xml(packages: Iterable[Package], seller: str) -> bytes:
    """Give the XML feed that confirms packages, as a document in UTF-8.

    Each package is one message, numbered from 1 in the order given: by that number Amazon's report
    names what it refused. A package that is sent again with another carrier or number is edited.
    White space inside a text becomes one space, as the schema's types have it.
    ``seller`` is the seller's id at Amazon, which stands in the header.

    Raises:
        InvalidValue: when there are no packages, or the schema or XML itself does not allow what
            a field says; the field is named by the place of its package. One such package would
            have the whole feed refused.
    """
    root = Element("AmazonEnvelope", _SCHEMA)
    header = SubElement(root, "Header")
    _add(header, "DocumentVersion", "1.01")
    _add(header, "MerchantIdentifier", _text(seller, "seller"))
    _add(root, "MessageType", "OrderFulfillment")
    number = 0
    for number, package in enumerate(packages, start=1):
        message = SubElement(root, "Message")
        _add(message, "MessageID", str(number))
        _add_package(SubElement(message, "OrderFulfillment"), package, f"packages[{number - 1}]")
    if not number:
        raise InvalidValue("packages", (), "at least one package")
    document: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return document


def _add_package(parent: Element, package: Package, place: str) -> None:
    order_id, reference = package.order_id, package.reference
    if not _ORDER_ID.fullmatch(order_id):
        raise InvalidValue(f"{place}.order_id", order_id, "3-7-7 letters and digits, as Amazon has")
    if not _ID_NUMBER.fullmatch(reference):
        raise InvalidValue(f"{place}.reference", reference, "a positive number of up to 20 digits")
    _add(parent, "AmazonOrderID", order_id)
    _add(parent, "MerchantFulfillmentID", reference)
    _add(parent, "FulfillmentDate", package.ship_date)
    data = SubElement(parent, "FulfillmentData")
    _add(data, "CarrierCode", _text(package.carrier_code, f"{place}.carrier_code"))
    if package.carrier_code == OTHER:
        _add(data, "CarrierName", _text(package.told_name, f"{place}.carrier_name"))
    if package.method.strip():
        _add(data, "ShippingMethod", _text(package.method, f"{place}.method"))
    _add(data, "ShipperTrackingNumber", _text(package.tracking, f"{place}.tracking"))
    if not package.items:
        # Amazon would take an order without items for all of it.
        raise InvalidValue(f"{place}.items", package.items, "at least one line")
    for number, (ref, units) in enumerate(package.items):
        if not _ITEM_CODE.fullmatch(ref):
            raise InvalidValue(f"{place}.items[{number}]", ref, "an id of 14 digits")
        if units < 1:
            raise InvalidValue(f"{place}.items[{number}]", units, "1 unit or more")
        item = SubElement(parent, "Item")
        _add(item, "AmazonOrderItemCode", ref)
        _add(item, "Quantity", str(units))


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _text(given: str, field: str) -> str:
    """Give a text as it may stand in an element.

    Raises:
        InvalidValue: when it is blank or too long, or XML cannot hold it.
    """
    if _UNWRITABLE.search(given):
        raise InvalidValue(field, given, "text without control characters, which XML cannot hold")
    text = one_line(given)
    if not text or len(text) > LONGEST:
        raise InvalidValue(field, given, f"text of 1 to {LONGEST} characters")
    return text
