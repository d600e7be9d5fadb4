"""The whole audit of a store."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

import attrs

from ordercore.inventory import Reservation, Stock, StockEvent
from ordercore.kernel.ids import Sku
from ordercore.kernel.time import Instant, instant
from ordercore.notices import notices_of_stock
from ordercore.orders.money import is_secured
from ordercore.orders.promised import promised_by_sku
from ordercore.orders.sources import by_pool
from ordercore.orders.state import Order
from ordercore.ports.outbox import Lane, OutboxEntry, OutboxState
from ordercore.ports.records import Key, Recorded
from ordercore.ports.store import Row, Store
from ordercore.queries import ReservationFilter
from ordercore.service.auditing.derived import derived_differences
from ordercore.service.auditing.difference import Difference
from ordercore.service.auditing.dossiers import dossier_differences
from ordercore.service.auditing.lost import (
    missing_causes,
    record_missing,
    unfounded_causes,
    unfounded_reservations,
)
from ordercore.service.auditing.orders import answers, numbering, order_differences, story_of
from ordercore.service.auditing.stocks import Ledger, caused_twice, stock_differences
from ordercore.service.dossiers import BY_NAME, KINDS, key_of_dossier
from ordercore.service.keys import order_key, reservation_key, stock_key
from ordercore.service.looking import (
    every_dossier,
    every_order,
    every_reservation,
    every_stock,
    every_stream,
)

EVENTS_AT_ONCE = 5000
"""Events of a stream that are read at a time: the ledger of a SKU may be long."""


@attrs.frozen(kw_only=True)
class Audit:
    """How much was looked at, and every difference."""

    orders: int
    dossiers: int
    stocks: int
    events: int
    differences: tuple[Difference, ...]

    @property
    def is_well(self) -> bool:
        """Whether everything is as it should be."""
        return not self.differences


def audit(
    store: Store,
    progress: Callable[[int], object] = lambda _: None,
    *,
    forgotten_before: object = None,
) -> Audit:
    """Work out every figure of a store again from its events, and compare.

    It walks what is kept and what happened, so that neither is lost without the other telling.
    Nothing is changed, and nobody waits; what others write meanwhile may show as a difference, so
    audit when nobody writes, or look again at what was found.
    Notices of events before ``forgotten_before`` need not be there: they may have been delivered
    and forgotten.

    Raises:
        InvalidValue: when that is no moment.
    """
    end = None if forgotten_before is None else instant(forgotten_before, "forgotten_before")
    found: list[Difference] = []
    seen = Seen()
    for order in every_order(store):
        found += _order(store, order_key(order.id), seen)
        progress(1)
    for key in every_stream(store):
        if key.kind == "stock":
            seen.logged.append(key)
        elif key.kind in BY_NAME:
            found += dossier_differences(store, key, seen.versions, seen.called)
            progress(1)
        elif key not in seen.versions:
            found += _order(store, key, seen)
            progress(1)
    for some in chain.from_iterable(every_dossier(store, kind.value) for kind in KINDS):
        if (kept := key_of_dossier(some)) not in seen.versions:
            found += dossier_differences(store, kept, seen.versions, seen.called)
            progress(1)
    for stock in every_stock(store):
        found += _stock(store, stock_key(stock.pool, stock.sku), seen)
        progress(1)
    for key in seen.logged:
        if key not in seen.versions:
            found += _stock(store, key, seen)
            progress(1)
    found += unfounded_reservations(store, seen.versions)
    found += unfounded_causes(store, seen.causes)
    found += _notices(store, seen.called, end)
    found += derived_differences(store)
    kinds = [key.kind for key in seen.versions]
    return Audit(
        orders=kinds.count("order"),
        dossiers=sum(kind in BY_NAME for kind in kinds),
        stocks=kinds.count("stock"),
        events=sum(seen.versions.values()),
        differences=tuple(found),
    )


@attrs.define
class Seen:
    """What the records and streams that were looked at are known by."""

    versions: dict[Key, int] = attrs.field(factory=dict[Key, int])
    """How far each record has come, or its events have where it is lost."""
    logged: list[Key] = attrs.field(factory=list[Key])
    """The stock that events tell of."""
    called: dict[str, Instant] = attrs.field(factory=dict[str, Instant])
    """The notices that events call for, each with its moment."""
    causes: set[Key] = attrs.field(factory=set[Key])
    """The causes of the host's that events name."""


def _order(store: Store, key: Key, seen: Seen) -> Iterator[Difference]:
    row, recorded = _as_one(store, key)
    seen.versions[key] = row.version or len(recorded)
    story = story_of(key, recorded)
    seen.called.update(story.notices)
    if row.value is None:
        yield record_missing(key, len(recorded))
    yield from order_differences(key, row, recorded, story)
    yield from answers(store, recorded)
    if isinstance(row.value, Order):
        yield from _held_too_little(store, row.value)


def _as_one(store: Store, key: Key) -> tuple[Row, tuple[Recorded, ...]]:
    """Give a record and the events that led to it, once both are of one moment."""
    row = store.load((key,))[key]
    return row, store.events(key)


def _stock(store: Store, key: Key, seen: Seen) -> Iterator[Difference]:
    pool, _, sku = key.id.partition("/")
    row = store.load((key,))[key]
    ledger = Ledger(Stock(sku, pool))
    recorded: list[Recorded] = []
    for page in _pages(store, key):
        for some in page:
            if isinstance(some.event, StockEvent):
                ledger.post(some.event)
                calls = notices_of_stock(some.event)
                keys = [OutboxEntry(key, some.seq, notice).key for notice in calls]
                seen.called.update(dict.fromkeys(keys, some.event.at))
        yield from answers(store, page)
        yield from _causes(key, page, seen.versions)
        recorded += page
    seen.versions[key] = row.version or len(recorded)
    if row.value is None:
        yield record_missing(key, len(recorded))
    yield from numbering(key, row, recorded)
    yield from caused_twice(key, recorded)
    yield from missing_causes(store, pool, sku, recorded, seen.causes)
    kept = tuple(every_reservation(store, ReservationFilter(pool=pool, sku=sku)))
    yield from stock_differences(key, row, ledger, kept)
    yield from _held_for_orders(store, pool, sku, [some for some in kept if some.promised])


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
    store: Store, pool: str, sku: Sku, live: Sequence[Reservation]
) -> Iterator[Difference]:
    """Compare what is promised to orders with what they still wait for."""
    rows = store.load([order_key(some.owner) for some in live])
    for some in live:
        order = rows[order_key(some.owner)].value
        if not isinstance(order, Order):
            continue  # a basket, or a draft that has not become an order yet
        needed = _needed(order).get((pool, sku), 0)
        if some.promised > needed:
            key = reservation_key(pool, sku, some.owner)
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
    """Give what is to be promised to an order, by pool and SKU."""
    if order.terms.pools:
        return by_pool(order.sources)
    if order.terms.pool is None:
        return {}
    return {(order.terms.pool, sku): n for sku, n in promised_by_sku(order).items()}


def _notices(
    store: Store, called: Mapping[str, Instant], forgotten_before: Instant | None
) -> Iterator[Difference]:
    """Compare what events call for with what waits, was put aside, or was delivered."""
    kept = {
        waiting.entry.key: waiting.entry.stream
        for state in OutboxState
        for waiting in store.outbox(state, limit=2**31)
        if waiting.entry.lane is Lane.NOTICES
    }
    for missing in sorted(set(called) - set(kept)):
        if forgotten_before is not None and called[missing] < forgotten_before:
            continue
        kind, _, rest = missing.partition("/")
        yield Difference("notice_missing", Key(kind, rest), "nothing", missing)
    for extra in sorted(set(kept) - set(called)):
        yield Difference("notice_unfounded", kept[extra], extra, "nothing")
