"""The desk: what people call."""

from collections.abc import Sequence
from typing import Self, TypeVar

import attrs

from ordercore.errors import InvalidValue, NotFound, Refused
from ordercore.inventory import InventoryCommand, Stock
from ordercore.metrics import OrderReport, order_report
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.clock import Clock
from ordercore.ports.identity import Identity
from ordercore.ports.notifier import Message, Notifier
from ordercore.ports.source import ReportedOrder
from ordercore.ports.store import Commit, Key, OutboxEntry, Recorded, Row, Store
from ordercore.queries import EVERY_ORDER, OrderFilter
from ordercore.service.adopting import Adopted, adopt
from ordercore.service.asking import Asking
from ordercore.service.draft import Command, Missing, keys_of, order_key, stock_key
from ordercore.service.plan import plan
from ordercore.service.runner import Asked, Desktop, Value, run

T = TypeVar("T")


@attrs.frozen
class Delivery:
    """What became of notices: those that were taken, and those that failed, each with its error."""

    delivered: tuple[OutboxEntry, ...]
    failed: tuple[tuple[OutboxEntry, Exception], ...]


class OrderDesk(Asking):
    """Orders and stock over a store, under the policies of a world.

    Every call that changes something gives the new value, or raises ``Refused`` and has changed
    nothing.
    ``at`` is the moment it happened, for which the desk asks its clock where it is left out;
    ``command_id`` makes twice once.
    """

    def __init__(self, store: Store, *, world: World, clock: Clock, identity: Identity) -> None:
        super().__init__(clock, identity)
        self.store = store
        self.world = world

    def handle(self, command: OrderCommand, *, id: str | None = None) -> Order:
        """Decide a command with everything that follows from it, and keep it.

        Raises:
            Refused: with every reason, when a rule says no; nothing has changed then.
            InvalidValue: when it is no command about an order.
        """
        if not isinstance(command, OrderCommand):
            raise InvalidValue("command", command, "a command about an order")
        return _expect(Order, self._run(command, id))

    def preview(self, command: Command) -> Commit:
        """Give what a command would bring about now, and change nothing.

        Raises:
            Refused: with every reason, when a rule says no.
        """
        rows: dict[Key, Row] = {}
        while True:
            try:
                return plan(command, rows, self.world)
            except Missing as missing:
                rows.update(self.store.load(missing.keys))

    def handle_all(self, asked: Sequence[Asked]) -> tuple[Value | Refused, ...]:
        """Decide many commands in one transaction, each by itself: refusals stand for values."""

        def work(desktop: Desktop) -> tuple[Value | Refused, ...]:
            desktop.prefetch(key for some in asked for key in keys_of(some.command))
            return tuple([_tried(desktop, some) for some in asked])

        return run(self.store, self.world, work)

    def adopt_all(self, reported: Sequence[ReportedOrder]) -> tuple[Adopted, ...]:
        """Move orders to where a marketplace reports them to be, in one transaction.

        What has happened here already is left alone, so reporting twice is harmless.
        """

        def work(desktop: Desktop) -> tuple[Adopted, ...]:
            desktop.prefetch(order_key(some.id) for some in reported)
            return tuple([_adopted(desktop, some) for some in reported])

        return run(self.store, self.world, work)

    # Looking

    def stock(self, sku: str, *, pool: str = "main") -> Stock:
        """Give the stock of a SKU; of one that never arrived, there is none on hand."""
        key = stock_key(pool, sku)
        value = self.store.load((key,))[key].value
        return value if isinstance(value, Stock) else Stock(sku, pool)

    def order(self, order_id: str) -> Order:
        """Find an order.

        Raises:
            NotFound: when the desk keeps no such order.
        """
        key = order_key(order_id)
        value = self.store.load((key,))[key].value
        if not isinstance(value, Order):
            raise NotFound("order", order_id)
        return value

    def find(self, wanted: OrderFilter = EVERY_ORDER) -> tuple[Order, ...]:
        """Give the orders that a filter means, by placement."""
        return tuple(self.store.orders(wanted))

    def timeline(self, order_id: str) -> tuple[Recorded, ...]:
        """Give everything that happened to an order, in order."""
        return self.store.events(order_key(order_id))

    def report(
        self, *, by: str = "day", zone: str = "UTC", wanted: OrderFilter = EVERY_ORDER
    ) -> OrderReport:
        """Add up orders by day, week or month of their placement."""
        return order_report(self.store.orders(wanted), by=by, zone=zone)

    # Telling

    def deliver_notices(
        self, notifier: Notifier, *, limit: int = 100, at: object = None
    ) -> Delivery:
        """Hand waiting notices to a notifier: the least often tried first, of these the oldest.

        A notice is taken out of the queue only after the notifier took it, so it is delivered at
        least once; its key makes twice harmless.
        One that fails stays in the queue and does not stop the others.
        """
        delivered: list[OutboxEntry] = []
        failed: list[tuple[OutboxEntry, Exception]] = []
        for entry in self.store.undelivered(limit):
            try:
                notifier.tell(self._message(entry))
            except Exception as error:  # noqa: BLE001 - whatever a notifier raises is told
                self.store.mark_tried((entry,))
                failed.append((entry, error))
            else:
                self.store.mark_delivered((entry,), self._at(at))
                delivered.append(entry)
        return Delivery(tuple(delivered), tuple(failed))

    def close(self) -> None:
        """Let go of the store; ``with`` does it by itself."""
        self.store.close()

    def __enter__(self) -> Self:
        """Give the desk itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the store."""
        self.close()

    def _message(self, entry: OutboxEntry) -> Message:
        event = self.store.events(entry.stream, upto=entry.seq)[-1].event
        return Message(
            entry.key, entry.notice, self.order(entry.stream.id), _expect(OrderEvent, event)
        )

    def _handle_stock(self, command: InventoryCommand, id: str | None) -> Stock:
        return _expect(Stock, self._run(command, id))

    def _run(self, command: Command, id: str | None) -> Value:
        return run(self.store, self.world, lambda desktop: desktop.handle(Asked(command, id)))


def _tried(desktop: Desktop, asked: Asked) -> Value | Refused:
    try:
        return desktop.handle(asked)
    except Refused as refused:
        return refused


def _adopted(desktop: Desktop, reported: ReportedOrder) -> Adopted:
    value = desktop.value(order_key(reported.id))
    order = value if isinstance(value, Order) else None
    return adopt(reported, order, lambda step: _expect(Order, desktop.handle(Asked(step))))


def _expect(kind: type[T], value: object) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"{kind.__name__} expected, not {type(value).__name__}")
    return value
