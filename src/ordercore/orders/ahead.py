"""Money that went back before the goods had come: what it comes to, and what it did too much."""

from ordercore.kernel.charges import Charges
from ordercore.kernel.ids import LineId, ReturnId
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant
from ordercore.orders.judging import return_verdict
from ordercore.orders.parts import RefundPart
from ordercore.orders.returned import counted, returns_named, with_return
from ordercore.orders.settled import come_otherwise
from ordercore.orders.settlement import return_settlement
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.returns import Received, Return, Trigger


def as_if_received(order: Order, return_id: ReturnId | None, at: Instant) -> Order:
    """Give an order as it would be if all that a return waits for came now, as it was sold."""
    for rma in order.returns:
        if rma.id == return_id:
            came = [Received(units, True, at) for units in counted(rma, Return.outstanding)]
            return with_return(order, rma.id, received=(*rma.received, *came))
    return order


def may_be_paid(order: Order, rma: Return, world: World) -> bool:
    """Tell whether the policy has a return paid for by now, although its goods have not come.

    What was let in against the policy is paid for as it comes.
    """
    triggers = {
        return_verdict(order, units, rma.reason, rma.requested_at, world).paid_from
        for units in rma.units
    }
    if not rma.is_authorised or rma.is_ended or Trigger.RECEIVED in triggers:
        return False
    return rma.is_posted or Trigger.SCANNED not in triggers


def overpaid(order: Order, return_id: ReturnId, world: World) -> tuple[RefundPart, ...]:
    """Give what was paid ahead for a return beyond what it came to, line by line.

    All of what never came or was rejected, and of what came the fee and the label that the policy
    keeps. What came under another return, and is paid for by nothing else, counts as come.
    """
    ahead = [
        refund
        for refund in order.refunds
        if refund.ahead and refund.counts and refund.return_id == return_id
    ]
    paid: dict[LineId, tuple[Charges, int]] = {}
    for refund in ahead:
        for part in refund.net:
            charges, units = paid.get(part.line, (Charges(part.charges.currency), 0))
            paid[part.line] = (charges + part.charges, units + part.units)
    unpaid = replace(order, refunds=tuple([some for some in order.refunds if some not in ahead]))
    worth = {part.line: part for part in return_settlement(unpaid, return_id, world).parts}
    rma = order.return_(return_id)
    elsewhere = come_otherwise(order, rma) if rma is not None else {}
    parts: list[RefundPart] = []
    for line, (charges, units) in paid.items():
        due = worth.get(line, RefundPart(line, Charges(charges.currency)))
        beyond, left = (charges - due.charges).floored(), max(0, units - due.units)
        if here := min(left, elsewhere.get(line, 0)):
            beyond, left = beyond - beyond.portion(left, 0, here), left - here
        parts.append(RefundPart(line, beyond, left))
    given = tuple([part for part in parts if part.charges.total or part.units])
    return given if any(part.charges.total for part in given) else ()


def is_undecided(order: Order, return_id: ReturnId) -> bool:
    """Tell whether anything of a return has still to come, or to be looked at."""
    return any(
        counted(rma, Return.outstanding) or counted(rma, Return.ungraded)
        for rma in returns_named(order, return_id)
    )
