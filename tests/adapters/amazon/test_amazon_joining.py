"""API answers that come apart, wrapped, and twice: how they become orders."""

import json
from pathlib import Path

import pytest
from amazon_writing import (
    file_of,
    orders,
    read_answers,
    said,
    v0_item,
    v0_items,
    v0_order,
)

from ordercore.adapters.amazon import OrdersApiSource
from ordercore.orders.address import Address
from ordercore.ports.source import Rejection, ReportedOrder


@pytest.mark.parametrize(
    "answer",
    [
        v0_order(OrderItems=[v0_item()]),
        {"payload": v0_order(OrderItems=[v0_item()])},
        {"response": {"payload": v0_order(OrderItems=[v0_item()])}, "status": "200"},
        {"Orders": [v0_order(OrderItems=[v0_item()])]},
        [{"payload": {"Orders": [v0_order()]}}, v0_items(v0_item())],
        [v0_order(), v0_items(v0_item())["payload"]],
    ],
)
def test_an_answer_may_be_wrapped(tmp_path: Path, answer: object) -> None:
    """Raw payloads, whole answers, recorded exchanges and arrays of them are read alike."""
    entries = read_answers(tmp_path, answer)

    assert [[line.ref for line in order.lines] for order in orders(entries)] == [["0501"]]
    assert said(entries) == []


def test_pages_of_items_are_put_together(tmp_path: Path) -> None:
    """An item that comes twice is kept once, as it was read last."""
    first = v0_items(v0_item(), v0_item(OrderItemId="0502"))
    second = v0_items(v0_item(OrderItemId="0503"), v0_item(QuantityShipped=1))

    entries = read_answers(tmp_path, v0_order(), first, second)

    assert said(entries) == [(2, "", "repeated_item")]
    assert [(line.ref, line.shipped) for line in orders(entries)[0].lines] == [
        ("0501", 1),
        ("0502", 0),
        ("0503", 0),
    ]


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [
        ("2026-01-06T11:00:00Z", "2026-01-07T11:00:00Z", "Shipped"),
        ("2026-01-07T11:00:00Z", "2026-01-06T11:00:00Z", "Unshipped"),
        ("2026-01-06T11:00:00Z", "2026-01-06T11:00:00Z", "Unshipped"),
    ],
)
def test_of_two_reports_the_newer_counts(
    tmp_path: Path, first: str, second: str, word: str
) -> None:
    """Whichever comes first; a tie leaves the first, and an address is not lost."""
    before = v0_order(LastUpdateDate=first, ShippingAddress={"City": "Canton"})
    after = v0_order(LastUpdateDate=second, OrderStatus="Shipped")

    entries = read_answers(tmp_path, before, after, v0_items(v0_item()))

    assert said(entries) == [(1, "", "repeated_order")]
    assert [(word, Address(city="Canton"))] == [
        (order.word, order.ship_to) for order in orders(entries)
    ]


def test_the_same_report_twice_is_remarked(tmp_path: Path) -> None:
    """It changes nothing, whether it stands in one file or two."""
    answer = v0_order(OrderItems=[v0_item()])

    entries = read_answers(tmp_path, [answer, answer])

    assert said(entries) == [(2, "", "repeated_order")]
    assert len(orders(entries)) == 1


def test_what_holds_no_order_is_told(tmp_path: Path) -> None:
    """Errors and things that are no answers are rejected; other answers about an order are not."""
    entries = read_answers(
        tmp_path,
        [
            {"payload": {"AmazonOrderId": "902-0000001-0000001", "BuyerName": "Ann"}},
            {"AmazonOrderId": "1", "OrderItems": [{"OrderItemId": "1", "GiftWrapLevel": "Red"}]},
            {"errors": [{"code": "InvalidInput", "message": "No."}, {"code": "Quota"}]},
            {"errors": [{"code": "Partly"}], "payload": v0_order(OrderItems=[v0_item()])},
            {"response": []},
            "hello",
            None,
        ],
    )

    assert said(entries) == [
        (1, "", "not_an_order"),
        (2, "", "not_an_order"),
        (3, "errors", "error_response"),
        (4, "errors", "error_response"),
        (6, "", "not_an_order"),
        (7, "", "not_an_order"),
        (8, "", "not_an_order"),
    ]
    assert len(orders(entries)) == 1
    rejected = [some.origin.line for some in entries if isinstance(some, Rejection)]
    assert rejected == [3, 4, 6, 7, 8]


def test_the_remark_of_an_error_has_amazons_words(tmp_path: Path) -> None:
    """Code and message of every error are told."""
    errors = [{"code": "InvalidInput", "message": "No."}, {"code": "Quota", "message": "Later."}]

    (remark,) = read_answers(tmp_path, {"errors": errors})

    assert not isinstance(remark, ReportedOrder)
    assert remark.message == "Amazon answered InvalidInput: No.; Quota: Later."


def test_json_lines_have_the_numbers_of_their_lines(tmp_path: Path) -> None:
    """Blank lines count, and records of one line share its number."""
    answers = [
        {"payload": {"Orders": [v0_order(AmazonOrderId="1"), v0_order()]}},
        v0_items(v0_item(), v0_item(OrderItemId="0502")),
    ]
    content = "\n\n" + "\r\n".join(map(json.dumps, answers)) + "\n"

    entries = list(OrdersApiSource([file_of(tmp_path, content)]).read())

    (order,) = orders(entries)
    assert order.origin.line == 3
    assert [line.origin.line for line in order.lines] == [4, 4]


def test_latin_1_is_remarked(tmp_path: Path) -> None:
    """The title arrives all the same."""
    answer = json.dumps(v0_order(OrderItems=[v0_item(Title="Möbel")]), ensure_ascii=False)

    entries = list(OrdersApiSource([file_of(tmp_path, answer.encode("cp1252"))]).read())

    assert said(entries) == [(1, "", "assumed_latin_1")]
    assert orders(entries)[0].lines[0].title == "Möbel"
