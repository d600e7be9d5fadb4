"""Underway: what a carrier's events say last of a parcel on its way, as words for its order."""

from collections.abc import Iterable

from ordercore.kernel.actors import Actor
from ordercore.orders.heard import moment
from ordercore.orders.message import OrderCommand
from ordercore.orders.noting import NoteTracking, estimate_of, note_of, tells_more
from ordercore.orders.state import Order
from ordercore.shipping import Parcel, WayStatus
from ordercore.shipping.tracking import STATUSES, TrackingEvent, TrackingStatus
from ordercore.shipping.tracking.times import latest

WORDS = {TrackingStatus(status.value): status for status in WayStatus}
"""What is said of the way, by the words of tracking."""


def words_of(
    order: Order, parcel: Parcel, events: Iterable[TrackingEvent], by: Actor
) -> tuple[OrderCommand, ...]:
    """Give the last word of where a parcel is, and the last estimate, that its order lacks.

    A scan that says no more than that the parcel moves is none; nor is what ended its way.
    """
    told = [word for event in events if (word := _word(order, parcel, event, by)) is not None]
    where = _last_of_where(told)
    expected = _last_estimate(told)
    words = [word for word in (where, expected) if word is not None and tells_more(parcel, word)]
    return tuple(sorted([*dict.fromkeys(words)], key=lambda word: word.at))


def _word(order: Order, parcel: Parcel, event: TrackingEvent, by: Actor) -> NoteTracking | None:
    status, estimated = WORDS.get(event.status), event.estimated
    if STATUSES[event.status].ends or (status is None and estimated is None):
        return None
    return NoteTracking(
        order_id=order.id,
        at=moment(parcel, event),
        by=by,
        parcel_id=parcel.id,
        status=status,
        estimate=None if estimated is None else latest(estimated),
    )


def _last_of_where(told: Iterable[NoteTracking]) -> NoteTracking | None:
    last, known = None, None
    for word in told:
        note = note_of(word)
        if note is not None and note.follows(known):
            last, known = word, note
    return last


def _last_estimate(told: Iterable[NoteTracking]) -> NoteTracking | None:
    last, known = None, None
    for word in told:
        estimate = estimate_of(word)
        if estimate is not None and estimate.follows(known):
            last, known = word, estimate
    return last
