"""The money of an exchange: what the old goods are worth pays for the new ones.

The buyer pays what the new cost beyond that with the new order; what the old are worth beyond the
new goes back on the old order. Both are exact, and shares of them fall to lines and components by
the largest remainder.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from ordercore.kernel.ids import OrderId
from ordercore.kernel.money import shares
from ordercore.kernel.replace import completed
from ordercore.kernel.units import total_by_line
from ordercore.orders.carried import free_of
from ordercore.orders.line import Line
from ordercore.orders.money import refundable, refundable_charges
from ordercore.orders.parts import RefundPart
from ordercore.orders.replaced import seen_under
from ordercore.orders.replacement import Replacement
from ordercore.orders.settled import refunds_of_difference
from ordercore.orders.worth import within

if TYPE_CHECKING:
    from ordercore.orders.state import Order


@attrs.frozen(kw_only=True)
class Priced:
    """What an exchange costs.

    ``lines`` are the new ones at what is due for them beyond the worth of the old, ``carried`` is
    what that worth pays of each, and ``back`` is what goes back: at most one of what is due and
    what goes back is more than nothing.
    """

    lines: tuple[Line, ...]
    carried: tuple[int, ...]
    back: tuple[RefundPart, ...]


def priced(lines: Iterable[Line], old: tuple[RefundPart, ...]) -> Priced:
    """Pay for new lines with what the old goods are worth."""
    new = tuple(lines)
    costs = [line.charges.total if line.charges else 0 for line in new]
    values = [part.charges.total for part in old]
    pays = min(sum(costs), sum(values))
    owed = _dealt(sum(costs) - pays, costs)
    back = _dealt(sum(values) - pays, values)
    lines_due = [
        completed(line, charges=line.charges.cut_to(due) if line.charges else None)
        for line, due in zip(new, owed, strict=True)
    ]
    parts_back = [
        RefundPart(part.line, part.charges.cut_to(minor))
        for part, minor in zip(old, back, strict=True)
        if minor
    ]
    carried = tuple([cost - due for cost, due in zip(costs, owed, strict=True)])
    return Priced(lines=tuple(lines_due), carried=carried, back=tuple(parts_back))


def _dealt(minor: int, weights: list[int]) -> tuple[int, ...]:
    return shares(minor, weights) if minor else tuple([0] * len(weights))


def difference_for(order: "Order", id: OrderId) -> tuple[RefundPart, ...]:
    """Give what is to go back of an exchange: what of the old goods' worth pays for nothing.

    That is what they are worth beyond the new; and, once they are back, what had paid for new ones
    that are cancelled, came back, or did not arrive. Where the exchange is over and nothing of it
    went back, the units are simply units to be paid back for, or replaced, again.
    """
    some = order.replacement(id)
    if some is None or some.sent_at is None:
        return ()
    earlier = refunds_of_difference(order, id)
    if some.is_over and not earlier:
        return ()
    free = free_of(some) if _are_back(order, some) else some.back
    given = [part for refund in earlier for part in refund.parts]
    limits = refundable_charges(order, {part.line for part in free})
    parts: list[RefundPart] = []
    for part in free:
        left = part.charges
        for back in given:
            if back.line == part.line:
                left = left - back.charges
        parts.append(RefundPart(part.line, left.floored().capped(limits[part.line])))
    most = sum([part.charges.total for part in free]) - sum([part.charges.total for part in given])
    return within([part for part in parts if part.charges.total > 0], min(most, refundable(order)))


def _are_back(order: "Order", some: Replacement) -> bool:
    """Tell whether the old goods came and were looked at, where they were to come at all."""
    if some.return_id is None:
        return True
    seen = seen_under(order, some.return_id)
    return all(seen.get(line, 0) >= number for line, number in total_by_line(some.units).items())
