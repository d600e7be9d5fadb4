"""The carrier in memory: the contract, and every fault that it can be told to have."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from ordercore.adapters.memory import FixedClock, MemoryCarrier, MemoryService
from ordercore.errors import CarrierError, InvalidValue
from ordercore.kernel.money import Money
from ordercore.ports.carriage import CarrierFeature, DropOffPoint, PickupRequest
from ordercore.ports.carrier import Carrier
from ordercore.shipping.choosing import choose_service
from ordercore.shipping.measures import Weight
from ordercore.shipping.tracking import TrackingEvent, TrackingStatus, reduce
from ordercore.testing import CarrierConformance
from ordercore.testing.carrier import AT, BUYER, SELLER, carriage

POINTS = tuple(
    DropOffPoint(id=f"D-{number}", name="Corner shop", address=address)
    for number, address in enumerate((SELLER, BUYER))
)


class TestMemoryCarrier(CarrierConformance):
    """The whole contract."""

    def make(self) -> Carrier:
        """Make one that knows places where parcels can be left."""
        return MemoryCarrier(points=POINTS)

    @contextmanager
    def losing_answers(self, carrier: Carrier) -> Iterator[None]:
        """Use its own knob."""
        assert isinstance(carrier, MemoryCarrier)
        carrier.lose_answers(1000)
        yield
        carrier.lose_answers(0)


class TestMemoryCarrierWithoutFeatures(CarrierConformance):
    """One that quotes and sells, and nothing else."""

    def make(self) -> Carrier:
        """Make one."""
        return MemoryCarrier(features=())


def test_its_quotes_can_be_chosen_among() -> None:
    """The cheapest is bought, and what is too heavy is declined."""
    light = MemoryService(
        name="letter", price=Money(100, "USD"), days=2, most_weight=Weight.of(4, "oz")
    )
    carrier = MemoryCarrier(
        services=(light, MemoryService(name="ground", price=Money(600, "USD"), days=5))
    )
    wanted = carriage("2 lb")
    offers = carrier.quote(wanted)

    assert [(some.service, some.code) for some in offers.declined] == [
        ("letter", "parcel_too_heavy")
    ]
    best = choose_service(offers.quotes, wanted.parcel).best
    assert best is not None
    assert carrier.buy(best, "key-1").service == "ground"


def test_it_fails_as_often_as_it_is_told_and_does_nothing() -> None:
    """With the code that it is told."""
    carrier = MemoryCarrier()
    quote = carrier.quote(carriage()).quotes[0]
    carrier.fail(2, "too_busy")
    for _ in range(2):
        with pytest.raises(CarrierError, match="memory: too_busy"):
            carrier.buy(quote, "key-1")

    assert carrier.labels == ()
    assert carrier.buy(quote, "key-1") in carrier.labels


@pytest.mark.parametrize("code", ["no_such_code", "", None, ["too_busy"]])
def test_it_fails_with_no_code_that_carriers_do_not_have(code: Any) -> None:
    """A slip of the pen would prove that a host bears what never comes."""
    carrier = MemoryCarrier()
    with pytest.raises(InvalidValue, match=r"code: .* is not one of unreachable, too_busy"):
        carrier.fail(1, code)

    assert carrier.quote(carriage()).quotes


@pytest.mark.parametrize("wrong", [None, "x", 1.5])
def test_its_knobs_are_turned_by_whole_numbers(wrong: Any) -> None:
    """What it is made of is several, too; by name, and nothing is turned."""
    carrier = MemoryCarrier()
    for knob in (carrier.fail, carrier.lose_answers, carrier.slow):
        with pytest.raises(InvalidValue, match="times"):
            knob(wrong)
    for part in ("services", "features", "points"):
        with pytest.raises(InvalidValue, match=part):
            MemoryCarrier(**{part: wrong})

    assert carrier.quote(carriage()).quotes


def test_a_scan_is_of_a_number_that_it_sold() -> None:
    """Any other is unknown, and what is no number or no event is refused by name."""
    carrier = MemoryCarrier()
    number = carrier.buy(carrier.quote(carriage()).quotes[0], "key-1").tracking
    wrong: Any = None
    with pytest.raises(CarrierError, match="number_unknown"):
        carrier.scan("x")
    with pytest.raises(InvalidValue, match="number"):
        carrier.scan(wrong)
    with pytest.raises(InvalidValue, match="events"):
        carrier.scan(number, wrong)

    assert len(carrier.track(number)) == 1


def test_a_lost_answer_leaves_the_label_bought() -> None:
    """As a line does that breaks after the carrier has done its work."""
    carrier = MemoryCarrier()
    quote = carrier.quote(carriage()).quotes[0]
    carrier.lose_answers()
    with pytest.raises(CarrierError, match="answer_lost"):
        carrier.buy(quote, "key-1")

    assert carrier.labels == (carrier.buy(quote, "key-1"),)


def test_it_is_as_slow_as_it_is_told() -> None:
    """For as many calls as it is told."""
    carrier = MemoryCarrier()
    carrier.slow(1, 0.05)
    begin = time.perf_counter()
    carrier.quote(carriage())
    middle = time.perf_counter()
    carrier.quote(carriage())

    assert middle - begin >= 0.05
    assert carrier.features == frozenset(CarrierFeature)


def test_unruly_scans_come_to_the_same() -> None:
    """Told backwards and twice, they amount to what they amount to."""
    carrier = MemoryCarrier()
    number = carrier.buy(carrier.quote(carriage()).quotes[0], "key-1").tracking
    for hours, status in enumerate((TrackingStatus.IN_TRANSIT, TrackingStatus.DELIVERED), 1):
        carrier.scan(number, TrackingEvent(status=status, when=AT + timedelta(hours=hours)))
    told = carrier.track(number)
    carrier.disorder_tracking()

    assert carrier.track(number) == tuple(reversed(told)) * 2
    assert reduce(carrier.track(number)) == reduce(told)
    assert reduce(told).status is TrackingStatus.DELIVERED


def test_a_label_is_voided_within_its_window_alone() -> None:
    """Not at its end, and not when it was scanned; one that is void stays so."""
    clock = FixedClock(AT)
    carrier = MemoryCarrier(clock=clock, void_window=timedelta(hours=1))
    kept, gone, scanned = (
        carrier.buy(carrier.quote(carriage()).quotes[0], key) for key in ("a", "b", "c")
    )
    carrier.scan(scanned.tracking)
    voided = carrier.void(gone.id)
    assert kept.void_until == AT + timedelta(hours=1)
    clock.set(kept.void_until)

    for label in (kept, scanned):
        with pytest.raises(CarrierError, match="not_voidable"):
            carrier.void(label.id)
    assert carrier.void(gone.id) == voided


def test_a_quote_holds_for_a_day() -> None:
    """After that another is asked for, under the same key."""
    clock = FixedClock(AT)
    carrier = MemoryCarrier(clock=clock)
    quote = carrier.quote(carriage()).quotes[0]
    clock.set(AT + timedelta(days=1))
    with pytest.raises(CarrierError, match="quote_expired"):
        carrier.buy(quote, "key-1")

    assert carrier.buy(carrier.quote(carriage()).quotes[0], "key-1") in carrier.labels


def test_nothing_is_picked_up_in_the_past() -> None:
    """A window that is over is refused."""
    carrier = MemoryCarrier(clock=FixedClock(AT))
    label = carrier.buy(carrier.quote(carriage()).quotes[0], "key-1")
    past = PickupRequest(at=SELLER, begin=AT - timedelta(hours=2), until=AT, labels=(label.id,))
    with pytest.raises(CarrierError, match="time_refused"):
        carrier.schedule_pickup(past, "pickup-1")


def test_places_are_those_of_the_country() -> None:
    """Of an address without one there are none to tell."""
    carrier = MemoryCarrier(points=POINTS)

    assert carrier.drop_off_points(SELLER) == POINTS
    with pytest.raises(CarrierError, match="address_refused"):
        carrier.drop_off_points(type(SELLER)())
