"""A local server of recorded answers, with the carriers of one account and their book."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from easypost_replay import Replay, recorded, serving

from ordercore.adapters.easypost import EasyPostCarrier
from ordercore.adapters.memory import MemoryLabelBook
from ordercore.ports.carriage import Label
from ordercore.ports.carrier import Carrier
from ordercore.shipping.choosing import Quote
from ordercore.testing.carrier import carriage


class World:
    """A server, its carriers, and their book."""

    def __init__(self, replay: Replay, base: str) -> None:
        self.replay = replay
        self.base = base
        self.book = MemoryLabelBook()

    def carrier(self, **changes: Any) -> EasyPostCarrier:
        """Make a carrier of the account."""
        plain: dict[str, Any] = {"api_base": self.base, "timeout": 5}
        return EasyPostCarrier("EZTEST", self.book, **{**plain, **changes})

    def quote(self, carrier: Carrier) -> Quote:
        """Give a fresh quote whose purchase was recorded."""
        quotes = carrier.quote(carriage()).quotes
        return next(quote for quote in quotes if quote.id in self.replay.rates())

    def label(self, key: str = "key-1") -> Label:
        """Buy a label."""
        carrier = self.carrier()
        return carrier.buy(self.quote(carrier), key)


@contextmanager
def opened() -> Iterator[World]:
    """Serve the recorded answers; skip where they are not."""
    replay = Replay(recorded())
    with serving(replay) as base:
        yield World(replay, base)
