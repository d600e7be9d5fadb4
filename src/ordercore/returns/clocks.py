"""Clocks: by when a seller has to answer and refund a return."""

import datetime as dt
from typing import Any

from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.dated import EVERYWHERE
from ordercore.kernel.time import Instant, instant, local_date
from ordercore.returns.deadlines import Due, Task, Trigger
from ordercore.returns.policy import ReturnPolicy
from ordercore.returns.rows import rows_for


def deadlines_of(
    policy: ReturnPolicy,
    *,
    zone: str,
    asked_at: Instant | None = None,
    scanned_at: Instant | None = None,
    received_at: Instant | None = None,
    marketplace: str = EVERYWHERE,
    channel: str = "",
    marketplace_label: bool = False,
    calendar: OperatingCalendar | None = None,
) -> tuple[Due, ...]:
    """Give what is due of a return, the earliest first, for the clocks that have started.

    Each row is the one of the local day on which its clock started. Days are counted in ``zone``;
    working days are those of ``calendar``, Monday to Friday without one.

    Raises:
        InvalidValue: when a time is naive, or the zone is none.
    """
    worked = calendar or OperatingCalendar(zone=zone)
    starts: dict[Trigger, Any] = {
        Trigger.ASKED: asked_at,
        Trigger.SCANNED: scanned_at,
        Trigger.RECEIVED: received_at,
    }
    due: list[Due] = []
    for trigger, given in starts.items():
        if given is None:
            continue
        start = instant(given, f"{trigger.value}_at")
        day: dt.date = local_date(start, zone)
        for row in rows_for(policy.deadlines, day, marketplace, channel):
            if row.trigger is not trigger or not row.due:
                continue
            if marketplace_label or not row.marketplace_label:
                until = row.after(start, zone, worked)
                due.append(Due(task=row.task, until=until, missed=row.missed))
    order = list(Task)
    return tuple(sorted(due, key=lambda one: (one.until, order.index(one.task))))
