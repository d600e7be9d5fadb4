"""Matching: which line of an order a reported line tells of."""

from typing import TypeAlias

from ordercore.orders.parts import Line
from ordercore.orders.state import Order
from ordercore.ports.source import ReportedLine, ReportedOrder

Matched: TypeAlias = tuple[tuple[ReportedLine, Line | None], ...]
"""Every reported line with the line of the order that it tells of, if there is one."""


def matched(order: Order, reported: ReportedOrder) -> Matched:
    """Find the line of the order that each reported line tells of.

    By the marketplace's own id where both have one, else by SKU in order of appearance.
    """
    free = list(order.lines)
    found: dict[int, Line] = {}
    for same in (_same_ref, _same_sku):
        for index, told in enumerate(reported.lines):
            line = next((line for line in free if same(line, told)), None)
            if index not in found and line is not None:
                found[index] = line
                free.remove(line)
    return tuple((told, found.get(index)) for index, told in enumerate(reported.lines))


def _same_ref(line: Line, told: ReportedLine) -> bool:
    return line.ref is not None and line.ref == told.ref


def _same_sku(line: Line, told: ReportedLine) -> bool:
    return line.sku == told.sku and (line.ref is None or told.ref is None)
