"""Shortage: lines that stock does not cover, and the way back to a promise."""

import attrs

from ordercore.kernel.actors import Actor
from ordercore.kernel.decider import Decision
from ordercore.kernel.ids import LineId
from ordercore.kernel.replace import completed, replace
from ordercore.kernel.rules import Facts, rule
from ordercore.kernel.units import Units, total_by_line
from ordercore.orders.message import (
    Decisions,
    Folds,
    OrderCommand,
    OrderEvent,
    UnitsCommand,
    happened,
    offered,
    placing_comes_first,
)
from ordercore.orders.promised import short_units
from ordercore.orders.state import Order
from ordercore.orders.world import World

# Commands


@attrs.frozen(kw_only=True)
class RecordShortage(OrderCommand):
    """Record that stock does not cover lines of an order that stands all the same.

    It was accepted elsewhere, or it was paid after its reservation had expired.
    """

    lines: tuple[LineId, ...]


@attrs.frozen(kw_only=True)
class FillShortage(UnitsCommand):
    """Promise units on hand to lines that were recorded as short, as far as stock reaches.

    ``units`` name no more than so many of which lines; without any, all that are short.
    Of a bundle only whole ones are filled, and nothing is promised beyond what is on hand: what is
    short waits already, and keeps its place.
    """


# Events


@attrs.frozen(kw_only=True)
class ShortageRecorded(OrderEvent):
    """Stock did not cover lines; nothing is reserved for them."""

    lines: tuple[LineId, ...]


@attrs.frozen(kw_only=True)
class ShortageFilled(OrderEvent):
    """Of short units that were asked for, some or all are promised; the sourcing says which."""

    units: tuple[Units, ...]


# Rules


@rule("shortage_is_not_told", instead=("by",))
def shortage_is_found_by_stock(order: Order, command: RecordShortage, _: World) -> Facts | None:
    """An order of our own lacks stock only where the system finds so, when it is paid late."""
    if order.terms.imported or command.by is Actor.SYSTEM:
        return None
    return {"order": order.id}


@rule("line_unknown", instead=("lines",))
def short_lines_are_known(order: Order, command: RecordShortage, _: World) -> Facts | None:
    """Only lines of the order can be short."""
    unknown = [id for id in command.lines if id not in {line.id for line in order.lines}]
    return {"lines": unknown} if unknown else None


@rule("stock_not_kept")
def stock_is_kept(order: Order, _: FillShortage, __: World) -> Facts | None:
    """Units are promised of stock that we keep, and not of what somebody else counts."""
    return None if order.terms.kept_pools else {"order": order.id, "channel": order.terms.channel}


@rule("nothing_short")
def something_is_short(order: Order, _: FillShortage, __: World) -> Facts | None:
    """Only an order that lacks units which still wait to be shipped can be promised more."""
    return None if short_units(order) else {"order": order.id}


@rule("units_not_short", instead=("units",))
def units_are_short(order: Order, command: FillShortage, _: World) -> Facts | None:
    """No line is promised more units than it is short of."""
    short = short_units(order)
    for line, asked in total_by_line(command.units).items():
        if asked > short.get(line, 0):
            return {"line": line, "asked": asked, "short": short.get(line, 0)}
    return None


FILL_RULES = (stock_is_kept, something_is_short, units_are_short)

# Outcomes


def already_short(order: Order, command: RecordShortage) -> bool:
    """Tell whether these lines are known to be short, of all their units."""
    return not _newly_short(order, command)


def _newly_short(order: Order, command: RecordShortage) -> tuple[LineId, ...]:
    filled = {some.line for some in order.sources}
    known = set(order.short) - filled
    return tuple([line for line in command.lines if line not in known])


def record_shortage(order: Order, command: RecordShortage, _: World) -> tuple[OrderEvent, ...]:
    """Note the lines that are short now and were not before, or not of all their units."""
    return happened(ShortageRecorded, command, lines=_newly_short(order, command))


def fill_all_short(order: Order, command: FillShortage, _: World) -> FillShortage:
    """Take a filling without units for all that is short."""
    if command.units:
        return command
    short = short_units(order).items()
    return completed(command, units=tuple([Units(line, number) for line, number in short]))


def fill_shortage(_: Order, command: FillShortage, __: World) -> tuple[OrderEvent, ...]:
    """Have stock asked for the units named."""
    return happened(ShortageFilled, command, units=command.units)


# Folds


def fold_shortage(order: Order, event: ShortageRecorded) -> Order:
    """Keep the lines that are short."""
    sources = tuple([some for some in order.sources if some.line not in event.lines])
    short = tuple(dict.fromkeys((*order.short, *event.lines)))
    return replace(order, short=short, sources=sources)


def fold_filled(order: Order, _: ShortageFilled) -> Order:
    """Leave everything: what is promised now, the sourcing that follows says."""
    return order


# The table

DECISIONS: Decisions = (
    Decision(
        command=RecordShortage,
        settled=already_short,
        rules=(
            placing_comes_first,
            shortage_is_found_by_stock,
            short_lines_are_known,
        ),
        outcome=record_shortage,
    ),
    Decision(
        command=FillShortage,
        complete=fill_all_short,
        rules=(placing_comes_first, *FILL_RULES),
        outcome=fill_shortage,
        offers=offered(FillShortage),
    ),
)

FOLDS: Folds = {
    ShortageRecorded: fold_shortage,
    ShortageFilled: fold_filled,
}
