"""Paying for an order."""

import attrs

from ordercore.channels import ship_by
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant
from ordercore.orders.message import OrderCommand, OrderEvent, happened
from ordercore.orders.money import due, paid
from ordercore.orders.parts import Payment
from ordercore.orders.state import Order
from ordercore.orders.stations import awaiting_units, shipped_units
from ordercore.orders.world import World

# Commands


@attrs.frozen(kw_only=True)
class ConfirmPayment(OrderCommand):
    """Record that the buyer has paid; this releases the order for shipping.

    ``amount`` is what was paid; left out, it is all that is due.
    """

    amount: Money | None = None
    reference: str = ""


# Events


@attrs.frozen(kw_only=True)
class PaymentConfirmed(OrderEvent):
    """The buyer has paid; ``ship_by`` is the deadline that this set going, if it did."""

    payment: Payment
    ship_by: Instant | None


# Rules


@rule("payment_differs_from_due")
def payment_is_what_is_due(order: Order, command: ConfirmPayment, _: World) -> Facts | None:
    """A payment is exactly what is due, neither less nor more."""
    owed = due(order) - paid(order)
    amount = command.amount
    if amount is None or (amount.minor == owed and amount.currency == order.currency):
        return None
    return {"paid": amount, "due": Money(owed, order.currency) if order.currency else None}


@rule("nothing_is_due")
def something_is_due(order: Order, _command: ConfirmPayment, _: World) -> Facts | None:
    """Only an order that is not paid yet, and not cancelled, can be paid."""
    if not order.payments:
        live = any(awaiting_units(order).values()) or bool(shipped_units(order))
        return None if live else {"order": order.id}
    return None if due(order) > paid(order) else {"order": order.id}


RULES = (something_is_due, payment_is_what_is_due)


# Outcomes


def pay_what_is_due(order: Order, command: ConfirmPayment) -> ConfirmPayment:
    """Take a payment without an amount for all that is due."""
    if command.amount is not None or order.currency is None:
        return command
    return replace(command, amount=Money(due(order) - paid(order), order.currency))


def already_paid(order: Order, command: ConfirmPayment) -> bool:
    """Tell whether a payment of this reference is known, so that a repeated notice is harmless."""
    return any(
        payment.reference == command.reference and command.amount in (None, payment.amount)
        for payment in order.payments
        if payment.reference
    )


def confirm_payment(order: Order, command: ConfirmPayment, world: World) -> tuple[OrderEvent, ...]:
    """Record the payment, and by when the order must now ship."""
    deadline = None
    if order.ship_by is None:
        channel = world.channels.get(order.terms.channel)
        deadline = ship_by(command.at, channel, world.calendar) if channel else None
    return happened(
        PaymentConfirmed,
        command,
        payment=Payment(command.reference, command.amount, command.at),
        ship_by=deadline.at if deadline else None,
    )


# Folds


def fold_payment(order: Order, event: PaymentConfirmed) -> Order:
    """Keep the payment; the first deadline stays."""
    return replace(
        order,
        payments=(*order.payments, event.payment),
        ship_by=order.ship_by or event.ship_by,
    )
