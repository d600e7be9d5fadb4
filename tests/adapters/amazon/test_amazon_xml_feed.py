"""The XML feed that confirms shipments: as the schema wants it, and read back as it was told."""

import re
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordercore.adapters.amazon import CARRIERS, Package, fulfilment_xml, packages_of
from ordercore.errors import InvalidValue
from ordercore.kernel.time import instant
from ordercore.orders.state import Order
from ordercore.testing.strategies import orders

SELLER = "A1EXAMPLE"

PACKAGE = Package(
    order_id="113-1234567-7654321",
    reference="1",
    parcel_id="P1",
    carrier_code="UPS",
    tracking="1Z12345E0203000007",
    shipped_at=instant("2026-03-03T10:30:00+01:00"),
    items=(("68828574383266", 1), ("05015851154158", 3)),
)

# The schema: each element with the elements inside of it, in their order, and how many of each.

ONE, SOME, ANY = (1, 1), (0, 1), (0, 10**9)

INSIDE: dict[str, dict[str, tuple[int, int]]] = {
    "AmazonEnvelope": {
        "Header": ONE,
        "MarketplaceName": SOME,
        "MessageType": ONE,
        "PurgeAndReplace": SOME,
        "EffectiveDate": SOME,
        "Message": (1, 10**9),
    },
    "Header": {"DocumentVersion": ONE, "MerchantIdentifier": ONE, "OverrideReleaseId": SOME},
    "Message": {"MessageID": ONE, "OperationType": SOME, "OrderFulfillment": ONE},
    "OrderFulfillment": {
        "AmazonOrderID": ONE,
        "MerchantFulfillmentID": SOME,
        "FulfillmentDate": ONE,
        "FulfillmentData": SOME,
        "CODCollectionMethod": SOME,
        "Item": ANY,
        "ShipFromAddress": SOME,
    },
    "FulfillmentData": {
        "CarrierCode": SOME,
        "CarrierName": SOME,
        "ShippingMethod": SOME,
        "ShipperTrackingNumber": SOME,
    },
    "Item": {
        "AmazonOrderItemCode": ONE,
        "MerchantFulfillmentItemID": SOME,
        "Quantity": SOME,
        "TransparencyCode": (0, 10),
    },
}

# Of the schema's list of some three hundred.
LISTED = """
USPS, UPS, UPSMI, FedEx, DHL, Fastway, GLS, GO!, Hermes Logistik Gruppe, Royal Mail, Parcelforce,
City Link, TNT, Target, SagawaExpress, NipponExpress, YamatoTransport, DHL Global Mail,
FedEx SmartPost, OSM, OnTrac, Streamlite, Newgistics, Canada Post, Blue Package, Chronopost,
Deutsche Post, DPD, La Poste, BlueDart, India Post, DTDC, Delhivery, Lasership, Yodel, Other,
China Post, EUB, Amazon Shipping, Australia Post, Correos, Japan Post, Landmark, Old Dominion,
Post NL, Poste Italiane, PUROLATOR, Yun Express, 4PX, Aramex, Asendia, BRT, Colissimo,
Correos Express, DHL eCommerce, DPD Local, Estafeta, Estes, InPost, MRW, Nacex, PostNord, SDA,
SF Express, Sendle, Seur, Singapore Post, UKMail, Whistl, Yanwen
"""

CODES = tuple(code.strip() for code in LISTED.split(","))

NORMALIZED = r"[^\t\r\n]{0,50}"

LEAVES = {
    "DocumentVersion": r"\d{1,2}\.\d{1,2}",
    "MerchantIdentifier": NORMALIZED,
    "MessageType": "OrderFulfillment",
    "MessageID": r"(?!0+\Z)\d{1,18}",
    "AmazonOrderID": r"\w{3}-\w{7}-\w{7}",
    "MerchantFulfillmentID": r"(?!0+\Z)\d{1,20}",
    "FulfillmentDate": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)",
    "CarrierCode": "|".join(map(re.escape, CODES)),
    "CarrierName": NORMALIZED,
    "ShippingMethod": NORMALIZED,
    "ShipperTrackingNumber": NORMALIZED,
    "AmazonOrderItemCode": r"\d{14}",
    "Quantity": r"[1-9]\d*",
}


def parsed(document: bytes | str) -> Element:
    """Parse a feed of our own."""
    return fromstring(document)  # noqa: S314 - nobody else wrote it


def faults(element: Element) -> list[str]:
    """Tell where an element is not as the schema wants it."""
    if element.tag in LEAVES:
        fits = re.fullmatch(LEAVES[element.tag], element.text or "") and not len(element)
        return [] if fits else [f"{element.tag}: {element.text!r}"]
    allowed, names = INSIDE[element.tag], [inner.tag for inner in element]
    found = [f"{name} in {element.tag}" for name in names if name not in allowed]
    for name, (least, most) in allowed.items():
        if not least <= names.count(name) <= most:
            found.append(f"{names.count(name)} of {name} in {element.tag}")
    places = [list(allowed).index(name) for name in names if name in allowed]
    if places != sorted(places):
        found.append(f"the order in {element.tag}: {names}")
    return found + [some for inner in element if inner.tag in allowed for some in faults(inner)]


def read(document: bytes) -> list[tuple[Any, ...]]:
    """Read the packages of a feed back, and that their messages are numbered."""
    messages = parsed(document).findall("Message")
    assert [some.findtext("MessageID") for some in messages] == [
        str(number) for number in range(1, len(messages) + 1)
    ]
    return [
        (
            some.findtext("*/AmazonOrderID"),
            some.findtext("*/MerchantFulfillmentID"),
            instant(some.findtext("*/FulfillmentDate")),
            some.findtext("*//CarrierCode"),
            some.findtext("*//CarrierName", ""),
            some.findtext("*//ShippingMethod", ""),
            some.findtext("*//ShipperTrackingNumber"),
            tuple(
                (item.findtext("AmazonOrderItemCode"), int(item.findtext("Quantity", "0")))
                for item in some.findall("*/Item")
            ),
        )
        for some in messages
    ]


def as_told(package: Package) -> tuple[Any, ...]:
    """Give what a feed should say of a package."""
    return (
        package.order_id,
        package.reference,
        package.shipped_at,
        " ".join(package.carrier_code.split()),
        " ".join(package.carrier_name.split()) if package.carrier_code == "Other" else "",
        " ".join(package.method.split()),
        " ".join(package.tracking.split()),
        package.items,
    )


def test_a_package_is_a_message() -> None:
    """The whole document, to the letter; a name goes with no code but Other."""
    named = attrs.evolve(PACKAGE, carrier_name="United Parcel Service", method="Second Day")

    assert fulfilment_xml([named], SELLER).decode() == (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<AmazonEnvelope xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:noNamespaceSchemaLocation="amzn-envelope.xsd">'
        "<Header><DocumentVersion>1.01</DocumentVersion>"
        "<MerchantIdentifier>A1EXAMPLE</MerchantIdentifier></Header>"
        "<MessageType>OrderFulfillment</MessageType>"
        "<Message><MessageID>1</MessageID><OrderFulfillment>"
        "<AmazonOrderID>113-1234567-7654321</AmazonOrderID>"
        "<MerchantFulfillmentID>1</MerchantFulfillmentID>"
        "<FulfillmentDate>2026-03-03T09:30:00+00:00</FulfillmentDate>"
        "<FulfillmentData><CarrierCode>UPS</CarrierCode>"
        "<ShippingMethod>Second Day</ShippingMethod>"
        "<ShipperTrackingNumber>1Z12345E0203000007</ShipperTrackingNumber></FulfillmentData>"
        "<Item><AmazonOrderItemCode>68828574383266</AmazonOrderItemCode>"
        "<Quantity>1</Quantity></Item>"
        "<Item><AmazonOrderItemCode>05015851154158</AmazonOrderItemCode>"
        "<Quantity>3</Quantity></Item>"
        "</OrderFulfillment></Message></AmazonEnvelope>"
    )


def test_a_carrier_without_a_code_is_told_by_name() -> None:
    """Beside the code Other, and before the method; what XML has a meaning for is escaped."""
    other = attrs.evolve(
        PACKAGE, carrier_code="Other", carrier_name="Über <& \u00a0Söhne> ]]>", tracking="A\tB\r\nC"
    )
    document = fulfilment_xml([other], SELLER)

    assert faults(parsed(document)) == []
    assert read(document) == [as_told(other)]
    assert "Über &lt;&amp; Söhne&gt;".encode() in document


def test_an_edit_is_the_package_told_again() -> None:
    """Under the same order, reference and items, with the new number; a part of a line each."""
    first = attrs.evolve(PACKAGE, items=(("68828574383266", 1),))
    second = attrs.evolve(PACKAGE, items=(("68828574383266", 2),), reference="2")
    edited = attrs.evolve(second, tracking="1Z9")

    assert read(fulfilment_xml([first, second], SELLER)) == [as_told(first), as_told(second)]
    assert read(fulfilment_xml([edited], SELLER)) == [as_told(edited)]


def test_our_carriers_are_in_the_list_of_the_schema() -> None:
    """Each by its code, to the letter: Amazon compares them so (selling-partner-api-docs#772)."""
    assert [row.code for row in CARRIERS if row.code not in CODES] == []


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("order_id", {"order_id": "O-1"}),
        ("order_id", {"order_id": "113-1234567-76543\uff121"}),
        ("carrier_code", {"carrier_code": " "}),
        ("carrier_name", {"carrier_code": "Other", "carrier_name": "\t"}),
        ("carrier_name", {"carrier_code": "Other", "carrier_name": "x" * 51}),
        ("tracking", {"tracking": ""}),
        ("tracking", {"tracking": "1Z\x001"}),
        ("tracking", {"tracking": "1Z\x1f1"}),
        ("method", {"method": "by\ufffebike"}),
        ("method", {"method": "x" * 51}),
        ("items[0]", {"items": (("6882857438326", 1),)}),
        ("items[1]", {"items": (("68828574383266", 1), ("0501585115415\uff18", 1))}),
    ],
)
def test_what_would_have_the_feed_refused_is_refused_here(
    field: str, change: dict[str, Any]
) -> None:
    """Named by field and place: the neighbours are well, and one alone would spoil the feed."""
    bad = attrs.evolve(PACKAGE, **change)
    with pytest.raises(InvalidValue) as caught:
        fulfilment_xml([PACKAGE, bad, PACKAGE], SELLER)

    assert caught.value.field == f"packages[1].{field}"


@pytest.mark.parametrize("seller", ["", " \n", "x" * 51, "A1\x07", 5, None])
def test_a_seller_without_a_name_is_refused(seller: Any) -> None:
    """Or one that the header cannot hold, or no text."""
    with pytest.raises(InvalidValue, match="seller"):
        fulfilment_xml([PACKAGE], seller)


def test_a_feed_of_nothing_is_refused() -> None:
    """The schema asks for one message at least."""
    with pytest.raises(InvalidValue, match="packages"):
        fulfilment_xml([], SELLER)


@pytest.mark.parametrize(
    "change",
    [
        {"tracking": 7},
        {"tracking": "\ud800"},
        {"items": (("68828574383266", "1"),)},
        {"items": (("68828574383266", True),)},
        {"shipped_at": "2026-03-03T09:30:00"},
        {"reference": "0"},
        {"reference": "000"},
        {"reference": "abc"},
        {"reference": "-1"},
        {"reference": "1" * 21},
        {"reference": "\uff11"},
        {"items": ()},
        {"items": (("68828574383266", 0),)},
        {"items": (("68828574383266", -1),)},
        {"items": (("68828574383266", 1), ("68828574383266", 2))},
        {"items": ((" ", 1),)},
    ],
)
def test_a_package_that_is_none_is_refused(change: dict[str, Any]) -> None:
    """By its types, its reference or its items: whoever makes one by hand is told at once."""
    with pytest.raises(InvalidValue, match=next(iter(change))):
        attrs.evolve(PACKAGE, **change)


# Laws

ITEMS = st.lists(
    st.tuples(st.from_regex(r"\A[0-9]{14}\Z"), st.integers(1, 10**6)),
    min_size=1,
    max_size=5,
    unique_by=lambda item: item[0],
)

# Any character that XML holds, and white space with them; some word is in each.
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\r\n <>&\"'"),
    max_size=20,
).map(lambda text: f"1Z{text}")

PACKAGES = st.builds(
    Package,
    order_id=st.from_regex(r"\A[0-9]{3}-[0-9]{7}-[0-9]{7}\Z"),
    reference=st.integers(1, 10**20 - 1).map(str),
    parcel_id=st.just("P1"),
    carrier_code=st.sampled_from(["UPS", "GO!", "Other"]),
    carrier_name=TEXTS,
    tracking=TEXTS,
    method=TEXTS | st.just(""),
    shipped_at=st.datetimes(
        min_value=instant("2020-01-01T00:00:00Z").naive(),
        max_value=instant("2030-01-01T00:00:00Z").naive(),
        timezones=st.timezones(),
    ),
    items=ITEMS.map(tuple),
)


@given(st.lists(PACKAGES, min_size=1, max_size=4))
@settings(deadline=None)
def test_law_a_feed_reads_back_as_it_was_told(packages: list[Package]) -> None:
    """Whatever is in it: as the schema wants it, and with the same numbers."""
    document = fulfilment_xml(packages, SELLER)

    assert faults(parsed(document)) == []
    assert read(document) == [as_told(package) for package in packages]


@given(PACKAGES, st.sampled_from(["carrier_name", "tracking", "method"]), st.text(max_size=60))
@settings(deadline=None)
def test_law_any_text_is_written_or_refused_by_its_field(
    package: Package, field: str, text: str
) -> None:
    """Nothing else is raised, and nothing is written that cannot be read."""
    changes: dict[str, Any] = {field: text}
    told = attrs.evolve(package, carrier_code="Other", **changes)
    try:
        document = fulfilment_xml([told], SELLER)
    except InvalidValue as error:
        assert (error.field, error.value) == (f"packages[0].{field}", text)
    else:
        assert faults(parsed(document)) == []
        assert read(document) == [as_told(told)]


def imported(order: Order) -> Order:
    """Give an order as if it had come from Amazon, its parcels with all that has to be told."""
    lines = tuple(
        attrs.evolve(line, ref=f"{number:014}") for number, line in enumerate(order.lines)
    )
    parcels = tuple(
        attrs.evolve(parcel, carrier="ups", tracking=f"1Z{number}")
        for number, parcel in enumerate(order.parcels)
    )
    return attrs.evolve(order, id="113-1234567-7654321", lines=lines, parcels=parcels)


@given(orders(steps=15))
@settings(deadline=None)
def test_law_a_feed_tells_every_unit_that_left_once(order: Order) -> None:
    """Whatever became of the order: as many units of each line as its parcels hold."""
    order = imported(order)
    packages = [some for some in packages_of(order) if isinstance(some, Package)]
    assert len(packages) == len(order.parcels)
    if not packages:
        return
    told = [item for package in read(fulfilment_xml(packages, SELLER)) for item in package[-1]]

    for line in order.lines:
        left = sum(parcel.holds(line.id) for parcel in order.parcels)
        assert sum(units for ref, units in told if ref == line.ref) == left
    assert [package[1] for package in read(fulfilment_xml(packages, SELLER))] == [
        str(number) for number in range(1, len(packages) + 1)
    ]


@pytest.mark.parametrize(
    ("find", "replace", "expected"),
    [
        ("<Quantity>1", "<Quantity>0", "Quantity: '0'"),
        ("<CarrierCode>UPS</CarrierCode>", "<CarrierCode/>", "CarrierCode: None"),
        ("<MessageID>1</MessageID>", "", "0 of MessageID in Message"),
        ("<Header>", "<Shop/><Header>", "Shop in AmazonEnvelope"),
        ("383266<", "38326<", "AmazonOrderItemCode: '6882857438326'"),
    ],
)
def test_the_check_of_the_schema_finds_faults(find: str, replace: str, expected: str) -> None:
    """It would be worth nothing if it found none."""
    text = fulfilment_xml([PACKAGE], SELLER).decode()
    broken = text.split("\n")[1].replace(find, replace, 1)

    assert faults(parsed(broken)) == [expected]
    moved = re.sub("(<FulfillmentDate>.*?</FulfillmentDate>)(.*)(<Item>)", r"\2\1\3", text, count=1)
    assert "the order in OrderFulfillment" in faults(parsed(moved.split("\n")[1]))[0]
