"""Narrowing: what of a filter a store is asked, and that the rest is asked of each order."""

import asyncio

import pytest

from ordercore.adapters.memory import AsyncMemoryStore, CountingIdentity, FixedClock, MemoryStore
from ordercore.errors import InvalidValue
from ordercore.kernel.time import Instant, instant
from ordercore.orders.line import Line
from ordercore.orders.status import OrderStatus
from ordercore.orders.world import World
from ordercore.queries import EVERY_ORDER, OrderFilter
from ordercore.queries.filtering import (
    FIELDS,
    BadFilter,
    Meant,
    Viewpoint,
    narrowed,
    parse,
    selected,
)
from ordercore.service.async_desk import AsyncOrderDesk
from ordercore.service.desk import OrderDesk

AT = instant("2026-03-02T09:30:00Z")

VIEW = Viewpoint(AT)

MIDNIGHT, NEXT = instant("2026-03-02T00:00:00Z"), instant("2026-03-03T00:00:00Z")

SENT, READY = OrderStatus.SHIPPED, OrderStatus.UNSHIPPED


def placed(first: Instant | None, beyond: Instant | None) -> OrderFilter:
    """Ask for orders that were placed from one moment on and before another."""
    return OrderFilter(placed_from=first, placed_until=beyond)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("", EVERY_ORDER),
        ("sku:A", EVERY_ORDER),
        ("status:shipped", OrderFilter(statuses=frozenset({SENT}))),
        ("status:shipped,unshipped sku:A", OrderFilter(statuses=frozenset({SENT, READY}))),
        ("status:shipped,unshipped status:shipped", OrderFilter(statuses=frozenset({SENT}))),
        ("channel:MFN,FBA", OrderFilter(channels=frozenset({"MFN", "FBA"}))),
        ("channel:MFN,FBA channel:FBA", OrderFilter(channels=frozenset({"FBA"}))),
        ("-channel:MFN", EVERY_ORDER),
        ("channel:MFN | status:shipped", EVERY_ORDER),
        ("placed:today", placed(MIDNIGHT, NEXT)),
        ("placed<today", placed(None, MIDNIGHT)),
        ("placed<=today", placed(None, NEXT)),
        ("placed>today", placed(NEXT, None)),
        ("placed>=today", placed(MIDNIGHT, None)),
        ("placed:now", placed(AT, None)),
        ("placed<now", placed(None, AT)),
        ("placed<=now", EVERY_ORDER),
        ("placed>now", placed(AT, None)),
        ("placed>=now", placed(AT, None)),
        ("placed:today..2026-03-02", placed(MIDNIGHT, NEXT)),
        ("placed:today..now", placed(MIDNIGHT, AT)),
        ("placed:today,yesterday", EVERY_ORDER),
        ("placed>=today placed>=now placed<=today placed<tomorrow", placed(AT, NEXT)),
    ],
)
def test_a_store_is_asked_what_it_can_be_asked(text: str, asked: OrderFilter) -> None:
    """Statuses, channels and placement, where every order that is meant must meet them."""
    assert narrowed(parse(text), VIEW) == asked


def test_fields_are_compared_in_code_as_in_text() -> None:
    """The signs of the language make what their text makes."""
    units = FIELDS["units"]

    assert (units < "3") & (units <= "3") == parse("units<3 units<=3")
    assert (units > "3") | (units >= "3") == parse("units>3 | units>=3")
    assert ~units.is_("3", "4") == parse("-units:3,4")
    assert FIELDS["status"].is_("shipped") == parse("status:shipped")


def test_a_filter_of_stores_stays_as_it_is() -> None:
    """An expression goes along with what it is narrowed to; one that means all is no expression."""
    wanted, late = OrderFilter(short=True), parse("is:late")

    assert selected(wanted, VIEW) is wanted
    assert selected(late, VIEW) == OrderFilter(meets=Meant(late, VIEW))
    assert selected("", VIEW) is EVERY_ORDER


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["O-1", "O-2", "O-3"]),
        ("sku:B", ["O-2", "O-3"]),
        ("placed:today sku:B", ["O-3"]),
        ("placed<today", ["O-1", "O-2"]),
        ("placed:2026-03-01..2026-03-02 -sku:A", ["O-2", "O-3"]),
        ("status:shipped", []),
    ],
)
def test_a_desk_finds_by_text(text: str, found: list[str]) -> None:
    """By placement, as seen when it is asked and in the zone that is named; awaited too."""
    clock, store = FixedClock(AT.subtract(days=1)), MemoryStore()
    desk = OrderDesk(store, world=World(), clock=clock, identity=CountingIdentity())
    desk.place(channel="MFN", lines=[Line("A", 1, price="1 EUR")], order_id="O-1")
    desk.place(channel="MFN", lines=[Line("B", 1, price="1 EUR")], order_id="O-2")
    clock.set(AT)
    desk.place(channel="MFN", lines=[Line("B", 1, price="1 EUR")], order_id="O-3")
    awaited = AsyncOrderDesk(
        AsyncMemoryStore(store), world=World(), clock=clock, identity=CountingIdentity()
    )

    async def seen() -> list[str]:
        return [order.id async for order in awaited.find(text)]

    assert [order.id for order in desk.find(text)] == found
    assert asyncio.run(seen()) == found


def test_a_desk_finds_as_seen_at_another_moment() -> None:
    """Yesterday, in New York, it was not yet placed; and a bad filter is refused."""
    clock = FixedClock(AT)
    desk = OrderDesk(MemoryStore(), world=World(), clock=clock, identity=CountingIdentity())
    desk.place(channel="MFN", lines=[Line("A", 1, price="1 EUR")], order_id="O-1")

    assert desk.find("placed<=now")
    assert not desk.find("placed<=now", at=AT.subtract(microseconds=1))
    assert desk.find("placed:today", at=AT, zone="America/New_York")
    assert desk.find("placed:2026-03-01", zone="Pacific/Honolulu")
    with pytest.raises(BadFilter):
        desk.find("nothing:here")
    with pytest.raises(InvalidValue, match="zone"):
        desk.find("placed:today", zone="Mars")


def test_a_desk_counts_by_facet() -> None:
    """What is asked for, by words that orders have, as seen at a moment; awaited too."""
    store, clock = MemoryStore(), FixedClock(AT)
    desk = OrderDesk(store, world=World(), clock=clock, identity=CountingIdentity())
    awaited = AsyncOrderDesk(
        AsyncMemoryStore(store), world=World(), clock=clock, identity=CountingIdentity()
    )
    for number, sku in enumerate("AAB"):
        lines = [Line(some, 1, price="1 EUR") for some in (sku, sku, "C")]
        desk.place(channel="MFN", lines=lines[: 2 + number % 2], order_id=f"O-{number}")

    assert desk.facets("id:O-0,O-1", by=["sku"]) == {"sku": {"A": 2, "C": 1}}
    assert list(desk.facets(by=("sku",))["sku"]) == ["A", "B", "C"]
    assert desk.facets(by=("country", "channel")) == {"country": {}, "channel": {"MFN": 3}}
    assert asyncio.run(awaited.facets("sku:B", by=["sku"])) == {"sku": {"B": 1}}
    with pytest.raises(InvalidValue, match="one of status, "):
        desk.facets(by=["total"])
    with pytest.raises(InvalidValue, match="several, in a list"):
        desk.facets(by="status")
    with pytest.raises(InvalidValue, match="by: None"):
        desk.facets(by=None)  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="one of status, "):
        desk.facets(by=[[]])  # type: ignore[list-item]


@pytest.mark.parametrize("limit", [0, -1, True, 1.5, "9", 2**63])
def test_a_page_has_a_number_of_orders_that_stores_count(limit: int) -> None:
    """Anything else is refused by name, not by the machine."""
    clock, identity = FixedClock(AT), CountingIdentity()
    desk = OrderDesk(MemoryStore(), world=World(), clock=clock, identity=identity)

    with pytest.raises(InvalidValue, match="limit"):
        desk.find(limit=limit)


@pytest.mark.parametrize("name", ["placed_from", "placed_until"])
def test_a_bad_placement_is_refused_by_its_own_name(name: str) -> None:
    """So that it is plain which of the two it was."""
    with pytest.raises(InvalidValue) as caught:
        OrderFilter(**{name: "2026-03-02"})  # type: ignore[arg-type]
    assert caught.value.field == name
