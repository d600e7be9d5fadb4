"""Hearing: what a carrier's events tell an order that it does not know yet, as commands.

An order keeps deliveries and troubles side by side, as facts: hearing adds those that count, and
takes nothing back.
So it is all one in which order feeds come, and how often.
"""

import attrs

from ordercore.errors import NotFound
from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import ParcelId
from ordercore.kernel.replace import replace
from ordercore.kernel.time import Instant
from ordercore.orders.delivering import CorrectTracking, RecordDelivery
from ordercore.orders.message import OrderCommand
from ordercore.orders.state import Order
from ordercore.orders.stations import returning_units
from ordercore.orders.stranding import TROUBLE_WEIGHT, RecordUndelivered, already_known
from ordercore.shipping import Parcel, Trouble
from ordercore.shipping.tracking import (
    STATUSES,
    Tracking,
    TrackingEvent,
    TrackingStatus,
    in_order,
)
from ordercore.shipping.tracking.times import latest


def commands_for(
    order: Order,
    parcel_id: ParcelId,
    tracking: Tracking,
    *,
    carrier: str = "",
    number: str = "",
    by: Actor = Actor.CARRIER,
) -> tuple[OrderCommand, ...]:
    """Give the commands that tell an order what its parcel's tracking says, and it does not know.

    Once they are carried out there are none; none is refused for what the order is.
    ``number`` and ``carrier`` are by what the tracking was found: a parcel without a tracking
    number gets them, and one that has a number keeps it.
    A time without a zone is taken for the latest that it may be, so that no window closes too
    soon; what a carrier says to have been before the shipment was confirmed counts from then.

    Raises:
        NotFound: when the order has no such parcel.
    """
    parcel = order.parcel(parcel_id)
    if parcel is None:
        raise NotFound("parcel", parcel_id)
    told = _endings(parcel, tracking.events)
    commands: list[OrderCommand] = []
    if number and not parcel.tracking:
        commands.append(
            CorrectTracking(
                order_id=order.id,
                at=parcel.shipped_at,
                by=by,
                parcel_id=parcel.id,
                carrier=parcel.carrier or carrier,
                tracking=number,
            )
        )
    new = [at for at in told.deliveries if at not in parcel.deliveries]
    commands += [RecordDelivery(order_id=order.id, at=at, by=by, parcel_id=parcel.id) for at in new]
    if told.trouble is not None:
        arrived = replace(parcel, deliveries=tuple(sorted((*parcel.deliveries, *new))))
        trouble = RecordUndelivered(
            order_id=order.id, at=told.at, by=by, parcel_id=parcel.id, trouble=told.trouble
        )
        if not already_known(order, trouble) and not _is_returned(order, arrived, told.at):
            commands.append(trouble)
    return tuple(commands)


@attrs.frozen
class _Told:
    """The deliveries that count, and the last trouble."""

    deliveries: tuple[Instant, ...]
    trouble: Trouble | None
    at: Instant


_AS_TOLD = {
    Trouble.LOST: TrackingStatus.LOST,
    Trouble.UNDELIVERABLE: TrackingStatus.UNDELIVERABLE,
    Trouble.REFUSED: TrackingStatus.REFUSED,
}
"""How a trouble that an order knows is told."""

_TAKES_BACK = STATUSES[TrackingStatus.DELIVERED].displaced_by
"""What counts after a delivery: word that the parcel goes back, and none of a loss."""


def _endings(parcel: Parcel, events: tuple[TrackingEvent, ...]) -> _Told:
    """Give what counts of what was told and of what the order knows already.

    As a tracking is reduced, a loss after a delivery does not count, nor anything after the
    return to the sender, nor what a correction took back; nor does what comes after some of it
    was received back.
    But every scan of a delivery counts, and of troubles the last; and what was refused goes back
    as such, whichever of the two is heard first.
    """
    known = parcel.undelivered
    deliveries: list[Instant] = []
    troubles: list[tuple[Instant, Trouble]] = []
    stands = is_back = False
    for event in in_order((*_not_among(events, parcel), *events)):
        said, at = event.status, _moment(parcel, event)
        if event.correction:
            deliveries, troubles, stands, is_back = [], [], False, False
        if _is_back(parcel, at) or (is_back and said is not TrackingStatus.RETURNED):
            continue
        trouble = STATUSES[said].trouble
        if said is TrackingStatus.DELIVERED:
            deliveries.append(at)
            stands = True
        elif trouble is not None and (said in _TAKES_BACK or not stands):
            troubles.append((at, trouble))
            stands, is_back = False, said is TrackingStatus.RETURNED
    if known is not None:
        troubles.append((known.at, known.trouble))
    in_turn = tuple(sorted({*deliveries}))
    if not troubles:
        return _Told(in_turn, None, parcel.shipped_at)
    at, trouble = max(troubles, key=lambda some: (some[0], TROUBLE_WEIGHT[some[1]]))
    if trouble is Trouble.UNDELIVERABLE and any(some is Trouble.REFUSED for _, some in troubles):
        trouble = Trouble.REFUSED
    return _Told(in_turn, trouble, at)


def _moment(parcel: Parcel, event: TrackingEvent) -> Instant:
    return max(latest(event.when), parcel.shipped_at)


def _not_among(events: tuple[TrackingEvent, ...], parcel: Parcel) -> tuple[TrackingEvent, ...]:
    """Give what an order knows and these events do not tell, as if a carrier had told it."""
    arrived: set[Instant] = set()
    failed: set[Instant] = set()
    for event in events:
        if event.status is TrackingStatus.DELIVERED:
            arrived.add(_moment(parcel, event))
        elif STATUSES[event.status].trouble is not None:
            failed.add(_moment(parcel, event))
    own = [(TrackingStatus.DELIVERED, at) for at in parcel.deliveries if at not in arrived]
    trouble = parcel.undelivered
    if trouble is not None and trouble.at not in failed:
        own.append((_AS_TOLD[trouble.trouble], trouble.at))
    return tuple([TrackingEvent(status=status, when=at) for status, at in own])


def _is_back(parcel: Parcel, at: Instant) -> bool:
    """Tell whether some of it had come back by then: after that nothing happens on its way."""
    return bool(parcel.came_back) and at > parcel.came_back[0].at


def _is_returned(order: Order, parcel: Parcel, at: Instant) -> bool:
    """Tell whether the buyer returns some of what had arrived by then."""
    arrived = parcel.delivered_at
    if arrived is None or at < arrived:
        return False
    return any(id == parcel.id for id, _ in returning_units(order))
