# ruff: noqa: S101 - a suite asserts
"""Crowds of real processes on one store, as a test class."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from ordercore.orders.stations import awaiting_units
from ordercore.orders.status import OrderStatus
from ordercore.ports.outbox import OutboxState
from ordercore.service.auditing import audit
from ordercore.service.desk import OrderDesk
from ordercore.testing.crowds import works
from ordercore.testing.crowds.account import Account, accepted, codes, failures, refused
from ordercore.testing.crowds.living import live
from ordercore.testing.crowds.processes import Job, Opener, crowd, desk_on

SHORT = {"stock_is_short"}


class CrowdConformance(ABC):
    """What a store must stand when many processes write to it at once.

    After each test the whole store is audited: every figure is what its events tell.
    """

    soak_seconds: float = 1.0
    """How long random commands are given; the longer, the more is found."""

    @abstractmethod
    def opener(self, where: Path) -> Opener:
        """Give what opens the store that lives in a folder: it is called in many processes."""

    @pytest.fixture
    def desk(self, tmp_path: Path) -> Iterator[OrderDesk]:
        """Give a desk on a fresh store, and audit what the crowd has left."""
        with self.audited(tmp_path) as desk:
            yield desk

    @contextmanager
    def audited(self, where: Path) -> Generator[OrderDesk]:
        """Open a desk on a fresh store, and audit it when the block ends."""
        self._opener = self.opener(where)
        with desk_on(self._opener()) as desk:
            yield desk
            assert audit(desk.store).differences == ()

    def crowd(self, *jobs: Job, workers: int = 4) -> tuple[Account, ...]:
        """Let a crowd work; nothing but refusals reaches any caller."""
        accounts = crowd(self._opener, *jobs, workers=workers)
        assert failures(accounts) == []
        assert [account.exit_code for account in accounts] == [0] * workers
        return accounts

    def test_eight_buyers_of_the_last_fifty_units_get_fifty(self, desk: OrderDesk) -> None:
        """Conservation: what was sold and what was there are the same, and each buyer knows."""
        desk.receive("A", 50)

        accounts = self.crowd(works.buy_one_sku, workers=8)

        assert (len(accepted(accounts)), len(refused(accounts))) == (50, 30)
        assert codes(accounts) == SHORT
        assert {order.id for order in desk.find()} == set(accepted(accounts))
        assert (desk.stock("A").reserved, desk.stock("A").available) == (50, 0)

    def test_many_skus_in_opposite_order_block_nobody(self, desk: OrderDesk) -> None:
        """All lines of an order or none, in whatever order they stand."""
        for sku in works.SKUS:
            desk.receive(sku, 20)

        accounts = self.crowd(works.buy_many_skus)

        sold = Counter(line.sku for order in desk.find() for line in order.lines)
        assert codes(accounts) <= SHORT
        assert {order.id for order in desk.find()} == set(accepted(accounts))
        assert {sku: desk.stock(sku).reserved for sku in sold} == sold
        assert max(sold.values()) == 20

    def test_bundles_that_share_components_are_whole(self, desk: OrderDesk) -> None:
        """Nobody gets a part of a bundle, and no component is promised twice."""
        for sku in ("A", "B", "C"):
            desk.receive(sku, 60)

        accounts = self.crowd(works.buy_bundles)

        held = Counter[str]()
        for order in desk.find():
            for line in order.lines:
                held.update({sku: count * line.quantity for sku, count in line.components})
        assert codes(accounts) <= SHORT
        assert accepted(accounts)
        assert refused(accounts)
        assert {order.id for order in desk.find()} == set(accepted(accounts))
        assert {sku: desk.stock(sku).reserved for sku in held} == held

    def test_moves_to_and_fro_lose_no_unit(self, desk: OrderDesk) -> None:
        """Both sides of a move happen together, and opposite moves do not block each other."""
        for sku in ("A", "B"):
            desk.receive(sku, 10)

        accounts = self.crowd(works.move_to_and_fro)

        there, back = (len(accepted(accounts[turn::2])) for turn in (0, 1))
        assert desk.stock("A").on_hand == 10 - there + back
        assert desk.stock("B").on_hand == 10 + there - back

    def test_batches_in_opposite_order_spoil_nothing(self, desk: OrderDesk) -> None:
        """Each command of a batch gets its own answer, beside others' batches."""
        for sku in works.SKUS:
            desk.receive(sku, 30)

        accounts = self.crowd(works.mixed_batches, works.reserve_in_batches)

        taken = len(accepted(accounts))
        assert codes(accounts) <= SHORT
        assert taken + len(refused(accounts)) == 2 * (20 + 50)
        assert sum(desk.stock(sku).reserved for sku in works.SKUS) == taken

    def test_commands_with_the_same_ids_happen_once(self, desk: OrderDesk) -> None:
        """Whoever asks, everybody gets the same answer: what was taken, and what was short."""
        desk.receive("A", 15)

        accounts = self.crowd(works.repeat_the_same)

        known = {order.id for order in desk.find()}
        assert len(known) == desk.stock("A").reserved == 15
        assert [set(account.accepted) for account in accounts] == [known] * 4
        assert codes(accounts) == SHORT

    def test_sweeps_beside_buyers_give_back_each_promise_once(self, desk: OrderDesk) -> None:
        """Baskets are taken over, forgotten and given back while several sweep at once."""
        for sku in ("A", "B"):
            desk.receive(sku, 14)

        accounts = self.crowd(works.keep_baskets, works.sweep)
        works.sweep(desk, last := Account(-1), minutes=60)

        open_orders = Counter[str]()
        for order in desk.find():
            units = awaiting_units(order)
            open_orders.update({line.sku: units.get(line.id, 0) for line in order.lines})
        shipped = sum(order.status is OrderStatus.SHIPPED for order in desk.find())
        assert (codes([*accounts, last]) - SHORT) <= {"not_reserved"}
        assert refused([*accounts[1::2], last]) == []
        placed = {name for name in accepted(accounts) if name.startswith("place ")}
        assert {f"place {order.id}" for order in desk.find()} == placed
        assert {sku: desk.stock(sku).reserved for sku in ("A", "B")} == open_orders
        assert desk.stock("A").on_hand + desk.stock("B").on_hand == 28 - shipped

    def test_relays_share_the_work(self, desk: OrderDesk) -> None:
        """Every notice is delivered by one of them, while others write new ones."""
        desk.receive("A", 100)
        for number in range(20):
            works.buy(desk, f"first-{number}")

        accounts = self.crowd(works.relay, works.relay, works.buy_one_sku)

        works.relay(desk, last := Account(-1))
        told = [*accounts[0].accepted, *accounts[1].accepted, *accounts[3].accepted, *last.accepted]
        done = desk.store.outbox(OutboxState.DELIVERED, limit=1000)
        assert sorted(told) == sorted(some.entry.key for some in done)
        assert len(done) >= 30

    def test_clocks_that_jump_lose_nothing(self, desk: OrderDesk) -> None:
        """Each worker has another time, and no time is kept: stock and notices are all there."""
        for sku in ("A", "B"):
            desk.receive(sku, 1000)

        accounts = self.crowd(works.jump)

        known = {order.id for order in desk.find()}
        assert known == {name for name in accepted(accounts) if " " not in name}
        works.relay_all(desk)
        assert desk.store.outbox(OutboxState.POISONED, limit=1) == ()

    def test_random_lives_leave_books_that_agree(self, desk: OrderDesk) -> None:
        """Commands of every kind about the same orders and stock; only refusals reach anybody."""
        accounts = self.crowd(partial(live, seconds=self.soak_seconds))

        assert len(accepted(accounts)) > 20 * self.soak_seconds
        works.relay_all(desk)
