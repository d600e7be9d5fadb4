"""The laws of settling: each unit is paid for or replaced once, and no money is given twice."""

from collections.abc import Mapping

from ordercore.kernel.charges import Charges
from ordercore.kernel.ids import LineId
from ordercore.kernel.units import Units, total_by_line
from ordercore.orders.carried import free_of
from ordercore.orders.claimed import claimed_money
from ordercore.orders.money import (
    captured,
    carried,
    refunded,
)
from ordercore.orders.parts import RefundPart
from ordercore.orders.settled import refunds_of_difference, settled_under
from ordercore.orders.state import Order
from ordercore.orders.stations import cancelled_units
from ordercore.returns import Return
from ordercore.testing.holding import must_hold


def refunds_pay_for_what_came_back(order: Order) -> None:
    """No unit is paid for twice, and none that was not returned, undelivered or cancelled.

    What is paid for ahead may still be to come.
    """
    paid: dict[tuple[str | None, str | None], dict[LineId, int]] = {}
    for refund in order.refunds:
        of = paid.setdefault((refund.return_id, refund.parcel_id), {})
        for part in refund.parts if refund.counts and not refund.ahead else ():
            of[part.line] = of.get(part.line, 0) + part.units
    gone = cancelled_units(order, paid=True)
    for line, number in paid.get((None, None), {}).items():
        must_hold(
            number <= gone.get(line, 0), f"line {line} is paid for beyond its cancelled", gone
        )
    for parcel in order.parcels:
        for line, number in paid.get((None, parcel.id), {}).items():
            must_hold(number <= parcel.holds(line), f"line {line} is paid for beyond", parcel)
    came: dict[LineId, int] = {}
    for rma in order.returns:
        own = _taken_back(rma)
        for line, number in paid.get((rma.id, None), {}).items():
            must_hold(number <= own.get(line, 0), f"line {line} is paid for beyond", rma)
            came[line] = came.get(line, 0) + number
    for line, number in came.items():
        fresh = _received_unpaid(order, line, paid)
        must_hold(number <= fresh, f"{number} of line {line} paid for, came back unpaid", fresh)


def no_more_is_charged_again_than_went_ahead(order: Order) -> None:
    """Of no line, no component and no unit; and only of what went back before its goods came."""
    for refund in order.refunds:
        must_hold(refund.ahead or not refund.recharged, "charged again, but never ahead", refund)
        given: dict[LineId, RefundPart] = {}
        for part in refund.net:
            earlier = given.get(part.line, RefundPart(part.line, Charges(part.charges.currency)))
            charges, units = earlier.charges + part.charges, earlier.units + part.units
            given[part.line] = RefundPart(part.line, charges, units)
        for part in given.values():
            below = part.charges.negative() or part.units < 0 or part.charges.total < 0
            must_hold(not below, f"more of line {part.line} is charged again than was paid", refund)


def _taken_back(rma: Return) -> dict[LineId, int]:
    """Count the units of a return that came and were not rejected, or were lost on their way."""
    counts: dict[LineId, int] = {}
    for parcel, line in rma.places:
        counts[line] = counts.get(line, 0) + rma.taken_back(parcel, line)
    return counts


def _received_unpaid(
    order: Order, line: LineId, paid: Mapping[tuple[str | None, str | None], Mapping[LineId, int]]
) -> int:
    """Count returned units that were not paid for before, as units of an undelivered parcel."""
    count = 0
    for parcel in order.parcels:
        back = sum(rma.taken_back(parcel.id, line) for rma in order.returns)
        settled = paid.get((None, parcel.id), {}).get(line, 0)
        count += min(back, parcel.holds(line) - settled)
    return count


def each_unit_is_settled_once(order: Order) -> None:
    """Of what was let in or did not arrive each unit is paid back for or replaced, never both."""
    for rma in order.returns:
        let_in = total_by_line([Units(some.line, some.quantity) for some in rma.units])
        _settled_within(order, rma.id, None, let_in)
    for parcel in order.parcels:
        _settled_within(order, None, parcel.id, total_by_line(parcel.units))


def _settled_within(
    order: Order, return_id: str | None, parcel_id: str | None, units: Mapping[LineId, int]
) -> None:
    for line, number in settled_under(order, return_id, parcel_id).items():
        of = (return_id or parcel_id, units)
        must_hold(number <= units.get(line, 0), f"{number} of line {line} are settled of", of)


def units_are_settled_within_what_left(order: Order) -> None:
    """However many returns its units are in, no more of a line is settled than ever left."""
    left: dict[LineId, int] = {}
    settled: dict[LineId, int] = {}
    for parcel in order.parcels:
        _add(left, total_by_line(parcel.units))
        _add(settled, settled_under(order, None, parcel.id))
    for rma in order.returns:
        _add(settled, settled_under(order, rma.id, None))
    for line, number in settled.items():
        must_hold(
            number <= left.get(line, 0), f"{number} of line {line} are settled, there left", left
        )


def _add(counts: dict[LineId, int], more: Mapping[LineId, int]) -> None:
    for line, number in more.items():
        counts[line] = counts.get(line, 0) + number


def exchanges_are_exact(order: Order) -> None:
    """What the old goods are worth pays for the new, to the last minor unit; no more goes back.

    What pays for new goods and what went back never come to more than was taken.
    """
    for some in order.replacements:
        worth, back = (sum(part.charges.total for part in p) for p in (some.worth, some.back))
        owed = sum(line.charges.total for line in some.lines if line.charges)
        must_hold(0 <= back <= worth and not (owed and back), "an exchange is out by", (owed, back))
        must_hold(sum(some.carried) == worth - back, "an exchange is carried by", some.carried)
        given = sum(
            part.charges.total
            for refund in refunds_of_difference(order, some.id)
            for part in refund.parts
        )
        free = sum(part.charges.total for part in free_of(some))
        must_hold(given <= free <= worth, "too much of an exchange is back", given)
    gone = refunded(order) + carried(order)
    must_hold(gone <= captured(order), "carried and paid back beyond what was taken", gone)


def claims_pay_nothing_twice(order: Order) -> None:
    """Refunds, and what buyers got by claims or banks hold, are no more than was taken.

    That is a law of histories in which nothing was imported: elsewhere it may have happened.
    """
    money = claimed_money(order)
    if money is not None:
        gone = money.refunded.minor + money.by_claims.minor + money.held.minor
        must_hold(gone <= money.captured.minor, f"{gone} is given or held of", money)
