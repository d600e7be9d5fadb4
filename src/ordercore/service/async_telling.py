"""What a desk with an event loop tells outside: the same shifts, awaited."""

from collections.abc import Iterable

from ordercore.kernel.time import instant
from ordercore.ports.async_store import AsyncStore
from ordercore.ports.clock import Clock
from ordercore.ports.listener import Announcement, AsyncListener
from ordercore.ports.outbox import Lane, OutboxEntry, OutboxState, Waiting
from ordercore.ports.publisher import AsyncPublisher
from ordercore.ports.records import Recorded
from ordercore.service.pace import PACE, Pace
from ordercore.service.relay import Delivery, relay_async
from ordercore.service.telling import shift_of
from ordercore.service.told import (
    MOST_POISONED,
    announcement_of,
    lane_asked,
    order_about,
    published_of,
    revived,
)
from ordercore.service.working import positive


class AsyncTelling:
    """Hands over what waits in the outbox, as :class:`ordercore.service.telling.Telling` does."""

    store: AsyncStore
    _clock: Clock

    async def deliver_notices(
        self, listener: AsyncListener, *, limit: int = 100, at: object = None, pace: Pace = PACE
    ) -> Delivery:
        """Hand waiting notices to a listener, those of one order in the order of its events."""

        async def tell(entry: OutboxEntry) -> None:
            await listener.tell(await self._announcement(entry))

        shift = shift_of(self._clock, at, limit, pace)
        return await relay_async(self.store, Lane.NOTICES, tell, shift)

    async def publish_events(
        self, publisher: AsyncPublisher, *, limit: int = 100, at: object = None, pace: Pace = PACE
    ) -> Delivery:
        """Hand waiting events to a publisher, those of one stream in order."""

        async def publish(entry: OutboxEntry) -> None:
            await publisher.publish(published_of(entry, await self._event(entry)))

        shift = shift_of(self._clock, at, limit, pace)
        return await relay_async(self.store, Lane.EVENTS, publish, shift)

    async def poisoned(self, lane: Lane) -> tuple[Waiting, ...]:
        """Give what was put aside after too many tries, each with its last error, oldest first."""
        return await self.store.outbox(
            OutboxState.POISONED, lane=lane_asked(lane), limit=MOST_POISONED
        )

    async def revive(self, entries: Iterable[Waiting], *, at: object = None) -> None:
        """Let entries that were put aside be tried again, as if for the first time."""
        await self.store.settle(revived(entries, self._clock.now() if at is None else instant(at)))

    async def forget_delivered(
        self, *, before: object, lane: Lane | None = None, limit: int = 1000
    ) -> int:
        """Let go of the record of what was delivered before a moment, and tell how many."""
        return await self.store.forget(
            before=instant(before, "before"),
            lane=None if lane is None else lane_asked(lane),
            limit=positive(limit, "limit"),
        )

    async def _announcement(self, entry: OutboxEntry) -> Announcement:
        rows = await self.store.load((entry.stream,))
        rows = {**rows, **await self.store.load(order_about(rows[entry.stream]))}
        return announcement_of(entry, await self._event(entry), rows)

    async def _event(self, entry: OutboxEntry) -> tuple[Recorded, ...]:
        return await self.store.events(entry.stream, after=entry.seq - 1, upto=entry.seq)
