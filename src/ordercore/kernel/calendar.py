"""Operating calendars: on which days somebody works."""

import datetime as dt

import attrs

from ordercore.errors import InvalidTable
from ordercore.kernel.time import zone

MONDAY_TO_FRIDAY = frozenset(range(5))
"""ISO weekdays less one, as ``date.weekday()`` counts them."""


def _named_zone(_: object, __: object, name: str) -> None:
    zone(name)


@attrs.frozen(kw_only=True)
class OperatingCalendar:
    """The working days of a seller, a warehouse or a carrier, in its own zone.

    ``closed`` days are holidays; ``open`` days are worked although they fall on a weekend or a
    holiday (overriding a weekend holiday makes that day a working day).
    """

    zone: str = attrs.field(validator=_named_zone)
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    closed: frozenset[dt.date] = frozenset()
    open: frozenset[dt.date] = frozenset()

    def __attrs_post_init__(self) -> None:
        """Refuse a calendar without working days, in which counting would never end."""
        if not self.weekdays & frozenset(range(7)):
            raise InvalidTable("operating calendar", ("no weekday from 0 to 6 is worked",))

    def is_operating(self, day: dt.date) -> bool:
        """Tell whether this day is worked."""
        if day in self.open:
            return True
        return day.weekday() in self.weekdays and day not in self.closed

    def on_or_after(self, day: dt.date) -> dt.date:
        """Give the first working day that is not before ``day``."""
        while not self.is_operating(day):
            day += dt.timedelta(days=1)
        return day

    def counted_on(self, day: dt.date, days: int) -> dt.date:
        """Give the ``days``-th working day strictly after ``day``; with 0, roll to a working day.

        Saturday with 1 gives Monday: the first working day after it.
        (Rolling to Monday first and then adding one would give Tuesday.)
        """
        if days == 0:
            return self.on_or_after(day)
        for _ in range(days):
            day = self.on_or_after(day + dt.timedelta(days=1))
        return day
