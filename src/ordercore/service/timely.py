"""Summaries of mirrored pools against the clock of the desk, which the pure core has not got."""

from ordercore.errors import Lift, Refusal, Refused
from ordercore.inventory import MirrorSummary
from ordercore.kernel.dated import in_force
from ordercore.kernel.time import Instant, instant, local_date
from ordercore.orders.world import World


def no_later(summary: MirrorSummary, now: Instant, world: World) -> None:
    """See that a summary is of a moment that has come, or nearly, as far as clocks are apart.

    One that lies ahead would make every later one the older one, and so stop its pool until then.

    Raises:
        Refused: when it lies ahead by more than the tolerance in force.
    """
    row = in_force(world.clock_tolerances, local_date(now, world.zone), "clock tolerances")
    latest = instant(now + row.ahead)
    if summary.at <= latest:
        return
    facts = {"sku": summary.sku, "pool": summary.pool, "told": summary.at, "latest": latest}
    lift = Lift(arguments=("at",))
    raise Refused(type(summary).__name__, (Refusal("summary_lies_ahead", facts, lift),))
