"""How records become table rows, and come back."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import attrs
from pendulum import UTC

from ordercore.adapters.sql.asking import SqlRow
from ordercore.conversations.claims import Claim
from ordercore.conversations.feedback import Feedback
from ordercore.conversations.messages import Conversation
from ordercore.inventory import NO_DETAILS, Caused, Reservation, Stock, StockDetails
from ordercore.kernel.time import Instant, instant
from ordercore.notices import Audience, Notice
from ordercore.orders.axes import status
from ordercore.orders.promised import short_units
from ordercore.orders.state import Order
from ordercore.ports.dossiers import Dossier
from ordercore.ports.outbox import OutboxEntry, Waiting
from ordercore.ports.records import Answered, Key, Recorded
from ordercore.service.codec import decode, decode_event, encode, encode_event, stored_name
from ordercore.service.derived import BESIDE
from ordercore.service.dossiers import KINDS, due_at
from ordercore.service.snapshots import (
    read_dossier,
    read_snapshot,
    write_dossier,
    write_snapshot,
)

EPOCH = dt.datetime(1970, 1, 1, tzinfo=UTC)
"""In the very zone of instants: of two in different ones each is asked how far off UTC it is."""

MICROSECOND = dt.timedelta(microseconds=1)


@lru_cache(maxsize=64)
def microseconds(at: Instant) -> int:
    """Give whole microseconds since 1970; all that a command brings about has one moment."""
    # On plain datetimes: pendulum's own difference costs a hundred times as much.
    return dt.datetime.__sub__(at, EPOCH) // MICROSECOND


def moment(at: int) -> Instant:
    """Give the instant so many microseconds after 1970."""
    return instant(EPOCH + at * MICROSECOND)


def _known(at: Instant | None) -> int | None:
    return None if at is None else microseconds(at)


def _moment(at: int | None) -> Instant | None:
    return None if at is None else moment(at)


# Records


def _order_row(order: Order) -> SqlRow:
    return (
        status(order).value,
        order.terms.channel,
        order.terms.marketplace,
        microseconds(order.terms.placed_at),
        None if order.ship_by is None else microseconds(order.ship_by),
        sum(short_units(order).values()),
        write_snapshot(order),
    )


def _order(_: str, body: bytes) -> Order | None:
    return read_snapshot(body)


def _dossier_row(dossier: Dossier) -> SqlRow:
    return (_known(due_at(dossier)), write_dossier(dossier))


def _row_beside(dossier: Claim | Feedback | Conversation) -> SqlRow:
    return (_known(due_at(dossier)), dossier.order_id, write_dossier(dossier))


def _dossier(kind: type[Dossier]) -> Callable[[str, bytes], Dossier | None]:
    return lambda _, body: read_dossier(kind, body)


def _stock_row(stock: Stock) -> SqlRow:
    details = None if stock.details == NO_DETAILS else encode(stock.details)
    return (stock.on_hand, stock.reserved, stock.backordered, details)


def _stock(id: str, on_hand: int, reserved: int, backordered: int, details: bytes | None) -> Stock:
    pool, _, sku = id.partition("/")
    told = NO_DETAILS if details is None else decode(StockDetails, details)
    return Stock(sku, pool, on_hand, reserved, backordered, told)


def _reservation_row(hold: Reservation) -> SqlRow:
    return (
        hold.held,
        hold.backordered,
        hold.committed,
        hold.consumed,
        hold.released,
        _known(hold.since),
        _known(hold.expires_at),
    )


def _reservation(id: str, *columns: Any) -> Reservation:
    pool, sku, owner = id.split("/", 2)
    units: Any = columns[:5]
    if "%" in sku:
        sku = sku.replace("%2F", "/").replace("%25", "%")
    return Reservation(owner, sku, pool, *units, *map(_moment, columns[5:]))


def _cause_row(caused: Caused) -> SqlRow:
    return (encode(caused),)


def _cause(_: str, body: bytes) -> Caused:
    return decode(Caused, body)


def _answer_row(answered: Answered) -> SqlRow:
    stock = None if answered.stock is None else encode(answered.stock)
    return (answered.digest, *answered.stream, answered.version, stock)


def _answer(
    id: str, digest: bytes, kind: str, stream_id: str, version: int, body: bytes | None
) -> Answered:
    stock = None if body is None else decode(Stock, body)
    return Answered(id, bytes(digest), Key(kind, stream_id), version, stock)


@attrs.frozen
class Table:
    """One kind of record: its columns from a value, and a value from its id and columns."""

    columns: Callable[[Any], SqlRow]
    value: Callable[..., Any]


TABLES: Mapping[str, Table] = {
    "order": Table(_order_row, _order),
    **{kind.name: Table(_dossier_row, _dossier(kind.value)) for kind in KINDS},
    **{kind.name: Table(_row_beside, _dossier(kind.value)) for kind in BESIDE},
    "reservation": Table(_reservation_row, _reservation),
    "cause": Table(_cause_row, _cause),
    "answer": Table(_answer_row, _answer),
    "stock": Table(_stock_row, _stock),
}
"""Kind → table; columns stand in the order of the statements.

No value from columns that are there means: fold it from its events.
"""


# Events


def event_row(seller: str, recorded: Recorded) -> SqlRow:
    """Give the columns of an event."""
    (kind, id_), event = recorded.stream, recorded.event
    cause, cause_seq = recorded.cause or ((None, None), None)
    name, at, body = stored_name(event), microseconds(event.at), encode_event(event)
    return (seller, kind, id_, recorded.seq, name, at, *cause, cause_seq, recorded.command_id, body)


def rewritten_row(seller: str, recorded: Recorded) -> SqlRow:
    """Give the columns of an event that is there already, those that change first."""
    name, body = stored_name(recorded.event), encode_event(recorded.event)
    return (name, body, seller, *recorded.stream, recorded.seq)


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


# The outbox


def entry_row(seller: str, entry: OutboxEntry) -> SqlRow:
    """Give the columns by which an entry is known."""
    return (seller, *entry.stream, entry.seq, entry.topic)


def stream_row(seller: str, entry: OutboxEntry) -> SqlRow:
    """Give the columns by which the line is known in which an entry waits."""
    return (seller, entry.lane.value, *entry.stream)


def waiting(row: SqlRow) -> Waiting:
    """Read an entry of the outbox."""
    kind, id_, seq, topic, tries, due_at, error, _ = row
    audience, _, name = topic.partition("/")
    notice = Notice(name, Audience(audience)) if topic else None
    return Waiting(OutboxEntry(Key(kind, id_), seq, notice), tries, _moment(due_at), error or "")
