"""A bridge: a store that is awaited, used as one that waits, so that one suite holds for both."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from threading import Thread
from typing import Any, TypeVar

from ordercore.inventory import Caused, Reservation, Stock
from ordercore.kernel.time import Instant
from ordercore.metrics.counting import Answer, Question
from ordercore.orders.derived import DerivedTable
from ordercore.orders.state import Order
from ordercore.ports.async_store import AsyncStore, AsyncTransaction
from ordercore.ports.derived import DerivedRow
from ordercore.ports.dossiers import D
from ordercore.ports.outbox import Lane, OutboxState, Settled, Waiting
from ordercore.ports.records import Key, Recorded
from ordercore.ports.store import Commit, Row, Store
from ordercore.queries import OrderFilter, ReservationFilter
from ordercore.queries.faceting import Facets
from ordercore.queries.filtering import Field, Viewpoint

T = TypeVar("T")


def blocking(opened: Callable[[], Coroutine[Any, Any, AsyncStore]]) -> Store:
    """Open an asynchronous store in an event loop of its own, and use it by waiting.

    ``opened`` gives the coroutine that opens it, as ``lambda: open_postgres_async(url)``.
    For tests: every call waits for the loop, which runs in a thread.
    """
    loop = Loop()
    try:
        return BlockingStore(loop, loop.wait(opened()))
    except BaseException:
        loop.close()
        raise


class Loop:
    """An event loop in a thread."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine there, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def close(self) -> None:
        """Stop, unless that was done."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()

    @property
    def closed(self) -> bool:
        """Whether it was stopped."""
        return self._loop.is_closed()


class BlockingTransaction:
    """:class:`ordercore.ports.store.Transaction` over one that is awaited."""

    def __init__(self, loop: Loop, transaction: AsyncTransaction) -> None:
        self._loop, self._transaction = loop, transaction

    def load(self, keys: Collection[Key]) -> Mapping[Key, Row]:
        """Wait for the records."""
        return self._loop.wait(self._transaction.load(keys))

    def write(self, commit: Commit) -> Mapping[Key, Row]:
        """Wait until it is written."""
        return self._loop.wait(self._transaction.write(commit))


class BlockingStore:
    """:class:`ordercore.ports.store.Store` over one that is awaited."""

    def __init__(self, loop: Loop, store: AsyncStore) -> None:
        self._loop, self._store = loop, store

    @property
    def promises_unseen(self) -> bool:
        """Say what the other one says."""
        return self._store.promises_unseen

    @contextmanager
    def transaction(self) -> Generator[BlockingTransaction, None, None]:
        """Enter and leave in the loop."""
        context = self._store.transaction()
        transaction = BlockingTransaction(self._loop, self._loop.wait(_entered(context)))
        try:
            yield transaction
        except BaseException as error:
            if not self._loop.wait(_left(context, error)):
                raise
        else:
            self._loop.wait(_left(context, None))

    def load(self, keys: Collection[Key]) -> Mapping[Key, Row]:
        """Wait for the records."""
        return self._loop.wait(self._store.load(keys))

    def orders(
        self, wanted: OrderFilter, *, after: Order | None = None, limit: int = 500
    ) -> tuple[Order, ...]:
        """Wait for a page of orders."""
        return self._loop.wait(self._store.orders(wanted, after=after, limit=limit))

    def stocks(
        self, *, pool: str | None = None, after: Stock | None = None, limit: int = 500
    ) -> tuple[Stock, ...]:
        """Wait for a page of stock."""
        return self._loop.wait(self._store.stocks(pool=pool, after=after, limit=limit))

    def reservations(
        self, wanted: ReservationFilter, *, after: Reservation | None = None, limit: int = 500
    ) -> tuple[Reservation, ...]:
        """Wait for a page of reservations."""
        return self._loop.wait(self._store.reservations(wanted, after=after, limit=limit))

    def events(
        self, stream: Key, *, after: int = 0, upto: int | None = None
    ) -> tuple[Recorded, ...]:
        """Wait for events."""
        return self._loop.wait(self._store.events(stream, after=after, upto=upto))

    def streams(self, *, after: Key | None = None, limit: int = 500) -> tuple[Key, ...]:
        """Wait for a page of streams."""
        return self._loop.wait(self._store.streams(after=after, limit=limit))

    def causes(self, *, after: Caused | None = None, limit: int = 500) -> tuple[Caused, ...]:
        """Wait for a page of causes."""
        return self._loop.wait(self._store.causes(after=after, limit=limit))

    def dossiers(
        self,
        kind: type[D],
        *,
        due_by: Instant | None = None,
        after: D | None = None,
        limit: int = 500,
    ) -> tuple[D, ...]:
        """Wait for a page of dossiers."""
        asked = self._store.dossiers(kind, due_by=due_by, after=after, limit=limit)
        return self._loop.wait(asked)

    def take(self, lane: Lane, *, limit: int, at: Instant, until: Instant) -> tuple[Waiting, ...]:
        """Wait for entries of the outbox."""
        return self._loop.wait(self._store.take(lane, limit=limit, at=at, until=until))

    def settle(self, settled: Iterable[Settled]) -> None:
        """Wait until it is settled."""
        self._loop.wait(self._store.settle(settled))

    def outbox(
        self,
        state: OutboxState,
        *,
        lane: Lane | None = None,
        due_after: Instant | None = None,
        limit: int,
    ) -> tuple[Waiting, ...]:
        """Wait for a list of entries."""
        return self._loop.wait(
            self._store.outbox(state, lane=lane, due_after=due_after, limit=limit)
        )

    def forget(self, *, before: Instant, lane: Lane | None = None, limit: int) -> int:
        """Wait until it is forgotten."""
        return self._loop.wait(self._store.forget(before=before, lane=lane, limit=limit))

    def catch_up(self, *, limit: int = 200) -> int:
        """Wait until rows are made."""
        return self._loop.wait(self._store.catch_up(limit=limit))

    def uncounted(self, *, limit: int = 200) -> tuple[str, ...]:
        """Wait for a page of ids."""
        return self._loop.wait(self._store.uncounted(limit=limit))

    def ask(self, question: Question) -> Answer:
        """Wait for an answer."""
        return self._loop.wait(self._store.ask(question))

    def facets(self, wanted: OrderFilter, by: Sequence[Field], view: Viewpoint) -> Facets:
        """Wait for counts."""
        return self._loop.wait(self._store.facets(wanted, by, view))

    def derived(
        self, table: DerivedTable, *, after: DerivedRow | None = None, limit: int = 5000
    ) -> tuple[DerivedRow, ...]:
        """Wait for a page of rows."""
        return self._loop.wait(self._store.derived(table, after=after, limit=limit))

    def close(self) -> None:
        """Let go of the store, and of the loop."""
        if not self._loop.closed:
            self._loop.wait(self._store.close())
            self._loop.close()


async def _entered(context: Any) -> AsyncTransaction:
    transaction: AsyncTransaction = await context.__aenter__()
    return transaction


async def _left(context: Any, error: BaseException | None) -> bool:
    if error is None:
        return bool(await context.__aexit__(None, None, None))
    return bool(await context.__aexit__(type(error), error, error.__traceback__))
