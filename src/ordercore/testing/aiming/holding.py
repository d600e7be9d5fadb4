"""Holds: placed, with or without an end, and released."""

from ordercore.kernel.actors import Actor
from ordercore.kernel.time import Instant
from ordercore.orders.holding import PlaceHold, ReleaseHold
from ordercore.orders.message import OrderCommand
from ordercore.orders.reasons import HOLD_KINDS
from ordercore.orders.state import Order
from ordercore.orders.stations import has_awaiting
from ordercore.testing.aiming.choosing import Maker, Pick, Wild, any_moment, one_of, soon

KINDS = tuple(HOLD_KINDS)


def _hold(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    if pick(4) or not has_awaiting(order):
        return None
    return PlaceHold(
        order_id=order.id,
        at=at,
        kind=one_of(pick, KINDS),
        owner="risk",
        expires_at=soon(at, pick) if pick(2) else None,
    )


def _release(order: Order, pick: Pick, at: Instant) -> OrderCommand | None:
    standing = order.open_holds(at)
    if not standing:
        return None
    hold = one_of(pick, standing)
    return ReleaseHold(order_id=order.id, at=at, by=Actor.SELLER, hold_id=hold.id)


MAKERS: tuple[Maker, ...] = (_hold, _release, _release)

WILDEST: tuple[Wild, ...] = (
    (
        PlaceHold,
        lambda _, pick, at: {
            "kind": one_of(pick, ("fraud", "manual", "whim")),
            "owner": one_of(pick, ("", "somebody")),
            "hold_id": one_of(pick, ("", "H1")),
            "expires_at": any_moment(at, pick) if pick(2) else None,
        },
    ),
    (ReleaseHold, lambda _, pick, __: {"hold_id": one_of(pick, ("", "H1", "H2", "H9"))}),
)
