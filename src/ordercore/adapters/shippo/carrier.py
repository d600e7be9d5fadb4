"""Shippo as a carrier: shipments quoted, labels bought once, refunded, tracked and handed over."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from time import sleep

from ordercore.adapters.aggregators.keys import KeyBook
from ordercore.adapters.aggregators.reading import Promise, objects
from ordercore.adapters.aggregators.writing import refuse_what_is_not_told
from ordercore.adapters.shippo.answers import (
    declined,
    failure_of,
    id_of,
    is_id,
    quote_of,
    status_of,
    told_in,
)
from ordercore.adapters.shippo.asking import address, check_words, fingerprint, shipment
from ordercore.adapters.shippo.handover import Handover, PickupPlace
from ordercore.adapters.shippo.line import NAME, Line, Patience, readable
from ordercore.adapters.shippo.purchases import Purchases
from ordercore.adapters.shippo.tracking import Tracking
from ordercore.adapters.shippo.windows import VOID_WINDOWS, VoidWindow
from ordercore.adapters.system import SystemClock
from ordercore.errors import CarrierError
from ordercore.kernel.checking import of_type
from ordercore.orders.address import Address
from ordercore.ports.carriage import (
    Carriage,
    CarrierFeature,
    DropOffPoint,
    Label,
    Manifest,
    Offers,
    Pickup,
    PickupRequest,
    Voided,
    VoidStatus,
)
from ordercore.ports.carrier import not_offered
from ordercore.ports.carrier_faults import Remedy, remedy_of
from ordercore.ports.clock import Clock
from ordercore.ports.label_book import LabelBook
from ordercore.service.codec import encode
from ordercore.shipping.choosing.quote import Quote
from ordercore.shipping.tracking import TrackingEvent

FEATURES = frozenset(
    {CarrierFeature.VOID, CarrierFeature.TRACK, CarrierFeature.PICKUP, CarrierFeature.MANIFEST}
)

REFUNDS = {
    "QUEUED": VoidStatus.REQUESTED,
    "PENDING": VoidStatus.REQUESTED,
    "SUCCESS": VoidStatus.VOIDED,
}
"""Shippo's word for a refund → what became of the label; ``ERROR`` is one that was not given."""

REFUNDED = {
    "REFUNDPENDING": VoidStatus.REQUESTED,
    "REFUNDED": VoidStatus.VOIDED,
}
"""Its word for a label whose refund was asked for before."""

CALLS = 4
"""At most so many calls that may each take ``timeout`` twice make up an attempt."""


def pause(number: int) -> None:
    """Wait a quarter of a second, then twice as long each time, four seconds at most."""
    sleep(min(0.25 * 2 ** (number - 1), 4.0))


class ShippoCarrier:
    """Buys through an account of Shippo's, whose token is that of test or of live mode.

    ``test`` tells which; labels of test mode are samples that no carrier takes.
    What was bought is kept in ``book``, which is this account's and mode's alone, and which all
    processes of the account share.
    A purchase of which no answer came is looked for at Shippo.
    While it may still be under way, which is for ``settling`` after the client has given up, or
    would have, the same key buys nothing; so a crash or a slow line buys no second label.

    What Shippo has not worked off yet is looked at ``polls`` times, with ``wait`` in between.
    Its ``promise`` reads from a rate by when it delivers; without one there is no promise, since
    Shippo's days are estimates.
    ``carrier_of`` names the carrier, in Shippo's words, of a tracking number that was not bought
    with this book; without it such a number is unknown.
    ``zones_hold`` is for :func:`ordercore.adapters.feeds.read_shippo`.
    """

    def __init__(
        self,
        token: str,
        book: LabelBook,
        *,
        timeout: int = 60,
        api_base: str | None = None,
        promise: Promise | None = None,
        label_type: str | None = None,
        windows: Iterable[VoidWindow] = VOID_WINDOWS,
        pickup_place: PickupPlace | None = None,
        carrier_of: Callable[[str], str | None] | None = None,
        zones_hold: bool = True,
        settling: timedelta = timedelta(minutes=1),
        polls: int = 8,
        wait: Callable[[int], None] = pause,
        clock: Clock | None = None,
    ) -> None:
        """Make a client.

        ``timeout`` is in seconds; ``label_type`` is Shippo's word for a label's format
        (``PDF_4x6``, ``ZPLII``), and that of the account without one.

        Raises:
            ExtraMissing: when the extra ``shippo`` is not installed.
            InvalidValue: when the token or a word of Shippo's is none.
        """
        self._line = Line(token, timeout=timeout, api_base=api_base)
        place = pickup_place or PickupPlace()
        check_words(label_type, place.spot)
        self.test = token.startswith("shippo_test_")
        clock = clock or SystemClock()
        self._patience = Patience(polls=polls, wait=wait)
        self._keys = KeyBook(
            NAME,
            book,
            clock=clock,
            lease=timedelta(seconds=2 * CALLS * timeout) + settling,
            settling=settling,
            rounds=polls,
            wait=wait,
        )
        self._purchases = Purchases(
            self._line,
            self._keys,
            self._patience,
            clock,
            windows=windows,
            label_type=label_type,
        )
        self._handover = Handover(self._line, self._keys, self._purchases, self._patience, place)
        self._tracking = Tracking(
            self._line, self._purchases, carrier_of=carrier_of, zones_hold=zones_hold
        )
        self._promise = promise

    @property
    def features(self) -> frozenset[CarrierFeature]:
        """Labels are voided by a refund, tracked, picked up and put on manifests."""
        return FEATURES

    def quote(self, carriage: Carriage) -> Offers:
        """Make a shipment, which has a rate for each service."""
        refuse_what_is_not_told(NAME, carriage)
        asked = shipment(carriage, self._sender(carriage.sender))
        try:
            first = self._line.ask(lambda client: client.shipments.create(asked))
        except CarrierError as error:
            if "address_from" in error.facts.get("fields", ()):
                # Shippo has forgotten the sender.
                with self._keys.open() as page:
                    page.drop("senders", _name(carriage.sender))
            raise
        with readable():
            id = id_of(first)
        made = self._patience.settled(
            first, lambda: self._line.ask(lambda client: client.shipments.get(id)), "too_busy"
        )
        with readable():
            if status_of(made) == "ERROR":
                raise CarrierError(NAME, failure_of(made), told_in(made))
            quotes = tuple(quote_of(rate, self._promise) for rate in objects(made, "rates"))
            return Offers(quotes=quotes, declined=declined(objects(made, "messages"), quotes))

    def _sender(self, sender: Address) -> str:
        """Give the id of a sender's address; one for all its parcels, as manifests ask for."""
        with self._keys.open() as page:
            known = page.read("senders", _name(sender))
        if known is not None:
            return known.decode()
        asked = address(sender)
        made = self._line.ask(lambda client: client.addresses.create(asked))
        with readable():
            id = id_of(made)
        with self._keys.open() as page:
            page.write("senders", _name(sender), id.encode())
        return id

    def buy(self, quote: Quote, key: str) -> Label:
        """Buy at a rate, unless its key has bought there before."""
        return self._purchases.buy(quote, key)

    def void(self, label: str) -> Voided:
        """Ask for a refund, which Shippo and the carrier give days later, or never."""
        if not is_id(of_type(label, str, "label")):
            raise CarrierError(NAME, "label_unknown")
        before = self._keys.voided(label)
        if before is not None:
            return before
        try:
            made = self._line.ask(
                lambda client: client.refunds.create(transaction=label, async_=False),
                "label_unknown",
            )
        except CarrierError as error:
            if remedy_of(error) in (Remedy.RETRY, Remedy.ASK_AGAIN):
                raise
            # Refused, perhaps because it was asked for before and the answer was lost.
            status = self._refunded(label, error)
        else:
            status = _given(status_of(made))
        sold = self._purchases.sold(label)
        cost = sold.cost if sold is not None and status is VoidStatus.VOIDED else None
        return self._keys.note_voided(Voided(label=label, status=status, refund=cost))

    def _refunded(self, label: str, refusal: CarrierError) -> VoidStatus:
        found = self._line.ask(lambda client: client.transactions.get(label), "label_unknown")
        status = REFUNDED.get(status_of(found))
        if status is None:
            raise CarrierError(NAME, "not_voidable", refusal.detail or status_of(found))
        return status

    def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Give what Shippo knows of a number; of one that was bought, there may be nothing yet."""
        return self._tracking.track(number)

    def schedule_pickup(self, request: PickupRequest, key: str) -> Pickup:
        """Have labels of one account picked up, which USPS and DHL Express do."""
        return self._handover.schedule_pickup(request, key)

    def drop_off_points(self, near: Address, most: int = 10) -> tuple[DropOffPoint, ...]:  # noqa: ARG002
        """Say that Shippo does not do it."""
        raise not_offered(NAME, CarrierFeature.DROP_OFF)

    def manifest(self, labels: Iterable[str], key: str) -> Manifest:
        """List labels of one account, sender and day."""
        return self._handover.manifest(labels, key)


def _given(refund: str) -> VoidStatus:
    if refund in REFUNDS:
        return REFUNDS[refund]
    code = "not_voidable" if refund == "ERROR" else "answer_unreadable"
    raise CarrierError(NAME, code, f"the refund is {refund}")


def _name(sender: Address) -> str:
    return fingerprint(encode(sender).decode())
