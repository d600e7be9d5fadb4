"""Batches: many commands in one transaction, each by itself."""

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from desk_stories import AT, Contested, desk_over, everything, placing, stocked, stores

from ordercore import InvalidValue, Line, NotFound, OrderDesk, OrderStatus, Refused
from ordercore.inventory import ReceiveStock, Stock
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.state import Order
from ordercore.ports.outbox import OutboxEntry
from ordercore.service.asked import Asked, Moved, expect
from ordercore.service.draft import Draft
from ordercore.service.keys import order_key, stock_key
from ordercore.service.working import tried


@pytest.fixture(params=["memory", "sqlite"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OrderDesk]:
    """Give a desk with five A, over each store."""
    memory, sqlite = stores(tmp_path)
    some = stocked(("A", 5), store=memory if request.param == "memory" else sqlite)
    yield some
    some.close()


def orders_of_two(number: int) -> list[Asked]:
    """Ask for so many orders of two A."""
    return [Asked(placing(f"O-{n}")) for n in range(1, number + 1)]


def test_refusals_stand_for_values(desk: OrderDesk) -> None:
    """Of three orders for two of five the third is refused, and the others are kept."""
    first, second, third = desk.handle_many(orders_of_two(3))

    assert isinstance(first, Order)
    assert isinstance(second, Order)
    assert isinstance(third, Refused)
    assert third.codes == ("stock_is_short",)
    assert third.refusals[0].facts["available"] == 1
    assert desk.find() == (first, second)
    assert desk.stock("A") == Stock("A", "main", 5, 4)


def test_a_batch_sees_what_it_did_before(desk: OrderDesk) -> None:
    """Stock that arrives in a batch can be promised, and an order placed in it can be paid."""
    arrived, placed, paid = desk.handle_many(
        [
            Asked(ReceiveStock(sku="B", pool="main", quantity=3, at=AT)),
            Asked(placing("O-1", Line("B", 3, price="1 EUR"))),
            Asked(ConfirmPayment(order_id="O-1", at=AT)),
        ]
    )

    assert arrived == Stock("B", "main", 3)
    assert isinstance(placed, Order)
    assert isinstance(paid, Order)
    assert paid.status is OrderStatus.UNSHIPPED
    assert desk.stock("B") == Stock("B", "main", 3, 3)


def test_an_empty_batch_changes_nothing(desk: OrderDesk) -> None:
    """Nothing asked, nothing answered."""
    before = everything(desk.store)

    assert desk.handle_many([]) == ()
    assert everything(desk.store) == before


def test_a_batch_of_refusals_changes_nothing(desk: OrderDesk) -> None:
    """Where everything is refused there is nothing to write."""
    before = everything(desk.store)

    answers = desk.handle_many([Asked(ConfirmPayment(order_id=id, at=AT), id) for id in "xyz"])

    assert [some.codes for some in answers if isinstance(some, Refused)] == [
        ("does_not_exist",)
    ] * 3
    assert everything(desk.store) == before


def test_an_error_that_is_no_refusal_undoes_the_whole_batch(desk: OrderDesk) -> None:
    """What cannot even be a command is a mistake of the host, and stops everything."""
    before = everything(desk.store)
    nonsense = ConfirmPayment(order_id="O-1", at=AT)
    unknown = type("Unknown", (ConfirmPayment,), {"__doc__": "Ask what nobody knows."})(
        order_id="O-1", at=AT
    )

    with pytest.raises(InvalidValue, match="a command about the order"):
        desk.handle_many([*orders_of_two(1), Asked(nonsense), Asked(unknown)], per_transaction=1)
    with pytest.raises(InvalidValue, match="something Asked"):
        desk.handle_many([*orders_of_two(1), 1])  # type: ignore[list-item]
    with pytest.raises(InvalidValue, match="a command about the order"):
        desk.handle_many([Asked("O-1")])  # type: ignore[arg-type]

    assert everything(desk.store) == before


@attrs.frozen
class Paying:
    """Wish that an order be paid."""

    order_id: str

    def command(self, order: Order) -> ConfirmPayment:
        """Pay it."""
        return ConfirmPayment(order_id=order.id, at=AT)


def test_no_failure_of_one_spoils_its_neighbours(desk: OrderDesk) -> None:
    """An order that is not there, a record that moved and too big a sum fail by themselves."""
    too_many = [Line("A", 10**9, price="1 EUR")] * 2
    asked = [
        Asked(placing("O-1")),
        Asked(Paying("O-9"), "c-1"),
        Asked(placing("O-2"), "c-2", {stock_key("main", "A"): 99}),
        Asked(placing("O-3", *too_many), "c-3"),
        Asked(Paying("O-1")),
    ]

    placed, absent, moved, wrong, paid = desk.handle_many(asked)

    assert isinstance(placed, Order)
    assert isinstance(absent, NotFound)
    assert isinstance(moved, Moved)
    assert isinstance(wrong, InvalidValue)
    assert isinstance(paid, Order)
    assert desk.find() == (paid,)
    assert desk.stock("A") == Stock("A", "main", 5, 2)


def test_that_an_order_was_not_there_is_looked_at_again() -> None:
    """A failure writes nothing, which would notice who came first: so the draft says so."""
    desk = desk_over()
    draft = Draft(desk.world)
    draft.give(desk.store.load([order_key("O-1")]))

    assert isinstance(tried(draft, Asked(Paying("O-1")), lambda: AT), NotFound)
    assert draft.has_refused
    assert draft.unsure == (order_key("O-1"),)


def test_whatever_a_command_raises_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was recorded before an error nobody thought of is taken back by the draft itself."""
    world = desk_over().world
    draft = Draft(world)
    desk = stocked(("A", 5))
    draft.give(desk.store.load([order_key("O-1"), stock_key("main", "A")]))

    def fail(*_: object) -> OutboxEntry:
        raise ArithmeticError

    monkeypatch.setattr("ordercore.service.draft.OutboxEntry", fail)
    with pytest.raises(ArithmeticError):
        draft.handle(placing("O-1"))

    assert draft.commit().is_empty


def test_a_batch_is_one_transaction() -> None:
    """All its orders are written by one commit, and planned again together."""
    store = Contested(times=0)
    desk = desk_over(store)
    desk.receive("A", 5)
    store.opened, store.times = 0, 1

    answers = desk.handle_many(orders_of_two(2))

    assert all(isinstance(some, Order) for some in answers)
    assert store.opened == 2
    assert desk.stock("A") == Stock("A", "main", 5, 4)


def test_an_error_that_stands_for_a_value_is_raised_where_the_value_is_needed() -> None:
    """It says what was wrong, and not that a value of another kind was expected."""
    with pytest.raises(NotFound, match="O-1"):
        expect(Stock, NotFound("order", "O-1"))
