"""Faults that users reported of money and compensation: here stock and money stay in step."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk_stories import desk_over, hold, later, report, stocked, stores, told, units

from ordercore import Line, Money, OrderDesk, OrderStatus, Refused
from ordercore.inventory import Stock
from ordercore.ports.records import Key
from ordercore.shipping import Trouble
from ordercore.testing import (
    LAWS_OF_AN_ORDER,
    live_equals_replay,
    no_dead_ends,
    stock_is_never_promised_twice,
)


@pytest.fixture(params=[0, 1], ids=["memory", "sqlite"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OrderDesk]:
    """Give a desk with five A and five B, and hold orders and books to their laws afterwards."""
    some = stocked(("A", 5), ("B", 5), store=stores(tmp_path)[request.param])
    yield some
    orders = some.find()
    for order in orders:
        for law in LAWS_OF_AN_ORDER:
            law(order)
        no_dead_ends(order)
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


def refused(code: str, ask: Callable[[], object]) -> None:
    """Ask for something that is refused by this code."""
    with pytest.raises(Refused) as caught:
        ask()
    assert code in caught.value.codes


def test_r19_a_parcel_that_comes_back_is_on_hand_once_and_paid_back_once(desk: OrderDesk) -> None:
    """Its units move by arriving, its money by the refund: laws 1, 2 and 7 keep both apart."""
    sell(desk, ("A", 3))
    desk.confirm_shipment("O-1", at=later(1))
    desk.record_undelivered("O-1", "P1", Trouble.REFUSED, at=later(3))
    desk.refund("O-1", reason="refused_delivery", parcel_id="P1", at=later(4))
    assert desk.stock("A").on_hand == 2

    desk.receive_undelivered("O-1", "P1", units=units(("1", 2)), at=later(5))
    desk.receive_undelivered("O-1", "P1", sellable=False, at=later(6))
    refused("units_not_missing", lambda: desk.receive_undelivered("O-1", "P1", at=later(7)))
    refused(
        "nothing_to_refund",
        lambda: desk.refund("O-1", reason="refused_delivery", parcel_id="P1", at=later(8)),
    )

    assert desk.stock("A") == Stock("A", "main", 4)


def test_r21_two_clerks_refund_at_once_and_stay_within_the_capture(desk: OrderDesk) -> None:
    """Both work on one order, so the second sees the first's refund on its way: law 2."""
    sell(desk, ("A", 2))
    other = desk_over(desk.store)
    desk.refund("O-1", reason="goodwill", amount="15 EUR")

    refused("refund_misses_amount", lambda: other.refund("O-1", reason="goodwill", amount="6 EUR"))
    other.refund("O-1", reason="goodwill", amount="5 EUR")

    assert desk.order("O-1").balance == Money(0, "EUR")


def test_r22_a_refund_sent_again_under_its_command_id_is_one(desk: OrderDesk) -> None:
    """The id gives the first answer again, so that a lost answer costs nothing: law 4."""
    sell(desk, ("A", 2))
    for _ in range(3):
        desk.refund("O-1", reason="goodwill", amount="5 EUR", command_id="refund-1")

    assert desk.order("O-1").balance == Money(1500, "EUR")


def test_r27_a_webhook_that_comes_twice_takes_money_once(desk: OrderDesk) -> None:
    """Payments and captures are known by the ids of their provider: law 4."""
    desk.place(channel="MFN", lines=[Line("A", 2, price="10 EUR")], order_id="O-1")
    for _ in range(3):
        desk.authorise_payment("O-1", payment_id="pi_1")
    for _ in range(3):
        desk.capture_payment("O-1", payment_id="pi_1", amount="20 EUR", capture_id="ch_1")

    (payment,) = desk.order("O-1").payments
    assert payment.captured == 2000


def test_r31_an_edit_exchanges_stock_or_changes_nothing(desk: OrderDesk) -> None:
    """What is taken out is released in the commit that reserves what is put in: laws 3 and 7."""
    sell(desk, ("A", 3))
    desk.amend_order("O-1", units=units(("1", 2)), add=[Line("B", 4, price="5 EUR")])
    assert (desk.stock("A").reserved, desk.stock("B").reserved) == (1, 4)

    before = desk.order("O-1")
    refused(
        "stock_is_short",
        lambda: desk.amend_order("O-1", units=units(("1", 1)), add=[Line("B", 2, price="5 EUR")]),
    )

    assert desk.order("O-1") == before
    assert (desk.stock("A").reserved, desk.stock("B").reserved) == (1, 4)


def test_r33_a_loop_of_cancellations_moves_stock_once(desk: OrderDesk) -> None:
    """Every further call is refused, or has nothing to do, and says so: laws 1, 3 and 7."""
    sell(desk, ("A", 3))
    desk.confirm_shipment("O-1", units=units(("1", 1)), at=later(1))
    desk.cancel("O-1", reason="no_inventory", units=units(("1", 2)), at=later(2))
    for _ in range(20):
        refused(
            "units_not_awaiting",
            lambda: desk.cancel("O-1", reason="no_inventory", units=units(("1", 1)), at=later(3)),
        )
        desk.cancel("O-1", reason="no_inventory", at=later(3))

    assert desk.stock("A") == Stock("A", "main", 4)


def test_r34_cancelling_an_item_gives_back_its_stock_and_no_other(desk: OrderDesk) -> None:
    """The cancelled line is released and the shipped one is gone: laws 1 and 7."""
    sell(desk, ("A", 2), ("B", 2))
    desk.confirm_shipment("O-1", units=units(("1", 2)), at=later(1))
    desk.cancel("O-1", reason="no_inventory", units=units(("2", 2)), at=later(2))

    assert desk.order("O-1").status is OrderStatus.SHIPPED
    assert desk.stock("A") == Stock("A", "main", 3)
    assert desk.stock("B") == Stock("B", "main", 5)


def test_r36_a_back_order_takes_the_stock_that_came_and_no_other_promise(desk: OrderDesk) -> None:
    """Seven are sold where five are: short, and shipped out of what arrives later: laws 1 and 7."""
    desk.adopt_all([report(OrderStatus.UNSHIPPED, told("A", 7))])
    assert desk.order("R-1").short == ("1",)
    assert desk.stock("A") == Stock("A", "main", 5)

    desk.receive("A", 2)
    desk.confirm_shipment("R-1", at=later(2))

    assert desk.order("R-1").status is OrderStatus.SHIPPED
    assert desk.stock("A") == Stock("A", "main", 0)
