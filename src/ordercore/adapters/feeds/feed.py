"""The tracking feed: what a source says of one parcel, and what of it could not be read."""

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from ordercore.adapters.feeds.reading import FeedError, a_list, an_object, inside
from ordercore.shipping.tracking import TrackingEvent, TrackingStatus, When
from ordercore.shipping.tracking.times import latest


@attrs.frozen(kw_only=True)
class RefusedScan:
    """A part of a feed that could not be read; the rest of it could."""

    field: str
    """Its way in the payload."""
    code: str
    value: str
    expected: str


@attrs.frozen(kw_only=True)
class TrackingFeed:
    """What one payload says of one parcel."""

    source: str
    number: str
    """The tracking number; blank where the source does not repeat it."""
    carrier: str
    """As the source names it; ``ordercore.shipping.numbers.courier_code`` knows most names."""
    events: tuple[TrackingEvent, ...]
    refused: tuple[RefusedScan, ...] = ()


Scan = Callable[[Mapping[str, Any], str], TrackingEvent]
"""Reads one scan, given the way to it."""


@attrs.define
class Gathering:
    """Events of a feed in the making: each is read by itself, so that a bad one spoils no other."""

    events: list[TrackingEvent] = attrs.field(factory=list[TrackingEvent])
    refused: list[RefusedScan] = attrs.field(factory=list[RefusedScan])

    def read(self, work: Callable[[], TrackingEvent | None]) -> None:
        """Keep what comes of reading one event, or why it could not be read."""
        try:
            event = work()
        except FeedError as error:
            refused = RefusedScan(
                field=error.field, code=error.code, value=str(error.value), expected=error.expected
            )
            self.refused.append(refused)
        else:
            if event is not None:
                self.events.append(event)

    def read_all(self, scans: object, path: str, scan: Scan) -> None:
        """Read a list of scans; nothing where there is no list."""
        if scans is None:
            return
        for number, one in enumerate(a_list(scans, path)):
            way = inside(path, number)
            self.read(lambda one=one, way=way: scan(an_object(one, way), way))  # type: ignore[misc]

    def estimate(
        self, told: When | None, expected: When | None, source: str, carrier: str
    ) -> TrackingEvent | None:
        """Give that delivery is expected at some time; told when the last scan was, if not said."""
        told = told or max((event.when for event in self.events), key=latest, default=None)
        if expected is None or told is None:
            return None
        return TrackingEvent(
            status=TrackingStatus.UNKNOWN,
            when=told,
            estimated=expected,
            source=source,
            carrier=carrier,
        )

    def feed(self, source: str, number: str, carrier: str) -> TrackingFeed:
        """Give all that was read."""
        return TrackingFeed(
            source=source,
            number=number,
            carrier=carrier,
            events=tuple(self.events),
            refused=tuple(self.refused),
        )
