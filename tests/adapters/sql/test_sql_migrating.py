"""Tables of an older version are brought up to date, and nothing of them is lost."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ordercore.adapters.sql import SqlStore, ddl, open_postgres, open_sqlite
from ordercore.adapters.sql.asking import same
from ordercore.adapters.sql.schema import VERSION
from ordercore.adapters.sql.tables import TABLES
from ordercore.errors import StoreError
from ordercore.kernel.time import instant
from ordercore.notices import Audience, Notice
from ordercore.orders.promised import short_units
from ordercore.ports.derived import DerivedRow
from ordercore.ports.outbox import Lane, OutboxEntry, OutboxState
from ordercore.ports.records import Answered, Key
from ordercore.queries import EVERY_ORDER, OrderFilter
from ordercore.queries.reservations import EVERY_RESERVATION
from ordercore.service.derived import DERIVED
from ordercore.service.subjects import every_derived
from ordercore.testing.store.claim_happenings import some_claim
from ordercore.testing.store.feedback_happenings import some_feedback
from ordercore.testing.store.message_happenings import some_conversation
from ordercore.testing.store.samples import commit, placed, write

VERSION_1 = (Path(__file__).parents[2] / "service" / "corpus" / "store_v1.sql").read_text("utf-8")
"""A file of version 1, with orders, stock, reservations, events, an outbox and answers."""

MORE_OF_VERSION_1 = """
DELETE FROM outbox;
INSERT INTO outbox (kind, id, seq, audience, notice, tries, delivered_at) VALUES
    ('order', 'own', 1, 'buyer', 'order_received', 0, 1772443800000001),
    ('order', 'own', 2, 'seller', 'order_to_ship', 3, NULL),
    ('order', 'own', 2, 'buyer', 'payment_received', 0, NULL),
    ('order', 'told', 1, 'seller', 'order_to_ship', 0, NULL);
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Make a file of version 1."""
    file = tmp_path / "shop.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(VERSION_1)
        connection.executescript(MORE_OF_VERSION_1)
    return file


def counted(file: Path, table: str) -> int:
    """Count the rows of a table."""
    with closing(sqlite3.connect(file)) as connection:
        count: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
    return count


def tables(file: Path) -> set[str]:
    """Name the tables of a file."""
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {name for (name,) in found}


def test_no_row_of_version_1_is_lost(old: Path) -> None:
    """Every table has as many rows as before, under its new name, and the old ones are gone."""
    names = {
        "orders": "orders",
        "stock": "stocks",
        "reservations": "reservations",
        "events": "events",
        "outbox": "outbox",
        "answers": "answers",
    }
    before = {new: counted(old, name) for name, new in names.items()}
    assert all(before.values())

    open_sqlite(old).close()

    assert {new: counted(old, f"ordercore_{new}") for new in before} == before
    assert tables(old).isdisjoint(names)


def test_records_of_version_1_say_what_they_said(old: Path) -> None:
    """Stock, promises, answers and events are as they were."""
    with closing(sqlite3.connect(old)) as connection:
        stock = connection.execute("SELECT version, on_hand, reserved FROM stock").fetchall()
        holds = connection.execute(
            "SELECT id, reserved - consumed - released, consumed, released FROM reservations"
            " ORDER BY id"
        ).fetchall()
        events = connection.execute(
            "SELECT name, body, command_id FROM events WHERE kind = 'order' AND id = 'own'"
            " ORDER BY seq"
        ).fetchall()

    with closing(open_sqlite(old)) as store:
        rows = store.load([Key("stock", "main/A"), Key("answer", "c-2"), Key("answer", "c-4")])
        kept = store.reservations(EVERY_RESERVATION)
        told = store.events(Key("order", "own"))

    shelf, plain, about_stock = rows.values()
    assert [(shelf.version, shelf.value.on_hand, shelf.value.reserved)] == stock  # type: ignore[union-attr]
    assert [
        (f"{hold.pool}/{hold.sku}/{hold.owner}", hold.held, hold.consumed, hold.released)
        for hold in kept
    ] == holds
    assert isinstance(plain.value, Answered)
    assert (plain.value.stream, plain.value.version) == (Key("order", "own"), 2)
    assert isinstance(about_stock.value, Answered)
    assert about_stock.value.stock is not None
    assert about_stock.value.stock.on_hand == 9
    assert [some.command_id for some in told] == [command_id for _, _, command_id in events]


def test_the_outbox_of_version_1_is_told_to_its_end(old: Path) -> None:
    """What was delivered stays so, and the rest waits in the lines of its streams."""
    at = instant("2026-12-01T00:00:00Z")
    first = OutboxEntry(Key("order", "own"), 2, Notice("payment_received", Audience.BUYER))
    other = OutboxEntry(Key("order", "told"), 1, Notice("order_to_ship", Audience.SELLER))
    behind = OutboxEntry(Key("order", "own"), 2, Notice("order_to_ship", Audience.SELLER))
    with closing(open_sqlite(old)) as store:
        (done,) = store.outbox(OutboxState.DELIVERED, limit=9)
        waiting = store.outbox(OutboxState.WAITING, limit=9)
        taken = store.take(Lane.NOTICES, limit=9, at=at, until=at)

    assert done.entry == OutboxEntry(
        Key("order", "own"), 1, Notice("order_received", Audience.BUYER)
    )
    assert {(some.entry, some.tries) for some in waiting} == {(first, 0), (other, 0), (behind, 3)}
    assert {some.entry for some in taken} == {first, other}


def test_a_file_is_brought_up_to_date_once(old: Path) -> None:
    """Opened again it is as it was."""
    for _ in range(3):
        open_sqlite(old).close()

    with closing(sqlite3.connect(old)) as connection:
        versions = connection.execute("SELECT version FROM ordercore_schema").fetchall()
    assert versions == [(VERSION,)]


def test_a_file_that_shall_stay_as_it_is_is_refused(old: Path) -> None:
    """The error says what to do, and nothing has changed."""
    before = old.read_bytes()

    with pytest.raises(StoreError, match=r"version 1, not 3.*schema --dialect sqlite --since 1"):
        open_sqlite(old, migrate=False)

    assert "ordercore_orders" not in tables(old)
    assert len(old.read_bytes()) == len(before)


def test_what_is_printed_brings_a_file_up_to_date(old: Path) -> None:
    """A host that runs the DDL itself then opens the file without migrating."""
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript(ddl("sqlite", since=1))

    with closing(open_sqlite(old, migrate=False)) as store:
        assert store.load([Key("order", "own")])[Key("order", "own")].value is not None


def test_a_migration_that_fails_leaves_the_file_as_it_was(old: Path) -> None:
    """Half of it is never there."""
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("DROP TABLE answers")
    before = tables(old)

    with pytest.raises(StoreError, match="answers"):
        open_sqlite(old)

    assert tables(old) == before


def test_a_new_file_is_not_made_ready_unasked(tmp_path: Path) -> None:
    """Without migrating, a store must be there."""
    with pytest.raises(StoreError, match=r"is not there: run .*schema --dialect sqlite`"):
        open_sqlite(tmp_path / "new.db", migrate=False)


def test_postgres_is_made_ready_unless_that_is_not_wanted(bare_postgres: str) -> None:
    """The error says what to run, and the printed DDL does it."""
    import psycopg

    with pytest.raises(StoreError, match="schema --dialect postgresql`"):
        open_postgres(bare_postgres, migrate=False)
    with psycopg.connect(bare_postgres) as connection:
        for text in ddl("postgresql").split(";\n"):
            connection.execute(text.encode()) if text else None

    for migrate in (False, True):
        open_postgres(bare_postgres, migrate=migrate).close()


def test_postgres_of_a_later_version_is_refused(bare_postgres: str) -> None:
    """Both versions are named."""
    import psycopg

    open_postgres(bare_postgres).close()
    with psycopg.connect(bare_postgres) as connection:
        connection.execute("UPDATE ordercore_schema SET version = 99")
    try:
        with pytest.raises(StoreError, match=f"version 99.*knows {VERSION}"):
            open_postgres(bare_postgres)
    finally:
        with psycopg.connect(bare_postgres) as connection:
            connection.execute("UPDATE ordercore_schema SET version = 3")


def test_orders_of_version_1_that_are_short_are_found(old: Path) -> None:
    """Nobody noted which they are; those that wait are looked at, and the others are not."""
    with closing(open_sqlite(old)) as store:
        meant = [order for order in store.orders(EVERY_ORDER) if short_units(order)]

        assert list(store.orders(OrderFilter(short=True))) == meant


def filled(store: SqlStore) -> None:
    """Keep orders with claims, feedback and conversations beside them, and one without an order."""
    claims = [some_claim("C-1"), some_claim("C-2", order_id="O-2"), some_claim("C-3")]
    talks = [some_conversation("O-2"), some_conversation("T-1", order_id=None)]
    orders = [placed("O-1"), placed("O-2"), placed("O-3")]
    write(store, commit(*orders, *claims, *talks, some_feedback("O-1")))


def every_row(store: SqlStore) -> list[DerivedRow]:
    """Give all derived rows, once all are made."""
    rows = [row for table in DERIVED for row in every_derived(store, table)]
    assert store.catch_up() == 0
    return rows


KEPT_2 = ("orders", "claims", "feedback", "conversations")
"""Tables of version 2 of which rows are derived."""

BESIDE_2 = "seller, id, version, due_at, body"
COLUMNS_2 = dict.fromkeys(KEPT_2, BESIDE_2) | {
    "orders": "seller, id, version, status, channel, marketplace, placed_at, ship_by, short, body"
}


def version_2(file: Path, source: Path) -> None:
    """Make a file of version 2 that keeps what another one keeps."""
    with closing(sqlite3.connect(file)) as connection, connection:
        for statement in (*TABLES, same("CREATE TABLE ordercore_schema (version INTEGER)")):
            connection.execute(statement.sqlite)
        connection.execute("INSERT INTO ordercore_schema VALUES (2)")
        connection.execute(f"ATTACH '{source}' AS other")
        for table, columns in COLUMNS_2.items():
            connection.execute(
                f"INSERT INTO ordercore_{table} ({columns})"  # noqa: S608
                f" SELECT {columns} FROM other.ordercore_{table}"
            )


def test_version_2_becomes_version_3(tmp_path: Path) -> None:
    """Its orders are as they were, and rows are made of them and of what stands beside them."""
    new, old = tmp_path / "new.db", tmp_path / "old.db"
    with closing(open_sqlite(new)) as store:
        filled(store)
        wanted = every_row(store)
    version_2(old, new)

    with pytest.raises(StoreError, match=r"version 2, not 3.*schema --dialect sqlite --since 2"):
        open_sqlite(old, migrate=False)
    for migrate in (True, False):
        with closing(open_sqlite(old, migrate=migrate)) as store:
            assert every_row(store) == wanted
    assert {row.order_id for row in wanted} == {"O-1", "O-2", "O-3"}
    assert [row.cells[2:3] for row in wanted].count(("claim",)) >= 3


def test_a_migrated_file_has_the_tables_of_a_new_one(tmp_path: Path, old: Path) -> None:
    """Column by column and index by index, from whichever version it came."""
    new, second = tmp_path / "new.db", tmp_path / "second.db"
    open_sqlite(new).close()
    version_2(second, new)
    for file in (old, second):
        open_sqlite(file).close()
        assert shape(file) == shape(new)


def shape(file: Path) -> object:
    """Give the columns of every table, and what indexes say."""
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute(
            "SELECT m.name, group_concat(c.name || ' ' || c.type) FROM sqlite_master AS m"
            " JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table' GROUP BY m.name"
        ).fetchall()
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index'"
        ).fetchall()
    return sorted(found), sorted(indexes, key=str)


def test_a_body_that_is_broken_stops_no_migration(tmp_path: Path) -> None:
    """Of which order it is, nobody can tell before it is written again."""
    new, old = tmp_path / "new.db", tmp_path / "old.db"
    with closing(open_sqlite(new)) as store:
        filled(store)
    version_2(old, new)
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("UPDATE ordercore_claims SET body = x'00' WHERE id = 'C-1'")

    open_sqlite(old).close()

    with closing(sqlite3.connect(old)) as connection:
        found = connection.execute("SELECT order_id FROM ordercore_claims ORDER BY id").fetchall()
    assert found == [(None,), ("O-2",), ("O-1",)]


def test_version_2_of_postgres_becomes_version_3(bare_postgres: str) -> None:
    """As on SQLite."""
    import psycopg

    with closing(open_postgres(bare_postgres)) as store:
        filled(store)
        wanted = every_row(store)
    with psycopg.connect(bare_postgres) as connection:
        for table in KEPT_2:
            connection.execute(f"ALTER TABLE ordercore_{table} RENAME TO kept_{table}".encode())
        names = [
            *(text.split()[2] for text in ddl("postgresql").split(";\n") if "CREATE TABLE" in text)
        ]
        for name in names:
            connection.execute(f"DROP TABLE IF EXISTS {name}".encode())
        for table in KEPT_2:
            connection.execute(f"CREATE TABLE moved_{table} AS TABLE kept_{table}".encode())
            connection.execute(f"DROP TABLE kept_{table}".encode())
        for statement in (*TABLES, same("CREATE TABLE ordercore_schema (version integer)")):
            connection.execute(statement.postgresql.encode())
        connection.execute("INSERT INTO ordercore_schema VALUES (2)")
        for table, columns in COLUMNS_2.items():
            text = f"INSERT INTO ordercore_{table} SELECT {columns} FROM moved_{table}"  # noqa: S608
            connection.execute(text.encode())
            connection.execute(f"DROP TABLE moved_{table}".encode())

    with pytest.raises(StoreError, match="--dialect postgresql --since 2"):
        open_postgres(bare_postgres, migrate=False)
    for migrate in (True, False):
        with closing(open_postgres(bare_postgres, migrate=migrate)) as store:
            assert every_row(store) == wanted
