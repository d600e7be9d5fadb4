"""Faults that a close reading found in what channels permit and promise, each with its test."""

import datetime as dt
from typing import Any

import attrs
import pytest
from order_stories import (
    TWO_A,
    accepts,
    amend,
    cancel,
    given,
    hold,
    imported,
    later,
    let_go,
    pay,
    place,
    refusals,
    send_to,
    ship,
    then,
    track,
    verified,
)

from ordercore.channels import (
    CHANNELS,
    MFN,
    Calendars,
    FillPolicy,
    Service,
    Transit,
    promise,
    services,
)
from ordercore.kernel.actors import Actor
from ordercore.kernel.replace import replace
from ordercore.orders.address import Address, AddressOutcome
from ordercore.orders.filling import RecordUnfillable
from ordercore.orders.message import OrderCommand
from ordercore.orders.policies import policy_at
from ordercore.orders.world import World

HOME = Address("Ada Byron", "12 Pine St", "Austin", "TX", "78701", "US")

ELSEWHERE = Address("Ada Byron", "1 Elm St", "Austin", "TX", "78701", "US")

ZONED = services(
    Service(
        code="standard",
        name="Standard",
        transit=(Transit(least=1, most=2), Transit(least=3, most=5, destination="Alaska")),
    )
)


def test_rows_of_two_zones_hold_at_once() -> None:
    """Each pair of zones is a table of its own."""
    policies = policy_at("US", dt.date(2026, 1, 1), World(services=ZONED))

    assert policies.rows["standard", "transit", "*", "*"].most == 2
    assert policies.rows["standard", "transit", "*", "Alaska"].most == 5


def test_the_sellers_own_system_is_the_seller() -> None:
    """Of an order that a marketplace keeps pending neither cancels."""
    order = given(imported())

    for by in (Actor.SELLER, Actor.SYSTEM):
        assert "pending_is_not_the_sellers" in refusals(order, cancel(by=by))


@pytest.mark.parametrize("change", [send_to(ELSEWHERE), amend(TWO_A, by=Actor.SELLER)])
def test_a_marketplace_changes_its_own_order(change: OrderCommand) -> None:
    """As the refusal of everybody else says."""
    order = given(imported(TWO_A), pay())

    assert "marketplace_amends" in refusals(order, change)
    assert accepts(order, attrs.evolve(change, by=Actor.MARKETPLACE))


def test_a_hold_of_the_marketplace_is_not_the_sellers_to_end() -> None:
    """On FBA the seller may neither place one nor let it go; where it ships itself, both."""
    fba = given(place(channel="FBA"), pay(), hold("fraud", by=Actor.MARKETPLACE))
    mfn = given(place(), pay(), hold("fraud", by=Actor.MARKETPLACE))

    assert "actor_may_not" in refusals(fba, let_go())
    assert accepts(fba, let_go(by=Actor.MARKETPLACE))
    assert accepts(mfn, let_go())


@pytest.mark.parametrize("outcome", [AddressOutcome.FIXED, AddressOutcome.UNDELIVERABLE])
def test_what_a_verifier_says_changes_no_order_that_is_not_the_sellers(
    outcome: AddressOutcome,
) -> None:
    """Since its answer sends the order elsewhere, or holds it."""
    better = ELSEWHERE if outcome is AddressOutcome.FIXED else None
    fba = given(place(channel="FBA", ship_to=HOME), pay())
    answer = verified(HOME, outcome, suggestion=better)

    assert "actor_may_not" in refusals(fba, answer)
    assert accepts(fba, attrs.evolve(answer, by=Actor.MARKETPLACE))


def test_another_carrier_is_not_chosen_afterwards() -> None:
    """What may not be confirmed may not be put right to, either."""
    world = World(channels={**CHANNELS, "MFN": replace(MFN, carriers=frozenset({"UPS"}))})
    order = given(place(), pay(), ship(carrier="UPS", tracking="1Z"), world=world)

    assert refusals(order, track("P1", "DHL", "JD01"), world) == {
        "carrier_not_allowed": {"carrier": "DHL", "allowed": ["UPS"]}
    }
    assert accepts(order, track("P1", "UPS", "1Z2"), world)


def test_the_day_of_purchase_is_the_marketplaces() -> None:
    """In Tokyo the new cut-off holds already, though it is the day before where one ships from."""
    bought = "2023-12-15T01:00:00Z"
    calendars = Calendars.monday_to_friday("America/New_York", "Asia/Tokyo")

    told = promise(placed=bought, channel=MFN, calendars=calendars, marketplace="JP")

    row = policy_at("JP", dt.date(2023, 12, 15)).rows["MFN", "handling"]
    assert row.cutoff == dt.time(6)
    assert "after_cutoff" in [step.code for step in told.steps]


def test_a_fulfiller_has_its_day_from_when_it_was_asked() -> None:
    """Not from when the order was placed that was paid, or let go, days later."""
    placed = place(channel="MCF", fill=FillPolicy.FILL_ALL)
    missing = RecordUnfillable(order_id="O-1", at=later(3.5), by=Actor.MARKETPLACE)
    paid = given(placed, pay(days=3))
    held = given(placed, pay(), hold(), let_go(days=3))

    for order in (paid, held):
        assert refusals(order, missing)["goods_may_still_come"]["until"] == later(4)
        assert accepts(order, attrs.evolve(missing, at=later(4)))
    assert then(paid, attrs.evolve(missing, at=later(4))).status.is_over


def test_a_day_of_delivery_ends_where_the_address_is() -> None:
    """In New York three hours before it does where the marketplace counts its days."""
    world = World(delivery_zone=lambda to: "America/New_York" if to else "")
    order = given(place(marketplace="US", ship_to=HOME), pay(), world=world)
    unknown = given(place(marketplace="US"), pay(), world=world)

    assert order.deliver_by is not None
    assert unknown.deliver_by is not None
    assert unknown.deliver_by - order.deliver_by == dt.timedelta(hours=3)


@pytest.mark.parametrize(
    ("ship_by", "deliver_by", "well"),
    [
        (None, None, True),
        (0, 0, True),
        (1, 3, True),
        (None, 2, True),
        (-0.1, None, False),
        (None, -0.1, False),
        (3, 2, False),
    ],
)
def test_an_own_order_ships_after_it_was_placed_and_arrives_after_that(
    ship_by: float | None, deliver_by: float | None, well: bool
) -> None:
    """What a marketplace promised is taken as it is."""
    told: dict[str, Any] = {
        "ship_by": None if ship_by is None else later(ship_by),
        "deliver_by": None if deliver_by is None else later(deliver_by),
    }

    assert accepts(None, imported(**told))
    if well:
        assert accepts(None, place(**told))
    else:
        assert list(refusals(None, place(**told))) == ["deadlines_out_of_order"]
