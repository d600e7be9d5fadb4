# ruff: noqa: S101, S311 - a suite asserts; a walk that can be repeated
"""Commits to write, and values that are hard to keep."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from random import Random
from typing import TypeVar

from ordercore.conversations.claims import Claim
from ordercore.conversations.feedback import Feedback
from ordercore.conversations.messages import Conversation
from ordercore.inventory import (
    Caused,
    Condition,
    Inbound,
    Mirrored,
    Reservation,
    Stock,
    StockDetails,
)
from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import OrderId
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant, instant
from ordercore.notices import Audience, Notice
from ordercore.notices.post import Post
from ordercore.orders.line import Line
from ordercore.orders.paying import PaymentConfirmed
from ordercore.orders.payment import Payment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.state import Order
from ordercore.ports.dossiers import Dossier
from ordercore.ports.outbox import OutboxEntry, OutboxState
from ordercore.ports.records import Answered, Key, Recorded
from ordercore.ports.store import Commit, Row, Store
from ordercore.queries.views import ViewBook
from ordercore.service.dossiers import key_of_dossier
from ordercore.service.keys import (
    answer_key,
    cause_key,
    order_key,
    reservation_key,
    stock_key,
)
from ordercore.testing.situations import live_order, taken

AT = instant("2026-03-29T01:30:00.000001+00:00")

T = TypeVar("T")

Value = Order | Dossier | Stock | Reservation | Caused | Answered

UNICODE = "Zoë 😀 «'\"\\;--%_?\n\t 注文"
"""Quotes, signs that SQL or JSON give a meaning, characters outside the first plane."""


def placed(id: str = "O-1", *, at: Instant = AT, channel: str = "MFN") -> Order:
    """Make an order that was just placed."""
    command = PlaceOrder(
        order_id=id, at=at, channel=channel, lines=(Line("A", 2, price="9.99 EUR"),)
    )
    order = taken(None, command).after
    assert order is not None
    return order


def full_details() -> StockDetails:
    """Make details in which nothing is left out."""
    return StockDetails(
        safety=1,
        backorder_limit=2**40,
        preorder_limit=2,
        low_at=0,
        unsellable={condition: n for n, condition in enumerate(Condition, start=1)},
        researching=3,
        inbound=(Inbound(UNICODE, 2**40, AT), Inbound("PO-2", 1)),
        elsewhere=4,
        mirrored=Mirrored(AT, 2**40),
    )


def key_of(value: Value) -> Key:
    """Give the key under which a value is kept."""
    match value:
        case Order():
            return order_key(value.id)
        case Claim() | Feedback() | Conversation() | Post() | ViewBook():
            return key_of_dossier(value)
        case Stock():
            return stock_key(value.pool, value.sku)
        case Reservation():
            return reservation_key(value.pool, value.sku, value.owner)
        case Caused():
            return cause_key(value.pool, value.sku, value.cause)
        case Answered():
            return answer_key(value.command_id)


def commit(
    *values: Value,
    was: int = 0,
    events: Iterable[Recorded] = (),
    outbox: Iterable[OutboxEntry] = (),
) -> Commit:
    """Make a commit that writes values over version ``was``."""
    return Commit(
        writes={key_of(value): (Row(value, was + 1), was) for value in values},
        events=tuple(events),
        outbox=tuple(outbox),
    )


def telling(*entries: OutboxEntry, at: Instant = AT) -> Commit:
    """Make a commit that puts entries into the outbox, with the events that they point at."""
    places = dict.fromkeys((entry.stream, entry.seq) for entry in entries)
    events = [Recorded(stream=key, seq=n, event=paid_event(at=at)) for key, n in places]
    return commit(events=events, outbox=entries)


def whole_commit(id: str = "O-1", *, was: int = 0, command_id: str = "c-1") -> Commit:
    """Make a commit with something in every part, all of it new."""
    key = Key("order", id)
    return commit(
        placed(id),
        Stock(f"S-{id}", "main", 5, 1),
        Reservation(id, f"S-{id}", "main", 1),
        Answered(command_id, b"digest", key, was + 1),
        was=was,
        events=(Recorded(stream=key, seq=was + 1, event=paid_event()),),
        outbox=(entry(id, was + 1), event_entry(id, was + 1)),
    )


def entry(id: str = "O-1", seq: int = 1, kind: str = "parcel_shipped") -> OutboxEntry:
    """Make an outbox entry for people, about an event of an order."""
    return OutboxEntry(Key("order", id), seq, Notice(kind, Audience.BUYER))


def event_entry(id: str = "O-1", seq: int = 1, kind: str = "order") -> OutboxEntry:
    """Make an outbox entry for other systems: the event itself."""
    return OutboxEntry(Key(kind, id), seq)


def paid_event(reference: str = UNICODE, *, at: Instant = AT) -> PaymentConfirmed:
    """Make an event with text that is hard to keep."""
    payment = Payment(id=reference, amount=None, at=AT)
    return PaymentConfirmed(at=at, by=Actor.SYSTEM, payment=payment, ship_by=AT)


def write(store: Store, *commits: Commit) -> None:
    """Write commits, each in a transaction of its own."""
    for some in commits:
        with store.transaction() as transaction:
            transaction.write(some)


def contents(store: Store, some: Commit) -> tuple[object, ...]:
    """Give everything that a store now has where a commit would write."""
    rows = dict(store.load(tuple(some.writes)))
    streams = [store.events(key) for key in some.writes]
    return rows, streams, [store.outbox(state, limit=10_000) for state in OutboxState]


def every(page: Callable[..., Sequence[T]], **given: object) -> list[T]:
    """Give everything that the pages of a store's method hold, one page after the other."""
    found: list[T] = []
    while some := page(after=found[-1] if found else None, **given):
        if some[-1] in found:
            raise AssertionError(f"a page repeats what an earlier one had: {some[-1]}")
        found += some
    return found


@cache
def orders_of_every_status() -> tuple[Order, ...]:
    """Make orders in the middle of their lives, under ids and times of their own."""
    found: list[Order] = []
    for number in range(60):
        lived = live_order(Random(number).randrange, number % 17)
        at = AT + dt.timedelta(hours=number % 7, microseconds=number % 3)
        found.append(_renamed(lived, f"O-{number}", at))
    return tuple(found)


def _renamed(order: Order, id: OrderId, at: Instant) -> Order:
    return replace(order, id=id, terms=replace(order.terms, placed_at=at))
