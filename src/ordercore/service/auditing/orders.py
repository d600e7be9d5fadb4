"""Orders against their events."""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from ordercore.kernel.time import Instant
from ordercore.notices import notices_of
from ordercore.orders.decider import evolve
from ordercore.orders.message import OrderEvent
from ordercore.orders.state import Order
from ordercore.ports.outbox import OutboxEntry
from ordercore.ports.records import Key, Recorded
from ordercore.ports.store import Row, Store
from ordercore.service.auditing.difference import Difference
from ordercore.service.keys import answer_key


@attrs.frozen
class Story:
    """An order as its events tell it, and what they call for being told, each with its moment."""

    order: Order | None
    notices: Mapping[str, Instant]


def story_of(key: Key, recorded: Sequence[Recorded]) -> Story:
    """Fold an order, and collect the notices on the way."""
    order: Order | None = None
    notices: dict[str, Instant] = {}
    for some in recorded:
        if isinstance(some.event, OrderEvent):
            order = evolve(order, some.event)
            calls = notices_of(order, some.event)
            notices |= {OutboxEntry(key, some.seq, notice).key: some.event.at for notice in calls}
    return Story(order, notices)


def order_differences(
    key: Key, row: Row, recorded: Sequence[Recorded], story: Story
) -> Iterator[Difference]:
    """Compare an order that is kept with what its events tell."""
    yield from numbering(key, row, recorded)
    if isinstance(row.value, Order) and story.order != row.value:
        yield Difference("state_differs", key, *_fields(row.value, story.order))


def numbering(key: Key, row: Row, recorded: Sequence[Recorded]) -> Iterator[Difference]:
    """Compare the numbers of events with the version of their record, if that is there."""
    found = [some.seq for some in recorded]
    version = row.version or len(found)
    if found != list(range(1, version + 1)):
        yield Difference("events_missing", key, f"version {version}", f"events {found}")


def answers(store: Store, recorded: Sequence[Recorded]) -> Iterator[Difference]:
    """Look for the answer of every command id that events came of."""
    ids = {some.command_id: some.stream for some in recorded if some.command_id is not None}
    rows = store.load([answer_key(id) for id in ids])
    for key, row in rows.items():
        if row.value is None:
            yield Difference("answer_missing", ids[key.id], "no answer", key.id)


def _fields(kept: Order, told: Order | None) -> tuple[str, str]:
    """Give the fields in which two orders differ."""
    names = [
        field.name
        for field in attrs.fields(Order)
        if getattr(kept, field.name) != getattr(told, field.name, None)
    ]
    return (
        ", ".join(f"{name}={getattr(kept, name)!r}" for name in names),
        ", ".join(f"{name}={getattr(told, name, None)!r}" for name in names),
    )
