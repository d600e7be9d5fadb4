"""Judging returns before anything is done: what a wish to return comes to, and a return."""

from collections.abc import Iterable

from ordercore.errors import NotFound
from ordercore.kernel.checking import several
from ordercore.orders.judging import return_verdict
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

    Raises:
        NotFound: when the desk keeps no such order.
    """
    known, moment = order(view, order_id), view.at(at)
    return tuple(
        [
            return_verdict(known, some, reason, moment, view.world)
            for some in several(units, "units")
        ]
    )


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
