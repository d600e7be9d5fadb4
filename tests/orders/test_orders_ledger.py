"""The ledger: money by line component and by payment."""

import hypothesis
from order_stories import (
    cancel,
    given,
    imported,
    later,
    part,
    pay,
    place,
    refund,
    ship,
)

from ordercore.kernel.charges import COMPONENTS, charges_of
from ordercore.kernel.money import Money
from ordercore.orders.ledger import Ledger, PaymentAccount, ledger
from ordercore.orders.line import Line
from ordercore.orders.money import captured, refunded
from ordercore.orders.paying import AuthorisePayment
from ordercore.orders.payment import PaymentStatus
from ordercore.orders.settling import ConfirmRefund
from ordercore.orders.state import Order
from ordercore.testing.strategies import orders


def test_the_accounts_of_a_split_payment() -> None:
    """A card and a voucher, a unit cancelled, money on its way back and money gone back."""
    order = given(
        place(),
        pay(amount=Money(1000, "EUR"), payment_id="voucher"),
        AuthorisePayment(order_id="O-1", at=later(), payment_id="card"),
        cancel(("2", 1)),
        ship(),
        refund(part("1", item=300), days=2, reason="goodwill", refund_id="F1"),
        ConfirmRefund(order_id="O-1", at=later(3), refund_id="F1"),
        refund(part("1", item=800), days=4, reason="goodwill"),
    )

    drawn = order.ledger

    assert drawn.due == 2000
    assert drawn.balance == Money(900, "EUR")
    assert drawn.payments == (
        PaymentAccount(
            payment="voucher", status=PaymentStatus.CAPTURED, authorised=1000, captured=1000,
            open=0, in_flight=700, refunded=300,
        ),
        PaymentAccount(
            payment="card", status=PaymentStatus.PARTIALLY_CAPTURED, authorised=1500,
            captured=1000, open=500, in_flight=100, refunded=0,
        ),
    )  # fmt: skip
    first, second = drawn.lines
    assert (first.line, second.line) == ("1", "2")
    assert first.charged is not None
    assert (first.charged.item, first.kept) == (2000, first.charged)
    assert first.refunded == part("1", item=1100).charges
    assert first.refundable == part("1", item=900).charges
    assert (second.kept is not None, second.refunded) == (True, None)
    assert second.kept is not None
    assert second.kept.total == 0


def test_refunds_by_one_payment_are_added_up() -> None:
    """As long as they are on their way."""
    order = given(
        place(),
        pay(),
        refund(part("1", item=300), reason="goodwill"),
        refund(part("1", item=200), reason="goodwill"),
    )

    (account,) = order.ledger.payments

    assert (account.in_flight, account.refunded) == (500, 0)


def test_nobody_tells_what_was_paid_for_an_order_without_prices() -> None:
    """The marketplace has taken it."""
    (account,) = given(imported(Line("A", 1)), pay()).ledger.payments

    assert (account.authorised, account.status) == (None, PaymentStatus.CAPTURED)


@hypothesis.given(orders())
def test_law_2_the_ledger_adds_up(order: Order) -> None:
    """What payments hold and lines gave back come to the sums of the order."""
    drawn: Ledger = ledger(order)
    nothing = charges_of(order.currency or "EUR", [0] * len(COMPONENTS))

    back = sum(account.in_flight + account.refunded for account in drawn.payments)
    by_line = sum((account.refunded or nothing).total for account in drawn.lines)
    kept = sum(account.kept.total for account in drawn.lines if account.kept)

    assert sum(account.captured for account in drawn.payments) == captured(order)
    assert back == by_line == refunded(order)
    assert kept == drawn.due
    for account in drawn.payments:
        assert 0 <= account.in_flight + account.refunded <= account.captured
        assert account.authorised is None or account.captured <= account.authorised
