"""Batches: many commands in one transaction, each by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_stories import AT, Contested, desk_over, everything, placing, stocked, stores

from ordercore import InvalidValue, Line, OrderDesk, OrderStatus, Refused
from ordercore.inventory import ReceiveStock, Stock
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.state import Order
from ordercore.service.runner import Asked


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
    first, second, third = desk.handle_all(orders_of_two(3))

    assert isinstance(first, Order)
    assert isinstance(second, Order)
    assert isinstance(third, Refused)
    assert third.codes == ("stock_is_short",)
    assert third.refusals[0].facts["available"] == 1
    assert desk.find() == (first, second)
    assert desk.stock("A") == Stock("A", "main", 5, 4)


def test_a_batch_sees_what_it_did_before(desk: OrderDesk) -> None:
    """Stock that arrives in a batch can be promised, and an order placed in it can be paid."""
    arrived, placed, paid = desk.handle_all(
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

    assert desk.handle_all([]) == ()
    assert everything(desk.store) == before


def test_a_batch_of_refusals_changes_nothing(desk: OrderDesk) -> None:
    """Where everything is refused there is nothing to write."""
    before = everything(desk.store)

    answers = desk.handle_all([Asked(ConfirmPayment(order_id=id, at=AT), id) for id in "xyz"])

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
        desk.handle_all([*orders_of_two(1), Asked(nonsense), Asked(unknown)])

    assert everything(desk.store) == before


def test_a_batch_is_one_transaction() -> None:
    """All its orders are written by one commit, and planned again together."""
    store = Contested(times=0)
    desk = desk_over(store)
    desk.receive("A", 5)
    store.opened, store.times = 0, 1

    answers = desk.handle_all(orders_of_two(2))

    assert all(isinstance(some, Order) for some in answers)
    assert store.opened == 2
    assert desk.stock("A") == Stock("A", "main", 5, 4)
