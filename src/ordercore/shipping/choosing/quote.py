"""Quotes and consignments: what a carrier offers, and what is to be carried on which terms."""

from collections.abc import Iterable

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types, is_text, several
from ordercore.kernel.ids import checked
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, instant
from ordercore.shipping.choosing.places import DestinationKind
from ordercore.shipping.measures.dimensions import Dimensions
from ordercore.shipping.measures.quantities import Length, Weight


def _places(given: Iterable[DestinationKind]) -> frozenset[DestinationKind]:
    return frozenset(several(given, "places"))


def _refuses(given: Iterable[DestinationKind]) -> frozenset[DestinationKind]:
    return frozenset(several(given, "refuses"))


def _dangerous(given: Iterable[str]) -> frozenset[str]:
    return _texts(given, "dangerous")


def _carriers(given: Iterable[str] | None) -> frozenset[str] | None:
    return None if given is None else _texts(given, "carriers")


def _texts(given: Iterable[str], field: str) -> frozenset[str]:
    names = several(given, field)
    if not all(map(is_text, names)):
        raise InvalidValue(field, given, "several texts")
    return frozenset(names)


def _deliver_by(given: Instant | None) -> Instant | None:
    return None if given is None else instant(given, "deliver_by")


def _valid_until(given: Instant | None) -> Instant | None:
    return None if given is None else instant(given, "valid_until")


def _at(given: Instant) -> Instant:
    return instant(given)


@attrs.frozen(kw_only=True)
class Quote:
    """What a carrier offers to carry a consignment for.

    Attributes:
        id: by which it is bought.
        carrier: who carries.
        service: how.
        price: for everything, surcharges with it.
        deliver_by: the last instant at which it is delivered as promised; ``None`` for no promise.
        valid_until: from when on it cannot be bought at this price, ``None`` where that is not
            said.
        carbon_grams: grams of carbon dioxide or what warms as much, ``None`` where that is not
            said.
        protected: whether the label protects the seller against claims.
        tracked: whether there is a tracking number.
        signed: whether somebody has to sign for it.
        refuses: the places that it does not go to.
        dangerous: the classes of dangerous goods that it takes.
        most_weight: how heavy a parcel is at most.
        most_sides: how large it is at most, its sides sorted.
        most_longest: how long it is at most.
        most_length_plus_girth: how large around at most.

    Raises:
        InvalidValue: when a name is blank, a field is of another type, or the price or what it
            emits is less than nothing.
    """

    id: str
    carrier: str
    service: str
    price: Money
    deliver_by: Instant | None = attrs.field(default=None, converter=_deliver_by)
    valid_until: Instant | None = attrs.field(default=None, converter=_valid_until)
    carbon_grams: int | None = None
    protected: bool = False
    tracked: bool = True
    signed: bool = False
    refuses: frozenset[DestinationKind] = attrs.field(
        default=frozenset[DestinationKind](), converter=_refuses
    )
    dangerous: frozenset[str] = attrs.field(default=frozenset[str](), converter=_dangerous)
    most_weight: Weight | None = None
    most_sides: Dimensions | None = None
    most_longest: Length | None = None
    most_length_plus_girth: Length | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse what no carrier offers."""
        check_types(self)
        for field in ("id", "carrier", "service"):
            checked(getattr(self, field), field)
        if self.price.minor < 0:
            raise InvalidValue("price", str(self.price), "0 or more")
        if self.carbon_grams is not None and self.carbon_grams < 0:
            raise InvalidValue("carbon_grams", self.carbon_grams, "0 or more, or None")


@attrs.frozen(kw_only=True)
class Consignment:
    """A parcel that is to be carried, and on which terms.

    Attributes:
        at: now.
        weight: of the whole parcel.
        size: of the whole parcel, outside.
        deliver_by: the last instant that is in time for the buyer, ``None`` for any.
        places: what makes its destination hard.
        dangerous: the classes of dangerous goods in it.
        carriers: those that the channel lets the seller choose, ``None`` for any.
        protected: whether the channel asks for a label that protects the seller.
        tracked: whether it asks for a tracking number.
        signed: whether somebody has to sign.

    Raises:
        InvalidValue: when a field is of another type, or a time is naive.
    """

    at: Instant = attrs.field(converter=_at)
    weight: Weight
    size: Dimensions
    deliver_by: Instant | None = attrs.field(default=None, converter=_deliver_by)
    places: frozenset[DestinationKind] = attrs.field(
        default=frozenset[DestinationKind](), converter=_places
    )
    dangerous: frozenset[str] = attrs.field(default=frozenset[str](), converter=_dangerous)
    carriers: frozenset[str] | None = attrs.field(default=None, converter=_carriers)
    protected: bool = False
    tracked: bool = False
    signed: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type."""
        check_types(self)
