"""Reported returns joined to orders: which units, when, and what is refused."""

from typing import Any

import pytest
from returns_writing import MUGS, desk_with_an_order

from ordercore import Line, OrderDesk, Refused, ReturnUnits, Units
from ordercore.adapters.amazon import FbaReturn, ReportedReturn, TakeReturn, returns_of
from ordercore.adapters.amazon.fields import BadField
from ordercore.adapters.amazon.returns_times import reported_time
from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.time import instant
from ordercore.orders.grading import GradeReturn
from ordercore.orders.message import OrderCommand
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.returning import RequestReturn
from ordercore.orders.state import Order
from ordercore.ports.source import Origin
from ordercore.returns import ReturnStatus
from ordercore.service.asked import Asked

ORDER = "111-0000001-0000001"

HERE = Origin("returns.txt", 2)


def reported(**changes: Any) -> ReportedReturn:
    """Give a return of one mug, asked for on 10 March, changed."""
    when: dict[str, Any] = {
        name: reported_time(changes.pop(name), name)
        for name in ("requested", "delivered")
        if name in changes
    }
    said: dict[str, Any] = {
        "origin": HERE,
        "order_id": ORDER,
        "requested": reported_time("10-Mar-2026", "requested"),
        "sku": "MUG",
        "quantity": 1,
        "status": "Approved",
        "reason": "CR-UNWANTED_ITEM",
        "rma": "RMA7",
    }
    return ReportedReturn(**said | when | changes)


def taken_back(**changes: Any) -> FbaReturn:
    """Give a mug that Amazon's centre took back on 12 March, changed."""
    returned = reported_time(changes.pop("returned", "2026-03-12T15:00:00Z"), "returned")
    said: dict[str, Any] = {
        "origin": HERE,
        "order_id": ORDER,
        "returned": returned,
        "sku": "MUG",
        "quantity": 1,
        "disposition": "SELLABLE",
        "reason": "DEFECTIVE",
        "license_plate": "LPN1",
    }
    return FbaReturn(**{**said, **changes})


def taking(told: ReportedReturn | FbaReturn, **changes: Any) -> TakeReturn:
    """Wish that an order knows a return, whose days are of UTC."""
    return TakeReturn(told=told, **{"zone": "UTC", **changes})


def take(desk: OrderDesk, wish: TakeReturn) -> Order:
    """Fulfil a wish, or raise why it is not."""
    (answer,) = desk.handle_many([Asked(wish)])
    if not isinstance(answer, Order):
        assert isinstance(answer, Exception)
        raise answer
    return answer


def commands(desk: OrderDesk, wish: TakeReturn) -> tuple[OrderCommand, ...]:
    """Give what a wish becomes."""
    return wish.commands(desk.order(ORDER))


def test_a_return_is_asked_for_as_the_marketplace_says() -> None:
    """With its reason, without its prefix, and on its day."""
    (command,) = commands(desk_with_an_order(), taking(reported()))

    assert command == RequestReturn(
        order_id=ORDER,
        at="2026-03-10T00:00:00Z",
        by=Actor.MARKETPLACE,
        imported=True,
        units=[ReturnUnits("P2", "1", 1)],
        reason="UNWANTED_ITEM",
        return_id="RMA7/MUG/UNWANTED_ITEM",
    )


@pytest.mark.parametrize(
    ("quantity", "requested", "units"),
    [
        # P1 arrived on the 5th with one mug, P2 on the 7th with two.
        (1, "10-Mar-2026", (("P2", 1),)),
        (2, "10-Mar-2026", (("P2", 2),)),
        (3, "10-Mar-2026", (("P2", 2), ("P1", 1))),
        (1, "06-Mar-2026", (("P1", 1),)),
        (1, "05-Mar-2026", (("P1", 1),)),
        (3, "07-Mar-2026", (("P2", 2), ("P1", 1))),
        (3, "2026-03-07T18:00:00Z", (("P2", 2), ("P1", 1))),
        (1, "2026-03-07T17:59:59Z", (("P1", 1),)),
    ],
)
def test_units_are_of_the_parcels_that_came_last(
    quantity: int, requested: str, units: tuple[tuple[str, int], ...]
) -> None:
    """Of those that had come by then: they are likeliest to be within their window."""
    told = reported(quantity=quantity, requested=requested)

    (command,) = commands(desk_with_an_order(), taking(told))

    assert isinstance(command, RequestReturn)
    assert command.units == tuple(ReturnUnits(parcel, "1", n) for parcel, n in units)


@pytest.mark.parametrize(
    ("quantity", "requested"),
    [(4, "10-Mar-2026"), (2, "06-Mar-2026"), (1, "04-Mar-2026"), (2, "2026-03-07T17:59:59Z")],
)
def test_no_more_comes_back_than_arrived(quantity: int, requested: str) -> None:
    """R37: refused by a code that names how many, and the order is as it was."""
    desk = desk_with_an_order()
    before = desk.order(ORDER)

    with pytest.raises(BadField) as caught:
        take(desk, taking(reported(quantity=quantity, requested=requested)))

    assert (caught.value.code, caught.value.field, caught.value.value) == (
        "over_return",
        "return-quantity",
        quantity,
    )
    assert desk.order(ORDER) == before


def test_units_in_a_return_are_not_returned_again() -> None:
    """R37: over several rows, in whatever parcels the units are."""
    desk = desk_with_an_order()
    desk.request_return(
        ORDER, units=[ReturnUnits("P2", "1", 1)], reason="X", at="2026-03-08T09:00:00Z"
    )

    order = take(desk, taking(reported(quantity=2)))

    assert order.returns[-1].units == (ReturnUnits("P2", "1", 1), ReturnUnits("P1", "1", 1))
    with pytest.raises(BadField) as caught:
        take(desk, taking(reported(rma="RMA8")))
    assert "at most 0 units" in caught.value.expected


def test_a_day_is_read_where_the_units_had_arrived() -> None:
    """The buyer who asks on the day of delivery asks after it."""
    (command,) = commands(desk_with_an_order(), taking(reported(requested="07-Mar-2026")))

    assert command.at == instant("2026-03-07T18:00:00Z")


@pytest.mark.parametrize(
    ("zone", "marketplace", "at"),
    [
        ("UTC", "US", "2026-03-10T00:00:00Z"),
        ("", "US", "2026-03-10T07:00:00Z"),
        ("", "DE", "2026-03-09T23:00:00Z"),
        ("", "JP", "2026-03-09T15:00:00Z"),
    ],
)
def test_a_day_is_one_of_the_marketplace(zone: str, marketplace: str, at: str) -> None:
    """Unless somebody names another zone."""
    desk = desk_with_an_order(marketplace=marketplace)

    (command,) = commands(desk, taking(reported(), zone=zone))

    assert command.at == instant(at)


def test_a_day_of_no_zone_is_refused() -> None:
    """The order has no marketplace that we know; an instant needs none."""
    desk = desk_with_an_order()

    with pytest.raises(BadField) as caught:
        commands(desk, taking(reported(), zone=""))

    assert caught.value.code == "naive_time"
    exact = reported(requested="2026-03-10T12:00:00Z")
    (command,) = commands(desk, taking(exact, zone=""))
    assert command.at == instant("2026-03-10T12:00:00Z")


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({"status": "Approved"}, 1),
        ({"status": "Completed"}, 1),
        ({"status": "Pending"}, 0),
        ({"status": "Declined"}, 0),
        ({"status": "Cancelled"}, 0),
        ({"status": "Closed"}, 0),
        ({"status": "Closed", "refunded": Money(0, "USD")}, 0),
        ({"status": "Closed", "refunded": Money(1, "USD")}, 1),
        # With the scan that tells that they arrived.
        ({"status": "Closed", "delivered": "16-Mar-2026"}, 2),
    ],
)
def test_only_a_return_that_may_be_is_one(changes: dict[str, Any], count: int) -> None:
    """A closed one may be, where goods or money say that it took place."""
    assert len(commands(desk_with_an_order(), taking(reported(**changes)))) == count


@pytest.mark.parametrize(
    ("told", "field", "code"),
    [
        (reported(status="Teleported"), "return-request-status", "unknown_status"),
        (reported(status=""), "return-request-status", "missing_value"),
        (reported(sku="CUP"), "sku", "line_unknown"),
        (reported(sku="", asin="B000000001"), "sku", "line_unknown"),
        (reported(item_ref="00000000000000"), "sku", "line_unknown"),
        (taken_back(disposition="SOGGY"), "detailed-disposition", "unknown_disposition"),
        (taken_back(disposition=""), "detailed-disposition", "missing_value"),
        (taken_back(quantity=9), "quantity", "over_return"),
        (taken_back(returned="2026-03-04T00:00:00Z"), "quantity", "over_return"),
    ],
)
def test_what_is_not_known_is_not_guessed(
    told: ReportedReturn | FbaReturn, field: str, code: str
) -> None:
    """Words, products and numbers: nothing of the row is taken."""
    desk = desk_with_an_order()

    with pytest.raises(BadField) as caught:
        take(desk, taking(told))

    assert (caught.value.field, caught.value.code) == (field, code)
    assert desk.order(ORDER).returns == ()


@pytest.mark.parametrize(
    ("told", "value"),
    [
        (reported(sku="CUP", asin="B000000002"), "CUP"),
        (reported(sku="", asin="B000000002"), "B000000002"),
    ],
)
def test_a_product_that_is_not_known_is_named(told: ReportedReturn, value: str) -> None:
    """By its SKU, or by its ASIN where that is all there is."""
    with pytest.raises(BadField) as caught:
        take(desk_with_an_order(), taking(told))

    assert caught.value.value == value


def test_the_line_is_found_by_amazons_id_first() -> None:
    """R37: of two lines of one SKU the return is of the one that is named."""
    first, second = (
        Line("MUG", 1, price="12.50 USD", ref="1"),
        Line("MUG", 1, price="9 USD", ref="2"),
    )
    desk = desk_with_an_order(first, second)

    by_ref = commands(desk, taking(reported(item_ref="2")))
    by_sku = commands(desk, taking(reported(quantity=2)))

    assert [unit.line for unit in units_of(by_ref)] == ["2"]
    assert [unit.line for unit in units_of(by_sku)] == ["1", "2"]


def test_a_line_without_an_id_is_found_by_its_sku() -> None:
    """Orders out of the plain report have none; an ASIN is one of the host's table."""
    desk = desk_with_an_order(Line("MUG", 1, price="12.50 USD"))
    by_asin = reported(sku="", asin="B000000001")

    assert len(commands(desk, taking(reported(item_ref="2")))) == 1
    (wish,) = returns_of([by_asin], zone="UTC", skus={"B000000001": "MUG"})
    assert len(commands(desk, wish)) == 1


def units_of(told: tuple[OrderCommand, ...]) -> tuple[ReturnUnits, ...]:
    """Give the units of the one return that is asked for."""
    (command,) = told
    assert isinstance(command, RequestReturn)
    return command.units


def test_what_amazon_took_back_is_received() -> None:
    """Asked for when it was processed, since nobody tells when it was; graded as it was."""
    desk = desk_with_an_order()

    asked, received, graded = commands(desk, taking(taken_back(disposition="CUSTOMER_DAMAGED")))
    order = take(desk, taking(taken_back()))

    assert asked.at == received.at == graded.at == instant("2026-03-12T15:00:00Z")
    assert isinstance(received, ReceiveReturn)
    assert isinstance(graded, GradeReturn)
    assert (received.sellable, graded.grade) == (None, "customer_damaged")
    assert received.imported
    assert graded.imported
    (rma,) = order.returns
    assert (rma.id, rma.reason, [got.grade for got in rma.graded]) == (
        "LPN1",
        "DEFECTIVE",
        ["sellable"],
    )
    assert rma.status is ReturnStatus.RECEIVED


@pytest.mark.parametrize("sellable", [True, False])
def test_what_came_back_to_the_seller_is_received_if_he_says_how(sellable: bool) -> None:
    """The report tells when it came, and not in what state."""
    desk = desk_with_an_order()
    told = reported(delivered="16-Mar-2026")

    arrived = take(desk, taking(told))
    order = take(desk, taking(told, sellable=sellable))

    assert arrived.returns[0].status is ReturnStatus.ARRIVED

    (rma,) = order.returns
    assert [(got.sellable, got.at) for got in rma.received] == [
        (sellable, instant("2026-03-16T00:00:00Z"))
    ]
    stock = desk.stock("MUG")
    assert stock.on_hand == (7 if sellable else 6)


def test_a_return_that_is_known_is_received_later() -> None:
    """A later report tells of the same return that it came back; all of it, once."""
    desk = desk_with_an_order()
    take(desk, taking(reported(quantity=2), sellable=True))
    later = taking(reported(quantity=2, delivered="16-Mar-2026"), sellable=True)

    order = take(desk, later)

    (rma,) = order.returns
    assert [got.units.quantity for got in rma.received] == [2]
    assert take(desk, later) == order
    assert commands(desk, later) == ()


def test_the_sellers_own_number_names_his_return() -> None:
    """A return that the seller entered by himself is not entered again."""
    desk = desk_with_an_order()
    units = [ReturnUnits("P2", "1", 1)]
    desk.request_return(ORDER, units=units, reason="X", return_id="R-7", at="2026-03-10T09:00:00Z")

    assert commands(desk, taking(reported(merchant_rma="R-7"))) == ()
    assert len(commands(desk, taking(reported(merchant_rma="R-8")))) == 1


def test_a_row_is_taken_whole_or_not_at_all() -> None:
    """It came back before it was asked for: neither is recorded."""
    desk = desk_with_an_order()
    told = reported(delivered="09-Mar-2026")

    with pytest.raises(Refused) as caught:
        take(desk, taking(told, sellable=True))

    assert caught.value.codes == ("return_step_too_early",)
    assert desk.order(ORDER).returns == ()


def test_an_id_that_no_order_can_keep_is_refused() -> None:
    """Nothing of the row is taken."""
    desk = desk_with_an_order()

    with pytest.raises(InvalidValue) as caught:
        take(desk, taking(reported(rma="R" * 600)))

    assert caught.value.field == "return_id"


def test_parcels_underway_count_where_they_are_presumed_delivered() -> None:
    """Amazon reports of many orders no more than that they shipped."""
    desk = desk_with_an_order()
    shipped = desk.place(
        channel="SHOP",
        order_id="222-0000001-0000001",
        at="2026-03-02T09:00:00Z",
        lines=[MUGS],
    )
    desk.confirm_payment(shipped.id, at="2026-03-02T09:05:00Z")
    desk.confirm_shipment(shipped.id, units=[Units("1", 2)], at="2026-03-03T09:00:00Z")
    desk.confirm_shipment(shipped.id, at="2026-03-12T09:00:00Z")
    told = reported(order_id=shipped.id, quantity=2)

    with pytest.raises(BadField):
        take(desk, taking(told))
    order = take(desk, taking(told, presumed=True))

    first, second = order.parcels
    assert first.delivered_at == instant("2026-03-10T00:00:00Z")
    assert second.is_underway
    assert order.returns[0].units == (ReturnUnits("P1", "1", 2),)


@pytest.mark.parametrize("reason", ["UNDELIVERABLE_REFUSED", "CR-NEVER_ARRIVED"])
def test_what_never_arrived_is_not_presumed_to_have(reason: str) -> None:
    """The reason says so; the order's parcels stay as they are."""
    desk = desk_with_an_order()
    desk.retract_delivery(ORDER, "P1", at="2026-03-08T09:00:00Z")
    desk.retract_delivery(ORDER, "P2", at="2026-03-08T09:00:00Z")
    told = reported(reason=reason)

    with pytest.raises(BadField) as caught:
        take(desk, taking(told, presumed=True))

    assert caught.value.code == "never_delivered"
    assert all(parcel.is_underway for parcel in desk.order(ORDER).parcels)


def test_of_the_sellers_return_no_more_is_received_than_the_row_tells() -> None:
    """It holds another product, and more of this one; twice is once."""
    cups = Line("CUP", 1, price="5.00 USD", ref="2")
    desk = desk_with_an_order(MUGS, cups)
    units = [ReturnUnits("P1", "1", 2), ReturnUnits("P1", "2", 1)]
    desk.request_return(ORDER, units=units, reason="X", return_id="R-7", at="2026-03-10T09:00:00Z")
    wish = taking(reported(merchant_rma="R-7", delivered="16-Mar-2026"), sellable=True)

    order = take(desk, wish)

    assert [got.units for got in order.returns[0].received] == [ReturnUnits("P1", "1", 1)]
    assert take(desk, wish) == order


def test_a_return_over_its_window_was_let_in_by_amazon() -> None:
    """What a marketplace reports has happened, whatever our policy says."""
    desk = desk_with_an_order()

    order = take(desk, taking(reported(requested="10-May-2026")))
    assert order.returns[0].is_authorised


def test_the_id_of_a_return_is_made_of_what_names_the_row() -> None:
    """So that twice is once, over as many reports as there are."""
    assert [taking(told).return_id for told in ROWS] == [
        "RMA7/MUG/UNWANTED_ITEM",
        "RMA7/MUG/UNWANTED_ITEM/2",
        "MUG/DEFECTIVE",
        "RMA7/B000000001/DEFECTIVE",
        "LPN1",
        "2026-03-12/MUG/DEFECTIVE",
    ]


ROWS = (
    reported(),
    reported(number=2),
    reported(rma="", reason="DEFECTIVE"),
    reported(sku="", asin="B000000001", reason="DEFECTIVE"),
    taken_back(),
    taken_back(license_plate=""),
)


def test_a_return_without_a_reason_has_amazons_word_for_it() -> None:
    """None was given."""
    (command,) = commands(desk_with_an_order(), taking(reported(reason="")))

    assert isinstance(command, RequestReturn)
    assert command.reason == "NO_REASON_GIVEN"


def test_fields_of_other_types_are_refused() -> None:
    """A wish is about a row of a report."""
    with pytest.raises(InvalidValue):
        TakeReturn(told="row")  # type: ignore[arg-type]
