"""Laws of relays: several of them, interleaved, dying, failing, by clocks that jump.

A script says what becomes of each delivery, how long it takes by the clock, and whether other
relays run meanwhile. A store notes whose lease is whose, and a reader what came, and when.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import chain, count, repeat

import attrs
from hypothesis import given
from hypothesis import strategies as st
from relay_stories import busy_desk, seconds, set_clock, streams, waiting

from ordercore import OrderDesk
from ordercore.adapters.memory import FixedClock, MemoryStore
from ordercore.kernel.time import Instant
from ordercore.ports.outbox import Lane, Waiting
from ordercore.ports.publisher import Published
from ordercore.service.pace import Pace


class Becomes(Enum):
    """What becomes of a delivery."""

    ARRIVES = "arrives"
    FAILS = "fails"
    ARRIVES_AND_FAILS = "the answer is lost"
    DIES_BEFORE = "the relay is killed before it arrives"
    DIES_AFTER = "the relay is killed before it can say so"


ARRIVING = {Becomes.ARRIVES, Becomes.ARRIVES_AND_FAILS, Becomes.DIES_AFTER}

DYING = {Becomes.DIES_BEFORE, Becomes.DIES_AFTER}


class Killed(BaseException):
    """The process is gone."""


@attrs.frozen
class Step:
    """One delivery: what becomes of it, the seconds it takes, and how many others run meanwhile.

    ``then`` is by how many seconds the clock jumps.
    """

    becomes: Becomes = Becomes.ARRIVES
    takes: float = 0
    others: int = 0
    jump: float = 0


@attrs.frozen
class Run:
    """One call of a relay, so many seconds after the last, for so many entries."""

    after: float
    limit: int


class Watched(MemoryStore):
    """A store that notes who has leased what, and until when."""

    def __init__(self) -> None:
        super().__init__()
        self.relays: list[int] = []
        self.leases: dict[str, tuple[int, Instant]] = {}

    def take(self, lane: Lane, *, limit: int, at: Instant, until: Instant) -> tuple[Waiting, ...]:
        """Take, and note it."""
        taken = super().take(lane, limit=limit, at=at, until=until)
        for some in taken:
            self.leases[some.entry.key] = (self.relays[-1], until)
        return taken


class Scene:
    """A desk, relays that run on it, and a reader."""

    def __init__(self, steps: Iterable[Step], pace: Pace) -> None:
        self.store = Watched()
        self.desk: OrderDesk = busy_desk(self.store)
        self.entries = [some.entry for some in waiting(self.store)]
        self.steps: Iterator[Step] = chain(steps, repeat(Step()))
        self.pace = pace
        self.relays = count(1)
        self.came: list[Published] = []
        self.excused = Counter[str]()
        self.trespasses: list[str] = []

    @property
    def now(self) -> Instant:
        """What the clock shows."""
        return self.desk._clock.now()

    def pass_by(self, some: float) -> None:
        """Let seconds pass, or the clock jump."""
        assert isinstance(self.desk._clock, FixedClock)
        self.desk._clock.set(self.now + dt.timedelta(seconds=some))

    def relay(self, limit: int) -> None:
        """Run a relay, which may be killed."""
        self.store.relays.append(next(self.relays))
        try:
            self.desk.publish_events(self, limit=limit, pace=self.pace)
        except Killed:
            pass
        finally:
            self.store.relays.pop()

    def publish(self, event: Published) -> None:
        """Note whether the relay may deliver this, and let the script say what becomes of it."""
        key, step = event.key, next(self.steps)
        owner, until = self.store.leases[key]
        begun = self.now
        if owner != self.store.relays[-1] or not begun < until:
            self.trespasses.append(key)
        if step.becomes in ARRIVING:
            self.came.append(event)
        for _ in range(step.others if len(self.store.relays) < 3 else 0):
            self.pass_by(step.takes / 2)
            self.relay(limit=3)
        self.pass_by(step.takes + step.jump)
        in_time = begun <= self.now < until and step.jump == 0
        if step.becomes is not Becomes.ARRIVES or not in_time:
            self.excused[key] += 1
        if step.becomes in DYING:
            raise Killed(key)
        if step.becomes is not Becomes.ARRIVES:
            raise ConnectionError(key)

    def come_to_rest(self) -> None:
        """Put the clock right, and let one relay run for some hours without any trouble."""
        self.steps = repeat(Step())
        for minute in range(0, 300, 5):
            set_clock(self.desk, minute * 60)
            self.relay(limit=100)


def played(steps: list[Step], runs: list[Run], jump: float = 0) -> Scene:
    """Play a script to its end, and let everything come to rest."""
    scene = Scene(steps, PATIENT)
    for number, run in enumerate(runs):
        scene.pass_by(run.after + (jump if number % 3 == 1 else 0))
        scene.relay(run.limit)
    scene.come_to_rest()
    return scene


def lost_or_overtaken(scene: Scene) -> list[object]:
    """Give what never came, what still waits, and streams in which something overtook."""
    came = {event.key for event in scene.came}
    lost: list[object] = [entry for entry in scene.entries if entry.key not in came]
    order = streams(first_come(scene.came)).items()
    overtaken = [stream for stream, places in order if places != sorted(places)]
    return [*lost, *waiting(scene.store), *overtaken]


def first_come(came: Iterable[Published]) -> list[Published]:
    """Give each event when it came first, as a reader has them who keeps keys."""
    kept: dict[str, Published] = {}
    for event in came:
        kept.setdefault(event.key, event)
    return list(kept.values())


PATIENT = Pace(lease=60, batch=4, pauses=(1, 30), most_tries=1000)

OUTCOMES = st.sampled_from(Becomes) | st.just(Becomes.ARRIVES)

STEADY = st.builds(
    Step, OUTCOMES, st.sampled_from([0.0, 1.0, 12.0, 59.0, 61.0, 200.0]), st.integers(0, 2)
)

JUMPY = st.builds(
    Step,
    OUTCOMES,
    st.sampled_from([0.0, 1.0, 61.0]),
    st.integers(0, 1),
    st.sampled_from([0.0, 0.0, 45.0, -45.0, 5_000.0, -5_000.0, 864_000.0, -864_000.0]),
)

RUNS = st.lists(
    st.builds(Run, st.sampled_from([0.0, 1.0, 31.0, 61.0, 600.0]), st.integers(1, 12)), max_size=12
)


@given(st.lists(STEADY, max_size=30), RUNS)
def test_law_every_event_comes_at_least_once_and_in_order(
    steps: list[Step], runs: list[Run]
) -> None:
    """Whatever fails, dies or outlasts its lease, and however many relays share the work."""
    assert lost_or_overtaken(played(steps, runs)) == []


@given(st.lists(STEADY, max_size=30), RUNS)
def test_law_a_relay_begins_with_nothing_but_what_it_holds(
    steps: list[Step], runs: list[Run]
) -> None:
    """Never two at once within a lease: whatever is begun is leased to who begins it."""
    assert played(steps, runs).trespasses == []


@given(st.lists(STEADY, max_size=30), RUNS)
def test_law_r45_nothing_is_told_twice_without_need(steps: list[Step], runs: list[Run]) -> None:
    """R45: only a failure, a death or a delivery that outlasts its lease makes another one.

    Slow ones among the batch make none: what they kept waiting is taken anew.
    """
    scene = played(steps, runs)

    told = Counter(event.key for event in scene.came)
    assert {key: times for key, times in told.items() if times > 1 + scene.excused[key]} == {}


@given(st.lists(JUMPY, max_size=30), RUNS, st.floats(-100_000, 100_000))
def test_law_clocks_that_jump_lose_nothing(steps: list[Step], runs: list[Run], jump: float) -> None:
    """Forwards or backwards, by seconds or by days, in the middle of a delivery or between."""
    assert lost_or_overtaken(played(steps, runs, jump)) == []


@given(st.sets(st.integers(0, 40)), st.integers(1, 4))
def test_law_poison_steps_aside_and_revives(poison: set[int], most_tries: int) -> None:
    """What always fails keeps nothing back for ever; revived, it comes, and everything has come."""
    desk, pace = busy_desk(), Pace(pauses=(1,), most_tries=most_tries)
    entries = [some.entry.key for some in waiting(desk.store)]
    bad = {key for number, key in enumerate(entries) if number in poison}
    reader = Refusing(bad)

    for second in range(0, 20 * (most_tries + 1), 2):
        desk.publish_events(reader, at=seconds(second), pace=pace)

    aside = desk.poisoned(Lane.EVENTS)
    assert waiting(desk.store) == []
    assert {(some.entry.key, some.tries) for some in aside} == {(key, most_tries) for key in bad}
    assert all(places == sorted(places) for places in streams(reader.came).values())
    assert reader.tried == {key: most_tries if key in bad else 1 for key in entries}

    reader.bad = set()
    desk.revive(aside)
    desk.publish_events(reader, limit=1000, at=seconds(1000))

    assert desk.poisoned(Lane.EVENTS) == ()
    assert sorted(event.key for event in reader.came) == sorted(entries)


class Refusing:
    """A reader that cannot take some events."""

    def __init__(self, bad: set[str]) -> None:
        self.bad = bad
        self.came: list[Published] = []
        self.tried = Counter[str]()

    def publish(self, event: Published) -> None:
        """Take it or not."""
        self.tried[event.key] += 1
        if event.key in self.bad:
            raise ValueError(event.key)
        self.came.append(event)
