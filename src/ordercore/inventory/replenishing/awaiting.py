"""From when a customer can have units: now, from what is on its way, or after a lead time."""

import datetime as dt
from collections.abc import Iterable

from ordercore.inventory.replenishing.estimate import Estimate, clause, whole
from ordercore.inventory.replenishing.level import PromisedUnits, Receipt, StockLevel
from ordercore.inventory.replenishing.promising import atp_over_time, not_counted
from ordercore.inventory.replenishing.suggesting import later
from ordercore.kernel.clauses import Clause
from ordercore.kernel.time import Instant, instant, local_date


def available_from(
    units: int,
    level: StockLevel,
    inbound: Iterable[Receipt] = (),
    *,
    at: Instant,
    zone: str,
    lead_days: int | None = None,
    promised: Iterable[PromisedUnits] = (),
) -> Estimate[dt.date | None]:
    """Estimate the local day from which so many units can be shipped.

    Today if they may be promised now; else the day of the first receipt from which on they may be;
    else ``lead_days`` from today, as if they were ordered now; else nobody knows.
    Receipts that are overdue or have no date count for nothing, and are named.

    Raises:
        InvalidValue: when ``units`` is no whole number of 1 or more, ``lead_days`` none of 0 or
            more, a time is naive or the zone unknown.
    """
    wanted, now = whole(units, "units", 1), instant(at)
    lead = None if lead_days is None else whole(lead_days, "lead_days")
    receipts = tuple(inbound)
    today = local_date(now, zone)
    first, *further = atp_over_time(level, receipts, at=now, promised=promised)
    if first.units >= wanted:
        told = clause("available_now", units=wanted, available=first.units)
        return Estimate(today, (told,))
    because: tuple[Clause, ...] = (
        clause("not_available_now", units=wanted, available=first.units),
        *not_counted(receipts, now),
    )
    then = next((step.since for step in further if step.units >= wanted), None)
    if then is not None:
        found = clause("available_from_receipt", units=wanted, expected=then)
        return Estimate(local_date(then, zone), (*because, found))
    day = None if lead is None else later(today, lead)
    if day is None:
        return Estimate(None, (*because, clause("availability_unknown", units=wanted)))
    ordered = clause("available_after_lead_time", units=wanted, lead_days=lead)
    return Estimate(day, (*because, ordered))
