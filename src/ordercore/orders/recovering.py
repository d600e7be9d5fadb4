"""Taking back that a parcel was lost, refused or undeliverable: it is found.

It is on its way again, or with the buyer since it was delivered; nothing is owed for it any more.
"""

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import ParcelId
from ordercore.kernel.replace import completed, replace, with_changed
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant
from ordercore.orders.delivering import parcel_is_known, way_anew
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    happened,
    placing_comes_first,
)
from ordercore.orders.money import counted_refunds
from ordercore.orders.retracting import parcel_is_not_received_back, with_notes
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.shipping import Parcel, Retraction, Trouble

# Commands


@attrs.frozen(kw_only=True)
class RetractUndelivered(OrderCommand):
    """Take back that a parcel was lost, refused or undeliverable; ``at`` is when it was found."""

    parcel_id: ParcelId


# Events


@attrs.frozen(kw_only=True)
class UndeliveredRetracted(OrderEvent):
    """A parcel is not lost, refused or undeliverable, as was said."""

    parcel_id: ParcelId
    trouble: Trouble
    said: Instant
    """When that was said to have been."""


# Rules


@rule("trouble_was_refunded", first=("FailRefund",), rather=("RecordDelivery",))
def trouble_is_not_refunded(order: Order, command: RetractUndelivered, _: World) -> Facts | None:
    """A trouble for which money was given back stays; the parcel may be delivered all the same."""
    for refund in counted_refunds(order):
        if refund.parcel_id == command.parcel_id:
            return {"parcel": command.parcel_id, "refund": refund.id}
    return None


RETRACT_UNDELIVERED_RULES = (
    parcel_is_known,
    parcel_is_not_received_back,
    trouble_is_not_refunded,
)


# Outcomes


def in_no_trouble(order: Order, command: RetractUndelivered) -> bool:
    """Tell whether no trouble of the parcel is known."""
    parcel = order.parcel(command.parcel_id)
    return parcel is not None and parcel.undelivered is None


def retract_undelivered(
    order: Order, command: RetractUndelivered, _: World
) -> tuple[OrderEvent, ...]:
    """Note which trouble was none."""
    return tuple(
        [
            event
            for parcel in order.parcels
            if parcel.id == command.parcel_id and (known := parcel.undelivered)
            for event in happened(
                UndeliveredRetracted,
                command,
                parcel_id=parcel.id,
                trouble=known.trouble,
                said=known.at,
            )
        ]
    )


# Offers


def offer_found(order: Order, at: Instant, _: World) -> tuple[RetractUndelivered, ...]:
    """Offer to take back the trouble of each parcel."""
    return tuple(
        RetractUndelivered(order_id=order.id, at=at, by=Actor.CARRIER, parcel_id=parcel.id)
        for parcel in order.parcels
    )


# Folds


def fold_found(order: Order, event: UndeliveredRetracted) -> Order:
    """Take the trouble off its parcel, and note it as taken back."""

    def changed(parcel: Parcel) -> Parcel:
        return without_trouble(parcel, event.at)

    return replace(order, parcels=with_changed(order.parcels, event.parcel_id, changed))


def without_trouble(parcel: Parcel, at: Instant) -> Parcel:
    """Give a parcel whose trouble was taken back, and noted so."""
    known = parcel.undelivered
    gone = () if known is None else (Retraction(known.trouble, known.at, at),)
    found = completed(parcel, undelivered=None, retractions=with_notes(parcel, gone))
    return way_anew(found, at)


# The table

DECISIONS: Decisions = (
    Decision(
        command=RetractUndelivered,
        settled=in_no_trouble,
        rules=(placing_comes_first, *RETRACT_UNDELIVERED_RULES),
        outcome=retract_undelivered,
        offers=offer_found,
    ),
)

FOLDS: Folds = {
    UndeliveredRetracted: fold_found,
}
