"""Demand by day: units ordered, by the day of a zone."""

import datetime as dt

import pytest

from ordercore import InvalidValue, Line
from ordercore.kernel.time import instant
from ordercore.metrics import daily_demand
from ordercore.orders.decider import decide, evolve
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.state import Order


def placed(id: str, at: str, *lines: Line) -> Order:
    """Give an order that was placed at a moment."""
    order: Order | None = None
    for event in decide(None, PlaceOrder(order_id=id, at=instant(at), channel="MFN", lines=lines)):
        order = evolve(order, event)
    assert order
    return order


def test_units_are_counted_by_sku_and_local_day() -> None:
    """Half past midnight in Berlin is another day than in Greenwich; components are counted."""
    kit = Line("KIT", 2, price="9 EUR", components=[("A", 1), ("B", 3)])
    orders = [
        placed("1", "2026-03-02T23:30:00Z", Line("A", 2, price="1 EUR")),
        placed("2", "2026-03-03T08:00:00Z", Line("A", 1, price="1 EUR"), kit),
    ]

    here, there = (daily_demand(orders, zone=zone) for zone in ("Europe/Berlin", "UTC"))

    second, third = dt.date(2026, 3, 2), dt.date(2026, 3, 3)
    assert here == {"A": {third: 5}, "B": {third: 6}}
    assert there == {"A": {second: 2, third: 3}, "B": {third: 6}}


def test_without_orders_there_is_no_demand() -> None:
    """Nothing is counted, and a zone that there is not is refused."""
    assert daily_demand([], zone="UTC") == {}
    with pytest.raises(InvalidValue, match="zone"):
        daily_demand(
            [placed("1", "2026-03-02T23:30:00Z", Line("A", 1, price="1 EUR"))], zone="Mars/Olympus"
        )
