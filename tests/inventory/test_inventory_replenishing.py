"""Replenishing as truth tables: facts §6 with its worked example, and what has no number."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from statistics import NormalDist, variance
from typing import Any

import pytest

from ordercore.errors import InvalidValue
from ordercore.inventory import (
    REPLENISHING_CLAUSES,
    Incoming,
    PromisedUnits,
    ReplenishmentTerms,
    StockLevel,
    StockStanding,
    Suggestion,
    Velocity,
    atp,
    atp_over_time,
    available_from,
    days_of_cover,
    economic_order_quantity,
    order_up_to,
    reorder_point,
    safety_stock_for_both,
    safety_stock_for_demand,
    service_factor,
    steady,
    stock_standing,
    suggest,
    variance_until_receipt,
    velocity,
)
from ordercore.inventory.replenishing.estimate import shown
from ordercore.kernel.clauses import Clause
from ordercore.kernel.time import Instant, instant

NOW = instant("2026-11-22T12:00:00Z")
TODAY = dt.date(2026, 11, 22)


def day(number: int) -> Instant:
    """Give noon, so many days from now."""
    return NOW.add(days=number)


def date(number: int) -> dt.date:
    """Give the date so many days from today."""
    return TODAY + dt.timedelta(days=number)


def codes(because: tuple[Clause, ...]) -> list[str]:
    """Give the codes of clauses."""
    return [clause.code for clause in because]


class TestPromising:
    """What may be promised, now and by a date."""

    @pytest.mark.parametrize(
        ("level", "units"),
        [
            (StockLevel(), 0),
            (StockLevel(on_hand=10), 10),
            (StockLevel(on_hand=10, reserved=4, safety=3), 3),
            # The books were wrong: nothing may be promised, and no less than nothing.
            (StockLevel(on_hand=2, reserved=4), 0),
            (StockLevel(on_hand=-5), 0),
            (StockLevel(on_hand=10, backordered=4), 6),
            (StockLevel(on_hand=10**9), 10**9),
        ],
    )
    def test_now(self, level: StockLevel, units: int) -> None:
        """What is there, less what is never promised and what is promised already."""
        assert atp(level, at=NOW).value == units

    INBOUND = (
        Incoming("PO-3", 7),
        Incoming("PO-2", 20, day(9)),
        Incoming("PO-1", 10, day(5)),
        Incoming("PO-0", 99, day(-1)),
    )

    @pytest.mark.parametrize(
        ("by", "units", "behind"),
        [
            (None, 2, 0),
            (-3, 2, 0),
            (0, 2, 0),
            (4, 2, 0),
            (5, 12, 8),
            (8, 12, 8),
            (9, 32, 28),
            (999, 32, 28),
        ],
    )
    def test_by_a_date(self, by: int | None, units: int, behind: int) -> None:
        """Each receipt from its moment on, backorders first; no date and overdue are none."""
        until = None if by is None else day(by)
        level = StockLevel(on_hand=8, reserved=6)
        waiting = StockLevel(on_hand=8, reserved=6, backordered=4)

        assert atp(level, self.INBOUND, at=NOW, by=until).value == units
        assert atp(waiting, self.INBOUND, at=NOW, by=until).value == behind

    def test_a_receipt_counts_from_its_very_moment_on(self) -> None:
        """Expected by the moment that is asked about it counts; expected by now it is overdue."""
        inbound = [Incoming("PO-1", 10, day(5)), Incoming("PO-0", 99, NOW)]
        answer = atp(StockLevel(), inbound, at=NOW, by=day(5))

        assert (answer.value, answer.codes[1:]) == (10, ("receipt_counts", "receipt_overdue"))

    def test_it_is_explained(self) -> None:
        """Every receipt and every promise, as it counts."""
        level = StockLevel(on_hand=8, reserved=6, backordered=1)
        promised = [PromisedUnits("PRE-1", 3, day(5)), PromisedUnits("PRE-2", 4, day(20))]
        answer = atp(level, self.INBOUND, at=NOW, by=day(6), promised=promised)

        assert answer.value == 2 - 1 + 10 - 3
        assert [str(clause).replace("+00:00", "") for clause in answer.because] == [
            "units_at_hand (on_hand=8, safety=0, reserved=6, units=2)",
            "backorders_first (units=1)",
            f"receipt_counts (ref=PO-1, units=10, expected={day(5)})".replace("+00:00", ""),
            f"receipt_too_late (ref=PO-2, units=20, expected={day(9)})".replace("+00:00", ""),
            f"receipt_overdue (ref=PO-0, units=99, expected={day(-1)})".replace("+00:00", ""),
            "receipt_undated (ref=PO-3, units=7)",
            f"promised_by_then (ref=PRE-1, units=3, due={day(5)})".replace("+00:00", ""),
            f"promised_later (ref=PRE-2, units=4, due={day(20)})".replace("+00:00", ""),
        ]

    def test_what_a_later_promise_needs_is_kept_back(self) -> None:
        """Five are there and ten come; twelve are due in nine days, so three may be promised."""
        promised = [PromisedUnits("PRE", 12, day(9))]
        steps = atp_over_time(
            StockLevel(on_hand=5), [Incoming("PO", 10, day(5))], at=NOW, promised=promised
        )
        late = atp_over_time(
            StockLevel(on_hand=5), [Incoming("PO", 10, day(10))], at=NOW, promised=promised
        )

        assert [(step.since, step.units) for step in steps] == [(NOW, 3)]
        # What is due before it comes in is broken already; nothing more is promised of it.
        assert [(step.since, step.units) for step in late] == [(NOW, 0), (day(10), 3)]

    def test_a_promise_that_is_overdue_is_due_now(self) -> None:
        """It has not been kept, so it still counts."""
        promised = [PromisedUnits("PRE", 2, day(-9))]

        assert atp(StockLevel(on_hand=5), at=NOW, promised=promised).value == 3

    def test_r03_a_unit_promised_now_is_not_promised_again_from_a_later_receipt(self) -> None:
        """R03: a level that is read twice; here what was promised lowers every later figure."""
        inbound = [Incoming("PO", 10, day(5))]
        before = atp(StockLevel(on_hand=8), inbound, at=NOW, by=day(5)).value
        after = atp(StockLevel(on_hand=8, reserved=8), inbound, at=NOW, by=day(5)).value

        assert (before, after) == (18, 10)


class TestVelocity:
    """How fast it sells."""

    def test_a_window_of_days(self) -> None:
        """Exactly, with days that sold nothing; neither today nor what lies before counts."""
        demand = {date(0): 50, date(-1): 5, date(-3): 2, date(-8): 99}
        answer = velocity(demand, today=TODAY, days=7)

        assert (answer.per_day, answer.units, answer.days) == (Fraction(7, 7), 7, 7)
        assert answer.variance == variance([Fraction(some) for some in (5, 0, 2, 0, 0, 0, 0)])
        assert codes(answer.because) == ["demand_counted"]

    def test_days_without_stock_are_left_out(self) -> None:
        """Nobody could buy; what was sold on them before it ran out does not count either."""
        demand = {date(-1): 4, date(-2): 1}
        empty = [date(-2), date(-3), date(-99)]
        answer = velocity(demand, today=TODAY, days=4, out_of_stock=empty)
        counted = velocity(demand, today=TODAY, days=4, out_of_stock=empty, count_stockouts=True)

        assert (answer.per_day, answer.days) == (Fraction(2), 2)
        assert answer.because[1] == Clause("stockout_days_left_out", {"days": 2})
        assert (counted.per_day, counted.days) == (Fraction(5, 4), 4)

    def test_days_before_it_was_for_sale_are_no_days(self) -> None:
        """Five units in two days are not five in thirty."""
        answer = velocity({date(-1): 5}, today=TODAY, days=30, since=date(-2))

        assert answer.per_day == Fraction(5, 2)

    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"since": date(0)}, "no_history"),
            ({"since": date(5)}, "no_history"),
            ({"out_of_stock": [date(-1), date(-2)]}, "never_in_stock"),
        ],
    )
    def test_where_no_day_counts_nobody_knows(self, more: Any, code: str) -> None:
        """No velocity, and no division by zero."""
        answer = velocity({date(-1): 5}, today=TODAY, days=2, **more)

        assert (answer.per_day, answer.variance, codes(answer.because)) == (None, None, [code])

    def test_what_does_not_sell_has_a_velocity_of_none(self) -> None:
        """Which is known."""
        answer = velocity({}, today=TODAY, days=30)

        assert answer == Velocity(Fraction(0), Fraction(0), 0, 30, answer.because)
        assert codes(answer.because) == ["demand_counted", "no_demand"]

    def test_of_one_day_there_is_no_variance(self) -> None:
        """A sample of one differs from nothing."""
        assert velocity({date(-1): 5}, today=TODAY, days=1).variance is None

    def test_a_window_longer_than_the_calendar_ends_with_it(self) -> None:
        """And huge demand stays exact."""
        early = dt.date(1, 1, 3)
        answer = velocity({dt.date(1, 1, 1): 10**30}, today=early, days=10**30)

        assert (answer.per_day, answer.days) == (Fraction(10**30, 2), 2)

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"demand": {date(-1): -1}}, "demand[2026-11-21]"),
            ({"demand": {date(-1): 1.5}}, "demand[2026-11-21]"),
            ({"demand": {NOW: 1}}, "demand"),
            ({"today": NOW}, "today"),
            ({"days": 0}, "days"),
            ({"since": "2026-11-01"}, "since"),
            ({"out_of_stock": [NOW]}, "out_of_stock"),
        ],
    )
    def test_what_cannot_be_is_refused(self, change: Any, field: str) -> None:
        """Under its name."""
        asked: dict[str, Any] = {"demand": {}, "today": TODAY, "days": 7, **change}
        with pytest.raises(InvalidValue) as caught:
            velocity(asked.pop("demand"), **asked)

        assert caught.value.field == field

    def test_a_forecast_is_a_velocity(self) -> None:
        """A host's own figures, which have to be exact."""
        assert steady(3, Fraction(1, 2)) == Velocity(Fraction(3), Fraction(1, 2))
        assert codes(steady(0).because) == ["no_demand"]
        for wrong in (1.5, -1, True, "3"):
            with pytest.raises(InvalidValue, match="per_day"):
                steady(wrong)  # type: ignore[arg-type]


class TestCover:
    """For how long it lasts, and whether it is low."""

    @pytest.mark.parametrize(
        ("units", "sells", "days", "code"),
        [
            (10, steady(4), Fraction(5, 2), "days_covered"),
            (0, steady(4), 0, "nothing_at_hand"),
            (-3, steady(4), 0, "nothing_at_hand"),
            (0, steady(0), 0, "nothing_at_hand"),
            (10, steady(0), None, "no_demand"),
            (10, velocity({}, today=TODAY, days=3, since=TODAY), None, "no_history"),
            (10**30, steady(Fraction(1, 3)), 3 * 10**30, "days_covered"),
        ],
    )
    def test_days_of_cover(self, units: int, sells: Velocity, days: Any, code: str) -> None:
        """Units by velocity, exactly; what does not sell lasts for no number of days."""
        answer = days_of_cover(units, sells)

        assert (answer.value, codes(answer.because)) == (days, [code])
        assert answer.codes == (code,)

    @pytest.mark.parametrize(
        ("available", "low_at", "standing"),
        [
            (6, 5, StockStanding.ENOUGH),
            (5, 5, StockStanding.LOW),
            (1, 5, StockStanding.LOW),
            (0, 5, StockStanding.OUT),
            (-1, 5, StockStanding.OUT),
            (1, 0, StockStanding.ENOUGH),
            (1, None, StockStanding.ENOUGH),
            (0, None, StockStanding.OUT),
        ],
    )
    def test_low_and_out(self, available: int, low_at: int | None, standing: StockStanding) -> None:
        """Low at or below the level, out at none."""
        assert stock_standing(available, low_at).value is standing

    def test_what_is_no_level_is_refused(self) -> None:
        """Under its name."""
        with pytest.raises(InvalidValue, match="low_at"):
            stock_standing(5, -1)
        with pytest.raises(InvalidValue, match="available"):
            stock_standing(True, 1)
        with pytest.raises(InvalidValue, match="units"):
            days_of_cover(1.0, steady(1))  # type: ignore[arg-type]


class TestSafety:
    """Safety stock, by facts §6."""

    @pytest.mark.parametrize(
        ("level", "factor"),
        # Normal table, facts §6.
        [("0.90", "1.2816"), ("0.95", "1.6449"), ("0.975", "1.96"), ("0.99", "2.3263"),
         ("0.5", "0")],
    )  # fmt: skip
    def test_service_levels_by_the_normal_table(self, level: str, factor: str) -> None:
        """To four digits."""
        assert service_factor(Fraction(level)) == Fraction(factor)

    def test_every_service_level_is_that_of_another_implementation(self) -> None:
        """The standard library's, by thousandths and close to certainty."""
        levels = [Fraction(number, 1000) for number in range(500, 1000)]
        levels += [1 - Fraction(1, 10**digits) for digits in range(1, 13)]
        for level in levels:
            other = NormalDist().inv_cdf(float(level))
            assert abs(service_factor(level) - Fraction(other)) < Fraction(6, 100_000), level

    def test_nearly_every_demand_is_covered_by_a_factor_too(self) -> None:
        """A level so close to certainty that a float could not tell it from that."""
        assert 20 < service_factor(1 - Fraction(1, 10**100)) < 22

    @pytest.mark.parametrize("level", [Fraction(1), Fraction(49, 100), Fraction(-1), 0.95, True, 1])
    def test_what_is_no_service_level_is_refused(self, level: Any) -> None:
        """Nothing covers every demand."""
        with pytest.raises(InvalidValue, match="level"):
            service_factor(level)

    def test_the_worked_example_of_the_facts(self) -> None:
        """d=100, sd=20, L=7, sd_L=2, Z=1.645: the deviation is 206.9, SS 340.3, ROP 1040.3.

        (A web calculator shows 342 and 1042, from intermediates that it rounds up.)
        """
        given = {"per_day": 100, "demand_variance": 20**2, "lead_days": 7, "lead_variance": 2**2}
        factor = Fraction("1.645")
        square = variance_until_receipt(**given)
        safety = safety_stock_for_both(factor, **given)

        assert square == 2800 + 40000
        assert round(float(square) ** 0.5, 1) == 206.9
        assert round(float(factor**2 * square) ** 0.5, 1) == 340.3
        assert safety.value == 341
        assert reorder_point(100, 7, safety.value).value == 1041

    @pytest.mark.parametrize(
        ("factor", "square", "lead", "units"),
        [
            (2, 25, 9, 30),
            (2, 26, 9, 31),
            (0, 25, 9, 0),
            (2, 0, 9, 0),
            (2, 25, 0, 0),
            (1, Fraction(1, 4), 1, 1),
            (1, 10**60, 1, 10**30),
            (1, 10**60 + 1, 1, 10**30 + 1),
        ],
    )
    def test_a_steady_lead_time(self, factor: Any, square: Any, lead: Any, units: int) -> None:
        """Z · sd_d · √L, exactly up to the one rounding up, however large."""
        one = safety_stock_for_demand(factor, demand_variance=square, lead_days=lead)
        both = safety_stock_for_both(
            factor, per_day=7, demand_variance=square, lead_days=lead, lead_variance=0
        )

        assert one.value == both.value == units

    def test_no_float_gets_in(self) -> None:
        """Nor anything negative."""
        for wrong in (1.645, -1):
            with pytest.raises(InvalidValue, match="factor"):
                safety_stock_for_demand(wrong, demand_variance=1, lead_days=1)  # type: ignore[arg-type]


class TestReordering:
    """When, and how much."""

    @pytest.mark.parametrize(
        ("sells", "lead", "safety", "units"),
        [(100, 7, 341, 1041), (Fraction(1, 3), 10, 0, 4), (0, 7, 5, 5), (9, 0, 0, 0)],
    )
    def test_the_reorder_point(self, sells: Any, lead: Any, safety: int, units: int) -> None:
        """The demand of the lead time, rounded up, and safety stock."""
        assert reorder_point(sells, lead, safety).value == units

    @pytest.mark.parametrize(
        ("demand", "order", "hold", "units"),
        [
            # √(2 · 1000 · 10 / 0.5) = 200.
            (1000, 10, Fraction(1, 2), 200),
            # √8 is 2.83: 3 cost less than 2.
            (4, 1, 1, 3),
            # At √6 2 and 3 cost the same, and the lesser is taken.
            (3, 1, 1, 2),
            # Less than one is one: nobody orders nothing.
            (1, Fraction(1, 100), 100, 1),
            (10**40, 2, 1, 2 * 10**20),
        ],
    )
    def test_the_economic_quantity(self, demand: Any, order: Any, hold: Any, units: int) -> None:
        """The whole number of least cost."""
        answer = economic_order_quantity(per_year=demand, order_cost=order, holding_cost=hold)

        assert (answer.value, answer.codes) == (units, ("economic_quantity",))

    @pytest.mark.parametrize(
        ("demand", "order", "hold", "units", "code"),
        [
            (0, 1, 1, 0, "no_demand"),
            (5, 0, 1, 1, "ordering_is_free"),
            (5, 1, 0, None, "holding_is_free"),
            (0, 0, 0, 0, "no_demand"),
        ],
    )
    def test_where_there_is_no_such_quantity(
        self, demand: int, order: int, hold: int, units: int | None, code: str
    ) -> None:
        """A code, and no division by zero."""
        answer = economic_order_quantity(per_year=demand, order_cost=order, holding_cost=hold)

        assert (answer.value, answer.codes) == (units, (code,))

    @pytest.mark.parametrize(
        ("target", "position", "pack", "least", "units", "said"),
        [
            (10, 4, 1, 1, 6, ["up_to_target"]),
            (10, 10, 1, 1, 0, ["target_reached"]),
            (10, 12, 5, 50, 0, ["target_reached"]),
            (10, -4, 1, 1, 14, ["up_to_target"]),
            (10, 4, 4, 1, 8, ["up_to_target", "rounded_to_packs"]),
            (10, 4, 1, 9, 9, ["up_to_target", "raised_to_least"]),
            (10, 4, 4, 9, 12, ["up_to_target", "raised_to_least", "rounded_to_packs"]),
            (10, 4, 6, 6, 6, ["up_to_target"]),
        ],
    )
    def test_up_to_a_target(
        self, target: int, position: int, pack: int, least: int, units: int, said: list[str]
    ) -> None:
        """In whole packs, no less than the supplier takes, or nothing."""
        answer = order_up_to(target, position, pack=pack, least=least)

        assert (answer.value, codes(answer.because)) == (units, said)


TERMS = ReplenishmentTerms(lead_days=7, batch_days=10)


def asked(level: StockLevel, sells: Velocity = steady(10), **more: Any) -> Suggestion:  # noqa: B008
    """Ask for a suggestion."""
    terms = more.pop("terms", TERMS)
    return suggest("MUG", "main", level, sells, terms, **{"today": TODAY, **more})


class TestSuggestions:
    """What to order, by when."""

    @pytest.mark.parametrize(
        ("on_hand", "quantity", "order_by", "due", "code"),
        [
            # s = 70, a batch is 100.
            (100, 100, 3, False, "order_on"),
            (79, 100, 0, False, "order_on"),
            (71, 100, 0, False, "order_on"),
            (70, 100, 0, True, "order_now"),
            (61, 109, 0, True, "order_now"),
            (60, 110, 0, True, "order_is_late"),
            (0, 170, 0, True, "order_is_late"),
        ],
    )
    def test_by_the_position(
        self, on_hand: int, quantity: int, order_by: int, due: bool, code: str
    ) -> None:
        """Up to a batch above the reorder point, on the day on which stock comes down to that."""
        answer = asked(StockLevel(on_hand=on_hand))

        assert (answer.quantity, answer.order_by, answer.due) == (quantity, date(order_by), due)
        assert answer.expected == date(order_by + 7)
        assert code in codes(answer.because)

    def test_what_is_on_its_way_counts_whatever_its_date(self) -> None:
        """What was ordered is not ordered twice; what is promised leaves."""
        inbound = [Incoming("A", 40, day(-5)), Incoming("B", 30), Incoming("C", 20, day(5))]
        answer = asked(StockLevel(on_hand=40, reserved=20, backordered=10), inbound=inbound)

        assert answer.because[0].facts == {
            "at_hand": 20, "backordered": 10, "inbound": 90, "units": 100
        }  # fmt: skip
        assert answer.order_by == date(3)

    def test_safety_is_the_greater_of_both(self) -> None:
        """What is computed, or what is never promised anyway."""
        sells = steady(10, 25)
        computed = asked(StockLevel(safety=5), sells)
        own = asked(StockLevel(safety=50), sells)

        # 1.6449 · 5 · √7 = 21.76
        assert computed.reorder_at == 70 + 22
        assert own.reorder_at == 70 + 50
        assert "own_safety_is_more" in codes(own.because)

    def test_a_spread_that_nobody_knows_is_taken_as_none(self) -> None:
        """And said."""
        sells = velocity({date(-1): 10}, today=TODAY, days=1)

        assert asked(StockLevel(), sells).reorder_at == 70
        assert "spread_unknown" in codes(asked(StockLevel(), sells).because)

    @pytest.mark.parametrize(
        ("sells", "code"),
        [(steady(0), "no_demand"), (velocity({}, today=TODAY, days=3, since=TODAY), "no_history")],
    )
    def test_without_demand_only_what_is_missing_is_ordered(
        self, sells: Velocity, code: str
    ) -> None:
        """Nothing, or what is promised beyond all there is."""
        enough = asked(StockLevel(on_hand=5), sells)
        short = asked(StockLevel(on_hand=5, reserved=5, backordered=3, safety=2), sells)

        assert (enough.quantity, enough.order_by, enough.expected) == (0, None, None)
        assert not enough.due
        assert codes(enough.because) == [
            "position_counted",
            code,
            "demand_until_receipt",
            "reorder_at",
            "nothing_to_order",
        ]
        assert (short.quantity, short.order_by, short.due) == (5, TODAY, True)

    def test_without_a_lead_time_it_is_ordered_when_it_is_gone(self) -> None:
        """And is here the same day."""
        terms = ReplenishmentTerms(lead_days=0, batch_days=0)
        now = asked(StockLevel(), terms=terms)
        later = asked(StockLevel(on_hand=30), terms=terms)

        assert (now.quantity, now.order_by, now.expected) == (1, TODAY, TODAY)
        assert (later.order_by, later.due) == (date(3), False)

    def test_what_lasts_for_ages_is_not_ordered(self) -> None:
        """No day is named that is further off than a century."""
        answer = asked(StockLevel(on_hand=10**9), steady(Fraction(1, 10)))

        assert (answer.quantity, answer.order_by, answer.due) == (0, None, False)
        assert codes(answer.because)[-1] == "order_is_far_off"

    def test_what_takes_ages_has_no_day_of_arrival(self) -> None:
        """Huge figures are no errors."""
        terms = ReplenishmentTerms(lead_days=10**12)
        answer = asked(StockLevel(), steady(10**12), terms=terms)
        last = asked(StockLevel(on_hand=99), today=dt.date.max)

        assert (answer.order_by, answer.expected, answer.reorder_at) == (TODAY, None, 10**24)
        assert (last.order_by, last.expected) == (None, None)

    @pytest.mark.parametrize(
        ("order", "hold", "batch", "code"),
        [
            # √(2 · 3650 · 4 / 2) = 120.8
            (4, 2, 121, "economic_quantity"),
            (0, 2, 1, "ordering_is_free"),
            (4, 0, 100, "holding_is_free"),
        ],
    )
    def test_with_costs_a_batch_is_the_economic_one(
        self, order: int, hold: int, batch: int, code: str
    ) -> None:
        """Where there is one."""
        terms = ReplenishmentTerms(lead_days=7, batch_days=10, order_cost=order, holding_cost=hold)
        answer = asked(StockLevel(on_hand=70), terms=terms)

        assert answer.quantity == batch
        assert code in codes(answer.because)

    def test_packs_and_the_smallest_order(self) -> None:
        """Of the supplier."""
        terms = ReplenishmentTerms(lead_days=7, batch_days=10, pack=12, least=120)

        assert asked(StockLevel(on_hand=70), terms=terms).quantity == 120
        assert asked(StockLevel(on_hand=40), terms=terms).quantity == 132

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"lead_days": -1}, "lead_days"),
            ({"lead_days": 1.5}, "lead_days"),
            ({"lead_variance": -1}, "lead_variance"),
            ({"batch_days": -1}, "batch_days"),
            ({"service_level": Fraction(1)}, "level"),
            ({"pack": 0}, "pack"),
            ({"least": 0}, "least"),
            ({"order_cost": 1}, "holding_cost"),
            ({"holding_cost": 1}, "holding_cost"),
            ({"order_cost": 1.5, "holding_cost": 1}, "order_cost"),
        ],
    )
    def test_terms_that_cannot_be_are_refused(self, change: Any, field: str) -> None:
        """Under their name."""
        with pytest.raises(InvalidValue) as caught:
            ReplenishmentTerms(**{"lead_days": 7, **change})

        assert caught.value.field == field


class TestAvailability:
    """From when a customer can have it."""

    INBOUND = (Incoming("PO-1", 10, day(5)), Incoming("PO-2", 10, day(9)), Incoming("PO-3", 99))

    @pytest.mark.parametrize(
        ("units", "lead", "days", "code"),
        [
            (3, None, 0, "available_now"),
            (4, 1, 5, "available_from_receipt"),
            (13, None, 5, "available_from_receipt"),
            (14, None, 9, "available_from_receipt"),
            (24, 30, 30, "available_after_lead_time"),
            (24, 0, 0, "available_after_lead_time"),
            (24, None, None, "availability_unknown"),
            (24, 10**9, None, "availability_unknown"),
        ],
    )
    def test_now_or_when_it_comes_in_or_after_a_lead_time(
        self, units: int, lead: int | None, days: int | None, code: str
    ) -> None:
        """In this order."""
        answer = available_from(
            units, StockLevel(on_hand=3), self.INBOUND, at=NOW, zone="UTC", lead_days=lead
        )

        assert answer.value == (None if days is None else date(days))
        assert answer.codes[-1] == code

    def test_the_day_is_a_local_one(self) -> None:
        """What comes in at eight in the evening in New York is there on the next day in Berlin."""
        inbound = [Incoming("PO", 1, "2026-12-02T01:00:00Z")]
        answers = [
            available_from(1, StockLevel(), inbound, at=NOW, zone=zone).value
            for zone in ("America/New_York", "Europe/Berlin")
        ]

        assert answers == [dt.date(2026, 12, 1), dt.date(2026, 12, 2)]

    def test_what_is_promised_already_is_not_promised_again(self) -> None:
        """Backorders and pre-orders take the first receipt."""
        level = StockLevel(backordered=6)
        promised = [PromisedUnits("PRE", 4, day(5))]
        answer = available_from(1, level, self.INBOUND, at=NOW, zone="UTC", promised=promised)

        assert answer.value == date(9)
        assert answer.codes == ("not_available_now", "receipt_undated", "available_from_receipt")

    @pytest.mark.parametrize(
        ("change", "field"),
        [({"units": 0}, "units"), ({"lead_days": -1}, "lead_days"), ({"zone": "Mars"}, "zone"),
         ({"at": dt.datetime(2026, 1, 1)}, "at")],  # noqa: DTZ001 - naive on purpose
    )  # fmt: skip
    def test_what_cannot_be_is_refused(self, change: Any, field: str) -> None:
        """Under its name."""
        given: dict[str, Any] = {"units": 1, "at": NOW, "zone": "UTC", **change}
        with pytest.raises(InvalidValue) as caught:
            available_from(given.pop("units"), StockLevel(), **given)

        assert caught.value.field == field


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: StockLevel(on_hand=1.0), "on_hand"),  # type: ignore[arg-type]
        (lambda: StockLevel(reserved=-1), "reserved"),
        (lambda: StockLevel(backordered=-1), "backordered"),
        (lambda: StockLevel(safety=True), "safety"),
        (lambda: Incoming("PO", 0), "quantity"),
        (lambda: Incoming(3, 1), "ref"),  # type: ignore[arg-type]
        (lambda: Incoming("PO", 1, "2026-01-01T00:00:00"), "expected"),
        (lambda: PromisedUnits("PRE", -1, NOW), "quantity"),
        (lambda: PromisedUnits(None, 1, NOW), "ref"),  # type: ignore[arg-type]
        (lambda: PromisedUnits("PRE", 1, None), "due"),
    ],
)
def test_figures_that_cannot_be_are_refused(make: Any, field: str) -> None:
    """Under their name."""
    with pytest.raises(InvalidValue) as caught:
        make()

    assert caught.value.field == field


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(3), "3"),
        (Fraction(1, 3), "0.3333"),
        (Fraction(5, 100_000), "0.0001"),
        (Fraction("1.645"), "1.645"),
        (Fraction(10**30, 3), "3" * 30 + ".3333"),
    ],
)
def test_fractions_are_rounded_only_for_reading(value: Fraction, text: str) -> None:
    """To four digits, half up."""
    assert format(Decimal(shown(value)), "f") == text


def test_every_clause_is_given_with_its_facts() -> None:
    """The table of clauses names each code that replenishing can give, and every fact."""
    inbound = [*TestPromising.INBOUND]
    promised = [PromisedUnits("PRE-1", 1, day(1)), PromisedUnits("PRE-2", 1, day(20))]
    waiting = StockLevel(on_hand=3, backordered=1)
    history = velocity({date(-1): 10}, today=TODAY, days=3, out_of_stock=[date(-2), date(-3)])
    gone = velocity({}, today=TODAY, days=1, out_of_stock=[date(-1)])
    costly = ReplenishmentTerms(lead_days=7, order_cost=4, holding_cost=2, pack=7, least=900)
    free = ReplenishmentTerms(lead_days=7, order_cost=4, holding_cost=0)
    cheap = ReplenishmentTerms(lead_days=7, order_cost=0, holding_cost=4)
    where: dict[str, Any] = {"at": NOW, "zone": "UTC"}
    answers: list[tuple[Clause, ...]] = [
        atp(waiting, inbound, at=NOW, by=day(6), promised=promised).because,
        history.because,
        gone.because,
        velocity({}, today=TODAY, days=1, since=TODAY).because,
        days_of_cover(5, steady(0)).because,
        days_of_cover(5, steady(1)).because,
        days_of_cover(0, steady(1)).because,
        safety_stock_for_demand(1, demand_variance=1, lead_days=1).because,
        asked(waiting, history, terms=costly).because,
        asked(StockLevel(on_hand=5, safety=99), terms=free).because,
        asked(StockLevel(on_hand=70), terms=cheap).because,
        asked(StockLevel(on_hand=100)).because,
        asked(StockLevel(on_hand=10**9), steady(Fraction(1, 9))).because,
        asked(StockLevel(on_hand=1), steady(0)).because,
        order_up_to(1, 1).because,
        *[stock_standing(units, 5).because for units in (0, 5, 6)],
        stock_standing(6, None).because,
        *[
            available_from(units, waiting, inbound, lead_days=lead, **where).because
            for units, lead in ((1, 1), (9, 1), (999, 1), (999, None))
        ],
    ]
    given = {clause.code: set(clause.facts) for because in answers for clause in because}

    assert given == {code: set(facts) for code, facts in REPLENISHING_CLAUSES.items()}
