"""Connections of psycopg at work, each kind from its pool."""

from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any, Generic, TypeVar

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.types.numeric import Int8BinaryDumper
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from ordercore.adapters.sql.asking import Query
from ordercore.adapters.sql.psycopg_wire import Sending, Wire

BUSY_SECONDS = 30
"""How long a statement waits for a lock of somebody else's."""

LOCK_TIMEOUT = """SELECT set_config('lock_timeout', %s, false)
WHERE current_setting('lock_timeout') = '0'"""
"""Sets it where neither the server nor the URL has set another; 0 would wait for ever."""

LEVEL = "SHOW default_transaction_isolation"
"""How isolated transactions are in a session where they do not say it."""

AUTOCOMMIT = {"autocommit": True}
"""Transactions begin and end by statements of ours, which can be sent with others or left out."""


class WaitingConnection(psycopg.Connection[Any]):
    """A connection that waits, with what was prepared on it."""

    @cached_property
    def wire(self) -> Wire:
        """What it sends together."""
        return Wire(self)


class AwaitedConnection(psycopg.AsyncConnection[Any]):
    """A connection that is awaited, with what was prepared on it."""

    @cached_property
    def wire(self) -> Wire:
        """What it sends together."""
        return Wire(self)


C = TypeVar("C", bound=WaitingConnection | AwaitedConnection)


class Sender(Generic[C]):
    """A connection at work, and how it puts queries in line."""

    def __init__(self, connection: C) -> None:
        self.connection = connection

    def _put(self, queries: Sequence[Query]) -> list[list[Sending]]:
        """Put queries in line, and give what goes out for each of them."""
        wire = self.connection.wire
        sendings = wire.ready(queries)
        wire.begin()
        try:
            for some in sendings:
                self._sent(some)
        except BaseException:
            # Whatever ends a line that is not whole would commit a part of it.
            self.connection.pgconn.finish()
            raise
        return sendings

    def _sent(self, sendings: Sequence[Sending]) -> None:
        self.connection.wire.put(sendings)

    def _has_begun(self) -> bool:
        """Tell whether there is something to roll back.

        Where somebody was interrupted before the answers were there, closing does it.
        """
        if self.connection.pgconn.pipeline_status:
            self.connection.pgconn.finish()
        return self.connection.info.transaction_status is not TransactionStatus.IDLE


class PsycopgLink(Sender[WaitingConnection]):
    """A connection that waits."""

    def ask(self, queries: Sequence[Query]) -> list[Any]:
        """Send all queries at once, and wait for the answers once."""
        wire, sendings = self.connection.wire, self._put(queries)
        return wire.answers(queries, sendings, self.connection.wait(wire.exchange()))

    def undo(self) -> None:
        """Roll back, if anything was begun."""
        if self._has_begun():
            # One that cannot even do that is broken, and thrown away when it is taken back.
            with suppress(psycopg.Error):
                self.connection.execute("ROLLBACK", prepare=False)


class AsyncPsycopgLink(Sender[AwaitedConnection]):
    """A connection that is awaited."""

    async def ask(self, queries: Sequence[Query]) -> list[Any]:
        """Send all queries at once, and await the answers once."""
        wire, sendings = self.connection.wire, self._put(queries)
        return wire.answers(queries, sendings, await self.connection.wait(wire.exchange()))

    async def undo(self) -> None:
        """Roll back, if anything was begun."""
        if self._has_begun():
            with suppress(psycopg.Error):
                await self.connection.execute("ROLLBACK", prepare=False)


class PooledLinks:
    """Connections of a pool, for threads that share it."""

    def __init__(self, url: str, connections: int) -> None:
        # The first one is made here, so that whoever cannot connect learns it at once and why.
        psycopg.connect(url).close()
        self._pool: ConnectionPool[WaitingConnection] = ConnectionPool(
            url,
            connection_class=WaitingConnection,
            min_size=1,
            max_size=connections,
            kwargs=AUTOCOMMIT,
            configure=_make_ready,
            open=True,
        )

    def lend(self) -> PsycopgLink:
        """Give a connection out of the pool that has not ended since it was last used."""
        while _has_ended(connection := self._pool.getconn()):
            self._pool.putconn(connection)
        return PsycopgLink(connection)

    def take_back(self, link: PsycopgLink) -> None:
        """Put it back, or throw it away when it broke."""
        self._pool.putconn(link.connection)

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class AsyncPooledLinks:
    """Connections of a pool, for tasks that share it."""

    def __init__(self, url: str, connections: int) -> None:
        self._url = url
        self._pool: AsyncConnectionPool[AwaitedConnection] = AsyncConnectionPool(
            url,
            connection_class=AwaitedConnection,
            min_size=1,
            max_size=connections,
            kwargs=AUTOCOMMIT,
            configure=_make_ready_too,
            open=False,
        )

    async def open(self) -> None:
        """Connect."""
        await (await psycopg.AsyncConnection.connect(self._url)).close()
        await self._pool.open()

    async def lend(self) -> AsyncPsycopgLink:
        """Give a connection out of the pool that has not ended since it was last used."""
        while _has_ended(connection := await self._pool.getconn()):
            await self._pool.putconn(connection)
        return AsyncPsycopgLink(connection)

    async def take_back(self, link: AsyncPsycopgLink) -> None:
        """Put it back, or throw it away when it broke."""
        await self._pool.putconn(link.connection)

    async def close(self) -> None:
        """Close all connections."""
        await self._pool.close()


def _has_ended(connection: "psycopg.Connection[Any] | psycopg.AsyncConnection[Any]") -> bool:
    """Tell whether the server has hung up on a connection that nobody used; it asks nobody."""
    try:
        connection.pgconn.consume_input()  # its last words, if there are any
        connection.pgconn.consume_input()
    except psycopg.OperationalError:
        return True
    return False


def _make_ready(connection: WaitingConnection) -> None:
    """Let numbers always go out as one type, so that a statement is prepared once."""
    connection.adapters.register_dumper(int, Int8BinaryDumper)
    connection.execute(LOCK_TIMEOUT, (f"{BUSY_SECONDS}s",))
    connection.wire.level = _level(connection.execute(LEVEL).fetchone())


async def _make_ready_too(connection: AwaitedConnection) -> None:
    connection.adapters.register_dumper(int, Int8BinaryDumper)
    await connection.execute(LOCK_TIMEOUT, (f"{BUSY_SECONDS}s",))
    connection.wire.level = _level(await (await connection.execute(LEVEL)).fetchone())


def _level(row: tuple[Any, ...] | None) -> str:
    return "" if row is None else str(row[0])
