"""Laws of account health: as a slow definition has it, in any order, in parts, step by step."""

import datetime as dt
import sqlite3
from random import Random

import pytest
from health_orders import DAY, PLACED, Made, many, moved, noted
from hypothesis import given, settings
from hypothesis import strategies as st
from slow_health import EVENTS, slow

from ordercore.channels import Metric
from ordercore.metrics.counting import (
    Answer,
    Fact,
    FactTable,
    Question,
    Tally,
    answer,
    asked,
    read,
    tally_of,
)
from ordercore.metrics.health import AccountHealth, health, health_table, made_by, made_by_rows
from ordercore.orders.derived import Subject
from ordercore.testing.situations import walk


def reported(made: list[Made], marketplace: str, day: int, table: FactTable) -> AccountHealth:
    """Report account health so many days after the first orders."""
    tally = tally_of(table, [some.subject for some in made])
    at = moved(PLACED, day * DAY)
    return health(lambda asked: answer(asked, tally), at=at, marketplace=marketplace, table=table)


@pytest.mark.parametrize("marketplace", ["US", "DE", "JP"])
@pytest.mark.parametrize("seed", range(4))
def test_every_figure_is_what_the_slow_definition_counts(seed: int, marketplace: str) -> None:
    """Every metric, window and category, of some hundred orders of all kinds."""
    made = many(seed, 150)
    table = health_table(noting=noted(made))
    seen = set[Metric]()
    for day in (5, 18, 31, 60):
        for value in reported(made, marketplace, day, table).values:
            measure = value.measure
            if measure.metric in EVENTS:
                assert (value.count, value.of) == slow(
                    measure.metric,
                    made,
                    channels=measure.channels,
                    marketplace=marketplace,
                    first=measure.window.first,
                    last=measure.window.last,
                    category=value.category,
                ), (measure.metric, measure.window)
                if value.of:
                    seen.add(measure.metric)

    assert len(seen) >= 11


def test_the_generated_orders_meet_every_metric() -> None:
    """A law over orders in which nothing happens would prove nothing."""
    made = many(7, 400)
    table = health_table(noting=noted(made))
    tally = tally_of(table, [some.subject for some in made])
    totals = dict.fromkeys(table.numbers, 0)
    for _, sums in tally.groups():
        for name, number in zip(table.numbers, sums, strict=True):
            totals[name] += number

    assert [name for name, number in totals.items() if not number] == []


@pytest.mark.parametrize("marketplace", ["", "US"])
def test_the_same_sql_text_gives_the_same_report(marketplace: str) -> None:
    """Rows in a database, asked in its language, say what a tally says."""
    made = many(3, 150)
    table = health_table(noting=noted(made))
    tally = tally_of(table, [some.subject for some in made])
    columns = [column.name for column in table.table.columns]
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE TABLE facts ({', '.join(columns)})")
    marks = ", ".join("?" * len(columns))
    for some in made:
        rows = list(table.table.rows(some.subject))
        database.executemany(f"INSERT INTO facts VALUES ({marks})", rows)  # noqa: S608

    def ask(question: Question) -> Answer:
        text = asked(question, source="facts")
        return read(question, database.execute(text.text, text.bound))

    for day in (18, 31):
        at = moved(PLACED, day * DAY)
        told = health(ask, at=at, marketplace=marketplace, table=table)
        assert told == health(
            lambda question: answer(question, tally), at=at, marketplace=marketplace, table=table
        )
        assert sum(value.of for value in told.values) > 20


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6), cut=st.integers(0, 40), shuffling=st.integers(0, 10**6))
def test_law_6_parts_merged_in_any_order_are_the_whole(seed: int, cut: int, shuffling: int) -> None:
    """Shuffled, split and merged, orders give the same sums."""
    made = many(seed, 40)
    table = health_table(noting=noted(made))
    subjects = [some.subject for some in made]
    whole = tally_of(table, subjects)
    Random(shuffling).shuffle(subjects)  # noqa: S311
    merged = tally_of(table, subjects[cut:])
    merged.merge(tally_of(table, subjects[:cut]))

    assert merged == whole


@settings(max_examples=25)
@given(seed=st.integers(0, 10**6))
def test_law_6_kept_up_event_by_event_is_counted_anew(seed: int) -> None:
    """A tally that follows an order through its life is that of the order as it is at last."""
    table = health_table()
    kept, last = Tally(table), None
    facts: list[Fact] = []
    for step in walk(Random(seed).randrange, 18):  # noqa: S311
        if step.after is not None:
            last = step.after
            now = list(table.facts(Subject(order=last)))
            kept.change(facts, now)
            facts = now

    assert kept == tally_of(table, [] if last is None else [Subject(order=last)])


@pytest.mark.parametrize("seed", range(3))
def test_the_orders_behind_a_figure_are_those_that_make_it(seed: int) -> None:
    """Without them nothing is wrong any more, and none of them is left out."""
    made = many(seed, 150)
    table = health_table(noting=noted(made))
    for value in reported(made, "US", 31, table).values:
        behind = set(made_by(value, [some.subject for some in made], table))
        rows = [
            (some.subject.order.id, cells)
            for some in made
            for cells in table.table.rows(some.subject)
        ]
        assert set(made_by_rows(value, rows, table)) == behind
        rest = [some for some in made if some.subject.order.id not in behind]
        wrong = value.count if value.measure.definition.faults else value.of - value.count
        left = [
            other
            for other in reported(rest, "US", 31, table).values
            if (other.measure, other.category) == (value.measure, value.category)
        ]
        assert bool(behind) == bool(wrong)
        # A category of which all parcels are at fault is not there any more.
        assert len(left) == 1 or value.category
        for other in left:
            assert other.count == (0 if value.measure.definition.faults else other.of)


def test_days_are_those_of_utc() -> None:
    """A table has plain days, whatever the zone of a moment was."""
    (fact, *_) = health_table().facts(many(1, 2)[1].subject)

    assert type(fact.day) is dt.date
