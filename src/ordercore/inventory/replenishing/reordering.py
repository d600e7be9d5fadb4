"""When to order, and how much."""

from fractions import Fraction
from math import isqrt

from ordercore.inventory.replenishing.estimate import (
    Estimate,
    Exact,
    clause,
    exact,
    rounded_up,
    whole,
)
from ordercore.kernel.clauses import Clause


def reorder_point(per_day: Exact, lead_days: Exact, safety: int) -> Estimate[int]:
    """Give the units at which to order: d · L + SS (facts §6).

    The demand of the lead time is rounded up to a whole unit; safety stock is whole already.

    Raises:
        InvalidValue: when a figure is no exact number of 0 or more.
    """
    sells, lead = exact(per_day, "per_day"), exact(lead_days, "lead_days")
    kept = whole(safety, "safety")
    demand = rounded_up(sells * lead)
    because = (
        clause("demand_until_receipt", a_day=sells, lead_days=lead, units=demand),
        clause("reorder_at", demand=demand, safety=kept, units=demand + kept),
    )
    return Estimate(demand + kept, because)


def economic_order_quantity(
    *, per_year: Exact, order_cost: Exact, holding_cost: Exact
) -> Estimate[int | None]:
    """Give the quantity that costs least to order and to hold: √(2 · D · S / H) (facts §6).

    As a whole number: the one of least yearly cost, D · S / Q + H · Q / 2, the lesser of equals.
    Where holding is free there is no such quantity, and where ordering is, units come one by one.

    Args:
        per_year: units sold in a year.
        order_cost: what one order costs, whatever its size.
        holding_cost: what one unit costs for a year, in the same money.

    Raises:
        InvalidValue: when a figure is no exact number of 0 or more.
    """
    demand, ordering = exact(per_year, "per_year"), exact(order_cost, "order_cost")
    holding = exact(holding_cost, "holding_cost")
    if not demand:
        return Estimate(0, (clause("no_demand"),))
    if not ordering:
        return Estimate(1, (clause("ordering_is_free"),))
    if not holding:
        return Estimate(None, (clause("holding_is_free"),))
    square = 2 * demand * ordering / holding
    root = isqrt(square.__floor__())
    # Of n and n + 1 the greater costs less just where n * (n + 1) is less than the square.
    units = root + 1 if root * (root + 1) < square else root
    facts = {"a_year": demand, "order_cost": ordering, "holding_cost": holding, "units": units}
    return Estimate(units, (clause("economic_quantity", **facts),))


def order_up_to(target: int, position: int, *, pack: int = 1, least: int = 1) -> Estimate[int]:
    """Give what brings stock up to a target: S less the position, in whole packs, or nothing.

    ``position`` is what is there and not promised, less what is backordered, and what is on its
    way; it may be negative.
    ``least`` is the smallest order that the supplier takes.
    It is rounded up to whole packs, once, at the end.

    Raises:
        InvalidValue: when a figure is no whole number, or ``pack`` or ``least`` less than 1.
    """
    wanted, has = whole(target, "target"), whole(position, "position", None)
    by, smallest = whole(pack, "pack", 1), whole(least, "least", 1)
    if has >= wanted:
        return Estimate(0, (clause("target_reached", target=wanted, position=has),))
    units = wanted - has
    because = [clause("up_to_target", target=wanted, position=has, units=units)]
    units = _raised(units, smallest, because)
    return Estimate(_in_packs(units, by, because), tuple(because))


def _raised(units: int, least: int, because: list[Clause]) -> int:
    if units >= least:
        return units
    because.append(clause("raised_to_least", units=units, least=least))
    return least


def _in_packs(units: int, pack: int, because: list[Clause]) -> int:
    packed = rounded_up(Fraction(units, pack)) * pack
    if packed != units:
        because.append(clause("rounded_to_packs", units=packed, pack=pack))
    return packed
