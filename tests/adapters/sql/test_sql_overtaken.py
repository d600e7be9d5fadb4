"""What is asked outside of a transaction while somebody else is faster, as a relay does."""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sql_steps import stepping

from ordercore import OrderDesk, World
from ordercore.adapters.memory import CountingIdentity, FixedClock, MemoryPublisher
from ordercore.adapters.sql import (
    SqlStore,
    open_on,
    open_postgres,
    open_postgres_async,
    open_sqlite,
)
from ordercore.adapters.sql.drivers import ATTEMPTS, plain
from ordercore.errors import Conflict, StoreError
from ordercore.ports.outbox import Lane, OutboxState, Outcome
from ordercore.ports.store import Store
from ordercore.testing.crowds import desk_on
from ordercore.testing.crowds.account import Account
from ordercore.testing.crowds.works import Listening, buy
from ordercore.testing.store.outbox import after, settled, take
from ordercore.testing.store.samples import AT, entry, event_entry, telling, write


class Overtaken:
    """A step at which somebody else is faster, so many times."""

    def __init__(self, times: int) -> None:
        self.left = times

    def __call__(self, _: Any) -> None:
        """Fail as the driver would."""
        if self.left:
            self.left -= 1
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY_SNAPSHOT
            raise error


ASKED: dict[str, Callable[[SqlStore], object]] = {
    "take": lambda store: store.take(Lane.EVENTS, limit=1, at=AT, until=after(9)),
    "settle": lambda store: store.settle([settled(entry(), Outcome.DELIVERED)]),
    "outbox": lambda store: store.outbox(OutboxState.WAITING, limit=1),
    "events": lambda store: store.events(entry().stream),
    "load": lambda store: store.load([entry().stream]),
}


@pytest.fixture
def store(tmp_path: Path) -> SqlStore:
    """Give a store in which something waits to be told."""
    store = open_sqlite(tmp_path / "shop.db")
    write(store, telling(entry(), event_entry()))
    return store


@pytest.mark.parametrize("asked", ASKED)
def test_whatever_a_relay_asks_is_asked_again(store: SqlStore, asked: str) -> None:
    """Nothing of it reaches the relay, whose loop would die of it."""
    overtaken = Overtaken(ATTEMPTS - 1)
    stepping(store, overtaken)

    ASKED[asked](store)

    assert overtaken.left == 0


@pytest.mark.parametrize("asked", ASKED)
def test_it_is_not_asked_for_ever(store: SqlStore, asked: str) -> None:
    """Starvation is told as what it is: an error of the store."""
    stepping(store, Overtaken(ATTEMPTS))

    with pytest.raises(StoreError, match=f"overtaken {ATTEMPTS} times in a row"):
        ASKED[asked](store)


def test_on_a_connection_of_the_host_nothing_is_asked_again(tmp_path: Path) -> None:
    """Its transaction is the host's to begin anew, and the host is told at once."""
    open_sqlite(tmp_path / "shop.db").close()
    connection = sqlite3.connect(tmp_path / "shop.db")
    store = open_on(connection, "sqlite")
    overtaken = Overtaken(2)
    ask = store._links.lend().ask

    class Link:
        def ask(self, queries: Any) -> Any:
            overtaken(None)
            return ask(queries)

        def undo(self) -> None: ...

    store._links.lend = Link  # type: ignore[method-assign]
    with pytest.raises(Conflict):
        store.take(Lane.EVENTS, limit=1, at=AT, until=after(9))

    assert overtaken.left == 1
    connection.close()


# On a server


def at_serializable(url: str) -> str:
    """Give the URL of a database where everybody is serializable who says nothing else."""
    mark = "&" if "?" in url else "?"
    return f"{url}{mark}options=-c%20default_transaction_isolation%3Dserializable"


@pytest.mark.parametrize("opened", ["waiting", "awaited"])
def test_a_deadlock_over_entries_is_tried_again(empty_postgres: str, opened: str) -> None:
    """Two settle the same entries, each in another order; the one that is thrown out goes on."""
    psycopg = pytest.importorskip("psycopg", reason="the extra 'dev' brings psycopg")
    store = open_postgres(empty_postgres)
    write(store, telling(entry("O-1"), entry("O-2")))
    some = [settled(one, Outcome.DELIVERED) for one in take(store)]
    lock = "SELECT 1 FROM ordercore_outbox WHERE id = %s FOR UPDATE"

    async def awaited() -> None:
        other = await open_postgres_async(empty_postgres)
        await other.settle(some)
        await other.close()

    with psycopg.connect(empty_postgres) as rival, ThreadPoolExecutor(1) as threads:
        rival.execute("SET deadlock_timeout = '60s'")
        rival.execute(lock, ("O-2",))
        call = (
            (lambda: asyncio.run(awaited())) if opened == "awaited" else lambda: store.settle(some)
        )
        done = threads.submit(call)
        time.sleep(0.5)
        rival.execute(lock, ("O-1",))
        rival.commit()
        done.result(30)

    assert len(store.outbox(OutboxState.DELIVERED, limit=9)) == 2
    store.close()


@pytest.mark.parametrize("opened", ["waiting", "awaited"])
def test_conflicts_are_told_by_a_conflict_alone(
    empty_postgres: str, opened: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing of it stands in a log, wherever in a pipeline the server says no."""
    psycopg = pytest.importorskip("psycopg", reason="the extra 'dev' brings psycopg")
    from ordercore.adapters.sql.psycopg_links import AsyncPooledLinks, PooledLinks

    begin, fails, one = (plain("", text) for text in ("BEGIN", RAISES, "SELECT 1"))

    def wait() -> None:
        links = PooledLinks(empty_postgres, 1)
        try:
            for behind in (0, 1, 30, 300):
                link = links.lend()
                with pytest.raises(psycopg.errors.SerializationFailure):
                    link.ask([begin, fails, *[one] * behind])
                link.undo()
                assert link.ask([one]) == [[(1,)]]
                links.take_back(link)
        finally:
            links.close()

    async def await_() -> None:
        links = AsyncPooledLinks(empty_postgres, 1)
        await links.open()
        try:
            for behind in (0, 1, 30, 300):
                link = await links.lend()
                with pytest.raises(psycopg.errors.SerializationFailure):
                    await link.ask([begin, fails, *[one] * behind])
                await link.undo()
                assert await link.ask([one]) == [[(1,)]]
                await links.take_back(link)
        finally:
            await links.close()

    asyncio.run(await_()) if opened == "awaited" else wait()

    assert caplog.records == []


RAISES = "DO $$ BEGIN RAISE SQLSTATE '40001'; END $$"


def test_relays_hear_of_no_conflict_where_all_is_serializable(empty_postgres: str) -> None:
    """As on engines that know nothing else: sellers and relays compete, each notice comes once."""
    pytest.importorskip("psycopg", reason="the extra 'dev' brings psycopg")
    url = at_serializable(empty_postgres)
    stores = [open_postgres(url) for _ in range(4)]
    desks = [desk_on(store) for store in stores]
    desks[0].receive("A", 1000)
    told = Listening(Account(-1))

    def sell(worker: int) -> None:
        for number in range(15):
            buy(desks[worker], f"{worker}-{number}")

    def tell(worker: int) -> None:
        while not all(done.done() for done in selling) or _waits(stores[worker]):
            desks[worker].deliver_notices(told, limit=5)

    with ThreadPoolExecutor(4) as threads:
        selling = [threads.submit(sell, worker) for worker in (0, 1)]
        for telling_ in [threads.submit(tell, worker) for worker in (2, 3)]:
            telling_.result(120)
        for done in selling:
            done.result(1)

    assert len(told.account.accepted) == len(set(told.account.accepted)) == 30
    for store in stores:
        store.close()


def _waits(store: Store) -> bool:
    return bool(store.outbox(OutboxState.WAITING, limit=1))


def publishing(store: Store) -> OrderDesk:
    """Give a desk that tells other systems of everything."""
    world = World(pools={"MFN": "main"}, publishes=lambda _: True)
    return OrderDesk(store, world=world, clock=FixedClock(AT), identity=CountingIdentity())


def test_a_relay_stands_still_beside_a_host_and_another_one_goes_on(empty_postgres: str) -> None:
    """It has told what an open transaction holds, and notes so when that one has ended."""
    psycopg = pytest.importorskip("psycopg", reason="the extra 'dev' brings psycopg")
    store = open_postgres(empty_postgres)
    first, second = MemoryPublisher(), MemoryPublisher()
    desk = publishing(store)
    desk.receive("A", 5)
    buy(desk, "O-1")
    with psycopg.connect(empty_postgres) as connection, ThreadPoolExecutor(1) as threads:
        buy(publishing(open_on(connection, "postgresql")), "O-2")
        relay = threads.submit(desk.publish_events, first)
        time.sleep(1)
        assert first.events
        assert not relay.done()

        desk.receive("B", 1)
        assert [str(some.stream) for some in desk.publish_events(second).delivered] == [
            "stock/main/B"
        ]

        assert not relay.done()
        connection.commit()
        relay.result(30)
    while desk.publish_events(first):
        pass
    keys = [event.key for publisher in (first, second) for event in publisher.events]
    done = store.outbox(OutboxState.DELIVERED, lane=Lane.EVENTS, limit=999)
    assert sorted(keys) == sorted(some.entry.key for some in done)
    assert store.outbox(OutboxState.WAITING, lane=Lane.EVENTS, limit=1) == ()
    store.close()
