"""Questions over Parquet by DuckDB: the contract, and files that are whole or not there."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ordercore.adapters.columns import DuckCounts, open_folder, write_parquet
from ordercore.errors import InvalidValue
from ordercore.kernel.ids import OrderId
from ordercore.orders.derived import Cells
from ordercore.ports.counts import Counts
from ordercore.testing import CountsConformance
from ordercore.testing.counts import FACTS, QUESTIONS, TABLE, expected, rows_of


class TestDuckDb(CountsConformance):
    """DuckDB over a Parquet file of one seller."""

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def make_counts(self, rows: Sequence[tuple[OrderId, Cells]]) -> Counts:
        """Write the rows, and open the folder."""
        write_parquet(TABLE.table, rows, self.folder)
        return open_folder(self.folder, TABLE.name)


def test_of_several_sellers_one_is_counted(tmp_path: Path) -> None:
    """Tables of DuckDB's own may hold everybody's; one is asked for."""
    import duckdb

    connection = duckdb.connect(":memory:")
    for seller in ("ours", "theirs"):
        write_parquet(TABLE.table, rows_of(FACTS), tmp_path / seller, seller=seller)
    every = f"{tmp_path}/*/{TABLE.name}.parquet"
    connection.read_parquet(every).create_view(f"ordercore_{TABLE.name}")
    question = QUESTIONS["by two words"]

    assert DuckCounts(connection, "ours").ask(question) == expected(question, FACTS)
    assert DuckCounts(connection).ask(question) != expected(question, FACTS)


def test_a_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    """Whoever reads while rows are written, or after that failed, reads the file before."""
    path = write_parquet(TABLE.table, rows_of(FACTS), tmp_path)
    before = path.read_bytes()

    def broken() -> Iterator[tuple[OrderId, Cells]]:
        yield from rows_of(FACTS)
        raise OSError("the store went away")

    with pytest.raises(OSError, match="went away"):
        write_parquet(TABLE.table, broken(), tmp_path)

    assert path.read_bytes() == before
    assert [some.name for some in tmp_path.iterdir()] == [path.name]


def test_rows_beyond_a_group_are_all_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rows a group of a file has, all are written."""
    monkeypatch.setattr("ordercore.adapters.columns.parquet.ROWS_AT_ONCE", 7)
    write_parquet(TABLE.table, rows_of(FACTS), tmp_path)
    question = QUESTIONS["all of it"]

    assert open_folder(tmp_path, TABLE.name).ask(question) == expected(question, FACTS)


def test_a_folder_without_the_file_is_told(tmp_path: Path) -> None:
    """What is not there is named, and not taken for empty."""
    with pytest.raises(InvalidValue, match=r"sales\.parquet"):
        open_folder(tmp_path, "sales")
