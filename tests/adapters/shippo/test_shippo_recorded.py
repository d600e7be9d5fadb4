"""Exchanges that Shippo's own clients recorded, through the adapter."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import attrs
import pytest
from shippo_world import World, served

from ordercore.errors import CarrierError
from ordercore.ports.carrier_faults import CARRIER_FAULTS
from ordercore.shipping.tracking import TrackingStatus, reduce
from ordercore.testing.carrier import carriage

DATA = Path(__file__).parents[3] / "../shared/data/carriers/shippo"

Json = dict[str, Any]

world = pytest.fixture(served)


@pytest.fixture
def exchanges() -> list[Json]:
    """Give all of them; skip where they are not."""
    files = sorted(DATA.glob("*_cassettes.jsonl"))
    if not files:
        pytest.skip(f"no recorded exchanges in {DATA}")
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def answers(exchanges: list[Json], kind: str, fine: bool = True) -> list[Any]:
    """Give the answers of a kind."""
    return [
        one["response"] for one in exchanges if kind in one["uri"] and (one["status"] < 400) == fine
    ]


def test_recorded_shipments_are_quoted(world: World, exchanges: list[Json]) -> None:
    """Every rate of those that were worked off is a quote, at the price that was recorded."""
    carrier = world.carrier(polls=0)
    carrier.quote(carriage())
    outcomes = Counter[str]()
    for made in answers(exchanges, "/shipments/"):
        if "rates" in made:
            world.fail(201, made)
            try:
                quotes = carrier.quote(carriage()).quotes
            except CarrierError as error:
                outcomes[error.code] += 1
                assert made["status"] in ("QUEUED", "WAITING")
            else:
                outcomes["quoted"] += 1
                assert [str(quote.price) for quote in quotes] == [
                    f"{rate['amount']} {rate['currency']}" for rate in made["rates"]
                ]

    assert outcomes["quoted"] > 5
    assert set(outcomes) <= {"quoted", "too_busy"}


def test_recorded_purchases_are_labels(world: World, exchanges: list[Json]) -> None:
    """With the number and the paper that were recorded."""
    rates = {
        rate["object_id"]: rate
        for made in answers(exchanges, "/shipments/")
        for rate in made.get("rates", ())
    }
    found = [
        one
        for one in answers(exchanges, "/transactions/")
        if one.get("status") == "SUCCESS" and one["rate"] in rates
    ]
    assert found
    for one in found:
        rate = rates[one["rate"]]
        world.clock.set(rate["object_created"])
        carrier = world.carrier()
        quote = carrier.quote(carriage()).quotes[0]
        world.account.failing = [(200, rate, {}), (201, one, {})]

        label = carrier.buy(attrs.evolve(quote, id=rate["object_id"]), one["object_id"])
        assert label.tracking == one["tracking_number"]
        assert [paper.url for paper in label.documents] == [one["label_url"]]
        assert label.documents[0].media_type == "application/pdf"


def test_recorded_tracks_are_read(world: World, exchanges: list[Json]) -> None:
    """As the reader of feeds reads them."""
    (track, *_) = [one for one in answers(exchanges, "/tracks/") if "tracking_number" in one]
    world.fail(200, track)
    carrier = world.carrier(carrier_of=lambda _: track["carrier"])

    assert reduce(carrier.track(track["tracking_number"])).status is TrackingStatus.DELIVERED


def test_recorded_refusals_are_faults(world: World, exchanges: list[Json]) -> None:
    """Each by a code of the table, in the words that were recorded."""
    carrier = world.carrier()
    carrier.quote(carriage())
    refusals = [one for one in exchanges if one["status"] >= 400]
    for one in refusals:
        world.fail(one["status"], one["response"])
        with pytest.raises(CarrierError) as caught:
            carrier.quote(carriage())
        assert caught.value.code in CARRIER_FAULTS
        assert caught.value.detail

    assert len(refusals) > 5
