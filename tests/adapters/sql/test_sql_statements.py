"""The statements and tables, as data."""

import sqlite3

import pytest

from ordercore.adapters.sql import ddl, derived_statements, queue_statements, statements
from ordercore.adapters.sql.asking import Statement
from ordercore.adapters.sql.migrations import FIRST, STEPS
from ordercore.adapters.sql.rows import TABLES
from ordercore.adapters.sql.schema import VERSION
from ordercore.errors import InvalidValue
from ordercore.service.dossiers import KINDS


def every_statement() -> dict[str, Statement]:
    """Give every statement that the modules name."""
    found: dict[str, Statement] = {}
    for module in (statements, queue_statements, derived_statements):
        for name, value in vars(module).items():
            if isinstance(value, Statement):
                found[name] = value
            elif isinstance(value, dict):
                members = value.items()
                found |= {f"{name}.{k}": some for k, some in members if isinstance(some, Statement)}
    return found


def test_every_kind_of_record_has_every_statement() -> None:
    """Each can be looked at, locked, inserted and updated, and has its row types."""
    for table in (statements.LOOK, statements.LOCK, statements.INSERT, statements.UPDATE):
        assert set(table) == set(TABLES) == set(statements.COLUMNS)


def test_rows_are_locked_in_one_order_with_stock_last() -> None:
    """Whoever wants several kinds takes them alike, and the hottest at the end."""
    dossiers = [kind.name for kind in KINDS]
    others = ["order", "reservation", "cause", "answer", "stock"]
    assert list(statements.LOCK) == [*dossiers, *others]
    for lock in statements.LOCK.values():
        assert lock.postgresql.endswith("ORDER BY id FOR UPDATE")
    for lock in statements.LOCK_ONE.values():
        assert lock.postgresql.endswith("id = %s FOR UPDATE")


@pytest.mark.parametrize("name", every_statement())
def test_both_columns_of_a_statement_take_the_same_parameters(name: str) -> None:
    """Marks differ, and their number does not; nothing of one dialect is in the other.

    Only what PostgreSQL promises unseen has no like on SQLite.
    """
    some = every_statement()[name]

    assert some.sqlite.count("?") == (some.postgresql.count("%s") if name != "PROMISE" else 0)
    assert "%s" not in some.sqlite
    assert "?" not in some.postgresql


def test_an_insert_and_an_update_of_a_kind_name_the_same_columns() -> None:
    """The row types give their columns in one order for both."""
    for kind, insert in statements.INSERT.items():
        inserted = insert.sqlite.partition("(")[2].partition(")")[0].split(", ")
        update = statements.UPDATE[kind].sqlite.partition(" SET ")[2].partition(" WHERE ")[0]
        updated = [part.removesuffix(" = ?") for part in update.split(", ")]

        assert inserted == [*updated, "seller", "id"]


def test_the_ddl_of_sqlite_runs() -> None:
    """As it is printed, and it says its version."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(ddl("sqlite"))
    assert connection.execute("SELECT version FROM ordercore_schema").fetchall() == [(VERSION,)]
    connection.close()


def test_what_a_relay_looks_for_is_found_by_an_index() -> None:
    """Of its lane and in order: what was delivered, or waits for others, is not read."""
    text = queue_statements.LISTED["waiting", True, True].sqlite
    connection = sqlite3.connect(":memory:")
    connection.executescript(ddl("sqlite"))
    plan = connection.execute(f"EXPLAIN QUERY PLAN {text}", "1" * text.count("?")).fetchall()
    connection.close()

    found = "SEARCH ordercore_outbox USING INDEX ordercore_outbox_first (seller=? AND lane=?)"
    assert [row[3] for row in plan] == [found]


def test_tables_have_no_sequences_and_are_led_by_seller() -> None:
    """Nothing is shared by all who write, and every key begins with whose it is."""
    for dialect in FIRST:
        text = ddl(dialect)
        for word in ("serial", "identity", "autoincrement", "sequence"):
            assert word not in text.lower()
        # Every table has a key but that which says their version.
        keys = [line.strip() for line in text.splitlines() if "PRIMARY KEY" in line]
        assert len(keys) == text.count("CREATE TABLE") - 1
        assert all(key.startswith("PRIMARY KEY (seller, ") for key in keys)


def test_every_version_leads_to_the_next() -> None:
    """From the first of each dialect on; tables that are up to date need nothing."""
    for dialect, first in FIRST.items():
        assert all(dialect in STEPS[version] for version in range(first + 1, VERSION + 1))
        assert ddl(dialect, since=VERSION) == ""


@pytest.mark.parametrize(
    ("dialect", "since", "named"),
    [
        ("oracle", 0, "dialect"),
        ("sqlite", 99, "since"),
        ("sqlite", -1, "since"),
        ("postgresql", 1, "since"),
    ],
)
def test_what_cannot_be_printed_is_refused(dialect: str, since: int, named: str) -> None:
    """The dialects and versions that there are are named."""
    with pytest.raises(InvalidValue) as caught:
        ddl(dialect, since)

    assert caught.value.field == named
