"""The dates of a promise: the day to ship on, and the days between which a parcel arrives.

Nothing but dates and calendars goes in.
"""

import datetime as dt
from typing import NamedTuple

from ordercore.channels.clock.handling import Counting
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.time import A_DAY, Instant, last_instant, skipped_days


class Shipping(NamedTuple):
    """The day by whose end an order must ship."""

    day: dt.date
    closed: tuple[dt.date, ...]
    """Days on the way to it that the seller does not work."""
    latest_start: dt.date
    """The last day from which handling leads to the same one."""


class Arrival(NamedTuple):
    """The earliest and the latest day of delivery."""

    first: dt.date
    last: dt.date
    closed: tuple[dt.date, ...]
    """Days on the way to the last on which the carrier does not work."""
    over: dt.date | None
    """The day that is over at the destination before the parcel has to leave, if one is."""


def shipping(
    seller: OperatingCalendar, starts: dt.date, days: int, counting: Counting, more: int
) -> Shipping:
    """Count handling days from a day, and ``more`` operating days beyond them."""
    rolls = counting is Counting.ROLLED or not days
    day = seller.rolled_on(starts, days) if rolls else seller.counted_on(starts, days)
    # All days before the next that is worked lead to the same day; the last of them counts.
    latest = seller.on_or_after(starts) if rolls else seller.counted_on(starts, 1) - A_DAY
    if more:
        day = seller.counted_on(day, more)
    return Shipping(day, seller.closed_between(starts, day), latest)


def arrival(
    carrier: OperatingCalendar,
    zone: str,
    ship_day: dt.date,
    shipped: Instant,
    least: int,
    most: int,
    calendar_days: bool,
) -> Arrival:
    """Count days of transit from the ship-by day, whose last instant is ``shipped``.

    A delivery day is worked by the carrier, and does not end in the zone of the destination before
    the parcel has to leave.
    """
    if calendar_days:
        begins = ship_day + dt.timedelta(days=most)
        earliest = carrier.on_or_after(ship_day + dt.timedelta(days=least))
        latest = carrier.on_or_after(begins)
    else:
        begins = ship_day + A_DAY if most else ship_day
        earliest = carrier.counted_on(ship_day, least)
        latest = carrier.counted_on(ship_day, most)
    first = _not_over(earliest, shipped, carrier, zone)
    last = _not_over(latest, shipped, carrier, zone)
    over = None if first == earliest else earliest
    return Arrival(first, last, carrier.closed_between(begins, last), over)


def _not_over(day: dt.date, shipped: Instant, carrier: OperatingCalendar, zone: str) -> dt.date:
    """Give the first working day that, in a zone, does not end before a parcel had to leave."""
    while last_instant(day, zone) < shipped or day in skipped_days(zone):
        day = carrier.counted_on(day, 1)
    return day
