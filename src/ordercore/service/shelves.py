"""The shelves: stock commands decided over a sheet, and what is recorded of all that happens."""

from ordercore.inventory import (
    Caused,
    InventoryCommand,
    Reservation,
    Shelf,
    Stock,
    StockEvent,
    cause_kept,
    decide,
    empty_shelf,
    evolve,
)
from ordercore.notices import notices_of_stock
from ordercore.orders.message import OrderEvent
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.dossiers import Dossier, DossierEvent
from ordercore.ports.outbox import OutboxEntry
from ordercore.ports.records import Answered, Key, Recorded
from ordercore.ports.store import Commit, Row
from ordercore.service.keys import answer_key
from ordercore.service.sheet import Plenty, Sheet
from ordercore.service.unseen import decided_unseen, hangs_on_plenty

Cause = tuple[Key, int] | None
"""The stream and place of the event that something follows from."""


class Shelves(Sheet):
    """A sheet with what happens to its stock, and the record of that and of all else."""

    def __init__(
        self, world: World, *, presuming: bool = False, plenty: Plenty | None = None
    ) -> None:
        super().__init__(presuming=presuming, plenty=plenty)
        self.world = world
        self._events: list[Recorded] = []
        self._outbox: list[OutboxEntry] = []

    def answer(self, answered: Answered) -> None:
        """Keep what a command id was answered."""
        self._write(answer_key(answered.command_id), answered)

    def commit(self) -> Commit:
        """Give everything decided, to be written at once."""
        return Commit(
            writes={key: (row, self._given[key].version) for key, row in self._written.items()},
            events=tuple(self._events),
            outbox=tuple(self._outbox),
            unseen=dict(self._unseen),
        )

    def _handle_stock(
        self,
        command: InventoryCommand,
        keys: tuple[Key, ...],
        cause: Cause,
        command_id: str | None,
    ) -> Row:
        key = keys[0]
        if self.promises_unseen(key) and hangs_on_plenty(command):
            return self._promise_unseen(command, keys, cause, command_id)
        before = shelf = self._shelf(command, keys)
        events = decide(shelf, command, self.world.adjustment_reasons)
        for event in events:
            shelf = evolve(shelf, event)
            seq = self._record(key, event, shelf.stock, cause, command_id)
            for notice in notices_of_stock(event):
                self._append(self._outbox, OutboxEntry(key, seq, notice))
        if shelf.reservation is not None and shelf.reservation is not before.reservation:
            self._write(keys[1], shelf.reservation)
        if shelf.other is not None and shelf.other is not before.other:
            self._write(keys[2], shelf.other)
        if shelf.caused is None:
            kept = cause_kept(command, happened=bool(events))
            if kept is not None:
                self._write(keys[-1], kept)
        row = self.row(key)
        return row if row.value is not None else Row(shelf.stock, row.version)

    def _promise_unseen(
        self,
        command: InventoryCommand,
        keys: tuple[Key, ...],
        cause: Cause,
        command_id: str | None,
    ) -> Row:
        key, value = keys[0], self.row(keys[1]).value
        hold = value if isinstance(value, Reservation) else None
        decided = decided_unseen(command, hold, self.world.adjustment_reasons)
        if decided is None:
            raise self._missing((key,))
        events, shelf = decided
        for event in events:
            self._keep(key, self._promise(key, event.entries), event, cause, command_id)
        if shelf.reservation is not None and shelf.reservation is not hold:
            self._write(keys[1], shelf.reservation)
        return Row(shelf.stock, 0)

    def _shelf(self, command: InventoryCommand, keys: tuple[Key, ...]) -> Shelf:
        stock = self.row(keys[0]).value
        if not isinstance(stock, Stock):
            return empty_shelf(command.sku, command.pool)
        hold = other = caused = None
        for place, key in enumerate(keys[1:], start=1):
            named = self.row(key).value
            if isinstance(named, Caused):
                caused = named
            elif isinstance(named, Reservation) and place == 1:
                hold = named
            elif isinstance(named, Reservation):
                other = named
        return Shelf(stock, hold, other, caused)

    def _record(
        self,
        key: Key,
        event: OrderEvent | StockEvent | DossierEvent,
        value: Order | Stock | Dossier,
        cause: Cause,
        command_id: str | None,
    ) -> int:
        return self._keep(key, self._write(key, value), event, cause, command_id)

    def _keep(
        self,
        key: Key,
        seq: int,
        event: OrderEvent | StockEvent | DossierEvent,
        cause: Cause,
        command_id: str | None,
    ) -> int:
        recorded = Recorded(stream=key, seq=seq, event=event, cause=cause, command_id=command_id)
        self._append(self._events, recorded)
        if self.world.publishes(event):
            self._append(self._outbox, OutboxEntry(key, seq))
        return seq
