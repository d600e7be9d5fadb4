"""How a payment ends untaken: declined, run out, or given back."""

import attrs

from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import PaymentId
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.replace import completed, replace, with_changed
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant
from ordercore.orders.capturing import meant, payment_is_known, payment_is_open
from ordercore.orders.deadlines import deadlines_kept
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderEvent,
    happened,
    offered,
    placing_comes_first,
)
from ordercore.orders.money import is_secured
from ordercore.orders.paying import PayCommand, PaymentCommand, pay_what_is_due
from ordercore.orders.payment import Payment, PaymentEnd, PaymentStatus
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import World

# Commands


@attrs.frozen(kw_only=True)
class FailPayment(PayCommand):
    """Record that a payment was declined, before or after it had been authorised."""

    reason: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)


@attrs.frozen(kw_only=True)
class EndPayment(PaymentCommand):
    """A wish to end what is left of an authorisation."""

    reason: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)


@attrs.frozen(kw_only=True)
class ExpirePayment(EndPayment):
    """Record that an authorisation ran out."""


@attrs.frozen(kw_only=True)
class VoidPayment(EndPayment):
    """Give back what is left of an authorisation, untaken."""


# Events


@attrs.frozen(kw_only=True)
class PaymentDeclined(OrderEvent):
    """A payment was tried and never came about."""

    payment: Payment


@attrs.frozen(kw_only=True)
class PaymentEnded(OrderEvent):
    """What was left of an authorisation failed, ran out, or was given back."""

    payment_id: PaymentId
    status: PaymentStatus
    reason: str = attrs.field(repr=unshown, metadata=PERSONAL)


# Rules


@rule("declined_amount_unusable", instead=("amount",))
def declined_amount_is_money(order: Order, command: FailPayment, _: World) -> Facts | None:
    """What was declined was an amount of money, in the order's own currency."""
    amount = command.amount
    if amount is None or (amount.minor >= 0 and amount.currency == order.currency):
        return None
    return {"amount": amount, "currency": order.currency}


@rule("not_expired_yet", until="expires_at", rather=("VoidPayment",))
def authorisation_ran_out(order: Order, command: ExpirePayment, _: World) -> Facts | None:
    """An authorisation runs out at the moment that it was given until, and not before."""
    payment = order.payment(command.payment_id)
    if payment is None or payment.has_expired(command.at):
        return None
    return {"payment": payment.id, "expires_at": payment.expires_at}


FAIL_RULES = (payment_is_open, declined_amount_is_money)


VOID_RULES = (payment_is_known, payment_is_open)


EXPIRE_RULES = (*VOID_RULES, authorisation_ran_out)


# Outcomes


def complete_failure(order: Order, command: FailPayment, world: World) -> PayCommand:
    """Take a failure without an id for one of a payment that was never entered."""
    known = order.payment(command.payment_id)
    return command if known else pay_what_is_due(order, command, world)


def end_the_open_one(order: Order, command: EndPayment, _: World) -> EndPayment:
    """Take the end of no payment in particular for that of the first that it can be of."""
    payment = meant(order, command, expired=isinstance(command, ExpirePayment))
    return completed(command, payment_id=payment.id) if payment else command


def already_failed(order: Order, command: FailPayment) -> bool:
    """Tell whether this payment is known to have failed."""
    return _ended_as(order.payment(command.payment_id), PaymentStatus.FAILED)


def already_expired(order: Order, command: ExpirePayment) -> bool:
    """Tell whether this payment is known to have run out."""
    return _ended_as(order.payment(command.payment_id), PaymentStatus.EXPIRED)


def already_voided(order: Order, command: VoidPayment) -> bool:
    """Tell whether this payment is known to have been given back untaken."""
    return _ended_as(order.payment(command.payment_id), PaymentStatus.VOIDED)


def _ended_as(payment: Payment | None, status: PaymentStatus) -> bool:
    return payment is not None and payment.end is not None and payment.end.status is status


def fail_payment(order: Order, command: FailPayment, _: World) -> tuple[OrderEvent, ...]:
    """End a payment that is known; note one that is not as tried in vain."""
    if order.payment(command.payment_id) is not None:
        return _end(command, PaymentStatus.FAILED)
    payment = Payment(
        id=command.payment_id,
        amount=command.amount,
        at=command.at,
        method=command.method,
        end=PaymentEnd(PaymentStatus.FAILED, command.reason, command.at),
    )
    return happened(PaymentDeclined, command, payment=payment)


def expire_payment(_: Order, command: ExpirePayment, __: World) -> tuple[OrderEvent, ...]:
    """Let the rest run out."""
    return _end(command, PaymentStatus.EXPIRED)


def void_payment(_: Order, command: VoidPayment, __: World) -> tuple[OrderEvent, ...]:
    """Give the rest back."""
    return _end(command, PaymentStatus.VOIDED)


def _end(command: EndPayment | FailPayment, status: PaymentStatus) -> tuple[OrderEvent, ...]:
    content = {"payment_id": command.payment_id, "reason": command.reason}
    return happened(PaymentEnded, command, status=status, **content)


# Offers


def offer_failures(order: Order, at: Instant, _: World) -> tuple[FailPayment, ...]:
    """Offer the failure of every open authorisation, and while one can be paid of a new one."""
    ids = [payment.id for payment in order.payments if payment.open > 0]
    payable = order.status in (OrderStatus.PENDING, OrderStatus.UNSHIPPED)
    if payable and not is_secured(order, at):
        ids.append("")
    return tuple(FailPayment(order_id=order.id, at=at, payment_id=id) for id in ids)


# Folds


def fold_declined(order: Order, event: PaymentDeclined) -> Order:
    """Keep the try."""
    return replace(order, payments=(*order.payments, event.payment))


def fold_ended(order: Order, event: PaymentEnded) -> Order:
    """Note how its payment ended."""
    end = PaymentEnd(event.status, event.reason, event.at)
    payments = with_changed(order.payments, event.payment_id, lambda one: replace(one, end=end))
    after = replace(order, payments=payments)
    return replace(after, **deadlines_kept(after))


# The table

DECISIONS: Decisions = (
    Decision(
        command=FailPayment,
        settled=already_failed,
        complete=complete_failure,
        rules=(placing_comes_first, *FAIL_RULES),
        outcome=fail_payment,
        offers=offer_failures,
    ),
    Decision(
        command=ExpirePayment,
        settled=already_expired,
        complete=end_the_open_one,
        rules=(placing_comes_first, *EXPIRE_RULES),
        outcome=expire_payment,
        offers=offered(ExpirePayment),
    ),
    Decision(
        command=VoidPayment,
        settled=already_voided,
        complete=end_the_open_one,
        rules=(placing_comes_first, *VOID_RULES),
        outcome=void_payment,
        offers=offered(VoidPayment),
    ),
)

FOLDS: Folds = {
    PaymentDeclined: fold_declined,
    PaymentEnded: fold_ended,
}
