"""Giving money back."""

import attrs

from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import OrderId, ParcelId, RefundId, ReturnId, numbered
from ordercore.kernel.money import Money
from ordercore.kernel.replace import completed, replace
from ordercore.kernel.time import Instant
from ordercore.orders.exchange import difference_for
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    happened,
    placing_comes_first,
)
from ordercore.orders.money import (
    refundable,
    refunded_by_payment,
    surplus,
)
from ordercore.orders.parts import Refund, RefundPart, RefundShare, RefundStatus, several_parts
from ordercore.orders.refund_limits import (
    REFUND_RULES,
    as_paid_for,
    lets_off,
    was_recharged,
)
from ordercore.orders.settlement import return_settlement
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.orders.worth import refund_for, spread

# Commands


@attrs.frozen(kw_only=True)
class IssueRefund(OrderCommand):
    """Give money back, line by line and component by component.

    What for: units received under a return, units of a parcel that did not arrive, or, without
    either, units that were cancelled after money was taken for them. With ``replaced_by``, the id
    of the order that is sent in an exchange: what the old goods are worth beyond the new.
    With ``ahead`` it is for goods of a return that have not come yet, where the policy has that.
    Without ``parts`` it is what those are worth, of a return what it comes to by the policy, or,
    with an ``amount``, that sum spread over all lines as a remedy.
    """

    reason: str
    parts: tuple[RefundPart, ...] = attrs.field(default=(), converter=several_parts)
    amount: Money | None = None
    return_id: ReturnId | None = None
    parcel_id: ParcelId | None = None
    replaced_by: OrderId | None = None
    refund_id: RefundId = ""
    ahead: bool = False


# Events


@attrs.frozen(kw_only=True)
class RefundIssued(OrderEvent):
    """Money goes back to the buyer."""

    refund: Refund


# Outcomes


def complete_refund(order: Order, command: IssueRefund, world: World) -> IssueRefund:
    """Fill in the parts of a refund that has none, and number it."""
    parts = command.parts or _parts_of(order, command, world)
    id = command.refund_id or numbered("F", [refund.id for refund in order.refunds])
    return completed(command, parts=parts, refund_id=id)


def _parts_of(order: Order, command: IssueRefund, world: World) -> tuple[RefundPart, ...]:
    if command.amount is not None:
        return spread(order, command.amount.minor)
    if command.replaced_by is not None:
        return difference_for(order, command.replaced_by)
    if command.return_id is not None:
        settled = return_settlement(as_paid_for(order, command), command.return_id, world)
        return settled.parts or (settled.nothing if was_recharged(order) else ())
    return refund_for(order, parcel_id=command.parcel_id)


def already_refunded(order: Order, command: IssueRefund) -> bool:
    """Tell whether this very refund was issued before."""
    refund = order.refund(command.refund_id) if command.refund_id else None
    if refund is None or not refund.counts:
        return False
    asked = (command.reason, command.return_id, command.parcel_id, command.replaced_by)
    total = sum(part.charges.total for part in refund.parts)
    currency = refund.parts[0].charges.currency
    return (
        (refund.reason, refund.return_id, refund.parcel_id, refund.replaced_by) == asked
        and refund.ahead is command.ahead
        and command.parts in ((), refund.parts)
        and command.amount in (None, Money(total, currency))
    )


def issue_refund(order: Order, command: IssueRefund, _: World) -> tuple[OrderEvent, ...]:
    """Send the money back by the payments that it came by, the earliest first.

    What a marketplace reports has happened; anything else is on its way until a payment provider
    has answered.
    """
    total = sum([part.charges.total for part in command.parts])
    whole = command.return_id is command.parcel_id is command.replaced_by is None
    refund = Refund(
        id=command.refund_id,
        key=f"{order.id}/{command.refund_id}",
        parts=command.parts,
        shares=_shares(order, total),
        reason=command.reason,
        at=command.at,
        return_id=command.return_id,
        parcel_id=command.parcel_id,
        replaced_by=command.replaced_by,
        ahead=command.ahead,
        status=RefundStatus.SUCCEEDED if command.imported or not total else RefundStatus.IN_FLIGHT,
        surplus=min(total, surplus(order)) if whole else 0,
        waived=lets_off(order, command),
    )
    return happened(RefundIssued, command, refund=refund)


def _shares(order: Order, minor: int) -> tuple[RefundShare, ...]:
    back = refunded_by_payment(order)
    dealt: list[RefundShare] = []
    for payment in order.payments:
        amount = min(minor, payment.captured - back.get(payment.id, 0))
        if amount > 0:
            dealt.append(RefundShare(payment.id, amount))
            minor -= amount
    return tuple(dealt)


# Offers


def offer_refunds(order: Order, at: Instant, _: World) -> tuple[IssueRefund, ...]:
    """Offer what is owed back, and everything that may be given back as a remedy."""
    own = [
        IssueRefund(order_id=order.id, at=at, reason="customer_return", return_id=rma.id)
        for rma in order.returns
    ]
    own += [
        IssueRefund(order_id=order.id, at=at, reason="undeliverable", parcel_id=parcel.id)
        for parcel in order.parcels
    ]
    own += [
        IssueRefund(order_id=order.id, at=at, reason="exchange", replaced_by=some.id)
        for some in order.replacements
        if some.worth
    ]
    own.append(IssueRefund(order_id=order.id, at=at, reason="units_cancelled"))
    if order.currency is not None and (left := refundable(order)) > 0:
        all_left = Money(left, order.currency)
        own.append(IssueRefund(order_id=order.id, at=at, reason="goodwill", amount=all_left))
    return tuple(own)


# Folds


def fold_refund(order: Order, event: RefundIssued) -> Order:
    """Keep the refund; the first release did not keep by which payments one went back."""
    refund = event.refund
    if not refund.shares:
        minor = sum([part.charges.total for part in refund.parts])
        refund = replace(refund, shares=_shares(order, minor))
    return replace(order, refunds=(*order.refunds, refund))


# The table

DECISIONS: Decisions = (
    Decision(
        command=IssueRefund,
        settled=already_refunded,
        complete=complete_refund,
        rules=(placing_comes_first, *REFUND_RULES),
        outcome=issue_refund,
        offers=offer_refunds,
    ),
)

FOLDS: Folds = {
    RefundIssued: fold_refund,
}
