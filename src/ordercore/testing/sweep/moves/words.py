"""Moves for the rows of a host: every reason and every kind that its tables have."""

from collections.abc import Iterator

from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.holding import PlaceHold
from ordercore.orders.message import OrderCommand
from ordercore.orders.refunding import IssueRefund
from ordercore.orders.state import Order
from ordercore.testing.sweep.moves.money import UNIT
from ordercore.testing.sweep.moves.scope import Scope


def reasons(order: Order, at: Instant, scope: Scope) -> Iterator[OrderCommand]:
    """Cancel, give back and hold for every reason that the tables have."""
    id, world = order.id, scope.world
    for reason in world.cancel_reasons:
        yield CancelUnits(order_id=id, at=at, reason=reason)
    for reason in world.refund_reasons:
        yield IssueRefund(order_id=id, at=at, reason=reason, amount=Money(UNIT, "EUR"))
    for kind in world.hold_kinds:
        yield PlaceHold(order_id=id, at=at, kind=kind, owner="desk")
