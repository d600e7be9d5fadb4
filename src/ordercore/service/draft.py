"""The draft: what a plan has decided so far.

Planning is pure: a draft reads rows that it was given, and where it needs others it raises
``Missing`` with their keys. Whoever runs it loads them, gives them, and asks again from the start;
what was decided on the same order the first time is remembered, so that asking again costs little.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar, cast

from ordercore.errors import NotFound, Refused
from ordercore.flows import Attempt, PoolSearch
from ordercore.inventory import Stock
from ordercore.kernel.decider import Decision
from ordercore.orders.decider import decide
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.dossiers import DossierCommand
from ordercore.ports.outbox import OutboxEntry
from ordercore.ports.records import Key
from ordercore.ports.store import Row
from ordercore.service.consequences import Planned, Step, planned, step
from ordercore.service.dossiers import kind_of_command
from ordercore.service.keys import Command, keys_of, order_key, stock_key
from ordercore.service.sheet import Plenty
from ordercore.service.shelves import Cause, Shelves
from ordercore.service.unseen import hangs_on_plenty

R = TypeVar("R")


class Draft(Shelves):
    """Decisions in the making, over the rows that were given."""

    def __init__(
        self, world: World, *, presuming: bool = False, plenty: Plenty | None = None
    ) -> None:
        super().__init__(world, presuming=presuming, plenty=plenty)
        self._decided: dict[int, tuple[OrderCommand, Order | None, tuple[OrderEvent, ...]]] = {}
        self._steps: dict[int, Step] = {}

    def start_over(self) -> None:
        """Take back everything that was decided; the rows that were given stay."""
        self.has_refused = False
        self._back_to(0)

    def handle(self, command: Command, command_id: str | None = None) -> Row:
        """Decide a command with everything that follows from it, or leave the draft as it was.

        Raises:
            Refused: when a rule says no.
            NotFound: when it is about a dossier, or opens one about an order, that is not there.
            Missing: when rows are needed that the draft was not given.
            InvalidValue: when its values are found wrong in view of the records.
        """
        mark = len(self._undo)
        try:
            return self._handle(command, None, command_id)
        except Refused as refused:
            self._back_to(mark)
            self.has_refused = True
            # Whatever refused it, stock perhaps: it is this command that was refused.
            raise Refused(type(command).__name__, refused.refusals) from None
        except BaseException:
            self._back_to(mark)
            raise

    def handle_all(
        self, key: Key, commands: Iterable[Command], command_id: str | None = None
    ) -> Row:
        """Decide commands one after the other, all or none; give the record of a key afterwards.

        Raises:
            Refused: when a rule says no to one of them.
            Missing: when rows are needed that the draft was not given.
            InvalidValue: when a value is found wrong in view of the records.
        """
        mark = len(self._undo)
        try:
            for command in commands:
                self.handle(command, command_id)
        except BaseException:
            self._back_to(mark)
            raise
        return self.row(key)

    def told(self, result: R, promised: Mapping[Key, Row]) -> R:
        """Give a result; where it is stock that nobody had looked at, as the store tells it."""
        if not isinstance(result, Stock):
            return result
        row = promised.get(stock_key(result.pool, result.sku))
        return result if row is None else cast("R", row.value)

    def _handle(self, command: Command, cause: Cause, command_id: str | None) -> Row:
        if isinstance(command, OrderCommand):
            return self._handle_order(command, cause, command_id)
        keys = keys_of(command)
        self.need(keys)
        if isinstance(command, DossierCommand):
            return self._handle_dossier(command, keys[0], command_id)
        return self._handle_stock(command, keys, cause, command_id)

    def _handle_order(self, command: OrderCommand, cause: Cause, command_id: str | None) -> Row:
        key = order_key(command.order_id)
        order = self._order(key)
        for event in self._decide(command, order):
            step = self._step(order, event)
            seq = self._record(key, event, step.after, cause, command_id)
            for notice in step.notices:
                self._append(self._outbox, OutboxEntry(key, seq, notice))
            self.need(self._needs(step))
            for attempt in step.attempts:
                self._attempt(attempt, (key, seq))
            order = self._order(key)
        return self.row(key)

    def _handle_dossier(self, command: DossierCommand, key: Key, command_id: str | None) -> Row:
        kind = kind_of_command(command)
        value = self.row(key).value
        dossier = value if isinstance(value, kind.value) else None
        about = kind.opened_about(command)
        if about is not None:
            if self._order(order_key(about)) is None:
                raise NotFound("order", about)
        elif dossier is None and not _may_begin(kind.decisions.row_of(command)):
            raise NotFound(key.kind, key.id)
        for event in kind.decisions.decide(dossier, command, kind.part(self.world)):
            dossier = kind.evolve(dossier, event)
            seq = self._record(key, event, dossier, None, command_id)
            for notice in kind.notices(dossier, event):
                self._append(self._outbox, OutboxEntry(key, seq, notice))
            attempts = [planned(some) for some in kind.reactions(dossier, event)]
            self.need([row for attempt in attempts for _, rows in attempt.steps for row in rows])
            for attempt in attempts:
                self._attempt(attempt, (key, seq))
        return self.row(key)

    def _decide(self, command: OrderCommand, order: Order | None) -> tuple[OrderEvent, ...]:
        known = self._decided.get(id(command))
        if known is None or known[1] is not order:
            known = (command, order, decide(order, command, self.world))
            self._decided[id(command)] = known
        return known[2]

    def _step(self, order: Order | None, event: OrderEvent) -> Step:
        known = self._steps.get(id(event))
        if known is None or known.before is not order or known.event is not event:
            known = self._steps[id(event)] = step(order, event, self.world)
        return known

    def _needs(self, step: Step) -> Collection[Key]:
        """Give the rows that a step needs: no stock, if plain promises are all that it asks of it.

        Where some stock must be looked at, all is, in the order of everybody.
        """
        if self._plenty is None:
            return step.needs
        asked = [some for attempt in step.attempts for some in attempt.steps]
        plain = all(
            hangs_on_plenty(command) and self.promises_unseen(keys[0]) for command, keys in asked
        )
        return [key for key in step.needs if key.kind != "stock"] if plain else step.needs

    def _attempt(self, attempt: Planned, cause: tuple[Key, int]) -> None:
        mark = len(self._undo)
        refused: list[Refused] = []
        for command, keys in attempt.steps:
            try:
                if isinstance(command, PoolSearch):
                    self._search(command, keys, cause)
                elif isinstance(command, OrderCommand):
                    self._handle(command, cause, None)
                else:
                    self._handle_stock(command, keys, cause, None)
            except Refused as some:
                refused.append(some)
                if attempt.otherwise is not None:
                    break
        if not refused:
            return
        if attempt.otherwise is None:
            reasons = [reason for some in refused for reason in some.refusals]
            raise Refused(refused[0].command, tuple(reasons))
        self._back_to(mark)
        for instead in attempt.otherwise:
            if isinstance(instead, Attempt):
                self._attempt(planned(instead), cause)
            else:
                self._handle(instead, cause, None)

    def _search(self, search: PoolSearch, keys: tuple[Key, ...], cause: tuple[Key, int]) -> None:
        self.need(keys)
        shelves = [self._shelf(probe, keys_of(probe)) for probe in search.probes()]
        for command in search.commands(shelves, self.world):
            self._handle(command, cause, None)

    def _order(self, key: Key) -> Order | None:
        value = self.row(key).value
        return value if isinstance(value, Order) else None


def _may_begin(row: Decision[Any, Any, Any, Any]) -> bool:
    """Tell whether a command needs nothing to be there."""
    return row.creates or row.begins is not None
