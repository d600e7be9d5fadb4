"""The store port: keeping orders, stock, events, the outbox and command ids together."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

import attrs

from ordercore.inventory import Reservation, Stock, StockEvent
from ordercore.kernel.time import Instant
from ordercore.notices import Notice
from ordercore.orders.message import OrderEvent
from ordercore.orders.state import Order
from ordercore.queries import OrderFilter


class Key(NamedTuple):
    """Which record is meant: its kind (``order``, ``stock``, ``reservation``) and its id."""

    kind: str
    id: str

    def __str__(self) -> str:
        """Write it as the name of an event stream."""
        return f"{self.kind}/{self.id}"


class Row(NamedTuple):
    """A record as it stands: its value, and how often it was written.

    A record that does not exist is a row too: no value, version 0.
    """

    value: Order | Stock | Reservation | None
    version: int


@attrs.frozen(kw_only=True)
class Recorded:
    """An event as it is kept: its stream, its place there, and what caused it.

    ``cause`` is the stream and place of the event that this one reacts to.
    """

    stream: Key
    seq: int
    event: OrderEvent | StockEvent
    cause: tuple[Key, int] | None = None
    command_id: str | None = None


@attrs.frozen
class OutboxEntry:
    """A notice to be delivered; it points at its event and holds no copy of it."""

    stream: Key
    seq: int
    notice: Notice

    @property
    def key(self) -> str:
        """What makes delivering it twice harmless."""
        return f"{self.stream}/{self.seq}/{self.notice.audience.value}/{self.notice.kind}"


@attrs.frozen
class Answered:
    """A command id that was answered: what was asked, and which version was the answer.

    An order's answer is folded from its events again; that of stock, whose stream is long and
    whose value is small, is kept.
    """

    command_id: str
    digest: bytes
    stream: Key
    version: int
    stock: Stock | None = None


@attrs.frozen(kw_only=True)
class Commit:
    """Everything that one plan brings about; a store writes it whole, or not at all.

    ``writes`` hold each new row with the version it replaces.
    """

    writes: Mapping[Key, tuple[Row, int]]
    events: tuple[Recorded, ...]
    outbox: tuple[OutboxEntry, ...]
    answered: tuple[Answered, ...]


class Transaction(Protocol):
    """A look at the records, and one chance to write."""

    def load(self, keys: Collection[Key]) -> Mapping[Key, Row]:
        """Give every record asked for, missing ones as rows without a value."""
        ...

    def answered(self, command_id: str) -> Answered | None:
        """Give what is known of a command id."""
        ...

    def write(self, commit: Commit) -> None:
        """Write everything of a commit; nobody else sees it before the transaction ends well.

        Raises:
            Conflict: when a record no longer has the version that the commit replaces, or a
                command id was answered meanwhile.
        """
        ...


class Store(Protocol):
    """Keeps records under optimistic versions, with their events, outbox and command ids."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Open a transaction; leaving it by an exception undoes everything."""
        ...

    def load(self, keys: Collection[Key]) -> Mapping[Key, Row]:
        """Give records as they stand, without waiting for anybody who writes."""
        ...

    def orders(self, wanted: OrderFilter) -> Iterator[Order]:
        """Give the orders that a filter means, by placement and then by id.

        Orders may be changed while they are read: each is given as it stood shortly before.
        """
        ...

    def events(self, stream: Key, upto: int | None = None) -> tuple[Recorded, ...]:
        """Give the events of a stream in order, up to and including a place in it."""
        ...

    def undelivered(self, limit: int) -> tuple[OutboxEntry, ...]:
        """Give entries that were not delivered: the least often tried first, then the oldest."""
        ...

    def mark_tried(self, entries: Iterable[OutboxEntry]) -> None:
        """Count one more try that failed, so that others come first next time."""
        ...

    def mark_delivered(self, entries: Iterable[OutboxEntry], at: Instant) -> None:
        """Take entries out of the queue; doing so again is harmless."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
