"""Forecasts: on which day a figure would cross its limit if all went on as it does.

Day by day the window moves on: its oldest day falls out, and one comes in. Days that are over count
as they are known by now; each day that is still to come counts as the mean of the last days. Means
are not rounded: everything is multiplied by their number of days.
"""

import datetime as dt
from itertools import accumulate

import attrs

from ordercore.channels import Limit
from ordercore.metrics.health.windows import A_DAY, Series, Window, summed


@attrs.frozen
class Forecast:
    """The day of asking on which a figure would first be on the other side of its limit."""

    day: dt.date
    meets: bool
    """Whether it would meet the limit from then on, or miss it."""


def forecast(
    series: Series, over: Window, limit: Limit, *, day: dt.date, rate_days: int
) -> Forecast | None:
    """Tell when a figure would cross its limit, asked on a day; ``None`` where it never would.

    Nor does it where nothing is counted yet, or the window is of all days that ever were.
    """
    count, of = summed(series, over, 2)
    now, length = limit.met_by(count, of), over.days
    if now is None or length is None:
        return None
    ahead = _Ahead(series, over, day - A_DAY, rate_days)
    # Once nothing in the window is known, it stays as it is.
    for days in range(1, length + ahead.known_days + 1):
        meets = limit.met_by(*ahead.figure(days))
        if meets is not None and meets is not now:
            return Forecast(day + days * A_DAY, meets)
    return None


class _Ahead:
    """Figures of a window that moves on, multiplied by the number of days of the rate."""

    def __init__(self, series: Series, over: Window, yesterday: dt.date, rate_days: int) -> None:
        self.rate_days = rate_days
        rate = Window(yesterday - (rate_days - 1) * A_DAY, yesterday)
        self.rate = summed(series, rate, 2)
        self.known_days = max(0, (yesterday - over.last).days)
        self.length = over.days or 0
        first = over.last - (self.length - 1) * A_DAY
        days = [first + place * A_DAY for place in range(self.length + self.known_days)]
        self.counts = list(accumulate([series.get(day, (0, 0))[0] for day in days], initial=0))
        self.wholes = list(accumulate([series.get(day, (0, 0))[1] for day in days], initial=0))

    def figure(self, later: int) -> tuple[int, int]:
        """Give the count and the whole of the window so many days later."""
        known = len(self.counts) - 1
        begins, ends = min(later, known), min(later + self.length, known)
        to_come = min(self.length, later + self.length - known)
        to_come = max(0, to_come)
        count = self.counts[ends] - self.counts[begins]
        whole = self.wholes[ends] - self.wholes[begins]
        return (
            count * self.rate_days + to_come * self.rate[0],
            whole * self.rate_days + to_come * self.rate[1],
        )
