"""Adopting reported orders: from where an order is here to where the marketplace says it is.

A report tells where an order is, not how it got there.
So the way is found step by step: ``next_step`` compares the two and gives one ordinary command,
until there is no difference that may be made up for.
It moves an order forward, never backward.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import Any, TypeVar

import attrs

from ordercore.errors import InvalidValue, Refusal, Refused
from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import LineId
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import due, paid
from ordercore.orders.parts import Line, Report
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.reporting import AdoptLines, PriceLines, RecordReport, is_behind
from ordercore.orders.shipping import ConfirmShipment, CorrectTracking, RecordDelivery
from ordercore.orders.state import Order
from ordercore.orders.stations import awaiting_units, cancelled_units, shipped_units
from ordercore.orders.status import OrderStatus
from ordercore.ports.source import ReportedLine, ReportedOrder
from ordercore.service.matching import Matched, matched, matched_parcels

C = TypeVar("C", bound=OrderCommand)


class Outcome(Enum):
    """What a report did."""

    PLACED = "placed"
    ADVANCED = "advanced"
    UNCHANGED = "unchanged"


@attrs.frozen
class Adopted:
    """An order after a report; ``refused`` is why it did not come all the way."""

    order: Order | None
    outcome: Outcome
    refused: Refused | None = None


def adopt(
    reported: ReportedOrder,
    order: Order | None,
    handle: Callable[[OrderCommand], Order],
) -> Adopted:
    """Walk an order to where it is reported to be, by commands that ``handle`` decides."""
    outcome = Outcome.UNCHANGED
    while True:
        try:
            step = next_step(order, reported)
            if step is None:
                return Adopted(order, outcome)
            after = handle(step)
        except Refused as refused:
            return Adopted(order, outcome, refused)
        except InvalidValue as bad:
            facts = {"field": bad.field, "value": str(bad.value), "expected": bad.expected}
            reasons = (Refusal("invalid_value", facts),)
            return Adopted(order, outcome, Refused("report", reasons))
        if after is order:
            # Nothing came of it, so nothing would the next time.
            return Adopted(order, outcome)
        order = after
        if outcome is Outcome.UNCHANGED:
            placed = isinstance(step, PlaceOrder)
            outcome = Outcome.PLACED if placed else Outcome.ADVANCED


def contradictions(order: Order, reported: ReportedOrder) -> Iterator[tuple[str, str, str]]:
    """Give field, code and message of what a report says and the order, adopted, does not."""
    if order.report != _report(reported):
        return
    if order.status is not reported.status:
        told = f"reported as {reported.status.value}, but here it is {order.status.value}"
        yield "order-status", "status_differs", told
    for told_line, line in matched(order, reported):
        if line is not None and told_line.charges not in (None, line.charges):
            told = f"the charges of {line.sku} are not those that were reported first"
            yield "item-price", "charges_differ", told


def next_step(order: Order | None, reported: ReportedOrder) -> OrderCommand | None:
    """Give the next command on the way from an order to its report; ``None`` at the end of it."""
    if order is None:
        return _place(reported)
    if is_behind(order, _report(reported)):
        return None
    lines = matched(order, reported)
    return next(filter(None, (step(order, reported, lines) for step in STEPS)), None)


def _when(reported: ReportedOrder) -> Instant:
    # Some exports give an update before the purchase; nothing happens before an order is placed.
    return max(reported.updated_at, reported.placed_at)


def _report(reported: ReportedOrder) -> Report:
    return Report(reported.word, reported.status, reported.updated_at)


def _line(told: ReportedLine, id: str = "") -> Line:
    return Line(
        told.sku, told.quantity, charges=told.charges, id=id, title=told.title, ref=told.ref
    )


def _place(reported: ReportedOrder) -> PlaceOrder:
    return PlaceOrder(
        order_id=reported.id,
        at=reported.placed_at,
        by=Actor.MARKETPLACE,
        imported=True,
        channel=reported.channel,
        marketplace=reported.marketplace,
        lines=tuple(_line(told) for told in reported.lines),
        ship_to=reported.ship_to,
        buyer=reported.buyer,
        service=reported.service,
        ship_by=reported.ship_by,
        report=_report(reported),
    )


def _report_says(kind: type[C], order: Order, reported: ReportedOrder, **content: Any) -> C:
    """Make a command that repeats what the marketplace reports."""
    said = {"at": _when(reported), "by": Actor.MARKETPLACE, **content}
    return kind(order_id=order.id, imported=True, **said)


# The steps, in the order in which they are looked for


def _record_report(order: Order, reported: ReportedOrder, _: Matched) -> OrderCommand | None:
    if order.report == _report(reported):
        return None
    return _report_says(RecordReport, order, reported, report=_report(reported))


def _adopt_lines(order: Order, reported: ReportedOrder, lines: Matched) -> OrderCommand | None:
    new = [told for told, line in lines if line is None]
    if not new:
        return None
    numbers = range(len(order.lines) + 1, len(order.lines) + len(new) + 1)
    added = tuple(_line(told, str(number)) for told, number in zip(new, numbers, strict=True))
    gone = (line.id for told, line in zip(new, added, strict=True) if told.cancelled)
    return _report_says(AdoptLines, order, reported, lines=added, cancelled=tuple(gone))


def _price_lines(order: Order, reported: ReportedOrder, lines: Matched) -> OrderCommand | None:
    charges = tuple(
        (line.id, told.charges)
        for told, line in lines
        if line is not None and line.charges is None and told.charges is not None
    )
    if not charges:
        return None
    return _report_says(PriceLines, order, reported, charges=charges)


def _cancel(order: Order, reported: ReportedOrder, lines: Matched) -> OrderCommand | None:
    over = reported.status.is_over
    awaiting, cancelled = awaiting_units(order), cancelled_units(order)

    def gone(told: ReportedLine, line: Line) -> int:
        if over or told.cancelled:
            return awaiting[line.id]
        # A line that has become smaller was cancelled by as much.
        fewer = line.quantity - cancelled.get(line.id, 0) - told.quantity
        return min(awaiting[line.id], fewer)

    units = _units((line.id, gone(told, line)) for told, line in lines if line is not None)
    if not units:
        return None
    reason = f"reported_{reported.status.value}" if over else "reported_line_cancelled"
    return _report_says(CancelUnits, order, reported, units=units, reason=reason)


def _pay(order: Order, reported: ReportedOrder, _: Matched) -> OrderCommand | None:
    released = OrderStatus.UNSHIPPED.rank <= reported.status.rank
    live = any(awaiting_units(order).values()) or bool(order.parcels)
    lacking = not order.payments or paid(order) < due(order)
    if reported.status.is_over or not (released and live and lacking):
        return None
    return _report_says(ConfirmPayment, order, reported)


def _ship_parcel(order: Order, reported: ReportedOrder, lines: Matched) -> OrderCommand | None:
    left = _unsent(order, reported, lines)
    for told, units, parcel in matched_parcels(order, reported, lines):
        # What was sent already, in other parcels than are reported, is not sent again; more than
        # was ever ordered is tried all the same, so that it is refused and told.
        sent = any(left[u.line] < u.quantity <= order.line(u.line).quantity for u in units)
        if parcel is None and units and not sent:
            return _report_says(
                ConfirmShipment,
                order,
                reported,
                at=max(told.shipped_at or _when(reported), order.terms.placed_at),
                units=units,
                parcel_id=told.id,
                carrier=told.carrier,
                tracking=told.tracking,
            )
    return None


def _name_parcel(order: Order, reported: ReportedOrder, lines: Matched) -> OrderCommand | None:
    for told, _, parcel in matched_parcels(order, reported, lines):
        if parcel is not None and not parcel.tracking and told.tracking:
            named = {"carrier": told.carrier, "tracking": told.tracking}
            return _report_says(CorrectTracking, order, reported, parcel_id=parcel.id, **named)
    return None


def _ship_rest(order: Order, reported: ReportedOrder, lines: Matched) -> OrderCommand | None:
    units = _units(_unsent(order, reported, lines).items())
    if not units:
        return None
    return _report_says(ConfirmShipment, order, reported, units=units)


def _unsent(order: Order, reported: ReportedOrder, lines: Matched) -> dict[LineId, int]:
    """Give, by line, how many units are reported as shipped that were not sent here yet."""
    sent = shipped_units(order)
    return {
        line.id: _told_shipped(told, reported) - sent.get(line.id, 0)
        for told, line in lines
        if line is not None
    }


def _told_shipped(told: ReportedLine, reported: ReportedOrder) -> int:
    if told.shipped is not None:
        return told.shipped
    return told.quantity if reported.status.is_all_sent and not told.cancelled else 0


def _deliver(order: Order, reported: ReportedOrder, lines: Matched) -> OrderCommand | None:
    told_parcels = matched_parcels(order, reported, lines)
    arrived = {parcel.id for told, _, parcel in told_parcels if parcel and told.delivered}
    for parcel in order.parcels:
        if parcel.delivered_at is None and (reported.delivered or parcel.id in arrived):
            at = max(_when(reported), parcel.shipped_at)
            return _report_says(
                RecordDelivery, order, reported, at=at, by=Actor.CARRIER, parcel_id=parcel.id
            )
    return None


Step = Callable[[Order, ReportedOrder, Matched], OrderCommand | None]

STEPS: tuple[Step, ...] = (
    _record_report,
    _adopt_lines,
    _price_lines,
    _cancel,
    _pay,
    _ship_parcel,
    _ship_rest,
    _name_parcel,
    _deliver,
)


def _units(counts: Iterable[tuple[LineId, int]]) -> tuple[Units, ...]:
    return tuple(Units(line, quantity) for line, quantity in counts if quantity > 0)
