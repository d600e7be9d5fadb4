"""The preview: what a command would bring about, as differences, before anything is done."""

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Generic, TypeVar

import attrs

from ordercore.inventory import Stock, StockEvent
from ordercore.kernel.ids import LineId, Sku
from ordercore.kernel.money import Money
from ordercore.notices import Notice
from ordercore.orders.axes import DeliveryAxis, PaymentAxis, ReturnsAxis
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.money import captured, due
from ordercore.orders.promised import short_units
from ordercore.orders.state import Order
from ordercore.orders.stations import Stations
from ordercore.orders.status import OrderStatus
from ordercore.ports.dossiers import DossierEvent
from ordercore.ports.records import Key
from ordercore.ports.store import Commit, Row
from ordercore.service.keys import order_key

T = TypeVar("T")


@attrs.frozen
class Change(Generic[T]):
    """Something before and after; before is ``None`` where there was no order yet."""

    before: T | None
    after: T

    @property
    def differs(self) -> bool:
        """Tell whether anything would be different."""
        return self.before != self.after

    def __str__(self) -> str:
        """Write it as ``pending -> unshipped``."""
        return f"{_text(self.before)} -> {_text(self.after)}"


@attrs.frozen(kw_only=True)
class StatusChange:
    """How far the order would come, on every axis."""

    order: Change[OrderStatus]
    payment: Change[PaymentAxis]
    delivery: Change[DeliveryAxis]
    returns: Change[ReturnsAxis]


@attrs.frozen(kw_only=True)
class MoneyChange:
    """What would become of the money; ``None`` while no price is known."""

    due: Change[Money | None]
    captured: Change[Money | None]
    balance: Change[Money | None]


@attrs.frozen
class StockChange:
    """How many units more there would be of a SKU in a pool."""

    on_hand: int
    reserved: int
    backordered: int = 0


@attrs.frozen(kw_only=True)
class Preview:
    """A plan that was made and not written: a command, and everything that it would bring about.

    It holds the commit as it would be written and the records as they were seen; all else is the
    difference between the two.
    """

    command: OrderCommand
    commit: Commit
    seen: Mapping[Key, Row]

    @property
    def before(self) -> Order | None:
        """The order as it is; ``None`` where the command would place it."""
        value = self.seen[self._key].value
        return value if isinstance(value, Order) else None

    @property
    def after(self) -> Order:
        """The order as it would be."""
        row, _ = self.commit.writes.get(self._key, (self.seen[self._key], 0))
        if not isinstance(row.value, Order):
            raise TypeError(f"a plan for {self._key} without an order")
        return row.value

    @property
    def versions(self) -> Mapping[Key, int]:
        """The version of every record that the plan looked at."""
        return {key: row.version for key, row in self.seen.items()}

    @property
    def events(self) -> tuple[OrderEvent | StockEvent | DossierEvent, ...]:
        """What would happen, to the order and to stock."""
        return tuple(recorded.event for recorded in self.commit.events)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Who would be told what."""
        return tuple(entry.notice for entry in self.commit.outbox if entry.notice is not None)

    @property
    def status(self) -> StatusChange:
        """How far the order would come."""
        return StatusChange(
            order=self._change(lambda order: order.status),
            payment=self._change(lambda order: order.payment_axis),
            delivery=self._change(lambda order: order.delivery),
            returns=self._change(lambda order: order.returns_axis),
        )

    @property
    def money(self) -> MoneyChange:
        """What would become of the money."""
        return MoneyChange(
            due=self._change(lambda order: _money(order, due(order))),
            captured=self._change(lambda order: _money(order, captured(order))),
            balance=self._change(lambda order: order.balance),
        )

    @property
    def units(self) -> Mapping[LineId, Mapping[str, int]]:
        """Per line that would change: station by station, how many units more it would have."""
        before = self.before.stations if self.before else {}
        changes = {
            line: _moved(before.get(line, Stations()), now)
            for line, now in self.after.stations.items()
        }
        return {line: moved for line, moved in changes.items() if moved}

    @property
    def short(self) -> Mapping[LineId, int]:
        """Per line that would change: how many units more it would be short of."""
        was, now = short_units(self.before) if self.before else {}, short_units(self.after)
        changes = {line: now.get(line, 0) - was.get(line, 0) for line in {**was, **now}}
        return {line: change for line, change in changes.items() if change}

    @property
    def stock(self) -> Mapping[tuple[str, Sku], StockChange]:
        """Per pool and SKU that would change: how many units more, on hand and promised."""
        changes: dict[tuple[str, Sku], StockChange] = {}
        for key, (row, _) in self.commit.writes.items():
            now, was = row.value, self.seen[key].value
            if isinstance(now, Stock):
                old = was if isinstance(was, Stock) else Stock(now.sku, now.pool)
                change = StockChange(
                    now.on_hand - old.on_hand,
                    now.reserved - old.reserved,
                    now.backordered - old.backordered,
                )
                if change != StockChange(0, 0):
                    changes[now.pool, now.sku] = change
        return changes

    def __str__(self) -> str:
        """Write every difference on a line of its own."""
        head = f"{type(self.command).__name__} of order {self.command.order_id}"
        rows = list(self._rows()) or [("changes", "nothing")]
        width = max(len(name) for name, _ in rows)
        return "\n".join([head, *(f"  {name:<{width}}  {text}" for name, text in rows)])

    @property
    def _key(self) -> Key:
        return order_key(self.command.order_id)

    def _change(self, look: Callable[[Order], T]) -> Change[T]:
        return Change(None if self.before is None else look(self.before), look(self.after))

    def _rows(self) -> Iterator[tuple[str, str]]:
        changes = {
            **attrs.asdict(self.status, recurse=False),
            **attrs.asdict(self.money, recurse=False),
        }
        yield from ((name, str(change)) for name, change in changes.items() if change.differs)
        for line, moved in self.units.items():
            yield f"line {line}", _counts(moved)
        for line, lacking in self.short.items():
            yield f"line {line}", _counts({"short": lacking})
        for (pool, sku), change in self.stock.items():
            yield f"{sku} in {pool}", _counts(attrs.asdict(change))
        yield from (("event", type(event).__name__) for event in self.events)
        yield from ((notice.audience.value, f"is told {notice.kind}") for notice in self.notices)


def _money(order: Order, minor: int) -> Money | None:
    return Money(minor, order.currency) if order.currency else None


def _moved(before: Stations, now: Stations) -> Mapping[str, int]:
    was: dict[str, int] = attrs.asdict(before)
    return {name: n - was[name] for name, n in attrs.asdict(now).items() if n != was[name]}


def _counts(changes: Mapping[str, int]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {n:+}" for name, n in changes.items() if n)


def _text(value: object) -> str:
    if value is None:
        return "-"
    return str(value.value).replace("_", " ") if isinstance(value, Enum) else str(value)
