"""Laws of the post, under retries, crashes and several relays in any order of steps.

A world of its own is played: relays take, send or die, say late what they did, and clocks go on.
What people have in their hands is kept beside the post, and compared with what it says.
"""

import datetime as dt
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
from posting import MAIL, NIGHT, SMS, after, terms

from ordercore.kernel.time import Instant, instant
from ordercore.notices import Channel, quiet_until
from ordercore.notices.post import (
    DISPATCH_LIFECYCLE,
    Addressee,
    Dispatch,
    DispatchStatus,
    Judgement,
    OpenPost,
    PlanNotice,
    Post,
    PostCommand,
    ReviveDispatch,
    SettleDispatch,
    TakeDispatches,
    decide,
    evolve,
    judge,
)

S = DispatchStatus

LEASE = dt.timedelta(minutes=2)

ROWS = {
    "news": terms(channels=(MAIL, SMS)),
    "fire": terms(channels=(SMS,), urgent=True),
    "rumour": terms(channels=(SMS,), collapses=True, waits=dt.timedelta(minutes=30)),
    "brief": terms(channels=(MAIL,), lasts=dt.timedelta(hours=3)),
}

PEOPLE = (
    Addressee(id="ann", channels=frozenset({MAIL, SMS}), quiet=NIGHT),
    Addressee(id="bob", channels=frozenset({SMS}), zone="America/New_York", quiet=NIGHT),
    Addressee(id="eve", channels=frozenset({MAIL}), unwanted=frozenset({("news", None)})),
)

MOST_TRIES = 4


@attrs.define
class Held:
    """What a relay has taken: it sends, says so, and may be slow or dead in between."""

    dispatch: Dispatch
    sent: bool = False


@attrs.define
class Play:
    """A post in a world with a clock, relays and people."""

    now: Instant = attrs.field(factory=after)
    post: Post | None = None
    held: list[Held] = attrs.field(factory=list[Held])
    rung: list[tuple[str, Instant]] = attrs.field(factory=list[tuple[str, Instant]])
    planned: int = 0
    urgent_first: int = 0
    """How often something urgent was taken before what waited on purpose."""
    moves: list[tuple[DispatchStatus, DispatchStatus]] = attrs.field(
        factory=list[tuple[DispatchStatus, DispatchStatus]]
    )

    def do(self, command: PostCommand) -> None:
        """Decide a command, and note by which way each dispatch went."""
        before = {some.key: some for some in self.post.dispatches} if self.post else {}
        for event in decide(self.post, command):
            self.post = evolve(self.post, event)
        for some in self.post.dispatches if self.post else ():
            was = before.get(some.key)
            if was is not None and was.status is not some.status:
                self.moves.append((was.status, some.status))

    def plan(self, kind: str, *, again: bool) -> None:
        """Tell of something new, or of the last once more."""
        self.planned += not again or not self.planned
        self.do(OpenPost(post_id="order/O-1", at=self.now))
        self.do(
            PlanNotice(
                post_id="order/O-1",
                at=self.now,
                cause=f"order/O-1/{self.planned}",
                audience=ROWS[kind].audience,
                kind=kind,
                happened_at=self.now,
                terms=ROWS[kind],
                to=PEOPLE,
            )
        )

    def take(self) -> None:
        """Let a relay take what is due."""
        if self.post is None:
            return
        before = {some.key for some in self.post.due(self.now)}
        self.see_that_nothing_is_overtaken(before)
        self.do(
            TakeDispatches(
                post_id="order/O-1", at=self.now, until=instant(self.now + LEASE), most_tries=4
            )
        )
        taken = [some for some in self.post.dispatches if some.key in before]
        self.held += [Held(some) for some in taken if some.status is S.SENDING]

    def see_that_nothing_is_overtaken(self, due: set[str]) -> None:
        """Compare what may be taken with what of the same person and channel is before it."""
        before: list[Dispatch] = []
        for some in self.post.dispatches if self.post else ():
            if some.key in due:
                others = [other for other in before if other.lane == some.lane and other.is_open]
                waits = bool(others) and others[0].held and others[0].due_at > self.now
                sends = any(other.urgent or other.status is S.SENDING for other in others)
                assert not others or (some.urgent and waits and not sends)
                self.urgent_first += bool(others)
            before.append(some)

    def send(self, place: int) -> None:
        """Let a relay send what it has: as a rule it looks at the clock and the person first."""
        if not self.held:
            return
        holder = self.held[place % len(self.held)]
        some = holder.dispatch
        if holder.sent or self.now >= some.due_at:
            return
        verdict = self.verdict(some)
        if verdict is not None:
            self.settle(holder, verdict.status, verdict.again_at)
            return
        holder.sent = True
        self.rung.append((some.key, self.now))

    def verdict(self, some: Dispatch) -> Judgement | None:
        """Judge it as a desk does."""
        person = next(person for person in PEOPLE if person.id == some.recipient)
        return judge(some, ROWS[some.kind], person, self.now)

    def say(self, place: int, outcome: str) -> None:
        """Let a relay say what became of what it has, or die with it."""
        if not self.held:
            return
        holder = self.held[place % len(self.held)]
        if outcome == "dies":
            self.held.remove(holder)
        elif holder.sent:
            self.settle(holder, S.SENT, None)
        elif outcome == "fails":
            self.settle(holder, S.WAITING, instant(self.now + dt.timedelta(minutes=1)))

    def settle(self, holder: Held, status: DispatchStatus, again_at: Instant | None) -> None:
        """Tell the post."""
        self.held.remove(holder)
        verdict = None if holder.sent else self.verdict(holder.dispatch)
        held = verdict is not None and verdict.status is status is S.WAITING
        self.do(
            SettleDispatch(
                post_id="order/O-1",
                at=self.now,
                key=holder.dispatch.key,
                tries=holder.dispatch.tries,
                status=status,
                again_at=again_at,
                held=held,
            )
        )

    def revive(self, place: int) -> None:
        """Let an operator revive what was put aside."""
        aside = self.post.aside if self.post else ()
        if aside:
            key = aside[place % len(aside)].key
            self.do(ReviveDispatch(post_id="order/O-1", at=self.now, key=key))

    def finish(self) -> None:
        """Let one good relay do the rest, for as long as anything is due at all."""
        self.held.clear()
        for _ in range(400):
            due = self.post.due_at if self.post else None
            if due is None:
                return
            self.now = max(self.now, due)
            self.take()
            while self.held:
                self.send(0)
                self.say(0, "tells")
        raise AssertionError("something waits for ever")


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("plan"), st.sampled_from(sorted(ROWS)), st.booleans()),
        st.tuples(st.just("take")),
        st.tuples(st.just("send"), st.integers(0, 5)),
        st.tuples(st.just("say"), st.integers(0, 5), st.sampled_from(["tells", "fails", "dies"])),
        st.tuples(st.just("revive"), st.integers(0, 5)),
        st.tuples(st.just("wait"), st.sampled_from([0.5, 3, 45, 300, 700])),
    ),
    max_size=40,
)


BUSY = st.lists(
    st.one_of(
        st.tuples(st.just("plan"), st.sampled_from(["news", "fire", "rumour"]), st.just(False)),
        st.tuples(st.just("take")),
        st.tuples(st.just("say"), st.integers(0, 5), st.sampled_from(["fails", "dies"])),
        st.tuples(st.just("wait"), st.sampled_from([0.5, 3, 700])),
    ),
    min_size=8,
    max_size=40,
)
"""Much happens, and many a relay fails."""


def played(steps: list[tuple[Any, ...]]) -> Play:
    """Play some steps, and let one good relay do the rest."""
    play = Play()
    for name, *said in steps:
        if name == "plan":
            play.plan(said[0], again=said[1])
        elif name == "wait":
            play.now = instant(play.now + dt.timedelta(minutes=said[0]))
        else:
            getattr(play, name)(*said)
    play.finish()
    return play


def dispatches(play: Play) -> tuple[Dispatch, ...]:
    """Give all that was ever to be told."""
    return play.post.dispatches if play.post else ()


@given(steps=STEPS)
def test_of_one_cause_kind_channel_and_person_there_is_one_dispatch(
    steps: list[tuple[Any, ...]],
) -> None:
    """However often it is planned, taken, failed or revived."""
    keys = [some.key for some in dispatches(played(steps))]

    assert len(set(keys)) == len(keys)


@given(steps=STEPS)
def test_nothing_waits_for_ever(steps: list[tuple[Any, ...]]) -> None:
    """Each comes to an end, and by the ways that the lifecycle names."""
    play = played(steps)

    assert [some for some in dispatches(play) if some.is_open] == []
    edges = DISPATCH_LIFECYCLE.edges
    assert all(after_ in edges[before] for before, after_ in play.moves)


@given(steps=STEPS)
def test_nobody_is_told_twice_unless_a_sender_died_or_was_too_slow_to_say_so(
    steps: list[tuple[Any, ...]],
) -> None:
    """While every sender says at once what it sent, each key rings once at most."""
    honest = [step for step in steps if step[0] not in ("say", "send", "revive")]
    told = [
        part
        for step in honest
        for part in (
            (step, *[("send", 0), ("say", 0, "tells")] * 12) if step[0] == "take" else (step,)
        )
    ]
    keys = [key for key, _ in played(told).rung]

    assert len(set(keys)) == len(keys)


@given(steps=STEPS)
def test_what_is_said_to_be_sent_was_sent_and_nothing_after_it(
    steps: list[tuple[Any, ...]],
) -> None:
    """A dispatch that is sent rang, and none that expired or was not wanted did."""
    play = played([step for step in steps if step[0] != "revive"])
    rung = {key for key, _ in play.rung}

    assert all(some.key in rung for some in dispatches(play) if some.status is S.SENT)
    assert not any(some.key in rung for some in dispatches(play) if some.status is S.UNWANTED)


@given(steps=STEPS)
def test_quiet_hours_never_ring_except_what_is_urgent(steps: list[tuple[Any, ...]]) -> None:
    """In the zone of who is rung."""
    play = played(steps)
    by_key = {some.key: some for some in dispatches(play)}
    for key, at in play.rung:
        some = by_key[key]
        person = next(person for person in PEOPLE if person.id == some.recipient)
        assert some.urgent or quiet_until(person.quiet, person.zone, at) is None


@given(steps=STEPS)
def test_what_is_old_never_rings(steps: list[tuple[Any, ...]]) -> None:
    """However long it waited for a morning, a relay or another try."""
    play = played(steps)
    by_key = {some.key: some for some in dispatches(play)}

    assert all(
        at <= instant(by_key[key].happened_at + ROWS[by_key[key].kind].lasts)
        for key, at in play.rung
    )


@given(steps=BUSY)
def test_nothing_overtakes_but_what_is_urgent(steps: list[tuple[Any, ...]]) -> None:
    """Of one person and channel, what rang first happened first."""
    play = played([step for step in steps if step[0] != "revive"])
    place = {some.key: number for number, some in enumerate(dispatches(play))}
    by_key = {some.key: some for some in dispatches(play)}
    lanes: dict[tuple[str, Channel], list[str]] = {}
    for key, _ in play.rung:
        if not by_key[key].urgent and by_key[key].status is S.SENT:
            lane = lanes.setdefault(by_key[key].lane, [])
            if key not in lane:
                lane.append(key)
    for lane in lanes.values():
        assert [place[key] for key in lane] == sorted(place[key] for key in lane)


@given(number=st.integers(1, 6), minutes=st.lists(st.integers(0, 9), min_size=6, max_size=6))
@settings(max_examples=30)
def test_of_a_burst_the_last_is_told(number: int, minutes: list[int]) -> None:
    """One rings for all that came within the window, and it is the last of them."""
    play = Play()
    begun = play.now
    for some in range(number):
        play.plan("rumour", again=False)
        play.now = instant(play.now + dt.timedelta(minutes=minutes[some]) / 2)
    assert play.now - begun <= ROWS["rumour"].waits
    play.finish()

    rung = [key for key, _ in play.rung if "/ann" in key]
    assert rung == [f"order/O-1/{number}/buyer/rumour/sms/ann"]


@given(steps=STEPS)
def test_when_something_is_due_is_told_by_the_post(steps: list[tuple[Any, ...]]) -> None:
    """Whoever looks for posts by their moment finds every one of which something can be taken."""
    play = Play()
    for name, *said in steps:
        if name == "plan":
            play.plan(said[0], again=said[1])
        elif name == "wait":
            play.now = instant(play.now + dt.timedelta(minutes=said[0]))
        else:
            getattr(play, name)(*said)
        if play.post is not None and play.post.due(play.now):
            assert play.post.due_at is not None
            assert play.post.due_at <= play.now


def test_what_is_urgent_does_overtake() -> None:
    """The play comes to that: at night a fire rings before the news of the evening."""
    play = played([("wait", 700), ("plan", "news", False), ("plan", "fire", False), ("take",)])

    assert play.urgent_first == 2
    assert [key.split("/")[4] for key, _ in play.rung if key.endswith("/sms/ann")] == [
        "fire",
        "news",
    ]
