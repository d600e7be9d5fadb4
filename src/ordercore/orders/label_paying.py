"""Who bears the label of a return, by the policy under which the order was placed."""

from ordercore.kernel.actors import Actor
from ordercore.orders.judging import purchase_of
from ordercore.orders.returned import counted
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.returns import Override, Return, Wish, verdict

_LET_IN = Override(by=Actor.SELLER.value, why="it was let in")
"""Whether it may come back is settled: only who pays is asked."""

_FIRST = (Actor.MARKETPLACE, Actor.SELLER, Actor.BUYER)
"""Who pays where units of one return have several payers: the buyer only if it is all theirs."""


def label_payer(order: Order, rma: Return, world: World) -> Actor:
    """Tell who bears the way back of what has still to come of a return.

    That is the seller where the policy names nobody.
    """
    payers = {
        verdict(
            purchase_of(order, some, world),
            world.returns,
            rma.requested_at,
            wish=Wish(units=some.quantity, reason=rma.reason),
            override=_LET_IN,
        ).label_paid_by
        for some in counted(rma, Return.outstanding)
    }
    return next((actor for actor in _FIRST if actor in payers), Actor.SELLER)
