"""Processes that are killed at every step of what they write."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sql_steps import Counting, killed_at, place, ship, stepping

from ordercore.adapters.sql import Isolation, open_postgres, open_sqlite
from ordercore.errors import Conflict
from ordercore.orders.status import OrderStatus
from ordercore.ports.records import Key
from ordercore.service.auditing import audit
from ordercore.service.desk import OrderDesk
from ordercore.testing.crowds import Opener, desk_on
from ordercore.testing.crowds.processes import CONTEXT

KILLED = -9


@pytest.fixture(params=["sqlite", "postgresql"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    """Give what opens an empty store; what it reads in a transaction is of one moment."""
    if request.param == "sqlite":
        return partial(open_sqlite, tmp_path / "shop.db")
    url = request.getfixturevalue("empty_postgres")
    return partial(open_postgres, url, isolation=Isolation.REPEATABLE_READ, connections=2)


@pytest.fixture
def desk(opener: Opener) -> Iterator[OrderDesk]:
    """Give a desk with enough of everything, and audit it after the test."""
    desk = desk_on(opener())
    for sku in ("A", "B", "C"):
        desk.receive(sku, 10_000)
    yield desk
    assert audit(desk.store).differences == ()
    desk.close()


def steps_of(opener: Opener, call: Callable[[OrderDesk, str], None], id: str) -> int:
    """Count the steps of something by doing it once."""
    store: Any = opener()
    counting = Counting()
    stepping(store, counting)
    call(desk_on(store), id)
    store.close()
    return counting.passed


def kill(opener: Opener, call: Callable[[OrderDesk, str], None], id: str, number: int) -> None:
    """Let a process do something, and be killed at a step."""
    process = CONTEXT.Process(target=killed_at, args=(opener, call, id, number))
    process.start()
    process.join(60)
    assert process.exitcode == KILLED


def versions(desk: OrderDesk, id: str, *answers: str) -> list[int]:
    """Give how often each record of an order was written, all at one moment."""
    keys = [Key("order", id), *[Key("reservation", f"main/{sku}/{id}") for sku in "ABC"]]
    keys += [Key("answer", f"{some}-{id}") for some in answers]
    while True:
        try:
            with desk.store.transaction() as transaction:
                rows = transaction.load(keys)
        except Conflict:  # what the dead one had sent off is being done just now
            continue
        return [rows[key].version for key in keys]


def test_an_order_is_there_as_a_whole_or_not_at_all(opener: Opener, desk: OrderDesk) -> None:
    """Killed at any step of placing it; the same command id then gives the whole, once.

    Atomicity, and law 4 (twice is once): whoever does not know whether it was done asks again.
    """
    steps = steps_of(opener, place, "O-0")
    whole = versions(desk, "O-0", "c")
    assert 0 not in whole
    found = []
    for number in range(1, steps + 1):
        kill(opener, place, f"O-{number}", number)
        after = versions(desk, f"O-{number}", "c")
        assert after in (whole, [0] * len(whole))
        found.append(after == whole)
        place(desk, f"O-{number}")
        assert versions(desk, f"O-{number}", "c") == whole

    assert (found[0], found[-1]) == (False, True)
    orders = len(desk.find())
    assert orders == steps + 1
    assert [desk.stock(sku).reserved for sku in "ABC"] == [4 * orders, 4 * orders, 2 * orders]


@pytest.mark.long
def test_a_payment_and_a_shipment_survive_any_death(opener: Opener, desk: OrderDesk) -> None:
    """Two commands in a row: each is whole, the second never without the first."""
    place(desk, "O-0")
    steps = steps_of(opener, ship, "O-0")
    for number in range(1, steps + 1):
        id = f"O-{number}"
        place(desk, id)
        kill(opener, ship, id, number)
        order, *_, paid, shipped = versions(desk, id, "p", "s")
        assert (order, paid, shipped) in {(1, 0, 0), (2, 1, 0), (3, 1, 1)}
        ship(desk, id)
        ship(desk, id)
        assert desk.order(id).status is OrderStatus.SHIPPED
        assert len(desk.timeline(id)) == 3

    assert desk.stock("A").on_hand == 10_000 - 4 * (steps + 1)
    assert desk.stock("A").reserved == 0
