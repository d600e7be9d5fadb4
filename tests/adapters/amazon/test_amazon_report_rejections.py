"""All Orders reports: what is refused, by which code, on which line, and what is kept."""

from pathlib import Path

import pytest
from amazon_writing import (
    COLUMNS,
    Row,
    orders,
    read_report,
    read_rows,
    rejections,
    report,
    row,
    said,
)

TRUNCATED = "\n".join([*report(row()).splitlines(), "111-0000009-0000009\t\t2026-01-05T10:0"])


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"amazon_order_id": " "}, "amazon-order-id", "missing_value"),
        ({"purchase_date": ""}, "purchase-date", "missing_value"),
        ({"order_status": ""}, "order-status", "missing_value"),
        ({"fulfillment_channel": ""}, "fulfillment-channel", "missing_value"),
        ({"sku": ""}, "sku", "missing_value"),
        ({"quantity": ""}, "quantity", "missing_value"),
        ({"quantity": "2.0"}, "quantity", "bad_quantity"),
        ({"quantity": "-1"}, "quantity", "bad_quantity"),
        ({"quantity": "٢"}, "quantity", "bad_quantity"),
        ({"quantity": "9" * 5000}, "quantity", "bad_quantity"),
        ({"quantity": "0"}, "quantity", "zero_quantity"),
        ({"item_price": "2,329.86"}, "item-price", "bad_amount"),
        ({"item_price": "284.36a"}, "item-price", "bad_amount"),
        ({"item_price": "1e3"}, "item-price", "bad_amount"),
        ({"item_price": "$5.00"}, "item-price", "bad_amount"),
        ({"item_price": "9" * 5000}, "item-price", "bad_amount"),
        ({"item_price": "25.99", "currency": "JPY"}, "item-price", "bad_amount"),
        ({"shipping_tax": "0.001"}, "shipping-tax", "bad_amount"),
        ({"item_promotion_discount": "half"}, "item-promotion-discount", "bad_amount"),
        ({"item_price": "-1.00"}, "item-price", "negative_amount"),
        ({"gift_wrap_price": "-0.01"}, "gift-wrap-price", "negative_amount"),
        ({"currency": "US$"}, "currency", "unknown_currency"),
        ({"currency": "XYZ", "item_price": ""}, "currency", "unknown_currency"),
        ({"purchase_date": "2026-01-05T10:00:00"}, "purchase-date", "naive_time"),
        ({"purchase_date": "2026-01-05"}, "purchase-date", "naive_time"),
        ({"last_updated_date": "2026-01-06 11:00"}, "last-updated-date", "naive_time"),
        ({"purchase_date": "05/01/2026"}, "purchase-date", "bad_time"),
        ({"purchase_date": "2026-02-30"}, "purchase-date", "bad_time"),
        ({"purchase_date": "20178-01-05T10:00:00Z"}, "purchase-date", "bad_time"),
        ({"purchase_date": "0001-01-01T00:00:00+10:00"}, "purchase-date", "bad_time"),
        ({"purchase_date": "46027"}, "purchase-date", "bad_time"),
        ({"order_status": "Delivered"}, "order-status", "unknown_status"),
        ({"item_status": "Gone"}, "item-status", "unknown_status"),
        ({"fulfillment_channel": "Dropship"}, "fulfillment-channel", "unknown_channel"),
    ],
)
def test_a_bad_row_is_refused_by_its_first_bad_field(
    tmp_path: Path, changes: dict[str, str], field: str, code: str
) -> None:
    """The rejection has line, field, code and value; the good row of the same order is kept."""
    bad = row(**changes)

    entries = read_rows(tmp_path, row(sku="POT"), bad)

    (rejection,) = rejections(entries)
    assert [(3, field, code)] == said(entries)
    assert bad[field].strip() == rejection.value
    assert rejection.message.startswith(f"{field}: {rejection.value!r} is not ")
    assert [[line.sku for line in order.lines] for order in orders(entries)] == [["POT"]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("05.01.2026", "bad_time"),
        ("2026-01-05T25:00", "bad_time"),
        ("0001-01-01", "bad_time"),
        ("20260105", "bad_time"),
    ],
)
def test_a_zone_does_not_make_every_spelling_a_time(tmp_path: Path, text: str, code: str) -> None:
    """Only ISO dates and times are read in it."""
    entries = read_report(tmp_path, report(row(purchase_date=text)), zone="Asia/Tokyo")

    assert [(2, "purchase-date", code)] == said(entries)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"purchase_date": "2026-01-05T10:00:01Z"}, "purchase-date"),
        ({"order_status": "Pending"}, "order-status"),
        ({"fulfillment_channel": "Amazon"}, "fulfillment-channel"),
        ({"sales_channel": "Amazon.ca"}, "sales-channel"),
        ({"currency": "CAD"}, "currency"),
        ({"currency": "CAD", "item_price": ""}, "currency"),
    ],
)
def test_a_row_that_contradicts_its_order_is_refused(
    tmp_path: Path, changes: dict[str, str], field: str
) -> None:
    """What the first good row says of the order counts."""
    other = row(sku="POT", **changes)

    entries = read_rows(tmp_path, row(sku=""), row(), other, row(sku="PAN"))

    assert [(2, "sku", "missing_value"), (4, field, "conflicting_rows")] == said(entries)
    assert other[field] == rejections(entries)[1].value
    assert [line.sku for line in orders(entries)[0].lines] == ["KETTLE", "PAN"]


@pytest.mark.parametrize("column", ["order-item-id", "amazon-order-item-id"])
def test_an_item_id_stands_for_one_item(tmp_path: Path, column: str) -> None:
    """A second row of the same id that says something else is refused."""
    item = {**row(), column: "0501"}

    entries = read_rows(tmp_path, item, {**item, "quantity": "3"})

    assert [(3, column, "conflicting_rows")] == said(entries)
    assert [line.quantity for line in orders(entries)[0].lines] == [2]


@pytest.mark.parametrize(
    ("line", "field", "code"),
    [
        ("111-0000009-0000009\t\t2026-01-05T10:00:00Z", "last-updated-date", "columns_missing"),
        ("\t".join(["x"] * (len(COLUMNS) + 1)), "", "columns_extra"),
        ('111\t"a title that never ends', "purchase-date", "columns_missing"),
        ('111\t"\nmore\n"', "purchase-date", "columns_missing"),
    ],
)
def test_a_row_of_the_wrong_shape_is_refused(
    tmp_path: Path, line: str, field: str, code: str
) -> None:
    """It costs that line only: the rows around it are read."""
    header, good = report(row()).splitlines()
    after = report(row(sku="POT")).splitlines()[1]

    entries = read_report(tmp_path, "\n".join([header, good, line, after, ""]))

    assert (3, field, code) == said(entries)[0]
    assert [line.sku for line in orders(entries)[0].lines] == ["KETTLE", "POT"]


def test_a_quotation_mark_does_not_swallow_the_file(tmp_path: Path) -> None:
    """Where a quoted field does not end soon, its first line is refused and the rest is read."""
    header, good = report(row()).splitlines()
    content = "\n".join([header, '111\t"never', *["more"] * 100, good, ""])

    entries = read_report(tmp_path, content)

    assert len(rejections(entries)) == 101
    assert orders(entries)[0].origin.line == 103


def test_a_file_that_breaks_off_loses_its_last_row_only(tmp_path: Path) -> None:
    """The last line without its end is told from one that is merely short."""
    entries = read_report(tmp_path, TRUNCATED)

    assert said(entries) == [(3, "last-updated-date", "truncated_line")]
    assert len(orders(entries)) == 1


def test_a_file_that_breaks_off_inside_a_title_is_truncated(tmp_path: Path) -> None:
    """An open quotation mark at the end of the file waits for nothing."""
    header, good = report(row()).splitlines()
    broken = good.split("A kettle", maxsplit=1)[0] + '"A ket'

    entries = read_report(tmp_path, f"{header}\n{good}\n{broken}")

    assert said(entries) == [(3, "sku", "truncated_line")]


def test_an_order_of_bad_rows_only_is_no_order(tmp_path: Path) -> None:
    """Every row has its rejection, and nothing is left of the order."""
    bad: Row = row(quantity="none")

    entries = read_rows(tmp_path, bad, bad)

    assert said(entries) == [(2, "quantity", "bad_quantity"), (3, "quantity", "bad_quantity")]
    assert orders(entries) == []


def test_a_price_in_no_currency_is_refused(tmp_path: Path) -> None:
    """Neither the row nor its order nor a marketplace tells one."""
    entries = read_rows(tmp_path, row(currency="", sales_channel="Non-Amazon"))

    assert said(entries) == [(2, "currency", "missing_value")]
