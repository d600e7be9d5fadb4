# ruff: noqa: S101 - a suite asserts
"""The outbox: what is still to be told, oldest first."""

from ordercore.notices import Audience, Notice
from ordercore.ports.store import Key, OutboxEntry, Store
from ordercore.testing.store.contract import Contract
from ordercore.testing.store.samples import AT, UNICODE, commit, entry, write


class Outbox(Contract):
    """Entries wait until they are marked."""

    def test_an_empty_outbox_gives_nothing(self, store: Store) -> None:
        """There is nothing to deliver in a fresh store."""
        assert store.undelivered(10) == ()

    def test_entries_come_oldest_first(self, store: Store) -> None:
        """The order is that of the commits, whatever the ids and places are."""
        entries = [entry("O-9", 3), entry("O-1", 7), entry("O-1", 2), entry("A", 1)]
        write(store, commit(outbox=entries[:2]), commit(outbox=entries[2:]))

        assert store.undelivered(10) == tuple(entries)

    def test_no_more_than_the_limit_is_given(self, store: Store) -> None:
        """The oldest entries are given, as many as asked for."""
        entries = [entry("O-1", seq) for seq in range(1, 6)]
        write(store, commit(outbox=entries))

        assert [len(store.undelivered(limit)) for limit in (0, 1, 3, 5, 9)] == [0, 1, 3, 5, 5]
        assert store.undelivered(3) == tuple(entries[:3])

    def test_delivered_entries_leave_the_queue(self, store: Store) -> None:
        """What was marked is not given again, and the rest stays in order."""
        entries = [entry("O-1", seq) for seq in range(1, 5)]
        write(store, commit(outbox=entries))

        store.mark_delivered((entries[2], entries[0]), AT)

        assert store.undelivered(10) == (entries[1], entries[3])

    def test_marking_twice_is_harmless(self, store: Store) -> None:
        """An entry that was delivered, or never was there, may be marked."""
        write(store, commit(outbox=(entry("O-1", 1), entry("O-1", 2))))

        for _ in range(2):
            store.mark_delivered((entry("O-1", 1), entry("nobody", 9)), AT)
        store.mark_delivered((), AT)

        assert store.undelivered(10) == (entry("O-1", 2),)

    def test_entries_of_one_event_are_told_apart(self, store: Store) -> None:
        """Several audiences and kinds of one event are entries of their own."""
        stream = Key("order", UNICODE)
        notices = (
            Notice("return_authorised", Audience.BUYER),
            Notice("return_authorised", Audience.SELLER),
            Notice("return_coming", Audience.SELLER),
        )
        entries = tuple(OutboxEntry(stream, 4, notice) for notice in notices)
        write(store, commit(outbox=entries))

        store.mark_delivered((entries[1],), AT)

        assert store.undelivered(10) == (entries[0], entries[2])
