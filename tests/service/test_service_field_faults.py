"""Faults that users of other order systems reported: here a desk makes each impossible."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_stories import desk_over, hold, later, report, stocked, stores, units

from ordercore import Line, OrderDesk, OrderStatus, Refused, ReturnUnits
from ordercore.inventory import Stock
from ordercore.ports.records import Key
from ordercore.testing import live_equals_replay, stock_is_never_promised_twice


@pytest.fixture(params=[0, 1], ids=["memory", "sqlite"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OrderDesk]:
    """Give a desk with five A and five B, and hold its books to their laws afterwards."""
    some = stocked(("A", 5), ("B", 5), store=stores(tmp_path)[request.param])
    yield some
    orders = some.find()
    for sku in ("A", "B"):
        holds = [hold(some, order.id, sku) for order in orders]
        stock_is_never_promised_twice(some.stock(sku), holds)
    keys = [Key("stock", "main/A"), Key("stock", "main/B")]
    live_equals_replay(some.store, [*keys, *(Key("order", order.id) for order in orders)])
    some.close()


def sell(desk: OrderDesk, *lines: tuple[str, int], id: str = "O-1") -> None:
    """Place an order and pay it."""
    asked = [Line(sku, quantity, price="10 EUR") for sku, quantity in lines]
    desk.place(channel="MFN", lines=asked, order_id=id)
    desk.confirm_payment(id)


def test_r03_no_order_is_paid_that_was_not_allocated(desk: OrderDesk) -> None:
    """An order has all its units reserved before it exists, so before anybody can pay it."""
    sell(desk, ("A", 3))

    with pytest.raises(Refused, match="stock_is_short"):
        sell(desk, ("B", 1), ("A", 3), id="O-2")

    assert [order.id for order in desk.find()] == ["O-1"]
    assert (desk.stock("A").reserved, desk.stock("B").reserved) == (3, 0)


def test_r04_two_lines_of_one_sku_keep_both_allocations(desk: OrderDesk) -> None:
    """They are added up, promised together, and shipped one by one."""
    sell(desk, ("A", 2), ("A", 1))
    assert hold(desk).held == 3

    desk.confirm_shipment("O-1", units=units(("2", 1)), at=later(1))
    assert hold(desk).held == 2
    desk.confirm_shipment("O-1", at=later(1))

    assert hold(desk).held == 0
    assert desk.stock("A") == Stock("A", "main", 2)


def test_r04_two_lines_of_one_sku_are_short_together(desk: OrderDesk) -> None:
    """Each alone would fit; both do not."""
    with pytest.raises(Refused) as caught:
        sell(desk, ("A", 3), ("A", 3))

    assert caught.value.refusals[0].facts["asked"] == 6


def test_r07_shipping_leaves_no_hold_and_cancelling_gives_it_back(desk: OrderDesk) -> None:
    """Of four, one is cancelled and three are shipped; nothing of it is promised any more."""
    sell(desk, ("A", 4))
    desk.cancel("O-1", reason="no_inventory", units=units(("1", 1)))
    assert (desk.stock("A").reserved, hold(desk).held) == (3, 3)

    desk.confirm_shipment("O-1", at=later(1))

    assert desk.stock("A") == Stock("A", "main", 2)
    assert (hold(desk).consumed, hold(desk).released, hold(desk).held) == (3, 1, 0)


def test_r08_an_order_ships_what_it_reserved_itself(desk: OrderDesk) -> None:
    """The last units are promised to it, and that is no reason to refuse them."""
    sell(desk, ("A", 5))
    assert desk.stock("A").available == 0

    order = desk.confirm_shipment("O-1", at=later(1))

    assert order.status is OrderStatus.SHIPPED


def test_r08_placing_the_same_order_again_reserves_nothing_more(desk: OrderDesk) -> None:
    """The wish is already true."""
    for _ in range(3):
        desk.place(channel="MFN", lines=[Line("A", 2, price="10 EUR")], order_id="O-1")

    assert desk.stock("A").reserved == 2


@pytest.mark.parametrize("shipped", [0, 1, 2])
def test_r10_cancelling_always_finds_its_units_on_hold(desk: OrderDesk, shipped: int) -> None:
    """R13: whatever has left before, what waits is on hold, so releasing it cannot fail."""
    sell(desk, ("A", 3), ("B", 1))
    if shipped:
        desk.confirm_shipment("O-1", units=units(("1", shipped)), at=later(1))

    desk.cancel("O-1", reason="pricing_error", at=later(2))
    desk.cancel("O-1", reason="pricing_error", at=later(2))

    assert desk.stock("A") == Stock("A", "main", 5 - shipped)
    assert desk.stock("B") == Stock("B", "main", 5)


def test_r14_an_abandoned_payment_gives_its_stock_back_when_it_is_cancelled(
    desk: OrderDesk,
) -> None:
    """An order that is never paid can be cancelled, and the next buyer gets the units."""
    desk.place(channel="MFN", lines=[Line("A", 5, price="10 EUR")], order_id="O-1")
    desk.cancel("O-1", reason="payment_failed")

    sell(desk, ("A", 5), id="O-2")

    assert desk.stock("A").available == 0


def test_r19_no_way_through_refund_and_cancel_makes_stock_from_nothing(desk: OrderDesk) -> None:
    """Units come back on hand by arriving, once; not by money and not by cancelling."""
    sell(desk, ("A", 3))
    desk.confirm_shipment("O-1", units=units(("1", 2)), at=later(1))
    desk.record_delivery("O-1", "P1", at=later(2))
    back = [ReturnUnits("P1", "1", 1)]
    desk.request_return("O-1", units=back, reason="too_small", at=later(3))
    desk.receive_return("O-1", "R1", units=back, at=later(4))
    desk.refund("O-1", reason="customer_return", return_id="R1", at=later(5))
    desk.cancel("O-1", reason="pricing_error", at=later(5))
    with pytest.raises(Refused, match="units_not_outstanding"):
        desk.receive_return("O-1", "R1", units=back, at=later(6))
    with pytest.raises(Refused, match="nothing_awaits_shipment"):
        desk.confirm_shipment("O-1", at=later(6))

    assert desk.stock("A") == Stock("A", "main", 4)


def test_r19_units_that_cannot_be_sold_again_do_not_come_back_on_hand(desk: OrderDesk) -> None:
    """They were returned, and that is all."""
    sell(desk, ("A", 1))
    desk.confirm_shipment("O-1", at=later(1))
    desk.record_delivery("O-1", "P1", at=later(2))
    back = [ReturnUnits("P1", "1", 1)]
    desk.request_return("O-1", units=back, reason="no_inventory", at=later(3))
    desk.receive_return("O-1", "R1", units=back, sellable=False, at=later(4))

    assert desk.stock("A") == Stock("A", "main", 4)


def test_r44_a_shipment_is_confirmed_once_however_often_it_is_sent(desk: OrderDesk) -> None:
    """By its command id, or by the parcel's own id."""
    sell(desk, ("A", 4))
    for _ in range(3):
        desk.confirm_shipment("O-1", units=units(("1", 1)), at=later(1), command_id="c-1")
        desk.confirm_shipment("O-1", units=units(("1", 1)), parcel_id="K1", at=later(1))

    assert len(desk.order("O-1").parcels) == 2
    assert desk.stock("A") == Stock("A", "main", 3, 2)


def test_r46_one_product_is_sold_by_two_channels_out_of_two_stocks() -> None:
    """What Amazon stores is Amazon's truth; selling it leaves our own pool alone."""
    desk = desk_over()
    desk.receive("A", 2)
    line = [Line("A", 2, price="10 EUR")]
    desk.place(channel="FBA", lines=line, order_id="F-1")
    desk.adopt_all([report(OrderStatus.SHIPPED, channel="FBA")])

    desk.place(channel="MFN", lines=line, order_id="M-1")

    assert desk.stock("A") == Stock("A", "main", 2, 2)
