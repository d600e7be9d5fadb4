"""Available to promise: what of stock and receipts is promised to nobody, now and by a date.

Cumulative, with a look ahead: a promise counts from its own date on against everything after it,
and what is needed for a later promise is not given away before.
So no unit is promised twice, whichever receipt it comes from.
Source: the discrete and cumulative ATP of APICS; formulas in Silver, Pyke & Thomas (from memory).
"""

from collections.abc import Iterable, Iterator

import attrs

from ordercore.inventory.replenishing.estimate import Estimate, clause
from ordercore.inventory.replenishing.level import PromisedUnits, Receipt, StockLevel, dated
from ordercore.kernel.clauses import Clause
from ordercore.kernel.time import Instant, instant


@attrs.frozen
class Promisable:
    """From a moment on, until the next: so many units may be promised."""

    since: Instant
    units: int


def atp(
    level: StockLevel,
    inbound: Iterable[Receipt] = (),
    *,
    at: Instant,
    by: Instant | None = None,
    promised: Iterable[PromisedUnits] = (),
) -> Estimate[int]:
    """Tell how many units may be promised for ``by``, or for now; never less than none.

    A receipt counts from when it is expected; not one that should have come by ``at`` and has not,
    nor one without a date.
    Backordered units come first out of whatever comes in.

    Args:
        level: what is there, and what of it is promised.
        inbound: what is on its way, open receipts alone.
        at: now.
        by: for when units are to be promised; a moment before ``at`` means now.
        promised: what is promised beyond ``reserved`` and ``backordered``, with dates.

    Raises:
        InvalidValue: when a time is naive.
    """
    now = instant(at)
    until = now if by is None else max(now, instant(by, "by"))
    receipts, promises = tuple(inbound), tuple(promised)
    steps = atp_over_time(level, receipts, at=now, promised=promises)
    units = [step.units for step in steps if step.since <= until][-1]
    because = (
        *_at_hand(level),
        *_of_receipts(receipts, now, until),
        *_of_promises(promises, until),
    )
    return Estimate(units, because)


def atp_over_time(
    level: StockLevel,
    inbound: Iterable[Receipt] = (),
    *,
    at: Instant,
    promised: Iterable[PromisedUnits] = (),
) -> tuple[Promisable, ...]:
    """Tell how many units may be promised from now on, each time that this changes.

    The first step begins with ``at``; the units never become fewer from one step to the next.

    Raises:
        InvalidValue: when a time is naive.
    """
    now = instant(at)
    changes: dict[Instant, int] = {now: level.available - level.backordered}
    for expected, receipt in dated(inbound, now):
        changes[expected] = changes.get(expected, 0) + receipt.quantity
    for some in promised:
        due = max(some.due, now)
        changes[due] = changes.get(due, 0) - some.quantity
    left, running = list[tuple[Instant, int]](), 0
    for since in sorted(changes):
        running += changes[since]
        left.append((since, running))
    steps: list[Promisable] = []
    least = running
    for since, units in reversed(left):
        least = min(least, units)
        steps.append(Promisable(since, max(least, 0)))
    return tuple(_where_it_changes(reversed(steps)))


def _where_it_changes(steps: Iterable[Promisable]) -> Iterator[Promisable]:
    before: int | None = None
    for step in steps:
        if step.units != before:
            yield step
        before = step.units


def _at_hand(level: StockLevel) -> Iterator[Clause]:
    yield clause(
        "units_at_hand",
        on_hand=level.on_hand,
        safety=level.safety,
        reserved=level.reserved,
        units=level.available,
    )
    if level.backordered:
        yield clause("backorders_first", units=level.backordered)


def _of_receipts(inbound: Iterable[Receipt], at: Instant, by: Instant) -> Iterator[Clause]:
    known = list(inbound)
    for expected, some in dated(known, at):
        code = "receipt_counts" if expected <= by else "receipt_too_late"
        yield clause(code, ref=some.ref, units=some.quantity, expected=expected)
    yield from not_counted(known, at)


def not_counted(inbound: Iterable[Receipt], at: Instant) -> Iterator[Clause]:
    """Tell of the receipts that nobody can promise from: overdue ones, and those without a date."""
    for some in sorted(inbound, key=lambda receipt: (receipt.ref, receipt.quantity)):
        facts = {"ref": some.ref, "units": some.quantity}
        if some.expected is None:
            yield clause("receipt_undated", **facts)
        elif some.expected <= at:
            yield clause("receipt_overdue", **facts, expected=some.expected)


def _of_promises(promised: Iterable[PromisedUnits], by: Instant) -> Iterator[Clause]:
    for some in sorted(promised, key=lambda promise: (promise.due, promise.ref)):
        code = "promised_by_then" if some.due <= by else "promised_later"
        yield clause(code, ref=some.ref, units=some.quantity, due=some.due)
