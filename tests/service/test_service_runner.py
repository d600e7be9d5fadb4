"""The runner: one transaction, again on every conflict, and nothing kept on the way out."""

import asyncio
from collections.abc import Callable, Collection, Mapping

import pytest
from awaiting import async_desk_over
from desk_stories import AT, Contested, desk_over, everything, placing, row, stocked, waiting

from ordercore import Conflict, NotFound, Refused
from ordercore.adapters.memory import MemoryStore
from ordercore.inventory import Stock
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD
from ordercore.ports.records import Key
from ordercore.ports.store import Row
from ordercore.service.asked import Asked, handled
from ordercore.service.draft import Draft
from ordercore.service.runner import ATTEMPTS, run

O1 = Key("order", "O-1")


@pytest.mark.parametrize("times", [1, 2, 7, ATTEMPTS - 1])
def test_a_conflict_is_planned_again(times: int) -> None:
    """However often somebody else was first, the order is placed once and right."""
    store = Contested(times=0)
    desk = stocked(("A", 5), store=store)
    store.opened, store.times = 0, times

    placed = desk.handle(placing(), id="c-1")

    assert store.opened == times + 1
    assert desk.order("O-1") == placed
    assert desk.stock("A") == Stock("A", "main", 5, 2)
    assert len(desk.timeline("O-1")) == 1
    assert len(waiting(store)) == 1


def test_the_plan_is_made_on_what_the_other_wrote() -> None:
    """After a conflict the rows are read anew, so the last unit is not sold twice."""
    store = Contested(times=0)
    desk = stocked(("A", 2), store=store)

    def work(draft: Draft) -> object:
        if store.times == 0 and not seen:
            seen.append(row(store.inner, O1).value)
            desk_over(store.inner).handle(placing("O-2"))
            store.times = 1
        return handled(draft, Asked(placing("O-1")), lambda: AT)

    seen: list[object] = []
    with pytest.raises(Refused, match="stock_is_short"):
        run(store, desk.world, work)

    assert [order.id for order in desk.find()] == ["O-2"]
    assert desk.stock("A") == Stock("A", "main", 2, 2)


def test_it_gives_up_after_so_many_conflicts() -> None:
    """Somebody who is always second is told so, and nothing was written."""
    store = Contested(times=0)
    desk = stocked(("A", 5), store=store)
    before = everything(store)
    store.opened, store.times = 0, 10**6

    with pytest.raises(Conflict) as caught:
        desk.handle(placing())

    assert store.opened == ATTEMPTS
    assert "order/O-1" in caught.value.keys
    store.times = 0
    assert everything(store) == before


def test_a_runner_without_attempts_is_a_mistake() -> None:
    """The loop returns or raises; that it does neither would be a fault of our own."""
    with pytest.raises(AssertionError, match="returns or raises"):
        run(MemoryStore(), WORLD, lambda _: None, attempts=0)


def test_exceptions_roll_back() -> None:
    """Whatever goes wrong in the middle of the work, nothing of it is kept."""
    store = MemoryStore()
    desk = stocked(("A", 5), store=store)
    before = everything(store)

    def work(draft: Draft) -> None:
        handled(draft, Asked(placing(), "c-1"), lambda: AT)
        raise NotFound("sense", "anywhere")

    with pytest.raises(NotFound):
        run(store, desk.world, work)

    assert everything(store) == before
    assert desk.handle(placing("O-9"), id="c-1").id == "O-9"


def test_a_refusal_in_the_middle_of_the_work_rolls_back_all_of_it() -> None:
    """Work that does not catch a refusal is refused as a whole."""
    store = MemoryStore()
    desk = stocked(("A", 3), store=store)

    def work(draft: Draft) -> None:
        for number in (1, 2):
            handled(draft, Asked(placing(f"O-{number}")), lambda: AT)

    with pytest.raises(Refused, match="stock_is_short"):
        run(store, desk.world, work)

    assert desk.find() == ()
    assert desk.stock("A") == Stock("A", "main", 3)


def test_work_without_decisions_writes_nothing() -> None:
    """Looking is no commit: a store that would refuse every write is not even asked."""
    store = Contested(times=10**6)

    value = run(store, WORLD, lambda draft: draft.value(O1))

    assert value is None
    assert (store.opened, store.times) == (1, 10**6)


def test_the_draft_shows_what_was_decided_so_far() -> None:
    """In the middle of the work a record is what the work made of it."""
    desk = stocked(("A", 5))

    def work(draft: Draft) -> tuple[object, object]:
        before = draft.value(O1)
        handled(draft, Asked(placing()), lambda: AT)
        return before, draft.value(O1)

    before, after = run(desk.store, desk.world, work)

    assert before is None
    assert isinstance(after, Order)


class Overtaken(MemoryStore):
    """A store in which a rival gets through between two looks of one transaction.

    So do databases that look anew with each statement, at records that nobody can lock because
    they are not there.
    """

    rival: Callable[[], object] | None = None

    def load(self, keys: Collection[Key]) -> Mapping[Key, Row]:
        """Look at everything else, and then at stock."""
        stock = [key for key in keys if key.kind == "stock"]
        rows = dict(super().load([key for key in keys if key.kind != "stock"]))
        if self.rival is not None and stock:
            rival, self.rival = self.rival, None
            rival()
        return rows | dict(super().load(stock))


@pytest.fixture
def overtaken() -> Overtaken:
    """Give a store with two A, for which the rival gives the same command under the same id."""
    store = Overtaken()
    stocked(("A", 2), store=store)
    store.rival = lambda: desk_over(store).handle(placing(), id="c-1")
    return store


def test_law_4_whoever_is_refused_for_what_the_same_command_took_gets_its_answer(
    overtaken: Overtaken,
) -> None:
    """Two ask at once under one id, and one of them comes second to the last units."""
    placed = desk_over(overtaken).handle(placing(), id="c-1")

    assert placed == desk_over(overtaken).order("O-1")
    assert desk_over(overtaken).stock("A") == Stock("A", "main", 2, 2)
    assert len(overtaken.events(O1)) == 1


def test_law_4_holds_in_batches_too(overtaken: Overtaken) -> None:
    """There the refusal would stand beside other answers, and nothing of it be written."""
    (placed,) = desk_over(overtaken).handle_many([Asked(placing(), "c-1")])

    assert placed == desk_over(overtaken).order("O-1")
    assert len(overtaken.events(O1)) == 1


def test_law_4_holds_for_stock_alone(overtaken: Overtaken) -> None:
    """The same promise asked for twice under one id is made once, and told to both."""
    desk = desk_over(overtaken)
    overtaken.rival = lambda: desk.reserve("A", 2, owner="x", command_id="c-2")

    assert desk.reserve("A", 2, owner="x", command_id="c-2") == Stock("A", "main", 2, 2)


def test_law_4_holds_where_stores_are_awaited(overtaken: Overtaken) -> None:
    """The other runner looks again too."""
    placed = asyncio.run(async_desk_over(overtaken).handle(placing(), id="c-1"))

    assert placed == desk_over(overtaken).order("O-1")


def test_a_refusal_that_stands_is_given_at_once() -> None:
    """Where nothing has come meanwhile, looking again is all that it costs."""
    store = Contested(times=0)
    desk = stocked(("A", 1), store=store)
    store.opened = 0

    with pytest.raises(Refused, match="stock_is_short"):
        desk.handle(placing(), id="c-1")

    assert store.opened == 1
