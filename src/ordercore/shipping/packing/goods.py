"""What is packed, and into what: units with measures and flags, and boxes."""

from collections.abc import Iterable
from typing import Any

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types, is_text, several
from ordercore.kernel.ids import LineId, Sku, checked
from ordercore.kernel.units import checked_quantity
from ordercore.shipping.measures.dimensions import Dimensions
from ordercore.shipping.measures.quantities import NOTHING, Weight


@attrs.frozen(kw_only=True, cache_hash=True)
class Goods:
    """So many equal units of a line, each with its measures as it is packed.

    Attributes:
        line: the line that they are of.
        sku: which part of it, where a line is a bundle of several.
        quantity: how many.
        size: of one unit; ``height`` is the side that stands upright, where that matters.
        weight: of one unit.
        dangerous: the class of dangerous goods, empty for none.
        fragile: nothing may stand on it.
        upright: it must not be turned over; turning it around is allowed.
        poly_bag: it needs a bag around it.
        alone: it shares a parcel with nothing, not even another unit of its kind.
        own_box: it leaves as it is, alone and without a box of ours; a fragile one gets a box all
            the same.

    Raises:
        InvalidValue: when an id is blank, or a measure or flag is none.
    """

    line: LineId
    sku: Sku = ""
    quantity: int = 1
    size: Dimensions
    weight: Weight
    dangerous: str = ""
    fragile: bool = False
    upright: bool = False
    poly_bag: bool = False
    alone: bool = False
    own_box: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse what nobody can pack."""
        check_types(self)
        checked(self.line, "line")
        checked_quantity(self.quantity)
        if not self.weight.picograms:
            raise InvalidValue("weight", self.weight, "more than 0")

    @property
    def key(self) -> tuple[LineId, Sku]:
        """By which goods are known."""
        return self.line, self.sku

    @property
    def leaves_as_it_is(self) -> bool:
        """Whether it gets no box of ours."""
        return self.own_box and not self.fragile

    @property
    def shares_nothing(self) -> bool:
        """Whether it has a parcel for itself."""
        return self.alone or self.leaves_as_it_is

    @property
    def shape(self) -> tuple[Any, ...]:
        """What decides where it may lie."""
        return self.size, self.fragile, self.upright


def _classes(given: Iterable[str] | None) -> frozenset[str] | None:
    if given is None:
        return None
    classes = several(given, "dangerous")
    if not all(map(is_text, classes)):
        raise InvalidValue("dangerous", given, "classes of dangerous goods, or None for any")
    return frozenset(classes)


@attrs.frozen(kw_only=True)
class Box:
    """A box of the host's.

    Attributes:
        code: its name.
        inside: the room in it.
        outside: what a carrier measures.
        tare: what it weighs empty, with what fills it up.
        most_load: how much it holds, ``None`` for no limit.
        stock: how many there are, ``None`` for as many as it takes.
        dangerous: the classes of dangerous goods that it is made for, ``None`` for any.

    Raises:
        InvalidValue: when the code is blank, a measure is none, or there is more room inside than
            outside.
    """

    code: str
    inside: Dimensions
    outside: Dimensions
    tare: Weight = NOTHING
    most_load: Weight | None = None
    stock: int | None = None
    dangerous: frozenset[str] | None = attrs.field(default=None, converter=_classes)

    def __attrs_post_init__(self) -> None:
        """Refuse a box that cannot be."""
        checked(self.code, "code")
        check_types(self)
        if not self.inside.within(self.outside):
            raise InvalidValue("inside", str(self.inside), f"within {self.outside}, the outside")
        if self.stock is not None and self.stock < 0:
            raise InvalidValue("stock", self.stock, "0 or more, or None")
