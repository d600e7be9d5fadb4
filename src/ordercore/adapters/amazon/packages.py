"""An order's parcels as Amazon knows them: packages, or why one cannot be told yet.

Of orders that a seller ships, and only of those whose label was not bought from Amazon: Buy
Shipping confirms by itself, and confirming "Ship+" orders is refused (facts §3.1).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import attrs

from ordercore.adapters.amazon.carriers import CARRIERS, AmazonCarrier, carrier_of
from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types, of_type, several
from ordercore.kernel.ids import OrderId, ParcelId
from ordercore.kernel.time import Instant, instant
from ordercore.kernel.units import checked_quantity
from ordercore.orders.state import Order
from ordercore.shipping import Parcel

NO_METHODS: Mapping[ParcelId, str] = MappingProxyType({})

# "Only positive numeric values are supported" (Orders API v0, PackageReferenceId); of up to 20
# digits, as the type IDNumber of amzn-base.xsd has it (B).
_REFERENCE = re.compile(r"(?!0+\Z)\d{1,20}", re.ASCII)


def _shipped_at(given: object) -> Instant:
    return instant(given, "shipped_at")


@attrs.frozen(kw_only=True)
class Package:
    """A parcel as Amazon knows one.

    ``reference`` is a positive number, its own in the order; what is sent under it once more
    edits the package (facts §3.1).

    Raises:
        InvalidValue: when a field is of another type, the time is naive, the reference is no such
            number, there are no items, one stands twice or has no id, or its units are none.
    """

    order_id: OrderId
    reference: str
    parcel_id: ParcelId
    carrier_code: str
    carrier_name: str = ""
    tracking: str
    shipped_at: Instant = attrs.field(converter=_shipped_at)
    method: str = ""
    items: tuple[tuple[str, int], ...]
    """Amazon's ids of the lines, each once, and how many units of it are inside."""
    delivered: bool = attrs.field(default=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Refuse what Amazon knows no package by."""
        check_types(self)
        if not _REFERENCE.fullmatch(self.reference):
            expected = "a positive number of up to 20 digits"
            raise InvalidValue("reference", self.reference, expected)
        refs = [ref for ref, _ in self.items]
        if not refs or len(set(refs)) < len(refs):
            # Amazon would take an order without items for all of it.
            raise InvalidValue("items", self.items, "at least one line, each once")
        for number, (ref, units) in enumerate(self.items):
            if not ref.strip():
                raise InvalidValue(f"items[{number}]", ref, "Amazon's id of a line")
            checked_quantity(units, field=f"items[{number}]")

    @property
    def ship_date(self) -> str:
        """When it was shipped, in ISO 8601 with its offset."""
        return self.shipped_at.isoformat()


@attrs.frozen(kw_only=True)
class Unready:
    """A parcel that cannot be confirmed yet: a stable code, and what it is about.

    It is no package: whatever writes packages refuses it.
    ``carrier_missing`` and ``tracking_missing`` are put right by ``CorrectTracking``;
    ``line_unknown`` names a line for which Amazon's id was never reported.
    """

    parcel_id: ParcelId
    code: str
    about: str = ""


def packages_of(
    order: Order,
    *,
    methods: Mapping[ParcelId, str] = NO_METHODS,
    carriers: tuple[AmazonCarrier, ...] = CARRIERS,
) -> tuple[Package | Unready, ...]:
    """Give an order's parcels as packages, or why one cannot be told.

    A parcel keeps its reference for ever: it is its place in the order, from 1 on.
    ``methods`` names how parcels were shipped, where that is known.

    Raises:
        InvalidValue: when it is no order, or a method is no text.
    """
    of_type(order, Order, "order")
    refs = {line.id: line.ref for line in order.lines}
    found: list[Package | Unready] = []
    for number, parcel in enumerate(order.parcels, start=1):
        items: dict[str, int] = {}
        unknown = [some.line for some in parcel.units if not (refs.get(some.line) or "").strip()]
        problem = _problem(parcel, unknown)
        if problem is not None:
            found.append(problem)
            continue
        for some in parcel.units:
            ref = str(refs[some.line])
            items[ref] = items.get(ref, 0) + some.quantity
        code, name = carrier_of(parcel.carrier, carriers)
        found.append(
            Package(
                order_id=order.id,
                reference=str(number),
                parcel_id=parcel.id,
                carrier_code=code,
                carrier_name=name,
                tracking=parcel.tracking,
                shipped_at=parcel.shipped_at,
                method=methods.get(parcel.id, ""),
                items=tuple(items.items()),
                delivered=parcel.is_with_buyer,
            )
        )
    return tuple(found)


def unsent(packages: Iterable[Package], sent: Iterable[Package]) -> tuple[Package, ...]:
    """Give the packages that Amazon does not know, or knows otherwise.

    Of a package that was delivered nothing can be edited any more (Seller Central SC.it/202014610).

    Raises:
        InvalidValue: when one of either is no package.
    """
    known = {(some.order_id, some.reference): some for _, some in placed(sent, "sent")}
    found: list[Package] = []
    for _, package in placed(packages):
        before = known.get((package.order_id, package.reference))
        if before is None or (before != package and not package.delivered):
            found.append(package)
    return tuple(found)


def package_of(given: object, place: str) -> Package:
    """Give a package back as it is.

    Raises:
        InvalidValue: when it is none, such as a parcel that is not ready.
    """
    if not isinstance(given, Package):
        raise InvalidValue(place, given, "a package; what is Unready says by its code why not")
    return given


def placed(packages: Iterable[Package], field: str = "packages") -> Iterator[tuple[str, Package]]:
    """Give each package with its place.

    Raises:
        InvalidValue: when they are not several, or one is no package.
    """
    for number, package in enumerate(several(packages, field)):
        place = f"{field}[{number}]"
        yield place, package_of(package, place)


def one_line(text: str) -> str:
    """Give a text with each run of white space in it as one space, and none around it."""
    return " ".join(text.split())


def _problem(parcel: Parcel, unknown: list[str]) -> Unready | None:
    if unknown:
        return Unready(parcel_id=parcel.id, code="line_unknown", about=unknown[0])
    if not parcel.carrier.strip():
        return Unready(parcel_id=parcel.id, code="carrier_missing")
    if not parcel.tracking.strip():
        return Unready(parcel_id=parcel.id, code="tracking_missing")
    return None
