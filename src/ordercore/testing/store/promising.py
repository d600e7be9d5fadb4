# ruff: noqa: S101 - a suite asserts
"""Promising: units of stock that nobody looked at are counted by the store, or by nobody."""

from collections.abc import Mapping

import pytest

from ordercore.errors import Conflict
from ordercore.inventory import (
    ReservedCommitted,
    Stock,
    StockDetails,
    StockEvent,
    UnitsReserved,
)
from ordercore.ports.outbox import Lane, OutboxEntry, OutboxState
from ordercore.ports.records import Key, Recorded
from ordercore.ports.store import Commit, Row, Store, Unseen
from ordercore.service.keys import stock_key
from ordercore.testing.store.contract import Contract
from ordercore.testing.store.outbox import after
from ordercore.testing.store.samples import AT, commit, placed, write

A, B = stock_key("main", "A"), stock_key("main", "B")


def reserved(owner: str = "O-1", units: int = 2) -> StockEvent:
    """Make the event that units are promised to somebody."""
    return UnitsReserved(owner=owner, quantity=units, at=AT)


def unseen(*events: StockEvent, key: Key = A, units: int = 2, told: bool = False) -> Commit:
    """Make a commit that promises units of stock, whatever its row is."""
    recorded = [
        Recorded(stream=key, seq=place, event=event) for place, event in enumerate(events, start=1)
    ]
    return Commit(
        writes={},
        events=tuple(recorded),
        outbox=tuple(OutboxEntry(key, some.seq) for some in recorded) if told else (),
        unseen={key: Unseen(units, len(recorded))},
    )


def together(*commits: Commit) -> Commit:
    """Make one commit of several that are about different records."""
    return Commit(
        writes={key: some for one in commits for key, some in one.writes.items()},
        events=tuple(some for one in commits for some in one.events),
        outbox=tuple(some for one in commits for some in one.outbox),
        unseen={key: some for one in commits for key, some in one.unseen.items()},
    )


def seen_after(store: Store, some: Commit) -> Mapping[Key, Row]:
    """Write a commit, and give what the store tells of it when that has ended."""
    with store.transaction() as transaction:
        told = transaction.write(some)
    return dict(told)


def promising(store: Store) -> Store:
    """Give back a store that promises unseen, with ten A and ten B in it."""
    if not store.promises_unseen:
        pytest.skip("this store promises nothing unseen")
    write(store, commit(Stock("A", "main", 10), Stock("B", "main", 10)))
    return store


class Promising(Contract):
    """What a store does that says ``promises_unseen``."""

    def test_units_are_promised_of_stock_as_it_is(self, store: Store) -> None:
        """Two who know nothing of each other are both promised theirs; each is told the row."""
        promising(store)
        first = seen_after(store, unseen(reserved("O-1")))
        second = seen_after(store, unseen(reserved("O-2", 3), units=3))

        assert first == {A: Row(Stock("A", "main", 10, 2), 2)}
        assert second == {A: Row(Stock("A", "main", 10, 5), 3)}
        assert store.load([A]) == second

    def test_events_of_it_stand_behind_those_that_there_are(self, store: Store) -> None:
        """Their places go on where the stream ends, whoever wrote last."""
        promising(store)
        committed = ReservedCommitted(owner="O-1", quantity=2, at=AT)
        write(store, unseen(reserved("O-1"), committed))
        write(store, unseen(reserved("O-2")))

        events = store.events(A)

        assert [some.seq for some in events] == [2, 3, 4]
        assert [some.event for some in events] == [reserved("O-1"), committed, reserved("O-2")]

    def test_what_is_told_of_it_points_at_its_events(self, store: Store) -> None:
        """An entry of the outbox has the place that its event got."""
        promising(store)
        write(store, unseen(reserved("O-1"), reserved("O-2"), units=4, told=True))
        write(store, unseen(reserved("O-3"), told=True))

        (first,) = store.take(Lane.EVENTS, limit=9, at=after(0), until=after(9))
        listed = store.outbox(OutboxState.WAITING, limit=9)

        assert first.entry == OutboxEntry(A, 2)
        assert [some.entry for some in listed] == [OutboxEntry(A, seq) for seq in (2, 3, 4)]
        assert [some.event for some in store.events(A)] == [reserved(f"O-{n}") for n in (1, 2, 3)]

    @pytest.mark.parametrize("units", [10, 11])
    def test_where_no_plenty_is_left_nothing_is_promised(self, store: Store, units: int) -> None:
        """The last units are for somebody who looks; and nothing else of the commit is written."""
        promising(store)
        with pytest.raises(Conflict):
            write(
                store,
                together(
                    commit(placed()),
                    unseen(reserved(), key=B),
                    unseen(reserved(units=units), units=units),
                ),
            )

        rows = store.load([Key("order", "O-1"), A, B])
        assert rows[Key("order", "O-1")] == Row(None, 0)
        assert [rows[key].version for key in (A, B)] == [1, 1]
        assert store.events(A) == store.events(B) == ()

    @pytest.mark.parametrize(
        "details",
        [StockDetails(safety=4), StockDetails(low_at=4), StockDetails(safety=1, low_at=3)],
    )
    def test_no_line_is_reached_unseen(self, store: Store, details: StockDetails) -> None:
        """Safety stock is never promised, and that stock runs low is told by who looks."""
        promising(store)
        write(store, commit(Stock("A", "main", 10, details=details), was=1))

        with pytest.raises(Conflict):
            write(store, unseen(reserved(units=6), units=6))
        told = seen_after(store, unseen(reserved(units=5), units=5))

        assert told[A].value == Stock("A", "main", 10, 5, details=details)

    def test_nothing_is_promised_of_stock_that_is_not_there(self, store: Store) -> None:
        """Of a SKU that nobody has received."""
        promising(store)
        nowhere = stock_key("main", "C")

        with pytest.raises(Conflict):
            write(store, unseen(reserved(), key=nowhere))

        assert store.load([nowhere]) == {nowhere: Row(None, 0)}
        assert store.events(nowhere) == ()

    def test_an_event_that_promises_no_more_needs_no_plenty(self, store: Store) -> None:
        """Units that are promised already are committed, though none are left."""
        promising(store)
        write(store, commit(Stock("A", "main", 10, 10), was=1))
        committed = ReservedCommitted(owner="O-1", quantity=2, at=AT)

        told = seen_after(store, unseen(committed, units=0))

        assert told == {A: Row(Stock("A", "main", 10, 10), 3)}

    def test_much_is_promised_at_once(self, store: Store) -> None:
        """Of several kinds of stock, with other records; all of it, or nothing."""
        promising(store)
        write(
            store,
            together(commit(placed()), unseen(reserved()), unseen(reserved(), key=B)),
        )

        rows = store.load([Key("order", "O-1"), A, B])

        assert rows[Key("order", "O-1")].version == 1
        assert [rows[key].value for key in (A, B)] == [
            Stock("A", "main", 10, 2),
            Stock("B", "main", 10, 2),
        ]
