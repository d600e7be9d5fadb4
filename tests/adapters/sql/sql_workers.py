"""What other processes do to a store: run in them, by name, so that they can be spawned."""

import os
import signal
from pathlib import Path

from ordercore.adapters.memory import CountingIdentity, FixedClock
from ordercore.adapters.sql import open_sqlite
from ordercore.errors import Refused
from ordercore.orders.line import Line
from ordercore.orders.world import World
from ordercore.service.desk import OrderDesk

WORLD = World(pools={"MFN": "main"})


def desk_on(file: Path) -> OrderDesk:
    """Open a desk on a file."""
    clock = FixedClock("2026-03-02T09:30:00Z")
    return OrderDesk(open_sqlite(file), world=WORLD, clock=clock, identity=CountingIdentity())


def buy(file: Path, buyer: str, wanted: int) -> int:
    """Buy one unit at a time, and tell how many orders were accepted."""
    desk = desk_on(file)
    sold = 0
    for number in range(wanted):
        order_id = f"{buyer}-{number}"
        try:
            desk.place(channel="MFN", lines=[Line("A", 1, price="5 EUR")], order_id=order_id)
        except Refused:
            continue
        sold += 1
    desk.close()
    return sold


def open_only(file: Path) -> int:
    """Open a store, which makes its tables, and tell how much stock it has."""
    desk = desk_on(file)
    on_hand = desk.stock("A").on_hand
    desk.close()
    return on_hand


def die_inside_a_transaction(file: Path) -> None:
    """Write a commit, and be killed before the transaction ends."""
    from ordercore.testing.store.samples import whole_commit

    store = open_sqlite(file)
    with store.transaction() as transaction:
        transaction.write(whole_commit())
        os.kill(os.getpid(), signal.SIGKILL)


def place_until_killed(file: Path, ready: Path) -> None:
    """Place orders without end, and tell with a file that it began."""
    desk = desk_on(file)
    number = 0
    while True:
        desk.place(
            channel="MFN",
            lines=[Line("A", 1, price="5 EUR"), Line("B", 2, price="5 EUR")],
            order_id=f"O-{number}",
            command_id=f"c-{number}",
        )
        number += 1
        if number == 20:
            ready.touch()
