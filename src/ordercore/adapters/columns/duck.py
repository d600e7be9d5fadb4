"""Questions answered by DuckDB, over Parquet files or tables of its own."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ordercore.adapters.columns.names import file_name, relation
from ordercore.errors import ExtraMissing, InvalidValue
from ordercore.metrics.counting import Answer, Question, asked, read

if TYPE_CHECKING:
    import duckdb


class DuckCounts:
    """Answers questions on a connection of DuckDB, in which the tables have a store's names."""

    def __init__(self, connection: "duckdb.DuckDBPyConnection", seller: str | None = None) -> None:
        """Take a connection; ``seller`` is whose facts are counted, where there are several's."""
        self._connection = connection
        self._seller = seller

    def ask(self, question: Question) -> Answer:
        """Answer a question.

        Raises:
            InvalidValue: when no such facts are kept here.
        """
        name = relation(question.table.name)
        found = asked(question, source=name, seller=self._seller)
        known = "SELECT 1 FROM information_schema.tables WHERE table_name = ?"
        if not self._connection.execute(known, [name]).fetchall():
            raise InvalidValue("table", question.table.name, "one of which rows are kept here")
        return read(question, self._connection.execute(found.text, list(found.bound)).fetchall())


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
