"""Days of cover, and whether stock is low."""

from enum import Enum
from fractions import Fraction

from ordercore.inventory.replenishing.estimate import Estimate, clause, whole
from ordercore.inventory.replenishing.selling import Velocity


def days_of_cover(units: int, sells: Velocity) -> Estimate[Fraction | None]:
    """Give for how many days units last at a velocity, exactly.

    (fulfillable + inbound) / daily velocity, facts §6; which units count is for the caller to say.
    Of what does not sell there is no number of days, nor of what nobody knows; nothing at hand
    lasts for none.

    Raises:
        InvalidValue: when ``units`` is no whole number.
    """
    left = whole(units, "units", None)
    if left <= 0:
        return Estimate(Fraction(0), (clause("nothing_at_hand", units=left),))
    if not sells.per_day:
        return Estimate(None, sells.because)
    days = left / sells.per_day
    covered = clause("days_covered", units=left, a_day=sells.per_day, days=days)
    return Estimate(days, (covered,))


class StockStanding(Enum):
    """Whether something should be done about stock."""

    OUT = "out"
    """Nothing may be promised."""
    LOW = "low"
    """No more may be promised than the level at which stock is low."""
    ENOUGH = "enough"


def stock_standing(available: int, low_at: int | None) -> Estimate[StockStanding]:
    """Judge what may be promised: low at or below ``low_at``, out at none or less.

    Without a level nothing is low before it is out.

    Raises:
        InvalidValue: when a figure is no whole number, or ``low_at`` is negative.
    """
    units = whole(available, "available", None)
    level = None if low_at is None else whole(low_at, "low_at")
    if units <= 0:
        return Estimate(StockStanding.OUT, (clause("out_of_stock", available=units),))
    if level is None:
        return Estimate(StockStanding.ENOUGH, (clause("low_is_not_set", available=units),))
    low = units <= level
    told = clause("stock_is_low" if low else "stock_is_enough", available=units, low_at=level)
    return Estimate(StockStanding.LOW if low else StockStanding.ENOUGH, (told,))
