"""The adapters in memory, beside the store: a clock, ids, and a listener."""

from contextlib import suppress

import pytest

from ordercore.adapters.memory import (
    CountingIdentity,
    FixedClock,
    MemoryListener,
    MemoryStore,
)
from ordercore.errors import Conflict, InvalidValue
from ordercore.inventory import Stock
from ordercore.kernel.time import instant
from ordercore.notices import Audience, Notice
from ordercore.ports.listener import Announcement
from ordercore.ports.outbox import OutboxState
from ordercore.ports.records import Key
from ordercore.testing.store.samples import AT, commit, paid_event, placed, whole_commit


def test_a_fixed_clock_stands_still_until_it_is_set() -> None:
    """It takes whatever is a moment, and tells it in UTC."""
    clock = FixedClock("2026-03-02T10:30:00+01:00")
    assert clock.now() == clock.now() == instant("2026-03-02T09:30:00Z")

    clock.set(AT)

    assert clock.now() is AT
    with pytest.raises(InvalidValue, match="naive"):
        clock.set("2026-03-02T10:30:00")
    assert clock.now() is AT


def test_counted_ids_count_up() -> None:
    """The same seed gives the same id and uses up no number."""
    identity = CountingIdentity()

    made = [identity.order_id(seed) for seed in (None, "x", None, "x", "y", None, "")]

    assert made == ["O-1", "O-2", "O-3", "O-2", "O-4", "O-5", "O-6"]
    assert CountingIdentity().order_id("y") == "O-1"


def test_a_notifier_keeps_one_message_per_key() -> None:
    """The first one, in the order in which they came."""
    listener = MemoryListener()
    notice = Notice("parcel_shipped", Audience.BUYER)
    one, two, again = (
        Announcement(
            key=key,
            notice=notice,
            order=placed(id),
            event=paid_event(),
            subject=placed(id),
            happened_at=paid_event().at,
        )
        for key, id in (("k-1", "O-1"), ("k-2", "O-2"), ("k-1", "O-3"))
    )
    assert not listener.announcements

    for announcement in (one, two, again):
        listener.tell(announcement)

    assert listener.announcements == (one, two)


def test_an_interrupted_transaction_leaves_nothing_to_the_next() -> None:
    """What was handed in before an exception is not written by whoever comes after."""
    store = MemoryStore()
    with suppress(KeyError), store.transaction() as transaction:
        transaction.write(whole_commit())
        raise KeyError

    with store.transaction() as transaction:
        transaction.write(commit(Stock("Z", "main", 1)))

    assert store.load((Key("order", "O-1"),))[Key("order", "O-1")].value is None
    assert store.outbox(OutboxState.WAITING, limit=9) == ()
    with store.transaction() as transaction:
        answer = Key("answer", "c-1")
        assert transaction.load((answer,))[answer].value is None


def test_a_conflict_names_what_was_written_meanwhile() -> None:
    """The records that moved on, and no others."""
    store = MemoryStore()
    with store.transaction() as transaction:
        transaction.write(whole_commit())

    with pytest.raises(Conflict) as caught, store.transaction() as transaction:
        transaction.write(commit(placed(), Stock("new", "main")))

    assert caught.value.keys == ("order/O-1",)


def test_a_closed_store_has_forgotten() -> None:
    """Closing is the end of what was only in memory."""
    store = MemoryStore()
    with store.transaction() as transaction:
        transaction.write(whole_commit())

    store.close()

    answer = Key("answer", "c-1")
    with store.transaction() as transaction:
        assert transaction.load((Key("order", "O-1"),))[Key("order", "O-1")].version == 0
        assert transaction.load((answer,))[answer].value is None
    assert store.events(Key("order", "O-1")) == ()
    assert store.outbox(OutboxState.WAITING, limit=9) == ()
