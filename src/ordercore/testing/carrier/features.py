# ruff: noqa: S101 - a suite asserts
"""What a carrier does besides: as far as it says so, and refused by a code where it does not."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import attrs
import pytest

from ordercore.errors import InvalidValue
from ordercore.ports.carriage import CarrierFeature, PickupRequest
from ordercore.ports.carrier import Carrier
from ordercore.ports.carrier_faults import CARRIER_FAULTS
from ordercore.shipping.tracking import TrackingEvent
from ordercore.testing.carrier.carriages import AT, ODD_IDS, SELLER, UNKNOWN
from ordercore.testing.carrier.contract import Contract, code_of, fault_of, field_of, refusal_of


class Features(Contract):
    """Voiding, tracking, pickups, manifests and places to drop parcels off."""

    def test_a_label_is_voided_once(self, carrier: Carrier) -> None:
        """Twice has the same answer, and its key gives it to nobody any more."""
        self.offered(carrier, CarrierFeature.VOID)
        quote = self.quotes(carrier)[0]
        label = carrier.buy(quote, "key-1")
        voided = carrier.void(label.id)

        assert voided.label == label.id
        assert voided.refund is None or voided.refund == label.cost
        assert self.another(carrier).void(label.id) == voided
        assert code_of(lambda: carrier.buy(quote, "key-1")) == "label_void"

    def test_voiding_touches_no_other_label(self, carrier: Carrier) -> None:
        """And one that nobody bought is unknown."""
        self.offered(carrier, CarrierFeature.VOID)
        quote = self.quotes(carrier, 1)[0]
        kept = carrier.buy(quote, "key-2")
        carrier.void(self.bought(carrier, "key-1").id)

        assert code_of(lambda: carrier.void(UNKNOWN)) == "label_unknown"
        assert carrier.buy(quote, "key-2") == kept

    def test_a_bought_label_can_be_tracked(self, carrier: Carrier) -> None:
        """Though there may be nothing yet; a number of nobody's is unknown."""
        self.offered(carrier, CarrierFeature.TRACK)
        label = self.bought(carrier, "key-1")

        assert code_of(lambda: carrier.track("NO0SUCH0NUMBER")) == "number_unknown"
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
        fault = fault_of(lambda: carrier.schedule_pickup(later, "pickup-1"))
        assert (fault.code, fault.facts) == ("key_reused", {"pickup": pickup.id})
        assert code_of(lambda: carrier.schedule_pickup(strange, "pickup-2")) == "label_unknown"

    def test_a_manifest_is_made_once(self, carrier: Carrier) -> None:
        """Of the labels that it was given, all of which were bought."""
        self.offered(carrier, CarrierFeature.MANIFEST)
        labels = [self.bought(carrier, f"key-{number}", number).id for number in range(2)]
        manifest = carrier.manifest(labels, "manifest-1")

        assert manifest.labels == tuple(labels)
        assert self.another(carrier).manifest(tuple(labels), "manifest-1") == manifest
        fault = fault_of(lambda: carrier.manifest(labels[:1], "manifest-1"))
        assert (fault.code, fault.facts) == ("key_reused", {"manifest": manifest.id})
        assert code_of(lambda: carrier.manifest([UNKNOWN], "manifest-2")) == "label_unknown"
        for wrong in ([], [labels[0], labels[0]]):
            with pytest.raises(InvalidValue):
                carrier.manifest(wrong, "manifest-3")

    def test_a_label_is_on_one_manifest(self, carrier: Carrier) -> None:
        """Another that lists it is refused, and says why; its key is free."""
        self.offered(carrier, CarrierFeature.MANIFEST)
        first, second = (self.bought(carrier, f"key-{number}", number).id for number in range(2))
        manifest = carrier.manifest([first], "manifest-1")

        fault = fault_of(lambda: self.another(carrier).manifest([second, first], "manifest-2"))
        assert fault.code == "label_listed"
        assert fault.facts == {"label": first, "key": "manifest-1"}
        assert carrier.manifest([second], "manifest-2").labels == (second,)
        assert carrier.manifest([first], "manifest-1") == manifest

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

    def test_an_id_that_cannot_be_is_refused_by_a_code(self, carrier: Carrier) -> None:
        """However odd it is: somebody may have typed it."""
        calls: tuple[Callable[[str], object], ...] = (
            carrier.void,
            carrier.track,
            lambda odd: carrier.manifest([odd], "key-1"),
        )
        codes = [refusal_of(partial(call, odd)) for odd in ODD_IDS for call in calls]

        assert {code for code in codes if code} <= set(CARRIER_FAULTS)

    def test_what_is_no_id_is_refused_by_name(self, carrier: Carrier) -> None:
        """Nothing, or the label itself in place of its id; and so is what is no request."""
        label: Any = self.bought(carrier, "key-1")
        nothing: Any = None
        calls: dict[str, tuple[CarrierFeature, Callable[[Any], object]]] = {
            "label": (CarrierFeature.VOID, carrier.void),
            "number": (CarrierFeature.TRACK, carrier.track),
            "request": (CarrierFeature.PICKUP, lambda odd: carrier.schedule_pickup(odd, "key-1")),
            "near": (CarrierFeature.DROP_OFF, carrier.drop_off_points),
            "labels": (CarrierFeature.MANIFEST, lambda odd: carrier.manifest([odd], "key-1")),
        }

        for field, (feature, call) in calls.items():
            for odd in (nothing, label, [label.id]):
                said = feature not in carrier.features or field_of(partial(call, odd)) == field
                assert said, feature

    def test_what_is_not_offered_is_said(self, carrier: Carrier) -> None:
        """By a code, whatever it is asked, so that a host needs no case for each carrier."""
        window = {"begin": AT, "until": AT + timedelta(hours=4)}
        request = PickupRequest(at=SELLER, labels=("L-1",), **window)
        calls: dict[CarrierFeature, Callable[[], object]] = {
            CarrierFeature.VOID: lambda: carrier.void("L-1"),
            CarrierFeature.TRACK: lambda: carrier.track("1"),
            CarrierFeature.PICKUP: lambda: carrier.schedule_pickup(request, ""),
            CarrierFeature.DROP_OFF: lambda: carrier.drop_off_points(SELLER),
            CarrierFeature.MANIFEST: lambda: carrier.manifest([], ""),
        }

        for feature, call in calls.items():
            assert feature in carrier.features or code_of(call) == "not_offered", feature
