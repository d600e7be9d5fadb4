"""Filters: which orders are meant."""

import pytest
from hypothesis import given

from ordercore.kernel.time import instant
from ordercore.orders.axes import status
from ordercore.orders.line import Line
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.queries import EVERY_ORDER, OrderFilter
from ordercore.testing import taken
from ordercore.testing.strategies import orders

AT = instant("2026-03-02T09:30:00Z")

LATER = AT.add(microseconds=1)


def _order() -> Order:
    made = taken(
        None,
        PlaceOrder(order_id="O-1", at=AT, channel="SFP", lines=(Line("A", 1, price="1 EUR"),)),
    ).after
    assert made
    return made


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        (OrderFilter(), True),
        (OrderFilter(statuses=frozenset({OrderStatus.PENDING})), True),
        (OrderFilter(statuses=frozenset({OrderStatus.SHIPPED})), False),
        (OrderFilter(statuses=frozenset()), False),
        (OrderFilter(channels=frozenset({"SFP", "FBA"})), True),
        (OrderFilter(channels=frozenset({"MFN"})), False),
        (OrderFilter(channels=frozenset()), False),
        (OrderFilter(placed_from=AT), True),
        (OrderFilter(placed_from=LATER), False),
        (OrderFilter(placed_until=AT), False),
        (OrderFilter(placed_until=LATER), True),
        (OrderFilter(placed_from=AT, placed_until=LATER), True),
        (OrderFilter(placed_from=AT, channels=frozenset({"MFN"})), False),
    ],
)
def test_an_order_meets_every_condition_that_is_given(wanted: OrderFilter, holds: bool) -> None:
    """From is inclusive and until is not; an empty set means none."""
    assert wanted.holds(_order()) is holds


@given(orders())
def test_every_order_is_of_one_status(order: Order) -> None:
    """The filters of single statuses part all orders."""
    meant = [s for s in OrderStatus if OrderFilter(statuses=frozenset({s})).holds(order)]

    assert meant == [status(order)]
    assert EVERY_ORDER.holds(order)
