"""The check: every sweep of a world, and everything that is found in them."""

from collections.abc import Callable, Sequence

from ordercore.orders.world import WORLD, World
from ordercore.testing.sweep import findings
from ordercore.testing.sweep.claims import CLAIMS, Claim
from ordercore.testing.sweep.explore import Explored, Sweep, explore
from ordercore.testing.sweep.report import Report, row_of
from ordercore.testing.sweep.tally import Tally
from ordercore.testing.sweep.together import all_sweeps


def check(
    world: World = WORLD,
    *,
    sweeps: Sequence[Sweep] | None = None,
    claims: Sequence[Claim] = CLAIMS,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Prove that the tables of a world and the code agree, on every situation that can be.

    ``progress`` is told how many situations each sweep has explored.
    Rules, kinds, reasons, channels and sub-statuses that a host has added are checked like ours;
    what of ours they leave unused is only noted.
    """
    tally = Tally(world=world, claims=tuple(claims))
    explored: list[Explored] = []
    for sweep in all_sweeps(world) if sweeps is None else sweeps:
        explored.append(explore(sweep, tally))
        if progress is not None:
            progress(len(explored[-1].situations))
    found = (
        *findings.faults(tally),
        *findings.endings(explored, tally.claims),
        *findings.undeclared_moves(tally),
        *findings.unused_commands(tally, world, called_for=True),
        *findings.unreached_rules(tally, world, added=True),
        *findings.unused_rows(tally, world),
    )
    unused = (
        *findings.unused_commands(tally, world, called_for=False),
        *findings.unreached_rules(tally, world, added=False),
        *findings.unmade_moves(tally),
        *findings.unspoken_words(tally),
        *findings.unheard_events(tally, world),
    )
    rows = tuple([row_of(one) for one in explored])
    if world == WORLD:
        return Report(rows, (*found, *unused))
    return Report(rows, found, unused)
