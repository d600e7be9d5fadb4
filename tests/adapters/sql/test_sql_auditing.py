"""The auditor on a database in which somebody deleted rows."""

import sqlite3
from pathlib import Path

import pytest

import ordercore as oc
from ordercore import Line, World
from ordercore.adapters.memory import FixedClock
from ordercore.service.auditing import audit

DELETED: dict[str, tuple[tuple[str, ...], set[str]]] = {
    "a stock": (("stocks",), {"stock/main/A: record_missing", "stock/main/B: record_missing"}),
    "an order": (("orders",), {"order/O-1: record_missing"}),
    "causes": (("causes",), {"cause/main/A/PO-1: cause_missing"}),
    "events": (
        ("events",),
        {
            "order/O-1: events_missing",
            "order/O-1: state_differs",
            "stock/main/A: events_missing",
            "stock/main/A: figures_differ",
            "stock/main/A: reservation_differs",
            "stock/main/B: events_missing",
            "stock/main/B: figures_differ",
            "cause/main/A/PO-1: cause_unfounded",
        },
    ),
    "a stock and its events": (
        ("stocks", "events", "orders", "outbox"),
        {"reservation/main/A/O-1: reservation_unfounded", "cause/main/A/PO-1: cause_unfounded"},
    ),
}
"""What is lost → the tables that are emptied, and what the auditor says (of notices apart)."""


@pytest.mark.parametrize("lost", DELETED)
def test_rows_that_were_deleted_are_found(lost: str, tmp_path: Path) -> None:
    """Whichever table it is, another one tells of what is no more there."""
    path = tmp_path / "shop.db"
    clock = FixedClock("2026-03-02T09:00:00Z")
    desk = oc.open(f"sqlite:///{path}", world=World(pools={"MFN": "main"}), clock=clock)
    store = desk.store
    desk.receive("A", 9, cause="PO-1")
    desk.receive("B", 9)
    desk.place(channel="MFN", lines=[Line("A", 2, price="1 EUR")], order_id="O-1")
    assert audit(store).is_well
    tables, expected = DELETED[lost]

    with sqlite3.connect(path) as connection:
        for table in tables:
            connection.execute(f"DELETE FROM ordercore_{table}")  # noqa: S608 - our own tables
    connection.close()
    found = {f"{some.record}: {some.code}" for some in audit(store).differences}
    store.close()

    assert {some for some in found if "notice" not in some} == expected


def derived_by_hand(path: Path, text: str) -> set[str]:
    """Count two orders, change rows behind the back of the store, and audit."""
    desk = oc.open(f"sqlite:///{path}", world=World(), clock=FixedClock("2026-03-02T09:00:00Z"))
    for id in ("O-1", "O-2"):
        desk.place(channel="MFN", lines=[Line("A", 2, price="1 EUR")], order_id=id)
    assert desk.catch_up() == 2
    desk.place(channel="MFN", lines=[Line("A", 2, price="1 EUR")], order_id="O-3")
    with sqlite3.connect(path) as connection:
        connection.execute(text)
    connection.close()
    with desk:
        found = audit(desk.store).differences
        assert desk.store.uncounted() == ("O-3",)
    return {f"{some.record} {some.code}: {some.kept} for {some.told}" for some in found}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("DELETE FROM ordercore_outbox WHERE 0", ""),
        ("DELETE FROM ordercore_standing WHERE order_id = 'O-2'", "O-2 rows_differ: standing []"),
        ("UPDATE ordercore_standing SET count = 3 WHERE order_id = 'O-1'", "'awaiting', 3)] for"),
        ("INSERT INTO ordercore_standing (seller, order_id, n) VALUES ('', 'X', 0)", "order/X "),
        ("INSERT INTO ordercore_standing (seller, order_id, n) VALUES ('', 'O-1', 1)", "O-1 rows"),
    ],
)
def test_derived_rows_are_audited(tmp_path: Path, text: str, said: str) -> None:
    """Of orders that are counted; what is yet to be counted is none, and nothing is counted."""
    found = derived_by_hand(tmp_path / "shop.db", text)

    assert len(found) == bool(said)
    assert all(said in some for some in found)
