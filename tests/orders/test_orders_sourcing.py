"""Sourcing of an order: who says so, within what bounds, and what becomes of sources."""

from typing import Any

import pytest

from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.time import instant
from ordercore.kernel.units import Units
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.decider import allowed, decide, evolve, explain
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.shortage import RecordShortage
from ordercore.orders.sources import (
    Source,
    SourcingReason,
    awaiting_stock,
    by_line,
    by_pool,
    pool_of,
)
from ordercore.orders.sourcing import ReallocateUnits, RecordSourcing
from ordercore.orders.state import Order
from ordercore.orders.world import World

AT = instant("2026-03-02T09:30:00Z")

WORLD = World(pools={"MFN": ("east", "west")})

LINES = (
    Line("A", 3, price="1 EUR"),
    Line("A", 2, price="1 EUR"),
    Line("SET", 1, price="1 EUR", components=(("A", 1), ("B", 2))),
)


def said(kind: Any, **content: Any) -> Any:
    """Make a command about the order."""
    return kind(**{"order_id": "O", "at": AT, **content})


def story(*commands: OrderCommand) -> Order:
    """Give the order after placing it and all commands."""
    order: Order | None = None
    for command in (said(PlaceOrder, channel="MFN", lines=LINES), *commands):
        for event in decide(order, command, WORLD):
            order = evolve(order, event)
    assert order is not None
    return order


def source(line: str, sku: str, pool: str, quantity: int) -> Source:
    """Make a source."""
    return Source(line=line, sku=sku, pool=pool, quantity=quantity)


def sourced(*sources: Source, lines: tuple[str, ...] = ("1", "2", "3"), **more: Any) -> Any:
    """Record sources, as the system."""
    return said(RecordSourcing, **{"by": Actor.SYSTEM, "lines": lines, "sources": sources, **more})


ALL = (
    source("1", "A", "east", 3),
    source("2", "A", "west", 2),
    source("3", "A", "west", 1),
    source("3", "B", "east", 2),
)

REFUSED: dict[str, tuple[OrderCommand, dict[str, Any]]] = {
    "sourcing_is_not_told": (sourced(*ALL, by=Actor.SELLER), {"order": "O"}),
    "sourced_from_other_pools": (
        sourced(source("1", "A", "north", 3)),
        {"others": ["north"], "pools": ["east", "west"]},
    ),
    "sourced_beyond_awaiting": (
        sourced(source("1", "A", "east", 3), source("1", "A", "west", 1)),
        {"line": "1", "sku": "A", "sourced": 4, "awaiting": 3},
    ),
    "units_not_sourced": (
        sourced(because=(SourcingReason(code="nothing_wanted"),)),
        {
            "order": "O",
            "skus": ["A", "B"],
            "pools": ["east", "west"],
            "because": ["nothing_wanted"],
        },
    ),
    "pool_not_of_order": (
        said(ReallocateUnits, pool="north"),
        {"pool": "north", "pools": ["east", "west"]},
    ),
    "pool_ships_nothing": (said(ReallocateUnits, pool="east"), {"pool": "east", "order": "O"}),
}


@pytest.mark.parametrize("code", REFUSED)
def test_sourcing_keeps_to_its_bounds(code: str) -> None:
    """Each refusal with its facts."""
    command, facts = REFUSED[code]

    found = {why.code: dict(why.facts) for why in explain(story(), command, WORLD)}

    assert found[code] == facts


def test_sources_of_an_unknown_line_are_beyond_what_awaits() -> None:
    """There is no such line, so nothing of it waits."""
    codes = [why.code for why in explain(story(), sourced(source("9", "A", "east", 1)), WORLD)]

    assert codes == ["sourced_beyond_awaiting"]


def test_lines_that_lack_some_are_short_until_they_are_sourced() -> None:
    """A line of which anything is missing is short; once all is found it is so no more."""
    part = story(sourced(*ALL[:3]))
    whole = story(sourced(*ALL[:3]), sourced(ALL[3], lines=("3",)))

    assert (part.short, part.sources) == (("3",), ALL[:3])
    assert (whole.short, whole.sources) == ((), ALL)


def test_a_failed_pool_is_replaced_whole() -> None:
    """Part of what it was to ship is not enough."""
    before = story(sourced(*ALL))
    moved: dict[str, Any] = {"given_up": ALL[1:3], "failed": "west", "lines": ()}
    half = sourced(source("2", "A", "east", 2), **moved)
    whole = sourced(source("2", "A", "east", 2), source("3", "A", "east", 1), **moved)

    (why,) = explain(before, half, WORLD)
    after = story(sourced(*ALL), whole)

    assert (why.code, why.facts["skus"], why.facts["pools"]) == (
        "units_not_sourced",
        ["A"],
        ["east"],
    )
    assert by_pool(after.sources) == {("east", "A"): 6, ("east", "B"): 2}
    assert by_line(after.sources) == awaiting_stock(after)


def test_reallocations_are_offered_pool_by_pool() -> None:
    """For each pool that is to ship something."""
    offers = [some for some in allowed(story(), AT, WORLD) if isinstance(some, ReallocateUnits)]
    pools = [
        some.pool
        for some in allowed(story(sourced(*ALL)), AT, WORLD)
        if isinstance(some, ReallocateUnits)
    ]

    assert (offers, pools) == ([], ["east", "west"])


def cancelled(line: str, quantity: int) -> Any:
    """Cancel units of a line."""
    return said(CancelUnits, reason="no_inventory", units=(Units(line, quantity),))


def shipped(line: str, quantity: int, pool: str = "") -> Any:
    """Ship units of a line."""
    return said(ConfirmShipment, units=(Units(line, quantity),), pool=pool)


PAID = said(ConfirmPayment)

LEFT: dict[str, tuple[tuple[Any, ...], tuple[Source, ...]]] = {
    "cancelled": (
        (cancelled("1", 2),),
        (source("1", "A", "east", 1), *ALL[1:]),
    ),
    "a cancelled bundle gives up all its components": ((cancelled("3", 1),), ALL[:2]),
    "shipped from where it was": ((PAID, shipped("1", 3)), ALL[1:]),
    "a bundle of two pools has no pool": (
        (PAID, said(ConfirmShipment, units=(Units("1", 3), Units("3", 1)))),
        (ALL[1],),
    ),
    "shipped from elsewhere, lines exchange": (
        (PAID, shipped("1", 3, "west")),
        (source("2", "A", "east", 2), source("3", "A", "east", 1), ALL[3]),
    ),
    "short lines have no sources": (
        (said(RecordShortage, lines=("1",), by=Actor.SYSTEM),),
        ALL[1:],
    ),
}


@pytest.mark.parametrize("case", LEFT)
def test_sources_are_of_what_still_waits(case: str) -> None:
    """What was cancelled or has left comes from nowhere any more."""
    commands, expected = LEFT[case]

    order = story(sourced(*ALL), *commands)

    assert by_line(order.sources) == by_line(expected)
    assert by_pool(order.sources) == by_pool(expected)


POOLS = {
    "of one pool": ((Units("1", 3),), "east"),
    "of the other, or of both": ((Units("2", 2),), "east"),
    "more than the first has": ((Units("1", 3), Units("2", 1)), ""),
    "of no line that is known": ((Units("9", 1),), "east"),
}


@pytest.mark.parametrize("case", POOLS)
def test_a_parcel_leaves_the_first_pool_that_has_all_its_units(case: str) -> None:
    """By SKU, since units of a SKU are all one."""
    some, expected = POOLS[case]

    assert pool_of(story(sourced(*ALL)), some) == expected


@pytest.mark.parametrize(
    "wrong", [{"sku": ""}, {"pool": " "}, {"quantity": 0}, {"quantity": "2"}, {"line": 1}]
)
def test_a_source_is_of_something_and_from_somewhere(wrong: dict[str, Any]) -> None:
    """Blank names and no units are refused."""
    good: dict[str, Any] = {"line": "1", "sku": "A", "pool": "east", "quantity": 1}

    with pytest.raises(InvalidValue):
        Source(**{**good, **wrong})


def test_a_reason_is_written_with_its_pool() -> None:
    """Where it is about one."""
    assert str(SourcingReason(code="pool_failed", pool="east")) == "east: pool_failed"
    assert str(SourcingReason(code="all_or_nothing")) == "all_or_nothing"
    with pytest.raises(InvalidValue):
        SourcingReason(code=1)  # type: ignore[arg-type]
