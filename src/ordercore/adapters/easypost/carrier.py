"""EasyPost as a carrier: shipments quoted, bought once, refunded and tracked."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import Any

import attrs

from ordercore.adapters.easypost.answers import (
    Answer,
    Promise,
    asked,
    declined,
    guaranteed,
    ids_of,
    is_shipment,
    label_of,
    objects,
    quote_of,
)
from ordercore.adapters.easypost.faults import NAME, answer, library
from ordercore.adapters.feeds import read_easypost
from ordercore.errors import CarrierError, InvalidValue, StoreError
from ordercore.kernel.ids import checked
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
from ordercore.ports.label_book import LabelBook, LabelPage
from ordercore.service.codec import decode, encode
from ordercore.shipping.choosing.quote import Quote
from ordercore.shipping.tracking import TrackingEvent

REFUNDS = {
    "submitted": VoidStatus.REQUESTED,
    "refunded": VoidStatus.VOIDED,
}
"""EasyPost's word for a refund → what became of the label; any other is none that was given."""


@attrs.frozen(kw_only=True)
class Bought:
    """What a key is used for, and the label once it is known."""

    quote: str
    label: Label | None = None


class EasyPostCarrier:
    """Buys through an account of EasyPost's, whose key is that of test or of production.

    EasyPost has no keys of a caller's own: which shipment a key means is kept in ``book``, which
    all processes of the account share, and noted *before* EasyPost is asked.
    After a lost answer the shipment itself tells whether it was bought.

    Its ``promise`` reads from a rate by when it delivers; unless another is given, an estimate
    counts for nothing, and only a date that is guaranteed does.
    """

    def __init__(
        self,
        api_key: str,
        book: LabelBook,
        *,
        timeout: int = 60,
        api_base: str | None = None,
        promise: Promise = guaranteed,
    ) -> None:
        """Make a client; ``timeout`` is in seconds.

        Raises:
            ExtraMissing: when the extra ``carriers`` is not installed.
        """
        base = {} if api_base is None else {"api_base": api_base}
        self._client: Any = library().EasyPostClient(api_key, timeout=timeout, **base)
        self._book = book
        self._promise = promise

    @property
    def features(self) -> frozenset[CarrierFeature]:
        """Labels are voided by a refund, and tracked."""
        return frozenset({CarrierFeature.VOID, CarrierFeature.TRACK})

    def quote(self, carriage: Carriage) -> Offers:
        """Make a shipment, which has a rate for each service."""
        made = answer(lambda: self._client.shipment.create(**asked(carriage)))
        try:
            return Offers(
                quotes=tuple(quote_of(rate, self._promise) for rate in objects(made, "rates")),
                declined=tuple(map(declined, objects(made, "messages"))),
            )
        except InvalidValue as error:
            raise _error("answer_unreadable", str(error)) from error

    def buy(self, quote: Quote, key: str) -> Label:
        """Buy a shipment, unless its key has bought it before."""
        shipment, rate = ids_of(quote.id) or ("", "")
        known, before = self._claim(quote.id, shipment, checked(key, "key"))
        if known.label is not None:
            return known.label
        label = self._sold(shipment, rate, key, open_before=before)
        with self._open() as page:
            page.write("keys", key, encode(Bought(quote=quote.id, label=label)))
            page.write("taken", shipment, key.encode())
        return label

    def _claim(self, quote: str, shipment: str, key: str) -> tuple[Bought, bool]:
        """Note what a key is for, before anybody is asked; tell whether that was noted before."""
        with self._open() as page:
            kept = _read(page, key)
            if kept is not None:
                if kept.quote != quote:
                    raise _error("key_reused")
                if kept.label is not None and page.read("voided", kept.label.id) is not None:
                    raise _error("label_void")
                return kept, True
            if not shipment:
                raise _error("quote_unknown")
            if page.read("taken", shipment) is not None:
                raise _error("quote_taken")
            claimed = Bought(quote=quote)
            page.write("keys", key, encode(claimed))
            page.write("taken", shipment, key.encode())
            return claimed, False

    def _sold(self, shipment: str, rate: str, key: str, *, open_before: bool) -> Label:
        """Buy a shipment, or find that it was bought; a refusal frees the key.

        Where an earlier attempt left it open, only the shipment can settle it: until it was seen,
        whatever goes wrong leaves it open still.
        """
        settled = not open_before
        try:
            found = self._bought(shipment)
            settled = True
            label = label_of(found or self._buy(shipment, rate), key)
        except InvalidValue as error:
            raise _error("answer_unreadable", str(error)) from error
        except CarrierError as error:
            if remedy_of(error) is Remedy.ASK_AGAIN:
                raise
            if not settled and error.code != "quote_unknown":
                raise _error("answer_lost", str(error)) from error
            self._free(shipment, key)
            raise
        if label.quote != f"{shipment}/{rate}":
            self._free(shipment, key)
            raise _error("quote_taken", "the shipment was bought at another rate")
        return label

    def _buy(self, shipment: str, rate: str) -> Answer:
        try:
            return answer(
                lambda: self._client.shipment.buy(shipment, rate={"id": rate}), "quote_unknown"
            )
        except CarrierError as refused:
            # Somebody with the same key may have been quicker.
            if remedy_of(refused) is not Remedy.ASK_AGAIN:
                found = self._bought(shipment)
                if found is not None:
                    return found
            raise

    def _bought(self, shipment: str) -> Answer | None:
        """Give a shipment, if it was bought."""
        found = answer(lambda: self._client.shipment.retrieve(shipment), "quote_unknown")
        return found if found.get("postage_label") else None

    def _free(self, shipment: str, key: str) -> None:
        with self._open() as page:
            kept = _read(page, key)
            if kept is not None and kept.label is None:
                page.drop("keys", key)
                page.drop("taken", shipment)

    def void(self, label: str) -> Voided:
        """Ask for a refund, which carriers give days later, or never."""
        if not is_shipment(label):
            raise _error("label_unknown")
        with self._open() as page:
            before = page.read("voided", label)
        if before is not None:
            return decode(Voided, before)
        try:
            found = answer(lambda: self._client.shipment.refund(label), "label_unknown")
        except CarrierError as error:
            if error.code != "call_refused":
                raise
            # Refused, perhaps because it was asked for before and the answer was lost.
            found = answer(lambda: self._client.shipment.retrieve(label), "label_unknown")
        status = REFUNDS.get(str(found.get("refund_status")))
        if status is None:
            raise _error("not_voidable", f"refund_status is {found.get('refund_status')}")
        cost = label_of(found, "-").cost if status is VoidStatus.VOIDED else None
        voided = Voided(label=label, status=status, refund=cost)
        with self._open() as page:
            page.write("voided", label, encode(voided))
        return voided

    def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Give what EasyPost's trackers of a number say; none is made, which would cost."""
        page = answer(lambda: self._client.tracker.all(tracking_code=number, page_size=5))
        try:
            found = objects(page, "trackers")
            mine = [some for some in found if some.get("tracking_code") == number]
            feeds = read_easypost({"trackers": mine})
        except InvalidValue as error:
            raise _error("answer_unreadable", str(error)) from error
        if not feeds:
            raise _error("number_unknown")
        return tuple(event for feed in feeds for event in feed.events)

    def schedule_pickup(self, request: PickupRequest, key: str) -> Pickup:  # noqa: ARG002
        """Say that this adapter does not do it."""
        raise not_offered(NAME, CarrierFeature.PICKUP)

    def drop_off_points(self, near: Address, most: int = 10) -> tuple[DropOffPoint, ...]:  # noqa: ARG002
        """Say that EasyPost does not do it."""
        raise not_offered(NAME, CarrierFeature.DROP_OFF)

    def manifest(self, labels: Iterable[str], key: str) -> Manifest:  # noqa: ARG002
        """Say that this adapter does not do it."""
        raise not_offered(NAME, CarrierFeature.MANIFEST)

    @contextmanager
    def _open(self) -> Generator[LabelPage, None, None]:
        """Open the book; when that fails, nobody knows what was kept, so asking again tells."""
        try:
            with self._book.page() as page:
                yield page
        except StoreError as error:
            raise _error("carrier_failed", str(error)) from error


def _read(page: LabelPage, key: str) -> Bought | None:
    data = page.read("keys", key)
    return None if data is None else decode(Bought, data)


def _error(code: str, detail: str = "") -> CarrierError:
    return CarrierError(NAME, code, detail)
