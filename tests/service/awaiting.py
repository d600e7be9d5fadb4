"""An asynchronous desk as the stories know one: what it awaits is waited for."""

import asyncio
import inspect
from typing import Any, cast

from desk_stories import AT, OWN, desk_over

from ordercore import OrderDesk, World
from ordercore.adapters.memory import AsyncMemoryStore, CountingIdentity, FixedClock, MemoryStore
from ordercore.ports.async_store import AsyncStore
from ordercore.ports.store import Store
from ordercore.service.async_desk import AsyncOrderDesk


def awaited(store: Store | None = None) -> AsyncStore:
    """Give a store that is awaited."""
    return AsyncMemoryStore(cast("MemoryStore", store) if store else None)


def async_desk_over(store: Store | None = None, world: World = OWN) -> AsyncOrderDesk:
    """Open an asynchronous desk with a clock that stands still and ids that count up."""
    return AsyncOrderDesk(
        awaited(store),
        world=world,
        clock=FixedClock(AT),
        identity=CountingIdentity(),
    )


class Faced:
    """The face of a desk that waits, before one that is awaited.

    What only a desk that waits has is asked of one over the same store.
    """

    def __init__(self, store: Store, world: World) -> None:
        self.store = store
        self.world = world
        self._awaited = async_desk_over(store, world)
        self._waiting = desk_over(store, world)

    def __getattr__(self, name: str) -> Any:
        """Give a method that waits for its answer."""
        method = getattr(self._awaited, name, None)
        if method is None:
            return getattr(self._waiting, name)

        def called(*args: Any, **kwargs: Any) -> Any:
            return asyncio.run(_whole(method(*args, **kwargs)))

        return called


async def _whole(answer: Any) -> Any:
    if inspect.isasyncgen(answer):
        return tuple([some async for some in answer])
    return await answer


def faced(store: Store, world: World = OWN) -> OrderDesk:
    """Give a desk whose every answer was awaited."""
    return cast("OrderDesk", Faced(store, world))
