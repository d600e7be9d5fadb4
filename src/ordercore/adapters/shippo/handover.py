"""Handing parcels over: pickups and manifests of labels that were bought through Shippo."""

from collections.abc import Iterable

import attrs

from ordercore.adapters.aggregators.keys import KeyBook
from ordercore.adapters.aggregators.reading import Answer, object_of, objects, text_of
from ordercore.adapters.aggregators.tasks import LISTED, Once
from ordercore.adapters.shippo.answers import id_of, status_of, told_in
from ordercore.adapters.shippo.asking import manifest, pickup
from ordercore.adapters.shippo.line import NAME, Line, Patience, readable
from ordercore.adapters.shippo.purchases import Purchases, Sold
from ordercore.errors import CarrierError
from ordercore.kernel.checking import of_type
from ordercore.kernel.ids import checked
from ordercore.kernel.time import Instant, instant
from ordercore.ports.carriage import (
    CarrierDocument,
    CarrierDocumentKind,
    Manifest,
    Pickup,
    PickupRequest,
    checked_labels,
)
from ordercore.service.codec import encode


@attrs.frozen(kw_only=True)
class PickupPlace:
    """Where a driver finds parcels.

    Attributes:
        spot: one of Shippo's words: ``Front Door``, ``Reception``, ``Shipping Dock``.
        instructions: for the driver; ``Other`` asks for some.
        email: of whoever hands them over, without which Shippo refuses.
    """

    spot: str = "Front Door"
    instructions: str = ""
    email: str = ""


@attrs.frozen(kw_only=True)
class Closing:
    """What a manifest is for, beside its labels."""

    account: str
    sender: str
    """The id of the address from which all are sent."""
    day: Instant


class Handover:
    """Schedules pickups, and makes manifests."""

    def __init__(
        self,
        line: Line,
        keys: KeyBook,
        purchases: Purchases,
        patience: Patience,
        place: PickupPlace,
    ) -> None:
        self._line = line
        self._keys = keys
        self._purchases = purchases
        self._patience = patience
        self._place = place

    def schedule_pickup(self, request: PickupRequest, key: str) -> Pickup:
        """Have labels of one account picked up.

        Shippo tells nobody which pickups there are, so after a lost answer, and once an attempt
        cannot be under way any more, it is asked for again.
        Its times are those that were asked for: in which zone Shippo writes the confirmed ones is
        told in another field, and not after what they look like.
        """
        of_type(request, PickupRequest, "request")
        task = Once(
            shelf="pickups", key=checked(key, "key"), asked=encode(request).decode(), kind=Pickup
        )
        return self._keys.once(
            task,
            find=lambda: None,
            prepare=lambda: self._sold(request.labels).account,
            make=lambda account: self._schedule(request, key, account),
        )

    def _schedule(self, request: PickupRequest, key: str, account: str) -> Pickup:
        place = self._place
        asked = pickup(request, account, place.spot, place.instructions, place.email)
        made = self._line.ask(lambda client: client.pickups.create(asked))
        if status_of(made) not in ("PENDING", "CONFIRMED"):
            raise CarrierError(NAME, "call_refused", told_in(made) or status_of(made))
        with readable():
            return Pickup(id=id_of(made), key=key, begin=request.begin, until=request.until)

    def manifest(self, labels: Iterable[str], key: str) -> Manifest:
        """List labels of one account, sender and day."""
        given = checked_labels(labels)
        task = Once(
            shelf="manifests",
            key=checked(key, "key"),
            asked=encode(given).decode(),
            kind=Manifest,
            takes=given,
            taken_on=LISTED,
        )
        return self._keys.once(
            task,
            find=lambda: self._find(given, key),
            prepare=lambda: self._closing(given),
            make=lambda closing: self._close(given, key, closing),
        )

    def _close(self, labels: tuple[str, ...], key: str, closing: Closing) -> Manifest:
        asked = manifest(closing.account, closing.sender, closing.day, labels)
        return self._manifest(
            self._line.ask(lambda client: client.manifests.create(asked)), labels, key
        )

    def _find(self, labels: tuple[str, ...], key: str) -> Manifest | None:
        """Look for a manifest among the latest hundred."""
        page = self._line.ask(lambda client: client.manifests.list(page=1, results=100))
        with readable():
            listed = objects(page, "results")
        for one in listed:
            on_it = one.get("transactions")
            same = isinstance(on_it, list) and sorted(map(str, on_it)) == sorted(labels)
            if same and status_of(one) != "ERROR":
                return self._manifest(one, labels, key)
        return None

    def _manifest(self, first: Answer, labels: tuple[str, ...], key: str) -> Manifest:
        with readable():
            id = id_of(first)
        made = self._patience.settled(
            first, lambda: self._line.ask(lambda client: client.manifests.get(id)), "answer_lost"
        )
        if status_of(made) == "ERROR":
            raise CarrierError(NAME, "call_refused", told_in(made, "errors"))
        urls = made.get("documents")
        with readable():
            papers = tuple(
                CarrierDocument(
                    kind=CarrierDocumentKind.MANIFEST, media_type="application/pdf", url=str(url)
                )
                for url in (urls if isinstance(urls, list) else ())
            )
            return Manifest(id=id, key=key, labels=labels, documents=papers)

    def _closing(self, labels: tuple[str, ...]) -> Closing:
        sold = self._sold(labels)
        found = self._line.ask(lambda client: client.shipments.get(sold.shipment), "label_unknown")
        with readable():
            return Closing(
                account=sold.account,
                sender=id_of(object_of(found, "address_from")),
                day=instant(text_of(found, "shipment_date"), "shipment_date"),
            )

    def _sold(self, labels: Iterable[str]) -> Sold:
        """Give what is known of the first label; all have to be good, and of one account."""
        found = [self._good(label) for label in labels]
        if len({sold.account for sold in found}) > 1:
            raise CarrierError(NAME, "call_refused", "the labels are of several accounts")
        return found[0]

    def _good(self, label: str) -> Sold:
        sold = self._purchases.sold(label)
        if sold is None:
            raise CarrierError(NAME, "label_unknown", label)
        self._keys.refuse_void(label)
        return sold
