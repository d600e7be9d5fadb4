"""The desk of work: what is due, and doing it."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Any, TypeVar

from ordercore.inventory import Suggestion
from ordercore.kernel.actors import Actor
from ordercore.orders.world import World
from ordercore.ports.store import Store
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
from ordercore.service.looking import every_reservation, every_stock
from ordercore.service.sheet import Value
from ordercore.service.sweeping import those_expired
from ordercore.service.views import View
from ordercore.service.working import positive
from ordercore.service.worklisting import About, Reading, beside_seen, orders_seen, reading, to_do

R = TypeVar("R")


class KeepingWork(Clocked):
    """Tells what is to be done, and does it."""

    store: Store
    world: World

    @abstractmethod
    def look(self, view: Callable[[View], R]) -> R:
        """Look at records as they stand."""

    @abstractmethod
    def _one(self, asked: Asked) -> Value:
        """Decide what was asked."""

    def due(
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
        """Give what must be done, what costs most to miss first, then by deadline, then by id.

        All orders are read whose status lets them have a task of the ``kinds`` asked for, page by
        page; of all kinds these are all orders, so that ``placed_from``, which leaves out those
        placed before, is worth giving. Claims, conversations and ratings are due whenever their
        orders were placed. With a ``limit`` no more tasks than that are kept in mind.
        What else the arguments mean, :func:`ordercore.queries.worklist.due` says.

        Raises:
            InvalidValue: when it is no moment or number, or there is no such zone, kind or party.
        """
        most = None if limit is None else positive(limit, "limit")
        asking = Asking(at=self._at(at), zone=zone, who=who, kinds=kinds, stakes=stakes)
        plan = reading(asking, placed_from)
        found = chain(
            self._due_of_orders(plan, heard),
            self._due_beside(plan),
            self._due_of_stock(plan, asking, suggestions),
        )
        return in_order(found, most)

    def _due_of_orders(self, plan: Reading, heard: Heard) -> Iterator[Task]:
        if plan.orders is None:
            return
        last = None
        while page := self.store.orders(plan.orders, after=last):
            yield from self.look(
                partial(orders_seen, orders=page, asking=plan.of_orders, heard=heard)
            )
            last = page[-1]

    def _due_beside(self, plan: Reading) -> Iterator[Task]:
        for kind, due_by, asking in plan.beside:
            last: About | None = None
            while page := self.store.dossiers(kind, due_by=due_by, after=last):
                yield from self.look(partial(beside_seen, page=page, asking=asking))
                last = page[-1]

    def _due_of_stock(
        self, plan: Reading, asking: Asking, suggestions: Iterable[Suggestion]
    ) -> Iterator[Task]:
        if plan.of_stock:
            stock = every_stock(self.store)
            yield from due_of_stock(stock, asking, self.world, suggestions=suggestions)
        if plan.expired_by is not None:
            expired = every_reservation(self.store, those_expired(plan.expired_by))
            yield from due_of_reservations(expired, asking)

    def do(self, task: Task, *, id: str | None = None, at: object = None, **told: Any) -> Value:
        """Do a task: give the command that it proposes, with what was missing of it.

        It gives what the command is about as it then is: an order, a claim, stock.

        Raises:
            InvalidValue: when something is still missing, or one of the values cannot be.
            Refused: with every reason, when a rule says no by now.
        """
        return self._one(to_do(task, self._at(at), told, id))
