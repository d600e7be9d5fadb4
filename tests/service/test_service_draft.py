"""The draft: all or none, the way back, and what caused what."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any, TypeVar

import pytest
from desk_stories import AT, OWN, later, placing, units

from ordercore import Line, OrderStatus, Refused, Units, World
from ordercore.inventory import (
    ReceiveStock,
    ReleaseReserved,
    Reservation,
    ReserveUnits,
    RestockUnits,
    Stock,
    TakeUnreserved,
    UnreservedTaken,
)
from ordercore.kernel.actors import Actor
from ordercore.kernel.time import Instant
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.parts import Report
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.reporting import AdoptLines
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.shortage import ShortageRecorded
from ordercore.orders.state import Order
from ordercore.ports.records import Answered, Key
from ordercore.ports.store import Row
from ordercore.service.draft import Draft
from ordercore.service.keys import Command, Missing, keys_of, stock_key
from ordercore.service.sheet import Value

T = TypeVar("T")

O1 = Key("order", "O-1")
SHELF_A, SHELF_B = Key("stock", "main/A"), Key("stock", "main/B")


class Fed(Draft):
    """A draft that is given at once what it misses; what is asked for is written down."""

    def __init__(self, world: World, rows: Mapping[Key, Row]) -> None:
        super().__init__(world)
        self.rows = rows
        self.asked: list[frozenset[Key]] = []

    def handle(self, command: Command, command_id: str | None = None) -> Row:
        """Decide, as often as it takes."""
        return self._fed(lambda: Draft.handle(self, command, command_id))

    def value(self, key: Key) -> Value:
        """Look, as often as it takes."""
        return self._fed(lambda: Draft.value(self, key))

    def _fed(self, look: Callable[[], T]) -> T:
        while True:
            try:
                return look()
            except Missing as missing:
                self.asked.append(missing.keys)
                self.give({key: self.rows.get(key, Row(None, 0)) for key in missing.keys})


def draft(world: World = OWN, **on_hand: int) -> Fed:
    """Begin a draft over stock and nothing else."""
    rows = {
        stock_key("main", sku): Row(Stock(sku, "main", count), 1) for sku, count in on_hand.items()
    }
    return Fed(world, rows)


def inside(some: Draft) -> dict[str, object]:
    """Copy all that a draft has decided; rows that were merely fetched do not count."""
    commit = some.commit()
    return deepcopy(
        {
            "writes": dict(commit.writes),
            "events": commit.events,
            "outbox": commit.outbox,
            "values": {key: some.value(key) for key in commit.writes},
        }
    )


def names(some: Draft, kind: str) -> list[str]:
    """Name the events of all records of a kind."""
    recorded = some.commit().events
    return [type(each.event).__name__ for each in recorded if each.stream.kind == kind]


def order_of(some: Draft) -> Order:
    """Give the order as it stands."""
    value = some.value(O1)
    assert isinstance(value, Order)
    return value


def pay(at: Instant = AT) -> ConfirmPayment:
    """Pay the order."""
    return ConfirmPayment(order_id="O-1", at=at)


def ship(*some: Units) -> ConfirmShipment:
    """Ship units, or all."""
    return ConfirmShipment(order_id="O-1", at=later(1), units=some)


def cancel(*some: Units) -> CancelUnits:
    """Cancel units, or all."""
    return CancelUnits(order_id="O-1", at=later(1), units=some, reason="pricing_error")


A_AND_B = (Line("A", 2, price="1 EUR"), Line("B", 1, price="1 EUR"))


def test_a_fresh_draft_has_nothing_to_write() -> None:
    """Looking at rows decides nothing."""
    some = draft(A=5)

    assert some.value(SHELF_A) == Stock("A", "main", 5)
    assert some.value(O1) is None
    assert some.commit().is_empty


def test_a_placed_order_reserves_every_line() -> None:
    """Order, stock and reservations are written together, each over the version it had."""
    some = draft(A=5, B=1)

    row = some.handle(placing("O-1", *A_AND_B))

    commit = some.commit()
    assert row.version == 1
    assert commit.writes == {
        O1: (row, 0),
        SHELF_A: (Row(Stock("A", "main", 5, 2), 2), 1),
        SHELF_B: (Row(Stock("B", "main", 1, 1), 3), 1),
        Key("reservation", "main/A/O-1"): (Row(Reservation("O-1", "A", "main", 2, since=AT), 1), 0),
        Key("reservation", "main/B/O-1"): (Row(Reservation("O-1", "B", "main", 1, since=AT), 1), 0),
    }
    assert [each.topic for each in commit.outbox] == [
        "buyer/order_received",
        "seller/out_of_stock",
    ]


def test_a_refused_own_order_leaves_no_trace() -> None:
    """A is there, B is not: nothing is promised of either, and no order was placed."""
    some = draft(A=5)
    before = inside(some)

    with pytest.raises(Refused, match="stock_is_short") as caught:
        some.handle(placing("O-1", *A_AND_B))

    assert caught.value.refusals[0].facts["sku"] == "B"
    assert inside(some) == before
    assert some.commit().is_empty
    assert some.value(SHELF_A) == Stock("A", "main", 5)
    assert some.value(O1) is None


def test_a_refused_attempt_brings_back_what_was_decided_before() -> None:
    """What an earlier command of the same draft decided stays exactly as it was."""
    some = draft(A=5)
    some.handle(placing("O-0"))
    before = inside(some)

    for _ in range(3):
        with pytest.raises(Refused, match="stock_is_short"):
            some.handle(placing("O-1", *A_AND_B))

        assert inside(some) == before
    some.handle(placing("O-1"))
    assert some.value(SHELF_A) == Stock("A", "main", 5, 4)


def test_a_refused_command_is_refused_before_stock_is_asked() -> None:
    """A rule of the order itself needs no stock."""
    some = draft(A=5)

    with pytest.raises(Refused, match="does_not_exist"):
        some.handle(pay())

    assert some.commit().is_empty


def test_an_imported_order_goes_on_short() -> None:
    """The marketplace has sold it already: it is recorded as short, and nothing is promised."""
    some = draft(A=5)

    some.handle(placing("O-1", *A_AND_B, imported=True))

    commit = some.commit()
    assert names(some, "order") == ["OrderPlaced", "ShortageRecorded"]
    assert names(some, "stock") == []
    assert order_of(some).short == ("1", "2")
    assert set(commit.writes) == {O1}
    assert some.value(SHELF_A) == Stock("A", "main", 5)


def test_a_shortage_is_caused_by_the_placing() -> None:
    """What is done instead points at the event that called for the attempt."""
    some = draft()
    some.handle(placing("O-1", imported=True), "c-1")

    placed, short = some.commit().events
    assert isinstance(short.event, ShortageRecorded)
    assert (placed.cause, placed.command_id) == (None, "c-1")
    assert (short.cause, short.command_id) == ((O1, 1), None)
    assert (placed.seq, short.seq) == (1, 2)


def test_shipping_a_short_line_takes_stock_unreserved() -> None:
    """What was never promised leaves all the same, and the books say by how much they were off."""
    some = draft(A=1, B=4)
    for command in (placing("O-1", *A_AND_B, imported=True), pay(), ship()):
        some.handle(command)

    taken = {
        e.stream: e.event for e in some.commit().events if isinstance(e.event, UnreservedTaken)
    }
    assert taken == {
        SHELF_A: UnreservedTaken(owner="O-1", quantity=2, missing=1, at=later(1)),
        SHELF_B: UnreservedTaken(owner="O-1", quantity=1, missing=0, at=later(1)),
    }
    assert some.value(SHELF_A) == Stock("A", "main", 0)
    assert some.value(SHELF_B) == Stock("B", "main", 3)


def test_stock_that_nobody_ever_received_can_be_taken() -> None:
    """A SKU unknown to stock is on the shelf with nothing."""
    some = draft()
    for command in (placing("O-1", imported=True), pay(), ship()):
        some.handle(command)

    assert some.value(SHELF_A) == Stock("A", "main", 0)
    (taken,) = [each.event for each in some.commit().events if each.stream == SHELF_A]
    assert taken == UnreservedTaken(owner="O-1", quantity=2, missing=2, at=later(1))


def test_cancelling_short_lines_releases_nothing() -> None:
    """Nothing was promised for them, so nothing is given back."""
    some = draft(A=1)
    for command in (placing("O-1", imported=True), pay(), cancel()):
        some.handle(command)

    assert names(some, "stock") == []
    assert order_of(some).status is OrderStatus.CANCELLED
    assert some.value(SHELF_A) == Stock("A", "main", 1)


def test_lines_that_were_promised_and_lines_that_were_short_are_parted() -> None:
    """Of one parcel the promised line is consumed and the short one is taken."""
    some = draft(A=2)
    some.handle(placing("O-1", imported=True, report=_report()))
    late = AdoptLines(
        order_id="O-1", at=AT, imported=True, lines=(Line("B", 1, price="1 EUR", id="2"),)
    )
    for command in (late, pay(), ship()):
        some.handle(command)

    assert order_of(some).short == ("2",)
    assert names(some, "stock") == [
        "UnitsReserved", "StockRanOut", "ReservedCommitted", "ReservedConsumed", "UnreservedTaken",
    ]  # fmt: skip


def test_causes_point_at_the_event_that_caused_them() -> None:
    """Every stock event names the stream and the place of the event that it reacts to."""
    some = draft(A=5, B=5)
    commands = (placing("O-1", *A_AND_B), pay(), ship(*units(("1", 2))), cancel())
    for command in commands:
        some.handle(command)

    causes = {
        (type(each.event).__name__, each.stream.id): each.cause
        for each in some.commit().events
        if each.stream.kind == "stock"
    }
    assert names(some, "order") == [
        "OrderPlaced", "PaymentConfirmed", "ShipmentConfirmed", "UnitsCancelled",
    ]  # fmt: skip
    assert causes == {
        ("UnitsReserved", "main/A"): (O1, 1),
        ("UnitsReserved", "main/B"): (O1, 1),
        ("ReservedCommitted", "main/A"): (O1, 2),
        ("ReservedCommitted", "main/B"): (O1, 2),
        ("ReservedConsumed", "main/A"): (O1, 3),
        ("ReservedReleased", "main/B"): (O1, 4),
    }


def test_outbox_entries_point_at_their_events() -> None:
    """Each entry names the place of the event that it tells of, and each key is another."""
    some = draft(A=5)
    for command in (placing("O-1"), pay(), ship()):
        some.handle(command)

    entries = some.commit().outbox
    assert [(each.seq, each.topic.partition("/")[2]) for each in entries] == [
        (1, "order_received"),
        (2, "order_to_ship"),
        (3, "parcel_shipped"),
    ]
    assert entries[0].key == "order/O-1/1/buyer/order_received"
    assert len({each.key for each in entries}) == 3


def test_where_no_stock_is_kept_none_is_asked_for() -> None:
    """A world without pools plans over the order alone."""
    some = Draft(World())
    some.give({O1: Row(None, 0)})

    some.handle(placing("O-1"))

    assert set(some.commit().writes) == {O1}


# Missing rows


def test_missing_is_raised_where_nobody_fetches() -> None:
    """A draft without a fetch says which rows it needs, and decides nothing until it has them."""
    some = Draft(OWN)
    asked: list[frozenset[Key]] = []
    rows = {SHELF_A: Row(Stock("A", "main", 5), 1), SHELF_B: Row(Stock("B", "main", 5), 1)}
    for _ in range(5):
        try:
            row = some.handle(placing("O-1", *A_AND_B))
            break
        except Missing as missing:
            assert some.commit().is_empty
            asked.append(missing.keys)
            some.give({key: rows.get(key, Row(None, 0)) for key in missing.keys})

    holds = {Key("reservation", "main/A/O-1"), Key("reservation", "main/B/O-1")}
    assert asked == [{O1}, {SHELF_A, SHELF_B, *holds}]
    assert isinstance(row.value, Order)
    assert some.value(SHELF_A) == Stock("A", "main", 5, 2)


def test_missing_in_the_middle_of_a_command_undoes_it() -> None:
    """A plan that stops for rows half-way leaves the draft as it was before the command."""
    some = Draft(OWN)
    some.give({O1: Row(None, 0), SHELF_A: Row(Stock("A", "main", 5), 1)})
    some.give({Key("order", "O-2"): Row(None, 0)})
    some.give({Key("reservation", "main/A/O-1"): Row(None, 0)})
    some.handle(placing("O-1"))
    before = inside(some)

    with pytest.raises(Missing) as caught:
        some.handle(placing("O-2"))

    assert caught.value.keys == {Key("reservation", "main/A/O-2")}
    assert inside(some) == before


def test_rows_that_are_there_stay_as_they_are() -> None:
    """Giving a row again does not undo what was decided on it."""
    some = draft(A=5)
    some.handle(placing("O-1"))

    some.give({SHELF_A: Row(Stock("A", "main", 99), 7)})

    assert some.value(SHELF_A) == Stock("A", "main", 5, 2)


def test_rows_are_fetched_once_and_all_at_once() -> None:
    """What an attempt needs is asked for in one go, and never a second time."""
    some = draft(A=5, B=5)
    for command in (placing("O-1", *A_AND_B), pay(), ship()):
        some.handle(command)

    holds = {Key("reservation", "main/A/O-1"), Key("reservation", "main/B/O-1")}
    assert some.asked == [{O1}, {SHELF_A, SHELF_B, *holds}]


# Stock commands and answers


def test_stock_commands_are_decided_by_themselves() -> None:
    """Stock has a stream of its own, and a version for every event."""
    some = draft()

    row = some.handle(ReceiveStock(sku="A", pool="main", quantity=3, at=AT), "c-1")

    assert row == Row(Stock("A", "main", 3), 1)
    (recorded,) = some.commit().events
    assert (recorded.stream, recorded.seq, recorded.command_id) == (SHELF_A, 1, "c-1")


def test_a_reservation_is_asked_for_with_its_stock() -> None:
    """Promising, releasing and taking name an order, and keep its reservation beside the stock."""
    some = draft(A=5)
    asked: dict[str, Any] = {"sku": "A", "pool": "main", "owner": "O-1", "at": AT}
    reservation = Key("reservation", "main/A/O-1")
    for kind, quantity in ((ReserveUnits, 3), (ReleaseReserved, 1), (RestockUnits, 4)):
        some.handle(kind(quantity=quantity, **asked))

    assert some.value(SHELF_A) == Stock("A", "main", 9, 2)
    assert some.value(reservation) == Reservation("O-1", "A", "main", 2, released=1, since=AT)
    with pytest.raises(Refused, match="not_reserved"):
        some.handle(ReleaseReserved(quantity=3, **asked))
    assert some.value(SHELF_A) == Stock("A", "main", 9, 2)
    assert keys_of(TakeUnreserved(quantity=1, **asked)) == (SHELF_A, reservation)


def test_an_answer_is_something_to_write() -> None:
    """A command that changed nothing is remembered all the same."""
    some = draft()
    assert some.value(Key("answer", "c-1")) is None
    answered = Answered("c-1", b"digest", O1, 0)
    some.answer(answered)

    assert some.commit().writes == {Key("answer", "c-1"): (Row(answered, 1), 0)}
    assert some.commit().events == ()


def _report() -> Report:
    return Report("Unshipped", OrderStatus.UNSHIPPED, AT)


def test_actors_make_no_difference_to_stock() -> None:
    """Who cancels is for the order to judge; the promise is released by whoever may."""
    for actor in (Actor.BUYER, Actor.SELLER, Actor.SYSTEM):
        some = draft(A=5)
        some.handle(placing("O-1"))
        some.handle(CancelUnits(order_id="O-1", at=AT, reason="pricing_error", by=actor))

        assert some.value(SHELF_A) == Stock("A", "main", 5)
