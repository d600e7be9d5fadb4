"""What is told: a message or a published event, from an outbox entry and what it points at."""

from collections.abc import Iterable, Mapping

from ordercore.errors import InvalidValue
from ordercore.inventory import Stock
from ordercore.kernel.checking import several
from ordercore.kernel.time import Instant
from ordercore.orders.state import Order
from ordercore.ports.dossiers import Dossier
from ordercore.ports.listener import Announcement
from ordercore.ports.outbox import Lane, OutboxEntry, Outcome, Settled, Waiting
from ordercore.ports.publisher import Published
from ordercore.ports.records import Key, Recorded
from ordercore.ports.store import Row
from ordercore.service.codec import encode, stored_name
from ordercore.service.dossiers import BY_VALUE
from ordercore.service.keys import order_key

MOST_POISONED = 10_000
"""How many entries that were put aside are given at once; with more, something else is wrong."""


def order_about(subject: Row) -> tuple[Key, ...]:
    """Give the key of the order that a record is about, where it is about another record."""
    value = subject.value
    kind = None if value is None else BY_VALUE.get(type(value))
    id = None if kind is None else kind.order_of(value)
    return () if id is None else (order_key(id),)


def announcement_of(
    entry: OutboxEntry, recorded: Iterable[Recorded], rows: Mapping[Key, Row]
) -> Announcement:
    """Give the message of a notice: its event as it was, and the records of rows as they are."""
    if entry.notice is None:
        raise TypeError(f"{entry.key} is no notice")
    (some,) = recorded
    orders = [row.value for row in rows.values() if isinstance(row.value, Order)]
    subject = rows[entry.stream].value
    if not isinstance(subject, Order | Stock | Dossier):
        raise TypeError(f"nobody is told of {entry.stream}")
    return Announcement(
        key=entry.key,
        notice=entry.notice,
        order=orders[0] if orders else None,
        event=some.event,
        subject=subject,
        happened_at=some.event.at,
    )


def published_of(entry: OutboxEntry, recorded: Iterable[Recorded]) -> Published:
    """Give an event as other systems are told of it."""
    (some,) = recorded
    return Published(
        key=entry.key,
        stream=some.stream,
        seq=some.seq,
        name=stored_name(some.event),
        at=some.event.at,
        data=encode(some.event),
        cause=some.cause,
        command_id=some.command_id,
    )


def lane_asked(lane: Lane) -> Lane:
    """Give a lane back.

    Raises:
        InvalidValue: when there is no such lane.
    """
    given: object = lane
    if not isinstance(given, Lane):
        raise InvalidValue("lane", given, "Lane.EVENTS or Lane.NOTICES")
    return lane


def revived(entries: Iterable[Waiting], now: Instant) -> tuple[Settled, ...]:
    """Say that entries which were put aside are to be tried again.

    Raises:
        InvalidValue: when they are not several, or not as a desk gives them.
    """
    given = several(entries, "entries")
    for some in given:
        known: object = some
        if not isinstance(known, Waiting):
            raise InvalidValue("entries", some, "entries as `poisoned` gives them")
    return tuple(
        Settled(entry=some.entry, outcome=Outcome.REVIVED, at=now, tries=some.tries)
        for some in given
    )
