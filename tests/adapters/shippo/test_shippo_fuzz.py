"""Answers with something wrong in them: each is read or refused, and nothing crashes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shippo_server import AT
from shippo_world import World, served

from local_server import Json
from ordercore.adapters.memory import MemoryLabelBook
from ordercore.errors import CarrierError
from ordercore.kernel.time import instant
from ordercore.ports.carriage import Label, PickupRequest
from ordercore.ports.carrier import Carrier
from ordercore.ports.carrier_faults import CARRIER_FAULTS
from ordercore.testing.carrier import SELLER, carriage
from spoiling import changed, places

world = pytest.fixture(served, scope="module")

ODD: tuple[Any, ...] = (
    None,
    7,
    -1.5,
    float("nan"),
    1e400,
    True,
    "",
    "x",
    "\ud83d",
    "\x00",
    "2025-13-40",
    "9999-12-31T23:59:59Z",
    "QUEUED",
    "ERROR",
    "REFUNDED",
    [],
    [7],
    ["x"],
    [{}],
    {},
    {"object_id": 7},
)

BEGIN = instant(AT) + timedelta(days=1)


def pickup(label: Label) -> PickupRequest:
    """Ask for one."""
    return PickupRequest(
        at=SELLER, begin=BEGIN, until=BEGIN + timedelta(hours=4), labels=(label.id,)
    )


STEPS: dict[str, Callable[[Carrier, Label], object]] = {
    "POST addresses": lambda carrier, _: carrier.quote(carriage(sender=carriage().to)),
    "POST shipments": lambda carrier, _: carrier.quote(carriage()),
    "GET rates/": lambda carrier, _: carrier.buy(carrier.quote(carriage()).quotes[0], "key-2"),
    "POST transactions": lambda carrier, _: carrier.buy(
        carrier.quote(carriage()).quotes[0], "key-2"
    ),
    "POST refunds": lambda carrier, label: carrier.void(label.id),
    "GET tracks/": lambda carrier, label: carrier.track(label.tracking),
    "GET carrier_accounts/": lambda carrier, label: carrier.track(label.tracking),
    "POST pickups": lambda carrier, label: carrier.schedule_pickup(pickup(label), "key"),
    "GET shipments/": lambda carrier, label: carrier.manifest([label.id], "key"),
    "POST manifests": lambda carrier, label: carrier.manifest([label.id], "key"),
}
"""The call whose answer is spoilt → what asks for it."""


def spoilt(value: Json, number: int, odd: object) -> Json:
    """Give a copy with something odd in one place."""
    ways = list(places(value))
    return dict(changed(value, ways[number % len(ways)], odd))


def started(world: World) -> tuple[Carrier, Label]:
    """Begin anew, with a label."""
    world.account.reset()
    world.book = MemoryLabelBook()
    carrier = world.carrier(polls=1, wait=lambda _: None)
    return carrier, carrier.buy(carrier.quote(carriage()).quotes[0], "key-1")


@given(
    name=st.sampled_from(sorted(STEPS)),
    odd=st.sampled_from(ODD),
    number=st.integers(0, 200),
    again=st.booleans(),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_law_any_answer_is_read_or_refused(
    world: World, name: str, odd: object, number: int, again: bool
) -> None:
    """By a code of the table; also when the question is asked again."""
    carrier, label = started(world)
    world.account.twist = lambda asked, answer: (
        spoilt(answer, number, odd) if asked == name else answer
    )
    for _ in range(2 if again else 1):
        try:
            STEPS[name](carrier, label)
        except CarrierError as error:
            assert error.code in CARRIER_FAULTS, error


@given(odd=st.sampled_from(ODD), number=st.integers(0, 40), listed=st.booleans())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_law_no_spoilt_answer_makes_it_buy_twice(
    world: World, odd: object, number: int, listed: bool
) -> None:
    """Neither that of the purchase, nor that of the list in which it is looked for."""
    carrier, _ = started(world)
    quote = carrier.quote(carriage()).quotes[0]
    name = "GET transactions" if listed else "POST transactions"
    world.account.losing = "POST /transactions" if listed else ""
    world.account.twist = lambda asked, answer: (
        spoilt(answer, number, odd) if asked == name else answer
    )
    for _ in range(3):
        try:
            carrier.buy(quote, "key-2")
        except CarrierError as error:
            assert error.code in CARRIER_FAULTS, error
        world.account.losing = ""

    assert len([one for one in world.account.bought if one["rate"] == quote.id]) == 1
