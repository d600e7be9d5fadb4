"""The outbox: entries put in, taken, settled and listed."""

from collections.abc import Iterable
from typing import Any

from ordercore.adapters.sql.asking import Ask, Query, SqlRow, each
from ordercore.adapters.sql.queue_statements import (
    DELIVERED_BEFORE,
    ENQUEUE,
    ENQUEUE_AT,
    FORGET,
    LISTED,
    MOVE_UP,
    SETTLED,
    SILENCE,
    TAKE,
)
from ordercore.adapters.sql.rows import entry_row, microseconds, stream_row, waiting
from ordercore.kernel.time import Instant
from ordercore.ports.outbox import Lane, OutboxState, Outcome, Settled, Waiting
from ordercore.ports.store import Commit


def enqueue(seller: str, commit: Commit) -> list[Query]:
    """Give what puts the entries of a commit behind those of their streams."""
    rows, unseen = list[SqlRow](), list[SqlRow]()
    for entry, since in commit.dated_outbox():
        (*stream, seq, topic), kept = entry_row(seller, entry), commit.unseen.get(entry.stream)
        told = (topic, entry.lane.value, microseconds(since), *stream_row(seller, entry))
        if kept is None:
            rows.append((*stream, seq, *told))
        else:
            unseen.append((*stream, seller, entry.stream.id, kept.events - seq, *told))
    # In one order for everybody: each may wait for the entry before it.
    silent = sorted({(seller, *some.stream) for some in commit.rewritten})
    both = (ENQUEUE, sorted(rows)), (ENQUEUE_AT, sorted(unseen, key=_from_the_start))
    queries = [each(statement, some) for statement, some in both if some]
    return [*queries, *([each(SILENCE, silent)] if silent else ())]


def _from_the_start(row: SqlRow) -> SqlRow:
    *stream, _, _, before_the_end, topic, _, _, _, _, _, _ = row
    return (*stream, -before_the_end, topic)


def take(
    seller: str, lane: Lane, *, limit: int, at: Instant, until: Instant
) -> Ask[tuple[Waiting, ...]]:
    """Lease entries of the outbox that are due at a moment: the oldest first."""
    bound = (microseconds(until), seller, lane.value, microseconds(at), limit)
    return Ask(
        [Query(TAKE, bound)], lambda answers: _read(sorted(answers[0], key=_place)), whole=True
    )


def _place(row: SqlRow) -> SqlRow:
    kind, id, seq, topic, _, _, _, since = row
    return since, kind, id, seq, topic


def settle(seller: str, settled: Iterable[Settled]) -> Ask[None]:
    """Say what became of entries that were taken."""
    some = sorted(settled, key=lambda one: entry_row(seller, one.entry))
    queries = [Query(SETTLED[one.outcome.value], _settled_row(seller, one)) for one in some]
    left = [one.entry for one in some if one.outcome in (Outcome.DELIVERED, Outcome.POISONED)]
    if left:
        moved = dict.fromkeys(stream_row(seller, entry) * 2 for entry in left)
        queries.append(each(MOVE_UP, list(moved)))
    return Ask(queries, lambda _: None, whole=bool(queries))


def _settled_row(seller: str, one: Settled) -> SqlRow:
    entry, at = entry_row(seller, one.entry), microseconds(one.at)
    match one.outcome:
        case Outcome.DELIVERED:
            return (at, *entry)
        case Outcome.FAILED:
            return (at, one.error, *entry, one.tries)
        case Outcome.POISONED:
            return (one.error, *entry, one.tries)
        case Outcome.REVIVED | Outcome.UNTRIED:
            return (at, *entry, one.tries)


def outbox(
    seller: str,
    state: OutboxState,
    *,
    lane: Lane | None = None,
    due_after: Instant | None = None,
    limit: int,
) -> Ask[tuple[Waiting, ...]]:
    """Give entries in a state, the oldest first, and change nothing."""
    of_lane = () if lane is None else (lane.value,)
    late = () if due_after is None else (microseconds(due_after),)
    query = Query(LISTED[state.value, bool(of_lane), bool(late)], (seller, *of_lane, *late, limit))
    return Ask([query], lambda answers: _read(answers[0]))


def forget(seller: str, *, before: Instant, lane: Lane | None = None, limit: int) -> Ask[int]:
    """Let go of entries that were delivered before a moment, and tell how many they were."""
    end = microseconds(before)
    of_lane = () if lane is None else (lane.value,)

    def found(answers: list[Any]) -> int | Ask[int]:
        # In one order for everybody: somebody else may be forgetting the same ones.
        rows = sorted((seller, *row) for row in answers[0])
        return Ask([each(FORGET, rows)], lambda gone: gone[0], whole=True) if rows else 0

    query = Query(DELIVERED_BEFORE[bool(of_lane)], (seller, end, end, *of_lane, limit))
    return Ask([query], found)


def _read(rows: Iterable[Any]) -> tuple[Waiting, ...]:
    return tuple(waiting(row) for row in rows)
