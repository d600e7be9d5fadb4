"""Derived tables in a database: caught up with by many at once, killed, and made anew."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sql_rivals import catch_up, live_with_cases
from sql_steps import catch_up as catch_up_once
from sql_steps import killed_at

from ordercore import Address, Line, StoreError
from ordercore.adapters.sql import (
    Isolation,
    SqlStore,
    derived_statements,
    deriving,
    open_on,
    open_postgres,
    open_sqlite,
)
from ordercore.adapters.sql.asking import Ask, Query, Statement
from ordercore.adapters.sql.sqlite import SqliteLink, connect
from ordercore.adapters.sql.store import walk
from ordercore.errors import Conflict
from ordercore.metrics.standing import STANDING
from ordercore.orders.derived import Cells, DerivedTable, Subject, numbers, words
from ordercore.ports.derived import DerivedRow
from ordercore.service import derived
from ordercore.service.auditing import audit
from ordercore.service.derived import DERIVED
from ordercore.testing.crowds import Opener, crowd, desk_on, failures
from ordercore.testing.crowds.processes import CONTEXT
from ordercore.testing.store.claim_happenings import some_claim
from ordercore.testing.store.deriving import rows_are_those_of_what_is_kept
from ordercore.testing.store.feedback_happenings import some_feedback
from ordercore.testing.store.message_happenings import some_conversation
from ordercore.testing.store.samples import commit, placed, write


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give the path of a shop that is not there yet."""
    return tmp_path / "shop.db"


@pytest.fixture(params=["sqlite", "postgresql", "serializable"])
def opener(request: pytest.FixtureRequest, file: Path) -> Opener:
    """Give what opens an empty store."""
    if request.param == "sqlite":
        return partial(open_sqlite, file)
    url = request.getfixturevalue("empty_postgres")
    serializable = request.param == "serializable"
    level = Isolation.SERIALIZABLE if serializable else Isolation.READ_COMMITTED
    return partial(open_postgres, url, isolation=level, connections=2)


# Several at once


def test_processes_catch_up_while_others_write(opener: Opener) -> None:
    """Nobody is failed by it, and at the end the rows are those of what is kept."""
    desk = desk_on(opener())
    desk.receive("A", 1000)

    accounts = crowd(opener, live_with_cases, catch_up, workers=6)

    assert failures(accounts) == []
    rows_are_those_of_what_is_kept(desk.store)
    assert audit(desk.store).is_well
    assert len(desk.find()) == 30
    desk.close()


def test_nobody_deadlocks_with_who_catches_up(empty_postgres: str) -> None:
    """Rows are taken in the order in which everybody takes them."""
    import psycopg

    count = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    with psycopg.connect(empty_postgres, autocommit=True) as connection:
        before = connection.execute(count).fetchone()
        test_processes_catch_up_while_others_write(
            partial(open_postgres, empty_postgres, connections=2)
        )
        connection.execute("SELECT pg_stat_clear_snapshot()")
        assert connection.execute(count).fetchone() == before


# Killed


@pytest.mark.parametrize("opener", ["sqlite", "postgresql"], indirect=True)
def test_who_is_killed_leaves_rows_that_are_true(opener: Opener) -> None:
    """At every step: an order is counted with its rows, or not at all."""
    desk = desk_on(opener())
    desk.receive("A", 1000)
    number, killed = 0, True
    while killed:
        number += 1
        for id in (f"a-{number}", f"b-{number}"):
            write(desk.store, commit(placed(id), some_claim(f"C-{id}", order_id=id)))
        process = CONTEXT.Process(target=killed_at, args=(opener, catch_up_once, "", number))
        process.start()
        process.join(60)
        killed = process.exitcode == -9
        assert killed or process.exitcode == 0
        # What the dead one had sent off may be done just now, and is found done or not at all.
        assert [some for some in audit(desk.store).differences if some.code == "rows_differ"] == []
        rows_are_those_of_what_is_kept(desk.store)
    assert number > 6
    desk.close()


# Overtaken


def when_held(store: SqlStore, happens: Callable[[], object]) -> Any:
    """Catch up, and let something happen between reading orders and holding them."""
    happened: list[bool] = []

    class Slow(SqliteLink):
        """A connection that is slow to hold what it has read."""

        def ask(self, queries: Sequence[Query]) -> list[Any]:
            texts = [query.statement for query in queries]
            if derived_statements.HOLD_ORDERS in texts and not happened:
                happened.append(True)
                happens()
            return super().ask(queries)

    file = Path(store._driver.name)
    link = Slow(connect(file))
    try:
        return walk(link, store._driver.transacted(deriving.catch_up("")))
    finally:
        link.undo()


BESIDE = {
    "a claim that changes": lambda: commit(some_claim("C-1", answer_due=None), was=1),
    "a claim that comes": lambda: commit(some_claim("C-2")),
    "feedback that comes": lambda: commit(some_feedback("O-1")),
    "a conversation that comes": lambda: commit(some_conversation("O-1")),
    "the order itself": lambda: commit(placed("O-1", channel="SFP"), was=1),
}
"""What happens while an order is counted."""


@pytest.mark.parametrize("what", BESIDE)
def test_what_moves_on_meanwhile_is_left_for_the_next_time(file: Path, what: str) -> None:
    """The other order is counted, and this one when it is come to again."""
    with closing(open_sqlite(file)) as store:
        write(store, commit(placed("O-1"), placed("O-2"), some_claim("C-1")))

        counted = when_held(store, lambda: write(store, BESIDE[what]()))

        assert counted == 1
        assert store.uncounted() == ("O-1",)
        rows_are_those_of_what_is_kept(store)


@pytest.mark.parametrize("what", BESIDE)
def test_rows_that_another_one_has_made_are_not_made_older(file: Path, what: str) -> None:
    """Somebody else read later and was done sooner: what they counted stays."""
    with closing(open_sqlite(file)) as store:
        write(store, commit(placed("O-1"), placed("O-2"), some_claim("C-1")))

        def others() -> None:
            write(store, BESIDE[what]())
            assert store.catch_up() == 2

        assert when_held(store, others) == 1
        assert store.uncounted() == ()
        rows_are_those_of_what_is_kept(store)


def test_who_is_overtaken_everywhere_tries_again(file: Path) -> None:
    """It is a conflict, of which a store makes nothing but another try."""
    with closing(open_sqlite(file)) as store:
        write(store, commit(placed("O-1")))
        moved = partial(write, store, commit(placed("O-1", channel="SFP"), was=1))

        with pytest.raises(Conflict):
            when_held(store, moved)

        assert store.uncounted() == ("O-1",)
        assert store.catch_up() == 1
        rows_are_those_of_what_is_kept(store)


# Old snapshots, and the host's own connection


@pytest.mark.parametrize("table", ["orders", "claims"])
def test_what_is_of_an_older_shape_is_folded_first(file: Path, table: str) -> None:
    """An order or a dossier whose snapshot nobody can read is counted as its events tell."""
    desk = desk_on(open_sqlite(file))
    desk.receive("A", 5)
    desk.place(channel="MFN", lines=[Line("A", 1, price="5 EUR")], order_id="O-1")
    desk.confirm_payment("O-1")
    said: dict[str, Any] = {"kind": "service_chargeback", "ground": "not_received"}
    desk.open_claim("O-1", "CB-1", claimed="1 EUR", **said)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(f"UPDATE ordercore_{table} SET body = x'7b7d'")  # noqa: S608

    assert desk.catch_up() == 1
    rows_are_those_of_what_is_kept(desk.store)
    desk.close()


def test_a_host_catches_up_in_its_own_transaction(file: Path) -> None:
    """What was counted is undone with whatever else the host has done."""
    with closing(open_sqlite(file)) as store:
        write(store, commit(placed("O-1")))
    with closing(sqlite3.connect(file)) as connection:
        store = open_on(connection, "sqlite")
        assert (store.catch_up(), store.uncounted()) == (1, ())
        connection.rollback()
        assert store.uncounted() == ("O-1",)
        rows_are_those_of_what_is_kept(store)
        connection.commit()
    with closing(open_sqlite(file)) as store:
        assert store.uncounted() == ()


# Tables that change


def _names(subject: Subject) -> Iterable[Cells]:
    address = subject.order.ship_to
    yield (address.name if address else None, subject.order.terms.channel, 2**63 - 1)


NAMES = DerivedTable(
    name="names",
    columns=(*words("name", "channel"), *numbers("many")),
    rows=_names,
    indexes={"by_name": ("name", "order_id")},
)
"""A table that says something personal."""


def reshaped(*tables: DerivedTable) -> Callable[[pytest.MonkeyPatch], None]:
    """Let a release have other tables."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(derived, "DERIVED", tables)

    return patch


@pytest.fixture
def with_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep names, too."""
    reshaped(*DERIVED, NAMES)(monkeypatch)


def count_of(store: SqlStore, table: DerivedTable) -> list[Cells]:
    """Give what the rows of a table say."""
    while store.catch_up():
        pass
    return [row.cells for row in store.derived(table)]


def test_a_release_with_another_table_makes_rows_anew(
    opener: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every order is counted again; and when the table is gone, its rows are."""
    with closing(opener()) as store:
        write(store, commit(placed("O-1"), placed("O-2")))
        assert store.catch_up() == 2
    reshaped(*DERIVED, NAMES)(monkeypatch)

    with pytest.raises(StoreError, match=r"derived tables are others.*schema .* --derived"):
        opener(migrate=False)
    for migrate in (True, False):
        with closing(opener(migrate=migrate)) as store:
            assert count_of(store, NAMES) == [(None, "MFN", 2**63 - 1)] * 2

    monkeypatch.undo()
    with closing(opener()) as store:
        assert len(store.uncounted()) == 2
        rows_are_those_of_what_is_kept(store)
        with pytest.raises(StoreError, match="ordercore_names"):
            walk_one(store, "SELECT 1 FROM ordercore_names")


def walk_one(store: SqlStore, text: str) -> Any:
    """Ask a store something in its own words."""
    asked = Query(Statement(sqlite=text, postgresql=text))
    return store._answer(Ask([asked], lambda answers: answers[0]))


@pytest.mark.parametrize(
    "other",
    [
        DerivedTable(name="names", columns=NAMES.columns, rows=_names, shape=2),
        DerivedTable(name="names", columns=words("a", "b", "c"), rows=_names),
        DerivedTable(
            name="names", columns=NAMES.columns, rows=_names, indexes={"by_name": ("name",)}
        ),
    ],
    ids=["shape", "columns", "indexes"],
)
def test_a_table_that_changes_is_made_anew(
    file: Path, monkeypatch: pytest.MonkeyPatch, other: DerivedTable
) -> None:
    """Whether its rows mean something else, or it has other columns or indexes."""
    reshaped(NAMES)(monkeypatch)
    with closing(open_sqlite(file)) as store:
        write(store, commit(placed("O-1")))
        assert store.catch_up() == 1
    reshaped(other)(monkeypatch)
    with closing(open_sqlite(file)) as store:
        assert store.uncounted() == ("O-1",)
        assert len(count_of(store, other)) == 1


def test_a_worker_of_another_release_makes_no_rows(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that was started before the tables were made anew is told so, and writes nothing."""
    with closing(open_sqlite(file)) as older:
        write(older, commit(placed("O-1")))
        with monkeypatch.context() as newer:
            reshaped(*DERIVED, NAMES)(newer)
            open_sqlite(file).close()

        with pytest.raises(StoreError, match="another release"):
            older.catch_up()
        assert older.uncounted() == ("O-1",)


@pytest.mark.usefixtures("with_names")
def test_an_erased_buyer_is_in_no_row_from_that_moment_on(opener: Opener) -> None:
    """Not even until somebody catches up."""
    desk = desk_on(opener())
    store: Any = desk.store
    desk.receive("A", 5)
    for id, name in (("O-1", "Ada"), ("O-2", "Bob")):
        lines = [Line("A", 1, price="5 EUR")]
        ship_to = Address(name=name, line1="1 High Street", country="GB")
        desk.place(channel="MFN", lines=lines, order_id=id, ship_to=ship_to)
    assert [cells[0] for cells in count_of(store, NAMES)] == ["Ada", "Bob"]

    desk.erase(order_ids=["O-1"], force=True)

    assert [row.cells[0] for row in store.derived(NAMES)] == ["Bob"]
    assert [cells[0] for cells in count_of(store, NAMES)] == ["", "Bob"]
    rows_are_those_of_what_is_kept(store)
    desk.close()


@pytest.mark.usefixtures("with_names")
def test_who_was_read_before_being_erased_is_not_written_afterwards(file: Path) -> None:
    """Rows that were made of what has gone blank meanwhile come to nothing."""
    desk = desk_on(open_sqlite(file))
    store: Any = desk.store
    desk.receive("A", 5)
    ada = Address(name="Ada", line1="1 High Street", country="GB")
    desk.place(channel="MFN", lines=[Line("A", 1, price="5 EUR")], order_id="O-1", ship_to=ada)

    with pytest.raises(Conflict):
        when_held(store, lambda: desk.erase(order_ids=["O-1"], force=True))

    assert store.derived(NAMES) == ()
    assert [cells[0] for cells in count_of(store, NAMES)] == [""]
    desk.close()


# How it is asked


@pytest.mark.parametrize("kind", derived_statements.PENDING)
def test_what_is_pending_is_found_by_an_index_alone(file: Path, kind: str) -> None:
    """However many orders there are of which nothing has changed."""
    open_sqlite(file).close()
    with closing(sqlite3.connect(file)) as connection:
        text = derived_statements.PENDING[kind].sqlite
        plan = connection.execute(f"EXPLAIN QUERY PLAN {text}", ("", 9)).fetchall()

    ((*_, said),) = plan
    assert said.startswith("SEARCH ordercore_")
    assert "_pending (seller=? AND counted>?)" in said


@pytest.mark.parametrize("analysed", [False, True])
def test_postgres_finds_what_is_pending_by_that_index(empty_postgres: str, analysed: bool) -> None:
    """Among many orders that are counted, whatever its planner knows of them."""
    import psycopg

    many = """INSERT INTO ordercore_orders SELECT '', 'O-' || n, 1, '', '', '', n, NULL, 0, '', 1
    FROM generate_series(1, 20000) AS n"""
    with closing(open_postgres(empty_postgres)) as store:
        write(store, commit(placed("pending")))
    with psycopg.connect(empty_postgres, autocommit=True) as connection:
        connection.execute(many)
        if analysed:
            connection.execute("VACUUM ANALYZE ordercore_orders")
        text = derived_statements.PENDING["order"].postgresql
        plan = connection.execute(f"EXPLAIN {text}".encode(), ("", 200)).fetchall()
        found = connection.execute(text.encode(), ("", 200)).fetchall()

    assert "ordercore_orders_pending" in str(plan)
    assert found == [("pending",)]


def test_rows_come_after_one_of_which_the_order_is_gone(file: Path) -> None:
    """A page begins beyond a place, whether or not anything stands there."""
    with closing(open_sqlite(file)) as store:
        write(store, commit(placed("O-1"), placed("O-3")))
        store.catch_up()

        page = store.derived(STANDING.table, after=DerivedRow("O-2", 7, ()))

        assert [row.order_id for row in page] == ["O-3"]


@pytest.fixture(autouse=True)
def known_statements() -> Iterator[None]:
    """Forget the statements of tables that a test has made up."""
    yield
    for made in (derived_statements.clear, derived_statements.fill, derived_statements.page):
        made.cache_clear()
