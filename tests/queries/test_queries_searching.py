"""Searching: what rows say of orders is what the orders say."""

from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search_engines import Run, duckdb, meant, postgresql, sqlite
from search_samples import EXPRESSIONS, HARD, ORDERS, TESTS, VIEWS

from ordercore.queries.filtering import FIELDS, Expression, Viewpoint
from ordercore.queries.filtering.fields import IS
from ordercore.queries.searching import bounds
from ordercore.queries.searching.kept_fields import (
    AMOUNT_COLUMNS,
    ASKED,
    CODE_COLUMNS,
    ENDING,
    INSTEAD,
    LASTING,
    MOMENT_COLUMNS,
    NUMBER_COLUMNS,
    SEVERAL_MOMENTS,
    SEVERAL_NUMBERS,
    SEVERAL_WORDS,
    WORD_COLUMNS,
)


def test_every_field_is_kept_or_said_why_not() -> None:
    """A field, or a word of what an order is, that is added is found here first."""
    kept = {
        "id",
        "text",
        *WORD_COLUMNS,
        *CODE_COLUMNS,
        *NUMBER_COLUMNS,
        *MOMENT_COLUMNS,
        *AMOUNT_COLUMNS,
        *SEVERAL_WORDS,
        *SEVERAL_MOMENTS,
        *SEVERAL_NUMBERS,
    }
    otherwise = {*INSTEAD, *ASKED}
    words = {word for name, word in {*otherwise, *ENDING} if name == "is"}

    assert kept | {name for name, word in otherwise if word is None} == set(FIELDS)
    assert not kept & {name for name, word in otherwise if word is None}
    assert words | LASTING == set(IS)
    assert not words & LASTING


ENGINES: dict[str, Run] = {}


@pytest.fixture(scope="module", autouse=True)
def engines(postgres_url: str) -> Iterator[None]:
    """Put the orders into every engine once."""
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE SCHEMA apart")
        connection.execute("SET LOCAL search_path TO apart")
        ENGINES.update(
            sqlite=sqlite(ORDERS),
            duckdb=duckdb(ORDERS),
            postgresql=postgresql(ORDERS, connection),
        )
        yield
        ENGINES.clear()
        connection.rollback()


def asked(expression: Expression, view: Viewpoint) -> set[str]:
    """Ask every order."""
    return {order.id for order in ORDERS if expression.holds(order, view)}


def check(expression: Expression, view: Viewpoint) -> None:
    """Ask all engines for both bounds: they agree, and what orders say lies between the two."""
    found = bounds(expression, view)
    those = asked(expression, view)
    for engine, run in ENGINES.items():
        may, must = meant(run, found.may), meant(run, found.must)
        assert must <= those <= may, (engine, str(expression), must - those, those - may)
        if found.is_exact:
            assert may == must


@pytest.mark.parametrize("name", sorted(TESTS))
@settings(max_examples=8)
@given(data=st.data(), view=st.sampled_from(VIEWS))
def test_a_field_means_the_same_to_every_engine(
    name: str, data: st.DataObject, view: Viewpoint
) -> None:
    """In memory, SQLite, PostgreSQL and DuckDB, and where it is negated."""
    expression = data.draw(TESTS[name])

    check(expression, view)
    check(~expression, view)


@pytest.mark.parametrize("name", ["text", "service", "sku", "buyer"])
def test_hard_words_mean_the_same_to_every_engine(name: str) -> None:
    """Signs with a meaning for SQL, letters that fold to several, lengths at a bound."""
    signs = ("%", "_", "!", "\\", "'", '"', "100%", "_wool_", "ss", "ß", "i̇", "σας", "x" * 501)
    for word in (*HARD, *signs, "x" * 99, "x" * 101, "\ufffd", "\0", "\ud800", "\x1f"):
        check(FIELDS[name].is_(word), VIEWS[0])
        check(~FIELDS[name].is_(word), VIEWS[0])


@given(EXPRESSIONS, st.sampled_from(VIEWS))
def test_an_expression_means_the_same_to_every_engine(
    expression: Expression, view: Viewpoint
) -> None:
    """However its parts are joined."""
    check(expression, view)
