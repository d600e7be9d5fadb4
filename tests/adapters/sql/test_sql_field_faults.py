"""Races that users of other order systems reported: here with real processes, on both databases.

Each test names the law that covers the class of its fault; the crowds of
:class:`ordercore.testing.CrowdConformance` search the same classes more widely.
"""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sql_rivals import (
    abandon,
    cancel_what_others_cancel,
    check_out,
    come_later,
    reserve,
    see_orders_to_their_end,
    want_the_last,
)

from ordercore.adapters.sql import open_postgres, open_sqlite
from ordercore.orders.status import OrderStatus
from ordercore.queries import EVERY_RESERVATION
from ordercore.service.auditing import audit
from ordercore.service.desk import OrderDesk
from ordercore.service.looking import every_reservation
from ordercore.testing.crowds import (
    Account,
    Job,
    Opener,
    accepted,
    codes,
    crowd,
    desk_on,
    failures,
    refused,
)
from ordercore.testing.crowds.works import EACH, buy

SHORT = {"stock_is_short"}


@pytest.fixture(params=["sqlite", "postgresql"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    """Give what opens an empty store."""
    if request.param == "sqlite":
        return partial(open_sqlite, tmp_path / "shop.db")
    return partial(open_postgres, request.getfixturevalue("empty_postgres"), connections=2)


@pytest.fixture
def desk(opener: Opener) -> Iterator[OrderDesk]:
    """Give a desk, and audit its store after the test."""
    with desk_on(opener()) as desk:
        yield desk
        assert audit(desk.store).differences == ()


def rivals(opener: Opener, *jobs: Job) -> tuple[Account, ...]:
    """Let four processes work at once, of which none may be told anything but refusals."""
    accounts = crowd(opener, *jobs, workers=4)
    assert failures(accounts) == []
    return accounts


def held(desk: OrderDesk) -> Counter[str]:
    """Count what is held, by owner and SKU."""
    holds = every_reservation(desk.store, EVERY_RESERVATION)
    return Counter({f"{hold.owner}/{hold.sku}": hold.promised for hold in holds if hold.promised})


def test_r01_every_order_has_its_allocation(opener: Opener, desk: OrderDesk) -> None:
    """saleor/saleor#543, #5334: no more is allocated than there is, and to each order all of it.

    Law 7 (never promised twice), and law 3 (all or nothing).
    """
    for sku in ("A", "B"):
        desk.receive(sku, 25)

    accounts = rivals(opener, check_out)

    assert held(desk) == {f"{id}/{sku}": 1 for id in accepted(accounts) for sku in ("A", "B")}
    assert len(accepted(accounts)) == 25


def test_r02_lines_in_any_order_do_not_wait_for_each_other(opener: Opener, desk: OrderDesk) -> None:
    """saleor/saleor PR#17123, PR#6897: rows are locked, all at once and in one order.

    Law 7 under any interleaving; that not even a retried deadlock occurs is checked by the crowds
    on PostgreSQL, which count them.
    """
    for sku in ("A", "B"):
        desk.receive(sku, 1000)

    accounts = rivals(opener, see_orders_to_their_end, check_out)

    assert len(accepted(accounts)) == 4 * EACH
    assert refused(accounts) == []


def test_r03_a_paid_order_is_never_allocated_less(opener: Opener, desk: OrderDesk) -> None:
    """vendurehq/vendure#3508, PR#4930: what was read is still so when it is written.

    Law 7; a level is read under a lock, and written over the version that was read.
    """
    desk.receive("A", 17)
    desk.receive("B", 100)

    rivals(opener, check_out)

    paid = [order for order in desk.find() if order.payments]
    assert len(paid) == 17
    for order in paid:
        for sku in ("A", "B"):
            hold = desk.reservation(sku, order.id)
            assert (hold.held, hold.committed) == (1, 1)


def test_r05_no_reservation_is_lost_from_the_total(opener: Opener, desk: OrderDesk) -> None:
    """medusajs/medusa#16569: the total is the sum of the promises, whoever made them at once.

    Law 6 (live equals replay): both are told by one event.
    """
    desk.receive("A", 1000)

    accounts = rivals(opener, reserve)

    assert desk.stock("A").reserved == sum(held(desk).values()) == len(accepted(accounts)) == 40


def test_r09_the_last_unit_goes_to_one(opener: Opener, desk: OrderDesk) -> None:
    """magento/magento2#6363, magento/inventory PR#3036: whatever it is wanted for, and only once.

    Law 7; a move off the shelf is a fact and may leave a promise short, yet nothing is negative.
    """
    for number in range(EACH):
        desk.receive(f"LAST-{number}", 1)

    accounts = rivals(opener, want_the_last)

    promised = Counter(hold.sku for hold in every_reservation(desk.store) if hold.promised)
    for number in range(EACH):
        stock = desk.stock(f"LAST-{number}")
        assert stock.on_hand >= 0
        assert promised[stock.sku] <= 1
    assert desk.stock("AWAY").on_hand <= EACH
    assert len(accepted(accounts)) >= EACH


def test_r10_cancelling_at_once_never_crashes(opener: Opener, desk: OrderDesk) -> None:
    """Sylius/Sylius#2776, #3138, #9435, PR#12812: what is on hold is given back once, by whoever.

    Law 7 (expiry equals release; a release happens once).
    """
    desk.receive("A", EACH)
    for number in range(EACH):
        buy(desk, str(number))

    accounts = rivals(opener, cancel_what_others_cancel)

    assert codes(accounts) <= {"nothing_awaits_shipment", "units_not_awaiting", "order_is_over"}
    assert {order.status for order in desk.find()} == {OrderStatus.CANCELLED}
    assert (desk.stock("A").on_hand, desk.stock("A").reserved) == (EACH, 0)


def test_r12_no_allocation_outlives_its_order(opener: Opener, desk: OrderDesk) -> None:
    """django-oscar/django-oscar#1811, #3778: cancelled or shipped, nothing stays allocated.

    Law 1 (conservation of units), and law 7.
    """
    for sku in ("A", "B"):
        desk.receive(sku, 30)

    rivals(opener, see_orders_to_their_end)

    shipped = sum(order.status is OrderStatus.SHIPPED for order in desk.find())
    assert held(desk) == {}
    for sku in ("A", "B"):
        assert (desk.stock(sku).on_hand, desk.stock(sku).reserved) == (30 - shipped, 0)


def test_r14_what_was_abandoned_is_sold(opener: Opener, desk: OrderDesk) -> None:
    """frappe/erpnext PR#51375, mollie/magento2#949: promises end by themselves, and not twice.

    Law 7 (expiry equals release), with two who sweep at once.
    """
    desk.receive("A", 2 * EACH)
    filled = rivals(opener, abandon)
    assert (len(accepted(filled)), codes(filled)) == (2 * EACH, SHORT)

    bought = rivals(opener, come_later)

    assert (len(accepted(bought)), codes(bought)) == (2 * EACH, SHORT)
    assert set(held(desk)) == {f"{id}/A" for id in accepted(bought)}
