"""Paying: what is due, what is not, and the deadline that a payment sets going."""

import datetime as dt

import pytest
from order_stories import (
    AT,
    ONE_B,
    TWO_A,
    accepts,
    adopt,
    cancel,
    given,
    imported,
    later,
    nothing_happens,
    pay,
    place,
    price,
    refusals,
    ship,
    when,
)

from ordercore.channels import CHANNELS
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.orders.line import Line
from ordercore.orders.money import balance, due, paid
from ordercore.orders.parts import Payment
from ordercore.orders.paying import PaymentConfirmed
from ordercore.orders.stations import status
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import World

EUR_25 = Money(2500, "EUR")


def test_a_payment_without_an_amount_is_all_that_is_due() -> None:
    """What is left open is filled in before it is written down."""
    event = when(given(place()), pay(reference="tx-1"))

    assert isinstance(event, PaymentConfirmed)
    assert event.payment == Payment("tx-1", EUR_25, AT)


def test_a_payment_releases_the_order() -> None:
    """A paid order waits to be shipped."""
    order = given(place(), pay(amount=EUR_25))

    assert status(order) is OrderStatus.UNSHIPPED
    assert balance(order) == EUR_25


def test_a_payment_sets_the_deadline_going() -> None:
    """Counted from the payment, not the placement: Tuesday's payment ships on Wednesday."""
    order = given(place(), pay(days=1))

    assert str(order.ship_by) == "2026-03-04 23:59:59.999999+00:00"


def test_a_deadline_of_the_marketplace_stays() -> None:
    """What was promised elsewhere is not computed again."""
    order = given(place(ship_by=later(9)), pay(days=1))

    assert order.ship_by == later(9)


def test_fulfilment_by_amazon_has_no_deadline() -> None:
    """Where somebody else ships, the seller is bound to no time."""
    assert given(place(channel="FBA"), pay()).ship_by is None


def test_the_first_deadline_stays_when_more_becomes_due() -> None:
    """A second payment does not move the deadline."""
    order = given(imported(TWO_A), pay(), adopt(Line("C", 1, price="1 EUR", id="9")), pay(days=4))

    assert str(order.ship_by) == "2026-03-03 23:59:59.999999+00:00"
    assert paid(order) == 2100


@pytest.mark.parametrize(
    "amount",
    [Money(2499, "EUR"), Money(2501, "EUR"), Money(2500, "USD"), Money(0, "EUR")],
    ids=str,
)
def test_a_payment_of_another_amount_is_refused(amount: Money) -> None:
    """Neither less nor more, and in the order's currency."""
    assert refusals(given(place()), pay(amount=amount)) == {
        "payment_differs_from_due": {"paid": amount, "due": EUR_25}
    }


def test_nothing_is_due_twice() -> None:
    """A paid order cannot be paid again."""
    order = given(place(), pay())

    assert refusals(order, pay()) == {"nothing_is_due": {"order": "O-1"}}
    assert list(refusals(order, pay(amount=EUR_25))) == [
        "nothing_is_due",
        "payment_differs_from_due",
    ]


def test_nothing_is_due_of_a_cancelled_order() -> None:
    """There is nothing left to pay for."""
    order = given(place(), cancel())

    assert refusals(order, pay()) == {"nothing_is_due": {"order": "O-1"}}


def test_only_what_is_not_cancelled_is_due() -> None:
    """Cancelled units are taken off before payment."""
    order = given(place(), cancel(("1", 1)))

    assert due(order) == 1500
    assert accepts(order, pay(amount=Money(1500, "EUR")))


def test_r27_a_repeated_payment_notice_is_harmless() -> None:
    """The same reference is one payment, with its amount or without."""
    order = given(place(), pay(reference="tx-1"))

    assert nothing_happens(order, pay(reference="tx-1", days=2))
    assert nothing_happens(order, pay(reference="tx-1", amount=EUR_25))


def test_r27_the_same_reference_with_another_amount_is_refused() -> None:
    """A contradicting notice is no repetition."""
    order = given(place(), pay(reference="tx-1"))

    assert "nothing_is_due" in refusals(order, pay(reference="tx-1", amount=Money(1, "EUR")))


def test_a_free_order_is_paid_with_nothing() -> None:
    """An order of price zero is released like any other."""
    order = given(place(Line("A", 1, price="0 EUR")), pay())

    assert (status(order), paid(order)) == (OrderStatus.UNSHIPPED, 0)


def test_an_amount_may_be_unknown_where_prices_are() -> None:
    """A marketplace took the money and does not tell how much; then it does."""
    order = given(imported(Line("A", 2)), pay())
    assert (order.payments[0].amount, balance(order)) == (None, None)

    order = given(imported(Line("A", 2)), pay(), price(("1", Charges("EUR", item=700))), pay())

    assert [payment.amount for payment in order.payments] == [None, Money(700, "EUR")]
    assert balance(order) == Money(700, "EUR")


def test_an_amount_for_an_order_without_prices_is_refused() -> None:
    """What is due is unknown, so nothing can equal it."""
    assert refusals(given(imported(Line("A", 2))), pay(amount=EUR_25)) == {
        "payment_differs_from_due": {"paid": EUR_25, "due": None}
    }


def test_an_order_that_was_shipped_and_cancelled_for_the_rest_is_settled() -> None:
    """Cancelling after payment leaves nothing due, and the money in the balance."""
    order = given(place(), pay(), ship(("1", 2)), cancel(days=2))

    assert (due(order), paid(order)) == (2000, 2500)
    assert refusals(order, pay()) == {"nothing_is_due": {"order": "O-1"}}


def test_a_cancelled_line_costs_its_first_units() -> None:
    """Of three units for 10.00, the first two cost 6.66 and the last 3.34."""
    order = given(place(Line("A", 3, charges=Charges("EUR", item=1000))), cancel(("1", 1)))

    assert due(order) == 666


def test_a_line_without_units_costs_nothing() -> None:
    """A line reported with 0 units adds nothing to what is due."""
    order = given(imported(TWO_A, Line("B", 0, charges=Charges("EUR", item=500))))

    assert due(order) == 2000


def test_handling_follows_the_row_in_force_when_paid() -> None:
    """Before 25 May 2021 the default was two working days."""
    at = AT.set(year=2021, month=5, day=20)
    order = given(place(at=at, marketplace="DE"), pay(days=(at - AT).total_days()))

    assert str(order.ship_by) == "2021-05-24 23:59:59.999999+00:00"


def test_an_order_outlives_its_channel() -> None:
    """A host may drop a channel; orders that came by it still get answers, and no errors."""
    order = given(place())
    bare = World(channels={"FBA": CHANNELS["FBA"]})

    assert accepts(order, pay(), bare)


def test_one_b_is_five_euros() -> None:
    """The stories count on these prices."""
    assert (TWO_A.charges, ONE_B.charges) == (Charges("EUR", item=2000), Charges("EUR", item=500))
    assert dt.date(2026, 3, 2).weekday() == 0
