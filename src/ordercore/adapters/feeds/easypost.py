"""EasyPost: trackers, events that carry one, shipments that have one, and pages of trackers.

Words: the list of tracker statuses and status details in EasyPost's documentation of trackers;
their meanings are ours (facts §9.3).
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

SOURCE = "easypost"

STATUSES: Mapping[str, TrackingStatus] = {
    "pre_transit": TrackingStatus.PRE_TRANSIT,
    "in_transit": TrackingStatus.IN_TRANSIT,
    "out_for_delivery": TrackingStatus.OUT_FOR_DELIVERY,
    "available_for_pickup": TrackingStatus.AVAILABLE_FOR_PICKUP,
    "delivered": TrackingStatus.DELIVERED,
    "return_to_sender": TrackingStatus.RETURNING,
    "failure": TrackingStatus.UNDELIVERABLE,
    "cancelled": TrackingStatus.CANCELLED,
    # The tracker failed, not the parcel.
    "error": TrackingStatus.UNKNOWN,
    "unknown": TrackingStatus.UNKNOWN,
}

EXCEPTIONS: Mapping[str, ExceptionCode] = {
    "address_correction": ExceptionCode.BAD_ADDRESS,
    "awaiting_information": ExceptionCode.PAPERWORK,
    "damaged": ExceptionCode.DAMAGED,
    "delayed": ExceptionCode.DELAYED,
    "delivery_exception": ExceptionCode.DELAYED,
    "expired": ExceptionCode.SILENT,
    "held": ExceptionCode.HELD,
    "lost": ExceptionCode.LOST,
    "missorted": ExceptionCode.MISSORTED,
    "refused": ExceptionCode.REFUSED,
    "transit_exception": ExceptionCode.DELAYED,
    "weather_delay": ExceptionCode.WEATHER,
}

HINDERED = frozenset(
    {"delayed", "delivery_exception", "held", "transit_exception", "weather_delay"}
)
"""Details that make of a parcel in transit one that is delayed."""

SHARPER: Mapping[tuple[str, str], TrackingStatus] = {
    **{("in_transit", detail): TrackingStatus.DELAYED for detail in HINDERED},
    ("failure", "lost"): TrackingStatus.LOST,
    ("failure", "refused"): TrackingStatus.REFUSED,
    ("return_to_sender", "refused"): TrackingStatus.REFUSED,
}
"""Where a detail says more than the status that it stands beside."""


def read_easypost(payload: object, *, zones_hold: bool = True) -> tuple[TrackingFeed, ...]:
    """Read the feeds in a payload of EasyPost's, parsed from JSON: one for each tracker.

    ``zones_hold=False`` takes every time as a local one of unknown zone, for carriers whose local
    times EasyPost hands on as if they were UTC.

    Raises:
        FeedError: when there is no tracker in it, or one without tracking code; single scans that
            cannot be read are told in the feed.
    """
    given = an_object(payload, "")
    if "error" in given and "object" not in given:
        raise FeedError("error", "error_answer", given["error"], "a tracker; EasyPost refused")
    if "trackers" in given:
        trackers = enumerate(a_list(given["trackers"], "trackers"))
        return tuple(_tracker(one, inside("trackers", n), zones_hold) for n, one in trackers)
    for key in ("result", "tracker"):
        if given.get(key) is not None:
            return (_tracker(given[key], key, zones_hold),)
    return (_tracker(given, "", zones_hold),)


def _tracker(value: object, path: str, zones_hold: bool) -> TrackingFeed:
    given = an_object(value, path)
    if "tracking_details" not in given or given.get("object", "Tracker") != "Tracker":
        expected = "a tracker, or an event, a shipment or a page that has one"
        raise FeedError(path or "payload", "not_tracking", given.get("object"), expected)
    number = required(given, "tracking_code", path)
    carrier = text(given, "carrier", path)
    gathering = Gathering()

    def scan(one: Mapping[str, Any], way: str) -> TrackingEvent:
        where = inside(way, "tracking_location")
        at = time(one, "datetime", way, zones_hold=zones_hold)
        return TrackingEvent(
            when=at,
            place=place(one.get("tracking_location"), where, "city", "state", "country"),
            carrier=text(one, "source", way) or carrier,
            code=text(one, "carrier_code", way),
            estimated=maybe_time(one, "est_delivery_date", way, zones_hold=zones_hold),
            source=SOURCE,
            text=text(one, "message", way),
            **_meaning(one, way),
        )

    gathering.read_all(given["tracking_details"], inside(path, "tracking_details"), scan)
    gathering.read(lambda: _without_scans(given, path, carrier, gathering))

    def estimate() -> TrackingEvent | None:
        updated = maybe_time(given, "updated_at", path)
        expected = maybe_time(given, "est_delivery_date", path, zones_hold=zones_hold)
        return gathering.estimate(updated, expected, SOURCE, carrier)

    gathering.read(estimate)
    return gathering.feed(SOURCE, number, carrier)


def _meaning(one: Mapping[str, Any], way: str) -> dict[str, Any]:
    """Read a status and its detail; a word that is new to us changes nothing."""
    status, detail = text(one, "status", way), text(one, "status_detail", way)
    plain = STATUSES.get(status, TrackingStatus.UNKNOWN)
    return {
        "status": SHARPER.get((status, detail), plain),
        "exception": EXCEPTIONS.get(detail),
    }


def _without_scans(
    given: Mapping[str, Any], path: str, carrier: str, gathering: Gathering
) -> TrackingEvent | None:
    """Take the tracker's own status, where there are no scans."""
    at = maybe_time(given, "updated_at", path)
    if gathering.events or gathering.refused or at is None:
        return None
    return TrackingEvent(when=at, carrier=carrier, source=SOURCE, **_meaning(given, path))
