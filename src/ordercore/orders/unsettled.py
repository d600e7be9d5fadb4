"""Which units of a return are still to be paid for, how they came back, and by when.

A return is no list of single units: of those that are alike to the books, what was paid for and
what was replaced is told by what they come to.
"""

from collections.abc import Iterable

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import LineId
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant
from ordercore.orders.judging import purchase_of
from ordercore.orders.money import counted_refunds, unrefunded_units
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.returns import (
    Due,
    Override,
    Return,
    ReturnUnits,
    Task,
    Wear,
    Wish,
    deadlines_of,
    verdict,
)
from ordercore.returns.handing import graded_from

REFUNDING = (Task.REFUND, Task.REFUND_AT_LAST, Task.REFUND_AT_SCAN)


@attrs.frozen(kw_only=True)
class Came:
    """Units that came back alike; ``known`` is when somebody knew in which wear they are."""

    units: ReturnUnits
    wear: Wear | None = None
    arrived: Instant | None = None
    known: Instant


def unsettled(
    order: Order, rma: Return, world: World, override: Override | None = None
) -> tuple[Came, ...]:
    """Give what came back, was looked at and is still owed for: what comes to most, first.

    What comes to most is paid for first, and what replaces units takes those that come to least,
    so it is all one in which order units were graded. Lost units count as they were sold.
    """
    came, owed = _came(rma, world), unrefunded_units(order, rma.id, None)
    for parcel, line in rma.places:
        # Whatever is owed is owed for units that are still to be graded, too.
        owed[line] = owed.get(line, 0) - rma.ungraded(parcel, line)
    left: list[Came] = []
    for line, number in owed.items():
        of_line = [some for some in came if some.units.line == line]
        best = _best_first(order, rma, of_line, world, override)
        counts, everything = [some.units.quantity for some in best], range(len(best))
        for refund in counted_refunds(order):
            if refund.return_id == rma.id:
                paid = sum([part.units for part in refund.net if part.line == line])
                # What was paid before it was looked at is among what was looked at since.
                then = [n for n in everything if best[n].known <= refund.at]
                _take(counts, paid, [*then, *everything])
        due = _take(counts, number, everything)
        left += [replace(best[n], units=_so_many(best[n].units, due[n])) for n in due]
    return tuple(left)


def _came(rma: Return, world: World) -> list[Came]:
    """Give the units that were taken back, but those that have still to be graded."""
    came = [
        Came(units=some.units, arrived=some.at, known=some.at)
        for some in rma.received
        if some.sellable is not None
    ]
    for graded, received in zip(rma.graded, graded_from(rma), strict=True):
        grade = world.return_grades.get(graded.grade)
        for arrived, number in () if graded.disposition.rejects else received:
            came.append(
                Came(
                    units=_so_many(graded.units, number),
                    wear=grade.wear if grade else None,
                    arrived=arrived.at,
                    known=graded.at,
                )
            )
    for parcel, line in rma.places:
        lost = rma.lost(parcel, line)
        if lost and rma.closing is not None:
            came.append(Came(units=ReturnUnits(parcel, line, lost), known=rma.closing.at))
    return came


def _so_many(units: ReturnUnits, number: int) -> ReturnUnits:
    return replace(units, quantity=number)


def _best_first(
    order: Order, rma: Return, came: list[Came], world: World, override: Override | None
) -> list[Came]:
    """Sort units of a line by what one of them comes to, the most first."""
    if len(came) < 2:
        return came

    def comes_to(some: Came) -> int:
        purchase = purchase_of(order, some.units, world)
        clean = replace(purchase, refunded=None, refunded_units=0, uncharged=None, withheld=None)
        wish = wish_of(rma, some, 1)
        answer = verdict(clean, world.returns, rma.requested_at, wish=wish, override=override)
        return answer.refund.total if answer.refund else 0

    return sorted(came, key=comes_to, reverse=True)


def wish_of(rma: Return, some: Came, number: int) -> Wish:
    """Give what is known of units of a return, for the policy."""
    return Wish(
        units=number,
        reason=rma.reason,
        wear=some.wear,
        posted_at=rma.posted_at,
        arrived_at=some.arrived,
        authorised_at=rma.answer.at if rma.answer else None,
    )


def _take(counts: list[int], number: int, order: Iterable[int]) -> dict[int, int]:
    """Take so many units off the counts, in an order; give how many of which."""
    taken: dict[int, int] = {}
    for n in order:
        if (took := min(counts[n], max(0, number - sum(taken.values())))) > 0:
            counts[n] -= took
            taken[n] = taken.get(n, 0) + took
    return taken


def refunds_due(order: Order, rma: Return, world: World) -> tuple[Due, ...]:
    """Give by when what came back is to be paid for; none where nothing is owed.

    Deadlines are those of the policy. What was received first is paid for first, whether somebody
    has looked at it or not.
    """
    owed = {
        line: number for line, number in unrefunded_units(order, rma.id, None).items() if number > 0
    }
    if not owed:
        return ()
    marketplace = order.terms.marketplace
    received = [at for line, number in owed.items() for at in _waiting(rma, line, number)]
    due = deadlines_of(
        world.returns,
        zone=world.zone_of(marketplace),
        asked_at=rma.requested_at,
        scanned_at=rma.posted_at,
        received_at=min(received, default=None),
        marketplace=marketplace,
        channel=order.terms.channel,
        marketplace_label=any(some.payer is Actor.MARKETPLACE for some in rma.live_labels),
        calendar=world.calendar,
    )
    return tuple([one for one in due if one.task in REFUNDING])


def _waiting(rma: Return, line: LineId, owed: int) -> list[Instant]:
    """Give when the last units of a line were received, so many of them."""
    times: list[Instant] = []
    for some in sorted(rma.received, key=lambda some: some.at, reverse=True):
        if some.units.line == line and owed > 0:
            times.append(some.at)
            owed -= some.units.quantity
    return times
