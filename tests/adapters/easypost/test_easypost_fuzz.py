"""Recorded answers with something wrong in them: each is read or refused, and nothing crashes."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from easypost_replay import Replay, recorded, serving
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ordercore.adapters.easypost import EasyPostCarrier
from ordercore.adapters.memory import MemoryLabelBook
from ordercore.errors import CarrierError
from ordercore.ports.carrier_faults import CARRIER_FAULTS
from ordercore.testing.carrier import carriage

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


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Replay, str]]:
    """Serve the recorded answers once."""
    replay = Replay(recorded())
    with serving(replay) as base:
        yield replay, base


def places(value: object, way: tuple[object, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the way to every value inside of a value."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value if isinstance(value, list) else ())
    )
    for name, some in inner:
        yield (*way, name)
        yield from places(some, (*way, name))


def changed(value: Any, way: tuple[Any, ...], odd: object) -> Any:
    """Give a copy with something odd in one place."""
    whole = copy.deepcopy(value)
    inner = whole
    for name in way[:-1]:
        inner = inner[name]
    inner[way[-1]] = odd
    return whole


@given(data=st.data(), odd=st.sampled_from(ODD), step=st.sampled_from(["quote", "buy", "track"]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
    answer = {"quote": made, "buy": bought, "track": {"trackers": [bought["tracker"]]}}[step]
    way = data.draw(st.sampled_from(list(places(answer))))
    replay.failing = [(200, changed(answer, way, odd))]
    try:
        if step == "quote":
            carrier.quote(carriage())
        elif step == "buy":
            carrier.buy(quote, "key-1")
        else:
            carrier.track(bought["tracking_code"])
    except CarrierError as error:
        assert error.code in CARRIER_FAULTS
    finally:
        replay.failing = []
        replay.bought.pop(id, None)
