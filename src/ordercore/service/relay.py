"""The relay: entries of the outbox, handed over at least once and in the order of their events.

The laws of this file:

- several relays share the work: an entry is leased to the one that takes it, and of each stream
  (in its lane) only the first entry that waits can be taken, so nothing overtakes;
- an entry leaves the queue only after its receiver took it; a relay that dies lets its leases run
  out, and another one takes what it had;
- a relay takes no more than it can deliver within half a lease, and nothing is delivered whose
  lease may have run out meanwhile: that is somebody else's by then, or is given back untried;
- what fails is tried again after a pause, and put aside at last; what a relay never came back
  from is put aside too, after as many tries;
- a clock that was wrong for a while delays entries, and loses none.

What is decided is in :class:`Shift`; the loops at the end only do it, waiting or awaiting.
"""

import datetime as dt
from collections.abc import Awaitable, Callable, Iterable, Iterator

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.time import Instant
from ordercore.ports.async_store import AsyncStore
from ordercore.ports.outbox import Lane, OutboxEntry, OutboxState, Outcome, Settled, Waiting
from ordercore.ports.store import Store
from ordercore.service.pace import Pace, later

LOOKED_AT = 200
"""How many entries that are due late are looked at for those that a wrong clock left waiting; the
oldest come first, so what lies behind them is seen when they are gone."""

LONGEST_ERROR = 500
"""How many characters of an error are kept: what it says first says most."""


@attrs.frozen
class Delivery:
    """What became of entries in one call: ``poisoned`` are those of the failed now put aside.

    Each of the failed has its error beside it. It is true where there was anything to do, so that
    a worker may sleep for a while when it is not.
    """

    delivered: tuple[OutboxEntry, ...] = ()
    failed: tuple[tuple[OutboxEntry, Exception], ...] = ()
    poisoned: tuple[OutboxEntry, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there was anything to do."""
        return bool(self.delivered or self.failed)


@attrs.frozen
class Lease:
    """How many entries to take, and from when until when they are nobody else's."""

    limit: int
    at: Instant
    until: Instant


class Shift:
    """One call of a relay: what it may take, what it still holds, and what became of it."""

    def __init__(self, limit: int, pace: Pace, now: Callable[[], Instant]) -> None:
        if type(limit) is not int or limit < 0:
            raise InvalidValue("limit", limit, "a number, 0 or more")
        self._left, self._pace, self._now = limit, pace, now
        self._begun = now()
        self._lease = Lease(0, self._begun, self._begun)
        self._slowest: float | None = None
        self._untried: tuple[Waiting, ...] = ()
        self._delivered: list[OutboxEntry] = []
        self._failed: list[tuple[OutboxEntry, Exception]] = []
        self._poisoned: list[OutboxEntry] = []

    def lease(self) -> Lease | None:
        """Say what to take next, if there is anything more to do."""
        limit = min(self._left, self._pace.fits(self._slowest))
        if limit == 0:
            return None
        now = self._now()
        self._lease = Lease(limit, now, later(now, self._pace.lease))
        return self._lease

    def held(self, taken: tuple[Waiting, ...]) -> Iterator[Waiting]:
        """Give what was taken, as long as it is ours for another delivery."""
        self._left = self._left - len(taken) if taken else 0
        self._untried = taken
        for number, waiting in enumerate(taken):
            now = self._now()
            ends = later(now, self._slowest or 0) if number else now
            if not self._lease.at <= now <= ends < self._lease.until:
                return
            self._begun = now
            self._untried = taken[number + 1 :]
            yield waiting

    def given_back(self) -> tuple[Settled, ...]:
        """Say of what was taken and not held for long enough that it is due, and was not tried."""
        now = self._now()
        return tuple(
            Settled(entry=some.entry, outcome=Outcome.UNTRIED, at=now, tries=some.tries)
            for some in self._untried
        )

    def check(self, waiting: Waiting) -> None:
        """See whether an entry may be tried once more.

        Raises:
            TimeoutError: when it was tried too often, and no relay came back from it.
        """
        if waiting.tries > self._pace.most_tries:
            raise TimeoutError(f"taken {waiting.tries - 1} times, and never settled")

    def done(self, waiting: Waiting, error: Exception | None = None) -> tuple[Settled]:
        """Note what became of an entry, and say so to the store."""
        entry, tries, now = waiting.entry, waiting.tries, self._now()
        took = dt.datetime.__sub__(now, self._begun).total_seconds()
        self._slowest = max(took, self._slowest or 0)
        if error is None:
            self._delivered.append(entry)
            return (Settled(entry=entry, outcome=Outcome.DELIVERED, at=now, tries=tries),)
        self._failed.append((entry, error))
        last = tries >= self._pace.most_tries
        if last:
            self._poisoned.append(entry)
        outcome = Outcome.POISONED if last else Outcome.FAILED
        at = now if last else later(now, self._pace.pause(tries))
        said = told(error)
        return (Settled(entry=entry, outcome=outcome, at=at, tries=tries, error=said),)

    @property
    def late(self) -> Instant:
        """The moment by which all is due that was never tried, if no clock was wrong."""
        return later(self._now(), self._pace.longest_wait(0))

    def stranded(self, waiting: Iterable[Waiting]) -> tuple[Settled, ...]:
        """Make due what could wait so long only by a clock that was wrong."""
        now = self._now()
        return tuple(
            Settled(
                entry=some.entry, outcome=Outcome.FAILED, at=now, tries=some.tries, error=some.error
            )
            for some in waiting
            if some.due_at is not None
            and some.due_at > later(now, self._pace.longest_wait(some.tries))
        )

    @property
    def delivery(self) -> Delivery:
        """What became of all."""
        return Delivery(tuple(self._delivered), tuple(self._failed), tuple(self._poisoned))


def told(error: Exception) -> str:
    """Give an error as text that every store can keep."""
    text = f"{type(error).__name__}: {error}"[:LONGEST_ERROR].replace("\0", "\\0")
    return text.encode(errors="backslashreplace").decode()


def relay(
    store: Store, lane: Lane, deliver: Callable[[OutboxEntry], object], shift: Shift
) -> Delivery:
    """Hand over entries that are due.

    An exception of ``deliver`` leaves an entry in the queue, and those of its stream behind it.
    """
    while lease := shift.lease():
        taken = store.take(lane, limit=lease.limit, at=lease.at, until=lease.until)
        for waiting in shift.held(taken):
            try:
                shift.check(waiting)
                deliver(waiting.entry)
            except Exception as error:  # noqa: BLE001 - whatever a receiver raises is told
                store.settle(shift.done(waiting, error))
            else:
                store.settle(shift.done(waiting))
        if untried := shift.given_back():
            store.settle(untried)
    late = store.outbox(OutboxState.WAITING, lane=lane, due_after=shift.late, limit=LOOKED_AT)
    if stranded := shift.stranded(late):
        store.settle(stranded)
    return shift.delivery


async def relay_async(
    store: AsyncStore, lane: Lane, deliver: Callable[[OutboxEntry], Awaitable[object]], shift: Shift
) -> Delivery:
    """Do the same where handing over is awaited."""
    while lease := shift.lease():
        taken = await store.take(lane, limit=lease.limit, at=lease.at, until=lease.until)
        for waiting in shift.held(taken):
            try:
                shift.check(waiting)
                await deliver(waiting.entry)
            except Exception as error:  # noqa: BLE001 - whatever a receiver raises is told
                await store.settle(shift.done(waiting, error))
            else:
                await store.settle(shift.done(waiting))
        if untried := shift.given_back():
            await store.settle(untried)
    late = await store.outbox(OutboxState.WAITING, lane=lane, due_after=shift.late, limit=LOOKED_AT)
    if stranded := shift.stranded(late):
        await store.settle(stranded)
    return shift.delivery
