"""Taking back that a parcel was delivered: a carrier corrects itself, a scan was of another parcel.

What was said is taken out of the parcel's facts, and everything that hangs on them is worked out
anew: where the units are, the status of the parcel, what may be returned and refunded.
"""

from collections.abc import Iterable

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.checking import several
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import ParcelId
from ordercore.kernel.replace import completed, replace, with_changed
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant, instant
from ordercore.orders.delivering import OfParcel, parcel_is_known, way_anew
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    happened,
    placing_comes_first,
)
from ordercore.orders.money import due_for, refunded_by_payment
from ordercore.orders.state import Order
from ordercore.orders.stations import returned_parcels
from ordercore.orders.world import World
from ordercore.shipping import Parcel, Retraction

# Commands


def _moments(values: Iterable[object]) -> tuple[Instant, ...]:
    return tuple([instant(value, "deliveries") for value in several(values, "deliveries")])


@attrs.frozen(kw_only=True)
class RetractDelivery(OrderCommand):
    """Take back that a parcel reached the buyer; ``at`` is when that was found to be wrong.

    ``deliveries`` are the moments at which it was said to arrive and did not; left empty, all.
    """

    parcel_id: ParcelId
    deliveries: tuple[Instant, ...] = attrs.field(default=(), converter=_moments)


# Events


@attrs.frozen(kw_only=True)
class DeliveryRetracted(OrderEvent):
    """A parcel did not arrive when it was said to."""

    parcel_id: ParcelId
    deliveries: tuple[Instant, ...]


# Rules


@rule("parcel_received_back", instead=("parcel_id",))
def parcel_is_not_received_back(order: Order, command: OfParcel, _: World) -> Facts | None:
    """Of a parcel of which something came back undelivered nothing is taken back."""
    parcel = order.parcel(command.parcel_id)
    return {"parcel": parcel.id} if parcel is not None and parcel.came_back else None


@rule("delivery_in_a_return", instead=("deliveries", "parcel_id"), rather=("ReceiveReturn",))
def delivery_is_in_no_return(order: Order, command: RetractDelivery, _: World) -> Facts | None:
    """What the buyer sends back did arrive, and no later than it is known to have."""
    parcel = order.parcel(command.parcel_id)
    if parcel is None or parcel.id not in returned_parcels(order):
        return None
    if _without(parcel, command).delivered_at == parcel.delivered_at:
        return None
    return {"parcel": parcel.id, "delivered": parcel.delivered_at}


@rule("paid_at_the_door", first=("IssueRefund",), rather=("RecordUndelivered",))
def nothing_was_paid_for_it(order: Order, command: RetractDelivery, _: World) -> Facts | None:
    """What was paid for at the door arrived, unless the money went back or pays for others."""
    parcel = order.parcel(command.parcel_id)
    if parcel is None or not parcel.is_with_buyer or _without(parcel, command).is_with_buyer:
        return None
    taken = _taken_at_the_door(order)
    others = [some for some in order.parcels if some.is_with_buyer and some.id != parcel.id]
    if taken <= due_for(order, others):
        return None
    return {"parcel": parcel.id, "delivered": parcel.delivered_at}


RETRACT_DELIVERY_RULES = (
    parcel_is_known,
    parcel_is_not_received_back,
    delivery_is_in_no_return,
    nothing_was_paid_for_it,
)


# Outcomes


def _wrong(parcel: Parcel, command: RetractDelivery) -> tuple[Instant, ...]:
    told = command.deliveries or parcel.deliveries
    return tuple([at for at in parcel.deliveries if at in told])


def _without(parcel: Parcel, command: RetractDelivery) -> Parcel:
    wrong = _wrong(parcel, command)
    return completed(parcel, deliveries=tuple([at for at in parcel.deliveries if at not in wrong]))


def _taken_at_the_door(order: Order) -> int:
    """Give what was taken on delivery and not given back."""
    back = refunded_by_payment(order)
    at_the_door = [payment for payment in order.payments if payment.on_delivery]
    return sum([payment.captured - back.get(payment.id, 0) for payment in at_the_door])


def not_delivered(order: Order, command: RetractDelivery) -> bool:
    """Tell whether none of these deliveries is known."""
    parcel = order.parcel(command.parcel_id)
    return parcel is not None and not _wrong(parcel, command)


def name_deliveries(order: Order, command: RetractDelivery, _: World) -> RetractDelivery:
    """Name the deliveries that are taken back: those that are known."""
    parcel = order.parcel(command.parcel_id)
    return command if parcel is None else completed(command, deliveries=_wrong(parcel, command))


def retract_delivery(_: Order, command: RetractDelivery, __: World) -> tuple[OrderEvent, ...]:
    """Note what did not happen."""
    return happened(
        DeliveryRetracted,
        command,
        parcel_id=command.parcel_id,
        deliveries=command.deliveries,
    )


# Offers


def offer_not_delivered(order: Order, at: Instant, _: World) -> tuple[RetractDelivery, ...]:
    """Offer to take back every delivery of each parcel."""
    return tuple(
        RetractDelivery(order_id=order.id, at=at, by=Actor.CARRIER, parcel_id=parcel.id)
        for parcel in order.parcels
    )


# Folds


def with_notes(parcel: Parcel, gone: tuple[Retraction, ...]) -> tuple[Retraction, ...]:
    """Give what is noted as taken back; not what is so as of the shipment, for it never counted."""
    return (*parcel.retractions, *[some for some in gone if some.at > parcel.shipped_at])


def fold_not_delivered(order: Order, event: DeliveryRetracted) -> Order:
    """Take the deliveries off their parcel, and note them as taken back."""

    def changed(parcel: Parcel) -> Parcel:
        return without_deliveries(parcel, event.deliveries, event.at)

    return replace(order, parcels=with_changed(order.parcels, event.parcel_id, changed))


def without_deliveries(parcel: Parcel, deliveries: tuple[Instant, ...], at: Instant) -> Parcel:
    """Give a parcel whose deliveries were taken back, and noted so."""
    gone = tuple([Retraction(None, said, at) for said in deliveries])
    left = tuple([said for said in parcel.deliveries if said not in deliveries])
    changed = completed(parcel, deliveries=left, retractions=with_notes(parcel, gone))
    return way_anew(changed, at)


# The table

DECISIONS: Decisions = (
    Decision(
        command=RetractDelivery,
        settled=not_delivered,
        complete=name_deliveries,
        rules=(placing_comes_first, *RETRACT_DELIVERY_RULES),
        outcome=retract_delivery,
        offers=offer_not_delivered,
    ),
)

FOLDS: Folds = {
    DeliveryRetracted: fold_not_delivered,
}
