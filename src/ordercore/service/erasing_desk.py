"""The desk that erases buyers."""

from collections.abc import Collection, Iterable, Mapping

from ordercore.errors import Conflict
from ordercore.kernel.time import instant
from ordercore.orders.erasing import ErasureAsked
from ordercore.orders.world import World
from ordercore.ports.clock import Clock
from ordercore.ports.records import Key
from ordercore.ports.store import Store
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
from ordercore.service.looking import every_dossier, every_order
from ordercore.service.runner import ATTEMPTS


class ErasingBuyers:
    """Erases what is known of buyers."""

    store: Store
    world: World
    _clock: Clock

    def erase(
        self,
        *,
        buyer: str = "",
        order_ids: Iterable[str] = (),
        force: bool = False,
        at: object = None,
    ) -> Erasure:
        """Blank what is personal in the orders of a buyer, and say what was done and what was left.

        The orders are all those of a buyer, or those that are named; what was sent in place of
        their units belongs to them. Names, addresses, phone numbers and words of people go blank
        in the orders, in what is kept beside them (claims, say), and in the events of all of them;
        units, money, moments, the country and the region stay. It is not to be undone.

        An order of which something is open is left as it is, unless it is forced; so is one whose
        records must stay (``World.retentions``), whoever forces it.
        Each order is a transaction of its own. Asking again goes on where it was interrupted, and
        changes nothing where nothing is left to blank.

        Who names a buyer has all orders read once, page by page, since no store keeps an index of
        people; what is kept beside orders is read once in either case.

        Raises:
            InvalidValue: when both a buyer and orders are named or neither, or ``at`` is no moment.
            NotFound: when an order that is named is not there; nothing is done then.
            StoreError: when the store has left events as they were; nothing more is done then.
            Conflict: when others write an order again and again; the orders before it are done.
        """
        named = asked_for(buyer, order_ids)
        asked = ErasureAsked(self._clock.now() if at is None else instant(at), force)
        orders = () if named else every_order(self.store)
        meant = Meant(named or tuple([o.id for o in orders if o.terms.buyer == buyer]))
        while meant.ahead:
            meant.learn(self.store.load(meant.keys))
        beside = self._beside(meant.ids)
        return report_of(asked, [self._erase_one(id, beside[id], asked) for id in meant.ids])

    def _beside(self, meant: Collection[str]) -> Mapping[str, tuple[Key, ...]]:
        """Give, by order, the keys of all that is kept beside it."""
        keys = {id: list[Key]() for id in meant}
        for kind in KINDS if meant else ():
            for dossier in every_dossier(self.store, kind.value):
                if (of := kind.order_of(dossier)) is not None and of in keys:
                    keys[of].append(kind.key(dossier.id))
        return {id: tuple(some) for id, some in keys.items()}

    def _erase_one(self, id: str, beside: tuple[Key, ...], asked: ErasureAsked) -> Erased | Left:
        keys = (order_key(id), *beside)
        for attempt in range(1, ATTEMPTS + 1):
            streams = {key: self.store.events(key) for key in keys}
            try:
                with self.store.transaction() as transaction:
                    rows = transaction.load(keys)
                    plan = erasing(id, rows, streams, asked, self.world)
                    if plan.commit is not None:
                        transaction.write(plan.commit)
            except Conflict:
                if attempt == ATTEMPTS:
                    raise
            else:
                if plan.commit is not None:
                    check_kept(plan.commit, {key: self.store.events(key) for key in keys})
                return plan.outcome
        raise AssertionError("the loop returns or raises")
