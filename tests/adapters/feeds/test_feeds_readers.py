"""What each source's payload is read as, and what is refused by which code."""

import pickle
from collections.abc import Mapping
from typing import Any

import pytest
from feeds_writing import (
    AFTERSHIP,
    EASYPOST,
    GOOD,
    MILESTONES,
    OUTBOUND,
    RAW,
    SHIPPING,
    SHIPPO,
    Reader,
    changed,
)

from ordercore.adapters.feeds import (
    FEED_CODES,
    FeedError,
    RefusedScan,
    TrackingFeed,
    read_aftership,
    read_amazon,
    read_easypost,
    read_raw,
    read_shippo,
)
from ordercore.kernel.time import instant
from ordercore.shipping.tracking import (
    ExceptionCode,
    Interval,
    Tracking,
    TrackingStatus,
    reduce,
)

S = TrackingStatus


def only(feeds: tuple[TrackingFeed, ...]) -> TrackingFeed:
    """Give the one feed, of which nothing was refused."""
    (feed,) = feeds
    assert feed.refused == ()
    return feed


def tracking(feed: TrackingFeed) -> Tracking:
    """Reduce it."""
    return reduce(feed.events)


def test_easypost_trackers_are_read() -> None:
    """Scans with place, code and word; the estimate of a scan and the tracker's own."""
    feed = only(read_easypost(EASYPOST))
    found = tracking(feed)

    assert (feed.source, feed.number, feed.carrier) == (
        "easypost",
        EASYPOST["tracking_code"],
        "USPS",
    )
    assert [(some.status, some.when) for some in found.milestones] == [
        (S.PRE_TRANSIT, instant("2026-03-02T09:00:00Z")),
        (S.DELAYED, instant("2026-03-03T09:00:00Z")),
        (S.DELIVERED, instant("2026-03-05T17:40:00Z")),
    ]
    assert [some.code for some in found.exceptions] == [
        ExceptionCode.WEATHER,
        ExceptionCode.DELAYED,
    ]
    assert [some.delivery for some in found.estimates] == [
        instant("2026-03-06T20:00:00Z"),
        instant("2026-03-05T20:00:00Z"),
    ]
    first, second = feed.events[:2]
    assert (first.code, first.place, first.text) == ("MA", "", "Label printed")
    assert second.place == "AUSTIN, TX, US"
    handed_over = changed(EASYPOST, "tracking_details[0].source", "UPS")
    carriers = [event.carrier for event in only(read_easypost(handed_over)).events]
    assert carriers == ["UPS", "USPS", "USPS", "USPS"]


def test_easypost_trackers_come_in_several_wrappings() -> None:
    """Inside an event, a shipment or a page, it is the same tracker."""
    alone = read_easypost(EASYPOST)

    assert read_easypost({"object": "Event", "id": "evt_1", "result": EASYPOST}) == alone
    assert read_easypost({"object": "Shipment", "tracker": EASYPOST}) == alone
    assert read_easypost({"trackers": [EASYPOST, EASYPOST]}) == alone * 2
    assert read_easypost({"trackers": [], "has_more": False}) == ()


def test_an_easypost_tracker_without_scans_tells_its_own_status() -> None:
    """There is nothing else to go by; with a time, that is."""
    bare = {**EASYPOST, "tracking_details": [], "status": "return_to_sender"}

    assert tracking(only(read_easypost(bare))).status is S.RETURNING
    timeless = {**bare, "updated_at": None, "est_delivery_date": None}
    assert only(read_easypost(timeless)).events == ()


@pytest.mark.parametrize(
    ("status", "detail", "expected", "exception"),
    [
        ("pre_transit", "status_update", S.PRE_TRANSIT, None),
        ("in_transit", "arrived_at_facility", S.IN_TRANSIT, None),
        ("in_transit", "held", S.DELAYED, ExceptionCode.HELD),
        ("in_transit", "missorted", S.IN_TRANSIT, ExceptionCode.MISSORTED),
        ("out_for_delivery", "out_for_delivery", S.OUT_FOR_DELIVERY, None),
        ("available_for_pickup", "arrived_at_pickup_location", S.AVAILABLE_FOR_PICKUP, None),
        ("delivered", "arrived_at_destination", S.DELIVERED, None),
        ("return_to_sender", "return", S.RETURNING, None),
        ("return_to_sender", "refused", S.REFUSED, ExceptionCode.REFUSED),
        ("failure", "failure", S.UNDELIVERABLE, None),
        ("failure", "lost", S.LOST, ExceptionCode.LOST),
        ("failure", "damaged", S.UNDELIVERABLE, ExceptionCode.DAMAGED),
        ("cancelled", "cancelled", S.CANCELLED, None),
        ("error", "unknown", S.UNKNOWN, None),
        ("teleported", "beamed_up", S.UNKNOWN, None),
        (None, None, S.UNKNOWN, None),
    ],
)
def test_easypost_words(
    status: str, detail: str, expected: TrackingStatus, exception: ExceptionCode | None
) -> None:
    """Of a status and its detail; what is new to us changes nothing and loses no scan."""
    given = changed(EASYPOST, "tracking_details[0].status", status)
    given = changed(given, "tracking_details[0].status_detail", detail)

    event = only(read_easypost(given)).events[0]

    assert (event.status, event.exception) == (expected, exception)


def test_shippo_tracks_are_read() -> None:
    """A webhook or an answer; the status of today is told a second time in the history."""
    feed = only(read_shippo(SHIPPO))
    found = tracking(feed)

    assert feed == only(read_shippo(SHIPPO["data"]))
    assert (feed.source, feed.number, feed.carrier) == ("shippo", "1Z12345E0203000007", "ups")
    assert [some.status for some in found.events] == [S.PRE_TRANSIT, S.OUT_FOR_DELIVERY, S.UNKNOWN]
    assert found.events[1].place == "Austin, TX, US"
    assert [(some.told, some.delivery) for some in found.estimates] == [
        (instant("2026-03-04T10:05:00.120Z"), instant("2026-03-05T00:00:00Z"))
    ]


def test_shippo_knows_a_number_of_which_nothing_is_known() -> None:
    """An answer with neither status nor history is a feed without events."""
    given = changed(changed(SHIPPO, "data.tracking_status", None), "data.tracking_history", None)

    assert only(read_shippo(given)).events == ()


@pytest.mark.parametrize(
    ("status", "code", "expected", "exception"),
    [
        ("UNKNOWN", None, S.UNKNOWN, None),
        ("TRANSIT", None, S.IN_TRANSIT, None),
        ("TRANSIT", "package_arrived", S.IN_TRANSIT, None),
        ("TRANSIT", "notice_left", S.ATTEMPTED, ExceptionCode.NOBODY_THERE),
        ("TRANSIT", "pickup_available", S.AVAILABLE_FOR_PICKUP, None),
        ("TRANSIT", "package_held", S.DELAYED, ExceptionCode.HELD),
        ("DELIVERED", "delivered", S.DELIVERED, None),
        ("RETURNED", "return_to_sender", S.RETURNING, None),
        ("FAILURE", "package_lost", S.LOST, ExceptionCode.LOST),
        ("FAILURE", "package_damaged", S.UNDELIVERABLE, ExceptionCode.DAMAGED),
    ],
)
def test_shippo_words(
    status: str, code: str | None, expected: TrackingStatus, exception: ExceptionCode | None
) -> None:
    """Of a status and its sub-status."""
    given = changed(SHIPPO, "data.tracking_history[0].status", status)
    given = changed(given, "data.tracking_history[0].substatus", code and {"code": code})

    event = only(read_shippo(given)).events[0]

    assert (event.status, event.exception) == (expected, exception)


def test_aftership_trackings_are_read() -> None:
    """Times with an offset are instants, times without are intervals, and so are days."""
    feed = only(read_aftership(AFTERSHIP))
    found = tracking(feed)

    assert (feed.number, feed.carrier) == ("3SABCD1234567", "postnl")
    first, second = feed.events[:2]
    assert (first.when, first.place, first.code) == (
        instant("2026-03-03T17:33:57Z"),
        "Amsterdam, NL",
        "J05",
    )
    assert second.when == Interval("2026-03-03T19:00:00Z", "2026-03-04T21:00:00Z")
    assert (second.place, second.exception) == ("Oslo, NOR", ExceptionCode.CUSTOMS)
    handed_over = changed(AFTERSHIP, "data.tracking.checkpoints[0].slug", "posten-norge")
    carriers = [event.carrier for event in only(read_aftership(handed_over)).events]
    assert carriers == ["posten-norge", "postnl", "postnl"]
    assert found.status is S.DELAYED
    assert found.estimated_delivery == Interval(
        "2026-03-05T10:00:00Z", "2026-03-07T11:59:59.999999Z"
    )


def test_aftership_trackings_come_in_several_wrappings() -> None:
    """A webhook, a page, or the tracking itself."""
    alone = read_aftership(AFTERSHIP)
    one = AFTERSHIP["data"]["tracking"]

    assert len(read_aftership({"data": {"trackings": [one, one]}})) == 2
    for payload in ({"event": "tracking_update", "msg": one}, {"data": one}):
        (feed,) = read_aftership(payload)
        assert (feed.events, feed.number) == (alone[0].events, alone[0].number)


@pytest.mark.parametrize(
    ("tag", "subtag", "expected", "exception"),
    [
        ("Pending", "Pending_001", S.UNKNOWN, None),
        ("Expired", "Expired_001", S.UNKNOWN, ExceptionCode.SILENT),
        ("AttemptFail", "AttemptFail_001", S.ATTEMPTED, None),
        ("AttemptFail", "AttemptFail_002", S.ATTEMPTED, ExceptionCode.NOBODY_THERE),
        ("Exception", "Exception_001", S.DELAYED, None),
        ("Exception", "Exception_003", S.REFUSED, None),
        ("Exception", "Exception_010", S.RETURNING, None),
        ("Exception", "Exception_011", S.RETURNED, None),
        ("Exception", "Exception_013", S.LOST, None),
        ("Delivered", "Delivered_001", S.DELIVERED, None),
        ("Elsewhere", "Elsewhere_001", S.UNKNOWN, None),
    ],
)
def test_aftership_words(
    tag: str, subtag: str, expected: TrackingStatus, exception: ExceptionCode | None
) -> None:
    """Of a tag and its sub-tag."""
    given = changed(AFTERSHIP, "data.tracking.checkpoints[0].tag", tag)
    given = changed(given, "data.tracking.checkpoints[0].subtag", subtag)

    event = only(read_aftership(given)).events[0]

    assert (event.status, event.exception) == (expected, exception)


def test_amazon_shipping_is_read() -> None:
    """On the way back "Delivered" means back with the sender; why it came back stays known."""
    feed = only(read_amazon(SHIPPING))
    found = tracking(feed)

    assert feed.number == "TBA123456789012"
    assert [some.status for some in found.milestones] == [S.REFUSED, S.RETURNING, S.RETURNED]
    assert found.trouble is not None
    assert found.trouble.value == "refused"
    assert found.deliveries == ()
    assert feed.events[0].place == "Leeds, GB"
    lost = changed(SHIPPING, "payload.eventHistory[2].eventCode", "Lost")
    assert tracking(only(read_amazon(lost))).status is S.LOST


def test_amazon_outbound_is_read() -> None:
    """The estimate was told with the last event, or at the shipping where there is none."""
    feed = only(read_amazon(OUTBOUND))
    found = tracking(feed)

    assert (feed.number, feed.carrier) == ("TBA123456789012", "Amazon Logistics")
    assert (found.status, found.exceptions[0].code) == (S.DELAYED, ExceptionCode.CUSTOMS)
    assert found.estimates[0].told == instant("2026-03-03T09:00:00Z")
    early = tracking(only(read_amazon(changed(OUTBOUND, "payload.trackingEvents", None))))
    assert early.estimates[0].told == instant("2026-03-02T09:00:00Z")


def test_amazon_milestones_are_read() -> None:
    """From the notification or the answer; of all estimates that of the delivery."""
    feed = only(read_amazon(MILESTONES))
    found = tracking(feed)

    (inner,) = MILESTONES["payload"].values()
    assert feed == only(read_amazon(inner))
    assert (feed.number, feed.carrier) == ("1Z12345E0203000007", "UPS")
    assert found.delivered_at == instant("2026-03-05T01:26:56.123456Z")
    assert feed.events[0].code == "DELIVERED PORCH"
    assert feed.events[0].place == "Austin, Texas, US"
    assert [some.delivery for some in found.estimates] == [
        Interval("2026-03-04T00:00:00Z", "2026-03-06T23:59:59Z")
    ]


@pytest.mark.parametrize(
    ("identifier", "number"),
    [({"aftn": "AFTN1"}, "AFTN1"), ({"id": "u-1"}, "u-1"), ({}, ""), ({"aftn": " "}, "")],
)
def test_amazon_may_know_a_parcel_by_its_own_number_alone(
    identifier: Mapping[str, str], number: str
) -> None:
    """Where the carrier's is not told."""
    way = "payload.shipmentTrackingMilestoneChangedNotification.trackingDetail.identifier"

    assert only(read_amazon(changed(MILESTONES, way, identifier))).number == number


def test_an_estimate_of_one_moment_is_an_instant() -> None:
    """Begin and end are the same."""
    detail = MILESTONES["payload"]["shipmentTrackingMilestoneChangedNotification"]
    span = "trackingDetail.trackingEstimates[0].estimatedInterval.endTime"
    given = changed(detail, span, "2026-03-04T00:00:00Z")

    found = tracking(only(read_amazon(given)))

    assert found.estimated_delivery == instant("2026-03-04T00:00:00Z")


def test_the_raw_shape_is_read() -> None:
    """In our words; a correction counts."""
    feed = only(read_raw(RAW))
    found = tracking(feed)

    assert (feed.source, feed.number, feed.carrier) == ("dispatch", "R-17", "Our riders")
    assert (found.status, found.exceptions[0].code) == (S.IN_TRANSIT, ExceptionCode.NOBODY_THERE)
    assert [some.correction for some in feed.events] == [False, False, True]
    assert feed.events[1].estimated == Interval.of_day(instant("2026-03-03T00:00:00Z").date())
    bare = {"number": "7", "events": [{"status": "lost", "at": "2026-03-02"}]}
    assert only(read_raw(bare)).source == "raw"


def test_r42_offsets_that_do_not_hold_are_left_out() -> None:
    """goshippo/shippo-php-client#29: a local time that was given as if it were UTC."""
    for read, payload in ((read_easypost, EASYPOST), (read_shippo, SHIPPO)):
        scans = [some for some in only(read(payload, zones_hold=False)).events if some.text]
        assert scans
        assert all(isinstance(some.when, Interval) for some in scans)
    (feed,) = read_aftership(AFTERSHIP, zones_hold=False)
    assert feed.events[0].when == Interval("2026-03-03T04:33:57Z", "2026-03-04T06:33:57Z")


# What is refused


@pytest.mark.parametrize(("name", "read", "payload"), GOOD, ids=[name for name, *_ in GOOD])
def test_what_is_no_object_is_refused(name: str, read: Reader, payload: Mapping[str, Any]) -> None:
    """A list, a text, nothing at all."""
    for other in (None, [payload], "{}", 7, True):
        with pytest.raises(FeedError) as error:
            read(other)
        assert (error.value.field, error.value.code) == ("payload", "not_an_object")


@pytest.mark.parametrize(
    ("read", "payload", "field", "code"),
    [
        (read_easypost, {}, "payload", "not_tracking"),
        (read_easypost, {"object": "Address"}, "payload", "not_tracking"),
        (read_easypost, {"object": "Event", "result": None}, "payload", "not_tracking"),
        (read_easypost, {"object": "Event", "result": {}}, "result", "not_tracking"),
        (read_easypost, {"tracker": "trk_1"}, "tracker", "not_an_object"),
        (read_easypost, {"trackers": {}}, "trackers", "not_a_list"),
        (read_easypost, {"trackers": [EASYPOST, 7]}, "trackers[1]", "not_an_object"),
        (read_easypost, {"error": {"code": "UNAUTHORIZED"}}, "error", "error_answer"),
        (read_easypost, changed(EASYPOST, "tracking_code", ""), "tracking_code", "missing_value"),
        (read_easypost, changed(EASYPOST, "tracking_code", 7), "tracking_code", "not_text"),
        (
            read_easypost,
            changed(EASYPOST, "tracking_details", {}),
            "tracking_details",
            "not_a_list",
        ),
        (read_shippo, {"carrier": ["bad"]}, "payload", "not_tracking"),
        (read_shippo, {"data": None}, "data", "not_an_object"),
        (read_shippo, changed(SHIPPO, "data.carrier", None), "data.carrier", "missing_value"),
        (read_aftership, {"meta": {"code": 4001, "message": "No"}}, "meta", "error_answer"),
        (read_aftership, {"meta": {"code": 200}}, "data", "not_an_object"),
        (read_aftership, {"data": {"couriers": []}}, "data", "not_tracking"),
        (read_aftership, {"data": {"trackings": 7}}, "data.trackings", "not_a_list"),
        (read_amazon, {"errors": [{"code": "NotFound"}]}, "errors", "error_answer"),
        (read_amazon, {"payload": {"orders": []}}, "payload", "not_tracking"),
        (read_amazon, {"orders": []}, "payload", "not_tracking"),
        (read_amazon, {"trackingDetail": 7}, "trackingDetail", "not_an_object"),
        (read_amazon, {"milestoneHistory": []}, "identifier", "not_an_object"),
        (
            read_amazon,
            {"milestoneHistory": [], "identifier": {"carrierTracking": {}}},
            "identifier.carrierTracking.trackingNumber",
            "missing_value",
        ),
        (
            read_amazon,
            changed(SHIPPING, "payload.trackingId", "\ud800"),
            "payload.trackingId",
            "bad_text",
        ),
        (read_raw, {"number": "7"}, "payload", "not_tracking"),
        (read_raw, {"events": []}, "number", "missing_value"),
    ],
)
def test_a_payload_about_something_else_is_refused(
    read: Reader, payload: object, field: str, code: str
) -> None:
    """By a code, with the way to what is wrong."""
    with pytest.raises(FeedError) as error:
        read(payload)

    assert (error.value.field, error.value.code) == (field, code)


@pytest.mark.parametrize(
    ("read", "payload", "field", "code", "value"),
    [
        (
            read_easypost,
            changed(EASYPOST, "tracking_details[1].datetime", "yesterday"),
            "tracking_details[1].datetime",
            "bad_time",
            "yesterday",
        ),
        (
            read_easypost,
            changed(EASYPOST, "tracking_details[1].datetime", None),
            "tracking_details[1].datetime",
            "missing_value",
            "",
        ),
        (
            read_easypost,
            changed(EASYPOST, "tracking_details[1].datetime", "0001-01-01T00:00:00Z"),
            "tracking_details[1].datetime",
            "bad_time",
            "0001-01-01T00:00:00Z",
        ),
        (
            read_easypost,
            changed(EASYPOST, "tracking_details[1].datetime", "2026-02-30"),
            "tracking_details[1].datetime",
            "bad_time",
            "2026-02-30",
        ),
        (
            read_easypost,
            changed(EASYPOST, "tracking_details[1].message", "x" * 9 + "\ud800"),
            "tracking_details[1].message",
            "bad_text",
            "'xxxxxxxxx\\ud800'",
        ),
        (
            read_easypost,
            changed(EASYPOST, "tracking_details[1].tracking_location", "Austin"),
            "tracking_details[1].tracking_location",
            "not_an_object",
            "Austin",
        ),
        (
            read_easypost,
            changed(EASYPOST, "tracking_details[1].tracking_location.city", 10**5000),
            "tracking_details[1].tracking_location.city",
            "not_text",
            "int",
        ),
        (
            read_easypost,
            changed(EASYPOST, "tracking_details[1]", "scan" * 50),
            "tracking_details[1]",
            "not_an_object",
            "scan" * 20,
        ),
        (
            read_easypost,
            changed(EASYPOST, "tracking_details[1]", "\ud800"),
            "tracking_details[1]",
            "not_an_object",
            "'\\ud800'",
        ),
        (
            read_easypost,
            changed(EASYPOST, "est_delivery_date", "soon"),
            "est_delivery_date",
            "bad_time",
            "soon",
        ),
        (
            read_shippo,
            changed(SHIPPO, "data.tracking_history[0].substatus", "held"),
            "data.tracking_history[0].substatus",
            "not_an_object",
            "held",
        ),
        (
            read_raw,
            changed(RAW, "events[0].status", "gone"),
            "events[0].status",
            "unknown_word",
            "gone",
        ),
        (
            read_raw,
            changed(RAW, "events[0].exception", "rain"),
            "events[0].exception",
            "unknown_word",
            "rain",
        ),
        (
            read_raw,
            changed(RAW, "events[0].correction", "yes"),
            "events[0].correction",
            "unknown_word",
            "yes",
        ),
    ],
)
def test_a_bad_scan_spoils_no_other(
    read: Reader, payload: Mapping[str, Any], field: str, code: str, value: str
) -> None:
    """It is told beside those that were read, and by a code."""
    (feed,) = read(payload)

    ((found),) = feed.refused
    assert isinstance(found, RefusedScan)
    assert (found.field, found.code, found.value) == (field, code, value)
    assert found.expected
    assert len(feed.events) >= 2
    assert code in FEED_CODES


def test_an_estimate_that_ends_before_it_begins_is_refused() -> None:
    """And the scans are read all the same."""
    detail = MILESTONES["payload"]["shipmentTrackingMilestoneChangedNotification"]
    span = "trackingDetail.trackingEstimates[0].estimatedInterval.endTime"

    (feed,) = read_amazon(changed(detail, span, "2026-03-03T00:00:00Z"))

    assert [(some.field, some.code) for some in feed.refused] == [(span, "bad_time")]
    assert tracking(feed).status is S.DELIVERED


def test_a_refusal_survives_processes() -> None:
    """Each says what happened, and is the same after it went to another process and back."""
    error = FeedError("events[0].at", "bad_time", "soon" * 40, "an ISO 8601 time")

    again = pickle.loads(pickle.dumps(error))  # noqa: S301

    assert str(error) == str(again) == f"events[0].at: '{'soon' * 20}' is not an ISO 8601 time"
    assert (vars(again), again.code) == (vars(error), "bad_time")
