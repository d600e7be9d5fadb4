"""Commands aimed at an order, and commands aimed at nothing.

Every theme has a file of the same shape: makers, each of which gives what the order now permits
or nothing, and kinds of commands with any content.
"""

from itertools import chain
from math import gcd

from ordercore.kernel.actors import Actor
from ordercore.kernel.time import Instant
from ordercore.orders.message import OrderCommand
from ordercore.orders.permits import by_whom_may
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD, World
from ordercore.testing.aiming import (
    cancelling,
    changing,
    claiming,
    holding,
    inspecting,
    paying,
    placing,
    refunding,
    replacing,
    reporting,
    returning,
    shipping,
    tagging,
)
from ordercore.testing.aiming.choosing import Maker, Pick, Wild, one_of
from ordercore.testing.aiming.refunding import part_worth

__all__ = ["MAKERS", "THEMES", "WILDEST", "Maker", "Pick", "Wild", "aimed", "part_worth", "wild"]

THEMES = (
    placing,
    paying,
    holding,
    changing,
    shipping,
    cancelling,
    returning,
    replacing,
    inspecting,
    refunding,
    claiming,
    reporting,
    tagging,
)

MAKERS: tuple[Maker, ...] = tuple(chain.from_iterable(theme.MAKERS for theme in THEMES))

WILDEST: tuple[Wild, ...] = tuple(chain.from_iterable(theme.WILDEST for theme in THEMES))

ACTORS = tuple(Actor)

STRIDES = tuple(stride for stride in range(1, len(MAKERS)) if gcd(stride, len(MAKERS)) == 1)
"""Steps by which all makers are asked once, each time in another order."""


def aimed(order: Order, pick: Pick, at: Instant, world: World = WORLD) -> OrderCommand:
    """Make a command that the order permits; where it permits none, one that is refused."""
    place, stride = pick(len(MAKERS)), one_of(pick, STRIDES)
    for _ in MAKERS:
        command = MAKERS[place](order, pick, at)
        if command is not None:
            return by_whom_may(command, order, world)
        place = (place + stride) % len(MAKERS)
    return wild(order, pick, at)


def wild(order: Order, pick: Pick, at: Instant) -> OrderCommand:
    """Make any command with any content."""
    kind, contents = WILDEST[pick(len(WILDEST))]
    return kind(
        order_id=order.id,
        at=at,
        by=ACTORS[pick(len(ACTORS))],
        imported=not pick(5),
        **contents(order, pick, at),
    )
