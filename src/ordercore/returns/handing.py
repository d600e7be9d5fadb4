"""Handing out: which of the units that came are those that were graded, or sent back, since.

Units of one place (a line out of one parcel) are handed out first in, first out.
"""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from ordercore.kernel.ids import LineId, ParcelId
from ordercore.kernel.time import Instant
from ordercore.returns.facts import Graded, Received, ReturnUnits
from ordercore.returns.grades import Disposition
from ordercore.returns.rma import Return


class Came(Protocol):
    """A fact about units that came, in whatever sense, at a moment."""

    @property
    def units(self) -> ReturnUnits:
        """Which units."""
        ...

    @property
    def at(self) -> Instant:
        """When."""
        ...


C = TypeVar("C", bound=Came)

HandedOut = list[list[tuple[C, int]]]
"""For each that was asked for: the facts that its units come from, with how many of each."""


def handed_out(facts: Iterable[C], wanted: Iterable[ReturnUnits]) -> HandedOut[C]:
    """Hand out units of facts, of each place in their order; what there is not is left out."""
    queues: dict[tuple[ParcelId, LineId], list[tuple[C, int]]] = {}
    for some in facts:
        place = some.units.parcel, some.units.line
        queues.setdefault(place, []).append((some, some.units.quantity))
    given: HandedOut[C] = []
    for units in wanted:
        queue, left = queues.get((units.parcel, units.line), []), units.quantity
        taken: list[tuple[C, int]] = []
        while queue and left:
            fact, there = queue.pop(0)
            number = min(there, left)
            left -= number
            taken.append((fact, number))
            if there > number:
                queue.insert(0, (fact, there - number))
        given.append(taken)
    return given


def graded_from(rma: Return, more: Iterable[ReturnUnits] = ()) -> HandedOut[Received]:
    """Give for each grading, and for units that are to be graded next, how they were received."""
    raw = [some for some in rma.received if some.sellable is None]
    return handed_out(raw, [*[some.units for some in rma.graded], *more])


def sent_back_from(rma: Return, more: Iterable[ReturnUnits]) -> HandedOut[Graded]:
    """Give for units that are to be sent back next how they were rejected."""
    rejected = [some for some in rma.graded if some.disposition is Disposition.SEND_BACK]
    earlier = [some.units for some in rma.sent_back]
    return handed_out(rejected, [*earlier, *more])[len(earlier) :]
