"""What of the worth of old goods pays for new ones, and what of it is free to go back."""

from typing import TYPE_CHECKING

from ordercore.kernel.charges import Charges
from ordercore.kernel.ids import LineId
from ordercore.kernel.money import shares
from ordercore.orders.parts import RefundPart
from ordercore.orders.replacement import Replacement

if TYPE_CHECKING:
    from ordercore.orders.state import Order


def free_of(some: Replacement) -> tuple[RefundPart, ...]:
    """Give what of the worth pays for nothing that the buyer has, or is to get: all, at the end."""
    if some.is_over:
        return some.worth
    if not some.freed:
        return some.back
    minor = sum([part.charges.total for part in some.back]) + some.freed
    dealt = shares(minor, [part.charges.total for part in some.worth])
    return tuple(
        [
            RefundPart(part.line, part.charges.cut_to(share))
            for part, share in zip(some.worth, dealt, strict=True)
            if share
        ]
    )


def carried_by_line(order: "Order") -> dict[LineId, Charges]:
    """Give what was charged for each line and pays now for the goods of exchanges."""
    carried: dict[LineId, Charges] = {}
    for some in order.replacements:
        free = {part.line: part.charges for part in free_of(some)}
        for part in some.worth:
            paying = part.charges
            if part.line in free:
                paying = paying - free[part.line]
            earlier = carried.get(part.line)
            carried[part.line] = paying if earlier is None else earlier + paying
    return carried
