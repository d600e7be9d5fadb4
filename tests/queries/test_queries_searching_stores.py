"""Searching in stores: whichever way is gone, the same orders are found, and counted."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search_samples import EXPRESSIONS, ORDERS, VIEWS

from ordercore.adapters.sql import open_postgres, open_sqlite
from ordercore.adapters.sql.faceting import facets
from ordercore.adapters.sql.finding import FIRST, Search, along, shortest
from ordercore.adapters.sql.searching import AHEAD, GATHERED, Reach, page
from ordercore.kernel.money import Money
from ordercore.orders.state import Order
from ordercore.ports.store import Store
from ordercore.queries import OrderFilter
from ordercore.queries.faceting import Counting, countable
from ordercore.queries.filtering import (
    FIELDS,
    Comparison,
    Expression,
    Field,
    Meant,
    Viewpoint,
    any_of,
    parse,
    selected,
)
from ordercore.queries.filtering.expression import Test
from ordercore.queries.filtering.kinds import ANY_WORD
from ordercore.queries.searching import Along, placed, ways
from ordercore.testing.store.samples import commit, every, write

VIEW = VIEWS[1]

KNOWN = sorted(ORDERS, key=lambda order: (order.terms.placed_at, order.id))


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory, postgres_url: str) -> Iterator[list[Any]]:
    """Keep orders in both databases; of some, nobody has caught up with what changed."""
    folder: Path = tmp_path_factory.mktemp("stores")
    seller = "who searches"
    with (
        closing(open_sqlite(folder / "shop.db", seller=seller)) as one,
        closing(open_postgres(postgres_url, seller=seller)) as other,
    ):
        for store in (one, other):
            write(store, commit(*KNOWN[5:]))
            while store.catch_up():
                pass
            write(store, commit(*KNOWN[:5]))
        yield [one, other]


def asked(expression: Expression, view: Viewpoint) -> list[str]:
    """Ask every order."""
    return [order.id for order in KNOWN if expression.holds(order, view)]


def ids(orders: Any) -> list[str]:
    """Give the ids of orders."""
    return [order.id for order in orders]


@settings(max_examples=25)
@given(expression=EXPRESSIONS, view=st.sampled_from(VIEWS), limit=st.integers(1, 9))
def test_stores_find_what_is_meant(
    stores: list[Store], expression: Expression, view: Viewpoint, limit: int
) -> None:
    """Page by page, by placement and then by id."""
    wanted = selected(expression, view)
    for store in stores:
        assert ids(every(store.orders, wanted=wanted, limit=limit)) == asked(expression, view)


def never(*_: Any) -> Any:
    """Leave rows aside, which nobody shall."""
    raise AssertionError


@settings(max_examples=25)
@given(expression=EXPRESSIONS, view=st.sampled_from(VIEWS), limit=st.integers(1, 60))
def test_every_way_comes_by_the_same_orders(
    stores: list[Any], expression: Expression, view: Viewpoint, limit: int
) -> None:
    """So whatever is measured, it decides only how long it takes."""
    within = placed(expression, view)
    wanted = OrderFilter(meets=Meant(expression, view))
    start = FIRST if within.first is None else (within.first, "")
    for store in stores:
        search = Search("who searches", wanted, within.beyond, limit, never)
        for way in ways(expression, view):
            found = store._answer(along(search, way, start, ()))

            assert ids(found) == asked(expression, view)[:limit], way


@settings(max_examples=15)
@given(expression=EXPRESSIONS, view=st.sampled_from(VIEWS))
def test_facets_are_those_of_the_orders(
    stores: list[Store], expression: Expression, view: Viewpoint
) -> None:
    """In SQL where rows tell all, and by the orders where a word is too long or too odd."""
    by = countable(["status", "tag", "country", "sku", "carrier"])
    by_words = countable(["service", "status"])
    for some in (by, by_words):
        counting = Counting(some, view)
        for order in KNOWN:
            if expression.holds(order, view):
                counting.add(order)
        for store in stores:
            assert store.facets(selected(expression, view), some, view) == counting.facets


def test_what_has_changed_is_counted_as_it_is(tmp_path: Path) -> None:
    """Though rows say what it was; and a count of one answer is of one moment."""
    by = countable(["status", "sku"])
    counting = Counting(by, VIEW)
    expression = parse("units>1")
    with closing(open_sqlite(tmp_path / "shop.db")) as store:
        write(store, commit(*KNOWN[::2]))
        while store.catch_up():
            pass
        write(store, commit(*KNOWN[1::2]))
        write(store, commit(attrs.evolve(KNOWN[0], lines=KNOWN[0].lines[:1]), was=1))
        for order in every(store.orders, wanted=selected(expression, VIEW), limit=500):
            counting.add(order)

        asked = facets("", selected(expression, VIEW), by, VIEW)
        assert store._answer(asked) == counting.facets


# Ways


@pytest.mark.parametrize(
    ("text", "indexes"),
    [
        ("status:shipped", [["status"]]),
        ("status:shipped,unshipped", [["status", "status"]]),
        ("sku:A status:shipped", [["word"], ["status"]]),
        ("is:late", [["word"], ["ship_by"]]),
        ("is:late,held", [["word", "word"]]),
        ("is:refund_due", []),
        ("pending:payment", [["word"]]),
        ("-status:shipped", []),
        ("text:mug", []),
        ("mug | status:shipped", []),
        ("status:shipped | ship_by<now", [["status", "ship_by"]]),
        ("id:O-1", [[""]]),
        ("total>1EUR shipped:today quantity>9", [["total"], ["number"], ["number"]]),
        ("postcode:787", [["postcode"]]),
        ("placed:today", []),
        ("buyer:" + ",".join(f"b{number}" for number in range(13)), []),
    ],
)
def test_ways_go_along_indexes(text: str, indexes: list[list[str]]) -> None:
    """One way for each part that an order must meet; and last the one along all orders."""
    *found, all_ = ways(parse(text), VIEW)

    assert [[stretch.index for stretch in way.stretches] for way in found] == indexes
    assert [(some.along, some.index) for some in all_.stretches] == [(Along.ORDERS, "placed")]


def test_the_shortest_way_is_measured() -> None:
    """The end of few first, then few in no order, and else where orders lie furthest apart."""
    known = ways(parse("status:shipped channel:MFN ship_by:today"), VIEW)
    status, channel, ship_by, all_ = known
    near, far, end = [(AHEAD,)], [(AHEAD * 1000,)], list[Any]()

    def chosen(*measured: list[Any]) -> Any:
        return shortest(known, [[some] for some in measured], 0)

    assert chosen(near, end, [(3,)]) is channel
    assert chosen(near, far, [(GATHERED,)]) is ship_by
    assert chosen(near, far, [(GATHERED + 1,)]) is channel
    assert chosen(far, near, [(GATHERED + 1,)]) is status
    assert shortest(ways(parse("mug"), VIEW), (), 0).stretches == all_.stretches
    only = ways(parse("ship_by:today"), VIEW)
    assert shortest(only, [[[(GATHERED + 1,)]]], 0) is only[-1]


def test_placement_bounds_every_way() -> None:
    """By all that is asked of it, where each alternative has a bound."""
    first, beyond = placed(parse("placed>=2026-01-02 placed<2026-01-05 sku:A"), VIEW)
    either = placed(parse("placed:2026-01-02,2026-01-04"), VIEW)

    assert (first, beyond) == (1767330000000000, 1767589200000000)
    assert either == (first, beyond)
    assert placed(parse("placed<2026-01-05 | sku:A"), VIEW) == (None, None)


class _Odd(Expression):
    """An expression of a host's own."""

    def holds(self, order: Order, _: Viewpoint) -> bool:
        """Mean every other order."""
        return int(order.id.partition("/")[0][2:]) % 2 == 0


def test_what_is_not_ours_is_asked_of_orders(stores: list[Store]) -> None:
    """Fields and expressions of a host, more values than a database takes, numbers too large."""
    own = Field("status", ANY_WORD, lambda order, _: [order.id], "an id under another name")
    many = FIELDS["id"].is_(*(f"O-{number}" for number in range(2000)))
    huge = Test(FIELDS["total"], Comparison.BELOW, (Money(10**24, "EUR"),))
    few = Test(FIELDS["quantity"], Comparison.BELOW, (10**24,))
    for expression in (own.is_("O-7"), _Odd(), ~_Odd(), many, ~many, huge, ~huge, ~few, any_of()):
        for store in stores:
            found = store.orders(OrderFilter(meets=Meant(expression, VIEW)))

            assert ids(found) == asked(expression, VIEW)


def test_too_many_changes_leave_rows_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then orders are asked by placement, and found all the same."""
    expression = parse("-status:shipped")
    wanted = selected(expression, VIEW)
    with closing(open_sqlite(tmp_path / "shop.db")) as store:
        write(store, commit(*KNOWN))
        for name in ("PENDING", "MOST_PENDING"):
            with monkeypatch.context() as patched:
                patched.setattr(f"ordercore.adapters.sql.finding.{name}", 3)

                assert ids(every(store.orders, wanted=wanted, limit=4)) == asked(expression, VIEW)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "status:shipped,unshipped units>2",
        "sku:A -carrier:UPS shipped>=now-3d",
        "is:late tag:gift",
        "shipped:today | placed<now",
        "delivered:today status:shipped",
        "id:O-1,O-2 returns:open",
        "total>1EUR postcode:787",
        "text:mug is:held",
    ],
)
def test_sqlite_goes_through_no_table(text: str, tmp_path: Path) -> None:
    """Without statistics it takes the index that it is told, and looks up all else by keys."""
    open_sqlite(tmp_path / "shop.db").close()
    with closing(sqlite3.connect(tmp_path / "shop.db")) as connection:
        for way in ways(parse(text), VIEW):
            for stretch in way.stretches:
                asked = page("", stretch, way.rest, Reach(FIRST, None), 50)
                plan = connection.execute(
                    f"EXPLAIN QUERY PLAN {asked.statement.sqlite}", asked.bound
                ).fetchall()
                steps = [step for *_, step in plan]
                through = [step for step in steps if step.startswith("SCAN")]

                assert {step.split()[1] for step in through} <= {"k", "m"}, steps
                if stretch.index:
                    assert f"ordercore_search{_TABLES[stretch.along]}_{stretch.index}" in str(steps)
                if stretch.along.is_sorted:
                    assert steps.count("USE TEMP B-TREE FOR ORDER BY") <= 1, steps


_TABLES = {Along.ORDERS: "", Along.RANGE: "", Along.WORDS: "_words", Along.NUMBERS: "_numbers"}
