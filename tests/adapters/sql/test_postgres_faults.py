"""What goes wrong around a PostgreSQL: connections that break, locks that stay, full disks."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier
from typing import Any

import pytest
from sql_steps import Counting, place, stepping

from ordercore.adapters.sql import (
    AsyncSqlStore,
    Isolation,
    SqlStore,
    open_postgres,
    open_postgres_async,
)
from ordercore.errors import Conflict, StoreError
from ordercore.inventory import Stock
from ordercore.ports.records import Key
from ordercore.service.auditing import audit
from ordercore.service.desk import OrderDesk
from ordercore.testing.crowds import desk_on
from ordercore.testing.postgres import database, find_binaries, postgres
from ordercore.testing.store.samples import commit, placed, write

pytest.importorskip("psycopg", reason="the extra 'dev' brings psycopg")


@pytest.fixture(params=[Isolation.READ_COMMITTED, Isolation.SERIALIZABLE], ids=lambda one: one.name)
def store(request: pytest.FixtureRequest, empty_postgres: str) -> Iterator[SqlStore]:
    """Give an empty store with two connections at most, and close it after the test."""
    store = open_postgres(empty_postgres, isolation=request.param, connections=2)
    yield store
    store.close()


@pytest.fixture
def desk(store: SqlStore) -> Iterator[OrderDesk]:
    """Give a desk with enough of everything, and audit it after the test."""
    desk = desk_on(store)
    for sku in ("A", "B", "C"):
        desk.receive(sku, 10_000)
    yield desk
    assert audit(store).differences == ()


@pytest.fixture
def administrator(empty_postgres: str) -> Iterator[Any]:
    """Give a connection that is nobody's but the test's."""
    import psycopg

    with psycopg.connect(empty_postgres, autocommit=True) as connection:
        yield connection


END = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid = %s"

END_OTHERS = """SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""


# Connections


def test_a_connection_that_breaks_at_any_step_leaves_nothing_half_done(
    store: SqlStore, desk: OrderDesk, administrator: Any
) -> None:
    """The caller is told by a store error; the next call works, and the same id gives the whole.

    Only where it breaks after the last answer nobody ever learns of it.
    """

    def end(connection: Any) -> None:
        administrator.execute(END, (connection.info.backend_pid,))

    stepping(store, counting := Counting(act=end))
    place(desk, "O-0")
    steps, told = counting.passed, []
    for number in range(1, steps + 1):
        counting.number, counting.passed = number, 0
        try:
            place(desk, f"O-{number}")
        except StoreError:
            told.append(number)
        counting.number = 0
        place(desk, f"O-{number}")
        assert len(desk.timeline(f"O-{number}")) == 1

    assert told == list(range(1, steps))
    orders = len(desk.find())
    assert orders == steps + 1
    assert [desk.stock(sku).reserved for sku in "ABC"] == [4 * orders, 4 * orders, 2 * orders]


def test_connections_that_ended_while_nobody_used_them_are_noticed_by_nobody(
    store: SqlStore, desk: OrderDesk, administrator: Any
) -> None:
    """The whole pool is lost, as by a restart of the server; the next calls get new connections."""
    occupy_two(store)
    administrator.execute(END_OTHERS)

    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(lambda _: desk.receive("A", 1, cause="once"), range(8)))

    assert [some.on_hand for some in found] == [10_001] * 8


def test_an_awaited_pool_notices_nothing_either(empty_postgres: str, administrator: Any) -> None:
    """The same for a store in an event loop; and a break in the middle is a store error there."""

    async def break_in_the_middle(store: AsyncSqlStore) -> None:
        async with store.transaction() as transaction:
            await transaction.load((Key("order", "x"),))
            await asyncio.to_thread(administrator.execute, END_OTHERS)
            await transaction.load((Key("order", "y"),))

    async def story() -> tuple[int, int]:
        store = await open_postgres_async(empty_postgres, connections=2)
        try:
            before = len(await store.stocks())
            await asyncio.to_thread(administrator.execute, END_OTHERS)
            after = len(await store.stocks())
            with pytest.raises(StoreError):
                await break_in_the_middle(store)
            return before + after, len(await store.stocks())
        finally:
            await store.close()

    assert asyncio.run(story()) == (0, 0)


def test_a_connection_whose_commits_fail_can_commit_again(empty_postgres: str) -> None:
    """However often it has committed before, and however often that failed."""
    with closing(open_postgres(empty_postgres, connections=1)) as store:
        for number in range(20):
            write(store, commit(placed(f"O-{number}")))
            for _ in range(number % 3):
                with pytest.raises(Conflict):
                    write(store, commit(placed(f"O-{number}")))


def occupy_two(store: SqlStore) -> None:
    """Use two connections of a store at once, so that its pool has two."""
    both = Barrier(2)

    def occupy(_: int) -> None:
        with store.transaction() as transaction:
            transaction.load((Key("order", "x"),))
            both.wait(30)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(occupy, range(2)))


# Locks


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch, empty_postgres: str) -> Iterator[SqlStore]:
    """Give a store that waits for no lock longer than a second."""
    monkeypatch.setattr("ordercore.adapters.sql.psycopg_links.BUSY_SECONDS", 1)
    store = open_postgres(empty_postgres)
    yield store
    store.close()


def test_a_row_that_stays_locked_is_told_after_the_wait(
    impatient: SqlStore, administrator: Any
) -> None:
    """R15: somebody forgot a transaction; nobody waits for ever, and afterwards all goes on."""
    desk = desk_on(impatient)
    desk.receive("A", 1)
    with administrator.transaction():
        administrator.execute("SELECT 1 FROM ordercore_stocks FOR UPDATE")
        begun = time.monotonic()

        with pytest.raises(StoreError, match="lock timeout"):
            desk.receive("A", 1)

        assert time.monotonic() - begun < 10

    assert desk.receive("A", 1) == Stock("A", "main", 2)


def test_a_wait_that_the_url_names_is_kept(empty_postgres: str, administrator: Any) -> None:
    """Whoever has chosen one knows better."""
    mark = "&" if "?" in empty_postgres else "?"
    store = open_postgres(f"{empty_postgres}{mark}options=-c%20lock_timeout%3D123ms")
    link = store._links.lend()
    found = link.connection.execute("SHOW lock_timeout").fetchone()
    store._links.take_back(link)
    store.close()

    assert found == ("123ms",)


# Servers


@pytest.mark.long
def test_a_server_that_crashes_loses_nothing_that_was_answered() -> None:
    """Each time one of its processes is killed it throws everybody out, and recovers.

    Callers who were told of an error ask again under the same id.
    """
    import psycopg

    try:
        programs = find_binaries()
    except StoreError as error:
        pytest.skip(str(error))
    with postgres(durable=True, binaries=programs) as server, database(server) as url:
        store = open_postgres(url, connections=2)
        desk, errors = desk_on(store), 0
        for sku in ("A", "B", "C"):
            desk.receive(sku, 10_000)
        for number in range(60):
            if number % 25 == 7:
                with psycopg.connect(server, autocommit=True) as victim:
                    os.kill(victim.info.backend_pid, signal.SIGKILL)
            while True:
                try:
                    place(desk, f"O-{number}")
                    break
                except StoreError:
                    errors += 1
                    assert errors < 100
                    time.sleep(0.05)

        assert {order.id for order in desk.find()} == {f"O-{number}" for number in range(60)}
        assert desk.stock("A").reserved == 4 * 60
        assert audit(store).differences == ()
        store.close()
