"""Shops that take the same baskets: ours one at a time and in batches, and stateset-embedded's.

Each begins on a fresh SQLite file in WAL mode with synchronous = NORMAL, with plenty of stock
where it keeps any, and makes its own values from plain (SKU, quantity) pairs.
"""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import ordercore
from ordercore import Line, OrderDesk
from ordercore.adapters.system import SystemClock, UuidIdentity
from ordercore.orders.placing import PlaceOrder
from ordercore.service.asked import Asked

SKUS = tuple(f"SKU-{number:02}" for number in range(50))
PLENTY = 10_000_000
BATCH = 100

CLOCK, IDENTITY = SystemClock(), UuidIdentity()

Basket = tuple[tuple[str, int], ...]


def baskets(orders: int, seed: int) -> list[Basket]:
    """Choose three products for each order."""
    chance = random.Random(seed)
    return [
        tuple((sku, chance.randint(1, 3)) for sku in chance.sample(SKUS, 3)) for _ in range(orders)
    ]


class Shop(Protocol):
    """What is timed; ``reserves`` says how many times it reserves each unit."""

    reserves: int

    def place(self, chosen: Sequence[Basket]) -> None:
        """Place an order for each basket."""

    def promised(self) -> int:
        """Count the units that are reserved."""

    def close(self) -> None:
        """Let go of the file."""


class Ours:
    """One order per transaction: decided, three stocks reserved, events and outbox with them."""

    reserves = 1

    def __init__(self, folder: Path) -> None:
        self.desk: OrderDesk = ordercore.open(f"sqlite:///{folder / 'ours.db'}")
        for sku in SKUS:
            self.desk.receive(sku, PLENTY)

    def place(self, chosen: Sequence[Basket]) -> None:
        """Place them one at a time."""
        for basket in chosen:
            self.desk.place(channel="MFN", marketplace="US", buyer="ada", lines=_lines(basket))

    def promised(self) -> int:
        """Add up what is reserved."""
        return sum(self.desk.stock(sku).reserved for sku in SKUS)

    def close(self) -> None:
        """Close the desk."""
        self.desk.close()


class OursInBatches(Ours):
    """A hundred orders per transaction, each decided by itself."""

    def place(self, chosen: Sequence[Basket]) -> None:
        """Place them by the hundred."""
        for start in range(0, len(chosen), BATCH):
            self.desk.handle_many(
                [
                    Asked(
                        PlaceOrder(
                            order_id=IDENTITY.order_id(),
                            at=CLOCK.now(),
                            channel="MFN",
                            marketplace="US",
                            buyer="ada",
                            lines=_lines(basket),
                        )
                    )
                    for basket in chosen[start : start + BATCH]
                ]
            )


def _lines(basket: Basket) -> tuple[Line, ...]:
    return tuple(Line(sku, quantity, price="12.50 USD") for sku, quantity in basket)


class Stateset:
    """An order per call (it has no call for several), of products that it keeps no stock of."""

    reserves = 0

    def __init__(self, folder: Path) -> None:
        from stateset_embedded import Commerce

        self.shop = Commerce(str(folder / "stateset.db"))
        self.customer = self.shop.customers.create("ada@example.com", "Ada", "Byron").id

    def place(self, chosen: Sequence[Basket]) -> None:
        """Create them one at a time."""
        for basket in chosen:
            self.create(basket)

    def create(self, basket: Basket) -> str:
        """Create an order and give its id."""
        from stateset_embedded import CreateOrderItemInput

        items = [CreateOrderItemInput(sku, sku, quantity, 12.5) for sku, quantity in basket]
        return str(self.shop.orders.create(self.customer, items, currency="USD").id)

    def promised(self) -> int:
        """Add up what is allocated."""
        levels = [self.shop.inventory.get_stock(sku) for sku in SKUS]
        return sum(int(level.total_allocated) for level in levels if level is not None)

    def close(self) -> None:
        """Drop the shop, which closes its file."""
        del self.shop


class StatesetReserving(Stateset):
    """With stock of every product, of which creating an order reserves its lines."""

    reserves = 1

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        for sku in SKUS:
            self.shop.inventory.create_item(sku, sku, initial_quantity=PLENTY)


class StatesetReservingByCalls(StatesetReserving):
    """With its call for a reservation too, one for each line: on top of what creating reserves."""

    reserves = 2

    def place(self, chosen: Sequence[Basket]) -> None:
        """Create the orders and reserve their lines."""
        for basket in chosen:
            order = self.create(basket)
            for sku, quantity in basket:
                self.shop.inventory.reserve(sku, quantity, "order", order)
