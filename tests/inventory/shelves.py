"""Shelves to decide on: short ways to ask, and stock with every row as a store would keep them."""

from collections.abc import Iterable
from typing import Any

from ordercore.errors import Refused
from ordercore.inventory import (
    Caused,
    InventoryCommand,
    OwnedStockCommand,
    Reservation,
    ReserveUnits,
    Shelf,
    StockEvent,
    cause_kept,
    decide,
    empty_shelf,
    evolve,
)
from ordercore.kernel.time import instant

AT = instant("2026-03-02T09:30:00Z")

EMPTY = empty_shelf("A", "main")


def ask(kind: Any, quantity: int | None = None, **said: Any) -> Any:
    """Make a command about A in main, for O-1 where it is for somebody."""
    if issubclass(kind, OwnedStockCommand):
        said.setdefault("owner", "O-1")
    if quantity is not None:
        said["quantity"] = quantity
    said.setdefault("at", AT)
    return kind(sku="A", pool="main", **said)


class Shelves:
    """Stock with the rows beside it, and the log."""

    def __init__(self, *given: InventoryCommand) -> None:
        self.stock = EMPTY.stock
        self.new = True
        self.holds: dict[str, Reservation] = {}
        self.causes: dict[str, Caused] = {}
        self.log: list[StockEvent] = []
        self.handle(*given)

    def shelf(self, command: InventoryCommand) -> Shelf:
        """Give what a command is decided on."""
        owner = using = None
        if isinstance(command, OwnedStockCommand):
            owner = self.holds.get(command.owner)
        if isinstance(command, ReserveUnits) and command.using != command.owner:
            using = self.holds.get(command.using)
        return Shelf(self.stock, owner, using, self.causes.get(command.cause), self.new)

    def handle(self, *commands: InventoryCommand) -> tuple[StockEvent, ...]:
        """Decide commands that are all accepted, and give the events of the last.

        Raises:
            Refused: when a rule says no.
        """
        events: tuple[StockEvent, ...] = ()
        for command in commands:
            shelf = self.shelf(command)
            events = decide(shelf, command)
            self._keep(shelf, events)
            kept = cause_kept(command, happened=bool(events))
            if kept is not None:
                self.causes.setdefault(command.cause, kept)
        return events

    def tried(self, command: InventoryCommand) -> bool:
        """Decide a command, and tell whether it was accepted."""
        try:
            self.handle(command)
        except Refused:
            return False
        return True

    def refused(self, command: InventoryCommand) -> tuple[str, dict[str, Any]]:
        """Give the code and the facts by which a command is refused; nothing has changed."""
        before = self.rows
        try:
            self.handle(command)
        except Refused as refused:
            assert self.rows == before
            (refusal,) = refused.refusals
            return refusal.code, dict(refusal.facts)
        raise AssertionError(f"{command} is accepted")

    @property
    def rows(self) -> tuple[Any, ...]:
        """Everything that is kept."""
        return self.stock, dict(self.holds), dict(self.causes), tuple(self.log)

    @property
    def promised(self) -> list[Reservation]:
        """All reservations."""
        return list(self.holds.values())

    def _keep(self, shelf: Shelf, events: Iterable[StockEvent]) -> None:
        for event in events:
            shelf = evolve(shelf, event)
            self.log.append(event)
        self.stock, self.new = shelf.stock, shelf.new
        for hold in (shelf.reservation, shelf.other):
            if hold is not None:
                self.holds[hold.owner] = hold
