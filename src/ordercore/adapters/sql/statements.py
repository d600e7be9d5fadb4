"""The SQL that the store speaks, as data: one row per need, one column per dialect.

A dialect that differs in nothing shares the text; SQLite is the one column so far.
Parameters are ``?``, in the order in which the row types of :mod:`ordercore.adapters.sql.rows`
give them.
"""

import attrs


@attrs.frozen(kw_only=True)
class Dialect:
    """Every statement of the store, in one dialect."""

    name: str
    schema: tuple[str, ...]
    select_tables: str
    begin: str
    insert: dict[str, str]
    update: dict[str, str]
    select: dict[str, str]
    insert_event: str
    insert_outbox: str
    insert_answer: str
    select_answer: str
    select_orders: str
    select_events: str
    select_undelivered: str
    mark_tried: str
    mark_delivered: str
    select_version: str
    insert_version: str


SCHEMA_VERSION = 1

VERSION_TABLE = "ordercore_schema"
"""The table that tells a store of ours."""

# Times are whole microseconds since 1970 in UTC: they sort, compare and never lose a zone.
_SQLITE_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS ordercore_schema (version INTEGER NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS orders (
        id TEXT NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        status TEXT NOT NULL,
        channel TEXT NOT NULL,
        marketplace TEXT NOT NULL,
        placed_at INTEGER NOT NULL,
        ship_by INTEGER,
        body BLOB NOT NULL
    ) WITHOUT ROWID""",
    """CREATE INDEX IF NOT EXISTS orders_by_placement ON orders (placed_at, id)""",
    """CREATE TABLE IF NOT EXISTS stock (
        id TEXT NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        sku TEXT NOT NULL,
        pool TEXT NOT NULL,
        on_hand INTEGER NOT NULL,
        reserved INTEGER NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS reservations (
        id TEXT NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        order_id TEXT NOT NULL,
        sku TEXT NOT NULL,
        pool TEXT NOT NULL,
        reserved INTEGER NOT NULL,
        consumed INTEGER NOT NULL,
        released INTEGER NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS events (
        position INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        seq INTEGER NOT NULL,
        name TEXT NOT NULL,
        at INTEGER NOT NULL,
        cause_kind TEXT,
        cause_id TEXT,
        cause_seq INTEGER,
        command_id TEXT,
        body BLOB NOT NULL,
        UNIQUE (kind, id, seq)
    )""",
    """CREATE TABLE IF NOT EXISTS outbox (
        position INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        seq INTEGER NOT NULL,
        audience TEXT NOT NULL,
        notice TEXT NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0,
        delivered_at INTEGER
    )""",
    """CREATE INDEX IF NOT EXISTS outbox_waiting ON outbox (tries, position)
        WHERE delivered_at IS NULL""",
    """CREATE TABLE IF NOT EXISTS answers (
        command_id TEXT NOT NULL PRIMARY KEY,
        digest BLOB NOT NULL,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        version INTEGER NOT NULL,
        stock BLOB
    ) WITHOUT ROWID""",
)

SQLITE = Dialect(
    name="sqlite",
    schema=_SQLITE_SCHEMA,
    select_tables="SELECT name FROM sqlite_master WHERE type = 'table'",
    begin="BEGIN IMMEDIATE",
    insert={
        "order": """INSERT INTO orders
            (version, status, channel, marketplace, placed_at, ship_by, body, id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        "stock": """INSERT INTO stock (version, sku, pool, on_hand, reserved, id)
            VALUES (?, ?, ?, ?, ?, ?)""",
        "reservation": """INSERT INTO reservations
            (version, order_id, sku, pool, reserved, consumed, released, id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
    },
    update={
        "order": """UPDATE orders SET version = ?, status = ?, channel = ?, marketplace = ?,
            placed_at = ?, ship_by = ?, body = ? WHERE id = ? AND version = ?""",
        "stock": """UPDATE stock SET version = ?, sku = ?, pool = ?, on_hand = ?, reserved = ?
            WHERE id = ? AND version = ?""",
        "reservation": """UPDATE reservations SET version = ?, order_id = ?, sku = ?, pool = ?,
            reserved = ?, consumed = ?, released = ? WHERE id = ? AND version = ?""",
    },
    select={
        "order": "SELECT id, version, body FROM orders WHERE id IN (%s)",
        "stock": "SELECT id, version, sku, pool, on_hand, reserved FROM stock WHERE id IN (%s)",
        "reservation": """SELECT id, version, order_id, sku, pool, reserved, consumed, released
            FROM reservations WHERE id IN (%s)""",
    },
    insert_event="""INSERT INTO events
        (kind, id, seq, name, at, cause_kind, cause_id, cause_seq, command_id, body)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
    insert_outbox="""INSERT INTO outbox (kind, id, seq, audience, notice)
        VALUES (?, ?, ?, ?, ?)""",
    insert_answer="""INSERT INTO answers (command_id, digest, kind, id, version, stock)
        VALUES (?, ?, ?, ?, ?, ?)""",
    select_answer="""SELECT command_id, digest, kind, id, version, stock FROM answers
        WHERE command_id = ?""",
    select_orders="""SELECT placed_at, id, version, body FROM orders
        WHERE (? IS NULL OR status IN (SELECT value FROM json_each(?)))
        AND (? IS NULL OR channel IN (SELECT value FROM json_each(?)))
        AND (? IS NULL OR placed_at >= ?) AND (? IS NULL OR placed_at < ?)
        AND (placed_at, id) > (?, ?)
        ORDER BY placed_at, id LIMIT ?""",
    select_events="""SELECT seq, name, body, cause_kind, cause_id, cause_seq, command_id
        FROM events WHERE kind = ? AND id = ? AND seq <= ? ORDER BY seq""",
    select_undelivered="""SELECT kind, id, seq, audience, notice FROM outbox
        WHERE delivered_at IS NULL ORDER BY tries, position LIMIT ?""",
    mark_tried="""UPDATE outbox SET tries = tries + 1
        WHERE delivered_at IS NULL AND kind = ? AND id = ? AND seq = ?
        AND audience = ? AND notice = ?""",
    mark_delivered="""UPDATE outbox SET delivered_at = ?
        WHERE delivered_at IS NULL AND kind = ? AND id = ? AND seq = ?
        AND audience = ? AND notice = ?""",
    select_version="SELECT max(version) FROM ordercore_schema",
    insert_version="INSERT INTO ordercore_schema (version) VALUES (?)",
)
