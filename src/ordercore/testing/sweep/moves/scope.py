"""How far moves go, and by whom they are made."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from itertools import product
from typing import TypeVar

import attrs

from ordercore.kernel.time import Instant
from ordercore.orders.message import OrderCommand
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD, World
from ordercore.shipping import Trouble

T = TypeVar("T", bound=Hashable)


@attrs.frozen(kw_only=True)
class Scope:
    """The world, and bounds: how many of each part an order may come to have.

    ``remedy`` is what is given back for no unit in particular, in minor units.
    """

    world: World = WORLD
    parcels: int = 2
    returns: int = 1
    replacements: int = 1
    payments: int = 2
    remedies: int = 1
    remedy: int = 200
    holds: int = 1
    requests: int = 1
    lines: int = 2
    troubles: tuple[Trouble, ...] = tuple(Trouble)


Moves = Callable[[Order, Instant, Scope], Iterable[OrderCommand]]
"""Gives the commands of an axis for an order at a moment, within a scope."""


def choices(counts: Mapping[T, int]) -> Iterator[tuple[tuple[T, int], ...]]:
    """Give every way to take some of these, but not nothing; all of them comes last."""
    there = [(thing, number) for thing, number in counts.items() if number > 0]
    for taken in product(*[range(number + 1) for _, number in there]):
        if any(taken):
            yield tuple([(thing[0], n) for thing, n in zip(there, taken, strict=True) if n])
