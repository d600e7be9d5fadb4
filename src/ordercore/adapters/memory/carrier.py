"""A carrier that keeps its labels in memory, and fails when it is told to."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import count
from typing import Any, TypeVar

from ordercore.adapters.memory.breaking import Breakable
from ordercore.adapters.memory.carrier_services import SERVICES, MemoryService, offers_of
from ordercore.adapters.memory.clock import FixedClock
from ordercore.errors import InvalidValue
from ordercore.kernel.checking import of_type, several
from ordercore.kernel.ids import checked
from ordercore.orders.address import Address
from ordercore.ports.carriage import (
    Carriage,
    CarrierDocument,
    CarrierDocumentKind,
    CarrierFeature,
    DropOffPoint,
    Label,
    Manifest,
    Offers,
    Pickup,
    PickupRequest,
    Voided,
    VoidStatus,
    checked_labels,
)
from ordercore.ports.carrier import key_reused, label_listed, not_offered
from ordercore.ports.clock import Clock
from ordercore.shipping.choosing.quote import Quote
from ordercore.shipping.tracking import TrackingEvent, TrackingStatus

T = TypeVar("T")


class MemoryCarrier(Breakable):
    """Sells labels for made-up services; several of one ``name`` are still strangers.

    Its time is that of ``clock``: quotes hold for a day, labels can be voided for ``void_window``.
    """

    def __init__(
        self,
        name: str = "memory",
        *,
        clock: Clock | None = None,
        services: Iterable[MemoryService] = SERVICES,
        features: Iterable[CarrierFeature] = CarrierFeature,
        points: Iterable[DropOffPoint] = (),
        void_window: timedelta = timedelta(days=1),
    ) -> None:
        super().__init__(name)
        self._clock = clock or FixedClock("2026-03-02T09:00:00Z")
        self._services = several(services, "services")
        self._features = frozenset(several(features, "features"))
        self._points = several(points, "points")
        self._void_window = void_window
        self._quotes: dict[str, Quote] = {}
        self._labels: dict[str, Label] = {}
        self._voided: dict[str, Voided] = {}
        self._used: set[str] = set()
        self._done: dict[tuple[str, str], tuple[object, Any]] = {}
        self._listed: dict[str, str] = {}
        self._events: dict[str, list[TrackingEvent]] = {}
        self._unruly = False

    @property
    def features(self) -> frozenset[CarrierFeature]:
        """What it was made to offer."""
        return self._features

    @property
    def labels(self) -> tuple[Label, ...]:
        """Every label that was bought, voided ones with them."""
        return tuple(self._labels.values())

    def disorder_tracking(self, unruly: bool = True) -> None:
        """Tell scans backwards, and each twice."""
        self._unruly = unruly

    def scan(self, number: str, *events: TrackingEvent) -> None:
        """Scan a parcel, after which its label is used and cannot be voided.

        Raises:
            CarrierError: ``number_unknown``.
            InvalidValue: when the number or an event is of another type.
        """
        told = [of_type(event, TrackingEvent, "events") for event in events]
        self._events_of(number).extend(told)
        self._used |= {label.id for label in self._labels.values() if label.tracking == number}

    def quote(self, carriage: Carriage) -> Offers:
        """Quote every service that bears the weight."""
        of_type(carriage, Carriage, "carriage")
        return self._answer(lambda: self._quote(carriage))

    def buy(self, quote: Quote, key: str) -> Label:
        """Buy a label."""
        of_type(quote, Quote, "quote")
        checked(key, "key")
        return self._answer(lambda: self._buy(quote, key))

    def void(self, label: str) -> Voided:
        """Void a label within its window, unless it was scanned."""
        return self._answer(lambda: self._void(label), CarrierFeature.VOID)

    def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Give the scans of a parcel."""
        return self._answer(lambda: self._track(number), CarrierFeature.TRACK)

    def schedule_pickup(self, request: PickupRequest, key: str) -> Pickup:
        """Agree to any window that is not over."""
        return self._answer(lambda: self._schedule(request, key), CarrierFeature.PICKUP)

    def drop_off_points(self, near: Address, most: int = 10) -> tuple[DropOffPoint, ...]:
        """Give the places in a country that it was told of, in the order in which it was."""
        return self._answer(lambda: self._drop_off(near, most), CarrierFeature.DROP_OFF)

    def manifest(self, labels: Iterable[str], key: str) -> Manifest:
        """List labels."""
        return self._answer(
            lambda: self._manifest(checked_labels(labels), key), CarrierFeature.MANIFEST
        )

    def _answer(self, work: Callable[[], T], feature: CarrierFeature | None = None) -> T:
        """Do what is asked, if it is offered."""
        if feature is not None and feature not in self._features:
            raise not_offered(self.name, feature)
        return self._done_or_broken(work)

    def _quote(self, carriage: Carriage) -> Offers:
        if not (carriage.to.line1.strip() and carriage.to.country.strip()):
            raise self._error("address_refused")
        numbers = count(len(self._quotes) + 1)
        offers = offers_of(self.name, self._services, carriage, self._clock.now(), numbers)
        self._quotes |= {quote.id: quote for quote in offers.quotes}
        return offers

    def _buy(self, quote: Quote, key: str) -> Label:
        known = self._quotes.get(quote.id)
        bought: Label | None = self._once("buy", key, quote.id)
        if bought is not None:
            if bought.id in self._voided:
                raise self._error("label_void")
            return bought
        if known is None:
            raise self._error("quote_unknown")
        if any(label.quote == known.id for label in self._labels.values()):
            raise self._error("quote_taken")
        now = self._clock.now()
        if known.valid_until is not None and known.valid_until <= now:
            raise self._error("quote_expired")
        number = f"{self.name}-{len(self._labels) + 1:06}"
        label = Label(
            id=f"{self.name}-L{len(self._labels) + 1}",
            key=key,
            quote=known.id,
            carrier=self.name,
            service=known.service,
            tracking=number,
            cost=known.price,
            bought_at=now,
            void_until=now + self._void_window,
            documents=(_paper(CarrierDocumentKind.LABEL, number),),
        )
        self._labels[label.id] = label
        self._events[number] = [TrackingEvent(status=TrackingStatus.PRE_TRANSIT, when=now)]
        return self._did("buy", key, quote.id, label)

    def _void(self, id: str) -> Voided:
        label = self._known(id)
        if id in self._voided:
            return self._voided[id]
        until = label.void_until
        if id in self._used or (until is not None and until <= self._clock.now()):
            raise self._error("not_voidable")
        return self._voided.setdefault(
            id, Voided(label=id, status=VoidStatus.VOIDED, refund=label.cost)
        )

    def _track(self, number: str) -> tuple[TrackingEvent, ...]:
        found = self._events_of(number)
        return tuple(reversed(found)) * 2 if self._unruly else tuple(found)

    def _events_of(self, number: str) -> list[TrackingEvent]:
        found = self._events.get(of_type(number, str, "number"))
        if found is None:
            raise self._error("number_unknown")
        return found

    def _schedule(self, request: PickupRequest, key: str) -> Pickup:
        of_type(request, PickupRequest, "request")
        checked(key, "key")
        done: Pickup | None = self._once("pickup", key, request)
        if done is not None:
            return done
        for id in request.labels:
            self._known(id)
        if request.until <= self._clock.now():
            raise self._error("time_refused")
        id = f"{self.name}-P{len(self._done) + 1}"
        pickup = Pickup(id=id, key=key, begin=request.begin, until=request.until)
        return self._did("pickup", key, request, pickup)

    def _drop_off(self, near: Address, most: int) -> tuple[DropOffPoint, ...]:
        of_type(near, Address, "near")
        if type(most) is not int or most < 1:
            raise InvalidValue("most", most, "1 or more")
        if not near.country.strip():
            raise self._error("address_refused")
        there = [point for point in self._points if point.address.country == near.country]
        return tuple(there[:most])

    def _manifest(self, labels: tuple[str, ...], key: str) -> Manifest:
        checked(key, "key")
        done: Manifest | None = self._once("manifest", key, labels)
        if done is not None:
            return done
        for id in labels:
            self._known(id)
            if id in self._listed:
                raise label_listed(self.name, id, self._listed[id])
        self._listed |= dict.fromkeys(labels, key)
        id = f"{self.name}-M{len(self._done) + 1}"
        paper = _paper(CarrierDocumentKind.MANIFEST, "\n".join(labels))
        return self._did(
            "manifest", key, labels, Manifest(id=id, key=key, labels=labels, documents=(paper,))
        )

    def _known(self, id: str) -> Label:
        label = self._labels.get(of_type(id, str, "label"))
        if label is None:
            raise self._error("label_unknown")
        return label

    def _once(self, kind: str, key: str, asked: object) -> Any:
        """Give what was done under a key, or refuse that it was for something else."""
        before, done = self._done.get((kind, key), (asked, None))
        if before != asked:
            raise key_reused(self.name, done)
        return done

    def _did(self, kind: str, key: str, asked: object, done: T) -> T:
        self._done[kind, key] = asked, done
        return done


def _paper(kind: CarrierDocumentKind, text: str) -> CarrierDocument:
    return CarrierDocument(kind=kind, media_type="text/plain", content=text.encode())
