"""Command ids: twice is once, and the first answer is given again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_stories import AT, event_names, everything, later, placing, stocked, stores, two_a

from ordercore import Line, OrderDesk, OrderStatus, Refused
from ordercore.inventory import ReceiveStock, Stock
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.state import Order
from ordercore.service.asked import Asked


@pytest.fixture(params=["memory", "sqlite"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OrderDesk]:
    """Give a desk with ten A, over each store."""
    memory, sqlite = stores(tmp_path)
    some = stocked(("A", 10), store=memory if request.param == "memory" else sqlite)
    yield some
    some.close()


def test_the_same_id_gives_the_first_answer_again(desk: OrderDesk) -> None:
    """Asked again, even after later changes, the order comes back as it was then."""
    first = desk.handle(placing(), id="c-1")
    desk.confirm_payment("O-1")
    desk.confirm_shipment("O-1")
    before = everything(desk.store)

    again = desk.handle(placing(), id="c-1")

    assert again == first
    assert again.status is OrderStatus.PENDING
    assert everything(desk.store) == before


def test_every_step_of_a_life_can_be_asked_again(desk: OrderDesk) -> None:
    """Each id answers with the version that it made, in whatever order they are asked again."""
    answers = {
        "c-1": desk.place(channel="MFN", lines=[two_a()], order_id="O-1", command_id="c-1"),
        "c-2": desk.confirm_payment("O-1", command_id="c-2"),
        "c-3": desk.confirm_shipment("O-1", tracking="1Z", command_id="c-3"),
        "c-4": desk.record_delivery("O-1", "P1", at=later(2), command_id="c-4"),
    }

    assert desk.confirm_shipment("O-1", tracking="1Z", command_id="c-3") == answers["c-3"]
    assert desk.confirm_payment("O-1", command_id="c-2") == answers["c-2"]
    assert desk.record_delivery("O-1", "P1", command_id="c-4") == answers["c-4"]
    again = desk.place(channel="MFN", lines=[two_a()], order_id="O-1", command_id="c-1")
    assert again == answers["c-1"]
    assert len(event_names(desk, "O-1")) == len(answers)


def test_other_content_under_a_used_id_is_refused(desk: OrderDesk) -> None:
    """An id stands for one command; with other content it is refused and nothing changes."""
    desk.handle(placing(), id="c-1")
    before = everything(desk.store)
    others = (
        placing("O-1", Line("A", 3, price="10.00 EUR")),
        placing("O-2"),
        ConfirmPayment(order_id="O-1", at=AT),
        ReceiveStock(sku="A", pool="main", quantity=1, at=AT),
    )

    for other in others:
        (refused,) = desk.handle_many([Asked(other, "c-1")])

        assert isinstance(refused, Refused)
        assert refused.codes == ("command_id_used_otherwise",)
        assert refused.command == type(other).__name__
        assert refused.refusals[0].facts == {"command_id": "c-1", "stream": "order/O-1"}
    assert everything(desk.store) == before


def test_another_moment_is_the_same_command(desk: OrderDesk) -> None:
    """A client that tries again later sends another time, and means the same."""
    first = desk.handle(placing(), id="c-1")

    again = desk.handle(placing(at=later(3)), id="c-1")

    assert again == first
    assert again.terms.placed_at == AT


def test_a_refusal_is_not_remembered(desk: OrderDesk) -> None:
    """The same id may succeed once what stood against it is gone."""
    greedy = placing("O-1", Line("A", 12, price="1 EUR"))
    for _ in range(2):
        with pytest.raises(Refused, match="stock_is_short"):
            desk.handle(greedy, id="c-1")
    desk.receive("A", 2)

    placed = desk.handle(greedy, id="c-1")

    assert placed.lines[0].quantity == 12
    assert desk.handle(greedy, id="c-1") == placed
    assert desk.stock("A") == Stock("A", "main", 12, 12)


def test_after_a_refusal_the_id_is_free_for_another_command(desk: OrderDesk) -> None:
    """Nothing of a refused command is kept, not even what it asked."""
    with pytest.raises(Refused, match="stock_is_short"):
        desk.handle(placing("O-1", Line("A", 12, price="1 EUR")), id="c-1")

    assert desk.handle(placing("O-1"), id="c-1").lines[0].quantity == 2


def test_placing_retried_without_an_order_id_makes_one_order(desk: OrderDesk) -> None:
    """The order's id comes out of the command id, so that the retry names the same order."""
    made = [
        desk.place(channel="MFN", lines=[two_a()], at=later(days), command_id="cart-7")
        for days in (0, 0, 1)
    ]

    assert made[0] == made[1] == made[2]
    assert desk.find() == (made[0],)
    assert desk.stock("A").reserved == 2


def test_without_command_ids_each_placing_is_another_order(desk: OrderDesk) -> None:
    """Nothing says that they are the same, so they are not."""
    first, second = (desk.place(channel="MFN", lines=[two_a()]) for _ in range(2))

    assert first.id != second.id
    assert desk.stock("A").reserved == 4


def test_stock_is_received_once_per_id(desk: OrderDesk) -> None:
    """A delivery note that is sent twice is put on hand once."""
    for _ in range(3):
        answer = desk.receive("A", 5, command_id="note-1")

        assert answer == Stock("A", "main", 15)
    with pytest.raises(Refused, match="command_id_used_otherwise"):
        desk.receive("A", 6, command_id="note-1")

    assert desk.stock("A") == Stock("A", "main", 15)


def test_a_wish_that_was_true_already_is_answered_as_it_was(desk: OrderDesk) -> None:
    """A command that brought nothing about is remembered too, with the order as it stood."""
    desk.handle(placing())
    settled = desk.handle(placing(), id="c-2")
    desk.confirm_payment("O-1")

    assert desk.handle(placing(), id="c-2") == settled
    assert settled.payments == ()


def test_the_same_id_twice_in_a_batch_is_one_command(desk: OrderDesk) -> None:
    """A batch answers its own ids before anything of it is written, as the order was then."""
    place, pay = placing(), ConfirmPayment(order_id="O-1", at=AT)

    placed, paid, again, paid_again = desk.handle_many(
        [Asked(place, "c-1"), Asked(pay, "c-2"), Asked(place, "c-1"), Asked(pay, "c-2")]
    )

    assert isinstance(placed, Order)
    assert isinstance(paid, Order)
    assert (again, paid_again) == (placed, paid)
    assert (placed.status, paid.status) == (OrderStatus.PENDING, OrderStatus.UNSHIPPED)
    assert event_names(desk, "O-1") == ["OrderPlaced", "PaymentConfirmed"]
    assert desk.stock("A").reserved == 2


def test_an_id_of_earlier_is_known_in_a_batch(desk: OrderDesk) -> None:
    """The answer of before is given from the store, though the batch has changed the order."""
    placed = desk.handle(placing(), id="c-1")
    cancel = CancelUnits(order_id="O-1", at=AT, reason="pricing_error")

    cancelled, again, otherwise = desk.handle_many(
        [Asked(cancel, "c-2"), Asked(placing(), "c-1"), Asked(cancel, "c-1")]
    )

    assert isinstance(cancelled, Order)
    assert cancelled.status is OrderStatus.CANCELLED
    assert again == placed
    assert isinstance(otherwise, Refused)
    assert otherwise.codes == ("command_id_used_otherwise",)


def test_a_refusal_in_a_batch_is_not_remembered(desk: OrderDesk) -> None:
    """The same id may succeed later in the very same batch."""
    pay = ConfirmPayment(order_id="O-1", at=AT)

    refused, _, paid = desk.handle_many([Asked(pay, "c-1"), Asked(placing()), Asked(pay, "c-1")])

    assert isinstance(refused, Refused)
    assert refused.codes == ("does_not_exist",)
    assert isinstance(paid, Order)
    assert paid.status is OrderStatus.UNSHIPPED


def test_events_name_the_command_that_brought_them_about(desk: OrderDesk) -> None:
    """The id of a command stands on its events, not on those that react to them."""
    desk.handle(placing(), id="c-1")

    (placed,) = desk.timeline("O-1")
    *_, reserved = desk.store.events(placed.stream._replace(kind="stock", id="main/A"))
    assert (placed.command_id, reserved.command_id) == ("c-1", None)
