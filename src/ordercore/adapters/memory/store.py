"""A store in memory: dictionaries behind one lock, under the same contract as a database."""

from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import TypeVar

from ordercore.adapters.memory.queue import MemoryOutbox
from ordercore.errors import Conflict
from ordercore.inventory import Caused, Reservation, Stock
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant
from ordercore.metrics.counting import Answer, Question, answer, tally_of
from ordercore.orders.derived import DerivedTable, Subject
from ordercore.orders.state import Order
from ordercore.ports.derived import DerivedRow
from ordercore.ports.dossiers import D, Dossier
from ordercore.ports.outbox import Lane, OutboxState, Settled, Waiting
from ordercore.ports.records import Key, Recorded
from ordercore.ports.store import Commit, Row, Unseen
from ordercore.queries import OrderFilter, ReservationFilter
from ordercore.queries.faceting import Counting, Facets
from ordercore.queries.filtering import Field, Viewpoint
from ordercore.service.derived import known_table, rows_of, subject_of
from ordercore.service.dossiers import BY_VALUE, due_at
from ordercore.service.keys import cause_key, reservation_key, stock_key

NO_ROW = Row(None, 0)

T = TypeVar("T", bound=Order | Dossier | Stock | Reservation | Caused)


class MemoryStore:
    """Keeps everything in dictionaries.

    One transaction runs at a time.
    A commit is checked when it is handed in, and written when its transaction ends well.
    It promises units of stock unseen where that is asked for, though nothing is gained by it here:
    so one can see without a server what a store does that says so.
    """

    def __init__(self, *, promises_unseen: bool = False) -> None:
        self.promises_unseen = promises_unseen
        self._lock = RLock()
        self._rows: dict[Key, Row] = {}
        self._streams: dict[Key, list[Recorded]] = {}
        self._outbox = MemoryOutbox()
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

    def write(self, commit: Commit) -> Mapping[Key, Row]:
        """Check every version; it is written when the transaction ends.

        Raises:
            Conflict: when a version moved on, or no plenty is left of stock.
        """
        stale = [
            str(key)
            for key, (_, was) in commit.writes.items()
            if self._rows.get(key, NO_ROW).version != was
        ]
        promised = {key: self._promised(key, unseen) for key, unseen in commit.unseen.items()}
        stale += [str(key) for key, row in promised.items() if row is None]
        if stale:
            raise Conflict(tuple(stale))
        commit.dated_outbox()
        self._waiting.append(commit)
        return {key: row for key, row in promised.items() if row is not None}

    def _promised(self, key: Key, unseen: Unseen) -> Row | None:
        stock, version = self._rows.get(key, NO_ROW)
        if not isinstance(stock, Stock) or not stock.allows_unseen(unseen.units):
            return None
        after = replace(stock, reserved=stock.reserved + unseen.units)
        return Row(after, version + unseen.events)

    def _apply(self, commit: Commit) -> None:
        if commit.unseen:
            ends = {key: self._rows[key].version for key in commit.unseen}
            rows = {key: self._promised(key, unseen) for key, unseen in commit.unseen.items()}
            self._rows.update({key: row for key, row in rows.items() if row is not None})
            commit = commit.placed(ends)
        self._rows.update({key: row for key, (row, _) in commit.writes.items()})
        for recorded in commit.events:
            self._streams.setdefault(recorded.stream, []).append(recorded)
        for recorded in commit.rewritten:
            self._streams[recorded.stream][recorded.seq - 1] = recorded
        self._outbox.silence({recorded.stream for recorded in commit.rewritten})
        self._outbox.add(commit.dated_outbox())

    def orders(
        self, wanted: OrderFilter, *, after: Order | None = None, limit: int = 500
    ) -> tuple[Order, ...]:
        """Give a page of the orders that a filter means."""
        return self._page(Order, by_placement, wanted.holds, after, limit)

    def stocks(
        self, *, pool: str | None = None, after: Stock | None = None, limit: int = 500
    ) -> tuple[Stock, ...]:
        """Give a page of the stock that there is."""

        def holds(stock: Stock) -> bool:
            return pool is None or stock.pool == pool

        return self._page(Stock, by_pool, holds, after, limit)

    def reservations(
        self, wanted: ReservationFilter, *, after: Reservation | None = None, limit: int = 500
    ) -> tuple[Reservation, ...]:
        """Give a page of the reservations that a filter means."""
        return self._page(Reservation, by_owner, wanted.holds, after, limit)

    def _page(
        self,
        kind: type[T],
        place: Callable[[T], object],
        holds: Callable[[T], bool],
        after: T | None,
        limit: int,
    ) -> tuple[T, ...]:
        with self._lock:
            values = [row.value for row in self._rows.values()]
        found = [value for value in values if isinstance(value, kind) and holds(value)]
        found.sort(key=place)  # type: ignore[arg-type]
        if after is not None:
            last = place(after)
            found = [value for value in found if place(value) > last]  # type: ignore[operator]
        return tuple(found[:limit])

    def events(
        self, stream: Key, *, after: int = 0, upto: int | None = None
    ) -> tuple[Recorded, ...]:
        """Give the events of a stream in order."""
        with self._lock:
            recorded = tuple(self._streams.get(stream, ()))
        return tuple(r for r in recorded if r.seq > after and (upto is None or r.seq <= upto))

    def streams(self, *, after: Key | None = None, limit: int = 500) -> tuple[Key, ...]:
        """Give a page of the streams that have events."""
        with self._lock:
            found = sorted(key for key in self._streams if after is None or key > after)
        return tuple(found[:limit])

    def causes(self, *, after: Caused | None = None, limit: int = 500) -> tuple[Caused, ...]:
        """Give a page of the causes that are kept."""

        def holds(_: Caused) -> bool:
            return True

        return self._page(Caused, by_cause, holds, after, limit)

    def dossiers(
        self,
        kind: type[D],
        *,
        due_by: Instant | None = None,
        after: D | None = None,
        limit: int = 500,
    ) -> tuple[D, ...]:
        """Give a page of the dossiers of a class that are kept."""

        def holds(dossier: D) -> bool:
            due = due_at(dossier)
            return due_by is None or (due is not None and due <= due_by)

        return self._page(kind, by_id, holds, after, limit)

    def catch_up(self, *, limit: int = 200) -> int:  # noqa: ARG002
        """Do nothing: no rows are kept, and whoever asks for some is answered of the orders."""
        return 0

    def uncounted(self, *, limit: int = 200) -> tuple[str, ...]:  # noqa: ARG002
        """Give nothing: all orders are counted when somebody asks."""
        return ()

    def ask(self, question: Question) -> Answer:
        """Answer a question about the facts of all orders.

        Raises:
            InvalidValue: when no such facts are kept.
        """
        known_table(question.table.table)
        return answer(question, tally_of(question.table, self._subjects()))

    def facets(self, wanted: OrderFilter, by: Sequence[Field], view: Viewpoint) -> Facets:
        """Count the orders that a filter means by the words of fields."""
        counting = Counting(by, view)
        for subject in self._subjects():
            if wanted.holds(subject.order):
                counting.add(subject.order)
        return counting.facets

    def derived(
        self, table: DerivedTable, *, after: DerivedRow | None = None, limit: int = 5000
    ) -> tuple[DerivedRow, ...]:
        """Give a page of the rows that are made of all orders.

        Raises:
            InvalidValue: when no such table is kept.
        """
        kept = known_table(table)
        found = [
            DerivedRow(subject.order.id, n, cells)
            for subject in self._subjects()
            if after is None or subject.order.id >= after.order_id
            for n, cells in enumerate(rows_of(kept, subject))
        ]
        last = ("", -1) if after is None else after[:2]
        return tuple([row for row in found if row[:2] > last][:limit])

    def _subjects(self) -> list[Subject]:
        with self._lock:
            values = [row.value for row in self._rows.values()]
        beside: dict[str | None, list[Dossier]] = {}
        for value in values:
            if isinstance(value, Dossier):
                beside.setdefault(BY_VALUE[type(value)].order_of(value), []).append(value)
        orders = sorted([some for some in values if isinstance(some, Order)], key=by_id)
        return [subject_of(order, beside.get(order.id, ())) for order in orders]

    def take(self, lane: Lane, *, limit: int, at: Instant, until: Instant) -> tuple[Waiting, ...]:
        """Lease entries of the outbox that are due."""
        with self._lock:
            return self._outbox.take(lane, limit, at, until)

    def settle(self, settled: Iterable[Settled]) -> None:
        """Say what became of entries that were taken."""
        with self._lock:
            for some in settled:
                self._outbox.settle(some)

    def outbox(
        self,
        state: OutboxState,
        *,
        lane: Lane | None = None,
        due_after: Instant | None = None,
        limit: int,
    ) -> tuple[Waiting, ...]:
        """Give entries in a state, the oldest first."""
        with self._lock:
            return self._outbox.entries(state, lane, due_after, limit)

    def forget(self, *, before: Instant, lane: Lane | None = None, limit: int) -> int:
        """Let go of entries that were delivered before a moment."""
        with self._lock:
            return self._outbox.forget(before, lane, limit)

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            self._rows.clear()
            self._streams.clear()
            self._outbox = MemoryOutbox()


def by_placement(order: Order) -> tuple[Instant, str]:
    """Tell where an order stands among orders."""
    return order.terms.placed_at, order.id


def by_pool(stock: Stock) -> str:
    """Tell where stock stands among stock."""
    return stock_key(stock.pool, stock.sku).id


def by_owner(held: Reservation) -> str:
    """Tell where a reservation stands among reservations."""
    return reservation_key(held.pool, held.sku, held.owner).id


def by_cause(caused: Caused) -> str:
    """Tell where a cause stands among causes."""
    return cause_key(caused.pool, caused.sku, caused.cause).id


def by_id(some: Order | Dossier) -> str:
    """Tell where an order or a dossier stands among those of its kind."""
    return some.id
