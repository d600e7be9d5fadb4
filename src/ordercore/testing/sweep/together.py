"""The sweeps of axes together, two by two; and every sweep that there is."""

from itertools import combinations

from ordercore.orders.world import WORLD, World
from ordercore.testing.sweep.explore import Sweep
from ordercore.testing.sweep.keys import Eras
from ordercore.testing.sweep.moves import money, units, wishes
from ordercore.testing.sweep.moves.scope import Moves, Scope
from ordercore.testing.sweep.starts import PLACED, begun, confirming, placed
from ordercore.testing.sweep.sweeps import ONCE, SENT, TAKEN, TWICE, axes, core, tried


def all_sweeps(world: World = WORLD) -> tuple[Sweep, ...]:
    """Make every sweep of a world."""
    return (core(world), *tried(world), *axes(world), *pairs(world))


def _moments(*names: str) -> Eras:
    """Give the moments that matter to some axes: buyers cancel alone at first."""
    first = (PLACED,) if "requests" in names else ()
    return (*first, *(TWICE if "overdue" in names else ONCE))


WISHES: dict[str, tuple[Moves, ...]] = {
    "holds": (wishes.holds,),
    "addresses": (wishes.doubts,),
    "requests": (wishes.requests,),
    "amendments": (wishes.amendments,),
    "overdue": (units.overdue,),
    "payments": TAKEN,
}
"""The axes of which every two are swept together."""


def pairs(world: World = WORLD) -> tuple[Sweep, ...]:
    """Make the sweep of every two axes together, with units that leave in one parcel."""
    scope = Scope(world=world, parcels=1, payments=1)
    start = begun(placed(confirming(world)))
    return tuple(
        Sweep(
            f"{one} and {other}",
            start,
            (*SENT, money.paid_at_once, *WISHES[one], *WISHES[other]),
            _moments(one, other),
            scope,
        )
        for one, other in combinations(WISHES, 2)
    )
