"""Deadlines: by when an order must ship and arrive, and what sets the clock going or stops it.

A deadline that came with the order stays; one of ours begins when the order is paid and nothing
holds it, as the promise clock says.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

from ordercore.channels import Calendars, Channel, Promise, promise
from ordercore.kernel.dated import EVERYWHERE
from ordercore.kernel.ids import Sku
from ordercore.kernel.time import Instant
from ordercore.orders.address import Address
from ordercore.orders.money import due, is_secured, secured
from ordercore.orders.payment import Payment
from ordercore.orders.state import Order
from ordercore.orders.stations import awaiting_units, has_awaiting
from ordercore.orders.world import World

Deadlines = Mapping[str, Instant | None]
"""``ship_by`` and ``deliver_by``, as events and the order have them; both ``None``: none set."""

NOT_SET: Deadlines = {"ship_by": None, "deliver_by": None}

STANDARD = "standard"
"""The service of an order that names none."""


class SetsDeadlines(Protocol):
    """An event that may set deadlines."""

    @property
    def ship_by(self) -> Instant | None:
        """By when the order must ship, if this set it."""
        ...

    @property
    def deliver_by(self) -> Instant | None:
        """By when it is delivered, if this set it and the way there is known."""
        ...


def promised(
    channel: Channel,
    world: World,
    *,
    placed: object,
    released: object = None,
    marketplace: str = "",
    service: str = "",
    skus: Iterable[Sku] = (),
    ship_to: Address | None = None,
    ahead: int = 0,
) -> Promise:
    """Ask the promise clock by the calendars, services and handling times of a world.

    All products of an order share the slowest handling; a service that is not named is standard.
    """
    origin, destination = world.transit_zones(ship_to)
    return promise(
        placed=placed,
        released=released,
        channel=channel,
        calendars=Calendars(
            seller=world.calendar,
            carrier=world.carrier_calendar,
            destination_zone=world.delivery_zone(ship_to) or world.zone_of(marketplace),
        ),
        service=service or STANDARD,
        services=world.services,
        marketplace=marketplace or EVERYWHERE,
        marketplace_zone=world.zone_of(marketplace) if marketplace else "",
        sku_days=[world.sku_handling.get(sku) for sku in skus],
        origin=origin,
        destination=destination,
        ahead=ahead,
    )


def deadlines_with(order: Order, payment: Payment, world: World) -> Deadlines:
    """Give the deadlines of an order that a payment releases.

    None where its clock runs already, and stays; where nothing waits, or the payment does not
    suffice.
    """
    if order.ship_by is not None and (
        order.ship_by_promised or order.parcels or is_secured(order, payment.at)
    ):
        return NOT_SET
    if not has_awaiting(order):
        return NOT_SET
    taken = secured(order, payment.at) + payment.secured
    enough = order.terms.imported or taken >= due(order)
    return deadlines_from(order, payment.at, world) if enough else NOT_SET


def deadlines_from(order: Order, at: Instant, world: World) -> Deadlines:
    """Give the deadlines of an order that is paid, and free to go from a moment on.

    Holds that run out by themselves put the start off until then.
    None where a hold stands without end, or the channel sets no deadline.
    """
    for hold in order.open_holds(at):
        if hold.expires_at is None:
            return NOT_SET
        at = max(at, hold.expires_at)
    channel = world.channels.get(order.terms.channel)
    if channel is None:
        return NOT_SET
    clock = promised(
        channel,
        world,
        placed=order.terms.placed_at,
        released=at,
        marketplace=order.terms.marketplace,
        service=order.terms.service,
        skus=_waiting(order) if world.sku_handling else (),
        ship_to=order.ship_to,
    )
    return {"ship_by": clock.ship_by, "deliver_by": clock.deliver_by}


def _waiting(order: Order) -> list[Sku]:
    """Give the products of which units still wait to be shipped."""
    awaiting = awaiting_units(order)
    return [line.sku for line in order.lines if awaiting[line.id]]


def deadlines_once_secured(before: Order, after: Order, at: Instant, world: World) -> Deadlines:
    """Give the deadlines of an order that became secured otherwise than by a payment."""
    if before.ship_by_promised or is_secured(before) or not is_secured(after):
        return NOT_SET
    return deadlines_from(after, at, world) if has_awaiting(after) else NOT_SET


# Folds


def deadlines_after(order: Order, event: SetsDeadlines) -> Deadlines:
    """Give the deadlines of an order after an event: those that it set, or those it had.

    A day of delivery that was promised stays.
    """
    if event.ship_by is None:
        return {"ship_by": order.ship_by, "deliver_by": order.deliver_by}
    deliver_by = order.deliver_by if order.deliver_by_promised else event.deliver_by
    return {"ship_by": event.ship_by, "deliver_by": deliver_by}


def deadlines_kept(order: Order) -> Deadlines:
    """Give the deadlines of an order after something changed: ours end when it is unpaid.

    They begin anew with the next payment, but for an order of which something has left.
    """
    left = bool(order.parcels) or is_secured(order)
    return {
        "ship_by": order.ship_by if left or order.ship_by_promised else None,
        "deliver_by": order.deliver_by if left or order.deliver_by_promised else None,
    }
