"""Until when a buyer may cancel alone, and when an order nobody shipped is cancelled by itself."""

import datetime as dt

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.checking import check_types
from ordercore.kernel.dated import EVERYWHERE, first_day
from ordercore.kernel.time import Instant, end_of_day, local_date


@attrs.frozen(kw_only=True)
class Cancelling:
    """How orders of a channel are cancelled without the seller, from a day on.

    ``free_minutes`` after placement the buyer cancels without asking; 0 where buyers always ask.
    ``auto_days`` after the ship-by day an order that nobody confirmed is cancelled: operating
    days, or all days where ``calendar_days`` says so; ``None`` where that never happens.
    ``held_days`` after a hold was placed an order that it still keeps back is cancelled: all days;
    ``None`` where holds may stand for ever.

    Raises:
        InvalidValue: when a field is of another type, or a number is negative.
    """

    marketplace: str = EVERYWHERE
    effective_from: dt.date = attrs.field(validator=first_day)
    free_minutes: int
    auto_days: int | None
    calendar_days: bool = False
    held_days: int | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse minutes and days that cannot be."""
        check_types(self)
        for field in ("free_minutes", "auto_days", "held_days"):
            number: int | None = getattr(self, field)
            if number is not None and number < 0:
                raise InvalidValue(field, number, "0 or more")


def free_until(row: Cancelling, placed_at: Instant) -> Instant:
    """Give the first instant at which the buyer can no longer cancel alone.

    ``row`` is the one in force when the order was placed (:meth:`Channel.cancelling_on`).
    """
    return placed_at + dt.timedelta(minutes=row.free_minutes)


def auto_cancel_at(
    row: Cancelling, ship_by: Instant, calendar: OperatingCalendar
) -> Instant | None:
    """Give the first instant at which an unconfirmed order is cancelled; ``None`` where never.

    Counts whole days from the ship-by day, in the zone of the calendar.
    ``row`` is the one in force when the order was *placed*, since an order keeps the version it
    was placed under; the announcement of 2020 does not say which day counts (confidence D).
    """
    if row.auto_days is None:
        return None
    due_on = local_date(ship_by, calendar.zone)
    if row.calendar_days:
        last_day = due_on + dt.timedelta(days=row.auto_days)
    else:
        last_day = calendar.counted_on(due_on, row.auto_days)
    return end_of_day(last_day, calendar.zone)


def held_until(row: Cancelling, held_since: Instant, zone: str) -> Instant | None:
    """Give the first instant at which an order held since another is cancelled; ``None`` for never.

    Whole days in a zone, as after a ship-by: Amazon says "14 days" and not from which hour to
    which, so the seller is given the day out.
    """
    if row.held_days is None:
        return None
    return end_of_day(local_date(held_since, zone) + dt.timedelta(days=row.held_days), zone)
