"""Splitting: which offer serves which line, exactly the best way and not a good one.

Ways are compared by how many lines stay unserved, then by how many channels they need (one order
each), then by the rank of those channels, then by which lines are served (of one SKU those that
want least, the earlier first), then line by line by the rank of the offers.
That puts any two ways in an order that does not hang on what else is offered, so another offer
either becomes part of the answer or changes nothing.

Every offer of a SKU can serve every line of it, as far as its stock goes: what else there is
against an offer is against it for all of them.
So the lines that want least can be served whenever as many others can.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import combinations
from typing import Any

import attrs

from ordercore.channels.choosing.offers import Offer, Wanted
from ordercore.kernel.ids import LineId, Sku

Rank = tuple[Any, ...]
"""What channels are compared by; the least is the best."""

Options = Mapping[Sku, tuple[Offer, ...]]
"""The offers that can serve the lines of each SKU, the best one first."""


@attrs.frozen(kw_only=True)
class Split:
    """The best way: an offer per served line, and the sets of channels that would do as well.

    ``equals`` are all the sets that serve as many lines in as few orders, the chosen one first.
    """

    chosen: Mapping[LineId, Offer]
    equals: tuple[frozenset[str], ...]


def best_split(
    lines: Iterable[Wanted],
    options: Options,
    stock: Mapping[tuple[Sku, str], int],
    rank_of: Callable[[str], Rank],
    *,
    worst_first: bool,
) -> Split:
    """Find the best way to serve lines; sets of channels are compared by their ranks in order.

    With ``worst_first`` by their worst first, otherwise by their best.
    """
    by_sku: dict[Sku, tuple[Wanted, ...]] = {}
    for line in lines:
        by_sku[line.sku] = (*by_sku.get(line.sku, ()), line)
    ways = _Ways(by_sku, options, stock)
    channels = frozenset(offer.channel for sku in by_sku for offer in options[sku])
    equals = sorted(
        _fewest(channels, ways),
        key=lambda some: sorted(map(rank_of, some), reverse=worst_first),
    )
    chosen = {line: offer for sku in by_sku for line, offer in ways.best(sku, equals[0]).items()}
    return Split(chosen=chosen, equals=tuple(equals))


@attrs.frozen
class _Ways:
    """The ways to serve the lines of each SKU through some channels."""

    lines: Mapping[Sku, tuple[Wanted, ...]]
    options: Options
    stock: Mapping[tuple[Sku, str], int]
    counted: dict[tuple[Sku, frozenset[str]], int] = attrs.field(factory=dict)
    """How many lines of a SKU some pools can serve, found once each."""

    def served(self, channels: frozenset[str]) -> int:
        """Give how many lines some channels can serve at most."""
        return sum(len(self._least(sku, self._through(sku, channels))) for sku in self.lines)

    def best(self, sku: Sku, channels: frozenset[str]) -> Mapping[LineId, Offer]:
        """Give the best way to serve the lines of one SKU through some channels."""
        offers = self._through(sku, channels)
        served = self._least(sku, offers)
        places = _packed(served, self._units(offers)) or []
        return {line.line: offers[place] for line, place in zip(served, places, strict=True)}

    def _through(self, sku: Sku, channels: frozenset[str]) -> list[Offer]:
        """Give the best offer of each pool, the best of them first."""
        of_pool: dict[str, Offer] = {}
        for offer in self.options[sku]:
            if offer.channel in channels:
                of_pool.setdefault(offer.pool, offer)
        return list(of_pool.values())

    def _units(self, offers: list[Offer]) -> list[int]:
        return [max(self.stock.get(offer.stock_key, 0), 0) for offer in offers]

    def _least(self, sku: Sku, offers: list[Offer]) -> list[Wanted]:
        """Give as many lines of a SKU as offers can serve: those that want least."""
        by_size = sorted(self.lines[sku], key=lambda line: line.quantity)
        key = (sku, frozenset(offer.pool for offer in offers))
        if key not in self.counted:
            units = self._units(offers)
            count = len(by_size)
            while _packed(by_size[:count][::-1], units) is None:
                count -= 1
            self.counted[key] = count
        least = by_size[: self.counted[key]]
        return [line for line in self.lines[sku] if line in least]


def _fewest(channels: frozenset[str], ways: _Ways) -> list[frozenset[str]]:
    """Give the smallest sets of channels that serve as many lines as all of them do."""
    most = ways.served(channels)
    needed = frozenset(c for c in channels if ways.served(channels - {c}) < most)
    spare = sorted(channels - needed)
    for more in range(len(spare)):
        sets = [needed.union(some) for some in combinations(spare, more)]
        if enough := [some for some in sets if ways.served(some) == most]:
            return enough
    return [channels]


def _packed(lines: list[Wanted], units: list[int]) -> list[int] | None:
    """Put each line whole into a place with so many units; ``None`` where they do not all fit.

    Gives, line by line, the first place with which the rest still fits.
    Goes back where it does not, and remembers from where it has gone back in vain; which place has
    which units makes no difference there, nor do units beyond what the lines ahead want.
    """
    left = list(units)
    ahead = [sum(line.quantity for line in lines[index:]) for index in range(len(lines))]
    places: list[int] = []
    in_vain: set[tuple[int, ...]] = set()
    first = 0
    while len(places) < len(lines):
        index = len(places)
        wanted = lines[index].quantity
        here = (index, *sorted([min(some, ahead[index]) for some in left]))
        hopeless = here in in_vain or sum(left) < ahead[index]
        tries = () if hopeless else range(first, len(left))
        place = next((some for some in tries if left[some] >= wanted), None)
        if place is not None:
            places.append(place)
            left[place] -= wanted
            first = 0
            continue
        in_vain.add(here)
        if not places:
            return None
        last = places.pop()
        left[last] += lines[len(places)].quantity
        first = last + 1
    return places
