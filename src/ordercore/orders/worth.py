"""What is given back for what: returned, undelivered and cancelled units, or a sum of money."""

from collections.abc import Container, Iterable
from typing import TYPE_CHECKING

from ordercore.kernel.charges import COMPONENTS, Charges
from ordercore.kernel.ids import LineId, ParcelId
from ordercore.kernel.money import shares
from ordercore.orders.money import (
    captured,
    charged_for,
    counted_refunds,
    due,
    due_for_units,
    held,
    kept_charges,
    refundable,
    refundable_charges,
    unrefunded_units,
)
from ordercore.orders.parts import RefundPart
from ordercore.orders.replaced import away_and_replaced
from ordercore.orders.settled import settled_units
from ordercore.orders.stations import cancelled_units

if TYPE_CHECKING:
    from ordercore.orders.state import Order

GOODS = frozenset({"item", "tax", "discount"})
"""Components that come back with the goods. Outbound shipping and wrapping do not, unless the
seller is at fault; that belongs to the return policy."""


def refund_for(order: "Order", *, parcel_id: ParcelId | None = None) -> tuple[RefundPart, ...]:
    """Give what is to be paid back for a parcel that did not arrive, or else for cancellations.

    All that was charged for the units. Those already refunded are not counted again, and of a line
    from which money was given back for another reason no more than the rest. What a return comes
    to, its settlement says.
    """
    units = unrefunded_units(order, None, parcel_id)
    if parcel_id is None:
        return _for_cancelled(order, units)
    return _for_shipped(order, units, COMPONENTS)


def worth_of_units(
    order: "Order", units: dict[LineId, int], *, goods_only: bool
) -> tuple[RefundPart, ...]:
    """Give what units that left would be paid back with, none of which is settled yet."""
    return _for_shipped(order, units, GOODS if goods_only else COMPONENTS)


def spread(order: "Order", minor: int) -> tuple[RefundPart, ...]:
    """Spread a sum over all lines, by what may still be given back of each (largest remainder)."""
    left = refundable_charges(order, {line.id for line in order.lines})
    open_ = {line: charges for line, charges in left.items() if charges.total > 0}
    if not open_:
        return ()
    dealt = shares(minor, [charges.total for charges in open_.values()])
    return tuple(
        [
            RefundPart(line, charges.cut_to(share))
            for (line, charges), share in zip(open_.items(), dealt, strict=True)
            if share > 0
        ]
    )


def payable(order: "Order", parts: Iterable[RefundPart]) -> tuple[RefundPart, ...]:
    """Give parts of no more than may go back of each line, and for units that were sent."""
    asked = tuple(parts)
    limits = refundable_charges(order, {part.line for part in asked})
    capped = [
        RefundPart(part.line, part.charges.capped(limits[part.line]), part.units) for part in asked
    ]
    return within(capped, _most_for_shipped(order))


def waived_by(order: "Order", parts: tuple[RefundPart, ...], *, goods_only: bool) -> int:
    """Give what will not be asked for any more, once these units that came back are settled.

    It is what the buyer had not paid of them: what is left of their charges, less what could go
    back for them, but never more than is unpaid of all that is due. What a remedy gave back of
    them was paid, and so was what the seller keeps, as for restocking.
    """
    unpaid = due(order) - held(order)
    if unpaid <= 0:
        return 0
    units: dict[LineId, int] = {}
    for part in parts:
        units[part.line] = units.get(part.line, 0) + part.units
    left = _left_of(order, units, GOODS if goods_only else COMPONENTS)
    worth_of_all = sum([part.charges.total for part in left])
    return max(0, min(unpaid, worth_of_all - max(0, _most_for_shipped(order))))


def _shares_of(
    order: "Order", units: dict[LineId, int], components: Container[str]
) -> dict[LineId, Charges]:
    """Cut shares in the order in which units are refunded.

    So however a line is taken apart, the refunds of all its units add up to its charges.
    """
    before: dict[LineId, int] = {}
    for refund in counted_refunds(order):
        if refund.return_id is not None or refund.parcel_id is not None:
            for part in refund.net:
                before[part.line] = before.get(part.line, 0) + part.units
    for some in order.replacements:
        # An exchange has taken the shares that its new goods are paid with.
        for line_id, number in settled_units(order, some).items() if some.worth else ():
            before[line_id] = before.get(line_id, 0) + number
    cut: dict[LineId, Charges] = {}
    for line_id, number in units.items():
        line = order.line(line_id)
        if line.charges is not None and number > 0:
            taken = before.get(line_id, 0)
            cut[line_id] = line.charges.portion(line.quantity, taken, number, components)
    return cut


def _for_shipped(
    order: "Order", units: dict[LineId, int], components: Container[str]
) -> tuple[RefundPart, ...]:
    return within(_left_of(order, units, components), _most_for_shipped(order))


def _left_of(
    order: "Order", units: dict[LineId, int], components: Container[str]
) -> list[RefundPart]:
    limits = refundable_charges(order, units)
    return [
        RefundPart(line_id, share.capped(limits[line_id]), units[line_id])
        for line_id, share in _shares_of(order, units, components).items()
    ]


def _most_for_shipped(order: "Order") -> int:
    most = refundable(order)
    return min(most, _beyond_what_stays(order)) if held(order) < due(order) else most


def _beyond_what_stays(order: "Order") -> int:
    """Give what was taken and not paid back for units, beyond what the buyer has and keeps.

    What was replaced the buyer keeps, as it were. So nothing goes back for units that were never
    paid for, as at the door; where everything due was taken, there are none. Units that were paid
    back ahead are not paid for by what is there: what is owed again for them is owed, and nothing
    that is owed back for others has to wait for it.
    """
    back = sum(
        [
            part.charges.total
            for refund in counted_refunds(order)
            for part in refund.parts
            if part.units
        ]
    )
    away = away_and_replaced(order) if order.replacements else {}
    ahead = _paid_ahead(order)
    with_buyer = {
        id: max(0, where.delivered + where.returning - ahead.get(id, 0))
        + min(away.get(id, 0), where.returned + where.undelivered)
        for id, where in order.stations.items()
    }
    return captured(order) - back - due_for_units(order, with_buyer)


def _paid_ahead(order: "Order") -> dict[LineId, int]:
    counts: dict[LineId, int] = {}
    for refund in counted_refunds(order):
        for part in refund.parts if refund.ahead else ():
            counts[part.line] = counts.get(part.line, 0) + part.units
    return counts


def within(parts: Iterable[RefundPart], most: int) -> tuple[RefundPart, ...]:
    """Give parts of no more than a sum in all, the first ones whole."""
    given: list[RefundPart] = []
    for part in parts:
        charges = part.charges.cut_to(max(0, most))
        most -= charges.total
        same = charges is part.charges
        given.append(part if same else RefundPart(part.line, charges, part.units))
    return tuple(given)


def _for_cancelled(order: "Order", units: dict[LineId, int]) -> tuple[RefundPart, ...]:
    """Give what was taken for cancelled units, and not for anything that is still to come."""
    cancelled = cancelled_units(order)
    back: dict[LineId, Charges] = {}
    for refund in counted_refunds(order):
        for part in refund.parts if (refund.return_id, refund.parcel_id) == (None, None) else ():
            if part.units:
                earlier = back.get(part.line)
                back[part.line] = part.charges if earlier is None else earlier + part.charges
    limits = refundable_charges(order, units)
    over = captured(order) - due(order) - sum([some.total for some in back.values()])
    parts: list[RefundPart] = []
    for line_id, number in units.items():
        line = order.line(line_id)
        charged = charged_for(order, line)
        if charged is None or number <= 0:
            continue
        kept = kept_charges(line, cancelled[line_id])
        gone = charged if kept is None else charged - kept
        if line_id in back:
            gone = gone - back[line_id]
        parts.append(RefundPart(line_id, gone.capped(limits[line_id]), number))
    return within(parts, min(over, refundable(order)))
