"""What pools offer: by what their stock could promise, and by their terms."""

import pytest

from ordercore.inventory import (
    Place,
    PoolTerms,
    Reservation,
    Stock,
    StockDetails,
    offers_of,
    promisable,
)

STOCK = Stock(
    "A", "east", on_hand=9, reserved=3, backordered=1,
    details=StockDetails(safety=2, backorder_limit=4, preorder_limit=7),
)  # fmt: skip

BASKET = Reservation("basket", "A", "east", held=2, backordered=1)

FIGURES = {
    "on hand beyond safety and promises": (STOCK, None, False, (4, 3)),
    "pre-orders have a limit of their own": (STOCK, None, True, (4, 6)),
    "what a basket holds counts for it": (STOCK, BASKET, False, (6, 4)),
    "more promised than there is offers nothing": (
        Stock("A", "east", on_hand=1, reserved=3, backordered=2), None, False, (0, 0),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FIGURES)
def test_stock_offers_what_it_could_promise(case: str) -> None:
    """Of units on hand, and beyond them."""
    stock, counts, preorder, expected = FIGURES[case]

    assert promisable(stock, counts, preorder=preorder) == expected


def test_pools_offer_by_figures_and_terms() -> None:
    """Ranked by priority and then as named; a pool without terms is open and nowhere."""
    terms = {
        "west": PoolTerms(priority=-1, place=Place(zone="W")),
        "north": PoolTerms(open=False),
    }

    east, west, north = offers_of(
        ("east", "west", "north"), {("east", "A"): (4, 1), ("west", "B"): (2, 0)}, terms, {"north"}
    )

    assert (dict(east.available), dict(east.backorder)) == ({"A": 4}, {"A": 1})
    assert (dict(west.available), west.place.zone) == ({"B": 2}, "W")
    assert [some.priority for some in (west, east, north)] == [0, 1, 2]
    assert [some.open for some in (east, west, north)] == [True, True, False]
    assert [some.ships_anyway for some in (east, west, north)] == [False, False, True]
