"""What letters tell of money that goes back, and of what is sent in place of something."""

from collections.abc import Mapping

from ordercore.i18n.letters.content import Content, Until, Word, items_of, sum_of
from ordercore.i18n.letters.orders import Told
from ordercore.kernel.ids import OrderId
from ordercore.kernel.units import Units
from ordercore.orders.recharging import RefundRecharged
from ordercore.orders.refunding import RefundIssued
from ordercore.orders.reopening import ReplacementEnded
from ordercore.orders.replacing import ReplacementPromised
from ordercore.orders.sending import ReplacementSent
from ordercore.orders.settling import RefundFailed
from ordercore.orders.state import Order


def refunded(order: Order, event: RefundIssued) -> Content:
    """Tell what goes back, of which it is made, for what, and why."""
    refund = event.refund
    parts, total = sum_of(refund.parts)
    units = [Units(part.line, part.units) for part in refund.parts if part.units]
    facts = {
        "amount": total,
        "refund": refund.id,
        "rma": refund.return_id,
        "reason": Word("reason", refund.reason),
    }
    return Content(facts=facts, items=items_of(order, units), parts=parts, total=total)


def recharged(_: Order, event: RefundRecharged) -> Content:
    """Tell what is charged again, and of which it is made."""
    parts, total = sum_of(event.parts)
    return Content(facts={"amount": total, "refund": event.refund_id}, parts=parts, total=total)


def refund_failed(order: Order, event: RefundFailed) -> Content:
    """Tell how much did not go back, and what was said of it."""
    refund = order.refund(event.refund_id)
    parts, total = sum_of(refund.parts if refund else ())
    return Content(
        facts={"refund": event.refund_id, "note": event.reason}, parts=parts, total=total
    )


def promised(order: Order, event: ReplacementPromised) -> Content:
    """Tell what is replaced once it is back."""
    some = event.replacement
    return Content(facts={"rma": some.return_id}, items=items_of(order, some.units))


def replaced(order: Order, event: ReplacementSent) -> Content:
    """Tell what is replaced by which order, and by when it is to be back."""
    return _replacement(order, event.replacement_id, until=event)


def ended(order: Order, event: ReplacementEnded) -> Content:
    """Tell what is no longer replaced."""
    return _replacement(order, event.replacement_id)


def _replacement(order: Order, id: OrderId, until: ReplacementSent | None = None) -> Content:
    some = order.replacement(id)
    due = until.due_back if until is not None else None
    facts = {"replacement": id, "return_by": Until(due) if due is not None else None}
    return Content(facts=facts, items=items_of(order, some.units if some else ()))


OF_MONEY: Mapping[str, Told] = {
    "refund_issued": refunded,
    "refund_recharged": recharged,
    "refund_failed": refund_failed,
    "replacement_promised": promised,
    "replacement_sent": replaced,
    "replacement_ended": ended,
}
