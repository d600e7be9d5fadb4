"""Reports as CSV, JSON and Parquet: every figure exactly, and nothing that could be taken amiss."""

import csv
import datetime as dt
import io
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.adapters.reports import (
    flat_columns,
    flat_rows,
    harmless,
    plain_text,
    report_csv,
    report_json,
    write_report_parquet,
)
from ordercore.adapters.reports.csv import FORMULA_SIGNS
from ordercore.errors import ExtraMissing
from ordercore.metrics.reporting import FIGURES
from ordercore.metrics.reporting.report import Group, OrderReport, Period
from ordercore.metrics.reporting.totals import Totals
from ordercore.testing.reports import FIRST, HARD, NO_ORDERS, by_day, by_group

REPORTS = {
    "day": by_day(),
    "alone": by_day(3, compared=False),
    "currencies": by_day(3, currencies=("EUR", "JPY", "KWD")),
    "sku": by_group("sku", (HARD, "=1+1", "A,B", 'line "1"\r\nline 2')),
    "months": by_group("country", ("DE", "FR"), months=3),
    "nothing": NO_ORDERS,
}

EACH = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)


def written(report: OrderReport) -> str:
    """Write a report as CSV."""
    return "".join(report_csv(report))


def records(report: OrderReport) -> list[dict[str, str]]:
    """Read it back with the standard library."""
    return list(csv.DictReader(io.StringIO(written(report), newline=""), strict=True))


def text_of(cell: object) -> str:
    """Give a cell as CSV has it."""
    if isinstance(cell, str):
        return harmless(cell)
    return "" if cell is None else f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


@EACH
def test_csv_is_what_rfc_4180_says(report: OrderReport) -> None:
    """Records end with CRLF, all have as many fields as the first, and names stand once."""
    text = written(report)
    names = [column.name for column in flat_columns(report)]
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))

    assert text.endswith("\r\n")
    assert rows[0] == names
    assert len({*names}) == len(names)
    assert rows[1:] == [[text_of(cell) for cell in row] for row in flat_rows(report)]


def test_amounts_are_decimal_text_in_a_column_of_their_currency() -> None:
    """With all its digits: two of the euro, none of the yen, three of the Kuwaiti dinar."""
    report = REPORTS["currencies"]
    first = records(report)[0]
    totals = report.periods[0].totals

    assert (first["begins"], first["ends"]) == ("2026-01-01", "2026-01-01")
    assert first["item_value_eur"] == f"{totals.item_value['EUR'] / 100:.2f}"
    assert first["item_value_jpy"] == str(totals.item_value["JPY"])
    assert first["item_value_kwd"] == f"{totals.item_value['KWD'] / 1000:.3f}"
    assert first["orders"] == str(totals.orders)
    assert first["before_orders"] == str(report.periods[0].before.orders)  # type: ignore[union-attr]


def test_no_data_is_blank_and_nothing_is_zero() -> None:
    """No mean of nothing."""
    empty = Period(begins=FIRST, ends=FIRST, totals=Totals())
    report = OrderReport(by="day", periods=(empty,), totals=Totals(item_value={"EUR": 0}))
    (only,) = records(report)

    assert (only["time_to_ship_seconds"], only["cancellation_share"]) == ("", "")
    assert only["average_order_value_eur"] == ""
    assert (only["orders"], only["item_value_eur"]) == ("0", "0.00")
    assert (
        json.loads(json.dumps(report_json(report)))["periods"][0]["totals"]["time_to_ship_seconds"]
        is None
    )


def test_what_was_there_before_a_group_was_not_is_nothing() -> None:
    """A group without a time before it has zeros there, and no data of means."""
    group = Group(name="MUG", totals=Totals(orders=1))
    report = OrderReport(by=None, group="sku", groups=(group,), totals=Totals(), before=Totals())
    (only,) = records(report)

    assert (only["before_orders"], only["before_time_to_ship_seconds"]) == ("0", "")


def test_a_currency_of_the_period_before_has_its_columns() -> None:
    """Even where neither the whole nor the whole before it has any of it.

    The second half of March is compared with the second half of February, and as a whole with as
    many days right before it.
    """
    before = Totals(orders=1, item_value={"USD": 500}, orders_by_currency={"USD": 1})
    now = Totals(orders=1, item_value={"EUR": 700}, orders_by_currency={"EUR": 1})
    period = Period(begins=FIRST, ends=FIRST, totals=now, before=before)
    (only,) = records(OrderReport(by="month", periods=(period,), totals=now, before=Totals()))

    assert (only["item_value_eur"], only["item_value_usd"]) == ("7.00", "0.00")
    assert (only["before_orders"], only["before_item_value_usd"]) == ("1", "5.00")


@pytest.mark.parametrize("sign", FORMULA_SIGNS)
def test_a_text_that_begins_like_a_formula_is_harmless(sign: str) -> None:
    """A spreadsheet takes what follows an apostrophe as text; numbers stay as they are."""
    report = by_group("sku", (f"{sign}cmd|' /C calc'!A0",))
    (only,) = records(report)

    assert only["sku"] == f"'{sign}cmd|' /C calc'!A0"


def test_an_amount_below_zero_is_a_number() -> None:
    """The guard is for texts alone."""
    totals = Totals(shipping_cost={"EUR": 500}, shipping_earned={"EUR": 300})
    period = Period(begins=FIRST, ends=FIRST, totals=totals)
    (only,) = records(OrderReport(by="day", periods=(period,), totals=totals))

    assert only["shipping_margin_eur"] == "-2.00"


@given(st.text(max_size=12))
def test_law_what_was_made_harmless_is_given_back(text: str) -> None:
    """And begins with no sign of a formula."""
    assert plain_text(harmless(text)) == text
    assert not harmless(text).startswith(FORMULA_SIGNS)


@EACH
def test_json_says_everything_under_names_that_do_not_change(report: OrderReport) -> None:
    """It can be written; amounts are decimal text by currency, counts whole numbers."""
    value = json.loads(json.dumps(report_json(report)))

    assert [*value] == [
        "by", "group", "zone", "first", "last", "currency", "totals", "before",
        "returns_by_reason", "groups", "periods",
    ]  # fmt: skip
    assert value["totals"]["orders"] == report.totals.orders
    assert len(value["totals"]) == len(report.figures)
    for period, said in zip(report.periods, value["periods"], strict=True):
        assert said["begins"] == period.begins.isoformat()
        assert {Decimal(text) for text in said["totals"]["item_value"].values()} == {
            Decimal(minor).scaleb(-places[currency])
            for currency, minor in period.totals.item_value.items()
        }


places = {"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3}


def test_json_tells_reasons_of_returns() -> None:
    """Which are no figure of their own."""
    assert report_json(by_day(4))["returns_by_reason"] == {
        "DEFECTIVE": 6,
        "UNWANTED_ITEM": 2,
    }


@EACH
def test_parquet_holds_the_same_rows(report: OrderReport, tmp_path: Path) -> None:
    """Days as days, counts as whole numbers, amounts as exact decimals."""
    parquet: Any = pytest.importorskip("pyarrow.parquet", reason="the extra 'analytics' reads it")
    path = write_report_parquet(report, tmp_path / "report.parquet")
    table = parquet.read_table(path)

    assert table.column_names == [column.name for column in flat_columns(report)]
    assert [tuple(row.values()) for row in table.to_pylist()] == list(flat_rows(report))
    assert [file.name for file in tmp_path.iterdir()] == ["report.parquet"]


def test_duckdb_adds_the_rows_up_to_the_totals(tmp_path: Path) -> None:
    """To the cent."""
    duckdb: Any = pytest.importorskip("duckdb", reason="the extra 'analytics' reads it")
    report = by_day(30)
    path = write_report_parquet(report, tmp_path / "report.parquet")
    sums = "sum(orders), sum(item_value_eur), sum(refunded_eur)"

    assert duckdb.execute(f"select {sums} from read_parquet(?)", [str(path)]).fetchone() == (  # noqa: S608 - ours
        report.totals.orders,
        Decimal(report.totals.item_value["EUR"]).scaleb(-2),
        Decimal(report.totals.refunded["EUR"]).scaleb(-2),
    )


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    """It is whole or as it was."""
    pytest.importorskip("pyarrow", reason="the extra 'analytics' writes it")
    path = tmp_path / "report.parquet"
    path.mkdir()

    with pytest.raises(OSError, match="report"):
        write_report_parquet(by_day(1), path)
    assert [file.name for file in tmp_path.iterdir()] == ["report.parquet"]


def test_without_pyarrow_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is written."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ExtraMissing, match="analytics"):
        write_report_parquet(by_day(1), tmp_path / "report.parquet")
    assert not list(tmp_path.iterdir())


def test_every_figure_has_a_column() -> None:
    """Whether there is anything in it or not; by dimension, those that it tells apart."""
    names = " ".join(column.name for column in flat_columns(by_day(1)))

    assert all(figure.name in names for figure in FIGURES)
    assert flat_columns(by_group("reason", ("A",)))[2].name == "reason"
    assert [next(iter(flat_rows(by_group("sku", ("A",)))))[:3]] == [
        (FIRST, dt.date(2026, 1, 28), "A")
    ]
