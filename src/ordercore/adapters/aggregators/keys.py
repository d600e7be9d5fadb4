"""Doing something once under a caller's key, with a service that knows no such keys.

What a key means is noted in a book before the service is asked.
After a lost answer the service itself is looked through for what it did.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import attrs

from ordercore.adapters.aggregators.notes import Kept, Notes, entry
from ordercore.adapters.aggregators.tasks import LISTED, Claim, Once
from ordercore.adapters.system import SystemClock
from ordercore.errors import CarrierError
from ordercore.ports.carriage import Label, Manifest, Pickup
from ordercore.ports.carrier import key_reused, label_listed
from ordercore.ports.carrier_faults import Remedy, remedy_of
from ordercore.ports.clock import Clock
from ordercore.ports.label_book import LabelBook, LabelPage
from ordercore.service.codec import decode, encode

T = TypeVar("T", bound=Label | Manifest | Pickup)

P = TypeVar("P")


class KeyBook(Notes):
    """A book of keys.

    ``lease`` is for how long an attempt may be under way, and ``settling`` for how long what it
    asked for may still happen once it has given up.
    Until that is over, a second attempt with the same key does nothing itself: it looks ``rounds``
    times, with ``wait`` between them, for what the first one did.
    Without a lease it may do it at once, which is for services that refuse a second time, or make
    what costs nothing until it is bought.
    """

    def __init__(
        self,
        carrier: str,
        book: LabelBook,
        *,
        clock: Clock | None = None,
        lease: timedelta | None = None,
        settling: timedelta = timedelta(0),
        rounds: int = 1,
        wait: Callable[[int], None] | None = None,
    ) -> None:
        super().__init__(carrier, book)
        self._clock = clock or SystemClock()
        self._lease = lease
        self._settling = settling
        self._rounds = rounds
        self._wait = wait

    def once(
        self,
        task: Once[T],
        *,
        find: Callable[[], T | None],
        prepare: Callable[[], P],
        make: Callable[[P], T],
    ) -> T:
        """Do something, unless its key has done it.

        ``find`` looks for what an earlier attempt did, ``prepare`` asks for what ``make`` needs and
        does nothing yet, and ``make`` does it.
        A refusal frees the key, but not while nobody knows what became of an earlier attempt, or
        after another one has come: then whatever goes wrong leaves it open, except that what
        ``find`` says must be changed.

        Raises:
            CarrierError: ``key_reused``, ``quote_taken`` or ``label_listed``, ``answer_lost`` while
                an earlier attempt may be under way, and whatever the three raise.
        """
        claim = self._claim(task)
        done = self._known(task) if claim.before else None
        if done is not None:
            return done
        if claim.before:
            done = self._found(task, find, claim)
        if done is None:
            ready = self._prepared(task, prepare, claim)
            done = self._made(task, find, lambda: make(ready), claim)
        self._note(task, done)
        return done

    def reached(self, task: Once[T], step: str) -> str:
        """Give what a step towards something has come to; blank where nobody has come so far."""
        with self.open() as page:
            kept = _kept(page, task)
        return "" if kept is None else kept.steps.get(step, "")

    def reach(self, task: Once[T], step: str, what: str) -> str:
        """Note what a step has come to; of two attempts that come so far the first counts.

        It is given up together with the key.

        Raises:
            CarrierError: ``key_reused`` when the key was freed, and is for something else now.
        """
        with self.open() as page:
            kept = _kept(page, task) or Kept(asked=task.asked)
            if kept.asked != task.asked:
                raise self._reused(kept, task)
            if step not in kept.steps:
                _write(page, task, attrs.evolve(kept, steps={**kept.steps, step: what}))
            return kept.steps.get(step, what)

    def _claim(self, task: Once[T]) -> Claim:
        """Note what a key is for; tell whether it was noted before, and may be in use."""
        now = self._clock.now()
        with self.open() as page:
            kept = _kept(page, task)
            if kept is not None and kept.asked != task.asked:
                raise self._reused(kept, task)
            if kept is None:
                self._refuse_taken(page, task)
            mine = kept or Kept(asked=task.asked)
            busy = mine.open_until is not None and mine.open_until > now
            if not busy and not mine.done:
                lease = None if self._lease is None else now + self._lease
                mine = attrs.evolve(mine, open_until=lease, attempt=mine.attempt + 1)
                _write(page, task, mine)
            return Claim(before=kept is not None, busy=busy, attempt=mine.attempt)

    def _reused(self, kept: Kept, task: Once[T]) -> CarrierError:
        first = decode(task.kind, kept.done.encode()) if kept.done else None
        return key_reused(self._carrier, first, kept.asked if task.kind is Label else "")

    def _refuse_taken(self, page: LabelPage, task: Once[T]) -> None:
        for thing in task.takes:
            other = page.read(task.taken_on, thing)
            if other is None:
                continue
            if task.taken_on == LISTED:
                raise label_listed(self._carrier, thing, other.decode())
            raise self._error("quote_taken")

    def _found(self, task: Once[T], find: Callable[[], T | None], claim: Claim) -> T | None:
        found: T | None = None
        for number in range(1, self._rounds + 1):
            try:
                found = find()
            except CarrierError as error:
                remedy = remedy_of(error)
                if remedy is Remedy.CHANGE:
                    self._free(task, claim)
                elif not claim.busy:
                    self._ended(task, timedelta(0), claim)
                if remedy in (Remedy.RETRY, Remedy.GIVE_UP):
                    raise self._error("answer_lost", str(error)) from error
                raise
            found = self._known(task) if found is None and claim.busy else found
            if found is not None or not claim.busy:
                return found
            if self._wait is not None and number < self._rounds:
                self._wait(number)
        raise self._error("answer_lost", "an earlier attempt may still be under way")

    def _known(self, task: Once[T]) -> T | None:
        with self.open() as page:
            kept = _kept(page, task)
            return decode(task.kind, kept.done.encode()) if kept is not None and kept.done else None

    def _prepared(self, task: Once[T], prepare: Callable[[], P], claim: Claim) -> P:
        try:
            return prepare()
        except CarrierError:
            # Nothing was done yet, by us.
            if not claim.before or self._lease is not None:
                self._free(task, claim)
            raise

    def _made(
        self, task: Once[T], find: Callable[[], T | None], make: Callable[[], T], claim: Claim
    ) -> T:
        try:
            return make()
        except CarrierError as error:
            if remedy_of(error) is Remedy.ASK_AGAIN:
                self._ended(task, self._settling, claim)
                raise
            quicker = self._quicker(find, error) if self._lease is None else None
            if quicker is not None:
                return quicker
            self._free(task, claim)
            raise

    def _quicker(self, find: Callable[[], T | None], refusal: CarrierError) -> T | None:
        """Give what somebody else has done with the same key; that may be why we were refused."""
        try:
            return find()
        except CarrierError as error:
            if remedy_of(error) is Remedy.CHANGE:
                return None
            raise self._error("answer_lost", str(error)) from refusal

    def _ended(self, task: Once[T], settling: timedelta, claim: Claim) -> None:
        """Note that an attempt has given up, and for how long it may still come to something."""
        if self._lease is not None:
            until = self._clock.now() + settling
            with self.open() as page:
                kept = _kept(page, task)
                if kept is not None and _is_last(kept, claim):
                    _write(page, task, attrs.evolve(kept, open_until=until))

    def _note(self, task: Once[T], done: T) -> None:
        with self.open() as page:
            kept = _kept(page, task)
            if kept is None or kept.asked != task.asked:
                kept = Kept(asked=task.asked)
            _write(page, task, attrs.evolve(kept, done=encode(done).decode(), open_until=None))

    def _free(self, task: Once[T], claim: Claim) -> None:
        with self.open() as page:
            kept = _kept(page, task)
            if kept is not None and _is_last(kept, claim):
                page.drop(task.shelf, task.key)
                for thing in task.takes:
                    if page.read(task.taken_on, thing) == task.key.encode():
                        page.drop(task.taken_on, thing)


def _is_last(kept: Kept, claim: Claim) -> bool:
    """Tell whether nothing was done yet, and no other attempt has come since."""
    return not kept.done and kept.attempt <= claim.attempt


def _kept(page: LabelPage, task: Once[T]) -> Kept | None:
    return entry(page, task.shelf, task.key, Kept)


def _write(page: LabelPage, task: Once[T], kept: Kept) -> None:
    page.write(task.shelf, task.key, encode(kept))
    for thing in task.takes:
        page.write(task.taken_on, thing, task.key.encode())
