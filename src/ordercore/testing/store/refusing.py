# ruff: noqa: S101, PT012 - a suite asserts; what happens inside is the point
"""Refusing: a commit is written whole, or nothing of it is."""

from concurrent.futures import ThreadPoolExecutor

import attrs
import pytest

from ordercore.errors import Conflict, InvalidValue
from ordercore.inventory import Stock
from ordercore.ports.outbox import OutboxState, Waiting
from ordercore.ports.records import Answered, Key, Recorded
from ordercore.ports.store import Store
from ordercore.testing.store.contract import Contract
from ordercore.testing.store.samples import (
    commit,
    contents,
    entry,
    key_of,
    paid_event,
    placed,
    whole_commit,
    write,
)


class Interrupted(Exception):
    """Something went wrong in the middle of a transaction."""


class Refusing(Contract):
    """Somebody else was first, or something went wrong."""

    def test_nothing_of_a_stale_commit_is_written(self, store: Store) -> None:
        """One record of many that moved on meanwhile stops the whole commit."""
        stock = Stock("A", "main", 5)
        write(store, commit(stock), commit(stock, was=1))
        whole = whole_commit()
        stale = type(whole)(
            writes={**whole.writes, **commit(stock, was=1).writes},
            events=whole.events,
            outbox=whole.outbox,
        )
        before = contents(store, stale)

        with pytest.raises(Conflict):
            write(store, stale)

        assert contents(store, stale) == before

    def test_a_record_meant_to_be_new_must_be_new(self, store: Store) -> None:
        """Two that both mean to create a record cannot both succeed."""
        write(store, commit(placed()))
        again = whole_commit()
        before = contents(store, again)

        with pytest.raises(Conflict):
            write(store, again)

        assert contents(store, again) == before

    def test_a_record_meant_to_be_there_must_be_there(self, store: Store) -> None:
        """A commit over a version that was never written is a conflict."""
        stale = whole_commit(was=2)
        before = contents(store, stale)

        with pytest.raises(Conflict):
            write(store, stale)

        assert contents(store, stale) == before

    def test_a_version_from_the_future_is_a_conflict(self, store: Store) -> None:
        """A commit over a later version than the stored one is refused too."""
        write(store, commit(placed()))

        with pytest.raises(Conflict):
            write(store, commit(placed(), was=5))

    def test_a_command_id_is_answered_once(self, store: Store) -> None:
        """A commit that answers a known command id is refused whole, whatever else it writes."""
        first = Answered("c-1", b"first", Key("order", "O-9"), 1)
        write(store, commit(first))
        again = whole_commit(command_id="c-1")
        before = contents(store, again)

        with pytest.raises(Conflict):
            write(store, again)

        assert contents(store, again) == before
        assert store.load((key_of(first),))[key_of(first)].value == first

    def test_an_exception_undoes_everything(self, store: Store) -> None:
        """Leaving a transaction by an exception leaves nothing of what was written in it."""
        whole = whole_commit()
        before = contents(store, whole)

        with pytest.raises(Interrupted), store.transaction() as transaction:
            transaction.write(whole)
            raise Interrupted

        assert contents(store, whole) == before

    def test_what_is_not_committed_is_not_seen(self, store: Store) -> None:
        """Whoever looks from elsewhere sees a commit when its transaction has ended."""
        if not self.threads:
            pytest.skip("this store may only be used from one thread")
        with ThreadPoolExecutor(1) as elsewhere, store.transaction() as transaction:
            transaction.write(commit(placed()))
            seen = elsewhere.submit(store.load, (key_of(placed()),)).result()

        assert seen[key_of(placed())].version == 0
        assert store.load((key_of(placed()),))[key_of(placed())].version == 1

    def test_the_store_goes_on_after_a_conflict(self, store: Store) -> None:
        """A conflict leaves no lock behind: the next transaction reads and writes."""
        write(store, commit(placed()))
        with pytest.raises(Conflict):
            write(store, commit(placed()))

        write(store, commit(placed(), was=1))

        with store.transaction() as transaction:
            assert transaction.load((key_of(placed()),))[key_of(placed())].version == 2

    def test_a_conflict_names_what_was_written_meanwhile(self, store: Store) -> None:
        """The keys of a conflict are text, for logs."""
        write(store, commit(placed()))

        with pytest.raises(Conflict) as caught:
            write(store, commit(placed()))

        assert caught.value.keys
        assert all(isinstance(key, str) for key in caught.value.keys)

    def test_a_conflict_of_rows_that_were_loaded_is_one_too(self, store: Store) -> None:
        """A plan over another version than the one that its own transaction loaded is stale."""
        write(store, commit(placed()), commit(placed(), was=1))
        before = contents(store, whole_commit(was=1))

        with pytest.raises(Conflict), store.transaction() as transaction:
            transaction.load((key_of(placed()),))
            transaction.write(whole_commit(was=1))

        assert contents(store, whole_commit(was=1)) == before

    def test_an_exception_after_loading_undoes_everything_too(self, store: Store) -> None:
        """Also where what was written may wait for the end of the transaction."""
        whole = whole_commit()
        before = contents(store, whole)

        with pytest.raises(Interrupted), store.transaction() as transaction:
            transaction.load(tuple(whole.writes))
            transaction.write(whole)
            raise Interrupted

        assert contents(store, whole) == before

    def test_an_entry_points_at_an_event_of_its_commit(self, store: Store) -> None:
        """One that points nowhere is refused with everything else."""
        whole = attrs.evolve(whole_commit(), outbox=(entry("nobody"),))
        before = contents(store, whole)

        with pytest.raises(InvalidValue, match="outbox"):
            write(store, whole)

        assert contents(store, whole) == before

    def test_two_who_read_the_same_version_cannot_both_write(self, store: Store) -> None:
        """R05, R09: of two plans on the same read, the second is told to plan again."""
        stock = Stock("A", "main", 1)
        write(store, commit(stock))
        key = key_of(stock)
        with store.transaction() as transaction:
            seen = transaction.load((key,))[key].version
        taken = commit(Stock("A", "main", 1, 1), was=seen)
        write(store, taken)

        with pytest.raises(Conflict):
            write(store, taken)

    def test_events_and_notices_of_a_refused_commit_are_gone(self, store: Store) -> None:
        """A refused commit leaves no gap and no doublet in streams and outbox."""
        key = Key("order", "O-1")
        event = Recorded(stream=key, seq=1, event=paid_event())
        first = commit(placed(), events=(event,), outbox=(entry(),))
        write(store, first)
        with pytest.raises(Conflict):
            write(store, first)

        assert store.events(key) == (event,)
        assert store.outbox(OutboxState.WAITING, limit=10) == (Waiting(entry()),)
