# ruff: noqa: S311 - chance that can be repeated
"""A worker that does anything: random commands of every kind, about orders and stock of all."""

import time
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

import attrs

from ordercore.errors import NotFound
from ordercore.inventory import Condition, ReserveUnits
from ordercore.kernel.time import Instant
from ordercore.queries import ReservationFilter
from ordercore.service.asked import Asked
from ordercore.service.desk import OrderDesk
from ordercore.testing.crowds.account import Account
from ordercore.testing.crowds.works import Listening, later
from ordercore.testing.situations import SKUS, next_command, placing

ORDERS = 40
"""How many orders all workers share at a time; so many that they meet, and few enough to live."""


@attrs.frozen
class Moment:
    """When a worker does something: its desk, its chance, and how often it has done anything."""

    desk: OrderDesk
    account: Account
    dice: Random
    number: int

    @property
    def at(self) -> Instant:
        """What time it is then; workers that do more live faster."""
        return later(self.number * 10)

    @property
    def name(self) -> str:
        """What nobody else has as a name."""
        return f"{self.account.worker}-{self.number}"


Deed = Callable[[Moment], object]


def live(desk: OrderDesk, account: Account, *, seconds: float, seed: int = 0) -> None:
    """Do random deeds for so many seconds; a seed gives each worker its own chance again."""
    dice = Random(f"{seed}/{account.worker}")
    ends, number = time.monotonic() + seconds, 0
    for sku in SKUS:
        desk.receive(sku, 50)
    while time.monotonic() < ends:
        number += 1
        deed = dice.choices(DEEDS, WEIGHTS)[0]
        account.ask(f"{deed.__name__} {number}", partial(deed, Moment(desk, account, dice, number)))


def change_an_order(now: Moment) -> None:
    """Place an order, or give one that there is a command that it may permit."""
    dice = now.dice
    # The shared orders move on with time, so that there are always new ones.
    id = f"O-{now.number // 20 + dice.randrange(ORDERS)}"
    at = now.at.add(minutes=dice.randrange(-3000, 3000))
    try:
        command = next_command(now.desk.order(id), dice.randrange, at, now.desk.world)
    except NotFound:
        command = placing(dice.randrange, order_id=id, at=at)
    now.desk.handle(command, id=f"c-{now.name}" if dice.randrange(2) else None)


def change_stock(now: Moment) -> None:
    """Let units come, go, be counted, moved, or found unsellable."""
    dice = now.dice
    sku, other = dice.sample(SKUS, 2)
    said: dict[str, Any] = {"at": now.at, "cause": now.name}
    calls: tuple[Callable[[], object], ...] = (
        partial(now.desk.receive, sku, 1 + dice.randrange(9), **said),
        partial(now.desk.adjust_stock, sku, -1, reason="damaged", **said),
        partial(now.desk.count_stock, sku, dice.randrange(60), **said),
        partial(now.desk.move_stock, sku, 1 + dice.randrange(3), to_sku=other, **said),
        partial(now.desk.regrade_units, sku, 1, now=Condition.QUARANTINE, **said),
        partial(now.desk.expect_inbound, sku, 5, now.name, **said),
        partial(now.desk.set_stock_terms, sku, backorder_limit=dice.randrange(5), safety=1, **said),
    )
    dice.choice(calls)()


def promise(now: Moment) -> None:
    """Fill, extend, commit, give back or consume a basket of those that all share."""
    dice = now.dice
    sku, owner = dice.choice(SKUS), f"basket-{dice.randrange(30)}"
    said: dict[str, Any] = {"owner": owner, "at": now.at}
    until = now.at.add(minutes=dice.randrange(1, 90))
    calls: tuple[Callable[[], object], ...] = (
        partial(now.desk.reserve, sku, 1 + dice.randrange(3), expires_at=until, **said),
        partial(now.desk.reserve, sku, 2, using=owner, expires_at=until, **said),
        partial(now.desk.reserve, sku, 1, using=f"basket-{dice.randrange(30)}", **said),
        partial(now.desk.extend_reservation, sku, expires_at=until, **said),
        partial(now.desk.commit_reserved, sku, **said),
        partial(now.desk.release_reserved, sku, **said),
        partial(now.desk.consume_reserved, sku, 1, **said),
        partial(now.desk.fill_backorder, sku, **said),
    )
    dice.choice(calls)()


def sweep(now: Moment) -> None:
    """Give back what has expired."""
    for hold in now.desk.store.reservations(ReservationFilter(expired_by=now.at), limit=20):
        now.desk.expire_reserved(hold.sku, owner=hold.owner, at=now.at)


def do_many(now: Moment) -> None:
    """Place orders and promise units in one batch."""
    dice, at, name = now.dice, now.at, f"b-{now.name}"
    asked = [
        Asked(placing(dice.randrange, order_id=f"{name}-{some}", at=at), f"{name}-{some}")
        for some in range(4)
    ]
    asked += [
        Asked(ReserveUnits(sku=sku, pool="main", quantity=1, owner=name, at=at, expires_at=at))
        for sku in SKUS
    ]
    dice.shuffle(asked)
    now.desk.handle_many(asked, per_transaction=1 + dice.randrange(7))


def deliver(now: Moment) -> None:
    """Deliver some notices."""
    now.desk.deliver_notices(Listening(Account(now.account.worker)), limit=3, at=now.at)


DEEDS: tuple[Deed, ...] = (change_an_order, change_stock, promise, sweep, do_many, deliver)

WEIGHTS = (10, 3, 6, 1, 1, 1)
