"""The money of an exchange: what the old goods are worth pays for the new ones.

The buyer pays what the new cost beyond that with the new order; what the old are worth beyond the
new goes back on the old order. Both are exact, and shares of them fall to lines and components by
the largest remainder.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ordercore.kernel.ids import OrderId
from ordercore.kernel.money import shares
from ordercore.kernel.replace import completed
from ordercore.orders.line import Line
from ordercore.orders.money import refundable, refundable_charges
from ordercore.orders.parts import RefundPart
from ordercore.orders.replaced import refunds_of_difference
from ordercore.orders.worth import within, worth

if TYPE_CHECKING:
    from ordercore.orders.state import Order


def priced(
    lines: Iterable[Line], old: tuple[RefundPart, ...]
) -> tuple[tuple[Line, ...], tuple[RefundPart, ...]]:
    """Give new lines at what is due for them beyond the worth of the old, and what goes back.

    At most one of the two is more than nothing.
    """
    new = tuple(lines)
    costs = [line.charges.total if line.charges else 0 for line in new]
    values = [part.charges.total for part in old]
    carried = min(sum(costs), sum(values))
    owed = _dealt(sum(costs) - carried, costs)
    back = _dealt(sum(values) - carried, values)
    lines_due = [
        completed(line, charges=worth(line.charges, due) if line.charges else None)
        for line, due in zip(new, owed, strict=True)
    ]
    parts_back = [
        RefundPart(part.line, worth(part.charges, minor))
        for part, minor in zip(old, back, strict=True)
        if minor
    ]
    return tuple(lines_due), tuple(parts_back)


def _dealt(minor: int, weights: list[int]) -> tuple[int, ...]:
    return shares(minor, weights) if minor else tuple([0] * len(weights))


def difference_for(order: "Order", id: OrderId) -> tuple[RefundPart, ...]:
    """Give what is to go back of an exchange: what the old goods are worth beyond the new.

    Once nothing is sent any more it is all of their worth, where something of it went back
    already; before that the units are simply units to be paid back for, or replaced, again.
    """
    some = order.replacement(id)
    if some is None or some.sent_at is None:
        return ()
    earlier = refunds_of_difference(order, id)
    if some.is_over and not earlier:
        return ()
    target = some.worth if some.is_over else some.back
    given = [part for refund in earlier for part in refund.parts]
    limits = refundable_charges(order, {part.line for part in target})
    parts: list[RefundPart] = []
    for part in target:
        left = part.charges
        for back in given:
            if back.line == part.line:
                left = left - back.charges
        parts.append(RefundPart(part.line, left.floored().capped(limits[part.line])))
    return within([part for part in parts if part.charges.total > 0], refundable(order))
