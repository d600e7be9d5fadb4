"""What every theme chooses by: the shapes of makers, and units, lines and moments."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from ordercore.kernel.ids import LineId
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.orders.message import OrderCommand
from ordercore.orders.state import Order

Pick = Callable[[int], int]
"""Gives a whole number from 0 up to, not including, its argument."""

Maker = Callable[[Order, Pick, Instant], OrderCommand | None]
"""Gives what the order now permits, or nothing."""

Contents = Callable[[Order, Pick, Instant], dict[str, Any]]

Wild = tuple[Callable[..., OrderCommand], Contents]
"""A kind of command, and any content for it."""

T = TypeVar("T")


def one_of(pick: Pick, items: Sequence[T]) -> T:
    """Pick one of some things."""
    return items[pick(len(items))]


def some_units(pick: Pick, counts: Mapping[LineId, int]) -> tuple[Units, ...]:
    """Pick at least one of the units counted by line."""
    chosen = [(line, pick(number + 1)) for line, number in counts.items() if number > 0]
    units = tuple([Units(line, number) for line, number in chosen if number])
    return units or tuple([Units(line, counts[line]) for line, _ in chosen[:1]])


def units_or_all(pick: Pick, counts: Mapping[LineId, int]) -> tuple[Units, ...]:
    """Pick some of the units counted, or name none, which asks for all of them."""
    return some_units(pick, counts) if pick(3) else ()


def any_line(order: Order, pick: Pick) -> LineId:
    """Pick a line of the order, or one that there is not."""
    return LineId(one_of(pick, ("nowhere", *[line.id for line in order.lines])))


def any_units(order: Order, pick: Pick) -> tuple[Units, ...]:
    """Make up to five units of any line."""
    return (Units(any_line(order, pick), 1 + pick(5)),)


def soon(at: Instant, pick: Pick) -> Instant:
    """Pick a moment within ten days."""
    return at + dt.timedelta(hours=1 + pick(240))


def any_moment(at: Instant, pick: Pick) -> Instant:
    """Pick a moment about four days before or after another."""
    return at + dt.timedelta(hours=pick(200) - 100)
