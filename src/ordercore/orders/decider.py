"""The decision table of the order, joined from its themes, and the three functions on it."""

from collections.abc import Callable, Iterable
from typing import Any

from ordercore.errors import Refusal
from ordercore.kernel.decider import Decision, DecisionTable, fold_with
from ordercore.orders import (
    cancelling,
    paying,
    placing,
    refunding,
    reporting,
    returning,
    shipping,
)
from ordercore.orders.message import OrderCommand, OrderEvent, placing_comes_first
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD, World

DECISIONS: DecisionTable[Order, World, OrderEvent] = DecisionTable(
    "order",
    (
        Decision(
            command=placing.PlaceOrder,
            creates=True,
            settled=placing.already_placed,
            rules=placing.RULES,
            outcome=placing.place,
        ),
        Decision(
            command=paying.ConfirmPayment,
            settled=paying.already_paid,
            complete=paying.pay_what_is_due,
            rules=(placing_comes_first, *paying.RULES),
            outcome=paying.confirm_payment,
        ),
        Decision(
            command=cancelling.CancelUnits,
            settled=cancelling.nothing_to_cancel,
            complete=cancelling.cancel_all_awaiting,
            rules=(placing_comes_first, *cancelling.RULES),
            outcome=cancelling.cancel,
        ),
        Decision(
            command=shipping.ConfirmShipment,
            settled=shipping.already_confirmed,
            complete=shipping.ship_all_awaiting,
            rules=(placing_comes_first, *shipping.SHIPMENT_RULES),
            outcome=shipping.confirm_shipment,
        ),
        Decision(
            command=shipping.CorrectTracking,
            settled=shipping.already_tracked,
            rules=(placing_comes_first, shipping.parcel_is_known),
            outcome=shipping.correct_tracking,
        ),
        Decision(
            command=shipping.RecordDelivery,
            settled=shipping.already_delivered,
            rules=(placing_comes_first, *shipping.DELIVERY_RULES),
            outcome=shipping.record_delivery,
        ),
        Decision(
            command=returning.RequestReturn,
            settled=returning.already_requested,
            complete=returning.number_return,
            rules=(placing_comes_first, *returning.REQUEST_RULES),
            outcome=returning.authorise_return,
        ),
        Decision(
            command=returning.ReceiveReturn,
            rules=(placing_comes_first, *returning.RECEIPT_RULES),
            outcome=returning.receive_return,
        ),
        Decision(
            command=refunding.IssueRefund,
            settled=refunding.already_refunded,
            complete=refunding.refund_what_came_back,
            rules=(placing_comes_first, *refunding.RULES),
            outcome=refunding.issue_refund,
        ),
        Decision(
            command=reporting.RecordReport,
            settled=reporting.already_reported,
            rules=(
                placing_comes_first,
                reporting.order_is_imported,
                reporting.report_is_not_behind,
            ),
            outcome=reporting.record_report,
        ),
        Decision(
            command=reporting.PriceLines,
            rules=(
                placing_comes_first,
                reporting.order_is_imported,
                reporting.charges_are_unknown,
                reporting.charges_are_not_negative,
            ),
            outcome=reporting.price_lines,
        ),
        Decision(
            command=reporting.AdoptLines,
            rules=(placing_comes_first, reporting.order_is_imported, reporting.lines_are_new),
            outcome=reporting.adopt_lines,
        ),
        Decision(
            command=reporting.RecordShortage,
            settled=reporting.already_short,
            rules=(
                placing_comes_first,
                reporting.order_is_imported,
                reporting.short_lines_are_known,
            ),
            outcome=reporting.record_shortage,
        ),
    ),
)

FOLDS: dict[type[OrderEvent], Callable[[Any, Any], Order]] = {
    placing.OrderPlaced: placing.fold_placed,
    paying.PaymentConfirmed: paying.fold_payment,
    cancelling.UnitsCancelled: cancelling.fold_cancelled,
    shipping.ShipmentConfirmed: shipping.fold_shipment,
    shipping.TrackingCorrected: shipping.fold_tracking,
    shipping.ParcelDelivered: shipping.fold_delivered,
    returning.ReturnAuthorised: returning.fold_authorised,
    returning.ReturnReceived: returning.fold_received,
    refunding.RefundIssued: refunding.fold_refund,
    reporting.OrderReported: reporting.fold_reported,
    reporting.LinesPriced: reporting.fold_priced,
    reporting.LinesAdopted: reporting.fold_adopted,
    reporting.ShortageRecorded: reporting.fold_shortage,
}

EVENTS: tuple[type[OrderEvent], ...] = tuple(FOLDS)


def decide(
    order: Order | None, command: OrderCommand, world: World = WORLD
) -> tuple[OrderEvent, ...]:
    """Give the events that a command brings about; none where the wish is already true.

    Raises:
        Refused: with every reason, when a rule says no; nothing has changed then.
    """
    return DECISIONS.decide(order, command, world)


def explain(
    order: Order | None, command: OrderCommand, world: World = WORLD
) -> tuple[Refusal, ...]:
    """Give every reason why a command would be refused; empty when it would be accepted."""
    return DECISIONS.explain(order, command, world)


evolve: Callable[[Order | None, OrderEvent], Order] = fold_with(FOLDS)
"""Give the order after an event. It never refuses what ``decide`` allowed."""


def fold(events: Iterable[OrderEvent], order: Order | None = None) -> Order | None:
    """Give the order after all events."""
    for event in events:
        order = evolve(order, event)
    return order
