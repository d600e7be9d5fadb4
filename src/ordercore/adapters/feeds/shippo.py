"""Shippo: tracks, and the webhooks that carry one.

Words: the tracking statuses and sub-statuses of Shippo's documentation; meanings are ours (facts
§9.3).
``RETURNED`` says "being returned, or returned", so it is read as the first.
"""

from collections.abc import Mapping
from typing import Any

from ordercore.adapters.feeds.feed import Gathering, TrackingFeed
from ordercore.adapters.feeds.reading import (
    FeedError,
    an_object,
    inside,
    maybe_time,
    place,
    required,
    text,
    time,
)
from ordercore.shipping.tracking import ExceptionCode, TrackingEvent, TrackingStatus

SOURCE = "shippo"

STATUSES: Mapping[str, TrackingStatus] = {
    "PRE_TRANSIT": TrackingStatus.PRE_TRANSIT,
    "TRANSIT": TrackingStatus.IN_TRANSIT,
    "DELIVERED": TrackingStatus.DELIVERED,
    "RETURNED": TrackingStatus.RETURNING,
    "FAILURE": TrackingStatus.UNDELIVERABLE,
    "UNKNOWN": TrackingStatus.UNKNOWN,
}

SHARPER: Mapping[tuple[str, str], TrackingStatus] = {
    ("TRANSIT", "address_issue"): TrackingStatus.DELAYED,
    ("TRANSIT", "delayed"): TrackingStatus.DELAYED,
    ("TRANSIT", "delivery_attempted"): TrackingStatus.ATTEMPTED,
    ("TRANSIT", "location_inaccessible"): TrackingStatus.ATTEMPTED,
    ("TRANSIT", "notice_left"): TrackingStatus.ATTEMPTED,
    ("TRANSIT", "out_for_delivery"): TrackingStatus.OUT_FOR_DELIVERY,
    ("TRANSIT", "package_held"): TrackingStatus.DELAYED,
    ("TRANSIT", "pickup_available"): TrackingStatus.AVAILABLE_FOR_PICKUP,
    ("FAILURE", "package_lost"): TrackingStatus.LOST,
}
"""Where a sub-status says more than the status that it stands beside."""

EXCEPTIONS: Mapping[str, ExceptionCode] = {
    "address_issue": ExceptionCode.BAD_ADDRESS,
    "delayed": ExceptionCode.DELAYED,
    "location_inaccessible": ExceptionCode.NO_ACCESS,
    "notice_left": ExceptionCode.NOBODY_THERE,
    "package_damaged": ExceptionCode.DAMAGED,
    "package_held": ExceptionCode.HELD,
    "package_lost": ExceptionCode.LOST,
    "package_unclaimed": ExceptionCode.UNDELIVERABLE,
    "package_undeliverable": ExceptionCode.UNDELIVERABLE,
}


def read_shippo(payload: object, *, zones_hold: bool = True) -> tuple[TrackingFeed, ...]:
    """Read the feed in a payload of Shippo's, parsed from JSON: a track, or a webhook with one.

    ``zones_hold=False`` takes every time as a local one of unknown zone: Shippo has handed local
    times on as if they were UTC (goshippo/shippo-php-client#29).

    Raises:
        FeedError: when it is no track; single scans that cannot be read are told in the feed.
    """
    given = an_object(payload, "")
    path = ""
    if "data" in given:
        given, path = an_object(given["data"], "data"), "data"
    if not {"tracking_status", "tracking_history", "carrier"} <= set(given):
        raise FeedError(path or "payload", "not_tracking", given, "a track of Shippo's")
    number, carrier = required(given, "tracking_number", path), required(given, "carrier", path)
    gathering = Gathering()

    def scan(one: Mapping[str, Any], way: str) -> TrackingEvent:
        word, more = text(one, "status", way), _sub_status(one, way)
        plain = STATUSES.get(word, TrackingStatus.UNKNOWN)
        where = inside(way, "location")
        return TrackingEvent(
            status=SHARPER.get((word, more), plain),
            exception=EXCEPTIONS.get(more),
            when=time(one, "status_date", way, zones_hold=zones_hold),
            place=place(one.get("location"), where, "city", "state", "country"),
            carrier=carrier,
            source=SOURCE,
            source_id=text(one, "object_id", way),
            text=text(one, "status_details", way),
        )

    now = given["tracking_status"]
    gathering.read_all(given["tracking_history"], inside(path, "tracking_history"), scan)
    gathering.read_all([now] if now is not None else None, inside(path, "tracking_status"), scan)

    def estimate() -> TrackingEvent | None:
        updated = None
        if now is not None:
            latest = an_object(now, inside(path, "tracking_status"))
            updated = maybe_time(latest, "object_updated", inside(path, "tracking_status"))
        expected = maybe_time(given, "eta", path, zones_hold=zones_hold)
        return gathering.estimate(updated, expected, SOURCE, carrier)

    gathering.read(estimate)
    return (gathering.feed(SOURCE, number, carrier),)


def _sub_status(one: Mapping[str, Any], way: str) -> str:
    more = one.get("substatus")
    where = inside(way, "substatus")
    return "" if more is None else text(an_object(more, where), "code", where)
