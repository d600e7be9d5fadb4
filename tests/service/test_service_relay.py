"""The relay: what is told, what waits, what is put aside, and how it comes back."""

import asyncio
import json
from typing import Any

import attrs
import pytest
from desk_stories import AT, OWN, desk_over, stocked
from relay_stories import AwaitedStore, Taking, awaiting, busy_desk, seconds, set_clock, streams
from relay_stories import waiting as in_lane

from ordercore import InvalidValue, Line, World
from ordercore.adapters.memory import FixedClock, MemoryListener, MemoryPublisher, MemoryStore
from ordercore.orders.placing import OrderPlaced
from ordercore.ports.listener import Announcement
from ordercore.ports.outbox import Lane, OutboxEntry, Outcome, Settled, Waiting
from ordercore.ports.publisher import Published
from ordercore.ports.records import Key, Recorded
from ordercore.service.codec import decode_event
from ordercore.service.pace import Pace
from ordercore.service.relay import LOOKED_AT, Delivery, Shift
from ordercore.service.told import announcement_of

PLACED = "order/O-1/1/event"
RECEIVED, RESERVED = "stock/main/A/1/event", "stock/main/A/2/event"

QUICK = Pace(pauses=(1, 5), most_tries=3)


def test_events_are_published_as_they_are_stored() -> None:
    """With their place, their name and version, what caused them, and themselves as JSON."""
    desk = stocked(("A", 1), world=attrs.evolve(OWN, publishes=lambda _: True))
    desk.place(channel="MFN", lines=[Line("A", 1, price="1 EUR")], command_id="c-1")
    publisher = MemoryPublisher()

    assert desk.publish_events(publisher)

    events = {event.key: event for event in publisher.events}
    places = streams(publisher.events)
    placed, received, reserved = (events[key] for key in (PLACED, RECEIVED, RESERVED))
    assert places[Key("order", "O-1")] == [1]
    assert places[Key("stock", "main/A")][:2] == [1, 2]
    assert (placed.key, placed.stream, placed.seq) == (PLACED, Key("order", "O-1"), 1)
    assert (placed.kind, placed.version, placed.at) == ("OrderPlaced", 2, AT)
    assert (placed.command_id, placed.cause) == ("c-1", None)
    assert decode_event(placed.name, placed.data) == desk.timeline("O-1")[0].event
    assert json.loads(placed.data)["terms"]["channel"] == "MFN"
    assert received.kind == "StockReceived"
    assert reserved.cause == (Key("order", "O-1"), 1)


def test_only_what_the_world_publishes_is_published() -> None:
    """A row of the host's: here orders that were placed, and nothing else."""
    world = World(publishes=lambda event: isinstance(event, OrderPlaced))
    desk = stocked(world=world)
    desk.place(channel="MFN", lines=[Line("A", 1, price="1 EUR")])
    desk.confirm_payment("O-1", payment_id="PAY")
    publisher = MemoryPublisher()

    desk.publish_events(publisher)

    assert [event.kind for event in publisher.events] == ["OrderPlaced"]


def test_the_lanes_do_not_wait_for_each_other() -> None:
    """A broker that is down keeps no buyer from being told, and the other way round."""
    desk = busy_desk()
    publisher, listener = MemoryPublisher(), MemoryListener()
    publisher.fail(1000)

    assert not desk.publish_events(publisher).delivered
    assert len(desk.deliver_notices(listener).delivered) == 10

    assert desk.poisoned(Lane.NOTICES) == ()
    assert in_lane(desk.store, Lane.NOTICES) == []
    assert len(in_lane(desk.store, Lane.EVENTS)) > 9


def test_an_empty_outbox_is_nothing_to_do() -> None:
    """So that a worker knows when to sleep."""
    desk = stocked()

    assert desk.publish_events(MemoryPublisher()) == Delivery()
    assert not desk.publish_events(MemoryPublisher())


def test_a_failure_is_something_to_do() -> None:
    """A worker may go on: other entries may be due."""
    desk = busy_desk()

    assert desk.publish_events(Taking(desk, fails_on=[PLACED]), limit=1000).failed
    assert not desk.publish_events(MemoryPublisher())


def test_a_slow_receiver_is_given_no_more_than_it_can_take() -> None:
    """At ten seconds each, three at a time within a lease of sixty; each arrives once."""
    desk = busy_desk(orders=8)
    store = Noting()
    store.__dict__.update(desk.store.__dict__)
    desk.store = store
    slow = Taking(desk, takes=10)

    desk.publish_events(slow, limit=8)

    assert store.asked == [1, 3, 3, 1]
    assert len(slow.told) == len(set(slow.told)) == 8


def test_what_outlasts_its_lease_is_left_to_others() -> None:
    """A receiver hangs on the third of a batch; the rest of it is taken anew before it is told."""
    desk = busy_desk(orders=8)
    hanging = Hanging(desk, {3: 100})

    desk.publish_events(hanging, limit=100)

    assert hanging.stale == []
    assert len(hanging.told) == len(set(hanging.told))


def test_what_was_never_tried_is_never_put_aside() -> None:
    """Slow neighbours in a batch let its lease run out; with two tries at most, all are told."""
    desk = desk_over(world=World(publishes=lambda event: isinstance(event, OrderPlaced)))
    for number in range(1, 7):
        lines = [Line("A", 1, price="1 EUR")]
        desk.place(channel="MFN", lines=lines, order_id=f"O-{number}")
    hanging = Hanging(desk, {2: 100, 4: 100})
    pace = Pace(lease=60, most_tries=2)
    tries: list[int] = []

    while desk.publish_events(hanging, limit=6, pace=pace):
        tries += [some.tries for some in in_lane(desk.store)]

    assert in_lane(desk.store) == []
    assert set(tries) == {0}
    assert desk.poisoned(Lane.EVENTS) == ()
    assert sorted(hanging.told) == [f"order/O-{number}/1/event" for number in range(1, 7)]


def test_what_is_given_back_is_due_at_once() -> None:
    """Nobody waits for the lease of a relay that let go of it."""
    desk = busy_desk(orders=8)
    hanging = Hanging(desk, {3: 100})

    desk.publish_events(hanging, limit=20)

    left = in_lane(desk.store)
    now = desk._clock.now()
    assert left
    assert {(some.tries, some.due_at is None or some.due_at <= now) for some in left} == {(0, True)}


class Noting(MemoryStore):
    """A store that notes how much is taken at once."""

    def take(self, lane: Lane, *, limit: int, at: Any, until: Any) -> tuple[Waiting, ...]:
        """Take, and note it."""
        self.asked = [*getattr(self, "asked", []), limit]
        return super().take(lane, limit=limit, at=at, until=until)


class Hanging(Taking):
    """A publisher that hangs on some calls, and looks whether what it is told is still leased."""

    def __init__(self, desk: Any, hangs: dict[int, float]) -> None:
        super().__init__(desk)
        self.hangs = hangs
        self.stale: list[str] = []

    def publish(self, event: Published) -> None:
        """Hang where it is told to."""
        leased = {some.entry.key: some.due_at for some in in_lane(self.desk.store)}
        until = leased[event.key]
        now = self.desk._clock.now()
        if until is None or until <= now:
            self.stale.append(event.key)
        self.takes = self.hangs.get(len(self.told) + 1, 0)
        super().publish(event)


def test_what_fails_is_put_aside_and_what_is_behind_it_goes_on() -> None:
    """After three tries; it can be looked at with its error, and revived."""
    desk = busy_desk(orders=1)
    broken = Taking(desk, fails_on=[PLACED])

    deliveries = []
    for moment in (0, 1, 6, 7):
        set_clock(desk, moment)
        deliveries.append(desk.publish_events(broken, pace=QUICK))

    assert [len(some.failed) for some in deliveries] == [1, 1, 1, 0]
    assert [[entry.key for entry in some.poisoned] for some in deliveries] == [[], [], [PLACED], []]
    assert [some.seq for some in (e for d in deliveries for e in d.delivered)][-2:] == [2, 3]
    (aside,) = desk.poisoned(Lane.EVENTS)
    assert (aside.entry.key, aside.tries) == (PLACED, 3)
    assert aside.error == f"ConnectionError: {PLACED}"
    assert in_lane(desk.store) == []

    desk.revive([aside])
    desk.revive([aside])

    assert desk.poisoned(Lane.EVENTS) == ()
    assert [entry.key for entry in desk.publish_events(MemoryPublisher()).delivered] == [PLACED]
    desk.revive([aside])
    assert in_lane(desk.store) == []


def test_a_pause_is_kept() -> None:
    """Not a second too early."""
    desk = busy_desk(orders=1)
    broken = Taking(desk, fails_on=[PLACED])
    told = []
    for moment in (0, 0.9, 1, 5.9, 6):
        set_clock(desk, moment)
        desk.publish_events(broken, pace=QUICK)
        told.append(broken.told.count(PLACED))

    assert told == [1, 1, 2, 2, 3]


def test_what_no_relay_comes_back_from_is_put_aside() -> None:
    """An event on which the process dies each time would else be tried for ever."""
    desk = busy_desk(orders=1)
    publisher = MemoryPublisher()
    for number in range(3):
        at = seconds(100 * number)
        taken = desk.store.take(Lane.EVENTS, limit=1, at=at, until=seconds(100 * number + 60))
        assert len(taken) == 1

    delivery = desk.publish_events(publisher, pace=QUICK, at=seconds(1000))

    ((entry, error),) = delivery.failed
    assert delivery.poisoned == (entry,)
    assert str(error) == "taken 3 times, and never settled"
    assert entry.key not in publisher.tried
    assert [some.entry for some in desk.poisoned(Lane.EVENTS)] == [entry]


@pytest.mark.parametrize("ahead", [3700.0, 90_000.0, 366 * 86_400.0])
def test_a_clock_that_ran_ahead_keeps_nothing_back(ahead: float) -> None:
    """What failed by a clock that is put right again is not waited for until then."""
    desk = busy_desk(orders=1)
    set_clock(desk, ahead)
    publisher = MemoryPublisher()
    publisher.fail(1000)
    assert desk.publish_events(publisher).failed

    publisher.fail(0)
    set_clock(desk, 0)
    assert not desk.publish_events(publisher)

    assert desk.publish_events(publisher).delivered
    assert in_lane(desk.store) == []


def test_a_wrong_clock_is_put_right_where_nobody_takes_the_other_lane() -> None:
    """However many older notices wait: they are not what is looked at for events, nor in front."""
    desk = busy_desk(orders=LOOKED_AT + 5)
    publisher = MemoryPublisher()
    assert desk.publish_events(publisher, limit=10_000)
    desk.receive("A", 1)
    leased = desk.store.take(Lane.EVENTS, limit=1, at=seconds(90_000), until=seconds(10**9))

    assert not desk.publish_events(publisher)
    told = desk.publish_events(publisher).delivered

    assert [some.entry for some in leased] == list(told[:1])


def test_clocks_that_are_a_little_apart_leave_leases_alone() -> None:
    """Another machine may be some minutes ahead; what it leased stays leased."""
    desk = busy_desk(orders=1)
    ahead = seconds(1800)
    taken = desk.store.take(Lane.EVENTS, limit=9, at=ahead, until=seconds(1860))
    publisher = MemoryPublisher()

    desk.publish_events(publisher)
    desk.publish_events(publisher)

    assert len(taken) == 2
    assert publisher.tried == ()


def test_a_clock_put_back_ends_a_batch() -> None:
    """Nobody can tell any more what is still leased, so the rest is given back untried."""
    clock = FixedClock(AT)
    shift = Shift(10, Pace(), clock.now)
    assert shift.lease()
    keys = [Key("order", f"O-{number}") for number in range(3)]
    taken = tuple(Waiting(OutboxEntry(key, 1), 7) for key in keys)
    held = shift.held(taken)
    assert next(held) == taken[0]
    clock.set(back := seconds(-500))

    assert list(held) == []
    assert shift.given_back() == tuple(
        Settled(entry=some.entry, outcome=Outcome.UNTRIED, at=back, tries=7) for some in taken[1:]
    )


def test_a_clock_put_back_keeps_nothing_back() -> None:
    """All is told once, by the clock as it is now."""
    desk = busy_desk(orders=4)
    back = Hanging(desk, {2: -500})

    desk.publish_events(back, limit=1000)

    assert in_lane(desk.store) == []
    assert len(back.told) == len(set(back.told))


@pytest.mark.parametrize("limit", [-1, 1.5, True, "9", None])
def test_a_limit_that_cannot_be_is_refused(limit: Any) -> None:
    """By its name, before anything is taken."""
    with pytest.raises(InvalidValue, match="limit"):
        busy_desk().publish_events(MemoryPublisher(), limit=limit)


def test_a_limit_of_none_at_all_tells_nothing() -> None:
    """And looks after nothing but what a wrong clock left."""
    assert not busy_desk().publish_events(MemoryPublisher(), limit=0)


@pytest.mark.parametrize("entries", [None, "order/O-1/1/event", ["order/O-1/1/event"], [PLACED, 1]])
def test_only_entries_are_revived(entries: Any) -> None:
    """As they were given, with the tries they had."""
    with pytest.raises(InvalidValue, match="entries"):
        busy_desk().revive(entries)


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        (ValueError("a\0b"), "ValueError: a\\0b"),
        (ValueError("\ud800"), "ValueError: \\ud800"),
        (ValueError("x" * 9999), "ValueError: " + "x" * 488),
        (KeyError(), "KeyError: "),
    ],
)
def test_any_error_can_be_kept(error: Exception, kept: str) -> None:
    """Whatever a receiver says, in whatever signs: it is one that every store can keep."""
    shift = Shift(1, Pace(), FixedClock(AT).now)
    entry = OutboxEntry(Key("order", "O-1"), 1)

    (settled,) = shift.done(Waiting(entry, tries=1), error)

    assert settled == Settled(
        entry=entry, outcome=Outcome.FAILED, at=seconds(1), tries=1, error=kept
    )
    settled.error.encode()


def test_an_event_that_is_no_notice_is_no_announcement() -> None:
    """The lanes keep them apart; whoever mixes them up is told."""
    desk = busy_desk(orders=1)
    recorded: tuple[Recorded, ...] = desk.timeline("O-1")[:1]

    with pytest.raises(TypeError, match="is no notice"):
        announcement_of(OutboxEntry(Key("order", "O-1"), 1), recorded, {})


class Listening:
    """Takes messages and events, awaited."""

    def __init__(self, fails_on: str = "") -> None:
        self.listener, self.publisher = MemoryListener(), MemoryPublisher()
        self.fails_on = fails_on

    async def tell(self, announcement: Announcement) -> None:
        """Take a message."""
        self._check(announcement.key)
        self.listener.tell(announcement)

    async def publish(self, event: Published) -> None:
        """Take an event."""
        self._check(event.key)
        self.publisher.publish(event)

    def _check(self, key: str) -> None:
        if key == self.fails_on:
            raise ConnectionError(key)


def test_a_desk_that_awaits_tells_the_same() -> None:
    """The same messages, the same events, in the same order."""
    one, two = busy_desk(), busy_desk()
    listener, publisher, listening = MemoryListener(), MemoryPublisher(), Listening()

    one.deliver_notices(listener, limit=5)
    one.publish_events(publisher, limit=7)
    desk = awaiting(two)
    asyncio.run(desk.deliver_notices(listening, limit=5))
    asyncio.run(desk.publish_events(listening, limit=7))

    assert listening.listener.announcements == listener.announcements
    assert listening.publisher.events == publisher.events
    assert (len(listener.announcements), len(publisher.events)) == (5, 7)


def test_a_desk_that_awaits_puts_aside_and_revives() -> None:
    """With the same pace."""
    desk = busy_desk(orders=1)
    listening = Listening(PLACED)
    awaited = awaiting(desk)

    async def story() -> tuple[tuple[Waiting, ...], tuple[Waiting, ...], Delivery]:
        for moment in (0, 1, 6):
            await awaited.publish_events(listening, pace=QUICK, at=seconds(moment))
        aside = await awaited.poisoned(Lane.EVENTS)
        await awaited.revive(aside, at=seconds(6))
        none = await awaited.poisoned(Lane.EVENTS)
        listening.fails_on = ""
        return aside, none, await awaited.publish_events(listening, at=seconds(6))

    aside, none, delivery = asyncio.run(story())

    assert [(some.entry.key, some.tries) for some in aside] == [(PLACED, 3)]
    assert none == ()
    assert PLACED in [entry.key for entry in delivery.delivered]


def test_a_desk_that_awaits_frees_what_a_wrong_clock_left() -> None:
    """As the one that waits does."""
    desk = busy_desk(orders=1)
    set_clock(desk, 90_000)
    failing = MemoryPublisher()
    failing.fail(1000)
    desk.publish_events(failing)
    set_clock(desk, 0)
    listening = Listening()
    awaited = awaiting(desk)

    asyncio.run(awaited.publish_events(listening))
    asyncio.run(awaited.publish_events(listening))

    assert in_lane(desk.store) == []
    assert isinstance(awaited.store, AwaitedStore)
