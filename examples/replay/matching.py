"""Matching what a customer brings back to what that customer bought."""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from ordercore.kernel.time import Instant

THIRTY_DAYS = dt.timedelta(days=30)
"""30 times 24 hours, unlike the window of a return policy, which counts whole calendar days."""

PRODUCT_CODE = re.compile(r"\d{5}[A-Za-z]{0,2}")
"""A product, and no service such as POST (postage) or M (entered by hand)."""


class Purchase(NamedTuple):
    """A line of an order that its buyer may bring back."""

    order_id: str
    line_id: str
    at: Instant
    is_free: bool = False


class Match(NamedTuple):
    """So many units brought back of one purchase."""

    purchase: Purchase
    units: int


class NewestFirst:
    """Open purchases of each customer and product, of which the newest is taken back first.

    It knows no policy: units brought back late close their purchase like others.
    """

    def __init__(self) -> None:
        self._open: defaultdict[tuple[str, str], list[Match]] = defaultdict(list)

    def bought(self, customer: str, sku: str, purchase: Purchase, units: int) -> None:
        """Open a purchase, newer than all before it."""
        self._open[customer, sku].append(Match(purchase, units))

    def brought_back(self, customer: str, sku: str, units: int) -> list[Match]:
        """Take units off the open purchases; units beyond all of them match nothing."""
        matches: list[Match] = []
        purchases = self._open[customer, sku]
        while units and purchases:
            purchase, left = purchases.pop()
            taken = min(units, left)
            matches.append(Match(purchase, taken))
            units -= taken
            if left > taken:
                purchases.append(Match(purchase, left - taken))
        return matches


def units_by_age(matches: Iterable[Match], at: Instant) -> Counter[str]:
    """Count units brought back at an instant by how long ago they were bought."""
    units = Counter[str]()
    for purchase, taken in matches:
        units["within_720_hours" if at <= purchase.at + THIRTY_DAYS else "later"] += taken
    return units
