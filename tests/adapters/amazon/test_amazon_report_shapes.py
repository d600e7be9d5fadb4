"""All Orders reports: how a file may be saved and its rows be arranged."""

from pathlib import Path

import pytest
from amazon_writing import (
    COLUMNS,
    file_of,
    orders,
    read_report,
    read_rows,
    report,
    row,
    said,
)

from ordercore.adapters.amazon import OrdersReportSource
from ordercore.errors import SourceError
from ordercore.kernel.time import instant


def test_a_file_can_be_read_again(tmp_path: Path) -> None:
    """Each reading begins anew."""
    source = OrdersReportSource(file_of(tmp_path, report(row())))

    assert list(source.read()) == list(source.read())


def test_a_header_alone_gives_nothing(tmp_path: Path) -> None:
    """A day without orders is no error."""
    assert read_report(tmp_path, report()) == []


def test_the_header_may_have_any_case_and_spaces(tmp_path: Path) -> None:
    """Columns are found by name, however it is written."""
    content = report(row(), columns=[f" {name.upper()} " for name in COLUMNS])
    content = content.splitlines()[0] + "\n" + report(row()).splitlines()[1] + "\n"

    assert len(orders(read_report(tmp_path, content))) == 1


@pytest.mark.parametrize("change", ["bom", "crlf", "utf-16", "blank lines", "no last newline"])
def test_the_way_a_file_was_saved_makes_no_difference(tmp_path: Path, change: str) -> None:
    """Byte order marks, line ends and blank lines change nothing but line numbers."""
    content = report(row(), row(sku="POT"))
    saved = {
        "bom": content.encode("utf-8-sig"),
        "crlf": content.replace("\n", "\r\n").encode(),
        "utf-16": content.encode("utf-16"),
        "blank lines": content.replace("\n", "\n\n \t\n").encode(),
        "no last newline": content.rstrip("\n").encode(),
    }[change]

    (order,) = orders(read_report(tmp_path, saved))

    assert [line.sku for line in order.lines] == ["KETTLE", "POT"]
    assert order.ship_to is not None
    assert order.ship_to.country == "US"


def test_latin_1_is_read_with_a_remark(tmp_path: Path) -> None:
    """The title arrives, and the remark names its line."""
    entries = read_report(tmp_path, report(row(product_name="Möbel")).encode("cp1252"))

    assert said(entries) == [(2, "", "assumed_latin_1")]
    assert orders(entries)[0].lines[0].title == "Möbel"


def test_rows_of_an_order_need_not_stand_together(tmp_path: Path) -> None:
    """Orders come in the order of their first rows, each with all its lines."""
    entries = read_rows(
        tmp_path,
        row(amazon_order_id="B", sku="1"),
        row(amazon_order_id="A", sku="2"),
        row(amazon_order_id="B", sku="3", last_updated_date="2026-02-01T00:00:00Z"),
    )

    found = orders(entries)
    assert [(order.id, [line.sku for line in order.lines]) for order in found] == [
        ("B", ["1", "3"]),
        ("A", ["2"]),
    ]
    assert instant("2026-02-01T00:00:00Z") == found[0].updated_at


def test_a_title_may_hold_quotation_marks(tmp_path: Path) -> None:
    """They are part of the title, wherever they stand in a whole row."""
    titles = ['"Best" kettle', '5" pan', '"Aikido: Volume 1']

    rows = [row(product_name=title, sku=str(at)) for at, title in enumerate(titles)]
    (order,) = orders(read_rows(tmp_path, *rows))

    assert titles == [line.title for line in order.lines]


def test_a_quoted_title_over_several_lines_is_one_field(tmp_path: Path) -> None:
    """The row has the number of its first line, and the next row is not touched."""
    entries = read_rows(
        tmp_path,
        row(product_name='"Aikido:\nthe ""sword"",\nVolume 1"'),
        row(sku="POT"),
    )

    (order,) = orders(entries)
    assert len(entries) == 1
    assert [(line.title, line.origin.line) for line in order.lines] == [
        ('Aikido:\nthe "sword",\nVolume 1', 2),
        ("A kettle", 5),
    ]


def test_a_repeated_row_is_kept_with_a_remark(tmp_path: Path) -> None:
    """Without item ids it may be a second item of the same kind."""
    entries = read_rows(tmp_path, row(), row())

    assert said(entries) == [(3, "", "repeated_row")]
    assert len(orders(entries)[0].lines) == 2


@pytest.mark.parametrize("column", ["order-item-id", "amazon-order-item-id"])
def test_a_repeated_item_is_left_out_with_a_remark(tmp_path: Path, column: str) -> None:
    """With item ids the same row twice is the same item."""
    item = {**row(), column: "0501"}

    entries = read_rows(tmp_path, item, item, {**item, column: "0502"}, {**row(), column: ""})

    assert said(entries) == [(3, "", "repeated_row")]
    assert [line.ref for line in orders(entries)[0].lines] == ["0501", "0502", None]


@pytest.mark.parametrize(
    ("columns", "named"),
    [
        (COLUMNS[1:], "the column amazon-order-id is missing"),
        ([*COLUMNS, "SKU"], "the column sku is repeated"),
        (["amazon-order-id", "a", "a"], "the column a is repeated"),
    ],
)
def test_a_wrong_header_names_its_columns(tmp_path: Path, columns: list[str], named: str) -> None:
    """Missing and repeated columns make the file unreadable, at once."""
    source = OrdersReportSource(file_of(tmp_path, report(columns=columns)))

    with pytest.raises(SourceError) as caught:
        source.read()

    assert caught.value.code == "wrong_header"
    assert named in caught.value.detail


def test_blank_columns_may_repeat(tmp_path: Path) -> None:
    """Spreadsheets leave them behind, and there is nothing in them."""
    entries = read_report(tmp_path, report(row(), columns=[*COLUMNS, "", "", ""]))

    assert len(orders(entries)) == 1
