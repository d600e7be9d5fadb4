"""The shipped laws notice what breaks them, and say by how much."""

# ruff: noqa: S311 - walks that can be repeated

from random import Random
from typing import Any

import attrs
import pytest

from ordercore.adapters.memory import MemoryStore
from ordercore.errors import Refused
from ordercore.inventory import Reservation, Stock, StockReceived
from ordercore.kernel.charges import Charges
from ordercore.kernel.time import instant
from ordercore.kernel.units import Units
from ordercore.orders.line import Line
from ordercore.orders.parts import Cancellation, Payment, Refund, RefundPart
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.state import Order
from ordercore.ports.store import Commit, Key, Recorded, Row
from ordercore.returns import Received, Return, ReturnUnits
from ordercore.shipping import Parcel
from ordercore.testing import (
    LAWS_OF_AN_ORDER,
    conservation_of_money,
    conservation_of_units,
    explain_agrees_with_decide,
    live_equals_replay,
    live_order,
    next_command,
    portions_add_up,
    refunds_pay_for_what_came_back,
    status_keeps_to_lifecycle,
    stock_is_never_promised_twice,
    taken,
    walk,
)
from ordercore.testing.aiming import aimed
from ordercore.testing.situations import START

AT = instant("2026-03-02T09:30:00Z")


def _order(**changes: Any) -> Order:
    lines = (Line("A", 2, charges=Charges("EUR", item=1000, discount=100)),)
    made = taken(None, PlaceOrder(order_id="O-1", at=AT, channel="MFN", lines=lines)).after
    assert made
    return attrs.evolve(made, **changes)


def _parcel(quantity: int, id: str = "P1") -> Parcel:
    return Parcel(id=id, units=(Units("1", quantity),), shipped_at=AT, delivered_at=AT)


def _cancelled(quantity: int) -> Cancellation:
    return Cancellation((Units("1", quantity),), "x", AT, paid=False)


def _refund(
    units: int = 0, return_id: str | None = None, line: str = "1", **amounts: int
) -> Refund:
    part = RefundPart(line, Charges("EUR", **amounts), units)
    return Refund("F1", (part,), "x", return_id, AT)


PAID = (Payment("", _order().lines[0].charges.money, AT),)  # type: ignore[union-attr]

RETURN = Return(id="R1", units=(ReturnUnits("P1", "1", 3),), reason="x", requested_at=AT)


@pytest.mark.parametrize(
    "broken",
    [
        {"parcels": (_parcel(3),)},
        {"cancellations": (_cancelled(3),)},
        {"parcels": (_parcel(1),), "cancellations": (_cancelled(2),)},
        {"parcels": (_parcel(2),), "returns": (RETURN,)},
        {"lines": (_order().lines[0], _order().lines[0])},
    ],
    ids=["shipped", "cancelled", "both", "returned", "line twice"],
)
def test_broken_units_are_noticed(broken: dict[str, Any]) -> None:
    """More shipped, cancelled or returned than there was."""
    with pytest.raises(AssertionError):
        conservation_of_units(_order(**broken))


@pytest.mark.parametrize(
    "broken",
    [
        {"refunds": (_refund(item=1),)},
        {"payments": PAID, "refunds": (_refund(item=901),)},
        {"payments": PAID * 2, "refunds": (_refund(item=1001, discount=100),)},
        {"payments": PAID * 2, "refunds": (_refund(item=1000),)},
        {"payments": PAID, "refunds": (_refund(item=5, tax=-1),)},
        {"payments": PAID, "refunds": (_refund(line="9", item=5),)},
        {"payments": PAID, "refunds": (_refund(discount=100),)},
    ],
    ids=["unpaid", "beyond", "component", "discount kept", "negative", "no line", "taken"],
)
def test_broken_money_is_noticed(broken: dict[str, Any]) -> None:
    """More refunded than paid or charged, in sum or in a component."""
    with pytest.raises(AssertionError):
        conservation_of_money(_order(**broken))


def test_refunds_beyond_what_came_back_are_noticed() -> None:
    """Two units are paid for, and one has arrived."""
    came = (Received(ReturnUnits("P1", "1", 1), sellable=True, at=AT),)
    rma = attrs.evolve(RETURN, received=came)

    refunds_pay_for_what_came_back(_order(returns=(rma,), refunds=(_refund(1, "R1", item=1),)))
    with pytest.raises(AssertionError, match="paid for beyond"):
        refunds_pay_for_what_came_back(_order(returns=(rma,), refunds=(_refund(2, "R1", item=1),)))


def test_lines_that_cost_nothing_are_dealt_out() -> None:
    """Unknown charges and lines without units break no law."""
    portions_add_up(Line("A", 3))
    portions_add_up(Line("A", 0, price="1 EUR"))
    portions_add_up(Line("A", 3, charges=Charges("EUR", item=100)))


@pytest.mark.parametrize(
    ("stock", "holds"),
    [
        (Stock("A", "main", 5, 2), [Reservation("O-1", "A", "main", 1)]),
        (Stock("A", "main", 1, 2), [Reservation("O-1", "A", "main", 2)]),
        (Stock("A", "main", 5, 1), [Reservation("O-1", "B", "main", 1)]),
        (Stock("A", "main", 5, -1), [Reservation("O-1", "A", "main", 1, 2)]),
    ],
    ids=["lost", "promised twice", "other stock", "negative"],
)
def test_broken_promises_are_noticed(stock: Stock, holds: list[Reservation]) -> None:
    """Totals that do not agree, and promises of what is not there."""
    with pytest.raises(AssertionError):
        stock_is_never_promised_twice(stock, holds)


def test_books_that_are_known_to_be_wrong_may_be() -> None:
    """By so much, and no more."""
    stock, holds = Stock("A", "main", 1, 3), [Reservation("O-1", "A", "main", 3)]

    stock_is_never_promised_twice(stock, holds, overdrawn=2)
    with pytest.raises(AssertionError, match="overdrawn by 1"):
        stock_is_never_promised_twice(stock, holds, overdrawn=1)


KEY = Key("stock", "main/A")


@pytest.mark.parametrize(
    ("row", "places"),
    [
        (Row(Stock("A", "main", 4), 1), (1,)),
        (Row(Stock("A", "main", 5), 2), (1,)),
        (Row(Stock("A", "main", 5), 1), (2,)),
        (Row(Stock("A", "main", 10), 2), (1, 3)),
    ],
    ids=["value", "version", "place", "gap"],
)
def test_a_store_that_differs_from_its_events_is_noticed(row: Row, places: tuple[int, ...]) -> None:
    """By its value, its version, or the places of its events."""
    store = MemoryStore()
    event = StockReceived(quantity=5, at=AT)
    events = tuple(Recorded(stream=KEY, seq=seq, event=event) for seq in places)
    with store.transaction() as transaction:
        transaction.write(Commit(writes={KEY: (row, 0)}, events=events, outbox=(), answered=()))

    with pytest.raises(AssertionError):
        live_equals_replay(store, [KEY])


def test_what_never_happened_agrees_with_its_events() -> None:
    """No row and no events."""
    live_equals_replay(MemoryStore(), [KEY, Key("order", "O-1")])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (_order(parcels=(_parcel(2),), payments=PAID), _order()),
        (_order(cancellations=(_cancelled(2),)), _order()),
        (
            _order(payments=PAID, parcels=(_parcel(1),)),
            _order(payments=PAID, parcels=(attrs.evolve(_parcel(1), delivered_at=None),)),
        ),
        (
            _order(payments=PAID, parcels=(_parcel(1),)),
            _order(payments=PAID, parcels=(_parcel(1, "P2"),)),
        ),
        (None, _order(payments=PAID, parcels=(_parcel(2),))),
    ],
    ids=["unshipped again", "uncancelled", "undelivered", "parcel gone", "shipped at birth"],
)
def test_moves_backward_are_noticed(before: Order | None, after: Order) -> None:
    """Of the order and of its parcels."""
    with pytest.raises(AssertionError):
        status_keeps_to_lifecycle(before, after)


def test_explaining_agrees() -> None:
    """For a command that is refused and one that is accepted."""
    order = live_order(Random(1).randrange, 5)
    for seed in range(30):
        command = next_command(order, Random(seed).randrange, START.add(years=1))

        explain_agrees_with_decide(order, command)


# Walks


def test_the_same_numbers_walk_the_same_way() -> None:
    """A walk can be repeated from its seed."""
    one, other = (list(walk(Random(5).randrange, 30)) for _ in range(2))

    assert [step.command for step in one] == [step.command for step in other]
    assert one[-1].after == other[-1].after


def test_walks_are_mostly_meaningful() -> None:
    """Most commands are accepted, and refusals and settled wishes are among them too."""
    steps = [step for seed in range(60) for step in walk(Random(seed).randrange, 30)]
    refused = sum(step.refused is not None for step in steps)
    quiet = sum(not step.events and step.refused is None for step in steps)

    assert refused < len(steps) / 2
    assert min(refused, quiet) > 0


def test_a_walk_of_aimed_commands_only() -> None:
    """Where nothing wild is wanted, an order still comes to an end."""
    steps = list(walk(Random(3).randrange, 40, wild_too=False))

    assert len(steps) == 40
    for step in steps:
        if step.after:
            for law in LAWS_OF_AN_ORDER:
                law(step.after)


def test_a_walk_ends_where_placing_is_refused() -> None:
    """There is no order to go on with, and none to give."""
    wrong = PlaceOrder(order_id="O-1", at=AT, channel="?", lines=())

    (step,) = walk(Random(1).randrange, 9, place=wrong)

    assert isinstance(step.refused, Refused)
    assert (step.before, step.after, step.events) == (None, None, ())


def test_where_nothing_is_permitted_something_is_asked_all_the_same() -> None:
    """A cancelled order of the own shop permits nothing more."""
    order = _order(cancellations=(_cancelled(2),))

    for seed in range(30):
        assert aimed(order, Random(seed).randrange, AT).order_id == "O-1"
