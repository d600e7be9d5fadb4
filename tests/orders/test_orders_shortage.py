"""Shortage: which lines lack units, who may fill that, and what becomes of it."""

from typing import Any

import pytest

from ordercore.errors import Refused
from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.time import instant
from ordercore.kernel.units import Units
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.decider import allowed, decide, evolve, explain
from ordercore.orders.editing import AmendOrder
from ordercore.orders.ending import VoidPayment
from ordercore.orders.holding import PlaceHold
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.paying import AuthorisePayment, ConfirmPayment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.promised import promised_by_sku, promised_stock, short_since, short_units
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.shortage import FillShortage, RecordShortage, ShortageFilled
from ordercore.orders.sources import Source
from ordercore.orders.sourcing import ReallocateUnits, RecordSourcing
from ordercore.orders.state import Order
from ordercore.orders.world import World

AT = instant("2026-03-02T09:30:00Z")

ONE = World(pools={"MFN": "main"})

TWO = World(pools={"MFN": ("main", "west")})

LINES = (
    Line("A", 5, price="1 EUR"),
    Line("B", 1, price="1 EUR"),
    Line("SET", 2, price="1 EUR", components=(("A", 1), ("C", 2))),
)


def said(command: Any, /, **content: Any) -> Any:
    """Make a command about the order."""
    return command(**{"order_id": "O", "at": AT, **content})


def story(*commands: OrderCommand, world: World = ONE, **placed: Any) -> Order:
    """Give the order after placing it and all commands."""
    order: Order | None = None
    for command in (said(PlaceOrder, **{"channel": "MFN", "lines": LINES, **placed}), *commands):
        for event in decide(order, command, world):
            order = evolve(order, event)
    assert order is not None
    return order


def short(*lines: str) -> OrderCommand:
    """Record lines as short, as stock finds it."""
    command: OrderCommand = said(RecordShortage, by=Actor.SYSTEM, lines=lines)
    return command


def filled(line: str, quantity: int, sku: str = "A") -> OrderCommand:
    """Record units as found in the one pool there is."""
    source = Source(line=line, sku=sku, pool="main", quantity=quantity)
    command: OrderCommand = said(RecordSourcing, by=Actor.SYSTEM, lines=(line,), sources=(source,))
    return command


def units(line: str, quantity: int) -> tuple[Units, ...]:
    """Make units of a line."""
    return (Units(line, quantity),)


PAY = said(ConfirmPayment)


# What an order lacks

LACKS: dict[str, tuple[tuple[OrderCommand, ...], dict[str, int], dict[str, int]]] = {
    "nothing was short": ((), {}, {"A": 7, "B": 1, "C": 4}),
    "a line is short": ((short("1"),), {"1": 5}, {"A": 2, "B": 1, "C": 4}),
    "a bundle is short": ((short("3"),), {"3": 2}, {"A": 5, "B": 1}),
    "a part of it is filled": (
        (short("1"), filled("1", 3)),
        {"1": 2},
        {"A": 5, "B": 1, "C": 4},
    ),
    "all of it is filled": ((short("1"), filled("1", 5)), {}, {"A": 7, "B": 1, "C": 4}),
    "one component of a bundle has come": (
        (short("3"), filled("3", 2)),
        {"3": 2},
        {"A": 7, "B": 1},
    ),
    "what is cancelled was short first": (
        (short("1"), filled("1", 3), said(CancelUnits, reason="no_inventory", units=units("1", 1))),
        {"1": 1},
        {"A": 5, "B": 1, "C": 4},
    ),
    "more is cancelled than was short": (
        (short("1"), filled("1", 3), said(CancelUnits, reason="no_inventory", units=units("1", 3))),
        {},
        {"A": 4, "B": 1, "C": 4},
    ),
    "what ships was promised first": (
        (short("1"), filled("1", 3), PAY, said(ConfirmShipment, units=units("1", 2))),
        {"1": 2},
        {"A": 3, "B": 1, "C": 4},
    ),
    "more ships than was promised": (
        (short("1"), filled("1", 3), PAY, said(ConfirmShipment, units=units("1", 4))),
        {"1": 1},
        {"A": 2, "B": 1, "C": 4},
    ),
    "from the pool by its name": (
        (short("1"), filled("1", 3), PAY, said(ConfirmShipment, units=units("1", 4), pool="main")),
        {"1": 1},
        {"A": 2, "B": 1, "C": 4},
    ),
    "what is taken out was short first": (
        (short("1"), filled("1", 3), said(AmendOrder, units=units("1", 2))),
        {},
        {"A": 5, "B": 1, "C": 4},
    ),
    "all has shipped": ((short("1"), PAY, said(ConfirmShipment)), {}, {}),
    "short again is short of all": (
        (short("1"), filled("1", 3), short("1")),
        {"1": 5},
        {"A": 2, "B": 1, "C": 4},
    ),
    "short again after all was filled": (
        (short("1"), filled("1", 5), short("1")),
        {"1": 5},
        {"A": 2, "B": 1, "C": 4},
    ),
}


@pytest.mark.parametrize("case", LACKS)
def test_what_an_order_lacks_and_what_it_is_promised(case: str) -> None:
    """Of each line, what waits is either short or promised."""
    commands, lacks, promised = LACKS[case]

    order = story(*commands)

    assert short_units(order) == order.short_units == lacks
    assert promised_by_sku(order) == promised


def test_a_line_is_recorded_as_short_once() -> None:
    """Told again, nothing happens; only where a part was filled since is it news."""
    once = story(short("1"))
    some = story(short("1"), filled("1", 3))

    assert decide(once, short("1"), ONE) == ()
    (event,) = decide(some, short("1", "2"), ONE)
    after = evolve(some, event)
    assert (after.short, after.sources) == (("1", "2"), ())


def test_in_a_single_pool_only_what_is_short_has_sources() -> None:
    """All else is promised whole; once a line is, its sources go, and it is a line like others."""
    part, whole = story(short("1"), filled("1", 3)), story(short("1"), filled("1", 5))

    assert [(some.line, some.quantity) for some in part.sources] == [("1", 3)]
    assert part.short == ("1",)
    assert (whole.short, whole.sources) == ((), ())
    assert {r.code for r in explain(whole, filled("1", 1), ONE)} == {"sourced_beyond_awaiting"}
    assert {r.code for r in explain(part, filled("1", 3), ONE)} == {"sourced_beyond_awaiting"}
    assert not explain(part, filled("1", 2), ONE)


def test_nothing_is_moved_between_pools_where_there_is_one() -> None:
    """That something comes from it after all is no reason to offer another."""
    order = story(short("1"), filled("1", 3))

    assert not [some for some in allowed(order, AT, ONE) if isinstance(some, ReallocateUnits)]
    (refused,) = explain(order, said(ReallocateUnits, pool="main"), ONE)
    assert refused.code == "pool_ships_nothing"


def test_an_order_whose_stock_we_do_not_keep_is_promised_nothing() -> None:
    """Whoever keeps it knows."""
    order = story(short("1"), world=World())

    assert (promised_stock(order), short_units(order)) == ({}, {"1": 5})


# Filling

REFUSED: dict[str, tuple[tuple[OrderCommand, ...], World, dict[str, Any], set[str]]] = {
    "nothing is short": ((), ONE, {}, {"nothing_short"}),
    "all of it has shipped": (
        (short("1"), PAY, said(ConfirmShipment)),
        ONE,
        {},
        {"nothing_short"},
    ),
    "the order is over": (
        (short("1"), said(CancelUnits, reason="no_inventory")),
        ONE,
        {},
        {"nothing_short"},
    ),
    "all of it is promised": ((short("1"), filled("1", 5)), ONE, {}, {"nothing_short"}),
    "more than is short": (
        (short("1"), filled("1", 3)),
        ONE,
        {"units": units("1", 3)},
        {"units_not_short"},
    ),
    "more than is short, in two parts": (
        (short("1"), filled("1", 3)),
        TWO,
        {"units": (*units("1", 1), *units("1", 2))},
        {"units_not_short"},
    ),
    "another line": ((short("1"),), ONE, {"units": units("2", 1)}, {"units_not_short"}),
    "no such line": ((short("1"),), ONE, {"units": units("9", 1)}, {"units_not_short"}),
    "stock that we do not keep": ((short("1"),), World(), {}, {"stock_not_kept"}),
    "before it was placed": (
        (short("1"),),
        ONE,
        {"at": AT.subtract(seconds=1)},
        {"before_placed"},
    ),
    "by the buyer": ((short("1"),), ONE, {"by": Actor.BUYER}, {"actor_may_not"}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_filled_is_refused(case: str) -> None:
    """With a code for each reason."""
    commands, world, content, codes = REFUSED[case]
    order = story(*commands, world=world)

    with pytest.raises(Refused) as refused:
        decide(order, said(FillShortage, **content), world)

    assert set(refused.value.codes) == codes


@pytest.mark.parametrize("world", [ONE, TWO], ids=["one pool", "several"])
def test_what_is_asked_for_is_all_that_is_short_or_what_is_named(world: World) -> None:
    """The event says what was asked for; how much there is of it, stock says."""
    order = story(short("1", "3"), world=world)

    (all_,) = decide(order, said(FillShortage), world)
    (some,) = decide(order, said(FillShortage, units=units("3", 1)), world)

    assert isinstance(all_, ShortageFilled)
    assert isinstance(some, ShortageFilled)
    assert all_.units == (*units("1", 5), *units("3", 2))
    assert some.units == units("3", 1)
    assert evolve(order, all_) == order


def test_a_hold_keeps_from_shipping_and_not_from_being_promised() -> None:
    """Whoever looks into the order should find its units there when they are through."""
    held = story(short("1"), PAY, said(PlaceHold, kind="manual", owner="ann"))

    assert decide(held, said(FillShortage), ONE)


def test_filling_is_offered_where_something_is_short() -> None:
    """And the offer asks for all of it."""
    offered = [some for some in allowed(story(short("1")), AT, ONE) if type(some) is FillShortage]

    assert [some.units for some in offered] == [units("1", 5)]
    assert not [some for some in allowed(story(), AT, ONE) if type(some) is FillShortage]


# The line in which they wait

LATER, LATEST = AT.add(hours=1), AT.add(hours=2)

AUTHORISED = said(AuthorisePayment, payment_id="V", at=LATER)

SINCE: dict[str, tuple[tuple[OrderCommand, ...], dict[str, Any], Any]] = {
    "nobody has paid": ((), {}, AT),
    "it was paid": ((said(ConfirmPayment, at=LATER),), {}, LATER),
    "the first of two payments": (
        (said(ConfirmPayment, at=LATER, amount=Money(100, "EUR")), said(ConfirmPayment, at=LATEST)),
        {},
        LATER,
    ),
    "the first is gone": (
        (
            AUTHORISED,
            said(VoidPayment, payment_id="V", at=LATER),
            said(ConfirmPayment, at=LATEST),
        ),
        {},
        LATEST,
    ),
    "it was accepted elsewhere": (
        (said(ConfirmPayment, at=LATER, imported=True),),
        {"imported": True},
        AT,
    ),
}


@pytest.mark.parametrize("case", SINCE)
def test_an_order_waits_since_it_was_paid_or_accepted_elsewhere(case: str) -> None:
    """A payment that has come to nothing gives no place in line."""
    commands, placed, since = SINCE[case]

    assert short_since(story(*commands, **placed)) == since
