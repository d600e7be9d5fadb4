"""What a payment provider answers to a refund."""

import attrs

from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import RefundId
from ordercore.kernel.lifecycle import Lifecycle
from ordercore.kernel.personal import PERSONAL, unshown
from ordercore.kernel.replace import replace, with_changed
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant
from ordercore.orders.deadlines import deadlines_after, deadlines_once_secured
from ordercore.orders.message import (
    Decisions,
    Folds,
    Offers,
    OrderCommand,
    OrderEvent,
    happened,
    placing_comes_first,
)
from ordercore.orders.parts import RefundStatus
from ordercore.orders.state import Order
from ordercore.orders.world import World

# Commands


@attrs.frozen(kw_only=True)
class ConfirmRefund(OrderCommand):
    """Record that the money of a refund has gone out."""

    refund_id: RefundId


@attrs.frozen(kw_only=True)
class FailRefund(OrderCommand):
    """Record that a refund failed; its money may be given back by another one."""

    refund_id: RefundId
    reason: str = attrs.field(default="", repr=unshown, metadata=PERSONAL)


# Events


@attrs.frozen(kw_only=True)
class RefundConfirmed(OrderEvent):
    """The money of a refund has gone out."""

    refund_id: RefundId


@attrs.frozen(kw_only=True)
class RefundFailed(OrderEvent):
    """A refund failed; the deadlines are those that this set going, if it did."""

    refund_id: RefundId
    reason: str = attrs.field(repr=unshown, metadata=PERSONAL)
    ship_by: Instant | None = None
    deliver_by: Instant | None = None


# Rules


@rule("refund_unknown", first=("IssueRefund",), instead=("refund_id",))
def refund_is_known(order: Order, command: ConfirmRefund | FailRefund, _: World) -> Facts | None:
    """Only a refund of this order goes out or fails."""
    return None if order.refund(command.refund_id) else {"refund": command.refund_id}


@rule("refund_settled_otherwise", rather=("IssueRefund",))
def refund_is_in_flight(
    order: Order, command: ConfirmRefund | FailRefund, _: World
) -> Facts | None:
    """A refund goes out or fails once; what failed is tried again by another refund."""
    refund = order.refund(command.refund_id)
    if refund is None or refund.status is RefundStatus.IN_FLIGHT:
        return None
    return {"refund": refund.id, "status": refund.status.value}


RULES = (refund_is_known, refund_is_in_flight)

# Outcomes


def already_confirmed(order: Order, command: ConfirmRefund) -> bool:
    """Tell whether the refund is known to have gone out."""
    refund = order.refund(command.refund_id)
    return refund is not None and refund.status is RefundStatus.SUCCEEDED


def already_failed(order: Order, command: FailRefund) -> bool:
    """Tell whether the refund is known to have failed."""
    refund = order.refund(command.refund_id)
    return refund is not None and refund.status is RefundStatus.FAILED


def confirm_refund(_: Order, command: ConfirmRefund, __: World) -> tuple[OrderEvent, ...]:
    """Note that it went out."""
    return happened(RefundConfirmed, command, refund_id=command.refund_id)


def fail_refund(order: Order, command: FailRefund, world: World) -> tuple[OrderEvent, ...]:
    """Note that it failed; the money may pay for the order again."""
    after = _with_refund(order, command.refund_id, status=RefundStatus.FAILED)
    deadlines = deadlines_once_secured(order, after, command.at, world)
    return happened(
        RefundFailed, command, refund_id=command.refund_id, reason=command.reason, **deadlines
    )


# Offers


def offer_answers(kind: type[ConfirmRefund] | type[FailRefund]) -> Offers:
    """Offer the answer to every refund that is on its way."""
    return lambda order, at, _: tuple(
        kind(order_id=order.id, at=at, refund_id=refund.id)
        for refund in order.refunds
        if refund.status is RefundStatus.IN_FLIGHT
    )


# Folds


def fold_confirmed(order: Order, event: RefundConfirmed) -> Order:
    """Note it on the refund."""
    return _with_refund(order, event.refund_id, status=RefundStatus.SUCCEEDED)


def fold_failed(order: Order, event: RefundFailed) -> Order:
    """Note it on the refund; its money counts no longer."""
    after = _with_refund(order, event.refund_id, status=RefundStatus.FAILED, failure=event.reason)
    return replace(after, **deadlines_after(order, event))


def _with_refund(order: Order, id: RefundId, **changes: object) -> Order:
    return replace(
        order, refunds=with_changed(order.refunds, id, lambda refund: replace(refund, **changes))
    )


REFUND_LIFECYCLE = Lifecycle(
    name="refund",
    starts=frozenset({RefundStatus.IN_FLIGHT, RefundStatus.SUCCEEDED}),
    edges={
        RefundStatus.IN_FLIGHT: {
            RefundStatus.SUCCEEDED: ("ConfirmRefund",),
            RefundStatus.FAILED: ("FailRefund",),
        },
        RefundStatus.SUCCEEDED: {},
        RefundStatus.FAILED: {},
    },
)

# The table

DECISIONS: Decisions = (
    Decision(
        command=ConfirmRefund,
        settled=already_confirmed,
        rules=(placing_comes_first, *RULES),
        outcome=confirm_refund,
        offers=offer_answers(ConfirmRefund),
    ),
    Decision(
        command=FailRefund,
        settled=already_failed,
        rules=(placing_comes_first, *RULES),
        outcome=fail_refund,
        offers=offer_answers(FailRefund),
    ),
)

FOLDS: Folds = {
    RefundConfirmed: fold_confirmed,
    RefundFailed: fold_failed,
}
