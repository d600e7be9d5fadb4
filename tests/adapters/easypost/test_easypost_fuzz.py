"""Recorded answers with something wrong in them: each is read or refused, and nothing crashes."""

from collections.abc import Iterator
from typing import Any

import pytest
from easypost_forms import rate
from easypost_replay import Replay, recorded, serving
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ordercore.adapters.easypost import EasyPostCarrier
from ordercore.adapters.memory import MemoryLabelBook
from ordercore.errors import CarrierError
from ordercore.kernel.time import instant
from ordercore.ports.carriage import PickupRequest
from ordercore.ports.carrier_faults import CARRIER_FAULTS
from ordercore.testing.carrier import SELLER, carriage
from spoiling import changed, places

pytest.importorskip("easypost", reason="the extra carriers is not installed")

ODD: tuple[Any, ...] = (
    None,
    7,
    -1.5,
    True,
    "",
    "x",
    "\ud83d",
    "2025-13-40",
    [],
    [7],
    {},
    {"id": 7},
    {"id": "shp_"},
)


PICKUP = {
    "id": f"pickup_{1:032x}",
    "status": "scheduled",
    "messages": [{"carrier": "USPS", "message": "none"}],
    "pickup_rates": [rate("NextDay", "4.00"), rate("SameDay", "9.00")],
}

FORM = {
    "id": "sf_1",
    "status": "created",
    "message": None,
    "tracking_codes": ["1"],
    "form_url": "https://a.example/1.pdf",
    "form_file_type": None,
}


def wanted(label: str) -> PickupRequest:
    """Ask for a pickup."""
    begin = instant("2026-03-03T15:00:00Z")
    return PickupRequest(at=SELLER, begin=begin, until=begin.add(hours=4), labels=(label,))


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Replay, str]]:
    """Serve the recorded answers once."""
    replay = Replay(recorded())
    with serving(replay) as base:
        yield replay, base


STEPS = ["quote", "buy", "track", "void", "pickup", "manifest", "pickup again", "manifest again"]

LOST = (503, {"error": {"code": "SERVICE_UNAVAILABLE", "message": "", "errors": []}})


@given(data=st.data(), odd=st.sampled_from(ODD), step=st.sampled_from(STEPS))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_law_any_answer_is_read_or_refused(
    served: tuple[Replay, str], data: st.DataObject, odd: object, step: str
) -> None:
    """By a code of the table."""
    replay, base = served
    carrier = EasyPostCarrier("EZTEST", MemoryLabelBook(), api_base=base, timeout=5)
    id = next(iter(replay.buys))
    made, bought = replay.made[id], replay.buys[id]
    quote = None
    replay.failing = [(201, made)]
    quotes = carrier.quote(carriage()).quotes
    quote = next(some for some in quotes if some.id in replay.rates())
    answer = {
        "quote": made,
        "buy": bought,
        "track": {"trackers": [bought["tracker"]]},
        "void": {**bought, "refund_status": "refunded"},
        "pickup": PICKUP,
        "manifest": FORM,
        "pickup again": PICKUP,
        "manifest again": {**bought, "scan_form": FORM},
    }[step]
    if step.startswith(("pickup", "manifest")):
        carrier.buy(quote, "key-1")
    if step == "pickup again":
        replay.failing = [(201, {**PICKUP, "status": "unknown"}), LOST]
        with pytest.raises(CarrierError, match="carrier_failed"):
            carrier.schedule_pickup(wanted(id), "key-1")
    if step == "manifest again":
        replay.failing = [LOST]
        with pytest.raises(CarrierError, match="carrier_failed"):
            carrier.manifest([id], "key-1")
    way = data.draw(st.sampled_from(list(places(answer))))
    replay.failing = [(200, changed(answer, way, odd))]
    try:
        if step == "quote":
            carrier.quote(carriage())
        elif step == "buy":
            carrier.buy(quote, "key-1")
        elif step == "void":
            carrier.void(id)
        elif step.startswith("pickup"):
            carrier.schedule_pickup(wanted(id), "key-1")
        elif step.startswith("manifest"):
            carrier.manifest([id], "key-1")
        else:
            carrier.track(bought["tracking_code"])
    except CarrierError as error:
        assert error.code in CARRIER_FAULTS
    finally:
        replay.failing = []
        replay.bought.pop(id, None)
