"""The rate-card carrier: quotes by a seller's card, and sells labels of its own, offline."""

import datetime as dt
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import TypeVar

from ordercore.adapters.memory.label_book import MemoryLabelBook
from ordercore.adapters.ratecard.card import RateCard
from ordercore.adapters.ratecard.numbers import tracking_number
from ordercore.adapters.ratecard.papers import LabelPapers, text_label, text_manifest
from ordercore.adapters.ratecard.pricing import zone_of
from ordercore.adapters.ratecard.quoting import KEPT_DAYS, QuotedCarriage, offer_of
from ordercore.adapters.ratecard.scans import KeptScans, kept, told
from ordercore.adapters.system import SystemClock
from ordercore.errors import CarrierError, InvalidValue, StoreError
from ordercore.kernel.checking import of_type
from ordercore.kernel.ids import checked
from ordercore.kernel.replace import replace
from ordercore.kernel.time import local_date
from ordercore.orders.address import Address
from ordercore.ports.carriage import (
    Carriage,
    CarrierFeature,
    Declined,
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
from ordercore.ports.label_book import LabelBook, LabelPage
from ordercore.service.codec import decode, encode
from ordercore.shipping.choosing.quote import Quote
from ordercore.shipping.tracking import TrackingEvent, TrackingStatus

T = TypeVar("T")

FEATURES = frozenset({CarrierFeature.VOID, CarrierFeature.TRACK, CarrierFeature.MANIFEST})


class RateCardCarrier:
    """Carries by a card that a seller agreed on, from the one place that the card is for.

    Prices are those of the local day of ``carriage.parcel.at``, and hold until that day is over.
    Whoever does not know whether an address is a home pays for one.
    What was sold is kept in ``book``, which is this card's alone; without one it lasts as long as
    the process, so give a :class:`ordercore.adapters.label_books.SqliteLabelBook` wherever labels
    are really printed.
    ``papers`` are drawn while the book is open: a label is kept with its papers, or not at all.
    """

    def __init__(
        self,
        card: RateCard,
        book: LabelBook | None = None,
        *,
        papers: LabelPapers = text_label,
        clock: Clock | None = None,
    ) -> None:
        self.card = of_type(card, RateCard, "card")
        self._book = book if book is not None else MemoryLabelBook()
        self._papers = papers
        self._clock = clock or SystemClock()
        self._hours = {row.code: row.void_hours for row in card.services}

    @property
    def features(self) -> frozenset[CarrierFeature]:
        """Labels are voided, tracked by what is told of them, and listed."""
        return FEATURES

    def quote(self, carriage: Carriage) -> Offers:
        """Price every service of the card."""
        of_type(carriage, Carriage, "carriage")
        if zone_of(self.card, carriage.to) is None:
            raise self._error("place_not_served", carriage.to.country)
        if not carriage.to.line1.strip():
            raise self._error("address_refused", "there is no street")
        day = local_date(carriage.parcel.at, self.card.zone)
        today = local_date(self._clock.now(), self.card.zone)
        with self._page() as page:
            page.forget("quotes/", f"quotes/{today - KEPT_DAYS}")
            offered = [offer_of(self.card, page, row, carriage, day) for row in self.card.services]
        return Offers(
            quotes=tuple(some for some in offered if isinstance(some, Quote)),
            declined=tuple(some for some in offered if isinstance(some, Declined)),
        )

    def buy(self, quote: Quote, key: str) -> Label:
        """Sell a label: number it, draw its papers and keep it, all or nothing."""
        of_type(quote, Quote, "quote")
        checked(key, "key")
        with self._page() as page:
            bought = _read(page, "keys", key, Label)
            if bought is not None:
                if bought.quote != quote.id:
                    raise key_reused(self.card.code, bought)
                if page.read("voided", bought.id) is not None:
                    raise self._error("label_void")
                return bought
            day = quote.id.rpartition("/")[0].rpartition("/")[2]
            known = _read(page, f"quotes/{day}", quote.id, QuotedCarriage)
            if known is None:
                raise self._error("quote_unknown")
            if page.read("taken", quote.id) is not None:
                raise self._error("quote_taken")
            label = self._sold(page, known, key)
            for shelf, name in (("keys", key), ("labels", label.id), ("taken", quote.id)):
                page.write(shelf, name, encode(label))
            page.write("scans", label.tracking, encode(kept([_printed(label)])))
            return label

    def _sold(self, page: LabelPage, known: QuotedCarriage, key: str) -> Label:
        quote, now = known.quote, self._clock.now()
        if quote.valid_until is not None and quote.valid_until <= now:
            raise self._error("quote_expired")
        hours = self._hours.get(quote.service, 0)
        number = tracking_number(self.card.prefix, page.count("labels"))
        plain = Label(
            id=number,
            key=key,
            quote=quote.id,
            carrier=quote.carrier,
            service=quote.service,
            tracking=number,
            cost=quote.price,
            bought_at=now,
            void_until=now + dt.timedelta(hours=hours),
        )
        try:
            papers = tuple(self._papers(plain, known.carriage))
        except InvalidValue as error:
            # A name that no font has signs for, or one that is too long: so it stays.
            raise self._error("call_refused", f"no papers can be drawn: {error}") from error
        except Exception as error:
            raise self._error("carrier_failed", f"no papers could be drawn: {error!r}") from error
        return replace(plain, documents=papers)

    def void(self, label: str) -> Voided:
        """Void a label within its hours, unless it is on a manifest or was scanned."""
        of_type(label, str, "label")
        with self._page() as page:
            found = self._label(page, label)
            voided = _read(page, "voided", label, Voided)
            if voided is not None:
                return voided
            now, until = self._clock.now(), found.void_until
            scans = self._scans(page, found.tracking)
            over = until is not None and until <= now
            if over or page.read("listed", label) is not None or len(scans) > 1:
                raise self._error("not_voidable")
            voided = Voided(label=label, status=VoidStatus.VOIDED, refund=found.cost)
            page.write("voided", label, encode(voided))
            cancelled = TrackingEvent(
                status=TrackingStatus.CANCELLED, when=now, carrier=self.card.code
            )
            page.write("scans", found.tracking, encode(kept([*scans, cancelled])))
            return voided

    def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Give that the label was printed or voided, and what :meth:`scan` was told."""
        of_type(number, str, "number")
        with self._page() as page:
            return self._scans(page, number)

    def scan(self, number: str, *events: TrackingEvent) -> None:
        """Keep what a driver or a depot says of a parcel.

        Raises:
            CarrierError: ``number_unknown``.
            InvalidValue: when the number or an event is of another type.
        """
        of_type(number, str, "number")
        new = [of_type(event, TrackingEvent, "events") for event in events]
        with self._page() as page:
            known = self._scans(page, number)
            page.write("scans", number, encode(kept([*known, *new])))

    def schedule_pickup(self, request: PickupRequest, key: str) -> Pickup:  # noqa: ARG002
        """Say that this is not offered: a card tells nothing of it."""
        raise not_offered(self.card.code, CarrierFeature.PICKUP)

    def drop_off_points(self, near: Address, most: int = 10) -> tuple[DropOffPoint, ...]:  # noqa: ARG002
        """Say that this is not offered: a card tells nothing of it."""
        raise not_offered(self.card.code, CarrierFeature.DROP_OFF)

    def manifest(self, labels: Iterable[str], key: str) -> Manifest:
        """List labels that are handed over; they cannot be voided after that."""
        checked(key, "key")
        asked = checked_labels(labels)
        with self._page() as page:
            made = _read(page, "manifests", key, Manifest)
            if made is not None:
                if made.labels != asked:
                    raise key_reused(self.card.code, made)
                return made
            found = [self._label(page, label) for label in asked]
            if any(page.read("voided", label) is not None for label in asked):
                raise self._error("label_void")
            for label in asked:
                other = page.read("listed", label)
                if other is not None:
                    raise label_listed(self.card.code, label, other.decode())
            number = f"{self.card.prefix}-M{page.count('manifests')}"
            papers = (text_manifest(found),)
            made = Manifest(id=number, key=key, labels=asked, documents=papers)
            page.write("manifests", key, encode(made))
            for label in asked:
                page.write("listed", label, key.encode())
            return made

    @contextmanager
    def _page(self) -> Generator[LabelPage, None, None]:
        """Open the book; when that fails, nobody knows what was kept, so asking again tells."""
        try:
            with self._book.page() as page:
                yield page
        except StoreError as error:
            raise self._error("carrier_failed", str(error)) from error

    def _label(self, page: LabelPage, id: str) -> Label:
        found = _read(page, "labels", id, Label)
        if found is None:
            raise self._error("label_unknown")
        return found

    def _scans(self, page: LabelPage, number: str) -> tuple[TrackingEvent, ...]:
        found = _read(page, "scans", number, KeptScans)
        if found is None:
            raise self._error("number_unknown")
        return told(found)

    def _error(self, code: str, detail: str = "") -> CarrierError:
        return CarrierError(self.card.code, code, detail)


def _read(page: LabelPage, shelf: str, key: str, kind: type[T]) -> T | None:
    data = page.read(shelf, key)
    return None if data is None else decode(kind, data)


def _printed(label: Label) -> TrackingEvent:
    return TrackingEvent(
        status=TrackingStatus.PRE_TRANSIT, when=label.bought_at, carrier=label.carrier
    )
