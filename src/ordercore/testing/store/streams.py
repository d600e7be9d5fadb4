# ruff: noqa: S101 - a suite asserts
"""Streams: the events of each record, in order."""

from ordercore.ports.records import Key, Recorded
from ordercore.ports.store import Store
from ordercore.testing.store.contract import Contract
from ordercore.testing.store.samples import UNICODE, commit, every, paid_event, placed, write

STREAM = Key("order", "O-1")

IDS = ("O-1", "O-10", "O-2", "o-1", "main/A", "main/A/B", "%")


def _recorded(seq: int, stream: Key = STREAM) -> Recorded:
    return Recorded(stream=stream, seq=seq, event=paid_event(f"payment {seq}"))


class Streams(Contract):
    """Events stay in the order in which they happened."""

    def test_a_stream_that_never_began_is_empty(self, store: Store) -> None:
        """Asking for the events of what does not exist gives none."""
        assert store.events(STREAM) == ()
        assert store.events(STREAM, upto=5) == ()

    def test_events_come_in_the_order_of_their_place(self, store: Store) -> None:
        """Events of several commits come one after the other, also beyond nine."""
        for start in range(1, 25, 3):
            write(store, commit(events=[_recorded(start + step) for step in range(3)]))

        assert store.events(STREAM) == tuple(_recorded(seq) for seq in range(1, 25))

    def test_a_stream_can_be_read_up_to_a_place(self, store: Store) -> None:
        """The place itself is included; 0 gives nothing and a place beyond the end everything."""
        write(store, commit(events=[_recorded(seq) for seq in (1, 2, 3)]))

        read = {
            upto: [some.seq for some in store.events(STREAM, upto=upto)] for upto in (0, 1, 2, 3, 9)
        }

        assert read == {0: [], 1: [1], 2: [1, 2], 3: [1, 2, 3], 9: [1, 2, 3]}

    def test_a_stream_can_be_read_beyond_a_place(self, store: Store) -> None:
        """The place itself is left out; both bounds together cut a part out of the middle."""
        write(store, commit(events=[_recorded(seq) for seq in (1, 2, 3, 4)]))

        read = [
            [some.seq for some in store.events(STREAM, after=after, upto=upto)]
            for after, upto in ((0, None), (2, None), (4, None), (1, 3), (3, 1), (9, 9))
        ]

        assert read == [[1, 2, 3, 4], [3, 4], [], [2, 3], [], []]

    def test_streams_are_kept_apart(self, store: Store) -> None:
        """Streams of one id but another kind, or of similar ids, share nothing."""
        keys = (STREAM, Key("stock", "O-1"), Key("order", "O-10"), Key("order", "o-1"))
        write(store, commit(events=[_recorded(1, key) for key in keys]))

        for key in keys:
            assert store.events(key) == (_recorded(1, key),)

    def test_streams_are_listed_page_by_page(self, store: Store) -> None:
        """By kind and id, each once however many events it has, complete, and without repeats."""
        known = [Key(kind, id) for kind in ("order", "stock") for id in (*IDS, UNICODE)]
        known.sort()
        assert store.streams() == ()
        for seq in (1, 2):
            write(store, commit(events=[_recorded(seq, key) for key in reversed(known)]))

        for length in (1, 5, 100):
            assert every(store.streams, limit=length) == known

    def test_a_stream_is_listed_whatever_is_kept_of_its_record(self, store: Store) -> None:
        """A record without events is no stream, and events without a record are one."""
        write(store, commit(placed("O-9"), events=[_recorded(3)]))

        assert store.streams() == (STREAM,)

    def test_cause_and_command_id_are_kept(self, store: Store) -> None:
        """An event knows what it reacts to, and which command brought it about."""
        caused = Recorded(
            stream=STREAM,
            seq=1,
            event=paid_event(),
            cause=(Key("stock", f"main/{UNICODE}"), 12),
            command_id=UNICODE,
        )
        plain = _recorded(2)
        write(store, commit(events=(caused, plain)))

        assert store.events(STREAM) == (caused, plain)
