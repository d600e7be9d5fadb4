"""Every recorded payload is read or refused by a code, and read as its source sums it up."""

from collections.abc import Iterator
from typing import Any

import pytest
from feeds_writing import DATA, Reader, recorded

from ordercore.adapters.feeds import (
    FEED_CODES,
    FeedError,
    TrackingFeed,
    read_aftership,
    read_amazon,
    read_easypost,
    read_raw,
    read_shippo,
)
from ordercore.adapters.feeds.amazon_codes import MILESTONES, OUTBOUND, SHIPPING
from ordercore.adapters.feeds.easypost import STATUSES
from ordercore.shipping.tracking import TrackingStatus, reduce

READERS: tuple[Reader, ...] = (
    read_aftership, read_amazon, read_easypost, read_raw, read_shippo
)  # fmt: skip


def read_or_code(read: Reader, payload: object) -> tuple[TrackingFeed, ...] | str:
    """Give the feeds, or the code of the refusal."""
    try:
        return read(payload)
    except FeedError as error:
        return error.code


@pytest.mark.parametrize(
    ("folder", "pattern", "read", "feeds"),
    [
        ("carriers/easypost", "*.jsonl", read_easypost, 126),
        ("carriers/easypost/docs_responses", "*.json", read_easypost, 17),
        ("carriers/shippo", "*.jsonl", read_shippo, 3),
        ("carriers/aftership", "*.jsonl", read_aftership, 10),
        ("carriers/active_shipping/json", "*.json", read_raw, 0),
        ("sp_api/examples", "*.jsonl", read_amazon, 15),
        ("sp_api_samples", "*Tracking*.json", read_amazon, 1),
        ("sp_api_samples", "*tracking*.json", read_amazon, 1),
    ],
)
def test_every_recorded_payload_is_read_or_refused(
    folder: str, pattern: str, read: Reader, feeds: int
) -> None:
    """By its source's reader; no scan of theirs is refused."""
    found = [read_or_code(read, payload) for payload in recorded(folder, pattern)]

    read_ones = [feed for some in found if isinstance(some, tuple) for feed in some]
    assert len(read_ones) >= feeds
    assert [feed.refused for feed in read_ones if feed.refused] == []
    assert {code for code in found if isinstance(code, str)} <= set(FEED_CODES)


def test_no_reader_fails_on_the_payloads_of_others() -> None:
    """Whatever was recorded, whoever reads it."""
    for payload in recorded("carriers", "*.jsonl"):
        for read in READERS:
            found = read_or_code(read, payload)
            assert isinstance(found, tuple) or found in FEED_CODES


def trackers(payload: Any) -> Iterator[dict[str, Any]]:
    """Give every tracker in a payload of EasyPost's, however deep."""
    if isinstance(payload, dict):
        if payload.get("object") == "Tracker":
            yield payload
        for inner in payload.values():
            yield from trackers(inner)
    elif isinstance(payload, list):
        for inner in payload:
            yield from trackers(inner)


def test_our_status_is_the_one_that_easypost_tells() -> None:
    """For every tracker that was recorded: reduced from its scans, in any order."""
    given = [one for payload in recorded("carriers/easypost") for one in trackers(payload)]

    assert len(given) > 200
    for one in given:
        (feed,) = read_easypost(one)
        assert reduce(reversed(feed.events)).status is STATUSES[one["status"]]


def test_the_delivery_that_shippo_tells_is_found() -> None:
    """At the time of its scan; the scans before it are milestones."""
    answers = [read_or_code(read_shippo, payload) for payload in recorded("carriers/shippo")]
    (feed, *_) = [some[0] for some in answers if isinstance(some, tuple) and some[0].events]

    found = reduce(feed.events)

    assert str(found.delivered_at) == "2016-12-08 15:19:00+00:00"
    assert [some.status for some in found.milestones] == [
        TrackingStatus.IN_TRANSIT,
        TrackingStatus.DELIVERED,
    ]


@pytest.mark.parametrize(
    ("model", "way", "words"),
    [
        ("shipping-api-model/shippingV2.json", ("EventCode",), SHIPPING),
        (
            "fulfillment-outbound-api-model/fulfillmentOutbound_2020-07-01.json",
            ("EventCode",),
            OUTBOUND,
        ),
        (
            "tracking-api-model/tracking_2026-01-30.json",
            ("TrackingMilestoneStatus", "properties", "code"),
            MILESTONES,
        ),
    ],
)
def test_every_word_of_amazons_models_has_a_meaning(
    model: str, way: tuple[str, ...], words: Any
) -> None:
    """And there is none that the model does not have."""
    if not (DATA / "sp_api/models").exists():
        pytest.skip("the models of the Selling Partner API are not beside this checkout")
    (found,) = _model(model)
    for step in way:
        found = found[step]

    assert set(words) == set(found["enum"])


def _model(name: str) -> list[Any]:
    folder, _, file = name.partition("/")
    return [payload["definitions"] for payload in recorded(f"sp_api/models/{folder}", file)]
