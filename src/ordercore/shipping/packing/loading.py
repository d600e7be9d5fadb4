"""Loading: a box that fills up, and the rules by which a unit comes in or does not.

Each rule is a statement that has to hold of the load, the goods and the terms; the code of the
first that does not is what the plan says.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ordercore.errors import InvalidValue
from ordercore.kernel.rules import Facts, Rule, rule
from ordercore.shipping.measures.dimensions import Dimensions
from ordercore.shipping.measures.quantities import NOTHING, Weight
from ordercore.shipping.packing.goods import Box, Goods
from ordercore.shipping.packing.space import Cuboid, Space, turns
from ordercore.shipping.packing.terms import HARMLESS, PackingTerms


class Load:
    """What is in a box so far; without a box it is one unit as it is."""

    def __init__(self, box: Box | None, size: Dimensions, terms: PackingTerms) -> None:
        self.box = box
        self.outside = size if box is None else box.outside
        self.inside = size if box is None else box.inside
        self.contents: list[tuple[Goods, Cuboid]] = []
        self.load = NOTHING
        self.volume = 0
        self._space = Space(self.inside, terms.least_support)
        self._found: dict[Any, Cuboid | None] = {}

    @property
    def code(self) -> str:
        """The code of the box; blank without one."""
        return "" if self.box is None else self.box.code

    @property
    def filled(self) -> Fraction:
        """The share of its room that is taken."""
        return Fraction(self.volume, self.inside.cubic_nanometres)

    @property
    def weight(self) -> Weight:
        """What it weighs, the box with it."""
        return self.load if self.box is None else self.load + self.box.tare

    def room_for(self, goods: Goods) -> Cuboid | None:
        """Give where a unit could lie."""
        shape = goods.shape
        if shape not in self._found:
            ways = turns(goods.size, goods.upright)
            self._found[shape] = self._space.find(ways, fragile=goods.fragile)
        return self._found[shape]

    def take(self, goods: Goods) -> None:
        """Lay a unit where there is room for it."""
        where = self.room_for(goods)
        if where is None:
            raise InvalidValue("goods", goods, f"what box {self.code!r} has room for")
        self._space.place(where)
        self._found.clear()
        self.contents.append((goods, where))
        self.load += goods.weight
        self.volume += goods.size.cubic_nanometres


Loading = Rule[Load, Goods, PackingTerms]


@rule("class_not_shipped")
def class_is_shipped(_: Load, goods: Goods, terms: PackingTerms) -> Facts | None:
    """Its class of dangerous goods is shipped at all."""
    if goods.dangerous == HARMLESS or goods.dangerous in terms.dangerous:
        return None
    return {"class": goods.dangerous}


@rule("ships_alone")
def parcel_is_not_anothers(load: Load, goods: Goods, _: PackingTerms) -> Facts | None:
    """It may share a parcel, and so may what is in there."""
    if not load.contents or not (goods.shares_nothing or load.contents[0][0].shares_nothing):
        return None
    return {}


@rule("classes_apart")
def classes_may_share(load: Load, goods: Goods, terms: PackingTerms) -> Facts | None:
    """Its class of dangerous goods may be in one parcel with those in there."""
    inside = sorted({it.dangerous for it, _ in load.contents})
    apart = [name for name in inside if not terms.may_share(goods.dangerous, name)]
    return {"class": goods.dangerous, "others": tuple(apart)} if apart else None


@rule("box_not_for_class")
def box_is_for_class(load: Load, goods: Goods, _: PackingTerms) -> Facts | None:
    """The box is made for its class of dangerous goods."""
    classes = None if load.box is None else load.box.dangerous
    if goods.dangerous == HARMLESS or classes is None or goods.dangerous in classes:
        return None
    return {"class": goods.dangerous}


@rule("parcel_too_large")
def parcel_is_not_too_large(load: Load, _: Goods, terms: PackingTerms) -> Facts | None:
    """The parcel is no larger outside than the guidelines have it."""
    most = terms.guidelines.most_sides
    if most is None or load.outside.within(most):
        return None
    return {"size": load.outside, "most": most}


@rule("too_many_units")
def parcel_has_not_too_many_units(load: Load, _: Goods, terms: PackingTerms) -> Facts | None:
    """There are no more units in the parcel than the guidelines have it."""
    most = terms.guidelines.most_units
    return None if most is None or len(load.contents) < most else {"most": most}


@rule("too_heavy")
def parcel_is_not_too_heavy(load: Load, goods: Goods, terms: PackingTerms) -> Facts | None:
    """The parcel weighs no more than the guidelines have it; a single unit may, where they say."""
    most, weight = terms.guidelines.most_weight, load.weight + goods.weight
    if most is None or weight <= most or (terms.guidelines.heavy_alone and not load.contents):
        return None
    return {"weight": weight, "most": most}


@rule("box_too_weak")
def box_bears_the_load(load: Load, goods: Goods, _: PackingTerms) -> Facts | None:
    """The box bears what is in it."""
    most = None if load.box is None else load.box.most_load
    weight = load.load + goods.weight
    return None if most is None or weight <= most else {"weight": weight, "most": most}


@rule("no_room")
def box_has_room(load: Load, goods: Goods, _: PackingTerms) -> Facts | None:
    """There is a place for it in the box, on something and under nothing that it cannot bear."""
    return None if load.room_for(goods) is not None else {}


LOADING_RULES: tuple[Loading, ...] = (
    class_is_shipped,
    parcel_is_not_anothers,
    classes_may_share,
    box_is_for_class,
    parcel_is_not_too_large,
    parcel_has_not_too_many_units,
    parcel_is_not_too_heavy,
    box_bears_the_load,
    box_has_room,
)
"""What is asked before a unit comes into a box, in order."""


def against(load: Load, goods: Goods, terms: PackingTerms) -> tuple[str, Mapping[str, Any]] | None:
    """Give the code and facts of the first rule that keeps a unit out of a box, if any does."""
    for each in LOADING_RULES:
        facts = each.check(load, goods, terms)
        if facts is not None:
            return each.code, facts
    return None
