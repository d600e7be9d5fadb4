"""Giving money back."""

import attrs

from ordercore.kernel.ids import RefundId, ReturnId, numbered
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.kernel.rules import Facts, rule
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.money import paid, refund_for, refundable_charges, refunded, unrefunded_units
from ordercore.orders.parts import Refund, RefundPart
from ordercore.orders.state import Order
from ordercore.orders.world import World

# Commands


@attrs.frozen(kw_only=True)
class IssueRefund(OrderCommand):
    """Give money back, line by line and component by component.

    With a ``return_id`` and no ``parts``, what the units received under that return are worth.
    """

    reason: str
    parts: tuple[RefundPart, ...] = attrs.field(default=(), converter=tuple[RefundPart, ...])
    return_id: ReturnId | None = None
    refund_id: RefundId = ""


# Events


@attrs.frozen(kw_only=True)
class RefundIssued(OrderEvent):
    """Money was given back."""

    refund: Refund


# Rules


@rule("refunded_return_unknown")
def refunded_return_is_known(order: Order, command: IssueRefund, _: World) -> Facts | None:
    """A refund for a return names one of this order."""
    if command.return_id is None or order.return_(command.return_id):
        return None
    return {"return": command.return_id}


@rule("nothing_to_refund")
def refund_is_of_something(_: Order, command: IssueRefund, __: World) -> Facts | None:
    """A refund gives something back, and takes nothing."""
    negative = [
        part.line for part in command.parts if part.charges.negative() or part.charges.total < 0
    ]
    amount = sum([part.charges.total for part in command.parts])
    return {"negative_lines": negative} if amount <= 0 or negative else None


@rule("refund_exceeds_charges")
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
        left[part.line] = limit - part.charges
    return None


@rule("refunded_units_not_received")
def refunded_units_came_back(order: Order, command: IssueRefund, _: World) -> Facts | None:
    """A refund pays for no unit that did not come back, and for none twice."""
    rma = order.return_(command.return_id) if command.return_id else None
    unpaid = unrefunded_units(order, rma) if rma else {}
    for part in command.parts:
        left = unpaid.get(part.line, 0)
        if not 0 <= part.units <= left:
            return {"line": part.line, "units": part.units, "unrefunded": left}
        unpaid[part.line] = left - part.units
    return None


@rule("refund_exceeds_payment")
def refund_stays_within_payment(order: Order, command: IssueRefund, _: World) -> Facts | None:
    """No more is given back than was paid."""
    amount = sum([part.charges.total for part in command.parts])
    left = paid(order) - refunded(order)
    if amount <= left:
        return None
    currency = command.parts[0].charges.currency
    return {"amount": Money(amount, currency), "refundable": Money(left, currency)}


@rule("refund_already_exists")
def refund_is_new(order: Order, command: IssueRefund, _: World) -> Facts | None:
    """A refund is issued once; another one needs another id."""
    return {"refund": command.refund_id} if order.refund(command.refund_id) else None


RULES = (
    refunded_return_is_known,
    refund_is_of_something,
    refund_stays_within_charges,
    refunded_units_came_back,
    refund_stays_within_payment,
    refund_is_new,
)


# Outcomes


def refund_what_came_back(order: Order, command: IssueRefund) -> IssueRefund:
    """Take a refund without parts for all that came back under its return, and number it."""
    parts, id = command.parts, command.refund_id
    if not parts and command.return_id:
        rma = order.return_(command.return_id)
        parts = refund_for(order, rma) if rma else ()
    elif id:
        return command
    id = id or numbered("F", [refund.id for refund in order.refunds])
    return replace(command, parts=parts, refund_id=id)


def already_refunded(order: Order, command: IssueRefund) -> bool:
    """Tell whether this very refund was issued before."""
    refund = order.refund(command.refund_id) if command.refund_id else None
    return (
        refund is not None
        and (refund.reason, refund.return_id) == (command.reason, command.return_id)
        and command.parts in ((), refund.parts)
    )


def issue_refund(_: Order, command: IssueRefund, __: World) -> tuple[OrderEvent, ...]:
    """Give the money back."""
    refund = Refund(
        id=command.refund_id,
        parts=command.parts,
        reason=command.reason,
        return_id=command.return_id,
        at=command.at,
    )
    return (RefundIssued(at=command.at, by=command.by, imported=command.imported, refund=refund),)


# Folds


def fold_refund(order: Order, event: RefundIssued) -> Order:
    """Keep the refund."""
    return replace(order, refunds=(*order.refunds, event.refund))
