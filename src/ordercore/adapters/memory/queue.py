"""The outbox of the store in memory: a line for each stream, and what has left it."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

import attrs

from ordercore.kernel.time import Instant
from ordercore.ports.outbox import Lane, OutboxEntry, OutboxState, Outcome, Settled, Waiting
from ordercore.ports.records import Key


class Place(NamedTuple):
    """Where an entry stands among all: by the moment of its event, then by stream and place."""

    since: Instant
    stream: Key
    seq: int
    topic: str


class MemoryOutbox:
    """Entries by stream and lane, in the order of their events."""

    def __init__(self) -> None:
        self._lines: dict[tuple[Lane, Key], dict[Place, Waiting]] = {}
        self._poisoned: dict[Place, Waiting] = {}
        self._delivered: dict[Place, Waiting] = {}
        self._delivered_at: dict[Place, Instant] = {}
        self._places: dict[OutboxEntry, Place] = {}

    def add(self, entries: Iterable[tuple[OutboxEntry, Instant]]) -> None:
        """Put entries behind the others of their streams."""
        for entry, since in entries:
            place = Place(since, entry.stream, entry.seq, entry.topic)
            self._places[entry] = place
            self._line(entry)[place] = Waiting(entry)

    def silence(self, streams: Collection[Key]) -> None:
        """Blank what was noted of tries to tell of streams."""
        if not streams:
            return
        for shelf in (*self._lines.values(), self._poisoned, self._delivered):
            for place, waiting in shelf.items():
                if place.stream in streams:
                    shelf[place] = attrs.evolve(waiting, error="")

    def take(self, lane: Lane, limit: int, at: Instant, until: Instant) -> tuple[Waiting, ...]:
        """Lease the first entries of streams that are due, the oldest first."""
        due = sorted(
            place
            for place, waiting in self._heads(lane)
            if waiting.due_at is None or waiting.due_at <= at
        )
        return tuple(self._lease(place, lane, until) for place in due[:limit])

    def settle(self, settled: Settled) -> None:
        """Take an entry out of its line, or let it wait, or put it back."""
        place = self._places.get(settled.entry)
        if place is None:
            return
        line = self._line(settled.entry)
        if settled.outcome is Outcome.DELIVERED:
            known = line.pop(place, None) or self._poisoned.pop(place, None)
            if known is not None:
                self._delivered[place] = attrs.evolve(known, due_at=None)
                self._delivered_at[place] = settled.at
            return
        shelf = self._poisoned if settled.outcome is Outcome.REVIVED else line
        known = shelf.get(place)
        if known is None or known.tries != settled.tries:
            return
        del shelf[place]
        match settled.outcome:
            case Outcome.REVIVED:
                line[place] = attrs.evolve(known, tries=0, due_at=settled.at)
            case Outcome.FAILED:
                line[place] = attrs.evolve(known, due_at=settled.at, error=settled.error)
            case Outcome.UNTRIED:
                line[place] = attrs.evolve(known, tries=known.tries - 1, due_at=settled.at)
            case Outcome.POISONED:
                self._poisoned[place] = attrs.evolve(known, due_at=None, error=settled.error)

    def entries(
        self, state: OutboxState, lane: Lane | None, due_after: Instant | None, limit: int
    ) -> tuple[Waiting, ...]:
        """Give entries in a state, the oldest first."""
        if state is OutboxState.WAITING:
            found = {place: some for line in self._lines.values() for place, some in line.items()}
        else:
            found = self._poisoned if state is OutboxState.POISONED else self._delivered
        wanted = sorted(
            place
            for place, some in found.items()
            if lane in (None, some.entry.lane)
            and (due_after is None or (some.due_at is not None and some.due_at > due_after))
        )
        return tuple(found[place] for place in wanted[:limit])

    def forget(self, before: Instant, lane: Lane | None, limit: int) -> int:
        """Let go of what was delivered before a moment, of events before it."""
        found = [
            place
            for place, at in self._delivered_at.items()
            if max(at, place.since) < before and lane in (None, self._delivered[place].entry.lane)
        ]
        for place in found[:limit]:
            del self._delivered_at[place]
            del self._places[self._delivered.pop(place).entry]
        return min(len(found), limit)

    def _line(self, entry: OutboxEntry) -> dict[Place, Waiting]:
        return self._lines.setdefault((entry.lane, entry.stream), {})

    def _heads(self, lane: Lane) -> Iterator[tuple[Place, Waiting]]:
        for (some, _), line in self._lines.items():
            if line and some is lane:
                first = min(line, key=lambda place: (place.seq, place.topic))
                yield first, line[first]

    def _lease(self, place: Place, lane: Lane, until: Instant) -> Waiting:
        line = self._lines[lane, place.stream]
        waiting = line[place]
        line[place] = leased = attrs.evolve(waiting, tries=waiting.tries + 1, due_at=until)
        return leased
