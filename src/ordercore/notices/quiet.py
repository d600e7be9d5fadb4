"""Quiet hours: when nothing may ring, and when they are over.

It is quiet while a clock in the person's zone shows a time of them, whatever the clocks do in
between: where they go back, an hour may be quiet twice, and where they go forward over the end,
it is over when they land.
"""

import datetime as dt

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import check_types
from ordercore.kernel.time import Instant, instant, local, zone

_A_SECOND = dt.timedelta(seconds=1)


@attrs.frozen
class QuietHours:
    """Hours of the day, in the person's own zone, in which nothing may ring.

    From ``start`` on and before ``end``; an end before the start is on the next day.

    Raises:
        InvalidValue: when a time has a zone, or both are the same, which says nothing.
    """

    start: dt.time
    end: dt.time

    def __attrs_post_init__(self) -> None:
        """Refuse hours that are none."""
        check_types(self)
        for field in ("start", "end"):
            if getattr(self, field).tzinfo is not None:
                raise InvalidValue(field, getattr(self, field), "a time of day without a zone")
        if self.start == self.end:
            raise InvalidValue("end", self.end, "another time than the start")

    def covers(self, time: dt.time) -> bool:
        """Tell whether it is quiet when a clock shows a time."""
        if self.start < self.end:
            return self.start <= time < self.end
        return time >= self.start or time < self.end


def quiet_until(hours: QuietHours | None, zone_name: str, at: Instant) -> Instant | None:
    """Give when it is quiet no more; ``None`` where it is not quiet at that moment.

    Raises:
        InvalidValue: when there is no such zone.
    """
    if hours is None or not hours.covers(_shown(at, zone_name)):
        return None
    today = local(at, zone_name).date()
    ends = [
        end
        for days in range(3)
        for end in _ends(today + dt.timedelta(days=days), hours.end, zone_name)
        if end > at and not hours.covers(_shown(end, zone_name))
    ]
    return min(ends)


def _shown(at: Instant, zone_name: str) -> dt.time:
    return local(at, zone_name).time()


def _ends(day: dt.date, time: dt.time, zone_name: str) -> tuple[Instant, ...]:
    """Give when a clock comes to show a time on a day: twice where it is put back over it.

    Where it is put forward over it, it is when it lands.
    """
    first, second = (
        instant(dt.datetime.combine(day, time.replace(fold=fold), tzinfo=zone(zone_name)))
        for fold in (0, 1)
    )
    if first <= second:
        return (first, second)
    # The time does not exist: what it would be by either offset lies on both sides of the jump.
    return (_landing(second, first, zone_name),)


def _landing(before: Instant, after: Instant, zone_name: str) -> Instant:
    """Give the first whole second at which the clocks are put forward."""
    begun = local(before, zone_name).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if local(instant(before + _A_SECOND * middle), zone_name).utcoffset() == begun:
            low = middle
        else:
            high = middle
    return instant(before + _A_SECOND * high)
