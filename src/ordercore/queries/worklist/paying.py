"""Money on its way in: released, taken, run out or let go; and orders that wait for it."""

from collections.abc import Iterator

from ordercore.channels import CaptureMoment
from ordercore.kernel.actors import Actor
from ordercore.orders.capturing import CapturePayment
from ordercore.orders.ending import ExpirePayment, VoidPayment
from ordercore.orders.money import due_for, held, is_secured, is_taken, owed_for
from ordercore.orders.parts import Report
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.releasing import ReleasePreorder, ReschedulePreorder
from ordercore.orders.reporting import RecordReport
from ordercore.orders.stations import has_awaiting
from ordercore.orders.status import OrderStatus
from ordercore.queries.worklist.case import Case, Found, before, first_of, proposed, those_allowed


def preorders(case: Case) -> Iterator[Found]:
    """What was ordered ahead is released on its day, or put off."""
    some, order = case.order.preorder, case.order
    if some is None or some.released_at is not None or not has_awaiting(order):
        return
    release = proposed(case, ReleasePreorder, by=Actor.SYSTEM)
    is_late = order.ship_by is not None and order.ship_by < case.at
    if release is None and not is_late:
        return
    later = proposed(case, ReschedulePreorder, {"available_at": case.at.add(days=1)})
    yield Found(
        by=order.ship_by if release is None else some.available_at,
        facts={"order": order.id, "available": some.available_at},
        ways=those_allowed([release, later]),
    )


def unpaid_orders(case: Case) -> Iterator[Found]:
    """An order that nobody has paid, or that is not released yet, is asked about by its ship-by."""
    order = case.order
    waits = order.preorder is not None and order.preorder.released_at is None
    if waits or not has_awaiting(order) or is_secured(order, case.at):
        return
    available = Report("Pending", OrderStatus.PENDING, case.at)
    ways = [
        proposed(case, ConfirmPayment),
        proposed(case, RecordReport, {"report": available}),
    ]
    facts = {"order": order.id, "due": order.ship_by}
    yield Found(
        by=order.ship_by, who=case.whose("takes_money"), facts=facts, ways=those_allowed(ways)
    )


def sent_orders_to_collect(case: Case) -> Iterator[Found]:
    """What has left and is not paid, since a promise ran out or money is owed again, is collected.

    Of an order of a marketplace, whatever it tells of prices, the marketplace does.
    """
    order = case.order
    if has_awaiting(order) or order.terms.imported or is_secured(order, case.at):
        return
    yield Found(facts={"order": order.id}, ways=those_allowed([proposed(case, ConfirmPayment)]))


def payments_to_take(case: Case) -> Iterator[Found]:
    """What was authorised is taken once it is due: before shipping in a shop, at the door after."""
    order = case.order
    for payment in order.payments:
        if payment.open <= 0:
            continue
        blocks = _is_taken_first(case)
        arrived = [some for some in order.parcels if some.is_with_buyer or not payment.on_delivery]
        if blocks or (held(order) < due_for(order, arrived) and owed_for(order, payment) > 0):
            yield Found(
                part=payment.id,
                by=first_of(before(payment.expires_at), order.ship_by if blocks else None),
                facts={"order": order.id, "payment": payment.id},
                ways=those_allowed([proposed(case, CapturePayment, payment_id=payment.id)]),
            )


def _is_taken_first(case: Case) -> bool:
    """Tell whether nothing ships before money is taken, something is to ship, and it is not."""
    channel = case.world.channels.get(case.order.terms.channel)
    first = channel is not None and channel.capture is CaptureMoment.AT_PLACEMENT
    return first and has_awaiting(case.order) and not is_taken(case.order)


def payments_run_out(case: Case) -> Iterator[Found]:
    """An authorisation that has run out is noted, so that another one is asked for."""
    for payment in case.order.payments:
        if payment.open > 0 and payment.has_expired(case.at):
            way = proposed(case, ExpirePayment, payment_id=payment.id, by=Actor.SYSTEM)
            facts = {"order": case.order.id, "payment": payment.id}
            yield Found(
                part=payment.id, by=payment.expires_at, facts=facts, ways=those_allowed([way])
            )


def payments_left_over(case: Case) -> Iterator[Found]:
    """An authorisation of which nothing more is due is let go."""
    if has_awaiting(case.order):
        return
    for payment in case.order.payments:
        door = payment.on_delivery and any(some.is_underway for some in case.order.parcels)
        over = payment.open > 0 and not owed_for(case.order, payment) and not door
        if over and not payment.has_expired(case.at):
            way = proposed(case, VoidPayment, payment_id=payment.id)
            facts = {"order": case.order.id, "payment": payment.id}
            yield Found(part=payment.id, facts=facts, ways=those_allowed([way]))


def invoices_to_confirm(case: Case) -> Iterator[Found]:
    """An invoice that the marketplace waits for is given, and said to be there."""
    order = case.order
    if order.status is OrderStatus.INVOICE_UNCONFIRMED:
        there = Report("Shipped", OrderStatus.SHIPPED, case.at)
        way = proposed(case, RecordReport, {"report": there})
        yield Found(facts={"order": order.id}, ways=those_allowed([way]))
