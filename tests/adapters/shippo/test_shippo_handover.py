"""Pickups and manifests of labels that were bought through Shippo."""

from datetime import timedelta
from typing import Any

import attrs
import pytest
from shippo_world import World, served

from ordercore.adapters.shippo import PickupPlace
from ordercore.errors import CarrierError, InvalidValue
from ordercore.kernel.time import instant
from ordercore.ports.carriage import CarrierDocumentKind, Label, Pickup, PickupRequest
from ordercore.ports.carrier import Carrier
from ordercore.service.buying import settle
from ordercore.testing.carrier import SELLER, carriage

world = pytest.fixture(served)

BEGIN = instant("2026-03-03T15:00:00Z")


def bought(carrier: Carrier, key: str, number: int = 0) -> Label:
    """Buy a label of one of the carriers."""
    return carrier.buy(carrier.quote(carriage()).quotes[number], key)


def wish(*labels: Label) -> PickupRequest:
    """Ask for a pickup on the next day."""
    return PickupRequest(
        at=SELLER,
        begin=BEGIN,
        until=BEGIN + timedelta(hours=4),
        labels=tuple(label.id for label in labels),
    )


def hand_over(carrier: Carrier, label: Label, *, pickup: bool) -> object:
    """Have a label picked up, or put on a manifest."""
    if pickup:
        return carrier.schedule_pickup(wish(label), "monday")
    return carrier.manifest([label.id], "monday")


def test_a_pickup_is_of_labels_and_their_account(world: World) -> None:
    """At the place that the host named."""
    place = PickupPlace(spot="Other", instructions="round the back", email="mugs@shop.example")
    carrier = world.carrier(pickup_place=place)
    labels = [bought(carrier, f"key-{number}") for number in range(2)]
    pickup = carrier.schedule_pickup(wish(*labels), "monday")
    (asked,) = world.asked("POST", "/pickups")

    assert pickup == Pickup(
        id=world.account.pickups[0]["object_id"],
        key="monday",
        begin=BEGIN,
        until=BEGIN + timedelta(hours=4),
    )
    assert asked["carrier_account"] == "a" * 32
    assert asked["transactions"] == [label.id for label in labels]
    assert instant(asked["requested_start_time"]) == BEGIN
    assert asked["location"]["building_location_type"] == "Other"
    assert asked["location"]["instructions"] == "round the back"
    assert asked["location"]["address"] == {
        "name": "Pine St Mugs",
        "street1": "12 Pine St",
        "street2": "",
        "city": "Austin",
        "state": "TX",
        "zip": "78701",
        "country": "US",
        "phone": "5125550100",
        "email": "mugs@shop.example",
    }


def test_parcels_of_several_carriers_are_not_picked_up_together(world: World) -> None:
    """Nor put on one manifest; nobody is asked, and the key is free."""
    carrier = world.carrier()
    usps, ups = bought(carrier, "key-1"), bought(carrier, "key-2", 2)
    with pytest.raises(CarrierError, match="several accounts"):
        carrier.schedule_pickup(wish(usps, ups), "monday")
    with pytest.raises(CarrierError, match="several accounts"):
        carrier.manifest([usps.id, ups.id], "monday")

    assert carrier.schedule_pickup(wish(usps), "monday").key == "monday"
    assert carrier.manifest([usps.id], "monday").labels == (usps.id,)


@pytest.mark.parametrize("pickup", [False, True])
def test_only_labels_that_are_good_are_handed_over(world: World, pickup: bool) -> None:
    """Not one that was voided, nor one that was not bought with the book; nobody is asked."""
    carrier = world.carrier()
    label = bought(carrier, "key-1")
    carrier.void(label.id)
    asked = len(world.account.asked)
    with pytest.raises(CarrierError, match="label_void"):
        hand_over(carrier, label, pickup=pickup)
    with pytest.raises(CarrierError, match="label_unknown"):
        hand_over(carrier, attrs.evolve(label, id="0" * 32), pickup=pickup)

    assert len(world.account.asked) == asked
    assert hand_over(carrier, bought(carrier, "key-2"), pickup=pickup)


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("email", "address_refused"),
        ("requested_start_time", "time_refused"),
        ("transactions", "label_unknown"),
        ("carrier_account", "call_refused"),
    ],
)
def test_a_refused_pickup_says_why_and_frees_its_key(world: World, field: str, code: str) -> None:
    """By the field that Shippo names."""
    carrier = world.carrier()
    label = bought(carrier, "key-1")
    world.fail(400, {field: ["It is not right."]})
    with pytest.raises(CarrierError, match=code) as caught:
        carrier.schedule_pickup(wish(label), "monday")

    assert "It is not right." in caught.value.detail
    later = attrs.evolve(wish(label), until=BEGIN + timedelta(hours=6))
    assert carrier.schedule_pickup(later, "monday").until == later.until


@pytest.mark.parametrize(
    ("word", "detail"), [("ERROR", "There is no driver."), ("CANCELLED", "CANCELLED")]
)
def test_a_pickup_that_does_not_take_place_is_refused(world: World, word: str, detail: str) -> None:
    """In Shippo's words."""
    carrier = world.carrier()
    label = bought(carrier, "key-1")
    world.account.pickup = word
    with pytest.raises(CarrierError, match="call_refused") as caught:
        carrier.schedule_pickup(wish(label), "monday")

    assert caught.value.detail == detail


def test_after_a_lost_answer_a_pickup_is_asked_for_later(world: World) -> None:
    """Shippo tells of none; so first it waits until the first cannot come about any more."""
    carrier = world.carrier(polls=2)
    label = bought(carrier, "key-1")
    world.account.losing = "POST /pickups"
    with pytest.raises(CarrierError, match="answer_lost"):
        carrier.schedule_pickup(wish(label), "monday")
    world.account.losing = ""
    with pytest.raises(CarrierError, match="answer_lost"):
        carrier.schedule_pickup(wish(label), "monday")
    assert len(world.account.pickups) == 1
    world.pass_time(minutes=2)

    pickup = carrier.schedule_pickup(wish(label), "monday")
    assert carrier.schedule_pickup(wish(label), "monday") == pickup


def test_a_manifest_is_of_one_sender_and_day(world: World) -> None:
    """Those of the shipments, whose sender is one address of Shippo's."""
    carrier = world.carrier()
    labels = [bought(carrier, f"key-{number}").id for number in range(2)]
    manifest = carrier.manifest(labels, "monday")
    (asked,) = world.asked("POST", "/manifests")

    assert asked == {
        "carrier_account": "a" * 32,
        "address_from": next(iter(world.account.kept["addresses"])),
        "shipment_date": "2026-03-02T17:00:00Z",
        "transactions": labels,
        "async": False,
    }
    (paper,) = manifest.documents
    assert (paper.kind, paper.url) == (
        CarrierDocumentKind.MANIFEST,
        "https://deliver.example/manifest.pdf",
    )


def test_a_manifest_whose_answer_was_lost_is_found(world: World) -> None:
    """Shippo lists them, with their labels in any order."""
    carrier = world.carrier()
    labels = [bought(carrier, f"key-{number}").id for number in range(3)]
    carrier.manifest(labels[:1], "saturday")
    world.account.losing = "POST /manifests"
    with pytest.raises(CarrierError, match="answer_lost"):
        carrier.manifest(labels[1:], "monday")
    world.account.losing = ""
    made = list(world.account.kept["manifests"].values())[1]
    made["transactions"].reverse()

    manifest = settle(lambda: carrier.manifest(labels[1:], "monday"))
    assert (manifest.id, manifest.labels) == (made["object_id"], tuple(labels[1:]))
    assert len(world.account.kept["manifests"]) == 2


def test_manifests_that_came_to_nothing_are_made_again(world: World) -> None:
    """One that ended in an error is none."""
    carrier = world.carrier(polls=1)
    label = bought(carrier, "key-1").id
    world.account.manifest, world.account.losing = "ERROR", "POST /manifests"
    with pytest.raises(CarrierError, match="answer_lost"):
        carrier.manifest([label], "monday")
    world.account.manifest, world.account.losing = "SUCCESS", ""
    world.pass_time(minutes=2)

    assert carrier.manifest([label], "monday").labels == (label,)


def test_a_manifest_that_is_not_worked_off_is_waited_for(world: World) -> None:
    """Then it has its papers."""
    carrier = world.carrier()
    label = bought(carrier, "key-1").id
    world.account.queued = 2

    assert carrier.manifest([label], "monday").documents


def test_a_refused_manifest_says_why(world: World) -> None:
    """In Shippo's words."""
    carrier = world.carrier()
    label = bought(carrier, "key-1").id
    world.account.manifest = "ERROR"
    with pytest.raises(CarrierError, match="call_refused") as caught:
        carrier.manifest([label], "monday")

    assert caught.value.detail == "It was closed out before."


@pytest.mark.parametrize("labels", ["a" * 32, [], ["a" * 32] * 2, ["\ud83d"]])
def test_labels_are_several_each_once(world: World, labels: Any) -> None:
    """One text is no list of them, and half a character no text."""
    with pytest.raises(InvalidValue):
        world.carrier().manifest(labels, "monday")


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("GET shipments/", {"shipment_date": "on Monday"}),
        ("GET shipments/", {"address_from": None}),
        ("POST manifests", {"object_id": "../"}),
        ("POST manifests", {"documents": [""]}),
        ("POST pickups", {"object_id": 7}),
    ],
)
def test_answers_without_sense_are_said_to_be_some(
    world: World, name: str, changes: dict[str, Any]
) -> None:
    """Nothing else is raised."""
    carrier = world.carrier()
    label = bought(carrier, "key-1")
    world.account.twist = lambda asked, answer: {**answer, **(changes if asked == name else {})}
    with pytest.raises(CarrierError, match="answer_unreadable"):
        hand_over(carrier, label, pickup=name == "POST pickups")


def test_papers_that_are_no_list_are_none(world: World) -> None:
    """A manifest may be without any."""
    carrier = world.carrier()
    label = bought(carrier, "key-1")
    world.account.twist = lambda _, answer: {**answer, "documents": None}

    assert carrier.manifest([label.id], "monday").documents == ()
