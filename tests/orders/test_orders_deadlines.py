"""By when an order ships and arrives: as the marketplace promised, or as the clock says."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given as for_all
from order_stories import (
    ONE_B,
    TWO_A,
    amend,
    authorise,
    bounced,
    cancel,
    expire,
    given,
    hold,
    imported,
    later,
    let_go,
    nothing_happens,
    pay,
    place,
    refund,
    refusals,
    ship,
    then,
    when,
)

from ordercore.channels import MFN, SERVICES, Handling, Service, Transit, services
from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.calendar import OperatingCalendar
from ordercore.kernel.replace import replace
from ordercore.orders.address import Address
from ordercore.orders.deadlines import promised
from ordercore.orders.line import Line
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD, World
from ordercore.testing.strategies import orders

EXPRESS = place(service="Expedited")
"""Two to six operating days on the way."""

C = Line("C", 1, price="3 EUR", id="9")


def dates(order: Order) -> tuple[str, str]:
    """Give the days, in UTC, to whose ends an order must ship and arrive."""
    return tuple("-" if at is None else str(at)[:10] for at in (order.ship_by, order.deliver_by))  # type: ignore[return-value]


def test_a_payment_sets_both_deadlines() -> None:
    """Monday's order ships on Tuesday, and arrives six operating days after it."""
    event = when(given(EXPRESS), pay())
    order = given(EXPRESS, pay())

    assert dates(given(EXPRESS)) == ("-", "-")
    assert dates(order) == ("2026-03-03", "2026-03-11")
    assert not order.deliver_by_promised
    assert (event.ship_by, event.deliver_by) == (order.ship_by, order.deliver_by)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("service", "arrives"),
    [
        # Standard takes up to 15 operating days, and an order without a service is standard.
        ("", "2026-03-24"),
        ("Standard", "2026-03-24"),
        ("STANDARD", "2026-03-24"),
        ("next_day", "2026-03-04"),
        # Of a service that nobody knows no delivery is promised.
        ("Std US D2D Dom", "-"),
        ("Scheduled", "-"),
    ],
)
def test_delivery_is_promised_by_the_service(service: str, arrives: str) -> None:
    """By code, or by a marketplace's name of it; handling is the channel's, or 0 if premium."""
    order = given(place(service=service), pay(days=0.3))

    assert dates(order)[1] == arrives


def test_what_a_marketplace_promised_is_not_computed_again() -> None:
    """Neither is one of the two derived from the other."""
    both = given(place(ship_by=later(9), deliver_by=later(15)), pay(days=1))
    only_arrival = given(place(service="Expedited", deliver_by=later(15)), pay())
    only_shipping = given(place(service="Expedited", ship_by=later(9)), pay())

    assert (both.ship_by, both.deliver_by) == (later(9), later(15))
    assert dates(only_arrival) == ("2026-03-03", "2026-03-17")
    assert only_arrival.deliver_by_promised
    assert dates(only_shipping) == ("2026-03-11", "-")


@pytest.mark.parametrize(
    ("commands", "expected"),
    [
        # A hold puts both off, and so does one that runs out by itself.
        ((pay(), hold(), let_go(days=1)), ("2026-03-03", "2026-03-11")),
        ((hold(), pay(), let_go(days=1)), ("2026-03-04", "2026-03-12")),
        ((hold(expires_at=later(2)), pay()), ("2026-03-05", "2026-03-13")),
        ((hold(), pay()), ("-", "-")),
        # Part payments: with the one that suffices.
        ((pay(amount=None), amend(C), pay(days=2)), ("2026-03-05", "2026-03-13")),
        ((pay(), amend(C)), ("-", "-")),
        # What is cancelled may be what was not paid yet.
        ((authorise("20 EUR"), cancel(("2", 1), days=1)), ("2026-03-04", "2026-03-12")),
        # An authorisation that ran out takes both with it; the next payment sets them anew.
        ((authorise(expires_at=later(3)), expire(days=3)), ("-", "-")),
        (
            (authorise(expires_at=later(3)), expire(days=3), pay(days=7)),
            ("2026-03-10", "2026-03-18"),
        ),
        # What has left keeps them.
        (
            (authorise(expires_at=later(3)), ship(("1", 1)), expire(days=3)),
            ("2026-03-03", "2026-03-11"),
        ),
    ],
)
def test_both_deadlines_begin_and_end_together(
    commands: tuple[Any, ...], expected: tuple[str, str]
) -> None:
    """With the release of the order, and with its payment."""
    assert dates(given(EXPRESS, *commands)) == expected


def test_a_refund_that_failed_sets_both_going() -> None:
    """Its money pays for the order again."""
    order = given(
        place(Line("A", 2, price="5.00 EUR"), service="Expedited"),
        pay(),
        cancel(("1", 1), days=1),
        refund(days=2, reason="units_cancelled"),
        amend(Line("A", 1, price="5.00 EUR"), at=later(3)),
    )

    assert dates(order) == ("-", "-")
    assert dates(then(order, bounced(days=7))) == ("2026-03-10", "2026-03-18")


def test_a_promised_day_of_delivery_outlives_its_payment() -> None:
    """Ours fell with the payment; theirs stands, whatever day we ship on."""
    order = given(place(deliver_by=later(4)), authorise(expires_at=later(3)), expire(days=3))

    assert dates(order) == ("-", "2026-03-06")
    assert dates(then(order, pay(days=14))) == ("2026-03-17", "2026-03-06")


def test_the_slowest_product_that_still_waits_holds_for_all() -> None:
    """Of the SKUs with a time of their own, and of those without, which have the channel's."""
    world = World(sku_handling={"A": 5, "C": 0})

    def ships(*commands: Any) -> str:
        return dates(given(*commands, world=world))[0]

    assert ships(place(TWO_A, ONE_B), pay()) == "2026-03-09"
    assert ships(place(TWO_A, ONE_B), cancel(("1", 2)), pay()) == "2026-03-03"
    assert ships(place(C, ONE_B), pay()) == "2026-03-03"
    assert ships(place(C), pay()) == "2026-03-02"
    # Prime lets no SKU be slower.
    assert ships(place(TWO_A, channel="SFP"), pay()) == "2026-03-02"


def test_an_order_keeps_the_rows_under_which_it_was_placed() -> None:
    """A row that comes into force before the payment is not for it."""
    new = Handling(effective_from=dt.date(2026, 3, 3), days=9)
    channel = replace(MFN, handling=(Handling(days=1), new))
    world = World(channels={"MFN": channel})

    before = given(place(service="Expedited"), pay(days=2), world=world)
    after = given(place(service="Expedited", at=later(1)), pay(days=2), world=world)

    assert dates(before)[0] == "2026-03-05"
    assert dates(after)[0] == "2026-03-17"


def test_rows_of_the_orders_marketplace_hold() -> None:
    """Prime closes at 14:00, in Germany at 16:00; delivery ends where the marketplace is."""
    us = given(place(channel="SFP", service="two_day", marketplace="US"), pay(days=0.25))
    german = given(place(channel="SFP", service="two_day", marketplace="DE"), pay(days=0.25))

    assert dates(us)[0] == "2026-03-03"
    assert dates(german)[0] == "2026-03-02"
    assert str(us.deliver_by) == "2026-03-06 07:59:59.999999+00:00"
    assert str(german.deliver_by) == "2026-03-04 22:59:59.999999+00:00"


def test_the_hosts_carrier_services_and_zones_are_asked() -> None:
    """Its holidays, its own service, and the row for where the order goes."""
    ground = Service(
        code="ground",
        name="Ground",
        transit=(Transit(least=1, most=2), Transit(least=4, most=4, destination="far")),
    )
    world = World(
        carrier_calendar=OperatingCalendar(zone="UTC", closed=frozenset({dt.date(2026, 3, 4)})),
        services=services(*SERVICES.values(), ground),
        transit_zones=lambda to: ("here", "far" if to and to.country == "JP" else "near"),
    )

    assert dates(given(place(service="ground"), pay(), world=world))[1] == "2026-03-06"
    tokyo = Address("Ada Byron", "1-2-3", "Tokyo", "", "154-0023", "JP")
    far = given(place(service="ground", ship_to=tokyo), pay(), world=world)
    assert dates(far)[1] == "2026-03-10"


def test_a_world_with_wrong_rows_is_refused() -> None:
    """A service under another name, and a handling time that cannot be."""
    with pytest.raises(InvalidTable, match="services: 'standard' stands as 'slow'"):
        World(services={"slow": SERVICES["standard"]})
    with pytest.raises(InvalidValue, match="sku_handling of A: 31 is not"):
        World(sku_handling={"A": 31})


def test_an_order_of_another_day_of_delivery_is_another_order() -> None:
    """One that says none, or the same, is the one that is known."""
    order = given(place(deliver_by=later(9)))

    assert nothing_happens(order, place(deliver_by=later(9)))
    assert nothing_happens(order, place())
    assert "already_exists" in refusals(order, place(deliver_by=later(8)))


def test_a_channel_that_is_no_longer_settled_sets_no_deadline() -> None:
    """What was placed on it is paid all the same."""
    fewer = World(channels={"FBA": WORLD.channels["FBA"]})

    assert dates(then(given(EXPRESS), pay(), world=fewer)) == ("-", "-")
    assert dates(given(imported(channel="FBA"), pay())) == ("-", "-")


def test_the_clock_is_asked_by_the_rows_of_a_world() -> None:
    """As an order would ask it, and without one."""
    world = World(sku_handling={"A": 3})
    answer = promised(MFN, world, placed=later(), skus=["A", "B"], service="Expedited")

    assert str(answer.ship_by)[:10] == "2026-03-05"
    assert given(place(service="Expedited"), pay(), world=world).deliver_by == answer.deliver_by


def test_a_moment_of_delivery_that_cannot_be_is_named() -> None:
    """With its field."""
    with pytest.raises(InvalidValue, match="deliver_by"):
        PlaceOrder(order_id="1", at=later(), channel="MFN", lines=(), deliver_by="soon")


@for_all(orders())
def test_law_no_order_arrives_before_it_ships(order: Order) -> None:
    """Ours come together, and delivery is never due before shipping."""
    if order.deliver_by is not None and not order.deliver_by_promised:
        assert order.ship_by is not None
        assert order.deliver_by >= order.ship_by
