"""Distances between places: over the globe, or by a host's own table of zones."""

from collections.abc import Callable, Mapping
from math import asin, cos, radians, sin, sqrt

import attrs

from ordercore.errors import InvalidTable
from ordercore.inventory.sourcing.offers import Place

Measure = Callable[[Place, Place], int | None]
"""How far it is from one place to another, in whole units of any kind; ``None`` is not known."""

EARTH_RADIUS = 6_371_009
"""Metres: the mean radius of the earth (IUGG, R1 of GRS 80: 6,371.0088 km), rounded up."""


def great_circle(start: Place, end: Place) -> int | None:
    """Give the way over the globe in whole metres, where both places have coordinates.

    By the haversine formula on a sphere, which is within 0.6 % of the way over the ellipsoid; the
    result is rounded to the metre, once.
    """
    if start.coordinates is None or end.coordinates is None:
        return None
    here, there = start.coordinates, end.coordinates
    north, south = radians(here.latitude), radians(there.latitude)
    across = sin((south - north) / 2) ** 2
    along = sin(radians(there.longitude - here.longitude) / 2) ** 2
    share = min(across + cos(north) * cos(south) * along, 1)
    return round(2 * EARTH_RADIUS * asin(sqrt(share)))


@attrs.frozen(hash=False)
class ZoneTable:
    """Distances by the zones of two places: kilometres, days, a carrier's zone numbers.

    What is told one way holds the other way too, unless that is told by itself; from a zone to
    itself it is 0, unless told.

    Raises:
        InvalidTable: when a distance is no whole number of 0 or more.
    """

    distances: Mapping[tuple[str, str], int]

    def __attrs_post_init__(self) -> None:
        """Refuse what is no distance."""
        problems = [
            f"{start} to {end}: {distance!r} is no whole number of 0 or more"
            for (start, end), distance in self.distances.items()
            if type(distance) is not int or distance < 0
        ]
        if problems:
            raise InvalidTable("zones", tuple(problems))

    def __call__(self, start: Place, end: Place) -> int | None:
        """Give the distance; ``None`` where a place has no zone or the table does not name it."""
        here, there = start.zone, end.zone
        if not here or not there:
            return None
        same = 0 if here == there else None
        back = self.distances.get((there, here), same)
        return self.distances.get((here, there), back)
