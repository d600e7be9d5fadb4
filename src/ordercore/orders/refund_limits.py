"""What a refund keeps to: what it is for, how much it may be, and that nothing is paid twice."""

from typing import TYPE_CHECKING

from ordercore.kernel.ids import LineId
from ordercore.kernel.money import Money
from ordercore.kernel.rules import Facts, rule
from ordercore.orders.ahead import as_if_received, may_be_paid
from ordercore.orders.claiming import claims_leave_a_refund
from ordercore.orders.exchange import difference_for
from ordercore.orders.money import (
    counted_refunds,
    due,
    held,
    refundable,
    refundable_charges,
    unrefunded_units,
)
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.orders.worth import waived_by

if TYPE_CHECKING:
    from ordercore.orders.refunding import IssueRefund


def as_paid_for(order: Order, command: "IssueRefund") -> Order:
    """Give an order as it is paid for: ahead, as if all that a return waits for had come."""
    return as_if_received(order, command.return_id, command.at) if command.ahead else order


def lets_off(order: Order, command: "IssueRefund") -> int:
    """Give what of units that came back, or did not arrive, is not to be paid any more."""
    of_units = command.return_id is not None or command.parcel_id is not None
    if not of_units or command.ahead:
        return 0
    return waived_by(order, command.parts, goods_only=command.return_id is not None)


def was_recharged(order: Order) -> bool:
    """Tell whether something that was paid ahead is owed again, or was."""
    return any(refund.recharged for refund in counted_refunds(order))


def _money(order: Order, minor: int) -> Money | None:
    return Money(minor, order.currency) if order.currency else None


@rule("refund_reason_unknown", instead=("reason",))
def refund_reason_is_known(_: Order, command: "IssueRefund", world: World) -> Facts | None:
    """A refund gives a reason that the host has settled; a marketplace has its own."""
    if command.imported or command.reason in world.refund_reasons:
        return None
    return {"reason": command.reason, "known": sorted(world.refund_reasons)}


@rule("refunded_return_unknown", first=("RequestReturn",), instead=("return_id",))
def refunded_return_is_known(order: Order, command: "IssueRefund", _: World) -> Facts | None:
    """A refund for a return names one of this order."""
    if command.return_id is None or order.return_(command.return_id):
        return None
    return {"return": command.return_id}


@rule("refunded_parcel_unknown", instead=("parcel_id",))
def refunded_parcel_is_known(order: Order, command: "IssueRefund", _: World) -> Facts | None:
    """A refund for a parcel names one of this order, and not a return as well."""
    if command.parcel_id is None:
        return None
    if order.parcel(command.parcel_id) is not None and command.return_id is None:
        return None
    return {"parcel": command.parcel_id, "return": command.return_id}


@rule("refunded_exchange_unknown", first=("ReplaceUnits",), instead=("replaced_by",))
def refunded_exchange_is_known(order: Order, command: "IssueRefund", _: World) -> Facts | None:
    """A refund for an exchange names one of this order, and neither a return nor a parcel."""
    if command.replaced_by is None:
        return None
    alone = command.return_id is None and command.parcel_id is None
    if alone and order.replacement(command.replaced_by) is not None:
        return None
    return {"replaced_by": command.replaced_by}


@rule("refund_exceeds_difference", first=("SendReplacement",), instead=("parts",))
def refund_stays_within_difference(order: Order, command: "IssueRefund", _: World) -> Facts | None:
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
def refund_is_of_something(order: Order, command: "IssueRefund", __: World) -> Facts | None:
    """A refund gives something back, or lets off what was not paid yet, and takes nothing."""
    negative = [
        part.line for part in command.parts if part.charges.negative() or part.charges.total < 0
    ]
    amount = sum([part.charges.total for part in command.parts])
    if amount > 0 and not negative:
        return None
    if not negative and was_recharged(order) and lets_off(order, command):
        return None
    return {"negative_lines": negative}


@rule("refund_misses_amount", instead=("parts", "amount"))
def parts_come_to_the_amount(order: Order, command: "IssueRefund", _: World) -> Facts | None:
    """A refund of a sum is spread to the last unit of it, in the order's own currency."""
    if command.amount is None:
        return None
    given = sum([part.charges.total for part in command.parts])
    if given == command.amount.minor and command.amount.currency == order.currency:
        return None
    return {"amount": command.amount, "refundable": _money(order, refundable(order))}


@rule("refund_exceeds_charges", instead=("parts",))
def refund_stays_within_charges(order: Order, command: "IssueRefund", _: World) -> Facts | None:
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
def refunded_units_are_due(order: Order, command: "IssueRefund", _: World) -> Facts | None:
    """A refund pays for no unit that did not come back, was not lost or cancelled; none twice."""
    unpaid: dict[LineId, int] | None = None
    for part in command.parts:
        if part.units:
            if unpaid is None:
                came = as_paid_for(order, command)
                unpaid = unrefunded_units(came, command.return_id, command.parcel_id)
            left = unpaid.get(part.line, 0)
            if not 0 <= part.units <= left:
                return {"line": part.line, "units": part.units, "unrefunded": max(0, left)}
            unpaid[part.line] = left - part.units
    return None


@rule("refund_exceeds_payment", first=("CapturePayment",), instead=("parts", "amount"))
def refund_stays_within_payment(order: Order, command: "IssueRefund", _: World) -> Facts | None:
    """No more is given back than was taken."""
    amount = sum([part.charges.total for part in command.parts])
    left = refundable(order)
    if amount <= left:
        return None
    currency = command.parts[0].charges.currency
    return {"amount": Money(amount, currency), "refundable": Money(left, currency)}


@rule("refund_already_exists", instead=("refund_id",))
def refund_is_new(order: Order, command: "IssueRefund", _: World) -> Facts | None:
    """A refund is issued once; another one needs another id."""
    return {"refund": command.refund_id} if order.refund(command.refund_id) else None


@rule("refund_before_receipt", instead=("ahead",))
def money_waits_for_the_goods(order: Order, command: "IssueRefund", world: World) -> Facts | None:
    """Money goes back ahead of the goods of a return once, and only as far as the policy has it.

    And only where all that is due was taken; what a marketplace did is done.
    """
    if not command.ahead:
        return None
    rma = order.return_(command.return_id) if command.return_id is not None else None
    earlier = [some for some in counted_refunds(order) if some.ahead and some.return_id]
    once = all(some.return_id != command.return_id for some in earlier)
    ours = rma is not None and held(order) >= due(order) and may_be_paid(order, rma, world)
    return None if once and rma and (command.imported or ours) else {"return": command.return_id}


REFUND_RULES = (
    money_waits_for_the_goods,
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
    claims_leave_a_refund,
    refund_is_new,
)
