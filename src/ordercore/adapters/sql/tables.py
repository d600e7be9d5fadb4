"""The tables of version 2, by dialect, as data: those that all later versions go on from.

Times are whole microseconds since 1970 in UTC: they sort, compare and never lose a zone. Bodies
are JSON in UTF-8. Text sorts by code points in both dialects. There are no sequences, which all
writers of a database would share.
"""

from ordercore.adapters.sql.asking import Statement, same
from ordercore.adapters.sql.types import typed
from ordercore.service.dossiers import KINDS

_KEPT = """seller {text} NOT NULL,
    id {text} NOT NULL,
    version {number} NOT NULL,"""


def _table(name: str, columns: str, *, sqlite: str = "", postgresql: str = "") -> Statement:
    text = f"CREATE TABLE ordercore_{name} (\n    {columns.strip()}\n)"
    return Statement(
        sqlite=f"{typed(text, 'sqlite')} {sqlite}".strip(),
        postgresql=f"{typed(text, 'postgresql')} {postgresql}".strip(),
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

VERSION_TABLE = same("CREATE TABLE ordercore_schema (version INTEGER NOT NULL)")
