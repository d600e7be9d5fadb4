"""What the old goods of an exchange are worth: what a refund for them would give."""

from ordercore.kernel.charges import Charges
from ordercore.kernel.ids import LineId
from ordercore.kernel.replace import replace
from ordercore.kernel.units import total_by_line
from ordercore.orders.ahead import as_if_received
from ordercore.orders.parts import RefundPart, ReplacementKind
from ordercore.orders.replacement import Replacement
from ordercore.orders.returned import counted
from ordercore.orders.settlement import ReturnSettlement, return_settlement
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.orders.worth import worth_of_units
from ordercore.returns import Remedy, Return


def worth_of_old(order: Order, some: Replacement, world: World) -> tuple[RefundPart, ...]:
    """Give what the units that a replacement stands for are worth in an exchange.

    Of a return it is what they come to by the policy, fees taken off, by the grades they are in;
    what has still to come counts as it was sold. Whole they count where somebody has still to look
    at them, or the policy gives no money for them; so does what never arrived.
    """
    units = total_by_line(some.units)
    rma = order.return_(some.return_id) if some.return_id is not None else None
    whole = worth_of_units(order, units, goods_only=rma is not None)
    if rma is None or counted(rma, Return.ungraded):
        return whole
    here = as_if_received(order, rma.id, some.at)
    before = return_settlement(here, rma.id, world)
    if not all(one.verdict.remedy is Remedy.REFUND for one in before.units):
        return whole
    none = tuple([RefundPart(line, Charges(order.currency or "")) for line in units])
    taken = replace(some, kind=ReplacementKind.EXCHANGE, worth=none)
    without = replace(here, replacements=(*here.replacements, taken))
    left = _by_line(return_settlement(without, rma.id, world))
    parts: list[RefundPart] = []
    for line, charges in _by_line(before).items():
        if line in units:
            rest = left.get(line)
            worth = charges if rest is None else (charges - rest).floored()
            parts.append(RefundPart(line, worth, units[line]))
    return tuple(parts)


def _by_line(settled: ReturnSettlement) -> dict[LineId, Charges]:
    return {part.line: part.charges for part in settled.parts}
