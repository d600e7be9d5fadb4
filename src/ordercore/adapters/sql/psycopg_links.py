"""Connections of psycopg at work, each kind from its pool."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, LiteralString

import psycopg
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.types.numeric import Int8BinaryDumper
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from ordercore.adapters.sql.asking import Query

BUSY_SECONDS = 30
"""How long a statement waits for a lock of somebody else's."""

LOCK_TIMEOUT = """SELECT set_config('lock_timeout', %s, false)
WHERE current_setting('lock_timeout') = '0'"""
"""Sets it where neither the server nor the URL has set another; 0 would wait for ever."""

AUTOCOMMIT = {"autocommit": True}
"""Transactions begin and end by statements of ours, which can be sent with others."""


class FirstError:
    """The first error of a pipeline, which is kept until the pipeline has ended.

    One that is left by an error would log what it then comes upon as a warning; and that is but
    what follows from the first.
    """

    def __init__(self) -> None:
        self._error: psycopg.Error | None = None

    @contextmanager
    def kept(self) -> Generator[None, None, None]:
        """Keep an error, and let the pipeline end."""
        try:
            yield
        except psycopg.Error as error:
            self._error = error

    @contextmanager
    def told(self) -> Generator[None, None, None]:
        """Raise it afterwards; if there was none, whatever comes at the end is the first."""
        try:
            yield
        except psycopg.Error:
            if self._error is None:
                raise
        if self._error is not None:
            raise self._error


class PsycopgLink:
    """A connection that waits."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self.connection = connection

    def ask(self, queries: Sequence[Query]) -> list[Any]:
        """Send all queries at once, and wait for the answers once."""
        if len(queries) == 1 and _is_single(queries[0]):
            return [_answer(self._sent(queries[0]), queries[0])]
        first, cursors = FirstError(), list["psycopg.Cursor[Any]"]()
        with first.told(), self.connection.pipeline(), first.kept():
            cursors += [self._sent(query) for query in queries]
        return [_answer(cursor, query) for cursor, query in zip(cursors, queries, strict=True)]

    def _sent(self, query: Query) -> "psycopg.Cursor[Any]":
        cursor, text = self.connection.cursor(), _text(query)
        if _is_single(query):
            return cursor.execute(text, _once(query), prepare=_prepare(query))
        cursor.executemany(text, query.bound)
        return cursor

    def undo(self) -> None:
        """Roll back, if anything was begun."""
        if self.connection.info.transaction_status is not TransactionStatus.IDLE:
            # One that cannot even do that is broken, and thrown away when it is taken back.
            with suppress(psycopg.Error):
                self.connection.execute("ROLLBACK", prepare=False)


class AsyncPsycopgLink:
    """A connection that is awaited."""

    def __init__(self, connection: "psycopg.AsyncConnection[Any]") -> None:
        self.connection = connection

    async def ask(self, queries: Sequence[Query]) -> list[Any]:
        """Send all queries at once, and await the answers once."""
        if len(queries) == 1 and _is_single(queries[0]):
            return [await _awaited(await self._sent(queries[0]), queries[0])]
        first, cursors = FirstError(), list["psycopg.AsyncCursor[Any]"]()
        with first.told():
            async with self.connection.pipeline():
                with first.kept():
                    cursors += [await self._sent(query) for query in queries]
        return [await _awaited(cursor, q) for cursor, q in zip(cursors, queries, strict=True)]

    async def _sent(self, query: Query) -> "psycopg.AsyncCursor[Any]":
        cursor, text = self.connection.cursor(), _text(query)
        if _is_single(query):
            return await cursor.execute(text, _once(query), prepare=_prepare(query))
        await cursor.executemany(text, query.bound)
        return cursor

    async def undo(self) -> None:
        """Roll back, if anything was begun."""
        if self.connection.info.transaction_status is not TransactionStatus.IDLE:
            with suppress(psycopg.Error):
                await self.connection.execute("ROLLBACK", prepare=False)


class PooledLinks:
    """Connections of a pool, for threads that share it."""

    def __init__(self, url: str, connections: int) -> None:
        # The first one is made here, so that whoever cannot connect learns it at once and why.
        psycopg.connect(url).close()
        self._pool: ConnectionPool[psycopg.Connection[Any]] = ConnectionPool(
            url,
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
        self._pool: AsyncConnectionPool[psycopg.AsyncConnection[Any]] = AsyncConnectionPool(
            url,
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


def _make_ready(connection: "psycopg.Connection[Any]") -> None:
    """Let numbers always go out as one type, so that a statement is prepared once."""
    connection.adapters.register_dumper(int, Int8BinaryDumper)
    connection.execute(LOCK_TIMEOUT, (f"{BUSY_SECONDS}s",))


async def _make_ready_too(connection: "psycopg.AsyncConnection[Any]") -> None:
    connection.adapters.register_dumper(int, Int8BinaryDumper)
    await connection.execute(LOCK_TIMEOUT, (f"{BUSY_SECONDS}s",))


def _text(query: Query) -> LiteralString:
    # Every statement is a constant of ours, though put together of parts.
    text: Any = query.statement.postgresql
    return text  # type: ignore[no-any-return]


def _is_single(query: Query) -> bool:
    """Tell whether there is only one row of parameters, so that running it once will do."""
    return not query.many or len(query.bound) == 1


def _once(query: Query) -> Any:
    return query.bound[0] if query.many else query.bound


def _prepare(query: Query) -> bool:
    """Prepare what has parameters, and comes again and again; and nothing else, ever.

    Left to itself, psycopg would prepare the fifth ``COMMIT``; where that one is skipped, because
    something before it in the pipeline failed, it takes it for prepared all the same (3.3), and
    the connection could never commit again.
    """
    return bool(query.bound)


def _answer(cursor: "psycopg.Cursor[Any]", query: Query) -> Any:
    if query.many:
        return cursor.rowcount
    return cursor.fetchall() if _gave_rows(cursor) else []


async def _awaited(cursor: "psycopg.AsyncCursor[Any]", query: Query) -> Any:
    if query.many:
        return cursor.rowcount
    return await cursor.fetchall() if _gave_rows(cursor) else []


def _gave_rows(cursor: "psycopg.Cursor[Any] | psycopg.AsyncCursor[Any]") -> bool:
    """Tell whether a statement answers with rows; ``description`` would say so too, at length."""
    result = cursor.pgresult
    return result is not None and result.status == ExecStatus.TUPLES_OK
