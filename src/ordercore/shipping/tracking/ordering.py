"""Order: what happened first, whatever order it was told in, with repeats left out.

Of two instants the earlier comes first; at the same instant the status that comes earlier on a
parcel's way, and a correction after what it corrects.
Intervals are before or after something only where they do not touch it; two of the same length and
from one clock (one carrier, one place) keep the order of their wall times.
Where that leaves it open, the order of statuses decides.
The result depends on what was told alone, never on the order of telling.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from typing import Any, TypeAlias

from ordercore.shipping.tracking.event import TrackingEvent
from ordercore.shipping.tracking.status import TrackingStatus
from ordercore.shipping.tracking.times import Interval, earliest, latest

Key: TypeAlias = tuple[Any, ...]

RANK = {status: rank for rank, status in enumerate(TrackingStatus)}


def in_order(events: Iterable[TrackingEvent]) -> tuple[TrackingEvent, ...]:
    """Give events in the order in which they happened, each once."""
    keyed = [(_key(event), event) for event in events]
    keyed.sort(key=_first)
    once = [pair for n, pair in enumerate(keyed) if not n or pair[0][:-3] != keyed[n - 1][0][:-3]]
    if any(type(event.when) is Interval for _, event in once):
        return tuple(_merged(once))
    return tuple([event for _, event in once])


def _first(pair: tuple[Key, TrackingEvent]) -> Key:
    return pair[0]


def _key(event: TrackingEvent) -> Key:
    """Give all that an event says, its time first; the last three do not make it another one."""
    when, estimated, exception = event.when, event.estimated, event.exception
    ends = (when.earliest, when.latest) if type(when) is Interval else (when, when)
    return (
        ends[0],
        event.correction,
        RANK[event.status],
        ends[1],
        exception.value if exception else "",
        event.place,
        event.carrier,
        event.code,
        (earliest(estimated), latest(estimated)) if estimated is not None else (),
        event.source,
        event.source_id,
        event.text,
    )


def _merged(keyed: Sequence[tuple[Key, TrackingEvent]]) -> Iterable[TrackingEvent]:
    """Put intervals and instants together: each in turn before which nothing else has to come."""
    queues: dict[object, list[tuple[Key, TrackingEvent]]] = {}
    for key, event in reversed(keyed):
        queues.setdefault(_clock(event), []).append((key, event))
    # Of each queue its first: all of them, those that may come next, and their last moments.
    waiting: list[tuple[Key, int]] = []
    ready: list[tuple[Key, int]] = []
    ends: list[tuple[Any, int]] = []
    taken: set[int] = set()
    heads: dict[int, tuple[Key, TrackingEvent, list[tuple[Key, TrackingEvent]]]] = {}

    def advance(queue: list[tuple[Key, TrackingEvent]]) -> None:
        if queue:
            key, event = queue.pop()
            number = len(heads)
            heads[number] = (key, event, queue)
            heappush(waiting, (key, number))
            heappush(ends, (key[3], number))

    for queue in queues.values():
        advance(queue)
    while waiting or ready:
        while ends[0][1] in taken:
            heappop(ends)
        while waiting and waiting[0][0][0] <= ends[0][0]:
            key, number = heappop(waiting)
            heappush(ready, ((key[1], key[2], key), number))
        _, number = heappop(ready)
        taken.add(number)
        _, event, queue = heads[number]
        yield event
        advance(queue)


def _clock(event: TrackingEvent) -> object:
    """Tell by which clock an event is dated; all instants are by one."""
    if type(event.when) is not Interval:
        return None
    # Plain arithmetic: pendulum's own difference remembers its ends, so no two would be alike.
    length = dt.datetime.__sub__(event.when.latest, event.when.earliest)
    return event.carrier, event.place, length
