"""What is lost: events without a record, and records without events."""

from collections.abc import Iterator, Mapping, Sequence

from ordercore.inventory import ALWAYS_TOLD, StockEvent
from ordercore.ports.records import Key, Recorded
from ordercore.ports.store import Store
from ordercore.service.auditing.difference import Difference
from ordercore.service.keys import cause_key, reservation_key, stock_key
from ordercore.service.looking import every_cause, every_reservation

TOLD_BY_EVENTS = frozenset(command.__name__ for command in ALWAYS_TOLD)


def record_missing(key: Key, events: int) -> Difference:
    """Tell of a stream whose record is not there."""
    return Difference("record_missing", key, "nothing", f"{events} events")


def missing_causes(
    store: Store, pool: str, sku: str, recorded: Sequence[Recorded], told: set[Key]
) -> Iterator[Difference]:
    """Look for every cause of the host's that the events of a stock name, and note it as told."""
    first: dict[Key, int] = {}
    for some in recorded:
        if isinstance(some.event, StockEvent) and some.event.cause:
            first.setdefault(cause_key(pool, sku, some.event.cause), some.seq)
    told.update(first)
    for key, row in store.load(tuple(first)).items():
        if row.value is None:
            yield Difference("cause_missing", key, "nothing", f"event {first[key]}")


def unfounded_causes(store: Store, told: set[Key]) -> Iterator[Difference]:
    """Look for causes that no event names, of commands that always leave one."""
    for some in every_cause(store):
        key = cause_key(some.pool, some.sku, some.cause)
        if some.command in TOLD_BY_EVENTS and key not in told:
            yield Difference("cause_unfounded", key, str(some), "no event")


def unfounded_reservations(store: Store, known: Mapping[Key, int]) -> Iterator[Difference]:
    """Look for reservations of stock of which there is neither a record nor an event."""
    for some in every_reservation(store):
        if stock_key(some.pool, some.sku) not in known:
            key = reservation_key(some.pool, some.sku, some.owner)
            yield Difference("reservation_unfounded", key, str(some), "no event")
