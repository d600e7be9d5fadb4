"""The desk of work for hosts with an event loop: what is due, and doing it, awaited."""

from abc import abstractmethod
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

from ordercore.inventory import Reservation, Stock, Suggestion
from ordercore.kernel.actors import Actor
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.async_store import AsyncStore
from ordercore.queries.worklist import (
    STAKES,
    Asking,
    Heard,
    Stakes,
    Task,
    by_the_order,
    due_of_reservations,
    due_of_stock,
    in_order,
)
from ordercore.service.asked import Asked
from ordercore.service.asking.giving import Clocked
from ordercore.service.sheet import Value
from ordercore.service.sweeping import those_expired
from ordercore.service.views import View
from ordercore.service.working import positive
from ordercore.service.worklisting import About, Reading, beside_seen, orders_seen, reading, to_do

R = TypeVar("R")


class AsyncKeepingWork(Clocked):
    """Tells what is to be done, and does it.

    What :class:`ordercore.service.keeping_work.KeepingWork` says of its methods holds for these.
    """

    store: AsyncStore
    world: World

    @abstractmethod
    async def look(self, view: Callable[[View], R]) -> R:
        """Look at records as they stand."""

    @abstractmethod
    async def _one(self, asked: Asked) -> Value:
        """Decide what was asked."""

    async def due(
        self,
        *,
        at: object = None,
        zone: str = "UTC",
        who: Actor | str | None = None,
        limit: int | None = None,
        kinds: Iterable[str] | None = None,
        placed_from: object = None,
        suggestions: Iterable[Suggestion] = (),
        heard: Heard = by_the_order,
        stakes: Stakes = STAKES,
    ) -> tuple[Task, ...]:
        """Give what must be done, what costs most to miss first, then by deadline, then by id."""
        most = None if limit is None else positive(limit, "limit")
        asking = Asking(at=self._at(at), zone=zone, who=who, kinds=kinds, stakes=stakes)
        plan = reading(asking, placed_from)
        kept = await self._due_of_orders(plan, heard, most)
        kept = await self._due_beside(plan, kept, most)
        return await self._due_of_stock(plan, asking, tuple(suggestions), kept, most)

    async def _due_of_orders(
        self, plan: Reading, heard: Heard, most: int | None
    ) -> tuple[Task, ...]:
        kept: tuple[Task, ...] = ()
        last: Order | None = None
        while plan.orders is not None and (
            page := await self.store.orders(plan.orders, after=last)
        ):
            found = await self.look(
                partial(orders_seen, orders=page, asking=plan.of_orders, heard=heard)
            )
            kept, last = in_order((*kept, *found), most), page[-1]
        return kept

    async def _due_beside(
        self, plan: Reading, kept: tuple[Task, ...], most: int | None
    ) -> tuple[Task, ...]:
        for kind, due_by, asking in plan.beside:
            last: About | None = None
            while page := await self.store.dossiers(kind, due_by=due_by, after=last):
                found = await self.look(partial(beside_seen, page=page, asking=asking))
                kept, last = in_order((*kept, *found), most), page[-1]
        return kept

    async def _due_of_stock(
        self,
        plan: Reading,
        asking: Asking,
        suggestions: tuple[Suggestion, ...],
        kept: tuple[Task, ...],
        most: int | None,
    ) -> tuple[Task, ...]:
        last: Stock | None = None
        while plan.of_stock and (page := await self.store.stocks(after=last)):
            found = due_of_stock(page, asking, self.world, suggestions=suggestions)
            kept, last = in_order((*kept, *found), most), page[-1]
        if plan.expired_by is None:
            return kept
        wanted = those_expired(plan.expired_by)
        end: Reservation | None = None
        while some := await self.store.reservations(wanted, after=end):
            kept, end = in_order((*kept, *due_of_reservations(some, asking)), most), some[-1]
        return kept

    async def do(
        self, task: Task, *, id: str | None = None, at: object = None, **told: Any
    ) -> Value:
        """Do a task: give the command that it proposes, with what was missing of it."""
        return await self._one(to_do(task, self._at(at), told, id))
