"""The digest of a day: added up exactly, by the calendar of a zone."""

import datetime as dt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.errors import InvalidValue
from ordercore.kernel.time import instant, local_date
from ordercore.metrics import Digest, digest_of, order_report
from ordercore.orders.decider import decide, evolve
from ordercore.orders.holding import PlaceHold
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.state import Order
from ordercore.testing.situations import walk

BERLIN = "Europe/Berlin"

MONDAY = dt.date(2026, 3, 2)


def sold(
    id: str,
    placed: str,
    *,
    price: str = "10 EUR",
    shipped: str = "",
    ship_by: str = "",
    **said: object,
) -> Order:
    """Sell two of something, paid at once; sent where it is said when."""
    at = instant(placed)
    commands: list[OrderCommand] = [
        PlaceOrder(
            order_id=id,
            at=at,
            channel="MFN",
            lines=(Line("A", 2, price=price),),
            ship_by=instant(ship_by) if ship_by else None,
        ),
        ConfirmPayment(order_id=id, at=at),
    ]
    if shipped:
        commands.append(ConfirmShipment(order_id=id, at=instant(shipped)))
    if said.get("held"):
        commands.append(PlaceHold(order_id=id, at=at, kind="manual", owner="ann"))
    order: Order | None = None
    for command in commands:
        for event in decide(order, command):
            order = evolve(order, event)
    assert order is not None
    return order


def test_a_day_is_added_up() -> None:
    """What was placed, what left and when, and what waits; each currency by itself."""
    orders = [
        sold("O-1", "2026-03-01T22:59:00Z", shipped="2026-03-02T06:59:00Z"),
        sold("O-2", "2026-03-01T23:00:00Z", shipped="2026-03-02T10:00:00Z"),
        sold("O-3", "2026-03-02T09:00:00Z", price="5 USD"),
        sold("O-4", "2026-03-02T22:59:00Z", held=True),
        sold("O-5", "2026-03-02T23:00:00Z"),
    ]

    digest = digest_of(orders, MONDAY, BERLIN)

    assert (digest.placed.orders, digest.placed.units) == (3, 6)
    assert dict(digest.value) == {"EUR": 4000, "USD": 1000}
    assert (digest.shipped, digest.late) == (2, 0)
    assert digest.time_to_ship == dt.timedelta(hours=19)
    assert digest.mean_time_to_ship == dt.timedelta(hours=9, minutes=30)
    assert (digest.to_ship, digest.held, digest.short, digest.returns) == (2, 1, 0, 0)


def test_a_parcel_is_late_that_left_after_its_time() -> None:
    """And an order that waits, once the day was over in which it was to ship."""
    late = "2026-03-02T08:00:00Z"
    orders = [
        sold("O-1", "2026-03-01T08:00:00Z", ship_by=late, shipped="2026-03-02T08:00:01Z"),
        sold("O-2", "2026-03-01T08:00:00Z", ship_by=late, shipped=late),
        sold("O-3", "2026-03-01T08:00:00Z", ship_by=late),
    ]

    digest = digest_of(orders, MONDAY, "UTC")

    assert (digest.shipped, digest.late, digest.to_ship, digest.overdue) == (2, 1, 1, 1)


def test_a_day_on_which_nothing_happened() -> None:
    """Has no mean, and no more than its name."""
    digest = digest_of([], MONDAY, BERLIN)

    assert digest == Digest(day=MONDAY, zone=BERLIN)
    assert digest.mean_time_to_ship is None


@pytest.mark.parametrize(("day", "zone"), [("2026-03-02", "UTC"), (MONDAY, "Mars")])
def test_what_is_no_day_is_refused(day: dt.date, zone: str) -> None:
    """Nor is there a zone on Mars."""
    with pytest.raises(InvalidValue):
        digest_of([], day, zone)


@given(seed=st.integers(0, 10_000), zone=st.sampled_from(["UTC", BERLIN, "America/New_York"]))
def test_days_add_up_to_the_report(seed: int, zone: str) -> None:
    """The digest of the day of an order has it, and all of its figures are those of the report."""
    order = [step.after for step in walk(Random(seed).randrange, 12)][-1]  # noqa: S311 - a case to try
    assert order is not None
    day = local_date(order.terms.placed_at, zone)

    digest = digest_of([order], day, zone)

    totals = order_report([order], zone=zone).totals
    for name in ("orders", "units", "item_value", "cancelled", "replacements"):
        assert getattr(digest.placed, name) == getattr(totals, name)
    assert digest.placed.parcels == 0
    days = {local_date(some.shipped_at, zone) for some in order.parcels}
    assert sum(digest_of([order], day, zone).shipped for day in days) == len(order.parcels)
