"""Order reports of generated orders: as a slow definition has them, however put together."""

import datetime as dt
import sqlite3
from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slow_report import Slow, day_of

from ordercore.errors import InvalidValue
from ordercore.kernel.replace import replace
from ordercore.kernel.time import local_date
from ordercore.metrics import OrderReport, Rate, Rates, Totals, order_report
from ordercore.metrics.counting import Question as FactQuestion
from ordercore.metrics.counting import Tally, answer, asked, read, tally_of
from ordercore.metrics.reporting import (
    DIMENSIONS,
    FIGURES,
    SALES,
    SALES_BY_SKU,
    AskedSums,
    figure_named,
    report_of,
    report_wish,
)
from ordercore.orders.address import Address
from ordercore.orders.derived import Subject
from ordercore.orders.parts import ReplacementKind
from ordercore.orders.state import Order
from ordercore.testing.situations import live_order
from ordercore.testing.strategies import orders, zones

PERIODS = st.sampled_from(["day", "week", "month"])

GROUPS = st.sampled_from([None, *DIMENSIONS])


def lives(seed: int, count: int) -> list[Order]:
    """Give orders in the middle of their lives; some are sent in place of others, or to a land."""
    random = Random(seed)  # noqa: S311 - cases to try
    known: list[Order] = []
    for number in range(count):
        order = live_order(random.randrange, random.randrange(25))
        terms = replace(order.terms, service=("", "express")[number % 2])
        if number % 5 == 4:
            terms = replace(terms, replacement=ReplacementKind.EXCHANGE)
        ship_to = (None, Address(country="AT"), Address(country="CH"))[number % 3]
        known.append(replace(order, terms=terms, ship_to=ship_to))
    return known


def subjects(known: list[Order]) -> list[Subject]:
    """Give orders with nothing beside them."""
    return [Subject(order=order) for order in known]


def agrees(totals: Totals, slow: Slow) -> None:
    """Check every figure that the slow definition has."""
    for name, expected in slow.figures().items():
        values = figure_named(name).read(totals)
        if isinstance(expected, Mapping):
            assert {word: value for word, value in values.items() if value} == expected, name
        else:
            assert values == {"": expected}, name


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("zone", [None, "America/Sao_Paulo"])
def test_a_slow_definition_gives_the_same_by_time(seed: int, zone: str | None) -> None:
    """Of every period, and of the whole."""
    known = lives(seed, 12)

    report = order_report(known, by=("day", "week", "month")[seed % 3], zone=zone)

    assert report.periods
    agrees(report.totals, Slow(known, None, zone))
    for period in report.periods:
        length = (period.ends - period.begins).days + 1
        days = {period.begins + dt.timedelta(days=number) for number in range(length)}
        agrees(period.totals, Slow(known, days, zone))


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_a_slow_definition_gives_the_same_by_dimension(dimension: str) -> None:
    """Of every group, in the figures that are told by it."""
    for seed in range(3):
        known = lives(seed, 12)

        report = order_report(known, by=dimension)

        assert report.groups
        for group in report.groups:
            slow = Slow(known, None, None, dimension=dimension, word=group.name)
            told = {figure.name for figure in report.figures}
            for name, expected in slow.figures().items():
                if name in told:
                    values = figure_named(name).read(group.totals)
                    if isinstance(expected, Mapping):
                        values = {word: value for word, value in values.items() if value}
                        assert values == expected, name
                    else:
                        assert values == {"": expected}, name


@given(st.lists(orders(steps=8), max_size=6), PERIODS, GROUPS, zones() | st.none(), st.randoms())
@settings(max_examples=25, deadline=None)
def test_law_6_the_order_of_orders_does_not_matter(
    known: list[Order], by: str, group: str | None, zone: str | None, random: Random
) -> None:
    """Shuffled, a report is the same."""
    shuffled = [*known]
    random.shuffle(shuffled)

    assert order_report(shuffled, by=by, group=group, zone=zone) == order_report(
        known, by=by, group=group, zone=zone
    )


@given(st.integers(0, 1_000), st.integers(0, 8), PERIODS, GROUPS)
@settings(max_examples=20, deadline=None)
def test_law_6_tallies_of_parts_give_the_report_of_the_whole(
    seed: int, cut: int, by: str, group: str | None
) -> None:
    """Counted in two parts and merged, or kept while orders change: as if computed at once."""
    known = lives(seed, 8)
    tallies: dict[str, Tally] = {}
    for table in (SALES, SALES_BY_SKU):
        tally = tally_of(table, subjects(known[:cut]))
        tally.merge(tally_of(table, subjects(known[cut:])))
        other = Subject(order=lives(seed + 1, 1)[0])
        tally.change(table.facts(subjects(known)[0]), table.facts(other))
        tally.change(table.facts(other), table.facts(subjects(known)[0]))
        tallies[table.name] = tally

    def ask(question: FactQuestion) -> Mapping[tuple[str | dt.date, ...], tuple[int, ...]]:
        return answer(question, tallies[question.table.name])

    wish = report_wish(by=by, group=group)

    assert report_of(wish, AskedSums(ask).sums(wish.questions)) == order_report(
        known, by=by, group=group
    )
    with pytest.raises(InvalidValue, match="marketplace's own"):
        AskedSums(ask).sums(report_wish(zone="UTC").questions)


@pytest.mark.parametrize("group", [None, "channel", "sku", "carrier", "reason"])
def test_sql_over_the_rows_of_a_store_gives_the_same_report(group: str | None) -> None:
    """Asked of SQLite by the one text for all databases, cut, compared and converted."""
    known = lives(7, 12)
    database = sqlite3.connect(":memory:")
    for table in (SALES.table, SALES_BY_SKU.table):
        names = [column.name for column in table.columns]
        rows = [row for subject in subjects(known) for row in table.rows(subject)]
        database.execute(f"CREATE TABLE {table.name} ({', '.join(names)})")
        marks = ", ".join("?" * len(names))
        database.executemany(f"INSERT INTO {table.name} VALUES ({marks})", rows)  # noqa: S608

    def ask(question: FactQuestion) -> Mapping[tuple[str | dt.date, ...], tuple[int, ...]]:
        text = asked(question, source=question.table.name)
        return read(question, database.execute(text.text, text.bound))

    rows_of_rates = (Rate("JPY", "0.00613"), Rate("KWD", "3.0371"), Rate("USD", "0.9213"))
    said = {
        "by": "week",
        "group": group,
        "first": dt.date(2026, 3, 10),
        "last": dt.date(2026, 5, 10),
        "compare": True,
        "rates": Rates(to="EUR", rows=rows_of_rates),
    }
    wish = report_wish(**said)  # type: ignore[arg-type]

    told = report_of(wish, AskedSums(ask).sums(wish.questions))

    assert told == order_report(known, **said)  # type: ignore[arg-type]
    assert told.totals != Totals()
    database.close()


@given(st.integers(0, 1_000), PERIODS, GROUPS, st.booleans())
@settings(max_examples=20, deadline=None)
def test_parts_add_up_to_the_whole(seed: int, by: str, group: str | None, convert: bool) -> None:
    """Periods always; groups in what does not overlap; converted amounts to the last cent."""
    known = lives(seed, 8)
    rates = None
    if convert:
        worths = {"JPY": "0.00613", "KWD": "3.0371", "USD": "0.9213"}
        rates = Rates(to="EUR", rows=tuple(Rate(*row) for row in worths.items()))

    report = order_report(known, by=by, group=group, rates=rates)

    assert _sums(report, [period.totals for period in report.periods]) == _sums(
        report, [report.totals]
    )
    for period in report.periods:
        adding = [
            figure
            for figure in report.figures
            if figure.kind.adds_up and group not in (None, *figure.overlaps)
        ]
        parts = sum((one.totals for one in period.groups), Totals())
        for figure in adding:
            assert _plain(figure.read(parts)) == _plain(figure.read(period.totals)), figure.name


def _sums(report: OrderReport, parts: list[Totals]) -> dict[str, Mapping[str, Fraction]]:
    whole = sum(parts, Totals())
    return {
        figure.name: _plain(figure.read(whole)) for figure in report.figures if figure.kind.adds_up
    }


def _plain(values: Mapping[str, Fraction]) -> Mapping[str, Fraction]:
    return {word: value for word, value in values.items() if value}


@given(st.integers(0, 1_000), st.none() | zones())
@settings(max_examples=15, deadline=None)
def test_cut_days_are_the_same_as_days_counted_alone(seed: int, zone: str | None) -> None:
    """A report of some days has what a report of everything has on them."""
    known = lives(seed, 6)
    whole = order_report(known, zone=zone)
    first, last = whole.periods[0].begins, whole.periods[-1].ends
    middle = first + (last - first) // 2

    some = order_report(known, first=middle, last=last, zone=zone)

    days = [period for period in whole.periods if period.begins >= middle]
    assert [(p.begins, p.totals) for p in some.periods] == [(p.begins, p.totals) for p in days]
    assert some.totals == sum((period.totals for period in days), Totals())


@given(st.integers(0, 1_000), PERIODS)
@settings(max_examples=15, deadline=None)
def test_what_was_before_is_the_report_of_before(seed: int, by: str) -> None:
    """Compared with the period before is the same as asking for it."""
    known = lives(seed, 6)
    whole = order_report(known, by=by, compare=True)

    befores = [period.before for period in whole.periods]

    assert befores == [Totals(), *[period.totals for period in whole.periods[:-1]]]


@given(orders(steps=10), st.none() | zones())
def test_a_fact_stands_on_its_day_and_knows_its_moment(order: Order, zone: str | None) -> None:
    """The day of its marketplace; and any zone's can be told from the moment."""
    for fact in SALES.facts(Subject(order=order)):
        assert fact.day == day_of(fact.at, order, None)
        if zone is not None and zone != "Pacific/Apia":
            assert abs((local_date(fact.at, zone) - fact.day).days) <= 1


def test_memory_is_bounded_by_groups() -> None:
    """A thousand orders of one kind are as many groups as one."""
    order = lives(3, 1)[0]
    tallied = partial(tally_of, SALES)

    assert len(tallied(subjects([order] * 1_000))) == len(tallied(subjects([order])))


def test_generated_orders_have_every_figure() -> None:
    """So that the laws above speak of all of them, but of labels that sellers pay for."""
    known = [order for seed in range(20) for order in lives(seed, 12)]
    totals = order_report(known).totals

    silent = [figure.name for figure in FIGURES if not any(figure.read(totals).values())]
    assert silent == ["return_cost"]
