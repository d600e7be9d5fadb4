"""Shipments as Amazon wants them confirmed: by its API and by its flat file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore import Line, OrderDesk, Units, open
from ordercore.adapters.amazon.carriers import CARRIERS, AmazonCarrier, carrier_of
from ordercore.adapters.amazon.confirming import FEED_COLUMNS, confirmation, fulfilment_feed
from ordercore.adapters.amazon.packages import Package, Unready, packages_of, unsent
from ordercore.adapters.amazon.xml_feed import fulfilment_xml
from ordercore.errors import InvalidValue
from ordercore.kernel.time import instant
from ordercore.orders.state import Order

MODEL = Path(__file__).parents[4] / "shared/data/sp_api/models/orders-api-model/ordersV0.json"

FIRST, SECOND = "2026-03-03T09:30:00+00:00", "2026-03-04T09:30:00+00:00"


def shipped(desk: OrderDesk, *lines: Line) -> Order:
    """Send one unit of the first line, then all the rest."""
    desk.receive("A", 9)
    desk.receive("B", 9)
    asked = lines or (
        Line("A", 2, price="10.00 USD", ref="111"),
        Line("B", 1, price="5.00 USD", ref="222"),
        Line("A", 1, price="10.00 USD", ref="111"),
    )
    at = "2026-03-02T09:30:00Z"
    desk.place(channel="SHOP", lines=asked, order_id="113-1", at=at)
    desk.confirm_payment("113-1", at=at)
    desk.confirm_shipment("113-1", units=[Units("1", 1)], carrier="ups", tracking="1Z1", at=FIRST)
    return desk.confirm_shipment("113-1", carrier="Bike\tRiders", tracking="R 2", at=SECOND)


@pytest.fixture
def order() -> Order:
    """Give an order in two parcels."""
    with open() as desk:
        return shipped(desk)


def packages(order: Order, **options: Any) -> tuple[Package, ...]:
    """Give the packages of an order whose parcels are all ready."""
    found = packages_of(order, **options)
    ready = tuple(some for some in found if isinstance(some, Package))
    assert len(ready) == len(found)
    return ready


def test_several_parcels_are_several_packages_with_parts_of_lines(order: Order) -> None:
    """Numbered from 1; two lines that Amazon has as one are told as one."""
    first, second = packages(order, methods={"P2": "Bicycle"})

    assert confirmation(first, "US") == {
        "marketplaceId": "ATVPDKIKX0DER",
        "packageDetail": {
            "packageReferenceId": "1",
            "carrierCode": "UPS",
            "trackingNumber": "1Z1",
            "shipDate": FIRST,
            "orderItems": [{"orderItemId": "111", "quantity": 1}],
        },
    }
    assert confirmation(second, "DE")["packageDetail"] == {
        "packageReferenceId": "2",
        "carrierCode": "Other",
        "carrierName": "Bike Riders",
        "shippingMethod": "Bicycle",
        "trackingNumber": "R 2",
        "shipDate": SECOND,
        "orderItems": [
            {"orderItemId": "111", "quantity": 2},
            {"orderItemId": "222", "quantity": 1},
        ],
    }


def test_the_feed_has_a_row_per_package_and_line(order: Order) -> None:
    """Under the names of the columns; nothing inside a cell divides it."""
    header, *rows = fulfilment_feed(packages(order)).splitlines()

    assert header.split("\t") == list(FEED_COLUMNS)
    assert [row.split("\t") for row in rows] == [
        ["113-1", "111", "1", FIRST, "UPS", "", "1Z1", ""],
        ["113-1", "111", "2", SECOND, "Other", "Bike Riders", "R 2", ""],
        ["113-1", "222", "1", SECOND, "Other", "Bike Riders", "R 2", ""],
    ]
    assert fulfilment_feed([]).count("\n") == 1


def test_a_corrected_number_edits_the_package() -> None:
    """Under the same reference, as long as it is not delivered; what is known is not sent again."""
    with open() as desk:
        sent = packages(shipped(desk))
        assert unsent(sent, []) == sent
        assert unsent(sent, sent) == ()

        corrected = desk.correct_tracking("113-1", "P1", carrier="UPS", tracking="1Z9", at=SECOND)
        (edited,) = unsent(packages(corrected), sent)
        assert (edited.reference, edited.tracking) == ("1", "1Z9")

        arrived = desk.record_delivery("113-1", "P1", at="2026-03-05T09:30:00Z")
        assert unsent(packages(arrived), sent) == ()
        assert len(unsent(packages(arrived), [])) == 2


def test_what_cannot_be_told_says_why() -> None:
    """No id of Amazon's for a line, no carrier, no number; its neighbours are told."""
    with open() as desk:
        order = shipped(desk, Line("A", 2, price="1 USD", ref="111"), Line("B", 1, price="1 USD"))
        first, second = packages_of(order)
        assert isinstance(first, Package)
        assert second == Unready(parcel_id="P2", code="line_unknown", about="2")
    (parcel, _) = order.parcels
    blanks = {
        "carrier_missing": attrs.evolve(parcel, carrier=" "),
        "tracking_missing": attrs.evolve(parcel, tracking=" "),
    }
    for code, blank in blanks.items():
        (told,) = packages_of(attrs.evolve(order, parcels=(blank,)))
        assert told == Unready(parcel_id="P1", code=code)


@pytest.mark.parametrize("marketplace", ["XX", "", ["US"], None, 5])
def test_a_marketplace_that_nobody_knows_is_refused(order: Order, marketplace: Any) -> None:
    """Its id could only be guessed."""
    with pytest.raises(InvalidValue, match="marketplace"):
        confirmation(packages(order)[0], marketplace)


def test_a_marketplace_goes_by_any_of_its_names(order: Order) -> None:
    """By its code, also the one that people use, or by its id."""
    (first, _) = packages(order)

    for name in ("GB", "UK", "A1F83G8C2ARO7P"):
        assert confirmation(first, name)["marketplaceId"] == "A1F83G8C2ARO7P"


WRITERS: tuple[Callable[[Any], object], ...] = (
    fulfilment_feed,
    lambda some: fulfilment_xml(some, "A1EXAMPLE"),
    lambda some: unsent(some, []),
)


def test_an_unready_parcel_is_no_package() -> None:
    """Whatever ``packages_of`` gives is named by its place when it is written as it came."""
    with open() as desk:
        order = shipped(desk, Line("A", 2, price="1 USD", ref="111"), Line("B", 1, price="1 USD"))
    found: Any = packages_of(attrs.evolve(order, id="113-1234567-7654321"))
    found = (attrs.evolve(found[0], items=(("00000000000111", 1),)), found[1])
    for write in WRITERS:
        with pytest.raises(InvalidValue) as caught:
            write(found)
        assert (caught.value.field, caught.value.value) == ("packages[1]", found[1])

    with pytest.raises(InvalidValue, match=r"sent\[0\].*line_unknown"):
        unsent([], found[1:])
    with pytest.raises(InvalidValue, match="package: Unready"):
        confirmation(found[1], "US")


@pytest.mark.parametrize("wrong", [None, 5, "113-1"])
def test_what_is_not_several_packages_is_refused(wrong: Any) -> None:
    """One alone, nothing or text: by name, as anything else."""
    for write in WRITERS:
        with pytest.raises(InvalidValue, match="packages"):
            write(wrong)
    with pytest.raises(InvalidValue, match="package"):
        confirmation(wrong, "US")


def test_texts_are_told_on_one_line(order: Order) -> None:
    """White space becomes a space, and a blank method is none: in the body as in the feeds."""
    (first, _) = packages(order, methods={"P1": " \t"})
    spaced = attrs.evolve(first, tracking=" 1Z\r\n 1 ", items=(("1\u00a01", 1),))
    detail = confirmation(spaced, "US")["packageDetail"]

    assert "shippingMethod" not in detail
    assert (detail["trackingNumber"], detail["orderItems"][0]["orderItemId"]) == ("1Z 1", "1 1")
    row = fulfilment_feed([spaced]).splitlines()[1].split("\t")
    assert (row[1], row[6], row[7]) == ("1 1", "1Z 1", "")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("tracking", "1Z\x001"),
        ("tracking", "1Z\x7f1"),
        ("tracking", "1Z\x9f1"),
        ("tracking", " "),
        ("carrier_code", ""),
        ("carrier_code", "U\x1bPS"),
        ("carrier_name", "\t"),
        ("carrier_name", "Bike\x0eRiders"),
        ("method", "by\x1fbike"),
        ("order_id", "113\x08-1"),
    ],
)
def test_texts_that_cannot_be_told_are_refused(order: Order, field: str, text: str) -> None:
    """Blank ones and control characters, by name, in the body as in the feeds."""
    changes: dict[str, Any] = {field: text}
    bad = attrs.evolve(packages(order)[1], **changes)

    with pytest.raises(InvalidValue) as caught:
        confirmation(bad, "US")
    assert (caught.value.field, caught.value.value) == (f"package.{field}", text)
    with pytest.raises(InvalidValue) as caught:
        fulfilment_feed([bad])
    assert (caught.value.field, caught.value.value) == (f"packages[0].{field}", text)


def test_an_id_of_a_line_that_cannot_be_told_is_refused(order: Order) -> None:
    """By the place of the line."""
    bad = attrs.evolve(packages(order)[0], items=(("111", 1), ("1\x001", 1)))

    with pytest.raises(InvalidValue, match=r"package\.items\[1\]"):
        confirmation(bad, "US")


def test_a_line_whose_id_is_blank_is_unknown() -> None:
    """As one that has none."""
    with open() as desk:
        order = shipped(desk, Line("A", 2, price="1 USD", ref=" "))

    assert packages_of(order)[0] == Unready(parcel_id="P1", code="line_unknown", about="1")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *((row.code, (row.code, "")) for row in CARRIERS),
        ("ups", ("UPS", "")),
        ("United Parcel Service", ("UPS", "")),
        ("UPS Mail Innovations", ("UPSMI", "")),
        ("FedEx Ground", ("FedEx", "")),
        ("fedex smartpost", ("FedEx SmartPost", "")),
        ("Colissimo", ("Colissimo", "")),
        ("Purolator", ("PUROLATOR", "")),
        ("postnl", ("Post NL", "")),
        ("Amazon Logistics", ("Amazon Shipping", "")),
        ("LaserShip", ("Lasership", "")),
        (" Our riders ", ("Other", "Our riders")),
        ("Bartolini", ("BRT", "")),
        ("Evri", ("Other", "Evri")),
    ],
)
def test_carriers_have_codes_of_amazons(name: str, expected: tuple[str, str]) -> None:
    """By Amazon's own name or any that we know; all others are Other, by their names."""
    assert carrier_of(name) == expected


@pytest.mark.parametrize("wrong", [None, 5, []])
def test_what_is_no_order_or_no_name_is_refused(wrong: Any) -> None:
    """By its name."""
    with pytest.raises(InvalidValue, match="order"):
        packages_of(wrong)
    with pytest.raises(InvalidValue, match="name"):
        carrier_of(wrong)


def test_a_host_adds_carriers_of_its_own() -> None:
    """Its rows come first."""
    rows = (AmazonCarrier("Gofo", "gofo", ("DPD",)), *CARRIERS)

    assert carrier_of("GOFO Express", rows) == ("Gofo", "")
    assert carrier_of("DPD", rows) == ("Gofo", "")


# The model

# Any character but control characters, and white space with them; some word is in each.
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\r\n "),
    max_size=20,
).map(lambda text: f"1Z{text}")

PACKAGES = st.builds(
    Package,
    order_id=st.just("113-1"),
    reference=st.integers(1, 99).map(str),
    parcel_id=st.just("P1"),
    carrier_code=st.sampled_from(["UPS", "Other"]),
    carrier_name=TEXTS,
    tracking=TEXTS,
    shipped_at=st.just(instant(FIRST)),
    method=TEXTS | st.sampled_from(["", " \n"]),
    items=st.lists(
        st.tuples(TEXTS, st.integers(1, 9)), min_size=1, unique_by=lambda item: item[0]
    ).map(tuple),
)

KINDS = {"string": str, "integer": int, "object": dict, "array": list}


def faults(value: Any, schema: dict[str, Any], model: dict[str, Any], way: str = "") -> list[str]:
    """Tell where a value is not as a schema of the model wants it."""
    if "$ref" in schema:
        return faults(value, model[schema["$ref"].rpartition("/")[2]], model, way)
    found = [] if isinstance(value, KINDS[schema["type"]]) else [f"{way} is no {schema['type']}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{way} is none of {schema['enum']}")
    if isinstance(value, dict):
        known = schema.get("properties", {})
        found += [f"{way}.{name} is missing" for name in {*schema.get("required", ())} - {*value}]
        found += [f"{way}.{name} is unknown" for name in {*value} - {*known}]
        for name in {*value} & {*known}:
            found += faults(value[name], known[name], model, f"{way}.{name}")
    if isinstance(value, list):
        for some in value:
            found += faults(some, schema["items"], model, f"{way}[]")
    return found


@given(PACKAGES)
def test_law_every_confirmation_is_as_amazons_model_wants_it(package: Package) -> None:
    """Every field that is required, of its type, and none that the model does not have."""
    if not MODEL.exists():
        pytest.skip("the models of the Selling Partner API are not beside this checkout")
    model = json.loads(MODEL.read_text())["definitions"]
    body = confirmation(package, "US")

    assert faults(body, model["ConfirmShipmentRequest"], model) == []
    detail = body["packageDetail"]
    assert ("carrierName" in detail) is (package.carrier_code == "Other")
    assert ("shippingMethod" in detail) is bool(package.method.strip())
    broken = {**body, "packageDetail": {**detail, "orderItems": [{"quantity": "1"}]}}
    assert len(faults(broken, model["ConfirmShipmentRequest"], model)) == 2


@given(st.lists(PACKAGES, max_size=4))
def test_law_every_row_of_the_feed_has_all_its_cells(some: list[Package]) -> None:
    """Whatever is in them."""
    lines = fulfilment_feed(some).removesuffix("\n").split("\n")

    assert {line.count("\t") for line in lines} == {len(FEED_COLUMNS) - 1}
    assert len(lines) == 1 + sum(len(package.items) for package in some)
