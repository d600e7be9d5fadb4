"""Risk: late is what waits after its ship-by; at risk is what will be late."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from order_stories import AT, cancel, deliver, given, hold, later, pay, place, ship, stranded, then

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.orders.leads import SHIP_BY_LEADS, ShipByLead, ship_by_is_near_since
from ordercore.orders.noting import NoteTracking
from ordercore.orders.order_type import OrderType, order_type
from ordercore.orders.parts import ReplacementKind
from ordercore.orders.risk import Risk, is_late, risks_of
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD, World
from ordercore.shipping import Trouble, WayStatus
from ordercore.testing.strategies import orders

HOUR = dt.timedelta(hours=1)

TICK = dt.timedelta(microseconds=1)

PAID = given(place(ship_by=later(2), deliver_by=later(6)), pay())

SENT = then(PAID, ship(days=1))


def word(days: float, status: WayStatus | None = None, **said: Any) -> NoteTracking:
    """Say something of the parcel on its way."""
    return NoteTracking(
        order_id="O-1", at=later(days), by=Actor.CARRIER, parcel_id="P1", status=status, **said
    )


DELAYED = WayStatus.DELAYED


@pytest.mark.parametrize(
    ("order", "after", "late", "risks"),
    [
        (PAID, dt.timedelta(0), False, []),
        (PAID, dt.timedelta(days=2) - 4 * HOUR - TICK, False, []),
        (PAID, dt.timedelta(days=2) - 4 * HOUR, False, ["ship_by"]),
        (PAID, dt.timedelta(days=2), False, ["ship_by"]),
        (PAID, dt.timedelta(days=2) + TICK, True, []),
        (given(place(), pay(), cancel(reason="no_inventory")), 9 * 24 * HOUR, False, []),
        (given(place()), 9 * 24 * HOUR, False, []),
        (then(PAID, hold(expires_at=later(2))), HOUR, False, []),
        (then(PAID, hold(expires_at=later(2) + TICK)), HOUR, False, ["hold"]),
        (then(PAID, hold(expires_at=later(9))), 47 * HOUR, False, ["ship_by", "hold"]),
        (then(PAID, hold(expires_at=later(9))), 49 * HOUR, True, []),
        (then(PAID, hold()), HOUR, False, []),
        (SENT, 47 * HOUR, False, []),
        (then(SENT, word(2, estimate=later(6))), 48 * HOUR, False, []),
        (then(SENT, word(2, estimate=later(6) + TICK)), 48 * HOUR, False, ["deliver_by"]),
        (then(SENT, word(2, estimate=later(7))), 144 * HOUR, False, ["deliver_by"]),
        (then(SENT, word(2, estimate=later(7))), 144 * HOUR + TICK, False, []),
        (then(SENT, word(2, DELAYED)), 48 * HOUR, False, ["delay"]),
        (then(SENT, word(2, DELAYED)), 144 * HOUR + TICK, False, []),
        (then(SENT, word(2, DELAYED, estimate=later(5))), 48 * HOUR, False, []),
        (then(SENT, word(2, DELAYED), word(3, estimate=later(5))), 72 * HOUR, False, []),
        (then(SENT, word(2, estimate=later(5)), word(3, DELAYED)), 72 * HOUR, False, ["delay"]),
        (
            then(SENT, word(2, DELAYED, estimate=later(7))),
            48 * HOUR,
            False,
            ["deliver_by", "delay"],
        ),
        (then(SENT, word(2, WayStatus.ATTEMPTED)), 48 * HOUR, False, []),
        (then(SENT, word(2, estimate=later(7)), deliver(days=4)), 96 * HOUR, False, []),
        (then(SENT, word(2, DELAYED), stranded(Trouble.LOST, days=4)), 96 * HOUR, False, []),
    ],
)
def test_what_is_late_and_what_will_be(
    order: Order, after: dt.timedelta, late: bool, risks: list[str]
) -> None:
    """At each boundary: the lead of its row, the ship-by, the end of a hold, the deliver-by."""
    at = AT + after

    assert is_late(order, at) is late
    assert [risk.value for risk in risks_of(order, at, WORLD)] == risks


def test_a_delay_without_a_deliver_by_is_a_risk() -> None:
    """As long as nobody says that it arrives."""
    order = given(place(ship_by=later(2)), pay(), ship(days=1))
    assert order.deliver_by is None

    assert risks_of(then(order, word(2, DELAYED)), later(50), WORLD) == (Risk.DELAY,)


def test_how_near_is_near_is_a_row() -> None:
    """Of the day of asking, and of the marketplace; the day is the marketplace's own."""
    day = later(2).date()
    rows = (
        ShipByLead(lead=HOUR),
        ShipByLead(lead=dt.timedelta(days=2), marketplace="US"),
        ShipByLead(lead=2 * HOUR, effective_from=day),
    )
    world = World(ship_by_leads=rows)
    here, there = PAID, given(place(marketplace="US", ship_by=later(2)), pay())

    assert risks_of(there, AT, world) == (Risk.SHIP_BY,)
    assert risks_of(here, later(2) - 2 * HOUR, world) == (Risk.SHIP_BY,)
    assert risks_of(here, later(2) - 2 * HOUR - TICK, world) == ()
    assert ship_by_is_near_since(here, AT, rows, "UTC") == later(2) - HOUR
    assert ship_by_is_near_since(SENT, AT, rows, "UTC") is None


@pytest.mark.parametrize("lead", [dt.timedelta(0), dt.timedelta(days=367), 4, None])
def test_a_lead_is_a_time(lead: Any) -> None:
    """Of a minute up to a year."""
    with pytest.raises(InvalidValue, match="lead"):
        ShipByLead(lead=lead)


def test_a_world_has_a_row_of_leads() -> None:
    """One for each day and marketplace, and no other thing."""
    (row,) = SHIP_BY_LEADS
    with pytest.raises(InvalidTable):
        World(ship_by_leads=())
    with pytest.raises(InvalidTable):
        World(ship_by_leads=(row, row))
    with pytest.raises(InvalidValue):
        World(ship_by_leads=("4 h",))  # type: ignore[arg-type]


@for_all(orders(), st.integers(0, 60 * 24))
def test_nothing_is_late_and_at_risk_of_shipping_late(order: Order, hours: int) -> None:
    """One follows the other; and what has no units that wait is neither."""
    at = order.terms.placed_at.add(hours=hours)
    risks = {*risks_of(order, at, WORLD)} & {Risk.SHIP_BY, Risk.HOLD}

    assert not (is_late(order, at) and risks)
    if all(stations.awaiting == 0 for stations in order.stations.values()):
        assert not is_late(order, at)
        assert not risks


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({}, OrderType.STANDARD),
        ({"available_at": later(30)}, OrderType.PREORDER),
        ({"replacement": ReplacementKind.REPLACEMENT, "replaces": "O-0"}, OrderType.REPLACEMENT),
        ({"replacement": ReplacementKind.EXCHANGE, "replaces": "O-0"}, OrderType.EXCHANGE),
    ],
)
def test_an_order_is_of_a_type(said: dict[str, Any], kind: OrderType) -> None:
    """As far as it knows."""
    assert order_type(given(place(**said))) is kind
