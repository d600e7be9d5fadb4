"""What pools offer, and where they and the destination are."""

from collections.abc import Mapping

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types
from ordercore.kernel.ids import Sku, checked


@attrs.frozen(kw_only=True)
class Coordinates:
    """A point on earth, in degrees of WGS 84: north and east count as positive.

    Raises:
        InvalidValue: when a degree is no number, or lies beyond the pole or the date line.
    """

    latitude: float
    longitude: float

    def __attrs_post_init__(self) -> None:
        """Refuse what is no point on earth."""
        for field, value, most in (
            ("latitude", self.latitude, 90),
            ("longitude", self.longitude, 180),
        ):
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise InvalidValue(field, value, "a number of degrees")
            if not -most <= value <= most:
                raise InvalidValue(field, value, f"a number of degrees from -{most} to {most}")


@attrs.frozen(kw_only=True)
class Place:
    """Where something is, as far as a host knows: a zone of its own table, coordinates, or both."""

    zone: str = ""
    coordinates: Coordinates | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type."""
        check_types(self)


SOMEWHERE = Place()
"""A place of which nothing is known."""


def _units(given: object) -> Mapping[Sku, int]:
    if not isinstance(given, Mapping):
        raise InvalidValue("units", given, "a mapping of SKUs to units")
    for sku, units in given.items():
        if type(units) is not int:
            raise InvalidValue(f"units[{sku}]", units, "a whole number of units")
    return dict(given)


@attrs.frozen(kw_only=True, hash=False)
class PoolOffer:
    """What a pool can give to one order.

    Attributes:
        pool: the pool's name.
        available: units at hand and promised to nobody, by SKU; what is not named has none, and
            so has what is negative because the books were wrong.
        backorder: units that may be promised beyond those, by SKU.
        place: where the pool is.
        priority: the lesser comes first; pools of one priority are taken by their names.
        open: whether the pool ships at all now.
        ships_anyway: whether a parcel of this order leaves here in any case, so that more units
            in it need no parcel more.
    """

    pool: str
    available: Mapping[Sku, int] = attrs.field(factory=dict[Sku, int], converter=_units)
    backorder: Mapping[Sku, int] = attrs.field(factory=dict[Sku, int], converter=_units)
    place: Place = SOMEWHERE
    priority: int = 0
    open: bool = True
    ships_anyway: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be told from another offer, and fields of another type."""
        checked(self.pool, "pool")
        check_types(self)
