"""Watching: what is wrong with the parcels of an order, as far as the order itself knows.

An order keeps the last word of each parcel's way and no scans, so silence is counted from that
word on. Whoever keeps trackings asks :func:`ordercore.shipping.exceptions.exceptions_of` of them.
"""

from ordercore.kernel.dated import EVERYWHERE
from ordercore.kernel.time import Instant
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.shipping.exceptions import OpenException, Watched, exceptions_of
from ordercore.shipping.measures.dimensional import ANY_SERVICE
from ordercore.shipping.parcel import Parcel
from ordercore.shipping.tracking import Tracking, TrackingEvent, TrackingStatus, reduce


def tracking_known(parcel: Parcel) -> Tracking:
    """Give what an order keeps of the way of a parcel, as a tracking of one word at most."""
    way = parcel.way
    if way is None:
        return Tracking()
    word = TrackingStatus.IN_TRANSIT if way.status is None else TrackingStatus(way.status.value)
    return reduce([TrackingEvent(status=word, when=way.at)])


def exceptions_known(order: Order, at: Instant, world: World) -> tuple[OpenException, ...]:
    """Give what is wrong with the parcels of an order at a moment, parcel by parcel."""
    terms = order.terms
    return tuple(
        [
            wrong
            for parcel in order.parcels
            for wrong in exceptions_of(
                Watched(
                    parcel=parcel,
                    tracking=tracking_known(parcel),
                    deliver_by=order.deliver_by,
                    service=terms.service or ANY_SERVICE,
                    marketplace=terms.marketplace or EVERYWHERE,
                    zone=world.zone_of(terms.marketplace),
                ),
                at,
            )
        ]
    )
