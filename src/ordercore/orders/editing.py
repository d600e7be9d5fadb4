"""Editing an order before anything of it has left: lines and units added and taken away."""

from collections.abc import Container, Iterable, Mapping

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import several
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import LineId, numbered
from ordercore.kernel.replace import completed, replace
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units, total_by_line
from ordercore.orders.addressing import AMEND_RULES
from ordercore.orders.cancelling import buyer_cancels_in_time, cancellation, units_are_awaiting
from ordercore.orders.deadlines import deadlines_after, deadlines_kept, deadlines_once_secured
from ordercore.orders.limits import beyond_limits
from ordercore.orders.line import Line
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderEvent,
    UnitsCommand,
    happened,
    placing_comes_first,
)
from ordercore.orders.parts import Cancellation
from ordercore.orders.pricing import more_of
from ordercore.orders.sources import sources_awaiting
from ordercore.orders.state import Order
from ordercore.orders.stations import awaiting_units
from ordercore.orders.world import World

ORDER_AMENDED = "order_amended"

# Commands


def _several_lines(values: Iterable[Line]) -> tuple[Line, ...]:
    return several(values, "add")


@attrs.frozen(kw_only=True)
class AmendOrder(UnitsCommand):
    """Take ``units`` out of an order and put lines into it, all at once or not at all.

    More of a line is a line of its own, so that its price may be another; ``quantities_to``
    makes the command for a wished quantity.
    """

    add: tuple[Line, ...] = attrs.field(default=(), converter=_several_lines)


# Events


@attrs.frozen(kw_only=True)
class OrderAmended(OrderEvent):
    """Units were taken out of an order, and lines put into it."""

    added: tuple[Line, ...]
    cancellation: Cancellation | None
    ship_by: Instant | None = None
    deliver_by: Instant | None = None
    """The deadlines that this set going, if it did."""


# Rules


@rule("nothing_to_amend", instead=("units", "add"))
def something_changes(_: Order, command: AmendOrder, __: World) -> Facts | None:
    """A change takes something out or puts something in."""
    return None if command.units or command.add else {}


@rule("added_line_unusable", instead=("add",))
def added_lines_are_complete(order: Order, command: AmendOrder, _: World) -> Facts | None:
    """An added line has an id of its own, units, and a price in the order's currency."""
    known = {line.id for line in order.lines}
    for line in command.add:
        priced = line.charges is not None and line.charges.currency == order.currency
        if line.id in known or not line.quantity or not priced:
            return {"line": line.id, "sku": line.sku}
        known.add(line.id)
    return None


@rule("nothing_would_be_left", instead=("units",), rather=("CancelUnits",))
def something_stays(order: Order, command: AmendOrder, _: World) -> Facts | None:
    """An order that is changed keeps something; otherwise it is cancelled."""
    taken = sum(some.quantity for some in command.units)
    if command.add or taken < sum(awaiting_units(order).values()):
        return None
    return {"order": order.id}


@rule("order_would_be_too_large", instead=("units", "add"))
def channel_takes_the_rest(order: Order, command: AmendOrder, world: World) -> Facts | None:
    """What is put in leaves an order no larger than its channel takes; cancelled units are out."""
    if command.imported or not command.add:
        return None
    awaiting = awaiting_units(order)
    for line, taken in total_by_line(command.units).items():
        awaiting[line] = awaiting.get(line, 0) - taken
    left = [number for number in awaiting.values() if number > 0]
    added = [line.quantity for line in command.add]
    return beyond_limits(world.channels.get(order.terms.channel), [*left, *added])


RULES = (
    *AMEND_RULES,
    something_changes,
    units_are_awaiting,
    buyer_cancels_in_time,
    added_lines_are_complete,
    something_stays,
    channel_takes_the_rest,
)

# Outcomes


def number_added(order: Order, command: AmendOrder, _: World) -> AmendOrder:
    """Number the added lines that have no id."""
    if all(line.id for line in command.add):
        return command
    taken = [line.id for line in order.lines] + [line.id for line in command.add if line.id]
    added: list[Line] = []
    for line in command.add:
        id = line.id or numbered("", taken)
        taken.append(id)
        added.append(line.with_id(id))
    return completed(command, add=tuple(added))


def amend(order: Order, command: AmendOrder, world: World) -> tuple[OrderEvent, ...]:
    """Change the order."""
    after = replace(order, lines=order.lines + command.add)
    gone = None
    if command.units:
        gone = cancellation(after, command, command.units, ORDER_AMENDED)
        after = replace(after, cancellations=(*after.cancellations, gone))
    deadlines = deadlines_once_secured(order, after, command.at, world)
    return happened(OrderAmended, command, added=command.add, cancellation=gone, **deadlines)


def quantities_to(
    order: Order, wished: Mapping[LineId, int]
) -> tuple[tuple[Units, ...], tuple[Line, ...]]:
    """Give the units to take out and the lines to put in, to come to the quantities wished.

    Further units of a line are a line that adds to it, and cost what the line's own units do.
    A quantity counts both, unless the line that adds is named too; the latest units go first.

    Raises:
        NotFound: when the order has no such line.
        InvalidValue: when a quantity is negative, or a line without a price is to grow.
    """
    awaiting = awaiting_units(order)
    units: list[Units] = []
    lines: list[Line] = []
    for id, quantity in wished.items():
        line = order.line(id)
        counted = [id, *_adding_to(order, id, apart=wished)]
        change = quantity - sum([awaiting[one] for one in counted])
        if quantity < 0 or (change > 0 and line.charges is None):
            raise InvalidValue("quantity", quantity, "a number of units of a line with a price")
        if change > 0:
            charges = more_of(line, change)
            lines.append(
                replace(line, id="", ref=None, quantity=change, charges=charges, adds_to=id)
            )
        for one in reversed(counted):
            gone = min(-change, awaiting[one])
            if gone > 0:
                units.append(Units(one, gone))
                change += gone
    return tuple(units), tuple(lines)


def _adding_to(order: Order, id: LineId, *, apart: Container[LineId]) -> list[LineId]:
    """Give the lines of further units of a line, and of those, the earliest first."""
    found: list[LineId] = []
    for line in order.lines:
        if line.adds_to in (id, *found) and line.id not in apart:
            found.append(line.id)
    return found


# Folds


def fold_order_amended(order: Order, event: OrderAmended) -> Order:
    """Add the lines, and keep what was taken out."""
    gone = (event.cancellation,) if event.cancellation else ()
    after = replace(
        order,
        lines=order.lines + event.added,
        cancellations=order.cancellations + gone,
        **deadlines_after(order, event),
    )
    sources = sources_awaiting(after) if after.sources else ()
    return replace(after, sources=sources, **deadlines_kept(after))


# The table

DECISIONS: Decisions = (
    Decision(
        command=AmendOrder,
        complete=number_added,
        rules=(placing_comes_first, *RULES),
        outcome=amend,
    ),
)

FOLDS: Folds = {
    OrderAmended: fold_order_amended,
}
