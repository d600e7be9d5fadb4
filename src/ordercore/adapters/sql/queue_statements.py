# ruff: noqa: S608 - every part of a statement is a constant of this file
"""The SQL of the outbox, as data: one row per need, one column per dialect.

An entry that waits is either first in its stream and lane (``waiting``), or ``behind`` another
one. Only the first kind stands in the index that takers read, so that a long queue of one stream
is in nobody's way; whoever settles an entry moves up the next.
A transaction that adds an entry behind another one holds that one until it ends, so that nobody
settles it without seeing what stands behind.
"""

from ordercore.adapters.sql.asking import Statement, joined, same
from ordercore.adapters.sql.statements import BEFORE_THE_END

STREAM = "seller = ? AND lane = ? AND kind = ? AND id = ?"
ENTRY = "seller = ? AND kind = ? AND id = ? AND seq = ? AND topic = ?"
WAITS = "state IN ('waiting', 'behind')"
OLDEST = "since, kind, id, seq, topic"
GIVEN = "kind, id, seq, topic, tries, due_at, error, since"

_NUMBER = Statement(sqlite="?", postgresql="%s::bigint")


def _enqueue(place: Statement) -> Statement:
    return joined(
        "INSERT INTO ordercore_outbox (seller, kind, id, seq, topic, lane, since, state)",
        "SELECT ?, ?, ?,",
        place,
        ", ?, ?,",
        _NUMBER,
        ", coalesce((SELECT 'behind' FROM ordercore_outbox",
        f"WHERE {STREAM} AND {WAITS} ORDER BY seq DESC, topic DESC LIMIT 1",
        Statement(sqlite="", postgresql="FOR SHARE"),
        "), 'waiting')",
    )


ENQUEUE_AT = _enqueue(same(BEFORE_THE_END))
"""Put an entry about stock behind those of its stream, at a place counted from the end."""

ENQUEUE = _enqueue(_NUMBER)
"""Put an entry behind those of its stream.

It asks for a row and not whether there is one, since SQLite forgets the order of an EXISTS, and
with it the only index that answers at once.
"""

# The first of a stream is asked for row by row: as a join, a planner that knows nothing yet of a
# fresh table may read all that waits for each of them.
_DUE = joined(
    "FROM ordercore_outbox AS o",
    "WHERE seller = ? AND lane = ? AND state = 'waiting' AND (due_at IS NULL OR due_at <= ?)",
    "AND (seq, topic) = (SELECT seq, topic FROM ordercore_outbox AS p",
    "WHERE p.seller = o.seller AND p.kind = o.kind AND p.id = o.id AND p.lane = o.lane",
    "AND p.state IN ('waiting', 'behind') ORDER BY seq, topic LIMIT 1)",
    f"ORDER BY {OLDEST} LIMIT ?",
)

# Without WITH, a planner that thinks the table small may ask anew what is due for each row of it,
# lock other entries each time, and so take more than it was asked for.
TAKE = Statement(
    sqlite=f"""UPDATE ordercore_outbox SET tries = tries + 1, due_at = ?
    WHERE (seller, kind, id, seq, topic) IN (SELECT seller, kind, id, seq, topic {_DUE.sqlite})
    RETURNING {GIVEN}""",
    postgresql=f"""UPDATE ordercore_outbox AS taken SET tries = taken.tries + 1, due_at = %s
    FROM (WITH first AS MATERIALIZED
    (SELECT seller, kind, id, seq, topic {_DUE.postgresql} FOR UPDATE SKIP LOCKED)
    SELECT * FROM first) AS due
    WHERE taken.seller = due.seller AND taken.kind = due.kind AND taken.id = due.id
    AND taken.seq = due.seq AND taken.topic = due.topic
    RETURNING {", ".join(f"taken.{name}" for name in GIVEN.split(", "))}""",
)

SETTLE = {
    "delivered": f"""UPDATE ordercore_outbox
        SET state = 'delivered', delivered_at = ?, due_at = NULL
        WHERE {ENTRY} AND state <> 'delivered'""",
    "failed": f"""UPDATE ordercore_outbox SET due_at = ?, error = ?
        WHERE {ENTRY} AND {WAITS} AND tries = ?""",
    "untried": f"""UPDATE ordercore_outbox SET due_at = ?, tries = tries - 1
        WHERE {ENTRY} AND {WAITS} AND tries = ?""",
    "poisoned": f"""UPDATE ordercore_outbox SET state = 'poisoned', due_at = NULL, error = ?
        WHERE {ENTRY} AND {WAITS} AND tries = ?""",
    "revived": f"""UPDATE ordercore_outbox SET state = 'waiting', due_at = ?, tries = 0
        WHERE {ENTRY} AND state = 'poisoned' AND tries = ?""",
}
"""Outcome → what becomes of an entry."""

SETTLED = {outcome: same(text) for outcome, text in SETTLE.items()}

_NEXT = f"""FROM ordercore_outbox WHERE {STREAM} AND {WAITS}
    ORDER BY seq, topic LIMIT 1"""

MOVE_UP = same(
    f"""UPDATE ordercore_outbox SET state = 'waiting'
    WHERE {STREAM} AND state = 'behind'
    AND (seq, topic) = (SELECT seq, topic {_NEXT})"""
)
"""Let the next entry of a stream and lane be the first one."""

SILENCE = same(
    """UPDATE ordercore_outbox SET error = NULL
    WHERE seller = ? AND kind = ? AND id = ? AND error IS NOT NULL"""
)
"""Blank what was noted of tries to tell of a stream.

No index serves it, as it is done when a buyer is erased, and never else.
"""

IN_STATE = {
    "waiting": WAITS,
    "poisoned": "state = 'poisoned'",
    "delivered": "state = 'delivered'",
}

LATE = {**IN_STATE, "waiting": "state = 'waiting'"}
"""State → what may be due at some moment: not what stands behind another one."""

LISTED = {
    (state, of_lane, late): same(
        f"""SELECT {GIVEN} FROM ordercore_outbox WHERE seller = ? AND {where}
        {"AND lane = ?" if of_lane else ""} {"AND due_at > ?" if late else ""}
        ORDER BY {OLDEST} LIMIT ?"""
    )
    for late, states in ((False, IN_STATE), (True, LATE))
    for state, where in states.items()
    for of_lane in (False, True)
}
"""State, whether of one lane, whether due after some moment → such entries, the oldest first."""

DELIVERED_BEFORE = {
    of_lane: same(
        f"""SELECT kind, id, seq, topic FROM ordercore_outbox
        WHERE seller = ? AND state = 'delivered' AND delivered_at < ? AND since < ?
        {"AND lane = ?" if of_lane else ""} LIMIT ?"""
    )
    for of_lane in (False, True)
}
"""Whether of one lane → entries that may be forgotten, in any order.

No index serves it, which every delivery would have to pay for: the table is read until there are
as many as are asked for, by nobody who writes, and forgetting is seldom done.
"""

FORGET = same(f"DELETE FROM ordercore_outbox WHERE {ENTRY} AND state = 'delivered'")
"""Let go of an entry; what was delivered once stays delivered, so nobody holds it meanwhile."""
