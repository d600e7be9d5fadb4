# ruff: noqa: S101 - a suite asserts
"""The conformance suite of the carrier port.

::

    from ordercore.testing import CarrierConformance

    class TestMyCarrier(CarrierConformance):
        def make(self):
            return MyCarrier(...)

Give carriages that your carrier has quotes for as ``carriages``, if it has none for parcels within
the United States; and the other hooks as far as you can: tests that need one you did not give are
skipped, and say so.

Each test is a sentence of the contract in :mod:`ordercore.ports.carrier`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import attrs
import pytest

from ordercore.errors import CarrierError, InvalidValue
from ordercore.kernel.time import instant
from ordercore.orders.address import Address
from ordercore.ports.carriage import (
    Carriage,
    CarrierDocumentKind,
    CarrierFeature,
    Label,
    PickupRequest,
)
from ordercore.ports.carrier import Carrier
from ordercore.ports.carrier_faults import CARRIER_FAULTS, Remedy, remedy_of
from ordercore.service.buying import buy_once
from ordercore.shipping.choosing.quote import Consignment, Quote
from ordercore.shipping.measures.dimensions import Dimensions
from ordercore.shipping.measures.quantities import Weight
from ordercore.shipping.tracking import TrackingEvent

AT = instant("2026-03-02T09:00:00Z")

SELLER = Address("Pine St Mugs", "12 Pine St", "Austin", "TX", "78701", "US", phone="5125550100")

BUYER = Address("Ada Byron", "34 Maple Ave", "Denver", "CO", "80202", "US", phone="3035550100")


def carriage(weight: str = "2 lb", size: str = "10 x 8 x 4 in", **changes: Any) -> Carriage:
    """Make a carriage from Austin to Denver."""
    parcel = Consignment(at=AT, weight=Weight.parse(weight), size=Dimensions.parse(size))
    plain: dict[str, Any] = {"parcel": parcel, "sender": SELLER, "to": BUYER, "reference": "O-1"}
    return Carriage(**{**plain, **changes})


ODD = (
    carriage(to=Address()),
    carriage(to=Address(name="Ada Byron", country="US")),
    carriage(to=Address(*("\x00'\"; -- <b>%s{0}\\",) * 9)),
    carriage(to=Address(*("\U0001d49c\u202e\u00e9\U0001f3e0",) * 9)),
    carriage(to=Address("Ada Byron", "1 Nowhere", "Nowhere", "ZZ", "00000", "XX")),
    carriage(sender=Address()),
    carriage("0 lb"),
    carriage("8000 kg", "90 x 90 x 90 m"),
    carriage(reference="x" * 400 + "\n\x00注文"),
)

UNKNOWN = "no such thing \U0001f3e0"


class CarrierConformance(ABC):
    """Inherit from this, give ``make``, and pytest runs the whole contract."""

    carriages: tuple[Carriage, ...] = (carriage(), carriage("3 oz", "6 x 4 x 1 in"))
    """Parcels that the carrier has quotes for."""

    threads: bool = True
    """Whether several threads may use one carrier."""

    @abstractmethod
    def make(self) -> Carrier:
        """Make a carrier of an account that nobody used yet."""

    def another(self, carrier: Carrier) -> Carrier:
        """Give another adapter of the same account, as a second process has one."""
        return carrier

    def losing_answers(self, carrier: Carrier) -> AbstractContextManager[object]:
        """Let the carrier do what it is asked, and its answers be lost; skipped if not given."""
        pytest.skip(f"losing_answers is not given for {type(carrier).__name__}")

    @pytest.fixture
    def carrier(self) -> Carrier:
        """Give a fresh carrier."""
        return self.make()

    def quotes(self, carrier: Carrier, number: int = 0) -> tuple[Quote, ...]:
        """Give fresh quotes for one of the carriages."""
        return carrier.quote(self.carriages[number % len(self.carriages)]).quotes

    def bought(self, carrier: Carrier, key: str, number: int = 0) -> Label:
        """Buy a label."""
        return carrier.buy(self.quotes(carrier, number)[0], key)

    def offered(self, carrier: Carrier, feature: CarrierFeature) -> None:
        """Skip a test of what is not offered."""
        if feature not in carrier.features:
            pytest.skip(f"{type(carrier).__name__} does not offer {feature.value}")

    def test_a_carriage_has_quotes_told_by_their_ids(self, carrier: Carrier) -> None:
        """At least one for each that the carrier is said to carry; and in one currency."""
        for number in range(len(self.carriages)):
            quotes = self.quotes(carrier, number)

            assert quotes
            assert len({quote.id for quote in quotes}) == len(quotes)
            assert len({quote.price.currency for quote in quotes}) == 1

    def test_quotes_of_two_questions_are_not_mixed_up(self, carrier: Carrier) -> None:
        """Each is for one carriage, so none has the id of another; the price stays what it was."""
        first, again = self.quotes(carrier), self.quotes(carrier)

        def prices(quotes: tuple[Quote, ...]) -> list[tuple[str, str]]:
            return sorted((quote.service, str(quote.price)) for quote in quotes)

        assert prices(first) == prices(again)
        assert not {quote.id for quote in first} & {quote.id for quote in again}

    def test_every_carriage_is_answered_or_refused_by_a_code(self, carrier: Carrier) -> None:
        """However odd it is; what is declined has a code too."""
        for odd in ODD:
            try:
                declined = [some.code for some in carrier.quote(odd).declined]
            except CarrierError as error:
                declined = [error.code]
            assert [code for code in declined if code not in CARRIER_FAULTS] == []

    def test_a_label_is_what_was_quoted(self, carrier: Carrier) -> None:
        """At its price, under its key, with papers, and a number where it is tracked."""
        for number in range(len(self.carriages)):
            quote = self.quotes(carrier, number)[0]
            label = carrier.buy(quote, f"key-{number}")

            assert (label.quote, label.key) == (quote.id, f"key-{number}")
            assert (label.carrier, label.service) == (quote.carrier, quote.service)
            assert label.cost == quote.price
            assert bool(label.tracking) or not quote.tracked
            assert CarrierDocumentKind.LABEL in [paper.kind for paper in label.documents]
            assert label.void_until is None or label.void_until > label.bought_at

    def test_buying_twice_with_one_key_buys_once(self, carrier: Carrier) -> None:
        """Also through another adapter of the account (solidus_easypost#42, #113)."""
        quote = self.quotes(carrier)[0]
        label = carrier.buy(quote, "key-1")

        assert carrier.buy(quote, "key-1") == label
        assert self.another(carrier).buy(quote, "key-1") == label

    def test_several_at_once_buy_once(self, carrier: Carrier) -> None:
        """With one key, of one quote, in the same moment; who is refused may ask again."""
        if not self.threads:
            pytest.skip("the carrier is one thread's")
        quote = self.quotes(carrier)[0]
        carriers = [carrier, *(self.another(carrier) for _ in range(3))] * 2

        def buy(one: Carrier) -> Label:
            return buy_once(one, quote, "key-1", attempts=20)

        with ThreadPoolExecutor(4) as pool:
            labels = set(pool.map(buy, carriers))
        assert len(labels) == 1

    def test_two_labels_are_two(self, carrier: Carrier) -> None:
        """Each with an id and a number of its own."""
        labels = [self.bought(carrier, f"key-{number}", number) for number in range(2)]

        assert len({label.id for label in labels}) == 2
        numbers = [label.tracking for label in labels if label.tracking]
        assert len(set(numbers)) == len(numbers)

    def test_a_key_buys_no_other_quote(self, carrier: Carrier) -> None:
        """It is refused, and stays the key of what it bought."""
        quote, other = self.quotes(carrier)[0], self.quotes(carrier, 1)[0]
        label = carrier.buy(quote, "key-1")

        assert _code(lambda: self.another(carrier).buy(other, "key-1")) == "key_reused"
        assert carrier.buy(quote, "key-1") == label
        assert carrier.buy(other, "key-2").quote == other.id

    def test_a_quote_is_good_for_one_label(self, carrier: Carrier) -> None:
        """Another key does not buy it again."""
        quote = self.quotes(carrier)[0]
        label = carrier.buy(quote, "key-1")

        assert _code(lambda: self.another(carrier).buy(quote, "key-2")) == "quote_taken"
        assert carrier.buy(quote, "key-1") == label

    def test_a_refusal_is_not_remembered(self, carrier: Carrier) -> None:
        """A quote that nobody gave is refused, and its key buys another one afterwards."""
        quote = self.quotes(carrier)[0]
        made_up = attrs.evolve(quote, id=UNKNOWN)

        assert _code(lambda: carrier.buy(made_up, "key-1")) == "quote_unknown"
        assert carrier.buy(quote, "key-1").quote == quote.id

    def test_a_key_is_not_blank(self, carrier: Carrier) -> None:
        """Or all labels without one would be the same."""
        quote = self.quotes(carrier)[0]
        for blank in ("", " ", "\0"):
            with pytest.raises(InvalidValue):
                carrier.buy(quote, blank)

    def test_a_lost_answer_is_had_by_asking_again(self, carrier: Carrier) -> None:
        """The error says that nobody knows; the same key gives the only label."""
        quote = self.quotes(carrier)[0]
        with self.losing_answers(carrier):
            with pytest.raises(CarrierError) as caught:
                carrier.buy(quote, "key-1")
            assert remedy_of(caught.value) is Remedy.ASK_AGAIN

        label = buy_once(carrier, quote, "key-1")
        assert (label.quote, label.key) == (quote.id, "key-1")
        assert self.another(carrier).buy(quote, "key-1") == label

    def test_a_label_is_voided_once(self, carrier: Carrier) -> None:
        """Twice has the same answer, and its key gives it to nobody any more."""
        self.offered(carrier, CarrierFeature.VOID)
        quote = self.quotes(carrier)[0]
        label = carrier.buy(quote, "key-1")
        voided = carrier.void(label.id)

        assert voided.label == label.id
        assert voided.refund is None or voided.refund == label.cost
        assert self.another(carrier).void(label.id) == voided
        assert _code(lambda: carrier.buy(quote, "key-1")) == "label_void"

    def test_voiding_touches_no_other_label(self, carrier: Carrier) -> None:
        """And one that nobody bought is unknown."""
        self.offered(carrier, CarrierFeature.VOID)
        quote = self.quotes(carrier, 1)[0]
        kept = carrier.buy(quote, "key-2")
        carrier.void(self.bought(carrier, "key-1").id)

        assert _code(lambda: carrier.void(UNKNOWN)) == "label_unknown"
        assert carrier.buy(quote, "key-2") == kept

    def test_a_bought_label_can_be_tracked(self, carrier: Carrier) -> None:
        """Though there may be nothing yet; a number of nobody's is unknown."""
        self.offered(carrier, CarrierFeature.TRACK)
        label = self.bought(carrier, "key-1")

        assert _code(lambda: carrier.track("NO0SUCH0NUMBER")) == "number_unknown"
        events = carrier.track(label.tracking) if label.tracking else ()
        assert {type(event) for event in events} <= {TrackingEvent}

    def test_a_pickup_is_scheduled_once(self, carrier: Carrier) -> None:
        """Twice with one key has the same answer; another wish under the key is refused."""
        self.offered(carrier, CarrierFeature.PICKUP)
        label = self.bought(carrier, "key-1")
        begin = label.bought_at + timedelta(days=1)
        request = PickupRequest(
            at=SELLER, begin=begin, until=begin + timedelta(hours=4), labels=(label.id,)
        )
        pickup = carrier.schedule_pickup(request, "pickup-1")
        later = attrs.evolve(request, until=begin + timedelta(hours=5))
        strange = attrs.evolve(request, labels=(UNKNOWN,))

        assert self.another(carrier).schedule_pickup(request, "pickup-1") == pickup
        assert _code(lambda: carrier.schedule_pickup(later, "pickup-1")) == "key_reused"
        assert _code(lambda: carrier.schedule_pickup(strange, "pickup-2")) == "label_unknown"

    def test_a_manifest_is_made_once(self, carrier: Carrier) -> None:
        """Of the labels that it was given, all of which were bought."""
        self.offered(carrier, CarrierFeature.MANIFEST)
        labels = [self.bought(carrier, f"key-{number}", number).id for number in range(2)]
        manifest = carrier.manifest(labels, "manifest-1")

        assert manifest.labels == tuple(labels)
        assert self.another(carrier).manifest(tuple(labels), "manifest-1") == manifest
        assert _code(lambda: carrier.manifest(labels[:1], "manifest-1")) == "key_reused"
        assert _code(lambda: carrier.manifest([UNKNOWN], "manifest-2")) == "label_unknown"
        with pytest.raises(InvalidValue):
            carrier.manifest([], "manifest-3")

    def test_drop_off_points_are_as_many_as_asked(self, carrier: Carrier) -> None:
        """At most, the nearest first, and each once."""
        self.offered(carrier, CarrierFeature.DROP_OFF)
        points = carrier.drop_off_points(SELLER, 3)
        distances = [point.distance for point in points if point.distance is not None]

        assert len(points) <= 3
        assert len({point.id for point in points}) == len(points)
        assert distances == sorted(distances)
        assert carrier.drop_off_points(SELLER, 1) == points[:1]
        with pytest.raises(InvalidValue):
            carrier.drop_off_points(SELLER, 0)

    def test_what_is_not_offered_is_said(self, carrier: Carrier) -> None:
        """By a code, whatever it is asked, so that a host needs no case for each carrier."""
        window = {"begin": AT, "until": AT + timedelta(hours=4)}
        request = PickupRequest(at=SELLER, labels=("L-1",), **window)
        calls: dict[CarrierFeature, Callable[[], object]] = {
            CarrierFeature.VOID: lambda: carrier.void("L-1"),
            CarrierFeature.TRACK: lambda: carrier.track("1"),
            CarrierFeature.PICKUP: lambda: carrier.schedule_pickup(request, "key-1"),
            CarrierFeature.DROP_OFF: lambda: carrier.drop_off_points(SELLER),
            CarrierFeature.MANIFEST: lambda: carrier.manifest(["L-1"], "key-1"),
        }

        for feature, call in calls.items():
            assert feature in carrier.features or _code(call) == "not_offered", feature


def _code(call: Callable[[], object]) -> str:
    """Give the code that a call is refused by; any other exception is its own failure."""
    with pytest.raises(CarrierError) as caught:
        call()
    return caught.value.code
