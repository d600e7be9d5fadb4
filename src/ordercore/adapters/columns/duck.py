"""Questions and filters answered by DuckDB, over Parquet files or tables of its own."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ordercore.adapters.columns.names import file_name, relation
from ordercore.errors import ExtraMissing, InvalidValue
from ordercore.kernel.ids import OrderId
from ordercore.kernel.time import instant
from ordercore.metrics.counting import Answer, Question, asked, read
from ordercore.queries.filtering import Expression, Viewpoint, parse
from ordercore.queries.searching import SEARCH, SEARCHED, bounds

if TYPE_CHECKING:
    import duckdb


class DuckCounts:
    """Answers on a connection of DuckDB, in which the tables have a store's names."""

    def __init__(self, connection: "duckdb.DuckDBPyConnection", seller: str | None = None) -> None:
        """Take a connection; ``seller`` is whose facts are counted, where there are several's."""
        self._connection = connection
        self._seller = seller

    def ask(self, question: Question) -> Answer:
        """Answer a question.

        Raises:
            InvalidValue: when no such facts are kept here.
        """
        self._check(question.table.name)
        source = relation(question.table.name)
        found = asked(question, source=source, seller=self._seller)
        return read(question, self._connection.execute(found.text, list(found.bound)).fetchall())

    def find(
        self,
        wanted: Expression | str,
        *,
        at: object,
        zone: str = "UTC",
        limit: int | None = None,
    ) -> tuple[OrderId, ...]:
        """Give the ids of the orders that a filter means, by placement and then by id.

        It means what it means at a desk, seen at a moment and by the days of a zone. What only
        the orders themselves can tell, such as which holds have ended by then, rows do not.

        Raises:
            BadFilter: when the text of a filter cannot be read.
            InvalidValue: when that is no moment, zone or number, the filter asks what rows do not
                tell, or no rows of a search are kept here.
        """
        expression = parse(wanted) if isinstance(wanted, str) else wanted
        if not isinstance(expression, Expression):
            raise InvalidValue("wanted", wanted, "a filter, or its text")
        if limit is not None and (type(limit) is not int or limit < 1):
            raise InvalidValue("limit", limit, "a number, 1 or more")
        found = bounds(expression, Viewpoint(instant(at), zone))
        if not found.is_exact:
            raise InvalidValue("wanted", str(expression), "a filter that rows alone can answer")
        for table in SEARCHED:
            self._check(table.name)
        text, bound = found.may
        conditions, values = [text], list(bound)
        if self._seller is not None:
            conditions, values = ["s.seller = ?", text], [self._seller, *bound]
        several = "" if limit is None else f" LIMIT {limit}"
        rows = self._connection.execute(
            f"SELECT s.order_id FROM {relation(SEARCH.name)} AS s"  # noqa: S608
            f" WHERE {' AND '.join(conditions)} ORDER BY s.placed_at, s.order_id{several}",
            values,
        )
        return tuple([id for (id,) in rows.fetchall()])

    def _check(self, table: str) -> None:
        known = "SELECT 1 FROM information_schema.tables WHERE table_name = ?"
        if not self._connection.execute(known, [relation(table)]).fetchall():
            raise InvalidValue("table", table, "one of which rows are kept here")


def open_folder(folder: str | Path, *tables: str, seller: str | None = None) -> DuckCounts:
    """Answer questions over the files of some derived tables in a folder.

    Raises:
        ExtraMissing: when the extra ``analytics`` is not installed.
        InvalidValue: when there is no file of a table.
    """
    connection = _loaded().connect(":memory:")
    for name in tables:
        path = Path(folder) / file_name(name)
        if not path.exists():
            raise InvalidValue("folder", str(folder), f"a folder that holds {path.name}")
        connection.read_parquet(str(path)).create_view(relation(name))
    return DuckCounts(connection, seller)


def _loaded() -> Any:
    try:
        import duckdb
    except ImportError:
        raise ExtraMissing("analytics", "duckdb") from None
    return duckdb
