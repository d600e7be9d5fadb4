"""Status: derived from the facts, the first row that holds."""

from itertools import pairwise

import pytest
from order_stories import cancel, given, imported, pay, place, refusals, report, ship

from ordercore.errors import NotFound
from ordercore.kernel.money import Money
from ordercore.orders.axes import status
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.stations import Stations, stations
from ordercore.orders.status import (
    ORDER_LIFECYCLE,
    STATUS_TABLE,
    OrderStatus,
    Situation,
    status_of,
)
from ordercore.testing import status_keeps_to_lifecycle


@pytest.mark.parametrize(
    ("awaiting", "shipped", "paid", "reported", "expected"),
    [
        (0, 0, False, None, OrderStatus.CANCELLED),
        (0, 0, True, None, OrderStatus.CANCELLED),
        (0, 0, True, OrderStatus.UNFULFILLABLE, OrderStatus.UNFULFILLABLE),
        (0, 0, False, OrderStatus.PENDING_AVAILABILITY, OrderStatus.CANCELLED),
        (1, 0, False, None, OrderStatus.PENDING),
        (1, 0, False, OrderStatus.PENDING_AVAILABILITY, OrderStatus.PENDING_AVAILABILITY),
        (1, 0, False, OrderStatus.UNFULFILLABLE, OrderStatus.PENDING),
        (1, 0, True, OrderStatus.PENDING_AVAILABILITY, OrderStatus.UNSHIPPED),
        (1, 0, True, None, OrderStatus.UNSHIPPED),
        (1, 1, True, None, OrderStatus.PARTIALLY_SHIPPED),
        (1, 1, True, OrderStatus.INVOICE_UNCONFIRMED, OrderStatus.PARTIALLY_SHIPPED),
        (0, 1, True, None, OrderStatus.SHIPPED),
        (0, 1, True, OrderStatus.INVOICE_UNCONFIRMED, OrderStatus.INVOICE_UNCONFIRMED),
        (0, 1, True, OrderStatus.CANCELLED, OrderStatus.SHIPPED),
        (0, 1, True, OrderStatus.UNFULFILLABLE, OrderStatus.SHIPPED),
    ],
)
def test_the_first_row_that_holds_is_the_status(
    awaiting: int, shipped: int, paid: bool, reported: OrderStatus | None, expected: OrderStatus
) -> None:
    """Every row of the table decides somewhere."""
    situation = Situation(awaiting=awaiting, shipped=shipped, paid=paid, reported=reported)

    assert status_of(situation) is expected


def test_every_status_has_one_row() -> None:
    """The table knows every status once, and its last row always holds."""
    assert sorted(row.value for row, _ in STATUS_TABLE) == sorted(s.value for s in OrderStatus)


def test_statuses_are_ranked_by_how_far_they_are() -> None:
    """A report of a lower rank tells of the past; ranks are those of the listing."""
    assert all(one.rank < other.rank for one, other in pairwise(OrderStatus))


@pytest.mark.parametrize(
    ("commands", "expected"),
    [
        ((imported(),), ["pending"]),
        ((imported(word=OrderStatus.PENDING_AVAILABILITY),), ["pending_availability"]),
        (
            (
                imported(word=OrderStatus.PENDING_AVAILABILITY),
                report(OrderStatus.PENDING),
                pay(),
                ship(("1", 1)),
                ship(),
            ),
            ["pending_availability", "pending", "unshipped", "partially_shipped", "shipped"],
        ),
        (
            (imported(), report(OrderStatus.INVOICE_UNCONFIRMED), pay(), ship()),
            ["pending", "pending", "unshipped", "invoice_unconfirmed"],
        ),
        (
            (
                imported(word=OrderStatus.INVOICE_UNCONFIRMED),
                pay(),
                ship(),
                report(OrderStatus.SHIPPED),
            ),
            ["pending", "unshipped", "invoice_unconfirmed", "shipped"],
        ),
        (
            (imported(), report(OrderStatus.UNFULFILLABLE), cancel(imported=True)),
            ["pending", "pending", "unfulfillable"],
        ),
        ((imported(Line("A", 0), word=OrderStatus.UNFULFILLABLE),), ["unfulfillable"]),
    ],
)
def test_a_life_goes_through_its_statuses(
    commands: tuple[OrderCommand, ...], expected: list[str]
) -> None:
    """Each step keeps to the lifecycle."""
    lived = [given(*commands[:number]) for number in range(1, len(commands) + 1)]

    for before, after in pairwise([None, *lived]):
        assert after is not None
        status_keeps_to_lifecycle(before, after)

    assert [status(order).value for order in lived] == expected


def test_the_lifecycle_ends_where_nothing_follows() -> None:
    """What is shipped, cancelled or unfulfillable stays so, whatever is reported."""
    assert {s.value for s in ORDER_LIFECYCLE.terminal} == {"shipped", "cancelled", "unfulfillable"}
    assert "report_is_behind" in refusals(
        given(imported(), cancel(imported=True)), report(OrderStatus.UNFULFILLABLE)
    )


def test_what_an_order_has_is_found_by_id() -> None:
    """A line that is not there is an error; parcels, returns and refunds may be absent."""
    order = given(place(), pay(), ship())

    assert order.line("2").sku == "B"
    assert order.parcel("P1") is order.parcels[0]
    assert (order.parcel("P9"), order.return_("R1"), order.refund("F1")) == (None, None, None)
    with pytest.raises(NotFound) as caught:
        order.line("9")
    assert (caught.value.kind, caught.value.id) == ("line", "9")


def test_an_order_answers_for_itself() -> None:
    """Status, stations and balance are properties too."""
    order = given(place(), pay(), ship())

    assert (order.status, order.stations) == (status(order), stations(order))
    assert order.balance == Money(2500, "EUR")


def test_a_fresh_order_has_everything_awaiting() -> None:
    """Stations are by line."""
    assert stations(given(place())) == {"1": Stations(awaiting=2), "2": Stations(awaiting=1)}
    assert (
        Stations(awaiting=1, cancelled=2, shipped=3, delivered=4, returning=5, returned=6).total
        == 21
    )
