"""How records become table rows, and come back."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from ordercore.inventory import Reservation, Stock
from ordercore.kernel.time import Instant
from ordercore.notices import Audience, Notice
from ordercore.orders.axes import status
from ordercore.orders.state import Order
from ordercore.ports.store import Answered, Key, OutboxEntry, Recorded
from ordercore.service.codec import decode, decode_event, encode, stored_name
from ordercore.service.snapshots import read_snapshot, write_snapshot

SqlRow = tuple[Any, ...]

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


def microseconds(at: Instant) -> int:
    """Give whole microseconds since 1970."""
    # On plain datetimes: pendulum's own difference costs a hundred times as much.
    return dt.datetime.__sub__(at, EPOCH) // MICROSECOND


def _order_row(order: Order) -> SqlRow:
    return (
        status(order).value,
        order.terms.channel,
        order.terms.marketplace,
        microseconds(order.terms.placed_at),
        None if order.ship_by is None else microseconds(order.ship_by),
        write_snapshot(order),
    )


def _stock_row(stock: Stock) -> SqlRow:
    return (stock.sku, stock.pool, stock.on_hand, stock.reserved)


def _reservation_row(hold: Reservation) -> SqlRow:
    return (hold.order_id, hold.sku, hold.pool, hold.reserved, hold.consumed, hold.released)


@attrs.frozen
class Table:
    """One kind of record: its columns from a value, and a value from its columns."""

    columns: Callable[[Any], SqlRow]
    value: Callable[..., Any]


TABLES: Mapping[str, Table] = {
    "order": Table(_order_row, read_snapshot),
    "stock": Table(_stock_row, Stock),
    "reservation": Table(_reservation_row, Reservation),
}
"""Kind → table; columns stand in the order of the statements, less version and id.

No value from columns that are there means: fold it from its events.
"""


def event_row(recorded: Recorded) -> SqlRow:
    """Give the columns of an event."""
    (kind, id_), event = recorded.stream, recorded.event
    cause, cause_seq = recorded.cause or ((None, None), None)
    name, at, body = stored_name(event), microseconds(event.at), encode(event)
    return (kind, id_, recorded.seq, name, at, *cause, cause_seq, recorded.command_id, body)


def recorded(stream: Key, row: SqlRow) -> Recorded:
    """Read an event."""
    seq, name, body, cause_kind, cause_id, cause_seq, command_id = row
    return Recorded(
        stream=stream,
        seq=seq,
        event=decode_event(name, body),
        cause=None if cause_kind is None else (Key(cause_kind, cause_id), cause_seq),
        command_id=command_id,
    )


def outbox_row(entry: OutboxEntry) -> SqlRow:
    """Give the columns of an outbox entry."""
    return (*entry.stream, entry.seq, entry.notice.audience.value, entry.notice.kind)


def outbox_entry(row: SqlRow) -> OutboxEntry:
    """Read an outbox entry."""
    kind, id_, seq, audience, notice = row
    return OutboxEntry(Key(kind, id_), seq, Notice(notice, Audience(audience)))


def answer_row(answered: Answered) -> SqlRow:
    """Give the columns of an answered command id."""
    stock = None if answered.stock is None else encode(answered.stock)
    return (answered.command_id, answered.digest, *answered.stream, answered.version, stock)


def answer(row: SqlRow) -> Answered:
    """Read an answered command id."""
    command_id, digest, kind, id_, version, body = row
    stock = None if body is None else decode(Stock, body)
    return Answered(command_id, bytes(digest), Key(kind, id_), version, stock)
