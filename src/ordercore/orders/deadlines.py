"""Deadlines: by when an order must ship, and what sets the clock going or stops it.

A deadline that came with the order stays; one of ours begins when the order is paid and nothing
holds it.
"""

import datetime as dt

from ordercore.channels import Calendars, promise
from ordercore.kernel.dated import EVERYWHERE, in_force
from ordercore.kernel.time import Instant, end_of_day, local_date
from ordercore.orders.money import due, is_secured, secured
from ordercore.orders.payment import Payment
from ordercore.orders.state import Order
from ordercore.orders.stations import has_awaiting
from ordercore.orders.world import World


def deadline_with(order: Order, payment: Payment, world: World) -> Instant | None:
    """Give by when an order must ship that a payment releases.

    ``None`` where its clock runs already, and stays; where nothing waits, or the payment does not
    suffice.
    """
    if order.ship_by is not None and (
        order.ship_by_promised or order.parcels or is_secured(order, payment.at)
    ):
        return None
    if not has_awaiting(order):
        return None
    taken = secured(order, payment.at) + payment.secured
    enough = order.terms.imported or taken >= due(order)
    return deadline_from(order, payment.at, world) if enough else None


def deadline_from(order: Order, at: Instant, world: World) -> Instant | None:
    """Give by when an order must ship that is paid, and free to go from a moment on.

    Holds that run out by themselves put the start off until then.
    ``None`` where a hold stands without end, or the channel sets no deadline.
    """
    for hold in order.open_holds(at):
        if hold.expires_at is None:
            return None
        at = max(at, hold.expires_at)
    channel = world.channels.get(order.terms.channel)
    if channel is None:
        return None
    calendars = Calendars(
        seller=world.calendar,
        carrier=world.calendar,
        destination_zone=world.zone_of(order.terms.marketplace),
    )
    return promise(
        placed=order.terms.placed_at,
        released=at,
        channel=channel,
        calendars=calendars,
        marketplace=order.terms.marketplace or "*",
        service=order.terms.service or "standard",
    ).ship_by


def deadline_kept(order: Order) -> Instant | None:
    """Give the deadline of an order after something changed: one of ours ends when it is unpaid.

    It begins anew with the next payment, but for an order of which something has left.
    """
    keeps = order.ship_by_promised or bool(order.parcels) or is_secured(order)
    return order.ship_by if keeps else None


def deadline_once_secured(before: Order, after: Order, at: Instant, world: World) -> Instant | None:
    """Give by when an order must ship that became secured otherwise than by a payment."""
    if before.ship_by_promised or is_secured(before) or not is_secured(after):
        return None
    return deadline_from(after, at, world) if has_awaiting(after) else None


def held_too_long_at(order: Order, at: Instant, world: World) -> Instant | None:
    """Give from when on an order is cancelled by itself for a hold that stands at a moment.

    Whole days, in the zone of the calendar, as after a ship-by: Amazon says "14 days" and not
    from which hour to which, so the seller is given the day out.
    ``None`` where no hold stands, or none that ever lasts so long.
    """
    channel = world.channels.get(order.terms.channel)
    if channel is None:
        return None
    zone, moments = world.calendar.zone, list[Instant]()
    for hold in order.open_holds(at):
        since = local_date(hold.placed_at, zone)
        marketplace = order.terms.marketplace or EVERYWHERE
        row = in_force(channel.cancelling, since, "cancelling", marketplace)
        if row.held_days is None:
            continue
        too_long = end_of_day(since + dt.timedelta(days=row.held_days), zone)
        if hold.stands(too_long):
            moments.append(too_long)
    return min(moments, default=None)
