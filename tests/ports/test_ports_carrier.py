"""Values of the carrier port: what cannot be is refused, and what a fault says."""

from datetime import timedelta

import pytest

from ordercore.errors import CarrierError, InvalidTable, InvalidValue
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.orders.address import Address
from ordercore.ports import (
    CARRIER_FAULTS,
    CarrierDocument,
    CarrierDocumentKind,
    CarrierFault,
    CarrierFeature,
    Label,
    Manifest,
    Pickup,
    PickupRequest,
    Remedy,
    not_offered,
    remedy_of,
)
from ordercore.ports.carrier_faults import fault_table
from ordercore.shipping.choosing import DestinationKind
from ordercore.testing.carrier import AT, SELLER, carriage

PAPER = CarrierDocument(kind=CarrierDocumentKind.LABEL, media_type="text/plain", content=b"label")


def label(**changes: object) -> Label:
    """Make a label."""
    plain: dict[str, object] = {
        "id": "L-1",
        "key": "key-1",
        "quote": "Q-1",
        "carrier": "vans",
        "service": "ground",
        "cost": Money(600, "USD"),
        "bought_at": AT,
        "documents": (PAPER,),
    }
    return Label(**{**plain, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", " "),
        ("key", ""),
        ("quote", ""),
        ("carrier", ""),
        ("service", ""),
        ("tracking", 7),
        ("cost", "6.00 USD"),
        ("bought_at", "2026-03-02T09:00:00"),
        ("void_until", "2026-03-02"),
        ("documents", [PAPER]),
    ],
)
def test_a_label_that_cannot_be_is_refused(field: str, value: object) -> None:
    """By the field and the value."""
    with pytest.raises(InvalidValue, match=field):
        label(**{field: value})


def test_times_may_be_text() -> None:
    """With an offset, as everywhere."""
    bought = label(bought_at="2026-03-02T10:00:00+01:00", void_until="2026-03-03T09:00:00Z")

    assert (bought.bought_at, bought.void_until) == (AT, AT + timedelta(days=1))


def test_a_paper_has_something_on_it() -> None:
    """Bytes, or where they are."""
    with pytest.raises(InvalidValue, match="content"):
        CarrierDocument(kind=CarrierDocumentKind.LABEL, media_type="image/png")
    there = CarrierDocument(
        kind=CarrierDocumentKind.LABEL, media_type="image/png", url="https://a.example/b"
    )
    assert there.content == b""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("until", AT),
        ("labels", ()),
        ("labels", "L-1"),
        ("labels", (" ",)),
        ("labels", ("L-1", "L-1")),
        ("at", None),
    ],
)
def test_a_pickup_that_cannot_be_is_refused(field: str, value: object) -> None:
    """A window that ends where it begins, or nothing to pick up."""
    plain: dict[str, object] = {
        "at": SELLER,
        "begin": AT,
        "until": AT + timedelta(hours=1),
        "labels": ["L-1"],
    }
    assert PickupRequest(**plain).labels == ("L-1",)  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match=field):
        PickupRequest(**{**plain, field: value})  # type: ignore[arg-type]


def test_answers_of_other_types_are_refused() -> None:
    """An adapter that reads nonsense is told before anybody keeps it."""
    pickup = {"id": "P-1", "key": "key-1", "begin": AT, "until": AT}
    manifest = {"id": "M-1", "key": "key-1", "labels": ("L-1",)}
    assert Pickup(**pickup, cost=Money(0, "USD")).cost == Money(0, "USD")  # type: ignore[arg-type]
    assert Manifest(**manifest, documents=(PAPER,)).documents == (PAPER,)  # type: ignore[arg-type]

    for field, value in (("id", 7), ("key", "\ud800"), ("cost", "1.00 USD")):
        with pytest.raises(InvalidValue, match=field):
            Pickup(**{**pickup, field: value})  # type: ignore[arg-type]
    wrong: list[tuple[str, object]] = [("id", "\ud800"), ("labels", "L-1"), ("documents", (7,))]
    for name, thing in wrong:
        with pytest.raises(InvalidValue, match=name):
            Manifest(**{**manifest, name: thing})  # type: ignore[arg-type]


def test_a_carriage_has_addresses() -> None:
    """Not their text."""
    with pytest.raises(InvalidValue, match="to"):
        carriage(to="34 Maple Ave, Denver")


def test_a_fault_says_what_may_be_done() -> None:
    """By its row; of a code that nobody knows, nothing is known, so asking again is safe."""
    assert remedy_of(CarrierError("vans", "too_busy")) is Remedy.RETRY
    assert remedy_of(CarrierError("vans", "made_up")) is Remedy.ASK_AGAIN
    assert all(row.meaning for row in CARRIER_FAULTS.values())


def test_an_error_names_all_that_is_known() -> None:
    """The carrier, the code, facts, and its own words."""
    error = CarrierError("vans", "parcel_too_heavy", "over 30 kg", {"most": "30 kg"})

    assert str(error) == "vans: parcel_too_heavy (most=30 kg): over 30 kg"
    assert str(CarrierError("vans", "too_busy")) == "vans: too_busy"
    told = not_offered("vans", CarrierFeature.PICKUP)
    assert str(told) == "vans: not_offered (feature=pickup)"


def test_a_code_stands_once() -> None:
    """Or a remedy would depend on the order of rows."""
    row = CarrierFault("busy", Remedy.RETRY, "asked too often")
    with pytest.raises(InvalidTable, match="busy stands twice"):
        fault_table((row, row))


def test_a_carriage_knows_what_makes_its_destination_hard() -> None:
    """What its parcel says, and what the address tells."""
    plain = carriage()
    island = replace(plain.parcel, places=[DestinationKind.REMOTE])
    to = Address("Ada Byron", "12 Pine St", "APO", "AE", "09012", "US", line3="P.O. Box 7")

    assert plain.places == frozenset()
    assert carriage(parcel=island).places == {DestinationKind.REMOTE}
    assert carriage(parcel=island, to=to).places == {
        DestinationKind.REMOTE,
        DestinationKind.MILITARY,
        DestinationKind.PO_BOX,
    }
