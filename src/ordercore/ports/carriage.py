"""What is said to a carrier, and what it answers: values of the carrier port."""

from collections.abc import Iterable
from enum import Enum

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types, several
from ordercore.kernel.ids import checked
from ordercore.kernel.money import Money
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.time import Instant, instant
from ordercore.orders.address import Address
from ordercore.shipping.choosing.places import DestinationKind, places_of
from ordercore.shipping.choosing.quote import Consignment, Quote
from ordercore.shipping.measures.quantities import Length


class CarrierFeature(Enum):
    """What a carrier may do besides quoting and selling."""

    VOID = "void"
    TRACK = "track"
    PICKUP = "pickup"
    DROP_OFF = "drop_off"
    MANIFEST = "manifest"


class CarrierDocumentKind(Enum):
    """What a paper is for."""

    LABEL = "label"
    """It goes on the parcel."""
    CUSTOMS = "customs"
    MANIFEST = "manifest"
    """A list of parcels, that whoever collects them signs or scans."""
    OTHER = "other"


class VoidStatus(Enum):
    """What became of a label that was to be voided."""

    VOIDED = "voided"
    """It is void, and costs nothing."""
    REQUESTED = "requested"
    """It is not to be used; whether its cost is given back, the carrier tells later."""


def checked_labels(labels: Iterable[str]) -> tuple[str, ...]:
    """Give the ids of labels that are listed or picked up together.

    Raises:
        InvalidValue: when there are none, one stands twice, or one is no identifier.
    """
    given = tuple(checked(label, "labels") for label in several(labels, "labels"))
    if not given or len(set(given)) < len(given):
        raise InvalidValue("labels", given, "the ids of labels, at least one, each once")
    return given


def _bought_at(given: object) -> Instant:
    return instant(given, "bought_at")


def _void_until(given: object) -> Instant | None:
    return None if given is None else instant(given, "void_until")


def _begin(given: object) -> Instant:
    return instant(given, "begin")


def _until(given: object) -> Instant:
    return instant(given, "until")


@attrs.frozen(kw_only=True)
class Carriage:
    """A parcel that is to be carried: what, from where, to where.

    ``residential`` tells whether it goes to a home, ``None`` where nobody knows.
    ``reference`` is the seller's own word for it, such as an order's id; labels may show it.

    Raises:
        InvalidValue: when a field is of another type.
    """

    parcel: Consignment
    sender: Address
    to: Address
    residential: bool | None = None
    reference: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type."""
        check_types(self)

    @property
    def places(self) -> frozenset[DestinationKind]:
        """What makes its destination hard: what the parcel says, and what the address tells."""
        to = self.to
        told = places_of(
            country=to.country, region=to.region, city=to.city, lines=(to.line1, to.line2, to.line3)
        )
        return self.parcel.places | told


@attrs.frozen(kw_only=True)
class Declined:
    """A service that a carrier does not offer for a carriage, and why."""

    service: str
    """Blank where it is about all of the carrier's services."""
    code: str
    """One of :data:`CARRIER_FAULTS`."""
    carrier: str = ""
    detail: str = ""
    """What the carrier said, word for word."""


@attrs.frozen(kw_only=True)
class Offers:
    """What a carrier answers to a carriage: quotes, and services that it declines."""

    quotes: tuple[Quote, ...]
    declined: tuple[Declined, ...] = ()


@attrs.frozen(kw_only=True)
class CarrierDocument:
    """A paper: its bytes, or where they can be fetched.

    Raises:
        InvalidValue: when there is neither, or a field is of another type.
    """

    kind: CarrierDocumentKind
    media_type: str
    """``application/pdf``, ``image/png``, ``application/zpl``."""
    content: bytes = attrs.field(default=b"", repr=unshown, metadata=PERSONAL)
    url: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)

    def __attrs_post_init__(self) -> None:
        """Refuse a paper without anything on it."""
        check_types(self)
        if not self.content and not self.url:
            raise InvalidValue("content", self.content, "the bytes of a document, or a url")


@attrs.frozen(kw_only=True)
class Label:
    """A label that was bought.

    Raises:
        InvalidValue: when a name is blank, a field is of another type, or a time is naive.
    """

    id: str
    """By which it is voided and put on a manifest."""
    key: str
    """Under which it was bought."""
    quote: str
    """The id of the quote that was bought."""
    carrier: str
    service: str
    tracking: str = ""
    """The tracking number; blank where the service has none."""
    cost: Money
    bought_at: Instant = attrs.field(converter=_bought_at)
    void_until: Instant | None = attrs.field(default=None, converter=_void_until)
    """The first instant at which it cannot be voided any more; ``None`` where that is not said."""
    documents: tuple[CarrierDocument, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse a label without a name."""
        check_types(self)
        for field in ("id", "key", "quote", "carrier", "service"):
            checked(getattr(self, field), field)


@attrs.frozen(kw_only=True)
class Voided:
    """What became of a label that was to be voided, and what is given back for it."""

    label: str
    status: VoidStatus
    refund: Money | None = None
    """``None`` where that is not said yet."""


@attrs.frozen(kw_only=True)
class PickupRequest:
    """That parcels are to be picked up.

    Raises:
        InvalidValue: when there are no labels, or one stands twice, a field is of another type,
            or ``until`` is not after ``begin``.
    """

    at: Address
    begin: Instant = attrs.field(converter=_begin)
    until: Instant = attrs.field(converter=_until)
    """The first instant at which nobody is there any more."""
    labels: tuple[str, ...] = attrs.field(converter=checked_labels)

    def __attrs_post_init__(self) -> None:
        """Refuse a window that is none."""
        check_types(self)
        if self.until <= self.begin:
            raise InvalidValue("until", self.until, f"an instant after {self.begin}")


@attrs.frozen(kw_only=True)
class Pickup:
    """That parcels are picked up: when, and for what.

    Raises:
        InvalidValue: when a field is of another type, or a time is naive.
    """

    id: str
    key: str
    begin: Instant = attrs.field(converter=_begin)
    until: Instant = attrs.field(converter=_until)
    cost: Money | None = None
    """``None`` where that is not said."""

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type."""
        check_types(self)


@attrs.frozen(kw_only=True)
class DropOffPoint:
    """A place where the carrier takes parcels."""

    id: str
    name: str
    address: Address
    distance: Length | None = None
    hours: str = ""
    """When it is open, in the carrier's words."""


@attrs.frozen(kw_only=True)
class Manifest:
    """A list of labels that were handed over together.

    Raises:
        InvalidValue: when there are no labels, or one stands twice, or a field is of another type.
    """

    id: str
    key: str
    labels: tuple[str, ...] = attrs.field(converter=checked_labels)
    documents: tuple[CarrierDocument, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type."""
        check_types(self)
