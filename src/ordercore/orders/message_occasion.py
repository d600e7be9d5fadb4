"""The occasion of a message, as its order tells it."""

from collections.abc import Iterable

from ordercore.conversations.messages import MessageOccasion, Venue
from ordercore.kernel.actors import Actor
from ordercore.kernel.time import Instant
from ordercore.orders.state import Order
from ordercore.orders.stations import has_awaiting
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import World


def venue_of(order: Order, world: World) -> Venue:
    """Tell where the buyer of an order reads messages: where the order was paid.

    Of a channel that is not known, at a marketplace, whose rules are the stricter ones.
    """
    channel = world.channels.get(order.terms.channel)
    if channel is None or Actor.MARKETPLACE in channel.who.takes_money:
        return Venue.MARKETPLACE
    return Venue.OWN_SHOP


def message_occasion_of(
    order: Order,
    world: World,
    *,
    language: str = "",
    wants_none: bool = False,
    contacted: object = None,
    sent: Iterable[str] = (),
    offered: Iterable[str] | None = None,
) -> MessageOccasion:
    """Give the facts of an order that a message about it is judged by.

    What an order does not know is asked for: the buyer's language and wish for quiet, and what the
    marketplace offers.

    An order is completed when its last parcel arrived, or all of it was cancelled. A parcel that
    nobody scans keeps no window open for ever: what has left altogether is completed by the day on
    which it should have arrived, or once it had left, where no such day is known.

    Raises:
        InvalidValue: when a time is naive, or a value of another type.
    """
    delivered, cancelled = _delivered(order), _cancelled(order)
    return MessageOccasion(
        venue=venue_of(order, world),
        marketplace=order.terms.marketplace,
        zone=world.zone_of(order.terms.marketplace),
        placed=order.terms.placed_at,
        shipped=min([parcel.shipped_at for parcel in order.parcels], default=None),
        delivered=delivered,
        cancelled=cancelled,
        completed=delivered or cancelled or _gone(order),
        language=language,
        wants_none=wants_none,
        contacted=contacted,
        sent=sent,
        offered=offered,
    )


def _delivered(order: Order) -> Instant | None:
    if not order.parcels or has_awaiting(order):
        return None
    arrived = [parcel.delivered_at for parcel in order.parcels if parcel.is_with_buyer]
    known = [at for at in arrived if at is not None]
    return max(known) if len(known) == len(order.parcels) else None


def _cancelled(order: Order) -> Instant | None:
    if order.status is not OrderStatus.CANCELLED:
        return None
    return max([some.at for some in order.cancellations], default=None)


def _gone(order: Order) -> Instant | None:
    if not order.parcels or has_awaiting(order):
        return None
    left = max(parcel.shipped_at for parcel in order.parcels)
    return left if order.deliver_by is None else max(left, order.deliver_by)
