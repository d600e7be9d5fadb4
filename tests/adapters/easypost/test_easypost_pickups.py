"""Pickups by way of EasyPost: made, bought at the cheapest rate, and once under a key."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import attrs
import pytest
from easypost_forms import rate, refused
from easypost_replay import DATA
from easypost_world import World, opened

from ordercore.errors import CarrierError, StoreError
from ordercore.kernel.money import Money
from ordercore.kernel.time import instant
from ordercore.ports.carriage import Label, Pickup, PickupRequest
from ordercore.ports.carrier_faults import Remedy, remedy_of
from ordercore.testing.carrier import SELLER

pytest.importorskip("easypost", reason="the extra carriers is not installed")

BEGIN = instant("2026-03-03T15:00:00Z")


@pytest.fixture
def world() -> Iterator[World]:
    """Serve the recorded answers."""
    with opened() as found:
        yield found


def wanted(*labels: Label) -> PickupRequest:
    """Ask for a pickup within four hours."""
    ids = tuple(label.id for label in labels)
    return PickupRequest(at=SELLER, begin=BEGIN, until=BEGIN + timedelta(hours=4), labels=ids)


def fails(code: str) -> Any:
    """Expect a code."""
    return pytest.raises(CarrierError, match=code)


def test_a_pickup_is_bought_at_the_cheapest_rate_of_its_carrier(world: World) -> None:
    """Another carrier of the account may be cheaper, and would not take this label."""
    label = world.label()
    pickup = world.carrier().schedule_pickup(wanted(label), "monday")
    (_, _, body) = next(some for some in world.replay.asked if some[1] == "/v2/pickups")

    assert world.replay.forms.bought == ["USPS NextDay"]
    assert pickup == Pickup(
        id=pickup.id,
        key="monday",
        begin=BEGIN,
        until=BEGIN + timedelta(hours=4),
        cost=Money(400, "USD"),
    )
    assert body["pickup"] == {
        "address": {
            "name": "Pine St Mugs",
            "street1": "12 Pine St",
            "street2": None,
            "city": "Austin",
            "state": "TX",
            "zip": "78701",
            "country": "US",
            "phone": "5125550100",
        },
        "min_datetime": "2026-03-03T15:00:00+00:00",
        "max_datetime": "2026-03-03T19:00:00+00:00",
        "is_account_address": False,
        "shipment": {"id": label.id},
    }


def test_documented_pickups_are_read(world: World) -> None:
    """As EasyPost's documentation has them: made, and bought for nothing."""
    files = DATA / "docs_responses/pickups"
    if not files.exists():
        pytest.skip(f"no documented answers in {files}")
    made, bought = (
        json.loads((files / name).read_text("utf-8"))
        for name in ("pickups-create.json", "pickups-buy.json")
    )
    label = world.label()
    world.replay.failing = [(201, made), (200, bought)]
    pickup = world.carrier().schedule_pickup(wanted(label), "monday")

    assert (pickup.id, pickup.cost) == (bought["id"], Money(0, "USD"))
    assert world.replay.asked[-1] == (
        "POST",
        f"/v2/pickups/{made['id']}/buy",
        {"carrier": "USPS", "service": "NextDay"},
    )


def test_a_window_without_rates_is_refused_in_the_carriers_words(world: World) -> None:
    """And its key is free for another window (as recorded by EasyPost's clients in 2022)."""
    label, forms = world.label(), world.replay.forms
    forms.rates, forms.messages = [], [{"carrier": "USPS", "message": "That day is over."}]
    with fails("time_refused") as caught:
        world.carrier().schedule_pickup(wanted(label), "monday")
    assert caught.value.detail == "That day is over."
    assert remedy_of(caught.value) is Remedy.CHANGE

    forms.rates, forms.messages = [rate("NextDay", "0.00")], []
    later = attrs.evolve(wanted(label), until=BEGIN + timedelta(hours=8))
    assert world.carrier().schedule_pickup(later, "monday").until == later.until


def test_r44_a_lost_answer_schedules_no_second_pickup(world: World) -> None:
    """Whether it was lost when it was made, or when it was bought."""
    label, forms = world.label(), world.replay.forms
    world.replay.losing = True
    with fails("answer_lost"):
        world.carrier().schedule_pickup(wanted(label), "monday")
    assert [some["status"] for some in forms.pickups.values()] == ["unknown"]

    world.replay.losing = False
    carrier = world.carrier()
    real = carrier._client.pickup.buy

    def lose(*args: Any, **named: Any) -> Any:
        real(*args, **named)
        world.replay.losing = True
        return carrier._client.pickup.retrieve(args[0])

    carrier._client.pickup.buy = lose
    with fails("answer_lost"):
        carrier.schedule_pickup(wanted(label), "monday")
    away = world.carrier(api_base="http://127.0.0.1:9/v2")
    with fails("answer_lost"):
        away.schedule_pickup(wanted(label), "monday")

    world.replay.losing = False
    pickup = world.carrier().schedule_pickup(wanted(label), "monday")
    assert forms.bought == ["USPS NextDay"]
    assert world.carrier().schedule_pickup(wanted(label), "monday") == pickup


@pytest.mark.parametrize("step", ["create", "buy"])
def test_who_is_quicker_with_the_same_key_schedules_for_both(world: World, step: str) -> None:
    """Whether the other is overtaken before it makes a pickup, or before it buys one."""
    label, carrier, other = world.label(), world.carrier(), world.carrier()
    real, made = getattr(carrier._client.pickup, step), list[Pickup]()

    def overtaken(*args: Any, **named: Any) -> Any:
        made.append(other.schedule_pickup(wanted(label), "monday"))
        return real(*args, **named)

    setattr(carrier._client.pickup, step, overtaken)
    assert carrier.schedule_pickup(wanted(label), "monday") == made[0]
    assert len(world.replay.forms.bought) == 1


@pytest.mark.parametrize("hours", [4, 8])
def test_a_key_is_in_use_while_labels_are_looked_at(world: World, hours: int) -> None:
    """Who wants the same has it for both; who wants something else is refused."""
    label, carrier, other = world.label(), world.carrier(), world.carrier()
    world.book._shelves["taken"].clear()
    theirs = attrs.evolve(wanted(label), until=BEGIN.add(hours=hours))
    real, told = carrier._client.shipment.retrieve, list[object]()

    def overtaken(id: str) -> Any:
        try:
            told.append(other.schedule_pickup(theirs, "monday"))
        except CarrierError as error:
            told.append(error.code)
        return real(id)

    carrier._client.shipment.retrieve = overtaken
    pickup = carrier.schedule_pickup(wanted(label), "monday")

    assert told == [pickup if theirs == wanted(label) else "key_reused"]
    assert len(world.replay.forms.bought) == 1


def test_who_is_refused_has_the_pickup_of_the_quicker(world: World) -> None:
    """Another process had it with the same key by then."""
    label, carrier, other = world.label(), world.carrier(), world.carrier()
    made = list[Pickup]()

    def overtaken(**_: Any) -> Any:
        made.append(other.schedule_pickup(wanted(label), "monday"))
        raise CarrierError("easypost", "account_refused")

    carrier._client.pickup.create = overtaken
    assert carrier.schedule_pickup(wanted(label), "monday") == made[0]
    assert other.schedule_pickup(wanted(label), "monday") == made[0]
    assert len(world.replay.forms.bought) == 1


def test_a_refusal_frees_no_key_of_who_came_later(world: World) -> None:
    """The other lost its answer before it had a pickup, and may be making one."""
    label, carrier, other = world.label(), world.carrier(), world.carrier()

    def lost(*_: Any, **__: Any) -> Any:
        raise CarrierError("easypost", "answer_lost")

    def overtaken(**_: Any) -> Any:
        other._client.pickup.create = lost
        with fails("answer_lost"):
            other.schedule_pickup(wanted(label), "monday")
        raise CarrierError("easypost", "account_refused")

    carrier._client.pickup.create = overtaken
    with fails("account_refused"):
        carrier.schedule_pickup(wanted(label), "monday")
    later = attrs.evolve(wanted(label), until=BEGIN.add(hours=8))
    with fails("key_reused"):
        world.carrier().schedule_pickup(later, "monday")

    assert world.carrier().schedule_pickup(wanted(label), "monday").key == "monday"


def test_a_refusal_that_cannot_be_looked_into_leaves_it_open(world: World) -> None:
    """Somebody else with the key may have bought it; a new pickup would be a second one."""
    label, carrier = world.label(), world.carrier()
    real = carrier._client.pickup.buy

    def refused_after_all(*args: Any, **named: Any) -> Any:
        real(*args, **named)
        raise CarrierError("easypost", "call_refused")

    def away(_: str) -> Any:
        raise CarrierError("easypost", "unreachable")

    carrier._client.pickup.buy, carrier._client.pickup.retrieve = refused_after_all, away
    with fails("answer_lost"):
        carrier.schedule_pickup(wanted(label), "monday")
    pickup = world.carrier().schedule_pickup(wanted(label), "monday")

    assert list(world.replay.forms.pickups) == [pickup.id]
    assert len(world.replay.forms.bought) == 1


def test_who_is_overtaken_and_cannot_look_frees_no_key(world: World) -> None:
    """The other has made the pickup that counts, and may be buying it."""
    label, carrier, other = world.label(), world.carrier(), world.carrier()
    real = carrier._client.pickup.create

    def lost(*_: Any, **__: Any) -> Any:
        raise CarrierError("easypost", "answer_lost")

    def overtaken(**named: Any) -> Any:
        other._client.pickup.buy = lost
        with fails("answer_lost"):
            other.schedule_pickup(wanted(label), "monday")
        return real(**named)

    def away(_: str) -> Any:
        raise CarrierError("easypost", "unreachable")

    carrier._client.pickup.create, carrier._client.pickup.retrieve = overtaken, away
    with fails("answer_lost"):
        carrier.schedule_pickup(wanted(label), "monday")
    pickup = world.carrier().schedule_pickup(wanted(label), "monday")

    assert pickup.id == next(iter(world.replay.forms.pickups))


def test_several_labels_are_a_batch(world: World) -> None:
    """Which EasyPost makes in its own time: until it is there, asking again tells."""
    labels, forms = [world.label(f"key-{number}") for number in range(2)], world.replay.forms
    forms.batch_state = "creating"
    for _ in range(2):
        with fails("answer_lost") as caught:
            world.carrier().schedule_pickup(wanted(*labels), "monday")
        assert remedy_of(caught.value) is Remedy.ASK_AGAIN
    forms.batch_state = "purchased"
    pickup = world.carrier().schedule_pickup(wanted(*labels), "monday")

    (batch,) = forms.batches.values()
    assert batch["shipments"] == [{"id": label.id} for label in labels]
    assert list(forms.pickups) == [pickup.id]


def test_of_two_batches_of_one_key_the_first_counts(world: World) -> None:
    """Who made the second goes on with the first."""
    labels, forms = [world.label(f"key-{number}") for number in range(2)], world.replay.forms
    carrier, other = world.carrier(), world.carrier()
    real = carrier._client.batch.create
    forms.batch_state = "creating"

    def overtaken(**named: Any) -> Any:
        with fails("answer_lost"):
            other.schedule_pickup(wanted(*labels), "monday")
        forms.batch_state = "created"
        return real(**named)

    carrier._client.batch.create = overtaken
    carrier.schedule_pickup(wanted(*labels), "monday")
    bodies = [body for _, path, body in world.replay.asked if path == "/v2/pickups"]
    assert [body["pickup"]["batch"]["id"] for body in bodies] == [next(iter(forms.batches))]


def test_labels_of_two_carriers_are_refused(world: World) -> None:
    """Each carrier picks up its own."""
    labels = [world.label(f"key-{number}") for number in range(2)]
    strange = world.replay.bought[labels[1].id]
    strange["selected_rate"] = strange["selected_rate"] | {"carrier": "UPS"}
    world.book._shelves.clear()
    with fails("call_refused") as caught:
        world.carrier().schedule_pickup(wanted(*labels), "monday")

    assert "['UPS', 'USPS']" in caught.value.detail


def test_only_labels_that_are_good_are_picked_up(world: World) -> None:
    """Not one that was voided, nor a shipment that nobody bought."""
    label, carrier = world.label(), world.carrier()
    quoted = world.quote(carrier).id.partition("/")[0]
    for id, code in ((quoted, "label_unknown"), ("shp_00000000", "label_unknown")):
        with fails(code):
            carrier.schedule_pickup(attrs.evolve(wanted(label), labels=(id,)), "monday")
    carrier.void(label.id)
    with fails("label_void"):
        carrier.schedule_pickup(wanted(label), "monday")

    assert world.replay.forms.pickups == {}


def test_labels_that_were_bought_elsewhere_are_good(world: World) -> None:
    """By somebody who does not share the book: the shipment says so, or makes no sense."""
    label = world.label()
    world.book._shelves.clear()
    sense = world.replay.bought[label.id]
    world.replay.bought[label.id] = {**sense, "selected_rate": None}
    with fails("answer_unreadable"):
        world.carrier().schedule_pickup(wanted(label), "monday")
    world.replay.bought[label.id] = sense

    assert world.carrier().schedule_pickup(wanted(label), "monday").id


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("PICKUP.ADDRESS.INVALID", "address_refused"),
        ("PICKUP.MIN_DATETIME.REQUIRED", "time_refused"),
        ("PICKUP.MAX_DATETIME.REQUIRED", "time_refused"),
        ("PICKUP.BATCH_CARRIER.INCONSISTENT", "call_refused"),
    ],
)
def test_a_refusal_frees_its_key(world: World, code: str, expected: str) -> None:
    """By EasyPost's own codes."""
    label = world.label()
    world.replay.failing = [refused(code)]
    with fails(expected):
        world.carrier().schedule_pickup(wanted(label), "monday")

    later = attrs.evolve(wanted(label), until=BEGIN + timedelta(hours=8))
    assert world.carrier().schedule_pickup(later, "monday").until == later.until


def test_a_rate_that_is_gone_is_refused(world: World) -> None:
    """The pickup is looked at, and was not bought."""
    label, forms = world.label(), world.replay.forms
    carrier = world.carrier()
    real = carrier._client.pickup.buy

    def gone(*args: Any, **named: Any) -> Any:
        forms.rates = []
        return real(*args, **named)

    carrier._client.pickup.buy = gone
    with fails("time_refused"):
        carrier.schedule_pickup(wanted(label), "monday")
    assert forms.bought == []


def test_a_pickup_that_is_gone_is_settled(world: World) -> None:
    """It cannot have been bought, so its key is free."""
    label, forms = world.label(), world.replay.forms
    carrier = world.carrier()

    def lost(*_: Any, **__: Any) -> Any:
        raise CarrierError("easypost", "answer_lost")

    carrier._client.pickup.buy = lost
    with fails("answer_lost"):
        carrier.schedule_pickup(wanted(label), "monday")
    forms.pickups.clear()
    with fails("label_unknown"):
        world.carrier().schedule_pickup(wanted(label), "monday")

    assert world.carrier().schedule_pickup(wanted(label), "monday").id in forms.pickups


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([(201, {"id": "pickup_1/../x"})], "answer_unreadable"),
        ([(201, {"id": f"pickup_{1:032x}", "pickup_rates": 7})], "answer_unreadable"),
        ([(201, {"id": f"pickup_{1:032x}", "pickup_rates": [rate("A", "x")]})], "answer_unread"),
        (
            [
                (201, {"id": f"pickup_{1:032x}", "pickup_rates": [rate("A", "1.00")]}),
                (200, {"id": f"pickup_{1:032x}", "status": "unknown"}),
            ],
            "answer_lost",
        ),
    ],
)
def test_an_answer_without_sense_leaves_it_open(
    world: World, answers: list[Any], code: str
) -> None:
    """Asking again tells, or does it."""
    label = world.label()
    world.replay.failing = answers
    with fails(code) as caught:
        world.carrier().schedule_pickup(wanted(label), "monday")

    assert remedy_of(caught.value) is Remedy.ASK_AGAIN


def test_a_pickup_may_not_say_what_it_costs(world: World) -> None:
    """Bought, with no rates in the answer."""
    label = world.label()
    id = f"pickup_{1:032x}"
    made = {"id": id, "pickup_rates": [rate("NextDay", "1.00")]}
    world.replay.failing = [(201, made), (200, {"id": id, "status": "scheduled"})]

    assert world.carrier().schedule_pickup(wanted(label), "monday").cost is None


def test_a_book_that_fails_after_it_was_bought_leaves_it_open(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asking again finds the pickup that was bought."""
    label, carrier = world.label(), world.carrier()
    real = carrier._client.pickup.buy

    def full(*_: Any) -> None:
        raise StoreError("book", "the disk is full")

    def bought(*args: Any, **named: Any) -> Any:
        done = real(*args, **named)
        monkeypatch.setattr(world.book, "write", full)
        return done

    carrier._client.pickup.buy = bought
    with fails("carrier_failed"):
        carrier.schedule_pickup(wanted(label), "monday")
    monkeypatch.undo()

    assert world.carrier().schedule_pickup(wanted(label), "monday").id
    assert world.replay.forms.bought == ["USPS NextDay"]
