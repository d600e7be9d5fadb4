"""The store port: keeping orders, dossiers, stock, events, the outbox and command ids together.

A store belongs to one seller: whatever it is asked, it answers for that seller alone.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

import attrs

from ordercore.errors import InvalidValue
from ordercore.inventory import Caused, Reservation, Stock
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant
from ordercore.metrics.counting import Answer, Question
from ordercore.orders.derived import DerivedTable
from ordercore.orders.state import Order
from ordercore.ports.derived import DerivedRow
from ordercore.ports.dossiers import D, Dossier
from ordercore.ports.outbox import Lane, OutboxEntry, OutboxState, Settled, Waiting
from ordercore.ports.records import Answered, Key, Recorded
from ordercore.queries import OrderFilter, ReservationFilter
from ordercore.queries.faceting import Facets
from ordercore.queries.filtering import Field, Viewpoint


class Row(NamedTuple):
    """A record as it stands: its value, and how often it was written.

    A record that does not exist is a row too: no value, version 0.
    """

    value: Order | Dossier | Stock | Reservation | Caused | Answered | None
    version: int


class Unseen(NamedTuple):
    """What is promised of stock whose row nobody looked at: how many units, in how many events."""

    units: int
    events: int


def _none_unseen() -> Mapping[Key, Unseen]:
    return {}


@attrs.frozen(kw_only=True)
class Commit:
    """Everything that one plan brings about; a store writes it whole, or not at all.

    ``writes`` hold each new row with the version it replaces; each entry of the ``outbox`` points
    at one of the ``events``.
    ``rewritten`` are events that are there already, each of a stream whose record is written too:
    they are kept in place of those of the same place, and what was noted of tries to tell of that
    stream (``Waiting.error``) goes blank, since it may repeat what they said. Nothing else ever
    changes an event; this is for erasing what is personal in it.
    ``unseen`` is stock of which units are promised whatever its row is by then, as long as plenty
    is left. The places of its events, here and in the outbox, count from 1: from the end of the
    stream, wherever that is. Only stores that say ``promises_unseen`` are given any.
    """

    writes: Mapping[Key, tuple[Row, int]]
    events: tuple[Recorded, ...]
    outbox: tuple[OutboxEntry, ...]
    rewritten: tuple[Recorded, ...] = ()
    unseen: Mapping[Key, Unseen] = attrs.field(factory=_none_unseen)

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to write."""
        return not self.writes and not self.unseen

    def placed(self, ends: Mapping[Key, int]) -> "Commit":
        """Give it with the places of what is promised unseen, where their streams end so."""
        return replace(
            self,
            events=tuple(
                [replace(some, seq=some.seq + ends.get(some.stream, 0)) for some in self.events]
            ),
            outbox=tuple(
                [replace(some, seq=some.seq + ends.get(some.stream, 0)) for some in self.outbox]
            ),
            unseen={},
        )

    def dated_outbox(self) -> tuple[tuple[OutboxEntry, Instant], ...]:
        """Give the entries of the outbox, each with the moment of its event.

        Raises:
            InvalidValue: when an entry points at an event that is not in this commit.
        """
        if not self.outbox:
            return ()
        moments = {(some.stream, some.seq): some.event.at for some in self.events}
        try:
            return tuple((some, moments[some.stream, some.seq]) for some in self.outbox)
        except KeyError as error:
            raise InvalidValue("outbox", error.args[0], "an event of the same commit") from None


class Transaction(Protocol):
    """A look at the records, and one chance to write."""

    def load(self, keys: Collection[Key]) -> Mapping[Key, Row]:
        """Give every record asked for, missing ones as rows without a value.

        Where the store locks rows, it takes them in one order for everybody, stock last.
        """
        ...

    def write(self, commit: Commit) -> Mapping[Key, Row]:
        """Write everything of a commit; nobody else sees it before the transaction ends well.

        It gives the rows of what the commit promises ``unseen``, as they then are: they are there
        when the transaction has ended, and may not be before.

        Raises:
            Conflict: when a record no longer has the version that the commit replaces, or of
                stock that was not looked at no plenty is left, or none is there; at the latest
                when the transaction ends.
        """
        ...


class Store(Protocol):
    """Keeps records under optimistic versions, with their events and the outbox.

    What is asked outside of a transaction raises no ``Conflict``: where somebody else was faster,
    the store asks again by itself, a bounded number of times.
    """

    @property
    def promises_unseen(self) -> bool:
        """Whether units can be promised of stock whose row nobody looked at.

        Saying no is always right. Saying yes is for stores where looking costs a way to a server
        and back, and keeps others waiting who want the same stock.
        """
        ...

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Open a transaction; leaving it by an exception undoes everything."""
        ...

    def load(self, keys: Collection[Key]) -> Mapping[Key, Row]:
        """Give records as they stand, without waiting for anybody who writes."""
        ...

    def orders(
        self, wanted: OrderFilter, *, after: Order | None = None, limit: int = 500
    ) -> tuple[Order, ...]:
        """Give a page of the orders that a filter means, by placement and then by id.

        ``after`` is the last order of the page before.
        """
        ...

    def stocks(
        self, *, pool: str | None = None, after: Stock | None = None, limit: int = 500
    ) -> tuple[Stock, ...]:
        """Give a page of the stock that there is, in the order of its ids: by pool and SKU.

        ``after`` is the last one of the page before.
        """
        ...

    def reservations(
        self, wanted: ReservationFilter, *, after: Reservation | None = None, limit: int = 500
    ) -> tuple[Reservation, ...]:
        """Give a page of the reservations that a filter means, in the order of their ids.

        That is by pool, SKU and owner.

        ``after`` is the last one of the page before.
        """
        ...

    def events(
        self, stream: Key, *, after: int = 0, upto: int | None = None
    ) -> tuple[Recorded, ...]:
        """Give the events of a stream in order, beyond one place in it and up to another."""
        ...

    def streams(self, *, after: Key | None = None, limit: int = 500) -> tuple[Key, ...]:
        """Give a page of the streams that have events, by kind and then by id.

        ``after`` is the last one of the page before.
        """
        ...

    def causes(self, *, after: Caused | None = None, limit: int = 500) -> tuple[Caused, ...]:
        """Give a page of the causes that are kept, in the order of their ids.

        That is by pool, SKU and cause. ``after`` is the last one of the page before.
        """
        ...

    def dossiers(
        self,
        kind: type[D],
        *,
        due_by: Instant | None = None,
        after: D | None = None,
        limit: int = 500,
    ) -> tuple[D, ...]:
        """Give a page of the dossiers of a class that are kept, in the order of their ids.

        ``due_by`` leaves those out with which nobody has to act at that moment or before.
        ``after`` is the last one of the page before.
        """
        ...

    def take(self, lane: Lane, *, limit: int, at: Instant, until: Instant) -> tuple[Waiting, ...]:
        """Lease entries of the outbox that are due at a moment: the oldest first.

        Of each stream it is only the first entry that still waits, so that nothing overtakes.
        Nobody else is given them before ``until``; each counts one try more.
        """
        ...

    def settle(self, settled: Iterable[Settled]) -> None:
        """Say what became of entries that were taken.

        ``DELIVERED`` takes an entry out of the queue, and saying so again is harmless.
        ``UNTRIED`` takes back the try that taking it counted, and leaves its last error.
        The others count only while nobody else has taken the entry since.
        """
        ...

    def outbox(
        self,
        state: OutboxState,
        *,
        lane: Lane | None = None,
        due_after: Instant | None = None,
        limit: int,
    ) -> tuple[Waiting, ...]:
        """Give entries in a state, the oldest first, and change nothing.

        ``lane`` leaves out those of the other one, and ``due_after`` all that are due at that
        moment or before, or at once.
        """
        ...

    def forget(self, *, before: Instant, lane: Lane | None = None, limit: int) -> int:
        """Let go of entries that were delivered before a moment, and tell how many they were.

        Their events happened before it too. At most ``limit`` of them, in any order; ``lane``
        leaves out those of the other one. What waits, is leased or was put aside stays, and
        saying of a forgotten entry what became of it changes nothing.
        """
        ...

    def catch_up(self, *, limit: int = 200) -> int:
        """Make the derived rows of orders that have changed since theirs were made.

        At most of so many; it tells of how many, and 0 when there are none left. Whoever writes
        orders does not make them, so that commands stay as fast as they are. Several may do this
        at once, and may be stopped at any time. A store that keeps no rows has nothing to do.

        Raises:
            StoreError: when the rows are those of another release.
        """
        ...

    def uncounted(self, *, limit: int = 200) -> tuple[str, ...]:
        """Give the ids of orders that have changed since their derived rows were made.

        That is of the order, or of a claim, feedback or a conversation about it. They are those
        that ``catch_up`` comes to next, in no order that means anything.
        """
        ...

    def ask(self, question: Question) -> Answer:
        """Answer a question about the facts of all orders, as they are now.

        What has changed is caught up with first.

        Raises:
            InvalidValue: when no such facts are kept.
        """
        ...

    def facets(self, wanted: OrderFilter, by: Sequence[Field], view: Viewpoint) -> Facets:
        """Count the orders that a filter means by the words of fields, as they are now.

        What an order has hangs on the viewpoint. What has changed is caught up with first.
        """
        ...

    def derived(
        self, table: DerivedTable, *, after: DerivedRow | None = None, limit: int = 5000
    ) -> tuple[DerivedRow, ...]:
        """Give a page of derived rows as they are kept: catch up first for what is true now.

        They stand in the order of the ids of orders, and then as they were made. ``after`` is the
        last row of the page before.

        Raises:
            InvalidValue: when no such table is kept.
        """
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
