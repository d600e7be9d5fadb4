"""API answers: files that are broken, in part or altogether."""

import json
from pathlib import Path

import pytest
from amazon_writing import (
    file_of,
    new_order,
    orders,
    read_answers,
    rejections,
    said,
    v0_item,
)

from ordercore.adapters.amazon import OrdersApiSource
from ordercore.errors import SourceError


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        ({"Orders": "none"}, "Orders"),
        ({"orders": {"orderId": "1"}}, "orders"),
        ({"errors": "many"}, "errors"),
        ({"OrderItems": [v0_item()], "AmazonOrderId": 7}, "AmazonOrderId"),
        ({"ShippingAddress": "here", "AmazonOrderId": "1"}, "ShippingAddress"),
        ({"order": [7]}, ""),
    ],
)
def test_a_malformed_answer_is_refused(tmp_path: Path, answer: object, field: str) -> None:
    """It costs that answer only."""
    entries = read_answers(tmp_path, [answer, new_order()])

    assert [(1, field, "bad_record")] == said(entries)
    assert len(orders(entries)) == 1


def test_a_broken_line_costs_that_line_only(tmp_path: Path) -> None:
    """Also the last one, where a file breaks off."""
    good = json.dumps(new_order())
    content = f"{good}\n{{broken\n{good[:-1]}"

    entries = list(OrdersApiSource([file_of(tmp_path, content)]).read())

    assert said(entries) == [(2, "", "bad_json"), (3, "", "bad_json")]
    assert rejections(entries)[0].value == "{broken"
    assert len(orders(entries)) == 1


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(new_order())[:-1],
        json.dumps(new_order(), indent=1)[:-1],
        json.dumps([new_order(), {}], indent=1)[:-1],
        "no JSON at all",
        "[" * 100_000,
    ],
)
def test_a_broken_file_is_no_source(tmp_path: Path, content: str) -> None:
    """Nothing can be read of it."""
    path = file_of(tmp_path, content)

    with pytest.raises(SourceError) as caught:
        OrdersApiSource([path]).read()

    assert (str(path), "bad_json") == (caught.value.file, caught.value.code)


def test_a_broken_file_does_not_stop_the_others(tmp_path: Path) -> None:
    """It is a rejection beside what could be read."""
    paths = [
        tmp_path / "missing.json",
        file_of(tmp_path, "{", "broken.json"),
        file_of(tmp_path, json.dumps(new_order()), "good.json"),
    ]

    entries = list(OrdersApiSource(paths).read())

    assert said(entries) == [(1, "", "file_missing"), (1, "", "bad_json")]
    assert [str(path) for path in paths[:2]] == [each.origin.file for each in rejections(entries)]
    assert len(orders(entries)) == 1


def test_no_files_hold_no_orders() -> None:
    """Nothing was asked for, and nothing is wrong."""
    assert list(OrdersApiSource([]).read()) == []
