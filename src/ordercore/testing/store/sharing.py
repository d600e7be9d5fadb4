# ruff: noqa: S101, S311 - a suite asserts; a walk that can be repeated
"""Sharing: several users of one store, at once and one after the other."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest

from ordercore.adapters.memory import CountingIdentity, FixedClock
from ordercore.errors import Refused
from ordercore.inventory import Reservation
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.records import Key
from ordercore.ports.store import Store
from ordercore.queries import EVERY_ORDER
from ordercore.service.asked import Asked
from ordercore.service.desk import OrderDesk
from ordercore.testing.laws import live_equals_replay, stock_is_never_promised_twice
from ordercore.testing.situations import SKUS, START, next_command, placing
from ordercore.testing.store.contract import Contract
from ordercore.testing.store.samples import contents, every, whole_commit, write

WORLD = World(pools={"MFN": "main", "SFP": "main", "FBA": "main"})

BUYERS = 8

CROWD = 700
"""More orders than a store may fetch at once."""


def _desk(store: Store) -> OrderDesk:
    return OrderDesk(store, world=WORLD, clock=FixedClock(START), identity=CountingIdentity())


def _of_one_unit(id: str) -> PlaceOrder:
    line = Line("A", 1, price="5 EUR")
    return PlaceOrder(order_id=id, at=START, channel="MFN", lines=(line,))


def _buys(desk: OrderDesk, buyer: int, wanted: int) -> int:
    """Place orders for one unit each, and count those that were accepted."""
    sold = 0
    for number in range(wanted):
        try:
            desk.place(
                channel="MFN", lines=[Line("A", 1, price="5 EUR")], order_id=f"{buyer}-{number}"
            )
        except Refused:
            continue
        sold += 1
    return sold


class Sharing(Contract):
    """Everything that a store promises, it promises to several."""

    def test_a_life_of_orders_and_stock_is_what_its_events_tell(self, store: Store) -> None:
        """After many random commands, what is stored equals the replay of its events."""
        desk, pick = _desk(store), Random(11).randrange
        for sku in SKUS:
            desk.receive(sku, 60)
        for number in range(12):
            command: OrderCommand = placing(pick, order_id=f"O-{number}")
            for _ in range(25):
                try:
                    order = desk.handle(command)
                except Refused:
                    order = None
                known = order or next(iter([o for o in desk.find() if o.id == f"O-{number}"]), None)
                if known is None:
                    break
                command = next_command(known, pick, command.at.add(hours=pick(50)))

        orders = list(store.orders(EVERY_ORDER, limit=10_000))
        stocks = [Key("stock", f"main/{sku}") for sku in SKUS]
        live_equals_replay(store, [*(Key("order", order.id) for order in orders), *stocks])
        assert len(orders) > 5

    def test_threads_sell_no_more_than_there_is(self, tmp_path: Path) -> None:
        """R01, R05, R09: eight buyers at once get exactly what is on hand, and nothing is lost."""
        if not self.threads:
            pytest.skip("this store may only be used from one thread")
        store = self.make_store(tmp_path)
        desk = _desk(store)
        desk.receive("A", 50)

        with ThreadPoolExecutor(BUYERS) as pool:
            sold = list(pool.map(lambda buyer: _buys(desk, buyer, 10), range(BUYERS)))

        orders = list(store.orders(EVERY_ORDER, limit=10_000))
        holds = [Key("reservation", f"main/A/{order.id}") for order in orders]
        with store.transaction() as transaction:
            kept = [row.value for row in transaction.load(holds).values()]
        promised = [hold for hold in kept if isinstance(hold, Reservation)]
        assert (sum(sold), len(orders), len(promised)) == (50, 50, 50)
        stock_is_never_promised_twice(desk.stock("A"), promised)
        live_equals_replay(store, [Key("stock", "main/A")])
        store.close()

    def test_orders_may_be_changed_while_they_are_read(self, store: Store) -> None:
        """Walking over many orders and changing each gives each of them once."""
        desk = _desk(store)
        desk.receive("A", CROWD)
        ids = [f"{number:04}" for number in range(CROWD)]
        desk.handle_many([Asked(_of_one_unit(id)) for id in ids])

        met: list[str] = []

        last: Order | None = None
        while orders := store.orders(EVERY_ORDER, after=last, limit=200):
            assert not set(met) & {order.id for order in orders}
            desk.handle_many([Asked(ConfirmPayment(order_id=o.id, at=START)) for o in orders])
            met += [order.id for order in orders]
            last = orders[-1]

        assert met == ids
        assert all(order.payments for order in every(store.orders, wanted=EVERY_ORDER))

    def test_everything_is_there_when_opened_again(self, tmp_path: Path) -> None:
        """Records, events, outbox and command ids outlive the object that wrote them."""
        if not self.durable:
            pytest.skip("this store keeps nothing beyond its object")
        whole = whole_commit()
        first = self.make_store(tmp_path)
        write(first, whole)
        before = contents(first, whole)
        first.close()

        again = self.make_store(tmp_path)

        assert contents(again, whole) == before
        again.close()

    def test_closing_twice_is_harmless(self, tmp_path: Path) -> None:
        """A store that was closed may be closed again."""
        store = self.make_store(tmp_path)
        store.close()
        store.close()
