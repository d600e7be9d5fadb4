"""A store in memory: dictionaries behind one lock, under the same contract as a database."""

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import RLock

from ordercore.errors import Conflict
from ordercore.kernel.time import Instant
from ordercore.orders.state import Order
from ordercore.ports.store import Answered, Commit, Key, OutboxEntry, Recorded, Row
from ordercore.queries import OrderFilter

NO_ROW = Row(None, 0)


class MemoryStore:
    """Keeps everything in dictionaries.

    One transaction runs at a time.
    A commit is checked when it is handed in, and written when its transaction ends well.
    """

    def __init__(self) -> None:
        self._lock = RLock()
        self._rows: dict[Key, Row] = {}
        self._streams: dict[Key, list[Recorded]] = {}
        self._outbox: dict[str, OutboxEntry] = {}
        self._tries: dict[str, int] = {}
        self._answers: dict[str, Answered] = {}
        self._waiting: list[Commit] = []

    @contextmanager
    def transaction(self) -> Generator["MemoryStore", None, None]:
        """Hold the lock; the store is its own transaction, since one runs at a time."""
        with self._lock:
            self._waiting.clear()
            yield self
            for commit in self._waiting:
                self._apply(commit)

    def load(self, keys: Collection[Key]) -> Mapping[Key, Row]:
        """Give the rows."""
        return {key: self._rows.get(key, NO_ROW) for key in keys}

    def answered(self, command_id: str) -> Answered | None:
        """Give what is known of a command id."""
        return self._answers.get(command_id)

    def write(self, commit: Commit) -> None:
        """Check every version and command id; it is written when the transaction ends.

        Raises:
            Conflict: when a version moved on, or a command id was answered meanwhile.
        """
        stale = [
            str(key)
            for key, (_, was) in commit.writes.items()
            if self._rows.get(key, NO_ROW).version != was
        ]
        stale += [a.command_id for a in commit.answered if a.command_id in self._answers]
        if stale:
            raise Conflict(tuple(stale))
        self._waiting.append(commit)

    def _apply(self, commit: Commit) -> None:
        self._rows.update({key: row for key, (row, _) in commit.writes.items()})
        for recorded in commit.events:
            self._streams.setdefault(recorded.stream, []).append(recorded)
        self._outbox.update({entry.key: entry for entry in commit.outbox})
        self._answers.update({answered.command_id: answered for answered in commit.answered})

    def orders(self, wanted: OrderFilter) -> Iterator[Order]:
        """Give the orders that a filter means, by placement and then by id."""
        with self._lock:
            values = [row.value for row in self._rows.values()]
        orders = [value for value in values if isinstance(value, Order) and wanted.holds(value)]
        yield from sorted(orders, key=lambda order: (order.terms.placed_at, order.id))

    def events(self, stream: Key, upto: int | None = None) -> tuple[Recorded, ...]:
        """Give the events of a stream in order."""
        with self._lock:
            return tuple(self._streams.get(stream, ())[:upto])

    def undelivered(self, limit: int) -> tuple[OutboxEntry, ...]:
        """Give entries that were not delivered: the least often tried first, then the oldest."""
        with self._lock:
            waiting = sorted(self._outbox, key=lambda key: self._tries.get(key, 0))
            return tuple(self._outbox[key] for key in waiting[:limit])

    def mark_tried(self, entries: Iterable[OutboxEntry]) -> None:
        """Count one more try that failed."""
        with self._lock:
            for entry in entries:
                self._tries[entry.key] = self._tries.get(entry.key, 0) + 1

    def mark_delivered(self, entries: Iterable[OutboxEntry], at: Instant) -> None:  # noqa: ARG002
        """Take entries out of the queue."""
        with self._lock:
            for entry in entries:
                self._outbox.pop(entry.key, None)
                self._tries.pop(entry.key, None)

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            for kept in (self._rows, self._streams, self._outbox, self._tries, self._answers):
                kept.clear()
