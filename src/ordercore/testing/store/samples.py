# ruff: noqa: S101, S311 - a suite asserts; a walk that can be repeated
"""Commits to write, and values that are hard to keep."""

import datetime as dt
from collections.abc import Iterable
from random import Random

from ordercore.inventory import Reservation, Stock
from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import OrderId
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant, instant
from ordercore.notices import Audience, Notice
from ordercore.orders.line import Line
from ordercore.orders.paying import PaymentConfirmed
from ordercore.orders.payment import Payment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.state import Order
from ordercore.ports.store import Answered, Commit, Key, OutboxEntry, Recorded, Row, Store
from ordercore.testing.situations import live_order, taken

AT = instant("2026-03-29T01:30:00.000001+00:00")

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


def key_of(value: Order | Stock | Reservation) -> Key:
    """Give the key under which a value is kept."""
    match value:
        case Order():
            return Key("order", value.id)
        case Stock():
            return Key("stock", f"{value.pool}/{value.sku}")
        case Reservation():
            return Key("reservation", f"{value.pool}/{value.sku}/{value.order_id}")


def commit(
    *values: Order | Stock | Reservation,
    was: int = 0,
    events: Iterable[Recorded] = (),
    outbox: Iterable[OutboxEntry] = (),
    answered: Iterable[Answered] = (),
) -> Commit:
    """Make a commit that writes values over version ``was``."""
    return Commit(
        writes={key_of(value): (Row(value, was + 1), was) for value in values},
        events=tuple(events),
        outbox=tuple(outbox),
        answered=tuple(answered),
    )


def whole_commit(id: str = "O-1", *, was: int = 0, command_id: str = "c-1") -> Commit:
    """Make a commit with something in every part, all of it new."""
    key = Key("order", id)
    return commit(
        placed(id),
        Stock(f"S-{id}", "main", 5, 1),
        Reservation(id, f"S-{id}", "main", 1),
        was=was,
        events=(Recorded(stream=key, seq=was + 1, event=paid_event()),),
        outbox=(entry(id, was + 1),),
        answered=(Answered(command_id, b"digest", key, was + 1),),
    )


def entry(id: str = "O-1", seq: int = 1, kind: str = "parcel_shipped") -> OutboxEntry:
    """Make an outbox entry for an event of an order."""
    return OutboxEntry(Key("order", id), seq, Notice(kind, Audience.BUYER))


def paid_event(reference: str = UNICODE) -> PaymentConfirmed:
    """Make an event with text that is hard to keep."""
    payment = Payment(id=reference, amount=None, at=AT)
    return PaymentConfirmed(at=AT, by=Actor.SYSTEM, payment=payment, ship_by=AT)


def write(store: Store, *commits: Commit) -> None:
    """Write commits, each in a transaction of its own."""
    for some in commits:
        with store.transaction() as transaction:
            transaction.write(some)


def contents(store: Store, some: Commit) -> tuple[object, ...]:
    """Give everything that a store now has where a commit would write."""
    with store.transaction() as transaction:
        rows = dict(transaction.load(tuple(some.writes)))
        answers = [transaction.answered(answer.command_id) for answer in some.answered]
    streams = [store.events(key) for key in some.writes]
    return rows, answers, streams, store.undelivered(10_000)


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
