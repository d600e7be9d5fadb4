"""Space: where in a box a unit can lie, by extreme points.

Whatever is placed leaves three corners at which the next may lie: beside it, behind it and on top,
each also slid back until something is in the way (Crainic, Perboli and Tadei, "Extreme point-based
heuristics for three-dimensional bin packing", 2008).
The lowest of them that has room is taken, so that a load grows from the floor.
All numbers are whole nanometres.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from ordercore.shipping.measures.dimensions import Dimensions

Triple = tuple[int, int, int]
"""Along the length, the width and the height of a box."""


class Cuboid(NamedTuple):
    """What lies somewhere, from one corner to the opposite one."""

    low: Triple
    high: Triple
    fragile: bool

    def overlaps(self, low: Triple, high: Triple) -> bool:
        """Tell whether it shares room with what lies between two corners."""
        mine, end = self.low, self.high
        return (
            mine[0] < high[0]
            and low[0] < end[0]
            and mine[1] < high[1]
            and low[1] < end[1]
            and mine[2] < high[2]
            and low[2] < end[2]
        )

    def covered(self, low: Triple, high: Triple) -> int:
        """Give the area in which it lies over or under what is between two corners."""
        along = min(self.high[0], high[0]) - max(self.low[0], low[0])
        across = min(self.high[1], high[1]) - max(self.low[1], low[1])
        return along * across if along > 0 and across > 0 else 0


def shortened(point: Triple, reach: Triple, by: Cuboid) -> Triple | None:
    """Give how far it is free along each axis from a point, once something lies there.

    ``None`` where the point itself is taken.
    """
    (x, y, z), (along, across, up) = point, reach
    low, high = by.low, by.high
    in_x, in_y = low[0] <= x < high[0], low[1] <= y < high[1]
    in_z = low[2] <= z < high[2]
    if in_y and in_z:
        if in_x:
            return None
        if x < low[0]:
            along = min(along, low[0] - x)
    elif in_x and in_z and y < low[1]:
        across = min(across, low[1] - y)
    elif in_x and in_y and z < low[2]:
        up = min(up, low[2] - z)
    return along, across, up


@lru_cache(maxsize=4096)
def turns(size: Dimensions, upright: bool) -> tuple[Triple, ...]:
    """Give the ways to lay something down, the flattest first."""
    a, b, c = size.length.nanometres, size.width.nanometres, size.height.nanometres
    ways = {(a, b, c), (b, a, c)}
    if not upright:
        ways |= {(a, c, b), (c, a, b), (b, c, a), (c, b, a)}
    return tuple(sorted(ways, key=lambda way: (way[2], -way[0], -way[1])))


class Space:
    """The room in a box, which fills up."""

    def __init__(self, inside: Dimensions, least_support: Fraction) -> None:
        self.size: Triple = (
            inside.length.nanometres,
            inside.width.nanometres,
            inside.height.nanometres,
        )
        self.least_support = least_support
        self.placed: list[Cuboid] = []
        self.free = inside.cubic_nanometres
        self._reaches: dict[Triple, Triple] = {(0, 0, 0): self.size}
        """The points at which something may begin, the lowest first, and how far each is free."""

    def find(self, ways: tuple[Triple, ...], *, fragile: bool) -> Cuboid | None:
        """Give where something could lie, the lowest place first."""
        length, width, height = ways[0]
        if length * width * height > self.free:
            return None
        for low, reach in self._reaches.items():
            for way in ways:
                # Most places are too short already, which is quickly seen.
                if way[0] <= reach[0] and way[1] <= reach[1] and way[2] <= reach[2]:
                    high = (low[0] + way[0], low[1] + way[1], low[2] + way[2])
                    if self._has_room(low, high, fragile=fragile):
                        return Cuboid(low, high, fragile)
        return None

    def place(self, cuboid: Cuboid) -> None:
        """Lay something down where it was found to have room."""
        low, high = cuboid.low, cuboid.high
        self.free -= (high[0] - low[0]) * (high[1] - low[1]) * (high[2] - low[2])
        reaches = {point: shortened(point, reach, cuboid) for point, reach in self._reaches.items()}
        self.placed.append(cuboid)
        for corner in self._corners(cuboid):
            if corner not in reaches:
                reaches[corner] = self._reach(corner)
        left = [(point, reach) for point, reach in reaches.items() if reach is not None]
        left.sort(key=lambda item: (item[0][2], item[0][1], item[0][0]))
        self._reaches = dict(left)

    def _reach(self, point: Triple) -> Triple | None:
        """Give how far it is free along each axis from a point; ``None`` where nothing fits."""
        size = self.size
        if not (point[0] < size[0] and point[1] < size[1] and point[2] < size[2]):
            return None
        reach: Triple | None = (size[0] - point[0], size[1] - point[1], size[2] - point[2])
        for other in self.placed:
            if reach is not None:
                reach = shortened(point, reach, other)
        return reach

    def _has_room(self, low: Triple, high: Triple, *, fragile: bool) -> bool:
        for place, other in enumerate(self.placed):
            if other.overlaps(low, high):
                # What was in the way once is likely to be so again, so it is asked first.
                self.placed[0], self.placed[place] = other, self.placed[0]
                return False
        return self._stands(low, high) and not self._presses(low, high, fragile=fragile)

    def _stands(self, low: Triple, high: Triple) -> bool:
        """Tell whether enough of its base is on the floor or on something."""
        if not low[2]:
            return True
        base = (high[0] - low[0]) * (high[1] - low[1])
        below = sum([it.covered(low, high) for it in self.placed if it.high[2] == low[2]])
        return below * self.least_support.denominator >= base * self.least_support.numerator

    def _presses(self, low: Triple, high: Triple, *, fragile: bool) -> bool:
        """Tell whether it would be over something fragile, or something over it."""
        return any(
            (other.fragile and other.high[2] <= low[2] and other.covered(low, high) > 0)
            or (fragile and high[2] <= other.low[2] and other.covered(low, high) > 0)
            for other in self.placed
        )

    def _corners(self, cuboid: Cuboid) -> Iterator[Triple]:
        low, high = cuboid.low, cuboid.high
        for axis in range(3):
            corner = [*low]
            corner[axis] = high[axis]
            yield corner[0], corner[1], corner[2]
            for along in range(3):
                if along != axis:
                    slid = [*corner]
                    slid[along] = self._stop(corner, along)
                    yield slid[0], slid[1], slid[2]

    def _stop(self, corner: list[int], along: int) -> int:
        """Give how far back something slides from a corner until it meets what lies there."""
        one, two = (axis for axis in range(3) if axis != along)
        return max(
            [
                other.high[along]
                for other in self.placed
                if other.high[along] <= corner[along]
                and other.low[one] <= corner[one] < other.high[one]
                and other.low[two] <= corner[two] < other.high[two]
            ],
            default=0,
        )
