"""The tables, by version and dialect, as data.

Times are whole microseconds since 1970 in UTC: they sort, compare and never lose a zone. Bodies
are JSON in UTF-8. Text sorts by code points in both dialects. There are no sequences, which all
writers of a database would share.
"""

from collections.abc import Mapping

from ordercore.adapters.sql.asking import Statement, same
from ordercore.errors import InvalidValue
from ordercore.service.dossiers import KINDS

VERSION = 2

FIRST: Mapping[str, int] = {"sqlite": 1, "postgresql": 2}
"""Dialect → the version with which it began."""

_TYPES = {
    "sqlite": {"{text}": "TEXT", "{number}": "INTEGER", "{bytes}": "BLOB"},
    "postgresql": {"{text}": 'text COLLATE "C"', "{number}": "bigint", "{bytes}": "bytea"},
}

_KEPT = """seller {text} NOT NULL,
    id {text} NOT NULL,
    version {number} NOT NULL,"""


def _typed(text: str, dialect: str) -> str:
    for mark, type in _TYPES[dialect].items():
        text = text.replace(mark, type)
    return text


def _table(name: str, columns: str, *, sqlite: str = "", postgresql: str = "") -> Statement:
    text = f"CREATE TABLE ordercore_{name} (\n    {columns.strip()}\n)"
    return Statement(
        sqlite=f"{_typed(text, 'sqlite')} {sqlite}".strip(),
        postgresql=f"{_typed(text, 'postgresql')} {postgresql}".strip(),
    )


def _dossiers(name: str) -> tuple[Statement, Statement]:
    """Make the table of a kind of dossiers, and what finds those to be acted on."""
    return (
        _table(
            name,
            f"""{_KEPT}
    due_at {{number}},
    body {{bytes}} NOT NULL,
    PRIMARY KEY (seller, id)""",
        ),
        same(
            f"""CREATE INDEX ordercore_{name}_due
    ON ordercore_{name} (seller, due_at)
    WHERE due_at IS NOT NULL"""
        ),
    )


_ROWID = "WITHOUT ROWID"
"""For small rows: their table is then their index. One with a long body would overflow there."""

TABLES = (
    _table(
        "orders",
        f"""{_KEPT}
    status {{text}} NOT NULL,
    channel {{text}} NOT NULL,
    marketplace {{text}} NOT NULL,
    placed_at {{number}} NOT NULL,
    ship_by {{number}},
    short {{number}} NOT NULL,
    body {{bytes}} NOT NULL,
    PRIMARY KEY (seller, id)""",
    ),
    same("CREATE INDEX ordercore_orders_by_placement ON ordercore_orders (seller, placed_at, id)"),
    same(
        """CREATE INDEX ordercore_orders_short
    ON ordercore_orders (seller, placed_at, id)
    WHERE short > 0"""
    ),
    *(statement for kind in KINDS for statement in _dossiers(kind.table)),
    _table(
        "stocks",
        f"""{_KEPT}
    on_hand {{number}} NOT NULL,
    reserved {{number}} NOT NULL,
    backordered {{number}} NOT NULL,
    details {{bytes}},
    PRIMARY KEY (seller, id)""",
        sqlite=_ROWID,
        postgresql="WITH (fillfactor = 50)",
    ),
    _table(
        "reservations",
        f"""{_KEPT}
    held {{number}} NOT NULL,
    backordered {{number}} NOT NULL,
    committed {{number}} NOT NULL,
    consumed {{number}} NOT NULL,
    released {{number}} NOT NULL,
    since {{number}},
    expires_at {{number}},
    PRIMARY KEY (seller, id)""",
        sqlite=_ROWID,
    ),
    same(
        """CREATE INDEX ordercore_reservations_expiring
    ON ordercore_reservations (seller, expires_at)
    WHERE expires_at IS NOT NULL AND held + backordered > committed"""
    ),
    same(
        """CREATE INDEX ordercore_reservations_backordered
    ON ordercore_reservations (seller, id)
    WHERE backordered > 0"""
    ),
    _table(
        "causes",
        f"""{_KEPT}
    body {{bytes}} NOT NULL,
    PRIMARY KEY (seller, id)""",
        sqlite=_ROWID,
    ),
    _table(
        "answers",
        f"""{_KEPT}
    digest {{bytes}} NOT NULL,
    stream_kind {{text}} NOT NULL,
    stream_id {{text}} NOT NULL,
    stream_version {{number}} NOT NULL,
    stock {{bytes}},
    PRIMARY KEY (seller, id)""",
        sqlite=_ROWID,
    ),
    _table(
        "events",
        """seller {text} NOT NULL,
    kind {text} NOT NULL,
    id {text} NOT NULL,
    seq {number} NOT NULL,
    name {text} NOT NULL,
    at {number} NOT NULL,
    cause_kind {text},
    cause_id {text},
    cause_seq {number},
    command_id {text},
    body {bytes} NOT NULL,
    PRIMARY KEY (seller, kind, id, seq)""",
    ),
    _table(
        "outbox",
        """seller {text} NOT NULL,
    kind {text} NOT NULL,
    id {text} NOT NULL,
    seq {number} NOT NULL,
    topic {text} NOT NULL,
    lane {text} NOT NULL,
    since {number} NOT NULL,
    state {text} NOT NULL,
    tries {number} NOT NULL DEFAULT 0,
    due_at {number},
    error {text},
    delivered_at {number},
    PRIMARY KEY (seller, topic, kind, id, seq)""",
        sqlite=_ROWID,
    ),
    # Each question fits one index alone, however little a planner knows of a fresh table: whole
    # keys the first, what is due the second, what waits of a stream the third.
    same(
        """CREATE INDEX ordercore_outbox_first
    ON ordercore_outbox (seller, lane, since, kind, id, seq, topic)
    WHERE state = 'waiting'"""
    ),
    same(
        """CREATE INDEX ordercore_outbox_waiting
    ON ordercore_outbox (seller, kind, id, lane, seq, topic)
    WHERE state IN ('waiting', 'behind')"""
    ),
    same(
        """CREATE INDEX ordercore_outbox_poisoned
    ON ordercore_outbox (seller, since)
    WHERE state = 'poisoned'"""
    ),
)
"""The tables of version 2, in the order in which they are made."""

_VERSION_TABLE = same("CREATE TABLE ordercore_schema (version INTEGER NOT NULL)")

_FROM_1_SQLITE = (
    *(statement.sqlite for statement in TABLES),
    """INSERT INTO ordercore_orders
    (seller, id, version, status, channel, marketplace, placed_at, ship_by, short, body)
    SELECT '', id, version, status, channel, marketplace, placed_at, ship_by,
    status IN ('pending_availability', 'pending', 'unshipped', 'partially_shipped'), body
    FROM orders""",
    """INSERT INTO ordercore_stocks
    (seller, id, version, on_hand, reserved, backordered)
    SELECT '', id, version, on_hand, reserved, 0 FROM stock""",
    """INSERT INTO ordercore_reservations
    (seller, id, version, held, backordered, committed, consumed, released)
    SELECT '', id, version, reserved - consumed - released, 0, 0, consumed, released
    FROM reservations""",
    """INSERT INTO ordercore_answers
    (seller, id, version, digest, stream_kind, stream_id, stream_version, stock)
    SELECT '', command_id, 1, digest, kind, id, version, stock FROM answers""",
    """INSERT INTO ordercore_events
    (seller, kind, id, seq, name, at, cause_kind, cause_id, cause_seq, command_id, body)
    SELECT '', kind, id, seq, name, at, cause_kind, cause_id, cause_seq, command_id, body
    FROM events ORDER BY position""",
    """INSERT INTO ordercore_outbox
    (seller, kind, id, seq, topic, lane, since, state, tries, delivered_at)
    SELECT '', o.kind, o.id, o.seq, o.audience || '/' || o.notice, 'notices',
    coalesce(e.at, 0), CASE WHEN o.delivered_at IS NULL THEN 'behind' ELSE 'delivered' END,
    o.tries, o.delivered_at
    FROM outbox AS o LEFT JOIN events AS e ON e.kind = o.kind AND e.id = o.id AND e.seq = o.seq""",
    """UPDATE ordercore_outbox SET state = 'waiting' WHERE state = 'behind' AND NOT EXISTS (
    SELECT 1 FROM ordercore_outbox AS p WHERE p.kind = ordercore_outbox.kind
    AND p.id = ordercore_outbox.id AND p.state <> 'delivered'
    AND (p.seq, p.topic) < (ordercore_outbox.seq, ordercore_outbox.topic))""",
    *(
        f"DROP TABLE {name}"
        for name in ("orders", "stock", "reservations", "answers", "events", "outbox")
    ),
)
"""Version 1 had one seller, tables without a prefix, and one lane of notices.

Which of its orders are short nobody noted: those that wait for anything may be, and whoever reads
their events will know.
"""

STEPS: Mapping[int, Mapping[str, tuple[str, ...]]] = {2: {"sqlite": _FROM_1_SQLITE}}
"""Version → dialect → what leads to it from the one before."""


def statements(dialect: str, since: int = 0) -> tuple[str, ...]:
    """Give what makes the tables, or brings those of an older version up to date.

    Raises:
        InvalidValue: when there is no such dialect or version.
    """
    if dialect not in FIRST:
        raise InvalidValue("dialect", dialect, f"one of {', '.join(FIRST)}")
    if since == 0:
        made = (_VERSION_TABLE, *TABLES)
        told = f"INSERT INTO ordercore_schema (version) VALUES ({VERSION})"  # noqa: S608
        return (*(getattr(some, dialect) for some in made), told)
    if type(since) is not int or not FIRST[dialect] <= since <= VERSION:
        known = f"0, for no tables yet, or a version from {FIRST[dialect]} to {VERSION}"
        raise InvalidValue("since", since, known)
    steps = [text for version in range(since + 1, VERSION + 1) for text in STEPS[version][dialect]]
    told = f"UPDATE ordercore_schema SET version = {VERSION}"  # noqa: S608
    return (*steps, told) if steps else ()


def ddl(dialect: str, since: int = 0) -> str:
    """Give the same as one text, for hosts that keep their own migrations.

    ``since`` is the version of the tables that are there; 0 when there are none.

    Raises:
        InvalidValue: when there is no such dialect or version.
    """
    return "".join(f"{text};\n" for text in statements(dialect, since))
