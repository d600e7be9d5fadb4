"""Faults that a fresh reading found: each shows that it cannot happen again."""

from typing import Any

import pytest
from order_stories import (
    AT,
    TWO_A,
    accepts,
    deliver,
    given,
    later,
    pay,
    place,
    refusals,
    ship,
    some,
    then,
)

from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.checking import several
from ordercore.kernel.money import Money
from ordercore.kernel.units import Units
from ordercore.orders.address import Address
from ordercore.orders.answering import AcceptCancellation, AnswerCommand, DeclineCancellation
from ordercore.orders.asking import RequestCancellation, counts_against_seller
from ordercore.orders.axes import DeliveryAxis
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.capturing import CapturePayment
from ordercore.orders.decider import allowed, decide, explain
from ordercore.orders.editing import AmendOrder
from ordercore.orders.finding import path_to
from ordercore.orders.invoice import invoice
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import captured, refundable
from ordercore.orders.parts import Cancellation
from ordercore.orders.paying import AuthorisePayment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.receiving import ReceiveReturn
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.returning import RequestReturn
from ordercore.orders.settling import FailRefund
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.orders.stranding import RecordUndelivered
from ordercore.orders.world import WORLD
from ordercore.returns import ReturnUnits
from ordercore.shipping import Trouble


def command(of: type[OrderCommand], days: float = 0, **content: Any) -> OrderCommand:
    """Make a command about the order of the stories."""
    return of(order_id="O-1", at=later(days), **content)


FOR_CASH = given(
    place(Line("A", 2, price="10.00 EUR")),
    command(AuthorisePayment, on_delivery=True),
    ship(("1", 1)),
    ship(("1", 1)),
    deliver("P1"),
    command(CapturePayment, 3),
)
"""Two parcels for cash: the first has arrived and is paid."""


def test_nothing_goes_back_for_a_parcel_that_was_never_paid_for() -> None:
    """The second is refused at the door; the cash of the first is not given back for it."""
    order = then(FOR_CASH, command(RecordUndelivered, 4, parcel_id="P2", trouble=Trouble.REFUSED))
    refund = command(IssueRefund, 5, parcel_id="P2", reason="refused_delivery")

    assert captured(order) == refundable(order) == 1000
    assert "nothing_to_refund" in refusals(order, refund)
    offered = [some for some in allowed(order, later(5)) if isinstance(some, IssueRefund)]
    assert [some.parcel_id for some in offered] == [None]


def test_nothing_goes_back_for_a_return_that_was_never_paid_for() -> None:
    """What was left at the door unpaid comes back, and the buyer keeps what was paid."""
    back = (ReturnUnits("P2", "1", 1),)
    order = then(
        FOR_CASH,
        deliver("P2", days=4),
        command(RequestReturn, 5, units=back, reason="UNWANTED_ITEM"),
        command(ReceiveReturn, 6, return_id="R1", units=back),
    )
    refund = command(IssueRefund, 7, return_id="R1", reason="customer_return")

    assert "nothing_to_refund" in refusals(order, refund)


def test_a_unit_that_was_paid_for_is_still_paid_back() -> None:
    """The first comes back, and its cash with it."""
    back = (ReturnUnits("P1", "1", 1),)
    order = then(
        FOR_CASH,
        command(RequestReturn, 5, units=back, reason="UNWANTED_ITEM"),
        command(ReceiveReturn, 6, return_id="R1", units=back),
        command(IssueRefund, 7, return_id="R1", reason="customer_return"),
    )

    assert order.balance == Money(0, "EUR")


def test_the_way_to_shipped_cancels_nothing_that_can_be_shipped() -> None:
    """A sale is not given up because that is as short."""
    half = given(place(), pay(), ship(("1", 1)))

    assert [type(some) for some in path_to(half, "shipped", later(2)) or ()] == [ConfirmShipment]


def test_many_parcels_have_a_way_too() -> None:
    """Nine deliveries are nine steps."""
    order = given(place(Line("A", 9, price="1 EUR")), pay(), *[ship(("1", 1)) for _ in range(9)])

    assert len(path_to(order, DeliveryAxis.DELIVERED, later(9)) or ()) == 9


@pytest.mark.parametrize("answer", [AcceptCancellation, DeclineCancellation])
@pytest.mark.parametrize("actor", [Actor.BUYER, Actor.CARRIER])
def test_who_asks_does_not_answer(answer: type[AnswerCommand], actor: Actor) -> None:
    """The seller's side or the marketplace decides about a wish to cancel."""
    order = given(place(), pay(), command(RequestCancellation, 1))

    assert list(refusals(order, command(answer, 2, by=actor))) == ["actor_may_not"]
    assert accepts(order, command(answer, 2, by=Actor.MARKETPLACE))


def test_what_was_answered_is_not_unknown() -> None:
    """An answer to no request in particular, after the only one, is told that it was answered."""
    order = given(
        place(), pay(), command(RequestCancellation, 1, units=some(("1", 1))),
        command(DeclineCancellation, 2),
    )  # fmt: skip

    assert list(refusals(order, command(AcceptCancellation, 3))) == ["request_already_answered"]


def test_what_the_buyer_cancels_counts_against_nobody() -> None:
    """Whatever reason the buyer gives."""
    order = given(place(), command(CancelUnits, by=Actor.BUYER, reason="no_inventory"))
    (gone,) = order.cancellations

    assert not counts_against_seller(order, gone, WORLD)
    assert counts_against_seller(order, _by_seller(gone), WORLD)


def _by_seller(gone: Cancellation) -> Cancellation:
    return Cancellation(
        units=gone.units, reason=gone.reason, at=gone.at, by=Actor.SELLER, paid=gone.paid
    )


@pytest.mark.parametrize("ask", [decide, explain])
def test_a_command_about_another_order_is_a_mistake(ask: Any) -> None:
    """No event says which order it is of, so nothing later would notice."""
    order: Order = given(place())

    with pytest.raises(InvalidValue, match="order_id: 'O-2' is not the order O-1"):
        ask(order, CancelUnits(order_id="O-2", at=AT, reason="no_inventory"))


@pytest.mark.parametrize(
    ("kind", "content", "field"),
    [
        (ConfirmShipment, {"units": Units("1", 1)}, "units"),
        (CancelUnits, {"units": "1", "reason": "no_inventory"}, "units"),
        (RequestReturn, {"units": ReturnUnits("P1", "1", 1), "reason": ""}, "units"),
        (IssueRefund, {"parts": 5, "reason": "goodwill"}, "parts"),
        (PlaceOrder, {"channel": "MFN", "lines": TWO_A}, "lines"),
    ],
)
def test_one_where_several_are_asked_for_is_named(
    kind: type[OrderCommand], content: dict[str, Any], field: str
) -> None:
    """The error tells the field and the value."""
    with pytest.raises(InvalidValue) as caught:
        command(kind, **content)

    assert caught.value.field == field
    assert caught.value.value is content[field]


def test_several_may_be_any_collection() -> None:
    """A list, a set, or what is made on the way."""
    assert several([1, 2], "n") == several((n for n in (1, 2)), "n") == (1, 2)


def test_units_that_come_back_into_an_order_are_paid_for_again() -> None:
    """Money that went back for cancelled units does not pay for others."""
    order = given(
        place(Line("A", 4, price="5.00 EUR"), channel="SHOP"),
        pay(),
        command(CancelUnits, 1, units=some(("1", 3)), reason="no_inventory"),
        command(IssueRefund, 2, reason="units_cancelled"),
        command(AmendOrder, 3, add=(Line("A", 3, price="5.00 EUR"),)),
    )

    assert order.status is OrderStatus.PENDING
    assert "not_paid" in refusals(order, ship(days=4))
    assert then(order, pay(4), ship(days=5)).balance == Money(2000, "EUR")


def test_a_captured_authorisation_pays_once_for_units_that_come_back() -> None:
    """Where money is taken at confirmation, all that ships is taken for."""
    order = given(
        place(Line("A", 2, price="5.00 EUR")),
        pay(),
        command(CancelUnits, 1, units=some(("1", 1)), reason="no_inventory"),
        command(IssueRefund, 2, reason="units_cancelled"),
        command(AmendOrder, 3, add=(Line("A", 1, price="5.00 EUR"),)),
        command(AuthorisePayment, 3),
        ship(days=4),
    )

    assert order.balance == Money(1000, "EUR")


@pytest.mark.parametrize(("field", "value"), [("seller", None), ("seller", "me"), ("bill_to", "x")])
def test_an_invoice_is_written_from_and_to_an_address(field: str, value: Any) -> None:
    """Nobody pays a bill of nobody."""
    content: dict[str, Any] = {"seller": Address("Shop"), field: value}

    with pytest.raises(InvalidValue) as caught:
        invoice(given(place(), pay()), number="1", issued_at=AT, **content)

    assert caught.value.field == field


def test_a_surplus_given_back_as_a_sum_pays_for_nothing_more() -> None:
    """Whatever its parts say, money beyond what was due is gone when it went back."""
    order = given(
        place(Line("A", 4, price="5.00 EUR"), channel="SHOP"),
        pay(),
        command(CancelUnits, 1, units=some(("1", 3)), reason="no_inventory"),
        command(IssueRefund, 2, reason="units_cancelled", amount=Money(1500, "EUR")),
        command(AmendOrder, 3, add=(Line("B", 3, price="5.00 EUR"),)),
    )

    assert order.status is OrderStatus.PENDING
    assert "not_paid" in refusals(order, ship(days=4))


def test_a_remedy_before_shipping_does_not_unpay_an_order() -> None:
    """The buyer had paid; something was given back to please."""
    order = given(
        place(), pay(), command(IssueRefund, 1, reason="goodwill", amount=Money(500, "EUR"))
    )

    assert accepts(order, ship(days=2))


def test_a_refund_that_fails_pays_again_and_starts_the_clock() -> None:
    """The money never left, so it pays for what was put in."""
    order = given(
        place(Line("A", 2, price="5.00 EUR")),
        pay(),
        command(CancelUnits, 1, units=some(("1", 1)), reason="no_inventory"),
        command(IssueRefund, 2, reason="units_cancelled"),
        command(AmendOrder, 3, add=(Line("A", 1, price="5.00 EUR"),)),
    )
    after = then(order, command(FailRefund, 9, refund_id="F1"))

    assert (order.status, order.ship_by) == (OrderStatus.PENDING, None)
    assert after.status is OrderStatus.UNSHIPPED
    assert after.ship_by is not None
    assert after.ship_by > later(9)


@pytest.mark.parametrize("nonsense", [None, "ship it", object()])
def test_what_is_no_command_is_named(nonsense: Any) -> None:
    """By the error that names the field."""
    with pytest.raises(InvalidValue, match="command"):
        explain(given(place()), nonsense)
