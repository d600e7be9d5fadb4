"""What is presumed of an order that is being placed: that it is not there, until somebody looks."""

from collections.abc import Collection, Mapping

import pytest
from desk_stories import AT, OWN, Contested, desk_over, placing, stocked

from ordercore import Line, OrderDesk, Refused
from ordercore.adapters.memory import MemoryStore
from ordercore.errors import Conflict
from ordercore.inventory import Stock
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.records import Key
from ordercore.ports.store import Row
from ordercore.service.asked import Asked, handled
from ordercore.service.draft import Draft
from ordercore.service.keys import Missing, answer_key, order_key, reservation_key, stock_key


def opened(desk: OrderDesk) -> int:
    """Count the transactions of a desk over a contested store."""
    assert isinstance(desk.store, Contested)
    return desk.store.opened


@pytest.fixture
def desk() -> OrderDesk:
    """Give a desk with five units, that counts its transactions from now on."""
    store = Contested(times=0)
    desk = stocked(("A", 5), store=store)
    store.opened = 0
    return desk


def test_a_new_order_is_placed_in_one_transaction(desk: OrderDesk) -> None:
    """The presumption holds, and the write finds nothing against it."""
    desk.handle(placing(), id="c-1")

    assert opened(desk) == 1
    assert desk.stock("A") == Stock("A", "main", 5, 2)


def test_an_order_that_is_there_is_found_by_the_second_attempt(desk: OrderDesk) -> None:
    """Another command for the same order is refused, and nothing is reserved for it."""
    desk.handle(placing(), id="c-1")

    with pytest.raises(Refused, match="already_exists"):
        desk.handle(placing("O-1", Line("A", 1, price="1 EUR")), id="c-2")

    assert opened(desk) == 3
    assert desk.stock("A") == Stock("A", "main", 5, 2)


def test_a_command_that_was_answered_is_answered_so_again(desk: OrderDesk) -> None:
    """Its order is there, so the presumption was wrong: the second attempt looks at it."""
    placed = desk.handle(placing(), id="c-1")

    assert desk.handle(placing(), id="c-1") == placed

    assert opened(desk) == 3
    assert desk.stock("A") == Stock("A", "main", 5, 2)


def test_an_id_that_was_used_otherwise_is_refused_though_the_order_is_there(
    desk: OrderDesk,
) -> None:
    """That the order was presumed away says nothing about the command."""
    desk.handle(placing(), id="c-1")

    with pytest.raises(Refused, match="command_id_used_otherwise"):
        desk.handle(placing("O-1", Line("A", 1, price="1 EUR")), id="c-1")


def test_what_was_held_under_its_id_before_becomes_its_own(desk: OrderDesk) -> None:
    """A draft that held its units is found by the write, and counts."""
    desk.reserve("A", 2, owner="O-1")

    desk.handle(placing())

    assert desk.stock("A") == Stock("A", "main", 5, 2)


def test_the_last_units_held_under_its_id_are_found_though_stock_seems_short() -> None:
    """The refusal, which writes nothing, is not believed before somebody has looked."""
    desk = stocked(("A", 2))
    desk.reserve("A", 2, owner="O-1")

    desk.handle(placing())

    assert desk.stock("A") == Stock("A", "main", 2, 2)


def test_a_shortage_that_is_recorded_is_not_believed_either() -> None:
    """An imported order writes its shortage, and nothing of what it was presumed not to hold."""
    desk = stocked(("A", 2))
    desk.reserve("A", 2, owner="O-1")
    lines = [Line("A", 2, price="1 EUR")]

    order = desk.handle(
        PlaceOrder(
            order_id="O-1", at=AT, channel="MFN", marketplace="DE", lines=lines, imported=True
        )
    )

    assert order.short == ()
    assert desk.stock("A") == Stock("A", "main", 2, 2)


def test_orders_of_one_batch_are_looked_for_together(desk: OrderDesk) -> None:
    """One of three is there: the second attempt refuses it, and places the others."""
    desk.handle(placing("O-2", Line("A", 2, price="1 EUR")))
    one = Line("A", 1, price="1 EUR")

    answers = desk.handle_many([Asked(placing(f"O-{n}", one), f"c-{n}") for n in "123"])

    assert [type(some) for some in answers] == [Order, Refused, Order]
    assert opened(desk) == 3
    assert desk.stock("A") == Stock("A", "main", 5, 4)


def test_an_id_that_comes_twice_in_a_batch_is_answered_by_the_first(desk: OrderDesk) -> None:
    """What the batch itself has placed is known, and nobody need look."""
    first, again = desk.handle_many([Asked(placing(), "c-1"), Asked(placing(), "c-1")])

    assert first == again
    assert opened(desk) == 1
    assert desk.stock("A") == Stock("A", "main", 5, 2)


def test_a_plan_by_itself_presumes_nothing() -> None:
    """Who gives the rows is asked for every one of them."""
    with pytest.raises(Missing) as caught:
        handled(Draft(OWN), Asked(placing(), "c-1"), lambda: AT)

    assert caught.value.keys == {answer_key("c-1"), order_key("O-1")}


def test_a_draft_that_presumes_needs_stock_alone() -> None:
    """Neither the order nor its promise, nor the answer to the command id."""
    with pytest.raises(Missing) as caught:
        handled(Draft(OWN, presuming=True), Asked(placing(), "c-1"), lambda: AT)

    assert caught.value.keys == {stock_key("main", "A")}


def test_where_nothing_is_kept_nothing_is_needed() -> None:
    """Without stock of ours an order is placed without a look; the write finds out."""
    draft = Draft(World(), presuming=True)

    order = handled(draft, Asked(placing(), "c-1"), lambda: AT)

    assert isinstance(order, Order)
    assert draft.unsure == ()
    assert {key for key, (_, was) in draft.commit().writes.items() if not was} == {
        order_key("O-1"),
        answer_key("c-1"),
    }


def test_what_is_refused_in_any_case_looks_for_the_answer_all_the_same() -> None:
    """Whether the id was answered before comes first, whatever the command would be told."""
    nowhere = PlaceOrder(order_id="O-1", at=AT, channel="MFN", marketplace="??", lines=[])
    draft = Draft(OWN, presuming=True)

    with pytest.raises(Refused):
        handled(draft, Asked(nowhere, "c-1"), lambda: AT)

    assert answer_key("c-1") in draft.unsure


def test_what_was_presumed_and_is_not_written_is_to_be_looked_for() -> None:
    """Of a plan that places an order, the write finds out; of one that does not, nobody would."""
    draft = Draft(OWN, presuming=True)
    draft.presume_new("O-1")
    draft.need([order_key("O-1"), reservation_key("main", "A", "O-1")])

    assert set(draft.unsure) == {order_key("O-1"), reservation_key("main", "A", "O-1")}

    draft.give({stock_key("main", "A"): Row(Stock("A", "main", 5), 1)})
    draft.handle(placing())
    assert draft.unsure == ()


def test_what_was_presumed_is_no_row_to_answer_with() -> None:
    """Whoever needs the order as it is starts again, and looks."""
    draft = Draft(OWN, presuming=True)
    draft.presume_new("O-1")
    draft.need([order_key("O-1")])

    with pytest.raises(Conflict, match="order/O-1"):
        draft.known(order_key("O-1"))


def test_the_promise_of_another_is_never_presumed() -> None:
    """A basket that the order takes over is looked at: it is somebody else's."""
    store = MemoryStore()
    seen: list[set[Key]] = []
    inner = store.load

    def load(keys: Collection[Key]) -> Mapping[Key, Row]:
        seen.append(set(keys))
        return inner(keys)

    store.load = load  # type: ignore[method-assign]
    desk = desk_over(store)
    desk.receive("A", 5)
    desk.reserve("A", 2, owner="basket")
    seen.clear()

    desk.place(
        channel="MFN", marketplace="DE", lines=[Line("A", 2, price="1 EUR")], basket="basket"
    )

    assert seen == [{stock_key("main", "A"), reservation_key("main", "A", "basket")}]
