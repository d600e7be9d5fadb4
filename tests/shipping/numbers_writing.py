"""What the tests of tracking numbers share: public cases, and a row of a host's own."""

import json
from pathlib import Path
from typing import Any

import pytest

from ordercore.shipping.numbers import TRACKING_NUMBER_TYPES, TrackingNumberType, mod10

CASES = Path(__file__).parents[2] / "../shared/data/tracking_number_data/cases.jsonl"
"""Third-party data lies beside the checkout."""

TYPES = {row.code: row for row in TRACKING_NUMBER_TYPES}

OTHER_NAMES = {
    "canada_post": "canada_post_16",
    "dhl_express_piece_id": "dhl_express_piece",
    "dpd": "dpd_28",
    "fedex_astra_32": "fedex_astra",
    "fedex_ground": "fedex_ground_15",
    "fedex_ground_gsn": "fedex_ground_34",
    "fedex_ground_sscc_18": "fedex_ground_18",
    "landmark_global": "landmark_ltn",
    "lasership_1ls7": "lasership_1ls7_15",
    "lasership_lx": "lasership_l",
    "purolator_alpha": "purolator_letters",
    "purolator_numeric": "purolator_12",
    "speedee": "speedee_20",
    "ups": "ups_1z",
    "usps_impb_c": "usps_impb_commercial",
    "usps_impb_n": "usps_impb_online",
    "LaserShip 1LS7 (18)": "lasership_1ls7_18",
    "Old Dominion": "old_dominion_pro",
    "Old Dominion Guaranteed Shipment": "old_dominion_guaranteed",
    "UPS Waybill": "ups_waybill",
}
"""What the data calls our types, where it calls them otherwise."""


def cases() -> list[dict[str, Any]]:
    """Read all cases, or skip."""
    if not CASES.exists():
        pytest.skip("the cases of tracking_number_data are not beside this checkout")
    return [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]


def type_of(case: dict[str, Any]) -> TrackingNumberType:
    """Find the type that a case is about."""
    theirs = case["type_id"] or case["type_name"]
    return TYPES[OTHER_NAMES.get(theirs, theirs)]


def house(**changes: Any) -> TrackingNumberType:
    """Make a row of a host's own: HX, five digits and a check digit."""
    return TrackingNumberType(
        **{
            "code": "house",
            "courier": "bike",
            "name": "Our riders",
            "pattern": "HX(?P<serial>[0-9]{5})(?P<check>[0-9])",
            "fixed": 2,
            "checksum": mod10(even=3, odd=1),
            "good": ("HX123457",),
            "bad": ("HX123458", "HX12345"),
            **changes,
        }
    )
