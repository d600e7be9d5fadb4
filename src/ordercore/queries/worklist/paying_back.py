"""Money on its way back: owed for what was cancelled or came back, and under way to the buyer."""

from collections.abc import Iterator, Mapping
from typing import Any

from ordercore.kernel.actors import Actor
from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.orders.money import counted_refunds
from ordercore.orders.parts import Refund, RefundStatus
from ordercore.orders.recharging import RechargeRefund
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.returned import counted
from ordercore.orders.settling import ConfirmRefund, FailRefund
from ordercore.orders.state import Order
from ordercore.orders.unsettled import refunds_due
from ordercore.queries.worklist.case import Case, Found, before, proposed, those_allowed
from ordercore.queries.worklist.proposal import Proposal
from ordercore.returns import Return
from ordercore.returns import Task as ReturnTask


def refund(case: Case, reason: str, **known: Any) -> Proposal | None:
    """Propose a refund; where the host has no such reason, whoever pays names one."""
    if reason in case.world.refund_reasons:
        return proposed(case, IssueRefund, reason=reason, **known)
    other: Mapping[str, Any] = {"reason": next(iter(case.world.refund_reasons), reason)}
    return proposed(case, IssueRefund, other, **known)


def cancelled_units_to_pay_for(case: Case) -> Iterator[Found]:
    """What was taken for units that were cancelled goes back."""
    if case.order.cancellations:
        way = refund(case, "units_cancelled")
        yield Found(facts={"order": case.order.id}, ways=those_allowed([way]))


def returns_to_pay_for(case: Case) -> Iterator[Found]:
    """What came back and was looked at is paid for before the marketplace pays, and charges us."""
    for rma in case.order.returns:
        if not (rma.received or rma.is_lost):
            continue
        way = refund(case, "customer_return", return_id=rma.id)
        by = refund_by(case, rma)
        facts = {"order": case.order.id, "return": rma.id, "due": by}
        yield Found(part=rma.id, by=by, facts=facts, ways=those_allowed([way]))


def returns_to_pay_ahead(case: Case) -> Iterator[Found]:
    """What the policy pays for before the goods are back is paid once it does."""
    if not case.world.returns.advances:
        return
    for rma in case.order.returns:
        if counted(rma, Return.outstanding):
            way = refund(case, "customer_return", return_id=rma.id, ahead=True)
            facts = {"order": case.order.id, "return": rma.id}
            yield Found(part=rma.id, facts=facts, ways=those_allowed([way]))


def refund_by(case: Case, rma: Return) -> Instant | None:
    """Give the last instant at which the seller pays for what came back in time, if one is set."""
    due = refunds_due(case.order, rma, case.world)
    own = [some.until for some in due if some.task is not ReturnTask.REFUND_AT_SCAN]
    return before(min(own, default=None))


def refunds_under_way(case: Case) -> Iterator[Found]:
    """Whether a refund has gone out, whoever pays it tells."""
    for some in case.order.refunds:
        if some.status is RefundStatus.IN_FLIGHT:
            ways = [
                proposed(case, ConfirmRefund, refund_id=some.id, by=Actor.SYSTEM),
                proposed(case, FailRefund, {"reason": "failed"}, refund_id=some.id),
            ]
            facts = {"order": case.order.id, "refund": some.id, "since": some.at}
            yield Found(part=some.id, facts=facts, ways=those_allowed(ways))


def exchanges_to_pay_for(case: Case) -> Iterator[Found]:
    """What the old goods of an exchange are worth beyond the new goes back."""
    for some in case.order.replacements:
        if some.worth:
            way = refund(case, "exchange", replaced_by=some.id)
            facts = {"order": case.order.id, "new_order": some.id}
            yield Found(part=some.id, facts=facts, ways=those_allowed([way]))


def refunds_to_charge_again(case: Case) -> Iterator[Found]:
    """What was paid back ahead, of goods that did not come as they were to, is charged again."""
    for some in case.order.refunds:
        if some.ahead:
            way = proposed(case, RechargeRefund, refund_id=some.id)
            facts = {"order": case.order.id, "refund": some.id}
            yield Found(part=some.id, facts=facts, ways=those_allowed([way]))


def refunds_that_failed(case: Case) -> Iterator[Found]:
    """A sum that was promised, and whose refund failed, is paid by another one.

    What is owed for units, or for an exchange, is still owed then, and found by that.
    """
    for some in case.order.refunds:
        owed = some.replaced_by is not None or any(part.units for part in some.parts)
        if not some.counts and not owed and not _is_paid_since(case.order, some):
            total = sum(part.charges.total for part in some.parts)
            again = Money(total, some.parts[0].charges.currency)
            way = refund(case, some.reason, amount=again)
            facts = {"order": case.order.id, "refund": some.id}
            yield Found(part=some.id, facts=facts, ways=those_allowed([way]))


def _is_paid_since(order: Order, failed: Refund) -> bool:
    return any(
        some.at >= failed.at and (some.reason, some.parts) == (failed.reason, failed.parts)
        for some in counted_refunds(order)
    )
