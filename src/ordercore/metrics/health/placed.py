"""What counts by the day on which an order was placed: defects, and what the seller cancelled.

Every order counts, one that replaces units of another among them: cancelling a replacement counts
like any other, though its value is nothing (Seller Central 9675EJHNZ2ZE3M5).
"""

from collections.abc import Iterator

from ordercore.metrics.defects import defects_of_order
from ordercore.metrics.health.case import Case, Counting
from ordercore.orders.asking import counts_against_seller
from ordercore.orders.parts import Cancellation
from ordercore.orders.state import Order


def placed(case: Case) -> Iterator[Counting]:
    """Count an order, what makes it defective, and what of it the seller cancelled."""
    order, subject = case.order, case.subject
    counted = {"orders": 1, "units_ordered": sum([line.quantity for line in order.lines])}
    if subject.claims or subject.feedback:
        found = defects_of_order(subject.claims, subject.feedback)
        counted["orders_defective"] = found.defective
        counted["orders_badly_rated"] = found.by_rating
        counted["orders_claimed"] = found.by_claim
        counted["orders_charged_back"] = found.by_chargeback
    if order.cancellations:
        gone = [some for some in order.cancellations if seller_let_it_down(case, some)]
        counted["orders_cancelled"] = int(bool(gone))
        counted["units_cancelled"] = sum([units.quantity for some in gone for units in some.units])
    yield Counting(order.terms.placed_at, counted)


def seller_let_it_down(case: Case, gone: Cancellation) -> bool:
    """A cancellation counts by its reason, and not while the order was pending.

    Units that have left cannot be cancelled, so each is before its confirmation.
    """
    order = case.order
    return not was_pending(order, gone) and counts_against_seller(order, gone, case.world)


def was_pending(order: Order, gone: Cancellation) -> bool:
    """An order is pending until somebody pays."""
    return not any(payment.at <= gone.at for payment in order.payments)
