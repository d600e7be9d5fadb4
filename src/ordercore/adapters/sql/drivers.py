"""Ways to a database: what a store needs of connections, and what it knows of a driver."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

import attrs

from ordercore.adapters.sql.asking import Ask, Query, Statement, after, then
from ordercore.errors import Conflict, StoreError

T = TypeVar("T")

ATTEMPTS = 50
"""How often something is asked again outside of a transaction while somebody else is faster.

It is either a question or a few rows of the outbox, so this many in a row means starvation.
"""


class Link(Protocol):
    """A connection at work for one caller."""

    def ask(self, queries: Sequence[Query]) -> list[Any]:
        """Run queries in order, sent together where that is possible, and give each its answer."""
        ...

    def undo(self) -> None:
        """Roll back what was begun and not committed, if anything was."""
        ...


L = TypeVar("L", bound=Link)


class Links(Protocol[L]):
    """Where connections come from."""

    def lend(self) -> L:
        """Give a connection that nobody else uses meanwhile."""
        ...

    def take_back(self, link: L) -> None:
        """Take a connection back, whatever its state."""
        ...

    def close(self) -> None:
        """Close all connections."""
        ...


class AsyncLink(Protocol):
    """:class:`Link`, awaited."""

    async def ask(self, queries: Sequence[Query]) -> list[Any]:
        """Run queries in order, sent together, and give each its answer."""
        ...

    async def undo(self) -> None:
        """Roll back what was begun and not committed, if anything was."""
        ...


A = TypeVar("A", bound=AsyncLink)


class AsyncLinks(Protocol[A]):
    """:class:`Links`, awaited."""

    async def lend(self) -> A:
        """Give a connection that nobody else uses meanwhile."""
        ...

    async def take_back(self, link: A) -> None:
        """Take a connection back, whatever its state."""
        ...

    async def close(self) -> None:
        """Close all connections."""
        ...


@attrs.frozen(kw_only=True)
class Driver:
    """A way to a database: how transactions begin and end there, and what its errors mean.

    Where ``patient``, everything that can wait is sent together with what comes after it, and a
    transaction begins with its first question.
    """

    name: str
    dialect: str
    begin: Query
    begin_briefly: Query
    """How a transaction begins that only changes a few rows, at the level that this needs."""
    commit: Query
    patient: bool
    failure: type[Exception]
    """Every error of the driver."""
    overtaken: Callable[[Exception], bool]
    """Tells an error that means "somebody else was faster, try again" from one that does not."""
    promises_unseen: bool = False
    """Whether stock is promised of without a look, since that spares a way to a server."""
    attempts: int = ATTEMPTS
    """How often to try what is asked outside of a transaction of ours."""

    @contextmanager
    def errors(self) -> Generator[None, None, None]:
        """Say what the driver's errors mean."""
        try:
            yield
        except self.failure as error:
            if self.overtaken(error):
                raise Conflict((self.name,)) from error
            raise StoreError(self.name, str(error).strip()) from error

    def go_on(self, attempt: int, conflict: Conflict) -> None:
        """Go on trying after a conflict, unless it was the last attempt.

        Raises:
            Conflict: when there was to be only one.
            StoreError: after as many as there were to be.
        """
        if self.attempts == 1:
            raise conflict
        if attempt == self.attempts:
            raise StoreError(self.name, f"overtaken {attempt} times in a row") from conflict

    def transacted(self, ask: Ask[T]) -> Ask[T]:
        """Let everything from the first ask on that says so happen as a whole, or not at all."""
        if ask.whole:
            ended = then(ask, lambda value: Ask([self.commit], lambda _: value))
            return after([self.begin_briefly], ended)

        def read(answers: list[Any]) -> T | Ask[T]:
            found = ask.read(answers)
            return self.transacted(found) if isinstance(found, Ask) else found

        return Ask(ask.queries, read)


def plain(sqlite: str, postgresql: str) -> Query:
    """Make a query without parameters."""
    return Query(Statement(sqlite=sqlite, postgresql=postgresql))
