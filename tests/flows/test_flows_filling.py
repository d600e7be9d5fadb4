"""Filling what is short: for how many units stock reaches."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.flows.filling import within_reach
from ordercore.kernel.actors import Actor
from ordercore.kernel.time import instant
from ordercore.kernel.units import Units
from ordercore.orders.decider import decide, evolve
from ordercore.orders.line import Line
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.shortage import RecordShortage
from ordercore.orders.sources import Source
from ordercore.orders.sourcing import RecordSourcing
from ordercore.orders.state import Order
from ordercore.orders.world import World

AT = instant("2026-03-02T09:30:00Z")

WORLD = World(pools={"MFN": ("main", "west")})

LINES = (
    Line("A", 4, price="1 EUR"),
    Line("SET", 3, price="1 EUR", components=(("A", 2), ("B", 1))),
    Line("A", 2, price="1 EUR"),
)


def order(*sources: tuple[str, str, int]) -> Order:
    """Give an order of which all is short, but what some sources give."""
    found: Order | None = None
    place = PlaceOrder(order_id="O", at=AT, channel="MFN", lines=LINES)
    lacks = RecordShortage(order_id="O", at=AT, by=Actor.SYSTEM, lines=("1", "2", "3"))
    given = [Source(line=line, sku=sku, pool="west", quantity=n) for line, sku, n in sources]
    sourced = RecordSourcing(
        order_id="O",
        at=AT,
        by=Actor.SYSTEM,
        lines=tuple(dict.fromkeys(some.line for some in given)),
        sources=tuple(given),
    )
    for command in (place, lacks, *((sourced,) if given else ())):
        for event in decide(found, command, WORLD):
            found = evolve(found, event)
    assert found is not None
    return found


ALL = {"1": 4, "2": 3, "3": 2}

REACH: dict[str, tuple[Order, dict[str, int], dict[str, int], dict[str, int]]] = {
    "nothing is there": (order(), {"1": 4, "2": 3}, {}, {}),
    "all is there": (
        order(),
        {"1": 4, "2": 3, "3": 2},
        {"A": 12, "B": 3},
        {"1": 4, "2": 3, "3": 2},
    ),
    "a part is there": (order(), {"1": 4}, {"A": 3}, {"1": 3}),
    "no more than was asked for": (order(), {"1": 2}, {"A": 9}, {"1": 2}),
    "the first line first": (order(), {"1": 4, "3": 2}, {"A": 5}, {"1": 4, "3": 1}),
    "as they are named": (order(), {"3": 2, "1": 4}, {"A": 5}, {"3": 2, "1": 3}),
    "whole sets": (order(), {"2": 3}, {"A": 5, "B": 3}, {"2": 2}),
    "a component is missing": (order(), {"2": 3, "3": 2}, {"A": 9}, {"3": 2}),
    "less than a set": (order(), {"2": 3, "3": 2}, {"A": 1, "B": 9}, {"3": 1}),
    "a component has come before": (order(("2", "A", 4)), {"2": 3}, {"B": 9}, {"2": 2}),
    "one of a set has come before": (
        order(("2", "A", 3), ("2", "B", 1)),
        {"2": 2},
        {"A": 1, "B": 5},
        {"2": 1},
    ),
}


@pytest.mark.parametrize("case", REACH)
def test_stock_reaches_for_so_many(case: str) -> None:
    """Line by line as they are named, and of a bundle for whole ones."""
    some, asked, left, reached = REACH[case]

    found = within_reach(some, [Units(line, number) for line, number in asked.items()], left)

    assert found == reached


Counts = st.integers(0, 12)


@given(
    st.fixed_dictionaries({"A": Counts, "B": Counts}),
    st.fixed_dictionaries({"1": st.integers(1, 4), "2": st.integers(1, 3), "3": st.integers(1, 2)}),
    st.permutations(("1", "2", "3")),
)
def test_law_no_more_is_reached_than_there_is_and_no_line_could_have_more(
    left: Mapping[str, int], asked: Mapping[str, int], turns: list[str]
) -> None:
    """Greedy and exact: what is left then is too little for one unit more of any line."""
    some = order()

    found = within_reach(some, [Units(line, asked[line]) for line in turns], left)

    rest = dict(left)
    for line, number in found.items():
        for sku, units in some.line(line).stock_units(number):
            rest[sku] -= units
    assert min(rest.values()) >= 0
    for line, number in asked.items():
        assert 0 < found.get(line, 1) <= number
        wants = some.line(line).stock_units(1)
        assert found.get(line, 0) == number or any(rest[sku] < units for sku, units in wants)
