"""The carrier port: quotes, labels, tracking, pickups."""

from collections.abc import Iterable
from typing import Protocol

from ordercore.errors import CarrierError
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
)
from ordercore.shipping.choosing.quote import Quote
from ordercore.shipping.tracking.event import TrackingEvent


class Carrier(Protocol):
    """Carries parcels: one carrier, several behind one service, or the seller's own vans.

    Everything is in values that carry their units: :class:`Weight`, :class:`Dimensions`,
    :class:`Money`, instants.
    Nothing here is called inside of a transaction: it may be slow, and what it does stays done.

    Whatever goes wrong is a :class:`ordercore.errors.CarrierError` of a code in
    :data:`CARRIER_FAULTS`, whose row says what may be done: try again later, ask again with the
    same key, change something, or give up; no other exception leaves an adapter but
    ``InvalidValue``, which names an argument that is none: a quote that is of another type, an id
    that is no text, a blank key (:func:`ordercore.kernel.checking.of_type` tells).

    A *key* is the caller's, and says what is meant to happen once.
    The same key with the same content has the first answer again, from any process and however
    much later, so that a lost answer is had by asking again.
    With other content it is refused as ``key_reused``, whose facts name what has the key
    (:func:`key_reused` makes that error), so that whoever forgot it finds it again.
    A refusal is not remembered: after one whose remedy is not ``ASK_AGAIN`` the key is free.
    """

    @property
    def features(self) -> frozenset[CarrierFeature]:
        """What it does besides quoting and selling.

        A method of a feature that is not among them raises ``not_offered``, whatever it is given
        (:func:`not_offered` makes that error).
        """
        ...

    def quote(self, carriage: Carriage) -> Offers:
        """Say for what each service would carry a parcel.

        Nothing is bought or promised by it, and it may be asked any number of times.
        Quotes are told by their ids, each for *one* label of *this* carriage; their price is
        everything that will be billed for the parcel as it is described.
        Services that do not carry it are declined with a code, and left out of the quotes.

        Raises:
            CarrierError: ``address_refused``, ``place_not_served`` or another code where no
                service at all can be quoted because of what is wrong with the question.
        """
        ...

    def buy(self, quote: Quote, key: str) -> Label:
        """Buy the label of a quote, at its price.

        Buying twice with one key buys once, and gives the same label.
        A quote is good for one label: with another key it is refused as ``quote_taken``.
        Once a label is voided, its key is refused as ``label_void``, so that nobody uses it.
        The label has a tracking number where the quote is ``tracked``, and its papers.

        Raises:
            CarrierError: ``quote_unknown`` or ``quote_expired`` when it cannot be bought,
                ``key_reused`` when the key bought another quote; ``answer_lost`` and its kin when
                nobody knows whether it was bought.
            InvalidValue: when the key is blank.
        """
        ...

    def void(self, label: str) -> Voided:
        """Void a label by its id, so that it is not billed; it must not be used after that.

        Twice is once: a void label is answered as voided again, also after its window.

        Raises:
            CarrierError: ``not_voidable`` when it was used or its window is over,
                ``label_unknown``, or ``not_offered``.
        """
        ...

    def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Give what is known of a parcel by its tracking number.

        Events may come in any order and several times; ``ordercore.shipping.tracking.reduce``
        takes them as they are.
        There may be none yet.

        Raises:
            CarrierError: ``number_unknown`` or ``not_offered``.
        """
        ...

    def schedule_pickup(self, request: PickupRequest, key: str) -> Pickup:
        """Have parcels picked up; twice with one key is once.

        Raises:
            CarrierError: ``label_unknown``, ``time_refused``, ``key_reused`` or ``not_offered``.
            InvalidValue: when the key is blank.
        """
        ...

    def drop_off_points(self, near: Address, most: int = 10) -> tuple[DropOffPoint, ...]:
        """Give places near an address where parcels can be left, the nearest first.

        Raises:
            CarrierError: ``address_refused`` or ``not_offered``.
            InvalidValue: when ``most`` is no number of 1 or more.
        """
        ...

    def manifest(self, labels: Iterable[str], key: str) -> Manifest:
        """List labels that are handed over together; twice with one key is once.

        A parcel is handed over once, so a label is on one manifest at most: with another key it is
        refused as ``label_listed``, whose facts are the ``label`` and the ``key`` of its manifest.
        Of labels that somebody else has listed, the carrier's own refusal tells.

        Raises:
            CarrierError: ``label_unknown``, ``label_listed``, ``key_reused`` or ``not_offered``.
            InvalidValue: when there are no labels, one stands twice, or the key is blank
                (:func:`checked_labels` tells).
        """
        ...


def not_offered(carrier: str, feature: CarrierFeature) -> CarrierError:
    """Give the error that a carrier without a feature raises."""
    return CarrierError(carrier, "not_offered", facts={"feature": feature.value})


def key_reused(
    carrier: str, first: Label | Manifest | Pickup | None, quote: str = ""
) -> CarrierError:
    """Give the error that a carrier raises whose key was used for something else.

    Its facts are the ids of what has the key: of a label ``label`` and ``quote``, else ``manifest``
    or ``pickup``. Where nobody knows yet what came of it, ``first`` is ``None``, and the quote that
    was asked for is told alone.
    """
    facts: dict[str, str] = {"quote": quote} if quote else {}
    if isinstance(first, Label):
        facts = {"quote": first.quote, "label": first.id}
    elif first is not None:
        facts = {"manifest" if isinstance(first, Manifest) else "pickup": first.id}
    return CarrierError(carrier, "key_reused", facts=facts)


def label_listed(carrier: str, label: str, key: str) -> CarrierError:
    """Give the error that a carrier raises whose label is on the manifest of another key."""
    return CarrierError(carrier, "label_listed", facts={"label": label, "key": key})
