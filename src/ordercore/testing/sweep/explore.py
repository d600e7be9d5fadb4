"""The walk through everything that can be: breadth first, one situation per key."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter
from typing import Any, cast

import attrs

from ordercore.errors import Refused
from ordercore.kernel.time import Instant
from ordercore.orders.decider import decisions_of, evolve
from ordercore.orders.message import OrderCommand
from ordercore.orders.permits import by_whom_may
from ordercore.orders.state import Order
from ordercore.testing.laws import explain_agrees_with_decide
from ordercore.testing.sweep.keys import Eras, Key, canonical
from ordercore.testing.sweep.moves.scope import Moves, Scope
from ordercore.testing.sweep.tally import Tally

TICK = dt.timedelta(seconds=1)
"""Each command comes so much later than the one before it."""


@attrs.frozen
class Sweep:
    """What is explored: from which orders, by which moves, how far, and when.

    ``moves`` are followed; ``tries`` are only asked, to see that every rule answers.
    Where not everything that is open can be closed by its moves, it ``ends`` not.
    One that ``explains`` asks of every command whether ``explain`` agrees with ``decide``.
    ``moments`` are when commands are given; waiting leads from one to the next.
    """

    name: str
    starts: tuple[tuple[OrderCommand, ...], ...]
    moves: tuple[Moves, ...]
    moments: Eras
    scope: Scope
    tries: tuple[Moves, ...] = ()
    ends: bool = True
    explains: bool = False
    key: Callable[[Order, Eras], Key] = canonical


@attrs.frozen
class Situation:
    """An order at a moment, and by which command it came about from which situation."""

    order: Order
    at: Instant
    era: int
    before: int | None
    command: OrderCommand | None


@attrs.define
class Explored:
    """Everything that a sweep came to, and what may follow what."""

    sweep: Sweep
    situations: list[Situation] = attrs.field(factory=list[Situation])
    nexts: list[set[int]] = attrs.field(factory=list[set[int]])
    tried: int = 0
    accepted: int = 0
    refused: int = 0
    seconds: float = 0.0

    def way_to(self, place: int) -> tuple[str, ...]:
        """Name the commands that led to a situation."""
        names: list[str] = []
        step: int | None = place
        while step is not None:
            situation = self.situations[step]
            if situation.command is not None:
                names.append(type(situation.command).__name__)
            step = situation.before
        return tuple(reversed(names))


def explore(sweep: Sweep, tally: Tally) -> Explored:
    """Explore a sweep, and note everything that is met in it."""
    begun = perf_counter()
    found = Explored(sweep)
    walk = _Walk(sweep, tally, found)
    for commands in sweep.starts:
        walk.start(commands)
    place = 0
    while place < len(found.situations):
        walk.go_on(place)
        place += 1
    found.seconds = perf_counter() - begun
    return found


class _Walk:
    def __init__(self, sweep: Sweep, tally: Tally, found: Explored) -> None:
        self.sweep, self.tally, self.found = sweep, tally, found
        self.world = sweep.scope.world
        self.table = decisions_of(self.world)
        self.places: dict[tuple[int, Key], int] = {}

    def start(self, commands: tuple[OrderCommand, ...]) -> None:
        """Begin with the order that these commands come to."""
        order: Order | None = None
        for command in commands:
            asked = by_whom_may(command, order, self.world) if order else command
            order = self.taken(order, asked) or order
        if order is not None:
            self.reach(order, max(self.sweep.moments[0], commands[-1].at), 0, None, None)

    def go_on(self, place: int) -> None:
        """Give every move in a situation, and wait."""
        here = self.found.situations[place]
        order, at = here.order, here.at + TICK
        for moves in self.sweep.moves:
            for asked in moves(order, at, self.sweep.scope):
                command = by_whom_may(asked, order, self.world)
                after = self.taken(order, command)
                if after is not None:
                    self.follow(place, after, max(at, command.at), here.era, command)
        for moves in self.sweep.tries:
            for command in moves(order, at, self.sweep.scope):
                self.taken(order, command)
        if here.era + 1 < len(self.sweep.moments):
            later = max(at, self.sweep.moments[here.era + 1])
            self.follow(place, order, later, here.era + 1, None)

    def follow(
        self, place: int, after: Order, at: Instant, era: int, command: OrderCommand | None
    ) -> None:
        """Come from one situation to another."""
        self.found.nexts[place].add(self.reach(after, at, era, place, command))

    def reach(
        self, order: Order, at: Instant, era: int, before: int | None, command: OrderCommand | None
    ) -> int:
        """Give the place of a situation, a new one if nothing like it was met."""
        key = (era, self.sweep.key(order, self.sweep.moments))
        place = self.places.get(key)
        if place is None:
            place = self.places[key] = len(self.found.situations)
            self.found.situations.append(Situation(order, at, era, before, command))
            self.found.nexts.append(set())
            self.tally.met(order)
        return place

    def taken(self, order: Order | None, command: OrderCommand) -> Order | None:
        """Give the order after a command; ``None`` where nothing came of it."""
        self.found.tried += 1
        if self.sweep.explains:
            self.explained(order, command)
        try:
            events = self.table.decide(order, command, self.world)
            after: Any = order
            for event in events:
                after = evolve(after, event)
        except Refused as refused:
            self.found.refused += 1
            self.tally.refused(command, refused)
            return None
        except Exception as error:  # noqa: BLE001 - whatever it is, a rule must not raise it
            self.tally.raised(order, command, error)
            return None
        self.found.accepted += 1
        if not events:
            return None
        self.tally.happened(order, command, events, after)
        return cast("Order", after)

    def explained(self, order: Order | None, command: OrderCommand) -> None:
        """Ask whether ``explain`` agrees with ``decide``."""
        with suppress(Exception):  # what they raise themselves is told when the command is taken
            try:
                explain_agrees_with_decide(order, command, self.world)
            except AssertionError as error:
                self.tally.unexplained(command, error)
