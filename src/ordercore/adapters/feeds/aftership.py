"""AfterShip: trackings, pages of them, and the webhooks that carry one.

Words: the delivery statuses and sub-statuses of AfterShip's documentation; meanings are ours (facts
§9.3).
Times of checkpoints are those of the place, and often without a zone.
"""

from collections.abc import Mapping
from typing import Any

from ordercore.adapters.feeds.feed import Gathering, TrackingFeed
from ordercore.adapters.feeds.reading import (
    FeedError,
    a_list,
    an_object,
    inside,
    maybe_time,
    place,
    required,
    text,
    time,
)
from ordercore.shipping.tracking import ExceptionCode, TrackingEvent, TrackingStatus

SOURCE = "aftership"

Meaning = tuple[TrackingStatus, ExceptionCode | None]

STATUSES: Mapping[str, Meaning] = {
    "Pending": (TrackingStatus.UNKNOWN, None),
    "InfoReceived": (TrackingStatus.PRE_TRANSIT, None),
    "InTransit": (TrackingStatus.IN_TRANSIT, None),
    "OutForDelivery": (TrackingStatus.OUT_FOR_DELIVERY, None),
    "AttemptFail": (TrackingStatus.ATTEMPTED, None),
    "AvailableForPickup": (TrackingStatus.AVAILABLE_FOR_PICKUP, None),
    "Delivered": (TrackingStatus.DELIVERED, None),
    "Exception": (TrackingStatus.DELAYED, None),
    # Nothing was heard for 30 days: that is no word of the carrier's.
    "Expired": (TrackingStatus.UNKNOWN, ExceptionCode.SILENT),
}

SHARPER: Mapping[str, Meaning] = {
    "AttemptFail_002": (TrackingStatus.ATTEMPTED, ExceptionCode.NOBODY_THERE),
    "AttemptFail_003": (TrackingStatus.ATTEMPTED, ExceptionCode.NOBODY_THERE),
    "Exception_002": (TrackingStatus.DELAYED, ExceptionCode.BAD_ADDRESS),
    "Exception_003": (TrackingStatus.REFUSED, None),
    "Exception_004": (TrackingStatus.DELAYED, ExceptionCode.CUSTOMS),
    "Exception_006": (TrackingStatus.DELAYED, ExceptionCode.PAYMENT_DUE),
    "Exception_007": (TrackingStatus.DELAYED, ExceptionCode.BAD_ADDRESS),
    "Exception_010": (TrackingStatus.RETURNING, None),
    "Exception_011": (TrackingStatus.RETURNED, None),
    "Exception_012": (TrackingStatus.DELAYED, ExceptionCode.DAMAGED),
    "Exception_013": (TrackingStatus.LOST, None),
    "Exception_017": (TrackingStatus.DELAYED, ExceptionCode.WEATHER),
    "Exception_018": (TrackingStatus.DELAYED, ExceptionCode.PAPERWORK),
}
"""Sub-statuses that say more than the status which they belong to."""


def read_aftership(payload: object, *, zones_hold: bool = True) -> tuple[TrackingFeed, ...]:
    """Read the feeds in a payload of AfterShip's, parsed from JSON: one for each tracking.

    Raises:
        FeedError: when there is no tracking in it, or AfterShip answered with an error; single
            scans that cannot be read are told in the feed.
    """
    given = an_object(payload, "")
    meta = given.get("meta")
    if isinstance(meta, Mapping) and meta.get("code") not in (200, 201):
        message = meta.get("message")
        raise FeedError("meta", "error_answer", message, "a tracking; AfterShip refused")
    key = "msg" if "msg" in given else "data"
    data = an_object(given.get(key), key)
    if "trackings" in data:
        path = inside(key, "trackings")
        many = enumerate(a_list(data["trackings"], path))
        return tuple(_tracking(one, inside(path, n), zones_hold) for n, one in many)
    if "tracking" in data:
        return (_tracking(data["tracking"], inside(key, "tracking"), zones_hold),)
    return (_tracking(data, key, zones_hold),)


def _tracking(value: object, path: str, zones_hold: bool) -> TrackingFeed:
    given = an_object(value, path)
    if "checkpoints" not in given:
        raise FeedError(path, "not_tracking", given, "a tracking with its checkpoints")
    number = required(given, "tracking_number", path)
    slug = text(given, "slug", path)
    gathering = Gathering()

    def scan(one: Mapping[str, Any], way: str) -> TrackingEvent:
        word, more = text(one, "tag", way), text(one, "subtag", way)
        plain = STATUSES.get(word, (TrackingStatus.UNKNOWN, None))
        status, exception = SHARPER.get(more, plain)
        whole = text(one, "location", way)
        return TrackingEvent(
            status=status,
            exception=exception,
            when=time(one, "checkpoint_time", way, zones_hold=zones_hold),
            place=whole or place(one, way, "city", "state", "country_iso3"),
            carrier=text(one, "slug", way) or slug,
            code=text(one, "raw_tag", way),
            source=SOURCE,
            text=text(one, "message", way),
        )

    gathering.read_all(given["checkpoints"], inside(path, "checkpoints"), scan)

    def estimate() -> TrackingEvent | None:
        updated = maybe_time(given, "updated_at", path)
        expected = maybe_time(given, "expected_delivery", path, zones_hold=zones_hold)
        return gathering.estimate(updated, expected, SOURCE, slug)

    gathering.read(estimate)
    return gathering.feed(SOURCE, number, slug)
