"""The report of account health: windows, limits to the unit, what is needed, who is measured."""

import datetime as dt
from typing import Any

import attrs
import pytest

from ordercore.channels import (
    CHANNELS,
    COUNTED_IN,
    Boundary,
    Figure,
    Metric,
    PrimeSeller,
    Shipped,
    Target,
    below,
    prime_standing,
)
from ordercore.channels.measuring.limits import at_least
from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.time import instant
from ordercore.metrics.counting import Answer, Fact, Question, Tally, answer
from ordercore.metrics.health import (
    DEFINITIONS,
    HEALTH,
    RULES,
    AccountHealth,
    Definition,
    Fulfilment,
    HealthStatus,
    HealthValue,
    Rules,
    Window,
    definition_table,
    fulfilment,
    health,
)

AT = instant("2020-11-20T09:00:00Z")
"""When the marketplace's own sample of a report was made."""


def reported(
    numbers: dict[str, int],
    *,
    on: str = "2020-11-01",
    where: tuple[str, str, str] = ("US", "MFN", ""),
    at: Any = AT,
    marketplace: str = "US",
    **said: Any,
) -> AccountHealth:
    """Report on one day's sums."""
    tally = Tally(HEALTH)
    sums = tuple(numbers.get(name, 0) for name in HEALTH.numbers)
    tally.add([Fact(AT, dt.date.fromisoformat(on), where, sums)])
    return health(lambda asked: answer(asked, tally), at=at, marketplace=marketplace, **said)


def figure(
    report: AccountHealth,
    metric: Metric,
    days: int | None = None,
    shipper: Fulfilment = Fulfilment.SELLER,
) -> HealthValue:
    """Give the figure of a metric, over so many days where there are several."""
    (found,) = [
        some
        for some in report.values
        if some.measure.metric is metric
        and some.measure.fulfilment is shipper
        and (days is None or some.measure.window.days == days)
        and not some.category
    ]
    return found


@pytest.mark.parametrize(
    ("metric", "days", "first", "last"),
    [
        # As in the sample, from 00:00Z to 23:59Z.
        (Metric.ORDER_DEFECTS, 60, "2020-09-06", "2020-11-04"),
        (Metric.LATE_SHIPMENTS, 30, "2020-10-21", "2020-11-19"),
        (Metric.LATE_SHIPMENTS, 10, "2020-11-10", "2020-11-19"),
        (Metric.CANCELLATIONS, 7, "2020-11-12", "2020-11-18"),
        (Metric.SHIPMENT_ON_TIME_DELIVERY, 30, "2020-10-11", "2020-11-09"),
        # Settled about two weeks late, and after seven days.
        (Metric.VALID_TRACKING, 30, "2020-10-08", "2020-11-06"),
        (Metric.ON_TIME_DELIVERY, 14, "2020-10-31", "2020-11-13"),
    ],
)
def test_windows_are_those_of_the_marketplaces_report(
    metric: Metric, days: int, first: str, last: str
) -> None:
    """Whole days in UTC, which end in the past where results settle late."""
    window = figure(reported({}), metric, days).measure.window

    assert window == Window(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert window.days == days


@pytest.mark.parametrize(
    ("metric", "days", "numbers", "status", "needed"),
    [
        # Less than 1 %.
        (Metric.ORDER_DEFECTS, 60, ("orders_defective", 1, "orders", 101), "GOOD", 0),
        (Metric.ORDER_DEFECTS, 60, ("orders_defective", 1, "orders", 100), "BAD", 1),
        (Metric.ORDER_DEFECTS, 60, ("orders_defective", 1, "orders", 99), "BAD", 2),
        (Metric.ORDER_DEFECTS, 60, ("orders_defective", 1078, "orders", 539000), "GOOD", 0),
        (Metric.ORDER_DEFECTS, 60, ("orders_defective", 0, "orders", 1), "GOOD", 0),
        # Less than 4 %, as in the report: 27,896 of 870,669.
        (Metric.LATE_SHIPMENTS, 30, ("orders_late", 27896, "orders_to_ship", 870669), "GOOD", 0),
        (Metric.LATE_SHIPMENTS, 30, ("orders_late", 4, "orders_to_ship", 101), "GOOD", 0),
        (Metric.LATE_SHIPMENTS, 30, ("orders_late", 4, "orders_to_ship", 100), "BAD", 1),
        (Metric.LATE_SHIPMENTS, 30, ("orders_late", 5, "orders_to_ship", 100), "BAD", 26),
        # More than 95 %: 190 of 200 is exactly that, and too little.
        (Metric.VALID_TRACKING, 30, ("parcels_tracked", 190, "parcels", 200), "BAD", 1),
        (Metric.VALID_TRACKING, 30, ("parcels_tracked", 191, "parcels", 200), "GOOD", 0),
        (Metric.VALID_TRACKING, 30, ("parcels_tracked", 189, "parcels", 200), "BAD", 21),
        # More than 97 % before the US changed it: 130 - 30 tracked, 90 of them in time.
        (Metric.ON_TIME_DELIVERY, 14, ("units_in_time", 90, "units_to_deliver", 100), "BAD", 234),
    ],
)
def test_a_figure_is_judged_to_the_unit(
    metric: Metric, days: int, numbers: tuple[str, int, str, int], status: str, needed: int
) -> None:
    """At the limit, one below and one above it; and how many good ones more it takes."""
    part, count, whole, of = numbers
    value = figure(reported({part: count, whole: of}, on="2020-11-03"), metric, days)
    limit = value.measure.limit

    assert (value.count, value.of) == (count, of)
    assert (value.status.name, value.needed) == (status, needed)
    # The smallest number that brings it back, found by counting up.
    more = 0 if value.measure.definition.faults else 1
    assert limit is not None
    assert limit.met_by(count + more * needed, of + needed) is True
    if needed:
        assert limit.met_by(count + more * (needed - 1), of + needed - 1) is False


@pytest.mark.parametrize(
    ("at", "in_time", "status"),
    [
        # Of 100 tracked units 90 are exactly 90 %, more than which is asked since then.
        ("2024-09-25T00:00:00Z", 90, "BAD"),
        ("2024-09-25T00:00:00Z", 91, "GOOD"),
        ("2024-09-24T23:59:59Z", 91, "BAD"),
    ],
)
def test_targets_are_those_of_the_day(at: str, in_time: int, status: str) -> None:
    """Units on time: more than 97 % was advised, until 90 % became a condition in the US."""
    report = reported(
        {"units_in_time": in_time, "units_to_deliver": 100}, on="2024-09-14", at=instant(at)
    )

    assert figure(report, Metric.ON_TIME_DELIVERY).status.name == status


def test_invoices_are_measured_where_they_are_asked_for() -> None:
    """315 of 9,001 is less than 5 %, in Germany; in the US there is no such rate."""
    numbers = {"invoices": 9001, "invoices_defective": 315, "invoices_missing": 214}
    numbers["invoices_late"] = 101
    report = reported(numbers, on="2020-11-14", where=("DE", "MFN", ""), marketplace="DE")
    value = figure(report, Metric.INVOICE_DEFECTS)

    assert (value.count, value.of, value.status) == (315, 9001, HealthStatus.GOOD)
    assert value.parts == {"invoices_missing": 214, "invoices_late": 101}
    elsewhere = reported(numbers)
    assert all(some.measure.metric is not Metric.INVOICE_DEFECTS for some in elsewhere.values)


def test_parts_may_add_up_to_more_than_the_whole() -> None:
    """628 + 442 + 15 = 1,085 defects are 1,078 defective orders; parts have no target."""
    value = figure(
        reported(
            {
                "orders": 539000,
                "orders_defective": 1078,
                "orders_badly_rated": 628,
                "orders_claimed": 442,
                "orders_charged_back": 15,
            }
        ),
        Metric.ORDER_DEFECTS,
    )

    assert value.count == 1078
    assert sum(value.parts.values()) == 1085


def test_of_nothing_there_is_no_data() -> None:
    """Which is neither a pass nor a failure, and forecasts nothing."""
    report = reported({})

    assert {some.status for some in report.values} == {HealthStatus.NONE}
    assert not any(some.has_data or some.forecast for some in report.values)
    assert (report.is_at_risk, report.misses) == (False, ())


def test_days_beside_the_window_do_not_count() -> None:
    """The day before the first and the one after the last, and that of asking."""
    for on in ("2020-11-11", "2020-11-19", "2020-11-20"):
        report = reported({"orders": 1, "orders_cancelled": 1}, on=on)
        assert not figure(report, Metric.CANCELLATIONS).has_data
    for on in ("2020-11-12", "2020-11-18"):
        report = reported({"orders": 1, "orders_cancelled": 1}, on=on)
        assert figure(report, Metric.CANCELLATIONS).of == 1


def test_sellers_are_measured_apart_from_the_marketplaces_own_shipping() -> None:
    """Defects of both are told apart; of what Amazon ships, nothing else is the seller's."""
    report = reported({"orders": 7, "orders_defective": 1}, where=("US", "FBA", ""))

    assert figure(report, Metric.ORDER_DEFECTS, shipper=Fulfilment.MARKETPLACE).of == 7
    assert not figure(report, Metric.ORDER_DEFECTS).has_data
    assert {
        some.measure.metric
        for some in report.values
        if some.measure.fulfilment is Fulfilment.MARKETPLACE
    } == {Metric.ORDER_DEFECTS, Metric.FEEDBACK_SCORE}
    assert {code: fulfilment(row).value for code, row in CHANNELS.items()} == {
        "FBA": "marketplace",
        "SFP": "seller",
        "MFN": "seller",
        "MCF": "marketplace",
        "SHOP": "seller",
    }


def test_one_channel_is_measured_alone() -> None:
    """Prime's rates are of Prime's orders, and others of all that the seller ships."""
    both = reported({"orders": 5}, where=("US", "SFP", ""), on="2020-11-14")
    alone = reported({"orders": 5}, where=("US", "SFP", ""), on="2020-11-14", channel="MFN")

    assert figure(both, Metric.CANCELLATIONS).measure.channels == ("SFP", "MFN")
    assert figure(both, Metric.CANCELLATIONS).of == 5
    assert figure(both, Metric.PRIME_CANCELLATIONS).measure.channels == ("SFP",)
    assert figure(alone, Metric.CANCELLATIONS).of == 0
    assert reported({}, channel="SHOP").values == ()
    with pytest.raises(InvalidValue, match="channel"):
        reported({}, channel="EBAY")


def test_without_a_marketplace_all_are_added_up() -> None:
    """Under the targets that hold everywhere; of one, only its own orders count."""
    german = {"orders": 3}
    everywhere = reported(german, where=("DE", "MFN", ""), on="2020-11-14", marketplace="")
    american = reported(german, where=("DE", "MFN", ""), on="2020-11-14", marketplace="US")

    assert figure(everywhere, Metric.CANCELLATIONS).of == 3
    assert figure(american, Metric.CANCELLATIONS).of == 0


def test_tracking_is_told_by_category_too() -> None:
    """All of it first, then each category of which anything was sent in the window."""
    numbers = {"parcels": 20, "parcels_tracked": 19}
    report = reported(numbers, where=("US", "MFN", "toys"))
    told = [some for some in report.values if some.measure.metric is Metric.VALID_TRACKING]

    assert [(some.category, some.count, some.of) for some in told] == [
        ("", 19, 20),
        ("toys", 19, 20),
    ]
    old = reported(numbers, where=("US", "MFN", "toys"), on="2020-09-01")
    assert all(not some.category for some in old.values)


def test_feedback_is_told_over_four_times() -> None:
    """30, 90 and 365 days, and ever; nobody is bound by it."""
    report = reported({"ratings": 2, "ratings_positive": 1}, on="2019-12-01")
    told = {
        some.measure.window.days: (some.of, some.status, some.needed, some.forecast)
        for some in report.values
        if some.measure.metric is Metric.FEEDBACK_SCORE
        and some.measure.fulfilment is Fulfilment.SELLER
    }

    none = (HealthStatus.NONE, None, None)
    assert told == {30: (0, *none), 90: (0, *none), 365: (2, *none), None: (2, *none)}


def test_targets_that_are_gone_are_not_told() -> None:
    """Prime in Germany asks for no first scan since the agreement."""
    before = reported({}, at="2023-06-20T12:00Z", marketplace="DE")
    after = reported({}, at="2023-06-21T12:00Z", marketplace="DE")

    assert Metric.PRIME_ON_TIME_SHIPMENT in {some.measure.metric for some in before.values}
    assert Metric.PRIME_ON_TIME_SHIPMENT not in {some.measure.metric for some in after.values}


def test_advice_puts_nobody_at_risk() -> None:
    """A figure that misses a limit without consequences is bad, and costs nothing."""
    bad = reported({"messages": 10}, on="2020-11-18")
    late = reported({"orders_to_ship": 1, "orders_late": 1}, on="2020-11-18")

    assert figure(bad, Metric.CONTACT_RESPONSE, 7).status is HealthStatus.BAD
    assert not bad.is_at_risk
    assert late.is_at_risk
    assert {some.measure.metric for some in late.misses} == {Metric.LATE_SHIPMENTS}


@pytest.mark.parametrize(
    ("boundary", "status", "needed"),
    [(None, "BAD", 1), (Boundary.OUT, "BAD", 1), (Boundary.IN, "GOOD", 0)],
)
def test_whether_exactly_the_limit_keeps_to_it_is_for_the_host(
    boundary: Boundary | None, status: str, needed: int
) -> None:
    """Of valid tracking sources say both "greater than 95 %" and "at least"."""
    boundaries = {} if boundary is None else {Metric.VALID_TRACKING: boundary}
    rules = attrs.evolve(RULES, boundaries=boundaries)
    value = figure(
        reported({"parcels": 200, "parcels_tracked": 190}, rules=rules), Metric.VALID_TRACKING
    )

    assert (value.status.name, value.needed) == (status, needed)


def test_both_sides_of_a_limit_can_be_read_either_way() -> None:
    """The share and the side stay; the limit itself goes in or out."""
    assert below(4).read_as(Boundary.IN).met_by(4, 100) is True
    assert below(4).read_as(Boundary.OUT) == below(4)
    assert at_least(90).read_as(Boundary.OUT).met_by(90, 100) is False
    assert at_least(90).read_as(Boundary.IN) == at_least(90)


def test_channels_with_targets_of_their_own_are_told_apart() -> None:
    """A host's row for one channel makes two figures of what was one."""
    own = Target(
        metric=Metric.CANCELLATIONS, effective_from=dt.date.min, limit=below(1), windows=(7,)
    )
    mfn = attrs.evolve(CHANNELS["MFN"], targets=(own,))
    rules = Rules(channels={**CHANNELS, "MFN": mfn}, definitions=DEFINITIONS)
    report = reported({"orders": 200, "orders_cancelled": 2}, on="2020-11-14", rules=rules)
    told = [some for some in report.values if some.measure.metric is Metric.CANCELLATIONS]

    assert [(some.measure.channels, some.of) for some in told] == [(("SFP",), 0), (("MFN",), 200)]
    assert told[1].status is HealthStatus.BAD


def test_a_metric_that_nobody_defines_is_not_told() -> None:
    """A host may leave some out."""
    rules = attrs.evolve(RULES, definitions=())

    assert reported({"orders": 1}, rules=rules).values == ()


def test_no_more_is_asked_of_the_facts_than_windows_need() -> None:
    """Days that are over; but what counts for ever is asked by itself."""
    asked: list[Question] = []

    def ask(question: Question) -> Answer:
        asked.append(question)
        return {}

    health(ask, at=AT, marketplace="US")

    bounded, ever = asked
    # 90 days of answers up to the 19th are the longest.
    assert (bounded.first, bounded.last) == (dt.date(2020, 8, 22), dt.date(2020, 11, 19))
    assert {some.number for some in ever.sums} == {
        "ratings",
        "ratings_positive",
        "ratings_neutral",
        "ratings_negative",
    }
    assert all(some.last == dt.date(2020, 11, 19) for some in ever.sums)
    assert {frozenset(question.where["marketplace"]) for question in asked} == {frozenset({"US"})}


ROW = DEFINITIONS[0]


@pytest.mark.parametrize(
    "said",
    [{"count": "lies"}, {"parts": ("lies",)}, {"delay": 0}, {"windows": (0,)}, {"rate_days": 0}],
)
def test_a_definition_that_means_nothing_is_refused(said: dict[str, Any]) -> None:
    """Numbers that nobody counts, and days that are none."""
    with pytest.raises(InvalidTable):
        attrs.evolve(ROW, **said)


def test_definitions_are_a_table() -> None:
    """One row of each metric on a day; every metric has one, and its source."""
    assert [row.metric for row in DEFINITIONS] == list(
        dict.fromkeys(row.metric for row in DEFINITIONS)
    )
    assert {row.metric for row in DEFINITIONS} == set(Metric)
    assert all(row.source for row in DEFINITIONS)
    assert {row.metric: row.counted_in for row in DEFINITIONS} == COUNTED_IN
    with pytest.raises(InvalidTable, match="two rows"):
        definition_table([ROW, ROW])
    with pytest.raises(InvalidTable, match="no row"):
        definition_table(["x"])  # type: ignore[list-item]
    with pytest.raises(InvalidValue):
        attrs.evolve(ROW, delay="1")  # type: ignore[arg-type]


def test_a_row_of_a_marketplaces_own_comes_first() -> None:
    """A host that knows that a window ends elsewhere says so by a row."""
    own: Definition = attrs.evolve(ROW, marketplace="US", delay=1)
    rules = attrs.evolve(RULES, definitions=definition_table([*DEFINITIONS, own]))

    american = figure(reported({}, rules=rules), Metric.ORDER_DEFECTS)
    german = figure(reported({}, rules=rules, marketplace="DE"), Metric.ORDER_DEFECTS)
    assert american.measure.window.last == dt.date(2020, 11, 19)
    assert german.measure.window.last == dt.date(2020, 11, 4)


def test_prime_is_judged_by_the_same_figures() -> None:
    """Of the longest window of each metric, and of what the seller ships alone."""
    numbers = {"orders": 400, "orders_cancelled": 1, "ratings": 2, "parcels": 9, "units_ordered": 9}
    report = reported(numbers, where=("GB", "SFP", "toys"), marketplace="GB", channel="SFP")
    figures = report.figures()
    assert attrs.evolve(report, values=tuple(reversed(report.values))).figures() == figures

    assert figures[Metric.PRIME_CANCELLATIONS] == Figure(1, 400)
    assert figures[Metric.CANCELLATIONS] == Figure(0, 0)
    assert figures[Metric.FEEDBACK_SCORE] == Figure(0, 2)
    seller = PrimeSeller(
        marketplace="GB",
        zone="Europe/London",
        enrolled_at="2020-01-01T00:00Z",
        prime=Shipped(packages=400, figures=figures),
    )
    (clause,) = [
        some
        for some in prime_standing(seller, AT).because
        if some.facts.get("metric") == "prime_cancel_rate"
    ]
    assert clause.facts["met"] is True
    fba = reported({"orders": 7}, where=("US", "FBA", "")).figures()
    assert fba[Metric.ORDER_DEFECTS] == Figure(0, 0)


def test_india_measures_cancellations_over_two_windows() -> None:
    """Less than 2 %, over 7 and 30 days; exactly that many is too much."""
    numbers = {"orders": 50, "orders_cancelled": 1}
    report = reported(numbers, where=("IN", "MFN", ""), on="2020-11-01", marketplace="IN")

    assert figure(report, Metric.CANCELLATIONS, 30).status is HealthStatus.BAD
    assert figure(report, Metric.CANCELLATIONS, 7).status is HealthStatus.NONE


def test_naive_times_are_refused() -> None:
    """As everywhere."""
    with pytest.raises(InvalidValue, match="at"):
        reported({}, at="2020-11-20T09:00:00")
