"""EasyPost as a carrier: shipments quoted, bought once, refunded, tracked, listed, picked up."""

from collections.abc import Iterable
from typing import Any

from ordercore.adapters.aggregators.keys import KeyBook
from ordercore.adapters.aggregators.reading import Promise, objects
from ordercore.adapters.aggregators.writing import refuse_what_is_not_told
from ordercore.adapters.easypost.answers import asked, declined, guaranteed, quote_of
from ordercore.adapters.easypost.buying import Purchases
from ordercore.adapters.easypost.faults import NAME, answer, fault, library, readable
from ordercore.adapters.easypost.manifests import Manifests
from ordercore.adapters.easypost.pickups import Pickups
from ordercore.adapters.feeds import read_easypost
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
    checked_labels,
)
from ordercore.ports.carrier import not_offered
from ordercore.ports.label_book import LabelBook
from ordercore.shipping.choosing.quote import Quote
from ordercore.shipping.tracking import TrackingEvent

FEATURES = frozenset(
    {
        CarrierFeature.VOID,
        CarrierFeature.TRACK,
        CarrierFeature.PICKUP,
        CarrierFeature.MANIFEST,
    }
)


class EasyPostCarrier:
    """Buys through an account of EasyPost's, whose key is that of test or of production.

    EasyPost has no keys of a caller's own: what a key means is kept in ``book``, which all
    processes of the account share, and noted *before* EasyPost is asked.
    After a lost answer the shipment, or the pickup, itself tells whether it was bought.

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
        self._promise = promise
        keys = KeyBook(NAME, book)
        self._purchases = Purchases(self._client, keys)
        self._pickups = Pickups(self._client, keys, self._purchases)
        self._manifests = Manifests(self._client, keys, self._purchases)

    @property
    def features(self) -> frozenset[CarrierFeature]:
        """Labels are voided by a refund, tracked, listed on scan forms, and picked up."""
        return FEATURES

    def quote(self, carriage: Carriage) -> Offers:
        """Make a shipment, which has a rate for each service."""
        refuse_what_is_not_told(NAME, carriage)
        made = answer(lambda: self._client.shipment.create(**asked(carriage)))
        with readable():
            return Offers(
                quotes=tuple(quote_of(rate, self._promise) for rate in objects(made, "rates")),
                declined=tuple(map(declined, objects(made, "messages"))),
            )

    def buy(self, quote: Quote, key: str) -> Label:
        """Buy a shipment, unless its key has bought it before."""
        return self._purchases.buy(quote, key)

    def void(self, label: str) -> Voided:
        """Ask for a refund, which carriers give days later, or never."""
        return self._purchases.void(label)

    def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Give what EasyPost's trackers of a number say; none is made, which would cost."""
        of_type(number, str, "number")
        page = answer(lambda: self._client.tracker.all(tracking_code=number, page_size=5))
        with readable():
            found = objects(page, "trackers")
            mine = [some for some in found if some.get("tracking_code") == number]
            feeds = read_easypost({"trackers": mine})
        if not feeds:
            raise fault("number_unknown")
        return tuple(event for feed in feeds for event in feed.events)

    def schedule_pickup(self, request: PickupRequest, key: str) -> Pickup:
        """Make a pickup and buy it at the cheapest rate of the labels' carrier.

        Several labels are put into a batch first, which EasyPost makes in its own time: until it
        is there, ``answer_lost`` says to ask again.
        """
        return self._pickups.schedule(request, key)

    def drop_off_points(self, near: Address, most: int = 10) -> tuple[DropOffPoint, ...]:  # noqa: ARG002
        """Say that this is not offered."""
        raise not_offered(NAME, CarrierFeature.DROP_OFF)

    def manifest(self, labels: Iterable[str], key: str) -> Manifest:
        """Make a scan form of labels of one carrier and one origin.

        A label is on one form at most. While EasyPost is still making it, ``answer_lost`` says to
        ask again.
        """
        return self._manifests.make(checked_labels(labels), key)
