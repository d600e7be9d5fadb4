"""What is told: a message or a published event, from an outbox entry and what it points at."""

from collections.abc import Iterable, Mapping

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import several
from ordercore.kernel.time import Instant
from ordercore.orders.message import OrderEvent
from ordercore.orders.state import Order
from ordercore.ports.listener import Announcement
from ordercore.ports.outbox import Lane, OutboxEntry, Outcome, Settled, Waiting
from ordercore.ports.publisher import Published
from ordercore.ports.records import Key, Recorded
from ordercore.ports.store import Row
from ordercore.service.asked import expect
from ordercore.service.codec import encode, stored_name

MOST_POISONED = 10_000
"""How many entries that were put aside are given at once; with more, something else is wrong."""


def announcement_of(
    entry: OutboxEntry, recorded: Iterable[Recorded], rows: Mapping[Key, Row]
) -> Announcement:
    """Give the message of a notice: its event as it was, its order as it is."""
    if entry.notice is None:
        raise TypeError(f"{entry.key} is no notice")
    (some,) = recorded
    order = expect(Order, rows[entry.stream].value)
    return Announcement(entry.key, entry.notice, order, expect(OrderEvent, some.event))


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
