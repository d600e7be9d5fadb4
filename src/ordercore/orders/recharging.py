"""Charging again what was paid back ahead, for goods that did not come as they were to.

What is charged again is owed as it was before, and is taken by any payment.
"""

import attrs

from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import RefundId
from ordercore.kernel.replace import completed, replace, with_changed
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant
from ordercore.orders.ahead import is_undecided, overpaid
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    happened,
    placing_comes_first,
)
from ordercore.orders.parts import Refund, RefundPart, RefundStatus, several_parts
from ordercore.orders.state import Order
from ordercore.orders.world import World

# Commands


@attrs.frozen(kw_only=True)
class RechargeRefund(OrderCommand):
    """Charge again what was paid back ahead of goods that never came, were rejected or worn.

    Without ``parts`` it is all that the refund gave beyond what the return came to.
    """

    refund_id: RefundId
    parts: tuple[RefundPart, ...] = attrs.field(default=(), converter=several_parts)


# Events


@attrs.frozen(kw_only=True)
class RefundRecharged(OrderEvent):
    """What was paid back ahead is owed again."""

    refund_id: RefundId
    parts: tuple[RefundPart, ...]


# Rules


@rule("refund_not_ahead", first=("ConfirmRefund",), instead=("refund_id",))
def refund_went_ahead(order: Order, command: RechargeRefund, _: World) -> Facts | None:
    """Charged again is only what was paid back before its goods had come, and has gone out."""
    return None if _ahead(order, command) else {"refund": command.refund_id}


@rule("recharge_undecided", first=("ReceiveReturn", "GradeReturn", "CloseReturn"))
def return_is_decided(order: Order, command: RechargeRefund, _: World) -> Facts | None:
    """Nothing is charged again while goods may still come, or have still to be looked at."""
    refund = _ahead(order, command)
    if refund is None or refund.return_id is None or not is_undecided(order, refund.return_id):
        return None
    return {"return": refund.return_id}


@rule("recharge_exceeds", instead=("parts",))
def recharge_stays_within_what_was_too_much(
    order: Order, command: RechargeRefund, world: World
) -> Facts | None:
    """No more is charged again than was paid beyond what the return came to."""
    most = {part.line: part for part in _too_much(order, command, world)}
    for part in command.parts:
        limit = most.pop(part.line, None)
        if (
            limit is None
            or part.charges.currency != limit.charges.currency
            or part.charges.negative()
            or part.charges.exceeds(limit.charges)
            or not 0 <= part.charges.total <= limit.charges.total
            or not 0 <= part.units <= limit.units
        ):
            return {"refund": command.refund_id, "line": part.line}
    return None


@rule("nothing_to_recharge", instead=("parts",))
def something_is_charged_again(_: Order, command: RechargeRefund, __: World) -> Facts | None:
    """What was paid ahead and came as it was to is not charged again."""
    charged = sum([part.charges.total for part in command.parts])
    return {"refund": command.refund_id} if charged <= 0 else None


# Outcomes


def _ahead(order: Order, command: RechargeRefund) -> Refund | None:
    refund = order.refund(command.refund_id)
    gone = refund is not None and refund.status is RefundStatus.SUCCEEDED
    return refund if refund is not None and refund.ahead and gone else None


def _too_much(order: Order, command: RechargeRefund, world: World) -> tuple[RefundPart, ...]:
    refund = _ahead(order, command)
    if refund is None or refund.return_id is None:
        return ()
    return overpaid(order, refund.return_id, world)


def recharge_all(order: Order, command: RechargeRefund, world: World) -> RechargeRefund:
    """Take a recharge without parts for all that was too much."""
    if command.parts:
        return command
    return completed(command, parts=_too_much(order, command, world))


def recharge(_: Order, command: RechargeRefund, __: World) -> tuple[OrderEvent, ...]:
    """Note what is owed again."""
    return happened(RefundRecharged, command, refund_id=command.refund_id, parts=command.parts)


# Offers


def offer_recharges(order: Order, at: Instant, _: World) -> tuple[RechargeRefund, ...]:
    """Offer to charge all that was too much of every refund that went ahead."""
    return tuple(
        [
            RechargeRefund(order_id=order.id, at=at, refund_id=refund.id)
            for refund in order.refunds
            if refund.ahead
        ]
    )


# Folds


def fold_recharged(order: Order, event: RefundRecharged) -> Order:
    """Note it on the refund."""
    refunds = with_changed(
        order.refunds,
        event.refund_id,
        lambda refund: replace(refund, recharged=(*refund.recharged, *event.parts)),
    )
    return replace(order, refunds=refunds)


# The table

DECISIONS: Decisions = (
    Decision(
        command=RechargeRefund,
        complete=recharge_all,
        rules=(
            placing_comes_first,
            refund_went_ahead,
            return_is_decided,
            recharge_stays_within_what_was_too_much,
            something_is_charged_again,
        ),
        outcome=recharge,
        offers=offer_recharges,
    ),
)

FOLDS: Folds = {
    RefundRecharged: fold_recharged,
}
