"""Parcels that do not reach their buyer: lost, refused, undeliverable, and come back."""

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import ParcelId
from ordercore.kernel.replace import completed
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units, total_by_line
from ordercore.orders.delivering import parcel_is_known, way_ended, with_parcel
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    UnitsCommand,
    happened,
    placing_comes_first,
    pool_is_known,
)
from ordercore.orders.state import Order
from ordercore.orders.stations import returned_parcels
from ordercore.orders.world import World
from ordercore.shipping import CameBack, Parcel, Trouble, Undelivered

# Commands


@attrs.frozen(kw_only=True)
class RecordUndelivered(OrderCommand):
    """Record that a parcel was lost, refused, or could not be delivered; ``at`` is when."""

    parcel_id: ParcelId
    trouble: Trouble


@attrs.frozen(kw_only=True)
class ReceiveUndelivered(UnitsCommand):
    """Record that units of an undelivered parcel came back to the sender; without ``units``, all.

    ``sellable`` says whether they can be sold again, and ``pool`` where they came back; left
    empty, where they left.
    """

    parcel_id: ParcelId
    sellable: bool = True
    pool: str = ""


# Events


@attrs.frozen(kw_only=True)
class ParcelUndelivered(OrderEvent):
    """A parcel does not reach its buyer."""

    parcel_id: ParcelId
    trouble: Trouble


@attrs.frozen(kw_only=True)
class UndeliveredReceived(OrderEvent):
    """Units of an undelivered parcel came back."""

    parcel_id: ParcelId
    came_back: tuple[CameBack, ...]
    pool: str = ""
    """Where they came back; blank for where they left."""


# Rules


@rule("parcel_in_a_return", instead=("parcel_id",), rather=("ReceiveReturn",))
def parcel_is_in_no_return(order: Order, command: RecordUndelivered, _: World) -> Facts | None:
    """A parcel of which the buyer sends something back did arrive, whatever befell it before."""
    parcel = order.parcel(command.parcel_id)
    if parcel is None or parcel.delivered_at is None or command.at < parcel.delivered_at:
        return None
    return {"parcel": parcel.id} if parcel.id in returned_parcels(order) else None


@rule("parcel_is_back", instead=("parcel_id",))
def parcel_is_away(order: Order, command: RecordUndelivered, _: World) -> Facts | None:
    """Nothing happens on its way to a parcel after it came back."""
    parcel = order.parcel(command.parcel_id)
    if parcel is None or not parcel.came_back or command.at <= parcel.came_back[0].at:
        return None
    return {"parcel": parcel.id}


@rule("undelivered_before_shipped", instead=("at",))
def trouble_follows_shipping(order: Order, command: RecordUndelivered, _: World) -> Facts | None:
    """A parcel fails to arrive after it left."""
    parcel = order.parcel(command.parcel_id)
    if parcel is None or command.at >= parcel.shipped_at:
        return None
    return {"parcel": parcel.id, "shipped": parcel.shipped_at, "at": command.at}


UNDELIVERED_RULES = (
    parcel_is_known,
    parcel_is_away,
    parcel_is_in_no_return,
    trouble_follows_shipping,
)


@rule("parcel_with_buyer", first=("RecordUndelivered",), rather=("RequestReturn",))
def parcel_is_not_with_buyer(order: Order, command: ReceiveUndelivered, _: World) -> Facts | None:
    """What the buyer has comes back by a return."""
    parcel = order.parcel(command.parcel_id)
    return {"parcel": parcel.id} if parcel is not None and parcel.is_with_buyer else None


@rule("units_not_missing", instead=("units",))
def units_are_missing(order: Order, command: ReceiveUndelivered, _: World) -> Facts | None:
    """At least one unit comes back, and none that was not in the parcel or is back already."""
    parcel = order.parcel(command.parcel_id)
    if parcel is None:
        return None
    if not command.units:
        return {"parcel": parcel.id, "line": None, "asked": 0, "missing": 0}
    for line, asked in total_by_line(command.units).items():
        if asked > parcel.missing(line):
            return {
                "parcel": parcel.id,
                "line": line,
                "asked": asked,
                "missing": parcel.missing(line),
            }
    return None


@rule("back_before_shipped", instead=("at",))
def receipt_follows_shipping(order: Order, command: ReceiveUndelivered, _: World) -> Facts | None:
    """Nothing comes back before it left."""
    parcel = order.parcel(command.parcel_id)
    if parcel is None or command.at >= parcel.shipped_at:
        return None
    return {"parcel": parcel.id, "shipped": parcel.shipped_at, "at": command.at}


RECEIVE_RULES = (
    parcel_is_known,
    parcel_is_not_with_buyer,
    units_are_missing,
    receipt_follows_shipping,
    pool_is_known,
)

# Outcomes

TROUBLE_WEIGHT = {Trouble.LOST: 0, Trouble.UNDELIVERABLE: 1, Trouble.REFUSED: 2}
"""Of two troubles of one moment the one that says more counts: what is refused goes back too."""


def already_known(order: Order, command: RecordUndelivered) -> bool:
    """Tell whether this trouble is known, or a later one: so the order of arrival is all one."""
    parcel = order.parcel(command.parcel_id)
    known = parcel.undelivered if parcel else None
    if known is None:
        return False
    told = (command.at, TROUBLE_WEIGHT[command.trouble])
    return told <= (known.at, TROUBLE_WEIGHT[known.trouble])


def record_undelivered(_: Order, command: RecordUndelivered, __: World) -> tuple[OrderEvent, ...]:
    """Note the trouble."""
    return happened(
        ParcelUndelivered, command, parcel_id=command.parcel_id, trouble=command.trouble
    )


def receive_all_missing(order: Order, command: ReceiveUndelivered, _: World) -> ReceiveUndelivered:
    """Take a receipt without units for all that is missing of the parcel."""
    parcel = order.parcel(command.parcel_id)
    if command.units or parcel is None:
        return command
    return completed(command, units=_missing(parcel))


def _missing(parcel: Parcel) -> tuple[Units, ...]:
    lines = dict.fromkeys(some.line for some in parcel.units)
    return tuple([Units(line, left) for line in lines if (left := parcel.missing(line))])


def receive_undelivered(_: Order, command: ReceiveUndelivered, __: World) -> tuple[OrderEvent, ...]:
    """Note what came back."""
    came_back = tuple(CameBack(units, command.sellable, command.at) for units in command.units)
    return happened(
        UndeliveredReceived,
        command,
        parcel_id=command.parcel_id,
        came_back=came_back,
        pool=command.pool,
    )


# Offers


def offer_troubles(order: Order, at: Instant, _: World) -> tuple[RecordUndelivered, ...]:
    """Offer every trouble to every parcel that is not back."""
    return tuple(
        RecordUndelivered(
            order_id=order.id, at=at, by=Actor.CARRIER, parcel_id=parcel.id, trouble=trouble
        )
        for parcel in order.parcels
        for trouble in Trouble
    )


def offer_receipts(order: Order, at: Instant, _: World) -> tuple[ReceiveUndelivered, ...]:
    """Offer the receipt of every parcel that is not with its buyer."""
    return tuple(
        ReceiveUndelivered(order_id=order.id, at=at, parcel_id=parcel.id)
        for parcel in order.parcels
        if _missing(parcel)
    )


# Folds


def fold_undelivered(order: Order, event: ParcelUndelivered) -> Order:
    """Note the trouble on its parcel; those before it that were taken back stay so."""
    order = way_ended(order, event.parcel_id)
    undelivered, parcel = Undelivered(event.trouble, event.at), order.parcel(event.parcel_id)
    if parcel is None or not parcel.retractions:
        return with_parcel(order, event.parcel_id, undelivered=undelivered)
    left = [some for some in parcel.retractions if not some.covers(undelivered)]
    return with_parcel(order, event.parcel_id, undelivered=undelivered, retractions=tuple(left))


def fold_came_back(order: Order, event: UndeliveredReceived) -> Order:
    """Note what came back on its parcel."""
    order = way_ended(order, event.parcel_id)
    before = order.parcel(event.parcel_id)
    came_back = (*before.came_back, *event.came_back) if before else event.came_back
    return with_parcel(order, event.parcel_id, came_back=came_back)


# The table

DECISIONS: Decisions = (
    Decision(
        command=RecordUndelivered,
        settled=already_known,
        rules=(placing_comes_first, *UNDELIVERED_RULES),
        outcome=record_undelivered,
        offers=offer_troubles,
    ),
    Decision(
        command=ReceiveUndelivered,
        complete=receive_all_missing,
        rules=(placing_comes_first, *RECEIVE_RULES),
        outcome=receive_undelivered,
        offers=offer_receipts,
    ),
)

FOLDS: Folds = {
    ParcelUndelivered: fold_undelivered,
    UndeliveredReceived: fold_came_back,
}
