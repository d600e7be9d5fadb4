"""A session: what one transaction has seen, and what it has yet to send."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from ordercore.adapters.sql import queue, records
from ordercore.adapters.sql.asking import Ask, Query, after, then
from ordercore.adapters.sql.drivers import Driver
from ordercore.errors import Conflict
from ordercore.ports.records import Key
from ordercore.ports.store import Commit, Row

T = TypeVar("T")


class Session:
    """One transaction, as asks.

    Rows that were loaded in it are locked, so that nobody can have written them since: what is
    written over them need not be waited for, and goes out with the end of the transaction.
    """

    def __init__(self, seller: str, driver: Driver) -> None:
        self._seller = seller
        self._driver = driver
        self._loaded: dict[Key, int] = {}
        self._unsent: list[Query] = [driver.begin]
        self._promising: dict[int, Key] = {}
        self._promised: dict[Key, Row] = {}
        self._begun = False

    def start(self) -> Ask[None]:
        """Begin, unless that can wait."""
        return Ask((), _nothing) if self._driver.patient else self._sent(Ask((), _nothing))

    def load(self, keys: Collection[Key]) -> Ask[Mapping[Key, Row]]:
        """Give every record asked for, missing ones as rows without a value."""
        return self._sent(then(records.lock(self._seller, keys), self._seen))

    def write(self, commit: Commit) -> Ask[Mapping[Key, Row]]:
        """Write everything of a commit, and give what is promised unseen once it is known.

        Raises:
            Conflict: when a record no longer has the version that the commit replaces, or no
                plenty is left of stock that nobody looked at; at the latest when the transaction
                ends.
        """
        loaded, writes = self._loaded, commit.writes
        stale = [key for key, (_, was) in writes.items() if loaded.get(key, was) != was]
        if stale:
            raise Conflict(tuple(map(str, stale)))
        queries, keys = records.promise(self._seller, commit)
        # Ahead of all that is new: who looks at stock has locked it before writing anything, too.
        self._promising = dict(enumerate(keys, start=len(self._unsent)))
        writing, expected = records.write(self._seller, commit, after=len(queries))
        queries += [*writing, *queue.enqueue(self._seller, commit)]
        sure = all(key in loaded for key, (_, was) in writes.items() if was)
        loaded.update({key: row.version for key, (row, _) in writes.items()})
        if sure and self._driver.patient:
            self._unsent += queries
            return Ask((), lambda _: self._promised)

        def read(answers: list[Any]) -> Mapping[Key, Row]:
            if any(answers[place] != count for place, count in expected):
                raise Conflict(tuple(map(str, writes)))
            return self._promised

        return self._sent(Ask(queries, read))

    def end(self) -> Ask[None]:
        """Commit, if anything was begun or is still to be sent."""
        if not self._begun and len(self._unsent) == 1:
            return Ask((), _nothing)
        return self._sent(Ask([self._driver.commit], _nothing))

    def _seen(self, rows: Mapping[Key, Row]) -> Mapping[Key, Row]:
        self._loaded.update({key: row.version for key, row in rows.items()})
        return rows

    def _sent(self, ask: Ask[T]) -> Ask[T]:
        """Send first what has waited to be sent."""
        unsent, self._unsent = self._unsent, []
        self._begun = True
        return self._noting(after(unsent, ask)) if self._promising else after(unsent, ask)

    def _noting(self, ask: Ask[T]) -> Ask[T]:
        """Note among the answers how the stock is that was promised of."""
        promising, self._promising = self._promising, {}

        def read(answers: list[Any]) -> T | Ask[T]:
            for place, key in promising.items():
                self._promised[key] = records.promised(key, answers[place])
            return ask.read(answers)

        return Ask(ask.queries, read)


def _nothing(_: list[Any]) -> None:
    return None
