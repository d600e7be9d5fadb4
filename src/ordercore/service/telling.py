"""What a desk tells outside: notices to people, events to other systems, and what got stuck."""

from collections.abc import Iterable

from ordercore.kernel.time import instant
from ordercore.ports.clock import Clock
from ordercore.ports.listener import Announcement, Listener
from ordercore.ports.outbox import Lane, OutboxEntry, OutboxState, Waiting
from ordercore.ports.publisher import Published, Publisher
from ordercore.ports.records import Recorded
from ordercore.ports.store import Store
from ordercore.service.pace import PACE, Pace
from ordercore.service.relay import Delivery, Shift, relay
from ordercore.service.told import (
    MOST_POISONED,
    announcement_of,
    lane_asked,
    order_about,
    published_of,
    revived,
)
from ordercore.service.working import positive


def shift_of(clock: Clock, at: object, limit: int, pace: Pace) -> Shift:
    """Begin a shift: by a clock, or at one moment at which it all happens."""
    if at is None:
        return Shift(limit, pace, clock.now)
    moment = instant(at)
    return Shift(limit, pace, lambda: moment)


class Telling:
    """Hands over what waits in the outbox."""

    store: Store
    _clock: Clock

    def deliver_notices(
        self, listener: Listener, *, limit: int = 100, at: object = None, pace: Pace = PACE
    ) -> Delivery:
        """Hand waiting notices to a listener, those of one order in the order of its events.

        A notice is taken out of the queue only after the listener took it, so it is delivered at
        least once; its key makes twice harmless.
        One that fails does not stop those of other orders, and is due again after a pause; one
        that failed too often is put aside.
        Any number of processes may do this at once. ``at`` is the moment at which it all happens;
        left out, the clock is asked as it goes on.
        """
        return relay(
            self.store,
            Lane.NOTICES,
            lambda entry: listener.tell(self._announcement(entry)),
            shift_of(self._clock, at, limit, pace),
        )

    def publish_events(
        self, publisher: Publisher, *, limit: int = 100, at: object = None, pace: Pace = PACE
    ) -> Delivery:
        """Hand waiting events to a publisher, those of one stream in order.

        Which events wait, ``World.publishes`` said when they happened. All else is as with
        :meth:`deliver_notices`.
        """
        return relay(
            self.store,
            Lane.EVENTS,
            lambda entry: publisher.publish(self._published(entry)),
            shift_of(self._clock, at, limit, pace),
        )

    def poisoned(self, lane: Lane) -> tuple[Waiting, ...]:
        """Give what was put aside after too many tries, each with its last error, oldest first."""
        return self.store.outbox(OutboxState.POISONED, lane=lane_asked(lane), limit=MOST_POISONED)

    def revive(self, entries: Iterable[Waiting], *, at: object = None) -> None:
        """Let entries that were put aside be tried again, as if for the first time.

        They are told before whatever of their stream still waits, and after what was told
        meanwhile. What was revived already is left alone.
        """
        self.store.settle(revived(entries, self._clock.now() if at is None else instant(at)))

    def forget_delivered(
        self, *, before: object, lane: Lane | None = None, limit: int = 1000
    ) -> int:
        """Let go of the record of what was delivered before a moment, and tell how many those were.

        At most ``limit`` of them at once; there is nothing left to do when it gives 0. Without a
        ``lane`` it is both. What waits or was put aside stays, and is told as before.
        """
        return self.store.forget(
            before=instant(before, "before"),
            lane=None if lane is None else lane_asked(lane),
            limit=positive(limit, "limit"),
        )

    def _announcement(self, entry: OutboxEntry) -> Announcement:
        rows = self.store.load((entry.stream,))
        rows = {**rows, **self.store.load(order_about(rows[entry.stream]))}
        return announcement_of(entry, self._event(entry), rows)

    def _published(self, entry: OutboxEntry) -> Published:
        return published_of(entry, self._event(entry))

    def _event(self, entry: OutboxEntry) -> tuple[Recorded, ...]:
        return self.store.events(entry.stream, after=entry.seq - 1, upto=entry.seq)
