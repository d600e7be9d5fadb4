"""A server, the carriers that ask it, and their book."""

from collections.abc import Iterator
from datetime import timedelta
from time import sleep
from typing import Any

import pytest
from shippo_server import Account, serving

from ordercore.adapters.memory import FixedClock, MemoryLabelBook
from ordercore.adapters.shippo import PickupPlace, ShippoCarrier
from ordercore.ports.label_book import LabelBook

TEST_MODE = f"shippo_test_{0:040}"


def shortly(_: int) -> None:
    """Wait, but not for long."""
    sleep(0.01)


class World:
    """A server, its carriers, and their book."""

    def __init__(self, account: Account, base: str) -> None:
        self.account = account
        self.base = base
        self.book: LabelBook = MemoryLabelBook()
        self.clock = FixedClock("2026-03-02T09:00:00Z")

    def carrier(self, **changes: Any) -> ShippoCarrier:
        """Make a carrier of the account."""
        plain: dict[str, Any] = {
            "api_base": self.base,
            "timeout": 5,
            "clock": self.clock,
            "wait": shortly,
            "pickup_place": PickupPlace(email="mugs@shop.example"),
        }
        return ShippoCarrier(TEST_MODE, self.book, **{**plain, **changes})

    def pass_time(self, **time: int) -> None:
        """Let time pass."""
        self.clock.set(self.clock.now() + timedelta(**time))

    def fail(self, status: int, body: Any = None, **headers: str) -> None:
        """Let the next call fail."""
        self.account.failing = [(status, {} if body is None else body, headers)]

    def asked(self, method: str, path: str) -> list[Any]:
        """Give the bodies of the calls of one kind."""
        return [body for way, where, body in self.account.asked if (way, where) == (method, path)]


def served() -> Iterator[World]:
    """Serve an account that nobody used yet; tests make it a fixture."""
    pytest.importorskip("shippo", reason="the extra shippo is not installed")
    account = Account()
    with serving(account) as base:
        yield World(account, base)
