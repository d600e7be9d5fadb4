"""The store in memory for hosts with an event loop: what the other one does, awaited."""

from __future__ import annotations

from asyncio import Lock
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from functools import wraps
from types import CoroutineType
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from ordercore.adapters.memory.store import MemoryStore
from ordercore.kernel.time import Instant
from ordercore.ports.dossiers import D

P = ParamSpec("P")
R = TypeVar("R")


def _awaited(
    method: Callable[Concatenate[MemoryStore, P], R],
) -> Callable[Concatenate[AsyncMemoryStore, P], CoroutineType[Any, Any, R]]:
    """Make a method to be awaited out of one that never waits."""

    @wraps(method)
    async def called(store: AsyncMemoryStore, *args: P.args, **kwargs: P.kwargs) -> R:
        result: R = getattr(store.inner, method.__name__)(*args, **kwargs)
        return result

    return cast("Callable[Concatenate[AsyncMemoryStore, P], CoroutineType[Any, Any, R]]", called)


class AsyncMemoryStore:
    """A store in memory whose transactions of several tasks wait for each other."""

    def __init__(self, inner: MemoryStore | None = None) -> None:
        self.inner = inner or MemoryStore()
        self._turn = Lock()

    @property
    def promises_unseen(self) -> bool:
        """Say what the other one says."""
        return self.inner.promises_unseen

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncMemoryStore, None]:
        """Open a transaction when nobody else has one."""
        async with self._turn:
            with self.inner.transaction():
                yield self

    load = _awaited(MemoryStore.load)
    write = _awaited(MemoryStore.write)
    orders = _awaited(MemoryStore.orders)
    stocks = _awaited(MemoryStore.stocks)
    reservations = _awaited(MemoryStore.reservations)
    events = _awaited(MemoryStore.events)
    streams = _awaited(MemoryStore.streams)
    causes = _awaited(MemoryStore.causes)
    take = _awaited(MemoryStore.take)
    settle = _awaited(MemoryStore.settle)
    outbox = _awaited(MemoryStore.outbox)
    forget = _awaited(MemoryStore.forget)
    catch_up = _awaited(MemoryStore.catch_up)
    uncounted = _awaited(MemoryStore.uncounted)
    ask = _awaited(MemoryStore.ask)
    facets = _awaited(MemoryStore.facets)
    derived = _awaited(MemoryStore.derived)
    close = _awaited(MemoryStore.close)

    async def dossiers(
        self,
        kind: type[D],
        *,
        due_by: Instant | None = None,
        after: D | None = None,
        limit: int = 500,
    ) -> tuple[D, ...]:
        """Give a page of the dossiers of a class that are kept."""
        return self.inner.dossiers(kind, due_by=due_by, after=after, limit=limit)
