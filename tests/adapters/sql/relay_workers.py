"""What relays in other processes do: run in them, by name, so that they can be spawned.

A reader is a file: each event that comes is a line of it, written at once.
"""

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import attrs

import ordercore as oc
from ordercore.ports.publisher import Published
from ordercore.service.keys import stock_key
from ordercore.service.pace import Pace

WORLD = oc.World(pools={"MFN": "main"}, publishes=lambda _: True)

BRIEF = Pace(lease=1, batch=10, pauses=(0.05,), most_tries=1000, drift=1)
"""A lease that ends while a test waits for it."""


LONGEST_QUIET = 2.5
"""Seconds without anything to do, leases of the dead included."""


@attrs.define
class Appending:
    """A publisher to a file, which may kill its own process between sending and coming back."""

    file: Path
    dies_after: int = 0
    sent: int = 0

    def publish(self, event: Published) -> None:
        """Write a line in one go, and die if it is time."""
        line = f"{os.getpid()}\t{event.key}\n".encode()
        descriptor = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        try:
            os.write(descriptor, line)
        finally:
            os.close(descriptor)
        self.sent += 1
        if self.sent == self.dies_after:
            os.kill(os.getpid(), signal.SIGKILL)


def fill(url: str, orders: int) -> int:
    """Place, pay and ship orders, and tell how many events there are to be told of."""
    told = 0
    with oc.open(url, world=WORLD) as desk:
        desk.receive("A", orders)
        for number in range(orders):
            id = f"O-{number}"
            desk.place(channel="MFN", lines=[oc.Line("A", 1, price="1 EUR")], order_id=id)
            desk.confirm_payment(id, payment_id="PAY")
            desk.confirm_shipment(id)
            told += len(desk.timeline(id))
        told += len(desk.store.events(STOCK))
    return told


STOCK = stock_key("main", "A")


def relay(url: str, reader: Path, dies_after: int = 0, together: int = 1) -> int:
    """Publish until nothing came for a while, and tell how many were published.

    It begins when so many are there, so that a busy machine leaves some for each.
    """
    publisher = Appending(reader, dies_after)
    with oc.open(url, world=WORLD) as desk:
        reader.with_suffix(f".{os.getpid()}").touch()
        while len(list(reader.parent.glob(f"{reader.name}.*"))) < together:
            time.sleep(0.01)
        last = time.monotonic()
        while time.monotonic() - last < LONGEST_QUIET:
            if desk.publish_events(publisher, limit=50, pace=BRIEF):
                last = time.monotonic()
            else:
                time.sleep(0.05)
    return publisher.sent


def came(reader: Path) -> Sequence[tuple[int, str]]:
    """Give who sent what, in the order in which it came."""
    lines = reader.read_text("utf-8").splitlines() if reader.exists() else []
    return [(int(who), key) for who, key in (line.split("\t") for line in lines)]
