"""Safety stock: units kept against a demand and a lead time that are not always the same.

Roots are taken once, of an exact square, and rounded up to a whole unit there.
"""

from fractions import Fraction
from math import erfc, isqrt, sqrt

from ordercore.errors import InvalidValue
from ordercore.inventory.replenishing.estimate import HALF, Estimate, Exact, clause, exact

DIGITS = 10_000
"""A service factor has four digits behind the point, as tables of the normal distribution do."""


def service_factor(level: Fraction) -> Fraction:
    """Give Z: so many standard deviations cover demand with a probability of ``level``.

    The quantile of the normal distribution, to four digits, half up.
    0.90 is 1.2816, 0.95 is 1.6449, 0.975 is 1.96, 0.99 is 2.3263 (facts §6, normal table).

    Raises:
        InvalidValue: when the level is no Fraction from 1/2 to less than 1; below one half no
            stock is kept for safety, and nothing covers every demand.
    """
    share = exact(level, "level")
    if not HALF <= share < 1:
        raise InvalidValue("level", level, "a Fraction from 1/2 to less than 1")
    # What lies beyond is small: taken exactly before it becomes a float, it loses nothing.
    beyond = float(1 - share)
    least, most = 0.0, 40.0
    for _ in range(64):
        middle = (least + most) / 2
        if erfc(middle / sqrt(2)) / 2 > beyond:
            least = middle
        else:
            most = middle
    return Fraction(int(most * DIGITS + 0.5), DIGITS)


def safety_stock_for_demand(
    factor: Exact, *, demand_variance: Exact, lead_days: Exact
) -> Estimate[int]:
    """Give the units that a demand wants which differs from day to day: Z · sd_d · √L.

    For a lead time that is always the same (supplychainpy, calculations; facts §6).
    Variances are the squares of standard deviations, since those are seldom exact.
    Rounded up to a whole unit.

    Raises:
        InvalidValue: when a figure is no exact number of 0 or more.
    """
    square = exact(lead_days, "lead_days") * exact(demand_variance, "demand_variance")
    units = _root_up(exact(factor, "factor") ** 2 * square)
    told = clause(
        "safety_for_demand",
        factor=Fraction(factor),
        variance=Fraction(demand_variance),
        lead_days=Fraction(lead_days),
        units=units,
    )
    return Estimate(units, (told,))


def safety_stock_for_both(
    factor: Exact,
    *,
    per_day: Exact,
    demand_variance: Exact,
    lead_days: Exact,
    lead_variance: Exact,
) -> Estimate[int]:
    """Give the units that a demand and a lead time want which both differ.

    Z · √(L · sd_d² + d² · sd_L²) (neoprimate, IEOR; Chopra & Meindl, Supply Chain Management,
    chapter on safety inventory, from memory; facts §6).
    Rounded up to a whole unit.

    Raises:
        InvalidValue: when a figure is no exact number of 0 or more.
    """
    square = variance_until_receipt(
        per_day=per_day,
        demand_variance=demand_variance,
        lead_days=lead_days,
        lead_variance=lead_variance,
    )
    units = _root_up(exact(factor, "factor") ** 2 * square)
    told = clause(
        "safety_for_both",
        factor=Fraction(factor),
        variance=Fraction(demand_variance),
        lead_days=Fraction(lead_days),
        lead_variance=Fraction(lead_variance),
        units=units,
    )
    return Estimate(units, (told,))


def variance_until_receipt(
    *, per_day: Exact, demand_variance: Exact, lead_days: Exact, lead_variance: Exact
) -> Fraction:
    """Give the variance of the demand within a lead time, exactly: L · sd_d² + d² · sd_L².

    Raises:
        InvalidValue: when a figure is no exact number of 0 or more.
    """
    of_demand = exact(lead_days, "lead_days") * exact(demand_variance, "demand_variance")
    return of_demand + exact(per_day, "per_day") ** 2 * exact(lead_variance, "lead_variance")


def _root_up(square: Fraction) -> int:
    """Give the least whole number of which the square is no less, exactly."""
    root = isqrt(square.__floor__())
    return root if root * root == square else root + 1
