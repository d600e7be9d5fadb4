"""Velocity: how many units sell in a day, and by how much that differs from day to day."""

import datetime as dt
from collections.abc import Collection, Mapping
from fractions import Fraction

import attrs

from ordercore.inventory.replenishing.estimate import Exact, clause, exact, whole
from ordercore.kernel.checking import plain_date, plain_dates
from ordercore.kernel.clauses import Clause
from ordercore.kernel.time import A_DAY


@attrs.frozen(hash=False)
class Velocity:
    """How fast a SKU sells.

    Attributes:
        per_day: units a day, exactly; ``None`` where nobody can know.
        variance: of the units of single days, exactly (of a sample: divided by a day less than
            counted); ``None`` where fewer than two days were counted. Its root is the standard
            deviation, which is seldom a fraction, and so nothing here takes it.
        units: units of the days counted.
        days: days counted.
        because: how it was found.
    """

    per_day: Fraction | None
    variance: Fraction | None = None
    units: int = 0
    days: int = 0
    because: tuple[Clause, ...] = ()


def velocity(
    demand: Mapping[dt.date, int],
    *,
    today: dt.date,
    days: int,
    since: dt.date | None = None,
    out_of_stock: Collection[dt.date] = (),
    count_stockouts: bool = False,
) -> Velocity:
    """Give the units a day over a window of days, of which the last is yesterday.

    Today is not over, and does not count.
    A day that ``demand`` does not name sold nothing, but days before ``since`` (the first day on
    which the SKU was for sale) are no days at all.
    On days without stock nobody could buy: they are left out with what was sold on them, unless
    ``count_stockouts`` says otherwise.

    Raises:
        InvalidValue: when a day is no plain date, a demand no whole number of 0 or more, or the
            window shorter than a day.
    """
    now, length = plain_date(today, "today"), whole(days, "days", 1)
    first = None if since is None else plain_date(since, "since")
    sold = {
        plain_date(day, "demand"): whole(units, f"demand[{day}]") for day, units in demand.items()
    }
    empty = plain_dates(out_of_stock, "out_of_stock")
    length = min(length, (now - dt.date.min).days)
    window = [now - A_DAY * number for number in range(length, 0, -1)]
    known = [day for day in window if first is None or day >= first]
    counted = known if count_stockouts else [day for day in known if day not in empty]
    if not counted:
        none = clause("never_in_stock", days=len(known)) if known else clause("no_history")
        return Velocity(None, because=(none,))
    return _counted([sold.get(day, 0) for day in counted], len(known) - len(counted))


def _counted(each: list[int], left_out: int) -> Velocity:
    units, days = sum(each), len(each)
    mean = Fraction(units, days)
    variance = None
    if days > 1:
        # Of whole numbers, n * sum of squares - square of the sum has no rounding in between.
        variance = Fraction(days * sum(some * some for some in each) - units**2, days * (days - 1))
    because = [clause("demand_counted", units=units, days=days, a_day=mean)]
    if left_out:
        because.append(clause("stockout_days_left_out", days=left_out))
    if not units:
        because.append(clause("no_demand"))
    return Velocity(mean, variance, units, days, tuple(because))


def steady(per_day: Exact, variance: Exact = 0) -> Velocity:
    """Give a velocity that a host knows from elsewhere, such as a forecast.

    Raises:
        InvalidValue: when a figure is no exact number of 0 or more.
    """
    mean, spread = exact(per_day, "per_day"), exact(variance, "variance")
    return Velocity(mean, spread, because=() if mean else (clause("no_demand"),))
