"""Searching: which pools may ship together, when not all of them may.

Pools of which a parcel leaves anyway are in every answer, since they cost nothing.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from ordercore.inventory.sourcing.supply import Cover, Supply

EXACT_UP_TO = 12
"""So many pools to choose from are looked through, all sets of them (4,096); beyond, pools are
added one by one, each time the one that helps most, which may take a parcel more than needed."""

Pools = frozenset[str]


class Found(NamedTuple):
    """Sets of pools that cover equally much, and whether every set was looked at."""

    sets: tuple[Pools, ...]
    exact: bool


def fullest(supply: Supply, free: Pools, spare: Sequence[str], most: int) -> Found:
    """Give every set of at most so many more pools that covers as much as any such set does."""
    if most >= len(spare):
        return Found((free.union(spare),), exact=True)
    if len(spare) > EXACT_UP_TO:
        return Found((_step_by_step(supply, free, spare, most),), exact=False)
    sets = list(_sets(free, spare, most))
    covers = [supply.cover(some) for some in sets]
    best = min(covers)
    return Found(
        tuple([some for some, cover in zip(sets, covers, strict=True) if cover == best]), exact=True
    )


def fewest(supply: Supply, free: Pools, spare: Sequence[str], most: int) -> Found:
    """Give every smallest set of pools that covers as much as so many more pools can."""
    best = supply.cover(fullest(supply, free, spare, most).sets[0])
    base, rest, left = free, list(spare), most
    if best == supply.cover(free.union(spare)):
        # Without these something would be missing, so they are in every answer.
        needed = [one for one in spare if _without(supply, free, spare, one) > best]
        base, left = free.union(needed), most - len(needed)
        rest = [one for one in spare if one not in needed]
    if len(rest) > EXACT_UP_TO:
        return Found((_step_by_step(supply, base, rest, left),), exact=False)
    by_size = ([*_sets(base, rest, more)] for more in range(left + 1))
    enough = ([some for some in sets if supply.cover(some) == best] for sets in by_size)
    return Found(tuple(next(filter(None, enough))), exact=True)


def _without(supply: Supply, free: Pools, spare: Sequence[str], one: str) -> Cover:
    return supply.cover(free.union(some for some in spare if some != one))


def _sets(base: Pools, rest: Sequence[str], more: int) -> Iterator[Pools]:
    for some in combinations(rest, more):
        yield base.union(some)


def _step_by_step(supply: Supply, base: Pools, rest: Sequence[str], most: int) -> Pools:
    """Add the pool that helps most, the earlier of equals, until none helps or no more may ship."""
    chosen = base
    for _ in range(most):
        cover, place = min((supply.cover(chosen | {one}), place) for place, one in enumerate(rest))
        if cover == supply.cover(chosen):
            break
        chosen |= {rest[place]}
    for one in reversed(rest):
        if one in chosen and supply.cover(chosen - {one}) == supply.cover(chosen):
            chosen -= {one}
    return chosen
