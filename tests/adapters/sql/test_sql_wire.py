"""What goes over a connection to PostgreSQL together: all of it happens, or none."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from ordercore.adapters.sql.asking import Query, each, same
from ordercore.adapters.sql.drivers import plain

psycopg = pytest.importorskip("psycopg", reason="the extra 'dev' brings psycopg")

from ordercore.adapters.sql import psycopg_wire  # noqa: E402
from ordercore.adapters.sql.psycopg_links import (  # noqa: E402
    AsyncPooledLinks,
    PooledLinks,
    PsycopgLink,
)

BEGIN = plain("", "BEGIN ISOLATION LEVEL READ COMMITTED")
COMMIT = plain("", "COMMIT")
FAILS = plain("", "DO $$ BEGIN RAISE SQLSTATE '40001'; END $$")
COUNT = plain("", "SELECT count(*) FROM wired")

INSERT = same("INSERT INTO wired VALUES (?, ?, ?)")
"""A number, a text and bytes."""

Links = Callable[..., PooledLinks]


def row(number: int | None, text: str | None = "a", data: bytes | None = b"\0%s") -> Query:
    """Give a query that inserts a row."""
    return Query(INSERT, (number, text, data))


@pytest.fixture
def administrator(postgres_url: str) -> Iterator[Any]:
    """Give a connection that is nobody's but the test's, beside an empty table."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS wired")
        connection.execute("CREATE TABLE wired (number bigint PRIMARY KEY, text text, data bytea)")
        yield connection
        connection.execute("DROP TABLE wired")


@pytest.fixture
def links(administrator: Any, postgres_url: str) -> Iterator[PooledLinks]:
    """Give links of one connection."""
    some = PooledLinks(postgres_url, 1)
    yield some
    some.close()


@pytest.fixture
def link(links: PooledLinks) -> Iterator[PsycopgLink]:
    """Give a link, and take it back."""
    lent = links.lend()
    yield lent
    lent.undo()
    links.take_back(lent)


def numbers(administrator: Any) -> list[int]:
    """Give the numbers that are in the table."""
    found = administrator.execute("SELECT number FROM wired ORDER BY 1").fetchall()
    return [number for (number,) in found]


# Answers


def test_each_query_has_its_answer(link: PsycopgLink) -> None:
    """Rows of what is asked once, and how many rows what is done for several has changed."""
    look = same("SELECT number, text, data FROM wired WHERE number >= ? ORDER BY number")
    several = each(INSERT, [(2, None, None), (3, "ä", b"")])
    renamed = each(same("UPDATE wired SET text = ? WHERE number = ?"), [("x", 1), ("x", 9)])

    answers = link.ask([BEGIN, row(1), several, renamed, Query(look, (1,)), COMMIT])

    found = [(1, "x", b"\0%s"), (2, None, None), (3, "ä", b"")]
    assert answers == [[], [], 2, 1, found, []]
    assert link.ask([Query(look, (3,))]) == [found[2:]]
    assert link.ask([each(INSERT, [(4, None, None)])]) == [1]


def test_a_transaction_that_is_whole_needs_no_statements_around_it(
    links: PooledLinks, administrator: Any
) -> None:
    """Where the session says how isolated it is; else it is begun and ended by statements."""
    link = links.lend()
    level = plain("", "SHOW transaction_isolation")
    serializable = plain("", "BEGIN ISOLATION LEVEL SERIALIZABLE")

    def sent(queries: Sequence[Query]) -> list[int]:
        return [len(some) for some in link.connection.wire.ready(queries)]

    assert link.ask([BEGIN, level, COMMIT]) == [[], [("read committed",)], []]
    assert sent([BEGIN, level, COMMIT]) == [0, 1, 0]
    assert link.ask([serializable, level, COMMIT]) == [[], [("serializable",)], []]
    assert sent([serializable, level, COMMIT]) == [1, 1, 1]
    assert sent([BEGIN, level]) == [1, 1]
    assert sent([level, COMMIT]) == [1, 1]
    links.take_back(link)


def test_where_the_session_isolates_more_a_transaction_is_begun_and_ended(
    administrator: Any, postgres_url: str
) -> None:
    """Also one that is to be as the session has it: engines with that may not keep it together."""
    mark = "&" if "?" in postgres_url else "?"
    url = f"{postgres_url}{mark}options=-c%20default_transaction_isolation%3Dserializable"
    links, level = PooledLinks(url, 1), plain("", "SHOW transaction_isolation")
    link = links.lend()

    for asked in ("read committed", "serializable"):
        queries = [plain("", f"BEGIN ISOLATION LEVEL {asked.upper()}"), level, COMMIT]
        assert link.ask(queries) == [[], [(asked,)], []]
        assert [len(some) for some in link.connection.wire.ready(queries)] == [1, 1, 1]

    links.take_back(link)
    links.close()


# All or nothing


@pytest.mark.parametrize("behind", [0, 1, 400])
def test_a_statement_that_fails_undoes_what_went_with_it(
    link: PsycopgLink, administrator: Any, behind: int
) -> None:
    """Whatever stands before it or behind it; the connection works on."""
    rest = [row(number) for number in range(10, 10 + behind)]

    with pytest.raises(psycopg.errors.SerializationFailure):
        link.ask([BEGIN, row(1), row(2), FAILS, *rest, COMMIT])

    assert numbers(administrator) == []
    link.undo()
    link.ask([BEGIN, row(1), *rest, COMMIT])
    assert len(numbers(administrator)) == 1 + behind


def test_a_key_that_is_there_undoes_what_went_with_it(
    link: PsycopgLink, administrator: Any
) -> None:
    """It is found by the database, in the middle of the line."""
    link.ask([row(2)])

    with pytest.raises(psycopg.errors.UniqueViolation):
        link.ask([BEGIN, row(1), row(2), row(3), COMMIT])

    assert numbers(administrator) == [2]


def test_what_fails_at_the_very_end_is_told_and_undone(
    link: PsycopgLink, administrator: Any
) -> None:
    """A trigger of the host's may wait for the commit, which has no statement of its own."""
    administrator.execute(
        "CREATE OR REPLACE FUNCTION wired_fails() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE SQLSTATE '40001'; END $$"
    )
    administrator.execute(
        "CREATE CONSTRAINT TRIGGER wired_late AFTER INSERT ON wired DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW WHEN (NEW.number = 13) EXECUTE FUNCTION wired_fails()"
    )

    for number in (13, 12):
        queries = [BEGIN, row(number), row(number + 100), COMMIT]
        if number == 13:
            with pytest.raises(psycopg.errors.SerializationFailure):
                link.ask(queries)
            link.undo()
            assert numbers(administrator) == []
        else:
            assert link.ask(queries) == [[], [], [], []]

    assert numbers(administrator) == [12, 112]
    administrator.execute("DROP FUNCTION wired_fails CASCADE")


def test_a_value_that_no_text_can_be_is_refused_before_anything_is_sent(
    link: PsycopgLink, administrator: Any
) -> None:
    """Else what stands before it would be committed by whatever ends the line."""
    with pytest.raises(psycopg.DataError):
        link.ask([BEGIN, row(1), row(2, "a\0b"), COMMIT])

    link.undo()
    assert numbers(administrator) == []
    assert link.ask([COUNT]) == [[(0,)]]


class Interrupted(BaseException):
    """Somebody pressed the keys that end a program."""


@pytest.mark.parametrize("number", range(6))
def test_an_interruption_at_any_statement_commits_nothing(
    links: PooledLinks, administrator: Any, number: int
) -> None:
    """A line that is not whole is never ended: its connection is closed."""
    link = links.lend()
    sent, count = link._sent, iter(range(99))

    def interrupted(sendings: Any) -> None:
        sent(sendings)
        link.connection.pgconn.flush()
        if next(count) == number:
            raise Interrupted

    link._sent = interrupted  # type: ignore[method-assign]
    with pytest.raises(Interrupted):
        link.ask([BEGIN, row(1), row(2), row(3), row(4), COMMIT])
    link.undo()
    links.take_back(link)

    assert numbers(administrator) == []
    again = links.lend()
    assert again.ask([BEGIN, row(1), COMMIT]) == [[], [], []]
    links.take_back(again)


def test_an_interruption_before_the_answers_closes_the_connection(
    links: PooledLinks, administrator: Any
) -> None:
    """Nobody would read them, and the next caller must not."""
    link = links.lend()
    link._put([BEGIN, row(1), COMMIT])

    link.undo()
    links.take_back(link)

    assert numbers(administrator) == []
    again = links.lend()
    assert again.ask([COUNT]) == [[(0,)]]
    links.take_back(again)


@pytest.mark.parametrize("number", range(6))
def test_a_backend_that_is_killed_at_any_statement_leaves_nothing(
    links: PooledLinks, administrator: Any, number: int
) -> None:
    """The server has got that part, and no more; nothing of it was committed."""
    link = links.lend()
    sent, count = link._sent, iter(range(99))

    def killed(sendings: Any) -> None:
        sent(sendings)
        link.connection.pgconn.flush()
        if next(count) == number:
            pid = link.connection.info.backend_pid
            administrator.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))

    link._sent = killed  # type: ignore[method-assign]
    with pytest.raises(psycopg.OperationalError):
        link.ask([BEGIN, row(1), row(2), row(3), row(4), COMMIT])
    link.undo()
    links.take_back(link)

    assert numbers(administrator) == []
    again = links.lend()
    assert again.ask([BEGIN, row(1), COMMIT]) == [[], [], []]
    links.take_back(again)


def test_a_task_that_is_cancelled_while_it_waits_leaves_nothing(
    administrator: Any, postgres_url: str
) -> None:
    """And its connection, if it is kept, is as good as new."""

    async def story() -> list[Any]:
        links = AsyncPooledLinks(postgres_url, 1)
        await links.open()
        link = await links.lend()
        waits = plain("", "SELECT pg_sleep(30)")
        task = asyncio.create_task(link.ask([BEGIN, row(1), waits, COMMIT]))
        await asyncio.sleep(0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await link.undo()
        await links.take_back(link)
        again = await links.lend()
        answers = await again.ask([BEGIN, row(2), COUNT, COMMIT])
        await links.take_back(again)
        await links.close()
        return answers

    assert asyncio.run(story()) == [[], [], [(1,)], []]
    assert numbers(administrator) == [2]


def test_a_line_longer_than_all_buffers_goes_through(link: PsycopgLink) -> None:
    """Megabytes in both directions: nobody waits for the other to read first."""
    data, texts = b"x" * 100_000, same("SELECT ?::text")
    queries = [
        some
        for number in range(60)
        for some in (row(number, "a", data), Query(texts, ("y" * 100_000,)))
    ]
    done: list[Any] = []

    waiting = threading.Thread(target=lambda: done.append(link.ask([BEGIN, *queries, COMMIT])))
    waiting.start()
    waiting.join(60)

    assert not waiting.is_alive()
    assert [answer for answer in done[0] if answer] == [[("y" * 100_000,)]] * 60


# What is prepared


def prepared(link: PsycopgLink) -> int:
    """Count what the server has prepared for a connection."""
    ((count,),) = link.ask([plain("", "SELECT count(*) FROM pg_prepared_statements")])[0]
    return int(count)


def test_a_statement_is_prepared_once_whatever_fails(link: PsycopgLink) -> None:
    """It stays so when its transaction is undone, and one that was never reached is not."""
    look = Query(same("SELECT ?::bigint"), (1,))
    for _ in range(3):
        with pytest.raises(psycopg.errors.SerializationFailure):
            link.ask([BEGIN, row(1), FAILS, look, COMMIT])
        assert prepared(link) == 1
    for number in range(3):
        assert link.ask([BEGIN, row(number), look, COMMIT])[2] == [(1,)]
        assert prepared(link) == 2


def test_statements_that_somebody_threw_away_are_prepared_again(link: PsycopgLink) -> None:
    """The first to find out is told; the next one works."""
    link.ask([row(1)])
    link.ask([plain("", "DEALLOCATE ALL")])

    with pytest.raises(psycopg.errors.InvalidSqlStatementName):
        link.ask([row(2)])

    assert link.ask([row(3)]) == [[]]


def test_statements_whose_columns_changed_are_prepared_again(
    link: PsycopgLink, administrator: Any
) -> None:
    """As when somebody migrates the tables while others are connected."""
    look = Query(same("SELECT * FROM wired WHERE number = ?"), (1,))
    link.ask([row(1), look])
    administrator.execute("ALTER TABLE wired ADD COLUMN more bigint")

    with pytest.raises(psycopg.errors.FeatureNotSupported):
        link.ask([look])

    assert link.ask([look]) == [[(1, "a", b"\0%s", None)]]


def test_no_more_statements_stay_prepared_than_a_few_hundred(
    link: PsycopgLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With more of them all are thrown away, in the middle of a line too."""
    monkeypatch.setattr(psycopg_wire, "MOST_PREPARED", 3)
    several = [Query(same(f"SELECT ?::bigint + {number}"), (1,)) for number in range(5)]

    for _ in range(2):
        assert link.ask(several) == [[(1 + number,)] for number in range(5)]
        assert prepared(link) <= 3
