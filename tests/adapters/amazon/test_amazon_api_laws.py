"""API answers: what holds for every file."""

from pathlib import Path

import pytest
from amazon_writing import (
    file_of,
    new_item,
    new_order,
    outcomes,
    read_answers,
    said,
    v0_item,
    v0_order,
)
from hypothesis import given
from hypothesis import strategies as st

from ordercore.adapters.amazon import OrdersApiSource
from ordercore.ports.source import Rejection, Remark, ReportedOrder

NAMES = sorted(
    {*v0_order(), *v0_item(), *new_order(), *new_item(), "Orders", "orders", "order"}
    | {"payload", "response", "errors", "ShippingAddress", "OrderItems", "BuyerInfo", "packages"}
    | {"status", "fulfilledBy", "packageItems", "breakdowns", "type", "subtotal", "amount"}
)


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(-9, 9), st.text(max_size=5),
    st.sampled_from(["Shipped", "SHIPPED", "MFN", "USD", "1.00", "2026-01-05T10:00:00Z", "ITEM"]),
)  # fmt: skip


JSON = st.recursive(
    VALUES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    ),
    max_leaves=25,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give one folder for all files of this module, each of which is overwritten."""
    return tmp_path_factory.mktemp("answers")


@given(JSON, st.booleans())
def test_any_json_is_taken_over_or_refused(folder: Path, body: object, whole: bool) -> None:
    """Whatever shape it has, the outcome is entries."""
    answer = {**new_order(), **body} if whole and isinstance(body, dict) else body

    entries = read_answers(folder, answer, {"Orders": [answer]}, {"orders": [answer]})

    assert entries
    assert all(isinstance(each, ReportedOrder | Rejection | Remark) for each in entries)


@given(
    st.sampled_from(sorted(v0_order(OrderItems=[]))),
    st.sampled_from(sorted(v0_item(BuyerInfo={}, ItemTax={}))),
    JSON,
    JSON,
)
def test_any_member_may_hold_anything(
    folder: Path, of_order: str, of_item: str, value: object, other: object
) -> None:
    """A spoiled order or item is taken over or refused, never more."""
    order = {**v0_order(OrderItems=[{**v0_item(), of_item: other}]), of_order: value}

    entries = read_answers(folder, order, v0_order(AmazonOrderId="2"))

    assert (1, "", "items_missing") in said(entries)
    assert all(isinstance(each, ReportedOrder | Rejection | Remark) for each in entries)


@given(st.binary(max_size=200))
def test_garbage_is_refused_and_nothing_else_happens(folder: Path, data: bytes) -> None:
    """Whatever stands in a file, the outcome is an entry or a ``SourceError``."""
    path = file_of(folder, data, "garbage.json")

    found = set(outcomes(OrdersApiSource([path])))
    assert found <= {"entry", "file_empty", "unknown_format", "bad_json"}
