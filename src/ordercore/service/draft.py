"""The draft: what a plan has decided so far, and the way back.

Planning is pure: a draft reads rows that it was given, and where it needs others it raises
``Missing`` with their keys. Whoever runs it loads them, gives them, and asks again from the start;
what was decided on the same order the first time is remembered, so that asking again costs little.
Nothing is copied to try something; an undo list brings back what an attempt had changed.

An order that is being placed is hardly ever there already. So a draft that may presume does not
ask for it, nor for what was promised under its name: whoever writes them finds out, and what
nobody writes is looked for in the end.
"""

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

import attrs

from ordercore.errors import Conflict, OrdercoreError, Refused
from ordercore.flows import Attempt, PoolSearch, reactions_to
from ordercore.inventory import (
    Caused,
    InventoryCommand,
    Reservation,
    Shelf,
    Stock,
    StockEvent,
    cause_kept,
    empty_shelf,
)
from ordercore.inventory import decide as decide_stock
from ordercore.inventory import evolve as evolve_shelf
from ordercore.notices import Notice, notices_of
from ordercore.orders.decider import decide, evolve
from ordercore.orders.message import OrderCommand, OrderEvent
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.outbox import OutboxEntry
from ordercore.ports.records import Answered, Key, Recorded
from ordercore.ports.store import Commit, Row
from ordercore.service.keys import (
    Command,
    Missing,
    answer_key,
    keys_of,
    name_of_order,
    order_key,
)

T = TypeVar("T")

NO_ROW = Row(None, 0)

Cause = tuple[Key, int] | None

Value = Order | Stock | Reservation | Caused | Answered | None


@attrs.frozen
class Planned:
    """An attempt, with the rows that each of its commands is decided on."""

    steps: tuple[tuple[InventoryCommand | PoolSearch, tuple[Key, ...]], ...]
    otherwise: tuple[OrderCommand | Attempt, ...] | None


@attrs.frozen
class Step:
    """An event with the order before and after it, who is told, and what it brings about."""

    event: OrderEvent
    before: Order | None
    after: Order
    notices: tuple[Notice, ...]
    attempts: tuple[Planned, ...]
    needs: tuple[Key, ...]
    """The rows of all attempts, to be loaded at once and so in the order of everybody."""


def _planned(attempt: Attempt) -> Planned:
    steps = [
        (some, _keys_searched(some) if isinstance(some, PoolSearch) else keys_of(some))
        for some in attempt.all_of
    ]
    return Planned(tuple(steps), attempt.otherwise)


def _keys_searched(search: PoolSearch) -> tuple[Key, ...]:
    return tuple([key for probe in search.probes() for key in keys_of(probe)])


def _step(before: Order | None, event: OrderEvent, world: World) -> Step:
    after = evolve(before, event)
    attempts = [_planned(attempt) for attempt in reactions_to(after, event, world, before)]
    needs = [key for attempt in attempts for _, keys in attempt.steps for key in keys]
    return Step(event, before, after, notices_of(after, event), tuple(attempts), tuple(needs))


class Draft:
    """Decisions in the making, over the rows that were given."""

    def __init__(self, world: World, *, presuming: bool = False) -> None:
        self._world = world
        self._presuming = presuming
        self._new: set[str] = set()
        self._presumed: set[Key] = set()
        self._given: dict[Key, Row] = {}
        self._written: dict[Key, Row] = {}
        self._events: list[Recorded] = []
        self._outbox: list[OutboxEntry] = []
        self._undo: list[Callable[[], object]] = []
        self.has_refused = False
        """Whether something asked for was refused, which nobody will write and so check."""
        self._decided: dict[int, tuple[OrderCommand, Order | None, tuple[OrderEvent, ...]]] = {}
        self._steps: dict[int, Step] = {}

    def give(self, rows: Mapping[Key, Row]) -> None:
        """Add rows that will be needed, or were missing; rows already there stay as they are."""
        for key, row in rows.items():
            self._given.setdefault(key, row)

    def need(self, keys: Collection[Key]) -> None:
        """Make sure that rows are there.

        Raises:
            Missing: with all those that are not.
        """
        absent = [key for key in keys if key not in self._given]
        if absent:
            absent = [key for key in absent if not self._presumes(key)]
        if absent:
            raise Missing(absent)

    def presume_new(self, order_id: str) -> None:
        """Take an order not to be there yet, if this draft may."""
        if self._presuming:
            self._new.add(order_id)

    def ahead(self, work: Callable[[], object]) -> frozenset[Key]:
        """Give the rows that some work will ask for next: it is tried, and taken back."""
        mark = len(self._undo)
        try:
            work()
        except Missing as missing:
            return missing.keys
        except OrdercoreError:
            return frozenset()
        finally:
            self._back_to(mark)
        return frozenset()

    @property
    def seen(self) -> Mapping[Key, Row]:
        """The rows that were given, as they were."""
        return self._given

    def start_over(self) -> None:
        """Take back everything that was decided; the rows that were given stay."""
        self.has_refused = False
        self._back_to(0)

    @property
    def unsure(self) -> tuple[Key, ...]:
        """The rows that were not there, where nobody who writes would notice that they are now.

        Of a refusal that is all of them, since it writes nothing; else what was only presumed.
        """
        if self.has_refused:
            return tuple([key for key, row in self._given.items() if not row.version])
        return tuple(self._presumed - self._written.keys())

    def confirm(self, rows: Mapping[Key, Row]) -> None:
        """See that rows which were absent are so still.

        Raises:
            Conflict: when somebody has written one; then what was decided may be due to just that.
        """
        come = [str(key) for key, row in rows.items() if row.version]
        if come:
            raise Conflict(tuple(come))

    def known(self, key: Key) -> Row:
        """Give a record that is there.

        Raises:
            Missing: when the draft was not given it.
            Conflict: when the draft has presumed that it is not.
        """
        if key in self._presumed:
            raise Conflict((str(key),))
        return self.row(key)

    def handle(self, command: Command, command_id: str | None = None) -> Row:
        """Decide a command with everything that follows from it, or leave the draft as it was.

        Raises:
            Refused: when a rule says no.
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

    def answer(self, answered: Answered) -> None:
        """Keep what a command id was answered."""
        self._write(answer_key(answered.command_id), answered)

    def value(self, key: Key) -> Value:
        """Give a record as it now stands.

        Raises:
            Missing: when the draft was not given it.
        """
        return self.row(key).value

    def version(self, key: Key) -> int:
        """Give how often a record was written, by this very draft too."""
        return self.row(key).version

    def row(self, key: Key) -> Row:
        """Give a record with its version.

        Raises:
            Missing: when the draft was not given it.
        """
        row = self._written.get(key) or self._given.get(key)
        if row is None:
            if not self._presumes(key):
                raise Missing((key,))
            row = NO_ROW
        return row

    def commit(self) -> Commit:
        """Give everything decided, to be written at once."""
        return Commit(
            writes={key: (row, self._given[key].version) for key, row in self._written.items()},
            events=tuple(self._events),
            outbox=tuple(self._outbox),
        )

    def _presumes(self, key: Key) -> bool:
        if not self._new or name_of_order(key) not in self._new:
            return False
        self._given[key] = NO_ROW
        self._presumed.add(key)
        return True

    def _handle(self, command: Command, cause: Cause, command_id: str | None) -> Row:
        if isinstance(command, OrderCommand):
            return self._handle_order(command, cause, command_id)
        keys = keys_of(command)
        self.need(keys)
        return self._handle_stock(command, keys, cause, command_id)

    def _handle_order(self, command: OrderCommand, cause: Cause, command_id: str | None) -> Row:
        key = order_key(command.order_id)
        order = self._order(key)
        for event in self._decide(command, order):
            step = self._step(order, event)
            seq = self._record(key, event, step.after, cause, command_id)
            for notice in step.notices:
                self._append(self._outbox, OutboxEntry(key, seq, notice))
            self.need(step.needs)
            for attempt in step.attempts:
                self._attempt(attempt, (key, seq))
            order = self._order(key)
        return self.row(key)

    def _decide(self, command: OrderCommand, order: Order | None) -> tuple[OrderEvent, ...]:
        known = self._decided.get(id(command))
        if known is None or known[1] is not order:
            known = (command, order, decide(order, command, self._world))
            self._decided[id(command)] = known
        return known[2]

    def _step(self, order: Order | None, event: OrderEvent) -> Step:
        known = self._steps.get(id(event))
        if known is None or known.before is not order or known.event is not event:
            known = self._steps[id(event)] = _step(order, event, self._world)
        return known

    def _handle_stock(
        self,
        command: InventoryCommand,
        keys: tuple[Key, ...],
        cause: Cause,
        command_id: str | None,
    ) -> Row:
        key = keys[0]
        before = shelf = self._shelf(command, keys)
        events = decide_stock(shelf, command, self._world.adjustment_reasons)
        for event in events:
            shelf = evolve_shelf(shelf, event)
            self._record(key, event, shelf.stock, cause, command_id)
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

    def _attempt(self, attempt: Planned, cause: tuple[Key, int]) -> None:
        mark = len(self._undo)
        refused: list[Refused] = []
        for command, keys in attempt.steps:
            try:
                if isinstance(command, PoolSearch):
                    self._search(command, keys, cause)
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
                self._attempt(_planned(instead), cause)
            else:
                self._handle(instead, cause, None)

    def _search(self, search: PoolSearch, keys: tuple[Key, ...], cause: tuple[Key, int]) -> None:
        self.need(keys)
        shelves = [self._shelf(probe, keys_of(probe)) for probe in search.probes()]
        for command in search.commands(shelves, self._world):
            self._handle(command, cause, None)

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

    def _order(self, key: Key) -> Order | None:
        value = self.row(key).value
        return value if isinstance(value, Order) else None

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
        if self._world.publishes(event):
            self._append(self._outbox, OutboxEntry(key, seq))
        return seq

    def _write(self, key: Key, value: Order | Stock | Reservation | Caused | Answered) -> int:
        written = self._written
        before = written.get(key)
        if before is None:
            version = self._given[key].version + 1
            self._undo.append(lambda: written.pop(key))
        else:
            version = before.version + 1
            self._undo.append(lambda: written.__setitem__(key, before))
        written[key] = Row(value, version)
        return version

    def _append(self, items: list[T], item: T) -> None:
        items.append(item)
        self._undo.append(items.pop)

    def _back_to(self, mark: int) -> None:
        while len(self._undo) > mark:
            self._undo.pop()()
