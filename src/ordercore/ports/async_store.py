"""The store port for hosts with an event loop: the same contract, awaited."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from ordercore.inventory import Caused, Reservation, Stock
from ordercore.kernel.time import Instant
from ordercore.metrics.counting import Answer, Question
from ordercore.orders.derived import DerivedTable
from ordercore.orders.state import Order
from ordercore.ports.derived import DerivedRow
from ordercore.ports.dossiers import D
from ordercore.ports.outbox import Lane, OutboxState, Settled, Waiting
from ordercore.ports.records import Key, Recorded
from ordercore.ports.store import Commit, Row
from ordercore.queries import OrderFilter, ReservationFilter
from ordercore.queries.faceting import Facets
from ordercore.queries.filtering import Field, Viewpoint


class AsyncTransaction(Protocol):
    """:class:`ordercore.ports.store.Transaction`, awaited."""

    async def load(self, keys: Collection[Key]) -> Mapping[Key, Row]:
        """Give every record asked for, missing ones as rows without a value."""
        ...

    async def write(self, commit: Commit) -> Mapping[Key, Row]:
        """Write everything of a commit, or raise ``Conflict``."""
        ...


class AsyncStore(Protocol):
    """:class:`ordercore.ports.store.Store`, awaited: what is said there holds here."""

    @property
    def promises_unseen(self) -> bool:
        """Whether units can be promised of stock whose row nobody looked at."""
        ...

    def transaction(self) -> AbstractAsyncContextManager[AsyncTransaction]:
        """Open a transaction; leaving it by an exception undoes everything."""
        ...

    async def load(self, keys: Collection[Key]) -> Mapping[Key, Row]:
        """Give every record asked for, missing ones as rows without a value."""
        ...

    async def orders(
        self, wanted: OrderFilter, *, after: Order | None = None, limit: int = 500
    ) -> tuple[Order, ...]:
        """Give a page of the orders that a filter means."""
        ...

    async def stocks(
        self, *, pool: str | None = None, after: Stock | None = None, limit: int = 500
    ) -> tuple[Stock, ...]:
        """Give a page of the stock that there is."""
        ...

    async def reservations(
        self, wanted: ReservationFilter, *, after: Reservation | None = None, limit: int = 500
    ) -> tuple[Reservation, ...]:
        """Give a page of the reservations that a filter means."""
        ...

    async def events(
        self, stream: Key, *, after: int = 0, upto: int | None = None
    ) -> tuple[Recorded, ...]:
        """Give the events of a stream in order."""
        ...

    async def streams(self, *, after: Key | None = None, limit: int = 500) -> tuple[Key, ...]:
        """Give a page of the streams that have events."""
        ...

    async def causes(self, *, after: Caused | None = None, limit: int = 500) -> tuple[Caused, ...]:
        """Give a page of the causes that are kept."""
        ...

    async def dossiers(
        self,
        kind: type[D],
        *,
        due_by: Instant | None = None,
        after: D | None = None,
        limit: int = 500,
    ) -> tuple[D, ...]:
        """Give a page of the dossiers of a class that are kept."""
        ...

    async def take(
        self, lane: Lane, *, limit: int, at: Instant, until: Instant
    ) -> tuple[Waiting, ...]:
        """Lease entries of the outbox that are due."""
        ...

    async def settle(self, settled: Iterable[Settled]) -> None:
        """Say what became of entries that were taken."""
        ...

    async def outbox(
        self,
        state: OutboxState,
        *,
        lane: Lane | None = None,
        due_after: Instant | None = None,
        limit: int,
    ) -> tuple[Waiting, ...]:
        """Give entries in a state, and change nothing."""
        ...

    async def forget(self, *, before: Instant, lane: Lane | None = None, limit: int) -> int:
        """Let go of entries that were delivered, and tell how many they were."""
        ...

    async def catch_up(self, *, limit: int = 200) -> int:
        """Make the derived rows of orders that have changed, and tell of how many."""
        ...

    async def uncounted(self, *, limit: int = 200) -> tuple[str, ...]:
        """Give the ids of orders that have changed since their derived rows were made."""
        ...

    async def ask(self, question: Question) -> Answer:
        """Answer a question about the facts of all orders, as they are now."""
        ...

    async def facets(self, wanted: OrderFilter, by: Sequence[Field], view: Viewpoint) -> Facets:
        """Count the orders that a filter means by the words of fields, as they are now."""
        ...

    async def derived(
        self, table: DerivedTable, *, after: DerivedRow | None = None, limit: int = 5000
    ) -> tuple[DerivedRow, ...]:
        """Give a page of derived rows as they are kept."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
