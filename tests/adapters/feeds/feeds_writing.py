"""What the tests of feeds write: one good payload of each source, and where recorded ones lie."""

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from ordercore.adapters.feeds import (
    TrackingFeed,
    read_aftership,
    read_amazon,
    read_easypost,
    read_raw,
    read_shippo,
)

DATA = Path(__file__).parents[3] / "../shared/data"
"""Third-party data lies beside the checkout."""

Reader = Callable[[object], tuple[TrackingFeed, ...]]

EASYPOST: Mapping[str, Any] = {
    "object": "Tracker",
    "tracking_code": "9400191234567890123459",
    "status": "delivered",
    "carrier": "USPS",
    "updated_at": "2026-03-05T18:00:00Z",
    "est_delivery_date": "2026-03-05T20:00:00Z",
    "tracking_details": [
        {
            "message": "Label printed",
            "status": "pre_transit",
            "status_detail": "label_created",
            "datetime": "2026-03-02T09:00:00Z",
            "source": "USPS",
            "carrier_code": "MA",
            "tracking_location": {"city": None, "state": None, "country": None, "zip": None},
        },
        {
            "message": "Held in the storm",
            "status": "in_transit",
            "status_detail": "weather_delay",
            "datetime": "2026-03-03T09:00:00Z",
            "tracking_location": {"city": "AUSTIN", "state": "TX", "country": "US"},
            "est_delivery_date": "2026-03-06T20:00:00Z",
        },
        {"status": "delivered", "datetime": "2026-03-05T17:40:00Z", "tracking_location": None},
    ],
}

SHIPPO: Mapping[str, Any] = {
    "event": "track_updated",
    "data": {
        "carrier": "ups",
        "tracking_number": "1Z12345E0203000007",
        "eta": "2026-03-05T00:00:00Z",
        "tracking_status": {
            "object_id": "b2",
            "object_updated": "2026-03-04T10:05:00.120Z",
            "status": "TRANSIT",
            "status_details": "Out for delivery today",
            "status_date": "2026-03-04T10:00:00Z",
            "substatus": {"code": "out_for_delivery", "action_required": False},
            "location": {"city": "Austin", "state": "TX", "zip": "78701", "country": "US"},
        },
        "tracking_history": [
            {
                "object_id": "a1",
                "status": "PRE_TRANSIT",
                "status_details": "Label made",
                "status_date": "2026-03-02T09:00:00Z",
                "location": None,
            },
            {
                "object_id": "b1",
                "status": "TRANSIT",
                "status_details": "Out for delivery today",
                "status_date": "2026-03-04T10:00:00Z",
                "substatus": {"code": "out_for_delivery"},
                "location": {"city": "Austin", "state": "TX", "zip": "78701", "country": "US"},
            },
        ],
    },
}

AFTERSHIP: Mapping[str, Any] = {
    "meta": {"code": 200},
    "data": {
        "tracking": {
            "tracking_number": "3SABCD1234567",
            "slug": "postnl",
            "updated_at": "2026-03-04T10:05:00+00:00",
            "expected_delivery": "2026-03-06",
            "checkpoints": [
                {
                    "slug": "postnl",
                    "tag": "InTransit",
                    "subtag": "InTransit_003",
                    "message": "Sorted",
                    "checkpoint_time": "2026-03-03T18:33:57+01:00",
                    "location": "Amsterdam, NL",
                    "raw_tag": "J05",
                },
                {
                    "tag": "Exception",
                    "subtag": "Exception_004",
                    "message": "Customs",
                    "checkpoint_time": "2026-03-04T09:00:00",
                    "city": "Oslo",
                    "state": None,
                    "country_iso3": "NOR",
                },
            ],
        }
    },
}

SHIPPING: Mapping[str, Any] = {
    "payload": {
        "trackingId": "TBA123456789012",
        "eventHistory": [
            {
                "eventCode": "Rejected",
                "eventTime": "2026-03-03T09:00:00.500Z",
                "location": {"city": "Leeds", "countryCode": "GB"},
                "shipmentType": "FORWARD",
            },
            {
                "eventCode": "Departed",
                "eventTime": "2026-03-04T09:00:00Z",
                "shipmentType": "RETURNS",
            },
            {
                "eventCode": "Delivered",
                "eventTime": "2026-03-05T09:00:00Z",
                "shipmentType": "RETURNS",
            },
        ],
    }
}

OUTBOUND: Mapping[str, Any] = {
    "payload": {
        "packageNumber": 1,
        "trackingNumber": "TBA123456789012",
        "carrierCode": "Amazon Logistics",
        "shipDate": "2026-03-02T09:00:00Z",
        "estimatedArrivalDate": "2026-03-05T09:00:00Z",
        "trackingEvents": [
            {
                "eventDate": "2026-03-03T09:00:00Z",
                "eventCode": "EVENT_402",
                "eventDescription": "Customs clearance delay.",
                "eventAddress": {"city": "Oslo", "state": "", "country": "NO"},
            }
        ],
    }
}

MILESTONES: Mapping[str, Any] = {
    "notificationType": "SHIPMENT_TRACKING_MILESTONE_CHANGED",
    "payload": {
        "shipmentTrackingMilestoneChangedNotification": {
            "trackingDetail": {
                "identifier": {
                    "aftn": "AFTN1",
                    "carrierTracking": {
                        "trackingNumber": "1Z12345E0203000007",
                        "carrierCode": "UPS",
                    },
                },
                "milestoneHistory": [
                    {
                        "status": {
                            "code": "DELIVERED",
                            "subCode": "PORCH",
                            "description": "On the porch",
                        },
                        "location": {
                            "address": {"city": "Austin", "region": "Texas", "countryCode": "US"}
                        },
                        "occurredAt": "2026-03-05T01:26:56.123456789Z",
                    },
                    {"status": {"code": "SHIPPED"}, "occurredAt": "2026-03-03T05:21:43Z"},
                ],
                "trackingEstimates": [
                    {
                        "type": "ESTIMATED_DELIVERY_DATE",
                        "estimatedInterval": {
                            "startTime": "2026-03-04T00:00:00Z",
                            "endTime": "2026-03-06T23:59:59Z",
                        },
                        "lastUpdatedTime": "2026-03-03T05:21:43Z",
                    },
                    {
                        "type": "ESTIMATED_TIME_OF_DEPARTURE",
                        "estimatedInterval": {
                            "startTime": "2026-03-02T00:00:00Z",
                            "endTime": "2026-03-02T09:00:00Z",
                        },
                        "lastUpdatedTime": "2026-03-01T05:21:43Z",
                    },
                ],
            }
        }
    },
}

RAW: Mapping[str, Any] = {
    "number": "R-17",
    "carrier": "Our riders",
    "source": "dispatch",
    "events": [
        {"status": "in_transit", "at": "2026-03-02T09:00:00+01:00", "id": "1", "place": "Depot"},
        {
            "status": "attempted",
            "at": "2026-03-02T11:00:00",
            "exception": "nobody_there",
            "estimated": "2026-03-03",
            "code": "N",
            "text": "Rang twice",
        },
        {"status": "in_transit", "at": "2026-03-02T12:00:00Z", "correction": True},
    ],
}

GOOD: tuple[tuple[str, Reader, Mapping[str, Any]], ...] = (
    ("easypost", read_easypost, EASYPOST),
    ("shippo", read_shippo, SHIPPO),
    ("aftership", read_aftership, AFTERSHIP),
    ("amazon shipping", read_amazon, SHIPPING),
    ("amazon outbound", read_amazon, OUTBOUND),
    ("amazon milestones", read_amazon, MILESTONES),
    ("raw", read_raw, RAW),
)


def changed(payload: Mapping[str, Any], way: str, value: object) -> Any:
    """Give a payload with what stands at a way (``a.b[0].c``) replaced."""
    copied = copy.deepcopy(dict(payload))
    steps = [
        int(s) if s.isdigit() else s for s in way.replace("[", ".").replace("]", "").split(".")
    ]
    inner: Any = copied
    for step in steps[:-1]:
        inner = inner[step]
    inner[steps[-1]] = value
    return copied


def recorded(folder: str, pattern: str = "*.jsonl") -> list[Any]:
    """Read all recorded answers in a folder of the shared data, or skip."""
    files = sorted((DATA / folder).rglob(pattern))
    if not files:
        pytest.skip(f"{folder} of the shared data is not beside this checkout")
    return [payload for file in files for payload in _payloads(file)]


def _payloads(file: Path) -> Iterator[Any]:
    text = file.read_text("utf-8")
    if file.suffix == ".jsonl":
        yield from (json.loads(line).get("response") for line in text.splitlines())
    else:
        yield json.loads(text)
