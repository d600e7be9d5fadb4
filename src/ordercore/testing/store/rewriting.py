# ruff: noqa: S101 - a suite asserts
"""Rewriting: events that are there are kept anew, as when a buyer is erased."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from ordercore.adapters.memory import CountingIdentity, FixedClock
from ordercore.errors import Conflict
from ordercore.kernel.personal import personal_in
from ordercore.kernel.replace import replace
from ordercore.orders.address import Address
from ordercore.orders.line import Line
from ordercore.orders.world import WORLD
from ordercore.ports.outbox import OutboxState, Outcome
from ordercore.ports.records import Key, Recorded
from ordercore.ports.store import Commit, Store
from ordercore.service.desk import OrderDesk
from ordercore.testing.laws import live_equals_replay
from ordercore.testing.store.contract import Contract
from ordercore.testing.store.outbox import settled, take
from ordercore.testing.store.samples import (
    AT,
    UNICODE,
    commit,
    contents,
    entry,
    event_entry,
    paid_event,
    placed,
    telling,
    write,
)

STREAM, OTHER = Key("order", "O-1"), Key("order", "O-2")

CAUSE = (Key("stock", "main/A"), 7)


def _recorded(seq: int, reference: str = UNICODE, stream: Key = STREAM) -> Recorded:
    event = paid_event(reference)
    return Recorded(stream=stream, seq=seq, event=event, cause=CAUSE, command_id=f"c-{seq}")


def _three(stream: Key = STREAM) -> Commit:
    return commit(placed(stream.id), events=[_recorded(seq, stream=stream) for seq in (1, 2, 3)])


def _anew(*rewritten: Recorded, was: int = 1) -> Commit:
    return replace(commit(placed(), was=was), rewritten=rewritten)


class Rewriting(Contract):
    """What is written anew stands where it stood, and nothing else changes."""

    def test_events_are_kept_in_place_of_others(self, store: Store) -> None:
        """With the cause and the command id that they had; those of other streams stay."""
        write(store, _three(), _three(OTHER), _anew(_recorded(3, "new"), _recorded(1, "newer")))

        assert store.events(STREAM) == (_recorded(1, "newer"), _recorded(2), _recorded(3, "new"))
        assert store.events(OTHER) == _three(OTHER).events
        assert store.load((STREAM,))[STREAM].version == 2

    def test_new_events_may_come_with_those_that_are_written_anew(self, store: Store) -> None:
        """In one commit, as they do when an event says that others were blanked."""
        both = replace(_anew(_recorded(2, "")), events=(_recorded(4),))
        write(store, _three(), both)

        assert store.events(STREAM) == (
            _recorded(1),
            _recorded(2, ""),
            _recorded(3),
            _recorded(4),
        )

    def test_nothing_is_written_anew_over_another_version(self, store: Store) -> None:
        """Whoever has seen an older record changes no event."""
        write(store, _three())
        before = contents(store, _three())

        with pytest.raises(Conflict):
            write(store, _anew(_recorded(1, "new"), was=2))
        assert contents(store, _three()) == before

    def test_an_exception_undoes_what_was_written_anew(self, store: Store) -> None:
        """As it undoes everything."""
        write(store, _three())
        before = contents(store, _three())

        with pytest.raises(ZeroDivisionError):
            self._fail_after(store, _anew(_recorded(1, "new")))
        assert contents(store, _three()) == before

    def _fail_after(self, store: Store, some: Commit) -> None:
        with store.transaction() as transaction:
            transaction.load((STREAM,))
            transaction.write(some)
            raise ZeroDivisionError

    def test_what_was_noted_of_tries_goes_blank(self, store: Store) -> None:
        """Of that stream alone, in every state; how often it was tried stays, and who waits."""
        told = telling(entry("O-1", 1), entry("O-1", 2), event_entry("O-1", 1), entry("O-2", 1))
        write(store, commit(placed()), told)
        first, other = take(store, limit=9)
        store.settle([settled(some, Outcome.FAILED) for some in (first, other)])
        before = store.outbox(OutboxState.WAITING, limit=9)
        write(store, _anew(Recorded(stream=STREAM, seq=1, event=paid_event(""))))

        assert store.outbox(OutboxState.WAITING, limit=9) == tuple(
            replace(some, error="") if some.entry.stream == STREAM else some for some in before
        )
        assert [some.error for some in before].count("") == 2

    def test_what_was_put_aside_is_blanked_too(self, store: Store) -> None:
        """It stays aside, and says no more why."""
        write(store, commit(placed()), telling(entry("O-1", 1)))
        (first,) = take(store)
        store.settle([settled(first, Outcome.POISONED)])
        (aside,) = store.outbox(OutboxState.POISONED, limit=9)
        write(store, _anew(Recorded(stream=STREAM, seq=1, event=paid_event(""))))

        assert aside.error == UNICODE
        assert store.outbox(OutboxState.POISONED, limit=9) == (replace(aside, error=""),)

    def test_sellers_rewrite_their_own_events(self, tmp_path: Path) -> None:
        """Under the same ids there is another order of another seller."""
        one, other = self.make_store_of("one", tmp_path), self.make_store_of("other", tmp_path)
        if one is None or other is None:
            pytest.skip("this store knows nothing of sellers")
        for store in (one, other):
            write(store, _three())
        before = contents(other, _three())
        write(one, _anew(_recorded(1, "new")))

        assert contents(other, _three()) == before
        assert one.events(STREAM)[0] == _recorded(1, "new")

    def test_who_is_erased_stays_so_whoever_writes_meanwhile(self, store: Store) -> None:
        """Others write to the order while its buyer is erased; nothing personal comes back."""
        desk = OrderDesk(store, world=WORLD, clock=FixedClock(AT), identity=CountingIdentity())
        ada = Address(name="Ada", line1="1 High Street", country="GB")
        line = Line("A", 1, price="5 EUR", gift_message="Ada")
        desk.place(channel="SHOP", lines=[line], order_id="O-1", ship_to=ada, buyer="ada")

        def hold(number: int) -> object:
            return desk.place_hold("O-1", "fraud", owner="shop", hold_id=f"{number}")

        def erase(_: int) -> object:
            return desk.erase(order_ids=["O-1"], force=True)

        asked = [partial(some, n) for n in range(6) for some in (hold, erase)]
        if self.threads:
            with ThreadPoolExecutor(4) as pool:
                _ = [job.result() for job in [pool.submit(some) for some in asked]]
        else:
            _ = [some() for some in asked]

        told = store.events(STREAM)
        order = desk.order("O-1")
        assert personal_in([order, *(some.event for some in told)]) == {}
        assert (len(order.holds), order.ship_to) == (6, Address(country="GB"))
        live_equals_replay(store, [STREAM])
