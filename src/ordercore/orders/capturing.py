"""Taking promised money."""

import attrs

from ordercore.channels import CaptureMoment
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import PaymentId
from ordercore.kernel.money import Money
from ordercore.kernel.replace import completed, replace, with_changed
from ordercore.kernel.rules import Facts, rule
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    happened,
    offered,
    placing_comes_first,
)
from ordercore.orders.money import held, owed_for
from ordercore.orders.paying import PaymentCommand
from ordercore.orders.payment import Capture, Payment, capture_number, taken_from
from ordercore.orders.state import Order
from ordercore.orders.world import World

# Commands


@attrs.frozen(kw_only=True)
class CapturePayment(PaymentCommand):
    """Record that authorised money was taken; without ``amount``, all that is due.

    ``payment_id`` left empty means the first authorisation of which anything is open.
    ``capture_id`` is the provider's own, by which a notice that comes twice is known; left empty,
    it is numbered.
    """

    amount: Money | None = None
    capture_id: str = ""


# Events


@attrs.frozen(kw_only=True)
class PaymentCaptured(OrderEvent):
    """Authorised money was taken."""

    payment_id: PaymentId
    minor: int
    capture_id: str


# Rules


@rule("payment_unknown", first=("AuthorisePayment",), instead=("payment_id",))
def payment_is_known(order: Order, command: PaymentCommand, _: World) -> Facts | None:
    """Only a payment of this order can be taken or ended."""
    return None if order.payment(command.payment_id) else {"payment": command.payment_id}


@rule("nothing_open", instead=("payment_id",), rather=("AuthorisePayment",))
def payment_is_open(order: Order, command: PaymentCommand, _: World) -> Facts | None:
    """Only an authorisation of which something is left can be taken, ended or fail."""
    payment = order.payment(command.payment_id)
    return None if payment is None or payment.open > 0 else {"payment": payment.id}


@rule("authorisation_expired", instead=("payment_id",), rather=("AuthorisePayment",))
def authorisation_stands(order: Order, command: CapturePayment, _: World) -> Facts | None:
    """Nothing is taken of an authorisation that has run out."""
    payment = order.payment(command.payment_id)
    if payment is None or not payment.has_expired(command.at):
        return None
    return {"payment": payment.id, "expired": payment.expires_at}


@rule("capture_exceeds_authorisation", instead=("amount",))
def capture_is_authorised(order: Order, command: CapturePayment, _: World) -> Facts | None:
    """No more is taken than was authorised, in its own currency."""
    payment, amount = order.payment(command.payment_id), command.amount
    if payment is None or amount is None or payment.amount is None:
        return None
    if amount.minor <= payment.open and amount.currency == payment.amount.currency:
        return None
    return {"amount": amount, "authorised": Money(payment.open, payment.amount.currency)}


@rule("capture_already_exists", instead=("capture_id",))
def capture_is_new(order: Order, command: CapturePayment, _: World) -> Facts | None:
    """Money is taken once; more of it needs another id."""
    payment = order.payment(command.payment_id)
    known = payment is not None and any(some.id == command.capture_id for some in payment.captures)
    return {"capture": command.capture_id} if known else None


@rule("capture_not_due", first=("AmendOrder",), instead=("amount",), rather=("VoidPayment",))
def capture_is_due(order: Order, command: CapturePayment, _: World) -> Facts | None:
    """Something is taken, no more than is owed, and at the door only for what has arrived."""
    payment, amount = order.payment(command.payment_id), command.amount
    if payment is None or amount is None:
        return None
    owed = owed_for(order, payment)
    within = 0 < amount.minor <= owed
    return None if within else {"amount": amount, "due": Money(owed, amount.currency)}


@rule("nothing_delivered", first=("RecordDelivery",))
def cash_is_taken_at_the_door(order: Order, command: CapturePayment, _: World) -> Facts | None:
    """Cash on delivery is taken once a parcel has arrived."""
    payment = order.payment(command.payment_id)
    if payment is None or not payment.on_delivery:
        return None
    arrived = any(parcel.is_with_buyer for parcel in order.parcels)
    return None if arrived else {"payment": payment.id}


@rule("capture_held", first=("ReleaseHold",))
def no_hold_stops_capture(order: Order, command: CapturePayment, world: World) -> Facts | None:
    """No money is taken while a hold stands that forbids it."""
    for hold in order.open_holds(command.at):
        kind = world.hold_kinds.get(hold.kind)
        if kind is not None and kind.stops_capture:
            return {"hold": hold.id, "kind": hold.kind}
    return None


CAPTURE_RULES = (
    payment_is_known,
    payment_is_open,
    authorisation_stands,
    capture_is_authorised,
    capture_is_new,
    capture_is_due,
    cash_is_taken_at_the_door,
    no_hold_stops_capture,
)


# Outcomes


def capture_what_is_due(order: Order, command: CapturePayment, _: World) -> CapturePayment:
    """Take a capture without id for the first open authorisation, without amount for all due."""
    payment = meant(order, command)
    if payment is None:
        return command
    amount = command.amount
    if amount is None and payment.amount is not None:
        amount = Money(owed_for(order, payment), payment.amount.currency)
    id = command.capture_id or capture_number(payment)
    return completed(command, payment_id=payment.id, amount=amount, capture_id=id)


def already_captured(order: Order, command: CapturePayment) -> bool:
    """Tell whether this very capture is known."""
    for payment in order.payments if command.capture_id else ():
        for some in payment.captures if command.payment_id in ("", payment.id) else ():
            if some.id == command.capture_id:
                return command.amount is None or (
                    payment.amount is not None
                    and command.amount == Money(some.minor, payment.amount.currency)
                )
    return False


def meant(order: Order, command: PaymentCommand, *, expired: bool = False) -> Payment | None:
    """Find the payment that a command means: that of its id, or the first that is open.

    Of those that are open one is preferred that has ``expired`` by then, or else has not.
    """
    if command.payment_id:
        return order.payment(command.payment_id)
    open_ = [payment for payment in order.payments if payment.open > 0]
    open_.sort(key=lambda payment: payment.has_expired(command.at) is not expired)
    return open_[0] if open_ else None


def capture_payment(_: Order, command: CapturePayment, __: World) -> tuple[OrderEvent, ...]:
    """Take the money."""
    minor = command.amount.minor if command.amount else 0
    return happened(
        PaymentCaptured,
        command,
        payment_id=command.payment_id,
        minor=minor,
        capture_id=command.capture_id,
    )


def captures_at_confirmation(
    order: Order, minor: int, command: OrderCommand, world: World
) -> tuple[OrderEvent, ...]:
    """Give the captures of what a shipment makes due, where the channel charges at confirmation."""
    channel = world.channels.get(order.terms.channel)
    if channel is None or channel.capture is not CaptureMoment.AT_CONFIRMATION:
        return ()
    wanted = minor - held(order)
    return tuple(
        [
            event
            for payment, amount in taken_from(order.payments, wanted, command.at)
            for event in happened(
                PaymentCaptured,
                command,
                payment_id=payment.id,
                minor=amount,
                capture_id=capture_number(payment),
            )
        ]
    )


# Offers


# Folds


def fold_captured(order: Order, event: PaymentCaptured) -> Order:
    """Note what was taken of its payment."""
    taken = Capture(event.capture_id, event.minor, event.at)
    payments = with_changed(
        order.payments,
        event.payment_id,
        lambda payment: replace(payment, captures=(*payment.captures, taken)),
    )
    return replace(order, payments=payments)


# The table

DECISIONS: Decisions = (
    Decision(
        command=CapturePayment,
        settled=already_captured,
        complete=capture_what_is_due,
        rules=(placing_comes_first, *CAPTURE_RULES),
        outcome=capture_payment,
        offers=offered(CapturePayment),
    ),
)

FOLDS: Folds = {
    PaymentCaptured: fold_captured,
}
