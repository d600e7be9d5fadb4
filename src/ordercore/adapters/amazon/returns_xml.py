"""The XML report of returns to the seller, ``GET_XML_RETURNS_DATA_BY_RETURN_DATE``, as records.

A ``return_details`` holds what its ``item_details`` have in common; each of those is one record,
and its number stands for the line.
The shape is that of reports which public code reads (C); Amazon publishes no schema of it.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

from ordercore.adapters.amazon.files import Text
from ordercore.adapters.amazon.returns_columns import column
from ordercore.adapters.amazon.tables import Record
from ordercore.errors import SourceError
from ordercore.ports.source import Origin, Rejection

_KIND = "returns-report"

_WHOLE, _ITEM = "return-details", "item-details"


def is_xml(text: Text) -> bool:
    """Tell whether a text begins like XML."""
    return text.content.lstrip().startswith("<")


def records_of(text: Text) -> Iterator[Record | Rejection]:
    """Give a record for each item, and a rejection for each return without items.

    Raises:
        SourceError: at once, when the text is no XML or no such report, or declares types or
            entities, which such a report never does.
    """
    if "<!" in text.content.replace("<!--", "").replace("<![CDATA[", ""):
        raise SourceError(
            text.file, "unknown_format", "the XML has declarations, which are refused"
        )
    try:
        root = fromstring(text.content.lstrip())  # noqa: S314 - it declares no entities
    except (ParseError, ValueError, LookupError) as error:
        raise SourceError(text.file, "bad_xml", f"the XML is broken: {error}") from None
    if _name(root) != "amazonenvelope":
        expected = f"an AmazonEnvelope is expected, not {root.tag}"
        raise SourceError(text.file, "unknown_format", expected)
    kind = next((each.text or "" for each in root if _name(each) == "messagetype"), "")
    if column(kind) != _KIND:
        expected = f"messages of a Returns-Report are expected, not {kind!r}"
        raise SourceError(text.file, "unknown_format", expected)
    return _records(text.file, root)


def _records(file: str, root: Element) -> Iterator[Record | Rejection]:
    number = 0
    for whole in (each for each in root.iter() if _name(each) == _WHOLE):
        items = [each for each in whole if _name(each) == _ITEM]
        shared = _cells(each for each in whole if _name(each) != _ITEM)
        if not items:
            number += 1
            message = f"the return of order {shared.get('order-id', '')} has no items"
            yield Rejection(Origin(file, number), _ITEM, "items_missing", "", message)
        for item in items:
            number += 1
            cells = {**shared, **_cells(item)}
            text = "\t".join(f"{name}={value}" for name, value in cells.items())
            yield Record(Origin(file, number), text, cells)


def _cells(elements: "Iterator[Element] | Element") -> dict[str, str]:
    """Give what stands in elements without others inside, by column."""
    return {
        _name(leaf): " ".join((leaf.text or "").split())
        for each in elements
        for leaf in each.iter()
        if not len(leaf)
    }


def _name(element: Element) -> str:
    """Give the column that an element stands for, whatever its namespace."""
    return column(element.tag.rpartition("}")[2])
