"""Stock and reservations: promised once, never twice."""

# ruff: noqa: S311 - walks that can be repeated

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.errors import InvalidValue, Refused
from ordercore.inventory import (
    DECISIONS,
    RESERVATION_LIFECYCLE,
    ConsumeReserved,
    InventoryCommand,
    ReceiveStock,
    ReleaseReserved,
    Reservation,
    ReservationStatus,
    ReservedConsumed,
    ReservedReleased,
    ReserveUnits,
    RestockUnits,
    Shelf,
    Stock,
    StockEvent,
    StockReceived,
    TakeUnreserved,
    UnitsReserved,
    UnitsRestocked,
    UnreservedTaken,
    decide,
    empty_shelf,
    evolve,
    explain,
)
from ordercore.inventory.decider import FOLDS
from ordercore.inventory.events import EVENTS
from ordercore.kernel.time import instant
from ordercore.testing import stock_is_never_promised_twice
from ordercore.testing.stocking import next_command
from ordercore.testing.strategies import inventory_commands

AT = instant("2026-03-02T09:30:00Z")

EMPTY = empty_shelf("A", "main")


def _ordered(kind: Callable[..., InventoryCommand], quantity: int, order: str = "O-1") -> Any:
    return kind(sku="A", pool="main", quantity=quantity, order_id=order, at=AT)


def arrive(quantity: int) -> ReceiveStock:
    """Receive units."""
    return ReceiveStock(sku="A", pool="main", quantity=quantity, at=AT)


def reserve(quantity: int) -> Any:
    """Promise units."""
    return _ordered(ReserveUnits, quantity)


def release(quantity: int) -> Any:
    """Give promised units back."""
    return _ordered(ReleaseReserved, quantity)


def consume(quantity: int) -> Any:
    """Ship promised units."""
    return _ordered(ConsumeReserved, quantity)


def take(quantity: int) -> Any:
    """Ship units that were not promised."""
    return _ordered(TakeUnreserved, quantity)


def restock(quantity: int) -> Any:
    """Put returned units on hand."""
    return _ordered(RestockUnits, quantity)


def after(*commands: InventoryCommand) -> Shelf:
    """Give the shelf after commands that are all accepted."""
    shelf = EMPTY
    for command in commands:
        for event in decide(shelf, command):
            shelf = evolve(shelf, event)
    return shelf


@pytest.mark.parametrize(
    ("given", "command", "event", "on_hand", "reserved", "hold"),
    [
        ((), arrive(5), StockReceived, 5, 0, None),
        ((arrive(5),), reserve(5), UnitsReserved, 5, 5, (5, 0, 0)),
        ((arrive(5), reserve(2)), reserve(3), UnitsReserved, 5, 5, (5, 0, 0)),
        ((arrive(5), reserve(4)), release(3), ReservedReleased, 5, 1, (4, 0, 3)),
        ((arrive(5), reserve(4)), consume(3), ReservedConsumed, 2, 1, (4, 3, 0)),
        ((arrive(5), reserve(4), consume(1)), release(3), ReservedReleased, 4, 0, (4, 1, 3)),
        ((arrive(5),), take(2), UnreservedTaken, 3, 0, None),
        ((arrive(1),), take(3), UnreservedTaken, 0, 0, None),
        ((), restock(2), UnitsRestocked, 2, 0, None),
        ((arrive(2), reserve(2), consume(2)), restock(1), UnitsRestocked, 1, 0, (2, 2, 0)),
    ],
)
def test_what_a_command_does(
    given: tuple[InventoryCommand, ...],
    command: InventoryCommand,
    event: type[StockEvent],
    on_hand: int,
    reserved: int,
    hold: tuple[int, int, int] | None,
) -> None:
    """Each command brings about one event, and the totals follow."""
    shelf = after(*given)
    (happened,) = decide(shelf, command)

    changed = evolve(shelf, happened)

    assert (type(happened), happened.quantity, happened.at) == (event, command.quantity, AT)
    assert changed.stock == Stock("A", "main", on_hand, reserved)
    assert changed.reservation == (Reservation("O-1", "A", "main", *hold) if hold else None)
    assert explain(shelf, command) == ()


def test_what_was_missing_is_told() -> None:
    """Units left that our books did not have: the books were wrong by so much."""
    (event,) = decide(after(arrive(1)), take(3))

    assert event == UnreservedTaken(order_id="O-1", quantity=3, missing=2, at=AT)


@pytest.mark.parametrize(
    ("given", "command", "code", "facts"),
    [
        ((), reserve(1), "stock_is_short", {"asked": 1, "available": 0}),
        ((arrive(5), reserve(3)), reserve(3), "stock_is_short", {"asked": 3, "available": 2}),
        ((arrive(5),), release(1), "not_reserved", {"asked": 1, "held": 0}),
        ((arrive(5),), consume(1), "not_reserved", {"asked": 1, "held": 0}),
        ((arrive(5), reserve(2)), consume(3), "not_reserved", {"asked": 3, "held": 2}),
        (
            (arrive(5), reserve(2), release(1), consume(1)),
            release(1),
            "not_reserved",
            {"asked": 1, "held": 0},
        ),
    ],
)
def test_what_is_refused(
    given: tuple[InventoryCommand, ...],
    command: InventoryCommand,
    code: str,
    facts: dict[str, object],
) -> None:
    """Only what is there is promised, and only what is promised is released or consumed."""
    shelf = after(*given)

    with pytest.raises(Refused) as caught:
        decide(shelf, command)

    (refusal,) = caught.value.refusals
    assert (refusal.code, refusal.facts) == (code, {"sku": "A", "pool": "main", **facts})
    assert explain(shelf, command) == caught.value.refusals


def test_r15_a_promise_is_released_once() -> None:
    """A released reservation has nothing left to release."""
    shelf = after(arrive(5), reserve(2), release(2))

    with pytest.raises(Refused, match="not_reserved"):
        decide(shelf, release(2))


@pytest.mark.parametrize("quantity", [0, -1, 2.0, True, "3"])
def test_commands_are_about_whole_units(quantity: Any) -> None:
    """At least one."""
    with pytest.raises(InvalidValue, match="quantity"):
        ReceiveStock(sku="A", pool="main", quantity=quantity, at=AT)


@pytest.mark.parametrize("pool", ["", "a/b"])
def test_pools_can_be_keys(pool: str) -> None:
    """A pool has a name without slashes."""
    with pytest.raises(InvalidValue, match="pool"):
        ReceiveStock(sku="A", pool=pool, quantity=1, at=AT)


@pytest.mark.parametrize(
    ("hold", "status"),
    [
        ((2, 0, 0), ReservationStatus.HELD),
        ((2, 1, 0), ReservationStatus.HELD),
        ((2, 1, 1), ReservationStatus.CONSUMED),
        ((2, 2, 0), ReservationStatus.CONSUMED),
        ((2, 0, 2), ReservationStatus.RELEASED),
    ],
)
def test_a_reservation_knows_what_became_of_it(
    hold: tuple[int, int, int], status: ReservationStatus
) -> None:
    """Held while any unit is, else consumed if any was shipped."""
    assert Reservation("O-1", "A", "main", *hold).status is status


def test_an_event_about_no_promise_is_a_broken_stream() -> None:
    """A fold is given what was decided, so this is no refusal but a fault."""
    event = ReservedReleased(order_id="O-1", quantity=1, at=AT)

    with pytest.raises(AssertionError, match="never made"):
        evolve(EMPTY, event)


def test_every_event_has_a_fold_and_a_name() -> None:
    """What is stored can be read and folded."""
    assert set(FOLDS) == set(EVENTS)
    assert len(DECISIONS.rows) == 6


class Shelves:
    """Stock with the reservation of each order, as a store would keep them."""

    def __init__(self) -> None:
        self.stock = EMPTY.stock
        self.holds: dict[str, Reservation | None] = {}

    def handle(self, command: InventoryCommand) -> bool:
        """Decide a command, and tell whether it was accepted."""
        order: str = getattr(command, "order_id", "")
        shelf = Shelf(self.stock, self.holds.get(order))
        try:
            events = decide(shelf, command)
        except Refused:
            return False
        for event in events:
            shelf = evolve(shelf, event)
        self.stock = shelf.stock
        if order:
            self.holds[order] = shelf.reservation
        return True

    @property
    def promised(self) -> list[Reservation]:
        """All reservations."""
        return [hold for hold in self.holds.values() if hold]


@given(st.lists(inventory_commands(), max_size=40))
def test_law_7_stock_is_never_promised_twice(commands: list[InventoryCommand]) -> None:
    """Under any sequence, no promise goes beyond what is there, and the totals agree."""
    shelves = Shelves()
    for command in commands:
        before = shelves.stock
        accepted = shelves.handle(command)

        if isinstance(command, ReserveUnits):
            assert accepted is (command.quantity <= before.available)
            if accepted:
                assert shelves.stock.available >= 0
        overdrawn = max(0, -shelves.stock.available)
        stock_is_never_promised_twice(shelves.stock, shelves.promised, overdrawn=overdrawn)
        if before.available >= 0 and not isinstance(command, TakeUnreserved):
            assert shelves.stock.available >= 0
        assert accepted or shelves.stock == before


@given(st.lists(inventory_commands(), max_size=40))
def test_law_8_reservations_keep_to_their_lifecycle(commands: list[InventoryCommand]) -> None:
    """One promise of an order ends once; a further promise of the same order begins a new one."""
    shelves = Shelves()
    for command in commands:
        order = getattr(command, "order_id", "")
        before = shelves.holds.get(order)
        shelves.handle(command)
        after = shelves.holds.get(order)
        if after and not (isinstance(command, ReserveUnits) and before and not before.held):
            assert RESERVATION_LIFECYCLE.permits(before.status if before else None, after.status)


@pytest.mark.parametrize("ended", [consume(2), release(2)], ids=["consumed", "released"])
def test_law_8_a_promise_that_ended_does_not_begin_again(ended: InventoryCommand) -> None:
    """The table of reservations has no way back to held, and lines that become known late do."""
    before = after(arrive(5), reserve(2), ended).reservation
    again = after(arrive(5), reserve(2), ended, reserve(1)).reservation

    assert before
    assert again
    assert RESERVATION_LIFECYCLE.permits(before.status, again.status)


def test_r09_stock_on_hand_is_never_negative() -> None:
    """Units left unpromised, then the promised ones left too: the books were wrong by one."""
    shelf = after(arrive(1), reserve(1))
    (gone,) = decide(shelf, _ordered(TakeUnreserved, 1, "O-2"))
    shelf = evolve(shelf, gone)

    (event,) = decide(Shelf(shelf.stock, Reservation("O-1", "A", "main", 1)), consume(1))

    assert evolve(Shelf(shelf.stock, Reservation("O-1", "A", "main", 1)), event).stock.on_hand == 0


@pytest.mark.long
def test_soak_stock() -> None:
    """A hundred thousand random commands: the totals always agree with the promises."""
    pick = Random(5).randrange
    shelves = Shelves()
    for _ in range(100_000):
        shelves.handle(next_command(pick, AT, orders=40))
        overdrawn = max(0, -shelves.stock.available)
        stock_is_never_promised_twice(shelves.stock, shelves.promised, overdrawn=overdrawn)
