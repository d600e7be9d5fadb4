"""Advances: when money may go back before the goods do."""

import datetime as dt
from collections.abc import Iterable

import attrs

from ordercore.returns.deadlines import Trigger
from ordercore.returns.rows import Row, rows_for


@attrs.frozen(kw_only=True)
class Advance(Row):
    """From when on a return may be paid for, from a day on.

    ``ASKED`` is as soon as it is let in (an instant refund), ``SCANNED`` once a carrier has it (a
    refund at the first scan), and ``RECEIVED`` not before its goods have come, as where no row
    holds.
    """

    trigger: Trigger


def paid_from(rows: Iterable[Advance], day: dt.date, *place: str) -> Trigger:
    """Give from when on a return of what was bought on a day at a place may be paid for."""
    found = rows_for(rows, day, *place)
    return found[0].trigger if found else Trigger.RECEIVED
