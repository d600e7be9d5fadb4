"""Back-testing with past orders: the returns that were asked for, as cases for a policy."""

from collections.abc import Iterator

from ordercore.kernel.replace import replace
from ordercore.orders.judging import purchase_of
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD, World
from ordercore.returns.backtest import Case
from ordercore.returns.wish import Wish


def return_cases(order: Order, world: World = WORLD) -> Iterator[Case]:
    """Give the returns of an order as cases of :func:`ordercore.returns.back_test`.

    Each line of a return is a case, asked for when it was, for its reason; what came of it then
    is left out, since a policy is to judge it anew. What the desk refused is in no order: a host
    that wants it judged keeps the requests.
    """
    for rma in order.returns:
        for some in rma.units:
            purchase = purchase_of(order, some, world)
            yield Case(
                of=f"{order.id}/{some.line}",
                purchase=replace(purchase, refunded=None, refunded_units=0),
                at=rma.requested_at,
                wish=Wish(units=some.quantity, reason=rma.reason),
            )
