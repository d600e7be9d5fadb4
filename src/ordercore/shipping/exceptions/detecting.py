"""Detectors: of each exception whether it is open, since when, and by which facts.

They look at a parcel, its tracking and the hour, and at nothing else, so the order in which scans
were told does not matter; none is asked about a parcel that is with its buyer or back.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from ordercore.kernel.time import Instant, window_end
from ordercore.shipping.exceptions.patience import Patience, Silence, days_of
from ordercore.shipping.exceptions.watched import Watched
from ordercore.shipping.parcel import Trouble
from ordercore.shipping.tracking import (
    STATUSES,
    ExceptionCode,
    TrackingStation,
    TrackingStatus,
    When,
)
from ordercore.shipping.tracking.times import latest

Found: TypeAlias = tuple[When, Mapping[str, Any]]
"""Since when, and what is to be told beside the parcel and by what it goes."""

Detector: TypeAlias = Callable[[Watched, Instant, tuple[Patience, ...]], Found | None]

MOVES_ON = frozenset(
    row.status
    for row in STATUSES.values()
    if row.station is TrackingStation.SHIPPED and row.implies is None
)
"""What is said of a parcel that is not where it was; one that is delayed, or was tried in vain, is:
what held it may hold it still."""


def is_late(watched: Watched, now: Instant, _: tuple[Patience, ...]) -> Found | None:
    """It was to be delivered by now, and is on its way still."""
    due = watched.deliver_by
    if due is None or now <= due or watched.ending is not None:
        return None
    return due, {"due": due}


def is_stalled(watched: Watched, now: Instant, rows: tuple[Patience, ...]) -> Found | None:
    """Nothing was heard of it for days, or the source says so itself."""
    if watched.ending is not None or is_lost(watched, now, rows) is not None:
        return None
    heard = watched.heard
    said = [
        event.when
        for event in watched.tracking.events
        if event.exception is ExceptionCode.SILENT and latest(event.when) >= heard
    ]
    ends = _ends(Silence.STALLED, watched, rows)
    if not said and now < ends:
        return None
    return min([ends, *said], key=latest), {"heard": heard}


def is_lost(watched: Watched, now: Instant, rows: tuple[Patience, ...]) -> Found | None:
    """The carrier has lost it, or nothing was heard of it for so long that it counts as lost."""
    ending, heard = watched.ending, watched.heard
    if ending is not None:
        return (ending.when, {"heard": heard}) if ending.trouble is Trouble.LOST else None
    if watched.tracking.status is TrackingStatus.AVAILABLE_FOR_PICKUP:
        # It waits for its buyer, and says nothing meanwhile.
        return None
    ends = _ends(Silence.LOST, watched, rows)
    return None if now < ends else (ends, {"heard": heard})


def is_damaged(watched: Watched, _: Instant, __: tuple[Patience, ...]) -> Found | None:
    """The carrier said that it is damaged; no later scan mends it."""
    for seen in watched.tracking.exceptions:
        if seen.code is ExceptionCode.DAMAGED:
            return seen.when, {}
    return None


def is_refused(watched: Watched, _: Instant, __: tuple[Patience, ...]) -> Found | None:
    """The buyer would not take it, and it is not back."""
    return _troubled(watched, Trouble.REFUSED)


def is_going_back(watched: Watched, _: Instant, __: tuple[Patience, ...]) -> Found | None:
    """It could not be delivered, or goes back to its sender, and is not back."""
    return _troubled(watched, Trouble.UNDELIVERABLE)


def is_held(watched: Watched, _: Instant, __: tuple[Patience, ...]) -> Found | None:
    """It is held, for whatever reason, or until something is paid."""
    return _standing(watched, ExceptionCode.HELD, ExceptionCode.PAYMENT_DUE)


def is_in_customs(watched: Watched, _: Instant, __: tuple[Patience, ...]) -> Found | None:
    """Customs have it, or its papers are not in order."""
    return _standing(watched, ExceptionCode.CUSTOMS, ExceptionCode.PAPERWORK)


def has_a_wrong_address(watched: Watched, _: Instant, __: tuple[Patience, ...]) -> Found | None:
    """The carrier does not find the address."""
    return _standing(watched, ExceptionCode.BAD_ADDRESS)


def _ends(silence: Silence, watched: Watched, rows: tuple[Patience, ...]) -> Instant:
    """Give when patience ends, by the row of the day on which the parcel was shipped."""
    days = days_of(silence, watched.shipped_on, watched.service, watched.marketplace, rows)
    return window_end(watched.heard, days, watched.zone)


def _troubled(watched: Watched, trouble: Trouble) -> Found | None:
    ending = watched.ending
    return (ending.when, {}) if ending is not None and ending.trouble is trouble else None


def _standing(watched: Watched, *codes: ExceptionCode) -> Found | None:
    """Give since when one of these was said, unless the parcel has moved on since."""
    since: When | None = None
    for event in watched.tracking.events:
        if event.exception in codes:
            since = since or event.when
        elif event.status in MOVES_ON and event.exception is None:
            since = None
    return None if since is None or watched.ending is not None else (since, {})
