"""The promise clock: by when an order must leave."""

import datetime as dt

import attrs

from ordercore.channels.table import Channel
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant, last_instant, local


@attrs.frozen(kw_only=True)
class ShipBy:
    """The last instant at which shipping is in time, and how it was found."""

    at: Instant
    because: tuple[str, ...]
    """Codes of the steps that decided: ``after_cutoff``, ``handling_days``, ``day_closed``."""


def ship_by(released: Instant, channel: Channel, calendar: OperatingCalendar) -> ShipBy | None:
    """Tell by when the seller must ship an order released at an instant.

    Counts from the *release* of the order (its payment), never from its purchase, on the calendar
    and in the zone from which the seller ships.
    An order exactly at the cut-off is after it.

    Returns:
        The last instant in time, or ``None`` where the seller is not bound to a time (FBA).
    """
    wall = local(released, calendar.zone)
    day = wall.date()
    handling = channel.handling_on(day)
    if handling is None:
        return None
    if handling.extra_weekdays:
        calendar = replace(calendar, weekdays=calendar.weekdays | handling.extra_weekdays)
    because: list[str] = []
    if handling.cutoff is not None and wall.time() >= handling.cutoff:
        because.append("after_cutoff")
        day += dt.timedelta(days=1)
    if handling.days:
        because.append("handling_days")
    elif not calendar.is_operating(day):
        because.append("day_closed")
    last_day = calendar.counted_on(day, handling.days)
    return ShipBy(at=last_instant(last_day, calendar.zone), because=tuple(because))
