"""What an order knows of returned units, put before the return policy."""

from typing import Any

import pytest
from order_stories import (
    ask_back,
    deliver,
    given,
    later,
    pay,
    place,
    receive,
    ship,
)

from ordercore.errors import InvalidValue
from ordercore.kernel.charges import Charges
from ordercore.kernel.time import instant
from ordercore.orders.judging import purchase_of, return_verdict
from ordercore.orders.message import OrderCommand
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.world import WORLD, World
from ordercore.returns import POLICIES, Product, ReturnUnits

DELIVERED: tuple[OrderCommand, ...] = (place(), pay(), ship(), deliver())

ONE = ReturnUnits("P1", "1", 1)


def test_a_purchase_has_the_dates_of_its_own_parcel() -> None:
    """And the promise of the order as its latest estimate."""
    order = given(*DELIVERED)
    purchase = purchase_of(order, ONE, WORLD)

    assert (purchase.bought, purchase.delivered) == (order.terms.placed_at, later(3))
    assert purchase.shipped == order.parcels[0].shipped_at
    assert purchase.latest_estimate == order.deliver_by
    assert (purchase.channel, purchase.marketplace) == (order.terms.channel, "")
    assert (purchase.charges, purchase.quantity) == (order.line("1").charges, 2)
    assert (purchase.refunded, purchase.refunded_units) == (None, 0)


def test_a_purchase_is_the_product_that_the_world_says() -> None:
    """By its SKU; what nobody says is a plain one."""
    order = given(*DELIVERED)
    music = Product(category="music")
    world = World(products={order.line("1").sku: music})

    assert purchase_of(order, ONE, world).product == music
    assert purchase_of(order, ReturnUnits("P1", "2", 1), world).product == Product()


@pytest.mark.parametrize("units", [ReturnUnits("P9", "1", 1), ReturnUnits("P1", "9", 3)])
def test_what_is_not_in_the_order_is_judged_all_the_same(units: ReturnUnits) -> None:
    """Other rules refuse it; the verdict breaks nothing."""
    order = given(*DELIVERED)
    purchase = purchase_of(order, units, WORLD)

    assert purchase.delivered is None or purchase.charges is None
    assert return_verdict(order, units, "UNWANTED_ITEM", later(5), WORLD).because


def test_what_went_back_before_is_known() -> None:
    """Units that were paid for as returned, and money given for whatever reason."""
    back = (ask_back(("P1", "1", 1)), receive(("P1", "1", 1)))
    order = given(*DELIVERED, *back)
    refund = IssueRefund(order_id=order.id, at=later(8), reason="customer_return", return_id="R1")
    goodwill = IssueRefund(
        order_id=order.id, at=later(9), reason="goodwill", amount=Charges("EUR", item=1).money
    )
    refunded = given(*DELIVERED, *back, refund, goodwill)
    purchase = purchase_of(refunded, ONE, WORLD)

    assert purchase.refunded_units == 1
    assert purchase.refunded is not None
    assert purchase.refunded.total >= refunded.refunds[0].parts[0].charges.total
    assert purchase_of(refunded, ReturnUnits("P1", "2", 1), WORLD).refunded_units == 0


def test_the_reason_of_a_request_counts() -> None:
    """The buyer pays the way of a change of mind, the seller that of a defect."""
    order = given(*DELIVERED)
    verdicts = [
        return_verdict(order, ONE, reason, later(5), WORLD)
        for reason in ("UNWANTED_ITEM", "CR-DEFECTIVE", "")
    ]

    assert [one.because[0].facts["fault"] for one in verdicts] == ["buyer", "seller", "buyer"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"returns": ()}, "returns"), ({"products": {"A": "music"}}, "products of A")],
)
def test_a_world_has_one_policy_and_products(wrong: dict[str, Any], field: str) -> None:
    """Neither loose rows, nor words in place of a product."""
    with pytest.raises(InvalidValue, match=field):
        World(**wrong)


def test_a_world_has_the_policy_that_its_host_chooses() -> None:
    """Counted from the latest estimate where that is the policy."""
    order = given(*DELIVERED)
    world = World(returns=POLICIES["latest_estimate"])
    told = return_verdict(order, ONE, "", later(5), world).because[1]

    assert told.facts["anchor"] == "latest_estimate"
    assert told.facts["opened"] == order.deliver_by


def test_the_window_is_counted_where_the_order_went() -> None:
    """In Honolulu it came on the evening before, and so the window closes fourteen hours sooner."""
    order = given(*DELIVERED)
    there = World(delivery_zone=lambda _: "Pacific/Honolulu")
    at = instant("2026-04-04T15:00:00Z")

    here, away = (return_verdict(order, ONE, "X", at, world) for world in (WORLD, there))
    assert (here.eligible, here.until) == (True, instant("2026-04-05T00:00:00Z"))
    assert (away.eligible, away.until) == (False, instant("2026-04-04T10:00:00Z"))
