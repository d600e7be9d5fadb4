"""The desk: what people call."""

from collections.abc import Callable, Sequence
from functools import partial, wraps
from typing import Concatenate, ParamSpec, Self, TypeVar, cast

from ordercore.inventory import InventoryCommand, Reservation, Stock
from ordercore.kernel.actors import Actor
from ordercore.orders.address import Address
from ordercore.orders.message import OrderCommand
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.clock import Clock
from ordercore.ports.dossiers import Dossier
from ordercore.ports.identity import Identity
from ordercore.ports.records import Answered
from ordercore.ports.source import ReportedOrder
from ordercore.ports.store import Store
from ordercore.ports.verifier import AddressVerifier
from ordercore.service import judging, seeing, sourcing, views
from ordercore.service.adopting import Adopted
from ordercore.service.asked import (
    Asked,
    Failure,
    Wish,
    Wishes,
    about_an_order,
    answer_of,
    expect,
    handled,
    handled_alone,
    known,
)
from ordercore.service.asking import Asking
from ordercore.service.asking.addressing import NOTHING_TO_VERIFY
from ordercore.service.counting import Counting
from ordercore.service.dispatching import SendingNotices
from ordercore.service.draft import Draft
from ordercore.service.erasing_desk import ErasingBuyers
from ordercore.service.errands import Errands
from ordercore.service.health import SeeingHealth
from ordercore.service.keeping_claims import KeepingClaims
from ordercore.service.keeping_feedback import KeepingFeedback
from ordercore.service.keeping_messages import KeepingMessages
from ordercore.service.keeping_views import KeepingViews
from ordercore.service.keeping_work import KeepingWork
from ordercore.service.looking import Looking, every_order, every_reservation
from ordercore.service.plan import Work, work_out
from ordercore.service.preview import Preview
from ordercore.service.reports import Reporting
from ordercore.service.runner import ATTEMPTS, run
from ordercore.service.sheet import Value
from ordercore.service.sweeping import (
    expiring,
    filling,
    served,
    those_expired,
    those_short,
    those_waiting,
)
from ordercore.service.unseen import Scarcity
from ordercore.service.views import View
from ordercore.service.working import Parts, adopted, each, positive, tried

T = TypeVar("T")
R = TypeVar("R")
P = ParamSpec("P")


def _looked(
    view: Callable[Concatenate[View, P], R],
) -> Callable[Concatenate["OrderDesk", P], R]:
    """Make a method of a desk out of a look at records."""

    @wraps(view)
    def look(desk: "OrderDesk", *args: P.args, **kwargs: P.kwargs) -> R:
        return desk.look(lambda seen: view(seen, *args, **kwargs))

    return cast("Callable[Concatenate[OrderDesk, P], R]", look)


class OrderDesk(
    Looking,
    SeeingHealth,
    Reporting,
    SendingNotices,
    Errands,
    KeepingClaims,
    KeepingFeedback,
    KeepingMessages,
    KeepingViews,
    ErasingBuyers,
    Counting,
    KeepingWork,
    Asking[Order, Stock],
):
    """Orders, their dossiers and stock over a store, under the policies of a world.

    Every call that changes something gives the new value, or raises ``Refused`` and has changed
    nothing.
    ``at`` is the moment it happened, for which the desk asks its clock where it is left out;
    ``command_id`` makes twice once.
    """

    def __init__(self, store: Store, *, world: World, clock: Clock, identity: Identity) -> None:
        super().__init__(clock, identity)
        self.store = store
        self.world = world
        self._scarcity = Scarcity()

    # Before it is done

    order = _looked(views.order)
    stock = _looked(views.stock)
    reservation = _looked(views.reservation)
    atp = _looked(seeing.atp)
    available_from = _looked(seeing.available_from)
    suggest = _looked(seeing.suggest)
    explain = _looked(views.explain)
    preview = _looked(views.preview)
    allowed = _looked(views.allowed)
    path_to = _looked(views.path_to)
    promise = _looked(views.promise)
    judge_return = _looked(judging.judge_return)
    settlement = _looked(judging.settlement)
    source = _looked(sourcing.source)

    def look(self, view: Callable[[View], R]) -> R:
        """Look at records as they stand, without waiting for anybody who writes."""
        draft = Draft(self.world)
        now = self._clock.now()
        return work_out(lambda _: view(View(draft, self.world, now)), draft, self.store.load)

    # One at a time

    def handle(self, command: OrderCommand, *, id: str | None = None) -> Order:
        """Decide a command with everything that follows from it, and keep it.

        Raises:
            Refused: with every reason, when a rule says no; nothing has changed then.
            InvalidValue: when it is no command about an order.
        """
        return self._order(Asked(about_an_order(command), id))

    def carry_out(self, preview: Preview, id: str | None = None) -> Order:
        """Do what a preview has shown: just that, or nothing.

        Raises:
            Conflict: when a record that the preview looked at has changed since.
        """
        return self._order(Asked(preview.command, id, preview.versions))

    def verify_address(
        self,
        order_id: str,
        verifier: AddressVerifier,
        *,
        by: Actor = Actor.SYSTEM,
        at: object = None,
    ) -> Order:
        """Ask a verifier about the address, and record what it says.

        It is asked before anything is decided, so a slow one keeps nobody waiting.
        Asking again is harmless.

        Raises:
            Refused: when the order has no address, or another one by the time of the answer.
            OSError: when the verifier cannot be reached; nothing is recorded then.
        """
        address = self.order(order_id).ship_to
        return self.record_verification(
            order_id,
            address=address or Address(),
            verification=verifier.verify(address) if address else NOTHING_TO_VERIFY,
            by=by,
            at=at,
        )

    # Much at once

    def handle_many(
        self, asked: Sequence[Asked], *, per_transaction: int = 100
    ) -> tuple[Value | Failure, ...]:
        """Decide many commands, some hundred in a transaction, each by itself.

        One that fails never spoils its neighbours, and its error stands for its value: that it is
        refused, is about an order that is not there, has seen another version, or that one of its
        values is found wrong.
        A transaction that others overtake again and again is tried as two of half the size.
        Where a later transaction fails altogether, the earlier ones are kept: commands with ids
        may be given again then.

        Raises:
            InvalidValue: when something asked is of a kind that there is not; nothing is done then.
        """
        done: list[Value | Failure] = []
        parts, work = Parts(known(asked), per_transaction), partial(tried, now=self._clock.now)
        for some in parts:
            with parts.halving(some) as attempts:
                done += self._do(partial(each, items=some, work=work), attempts)
        return tuple(map(self._settled, done))

    def expire_reservations(
        self, *, at: object = None, limit: int = 500
    ) -> tuple[Reservation, ...]:
        """Give back what has expired of so many reservations, and tell which they were.

        Safe anywhere, any number of times; there is nothing left to do when it gives none.
        """
        when = self._at(at)
        found = self.store.reservations(those_expired(when), limit=positive(limit, "limit"))
        self.handle_many(expiring(found, when))
        return found

    def fill_backorders(
        self, sku: str, *, pool: str = "main", at: object = None
    ) -> tuple[Stock | Order, ...]:
        """Hold units on hand for those who wait for them, the first to have come first.

        Those are who was promised units beyond stock, in line since then, and orders that were
        recorded as short: in line since they were paid, or, where they were imported, placed.
        Each has as many as there are when its turn comes; an order may fill up in other pools.
        It gives what was filled: the stock after each of the ones, and the others.
        """
        when = self._at(at)
        waiting = tuple(every_reservation(self.store, those_waiting(sku, pool)))
        short = every_order(self.store, those_short())
        asked = filling(self.stock(sku, pool=pool), waiting, short, when)
        return served(self.handle_many(asked))

    def adopt_all(self, reported: Sequence[ReportedOrder]) -> tuple[Adopted, ...]:
        """Move orders to where a marketplace reports them to be, in one transaction.

        What has happened here already is left alone, so reporting twice is harmless.
        """
        return self._do(lambda draft: each(draft, reported, adopted))

    def close(self) -> None:
        """Let go of the store; ``with`` does it by itself."""
        self.store.close()

    def __enter__(self) -> Self:
        """Give the desk itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the store."""
        self.close()

    def _wish(self, wish: Wish | Wishes, id: str | None) -> Order:
        return self._order(Asked(wish, id))

    def _handle_stock(self, command: InventoryCommand, id: str | None) -> Stock:
        return expect(Stock, self._one(Asked(command, id)))

    def _handle_stocks(self, commands: Sequence[InventoryCommand]) -> Stock:
        asked = [Asked(command) for command in commands]
        work = partial(handled, now=self._clock.now)
        return expect(Stock, (self._do(partial(each, items=asked, work=work)))[-1])

    def _order(self, asked: Asked) -> Order:
        return expect(Order, self._one(asked))

    def _one(self, asked: Asked) -> Value:
        return self._settled(self._do(lambda draft: handled_alone(draft, asked, self._clock.now)))

    def _do(self, work: Work[R], attempts: int = ATTEMPTS) -> R:
        return run(self.store, self.world, work, self._scarcity, attempts)

    def _settled(self, value: T) -> T | Order | Dossier | None:
        """Give a value, and for an earlier answer the order or dossier as it then stood."""
        if not isinstance(value, Answered):
            return value
        return answer_of(value, self.store.events(value.stream, upto=value.version))
