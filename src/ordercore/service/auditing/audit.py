"""The whole audit of a store."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

from ordercore.flows import kept_units
from ordercore.inventory import Reservation, Stock, StockEvent
from ordercore.kernel.ids import Sku
from ordercore.kernel.units import Units
from ordercore.orders.money import is_secured
from ordercore.orders.sources import by_pool
from ordercore.orders.state import Order
from ordercore.orders.stations import awaiting_units
from ordercore.ports.outbox import Lane, OutboxState
from ordercore.ports.records import Key, Recorded
from ordercore.ports.store import Row, Store
from ordercore.queries import ReservationFilter
from ordercore.service.auditing.difference import Difference
from ordercore.service.auditing.orders import answers, numbering, order_differences, story_of
from ordercore.service.auditing.stocks import Ledger, caused_twice, stock_differences
from ordercore.service.keys import order_key, reservation_key, stock_key
from ordercore.service.looking import every_order, every_reservation, every_stock

EVENTS_AT_ONCE = 5000
"""Events of a stream that are read at a time: the ledger of a SKU may be long."""


@attrs.frozen(kw_only=True)
class Audit:
    """How much was looked at, and every difference."""

    orders: int
    stocks: int
    events: int
    differences: tuple[Difference, ...]

    @property
    def is_well(self) -> bool:
        """Whether everything is as it should be."""
        return not self.differences


def audit(store: Store, progress: Callable[[int], object] = lambda _: None) -> Audit:
    """Work out every figure of a store again from its events, and compare.

    Nothing is changed, and nobody waits; what others write meanwhile may show as a difference, so
    audit when nobody writes, or look again at what was found.
    """
    found: list[Difference] = []
    versions: dict[Key, int] = {}
    called: set[str] = set()
    for order in every_order(store):
        key = order_key(order.id)
        row, recorded = _as_one(store, key)
        versions[key] = row.version
        story = story_of(key, recorded)
        called |= story.notices
        found += order_differences(key, row, recorded, story)
        found += answers(store, recorded)
        if isinstance(row.value, Order):
            found += _held_too_little(store, row.value)
        progress(1)
    stocks = 0
    for stock in every_stock(store):
        stocks += 1
        found += _stock(store, stock, versions)
        progress(1)
    found += _notices(store, called)
    return Audit(
        orders=sum(key.kind == "order" for key in versions),
        stocks=stocks,
        events=sum(versions.values()),
        differences=tuple(found),
    )


def _as_one(store: Store, key: Key) -> tuple[Row, tuple[Recorded, ...]]:
    """Give a record and the events that led to it, once both are of one moment."""
    row = store.load((key,))[key]
    return row, store.events(key)


def _stock(store: Store, stock: Stock, versions: dict[Key, int]) -> Iterator[Difference]:
    key = stock_key(stock.pool, stock.sku)
    row = store.load((key,))[key]
    versions[key] = row.version
    ledger = Ledger(Stock(stock.sku, stock.pool))
    recorded: list[Recorded] = []
    for page in _pages(store, key):
        for some in page:
            if isinstance(some.event, StockEvent):
                ledger.post(some.event)
        yield from answers(store, page)
        yield from _causes(key, page, versions)
        recorded += page
    yield from numbering(key, row, recorded)
    yield from caused_twice(key, recorded)
    wanted = ReservationFilter(pool=stock.pool, sku=stock.sku)
    kept = tuple(every_reservation(store, wanted))
    yield from stock_differences(key, row, ledger, kept)
    yield from _held_for_orders(store, stock, [some for some in kept if some.promised])


def _pages(store: Store, key: Key) -> Iterator[Sequence[Recorded]]:
    last = 0
    while page := store.events(key, after=last, upto=last + EVENTS_AT_ONCE):
        yield page
        last = page[-1].seq


def _causes(
    key: Key, recorded: Sequence[Recorded], versions: dict[Key, int]
) -> Iterator[Difference]:
    for some in recorded:
        if some.cause is not None and some.cause[1] > versions.get(some.cause[0], 0):
            yield Difference("cause_unknown", key, f"event {some.seq}", str(some.cause))


def _held_for_orders(
    store: Store, stock: Stock, live: Sequence[Reservation]
) -> Iterator[Difference]:
    """Compare what is promised to orders with what they still wait for."""
    rows = store.load([order_key(some.owner) for some in live])
    for some in live:
        order = rows[order_key(some.owner)].value
        if not isinstance(order, Order):
            continue  # a basket, or a draft that has not become an order yet
        needed = _needed(order).get((stock.pool, stock.sku), 0)
        if some.promised > needed:
            key = reservation_key(stock.pool, stock.sku, some.owner)
            yield Difference("held_without_need", key, str(some.promised), str(needed))


def _held_too_little(store: Store, order: Order) -> Iterator[Difference]:
    """Compare what an order that is paid waits for with what is promised to it."""
    if not order.payments or not is_secured(order, order.payments[-1].at):
        return
    needed = _needed(order)
    keys = {reservation_key(pool, sku, order.id): (pool, sku) for pool, sku in needed}
    for key, row in store.load(tuple(keys)).items():
        promised = row.value.promised if isinstance(row.value, Reservation) else 0
        if promised < needed[keys[key]]:
            yield Difference("held_too_little", key, str(promised), str(needed[keys[key]]))


def _needed(order: Order) -> Mapping[tuple[str, Sku], int]:
    """Give what an order still waits for, by pool and SKU; of what is short, nothing."""
    if order.terms.pools:
        return by_pool(order.sources)
    if order.terms.pool is None:
        return {}
    awaiting = awaiting_units(order).items()
    waiting = [Units(line, n) for line, n in awaiting if n and line not in order.short]
    return {(order.terms.pool, sku): n for sku, n in kept_units(order, waiting).items()}


def _notices(store: Store, called: set[str]) -> Iterator[Difference]:
    """Compare what events call for with what waits, was put aside, or was delivered."""
    kept = {
        waiting.entry.key: waiting.entry.stream
        for state in OutboxState
        for waiting in store.outbox(state, limit=2**31)
        if waiting.entry.lane is Lane.NOTICES
    }
    for missing in sorted(called - set(kept)):
        kind, _, rest = missing.partition("/")
        yield Difference("notice_missing", Key(kind, rest), "nothing", missing)
    for extra in sorted(set(kept) - called):
        yield Difference("notice_unfounded", kept[extra], extra, "nothing")
