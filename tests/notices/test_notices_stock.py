"""Notices of stock: that it crossed a line, and is still beyond it when that is told."""

import pytest
from posting import AT

from ordercore.inventory import Stock, StockDetails
from ordercore.inventory.events import StockCameBack, StockEvent, StockRanLow, StockRanOut
from ordercore.notices import Audience, is_stale_of_stock, notices_of_stock


@pytest.mark.parametrize(
    ("event", "kinds"),
    [
        (StockRanLow(at=AT, available=1), ["low_stock"]),
        (StockRanOut(at=AT), ["out_of_stock"]),
        (StockCameBack(at=AT, available=1), []),
    ],
)
def test_what_is_told_of_stock(event: StockEvent, kinds: list[str]) -> None:
    """That there is little or nothing, to the seller."""
    told = notices_of_stock(event)

    assert [some.kind for some in told] == kinds
    assert {some.audience for some in told} <= {Audience.SELLER}


@pytest.mark.parametrize(
    ("kind", "on_hand", "stale"),
    [
        ("low_stock", 3, False),
        ("low_stock", 4, True),
        ("low_stock", 0, True),
        ("out_of_stock", 0, False),
        ("out_of_stock", 1, True),
        ("other", 0, False),
    ],
)
def test_it_is_told_only_while_it_is_so(kind: str, on_hand: int, stale: bool) -> None:
    """Not that there is little when there is nothing, or enough again."""
    stock = Stock("A", "main", on_hand, details=StockDetails(low_at=3))

    assert is_stale_of_stock(Audience.SELLER, kind, stock) is stale
