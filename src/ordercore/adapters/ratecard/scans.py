"""Scans as a book keeps them: times as two ends, since an interval has both."""

from collections.abc import Iterable

import attrs

from ordercore.kernel.time import Instant
from ordercore.shipping.tracking import (
    ExceptionCode,
    Interval,
    TrackingEvent,
    TrackingStatus,
    When,
)
from ordercore.shipping.tracking.times import earliest, latest

_SAME = (
    "status", "exception", "place", "carrier", "code", "correction", "source", "source_id", "text"
)  # fmt: skip
"""Fields that are kept as they are."""


@attrs.frozen(kw_only=True)
class KeptScan:
    """A tracking event, its times as the first and the last moment that they may be."""

    status: TrackingStatus
    first: Instant
    last: Instant
    exception: ExceptionCode | None = None
    place: str = ""
    carrier: str = ""
    code: str = ""
    estimated_first: Instant | None = None
    estimated_last: Instant | None = None
    correction: bool = False
    source: str = ""
    source_id: str = ""
    text: str = ""


@attrs.frozen(kw_only=True)
class KeptScans:
    """What was told of a parcel."""

    scans: tuple[KeptScan, ...] = ()


def kept(events: Iterable[TrackingEvent]) -> KeptScans:
    """Give events as they are kept."""
    return KeptScans(scans=tuple(map(_kept, events)))


def told(scans: KeptScans) -> tuple[TrackingEvent, ...]:
    """Give events as they were."""
    return tuple(map(_told, scans.scans))


def _kept(event: TrackingEvent) -> KeptScan:
    estimated = event.estimated
    return KeptScan(
        first=earliest(event.when),
        last=latest(event.when),
        estimated_first=None if estimated is None else earliest(estimated),
        estimated_last=None if estimated is None else latest(estimated),
        **{name: getattr(event, name) for name in _SAME},
    )


def _told(scan: KeptScan) -> TrackingEvent:
    return TrackingEvent(
        when=_when(scan.first, scan.last),
        estimated=None
        if scan.estimated_first is None or scan.estimated_last is None
        else _when(scan.estimated_first, scan.estimated_last),
        **{name: getattr(scan, name) for name in _SAME},
    )


def _when(first: Instant, last: Instant) -> When:
    return first if first == last else Interval(first, last)
