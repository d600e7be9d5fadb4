# ruff: noqa: S608 - every part of a statement is a constant of this file
"""The SQL of records and events, as data: one row per need, one column per dialect.

Every key is led by the seller. Parameters stand in the order in which the row types of
:mod:`ordercore.adapters.sql.rows` give them.
"""

from collections.abc import Sequence
from functools import cache

from ordercore.adapters.sql.asking import Statement, joined, same
from ordercore.service.derived import BESIDE
from ordercore.service.dossiers import KINDS

# Records

IN_LIST = Statement(
    sqlite="IN (SELECT value FROM json_each(?))",
    postgresql="= ANY (ARRAY(SELECT jsonb_array_elements_text(%s::jsonb)))",
)
"""How a column is one of several texts, which come as one JSON array."""


_OF_DOSSIERS = {kind.name: "due_at, body" for kind in KINDS}
_OF_DOSSIERS |= {kind.name: "due_at, order_id, body" for kind in BESIDE}

COLUMNS = {
    **{kind.name: (kind.table, _OF_DOSSIERS[kind.name]) for kind in KINDS},
    "order": ("orders", "status, channel, marketplace, placed_at, ship_by, short, body"),
    "reservation": (
        "reservations",
        "held, backordered, committed, consumed, released, since, expires_at",
    ),
    "cause": ("causes", "body"),
    "answer": ("answers", "digest, stream_kind, stream_id, stream_version, stock"),
    "stock": ("stocks", "on_hand, reserved, backordered, details"),
}
"""Kind → table and columns, less seller, id and version.

Who locks rows takes the kinds in this order: the rows that most people want last. Whoever changes
a dossier goes on to its order, and nobody comes from an order to a dossier.
"""

READ = {kind: columns for kind, (_, columns) in COLUMNS.items()}
READ |= dict.fromkeys(["order", *(kind.name for kind in KINDS)], "body")
"""Kind → what is read of a row: of an order or a dossier its body alone, which says it all."""


def _look(kind: str, of: Statement) -> Statement:
    table, read = COLUMNS[kind][0], READ[kind]
    return joined(f"SELECT id, version, {read} FROM ordercore_{table} WHERE seller = ? AND id", of)


LOOK = {kind: _look(kind, IN_LIST) for kind in COLUMNS}
"""Kind → records of some ids, as they stand."""

LOOK_AT_ONE = {kind: _look(kind, same("= ?")) for kind in COLUMNS}
"""Kind → the record of an id, as it stands."""

_FOR_UPDATE = Statement(sqlite="", postgresql="FOR UPDATE")

LOCK = {kind: joined(look, "ORDER BY id", _FOR_UPDATE) for kind, look in LOOK.items()}
"""Kind → the same, and nobody else writes them until the transaction ends.

SQLite has one writer, who began by saying so.
"""

LOCK_ONE = {kind: joined(look, _FOR_UPDATE) for kind, look in LOOK_AT_ONE.items()}
"""Kind → the same of one id."""


def _insert(table: str, columns: str) -> Statement:
    marks = ", ".join("?" * (columns.count(",") + 1))
    return same(f"INSERT INTO ordercore_{table} ({columns}) VALUES ({marks})")


INSERT = {
    kind: _insert(table, f"version, {columns}, seller, id")
    for kind, (table, columns) in COLUMNS.items()
}
"""Kind → a new record."""

UPDATE = {
    kind: same(
        f"UPDATE ordercore_{table} SET version = ?, "
        + ", ".join(f"{column} = ?" for column in columns.split(", "))
        + " WHERE seller = ? AND id = ? AND version = ?"
    )
    for kind, (table, columns) in COLUMNS.items()
}
"""Kind → a record in place of a version of it."""

# Events

_OF_EVENT = "seller, kind, id, seq, name, at, cause_kind, cause_id, cause_seq, command_id, body"

INSERT_EVENT = _insert("events", _OF_EVENT)

BEFORE_THE_END = "(SELECT version FROM ordercore_stocks WHERE seller = ? AND id = ?) - ?"
"""A place in the stream of stock, so many before its end."""

INSERT_EVENT_AT = same(
    f"""INSERT INTO ordercore_events ({_OF_EVENT})
    VALUES (?, ?, ?, {BEFORE_THE_END}, ?, ?, ?, ?, ?, ?, ?)"""
)
"""An event of stock, at a place that is counted from the end."""

REWRITE_EVENT = same(
    """UPDATE ordercore_events SET name = ?, body = ?
    WHERE seller = ? AND kind = ? AND id = ? AND seq = ?"""
)
"""An event in place of one that is there: what was personal in it is blank."""

_TOLD = "convert_from(details, 'UTF8')::jsonb ->>"

_LINE = f"""coalesce(({_TOLD} 'safety')::bigint, 0) + coalesce(({_TOLD} 'low_at')::bigint, 0)"""
"""What must be left on hand and not promised for stock to have plenty: ``StockDetails.line``."""

PROMISE = Statement(
    sqlite="",
    postgresql=f"""WITH taken AS (
        UPDATE ordercore_stocks SET version = version + %s, reserved = reserved + %s
        WHERE seller = %s AND id = %s AND (%s = 0 OR on_hand - reserved - %s > {_LINE})
        RETURNING version, on_hand, reserved, backordered, details
    ), told AS (
        INSERT INTO ordercore_events ({_OF_EVENT})
        VALUES (%s, %s, %s, (SELECT version FROM taken) - %s, %s, %s, %s, %s, %s, %s, %s)
    )
    SELECT version, on_hand, reserved, backordered, details FROM taken""",
)
"""Promise units of stock as it is, with the first event about it, if plenty is left of it then.

If not, the event has no place, which the table refuses: whatever was sent ahead or goes on comes
to nothing. SQLite has no way to a server that this could spare, and does without.
"""

EVENTS = same(
    """SELECT seq, name, body, cause_kind, cause_id, cause_seq, command_id FROM ordercore_events
    WHERE seller = ? AND kind = ? AND id = ? AND seq > ? AND seq <= ? ORDER BY seq"""
)

STREAMS = {
    onwards: same(
        f"""SELECT DISTINCT kind, id FROM ordercore_events
        WHERE seller = ? {"AND (kind, id) > (?, ?)" if onwards else ""}
        ORDER BY kind, id LIMIT ?"""
    )
    for onwards in (False, True)
}
"""Whether beyond one of them → the streams that have events; not by their first, which may be gone.
"""

# Pages

ORDERS = {
    "statuses": joined("status", IN_LIST),
    "channels": joined("channel", IN_LIST),
    "placed_from": same("placed_at >= ?"),
    "placed_until": same("placed_at < ?"),
    "short": same("short > 0"),
    "after": same("(placed_at, id) > (?, ?)"),
}
"""Condition of a page of orders → how it is said."""

RESERVATIONS = {
    "within": same("id >= ? AND id < ?"),
    "of_sku": Statement(
        sqlite="substr(id, instr(id, '/'), length(?)) = ?",
        postgresql="substr(id, strpos(id, '/'), length(%s::text)) = %s",
    ),
    "expired_by": same("expires_at <= ? AND held + backordered > committed"),
    "backordered": same("backordered > 0"),
    "after": same("id > ?"),
}
"""Condition of a page of reservations → how it is said."""

DOSSIERS = {"due_by": same("due_at <= ?"), "after": RESERVATIONS["after"]}

STOCKS = {name: RESERVATIONS[name] for name in ("within", "after")}


@cache
def page_of_orders(conditions: Sequence[str]) -> Statement:
    """Make the statement for orders under some conditions."""
    parts = [joined("AND", ORDERS[name]) for name in conditions]
    return joined(
        "SELECT id, version, body, placed_at FROM ordercore_orders WHERE seller = ?",
        *parts,
        "ORDER BY placed_at, id LIMIT ?",
    )


@cache
def page_of_reservations(conditions: Sequence[str]) -> Statement:
    """Make the statement for reservations under some conditions."""
    return _page("reservation", [RESERVATIONS[name] for name in conditions])


@cache
def page_of_stocks(conditions: Sequence[str]) -> Statement:
    """Make the statement for stock under some conditions."""
    return _page("stock", [STOCKS[name] for name in conditions])


@cache
def page_of_causes(conditions: Sequence[str]) -> Statement:
    """Make the statement for causes under some conditions."""
    return _page("cause", [RESERVATIONS[name] for name in conditions])


@cache
def page_of_dossiers(kind: str, conditions: Sequence[str]) -> Statement:
    """Make the statement for dossiers of a kind under some conditions."""
    return _page(kind, [DOSSIERS[name] for name in conditions])


def _page(kind: str, conditions: Sequence[Statement]) -> Statement:
    table = COLUMNS[kind][0]
    return joined(
        f"SELECT id, version, {READ[kind]} FROM ordercore_{table} WHERE seller = ?",
        *(joined("AND", condition) for condition in conditions),
        "ORDER BY id LIMIT ?",
    )
