"""What all XML feeds of Amazon's have in common: the envelope, its header, and how texts are told.

Of amzn-envelope.xsd, amzn-header.xsd and amzn-base.xsd, release 4.1, as connectors carry them (B).
"""

import re
from xml.etree.ElementTree import Element, SubElement, tostring

from ordercore.adapters.amazon.telling import told_text

LONGEST = 50
"""Characters of the schema's type ``String``."""

ORDER_ID = re.compile(r"[0-9A-Za-z]{3}-[0-9A-Za-z]{7}-[0-9A-Za-z]{7}", re.ASCII)

ITEM_CODE = re.compile(r"\d{14}", re.ASCII)

_SCHEMA = {
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:noNamespaceSchemaLocation": "amzn-envelope.xsd",
}


def envelope(seller: str, kind: str) -> Element:
    """Begin a feed of a seller's with messages of a kind.

    Raises:
        InvalidValue: when the seller's id cannot stand in the header.
    """
    root = Element("AmazonEnvelope", _SCHEMA)
    header = SubElement(root, "Header")
    add(header, "DocumentVersion", "1.01")
    add(header, "MerchantIdentifier", told(seller, "seller"))
    add(root, "MessageType", kind)
    return root


def message(root: Element, number: int, kind: str) -> Element:
    """Add a message, and give what it is about."""
    around = SubElement(root, "Message")
    add(around, "MessageID", str(number))
    return SubElement(around, kind)


def document(root: Element) -> bytes:
    """Give a feed as a document in UTF-8."""
    written: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def add(parent: Element, name: str, text: str) -> Element:
    """Add an element with a text, and give it."""
    child = SubElement(parent, name)
    child.text = text
    return child


def told(given: str, field: str) -> str:
    """Give a text as it may stand in an element.

    Raises:
        InvalidValue: when it is blank or too long, or XML cannot hold it.
    """
    return told_text(given, field, LONGEST)
