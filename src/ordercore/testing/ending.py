"""Bringing an order to its end: parcels, returns, requests, holds and money.

So that a law can say that it is always possible, whatever has happened before.
"""

import datetime as dt
from collections.abc import Callable, Iterable

from ordercore.errors import Refused
from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant
from ordercore.orders.answering import DeclineCancellation
from ordercore.orders.authorising import AuthoriseReturn
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.capturing import CapturePayment
from ordercore.orders.claimed import claimed_money
from ordercore.orders.claiming import HearClaim
from ordercore.orders.decider import decide, evolve
from ordercore.orders.delivering import RecordDelivery
from ordercore.orders.ending import ExpirePayment, VoidPayment
from ordercore.orders.grading import offer_grades
from ordercore.orders.holding import ReleaseHold
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import due, owed_for, refundable, secured
from ordercore.orders.parts import RefundStatus, Report
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.permits import by_whom_may
from ordercore.orders.receiving import offer_receipts
from ordercore.orders.refunding import IssueRefund, complete_refund
from ordercore.orders.rejecting import offer_to_send_back
from ordercore.orders.releasing import ReleasePreorder
from ordercore.orders.reopening import EndReplacement, offer_ends
from ordercore.orders.reporting import RecordReport
from ordercore.orders.settling import ConfirmRefund, FailRefund
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.state import Order
from ordercore.orders.stations import has_awaiting
from ordercore.orders.status import OrderStatus
from ordercore.orders.stranding import ReceiveUndelivered
from ordercore.orders.world import WORLD, World

Step = Callable[[Order, Instant, World], Iterable[OrderCommand]]
"""Gives what is still to be done about one thing; asked again after the first of it is done."""


def latest(order: Order) -> Instant:
    """Give the last moment that an order knows of."""
    moments: list[Instant | None] = [order.terms.placed_at]
    if order.preorder is not None:
        moments += [order.preorder.available_at, order.preorder.released_at]
    for payment in order.payments:
        moments += [payment.at, payment.end.at if payment.end else None]
        moments += [capture.at for capture in payment.captures]
    for hold in order.holds:
        moments += [hold.placed_at, hold.released_at]
    for request in order.cancel_requests:
        moments += [request.at, request.answered_at]
    moments += [gone.at for gone in order.cancellations]
    for parcel in order.parcels:
        moments += [parcel.shipped_at, parcel.delivered_at, *(back.at for back in parcel.came_back)]
        moments.append(parcel.undelivered.at if parcel.undelivered else None)
    for rma in order.returns:
        moments += [rma.requested_at, *(received.at for received in rma.received)]
        moments += [rma.answer.at if rma.answer else None, rma.posted_at, rma.arrived_at]
        moments += [some.at for some in rma.graded]
        moments += [some.at for some in rma.sent_back]
        moments += [some.at for some in rma.found]
        moments += [some.answered_at or some.at for some in rma.questions]
        moments += [rma.withdrawn_at, rma.closing.at if rma.closing else None]
    moments += [refund.at for refund in order.refunds]
    moments += [some.sent_at or some.at for some in order.replacements]
    return max(moment for moment in moments if moment is not None)


def end_of(order: Order) -> Instant:
    """Give a moment at which everything has run out that an order waits for."""
    return latest(order) + dt.timedelta(days=400)


def cancelled_to_the_end(order: Order, world: World = WORLD) -> Order:
    """Cancel what waits, and bring everything else to its end.

    Raises:
        AssertionError: when anything on the way is refused.
    """
    return _through((_cancel, *_AFTERWARDS), order, world)


def shipped_to_the_end(order: Order, world: World = WORLD) -> Order:
    """Lift whatever keeps an order back, pay and ship it, and bring the rest to its end.

    Raises:
        AssertionError: when anything on the way is refused.
    """
    return _through((_lift, _report_available, _pay, _take, _ship, *_AFTERWARDS), order, world)


def paid_back_to_the_end(order: Order, world: World = WORLD) -> Order:
    """Give all money back that is left, also what paid for goods sent in exchange.

    Raises:
        AssertionError: when a refund is refused.
    """
    return _through((_let_go_of_claims, _end_replacements, _pay_back_all, _confirm), order, world)


def _through(steps: Iterable[Step], order: Order, world: World) -> Order:
    at = end_of(order)
    for step in steps:
        while command := next(iter(step(order, at, world)), None):
            order = _after(order, by_whom_may(command, order, world), world)
    return order


def _after(order: Order, command: OrderCommand, world: World) -> Order:
    try:
        events = decide(order, command, world)
    except Refused as refused:
        raise AssertionError(f"a dead end: {command} is refused: {refused}") from refused
    if not events:
        raise AssertionError(f"a dead end: nothing comes of {command}")
    for event in events:
        order = evolve(order, event)
    return order


def _cancel(order: Order, at: Instant, _: World) -> Iterable[OrderCommand]:
    if has_awaiting(order):
        foreign = order.terms.imported
        by = Actor.MARKETPLACE if foreign else Actor.SELLER
        yield CancelUnits(
            order_id=order.id, at=at, by=by, imported=foreign, reason="general_adjustment"
        )


def _lift(order: Order, at: Instant, world: World) -> Iterable[OrderCommand]:
    for hold in order.open_holds(at):
        by = min(world.hold_kinds[hold.kind].released_by, key=str)
        yield ReleaseHold(order_id=order.id, at=at, by=by, hold_id=hold.id)
    waits = order.preorder is not None and order.preorder.released_at is None
    if waits and not order.status.is_over:
        yield ReleasePreorder(order_id=order.id, at=at)


def _report_available(order: Order, at: Instant, _: World) -> Iterable[OrderCommand]:
    if order.status is OrderStatus.PENDING_AVAILABILITY:
        report = Report("Pending", OrderStatus.PENDING, at)
        yield RecordReport(order_id=order.id, at=at, imported=True, report=report)


def _pay(order: Order, at: Instant, _: World) -> Iterable[OrderCommand]:
    """End what has run out, and pay the rest."""
    for payment in order.payments:
        if payment.open > 0 and payment.has_expired(at):
            yield ExpirePayment(order_id=order.id, at=at, payment_id=payment.id)
    live = bool(order.parcels) or has_awaiting(order)
    stands = any(payment.stands(at) for payment in order.payments)
    if live and (not stands or due(order) > secured(order, at)):
        yield ConfirmPayment(order_id=order.id, at=at)


def _take(order: Order, at: Instant, _: World) -> Iterable[OrderCommand]:
    """Take what is due of what was authorised, where it can be taken."""
    arrived = any(parcel.is_with_buyer for parcel in order.parcels)
    for payment in order.payments:
        ready = owed_for(order, payment) > 0 and not payment.has_expired(at)
        if ready and (arrived or not payment.on_delivery):
            yield CapturePayment(order_id=order.id, at=at, payment_id=payment.id)


def _ship(order: Order, at: Instant, _: World) -> Iterable[OrderCommand]:
    if has_awaiting(order):
        yield ConfirmShipment(order_id=order.id, at=at)


def _arrive(order: Order, at: Instant, _: World) -> Iterable[OrderCommand]:
    """Deliver what is underway, and take back what is stranded."""
    for parcel in order.parcels:
        if parcel.is_underway:
            yield RecordDelivery(order_id=order.id, at=at, parcel_id=parcel.id)
        elif not parcel.is_with_buyer and any(parcel.missing(some.line) for some in parcel.units):
            yield ReceiveUndelivered(order_id=order.id, at=at, parcel_id=parcel.id)


def _let_in(order: Order, at: Instant, _: World) -> Iterable[OrderCommand]:
    """Let in what waits for an answer, whatever the policy says."""
    for rma in order.returns:
        if not rma.is_authorised and not rma.is_ended:
            yield AuthoriseReturn(order_id=order.id, at=at, return_id=rma.id, override="in the end")


def _receive(order: Order, at: Instant, world: World) -> Iterable[OrderCommand]:
    return offer_receipts(order, at, world)


def _grade(order: Order, at: Instant, world: World) -> Iterable[OrderCommand]:
    return offer_grades(order, at, world)


def _send_back(order: Order, at: Instant, world: World) -> Iterable[OrderCommand]:
    return offer_to_send_back(order, at, world)


def _confirm_invoice(order: Order, at: Instant, _: World) -> Iterable[OrderCommand]:
    if order.status is OrderStatus.INVOICE_UNCONFIRMED:
        report = Report("Shipped", OrderStatus.SHIPPED, at)
        yield RecordReport(order_id=order.id, at=at, imported=True, report=report)


def _answer(order: Order, at: Instant, _: World) -> Iterable[OrderCommand]:
    for request in order.cancel_requests:
        if request.accepted is None:
            yield DeclineCancellation(order_id=order.id, at=at, request_id=request.id)


def _void(order: Order, at: Instant, _: World) -> Iterable[OrderCommand]:
    for payment in order.payments:
        if payment.open > 0:
            yield VoidPayment(order_id=order.id, at=at, payment_id=payment.id)


def _fail(order: Order, at: Instant, _: World) -> Iterable[OrderCommand]:
    """Let every refund fail that is on its way, so that all of them are tried again."""
    for refund in order.refunds:
        if refund.status is RefundStatus.IN_FLIGHT:
            yield FailRefund(order_id=order.id, at=at, refund_id=refund.id)


def _confirm(order: Order, at: Instant, _: World) -> Iterable[OrderCommand]:
    for refund in order.refunds:
        if refund.status is RefundStatus.IN_FLIGHT:
            yield ConfirmRefund(order_id=order.id, at=at, refund_id=refund.id)


def _let_go_of_claims(order: Order, at: Instant, _: World) -> Iterable[OrderCommand]:
    """Let every claim be denied that holds money."""
    for note in order.claims:
        if note.held:
            denied = replace(note, is_open=False, held=0, net=note.net + note.held)
            yield HearClaim(order_id=order.id, at=at, claim=denied)


def _left(order: Order) -> int:
    """Give what may still go back: what buyers got by claims is theirs already."""
    money = claimed_money(order)
    return refundable(order) if money is None else min(refundable(order), money.left.minor)


def _pay_back(order: Order, at: Instant, world: World) -> Iterable[OrderCommand]:
    """Pay back for everything cancelled, stranded or returned that no claim has paid for."""
    owed = [IssueRefund(order_id=order.id, at=at, reason="units_cancelled")]
    for parcel in order.parcels:
        if parcel.is_stranded:
            told = IssueRefund(order_id=order.id, at=at, reason="lost", parcel_id=parcel.id)
            owed.append(told)
    for rma in order.returns:
        told = IssueRefund(order_id=order.id, at=at, reason="customer_return", return_id=rma.id)
        owed.append(told)
    for refund in owed:
        worth = sum(part.charges.total for part in complete_refund(order, refund, world).parts)
        if worth > 0 and (worth <= _left(order) or not any(n.to_buyer for n in order.claims)):
            yield refund


def _end_replacements(order: Order, at: Instant, world: World) -> Iterable[OrderCommand]:
    return [end for end in offer_ends(order, at, world) if _stands(order, end)]


def _stands(order: Order, end: EndReplacement) -> bool:
    some = order.replacement(end.replacement_id)
    return some is not None and not some.is_over


def _pay_back_all(order: Order, at: Instant, _: World) -> Iterable[OrderCommand]:
    if order.currency is not None and (left := _left(order)) > 0:
        amount = Money(left, order.currency)
        yield IssueRefund(order_id=order.id, at=at, reason="goodwill", amount=amount)


_AFTERWARDS: tuple[Step, ...] = (
    _lift,
    _arrive,
    _let_in,
    _receive,
    _grade,
    _send_back,
    _answer,
    _report_available,
    _confirm_invoice,
    _take,
    _pay,
    _void,
    _fail,
    _let_go_of_claims,
    _pay_back,
    _confirm,
)
