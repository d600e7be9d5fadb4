"""Opening files of orders: each as what it is."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from amazon_writing import file_of, new_order, orders, report, row, v0_item, v0_items, v0_order

from ordercore.adapters.amazon import OrdersApiSource, OrdersReportSource, open_source
from ordercore.adapters.amazon.source import UnreadableSource
from ordercore.errors import InvalidValue, SourceError


def test_files_are_told_apart_by_their_content(tmp_path: Path) -> None:
    """Each report is a source of its own, and all answers of the API are one, after them."""
    paths = [
        file_of(tmp_path, json.dumps(v0_order()), "order.txt"),
        file_of(tmp_path, report(row()), "report.json"),
        file_of(tmp_path, "\n [" + json.dumps(v0_items(v0_item())) + "]", "items.txt"),
        file_of(tmp_path, "\n" + report(row()).upper(), "other.json"),
    ]

    first, second, answers = open_source(paths)

    assert isinstance(first, OrdersReportSource)
    assert isinstance(second, OrdersReportSource)
    assert isinstance(answers, OrdersApiSource)
    assert (paths[1], paths[3]) == (first.path, second.path)
    assert (paths[0], paths[2]) == answers.paths
    assert [len(order.lines) for order in orders(list(answers.read()))] == [1]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "file_missing"),
        (b"", "file_empty"),
        (b"\0", "unknown_format"),
        (b"a,b\n1,2\n", "unknown_format"),
        (b"order-id\tsku\n", "unknown_format"),
    ],
)
def test_a_bad_file_does_not_stop_the_others(
    tmp_path: Path, content: bytes | None, code: str
) -> None:
    """Its error is raised when its own source is read."""
    bad = tmp_path / "bad.txt"
    if content is not None:
        bad.write_bytes(content)
    good = file_of(tmp_path, report(row()))

    failed, source = open_source([bad, good])

    assert len(orders(list(source.read()))) == 1
    with pytest.raises(SourceError) as caught:
        failed.read()
    assert (str(bad), code) == (caught.value.file, caught.value.code)


def test_an_unknown_format_names_what_was_expected(tmp_path: Path) -> None:
    """The detail says what the file could have been."""
    (source,) = open_source([file_of(tmp_path, "hello\n")])

    assert isinstance(source, UnreadableSource)
    assert "amazon-order-id" in str(source.error)
    assert "JSON" in str(source.error)


@pytest.mark.parametrize(
    ("format", "kind"),
    [("amazon-orders", OrdersReportSource), ("sp-api", OrdersApiSource)],
)
def test_a_named_format_is_believed(tmp_path: Path, format: str, kind: type) -> None:
    """Nothing is looked at before the source is read."""
    (source,) = open_source(tmp_path / "not yet here", format)

    assert isinstance(source, kind)


def test_a_single_path_may_be_text(tmp_path: Path) -> None:
    """It is one file, not one for each letter."""
    path = file_of(tmp_path, json.dumps(new_order()))

    (source,) = open_source(str(path))

    assert len(orders(list(source.read()))) == 1


def test_the_zone_is_handed_on_to_reports(tmp_path: Path) -> None:
    """It reads their times without an offset."""
    naive = row(purchase_date="2026-01-05", last_updated_date="")

    (source,) = open_source([file_of(tmp_path, report(naive))], zone="Asia/Tokyo")

    (order,) = orders(list(source.read()))
    assert order.placed_at.isoformat() == "2026-01-04T15:00:00+00:00"


@pytest.mark.parametrize(
    ("format", "zone", "field"), [("csv", None, "format"), ("amazon-orders", "Mars", "zone")]
)
def test_a_mistake_of_the_caller_is_raised_at_once(
    format: str,
    zone: str | None,
    field: str,
) -> None:
    """An unknown format or zone is no matter of any file."""
    with pytest.raises(InvalidValue) as caught:
        open_source(["orders.txt"], format, zone)

    assert caught.value.field == field


def test_importing_the_adapter_loads_no_json_library() -> None:
    """It is loaded when JSON is read."""
    program = "import ordercore.adapters.amazon, sys; print('msgspec' in sys.modules)"

    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert run.stdout.strip() == "False"
