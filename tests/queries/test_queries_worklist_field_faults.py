"""Faults seen in the field that come of work which nobody sees: each has a task here."""

import tracemalloc
from collections.abc import Iterator

from work_stories import BACK, PAID, SENT, ask, given, later, place

from ordercore.inventory import Reservation
from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.kernel.time import instant
from ordercore.kernel.units import Units
from ordercore.orders.asking import RequestCancellation
from ordercore.orders.delivering import RecordDelivery
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.returning import RequestReturn
from ordercore.orders.settling import FailRefund
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.shortage import RecordShortage
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.queries.worklist import Task, due

RETURNED = (
    *SENT,
    ask(RecordDelivery, 3, parcel_id="P1", by=Actor.CARRIER),
    ask(RequestReturn, 5, units=BACK, reason="UNWANTED_ITEM", by=Actor.BUYER),
    ask(ReceiveReturn, 8, return_id="R1", units=BACK),
)


def names(tasks: tuple[Task, ...]) -> list[str]:
    """Name what is due."""
    return [task.what for task in tasks]


def test_r04_an_order_that_is_paid_and_lacks_stock_is_not_stuck() -> None:
    """vendure#3065: paid, no stock, and nobody sees it. Here it is the first thing of the day."""
    order = given(
        place(imported=True),
        ask(ConfirmPayment, 0, imported=True),
        ask(RecordShortage, 0, imported=True, lines=("1",)),
    )

    assert names(due([order], later(1))) == ["settle_shortage"]


def test_r14_what_abandoned_baskets_hold_is_given_back() -> None:
    """mollie/magento2#949: low stock stays held by payments that nobody will finish."""
    basket = Reservation("basket-1", "A", "main", held=1, expires_at=later(1))

    assert names(due([], later(2), reservations=[basket])) == ["expire_reservation"]


def test_r30_of_an_order_that_was_sent_in_part_the_rest_is_due() -> None:
    """vendure#2324: ship 2 of 3, then stuck."""
    order = given(*PAID, ask(ConfirmShipment, 0.5, units=[Units("1", 1)]))

    assert names(due([order], later(1))) == ["confirm_shipment"]


def test_r26_a_refund_that_failed_is_due_again() -> None:
    """vendure#868: a second refund fails, and the money stays; by law 8 it is tried again."""
    order = given(
        *RETURNED,
        ask(IssueRefund, 9, return_id="R1", reason="customer_return"),
        ask(FailRefund, 9.5, refund_id="F1", reason="closed account"),
    )

    (again,) = due([order], later(10))
    assert (again.what, again.by) == ("pay_return", instant("2026-03-14T23:59:59.999999Z"))


def test_r22_money_that_went_back_is_due_no_more() -> None:
    """woocommerce-gateway-stripe#838: double refund; nobody is asked to pay what was paid."""
    order = given(*RETURNED, ask(IssueRefund, 9, return_id="R1", reason="customer_return"))
    assert names(due([order], later(10))) == ["settle_refund"]

    parts = given(*RETURNED, ask(IssueRefund, 9, amount=Money(2_000, "EUR"), reason="goodwill"))
    assert "pay_return" not in names(due([parts], later(10)))


def test_r39_a_deadline_is_that_of_its_zone_over_a_change_of_the_clocks() -> None:
    """pretix#296: a daylight change breaks 23:59. Four days in Berlin end with the fourth one."""
    world = World(zone="Europe/Berlin")
    moved = [replace(some, at=some.at.add(days=18)) for some in RETURNED]
    order = given(*moved, world=world)

    (pay,) = due([order], later(28), world)
    # Received on 28 March, in winter time; 1 April is in summer time.
    assert pay.by == instant("2026-04-01T21:59:59.999999Z")


def test_r46_the_same_product_may_be_the_sellers_work_and_the_marketplaces() -> None:
    """odoo/documentation#9780: by the channel of each order."""
    fba = replace(given(place(channel="FBA"), ask(ConfirmPayment, 0)), id="O-2")

    assert {(task.about, task.who) for task in due([given(*PAID), fba], later(1))} == {
        ("O-1", Actor.SELLER),
        ("O-2", Actor.MARKETPLACE),
    }


def test_r50_the_first_tasks_of_very_many_orders_take_little_memory() -> None:
    """shopware#5035: unusable at a million orders. A limit bounds what is kept in mind."""
    asked = given(*PAID, ask(RequestCancellation, 1))

    def very_many() -> Iterator[Order]:
        for number in range(500):
            yield replace(asked, id=f"O-{number:07}")

    due(very_many(), later(1.5), limit=10)
    tracemalloc.start()
    tasks = due(very_many(), later(1.5), limit=10)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert names(tasks) == ["answer_cancellation"] * 10
    assert peak < 400_000
