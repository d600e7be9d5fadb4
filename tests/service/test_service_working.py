"""Much in one transaction: what all need is loaded at once, and nobody spoils another's work."""

import asyncio
from collections.abc import Collection, Mapping
from typing import cast

import pytest
from awaiting import async_desk_over
from desk_stories import AT, Contested, desk_over, placing, stocked

from ordercore import Conflict, InvalidValue, Refused
from ordercore.adapters.memory import MemoryStore
from ordercore.inventory import ReserveUnits, Stock
from ordercore.kernel.actors import Actor
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.state import Order
from ordercore.ports.records import Key
from ordercore.ports.store import Commit, Row
from ordercore.service.asked import Asked
from ordercore.service.asking.editing import WishedQuantities
from ordercore.service.runner import ATTEMPTS
from ordercore.service.working import PATIENCE


def loads_of(store: MemoryStore) -> list[set[str]]:
    """Note which kinds of records are loaded together from now on."""
    loads: list[set[str]] = []
    inner = store.load

    def load(keys: Collection[Key]) -> Mapping[Key, Row]:
        loads.append({key.kind for key in keys})
        return inner(keys)

    store.load = load  # type: ignore[method-assign]
    return loads


def test_rows_of_all_are_loaded_together() -> None:
    """First all orders and command ids, then all stock: two loads, however many there are."""
    store = MemoryStore()
    desk = stocked(("A", 50), ("B", 50), store=store)
    desk.handle_many([Asked(placing(f"O-{number}")) for number in range(9)])
    loads = loads_of(store)

    desk.handle_many(
        [Asked(ConfirmPayment(order_id=f"O-{number}", at=AT), f"c-{number}") for number in range(9)]
    )

    assert loads == [{"order", "answer"}, {"stock", "reservation"}]


@pytest.mark.parametrize("count", [1, 9])
def test_orders_to_be_placed_take_one_load(count: int) -> None:
    """They are hardly ever there, nor are their command ids; so all they need is stock."""
    store = MemoryStore()
    desk = stocked(("A", 50), ("B", 50), store=store)
    loads = loads_of(store)

    desk.handle_many([Asked(placing(f"O-{number}"), f"c-{number}") for number in range(count)])

    assert loads == [{"stock"}]


def test_r02_a_stock_command_takes_its_rows_at_once() -> None:
    """Else it would hold the stock while it waits for a promise that somebody else holds."""
    store = MemoryStore()
    desk = stocked(("A", 5), store=store)
    loads = loads_of(store)

    desk.reserve("A", 1, owner="O-1", using="basket", cause="x", command_id="c-1")

    assert loads == [{"stock", "reservation", "cause", "answer"}]


def test_r02_a_batch_takes_no_stock_before_it_has_all_orders() -> None:
    """Stock commands beside orders wait for them, so that nobody takes some stock and then more."""
    store = MemoryStore()
    desk = stocked(("A", 5), ("B", 5), store=store)
    loads = loads_of(store)
    promise = ReserveUnits(sku="B", pool="main", quantity=1, owner="O-2", at=AT)
    desk.handle(placing())
    loads.clear()

    desk.handle_many([Asked(promise, "c-1"), Asked(ConfirmPayment(order_id="O-1", at=AT), "c-2")])
    desk.handle_many([Asked(promise, "c-3")])

    both = {"stock", "reservation"}
    assert loads == [{"order", "answer"}, both, both | {"answer"}]


def test_what_builds_on_a_neighbour_is_decided_after_it() -> None:
    """An order placed, paid and changed in one batch, while its rows are still to be loaded."""
    desk = stocked(("A", 5))
    wish = WishedQuantities(order_id="O-1", wished={"1": 3}, by=Actor.SELLER, at=AT)

    answers = desk.handle_many(
        [Asked(placing()), Asked(wish), Asked(ConfirmPayment(order_id="O-1", at=AT))]
    )

    assert [type(some) for some in answers] == [Order, Order, Order]
    assert desk.order("O-1").payments
    assert desk.stock("A") == Stock("A", "main", 5, 3)


def test_parts_are_transactions_of_their_own() -> None:
    """Of five commands, two at a time, the third transaction has the last."""
    store = Contested(times=0)
    desk = stocked(("A", 50), store=store)
    store.opened = 0

    answers = desk.handle_many(
        [Asked(placing(f"O-{number}")) for number in range(5)], per_transaction=2
    )

    assert len(answers) == 5
    assert store.opened == 3


class CrowdedOut(Contested):
    """A store in which nobody gets through who writes more orders than one at a time."""

    def write(self, commit: Commit) -> Mapping[Key, Row]:
        """Write one order; of two or more, somebody else was always faster."""
        if sum(key.kind == "order" for key in commit.writes) > 1:
            raise Conflict(tuple(map(str, commit.writes)))
        return super().write(commit)


@pytest.mark.parametrize("on", ["a store", "a store that is awaited"])
def test_r02_a_batch_that_is_always_overtaken_is_done_by_halves(on: str) -> None:
    """Five commands starve in one transaction; in ever smaller ones each of them gets through."""
    store = CrowdedOut(times=0)
    desk = stocked(("A", 50), store=store)
    asked = [Asked(placing(f"O-{number}"), f"c-{number}") for number in range(5)]
    store.opened = 0

    if on == "a store":
        answers = desk.handle_many(asked)
    else:
        answers = asyncio.run(async_desk_over(store).handle_many(asked))

    assert [cast("Order", some).id for some in answers] == [f"O-{number}" for number in range(5)]
    assert desk.stock("A") == Stock("A", "main", 50, 10)
    assert store.opened == 4 * PATIENCE + 5  # of five, two, three and two; and then of each


def test_one_alone_is_tried_as_often_as_any_command() -> None:
    """A part of one cannot be halved: it is told of the conflict, as a single command is."""
    store = Contested(times=0)
    desk = stocked(("A", 50), store=store)
    store.opened, store.times = 0, 10**6

    with pytest.raises(Conflict):
        desk.handle_many([Asked(placing())])

    assert store.opened == ATTEMPTS


@pytest.mark.parametrize("size", [0, -1, True, 2.0])
def test_a_size_is_a_positive_number(size: int) -> None:
    """Anything else is refused before anything is done."""
    desk = stocked(("A", 5))

    with pytest.raises(InvalidValue, match="per_transaction"):
        desk.handle_many([Asked(placing())], per_transaction=size)

    assert desk.find() == ()


def test_one_that_is_refused_spoils_nobody() -> None:
    """R04: stock for two of three; the third is refused, the others are whole."""
    desk = stocked(("A", 4))

    answers = desk.handle_many([Asked(placing(f"O-{number}"), f"c-{number}") for number in "123"])

    assert [type(some) for some in answers] == [Order, Order, Refused]
    assert desk.stock("A") == Stock("A", "main", 4, 4)
    rows = desk.store.load([Key("answer", f"c-{number}") for number in "123"])
    assert [row.version for row in rows.values()] == [1, 1, 0]


def test_nothing_to_do_is_nothing_done() -> None:
    """No commands, no transaction."""
    store = Contested(times=0)

    assert desk_over(store).handle_many([]) == ()
    assert store.opened == 0
