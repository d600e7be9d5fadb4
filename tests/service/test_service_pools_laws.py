"""Laws of orders over worlds of one to three pools, under random lives."""

import datetime as dt
from random import Random
from typing import Any

import pytest

from ordercore import Line, NotFound, Order, OrderDesk, Refused, ReturnUnits, Units, World
from ordercore.adapters.memory import CountingIdentity, FixedClock, MemoryStore
from ordercore.errors import InvalidValue
from ordercore.inventory import (
    FewestParcels,
    Nearest,
    SinglePoolFirst,
    SourcingPolicy,
    SourcingTerms,
)
from ordercore.orders.money import is_secured
from ordercore.orders.sources import awaiting_stock, by_line, by_pool
from ordercore.orders.world import WHOLE_FROM_ONE
from ordercore.queries import ReservationFilter
from ordercore.service.auditing import audit
from ordercore.service.keys import order_key
from ordercore.service.looking import every_order, every_reservation, every_stock
from ordercore.shipping import Trouble
from ordercore.testing import (
    LAWS_OF_AN_ORDER,
    live_equals_replay,
    stock_is_never_promised_twice,
)

POOLS = ("east", "west", "north")

SKUS = ("A", "B", "C")

SET = (("A", 2), ("B", 1))
"""What a bundle is made of."""

PARTIAL = SourcingTerms(partial=True, backorder=True)

POLICIES: tuple[SourcingPolicy, ...] = (
    WHOLE_FROM_ONE,
    SinglePoolFirst(PARTIAL),
    FewestParcels(PARTIAL),
    FewestParcels(SourcingTerms(partial=False, most_parcels=2)),
    Nearest(terms=PARTIAL),
)


class Life:
    """Random commands at a desk, each of which is accepted or refused as a whole."""

    def __init__(self, seed: int, world: World) -> None:
        self.random = Random(seed)  # noqa: S311 - a walk that can be repeated
        self.clock = FixedClock("2026-03-02T09:30:00Z")
        self.desk = OrderDesk(
            MemoryStore(), world=world, clock=self.clock, identity=CountingIdentity()
        )
        self.pools = world.pools_of("MFN")
        self.orders = 0
        self.accepted = 0

    def one(self, of: Any) -> Any:
        """Choose one."""
        return self.random.choice(of)

    def run(self, steps: int) -> None:
        """Live so many steps."""
        moves = (
            self.place, self.place, self.place, self.pay, self.pay, self.ship, self.ship,
            self.cancel, self.amend, self.reallocate, self.receive, self.send_back,
            self.strand, self.hold_for_a_basket, self.set_terms,
        )  # fmt: skip
        for _ in range(2 * len(self.pools)):
            self.receive()
        for _ in range(steps):
            self.clock.set(self.clock.now() + dt.timedelta(minutes=self.random.randrange(90)))
            try:
                self.one(moves)()
            except (Refused, InvalidValue, NotFound):
                continue
            self.accepted += 1

    def line(self) -> Line:
        """Make a line, one in four of a bundle."""
        quantity = self.random.randint(1, 4)
        if not self.random.randrange(4):
            return Line("SET", quantity, price="5 EUR", components=SET)
        return Line(self.one(SKUS), quantity, price="1 EUR")

    def some_order(self) -> Order:
        """Choose an order that is there."""
        return self.desk.order(f"O{self.random.randrange(max(1, self.orders))}")

    def some_units(self, order: Order) -> tuple[Units, ...]:
        """Choose units of an order, as many as may be or none."""
        line = self.one(order.lines)
        return (Units(line.id, self.random.randint(1, 3)),) if self.random.randrange(3) else ()

    def pool(self) -> str:
        """Choose a pool, or none."""
        return str(self.one(("", *self.pools)))

    def place(self) -> None:
        """Place an order, which may take over what a basket held."""
        self.desk.place(
            channel="MFN",
            lines=[self.line() for _ in range(self.random.randint(1, 3))],
            order_id=f"O{self.orders}",
            basket=self.one(("", "basket")),
        )
        self.orders += 1

    def pay(self) -> None:
        """Pay an order, mostly all of it."""
        amount = None if self.random.randrange(3) else "1 EUR"
        self.desk.confirm_payment(self.some_order().id, amount=amount)

    def ship(self) -> None:
        """Ship some or all, from a pool or from wherever it is."""
        order = self.some_order()
        self.desk.confirm_shipment(order.id, units=self.some_units(order), pool=self.pool())

    def cancel(self) -> None:
        """Cancel some or all."""
        order = self.some_order()
        self.desk.cancel(order.id, reason="no_inventory", units=self.some_units(order))

    def amend(self) -> None:
        """Take something out and put something in."""
        order = self.some_order()
        self.desk.amend_order(order.id, units=self.some_units(order), add=[self.line()])

    def reallocate(self) -> None:
        """Let a pool fail."""
        self.desk.reallocate(self.some_order().id, self.one(self.pools))

    def receive(self) -> None:
        """Fill a shelf."""
        self.desk.receive(self.one(SKUS), self.random.randint(1, 9), pool=self.one(self.pools))

    def set_terms(self) -> None:
        """Let so many be backordered."""
        limit = self.random.randint(0, 3)
        pool = self.one(self.pools)
        self.desk.set_stock_terms(self.one(SKUS), pool=pool, safety=1, backorder_limit=limit)

    def hold_for_a_basket(self) -> None:
        """Promise something to a basket."""
        self.desk.reserve(self.one(SKUS), 2, owner="basket", pool=self.one(self.pools))

    def send_back(self) -> None:
        """Return a unit of a delivered parcel, to a pool or to where it left."""
        order = self.some_order()
        parcel = self.one(order.parcels or (None,))
        if parcel is not None:
            self.desk.record_delivery(order.id, parcel.id)
            back = (ReturnUnits(parcel.id, parcel.units[0].line, 1),)
            after = self.desk.request_return(order.id, units=back, reason="too_small")
            rma = after.returns[-1].id
            self.desk.receive_return(order.id, rma, units=back, pool=self.pool())

    def strand(self) -> None:
        """Lose a parcel, and find it again."""
        order = self.some_order()
        parcel = self.one(order.parcels or (None,))
        if parcel is not None:
            self.desk.record_undelivered(order.id, parcel.id, Trouble.REFUSED)
            self.desk.receive_undelivered(order.id, parcel.id, pool=self.pool())


def world_of(
    pools: int, policy: SourcingPolicy = WHOLE_FROM_ONE, time: dt.timedelta | None = None
) -> World:
    """Make a world in which the own shop has so many pools."""
    limits = {} if time is None else {"MFN": time}
    return World(pools={"MFN": POOLS[:pools]}, sourcing=policy, hold_unpaid_for=limits)


def lived(seed: int, world: World, steps: int = 60) -> Life:
    """Live a life."""
    life = Life(seed, world)
    life.run(steps)
    return life


LIVES = [(pools, policy, seed) for pools in (1, 2, 3) for policy in POLICIES for seed in range(6)]


@pytest.mark.parametrize(("pools", "policy", "seed"), LIVES)
def test_random_lives_keep_every_law(pools: int, policy: SourcingPolicy, seed: int) -> None:
    """Units conserved, nothing promised twice, live equals replay, and the auditor content."""
    life = lived(seed, world_of(pools, policy))

    desk = life.desk
    assert life.accepted > 20
    for order in every_order(desk.store):
        for law in LAWS_OF_AN_ORDER:
            law(order)
    for stock in every_stock(desk.store):
        holds = every_reservation(desk.store, ReservationFilter(pool=stock.pool, sku=stock.sku))
        overdrawn = max(0, -stock.available)
        stock_is_never_promised_twice(stock, holds, overdrawn=overdrawn)
    live_equals_replay(desk.store, [order_key(order.id) for order in every_order(desk.store)])
    assert audit(desk.store).differences == ()


@pytest.mark.parametrize(("pools", "policy", "seed"), [life for life in LIVES if life[0] > 1])
def test_what_an_order_is_promised_is_what_its_sources_say(
    pools: int, policy: SourcingPolicy, seed: int
) -> None:
    """Pool by pool and SKU by SKU; and where no line is short, that is all that awaits."""
    desk = lived(seed, world_of(pools, policy)).desk

    for order in every_order(desk.store):
        promised = {
            (hold.pool, hold.sku): hold.promised
            for hold in every_reservation(desk.store)
            if hold.promised and hold.owner == order.id
        }
        assert by_pool(order.sources) == promised
        awaiting, sourced = awaiting_stock(order), by_line(order.sources)
        for key, units in awaiting.items():
            assert sourced.get(key, 0) == units or key[0] in order.short
        assert set(sourced) <= set(awaiting)


@pytest.mark.parametrize("seed", range(12))
def test_reservations_that_expire_are_found_again_when_an_order_is_paid(seed: int) -> None:
    """What is promised never exceeds the sources, and what is secured has all that it sources."""
    life = Life(seed, world_of(3, SinglePoolFirst(PARTIAL), dt.timedelta(hours=2)))
    for _ in range(6):
        life.run(12)
        sweep(life.desk)

    desk = life.desk
    assert audit(desk.store).differences == ()
    for order in every_order(desk.store):
        for (pool, sku), units in by_pool(order.sources).items():
            hold = desk.reservation(sku, order.id, pool=pool)
            assert hold.promised <= units
            if is_secured(order, life.clock.now()):
                assert hold.promised == hold.committed == units


def sweep(desk: OrderDesk) -> None:
    """Give back every promise whose time is over."""
    for hold in tuple(every_reservation(desk.store)):
        desk.expire_reserved(hold.sku, owner=hold.owner, pool=hold.pool)


@pytest.mark.parametrize("seed", range(12))
def test_one_pool_in_a_tuple_is_one_pool(seed: int) -> None:
    """Event for event, the same life."""
    named = World(pools={"MFN": "east"})
    one, other = (lived(seed, world) for world in (named, world_of(1)))

    assert events_of(one.desk) == events_of(other.desk)


@pytest.mark.parametrize("seed", range(12))
def test_a_second_pool_without_stock_changes_nothing(seed: int) -> None:
    """Differential: the stock of the first pool is what it is in a world of one."""
    alone = World(pools={"MFN": "east"})
    beside = World(pools={"MFN": ("east", "empty")})

    found = []
    for world in (alone, beside):
        life = Life(seed, world)
        life.pools = ("east",)
        life.reallocate = life.pay  # type: ignore[method-assign]
        life.hold_for_a_basket = life.pay  # type: ignore[method-assign]
        life.run(60)
        found.append({(s.pool, s.sku): s for s in every_stock(life.desk.store)})

    assert found[0] == found[1]


def events_of(desk: OrderDesk) -> dict[str, Any]:
    """Give every event of every order, and every stock."""
    told: dict[str, Any] = {o.id: desk.timeline(o.id) for o in every_order(desk.store)}
    return {**told, **{f"{s.pool}/{s.sku}": s for s in every_stock(desk.store)}}
