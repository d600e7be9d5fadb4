"""Packing a load: parcel by parcel, in the smallest box that takes the rest, or the fullest.

Units go in by size, those on which nothing may stand last, so that the same load is packed in the
same way in whatever order it is given.
By which size, several are tried, and of the plans the one with the fewest parcels is kept.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import of_type, several
from ordercore.kernel.clauses import Clause
from ordercore.shipping.measures.dimensions import Dimensions
from ordercore.shipping.measures.quantities import Length
from ordercore.shipping.packing.goods import Box, Goods
from ordercore.shipping.packing.handling import handling
from ordercore.shipping.packing.loading import Load, against
from ordercore.shipping.packing.plan import PackedParcel, PackingPlan, Placed, Unpacked
from ordercore.shipping.packing.space import Cuboid
from ordercore.shipping.packing.terms import PLAIN, PackingTerms


def pack(goods: Iterable[Goods], boxes: Iterable[Box], terms: PackingTerms = PLAIN) -> PackingPlan:
    """Pack a load into boxes.

    Raises:
        InvalidValue: when two goods are of one line and part, two boxes have one code, or something
            is of another type.
    """
    given, kinds = [*several(goods, "goods")], [*several(boxes, "boxes")]
    if not all(isinstance(each, Goods) for each in given):
        raise InvalidValue("goods", given, "goods alone")
    if not all(isinstance(box, Box) for box in kinds):
        raise InvalidValue("boxes", kinds, "boxes alone")
    of_type(terms, PackingTerms, "terms")
    _once([each.key for each in given], "goods")
    _once([box.code for box in kinds], "boxes")
    kinds.sort(key=lambda box: (box.outside.cubic_nanometres, box.code))

    def packed(largest: Callable[[Dimensions], int]) -> PackingPlan:
        packing = _Packing(kinds, terms, {box.code: box.stock for box in kinds})
        return packing.of(_ranked(given, largest))

    best = packed(_LARGEST[0])
    for largest in _LARGEST[1:]:
        if len(given) == 1 or _is_least(best, given, kinds):
            break
        best = min(best, packed(largest), key=_cost)
    return best


def _is_least(plan: PackingPlan, given: list[Goods], boxes: list[Box]) -> bool:
    """Tell whether all is in one parcel, of which no smaller one has as much room."""
    if plan.unpacked or len(plan.parcels) > 1:
        return False
    room = sum(goods.size.cubic_nanometres * goods.quantity for goods in given)
    enough = (box for box in boxes if box.inside.cubic_nanometres >= room)
    return not plan.parcels or plan.parcels[0].box == next(enough)


def _once(names: list[Any], field: str) -> None:
    if len(set(names)) < len(names):
        raise InvalidValue(field, tuple(names), "named once each")


_LARGEST: tuple[Callable[[Dimensions], int], ...] = (
    lambda size: size.cubic_nanometres,
    lambda size: size.sides[2].nanometres,
    lambda size: size.sides[0].nanometres * size.sides[1].nanometres,
    lambda size: size.longest.nanometres,
)
"""By what units may be ranked: volume, the shortest side, the largest face, the longest side.
None is best for every load, so each is tried, and the cheapest plan is kept."""


def _ranked(given: list[Goods], largest: Callable[[Dimensions], int]) -> "Left":
    def rank(goods: Goods) -> tuple[Any, ...]:
        size = goods.size
        by = (-largest(size), -size.cubic_nanometres, [-side.nanometres for side in size.sides])
        return (goods.fragile, *by, -goods.weight.picograms, goods.key)

    return [(goods, goods.quantity) for goods in sorted(given, key=rank)]


def _cost(plan: PackingPlan) -> tuple[int, int, int]:
    """Give by what plans are compared: units without a parcel, parcels, and room they take."""
    left = sum(some.quantity for some in plan.unpacked)
    return left, len(plan.parcels), sum(some.size.cubic_nanometres for some in plan.parcels)


Left = list[tuple[Goods, int]]
"""Goods that are still to be packed, and how many units of each."""


@attrs.frozen
class _Tried:
    """A box filled with what it takes, what is left, and what kept that out."""

    load: Load
    left: Left
    refused: list[tuple[Goods, str, Mapping[str, Any]]]

    def refusals(self, number: int) -> Iterator[Clause]:
        """Tell what kept out each of the goods."""
        for goods, code, facts in self.refused:
            of = {"parcel": number, "box": self.load.code, "line": goods.line, "sku": goods.sku}
            yield Clause(code, {**of, **facts})

    def beaten_by(self, best: "_Tried", number: int) -> Iterator[Clause]:
        """Tell why this box was not chosen, and what first kept something out of it."""
        facts = {"parcel": number, "box": self.load.code, "by": best.load.code}
        if self.load.volume == best.load.volume:
            yield Clause("box_larger", facts)
        elif self.load.contents:
            yield Clause("box_holds_less", {**facts, "units": len(self.load.contents)})
        yield from islice(self.refusals(number), 1)


@attrs.frozen
class _Packing:
    boxes: list[Box]
    terms: PackingTerms
    stock: dict[str, int | None]

    def of(self, left: Left) -> PackingPlan:
        parcels: list[PackedParcel] = []
        unpacked: list[Unpacked] = []
        while left:
            number, (first, count) = len(parcels) + 1, left[0]
            tried = self._tries(left)
            best = max(tried, key=lambda one: one.load.volume, default=None)
            if best is None or not best.load.contents:
                because = [clause for one in tried for clause in one.refusals(number)]
                unpacked.append(self._unpacked(first, count, (*because, *self._used_up(number))))
                left = left[1:]
                continue
            parcels.append(self._parcel(number, best, tried))
            left = best.left
        return PackingPlan(parcels=tuple(parcels), unpacked=tuple(unpacked))

    def _tries(self, left: Left) -> list[_Tried]:
        """Fill boxes, the smallest first, until one takes everything."""
        first, count = left[0]
        if first.leaves_as_it_is:
            one = self._filled(Load(None, first.size, self.terms), [(first, 1)])
            rest = [(first, count - 1)] if count > 1 else []
            return [_Tried(one.load, [*rest, *left[1:]], one.refused)]
        tried: list[_Tried] = []
        for box in self.boxes:
            if self.stock[box.code] != 0:
                tried.append(self._filled(Load(box, box.outside, self.terms), left))
                if not tried[-1].left:
                    break
        return tried

    def _filled(self, load: Load, goods: Left) -> _Tried:
        """Fill a box with what it takes; what comes first has to be in it."""
        left: Left = []
        refused: list[tuple[Goods, str, Mapping[str, Any]]] = []
        for each, count in goods:
            for taken in range(count):
                no = against(load, each, self.terms)
                if no is not None:
                    left.append((each, count - taken))
                    refused.append((each, *no))
                    break
                load.take(each)
            if not load.contents:
                break
        return _Tried(load, left, refused)

    def _parcel(self, number: int, best: _Tried, tried: list[_Tried]) -> PackedParcel:
        load, rule = best.load, self.terms.dimensional
        contents = tuple(dict.fromkeys(goods for goods, _ in load.contents))
        if load.box is not None and (stock := self.stock[load.box.code]) is not None:
            self.stock[load.box.code] = stock - 1
        others = [one for one in tried if one is not best]
        return PackedParcel(
            number=number,
            box=load.box,
            placed=tuple([_placed(goods, where) for goods, where in load.contents]),
            weight=load.weight,
            size=load.outside,
            dimensional=None if rule is None else rule.dimensional(load.outside),
            billable=None if rule is None else rule.billable(load.weight, load.outside),
            filled=load.filled,
            handling=handling(number, contents, load.weight, self.terms),
            because=(
                _chosen(number, load),
                *(clause for one in others for clause in one.beaten_by(best, number)),
                *best.refusals(number),
            ),
        )

    def _used_up(self, number: int) -> Iterator[Clause]:
        for box in self.boxes:
            if self.stock[box.code] == 0:
                yield Clause("box_used_up", {"parcel": number, "box": box.code})

    def _unpacked(self, goods: Goods, count: int, because: tuple[Clause, ...]) -> Unpacked:
        none = Clause("no_box_at_all", {"line": goods.line, "sku": goods.sku})
        return Unpacked(line=goods.line, sku=goods.sku, quantity=count, because=because or (none,))


def _chosen(number: int, load: Load) -> Clause:
    if load.box is None:
        goods = load.contents[0][0]
        return Clause("leaves_as_it_is", {"parcel": number, "line": goods.line, "sku": goods.sku})
    facts = {"parcel": number, "box": load.code, "units": len(load.contents)}
    return Clause("box_chosen", {**facts, "percent": int(load.filled * 100)})


def _placed(goods: Goods, where: Cuboid) -> Placed:
    x, y, z = map(Length, where.low)
    sides = [high - low for low, high in zip(where.low, where.high, strict=True)]
    return Placed(
        line=goods.line, sku=goods.sku, x=x, y=y, z=z, size=Dimensions(*map(Length, sides))
    )
