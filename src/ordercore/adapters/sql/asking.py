"""Asking: what a store does, as values, so that waiting and awaiting stores do the same.

An ask is statements with their parameters, and a pure function that reads the answers; where one
leads to the next, it gives the next ask.
Whoever has a connection goes from ask to ask until there is a value: :func:`answered` makes a
method of a question that waits for it, and :func:`awaited` one that awaits it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import CoroutineType
from typing import Any, Concatenate, Generic, NamedTuple, ParamSpec, Protocol, TypeVar, cast

import attrs

SqlRow = tuple[Any, ...]

S_co = TypeVar("S_co", covariant=True)
S = TypeVar("S")
P = ParamSpec("P")
T = TypeVar("T")


@attrs.frozen(kw_only=True, eq=False)
class Statement:
    """One need, in each dialect; parameters are ``?`` in one and ``%s`` in the other."""

    sqlite: str
    postgresql: str


def same(text: str) -> Statement:
    """Make a statement whose text the dialects share but for the marks of parameters."""
    return Statement(sqlite=text, postgresql=text.replace("?", "%s"))


def joined(*parts: Statement | str) -> Statement:
    """Join parts of a statement, those that the dialects share and those that they do not."""
    some = [same(part) if isinstance(part, str) else part for part in parts]
    return Statement(
        sqlite=" ".join(part.sqlite for part in some),
        postgresql=" ".join(part.postgresql for part in some),
    )


class Query(NamedTuple):
    """A statement to be run once, or once for each of many rows of parameters.

    The answer to the first is its rows, and to the second how many rows of a table it changed.
    """

    statement: Statement
    bound: Any = ()
    many: bool = False


def each(statement: Statement, rows: Sequence[SqlRow]) -> Query:
    """Run a statement once for each row of parameters."""
    return Query(statement, rows, many=True)


class Ask(NamedTuple, Generic[T]):
    """Queries that go out together and in order, and how their answers are read.

    Where ``whole``, either all of them happen, or none.
    """

    queries: Sequence[Query]
    read: Callable[[list[Any]], T | Ask[T]]
    whole: bool = False


def then(ask: Ask[S], go_on: Callable[[S], T | Ask[T]]) -> Ask[T]:
    """Ask, and go on with what is read."""

    def read(answers: list[Any]) -> T | Ask[T]:
        found = ask.read(answers)
        return then(found, go_on) if isinstance(found, Ask) else go_on(found)

    return Ask(ask.queries, read)


def after(before: Sequence[Query], ask: Ask[T]) -> Ask[T]:
    """Send other queries ahead of those of an ask, whose answers nobody reads."""
    count = len(before)
    return Ask([*before, *ask.queries], lambda answers: ask.read(answers[count:])) if count else ask


class Answering(Protocol[S_co]):
    """Whoever answers asks about something by going to a database."""

    @property
    def _subject(self) -> S_co: ...

    def _answer(self, ask: Ask[T]) -> T: ...


class Awaiting(Protocol[S_co]):
    """Whoever does so without blocking."""

    @property
    def _subject(self) -> S_co: ...

    async def _answer(self, ask: Ask[T]) -> T: ...


def answered(
    question: Callable[Concatenate[S, P], Ask[T]],
) -> Callable[Concatenate[Answering[S], P], T]:
    """Make the method that asks a question and waits for the answer."""

    def method(self: Answering[S], /, *args: P.args, **kwargs: P.kwargs) -> T:
        return self._answer(question(self._subject, *args, **kwargs))

    method.__doc__ = question.__doc__
    return method


def awaited(
    question: Callable[Concatenate[S, P], Ask[T]],
) -> Callable[Concatenate[Awaiting[S], P], CoroutineType[Any, Any, T]]:
    """Make the method that asks a question and awaits the answer."""

    async def method(self: Awaiting[S], /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._answer(question(self._subject, *args, **kwargs))

    method.__doc__ = question.__doc__
    return cast("Callable[Concatenate[Awaiting[S], P], CoroutineType[Any, Any, T]]", method)
