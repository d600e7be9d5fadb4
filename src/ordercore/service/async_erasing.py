"""The desk that erases buyers, for hosts with an event loop."""

from collections.abc import Collection, Iterable, Mapping

from ordercore.errors import Conflict
from ordercore.kernel.time import instant
from ordercore.orders.erasing import ErasureAsked
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.async_store import AsyncStore
from ordercore.ports.clock import Clock
from ordercore.ports.dossiers import Dossier
from ordercore.ports.records import Key
from ordercore.queries import EVERY_ORDER
from ordercore.service.dossiers import KINDS
from ordercore.service.erasing import (
    Erased,
    Erasure,
    Left,
    Meant,
    asked_for,
    check_kept,
    erasing,
    report_of,
)
from ordercore.service.keys import order_key
from ordercore.service.runner import ATTEMPTS


class AsyncErasingBuyers:
    """:class:`ordercore.service.erasing_desk.ErasingBuyers`, awaited."""

    store: AsyncStore
    world: World
    _clock: Clock

    async def erase(
        self,
        *,
        buyer: str = "",
        order_ids: Iterable[str] = (),
        force: bool = False,
        at: object = None,
    ) -> Erasure:
        """Blank what is personal in the orders of a buyer, and say what was done and left."""
        named = asked_for(buyer, order_ids)
        asked = ErasureAsked(self._clock.now() if at is None else instant(at), force)
        meant = Meant(named or await self._bought(buyer))
        while meant.ahead:
            meant.learn(await self.store.load(meant.keys))
        beside = await self._beside(meant.ids)
        return report_of(asked, [await self._erase_one(id, beside[id], asked) for id in meant.ids])

    async def _bought(self, buyer: str) -> tuple[str, ...]:
        found = list[str]()
        last: Order | None = None
        while page := await self.store.orders(EVERY_ORDER, after=last):
            found += [order.id for order in page if order.terms.buyer == buyer]
            last = page[-1]
        return tuple(found)

    async def _beside(self, meant: Collection[str]) -> Mapping[str, tuple[Key, ...]]:
        keys = {id: list[Key]() for id in meant}
        for kind in KINDS if meant else ():
            last: Dossier | None = None
            while page := await self.store.dossiers(kind.value, after=last):
                for dossier in page:
                    if (of := kind.order_of(dossier)) is not None and of in keys:
                        keys[of].append(kind.key(dossier.id))
                last = page[-1]
        return {id: tuple(some) for id, some in keys.items()}

    async def _erase_one(
        self, id: str, beside: tuple[Key, ...], asked: ErasureAsked
    ) -> Erased | Left:
        keys = (order_key(id), *beside)
        for attempt in range(1, ATTEMPTS + 1):
            streams = {key: await self.store.events(key) for key in keys}
            try:
                async with self.store.transaction() as transaction:
                    rows = await transaction.load(keys)
                    plan = erasing(id, rows, streams, asked, self.world)
                    if plan.commit is not None:
                        await transaction.write(plan.commit)
            except Conflict:
                if attempt == ATTEMPTS:
                    raise
            else:
                if plan.commit is not None:
                    check_kept(plan.commit, {key: await self.store.events(key) for key in keys})
                return plan.outcome
        raise AssertionError("the loop returns or raises")
