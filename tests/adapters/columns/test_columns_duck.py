"""Questions over Parquet by DuckDB: the contract, and files that are whole or not there."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import ordercore as oc
from ordercore.__main__ import DONE, main
from ordercore.adapters.columns import DuckCounts, export_columns, open_folder, write_parquet
from ordercore.adapters.memory import FixedClock
from ordercore.errors import ExtraMissing, InvalidValue
from ordercore.kernel.ids import OrderId
from ordercore.metrics.counting import DAY, Question, Sum
from ordercore.metrics.health import HEALTH
from ordercore.metrics.reporting import SALES, SALES_BY_SKU
from ordercore.orders.derived import Cells
from ordercore.ports.counts import Counts
from ordercore.service.derived import DERIVED
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


def test_a_store_is_asked_the_same_by_its_files(tmp_path: Path) -> None:
    """Every derived table is a file, and every sum of every table of facts the same."""
    with oc.open(f"sqlite:///{tmp_path}/shop.db", clock=FixedClock("2026-03-02T09:00:00Z")) as desk:
        desk.receive("MUG", 9)
        for number in (1, 2, 3):
            line = oc.Line("MUG", number, price="12.50 EUR")
            desk.place(channel="MFN", marketplace="DE", lines=[line], order_id=f"O-{number}")
        desk.confirm_payment("O-1")
        desk.confirm_shipment("O-1", carrier="UPS", tracking="1Z5R89390357567127")
        paths = export_columns(desk.store, tmp_path / "columns", seller="ours")
        counts = open_folder(tmp_path / "columns", *[table.name for table in DERIVED])

        assert [path.stem for path in paths] == [table.name for table in DERIVED]
        for table in (HEALTH, SALES, SALES_BY_SKU):
            sums = [Sum(number=name) for name in table.numbers]
            question = Question(table=table, sums=sums, by=(DAY, *table.words))
            assert counts.ask(question) == desk.ask(question) != {}


def test_the_command_line_exports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It names the files, for a person or a script."""
    store = f"sqlite:///{tmp_path}/shop.db"
    oc.open(store).close()
    files = [str(tmp_path / "columns" / f"{table.name}.parquet") for table in DERIVED]
    arguments = ["export", "--store", store, "--to", str(tmp_path / "columns")]

    assert main(arguments) == DONE
    assert capsys.readouterr().out == "".join(f"Written: {file}\n" for file in files)
    assert main([*arguments, "--json"]) == DONE
    assert json.loads(capsys.readouterr().out) == {"files": files}


def test_without_the_extra_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to guess what to install."""
    write_parquet(TABLE.table, rows_of(FACTS), tmp_path)
    for package in ("pyarrow", "duckdb"):
        monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(ExtraMissing, match="analytics"):
        write_parquet(TABLE.table, rows_of(FACTS), tmp_path)
    with pytest.raises(ExtraMissing, match="analytics"):
        open_folder(tmp_path, TABLE.name)


FILTERS = (
    "",
    "status:pending",
    "channel:MFN -status:pending",
    "sku:MUG units>1 | total>=12.50EUR",
    "placed:2026-03-02 carrier:ups",
    'text:"o-3"',
    "placed<2026-03-02",
)


@pytest.mark.parametrize("seller", [None, "ours"])
def test_a_filter_means_the_same_over_columns(tmp_path: Path, seller: str | None) -> None:
    """The orders of a folder are those that the desk finds, in the same order."""
    at = "2026-03-02T12:00:00Z"
    with oc.open(f"sqlite:///{tmp_path}/shop.db", clock=FixedClock("2026-03-02T09:00:00Z")) as desk:
        for number in (3, 1, 2):
            line = oc.Line("MUG", number, price="6.25 EUR")
            channel = "MFN" if number > 1 else "SFP"
            desk.receive("MUG", number)
            desk.place(channel=channel, marketplace="DE", lines=[line], order_id=f"O-{number}")
        desk.confirm_payment("O-3")
        desk.confirm_shipment("O-3", carrier="UPS", tracking="1Z5R89390357567127")
        export_columns(desk.store, tmp_path / "columns", seller=seller or "")
        names = [table.name for table in DERIVED]
        columns = open_folder(tmp_path / "columns", *names, seller=seller)

        for text in FILTERS:
            found = tuple([order.id for order in desk.find(text, at=at)])
            assert columns.find(text, at=at) == found, text
            assert columns.find(text, at=at, limit=1) == found[:1], text


@pytest.mark.parametrize(
    ("wanted", "how"),
    [
        ("is:held", {}),
        (5, {}),
        ("status:pending", {"limit": 0}),
        ("status:pending", {"at": "yesterday"}),
        ("status:pending", {"zone": "Nowhere"}),
        ("colour:red", {}),
    ],
)
def test_what_columns_cannot_tell_is_refused(
    wanted: Any, how: dict[str, Any], tmp_path: Path
) -> None:
    """And not answered by a guess."""
    write_parquet(TABLE.table, rows_of(FACTS), tmp_path)
    columns = open_folder(tmp_path, TABLE.name)

    with pytest.raises(InvalidValue):
        columns.find(wanted, **{"at": "2026-03-02T12:00:00Z", **how})


def test_without_the_rows_of_a_search_nothing_is_found(tmp_path: Path) -> None:
    """It is said which are missing."""
    write_parquet(TABLE.table, rows_of(FACTS), tmp_path)

    with pytest.raises(InvalidValue, match="search"):
        open_folder(tmp_path, TABLE.name).find("status:pending", at="2026-03-02T12:00:00Z")
