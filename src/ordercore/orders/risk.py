"""Risk: which orders are late, and which will be if nobody does anything.

Late is what still waits after its ship-by. At risk is what is not late yet: what waits and must
ship soon, what a hold keeps beyond its ship-by, and what is on its way and expected after its
deliver-by.
"""

from collections.abc import Callable, Mapping
from enum import Enum

from ordercore.kernel.time import Instant
from ordercore.orders.leads import ship_by_is_near_since
from ordercore.orders.state import Order
from ordercore.orders.stations import has_awaiting
from ordercore.orders.world import World
from ordercore.shipping.parcel import Parcel
from ordercore.shipping.way import WayStatus


class Risk(Enum):
    """Why an order will be late."""

    SHIP_BY = "ship_by"
    """Units wait, and their ship-by is within the lead of its row."""
    HOLD = "hold"
    """Units wait, and a hold stands until after their ship-by."""
    DELIVER_BY = "deliver_by"
    """A parcel on its way is expected after its deliver-by."""
    DELAY = "delay"
    """A carrier says that a parcel is delayed, and not that it arrives in time all the same."""


def is_late(order: Order, at: Instant) -> bool:
    """Tell whether units wait although they were to ship before."""
    return order.ship_by is not None and order.ship_by < at and has_awaiting(order)


def risks_of(order: Order, at: Instant, world: World) -> tuple[Risk, ...]:
    """Give why an order will be late that is not yet; none where all is well, or it is too late."""
    return tuple([risk for risk, runs in RISKS.items() if runs(order, at, world)])


def _must_ship_soon(order: Order, at: Instant, world: World) -> bool:
    zone = world.zone_of(order.terms.marketplace)
    since = ship_by_is_near_since(order, at, world.ship_by_leads, zone)
    return since is not None and since <= at and not is_late(order, at)


def _is_held_too_long(order: Order, at: Instant, _: World) -> bool:
    due = order.ship_by
    if due is None or due < at or not has_awaiting(order):
        return False
    ends = [hold.expires_at for hold in order.open_holds(at) if hold.expires_at is not None]
    return any(end > due for end in ends)


def _is_expected_late(order: Order, at: Instant, _: World) -> bool:
    due = order.deliver_by
    if due is None or due < at:
        return False
    expected = [_expected(parcel) for parcel in order.parcels if parcel.is_underway]
    return any(some is not None and some > due for some in expected)


def _is_delayed(order: Order, at: Instant, _: World) -> bool:
    due = order.deliver_by
    if due is not None and due < at:
        return False
    return any(_was_delayed(parcel, due) for parcel in order.parcels if parcel.is_underway)


def _was_delayed(parcel: Parcel, due: Instant | None) -> bool:
    """Tell whether its carrier said so last, and no later word has it arrive in time."""
    way, known = parcel.way, parcel.estimate
    if way is None or way.status is not WayStatus.DELAYED:
        return False
    if due is None or known is None or known.expected is None or known.at < way.at:
        return True
    return known.expected > due


def _expected(parcel: Parcel) -> Instant | None:
    return None if parcel.estimate is None else parcel.estimate.expected


RISKS: Mapping[Risk, Callable[[Order, Instant, World], bool]] = {
    Risk.SHIP_BY: _must_ship_soon,
    Risk.HOLD: _is_held_too_long,
    Risk.DELIVER_BY: _is_expected_late,
    Risk.DELAY: _is_delayed,
}
"""Each with what tells whether an order runs it at a moment."""
