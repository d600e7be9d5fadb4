"""Splitting: which offer serves which line, exactly the best way and not a good one.

Ways are compared by how many lines stay unserved, then by how many channels they need (one order
each), then by the rank of those channels, then line by line by the rank of the offers.
That puts any two ways in an order that does not hang on what else is offered, so another offer
either becomes part of the answer or changes nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import combinations
from typing import Any

import attrs

from ordercore.channels.offers import Offer, Wanted
from ordercore.kernel.ids import LineId, Sku

Rank = tuple[Any, ...]
"""What channels are compared by; the least is the best."""

Options = Mapping[LineId, tuple[Offer, ...]]
"""The offers that can serve each line, the best one first."""


@attrs.frozen(kw_only=True)
class Split:
    """The best way: an offer per served line, and the sets of channels that would do as well.

    ``equals`` are all the sets that serve as many lines in as few orders, the chosen one first.
    """

    chosen: Mapping[LineId, Offer]
    equals: tuple[frozenset[str], ...]


@attrs.frozen
class _Ways:
    """The ways to serve the lines of each SKU through some channels, found once each."""

    lines: Mapping[Sku, tuple[Wanted, ...]]
    options: Options
    stock: Mapping[tuple[Sku, str], int]
    found: dict[tuple[Sku, frozenset[str]], Mapping[LineId, Offer]] = attrs.field(factory=dict)

    def served(self, channels: frozenset[str]) -> int:
        """Give how many lines some channels can serve at most."""
        return sum(len(self.best(sku, channels)) for sku in self.lines)

    def best(self, sku: Sku, channels: frozenset[str]) -> Mapping[LineId, Offer]:
        """Give the best way to serve the lines of one SKU through some channels."""
        lines = self.lines[sku]
        own = channels & {offer.channel for line in lines for offer in self.options[line.line]}
        if (sku, own) not in self.found:
            options = [
                tuple([offer for offer in self.options[line.line] if offer.channel in own])
                for line in lines
            ]
            self.found[sku, own] = _best_of_one_sku(lines, options, self.stock)
        return self.found[sku, own]


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
    channels = frozenset(offer.channel for some in options.values() for offer in some)
    equals = sorted(
        _fewest(channels, ways),
        key=lambda some: sorted(map(rank_of, some), reverse=worst_first),
    )
    chosen = {line: offer for sku in by_sku for line, offer in ways.best(sku, equals[0]).items()}
    return Split(chosen=chosen, equals=tuple(equals))


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


def _best_of_one_sku(
    lines: tuple[Wanted, ...],
    options: list[tuple[Offer, ...]],
    stock: Mapping[tuple[Sku, str], int],
) -> Mapping[LineId, Offer]:
    """Serve as many lines of one SKU as stock allows, and then each as well as possible.

    Goes through the lines once and keeps, of all ways that leave the same stock, the best; stock
    beyond what the lines ahead ask for makes no difference and is left out of account.
    """
    pools = sorted({offer.stock_key for some in options for offer in some})
    place = {pool: index for index, pool in enumerate(pools)}
    ahead = sum(line.quantity for line in lines)
    states: dict[tuple[int, ...], tuple[int, tuple[int, ...]]] = {
        tuple([min(stock.get(pool, 0), ahead) for pool in pools]): (0, ())
    }
    for line, some in zip(lines, options, strict=True):
        ahead -= line.quantity
        after: dict[tuple[int, ...], tuple[int, tuple[int, ...]]] = {}
        for left, (unserved, ranks) in states.items():
            ways = [(left, (unserved + 1, (*ranks, len(some))))]
            for rank, offer in enumerate(some):
                index = place[offer.stock_key]
                if left[index] >= line.quantity:
                    rest = (*left[:index], left[index] - line.quantity, *left[index + 1 :])
                    ways.append((rest, (unserved, (*ranks, rank))))
            for rest, way in ways:
                kept = tuple([min(units, ahead) for units in rest])
                after[kept] = min(after.get(kept, way), way)
        states = after
    _, best = min(states.values())
    return {
        line.line: some[rank]
        for line, some, rank in zip(lines, options, best, strict=True)
        if rank < len(some)
    }
