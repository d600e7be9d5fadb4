"""Questions: what they mean, what is refused, and that SQL means the same."""

import datetime as dt
import sqlite3
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.errors import InvalidValue
from ordercore.metrics.counting import (
    DAY,
    Answer,
    Fact,
    FactTable,
    Question,
    Sum,
    Tally,
    answer,
    asked,
    read,
)
from ordercore.testing.counts import AT, BEGIN, TABLE, WORDS, rows_of

DAYS = st.integers(0, 5).map(lambda days: BEGIN + dt.timedelta(days=days))

FACTS = st.lists(
    st.builds(
        lambda day, words, numbers: Fact(AT, day, words, numbers),
        DAYS,
        st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)),
        st.tuples(st.integers(-2, 2), st.integers(-(10**12), 10**12)),
    ),
    max_size=12,
)

_WHERE = st.dictionaries(
    st.sampled_from(TABLE.words), st.frozensets(st.sampled_from(WORDS), max_size=3), max_size=2
)

_SUMS = st.builds(
    Sum,
    number=st.sampled_from(TABLE.numbers),
    first=st.none() | DAYS,
    last=st.none() | DAYS,
    where=_WHERE,
)

QUESTIONS = st.builds(
    Question,
    table=st.just(TABLE),
    sums=st.lists(_SUMS, min_size=1, max_size=3),
    by=st.lists(st.sampled_from((DAY, *TABLE.words)), max_size=3, unique=True),
    where=_WHERE,
)


def tally(facts: Iterable[Fact]) -> Tally:
    """Count facts."""
    counted = Tally(TABLE)
    counted.add(facts)
    return counted


def slow(question: Question, facts: list[Fact]) -> Answer:
    """Answer by looking at every fact for every sum: the meaning of a question, word by word."""
    answered: dict[tuple[object, ...], list[int]] = {}
    for place, some in enumerate(question.sums):
        for fact in facts:
            told = {**dict(zip(TABLE.words, fact.words, strict=True)), DAY: fact.day}
            if any(told[name] not in words for name, words in question.where.items()):
                continue
            if any(told[name] not in words for name, words in some.where.items()):
                continue
            if some.first is not None and fact.day < some.first:
                continue
            if some.last is not None and fact.day > some.last:
                continue
            key = tuple(told[by] for by in question.by)
            sums = answered.setdefault(key, [0] * len(question.sums))
            sums[place] += fact.numbers[TABLE.numbers.index(some.number)]
    return {key: tuple(sums) for key, sums in answered.items() if any(sums)}  # type: ignore[misc]


def in_sqlite(question: Question, facts: list[Fact]) -> Answer:
    """Answer by SQLite, beside facts of another seller."""
    connection = sqlite3.connect(":memory:")
    columns = ", ".join(column.name for column in TABLE.table.columns)
    connection.execute(f"CREATE TABLE ordercore_asked (seller, {columns})")
    for seller, times in (("ours", 1), ("theirs", 7)):
        more = [
            Fact(AT, f.day, f.words, (times * f.numbers[0], times * f.numbers[1])) for f in facts
        ]
        for _, cells in rows_of(more):
            marks = ", ".join("?" * len(cells))
            connection.execute(
                f"INSERT INTO ordercore_asked VALUES (?, {marks})",  # noqa: S608
                (seller, *cells),
            )
    found = asked(question, source="ordercore_asked", seller="ours")
    rows = connection.execute(found.text, found.bound).fetchall()
    connection.close()
    return read(question, rows)


@given(QUESTIONS, FACTS)
def test_a_tally_and_sql_answer_what_is_meant(question: Question, facts: list[Fact]) -> None:
    """A tally, SQLite, and a loop over all facts give the same sums."""
    meant = slow(question, facts)

    assert answer(question, tally(facts)) == meant
    assert in_sqlite(question, facts) == meant


@pytest.mark.parametrize(
    ("sums", "by", "where"),
    [
        ([], [], {}),
        ([Sum(number="parcels")], [], {}),
        ([Sum(number="orders")], ["colour"], {}),
        ([Sum(number="orders")], [], {"colour": ["red"]}),
        ([Sum(number="orders", where={"colour": ["red"]})], [], {}),
    ],
)
def test_what_a_table_does_not_have_is_refused(
    sums: list[Sum], by: list[str], where: dict[str, list[str]]
) -> None:
    """A question names what there is, and asks for something."""
    with pytest.raises(InvalidValue):
        Question(table=TABLE, sums=sums, by=by, where=where)


def test_a_tally_of_other_facts_does_not_answer() -> None:
    """Sums of other things are not taken for an answer."""
    other = FactTable(name="other", words=(), numbers=("orders",), facts=lambda _: ())
    with pytest.raises(InvalidValue, match="asked"):
        answer(Question(table=TABLE, sums=[Sum(number="orders")]), Tally(other))


def test_a_fact_on_the_first_and_the_last_day_counts() -> None:
    """Both ends of a window are in it, and the days beside them are not."""
    facts = [
        Fact(AT, BEGIN + dt.timedelta(days=day), ("fba", "A"), (1, 10**day)) for day in range(5)
    ]
    some = Sum(number="value", first=BEGIN + dt.timedelta(1), last=BEGIN + dt.timedelta(3))

    assert answer(Question(table=TABLE, sums=[some]), tally(facts)) == {(): (1110,)}


def test_nothing_counted_is_no_group() -> None:
    """Without any fact a question has no answer, also from a database that says NULL."""
    question = Question(table=TABLE, sums=[Sum(number="orders")])

    assert answer(question, tally([])) == {}
    assert in_sqlite(question, []) == {}
