"""Amazon's own: Shipping v2, Fulfillment Outbound, the Tracking API and its notification.

Shapes: the models shippingV2 (``getTracking``), fulfillmentOutbound_2020-07-01
(``getPackageTrackingDetails``), tracking_2026-01-30 (``getShipmentTracking``) and the notification
SHIPMENT_TRACKING_MILESTONE_CHANGED.
"""

from collections.abc import Mapping
from typing import Any

from ordercore.adapters.feeds.amazon_codes import MILESTONES, OUTBOUND, SHIPPING, UNKNOWN
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
from ordercore.shipping.tracking import Interval, TrackingEvent, TrackingStatus, When
from ordercore.shipping.tracking.times import earliest, latest

SOURCE = "amazon"

NOTIFICATION = "shipmentTrackingMilestoneChangedNotification"

DELIVERY = "ESTIMATED_DELIVERY_DATE"
"""The type of the one estimate that is about delivery."""


def read_amazon(payload: object) -> tuple[TrackingFeed, ...]:
    """Read the feed in an answer or a notification of Amazon's, parsed from JSON.

    Raises:
        FeedError: when it is none of the four, or an answer that lists errors; single scans that
            cannot be read are told in the feed.
    """
    given = an_object(payload, "")
    path = ""
    if given.get("errors"):
        raise FeedError("errors", "error_answer", given["errors"], "tracking; Amazon refused")
    for key in ("payload", NOTIFICATION, "trackingDetail"):
        if key in given:
            path = inside(path, key)
            given = an_object(given[key], path)
    if "milestoneHistory" in given:
        return (_milestones(given, path),)
    if "eventHistory" in given:
        return (_shipping(given, path),)
    if "packageNumber" in given:
        return (_outbound(given, path),)
    raise FeedError(path or "payload", "not_tracking", given, "one of Amazon's tracking answers")


def _shipping(given: Mapping[str, Any], path: str) -> TrackingFeed:
    """Read Shipping v2: on the way back, delivered means back with the sender."""
    number = required(given, "trackingId", path)
    gathering = Gathering()

    def scan(one: Mapping[str, Any], way: str) -> TrackingEvent:
        code = text(one, "eventCode", way)
        status, exception = SHIPPING.get(code, UNKNOWN)
        if text(one, "shipmentType", way) == "RETURNS" and status is not TrackingStatus.LOST:
            back = status is TrackingStatus.DELIVERED
            status = TrackingStatus.RETURNED if back else TrackingStatus.RETURNING
        where = inside(way, "location")
        return TrackingEvent(
            status=status,
            exception=exception,
            when=time(one, "eventTime", way),
            place=place(one.get("location"), where, "city", "stateOrRegion", "countryCode"),
            code=code,
            source=SOURCE,
        )

    gathering.read_all(given["eventHistory"], inside(path, "eventHistory"), scan)
    return gathering.feed(SOURCE, number, "")


def _outbound(given: Mapping[str, Any], path: str) -> TrackingFeed:
    """Read a package of Fulfillment Outbound."""
    number, carrier = text(given, "trackingNumber", path), text(given, "carrierCode", path)
    gathering = Gathering()

    def scan(one: Mapping[str, Any], way: str) -> TrackingEvent:
        code = text(one, "eventCode", way)
        status, exception = OUTBOUND.get(code, UNKNOWN)
        where = inside(way, "eventAddress")
        return TrackingEvent(
            status=status,
            exception=exception,
            when=time(one, "eventDate", way),
            place=place(one.get("eventAddress"), where, "city", "state", "country"),
            carrier=carrier,
            code=code,
            source=SOURCE,
            text=text(one, "eventDescription", way),
        )

    gathering.read_all(given.get("trackingEvents"), inside(path, "trackingEvents"), scan)

    def estimate() -> TrackingEvent | None:
        expected = maybe_time(given, "estimatedArrivalDate", path)
        told = None if gathering.events else maybe_time(given, "shipDate", path)
        return gathering.estimate(told, expected, SOURCE, carrier)

    gathering.read(estimate)
    return gathering.feed(SOURCE, number, carrier)


def _milestones(given: Mapping[str, Any], path: str) -> TrackingFeed:
    """Read the Tracking API: milestones, and estimates as intervals."""
    number, carrier = _identity(given, path)
    gathering = Gathering()

    def scan(one: Mapping[str, Any], way: str) -> TrackingEvent:
        inner = inside(way, "status")
        said = an_object(one.get("status"), inner)
        code = required(said, "code", inner)
        status, exception = MILESTONES.get(code, UNKNOWN)
        return TrackingEvent(
            status=status,
            exception=exception,
            when=time(one, "occurredAt", way),
            place=_address(one, way),
            carrier=carrier,
            code=" ".join(filter(None, (code, text(said, "subCode", inner)))),
            source=SOURCE,
            text=text(said, "description", inner),
        )

    gathering.read_all(given["milestoneHistory"], inside(path, "milestoneHistory"), scan)

    def estimate(one: Mapping[str, Any], way: str) -> TrackingEvent:
        told = time(one, "lastUpdatedTime", way)
        about = required(one, "type", way)
        return TrackingEvent(
            status=TrackingStatus.UNKNOWN,
            when=told,
            estimated=_span(one, way) if about == DELIVERY else None,
            carrier=carrier,
            code=about,
            source=SOURCE,
        )

    gathering.read_all(given.get("trackingEstimates"), inside(path, "trackingEstimates"), estimate)
    return gathering.feed(SOURCE, number, carrier)


def _identity(given: Mapping[str, Any], path: str) -> tuple[str, str]:
    """Give the carrier's number, or Amazon's own where it has none, and the carrier."""
    where = inside(path, "identifier")
    told = an_object(given.get("identifier"), where)
    if told.get("carrierTracking") is not None:
        inner = inside(where, "carrierTracking")
        by_carrier = an_object(told["carrierTracking"], inner)
        return required(by_carrier, "trackingNumber", inner), text(by_carrier, "carrierCode", inner)
    names = ("aftn", "acsin", "containerNumber", "houseBillOfLadingNumber", "id")
    return next((found for name in names if (found := text(told, name, where))), ""), ""


def _address(one: Mapping[str, Any], way: str) -> str:
    where = inside(way, "location")
    location = an_object(one.get("location") or {}, where)
    return place(location.get("address"), inside(where, "address"), "city", "region", "countryCode")


def _span(one: Mapping[str, Any], way: str) -> When:
    where = inside(way, "estimatedInterval")
    span = an_object(one.get("estimatedInterval"), where)
    begin, end = earliest(time(span, "startTime", where)), latest(time(span, "endTime", where))
    if end < begin:
        expected = "a time that is not before startTime"
        raise FeedError(inside(where, "endTime"), "bad_time", str(end), expected)
    return begin if begin == end else Interval(begin, end)
