"""Owing: which refunds an order owes its buyer, and by when."""

from ordercore.kernel.time import Instant
from ordercore.orders.decider import explain
from ordercore.orders.refunding import IssueRefund, offer_refunds
from ordercore.orders.state import Order
from ordercore.orders.unsettled import refunds_due
from ordercore.orders.world import World
from ordercore.returns import Return, Task

WHOEVER_PAYS = frozenset({"actor_may_not", "refund_reason_unknown"})
"""Refusals that say who may pay, or under which name; what is owed, is owed all the same."""


def refunds_owed(order: Order, at: Instant, world: World) -> tuple[IssueRefund, ...]:
    """Give the refunds that are due: for cancelled units, for what came back or never arrived.

    What would be given as a remedy alone is not among them, nor what a claim has settled.
    """
    if not (order.returns or order.cancellations or order.replacements or _is_stranded(order)):
        return ()
    return tuple(
        [
            some
            for some in offer_refunds(order, at, world)
            if some.amount is None
            and {refusal.code for refusal in explain(order, some, world)} <= WHOEVER_PAYS
        ]
    )


def _is_stranded(order: Order) -> bool:
    return any(parcel.is_stranded for parcel in order.parcels)


def refund_by(order: Order, rma: Return, world: World) -> Instant | None:
    """Give the last instant at which the seller pays for what came back in time, if one is set.

    A refund at the first scan is the marketplace's own, and sets the seller no deadline.
    """
    due = refunds_due(order, rma, world)
    own = [some.until for some in due if some.task is not Task.REFUND_AT_SCAN]
    return min(own).subtract(microseconds=1) if own else None
