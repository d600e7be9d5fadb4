"""Ruling out what carriers took back before an order heard of it.

Webhooks overtake each other: the one that tells a loss and the scan that ended it may come before
an older one that tells the loss alone. An order that notes what was wrong is not misled by it.
"""

from collections.abc import Iterable

import attrs

from ordercore.kernel.checking import several
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import ParcelId
from ordercore.kernel.rules import Facts, rule
from ordercore.orders.delivering import parcel_is_known, with_parcel
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    happened,
    placing_comes_first,
)
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.shipping import Parcel, Retraction

# Commands


def _several_retractions(values: Iterable[Retraction]) -> tuple[Retraction, ...]:
    return several(values, "retractions")


@attrs.frozen(kw_only=True)
class RuleOutScans(OrderCommand):
    """Note what was said of a parcel and taken back before its order heard of it."""

    parcel_id: ParcelId
    retractions: tuple[Retraction, ...] = attrs.field(converter=_several_retractions)


# Events


@attrs.frozen(kw_only=True)
class ScansRuledOut(OrderEvent):
    """What was said of a parcel is known to be wrong, should it be told late."""

    parcel_id: ParcelId
    retractions: tuple[Retraction, ...]


# Rules


def is_believed(retraction: Retraction, parcel: Parcel) -> bool:
    """Tell whether what a retraction takes back is what is known of a parcel."""
    known = parcel.undelivered
    if retraction.trouble is None:
        return retraction.said in parcel.deliveries
    return known is not None and retraction.covers(known)


@rule("scan_is_believed", rather=("RetractDelivery", "RetractUndelivered"))
def scans_are_not_believed(order: Order, command: RuleOutScans, _: World) -> Facts | None:
    """What an order has heard of and believes is taken back, not ruled out."""
    parcel = order.parcel(command.parcel_id)
    if parcel is None:
        return None
    believed = [some.said for some in command.retractions if is_believed(some, parcel)]
    return {"parcel": parcel.id, "said": believed[0]} if believed else None


RULING_OUT_RULES = (
    parcel_is_known,
    scans_are_not_believed,
)


# Outcomes


def is_noted(retraction: Retraction, notes: Iterable[Retraction]) -> bool:
    """Tell whether a delivery or a trouble of a moment is known to have been taken back."""
    told = (retraction.trouble is None, retraction.said)
    return any((some.trouble is None, some.said) == told for some in notes)


def all_noted(order: Order, command: RuleOutScans) -> bool:
    """Tell whether all of it is known to have been taken back."""
    parcel = order.parcel(command.parcel_id)
    return parcel is not None and not _news(parcel.retractions, command)


def _news(notes: tuple[Retraction, ...], command: RuleOutScans) -> tuple[Retraction, ...]:
    return tuple([some for some in command.retractions if not is_noted(some, notes)])


def rule_out(order: Order, command: RuleOutScans, _: World) -> tuple[OrderEvent, ...]:
    """Note what is news of it."""
    return tuple(
        [
            event
            for parcel in order.parcels
            if parcel.id == command.parcel_id
            for event in happened(
                ScansRuledOut,
                command,
                parcel_id=parcel.id,
                retractions=_news(parcel.retractions, command),
            )
        ]
    )


# Folds


def fold_ruled_out(order: Order, event: ScansRuledOut) -> Order:
    """Note it among what was taken back of its parcel."""
    before = order.parcel(event.parcel_id)
    notes = before.retractions if before else ()
    return with_parcel(order, event.parcel_id, retractions=(*notes, *event.retractions))


# The table

DECISIONS: Decisions = (
    Decision(
        command=RuleOutScans,
        settled=all_noted,
        rules=(placing_comes_first, *RULING_OUT_RULES),
        outcome=rule_out,
    ),
)

FOLDS: Folds = {
    ScansRuledOut: fold_ruled_out,
}
