"""``report`` and ``orders`` that write files, as a person or a script meets them."""

import csv
import json
import sys
from pathlib import Path
from typing import Any

import pytest

import ordercore as oc
from ordercore.__main__ import DONE, UNUSABLE, main
from ordercore.adapters.amazon import OrdersReportSource
from ordercore.adapters.memory import FixedClock
from ordercore.cli.pages import table_page
from ordercore.ports.source import ReportedOrder


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Keep three orders of two days."""
    url = f"sqlite:///{tmp_path}/shop.db"
    clock = FixedClock("2026-03-02T09:00:00Z")
    with oc.open(url, world=oc.World(), clock=clock) as desk:
        for number in (1, 2, 3):
            clock.set(f"2026-03-0{2 + number // 2}T10:00:00Z")
            desk.place(
                channel="MFN",
                marketplace="DE",
                lines=[oc.Line("=MUG", number, price="12.50 EUR")],
                order_id=f"O-{number}",
            )
    return url


def test_a_report_is_written_in_every_form(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside the table, which says what was written."""
    pytest.importorskip("matplotlib", reason="the extra 'charts' draws")
    pytest.importorskip("pyarrow", reason="the extra 'analytics' writes Parquet")
    files = [tmp_path / f"r.{form}" for form in ("html", "csv", "parquet")]
    options = [f"--{file.suffix[1:]}={file}" for file in files]
    assert main(["report", "--store", store, "--by", "sku", "--language", "de", *options]) == DONE
    told = capsys.readouterr().out

    page, rows, parquet = files
    assert told.startswith("Bestellbericht · SKU\n")
    assert [line for line in told.splitlines() if line.startswith("Written")] == [
        f"Written: {file}" for file in files
    ]
    assert '<html lang="de"' in page.read_text("utf-8")
    with rows.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["sku"], row["orders"], row["item_value_eur"]) == ("'=MUG", "3", "75.00")
    assert parquet.read_bytes().startswith(b"PAR1")


def test_json_is_printed_alone_though_files_are_written(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A script reads one value."""
    rows = tmp_path / "r.csv"
    assert main(["report", "--store", store, "--json", "--csv", str(rows)]) == DONE
    told: dict[str, Any] = json.loads(capsys.readouterr().out)

    assert told["totals"]["orders"] == 3
    assert [period["begins"] for period in told["periods"]] == ["2026-03-02", "2026-03-03"]
    assert rows.exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--language", "not a language"], "language"),
        (["--csv", "missing/r.csv"], "missing/r.csv"),
        (["--html", "missing/r.html"], "No such file"),
    ],
)
def test_what_cannot_be_written_is_told(
    store: str,
    options: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And nothing is printed as if it had been."""
    pytest.importorskip("matplotlib", reason="the extra 'charts' draws")
    monkeypatch.chdir(tmp_path)
    assert main(["report", "--store", store, *options]) == UNUSABLE
    told = capsys.readouterr()

    assert said in told.err
    assert told.out == ""


def test_without_matplotlib_the_extra_is_named(
    store: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Before a file is begun."""
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    page = tmp_path / "r.html"
    assert main(["report", "--store", store, "--html", str(page)]) == UNUSABLE

    assert "'charts'" in capsys.readouterr().err
    assert not page.exists()


def test_orders_are_written_as_amazons_report(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All that the filter means, however many a page shows; our importer reads them."""
    file = tmp_path / "all.txt"
    asked = ["orders", "units>=2", "--store", store, "--limit", "1", "--flat-file", str(file)]
    assert main(asked) == DONE

    assert capsys.readouterr().out == f"Written: {file} (2 orders)\n"
    read = [each for each in OrdersReportSource(file).read() if isinstance(each, ReportedOrder)]
    assert [(order.id, order.marketplace) for order in read] == [("O-2", "DE"), ("O-3", "DE")]


def test_orders_are_written_as_a_page(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The table that is printed, every text of it escaped; it needs no library."""
    file = tmp_path / "orders.html"
    assert main(["orders", "--store", store, "--limit", "2", "--html", str(file)]) == DONE
    page = file.read_text("utf-8")

    assert "O-1" in capsys.readouterr().out
    assert "<h1>Orders (UTC)</h1>" in page
    assert "2 rows" in page
    assert '<th scope="row">O-2</th>' in page
    assert "O-3" not in page


def test_a_table_of_one_row_is_a_page_too() -> None:
    """What is said above it is escaped."""
    page = table_page("Due & late", ("order", "units"), [("<O-1>", "2")], about=("now & then",))

    assert "1 row<" in page
    assert "&lt;O-1&gt;" in page
    assert "<p>now &amp; then</p>" in page
