"""What leads from the tables of one version to those of the next, by dialect, as data."""

from collections.abc import Mapping

from ordercore.adapters.sql.asking import Statement, same
from ordercore.adapters.sql.tables import TABLES
from ordercore.adapters.sql.types import typed
from ordercore.service import derived

FIRST: Mapping[str, int] = {"sqlite": 1, "postgresql": 2}
"""Dialect → the version with which it began."""

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


_OF_AN_ORDER = " AND order_id IS NOT NULL"


def _counted(table: str, where: str = "") -> tuple[Statement, ...]:
    """Note of which version derived rows were made, and find what has changed since."""
    return (
        same(f"ALTER TABLE ordercore_{table} ADD COLUMN counted {{number}} NOT NULL DEFAULT 0"),
        same(
            f"""CREATE INDEX ordercore_{table}_pending
    ON ordercore_{table} (seller, counted, id)
    WHERE counted <> version{where}"""
        ),
    )


def _named_by_order(table: str) -> tuple[Statement, ...]:
    """Name the order of a dossier, which its body has told alone so far."""
    return (
        same(f"ALTER TABLE ordercore_{table} ADD COLUMN order_id {{text}}"),
        Statement(
            sqlite=f"""UPDATE ordercore_{table}
    SET order_id = json_extract(CAST(body AS TEXT), '$.dossier.order_id')
    WHERE json_valid(CAST(body AS TEXT))""",  # noqa: S608
            postgresql=f"""UPDATE ordercore_{table}
    SET order_id = convert_from(body, 'UTF8')::jsonb #>> '{{dossier,order_id}}'""",  # noqa: S608
        ),
        same(
            f"""CREATE INDEX ordercore_{table}_by_order
    ON ordercore_{table} (seller, order_id)
    WHERE order_id IS NOT NULL"""
        ),
    )


_FROM_2 = (
    *_counted("orders"),
    *(some for kind in derived.BESIDE for some in _named_by_order(kind.table)),
    *(some for kind in derived.BESIDE for some in _counted(kind.table, _OF_AN_ORDER)),
    same("ALTER TABLE ordercore_schema ADD COLUMN derived {text} NOT NULL DEFAULT ''"),
)
"""Version 3 makes derived tables of what is kept.

The index of what is pending is led by what was counted, so that it is the one index in whose order
that is asked for, however little a planner knows of how few they are.
"""


def _step_3(dialect: str) -> tuple[str, ...]:
    return tuple([typed(getattr(some, dialect), dialect) for some in _FROM_2])


STEPS: Mapping[int, Mapping[str, tuple[str, ...]]] = {
    2: {"sqlite": _FROM_1_SQLITE},
    3: {dialect: _step_3(dialect) for dialect in FIRST},
}
"""Version → dialect → what leads to it from the one before."""
