"""The draft: what a plan has decided so far, and the way back.

Planning is pure: a draft reads rows that it was given, and where it needs others it asks ``fetch``
for them.
A runner that can answer at once does so; one that cannot (an asynchronous one) leaves the default,
which raises ``Missing``, loads the rows, gives them, and asks again.
Nothing is copied to try something; an undo list brings back what an attempt had changed.
"""

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from ordercore.errors import OrdercoreError, Refused
from ordercore.flows import Attempt, reactions_to
from ordercore.inventory import InventoryCommand, Reservation, Shelf, Stock, StockEvent, empty_shelf
from ordercore.inventory import decide as decide_stock
from ordercore.inventory import evolve as evolve_shelf
from ordercore.inventory.commands import OrderedStockCommand
from ordercore.notices import notices_of
from ordercore.orders.decider import decide, evolve
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.store import Answered, Commit, Key, OutboxEntry, Recorded, Row

T = TypeVar("T")

Command = OrderCommand | InventoryCommand

Cause = tuple[Key, int] | None


class Missing(OrdercoreError):
    """A plan needs rows that it was not given; load them and ask again."""

    def __init__(self, keys: frozenset[Key]) -> None:
        super().__init__(keys)
        self.keys = keys


def raise_missing(keys: Collection[Key]) -> Mapping[Key, Row]:
    """Answer that rows have to be loaded first."""
    raise Missing(frozenset(keys))


def order_key(order_id: str) -> Key:
    """Give the key of an order."""
    return Key("order", order_id)


def stock_key(pool: str, sku: str) -> Key:
    """Give the key of the stock of a SKU in a pool."""
    return Key("stock", f"{pool}/{sku}")


def reservation_key(pool: str, sku: str, order_id: str) -> Key:
    """Give the key of what an order was promised."""
    # A SKU may hold the slash that parts it from the order; a pool may not.
    plain = sku.replace("%", "%25").replace("/", "%2F")
    return Key("reservation", f"{pool}/{plain}/{order_id}")


def keys_of(command: Command) -> tuple[Key, ...]:
    """Give the rows that a command itself is decided on."""
    if isinstance(command, OrderCommand):
        return (order_key(command.order_id),)
    stock = stock_key(command.pool, command.sku)
    if isinstance(command, OrderedStockCommand):
        return stock, reservation_key(command.pool, command.sku, command.order_id)
    return (stock,)


class Draft:
    """Decisions in the making, over the rows that were given."""

    def __init__(
        self,
        world: World,
        fetch: Callable[[Collection[Key]], Mapping[Key, Row]] = raise_missing,
    ) -> None:
        self._world = world
        self._fetch = fetch
        self._rows: dict[Key, Row] = {}
        self._replaced: dict[Key, int] = {}
        self._events: list[Recorded] = []
        self._outbox: list[OutboxEntry] = []
        self._answered: dict[str, Answered] = {}
        self._undo: list[Callable[[], object]] = []

    def give(self, rows: Mapping[Key, Row]) -> None:
        """Add rows that will be needed, or were missing; rows already there stay as they are."""
        for key, row in rows.items():
            self._rows.setdefault(key, row)

    def need(self, keys: Collection[Key]) -> None:
        """Fetch those of the rows that are not there yet, all at once."""
        absent = [key for key in keys if key not in self._rows]
        if absent:
            self.give(self._fetch(absent))

    def handle(self, command: Command, command_id: str | None = None) -> Row:
        """Decide a command with everything that follows from it, or leave the draft as it was.

        Raises:
            Refused: when a rule says no.
            Missing: when rows are needed that the draft was not given.
        """
        mark = len(self._undo)
        try:
            return self._handle(command, None, command_id)
        except Missing:
            self._back_to(mark)
            raise
        except Refused as refused:
            self._back_to(mark)
            # Whatever refused it, stock perhaps: it is this command that was refused.
            raise Refused(type(command).__name__, refused.refusals) from None

    def answer(self, answered: Answered) -> None:
        """Keep what a command id was answered."""
        self._answered[answered.command_id] = answered

    def answered(self, command_id: str) -> Answered | None:
        """Give what this very draft answered a command id."""
        return self._answered.get(command_id)

    def value(self, key: Key) -> Order | Stock | Reservation | None:
        """Give a record as it now stands.

        Raises:
            Missing: when the draft was not given it.
        """
        return self._row(key).value

    def version(self, key: Key) -> int:
        """Give how often a record was written, by this very draft too."""
        return self._row(key).version

    def events(self, stream: Key, upto: int) -> tuple[Recorded, ...]:
        """Give what this very draft decided for a stream, up to and including a place in it."""
        return tuple(some for some in self._events if some.stream == stream and some.seq <= upto)

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to write."""
        return not self._replaced and not self._answered

    def commit(self) -> Commit:
        """Give everything decided, to be written at once."""
        return Commit(
            writes={key: (self._rows[key], was) for key, was in self._replaced.items()},
            events=tuple(self._events),
            outbox=tuple(self._outbox),
            answered=tuple(self._answered.values()),
        )

    def _handle(self, command: Command, cause: Cause, command_id: str | None) -> Row:
        if isinstance(command, OrderCommand):
            return self._handle_order(command, cause, command_id)
        return self._handle_stock(command, keys_of(command), cause, command_id)

    def _handle_order(self, command: OrderCommand, cause: Cause, command_id: str | None) -> Row:
        key = order_key(command.order_id)
        order = self._order(key)
        for event in decide(order, command, self._world):
            order = evolve(order, event)
            seq = self._record(key, event, order, cause, command_id)
            for notice in notices_of(order, event):
                self._append(self._outbox, OutboxEntry(key, seq, notice))
            for attempt in reactions_to(order, event):
                self._attempt(attempt, (key, seq))
            order = self._order(key)
        return self._rows[key]

    def _handle_stock(
        self,
        command: InventoryCommand,
        keys: tuple[Key, ...],
        cause: Cause,
        command_id: str | None,
    ) -> Row:
        key = keys[0]
        shelf = self._shelf(command, *keys)
        for event in decide_stock(shelf, command):
            shelf = evolve_shelf(shelf, event)
            self._record(key, event, shelf.stock, cause, command_id)
            if shelf.reservation is not None:
                self._write(keys[1], shelf.reservation)
        return self._rows[key]

    def _attempt(self, attempt: Attempt, cause: tuple[Key, int]) -> None:
        steps = [(command, keys_of(command)) for command in attempt.all_of]
        self.need([key for _, keys in steps for key in keys])
        mark = len(self._undo)
        try:
            for command, keys in steps:
                self._handle_stock(command, keys, cause, None)
        except Refused:
            if attempt.otherwise is None:
                raise
            self._back_to(mark)
            for instead in attempt.otherwise:
                self._handle(instead, cause, None)

    def _shelf(self, command: InventoryCommand, key: Key, *hold_keys: Key) -> Shelf:
        stock = self._row(key).value
        if not isinstance(stock, Stock):
            return empty_shelf(command.sku, command.pool)
        hold = self._row(hold_keys[0]).value if hold_keys else None
        return Shelf(stock, hold if isinstance(hold, Reservation) else None)

    def _order(self, key: Key) -> Order | None:
        value = self._row(key).value
        return value if isinstance(value, Order) else None

    def _row(self, key: Key) -> Row:
        if key not in self._rows:
            self.need((key,))
        return self._rows[key]

    def _record(
        self,
        key: Key,
        event: OrderEvent | StockEvent,
        value: Order | Stock,
        cause: Cause,
        command_id: str | None,
    ) -> int:
        seq = self._write(key, value)
        recorded = Recorded(stream=key, seq=seq, event=event, cause=cause, command_id=command_id)
        self._append(self._events, recorded)
        return seq

    def _write(self, key: Key, value: Order | Stock | Reservation) -> int:
        before = self._rows[key]
        self._rows[key] = Row(value, before.version + 1)
        if key in self._replaced:
            self._undo.append(lambda: self._rows.__setitem__(key, before))
        else:
            self._replaced[key] = before.version
            self._undo.append(lambda: self._unwrite(key, before))
        return before.version + 1

    def _unwrite(self, key: Key, before: Row) -> None:
        self._rows[key] = before
        del self._replaced[key]

    def _append(self, items: list[T], item: T) -> None:
        items.append(item)
        self._undo.append(items.pop)

    def _back_to(self, mark: int) -> None:
        while len(self._undo) > mark:
            self._undo.pop()()
