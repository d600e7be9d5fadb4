"""Short words for stories about relays: desks with much to tell, and receivers with a will."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import attrs
from desk_stories import AT, desk_over

from ordercore import Line, OrderDesk, World
from ordercore.adapters.memory import CountingIdentity, FixedClock, MemoryStore
from ordercore.kernel.time import Instant, instant
from ordercore.ports.outbox import Lane, OutboxState, Settled, Waiting
from ordercore.ports.publisher import Published
from ordercore.ports.records import Key, Recorded
from ordercore.ports.store import Commit, Row, Store
from ordercore.service.async_desk import AsyncOrderDesk

OPEN = World(pools={"MFN": "main"}, publishes=lambda _: True)
"""Tells other systems of everything."""


def busy_desk(store: Store | None = None, orders: int = 3) -> OrderDesk:
    """Open a desk with orders that were placed, paid and shipped, all of it still to be told."""
    desk = desk_over(store, OPEN)
    desk.receive("A", orders)
    for number in range(1, orders + 1):
        id = f"O-{number}"
        desk.place(channel="MFN", lines=[Line("A", 1, price="1 EUR")], order_id=id)
        desk.confirm_payment(id, payment_id="PAY")
        desk.confirm_shipment(id, at=seconds(1))
    return desk


def seconds(count: float) -> Instant:
    """Give a moment so many seconds after the first."""
    return instant(AT + dt.timedelta(seconds=count))


def set_clock(desk: OrderDesk, count: float) -> None:
    """Let a desk's clock show so many seconds after the first moment."""
    assert isinstance(desk._clock, FixedClock)
    desk._clock.set(seconds(count))


def waiting(store: Store, lane: Lane = Lane.EVENTS) -> list[Waiting]:
    """Give what waits in a lane."""
    return list(store.outbox(OutboxState.WAITING, lane=lane, limit=10_000))


def streams(keys: Iterable[Published]) -> dict[Key, list[int]]:
    """Give the places of events in their streams, in the order in which they came."""
    found: dict[Key, list[int]] = {}
    for event in keys:
        found.setdefault(event.stream, []).append(event.seq)
    return found


@attrs.define
class Taking:
    """A publisher that takes time by the desk's clock, and fails on some keys."""

    desk: OrderDesk
    takes: float = 0
    fails_on: Collection[str] = ()
    told: list[str] = attrs.field(factory=list[str])

    def publish(self, event: Published) -> None:
        """Take its time, and the event."""
        self.told.append(event.key)
        clock = self.desk._clock
        assert isinstance(clock, FixedClock)
        clock.set(clock.now() + dt.timedelta(seconds=self.takes))
        if event.key in self.fails_on:
            raise ConnectionError(event.key)


class AwaitedStore:
    """A store in memory, awaited."""

    def __init__(self, inner: Store | None = None) -> None:
        self.inner = inner or MemoryStore()

    @property
    def promises_unseen(self) -> bool:
        """Say what the store behind says."""
        return self.inner.promises_unseen

    @asynccontextmanager
    async def transaction(self) -> Any:
        """Open a transaction."""
        with self.inner.transaction() as transaction:
            yield AwaitedTransaction(transaction)

    async def load(self, keys: Collection[Key]) -> Mapping[Key, Row]:
        """Load records."""
        return self.inner.load(keys)

    async def orders(self, *args: Any, **how: Any) -> Any:
        """Give orders."""
        return self.inner.orders(*args, **how)

    async def stocks(self, *args: Any, **how: Any) -> Any:
        """Give stock."""
        return self.inner.stocks(*args, **how)

    async def reservations(self, *args: Any, **how: Any) -> Any:
        """Give reservations."""
        return self.inner.reservations(*args, **how)

    async def catch_up(self, *, limit: int = 200) -> int:
        """Catch up."""
        return self.inner.catch_up(limit=limit)

    async def uncounted(self, *, limit: int = 200) -> tuple[str, ...]:
        """Give what is not counted."""
        return self.inner.uncounted(limit=limit)

    async def ask(self, *args: Any, **how: Any) -> Any:
        """Answer."""
        return self.inner.ask(*args, **how)

    async def facets(self, *args: Any, **how: Any) -> Any:
        """Count."""
        return self.inner.facets(*args, **how)

    async def derived(self, *args: Any, **how: Any) -> Any:
        """Give rows."""
        return self.inner.derived(*args, **how)

    async def events(
        self, stream: Key, *, after: int = 0, upto: int | None = None
    ) -> tuple[Recorded, ...]:
        """Give events."""
        return self.inner.events(stream, after=after, upto=upto)

    async def streams(self, *, after: Key | None = None, limit: int = 500) -> tuple[Key, ...]:
        """Give streams."""
        return self.inner.streams(after=after, limit=limit)

    async def dossiers(self, *args: Any, **how: Any) -> Any:
        """Give dossiers."""
        return self.inner.dossiers(*args, **how)

    async def causes(self, *args: Any, **how: Any) -> Any:
        """Give causes."""
        return self.inner.causes(*args, **how)

    async def take(
        self, lane: Lane, *, limit: int, at: Instant, until: Instant
    ) -> tuple[Waiting, ...]:
        """Take entries."""
        return self.inner.take(lane, limit=limit, at=at, until=until)

    async def settle(self, settled: Iterable[Settled]) -> None:
        """Settle entries."""
        self.inner.settle(settled)

    async def outbox(
        self,
        state: OutboxState,
        *,
        lane: Lane | None = None,
        due_after: Instant | None = None,
        limit: int,
    ) -> tuple[Waiting, ...]:
        """Give entries."""
        return self.inner.outbox(state, lane=lane, due_after=due_after, limit=limit)

    async def forget(self, *, before: Instant, lane: Lane | None = None, limit: int) -> int:
        """Forget entries."""
        return self.inner.forget(before=before, lane=lane, limit=limit)

    async def close(self) -> None:
        """Close the store."""
        self.inner.close()


class AwaitedTransaction:
    """Its transaction, awaited."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    async def load(self, keys: Collection[Key]) -> Mapping[Key, Row]:
        """Load records."""
        rows: Mapping[Key, Row] = self.inner.load(keys)
        return rows

    async def write(self, commit: Commit) -> Mapping[Key, Row]:
        """Write a commit."""
        promised: Mapping[Key, Row] = self.inner.write(commit)
        return promised


def awaiting(desk: OrderDesk) -> AsyncOrderDesk:
    """Give a desk that awaits, over the same store and by the same clock."""
    return AsyncOrderDesk(
        AwaitedStore(desk.store), world=OPEN, clock=desk._clock, identity=CountingIdentity()
    )
