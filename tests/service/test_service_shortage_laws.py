"""Laws of orders that are short: under random lives every unit is accounted for, in any pools."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import pytest
from desk_stories import AT, desk_over

from ordercore import Line, NotFound, Order, OrderDesk, Refused, Units, World
from ordercore.adapters.memory import CountingIdentity, FixedClock, MemoryStore
from ordercore.adapters.sql import open_sqlite
from ordercore.errors import InvalidValue
from ordercore.inventory import FewestParcels, Reservation, SinglePoolFirst, SourcingTerms
from ordercore.kernel.actors import Actor
from ordercore.orders.money import is_secured
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.promised import promised_stock, short_units
from ordercore.orders.shortage import FillShortage, RecordShortage
from ordercore.queries import OrderFilter
from ordercore.service.asked import Asked
from ordercore.service.auditing import audit
from ordercore.service.keys import order_key
from ordercore.service.looking import every_order, every_reservation
from ordercore.testing import LAWS_OF_AN_ORDER, live_equals_replay

PARTIAL = SourcingTerms(partial=True)

HALF_AN_HOUR = dt.timedelta(minutes=30)

WORLDS = {
    "one pool": World(pools={"MFN": "east"}, hold_unpaid_for={"MFN": HALF_AN_HOUR}),
    "two pools": World(pools={"MFN": ("east", "west")}, hold_unpaid_for={"MFN": HALF_AN_HOUR}),
    "in part": World(
        pools={"MFN": ("east", "west")},
        sourcing=SinglePoolFirst(PARTIAL),
        hold_unpaid_for={"MFN": HALF_AN_HOUR},
    ),
    "few parcels": World(
        pools={"MFN": ("east", "west")},
        sourcing=FewestParcels(SourcingTerms(most_parcels=1)),
        hold_unpaid_for={"MFN": HALF_AN_HOUR},
    ),
}

SKUS = ("A", "B")

LIVES = [(name, seed) for name in WORLDS for seed in range(8)]


class Life:
    """Random commands at a desk where stock is scarce and buyers pay late."""

    def __init__(self, seed: int, world: World) -> None:
        self.random = Random(seed)  # noqa: S311 - a walk that can be repeated
        self.clock = FixedClock("2026-03-02T09:30:00Z")
        self.desk = OrderDesk(
            MemoryStore(), world=world, clock=self.clock, identity=CountingIdentity()
        )
        self.pools = world.pools_of("MFN")
        self.done = Counter[str]()

    def run(self, steps: int, after: Callable[[], None] = lambda: None) -> None:
        """Live so many steps."""
        moves = (
            self.place, self.place, self.sell_elsewhere, self.pay, self.pay, self.pay, self.expire,
            self.receive, self.receive, self.receive, self.fill, self.fill_some, self.sweep,
            self.ship, self.ship, self.cancel, self.amend, self.amend, self.void, self.run_short,
            self.fill_many,
        )  # fmt: skip
        for _ in range(steps):
            self.clock.set(self.clock.now() + dt.timedelta(minutes=self.random.randrange(25)))
            move = self.random.choice(moves)
            try:
                move()
            except (Refused, InvalidValue, NotFound):
                continue
            self.done[move.__name__] += 1
            after()

    def some(self) -> Order:
        """Choose an order."""
        found = self.desk.find()
        if not found:
            raise NotFound("order", "O0")
        return self.random.choice(found)

    def some_short(self) -> Order:
        """Choose an order that is short."""
        found = self.desk.find(OrderFilter(short=True))
        return self.random.choice(found) if found else self.some()

    def lines(self) -> list[Line]:
        """Make one to three lines, some of a bundle."""
        lines = [Line(self.random.choice(SKUS), self.random.randint(1, 4), price="1 EUR")]
        if not self.random.randrange(2):
            kit = (("A", 2), ("B", 1))
            lines.append(Line("KIT", self.random.randint(1, 2), price="5 EUR", components=kit))
        return lines

    def place(self) -> None:
        """Place an order of our own."""
        self.desk.place(channel="MFN", lines=self.lines())

    def sell_elsewhere(self) -> None:
        """Take an order that a marketplace has accepted."""
        id = f"I{self.random.randrange(10**9)}"
        said: dict[str, Any] = {"imported": True, "by": Actor.MARKETPLACE}
        lines = tuple(self.lines())
        at = self.clock.now()
        self.desk.handle(PlaceOrder(order_id=id, at=at, channel="MFN", lines=lines, **said))

    def pay(self) -> None:
        """Pay an order, late or not."""
        self.desk.confirm_payment(self.some().id)

    def void(self) -> None:
        """Authorise, and let go of it."""
        order = self.some()
        self.desk.authorise_payment(order.id, payment_id="V")
        self.desk.void_payment(order.id, payment_id="V")

    def expire(self) -> None:
        """Give back what is over."""
        self.desk.expire_reservations()

    def receive(self) -> None:
        """Fill a shelf."""
        pool, sku = self.random.choice(self.pools), self.random.choice(SKUS)
        self.desk.receive(sku, self.random.randint(1, 5), pool=pool)

    def fill(self) -> None:
        """Fill what an order lacks."""
        self.desk.fill_shortage(self.some_short().id)

    def fill_some(self) -> None:
        """Fill a part of it."""
        order = self.some_short()
        lines = tuple(short_units(order)) or ("1",)
        units = Units(self.random.choice(lines), self.random.randint(1, 2))
        self.desk.fill_shortage(order.id, units=[units])

    def fill_many(self) -> None:
        """Fill all orders at once, one by one."""
        asked = [FillShortage(order_id=o.id, at=self.clock.now()) for o in self.desk.find()]
        self.desk.handle_many([Asked(some) for some in asked])

    def run_short(self) -> None:
        """Find an order short that had its units."""
        order = self.some()
        self.desk.handle(
            RecordShortage(
                order_id=order.id, at=self.clock.now(), by=Actor.SYSTEM, lines=(order.lines[0].id,)
            )
        )

    def sweep(self) -> None:
        """Serve who waits."""
        pool, sku = self.random.choice(self.pools), self.random.choice(SKUS)
        self.desk.fill_backorders(sku, pool=pool)

    def ship(self) -> None:
        """Ship some or all, from a pool or from wherever it is."""
        order = self.some()
        line = self.random.choice(order.lines)
        units = (Units(line.id, 1),) if self.random.randrange(2) else ()
        self.desk.confirm_shipment(
            order.id, units=units, pool=self.random.choice(("", *self.pools))
        )

    def cancel(self) -> None:
        """Cancel a unit."""
        order = self.some()
        line = self.random.choice(order.lines)
        self.desk.cancel(order.id, reason="no_inventory", units=(Units(line.id, 1),))

    def amend(self) -> None:
        """Take a unit out, and put a line in."""
        order = self.some()
        line = self.random.choice(order.lines)
        self.desk.amend_order(order.id, units=(Units(line.id, 1),), add=self.lines()[:1])


def held(desk: OrderDesk, order: Order) -> dict[str, int]:
    """Give what stock has promised to an order, by SKU."""
    found = Counter[str]()
    for some in every_reservation(desk.store):
        if some.owner == order.id:
            found[some.sku] += some.promised
    return {sku: units for sku, units in found.items() if units}


def every_unit_is_accounted_for(desk: OrderDesk) -> None:
    """See that short + promised + shipped + cancelled = ordered, by what stock has promised.

    What is not paid may have expired, and is then promised no more.
    """
    for order in every_order(desk.store):
        short, stations = short_units(order), order.stations
        expected = Counter[str]()
        for line in order.lines:
            awaiting = stations[line.id].awaiting
            assert 0 <= short.get(line.id, 0) <= awaiting
            for sku, units in line.stock_units(awaiting - short.get(line.id, 0)):
                expected[sku] += units
        promised = held(desk, order)
        for sku in {*promised, *expected}:
            if order.payments and is_secured(order, order.payments[-1].at):
                assert promised.get(sku, 0) >= expected[sku]
            if order.terms.pool:
                assert promised.get(sku, 0) <= expected[sku]
        wanted = Counter[str]()
        for (_, sku), units in promised_stock(order).items():
            wanted[sku] += units
        assert all(units <= wanted[sku] for sku, units in promised.items())


@pytest.mark.parametrize(("name", "seed"), LIVES)
def test_law_every_ordered_unit_is_short_or_promised_or_shipped_or_cancelled(
    name: str, seed: int
) -> None:
    """After every step of a random life, and the auditor is silent at its end."""
    life = Life(seed, WORLDS[name])

    life.run(80, lambda: every_unit_is_accounted_for(life.desk))

    desk = life.desk
    assert audit(desk.store).differences == ()
    live_equals_replay(desk.store, [order_key(order.id) for order in every_order(desk.store)])
    for order in every_order(desk.store):
        for law in LAWS_OF_AN_ORDER:
            law(order)


@pytest.mark.parametrize("name", WORLDS)
def test_the_lives_of_a_world_come_to_every_move(name: str) -> None:
    """Otherwise the laws would say little."""
    done = Counter[str]()
    for seed in range(12):
        life = Life(seed, WORLDS[name])
        life.run(80)
        done += life.done

    assert min(done[move] for move in ("fill", "fill_some", "sweep", "ship", "cancel")) > 5, done


@pytest.mark.parametrize(("name", "seed"), LIVES)
def test_law_7_filling_promises_nothing_twice(name: str, seed: int) -> None:
    """No filling makes promises exceed what is on hand: those shipped short may have before."""
    life = Life(seed, WORLDS[name])
    life.run(60)
    desk = life.desk
    before = {(s.pool, s.sku): s.available for s in desk.store.stocks()}

    for order in desk.find(OrderFilter(short=True)):
        desk.handle_many([Asked(FillShortage(order_id=order.id, at=life.clock.now()))])

    for stock in desk.store.stocks():
        was = before[stock.pool, stock.sku]
        assert stock.available == was or 0 <= stock.available < was


@pytest.mark.parametrize(("name", "seed"), [life for life in LIVES if life[0] != "few parcels"])
def test_law_who_waits_is_served_as_soon_as_there_is_enough(name: str, seed: int) -> None:
    """Where stock comes for all of it and is swept, nobody who has paid is short any more.

    But where the policy of pools allows no further parcel: then it is the host's own word.
    """
    life = Life(seed, WORLDS[name])
    life.run(60)
    desk = life.desk
    for sku in SKUS:
        desk.receive(sku, 1000, pool=life.pools[0])

    for sku in SKUS:
        desk.fill_backorders(sku, pool=life.pools[0])

    for order in desk.find(OrderFilter(short=True)):
        assert not order.terms.imported
        assert not is_secured(order, life.clock.now())
    assert audit(desk.store).differences == ()


def test_sweeps_and_buyers_at_once_promise_each_unit_once(tmp_path: Path) -> None:
    """Four sweep and four buy while stock arrives: nothing is promised twice, and nobody fails."""
    world = World(pools={"MFN": "main"}, hold_unpaid_for={"MFN": HALF_AN_HOUR})
    desks = [desk_over(open_sqlite(tmp_path / "shop.db"), world) for _ in range(8)]
    first = desks[0]
    said: dict[str, Any] = {"imported": True, "by": Actor.MARKETPLACE, "channel": "MFN"}
    for number in range(6):
        lines = (Line("A", 3, price="1 EUR"),)
        first.handle(PlaceOrder(order_id=f"I-{number}", at=AT, lines=lines, **said))

    def work(number: int) -> int:
        desk, bought = desks[number], 0
        for turn in range(6):
            if number % 2:
                desk.receive("A", 1, cause=f"{number}/{turn}")
                desk.fill_backorders("A")
                continue
            try:
                desk.reserve("A", 1, owner=f"buyer-{number}-{turn}")
                bought += 1
            except Refused as refused:
                assert refused.codes == ("stock_is_short",)
        return bought

    with ThreadPoolExecutor(8) as pool:
        bought = sum(pool.map(work, range(8)))
    # Whoever was served by somebody else meanwhile has left a unit for the next sweep.
    first.fill_backorders("A")

    promised = sum(held(first, order).get("A", 0) for order in first.find())
    stock = first.stock("A")
    assert (stock.on_hand, stock.reserved) == (24, bought + promised)
    assert promised == min(18, 24 - bought)
    every_unit_is_accounted_for(first)
    assert audit(first.store).differences == ()
    for desk in desks:
        desk.close()


def test_the_auditor_finds_units_that_were_filled_and_are_not_promised() -> None:
    """Of an order that is paid, in one pool, with a part of a line filled."""
    life = Life(1, WORLDS["one pool"])
    desk = life.desk
    desk.receive("A", 3, pool="east")
    desk.place(channel="MFN", lines=[Line("A", 3, price="1 EUR")], order_id="O")
    desk.confirm_payment("O")
    desk.handle(RecordShortage(order_id="O", at=life.clock.now(), by=Actor.SYSTEM, lines=("1",)))
    desk.fill_shortage("O", units=[Units("1", 2)])
    assert desk.reservation("A", "O", pool="east") == Reservation(
        "O", "A", "east", 2, committed=2, released=3, since=life.clock.now()
    )

    desk.release_reserved("A", 1, owner="O", pool="east")

    (found,) = audit(desk.store).differences
    assert (found.code, found.kept, found.told) == ("held_too_little", "1", "2")
