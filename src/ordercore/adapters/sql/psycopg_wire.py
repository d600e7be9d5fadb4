"""What goes over a connection of psycopg: statements sent at once, and their answers.

A cursor of psycopg sends each statement of a pipeline by itself, and looks each time whether an
answer has come; placing an order has a dozen of them, and this cost more than the database.
Here they are put in line by libpq (``psycopg.pq``), go out together, and are answered together.
Who waits and who awaits differ only in how they run :meth:`Wire.exchange`.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import count, islice
from typing import Any

import psycopg
from psycopg import generators
from psycopg.abc import PQGen
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

from ordercore.adapters.sql.asking import Query

MOST_PREPARED = 200
"""How many statements a connection keeps prepared; there are fewer, unless a host adds some."""

WHOLE = ("BEGIN ISOLATION LEVEL READ COMMITTED", "COMMIT")
"""Between which statements a transaction may be one by itself, where the session isolates so too.

Where more is asked for, it is begun and ended by statements: only of PostgreSQL do we know that it
commits what comes up to a synchronisation as a whole, and engines that speak its protocol isolate
more than this by themselves.
"""

READ_COMMITTED = "read committed"

GONE = frozenset({"0A000", "26000"})
"""SQLSTATE: a prepared statement gives other columns by now, or somebody has thrown it away."""

WORKED = frozenset({ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK, ExecStatus.PIPELINE_SYNC})

Kind = tuple[str, tuple[int, ...]]
"""The text of a statement, and the types of its parameters."""


Sending = tuple[str, tuple[int, ...], Sequence[Any] | None, Sequence[int]]
"""A statement that is ready to be sent: its text, and of its parameters the types, the values if it
has any at all, and how these are written."""


class Wire:
    """What one connection sends together, and what was prepared on it."""

    def __init__(
        self, connection: "psycopg.Connection[Any] | psycopg.AsyncConnection[Any]"
    ) -> None:
        self._pgconn = connection.pgconn
        self._adapting = Transformer(connection)
        self._names: dict[Kind, bytes] = {}
        self._numbers = count(1)
        self._sent: list[Kind | None] = []
        """What was put in line: nothing for a statement, and for what prepares one its kind."""
        self.level = ""
        """How isolated a transaction is in this session of which nobody says it."""

    def ready(self, queries: Sequence[Query]) -> list[list[Sending]]:
        """Give what is to be sent for each query, and send nothing.

        What is sent up to a synchronisation is a transaction by itself, which any failure undoes
        as a whole. So of a transaction that is here from its beginning to its end (``WHOLE``) the
        statements that begin and end it stay out.

        Nothing may fail between the first statement that is sent and the last, for what is not
        whole would be committed; so whatever a value is refused for, it is refused here.
        """
        sendings = [self._ready(query) for query in queries]
        if self._is_whole(queries):
            sendings[0] = sendings[-1] = []
        return sendings

    def _is_whole(self, queries: Sequence[Query]) -> bool:
        first, last = queries[0].statement, queries[-1].statement
        return self.level == READ_COMMITTED and (first.postgresql, last.postgresql) == WHOLE

    def _ready(self, query: Query) -> list[Sending]:
        text = query.statement.postgresql
        if not query.many and not query.bound:
            return [(text, (), None, ())]
        adapting, sendings = self._adapting, list[Sending]()
        for bound in query.bound if query.many else (query.bound,):
            values = adapting.dump_sequence(bound, _as_they_are(len(bound)))
            sendings.append((text, adapting.types or (), values, adapting.formats or ()))
        return sendings

    def begin(self) -> None:
        """Begin to put statements in line."""
        self._sent = []
        self._pgconn.enter_pipeline_mode()

    def put(self, sendings: Sequence[Sending]) -> None:
        """Put statements in line, those with parameters prepared when they come first."""
        for text, types, values, formats in sendings:
            if values is None:
                self._pgconn.send_query_params(text.encode(), None)
            else:
                name = self._names.get((text, types)) or self._prepared((text, types))
                self._pgconn.send_query_prepared(name, values, formats)
            self._sent.append(None)

    def _prepared(self, kind: Kind) -> bytes:
        if len(self._names) >= MOST_PREPARED:
            self._names.clear()
            self._pgconn.send_query_params(b"DEALLOCATE ALL", None)
            self._sent.append(("", ()))
        name = self._names[kind] = f"ordercore_{next(self._numbers)}".encode()
        self._pgconn.send_prepare(name, _numbered(kind[0]), kind[1])
        self._sent.append(kind)
        return name

    def exchange(self) -> PQGen[list[PGresult]]:
        """Send what was put in line, and give the result of each statement.

        Raises:
            psycopg.Error: the first one that the server tells of; nothing that was put in line
                beside it has happened then, unless a transaction was ended there.
        """
        self._pgconn.pipeline_sync()
        yield from generators.send(self._pgconn)
        answers: list[list[PGresult]] = []
        while answer := (yield from generators.fetch_many(self._pgconn)):
            answers.append(answer)
            if answer[0].status == ExecStatus.PIPELINE_SYNC:
                self._pgconn.exit_pipeline_mode()
                return self._results(answers)
        raise psycopg.OperationalError("the connection is lost")

    def _results(self, answers: Sequence[Sequence[PGresult]]) -> list[PGresult]:
        results: list[PGresult] = []
        failed: PGresult | None = None
        # The last is of the synchronisation, and before it may be that its commit failed.
        for kind, (result, *_) in zip([*self._sent, None, None], answers, strict=False):
            worked = result.status in WORKED
            if result.status == ExecStatus.FATAL_ERROR and failed is None:
                failed = result
            if kind is None:
                results.append(result)
            elif not worked:
                self._names.pop(kind, None)
        if failed is not None:
            raise self._error(failed)
        return results

    def _error(self, failed: PGresult) -> psycopg.Error:
        error = error_from_result(failed)
        if error.sqlstate in GONE:
            self._names.clear()
        return error

    def answers(
        self,
        queries: Sequence[Query],
        sendings: Sequence[Sequence[Sending]],
        results: Iterable[PGresult],
    ) -> list[Any]:
        """Read results as the answers to queries: rows, or how many rows of a table changed."""
        left, answers = iter(results), list[Any]()
        for query, sent in zip(queries, sendings, strict=True):
            own = list(islice(left, len(sent)))
            if query.many:
                answers.append(sum([result.command_tuples or 0 for result in own]))
            else:
                answers.append([row for result in own for row in self._rows(result)])
        return answers

    def _rows(self, result: PGresult) -> list[tuple[Any, ...]]:
        if result.status != ExecStatus.TUPLES_OK:
            return []
        self._adapting.set_pgresult(result)
        return self._adapting.load_rows(0, result.ntuples, tuple)


@cache
def _as_they_are(count: int) -> Sequence[PyFormat]:
    return [PyFormat.AUTO] * count


def _numbered(text: str) -> bytes:
    """Write the marks of parameters as PostgreSQL knows them."""
    first, *rest = text.split("%s")
    return "".join([first, *(f"${n}{part}" for n, part in enumerate(rest, start=1))]).encode()
