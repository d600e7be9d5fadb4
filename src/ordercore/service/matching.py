"""Matching: which line and which parcel of an order a report tells of."""

from typing import TypeAlias

from ordercore.kernel.units import Units, total_by_line
from ordercore.orders.line import Line
from ordercore.orders.state import Order
from ordercore.ports.source import ReportedLine, ReportedOrder, ReportedParcel
from ordercore.shipping import Parcel

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


def matched_parcels(
    order: Order, reported: ReportedOrder, lines: Matched
) -> tuple[tuple[ReportedParcel, tuple[Units, ...], Parcel | None], ...]:
    """Find the parcel of the order that each reported parcel tells of, and what is in it.

    By id, else by tracking number, else among parcels that have none by what is in them: such a
    parcel was assumed when an order was only reported as shipped.
    """
    by_ref = {told.ref: line.id for told, line in lines if line is not None and told.ref}
    free = list(order.parcels)
    found: list[tuple[ReportedParcel, tuple[Units, ...], Parcel | None]] = []
    for told in reported.parcels:
        units = tuple(Units(by_ref[ref], n) for ref, n in told.units if ref in by_ref)
        parcel = order.parcel(told.id)
        if parcel is None:
            parcel = next((some for some in free if _same_parcel(some, told, units)), None)
        if parcel in free:
            free.remove(parcel)
        found.append((told, units, parcel))
    return tuple(found)


def _same_parcel(parcel: Parcel, told: ReportedParcel, units: tuple[Units, ...]) -> bool:
    if parcel.tracking:
        return parcel.tracking == told.tracking
    return total_by_line(parcel.units) == total_by_line(units)
