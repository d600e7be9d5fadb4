"""Laws of promising and replenishing, for any figures."""

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ordercore.inventory import (
    REPLENISHING_CLAUSES,
    Exact,
    Incoming,
    PromisedUnits,
    ReplenishmentTerms,
    StockLevel,
    Velocity,
    atp,
    atp_over_time,
    available_from,
    days_of_cover,
    economic_order_quantity,
    order_up_to,
    safety_stock_for_both,
    steady,
    suggest,
    velocity,
)
from ordercore.kernel.clauses import Clause
from ordercore.kernel.replace import replace
from ordercore.kernel.time import instant

NOW = instant("2026-11-22T12:00:00Z")
TODAY = dt.date(2026, 11, 22)

days = st.integers(-3, 12).map(lambda number: NOW.add(days=number))

levels = st.builds(
    StockLevel,
    on_hand=st.integers(-3, 30),
    reserved=st.integers(0, 20),
    backordered=st.integers(0, 10),
    safety=st.integers(0, 5),
)

inbounds = st.lists(
    st.builds(
        Incoming,
        ref=st.sampled_from(["PO-1", "PO-2", "PO-3"]),
        quantity=st.integers(1, 15),
        expected=days | st.none(),
    ),
    max_size=4,
)

promises = st.lists(
    st.builds(PromisedUnits, ref=st.just("PRE"), quantity=st.integers(1, 6), due=days),
    max_size=3,
)

exacts: st.SearchStrategy[Exact] = st.integers(0, 50) | st.fractions(0, 50, max_denominator=7)

velocities = st.builds(steady, exacts, exacts)

terms = st.builds(
    ReplenishmentTerms,
    lead_days=exacts,
    lead_variance=exacts,
    batch_days=exacts,
    service_level=st.fractions(Fraction(1, 2), Fraction(999, 1000), max_denominator=1000),
    pack=st.integers(1, 9),
    least=st.integers(1, 30),
)


def known(because: Iterable[Clause]) -> bool:
    """Tell whether every clause is one of the table's, with its facts."""
    return all(set(REPLENISHING_CLAUSES[clause.code]) == set(clause.facts) for clause in because)


@given(levels, inbounds, promises, days)
def test_law_what_may_be_promised_never_falls_with_time(
    level: StockLevel, inbound: list[Incoming], promised: list[PromisedUnits], by: dt.datetime
) -> None:
    """It is never less than none, and each step says more than the one before."""
    steps = atp_over_time(level, inbound, at=NOW, promised=promised)
    answer = atp(level, inbound, at=NOW, by=instant(by), promised=promised)

    assert steps[0].since == NOW
    assert all(step.units >= 0 for step in steps)
    assert all(one.units < two.units for one, two in pairwise(steps))
    assert answer.value in {step.units for step in steps}
    assert known(answer.because)


@given(levels, inbounds, promises, st.lists(st.tuples(days, st.integers(0, 10)), max_size=5))
def test_law_no_unit_is_promised_twice(
    level: StockLevel,
    inbound: list[Incoming],
    promised: list[PromisedUnits],
    wishes: list[tuple[dt.datetime, int]],
) -> None:
    """Whoever promises no more than may be promised, in any order of dates, can keep all of it.

    At each moment what has come in covers what was due by then, where it did before.
    """

    def balance(by: dt.datetime, some: list[PromisedUnits]) -> int:
        came = sum(r.quantity for r in inbound if r.expected and NOW < r.expected <= by)
        due = sum(promise.quantity for promise in some if max(promise.due, NOW) <= by)
        return level.available - level.backordered + came - due

    given_out = list(promised)
    for due, wish in wishes:
        may = atp(level, inbound, at=NOW, by=instant(due), promised=given_out).value
        if units := min(wish, may):
            given_out.append(PromisedUnits("NEW", units, due))

    for moment in [NOW.add(days=number) for number in range(13)]:
        # What was broken before is not made worse, and what could be kept still can.
        assert balance(moment, given_out) >= min(0, balance(moment, promised))


@given(levels, inbounds, st.integers(1, 10))
def test_law_a_promise_of_now_lowers_every_later_figure_by_as_much(
    level: StockLevel, inbound: list[Incoming], wish: int
) -> None:
    """Reserved now, it cannot come from a later receipt again."""
    units = min(wish, atp(level, inbound, at=NOW).value)
    after = replace(level, reserved=level.reserved + units)

    for number in range(13):
        by = NOW.add(days=number)
        before = atp(level, inbound, at=NOW, by=by).value
        assert atp(after, inbound, at=NOW, by=by).value == before - units


@given(levels, inbounds, promises, st.integers(1, 40), st.none() | st.integers(0, 30))
def test_law_a_day_of_availability_agrees_with_what_may_be_promised(
    level: StockLevel,
    inbound: list[Incoming],
    promised: list[PromisedUnits],
    units: int,
    lead: int | None,
) -> None:
    """By the end of that day the units may be promised, and by the day before they may not."""
    answer = available_from(
        units, level, inbound, at=NOW, zone="UTC", lead_days=lead, promised=promised
    )
    assert known(answer.because)
    if answer.codes[-1] == "available_from_receipt":
        assert answer.value is not None
        end = instant(dt.datetime.combine(answer.value, dt.time.max, dt.UTC))
        before = end.subtract(days=1)
        assert atp(level, inbound, at=NOW, by=end, promised=promised).value >= units
        assert atp(level, inbound, at=NOW, by=before, promised=promised).value < units


@given(
    st.dictionaries(st.integers(-40, 3), st.integers(0, 9)),
    st.integers(1, 30),
    st.sets(st.integers(-35, 0)),
    st.integers(-50, 3),
)
def test_law_velocity_is_units_by_days(
    demand: dict[int, int], length: int, empty: set[int], since: int
) -> None:
    """Of exactly the days that count, whatever is left out; and variance is never negative."""

    def date(number: int) -> dt.date:
        return TODAY + dt.timedelta(days=number)

    answer = velocity(
        {date(number): units for number, units in demand.items()},
        today=TODAY,
        days=length,
        since=date(since),
        out_of_stock=[date(number) for number in empty],
    )
    counted = [n for n in range(-length, 0) if n >= since and n not in empty]

    assert answer.days == len(counted)
    assert answer.units == sum(demand.get(number, 0) for number in counted)
    if counted:
        assert answer.per_day == Fraction(answer.units, answer.days)
        assert (answer.variance is None) is (len(counted) == 1)
        assert (answer.variance or 0) >= 0
    assert known(answer.because)


@given(exacts, exacts, exacts, exacts, exacts)
def test_law_safety_stock_is_the_least_that_is_enough(
    factor: Exact, per_day: Exact, demand: Exact, lead: Exact, lead_variance: Exact
) -> None:
    """Its square is no less than that of the formula, and one unit less would be."""
    units = safety_stock_for_both(
        factor,
        per_day=per_day,
        demand_variance=demand,
        lead_days=lead,
        lead_variance=lead_variance,
    ).value
    square = Fraction(factor) ** 2 * (lead * demand + Fraction(per_day) ** 2 * lead_variance)

    assert units**2 >= square
    assert units == 0 or (units - 1) ** 2 < square


@given(st.integers(1, 500), st.integers(1, 50), st.integers(1, 50))
def test_law_no_other_quantity_costs_less(demand: int, order: int, hold: int) -> None:
    """Neither a unit more nor less, nor any other up to three times as many."""
    best = economic_order_quantity(per_year=demand, order_cost=order, holding_cost=hold).value

    def cost(units: int) -> Fraction:
        return Fraction(demand * order, units) + Fraction(hold * units, 2)

    assert best is not None
    assert cost(best) == min(cost(units) for units in range(1, 3 * best + 3))
    assert best == 1 or cost(best - 1) > cost(best)


@given(st.integers(0, 99), st.integers(-99, 99), st.integers(1, 12), st.integers(1, 40))
def test_law_an_order_is_the_least_that_reaches_its_target(
    target: int, position: int, pack: int, least: int
) -> None:
    """In whole packs and no smaller than the supplier takes; nothing where it is reached."""
    units = order_up_to(target, position, pack=pack, least=least).value

    assert units % pack == 0
    assert (units == 0) is (position >= target)
    if units:
        assert units >= least
        assert position + units >= target
        assert position + units - pack < target or units - pack < least


@given(levels, velocities, terms, inbounds)
def test_law_a_suggestion_is_due_just_when_stock_is_down_to_the_reorder_point(
    level: StockLevel, sells: Velocity, on: ReplenishmentTerms, inbound: list[Incoming]
) -> None:
    """Then it brings stock above that; else its day is the last on which stock is no lower."""
    answer = suggest("MUG", "main", level, sells, on, today=TODAY, inbound=inbound)
    position = level.on_hand - level.reserved - level.backordered
    position += sum(some.quantity for some in inbound)

    assert known(answer.because)
    assert (answer.quantity > 0) is (answer.order_by is not None)
    if answer.due:
        assert answer.order_by == TODAY
        assert position <= answer.reorder_at <= position + answer.quantity
    elif answer.order_by is not None:
        waits = (answer.order_by - TODAY).days
        sold = sells.per_day or Fraction(0)
        assert position - waits * sold >= answer.reorder_at
        assert position - (waits + 1) * sold < answer.reorder_at


@given(st.integers(-5, 10**12), velocities)
def test_law_days_of_cover_sell_all_there_is(units: int, sells: Velocity) -> None:
    """Exactly."""
    answer = days_of_cover(units, sells)

    if answer.value is None:
        assert not sells.per_day
    elif sells.per_day:
        assert answer.value * sells.per_day == max(units, 0)
    assert known(answer.because)
