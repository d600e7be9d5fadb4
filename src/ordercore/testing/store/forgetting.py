# ruff: noqa: S101 - a suite asserts
"""Forgetting: what was delivered is let go of, and nothing of what is still to be told."""

from concurrent.futures import ThreadPoolExecutor

from ordercore.ports.outbox import Lane, OutboxState, Outcome
from ordercore.ports.store import Store
from ordercore.testing.store.contract import Contract
from ordercore.testing.store.outbox import after, listed, settled, take, taken
from ordercore.testing.store.samples import entry, event_entry, telling, write


class Forgetting(Contract):
    """What was delivered is forgotten, and stays delivered."""

    def test_an_empty_outbox_has_nothing_to_forget(self, store: Store) -> None:
        """Not in a fresh store."""
        assert store.forget(before=after(99), limit=9) == 0

    def test_what_was_delivered_is_forgotten_once(self, store: Store) -> None:
        """It is listed no more, is counted the first time, and does not come back."""
        write(store, telling(entry("O-1", 1), entry("O-1", 2), event_entry("O-1", 1)))
        (first,) = take(store)
        store.settle([settled(first, Outcome.DELIVERED)])

        assert [store.forget(before=after(1), limit=9) for _ in range(2)] == [1, 0]
        assert listed(store, OutboxState.DELIVERED) == []
        assert taken(store, at=999) == [entry("O-1", 2)]
        assert taken(store, at=9999) == [entry("O-1", 2)]
        events = store.take(Lane.EVENTS, limit=9, at=after(0), until=after(9))
        assert [some.entry for some in events] == [event_entry("O-1", 1)]

    def test_what_is_still_to_be_told_is_kept(self, store: Store) -> None:
        """What waits, stands behind another, is leased, has failed, or was put aside or revived."""
        known = [entry(f"O-{number}", seq) for number in range(5) for seq in (1, 2)]
        write(store, telling(*known))
        failed, aside, again, _ = take(store, limit=4)
        store.settle(
            [
                settled(failed, Outcome.FAILED),
                settled(aside, Outcome.POISONED),
                settled(again, Outcome.POISONED),
            ]
        )
        store.settle([settled(again, Outcome.REVIVED)])
        before = {state: store.outbox(state, limit=99) for state in OutboxState}

        assert store.forget(before=after(9999), limit=99) == 0
        assert {state: store.outbox(state, limit=99) for state in OutboxState} == before

    def test_what_is_forgotten_is_older_than_the_moment(self, store: Store) -> None:
        """To the microsecond: it was delivered before it, and happened before it."""
        write(store, telling(entry("O-1")), telling(entry("O-2"), at=after(50)))
        first, late = take(store, at=60)
        store.settle([settled(first, Outcome.DELIVERED, at=30)])
        store.settle([settled(late, Outcome.DELIVERED, at=30)])

        assert [store.forget(before=after(some), limit=9) for some in (0, 30)] == [0, 0]
        assert store.forget(before=after(30.000001), limit=9) == 1
        assert listed(store, OutboxState.DELIVERED) == [entry("O-2")]
        assert store.forget(before=after(50), limit=9) == 0
        assert store.forget(before=after(50.000001), limit=9) == 1

    def test_no_more_are_forgotten_than_are_asked_for(self, store: Store) -> None:
        """They are all gone after as many calls as it takes."""
        write(store, telling(*(entry(f"O-{number}") for number in range(5))))
        store.settle([settled(some, Outcome.DELIVERED) for some in take(store, limit=5)])

        assert [store.forget(before=after(1), limit=2) for _ in range(4)] == [2, 2, 1, 0]
        assert listed(store, OutboxState.DELIVERED) == []

    def test_two_who_forget_count_each_entry_once(self, store: Store) -> None:
        """Also while others are delivered: together they have them all, and none of them twice."""
        write(store, telling(*(entry(f"O-{number}") for number in range(40))))
        some = take(store, limit=40)
        store.settle([settled(one, Outcome.DELIVERED) for one in some[:30]])

        def forget(number: int) -> int:
            store.settle([settled(some[30 + number], Outcome.DELIVERED)])
            return store.forget(before=after(1), limit=7)

        if self.threads:
            with ThreadPoolExecutor(2) as pool:
                counts = list(pool.map(forget, range(10)))
        else:
            counts = [forget(number) for number in range(10)]

        assert sum(counts) + store.forget(before=after(1), limit=99) == 40
        assert listed(store, OutboxState.DELIVERED) == []

    def test_a_lane_is_forgotten_alone(self, store: Store) -> None:
        """And without one, both are."""
        write(store, telling(entry("O-1"), event_entry("O-1"), entry("O-2"), event_entry("O-2")))
        for lane in Lane:
            for some in store.take(lane, limit=9, at=after(0), until=after(9)):
                store.settle([settled(some, Outcome.DELIVERED)])

        assert store.forget(before=after(1), lane=Lane.EVENTS, limit=1) == 1
        assert store.forget(before=after(1), lane=Lane.EVENTS, limit=9) == 1
        assert listed(store, OutboxState.DELIVERED) == [entry("O-1"), entry("O-2")]
        assert store.forget(before=after(1), limit=9) == 2

    def test_a_late_word_of_what_was_forgotten_is_harmless(self, store: Store) -> None:
        """A relay whose lease was over says what became of it: it is not told again."""
        write(store, telling(entry("O-1", 1), entry("O-1", 2)))
        (slow,) = take(store)
        (quick,) = take(store, at=60)
        store.settle([settled(quick, Outcome.DELIVERED, at=61)])
        store.forget(before=after(100), limit=9)

        for outcome in Outcome:
            store.settle([settled(slow, outcome, at=62), settled(quick, outcome, at=62)])

        assert listed(store, OutboxState.WAITING) == [entry("O-1", 2)]
        assert listed(store, OutboxState.POISONED) == []
        assert listed(store, OutboxState.DELIVERED) == []
        assert taken(store, at=100) == [entry("O-1", 2)]
