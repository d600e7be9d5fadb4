"""The asynchronous desk: the same answers, and many at once on one loop."""

import asyncio

import pytest
from awaiting import async_desk_over, awaited
from desk_stories import AT, OWN, Contested, desk_over, placing, stocked, two_a, waiting

from ordercore import Conflict, Line, NotFound, Refused
from ordercore.adapters.memory import MemoryStore
from ordercore.inventory import Stock
from ordercore.orders.state import Order
from ordercore.service.asked import Asked, Moved
from ordercore.service.async_desk import AsyncOrderDesk
from ordercore.service.runner import ATTEMPTS, run_async


def test_every_method_is_awaited() -> None:
    """A life in short: stock, an order, its payment and its parcel."""

    async def life() -> tuple[Order, Stock]:
        async with async_desk_over() as desk:
            await desk.receive("A", 5)
            placed = await desk.place(channel="MFN", lines=[two_a()], command_id="c-1")
            await desk.confirm_payment(placed.id)
            again = await desk.place(channel="MFN", lines=[two_a()], command_id="c-1")
            assert again == placed
            order = await desk.confirm_shipment(placed.id)
            assert [found.id async for found in desk.find()] == [order.id]
            assert len(await desk.timeline(order.id)) == 3
            return order, await desk.stock("A")

    order, stock = asyncio.run(life())

    assert order.status.value == "shipped"
    assert stock == Stock("A", "main", 3)


def test_many_buyers_on_one_loop_get_what_there_is() -> None:
    """R01: eight tasks buy one after the other's back, and five get one."""
    store = MemoryStore()
    stocked(("A", 5), store=store)

    async def buy(desk: AsyncOrderDesk, number: int) -> bool:
        try:
            await desk.handle(placing(f"O-{number}", Line("A", 1, price="1 EUR")))
        except Refused:
            return False
        return True

    async def everybody() -> list[bool]:
        desk = async_desk_over(store)
        return await asyncio.gather(*(buy(desk, number) for number in range(8)))

    assert sum(asyncio.run(everybody())) == 5
    assert desk_over(store).stock("A") == Stock("A", "main", 5, 5)


@pytest.mark.parametrize("times", [1, ATTEMPTS - 1])
def test_a_conflict_is_planned_again(times: int) -> None:
    """However often somebody else was first, the order is placed once."""
    store = Contested(times=0)
    stocked(("A", 5), store=store)
    store.opened, store.times = 0, times

    asyncio.run(async_desk_over(store).handle(placing()))

    assert store.opened == times + 1
    assert desk_over(store).stock("A") == Stock("A", "main", 5, 2)


def test_it_gives_up_after_so_many_conflicts() -> None:
    """Somebody who is always second is told so."""
    store = Contested(times=0)
    stocked(("A", 5), store=store)
    store.opened, store.times = 0, 10**6

    with pytest.raises(Conflict):
        asyncio.run(async_desk_over(store).handle(placing()))

    assert store.opened == ATTEMPTS


def test_a_runner_without_attempts_is_a_mistake() -> None:
    """The loop returns or raises; that it does neither would be a fault of our own."""
    with pytest.raises(AssertionError, match="returns or raises"):
        asyncio.run(run_async(awaited(MemoryStore()), OWN, lambda _: None, attempts=0))


def test_a_preview_that_moved_on_is_not_carried_out() -> None:
    """What was shown is done just so, or not at all."""
    store = MemoryStore()
    stocked(("A", 5), store=store)
    desk = async_desk_over(store)
    preview = asyncio.run(desk.preview(placing()))
    desk_over(store).receive("A", 1)

    with pytest.raises(Moved):
        asyncio.run(desk.carry_out(preview))

    assert waiting(store) == ()


def test_many_commands_in_parts() -> None:
    """Each by itself, some in a transaction; who is refused is told, and the others are kept."""
    store = MemoryStore()
    stocked(("A", 5), store=store)
    asked = [Asked(placing(f"O-{number}"), f"c-{number}") for number in range(4)]

    first = asyncio.run(async_desk_over(store).handle_many(asked, per_transaction=3))
    again = asyncio.run(async_desk_over(store).handle_many(asked, per_transaction=2))

    assert [type(some) for some in first] == [Order, Order, Refused, Refused]
    assert first[:2] == again[:2]
    assert len(desk_over(store).find()) == 2


def test_looking_for_what_is_not_there() -> None:
    """A look raises as it does elsewhere."""
    desk = async_desk_over()

    with pytest.raises(NotFound):
        asyncio.run(desk.order("O-1"))

    async def change() -> None:
        await desk.change_quantity("O-1", {"1": 2}, at=AT)

    with pytest.raises(NotFound):
        asyncio.run(change())
