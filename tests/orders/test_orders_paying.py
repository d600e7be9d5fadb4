"""Paying: what is due, what is not, and the deadline that a payment sets going."""

import datetime as dt

import pytest
from order_stories import (
    AT,
    ONE_B,
    TWO_A,
    accepts,
    adopt,
    authorise,
    cancel,
    deliver,
    expire,
    fail,
    given,
    imported,
    later,
    nothing_happens,
    pay,
    place,
    price,
    refusals,
    ship,
    then,
    when,
)

from ordercore.channels import CHANNELS
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.orders.axes import status
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import balance, captured, due, secured
from ordercore.orders.paying import PaymentAuthorised, PaymentConfirmed
from ordercore.orders.payment import Capture, Payment
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import World

EUR_25 = Money(2500, "EUR")


def test_a_payment_without_an_amount_is_all_that_is_due() -> None:
    """What is left open is filled in before it is written down."""
    event = when(given(place()), pay(payment_id="tx-1", method="card"))

    assert isinstance(event, PaymentConfirmed)
    assert event.payment == Payment(
        id="tx-1", amount=EUR_25, at=AT, method="card", captures=(Capture("C1", 2500, AT),)
    )


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
    assert captured(order) == 2100


@pytest.mark.parametrize(
    "amount",
    [Money(2501, "EUR"), Money(2500, "USD"), Money(-1, "EUR")],
    ids=str,
)
def test_a_payment_beyond_what_is_due_is_refused(amount: Money) -> None:
    """Not more, not less than nothing, and in the order's currency."""
    assert refusals(given(place()), pay(amount=amount)) == {
        "payment_exceeds_due": {"paid": amount, "due": EUR_25}
    }


def test_an_order_may_be_paid_in_parts() -> None:
    """Each payment without an amount is for all that is left; at the last the order is free."""
    order = given(place(), pay(amount=Money(1000, "EUR")))
    assert (status(order), captured(order), order.ship_by) == (OrderStatus.PENDING, 1000, None)

    order = then(order, authorise("5 EUR", days=1), pay(days=2))

    assert [(one.id, one.amount) for one in order.payments] == [
        ("PAY1", Money(1000, "EUR")),
        ("PAY2", Money(500, "EUR")),
        ("PAY3", Money(1000, "EUR")),
    ]
    assert (captured(order), secured(order), status(order)) == (
        2000, 2500, OrderStatus.UNSHIPPED,
    )  # fmt: skip
    assert str(order.ship_by) == "2026-03-05 23:59:59.999999+00:00"
    assert "nothing_is_due" in refusals(order, pay())


@pytest.mark.parametrize(
    ("sofar", "most"),
    [((), "25"), ((pay(amount=Money(1, "EUR")),), "24.99"), ((authorise("24 EUR"),), "1")],
)
def test_no_payment_goes_beyond_what_is_left(sofar: tuple[OrderCommand, ...], most: str) -> None:
    """To the last minor unit, promised or taken."""
    order = given(place(), *sofar)
    left = Money.parse(f"{most} EUR", "amount")

    assert accepts(order, pay(amount=left))
    beyond = Money(left.minor + 1, "EUR")
    for command in (pay(amount=beyond), authorise(str(beyond))):
        assert refusals(order, command) == {"payment_exceeds_due": {"paid": beyond, "due": left}}


def test_a_promise_secures_an_order_like_a_payment() -> None:
    """Nothing is taken yet; the clock runs."""
    event = when(given(place()), authorise(method="card", expires_at=later(7)))
    assert isinstance(event, PaymentAuthorised)
    assert event.payment == Payment(
        id="PAY1", amount=EUR_25, at=AT, method="card", expires_at=later(7)
    )
    order = given(place(), authorise())
    assert (captured(order), status(order)) == (0, OrderStatus.UNSHIPPED)
    assert order.ship_by == event.ship_by


def test_an_authorisation_runs_out_after_it_was_given() -> None:
    """At its own moment it would be over already."""
    assert refusals(given(place()), authorise(days=1, expires_at=later(1))) == {
        "authorisation_ends_before_it_begins": {"expires_at": later(1), "at": later(1)}
    }


def test_a_repeated_authorisation_is_harmless() -> None:
    """A payment of a known id is neither promised again nor confirmed by that; it is taken."""
    order = given(place(), authorise(payment_id="pi_1"))

    assert nothing_happens(order, authorise(payment_id="pi_1", days=1))
    assert "payment_already_exists" in refusals(order, pay(payment_id="pi_1"))
    assert "payment_already_exists" in refusals(order, authorise("1 EUR", payment_id="pi_1"))
    taken = then(order, ship())
    assert nothing_happens(taken, pay(payment_id="pi_1", days=2))


def test_a_payment_that_failed_is_not_paid() -> None:
    """A later success needs an id of its own."""
    order = given(place(), fail(payment_id="pi_1"))

    assert refusals(order, pay(payment_id="pi_1")) == {
        "payment_already_exists": {"payment": "pi_1"}
    }
    assert accepts(order, pay(payment_id="pi_2"))


def test_an_authorisation_that_ran_out_can_be_replaced_at_once() -> None:
    """Nobody has to say first that it ran out; while it stands, nothing more is due."""
    order = given(place(), authorise(expires_at=later(3)))

    assert "nothing_is_due" in refusals(order, authorise(days=2))
    assert accepts(order, authorise(days=3))
    assert then(order, pay(days=3)).payments[1].amount == EUR_25


def test_of_what_ran_out_only_the_rest_is_due_again() -> None:
    """What was taken of it stays."""
    order = given(place(), authorise(expires_at=later(3)), ship(("1", 1)), pay(days=3))

    assert order.payments[1].amount == Money(1500, "EUR")
    assert captured(order) == 2500


def test_a_deadline_starts_anew_when_an_order_is_paid_anew() -> None:
    """The first promise fell with its payment; one of the marketplace's stands."""
    ran_out = (authorise(expires_at=later(3)), expire(days=3), pay(days=14))

    assert str(given(place(), *ran_out).ship_by) == "2026-03-17 23:59:59.999999+00:00"
    assert given(place(ship_by=later(2)), *ran_out).ship_by == later(2)


def test_no_deadline_moves_once_all_has_left() -> None:
    """Shipped late against cash, which failed at the door and was paid afterwards: still late."""
    order = given(
        place(), authorise(on_delivery=True), ship(days=6), deliver(days=7),
        fail(payment_id="PAY1", days=7), pay(days=8),
    )  # fmt: skip

    assert str(order.ship_by) == "2026-03-03 23:59:59.999999+00:00"


def test_nothing_is_due_twice() -> None:
    """A paid order cannot be paid again."""
    order = given(place(), pay())

    assert refusals(order, pay()) == {"nothing_is_due": {"order": "O-1"}}
    assert list(refusals(order, pay(amount=EUR_25))) == [
        "nothing_is_due",
        "payment_exceeds_due",
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
    """The same id is one payment, with its amount or without."""
    order = given(place(), pay(payment_id="tx-1"))

    assert nothing_happens(order, pay(payment_id="tx-1", days=2))
    assert nothing_happens(order, pay(payment_id="tx-1", amount=EUR_25))


def test_r27_the_same_id_with_another_amount_is_refused() -> None:
    """A contradicting notice is no repetition."""
    order = given(place(), pay(payment_id="tx-1"))

    assert "nothing_is_due" in refusals(order, pay(payment_id="tx-1", amount=Money(1, "EUR")))


def test_a_free_order_is_paid_with_nothing() -> None:
    """An order of price zero is released like any other."""
    order = given(place(Line("A", 1, price="0 EUR")), pay())

    assert (status(order), captured(order)) == (OrderStatus.UNSHIPPED, 0)


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
        "payment_exceeds_due": {"paid": EUR_25, "due": None}
    }


def test_an_order_that_was_shipped_and_cancelled_for_the_rest_is_settled() -> None:
    """Cancelling after payment leaves nothing due, and the money in the balance."""
    order = given(place(), pay(), ship(("1", 2)), cancel(days=2))

    assert (due(order), captured(order)) == (2000, 2500)
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


def test_what_has_run_out_neither_secures_an_order_nor_keeps_its_deadline() -> None:
    """10.00 that ran out and 15.00 are not 25.00; and the clock starts with the new promise."""
    part = given(place(), authorise("10 EUR", expires_at=later(1)))
    whole = given(place(), authorise(expires_at=later(1)))

    too_little, anew = when(part, authorise("15 EUR", days=2)), when(whole, authorise(days=2))

    assert isinstance(too_little, PaymentAuthorised)
    assert too_little.ship_by is None
    assert isinstance(anew, PaymentAuthorised)
    assert str(anew.ship_by) == "2026-03-05 23:59:59.999999+00:00"


def test_a_promise_of_an_unknown_amount_is_none() -> None:
    """While nobody tells of prices."""
    assert refusals(given(imported(Line("A", 1))), authorise()) == {
        "amount_missing": {"order": "O-1"}
    }


def test_what_is_free_may_be_promised_again() -> None:
    """After the promise has run out, and not before."""
    order = given(place(Line("A", 1, price="0 EUR")), authorise(expires_at=later(1)))

    assert accepts(order, pay(days=1))
    assert refusals(order, pay(days=0.5)) == {"nothing_is_due": {"order": "O-1"}}
    assert accepts(order, ship(days=0.5))
    assert refusals(order, ship(days=1)) == {"not_paid": {"order": "O-1"}}


def test_what_has_left_keeps_its_deadline() -> None:
    """However late the rest is paid."""
    order = given(place(), authorise(expires_at=later(3)), ship(("1", 1)))

    event = when(order, authorise("15 EUR", days=3))

    assert isinstance(event, PaymentAuthorised)
    assert event.ship_by is None
