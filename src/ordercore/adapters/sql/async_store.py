"""The SQL store that awaits its answers, for hosts with an event loop."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from ordercore.adapters.sql import deriving, faceting, pages, queue, records
from ordercore.adapters.sql.asking import Ask, awaited
from ordercore.adapters.sql.drivers import AsyncLink, AsyncLinks, Driver
from ordercore.adapters.sql.preparing import prepare
from ordercore.adapters.sql.session import Session
from ordercore.errors import Conflict
from ordercore.kernel.time import Instant
from ordercore.metrics.counting import Answer, Question
from ordercore.ports.dossiers import D
from ordercore.queries import OrderFilter
from ordercore.queries.faceting import Counting, Facets
from ordercore.queries.filtering import Field, Viewpoint

T = TypeVar("T")


async def walk(link: AsyncLink, ask: Ask[T]) -> T:
    """Go from ask to ask until there is a value."""
    while True:
        found = ask.read(await link.ask(ask.queries) if ask.queries else [])
        if not isinstance(found, Ask):
            return found
        ask = found


class AsyncSqlTransaction:
    """One transaction on a connection."""

    def __init__(self, link: AsyncLink, session: Session) -> None:
        self._link = link
        self._subject = session

    start = awaited(Session.start)
    load = awaited(Session.load)
    write = awaited(Session.write)
    end = awaited(Session.end)

    async def _answer(self, ask: Ask[T]) -> T:
        return await walk(self._link, ask)


class AsyncSqlStore:
    """Keeps everything of a seller in the tables of a database."""

    def __init__(self, driver: Driver, links: AsyncLinks[Any], seller: str = "") -> None:
        self._driver = driver
        self._links = links
        self._subject = seller

    @property
    def promises_unseen(self) -> bool:
        """Whether units can be promised of stock whose row nobody looked at."""
        return self._driver.promises_unseen

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncSqlTransaction, None]:
        """Open a transaction; leaving it by an exception undoes everything."""
        async with self._linked() as link:
            transaction = AsyncSqlTransaction(link, Session(self._subject, self._driver))
            await transaction.start()
            yield transaction
            await transaction.end()

    load = awaited(records.load)
    orders = awaited(pages.orders)
    stocks = awaited(pages.stocks)
    reservations = awaited(pages.reservations)
    events = awaited(records.events)
    streams = awaited(records.streams)
    causes = awaited(pages.causes)
    take = awaited(queue.take)
    settle = awaited(queue.settle)
    outbox = awaited(queue.outbox)
    forget = awaited(queue.forget)
    renew = awaited(pages.renew)
    catch_up = awaited(deriving.catch_up)
    uncounted = awaited(deriving.uncounted)
    derived = awaited(deriving.derived_rows)

    async def ask(self, question: Question) -> Answer:
        """Answer a question about the facts of all orders, as they are now.

        Raises:
            InvalidValue: when no such facts are kept.
        """
        while await self.catch_up():
            pass
        return await self._answer(deriving.ask(self._subject, question))

    async def facets(self, wanted: OrderFilter, by: Sequence[Field], view: Viewpoint) -> Facets:
        """Count the orders that a filter means by the words of fields, as they are now."""
        while await self.catch_up():
            pass
        found = await self._answer(faceting.facets(self._subject, wanted, by, view))
        if found is not None:
            return found
        counting, last = Counting(by, view), None
        while page := await self.orders(wanted, after=last):
            for order in page:
                counting.add(order)
            last = page[-1]
        return counting.facets

    async def dossiers(
        self,
        kind: type[D],
        *,
        due_by: Instant | None = None,
        after: D | None = None,
        limit: int = 500,
    ) -> tuple[D, ...]:
        """Give a page of the dossiers of a class that are kept."""
        asked = pages.dossiers(self._subject, kind, due_by=due_by, after=after, limit=limit)
        return await self._answer(asked)

    async def prepare(self, *, migrate: bool = True) -> None:
        """Make the tables, or bring older ones up to date; without ``migrate`` only look.

        Raises:
            StoreError: when they are not there in this version, and shall or can not be made so.
        """
        await self._answer(prepare(self._driver.name, self._driver.dialect, migrate=migrate))

    async def close(self) -> None:
        """Let go of connections."""
        await self._links.close()

    async def _answer(self, ask: Ask[T]) -> T:
        attempt = 1
        while True:
            try:
                async with self._linked() as link:
                    return await walk(link, self._driver.transacted(ask))
            except Conflict as conflict:
                self._driver.go_on(attempt, conflict)
                attempt += 1

    @asynccontextmanager
    async def _linked(self) -> AsyncGenerator[AsyncLink, None]:
        with self._driver.errors():
            link = await self._links.lend()
            try:
                yield link
            except BaseException:
                await link.undo()
                raise
            finally:
                await self._links.take_back(link)
