"""The desk for hosts with an event loop: the same plans, the same looks, awaited.

Nothing is decided here: what is asked for is made by the same methods as at the desk that waits,
and what they give is awaited.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Sequence
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec, Self, TypeVar, cast

from ordercore.inventory import InventoryCommand, Reservation, Stock
from ordercore.orders.message import OrderCommand
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.async_store import AsyncStore
from ordercore.ports.clock import Clock
from ordercore.ports.dossiers import Dossier
from ordercore.ports.identity import Identity
from ordercore.ports.records import Answered, Recorded
from ordercore.ports.source import ReportedOrder
from ordercore.queries import EVERY_ORDER
from ordercore.queries.faceting import Facets, countable
from ordercore.queries.filtering import Viewpoint, Wanted, names_views, selected
from ordercore.queries.views import filters_of
from ordercore.service import judging, seeing, sourcing, views
from ordercore.service.adopting import Adopted
from ordercore.service.asked import (
    Asked,
    Failure,
    Wish,
    Wishes,
    about_an_order,
    answer_of,
    expect,
    handled,
    handled_alone,
    known,
)
from ordercore.service.asking import Asking
from ordercore.service.async_claims import AsyncKeepingClaims
from ordercore.service.async_counting import AsyncCounting
from ordercore.service.async_dispatching import AsyncSendingNotices
from ordercore.service.async_erasing import AsyncErasingBuyers
from ordercore.service.async_errands import AsyncErrands
from ordercore.service.async_feedback import AsyncKeepingFeedback
from ordercore.service.async_health import AsyncSeeingHealth
from ordercore.service.async_messages import AsyncKeepingMessages
from ordercore.service.async_reports import AsyncReporting
from ordercore.service.async_views import AsyncKeepingViews
from ordercore.service.async_work import AsyncKeepingWork
from ordercore.service.draft import Draft
from ordercore.service.keeping_views import BOOK_KEY, book_among
from ordercore.service.keys import order_key
from ordercore.service.plan import Work, work_out_async
from ordercore.service.preview import Preview
from ordercore.service.runner import ATTEMPTS, run_async
from ordercore.service.sheet import Value
from ordercore.service.sweeping import (
    expiring,
    filling,
    served,
    those_expired,
    those_short,
    those_waiting,
)
from ordercore.service.unseen import Scarcity
from ordercore.service.views import View
from ordercore.service.working import Parts, adopted, each, positive, tried

T = TypeVar("T")
R = TypeVar("R")
P = ParamSpec("P")


def _looked(
    view: Callable[Concatenate[View, P], R],
) -> Callable[Concatenate["AsyncOrderDesk", P], Coroutine[Any, Any, R]]:
    """Make a method of a desk out of a look at records."""

    @wraps(view)
    async def look(desk: "AsyncOrderDesk", *args: P.args, **kwargs: P.kwargs) -> R:
        return await desk.look(lambda seen: view(seen, *args, **kwargs))

    return cast("Callable[Concatenate[AsyncOrderDesk, P], Coroutine[Any, Any, R]]", look)


class AsyncOrderDesk(
    AsyncSeeingHealth,
    AsyncReporting,
    AsyncSendingNotices,
    AsyncErrands,
    AsyncKeepingClaims,
    AsyncKeepingFeedback,
    AsyncKeepingMessages,
    AsyncKeepingViews,
    AsyncErasingBuyers,
    AsyncCounting,
    AsyncKeepingWork,
    Asking[Awaitable[Order], Awaitable[Stock]],
):
    """Orders, their dossiers and stock over a store to be awaited, under a world's policies.

    What :class:`ordercore.service.desk.OrderDesk` says of its methods holds for these.
    """

    def __init__(
        self, store: AsyncStore, *, world: World, clock: Clock, identity: Identity
    ) -> None:
        super().__init__(clock, identity)
        self.store = store
        self.world = world
        self._scarcity = Scarcity()

    order = _looked(views.order)
    stock = _looked(views.stock)
    reservation = _looked(views.reservation)
    atp = _looked(seeing.atp)
    available_from = _looked(seeing.available_from)
    suggest = _looked(seeing.suggest)
    explain = _looked(views.explain)
    preview = _looked(views.preview)
    allowed = _looked(views.allowed)
    path_to = _looked(views.path_to)
    promise = _looked(views.promise)
    judge_return = _looked(judging.judge_return)
    settlement = _looked(judging.settlement)
    source = _looked(sourcing.source)

    async def look(self, view: Callable[[View], R]) -> R:
        """Look at records as they stand, without waiting for anybody who writes."""
        draft, now = Draft(self.world), self._clock.now()
        return await work_out_async(
            lambda _: view(View(draft, self.world, now)), draft, self.store.load
        )

    async def find(
        self, wanted: Wanted = EVERY_ORDER, *, at: object = None, zone: str = "UTC"
    ) -> AsyncIterator[Order]:
        """Give the orders that are asked for, by placement, page by page.

        What is asked for is as with :meth:`ordercore.service.looking.Looking.find`.
        """
        seen = Viewpoint(self._clock.now() if at is None else at, zone, self.world)
        rows = await self.store.load((BOOK_KEY,)) if names_views(wanted) else {}
        chosen = selected(wanted, seen, filters_of(book_among(rows)))
        last: Order | None = None
        while page := await self.store.orders(chosen, after=last):
            for order in page:
                yield order
            last = page[-1]

    async def facets(
        self,
        wanted: Wanted = EVERY_ORDER,
        *,
        by: Iterable[str] = ("status", "channel"),
        at: object = None,
        zone: str = "UTC",
    ) -> Facets:
        """Count the orders that are asked for by the words of fields: field → word → orders."""
        view = Viewpoint(self._clock.now() if at is None else at, zone, self.world)
        rows = await self.store.load((BOOK_KEY,)) if names_views(wanted) else {}
        chosen = selected(wanted, view, filters_of(book_among(rows)))
        return await self.store.facets(chosen, countable(by), view)

    async def timeline(self, order_id: str) -> tuple[Recorded, ...]:
        """Give everything that happened to an order, in order."""
        return await self.store.events(order_key(order_id))

    async def handle(self, command: OrderCommand, *, id: str | None = None) -> Order:
        """Decide a command with everything that follows from it, and keep it.

        Raises:
            Refused: with every reason, when a rule says no; nothing has changed then.
            InvalidValue: when it is no command about an order.
        """
        return await self._order(Asked(about_an_order(command), id))

    async def carry_out(self, preview: Preview, id: str | None = None) -> Order:
        """Do what a preview has shown: just that, or nothing.

        Raises:
            Conflict: when a record that the preview looked at has changed since.
        """
        return await self._order(Asked(preview.command, id, preview.versions))

    async def handle_many(
        self, asked: Sequence[Asked], *, per_transaction: int = 100
    ) -> tuple[Value | Failure, ...]:
        """Decide many commands, some hundred in a transaction, each by itself."""
        done: list[Value | Failure] = []
        parts, work = Parts(known(asked), per_transaction), partial(tried, now=self._clock.now)
        for some in parts:
            with parts.halving(some) as attempts:
                done += await self._do(partial(each, items=some, work=work), attempts)
        return tuple([await self._settled(value) for value in done])

    async def expire_reservations(
        self, *, at: object = None, limit: int = 500
    ) -> tuple[Reservation, ...]:
        """Give back what has expired of so many reservations, and tell which they were.

        Safe anywhere, any number of times; there is nothing left to do when it gives none.
        """
        when = self._at(at)
        found = await self.store.reservations(those_expired(when), limit=positive(limit, "limit"))
        await self.handle_many(expiring(found, when))
        return found

    async def fill_backorders(
        self, sku: str, *, pool: str = "main", at: object = None
    ) -> tuple[Stock | Order, ...]:
        """Hold units on hand for those who wait for them, the first to have come first.

        Those are who was promised units beyond stock, in line since then, and orders that were
        recorded as short: in line since they were paid, or, where they were imported, placed.
        Each has as many as there are when its turn comes; an order may fill up in other pools.
        It gives what was filled: the stock after each of the ones, and the others.
        """
        when = self._at(at)
        waiting: list[Reservation] = []
        last: Reservation | None = None
        while page := await self.store.reservations(those_waiting(sku, pool), after=last):
            waiting += page
            last = page[-1]
        short = [order async for order in self.find(those_short())]
        asked = filling(await self.stock(sku, pool=pool), waiting, short, when)
        return served(await self.handle_many(asked))

    async def adopt_all(self, reported: Sequence[ReportedOrder]) -> tuple[Adopted, ...]:
        """Move orders to where a marketplace reports them to be, in one transaction."""
        return await self._do(lambda draft: each(draft, reported, adopted))

    async def close(self) -> None:
        """Let go of the store; ``async with`` does it by itself."""
        await self.store.close()

    async def __aenter__(self) -> Self:
        """Give the desk itself."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let go of the store."""
        await self.close()

    async def _wish(self, wish: Wish | Wishes, id: str | None) -> Order:
        return await self._order(Asked(wish, id))

    async def _handle_stock(self, command: InventoryCommand, id: str | None) -> Stock:
        return expect(Stock, await self._one(Asked(command, id)))

    async def _handle_stocks(self, commands: Sequence[InventoryCommand]) -> Stock:
        asked = [Asked(command) for command in commands]
        work = partial(handled, now=self._clock.now)
        return expect(Stock, (await self._do(partial(each, items=asked, work=work)))[-1])

    async def _order(self, asked: Asked) -> Order:
        return expect(Order, await self._one(asked))

    async def _one(self, asked: Asked) -> Value:
        value = await self._do(lambda draft: handled_alone(draft, asked, self._clock.now))
        return await self._settled(value)

    async def _do(self, work: Work[R], attempts: int = ATTEMPTS) -> R:
        return await run_async(self.store, self.world, work, self._scarcity, attempts)

    async def _settled(self, value: T) -> T | Order | Dossier | None:
        if not isinstance(value, Answered):
            return value
        return answer_of(value, await self.store.events(value.stream, upto=value.version))
