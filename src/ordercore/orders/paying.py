"""Paying for an order: money promised, or paid at once, and the clock that this sets going."""

import attrs

from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import PaymentId, numbered
from ordercore.kernel.money import Money
from ordercore.kernel.replace import completed, replace
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant
from ordercore.orders.deadlines import deadlines_after, deadlines_with
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    expiry,
    happened,
    offered,
    placing_comes_first,
)
from ordercore.orders.money import due, is_secured, secured
from ordercore.orders.payment import Capture, Payment
from ordercore.orders.state import Order
from ordercore.orders.stations import has_awaiting
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import World

# Commands


@attrs.frozen(kw_only=True)
class PaymentCommand(OrderCommand):
    """A wish about one payment; without ``payment_id``, about the next one that it can mean."""

    payment_id: PaymentId = ""


@attrs.frozen(kw_only=True)
class PayCommand(PaymentCommand):
    """A wish about money that secures an order.

    ``amount`` is the payment; left out, it is all that is due and not secured yet, so several
    payments may share an order. ``payment_id`` left empty numbers it.
    """

    amount: Money | None = None
    method: str = ""


@attrs.frozen(kw_only=True)
class ConfirmPayment(PayCommand):
    """Record that the buyer has paid: authorised and taken at once."""


@attrs.frozen(kw_only=True)
class AuthorisePayment(PayCommand):
    """Record that money is promised and may be taken later, at the door if ``on_delivery``."""

    on_delivery: bool = False
    expires_at: Instant | None = attrs.field(default=None, converter=expiry)


# Events


@attrs.frozen(kw_only=True)
class PaymentConfirmed(OrderEvent):
    """The buyer has paid; the deadlines are those that this set going, if it did."""

    payment: Payment
    ship_by: Instant | None
    deliver_by: Instant | None = None


@attrs.frozen(kw_only=True)
class PaymentAuthorised(OrderEvent):
    """Money is promised; the deadlines are those that this set going, if it did."""

    payment: Payment
    ship_by: Instant | None
    deliver_by: Instant | None = None


# Rules


@rule("payment_exceeds_due", instead=("amount",))
def payment_is_within_due(order: Order, command: PayCommand, _: World) -> Facts | None:
    """Payments together are never more than what is due, in the order's own currency."""
    owed, amount = _owed(order, command.at), command.amount
    if amount is None or (0 <= amount.minor <= owed and amount.currency == order.currency):
        return None
    return {"paid": amount, "due": Money(owed, order.currency) if order.currency else None}


@rule("nothing_is_due")
def something_is_due(order: Order, command: PayCommand, _: World) -> Facts | None:
    """Only an order that is not paid yet, and not cancelled, can be paid."""
    if not any(payment.stands(command.at) for payment in order.payments):
        live = bool(order.parcels) or has_awaiting(order)
        return None if live else {"order": order.id}
    return None if _owed(order, command.at) > 0 else {"order": order.id}


@rule("not_available_yet", first=("ReleasePreorder", "RecordReport"))
def order_is_available(order: Order, _: OrderCommand, __: World) -> Facts | None:
    """A pre-order is neither paid nor shipped before it is released."""
    if order.preorder is not None and order.preorder.released_at is None:
        return {"available_at": order.preorder.available_at}
    word = order.report.status if order.report else None
    if word is OrderStatus.PENDING_AVAILABILITY and not any(p.stands() for p in order.payments):
        return {"available_at": None}
    return None


@rule("payment_already_exists", instead=("payment_id",), rather=("CapturePayment",))
def payment_is_new(order: Order, command: PayCommand, _: World) -> Facts | None:
    """A payment is entered once; another one needs another id."""
    return {"payment": command.payment_id} if order.payment(command.payment_id) else None


@rule("not_paid", first=("ConfirmPayment", "AuthorisePayment"))
def order_is_paid(order: Order, command: OrderCommand, _: World) -> Facts | None:
    """Only an order ships whose price is taken, authorised, or promised at the door."""
    return None if is_secured(order, command.at) else {"order": order.id}


@rule("authorisation_ends_before_it_begins", instead=("expires_at",))
def authorisation_lasts(_: Order, command: AuthorisePayment, __: World) -> Facts | None:
    """An authorisation runs out after it was given."""
    if command.expires_at is None or command.expires_at > command.at:
        return None
    return {"expires_at": command.expires_at, "at": command.at}


@rule("amount_missing", first=("PriceLines",), instead=("amount",), rather=("ConfirmPayment",))
def promise_names_an_amount(order: Order, command: AuthorisePayment, _: World) -> Facts | None:
    """A promise is of an amount; without one an order is paid whose prices nobody tells."""
    return None if command.amount is not None else {"order": order.id}


PAY_RULES = (order_is_available, something_is_due, payment_is_within_due, payment_is_new)

AUTHORISE_RULES = (*PAY_RULES, promise_names_an_amount, authorisation_lasts)


# Outcomes


def _owed(order: Order, at: Instant) -> int:
    return max(0, due(order) - secured(order, at))


def pay_what_is_due(order: Order, command: PayCommand, _: World) -> PayCommand:
    """Take a payment without an amount for all that is not secured yet, and number it."""
    amount, id = command.amount, command.payment_id
    if amount is None and order.currency is not None:
        amount = Money(_owed(order, command.at), order.currency)
    elif id:
        return command
    id = id or numbered("PAY", [payment.id for payment in order.payments])
    return completed(command, amount=amount, payment_id=id)


def already_authorised(order: Order, command: PayCommand) -> bool:
    """Tell whether this payment is known and stands, so that a repeated notice is harmless."""
    payment = order.payment(command.payment_id) if command.payment_id else None
    return payment is not None and payment.end is None and command.amount in (None, payment.amount)


def already_paid(order: Order, command: ConfirmPayment) -> bool:
    """Tell whether this payment is known, and all of it was taken."""
    payment = order.payment(command.payment_id)
    return already_authorised(order, command) and payment is not None and payment.open == 0


def confirm_payment(order: Order, command: ConfirmPayment, world: World) -> tuple[OrderEvent, ...]:
    """Record the payment as taken, and by when the order must now ship and arrive."""
    taken = (Capture("C1", command.amount.minor, command.at),) if command.amount else ()
    payment = Payment(
        id=command.payment_id,
        amount=command.amount,
        at=command.at,
        method=command.method,
        captures=taken,
    )
    deadlines = deadlines_with(order, payment, world)
    return happened(PaymentConfirmed, command, payment=payment, **deadlines)


def authorise_payment(
    order: Order, command: AuthorisePayment, world: World
) -> tuple[OrderEvent, ...]:
    """Record the promise, and by when the order must now ship and arrive."""
    payment = Payment(
        id=command.payment_id,
        amount=command.amount,
        at=command.at,
        method=command.method,
        on_delivery=command.on_delivery,
        expires_at=command.expires_at,
    )
    deadlines = deadlines_with(order, payment, world)
    return happened(PaymentAuthorised, command, payment=payment, **deadlines)


# Folds


def fold_payment(order: Order, event: PaymentConfirmed | PaymentAuthorised) -> Order:
    """Keep the payment, and the deadlines that it set."""
    payments = (*order.payments, event.payment)
    return replace(order, payments=payments, **deadlines_after(order, event))


# The table

DECISIONS: Decisions = (
    Decision(
        command=ConfirmPayment,
        settled=already_paid,
        complete=pay_what_is_due,
        rules=(placing_comes_first, *PAY_RULES),
        outcome=confirm_payment,
        offers=offered(ConfirmPayment),
    ),
    Decision(
        command=AuthorisePayment,
        settled=already_authorised,
        complete=pay_what_is_due,
        rules=(placing_comes_first, *AUTHORISE_RULES),
        outcome=authorise_payment,
        offers=offered(AuthorisePayment),
    ),
)

FOLDS: Folds = {
    PaymentConfirmed: fold_payment,
    PaymentAuthorised: fold_payment,
}
