"""Giving money back."""

from collections.abc import Iterable

import attrs

from ordercore.kernel.checking import several
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import LineId, OrderId, ParcelId, RefundId, ReturnId, numbered
from ordercore.kernel.money import Money
from ordercore.kernel.replace import completed, replace
from ordercore.kernel.rules import Facts, rule
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
    refundable_charges,
    refunded_by_payment,
    surplus,
    unrefunded_units,
)
from ordercore.orders.parts import Refund, RefundPart, RefundShare, RefundStatus
from ordercore.orders.settlement import return_settlement
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.orders.worth import refund_for, spread, waived_by

# Commands


def _several_parts(values: Iterable[RefundPart]) -> tuple[RefundPart, ...]:
    return several(values, "parts")


@attrs.frozen(kw_only=True)
class IssueRefund(OrderCommand):
    """Give money back, line by line and component by component.

    What for: units received under a return, units of a parcel that did not arrive, or, without
    either, units that were cancelled after money was taken for them. With ``replaced_by``, the id
    of the order that is sent in an exchange: what the old goods are worth beyond the new.
    Without ``parts`` it is what those are worth, of a return what it comes to by the policy, or,
    with an ``amount``, that sum spread over all lines as a remedy.
    """

    reason: str
    parts: tuple[RefundPart, ...] = attrs.field(default=(), converter=_several_parts)
    amount: Money | None = None
    return_id: ReturnId | None = None
    parcel_id: ParcelId | None = None
    replaced_by: OrderId | None = None
    refund_id: RefundId = ""


# Events


@attrs.frozen(kw_only=True)
class RefundIssued(OrderEvent):
    """Money goes back to the buyer."""

    refund: Refund


# Rules


@rule("refund_reason_unknown", instead=("reason",))
def refund_reason_is_known(_: Order, command: IssueRefund, world: World) -> Facts | None:
    """A refund gives a reason that the host has settled; a marketplace has its own."""
    if command.imported or command.reason in world.refund_reasons:
        return None
    return {"reason": command.reason, "known": sorted(world.refund_reasons)}


@rule("refunded_return_unknown", first=("RequestReturn",), instead=("return_id",))
def refunded_return_is_known(order: Order, command: IssueRefund, _: World) -> Facts | None:
    """A refund for a return names one of this order."""
    if command.return_id is None or order.return_(command.return_id):
        return None
    return {"return": command.return_id}


@rule("refunded_parcel_unknown", instead=("parcel_id",))
def refunded_parcel_is_known(order: Order, command: IssueRefund, _: World) -> Facts | None:
    """A refund for a parcel names one of this order, and not a return as well."""
    if command.parcel_id is None:
        return None
    if order.parcel(command.parcel_id) is not None and command.return_id is None:
        return None
    return {"parcel": command.parcel_id, "return": command.return_id}


@rule("refunded_exchange_unknown", first=("ReplaceUnits",), instead=("replaced_by",))
def refunded_exchange_is_known(order: Order, command: IssueRefund, _: World) -> Facts | None:
    """A refund for an exchange names one of this order, and neither a return nor a parcel."""
    if command.replaced_by is None:
        return None
    alone = command.return_id is None and command.parcel_id is None
    if alone and order.replacement(command.replaced_by) is not None:
        return None
    return {"replaced_by": command.replaced_by}


@rule("refund_exceeds_difference", first=("SendReplacement",), instead=("parts",))
def refund_stays_within_difference(order: Order, command: IssueRefund, _: World) -> Facts | None:
    """Of an exchange no more goes back than the old goods are worth beyond the new."""
    if command.replaced_by is None:
        return None
    left = {part.line: part.charges.total for part in difference_for(order, command.replaced_by)}
    for part in command.parts:
        most = left.get(part.line, 0)
        if part.units or part.charges.total > most:
            return {"line": part.line, "refundable": Money(most, part.charges.currency)}
        left[part.line] = most - part.charges.total
    return None


@rule("nothing_to_refund", first=("ReceiveReturn", "CancelUnits"), instead=("parts", "amount"))
def refund_is_of_something(_: Order, command: IssueRefund, __: World) -> Facts | None:
    """A refund gives something back, and takes nothing."""
    negative = [
        part.line for part in command.parts if part.charges.negative() or part.charges.total < 0
    ]
    amount = sum([part.charges.total for part in command.parts])
    return {"negative_lines": negative} if amount <= 0 or negative else None


@rule("refund_misses_amount", instead=("parts", "amount"))
def parts_come_to_the_amount(order: Order, command: IssueRefund, _: World) -> Facts | None:
    """A refund of a sum is spread to the last unit of it, in the order's own currency."""
    if command.amount is None:
        return None
    given = sum([part.charges.total for part in command.parts])
    if given == command.amount.minor and command.amount.currency == order.currency:
        return None
    return {"amount": command.amount, "refundable": _money(order, refundable(order))}


@rule("refund_exceeds_charges", instead=("parts",))
def refund_stays_within_charges(order: Order, command: IssueRefund, _: World) -> Facts | None:
    """Of no line and no component is more given back than was charged."""
    left = refundable_charges(order, {part.line for part in command.parts})
    for part in command.parts:
        limit = left.get(part.line)
        if limit is None or limit.currency != part.charges.currency:
            return {"line": part.line, "components": ("currency",)}
        beyond = part.charges.exceeds(limit)
        if not beyond and part.charges.total > limit.total:
            # Every component has room, but the discount would not be taken back with them.
            beyond = ("discount",)
        if beyond:
            return {"line": part.line, "components": beyond}
        if len(command.parts) > 1:
            left[part.line] = limit - part.charges
    return None


@rule("refunded_units_not_due", first=("ReceiveReturn", "RecordUndelivered"), instead=("parts",))
def refunded_units_are_due(order: Order, command: IssueRefund, _: World) -> Facts | None:
    """A refund pays for no unit that did not come back, was not lost or cancelled; none twice."""
    unpaid: dict[LineId, int] | None = None
    for part in command.parts:
        if part.units:
            if unpaid is None:
                unpaid = unrefunded_units(order, command.return_id, command.parcel_id)
            left = unpaid.get(part.line, 0)
            if not 0 <= part.units <= left:
                return {"line": part.line, "units": part.units, "unrefunded": max(0, left)}
            unpaid[part.line] = left - part.units
    return None


@rule("refund_exceeds_payment", first=("CapturePayment",), instead=("parts", "amount"))
def refund_stays_within_payment(order: Order, command: IssueRefund, _: World) -> Facts | None:
    """No more is given back than was taken."""
    amount = sum([part.charges.total for part in command.parts])
    left = refundable(order)
    if amount <= left:
        return None
    currency = command.parts[0].charges.currency
    return {"amount": Money(amount, currency), "refundable": Money(left, currency)}


@rule("refund_already_exists", instead=("refund_id",))
def refund_is_new(order: Order, command: IssueRefund, _: World) -> Facts | None:
    """A refund is issued once; another one needs another id."""
    return {"refund": command.refund_id} if order.refund(command.refund_id) else None


RULES = (
    refund_reason_is_known,
    refunded_return_is_known,
    refunded_parcel_is_known,
    refunded_exchange_is_known,
    refund_stays_within_difference,
    refund_is_of_something,
    parts_come_to_the_amount,
    refund_stays_within_charges,
    refunded_units_are_due,
    refund_stays_within_payment,
    refund_is_new,
)


# Outcomes


def _money(order: Order, minor: int) -> Money | None:
    return Money(minor, order.currency) if order.currency else None


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
        return return_settlement(order, command.return_id, world).parts
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
        status=RefundStatus.SUCCEEDED if command.imported else RefundStatus.IN_FLIGHT,
        surplus=min(total, surplus(order)) if whole else 0,
        waived=0
        if whole or command.replaced_by is not None
        else waived_by(order, command.parts, goods_only=command.return_id is not None),
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
        rules=(placing_comes_first, *RULES),
        outcome=issue_refund,
        offers=offer_refunds,
    ),
)

FOLDS: Folds = {
    RefundIssued: fold_refund,
}
