"""Judging returns before anything is done: what a wish to return comes to, and a return."""

from collections.abc import Iterable

from ordercore.errors import NotFound
from ordercore.kernel.checking import of_type, several
from ordercore.orders.judging import return_verdicts
from ordercore.orders.settlement import ReturnSettlement, return_settlement
from ordercore.returns import ReturnUnits, Verdict
from ordercore.service.views import View, order


def judge_return(
    view: View,
    order_id: str,
    units: Iterable[ReturnUnits],
    *,
    reason: str,
    at: object = None,
) -> tuple[Verdict, ...]:
    """Judge a return of units as if it were asked for now: a verdict for each, in their order.

    Units that the buyer does not have at that moment, that are in another return, or of which
    more are named than there are, are refused by the clause ``units_exceed``.

    Raises:
        NotFound: when the desk keeps no such order, or the order has no such parcel or line.
        InvalidValue: when an argument is of another type.
    """
    known, moment = order(view, order_id), view.at(at)
    asked = [of_type(some, ReturnUnits, "units") for some in several(units, "units")]
    for some in asked:
        if known.parcel(some.parcel) is None:
            raise NotFound("parcel", some.parcel)
        known.line(some.line)
    return return_verdicts(known, asked, of_type(reason, str, "reason"), moment, view.world)


def settlement(view: View, order_id: str, return_id: str) -> ReturnSettlement:
    """Work out what a return comes to by the policy, of what was taken back and not paid for yet.

    ``desk.refund(..., return_id=..., parts=settlement.parts)`` gives just that back.

    Raises:
        NotFound: when the desk keeps no such order, or the order has no such return.
    """
    known = order(view, order_id)
    if known.return_(return_id) is None:
        raise NotFound("return", return_id)
    return return_settlement(known, return_id, view.world)
