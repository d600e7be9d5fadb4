"""Suggestions: what to order, by when, and why.

Order at s, up to S: s is the reorder point, S lies a batch above it, and the batch is what is most
economic or what sells in some days.
"""

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction

import attrs

from ordercore.errors import InvalidValue
from ordercore.inventory.replenishing.estimate import (
    Estimate,
    Exact,
    clause,
    exact,
    rounded_up,
    whole,
)
from ordercore.inventory.replenishing.level import Receipt, StockLevel
from ordercore.inventory.replenishing.reordering import (
    economic_order_quantity,
    order_up_to,
    reorder_point,
)
from ordercore.inventory.replenishing.safeguarding import safety_stock_for_both, service_factor
from ordercore.inventory.replenishing.selling import Velocity
from ordercore.kernel.checking import plain_date
from ordercore.kernel.clauses import Clause
from ordercore.kernel.ids import Sku, checked
from ordercore.kernel.time import A_DAY

A_YEAR = 365
"""Days of a year of demand, for the economic quantity; a leap day is far below its precision."""

FAR_OFF = 100
"""Years from which on no day is named: nobody orders on it."""


@attrs.frozen(kw_only=True)
class ReplenishmentTerms:
    """How a SKU is ordered for a pool.

    Attributes:
        lead_days: days from the order until the units can be sold from the pool.
        lead_variance: the square of the standard deviation of that.
        batch_days: for how many days of demand a batch is ordered, where nobody knows the costs.
        service_level: the probability with which stock is to last until a batch has come.
        order_cost: what one order costs, and
        holding_cost: what one unit costs for a year; with both, the batch is the economic one.
        pack: units come in whole packs of so many.
        least: the smallest order.

    Raises:
        InvalidValue: when a figure is not exact, or cannot be.
    """

    lead_days: Exact
    lead_variance: Exact = 0
    batch_days: Exact = 30
    service_level: Fraction = Fraction(95, 100)
    order_cost: Exact | None = None
    holding_cost: Exact | None = None
    pack: int = 1
    least: int = 1

    def __attrs_post_init__(self) -> None:
        """Refuse figures that cannot be."""
        for field in ("lead_days", "lead_variance", "batch_days"):
            exact(getattr(self, field), field)
        service_factor(self.service_level)
        whole(self.pack, "pack", 1)
        whole(self.least, "least", 1)
        costs = (self.order_cost, self.holding_cost)
        if (self.order_cost is None) is not (self.holding_cost is None):
            raise InvalidValue("holding_cost", costs, "a cost beside the order cost, or neither")
        for field, cost in zip(("order_cost", "holding_cost"), costs, strict=True):
            if cost is not None:
                exact(cost, field)


@attrs.frozen(kw_only=True, hash=False)
class Suggestion:
    """What to order of a SKU for a pool.

    Attributes:
        sku: what.
        pool: where to.
        quantity: how many units, 0 where there is nothing to order.
        order_by: the local day by which to order, ``None`` where there is nothing to order or that
            is too far off to tell.
        expected: the day from which the units can then be sold.
        due: whether that day has come.
        reorder_at: s, the position at which to order.
        because: how all of that was found, in order.
    """

    sku: Sku
    pool: str
    quantity: int
    order_by: dt.date | None
    expected: dt.date | None
    due: bool
    reorder_at: int
    because: tuple[Clause, ...]


def suggest(
    sku: Sku,
    pool: str,
    level: StockLevel,
    sells: Velocity,
    terms: ReplenishmentTerms,
    *,
    today: dt.date,
    inbound: Iterable[Receipt] = (),
) -> Suggestion:
    """Suggest what to order, and by when.

    Every open receipt counts as ordered, also one that is overdue or has no date.
    Where demand is not known, or there is none, only what is missing already is ordered: units
    promised beyond all that is there or on its way, and units that are never promised.
    Of computed safety stock and ``level.safety`` the greater counts.

    Raises:
        InvalidValue: when the SKU or the pool is blank, or ``today`` is no plain date.
    """
    now = plain_date(today, "today")
    coming = sum(receipt.quantity for receipt in inbound)
    at_hand = level.on_hand - level.reserved
    position = at_hand - level.backordered + coming
    counted = clause(
        "position_counted",
        at_hand=at_hand,
        backordered=level.backordered,
        inbound=coming,
        units=position,
    )
    per_day = sells.per_day or Fraction(0)
    safety = _safety(level, sells, terms)
    point = reorder_point(per_day, terms.lead_days, safety.value)
    at = point.value
    batch = _batch(per_day, terms)
    due = position <= at if per_day else position < at
    order_by, when = _order_by(now, position, at, per_day, due=due)
    ordered: Estimate[int] = Estimate(0, ())
    expected = None
    if order_by is not None:
        target, then = at + batch.value, min(position, at)
        ordered = order_up_to(target, then, pack=terms.pack, least=terms.least)
        expected = later(order_by, rounded_up(Fraction(terms.lead_days)))
    made_of = (*sells.because, *safety.because, *point.because, *batch.because)
    return Suggestion(
        sku=checked(sku, "sku"),
        pool=checked(pool, "pool"),
        quantity=ordered.value,
        order_by=order_by,
        expected=expected,
        due=due,
        reorder_at=at,
        because=(counted, *made_of, *when, *ordered.because),
    )


def _safety(level: StockLevel, sells: Velocity, terms: ReplenishmentTerms) -> Estimate[int]:
    if not sells.per_day:
        return Estimate(level.safety, ())
    computed = safety_stock_for_both(
        service_factor(terms.service_level),
        per_day=sells.per_day,
        demand_variance=sells.variance or 0,
        lead_days=terms.lead_days,
        lead_variance=terms.lead_variance,
    )
    because = computed.because
    if sells.variance is None:
        because = (clause("spread_unknown"), *because)
    if level.safety <= computed.value:
        return Estimate(computed.value, because)
    more = clause("own_safety_is_more", computed=computed.value, units=level.safety)
    return Estimate(level.safety, (*because, more))


def _batch(per_day: Fraction, terms: ReplenishmentTerms) -> Estimate[int]:
    """Give how much is ordered at a time; of what sells, at least one."""
    if not per_day:
        return Estimate(0, ())
    because: tuple[Clause, ...] = ()
    if terms.order_cost is not None and terms.holding_cost is not None:
        economic = economic_order_quantity(
            per_year=per_day * A_YEAR,
            order_cost=terms.order_cost,
            holding_cost=terms.holding_cost,
        )
        if economic.value is not None:
            return Estimate(economic.value, economic.because)
        because = economic.because
    units = max(rounded_up(per_day * terms.batch_days), 1)
    facts = {"a_day": per_day, "days": Fraction(terms.batch_days), "units": units}
    return Estimate(units, (*because, clause("batch_for_days", **facts)))


def _order_by(
    today: dt.date, position: int, at: int, per_day: Fraction, *, due: bool
) -> tuple[dt.date | None, tuple[Clause, ...]]:
    """Give the day on which the position comes down to the reorder point, or today if it has."""
    if due:
        late = ((at - position) / per_day).__floor__() if per_day else 0
        if late:
            return today, (clause("order_is_late", position=position, reorder_at=at, days=late),)
        return today, (clause("order_now", position=position, reorder_at=at),)
    if not per_day:
        return None, (clause("nothing_to_order", position=position, reorder_at=at),)
    day = later(today, ((position - at) / per_day).__floor__())
    if day is None:
        return None, (clause("order_is_far_off", years=FAR_OFF),)
    return day, (clause("order_on", day=day, position=position, reorder_at=at),)


def later(day: dt.date, days: int) -> dt.date | None:
    """Give the day so many days later; ``None`` where that is too far off to tell."""
    if days >= FAR_OFF * A_YEAR or day.year > dt.MAXYEAR - FAR_OFF:
        return None
    return day + A_DAY * days
