"""The decision table of the order, joined from its themes, and the three functions on it."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import attrs

from ordercore.errors import InvalidValue, Refusal
from ordercore.kernel.decider import Decision, DecisionTable, fold_with
from ordercore.kernel.time import Instant, instant
from ordercore.orders import (
    addressing,
    answering,
    asking,
    authorising,
    cancelling,
    capturing,
    claiming,
    closing,
    delivering,
    editing,
    ending,
    erasing,
    filling,
    grading,
    holding,
    labelling,
    noting,
    paying,
    placing,
    questioning,
    receiving,
    recharging,
    recovering,
    refunding,
    rejecting,
    releasing,
    reopening,
    replacing,
    reporting,
    retracting,
    returning,
    ruling_out,
    scanning,
    sending,
    settling,
    shipping,
    shortage,
    sourcing,
    stranding,
    tagging,
)
from ordercore.orders.message import Folds, OrderCommand, OrderEvent
from ordercore.orders.permits import by_whom_may, task_is_theirs
from ordercore.orders.state import Order
from ordercore.orders.world import WORLD, AddedRule, World

THEMES = (
    placing,
    sourcing,
    releasing,
    paying,
    capturing,
    ending,
    holding,
    addressing,
    editing,
    asking,
    answering,
    cancelling,
    filling,
    shipping,
    delivering,
    noting,
    stranding,
    retracting,
    recovering,
    ruling_out,
    returning,
    questioning,
    authorising,
    labelling,
    scanning,
    receiving,
    replacing,
    sending,
    reopening,
    grading,
    rejecting,
    closing,
    refunding,
    recharging,
    settling,
    claiming,
    reporting,
    shortage,
    tagging,
    erasing,
)
"""In the order in which an order lives through them."""


Row = Decision[Any, Any, World, OrderEvent]


def _permitted(row: Row) -> Row:
    """Give a row that asks whose task the command is, and offers it by those whose it is."""
    offers = row.offers

    def permitted(order: Order, at: Instant, world: World) -> Iterable[OrderCommand]:
        ours = offers(order, at, world) if offers else ()
        return [by_whom_may(some, order, world) for some in ours]

    return attrs.evolve(row, rules=(*row.rules, task_is_theirs), offers=permitted)


DECISIONS: DecisionTable[Order, World, OrderEvent] = DecisionTable(
    "order", [_permitted(row) for theme in THEMES for row in theme.DECISIONS]
)
"""Command by command: what it needs, and what it then brings about."""

FOLDS: Folds = {event: fold for theme in THEMES for event, fold in theme.FOLDS.items()}
"""Event by event: what it does to the order."""

EVENTS: tuple[type[OrderEvent], ...] = tuple(FOLDS)


def decisions_of(world: World) -> DecisionTable[Order, World, OrderEvent]:
    """Give the decision table of a world: ours, with the rules that its host has added."""
    return _with_rules(world.rules) if world.rules else DECISIONS


@cache
def _with_rules(rules: tuple[AddedRule, ...]) -> DecisionTable[Order, World, OrderEvent]:
    return DECISIONS.with_rules(rules)


def decide(
    order: Order | None, command: OrderCommand, world: World = WORLD
) -> tuple[OrderEvent, ...]:
    """Give the events that a command brings about; none where the wish is already true.

    Raises:
        Refused: with every reason, when a rule says no; nothing has changed then.
        InvalidValue: when the command is about another order.
    """
    if order is not None:
        _same_order(order, command)
    table = decisions_of(world) if world.rules else DECISIONS
    return table.decide(order, command, world)


def explain(
    order: Order | None, command: OrderCommand, world: World = WORLD
) -> tuple[Refusal, ...]:
    """Give every reason why a command would be refused, each with what would lift it.

    Empty when it would be accepted.

    Raises:
        InvalidValue: when the command is about another order.
    """
    if order is not None:
        _same_order(order, command)
    return decisions_of(world).explain(order, command, world)


def _same_order(order: Order, command: object) -> None:
    if isinstance(command, OrderCommand) and command.order_id != order.id:
        raise InvalidValue("order_id", command.order_id, f"the order {order.id}")


def allowed(order: Order, at: object, world: World = WORLD) -> tuple[OrderCommand, ...]:
    """Give the commands that would bring something about now, each asking for the most it can.

    So the units and amounts in them are the bounds: fewer and less may be asked for as well.

    Raises:
        InvalidValue: when ``at`` is no aware time.
    """
    return decisions_of(world).allowed(order, instant(at), world)


evolve: Callable[[Order | None, OrderEvent], Order] = fold_with(FOLDS)
"""Give the order after an event. It never refuses what ``decide`` allowed."""


def fold(events: Iterable[OrderEvent], order: Order | None = None) -> Order | None:
    """Give the order after all events."""
    for event in events:
        order = evolve(order, event)
    return order
