"""The steps that bring an order to its report, in the order in which they are looked for.

Each compares one thing and gives one ordinary command, or nothing where there is no difference
that may be made up for.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from ordercore.kernel.actors import Actor
from ordercore.kernel.ids import LineId
from ordercore.kernel.time import Instant
from ordercore.kernel.units import Units
from ordercore.orders.cancelling import CancelUnits
from ordercore.orders.delivering import CorrectTracking, RecordDelivery
from ordercore.orders.line import Line
from ordercore.orders.message import OrderCommand
from ordercore.orders.money import captured, due
from ordercore.orders.parts import Report
from ordercore.orders.paying import ConfirmPayment
from ordercore.orders.placing import PlaceOrder
from ordercore.orders.reporting import AdoptLines, PriceLines, RecordReport
from ordercore.orders.shipping import ConfirmShipment
from ordercore.orders.state import Order
from ordercore.orders.stations import awaiting_units, cancelled_units, has_awaiting, shipped_units
from ordercore.orders.status import OrderStatus
from ordercore.ports.source import ReportedLine, ReportedOrder
from ordercore.service.matching import Matched, matched_parcels

C = TypeVar("C", bound=OrderCommand)


def _when(reported: ReportedOrder) -> Instant:
    # Some exports give an update before the purchase; nothing happens before an order is placed.
    return max(reported.updated_at, reported.placed_at)


def report_of(reported: ReportedOrder) -> Report:
    """Give what is kept of a report: its word, how it is read, and its time."""
    return Report(reported.word, reported.status, reported.updated_at)


def _line(told: ReportedLine, id: str = "") -> Line:
    return Line(
        told.sku, told.quantity, charges=told.charges, id=id, title=told.title, ref=told.ref
    )


def place(reported: ReportedOrder) -> PlaceOrder:
    """Enter an order that is not known yet; the first step of all."""
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
        deliver_by=reported.deliver_by,
        report=report_of(reported),
        replacement=reported.replacement,
        replaces=reported.replaces,
    )


def _report_says(kind: type[C], order: Order, reported: ReportedOrder, **content: Any) -> C:
    """Make a command that repeats what the marketplace reports."""
    said = {"at": _when(reported), "by": Actor.MARKETPLACE, **content}
    return kind(order_id=order.id, imported=True, **said)


def _record_report(order: Order, reported: ReportedOrder, _: Matched) -> OrderCommand | None:
    if order.report == report_of(reported):
        return None
    return _report_says(RecordReport, order, reported, report=report_of(reported))


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
    live = has_awaiting(order) or bool(order.parcels)
    lacking = not order.payments or captured(order) < due(order)
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
            if any(some.trouble is None and at <= some.at for some in parcel.retractions):
                # The report is older than the word that it did not arrive.
                continue
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
