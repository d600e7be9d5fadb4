"""The conformance suite notices stores that break the contract."""

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
import pytest

from ordercore.adapters.memory import MemoryStore
from ordercore.kernel.time import Instant
from ordercore.orders.state import Order
from ordercore.ports.store import Commit, Key, OutboxEntry, Recorded, Row
from ordercore.queries import EVERY_ORDER, OrderFilter
from ordercore.testing import StoreConformance


class LosesWrites(MemoryStore):
    """Writes over anything."""

    def write(self, commit: Commit) -> None:
        """Check nothing."""
        self._waiting.append(commit)


class WritesAtOnce(MemoryStore):
    """Keeps what was written in a transaction that failed."""

    def write(self, commit: Commit) -> None:
        """Write before the transaction ends."""
        super().write(commit)
        self._apply(self._waiting.pop())


class ForgetsAnswers(MemoryStore):
    """Answers a command id as often as it is asked."""

    def write(self, commit: Commit) -> None:
        """Write everything but the answers."""
        super().write(attrs.evolve(commit, answered=()))


class WritesHalf(MemoryStore):
    """Keeps the events of a commit that is refused."""

    def write(self, commit: Commit) -> None:
        """Write events before anything is checked."""
        for recorded in commit.events:
            self._streams.setdefault(recorded.stream, []).append(recorded)
        super().write(attrs.evolve(commit, events=()))


class GivesMissingRowsNot(MemoryStore):
    """Gives only the rows that are there."""

    def load(self, keys: Collection[Key]) -> Mapping[Key, Row]:
        """Leave out the rest."""
        return {key: self._rows[key] for key in keys if key in self._rows}


class ReadsOneTooFew(MemoryStore):
    """Takes ``upto`` for the first place not to read."""

    def events(self, stream: Key, upto: int | None = None) -> tuple[Recorded, ...]:
        """Be off by one."""
        return super().events(stream, None if upto is None else max(0, upto - 1))


class GivesNewestFirst(MemoryStore):
    """Has its outbox upside down."""

    def undelivered(self, limit: int) -> tuple[OutboxEntry, ...]:
        """Turn the queue around."""
        return tuple(reversed(super().undelivered(10_000)))[:limit]


class MarksNothing(MemoryStore):
    """Delivers everything again and again."""

    def mark_delivered(self, entries: Iterable[OutboxEntry], at: Instant) -> None:
        """Do nothing."""


class FindsInAnyOrder(MemoryStore):
    """Gives orders as they were written."""

    def orders(self, wanted: OrderFilter) -> Iterator[Order]:
        """Sort nothing."""
        for row in self._rows.values():
            if isinstance(row.value, Order) and wanted.holds(row.value):
                yield row.value


class FindsTheEndToo(MemoryStore):
    """Takes the end of a period as part of it."""

    def orders(self, wanted: OrderFilter) -> Iterator[Order]:
        """Compare with the wrong sign."""
        for order in super().orders(EVERY_ORDER):
            at_end = order.terms.placed_at == wanted.placed_until
            if at_end or wanted.holds(order):
                yield order


class CutsMicroseconds(MemoryStore):
    """Keeps whole seconds."""

    def load(self, keys: Collection[Key]) -> Mapping[Key, Row]:
        """Cut the time of placement."""
        rows = dict(super().load(keys))
        for key, row in rows.items():
            if isinstance(row.value, Order):
                cut = row.value.terms.placed_at.set(microsecond=0)
                terms = attrs.evolve(row.value.terms, placed_at=cut)
                rows[key] = Row(attrs.evolve(row.value, terms=terms), row.version)
        return rows


class HasNoLock(MemoryStore):
    """Lets two transactions share what waits to be written."""

    @contextmanager
    def transaction(self) -> Generator["MemoryStore", None, None]:
        """Apply at once, whatever comes after."""
        yield self
        while self._waiting:
            self._apply(self._waiting.pop())

    def write(self, commit: Commit) -> None:
        """Forget to look whether anybody else wrote."""
        self._waiting.append(commit)


BROKEN: list[type[MemoryStore]] = [
    LosesWrites,
    WritesAtOnce,
    ForgetsAnswers,
    WritesHalf,
    GivesMissingRowsNot,
    ReadsOneTooFew,
    GivesNewestFirst,
    MarksNothing,
    FindsInAnyOrder,
    FindsTheEndToo,
    CutsMicroseconds,
    HasNoLock,
]


def _suite(store: Callable[[], MemoryStore]) -> Any:
    class Suite(StoreConformance):
        durable = False

        def make_store(self, where: Path) -> MemoryStore:
            return store()

    return Suite()


def _failed(store: Callable[[], MemoryStore], tmp_path: Path) -> list[str]:
    """Run every test of the suite on a fresh store, and name those that fail."""
    suite = _suite(store)
    failed: list[str] = []
    for name in dir(suite):
        if not name.startswith("test_"):
            continue
        test = getattr(suite, name)
        wanted = test.__func__.__code__.co_varnames[1]
        try:
            test(store() if wanted == "store" else tmp_path)
        except pytest.skip.Exception:
            continue
        except (AssertionError, Exception, pytest.fail.Exception):  # noqa: BLE001 - any will do
            failed.append(name)
    return failed


@pytest.mark.parametrize("store", BROKEN, ids=lambda kind: kind.__name__)
def test_a_broken_store_is_noticed(store: type[MemoryStore], tmp_path: Path) -> None:
    """At least one test of the suite fails on it."""
    assert _failed(store, tmp_path)


def test_a_good_store_passes(tmp_path: Path) -> None:
    """Not one fails on the store that the broken ones are made from."""
    assert _failed(MemoryStore, tmp_path) == []


def test_a_suite_needs_a_store() -> None:
    """Without ``make_store`` there is nothing to test."""
    with pytest.raises(TypeError, match="make_store"):
        StoreConformance()  # type: ignore[abstract]
