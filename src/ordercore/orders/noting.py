"""Noting what carriers say of a parcel on its way: where it is, and when it is expected.

It moves no unit: the buyer is told, and that is all. Of each parcel the last word is kept, so that
it is all one in which order words come, and how often; once the parcel arrived or will not,
nothing of its way is noted, and what was noted is forgotten.
"""

import datetime as dt

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import ParcelId
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant, instant, local_date
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
from ordercore.shipping import Estimate, Parcel, WayNote, WayStatus

# Commands


def _estimate(value: object) -> Instant | None:
    return None if value is None else instant(value, "estimate")


def _pickup_by(value: object) -> Instant | None:
    return None if value is None else instant(value, "pickup_by")


@attrs.frozen(kw_only=True)
class NoteTracking(OrderCommand):
    """Note what a carrier said of a parcel on its way; ``at`` is when.

    ``status`` is where the parcel is, ``None`` for a word that gives an ``estimate`` alone: the
    last moment at which it is expected. ``pickup_by`` is the last moment to collect it.

    Raises:
        InvalidValue: when it says nothing, or until when to collect what cannot be collected.
    """

    parcel_id: ParcelId
    status: WayStatus | None
    estimate: Instant | None = attrs.field(default=None, converter=_estimate)
    pickup_by: Instant | None = attrs.field(default=None, converter=_pickup_by)

    def __attrs_post_init__(self) -> None:
        """Refuse a word that says nothing, or of what it cannot say it."""
        super().__attrs_post_init__()
        if self.status is None and self.estimate is None:
            raise InvalidValue("status", None, "given where there is no estimate")
        if self.pickup_by is not None and self.status is not WayStatus.AVAILABLE_FOR_PICKUP:
            raise InvalidValue("pickup_by", self.pickup_by, "of what is available for pickup")


# Events


@attrs.frozen(kw_only=True)
class TrackingNoted(OrderEvent):
    """A carrier said something of a parcel on its way that was not known."""

    parcel_id: ParcelId
    status: WayStatus | None = None
    estimate: Instant | None = None
    pickup_by: Instant | None = None
    is_news: bool = False
    """Whether where the parcel is differs from what was said last; a try of another day does."""
    is_moved: bool = False
    """Whether it is expected on another day than the buyer was told last."""


# Rules


@rule("noted_before_shipped", instead=("at",))
def word_follows_shipping(order: Order, command: NoteTracking, _: World) -> Facts | None:
    """A parcel is on its way after it left."""
    parcel = order.parcel(command.parcel_id)
    if parcel is None or command.at >= parcel.shipped_at:
        return None
    return {"parcel": parcel.id, "shipped": parcel.shipped_at, "at": command.at}


NOTING_RULES = (
    parcel_is_known,
    word_follows_shipping,
)

# Outcomes

TRIES = frozenset({WayStatus.OUT_FOR_DELIVERY, WayStatus.ATTEMPTED})
"""What is news again on another day: the carrier tries once more."""


def note_of(command: NoteTracking | TrackingNoted) -> WayNote | None:
    """Give what is said of where the parcel is, if anything."""
    if command.status is None:
        return None
    return WayNote(command.status, command.at, command.pickup_by)


def estimate_of(command: NoteTracking | TrackingNoted) -> Estimate | None:
    """Give what is said of when the parcel is expected, if anything."""
    return None if command.estimate is None else Estimate(command.estimate, command.at)


def tells_more(parcel: Parcel, command: NoteTracking) -> bool:
    """Tell whether any of it is later than what is known of a parcel underway."""
    note, estimate = note_of(command), estimate_of(command)
    later = note is not None and note.follows(parcel.way)
    return parcel.is_underway and (
        later or (estimate is not None and estimate.follows(parcel.estimate))
    )


def already_noted(order: Order, command: NoteTracking) -> bool:
    """Tell whether this or a later word is known, or the way of the parcel has ended."""
    parcel = order.parcel(command.parcel_id)
    if parcel is None or command.at < parcel.shipped_at:
        return False
    return not tells_more(parcel, command)


def note_tracking(order: Order, command: NoteTracking, world: World) -> tuple[OrderEvent, ...]:
    """Note it, and whether it is news to the buyer."""
    zone = world.delivery_zone(order.ship_to) or world.zone_of(order.terms.marketplace)
    parcel = order.parcel(command.parcel_id)
    return happened(
        TrackingNoted,
        command,
        parcel_id=command.parcel_id,
        status=command.status,
        estimate=command.estimate,
        pickup_by=command.pickup_by,
        is_news=parcel is not None and _is_news(parcel, command, zone),
        is_moved=parcel is not None and _is_moved(order, parcel, command, zone),
    )


def _is_news(parcel: Parcel, command: NoteTracking, zone: str) -> bool:
    """Tell whether the parcel is elsewhere than it was said to be last."""
    note, known = note_of(command), parcel.way
    if note is None or not note.follows(known):
        return False
    if known is None or known.status is not note.status:
        return True
    another_day = local_date(known.at, zone) != local_date(note.at, zone)
    return note.status in TRIES and another_day


def _is_moved(order: Order, parcel: Parcel, command: NoteTracking, zone: str) -> bool:
    """Tell whether an estimate, that is yet to come, is of another day than the one before.

    Before the first estimate, the buyer knows by when the order is to be delivered.
    """
    estimate, known = estimate_of(command), parcel.estimate
    if estimate is None or not estimate.follows(known):
        return False
    told = (known.expected if known else None) or order.deliver_by
    if told is None or command.estimate is None or command.estimate <= command.at:
        return False
    return _last_day(command.estimate, zone) != _last_day(told, zone)


def _last_day(at: Instant, zone: str) -> dt.date:
    """Give the last day before a moment: what is expected by midnight, is so on the day before."""
    return local_date(at.subtract(microseconds=1), zone)


# Folds


def fold_noted(order: Order, event: TrackingNoted) -> Order:
    """Keep what is the last word on its parcel."""
    parcel, note, estimate = order.parcel(event.parcel_id), note_of(event), estimate_of(event)
    if parcel is not None and note is not None and note.follows(parcel.way):
        order = with_parcel(order, parcel.id, way=note)
    if parcel is not None and estimate is not None and estimate.follows(parcel.estimate):
        order = with_parcel(order, parcel.id, estimate=estimate)
    return order


# The table

DECISIONS: Decisions = (
    Decision(
        command=NoteTracking,
        settled=already_noted,
        rules=(placing_comes_first, *NOTING_RULES),
        outcome=note_tracking,
    ),
)

FOLDS: Folds = {
    TrackingNoted: fold_noted,
}
