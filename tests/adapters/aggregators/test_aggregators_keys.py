"""Doing things once under a key, with services that lose, refuse and forget."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.adapters.aggregators.keys import KeyBook
from ordercore.adapters.aggregators.tasks import LISTED, Once
from ordercore.adapters.memory import FixedClock, MemoryLabelBook
from ordercore.errors import CarrierError
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.ports.carriage import Label, Manifest
from ordercore.testing.carrier import AT

LEASE = timedelta(minutes=5)

SETTLING = timedelta(minutes=1)


def task(key: str = "key-1", asked: str = "a parcel") -> Once[Manifest]:
    """Ask for something."""
    return Once(shelf="things", key=key, asked=asked, kind=Manifest, takes=(f"{asked}'s place",))


@attrs.define
class Service:
    """Does things, as often as it is asked."""

    clock: FixedClock = attrs.field(factory=lambda: FixedClock("2026-03-02T09:00:00Z"))
    done: list[Manifest] = attrs.field(factory=list)
    late: list[tuple[Instant, Manifest]] = attrs.field(factory=list)
    """What it does later, when nobody listens any more, and when."""
    found: list[str] = attrs.field(factory=list)
    """How often it was looked through."""

    def make(self, fate: str) -> Callable[[None], Manifest]:
        """Do something, and lose the answer, or refuse; ``late`` does it after having given up."""

        def make(_: None) -> Manifest:
            made = Manifest(id=f"M{len(self.done) + len(self.late)}", key="key-1", labels=["L"])
            if fate in ("refused", "unreachable"):
                code = "call_refused" if fate == "refused" else "unreachable"
                raise CarrierError("test", code)
            if fate == "late":
                self.late.append((self.clock.now() + SETTLING, made))
            elif fate != "nothing":
                self.done.append(made)
            if fate == "done":
                return made
            raise CarrierError("test", "answer_lost")

        return make

    def find(self, fate: str = "") -> Callable[[], Manifest | None]:
        """Look for what was done, or fail at it by a code."""

        def find() -> Manifest | None:
            self.found.append(fate)
            if fate:
                raise CarrierError("test", fate)
            return self.done[0] if self.done else None

        return find

    def pass_time(self, time: timedelta) -> None:
        """Let time pass, and what is late come about when it is due."""
        now = self.clock.now() + time
        self.clock.set(now)
        self.done += [made for due, made in self.late if due <= now]
        self.late = [(due, made) for due, made in self.late if due > now]


def prepare() -> None:
    """Need nothing."""


def once(
    keys: KeyBook,
    service: Service,
    fate: str,
    find: str = "",
    asked: str = "a parcel",
    make: Callable[[None], Manifest] | None = None,
) -> str:
    """Try, and give the code of what went wrong."""
    try:
        keys.once(
            task(asked=asked),
            find=service.find(find),
            prepare=prepare,
            make=make or service.make(fate),
        )
    except CarrierError as error:
        return error.code
    return "done"


FATES = st.sampled_from(["done", "lost", "late", "nothing", "refused", "unreachable"])

FINDS = st.sampled_from(["", "", "", "unreachable", "call_refused", "carrier_failed"])

TIMES = st.sampled_from([timedelta(0), timedelta(seconds=30), SETTLING, LEASE])


@given(st.lists(st.tuples(FATES, FINDS, TIMES), max_size=12))
def test_law_whatever_is_lost_a_thing_is_done_once(
    attempts: list[tuple[str, str, timedelta]],
) -> None:
    """And once an attempt has its answer, all have that one."""
    service, book = Service(), MemoryLabelBook()
    answers: list[str] = []
    for fate, find, time in attempts:
        keys = KeyBook("test", book, clock=service.clock, lease=LEASE, settling=SETTLING)
        answers.append(once(keys, service, fate, find))
        service.pass_time(time)

    assert len(service.done) + len(service.late) <= 1
    if "done" in answers:
        assert set(answers[answers.index("done") :]) == {"done"}
        (made,) = service.done
        keys = KeyBook("test", book, clock=service.clock)
        assert (
            keys.once(task(), find=service.find(), prepare=prepare, make=service.make("")) == made
        )


def test_without_a_lease_it_is_done_again_at_once() -> None:
    """That is for services that refuse a second time themselves."""
    service, book = Service(), MemoryLabelBook()
    keys = KeyBook("test", book, clock=service.clock)

    assert [once(keys, service, fate) for fate in ("nothing", "done")] == ["answer_lost", "done"]


def test_who_waits_has_what_the_other_noted() -> None:
    """Though the service does not list it yet."""
    service, book = Service(), MemoryLabelBook()
    first = KeyBook("test", book, clock=service.clock, lease=LEASE)
    waited: list[int] = []

    def wait(number: int) -> None:
        waited.append(number)

    second = KeyBook("test", book, clock=service.clock, lease=LEASE, rounds=3, wait=wait)
    codes: list[str] = []

    def make(_: None) -> Manifest:
        codes.append(once(second, Service(clock=service.clock), "done"))
        return Manifest(id="M1", key="key-1", labels=["L"])

    made = first.once(task(), find=service.find(), prepare=prepare, make=make)

    assert (codes, waited) == (["answer_lost"], [1, 2])
    assert second.once(task(), find=service.find(), prepare=prepare, make=make) == made


def test_a_second_that_looks_in_time_has_the_firsts_answer() -> None:
    """It looks into the book between its looks at the service."""
    service, book = Service(), MemoryLabelBook()
    keys = KeyBook("test", book, clock=service.clock, lease=LEASE, settling=SETTLING)
    once(keys, service, "nothing")
    made = Manifest(id="M1", key="key-1", labels=["L"])

    def note(_: int) -> None:
        keys._note(task(), made)

    second = KeyBook("test", book, clock=service.clock, lease=LEASE, rounds=2, wait=note)
    assert second.once(task(), find=service.find(), prepare=prepare, make=service.make("")) == made
    assert service.done == []


def test_rounds_need_no_wait_between_them() -> None:
    """They follow each other then."""
    service, book = Service(), MemoryLabelBook()
    keys = KeyBook("test", book, clock=service.clock, lease=LEASE, settling=SETTLING, rounds=3)
    once(keys, service, "nothing")

    assert once(keys, service, "done") == "answer_lost"
    assert len(service.found) == 3


def test_a_late_failure_undoes_nothing_that_was_noted() -> None:
    """The slower of two attempts lost its answer; the quicker one has its own."""
    service, book = Service(), MemoryLabelBook()
    slow = KeyBook("test", book, clock=service.clock, lease=LEASE)
    made = Manifest(id="M1", key="key-1", labels=["L"])

    def make(_: None) -> Manifest:
        slow._note(task(), made)
        raise CarrierError("test", "answer_lost")

    with pytest.raises(CarrierError, match="answer_lost"):
        slow.once(task(), find=service.find(), prepare=prepare, make=make)

    assert slow.once(task(), find=service.find(), prepare=prepare, make=make) == made


def test_what_somebody_else_has_no_key_gets() -> None:
    """Also after the key that saw it was freed."""
    service, book = Service(), MemoryLabelBook()
    keys = KeyBook("test", book, clock=service.clock, lease=LEASE)
    keys.note_taken("Q-1")
    quote = Once(shelf="keys", key="key-1", asked="Q-1", kind=Label, takes=("Q-1",))
    asked = list[str]()

    def make(_: None) -> Label:
        asked.append("Q-1")
        raise CarrierError("test", "call_refused")

    with pytest.raises(CarrierError, match="quote_taken"):
        keys.once(quote, find=lambda: None, prepare=prepare, make=make)
    assert asked == []
    free = attrs.evolve(quote, asked="Q-2", takes=("Q-2",))
    with pytest.raises(CarrierError, match="call_refused"):
        keys.once(free, find=lambda: None, prepare=prepare, make=make)


def test_a_label_is_listed_by_one_key() -> None:
    """The other is told which one, also before anybody knows what came of it; a refusal frees."""
    service, book = Service(), MemoryLabelBook()
    keys = KeyBook("test", book, clock=service.clock, lease=LEASE)
    first = attrs.evolve(task(), takes=("L-1", "L-2"), taken_on=LISTED)
    other = attrs.evolve(task("key-2"), takes=("L-3", "L-2"), taken_on=LISTED)
    with pytest.raises(CarrierError, match="answer_lost"):
        keys.once(first, find=service.find(), prepare=prepare, make=service.make("nothing"))

    with pytest.raises(CarrierError, match="label_listed") as caught:
        keys.once(other, find=service.find(), prepare=prepare, make=service.make("done"))
    assert caught.value.facts == {"label": "L-2", "key": "key-1"}
    service.pass_time(LEASE)
    with pytest.raises(CarrierError, match="call_refused"):
        keys.once(first, find=service.find(), prepare=prepare, make=service.make("refused"))

    made = keys.once(other, find=lambda: None, prepare=prepare, make=service.make("done"))
    assert service.done == [made]


@pytest.mark.parametrize("known", [False, True])
def test_a_key_that_was_used_names_what_has_it(known: bool) -> None:
    """The quote that was asked for, or the label, once there is one."""
    book = MemoryLabelBook()
    keys = KeyBook("test", book)
    asked = Once(shelf="keys", key="key-1", asked="Q-1", kind=Label, takes=("Q-1",))
    label = Label(
        id="L-1",
        key="key-1",
        quote="Q-1",
        carrier="test",
        service="ground",
        cost=Money(100, "USD"),
        bought_at=AT,
    )

    def make(_: None) -> Label:
        if known:
            return label
        raise CarrierError("test", "answer_lost")

    with suppress(CarrierError):
        keys.once(asked, find=lambda: None, prepare=prepare, make=make)
    other = attrs.evolve(asked, asked="Q-2", takes=("Q-2",))
    with pytest.raises(CarrierError, match="key_reused") as caught:
        keys.once(other, find=lambda: None, prepare=prepare, make=make)

    assert caught.value.facts == {"quote": "Q-1", **({"label": "L-1"} if known else {})}


def test_a_key_is_for_one_thing() -> None:
    """Until it is freed by a refusal."""
    service, book = Service(), MemoryLabelBook()
    keys = KeyBook("test", book, clock=service.clock, lease=LEASE)
    once(keys, service, "nothing")
    other = task(asked="another parcel")
    with pytest.raises(CarrierError, match="key_reused"):
        keys.once(other, find=service.find(), prepare=prepare, make=service.make("done"))
    service.pass_time(LEASE)
    assert once(keys, service, "refused") == "call_refused"

    made = keys.once(other, find=service.find(), prepare=prepare, make=service.make("done"))
    assert service.done == [made]


@pytest.mark.parametrize(("before", "code"), [(False, "done"), (True, "key_reused")])
def test_a_question_beforehand_that_fails_frees_only_its_own_key(before: bool, code: str) -> None:
    """Without a lease an earlier attempt may still be under way."""
    service, book = Service(), MemoryLabelBook()
    keys = KeyBook("test", book, clock=service.clock)
    if before:
        once(keys, service, "nothing")

    def fail() -> None:
        raise CarrierError("test", "unreachable")

    with pytest.raises(CarrierError, match="unreachable"):
        keys.once(task(), find=service.find(), prepare=fail, make=service.make("done"))
    assert once(keys, service, "done", asked="another parcel") == code


@pytest.mark.parametrize("find", ["carrier_failed", "call_refused"])
def test_a_look_that_fails_ends_no_attempt_of_others(find: str) -> None:
    """What may be under way may be so still, and nothing is done beside it."""
    service, book = Service(), MemoryLabelBook()
    keys = KeyBook("test", book, clock=service.clock, lease=LEASE, settling=SETTLING)
    once(keys, service, "late")
    code = once(keys, service, "done", find)

    assert code == (find if find == "carrier_failed" else "answer_lost")
    assert once(keys, service, "done") == "answer_lost"
    service.pass_time(SETTLING)
    assert once(keys, service, "done") == "done"
    assert len(service.done) == 1


@given(st.lists(st.tuples(FATES, FINDS), max_size=8))
def test_law_of_what_was_done_the_key_is_not_freed(attempts: list[tuple[str, str]]) -> None:
    """Though a service that does it only once refuses, and cannot be looked through."""
    service, book = Service(), MemoryLabelBook()
    keys = KeyBook("test", book, clock=service.clock)
    for fate, find in attempts:
        code = once(keys, service, "refused" if service.done else fate, find)
        if service.done:
            assert code in ("done", "answer_lost", "carrier_failed")
            assert once(keys, service, "refused", asked="another parcel") == "key_reused"


@pytest.mark.parametrize(
    ("find", "code"),
    [("", "done"), ("quote_unknown", "call_refused"), ("unreachable", "answer_lost")],
)
def test_who_is_refused_may_have_been_too_slow(find: str, code: str) -> None:
    """The other has done it; where that cannot be seen it is open, and not refused."""
    service, book = Service(), MemoryLabelBook()
    keys = KeyBook("test", book, clock=service.clock)

    def make(_: None) -> Manifest:
        once(keys, service, "lost")
        raise CarrierError("test", "call_refused")

    assert once(keys, service, "", find, make=make) == code
    assert once(keys, service, "refused", asked="another parcel") == "key_reused"


def test_a_step_counts_once_and_is_given_up_with_the_key() -> None:
    """The first that comes so far is the one that all go on from."""
    service, book = Service(), MemoryLabelBook()
    keys = KeyBook("test", book, clock=service.clock)
    once(keys, service, "nothing")
    assert [keys.reach(task(), "begun", number) for number in ("1", "2")] == ["1", "1"]
    assert (keys.reached(task(), "begun"), keys.reached(task(), "ended")) == ("1", "")
    assert once(keys, service, "refused") == "call_refused"

    assert keys.reached(task(), "begun") == ""
    assert keys.reach(task(), "begun", "3") == "3"


def test_a_step_of_a_key_that_is_something_elses_is_refused() -> None:
    """It was freed meanwhile, and used again."""
    service, book = Service(), MemoryLabelBook()
    keys = KeyBook("test", book, clock=service.clock)
    once(keys, service, "nothing", asked="another parcel")

    with pytest.raises(CarrierError, match="key_reused"):
        keys.reach(task(), "begun", "1")


def test_what_was_done_is_noted_over_what_came_in_between() -> None:
    """A later attempt found that nothing can come of it, and freed the key; something did."""
    service, book = Service(), MemoryLabelBook()
    keys = KeyBook("test", book, clock=service.clock)

    def make(_: None) -> Manifest:
        assert once(keys, service, "", "quote_unknown") == "quote_unknown"
        assert once(keys, service, "nothing", asked="another parcel") == "answer_lost"
        return Manifest(id="M1", key="key-1", labels=["L"])

    assert once(keys, service, "", make=make) == "done"
    assert once(keys, service, "refused") == "done"


def test_what_a_key_has_is_told_by_what_it_took() -> None:
    """Once it is known; and not of what somebody else has."""
    service, book = Service(), MemoryLabelBook()
    keys = KeyBook("test", book, clock=service.clock)
    (place,) = task().takes
    told = [keys.of(place, "things", Manifest)]
    for fate in ("nothing", "done"):
        once(keys, service, fate)
        told.append(keys.of(place, "things", Manifest))
    keys.note_taken("elsewhere")

    assert told == [None, None, service.done[0]]
    assert keys.of("elsewhere", "things", Manifest) is None


def test_a_book_that_cannot_be_read_leaves_it_open() -> None:
    """Whatever stands there, nothing but a code comes out."""
    service, book = Service(), MemoryLabelBook()
    keys = KeyBook("test", book, clock=service.clock)
    with keys.open() as page:
        page.write("things", "key-1", b'{"asked": "a parcel", "done": "7"}')
        page.write("voided", "L", b"[]")

    assert once(keys, service, "done") == "carrier_failed"
    with pytest.raises(CarrierError, match="carrier_failed"):
        keys.refuse_void("L")
