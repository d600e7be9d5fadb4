# ruff: noqa: S101 - a suite asserts
"""The outbox: what is to be told is taken in order, and by one at a time."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from ordercore.kernel.time import Instant
from ordercore.notices import Audience, Notice
from ordercore.ports.outbox import Lane, OutboxEntry, OutboxState, Outcome, Settled, Waiting
from ordercore.ports.records import Key
from ordercore.ports.store import Store
from ordercore.testing.store.contract import Contract
from ordercore.testing.store.samples import AT, UNICODE, entry, event_entry, telling, write


def after(seconds: float) -> Instant:
    """Give a moment so many seconds later."""
    return AT + dt.timedelta(seconds=seconds)


def take(store: Store, *, at: float = 0, limit: int = 10, lease: float = 60) -> list[Waiting]:
    """Take notices for a minute."""
    taken = store.take(Lane.NOTICES, limit=limit, at=after(at), until=after(at + lease))
    return list(taken)


def taken(store: Store, *, at: float = 0, limit: int = 10) -> list[OutboxEntry]:
    """Take notices for a minute, and give the entries alone."""
    return [waiting.entry for waiting in take(store, at=at, limit=limit)]


def settled(
    some: Waiting | OutboxEntry, outcome: Outcome, *, at: float = 0, tries: int = 1
) -> Settled:
    """Say what became of an entry."""
    if isinstance(some, Waiting):
        return settled(some.entry, outcome, at=at, tries=some.tries)
    return Settled(entry=some, outcome=outcome, at=after(at), tries=tries, error=UNICODE)


def listed(store: Store, state: OutboxState) -> list[OutboxEntry]:
    """Give the entries in a state."""
    return [waiting.entry for waiting in store.outbox(state, limit=100)]


class Outbox(Contract):
    """Entries wait in line, each stream and lane in one of its own."""

    def test_an_empty_outbox_gives_nothing(self, store: Store) -> None:
        """There is nothing to deliver in a fresh store."""
        assert take(store) == []
        assert all(listed(store, state) == [] for state in OutboxState)
        store.settle(())

    def test_entries_are_taken_by_the_moment_of_their_events(self, store: Store) -> None:
        """The oldest first, whatever the order of the commits and of the ids."""
        for id, late in (("O-2", 3), ("A", 2), ("O-1", 1)):
            write(store, telling(entry(id), at=after(late)))

        assert taken(store, limit=2) == [entry("O-1"), entry("A")]
        assert taken(store, limit=2) == [entry("O-2")]

    def test_listing_changes_nothing(self, store: Store) -> None:
        """All that wait are listed, the oldest first, and may be taken as before."""
        entries = [entry("O-1", 1), entry("O-1", 2), entry("O-2", 1), event_entry("O-1", 1)]
        write(store, telling(*entries[:2], entries[3]), telling(entries[2], at=after(1)))

        found = listed(store, OutboxState.WAITING)

        assert sorted(found, key=lambda some: some.key) == sorted(entries, key=lambda e: e.key)
        assert found[-1] == entries[2]
        assert len(store.outbox(OutboxState.WAITING, limit=2)) == 2
        assert taken(store) == [entry("O-1", 1), entry("O-2", 1)]

    def test_a_lane_is_listed_alone(self, store: Store) -> None:
        """As many as are asked for are of that lane, however much of the other one is older."""
        others = [entry("O-1", seq) for seq in (1, 2, 3)]
        write(store, telling(*others), telling(event_entry("O-2"), at=after(9)))
        found = {
            lane: [some.entry for some in store.outbox(OutboxState.WAITING, lane=lane, limit=3)]
            for lane in Lane
        }

        assert found == {Lane.NOTICES: others, Lane.EVENTS: [event_entry("O-2")]}
        (told,) = take(store)
        (event,) = store.take(Lane.EVENTS, limit=1, at=AT, until=after(9))
        store.settle([settled(told, Outcome.DELIVERED), settled(event, Outcome.POISONED)])
        for state, one in ((OutboxState.DELIVERED, told), (OutboxState.POISONED, event)):
            of_lanes = {lane: store.outbox(state, lane=lane, limit=9) for lane in Lane}
            there = of_lanes.pop(one.entry.lane)
            assert [some.entry for some in there] == [one.entry]
            assert set(of_lanes.values()) == {()}

    def test_what_is_due_late_is_listed_alone(self, store: Store) -> None:
        """Later than a moment, to the microsecond; not what was never taken, nor what is done."""
        write(store, telling(*(entry(f"O-{n}", seq) for n in (1, 2, 3) for seq in (1, 2))))
        first, second = take(store, limit=2)
        store.settle([settled(first, Outcome.FAILED, at=300)])

        def late(seconds: float, limit: int = 9) -> list[OutboxEntry]:
            found = store.outbox(OutboxState.WAITING, due_after=after(seconds), limit=limit)
            return [some.entry for some in found]

        assert late(0) == [first.entry, second.entry]
        assert late(0, limit=1) == [first.entry]
        assert late(59.999999) == [first.entry, second.entry]
        assert late(60) == late(299.999999) == [first.entry]
        assert late(300) == []
        for lane, count in ((Lane.NOTICES, 2), (Lane.EVENTS, 0)):
            some = store.outbox(OutboxState.WAITING, lane=lane, due_after=AT, limit=9)
            assert len(some) == count
        store.settle([settled(first, Outcome.DELIVERED), settled(second, Outcome.POISONED)])
        assert late(0) == []
        for state in (OutboxState.DELIVERED, OutboxState.POISONED):
            assert store.outbox(state, due_after=AT, limit=9) == ()

    def test_of_a_stream_only_the_first_is_taken(self, store: Store) -> None:
        """The next one follows when it was delivered, and not before, leased or not."""
        entries = [entry("O-1", seq) for seq in (1, 2, 10)]
        write(store, telling(*entries[:2]), telling(entries[2], at=after(-99)))

        for number, one in enumerate(entries):
            first = take(store, at=number)
            assert [waiting.entry for waiting in first] == [one]
            assert take(store, at=number) == []
            store.settle([settled(first[0], Outcome.DELIVERED)])

        assert take(store) == []

    def test_notices_of_one_event_are_entries_in_line(self, store: Store) -> None:
        """Several audiences and kinds of one event are told apart, and told one by one."""
        stream = Key("order", UNICODE)
        notices = (
            Notice("return_authorised", Audience.BUYER),
            Notice("return_authorised", Audience.SELLER),
            Notice("return_coming", Audience.SELLER),
        )
        entries = [OutboxEntry(stream, 4, notice) for notice in notices]
        write(store, telling(*entries))
        met: list[OutboxEntry] = []
        while some := take(store):
            assert len(some) == 1
            assert some[0].entry not in met
            store.settle([settled(some[0], Outcome.DELIVERED)])
            met.append(some[0].entry)

        assert met == entries

    def test_lanes_do_not_wait_for_each_other(self, store: Store) -> None:
        """Who tells people and who tells systems take from the same stream independently."""
        write(store, telling(entry(), event_entry(), event_entry("main/A", 1, "stock")))

        assert taken(store) == [entry()]
        events = store.take(Lane.EVENTS, limit=9, at=AT, until=after(9))
        assert [waiting.entry for waiting in events] == [
            event_entry(),
            event_entry("main/A", 1, "stock"),
        ]

    def test_streams_of_similar_ids_are_lines_of_their_own(self, store: Store) -> None:
        """Kind and id make a stream together, to the letter."""
        some = [event_entry("O-1"), event_entry("o-1"), event_entry("O-1", 1, "stock")]
        write(store, telling(*some))

        assert len(store.take(Lane.EVENTS, limit=9, at=AT, until=after(9))) == 3

    def test_nobody_else_is_given_a_leased_entry(self, store: Store) -> None:
        """Until the lease ends, to the microsecond; then it counts one try more."""
        write(store, telling(entry()))
        (first,) = store.take(Lane.NOTICES, limit=1, at=AT, until=after(60))

        assert (first.entry, first.tries, first.due_at) == (entry(), 1, after(60))
        assert take(store, at=59.999999) == []
        assert [(some.entry, some.tries) for some in take(store, at=60)] == [(entry(), 2)]

    def test_two_takers_are_given_different_entries(self, store: Store) -> None:
        """Together they have them all, and none of them twice."""
        known = [entry(f"O-{number}") for number in range(30)]
        write(store, telling(*known))
        if not self.threads:
            met = [taken(store, limit=5) for _ in range(8)]
        else:
            with ThreadPoolExecutor(2) as pool:
                met = list(pool.map(lambda _: taken(store, limit=5), range(8)))
        found = [one.key for some in met for one in some]

        assert len(found) == len(set(found))
        found += [one.key for one in taken(store, limit=99)]
        assert sorted(found) == sorted(one.key for one in known)

    def test_as_many_are_taken_as_are_asked_for(self, store: Store) -> None:
        """Never more, and nothing for a limit of nothing."""
        write(store, telling(*(entry(f"O-{number}") for number in range(5))))

        assert [len(take(store, limit=limit)) for limit in (0, 1, 3, 9)] == [0, 1, 3, 1]


class OutboxOutcomes(Contract):
    """What becomes of entries that were taken."""

    def test_what_was_delivered_is_taken_no_more(self, store: Store) -> None:
        """It is listed as delivered, and saying so again is harmless."""
        write(store, telling(entry("O-1"), entry("O-2")))
        (first,) = take(store, limit=1)

        for _ in range(2):
            store.settle([settled(first, Outcome.DELIVERED)])
        store.settle([settled(entry("nobody"), Outcome.DELIVERED)])

        assert listed(store, OutboxState.DELIVERED) == [entry("O-1")]
        assert listed(store, OutboxState.WAITING) == [entry("O-2")]
        assert taken(store, at=999) == [entry("O-2")]

    def test_a_late_delivery_counts(self, store: Store) -> None:
        """Somebody else has taken it since, but it was delivered all the same."""
        write(store, telling(entry("O-1", 1), entry("O-1", 2)))
        (slow,) = take(store)
        (_,) = take(store, at=60)

        store.settle([settled(slow, Outcome.DELIVERED)])

        assert listed(store, OutboxState.DELIVERED) == [entry("O-1", 1)]
        assert taken(store, at=61) == [entry("O-1", 2)]

    def test_what_failed_comes_back_at_its_moment(self, store: Store) -> None:
        """Not before; with its tries and its error, and nothing of its stream overtakes it."""
        write(store, telling(entry("O-1", 1), entry("O-1", 2)))
        (first,) = take(store)

        store.settle([settled(first, Outcome.FAILED, at=300)])

        (waiting, behind) = store.outbox(OutboxState.WAITING, limit=9)
        assert waiting == Waiting(entry("O-1", 1), 1, after(300), UNICODE)
        assert behind == Waiting(entry("O-1", 2))
        assert take(store, at=299.999999) == []
        assert [(some.entry, some.tries) for some in take(store, at=300)] == [(entry("O-1", 1), 2)]

    def test_what_was_not_tried_is_given_back(self, store: Store) -> None:
        """It is due at its moment, with the tries and the error that it had before."""
        write(store, telling(entry("O-1", 1), entry("O-1", 2)))
        (first,) = take(store)
        store.settle([settled(first, Outcome.FAILED, at=1)])
        (again,) = take(store, at=1)

        store.settle([Settled(entry=again.entry, outcome=Outcome.UNTRIED, at=after(5), tries=2)])

        (waiting, _) = store.outbox(OutboxState.WAITING, limit=9)
        assert waiting == Waiting(entry("O-1", 1), 1, after(5), UNICODE)
        assert take(store, at=4) == []
        assert [(some.entry, some.tries) for some in take(store, at=5)] == [(entry("O-1", 1), 2)]

    @pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.UNTRIED, Outcome.POISONED])
    def test_a_stale_outcome_is_ignored(self, store: Store, outcome: Outcome) -> None:
        """Who lost the lease has no say any more, unless it delivered."""
        write(store, telling(entry()))
        (slow,) = take(store)
        (quick,) = take(store, at=60)

        store.settle([settled(slow, outcome, at=61)])

        assert store.outbox(OutboxState.WAITING, limit=9) == (quick,)
        assert take(store, at=119) == []

    def test_what_is_poisoned_steps_aside(self, store: Store) -> None:
        """It is listed with its tries and error, and those behind it go on."""
        write(store, telling(entry("O-1", 1), entry("O-1", 2)))
        (first,) = take(store)

        store.settle([settled(first, Outcome.POISONED)])

        assert store.outbox(OutboxState.POISONED, limit=9) == (
            Waiting(entry("O-1", 1), 1, None, UNICODE),
        )
        assert taken(store) == [entry("O-1", 2)]
        assert taken(store, at=60) == [entry("O-1", 2)]

    def test_what_was_poisoned_can_be_revived(self, store: Store) -> None:
        """From its moment on it comes first in its stream again, with its tries anew."""
        write(store, telling(*(entry("O-1", seq) for seq in (1, 2, 3))))
        (first,) = take(store)
        store.settle([settled(first, Outcome.POISONED)])
        (second,) = take(store, at=1)
        (poisoned,) = store.outbox(OutboxState.POISONED, limit=9)

        store.settle([settled(poisoned, Outcome.REVIVED, at=5)])

        assert listed(store, OutboxState.POISONED) == []
        assert take(store, at=4) == []
        (again,) = take(store, at=5)
        assert (again.entry, again.tries) == (entry("O-1", 1), 1)
        store.settle([settled(again, Outcome.DELIVERED), settled(second, Outcome.DELIVERED)])
        assert taken(store, at=6) == [entry("O-1", 3)]

    def test_what_waits_cannot_be_revived(self, store: Store) -> None:
        """Reviving an entry that is not poisoned, or that nobody knows, changes nothing."""
        write(store, telling(entry()))
        (first,) = take(store)

        store.settle([settled(first, Outcome.REVIVED), settled(entry("x"), Outcome.REVIVED)])

        assert store.outbox(OutboxState.WAITING, limit=9) == (first,)

    def test_several_are_settled_at_once(self, store: Store) -> None:
        """Each as it is said of it, also of one stream."""
        write(store, telling(*(entry(f"O-{n}", seq) for n in (1, 2, 3) for seq in (1, 2))))
        one, two, three = take(store)

        store.settle(
            [
                settled(three, Outcome.POISONED),
                settled(one, Outcome.DELIVERED),
                settled(two, Outcome.FAILED, at=10),
            ]
        )

        assert taken(store, at=1) == [entry("O-1", 2), entry("O-3", 2)]
        assert taken(store, at=10) == [entry("O-2", 1)]

    def test_an_entry_is_added_behind_what_waits(self, store: Store) -> None:
        """Also while the one before it is leased, or has failed; and first where none waits."""
        write(store, telling(entry("O-1", 1)))
        (first,) = take(store)
        write(store, telling(entry("O-1", 2)))

        assert take(store) == []
        store.settle([settled(first, Outcome.DELIVERED)])
        write(store, telling(entry("O-1", 3)))
        assert taken(store) == [entry("O-1", 2)]

    def test_a_long_line_is_told_to_its_end(self, store: Store) -> None:
        """Every entry of a stream is delivered once, in order."""
        entries = [entry("O-1", seq) for seq in range(1, 41)]
        write(store, telling(*entries))
        met: list[OutboxEntry] = []
        while some := take(store):
            assert some[0].entry not in met
            store.settle([settled(one, Outcome.DELIVERED) for one in some])
            met += [one.entry for one in some]

        assert met == entries
        assert listed(store, OutboxState.DELIVERED) == entries
