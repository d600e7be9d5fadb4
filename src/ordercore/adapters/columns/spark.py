"""Questions answered by Spark, on a session of the host's."""

from pathlib import Path
from typing import Any

from ordercore.adapters.columns.names import file_name, relation
from ordercore.errors import InvalidValue
from ordercore.metrics.counting import Answer, Question, asked, read


class SparkCounts:
    """Answers questions on a session of Spark, in which the tables have a store's names."""

    def __init__(self, session: Any, seller: str | None = None) -> None:
        """Take a ``SparkSession``, and whose facts are counted where there are several's."""
        self._session = session
        self._seller = seller

    def read_folder(self, folder: str | Path, *tables: str) -> "SparkCounts":
        """Name the files of some derived tables in a folder, or at a URL that Spark reads."""
        for name in tables:
            path = f"{folder}/{file_name(name)}"
            self._session.read.parquet(path).createOrReplaceTempView(relation(name))
        return self

    def ask(self, question: Question) -> Answer:
        """Answer a question.

        Raises:
            InvalidValue: when no such facts are kept here.
        """
        name = relation(question.table.name)
        if not self._session.catalog.tableExists(name):
            raise InvalidValue("table", question.table.name, "one of which rows are kept here")
        found = asked(question, source=name, seller=self._seller)
        rows = self._session.sql(found.text, args=list(found.bound)).collect()
        return read(question, [tuple(row) for row in rows])
