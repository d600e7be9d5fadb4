"""What can be looked up at the desk beyond single records: lists and stories."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from ordercore.errors import NotFound
from ordercore.inventory import Caused, Reservation, Stock
from ordercore.kernel.ids import checked
from ordercore.kernel.time import Instant
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.clock import Clock
from ordercore.ports.dossiers import D
from ordercore.ports.records import Key, Recorded
from ordercore.ports.store import Row, Store
from ordercore.queries import (
    EVERY_ORDER,
    EVERY_RESERVATION,
    OrderFilter,
    ReservationFilter,
)
from ordercore.queries.faceting import Facets, countable
from ordercore.queries.filtering import Viewpoint, Wanted, names_views, selected
from ordercore.queries.views import filters_of
from ordercore.service.history import as_of
from ordercore.service.keeping_views import BOOK_KEY, book_among
from ordercore.service.keys import order_key, stock_key
from ordercore.service.ledger import LedgerEntry, ledger_of
from ordercore.service.working import positive

ORDERS_AT_ONCE = 500
"""Orders on a page of those that are given one after the other."""


def every_order(
    store: Store,
    wanted: OrderFilter = EVERY_ORDER,
    *,
    after: Order | None = None,
    at_once: int = ORDERS_AT_ONCE,
) -> Iterator[Order]:
    """Give the orders that a filter means, or those after one of them, page by page.

    Orders may be changed while they are read: each is given as it stood shortly before.
    """
    last = after
    while page := store.orders(wanted, after=last, limit=at_once):
        yield from page
        last = page[-1]


def every_stock(store: Store) -> Iterator[Stock]:
    """Give all stock, page by page."""
    last: Stock | None = None
    while page := store.stocks(after=last):
        yield from page
        last = page[-1]


def every_reservation(
    store: Store, wanted: ReservationFilter = EVERY_RESERVATION
) -> Iterator[Reservation]:
    """Give the reservations that a filter means, page by page."""
    last: Reservation | None = None
    while page := store.reservations(wanted, after=last):
        yield from page
        last = page[-1]


def every_stream(store: Store) -> Iterator[Key]:
    """Give the streams that have events, page by page."""
    last: Key | None = None
    while page := store.streams(after=last):
        yield from page
        last = page[-1]


def every_cause(store: Store) -> Iterator[Caused]:
    """Give the causes that are kept, page by page."""
    last: Caused | None = None
    while page := store.causes(after=last):
        yield from page
        last = page[-1]


def every_dossier(store: Store, kind: type[D], *, due_by: Instant | None = None) -> Iterator[D]:
    """Give the dossiers of a class, or those to be acted on by a moment, page by page."""
    last: D | None = None
    while page := store.dossiers(kind, due_by=due_by, after=last):
        yield from page
        last = page[-1]


def order_among(rows: Mapping[Key, Row], order_id: str) -> Order:
    """Give the order of an id.

    Raises:
        NotFound: when it is not there.
    """
    value = rows[order_key(order_id)].value
    if not isinstance(value, Order):
        raise NotFound("order", order_id)
    return value


class Looking:
    """Looks things up in a store, and changes nothing."""

    store: Store
    world: World
    _clock: Clock

    def find(
        self,
        wanted: Wanted = EVERY_ORDER,
        *,
        at: object = None,
        zone: str = "UTC",
        after: str | None = None,
        limit: int | None = None,
    ) -> tuple[Order, ...]:
        """Give the orders that are asked for, by placement and then by id.

        ``wanted`` is a filter, or its text: ``status:unshipped ship_by<tomorrow``, or a view, or
        its name in a text: ``@late channel:SFP``. Days are those of the ``zone``, and ``at`` is the
        moment of asking: now, where none is given. For pages, ``after`` is the id of the last order
        of the one before, and ``limit`` how many there are.

        Raises:
            BadFilter: when the text of a filter cannot be read, or names a view there is not.
            InvalidValue: when that is no moment or number, or there is no such zone.
            NotFound: when the desk keeps no such order.
        """
        seen = Viewpoint(self._clock.now() if at is None else at, zone, self.world)
        rows = self.store.load((BOOK_KEY,)) if names_views(wanted) else {}
        chosen = selected(wanted, seen, filters_of(book_among(rows)))
        most = None if limit is None else positive(limit, "limit")
        last = (
            None
            if after is None
            else order_among(self.store.load((order_key(checked(after, "after")),)), after)
        )
        at_once = min(most or ORDERS_AT_ONCE, ORDERS_AT_ONCE)
        return tuple(islice(every_order(self.store, chosen, after=last, at_once=at_once), most))

    def facets(
        self,
        wanted: Wanted = EVERY_ORDER,
        *,
        by: Iterable[str] = ("status", "channel"),
        at: object = None,
        zone: str = "UTC",
    ) -> Facets:
        """Count the orders that are asked for by the words of fields: field → word → orders.

        What is asked for is as with :meth:`find`. An order is counted under each word that it has
        of a field, such as each SKU, and under none where it has none.

        Raises:
            BadFilter: when the text of a filter cannot be read.
            InvalidValue: when a field is not one of words, or the rest is as with :meth:`find`.
        """
        view = Viewpoint(self._clock.now() if at is None else at, zone, self.world)
        rows = self.store.load((BOOK_KEY,)) if names_views(wanted) else {}
        chosen = selected(wanted, view, filters_of(book_among(rows)))
        return self.store.facets(chosen, countable(by), view)

    def stock_ledger(self, sku: str, *, pool: str = "main") -> tuple[LedgerEntry, ...]:
        """Give every change of the figures of a SKU, in order, each with its cause."""
        return tuple(ledger_of(self.store.events(stock_key(pool, sku))))

    def timeline(self, order_id: str) -> tuple[Recorded, ...]:
        """Give everything that happened to an order, in order."""
        return self.store.events(order_key(order_id))

    def as_of(
        self, order_id: str, *, at: object = None, version: int | None = None
    ) -> Order | None:
        """Give an order as it once stood; ``None`` before it was placed.

        ``at`` asks what had happened by a moment, whenever it was recorded; ``version`` asks what
        was known after so many events.

        Raises:
            NotFound: when the desk keeps no such order.
            InvalidValue: when both are given or neither.
        """
        recorded = self.timeline(order_id)
        if not recorded:
            raise NotFound("order", order_id)
        return as_of(recorded, at=at, seq=version)
