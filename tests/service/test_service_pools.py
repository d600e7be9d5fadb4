"""Orders of several pools: placed, paid, shipped, changed, reallocated and returned."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pytest
from desk_stories import AT, desk_over, later, units

from ordercore import InvalidValue, Line, Order, OrderDesk, PlaceOrder, Refused, ReturnUnits, World
from ordercore.adapters.memory import MemoryStore
from ordercore.inventory import (
    Coordinates,
    FewestParcels,
    Nearest,
    Place,
    PoolTerms,
    SinglePoolFirst,
    SourcingTerms,
    ZoneTable,
)
from ordercore.kernel.actors import Actor
from ordercore.orders.address import Address
from ordercore.orders.shortage import ShortageRecorded
from ordercore.orders.sourcing import ReallocateUnits, UnitsReallocated, UnitsSourced
from ordercore.service.auditing import audit
from ordercore.service.keys import reservation_key
from ordercore.shipping import Trouble

PARTIAL = SourcingTerms(partial=True)

Stocked = dict[tuple[str, str], int]


def desk_of(stocked: Stocked, **world: Any) -> OrderDesk:
    """Open a desk of the pools east and west, with stock by pool and SKU."""
    terms = {"pools": {"MFN": ("east", "west")}, **world}
    desk = desk_over(world=World(**terms))
    for (pool, sku), quantity in stocked.items():
        desk.receive(sku, quantity, pool=pool)
    return desk


def place(desk: OrderDesk, *lines: Line, **said: Any) -> Order:
    """Place an order O."""
    return desk.place(channel="MFN", lines=lines, order_id="O", **said)


def line(sku: str, quantity: int, **said: Any) -> Line:
    """Make a line."""
    return Line(sku, quantity, price="1 EUR", **said)


def sources(order: Order) -> list[tuple[str, str, str, int]]:
    """Give where an order's units come from."""
    return [(some.line, some.sku, some.pool, some.quantity) for some in order.sources]


def promised(desk: OrderDesk, *skus: str, owner: str = "O") -> Stocked:
    """Give what is promised to an owner, by pool and SKU."""
    found = {
        (pool, sku): desk.reservation(sku, owner, pool=pool).promised
        for pool in ("east", "west")
        for sku in skus or ("A", "B")
    }
    return {place: units for place, units in found.items() if units}


def on_hand(desk: OrderDesk, sku: str = "A") -> tuple[int, int]:
    """Give what is on hand in both pools."""
    return desk.stock(sku, pool="east").on_hand, desk.stock(sku, pool="west").on_hand


def names(desk: OrderDesk) -> list[str]:
    """Give the names of what happened to the order."""
    return [type(some.event).__name__ for some in desk.timeline("O")]


# Placing

FIVE: Stocked = {("east", "A"): 3, ("west", "A"): 4, ("west", "B"): 2}

PLACED: dict[str, tuple[tuple[Line, ...], list[tuple[str, str, str, int]]]] = {
    "the first pool has all": ((line("A", 3),), [("1", "A", "east", 3)]),
    "only the second has all": (
        (line("A", 3), line("B", 1)),
        [("1", "A", "west", 3), ("2", "B", "west", 1)],
    ),
    "no pool has all": ((line("A", 6),), [("1", "A", "east", 3), ("1", "A", "west", 3)]),
    "lines of one SKU share what there is": (
        (line("A", 2), line("A", 3)),
        [("1", "A", "east", 2), ("2", "A", "east", 1), ("2", "A", "west", 2)],
    ),
    "a bundle may come from two pools": (
        (line("SET", 1, components=(("A", 5), ("B", 1))),),
        [("1", "A", "east", 3), ("1", "A", "west", 2), ("1", "B", "west", 1)],
    ),
}


@pytest.mark.parametrize("case", PLACED)
def test_a_placed_order_knows_where_its_units_come_from(case: str) -> None:
    """All from the first pool that has all, else split; and that much is promised there."""
    lines, expected = PLACED[case]
    desk = desk_of(FIVE)

    order = place(desk, *lines)

    assert sources(order) == expected
    totals: Stocked = {}
    for _, sku, pool, quantity in expected:
        totals[pool, sku] = totals.get((pool, sku), 0) + quantity
    assert promised(desk) == totals
    assert order.short == ()


def test_the_sourcing_is_recorded_by_the_system_in_the_same_commit() -> None:
    """With the codes of why, pool by pool, caused by the placing."""
    desk = desk_of(FIVE)
    place(desk, line("A", 3))

    placed, sourced = desk.timeline("O")

    assert isinstance(sourced.event, UnitsSourced)
    assert (sourced.event.by, sourced.event.at, sourced.event.short) == (Actor.SYSTEM, AT, ())
    assert sourced.cause == (placed.stream, placed.seq)
    assert [str(reason) for reason in sourced.event.because] == [
        "east: ships_from_stock",
        "west: pool_comes_later",
        "east: one_pool_ships_all",
    ]


def test_what_no_pool_has_is_refused_and_changes_nothing() -> None:
    """All or nothing is what the default says; the reasons come with the refusal."""
    desk = desk_of(FIVE)

    with pytest.raises(Refused) as refused:
        place(desk, line("A", 8), line("B", 1))

    (why,) = refused.value.refusals
    assert (refused.value.command, why.code) == ("PlaceOrder", "units_not_sourced")
    assert why.facts["skus"] == ["A", "B"]
    assert why.facts["pools"] == ["east", "west"]
    assert "all_or_nothing" in why.facts["because"]
    assert promised(desk) == {}
    assert desk.timeline("O") == ()


def test_a_part_makes_the_line_short_where_the_policy_takes_parts() -> None:
    """What was found is promised, and the line that lacks the rest is known."""
    desk = desk_of(FIVE, sourcing=SinglePoolFirst(PARTIAL))

    order = place(desk, line("A", 9), line("B", 1))

    assert order.short == ("1",)
    assert promised(desk) == {("east", "A"): 3, ("west", "A"): 4, ("west", "B"): 1}
    assert audit(desk.store).differences == ()


def test_an_order_of_which_nothing_is_found_is_refused_by_every_policy() -> None:
    """A part is something."""
    desk = desk_of({}, sourcing=SinglePoolFirst(PARTIAL))

    with pytest.raises(Refused, match="units_not_sourced"):
        place(desk, line("A", 1))


def test_units_are_backordered_where_stock_lets_them() -> None:
    """By its own limits; units at hand anywhere come before."""
    desk = desk_of(FIVE)
    desk.set_stock_terms("A", pool="west", backorder_limit=2)

    order = place(desk, line("A", 9))

    west = desk.reservation("A", "O", pool="west")
    assert sources(order) == [("1", "A", "east", 3), ("1", "A", "west", 6)]
    assert (west.held, west.backordered) == (4, 2)


def test_nothing_is_backordered_where_the_policy_does_not_let_it() -> None:
    """Whatever the stock's limit."""
    desk = desk_of({("east", "A"): 1}, sourcing=FewestParcels(SourcingTerms(partial=False)))
    desk.set_stock_terms("A", pool="east", backorder_limit=5)

    with pytest.raises(Refused, match="units_not_sourced"):
        place(desk, line("A", 2))


def test_a_preorder_is_sourced_up_to_limits_of_its_own() -> None:
    """As with one pool."""
    desk = desk_of({})
    desk.set_stock_terms("A", pool="west", preorder_limit=5)

    order = place(desk, line("A", 4), available_at=later(9))

    assert sources(order) == [("1", "A", "west", 4)]
    with pytest.raises(Refused, match="units_not_sourced"):
        desk.place(channel="MFN", lines=[line("A", 2)], order_id="P", available_at=later(9))


def placing(*lines: Line, **said: Any) -> PlaceOrder:
    """Repeat what a marketplace sold."""
    told: dict[str, Any] = {"order_id": "O", "at": AT, "channel": "MFN", "imported": True}
    return PlaceOrder(**told, by=Actor.MARKETPLACE, lines=lines, **said)


def test_an_imported_order_that_no_pool_has_is_short() -> None:
    """It was sold elsewhere, so it stands; nothing is promised for it."""
    desk = desk_of(FIVE)

    order = desk.handle(placing(line("A", 8), line("B", 1)))

    assert (order.short, order.sources) == (("1", "2"), ())
    assert promised(desk) == {}
    assert names(desk) == ["OrderPlaced", "ShortageRecorded"]
    assert isinstance(desk.timeline("O")[-1].event, ShortageRecorded)


def test_an_imported_order_without_units_asks_no_pool() -> None:
    """There is nothing to source."""
    desk = desk_of(FIVE)

    order = desk.handle(placing(Line("A", 1), Line("B", 0)))
    assert sources(order) == [("1", "A", "east", 1)]

    late = desk.adopt_lines("O", [Line("B", 0, id="3")])
    assert late.sources == order.sources


def test_late_lines_find_pools_too() -> None:
    """What was adopted is sourced, or short; what was cancelled before is neither."""
    desk = desk_of(FIVE)
    desk.handle(placing(line("A", 1)))

    late = desk.adopt_lines("O", [line("B", 2, id="2"), line("B", 2, id="3")], cancelled=["3"])
    last = desk.adopt_lines("O", [line("B", 1, id="4")])

    assert sources(late) == [("1", "A", "east", 1), ("2", "B", "west", 2)]
    assert (last.sources, last.short) == (late.sources, ("4",))


def test_late_lines_of_a_shipped_order_leave_the_first_pool() -> None:
    """Nobody told from where; they are gone."""
    desk = desk_of(FIVE)
    desk.handle(placing(line("A", 1)))
    desk.confirm_payment("O")
    desk.confirm_shipment("O")

    desk.adopt_lines("O", [line("A", 1, id="2")])

    assert on_hand(desk) == (1, 4)


def test_placing_again_is_the_same_order() -> None:
    """The same pools are the same terms."""
    desk = desk_of(FIVE)
    command = PlaceOrder(order_id="O", at=AT, by=Actor.BUYER, channel="MFN", lines=(line("A", 1),))

    assert desk.handle(command) == desk.handle(command)
    assert promised(desk) == {("east", "A"): 1}


# What the policy knows


def test_priorities_and_closed_pools_are_told_to_the_policy() -> None:
    """The lesser priority comes first, whatever is named first."""
    west_first = {"east": PoolTerms(priority=2), "west": PoolTerms(priority=1)}
    closed = {"east": PoolTerms(open=False)}

    assert place(desk_of(FIVE, pool_terms=west_first), line("A", 2)).sources[0].pool == "west"
    assert place(desk_of(FIVE, pool_terms=closed), line("A", 2)).sources[0].pool == "west"


def test_the_destination_is_what_the_host_makes_of_the_address() -> None:
    """The nearest pool ships, by the host's own zones."""
    desk = desk_of(
        FIVE,
        sourcing=Nearest(ZoneTable({("E", "1"): 9, ("W", "1"): 2})),
        pool_terms={"east": PoolTerms(place=Place(zone="E")), "west": PoolTerms(place=WEST)},
        destination=lambda address: Place(zone=address.postal_code[:1] if address else ""),
    )

    order = place(desk, line("A", 2), ship_to=Address(name="Ann", postal_code="10115"))

    assert sources(order) == [("1", "A", "west", 2)]


WEST = Place(zone="W", coordinates=Coordinates(latitude=48, longitude=2))


def test_a_desk_sources_a_basket_before_there_is_an_order() -> None:
    """The same answer that placing would come to, and nothing is kept of it."""
    desk = desk_of(FIVE)
    set_ = line("SET", 1, components=(("A", 2), ("B", 1)))

    answer = desk.source(channel="MFN", lines=[line("A", 2), set_, Line("B", 0)])

    assert [(some.pool, some.sku, some.quantity) for some in answer.allocations] == [
        ("west", "A", 4),
        ("west", "B", 1),
    ]
    assert answer.complete
    assert [clause.code for clause in answer.because][-1] == "one_pool_ships_all"
    assert promised(desk) == {}


def test_a_basket_counts_for_its_own_order() -> None:
    """What it holds is there for it, and for nobody else."""
    desk = desk_of(FIVE)
    desk.reserve("A", 3, owner="basket", pool="east")

    with_basket = desk.source(channel="MFN", lines=[line("A", 3)], basket="basket")
    without = desk.source(channel="MFN", lines=[line("A", 3)])

    assert (with_basket.pools, without.pools) == (("east",), ("west",))


def test_a_channel_without_pools_sources_nothing() -> None:
    """Its stock is somebody else's truth."""
    with pytest.raises(InvalidValue, match="channel"):
        desk_of(FIVE).source(channel="FBA", lines=[line("A", 1)])


def test_a_basket_becomes_the_orders_wherever_it_held() -> None:
    """Taken over where the units come from, and given back in pools that are not needed."""
    desk = desk_of(FIVE, pool_terms={"west": PoolTerms(priority=-1)})
    desk.reserve("A", 3, owner="basket", pool="east")
    desk.reserve("A", 1, owner="basket", pool="west")

    order = place(desk, line("A", 3), basket="basket")

    assert sources(order) == [("1", "A", "west", 3)]
    assert promised(desk) == {("west", "A"): 3}
    assert promised(desk, owner="basket") == {("east", "A"): 1}


# Paying, cancelling, amending

TIME = {"hold_unpaid_for": {"MFN": dt.timedelta(hours=1)}}


def expired(desk: OrderDesk) -> None:
    """Let the promises of O run out."""
    for pool in ("east", "west"):
        desk.expire_reserved("A", owner="O", pool=pool, at=later(1))


def test_a_payment_commits_in_every_pool() -> None:
    """Nothing of it expires any more, and nothing is sourced again."""
    desk = desk_of(FIVE, **TIME)
    place(desk, line("A", 5))

    desk.confirm_payment("O")
    expired(desk)

    assert promised(desk) == {("east", "A"): 3, ("west", "A"): 2}
    assert names(desk) == ["OrderPlaced", "UnitsSourced", "PaymentConfirmed"]


def test_r14_a_payment_that_is_gone_lets_units_expire_in_every_pool() -> None:
    """Authorised and voided is not paid; where nothing expires, there is nothing to let go."""
    for time, left in ((TIME, {}), ({}, {("east", "A"): 3, ("west", "A"): 2})):
        desk = desk_of(FIVE, **time)
        place(desk, line("A", 5))
        desk.authorise_payment("O", payment_id="P")

        desk.void_payment("O", payment_id="P")
        expired(desk)

        assert {where: n for where, n in promised(desk).items() if n} == left
        assert audit(desk.store).differences == ()


def test_what_has_expired_is_reserved_anew_where_it_was() -> None:
    """As long as it is still there."""
    desk = desk_of(FIVE, **TIME)
    place(desk, line("A", 5))
    expired(desk)

    order = desk.confirm_payment("O", at=later(1))

    assert sources(order) == [("1", "A", "east", 3), ("1", "A", "west", 2)]
    assert promised(desk) == {("east", "A"): 3, ("west", "A"): 2}


def test_what_has_gone_meanwhile_is_sourced_from_elsewhere() -> None:
    """Another has bought from one pool, so the other ships all."""
    desk = desk_of(FIVE, **TIME)
    place(desk, line("A", 3))
    expired(desk)
    desk.place(channel="MFN", lines=[line("A", 3)], order_id="P", at=later(1))

    order = desk.confirm_payment("O", at=later(1))

    assert sources(order) == [("1", "A", "west", 3)]
    assert promised(desk) == {("west", "A"): 3}
    assert order.short == ()


def test_a_payment_is_never_refused_for_want_of_stock() -> None:
    """Where no pool has it any more, the lines are short and hold nothing."""
    desk = desk_of(FIVE, **TIME)
    place(desk, line("A", 5), line("B", 1))
    expired(desk)
    desk.place(channel="MFN", lines=[line("A", 7)], order_id="P", at=later(1))

    order = desk.confirm_payment("O", at=later(1))

    assert order.short == ("1",)
    assert sources(order) == [("2", "B", "west", 1)]
    assert promised(desk) == {("west", "B"): 1}
    assert audit(desk.store).differences == ()


def test_a_cancellation_gives_back_the_last_pool_first() -> None:
    """So that what stays comes from as few, and from the better ones."""
    desk = desk_of(FIVE)
    place(desk, line("A", 6))

    order = desk.cancel("O", reason="no_inventory", units=units(("1", 4)))

    assert sources(order) == [("1", "A", "east", 2)]
    assert promised(desk) == {("east", "A"): 2}


def test_a_cancellation_gives_up_what_has_no_source_first() -> None:
    """Of a short line, nothing is given back as long as it still wants more."""
    desk = desk_of(FIVE, sourcing=SinglePoolFirst(PARTIAL))
    place(desk, line("A", 9))

    order = desk.cancel("O", reason="no_inventory", units=units(("1", 2)))

    assert promised(desk) == {("east", "A"): 3, ("west", "A"): 4}
    assert sources(order) == [("1", "A", "east", 3), ("1", "A", "west", 4)]


def test_an_amended_order_exchanges_over_pools_or_not_at_all() -> None:
    """What was taken out is free for what was put in."""
    desk = desk_of(FIVE)
    place(desk, line("A", 7))

    order = desk.amend_order("O", units=units(("1", 4)), add=[line("A", 3), line("B", 2)])
    with pytest.raises(Refused, match="units_not_sourced"):
        desk.amend_order("O", add=[line("B", 1)])

    assert sum(some.quantity for some in order.sources) == 8
    assert promised(desk)["west", "B"] == 2
    assert desk.order("O") == order


# Shipping

SHIPPED: dict[str, tuple[dict[str, Any], str, tuple[int, int], Stocked]] = {
    "from the first pool that has all": (
        {"units": units(("1", 2))}, "east", (1, 4), {("east", "A"): 1, ("west", "A"): 3},
    ),
    "from the pool that is named": (
        {"units": units(("1", 2)), "pool": "west"},
        "west", (3, 2), {("east", "A"): 3, ("west", "A"): 1},
    ),
    "from a pool in which less was promised": (
        {"units": units(("1", 4)), "pool": "west"}, "west", (3, 0), {("east", "A"): 2},
    ),
    "from wherever each unit was": ({}, "", (0, 1), {}),
}  # fmt: skip


@pytest.mark.parametrize("case", SHIPPED)
def test_a_parcel_leaves_its_pool(case: str) -> None:
    """What was promised elsewhere for its units is given back."""
    said, pool, left, still = SHIPPED[case]
    desk = desk_of(FIVE)
    place(desk, line("A", 6))
    desk.confirm_payment("O")

    order = desk.confirm_shipment("O", **said)

    assert order.parcels[-1].pool == pool
    assert on_hand(desk) == left
    assert promised(desk) == still
    assert audit(desk.store).differences == ()


def test_lines_exchange_pools_when_the_wrong_one_ships() -> None:
    """Line 2 left from where line 1 was to come from, so that comes from where line 2 was."""
    desk = desk_of({("east", "A"): 2, ("west", "A"): 2})
    place(desk, line("A", 2), line("A", 2))
    desk.confirm_payment("O")

    order = desk.confirm_shipment("O", units=units(("2", 2)), pool="east")

    assert sources(order) == [("1", "A", "west", 2)]
    assert promised(desk) == {("west", "A"): 2}


def test_units_without_a_source_leave_all_the_same() -> None:
    """Shipped goods are gone, whatever was promised."""
    desk = desk_of(FIVE, sourcing=SinglePoolFirst(PARTIAL))
    place(desk, line("A", 9))
    desk.confirm_payment("O")
    desk.receive("A", 5, pool="west")

    order = desk.confirm_shipment("O", pool="west")

    assert on_hand(desk) == (3, 0)
    assert (promised(desk), order.sources) == ({}, ())


def test_confirming_again_is_harmless_with_its_pool_or_without() -> None:
    """But another pool is another parcel."""
    desk = desk_of(FIVE)
    place(desk, line("A", 6))
    desk.confirm_payment("O")
    said: dict[str, Any] = {"units": units(("1", 2)), "parcel_id": "K"}
    once = desk.confirm_shipment("O", **said)

    assert desk.confirm_shipment("O", **said) == once
    assert desk.confirm_shipment("O", **said, pool="east") == once
    with pytest.raises(Refused, match="parcel_already_exists"):
        desk.confirm_shipment("O", **said, pool="west")


@pytest.mark.parametrize("pool", ["north", "main"])
def test_a_parcel_leaves_no_other_pool(pool: str) -> None:
    """Only those that the order was placed on."""
    desk = desk_of(FIVE)
    place(desk, line("A", 1))
    desk.confirm_payment("O")

    with pytest.raises(Refused, match="pool_not_of_order"):
        desk.confirm_shipment("O", pool=pool)


# Coming back


def shipped(pool: str, quantity: int = 2) -> OrderDesk:
    """Ship O from a pool."""
    desk = desk_of(FIVE, pool_terms={"returns": PoolTerms(open=False)})
    place(desk, line("A", 6))
    desk.confirm_payment("O")
    desk.confirm_shipment("O", units=units(("1", quantity)), pool=pool, parcel_id="K")
    return desk


BACK: list[tuple[str, int, str, str]] = [
    ("west", 2, "", "west"),
    ("west", 2, "east", "east"),
    ("west", 2, "returns", "returns"),
    ("", 6, "", "east"),
]


@pytest.mark.parametrize(("left", "quantity", "named", "into"), BACK)
def test_a_return_goes_back_where_its_parcel_left(
    left: str, quantity: int, named: str, into: str
) -> None:
    """Or where the host says; of a parcel of several pools into the first."""
    desk = shipped(left, quantity)
    before = desk.stock("A", pool=into).on_hand
    desk.record_delivery("O", "K")
    back = (ReturnUnits("K", "1", 1),)
    desk.request_return("O", units=back, reason="too_small", return_id="R")

    desk.receive_return("O", "R", units=back, pool=named)

    assert desk.stock("A", pool=into).on_hand == before + 1


@pytest.mark.parametrize(("left", "quantity", "named", "into"), BACK)
def test_an_undelivered_parcel_goes_back_where_it_left(
    left: str, quantity: int, named: str, into: str
) -> None:
    """Or where the host says; one of several pools into the first."""
    desk = shipped(left, quantity)
    before = desk.stock("A", pool=into).on_hand
    desk.record_undelivered("O", "K", Trouble.REFUSED)

    desk.receive_undelivered("O", "K", pool=named)

    assert desk.stock("A", pool=into).on_hand == before + quantity


def test_nothing_comes_back_into_an_unknown_pool() -> None:
    """A slip of the pen would make stock that nobody finds."""
    desk = shipped("west")
    desk.record_undelivered("O", "K", Trouble.REFUSED)

    with pytest.raises(Refused, match="pool_unknown"):
        desk.receive_undelivered("O", "K", pool="esat")


def test_an_order_of_one_pool_may_say_so() -> None:
    """Its pool may be named, and units may come back into another."""
    desk = desk_over(world=World(pools={"MFN": "main"}, pool_terms={"returns": PoolTerms()}))
    desk.receive("A", 2)
    place(desk, line("A", 2))
    desk.confirm_payment("O")
    order = desk.confirm_shipment("O", pool="main", parcel_id="K")
    desk.record_delivery("O", "K")
    back = (ReturnUnits("K", "1", 1),)
    desk.request_return("O", units=back, reason="too_small", return_id="R")
    desk.receive_return("O", "R", units=back, pool="returns")

    assert (order.parcels[0].pool, order.sources) == ("main", ())
    assert (desk.stock("A").on_hand, desk.stock("A", pool="returns").on_hand) == (0, 1)


def test_an_order_without_stock_of_ours_names_no_pool() -> None:
    """There is none that it could leave, or come back to."""
    desk = desk_over(world=World())
    place(desk, line("A", 1))
    desk.confirm_payment("O")

    with pytest.raises(Refused, match="pool_not_of_order"):
        desk.confirm_shipment("O", pool="main")
    desk.confirm_shipment("O", parcel_id="K")
    desk.record_undelivered("O", "K", Trouble.REFUSED)
    with pytest.raises(Refused, match="pool_unknown"):
        desk.receive_undelivered("O", "K", pool="main")


# When a pool fails


def test_what_a_pool_was_to_ship_comes_from_another() -> None:
    """The others keep what they have, and the reasons are recorded."""
    desk = desk_of({("east", "A"): 3, ("west", "A"): 4, ("east", "B"): 1})
    place(desk, line("A", 3), line("B", 1))
    desk.confirm_payment("O")
    desk.receive("B", 1, pool="west")

    order = desk.reallocate("O", "east")

    assert sources(order) == [("1", "A", "west", 3), ("2", "B", "west", 1)]
    assert promised(desk) == {("west", "A"): 3, ("west", "B"): 1}
    assert desk.reservation("A", "O", pool="west").committed == 3
    asked, sourced = [some.event for some in desk.timeline("O")][-2:]
    assert isinstance(asked, UnitsReallocated)
    assert isinstance(sourced, UnitsSourced)
    assert (asked.pool, sourced.failed) == ("east", "east")
    assert str(sourced.because[0]) == "east: pool_failed"
    assert audit(desk.store).differences == ()


def test_a_reallocation_keeps_what_other_pools_have() -> None:
    """Only what the failed pool had moves."""
    desk = desk_of({("east", "A"): 3, ("west", "A"): 9})
    place(desk, line("A", 3))
    desk.amend_order("O", add=[line("A", 2)])

    order = desk.reallocate("O", "east")

    assert sources(order) == [("2", "A", "west", 2), ("1", "A", "west", 3)]


def test_a_reallocation_is_whole_or_refused() -> None:
    """Even where the policy takes parts: half a move helps nobody."""
    desk = desk_of(FIVE, sourcing=SinglePoolFirst(PARTIAL))
    before = place(desk, line("A", 6))

    with pytest.raises(Refused) as refused:
        desk.reallocate("O", "east")

    assert refused.value.command == "ReallocateUnits"
    assert refused.value.codes == ("units_not_sourced",)
    assert refused.value.refusals[0].facts["pools"] == ["west"]
    assert desk.order("O") == before
    assert promised(desk) == {("east", "A"): 3, ("west", "A"): 3}


def test_a_reallocation_lasts_no_longer_than_the_promise_did() -> None:
    """Moving units does not give an unpaid order more time."""
    desk = desk_of(FIVE, **TIME)
    place(desk, line("A", 3))
    before = desk.reservation("A", "O", pool="east").expires_at

    desk.reallocate("O", "east", at=AT + dt.timedelta(minutes=30))

    assert desk.reservation("A", "O", pool="west").expires_at == before


def test_a_reallocation_can_be_looked_at_before() -> None:
    """Preview shows it, explain refuses it, and allowed offers it."""
    desk = desk_of(FIVE)
    place(desk, line("A", 3))
    from_east = ReallocateUnits(order_id="O", at=AT, pool="east")

    seen = desk.preview(from_east)
    reasons = desk.explain(ReallocateUnits(order_id="O", at=AT, pool="west"))

    assert {place: change.reserved for place, change in seen.stock.items()} == {
        ("east", "A"): -3,
        ("west", "A"): 3,
    }
    assert [why.code for why in reasons] == ["pool_ships_nothing"]
    assert from_east in desk.allowed("O", at=AT)
    assert promised(desk) == {("east", "A"): 3}


def test_an_order_without_pools_reallocates_nothing() -> None:
    """Neither one of a single pool."""
    desk = desk_over()
    desk.receive("A", 2)
    place(desk, line("A", 2))

    with pytest.raises(Refused) as refused:
        desk.reallocate("O", "main")

    assert refused.value.codes == ("pool_ships_nothing",)


# Looking after it


def test_the_auditor_finds_what_is_held_without_a_source() -> None:
    """A promise in a pool that the order does not come from."""
    desk = desk_of(FIVE)
    place(desk, line("A", 3))
    desk.reserve("A", 1, owner="O", pool="west")

    (found,) = audit(desk.store).differences

    assert (found.code, found.record) == ("held_without_need", reservation_key("west", "A", "O"))
    assert (found.kept, found.told) == ("1", "0")


def test_a_policy_that_gives_too_much_is_not_believed() -> None:
    """No more than is wanted is reserved, and nothing that is not there."""
    told = FewestParcels()

    def generous(wanted: Iterable[Any], offers: Iterable[Any], to: Place, /) -> Any:
        richer = [
            type(offer)(pool=offer.pool, available=dict.fromkeys(offer.available, 99))
            for offer in offers
        ]
        doubled = [type(some)(sku=some.sku, quantity=2 * some.quantity) for some in wanted]
        return told(doubled, richer, to)

    desk = desk_of(FIVE, sourcing=generous)

    order = place(desk, line("A", 3))
    with pytest.raises(Refused, match="stock_is_short"):
        desk.place(channel="MFN", lines=[line("A", 5)], order_id="P")

    assert sources(order) == [("1", "A", "east", 3)]
    assert promised(desk) == {("east", "A"): 3}


def test_r01_the_last_units_over_pools_are_sold_once() -> None:
    """However many ask: seven units in two pools are seven orders of one."""
    desk = desk_of(FIVE)
    sold = 0
    for number in range(20):
        try:
            desk.place(channel="MFN", lines=[line("A", 1)], order_id=f"O{number}")
        except Refused:
            continue
        sold += 1

    assert sold == 7
    assert [desk.stock("A", pool=pool).available for pool in ("east", "west")] == [0, 0]


def test_a_store_keeps_where_units_come_from() -> None:
    """An order is loaded with its sources, as it was written."""
    store = MemoryStore()
    desk = desk_over(store, World(pools={"MFN": ("east", "west")}))
    desk.receive("A", 3, pool="west")
    order = place(desk, line("A", 3))

    assert desk_over(store).order("O") == order
