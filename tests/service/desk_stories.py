"""Short words for stories about a desk: desks over each store, reports, and what they hold."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs

from ordercore import Line, OrderDesk, Units, World
from ordercore.adapters.memory import CountingIdentity, FixedClock, MemoryStore
from ordercore.adapters.sql import open_sqlite
from ordercore.errors import Conflict
from ordercore.inventory import Reservation
from ordercore.kernel.charges import Charges
from ordercore.kernel.time import Instant, instant
from ordercore.orders.message import OrderEvent
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.state import Order
from ordercore.orders.status import OrderStatus
from ordercore.ports.listener import Announcement
from ordercore.ports.outbox import OutboxEntry, OutboxState
from ordercore.ports.records import Key
from ordercore.ports.source import (
    Origin,
    Rejection,
    Remark,
    ReportedLine,
    ReportedOrder,
    ReportedParcel,
)
from ordercore.ports.store import Commit, Row, Store
from ordercore.service.looking import every_order

AT = instant("2026-03-02T09:30:00Z")
"""A Monday."""

OWN = World(pools={"MFN": "main", "SFP": "main"})

HERE = Origin("orders.txt", 2)

EUR_10 = Charges("EUR", item=1000)


def later(days: float = 0) -> Instant:
    """Give a moment so many days after the first."""
    return AT + dt.timedelta(days=days)


def desk_over(store: Store | None = None, world: World = OWN) -> OrderDesk:
    """Open a desk with a clock that stands still and ids that count up."""
    return OrderDesk(
        store or MemoryStore(promises_unseen=True),
        world=world,
        clock=FixedClock(AT),
        identity=CountingIdentity(),
    )


def stores(folder: Path) -> tuple[Store, Store]:
    """Give an empty store of each kind."""
    return MemoryStore(), open_sqlite(folder / "shop.db")


def placing(id: str = "O-1", *lines: Line, **changes: Any) -> PlaceOrder:
    """Ask to place an order of two A in the own shop."""
    asked = {"order_id": id, "at": AT, "channel": "MFN"}
    return PlaceOrder(**{**asked, "lines": lines or (two_a(),), **changes})


def two_a() -> Line:
    """Give a line of two A."""
    return Line("A", 2, price="10.00 EUR")


def units(*counts: tuple[str, int]) -> tuple[Units, ...]:
    """Make units of lines."""
    return tuple(Units(line, quantity) for line, quantity in counts)


# What is kept


def hold(desk: OrderDesk, order_id: str = "O-1", sku: str = "A") -> Reservation:
    """Give what an order was promised."""
    value = row(desk.store, Key("reservation", f"main/{sku}/{order_id}")).value
    return value if isinstance(value, Reservation) else Reservation(order_id, sku, "main")


def row(store: Store, key: Key) -> Row:
    """Load one record."""
    with store.transaction() as transaction:
        return transaction.load((key,))[key]


def event_names(desk: OrderDesk, id: str, kind: str = "order") -> list[str]:
    """Name everything that happened to a record."""
    return [type(some.event).__name__ for some in desk.store.events(Key(kind, id))]


def order_events(desk: OrderDesk, id: str) -> list[OrderEvent]:
    """Give everything that happened to an order."""
    events = [some.event for some in desk.timeline(id)]
    return [event for event in events if isinstance(event, OrderEvent)]


def waiting(store: Store) -> tuple[OutboxEntry, ...]:
    """Give what is still to be told, the oldest first."""
    return tuple(some.entry for some in store.outbox(OutboxState.WAITING, limit=10_000))


def everything(store: Store, skus: Collection[str] = ("A", "B")) -> dict[str, object]:
    """Give all that a store holds of orders, of some stock, and of the outbox."""
    orders = list(every_order(store))
    keys = [Key("order", order.id) for order in orders]
    keys += [Key("stock", f"main/{sku}") for sku in skus]
    holds = [
        Key("reservation", f"main/{sku}/{order.id}") for order in orders for sku in sorted(skus)
    ]
    with store.transaction() as transaction:
        rows = dict(transaction.load((*keys, *holds)))
    return {
        "orders": orders,
        "rows": rows,
        "events": [store.events(key) for key in keys],
        "outbox": waiting(store),
    }


def of_order(announcement: Announcement) -> Order:
    """Give the order that an announcement is about."""
    assert announcement.order is not None
    return announcement.order


# What a marketplace reports


def told(
    sku: str = "A", quantity: int = 2, charges: Charges | None = EUR_10, **more: Any
) -> ReportedLine:
    """Report a line."""
    return ReportedLine(sku=sku, quantity=quantity, charges=charges, origin=HERE, **more)


def report(
    status: OrderStatus = OrderStatus.UNSHIPPED,
    *lines: ReportedLine,
    day: float = 1,
    id: str = "R-1",
    **changes: Any,
) -> ReportedOrder:
    """Report an order of two A."""
    asked: dict[str, Any] = {
        "id": id,
        "channel": "MFN",
        "marketplace": "DE",
        "status": status,
        "word": status.value.title(),
        "placed_at": AT,
        "updated_at": later(day),
        "lines": lines or (told(),),
        "origin": HERE,
    }
    return ReportedOrder(**{**asked, **changes})


def parcel(id: str, *contents: tuple[str, int], **changes: Any) -> ReportedParcel:
    """Report a parcel that left on the second day; contents are named by line reference."""
    asked: dict[str, Any] = {
        "id": id,
        "units": contents,
        "carrier": "UPS",
        "tracking": f"1Z{id}",
        "shipped_at": later(2),
        "delivered": False,
    }
    return ReportedParcel(**{**asked, **changes})


@attrs.frozen
class Told:
    """A source of what it was made of."""

    content: tuple[ReportedOrder | Rejection | Remark | Exception, ...]

    def read(self) -> Iterator[ReportedOrder | Rejection | Remark]:
        """Give it, and raise where it is an exception."""
        for some in self.content:
            if isinstance(some, Exception):
                raise some
            yield some


# Stores with a will of their own


class Contested:
    """A store in memory where somebody else writes first, a number of times."""

    def __init__(self, times: int) -> None:
        self.inner = MemoryStore()
        self.times = times
        self.opened = 0

    @property
    def promises_unseen(self) -> bool:
        """Say what the store behind says."""
        return self.inner.promises_unseen

    @contextmanager
    def transaction(self) -> Iterator["Contested"]:
        """Open a transaction of the store behind."""
        self.opened += 1
        with self.inner.transaction():
            yield self

    def load(self, keys: Collection[Key]) -> Mapping[Key, Row]:
        """Load from the store behind."""
        return self.inner.load(keys)

    def write(self, commit: Commit) -> Mapping[Key, Row]:
        """Write, unless somebody else was first."""
        if self.times > 0:
            self.times -= 1
            raise Conflict(tuple(map(str, commit.writes)))
        return self.inner.write(commit)

    def __getattr__(self, name: str) -> Any:
        """Ask the store behind."""
        return getattr(self.inner, name)

    def close(self) -> None:
        """Close the store behind."""
        self.inner.close()


def stocked(*skus: tuple[str, int], store: Store | None = None, world: World = OWN) -> OrderDesk:
    """Open a desk with units on hand."""
    desk = desk_over(store, world)
    for sku, quantity in skus:
        desk.receive(sku, quantity)
    return desk
