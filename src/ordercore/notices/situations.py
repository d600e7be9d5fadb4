"""Situations of an order in which its buyer is written to, with the facts that a message tells."""

import datetime as dt
from collections.abc import Callable, Mapping

import attrs

from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant, local_date
from ordercore.orders.address import AddressOutcome
from ordercore.orders.money import counted_refunds
from ordercore.orders.parts import ReplacementKind
from ordercore.orders.state import Order
from ordercore.orders.stations import has_awaiting
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import World
from ordercore.shipping.parcel import Parcel

Facts = Mapping[str, object]
"""What a template names, by name."""

TICK = dt.timedelta(microseconds=1)


@attrs.frozen
class Moment:
    """An order as it is looked at: when, and under which policies."""

    order: Order
    at: Instant
    world: World

    def day(self, at: Instant) -> dt.date:
        """Give the day of an instant where the order was placed."""
        return local_date(at, self.world.zone_of(self.order.terms.marketplace))


Situation = Callable[[Moment], Facts | None]
"""Gives the facts of a message where an order is in a situation, and ``None`` where it is not."""


# On the way


def _underway(order: Order) -> Parcel | None:
    """Give the last parcel that is on its way, and can be followed."""
    found = [some for some in order.parcels if some.is_underway and some.carrier and some.tracking]
    return found[-1] if found else None


def _of_parcel(moment: Moment, parcel: Parcel) -> Facts:
    return {"order": moment.order.id, "carrier": parcel.carrier, "tracking": parcel.tracking}


def due_to_arrive(moment: Moment) -> Facts | None:
    """A parcel is on its way, and should arrive by a day that is still to come."""
    parcel, by = _underway(moment.order), moment.order.deliver_by
    if parcel is None or by is None or by < moment.at:
        return None
    return {**_of_parcel(moment, parcel), "day": moment.day(by)}


def on_its_way(moment: Moment) -> Facts | None:
    """A parcel is on its way, and nobody knows by when it should arrive."""
    parcel = _underway(moment.order)
    if parcel is None or moment.order.deliver_by is not None:
        return None
    return _of_parcel(moment, parcel)


def late_on_its_way(moment: Moment) -> Facts | None:
    """A parcel is on its way, and should have arrived."""
    parcel, by = _underway(moment.order), moment.order.deliver_by
    if parcel is None or by is None or moment.at <= by:
        return None
    return {**_of_parcel(moment, parcel), "day": moment.day(by)}


# Before it leaves


def _waits(moment: Moment) -> bool:
    """Tell whether something is to be shipped that is paid."""
    waiting = (OrderStatus.UNSHIPPED, OrderStatus.PARTIALLY_SHIPPED)
    return moment.order.status in waiting and has_awaiting(moment.order)


def due_to_leave(moment: Moment) -> Facts | None:
    """Something waits to be shipped, by a day that is still to come."""
    by = moment.order.ship_by
    if by is None or by < moment.at or not _waits(moment):
        return None
    return {"order": moment.order.id, "day": moment.day(by)}


def late_to_leave(moment: Moment) -> Facts | None:
    """Something waits to be shipped, and should have left."""
    by = moment.order.ship_by
    if by is None or moment.at <= by or not _waits(moment):
        return None
    return {"order": moment.order.id, "day": moment.day(by)}


def out_of_stock(moment: Moment) -> Facts | None:
    """Units that wait to be shipped are not there."""
    order = moment.order
    short = [line for line, number in order.short_units.items() if number] if order.short else []
    if not short or not _waits(moment):
        return None
    return {"order": order.id, "item": _item(order, short[0])}


def _item(order: Order, line_id: str) -> str:
    line = order.line(line_id)
    return line.title or line.sku


def address_in_doubt(moment: Moment) -> Facts | None:
    """Something waits, and whoever looked at the address would not send it there."""
    order, kinds = moment.order, moment.world.hold_kinds
    held = any(
        kinds[some.kind].about_address for some in order.open_holds(moment.at) if some.kind in kinds
    )
    doubts = (AddressOutcome.QUESTIONED, AddressOutcome.UNDELIVERABLE)
    doubted = order.verification is not None and order.verification.outcome in doubts
    if not (held or doubted) or not has_awaiting(order):
        return None
    return {"order": order.id}


# Afterwards


def may_send_back(moment: Moment) -> Facts | None:
    """A return was authorised, has a label with a last day, and is not on its way."""
    for rma in reversed(moment.order.returns):
        if rma.is_ended or not rma.is_authorised or rma.is_posted or rma.received:
            continue
        ends = [some.hand_over_by for some in rma.live_labels if some.hand_over_by is not None]
        if ends and moment.at < ends[-1]:
            facts = {"order": moment.order.id, "return_id": rma.id}
            return {**facts, "day": moment.day(ends[-1] - TICK)}
    return None


def was_refunded(moment: Moment) -> Facts | None:
    """Money went back; of several refunds the last one is told."""
    order = moment.order
    gone = [sum(part.charges.total for part in some.net) for some in counted_refunds(order)]
    given = [minor for minor in gone if minor]
    if not given or order.currency is None:
        return None
    return {"order": order.id, "amount": Money(given[-1], order.currency)}


def was_replaced(moment: Moment) -> Facts | None:
    """The same was sent again, at no charge."""
    sent = [
        some
        for some in moment.order.replacements
        if some.kind is ReplacementKind.REPLACEMENT and some.sent_at is not None
    ]
    return {"order": moment.order.id, "new_order": sent[-1].id} if sent else None


def has_arrived(moment: Moment) -> Facts | None:
    """A parcel arrived; the first thing in it is told, which somebody may say is damaged."""
    arrived = [some for some in moment.order.parcels if some.is_with_buyer and some.units]
    if not arrived:
        return None
    item = _item(moment.order, arrived[-1].units[0].line)
    return {"order": moment.order.id, "item": item}


def was_paid(moment: Moment) -> Facts | None:
    """There is something to make an invoice of."""
    return {"order": moment.order.id} if moment.order.payments else None
